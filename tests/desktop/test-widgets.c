/*
 * The small widgets: the code field, the large code, the QR code, the pair,
 * and what will be shown.
 */

#include "desk-harness.h"
#include "desk-look.h"
#include "ui/desk-code-entry.h"
#include "ui/desk-code-label.h"
#include "ui/desk-facts-list.h"
#include "ui/desk-pair.h"
#include "ui/desk-qr.h"

#include <adwaita.h>
#include <string.h>
#include <zbar.h>

static GtkWindow *window;

static void
tear_down (void)
{
  if (window != NULL)
    gtk_window_destroy (window);
  window = NULL;
}

static GtkWidget *
present (GtkWidget *widget)
{
  window = desk_look_present (widget);
  return widget;
}

/* The code field. */

static DeskCodeEntry *entry;
static int completed;

static void
complete_cb (DeskCodeEntry *self)
{
  completed++;
}

static void
present_entry (gboolean plain)
{
  completed = 0;
  entry = DESK_CODE_ENTRY (
      present (g_object_new (DESK_TYPE_CODE_ENTRY, "plain", plain, NULL)));
  g_signal_connect (entry, "complete", G_CALLBACK (complete_cb), NULL);
}

static const char *
typed (void)
{
  return gtk_editable_get_text (GTK_EDITABLE (entry));
}

static void
make_code (char text[P2PID_CODE_TEXT_SIZE], p2pid_code *out)
{
  ck_assert_int_eq (p2pid_code_new ("47", out), P2PID_OK);
  p2pid_code_print (out, text);
}

START_TEST (typed_digits_stand_in_pairs_and_submit_themselves)
{
  char text[P2PID_CODE_TEXT_SIZE];
  p2pid_code code;

  make_code (text, &code);
  present_entry (FALSE);
  for (int i = 0; i < 8; i++) {
    ck_assert_int_eq (completed, 0);
    desk_look_type_keys (GTK_WIDGET (entry), (char[]){ code.digits[i], '\0' });
    ck_assert_int_eq (gtk_editable_get_position (GTK_EDITABLE (entry)),
                      (int) strlen (typed ()));
  }
  ck_assert_str_eq (typed (), text);
  ck_assert_int_eq (completed, 1);
  ck_assert_str_eq (desk_code_entry_get_code (entry)->digits, code.digits);
}
END_TEST

START_TEST (a_slip_is_told_at_once_and_can_be_mended)
{
  char text[P2PID_CODE_TEXT_SIZE];
  p2pid_code code;
  char last;

  make_code (text, &code);
  last = code.digits[7];
  code.digits[7] = last == '9' ? '0' : (char) (last + 1);
  present_entry (FALSE);
  desk_look_type_keys (GTK_WIDGET (entry), code.digits);
  ck_assert_int_eq (desk_code_entry_get_typed (entry), DESK_TYPED_SLIP);
  ck_assert (gtk_widget_has_css_class (GTK_WIDGET (entry), "error"));
  ck_assert_int_eq (completed, 0);

  gtk_editable_delete_text (GTK_EDITABLE (entry), 10, 11);
  ck_assert_int_eq (desk_code_entry_get_typed (entry), DESK_TYPED_MORE);
  ck_assert (!gtk_widget_has_css_class (GTK_WIDGET (entry), "error"));
  desk_look_type_keys (GTK_WIDGET (entry), (char[]){ last, '\0' });
  ck_assert_int_eq (completed, 1);
}
END_TEST

START_TEST (letters_do_not_enter_a_code)
{
  present_entry (FALSE);
  desk_look_type_keys (GTK_WIDGET (entry), "a1b2-c3");
  ck_assert_str_eq (typed (), "12 3");
}
END_TEST

START_TEST (a_pasted_code_is_taken_whole)
{
  char text[P2PID_CODE_TEXT_SIZE];
  p2pid_code code;

  make_code (text, &code);
  present_entry (FALSE);
  gtk_editable_set_text (GTK_EDITABLE (entry), code.digits);
  ck_assert_str_eq (typed (), text);
  ck_assert_int_eq (completed, 1);
}
END_TEST

START_TEST (a_digit_in_the_middle_moves_the_others)
{
  present_entry (FALSE);
  desk_look_type_keys (GTK_WIDGET (entry), "12345");
  gtk_editable_set_position (GTK_EDITABLE (entry), 1);
  desk_look_type_keys (GTK_WIDGET (entry), "0");
  ck_assert_str_eq (typed (), "10 23 45");
  ck_assert_int_eq (gtk_editable_get_position (GTK_EDITABLE (entry)), 2);
}
END_TEST

START_TEST (an_invitation_is_left_as_it_is_where_one_is_taken)
{
  present_entry (TRUE);
  desk_look_type_keys (GTK_WIDGET (entry), "p2pid:1AB 2");
  ck_assert_str_eq (typed (), "p2pid:1AB 2");
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  desk_look_type_keys (GTK_WIDGET (entry), "123");
  ck_assert_str_eq (typed (), "12 3");
}
END_TEST

/* The large code. */

START_TEST (a_screen_reader_reads_the_digits_of_a_code)
{
  GtkWidget *label = present (g_object_new (DESK_TYPE_CODE_LABEL, NULL));
  GtkWidget *digits;
  g_autofree char *complaint = NULL;

  ck_assert_ptr_null (desk_look_label (label, "12 34 56 78"));
  desk_code_label_set_code (DESK_CODE_LABEL (label), "12 34 56 78");
  desk_look_settle (label);
  digits = desk_look_label (label, "12 34 56 78");
  ck_assert_ptr_nonnull (digits);
  complaint = gtk_test_accessible_check_property (GTK_ACCESSIBLE (digits),
                                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                                  "1 2, 3 4, 5 6, 7 8");
  ck_assert_ptr_null (complaint);
}
END_TEST

/* The QR code. */

/* The widget's picture in grey, as a camera would have it. */
static guint8 *
draw_grey (GtkWidget *widget, unsigned *out_width, unsigned *out_height)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderer *renderer =
      gtk_native_get_renderer (gtk_widget_get_native (widget));
  int width = gdk_paintable_get_intrinsic_width (paintable);
  int height = gdk_paintable_get_intrinsic_height (paintable);
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree guint8 *pixels = NULL;
  guint8 *grey;
  size_t count;

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (renderer, node, NULL);
  *out_width = (unsigned) gdk_texture_get_width (texture);
  *out_height = (unsigned) gdk_texture_get_height (texture);
  count = (size_t) *out_width * *out_height;
  pixels = g_malloc (count * 4);
  gdk_texture_download (texture, pixels, *out_width * 4);
  grey = g_malloc (count);
  for (size_t i = 0; i < count; i++)
    grey[i] = pixels[4 * i + 1]; /* black and white are so in green, too */
  return grey;
}

/* What a decoder reads from @grey; NULL for nothing. */
static char *
decode (const guint8 *grey, unsigned width, unsigned height)
{
  zbar_image_scanner_t *scanner = zbar_image_scanner_create ();
  zbar_image_t *image = zbar_image_create ();
  const zbar_symbol_t *symbol = NULL;
  char *text = NULL;

  zbar_image_scanner_set_config (scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
  zbar_image_scanner_set_config (scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
  zbar_image_set_format (image, *(const int *) "Y800");
  zbar_image_set_size (image, width, height);
  zbar_image_set_data (image, grey, (unsigned long) width * height, NULL);
  if (zbar_scan_image (scanner, image) == 1)
    symbol = zbar_image_first_symbol (image);
  if (symbol != NULL)
    text = g_strdup (zbar_symbol_get_data (symbol));
  zbar_image_destroy (image);
  zbar_image_scanner_destroy (scanner);
  return text;
}

/* Black and white and nothing between: no module lies across two pixels. */
static void
check_sharp (const guint8 *grey, unsigned width, unsigned height)
{
  for (size_t i = 0; i < (size_t) width * height; i++)
    ck_assert (grey[i] == 0 || grey[i] == 255);
}

static void
check_qr (const char *text, gboolean dark, int size)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  GtkWidget *qr = desk_qr_new ();
  g_autofree guint8 *grey = NULL;
  g_autofree char *read = NULL;
  unsigned width, height;

  adw_style_manager_set_color_scheme (
      style, dark ? ADW_COLOR_SCHEME_FORCE_DARK : ADW_COLOR_SCHEME_FORCE_LIGHT);
  desk_qr_set_text (DESK_QR (qr), text);
  gtk_widget_set_size_request (qr, size, size);
  gtk_widget_set_halign (qr, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (qr, GTK_ALIGN_CENTER);
  window = desk_look_present (qr);
  grey = draw_grey (qr, &width, &height);
  check_sharp (grey, width, height);
  read = decode (grey, width, height);
  ck_assert_ptr_nonnull (read);
  ck_assert_str_eq (read, text);
  tear_down ();
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);
}

/* Looped: light and dark, natural and odd sizes. */
START_TEST (a_decoder_reads_the_qr_code)
{
  p2pid_invitation invitation;
  g_autoptr (p2pid_buffer) text = NULL;

  ck_assert_int_eq (
      p2pid_invitation_new ("https://relay.example:8443", &invitation),
      P2PID_OK);
  ck_assert_int_eq (p2pid_invitation_print (&invitation, &text), P2PID_OK);
  check_qr ((const char *) text->data, _i % 2 == 1, _i < 2 ? -1 : 397);
}
END_TEST

START_TEST (a_qr_code_without_text_is_white)
{
  GtkWidget *qr = desk_qr_new ();
  g_autofree guint8 *grey = NULL;
  unsigned width, height;

  gtk_widget_set_halign (qr, GTK_ALIGN_CENTER);
  present (qr);
  grey = draw_grey (qr, &width, &height);
  for (size_t i = 0; i < (size_t) width * height; i++)
    ck_assert_uint_eq (grey[i], 255);
}
END_TEST

/* The pair. */

START_TEST (a_pair_stands_side_by_side_only_where_there_is_room)
{
  GtkWidget *pair =
      g_object_new (DESK_TYPE_PAIR, "first", gtk_label_new ("one"), "second",
                    gtk_label_new ("two"), NULL);
  int narrow, wide, minimum;

  g_object_ref_sink (pair);
  gtk_widget_measure (pair, GTK_ORIENTATION_VERTICAL, 300, NULL, &narrow, NULL,
                      NULL);
  gtk_widget_measure (pair, GTK_ORIENTATION_VERTICAL, 800, NULL, &wide, NULL,
                      NULL);
  gtk_widget_measure (pair, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL,
                      NULL, NULL);
  ck_assert_int_gt (narrow, 2 * wide);
  ck_assert_int_lt (minimum, 300);

  present (pair);
  ck_assert (desk_pair_is_wide (DESK_PAIR (pair)));
  g_object_unref (pair);
}
END_TEST

/* What will be shown. */

START_TEST (only_the_name_is_shown_unless_more_is_switched_on)
{
  g_autofree char *folder = desk_folder_new ();
  g_autoptr (DeskProfile) profile = desk_profile_new_open (folder, TRUE);
  GtkWidget *list = g_object_new (DESK_TYPE_FACTS_LIST, NULL);
  GtkWidget *toggle;

  desk_profile_enrol (profile, "Karin Lind");
  desk_facts_list_set_identity (DESK_FACTS_LIST (list),
                                desk_profile_get_identity (profile),
                                P2PID_FACTS_DEFAULT);
  present (list);
  desk_look_see (list, "Karin Lind");
  desk_look_see (list, "1950-02-03");
  ck_assert_uint_eq (desk_facts_list_get_facts (DESK_FACTS_LIST (list)),
                     P2PID_FACTS (P2PID_FACT_NAME));
  toggle = desk_look_type (list, GTK_TYPE_SWITCH);
  gtk_switch_set_active (GTK_SWITCH (toggle), TRUE);
  ck_assert_uint_eq (desk_facts_list_get_facts (DESK_FACTS_LIST (list)),
                     P2PID_FACTS (P2PID_FACT_NAME) |
                         P2PID_FACTS (P2PID_FACT_BIRTHDATE));
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("desktop widgets");
  TCase *tcase = tcase_create ("widgets");

  desk_harness_set_up_gtk ();
  tcase_add_checked_fixture (tcase, NULL, tear_down);
  tcase_add_test (tcase, typed_digits_stand_in_pairs_and_submit_themselves);
  tcase_add_test (tcase, a_slip_is_told_at_once_and_can_be_mended);
  tcase_add_test (tcase, letters_do_not_enter_a_code);
  tcase_add_test (tcase, a_pasted_code_is_taken_whole);
  tcase_add_test (tcase, a_digit_in_the_middle_moves_the_others);
  tcase_add_test (tcase, an_invitation_is_left_as_it_is_where_one_is_taken);
  tcase_add_test (tcase, a_screen_reader_reads_the_digits_of_a_code);
  tcase_add_loop_test (tcase, a_decoder_reads_the_qr_code, 0, 4);
  tcase_add_test (tcase, a_qr_code_without_text_is_white);
  tcase_add_test (tcase, a_pair_stands_side_by_side_only_where_there_is_room);
  tcase_add_test (tcase, only_the_name_is_shown_unless_more_is_switched_on);
  suite_add_tcase (suite, tcase);
  return desk_harness_run (suite);
}
