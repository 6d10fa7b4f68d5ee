/*
 * The window and its pages: where each press leads, what nobody is asked for,
 * and what is refused.
 */

#include "core/desk-errors.h"
#include "core/desk-threads.h"
#include "core/desk-words.h"
#include "desk-harness.h"
#include "desk-look.h"
#include "ui/desk-called-page.h"
#include "ui/desk-caller-page.h"
#include "ui/desk-code-entry.h"
#include "ui/desk-contact-page.h"
#include "ui/desk-history-page.h"
#include "ui/desk-identity-page.h"
#include "ui/desk-invite-page.h"
#include "ui/desk-offer.h"
#include "ui/desk-person-page.h"
#include "ui/desk-preferences.h"
#include "ui/desk-presentation.h"
#include "ui/desk-qr.h"
#include "ui/desk-start-page.h"
#include "ui/desk-unlock-page.h"
#include "ui/desk-window.h"

#include <adwaita.h>

static char *folder;
static DeskProfile *profile;
static GtkWidget *window;

static void
set_up (void)
{
  folder = desk_folder_new ();
}

static void
tear_down (void)
{
  if (window != NULL)
    gtk_window_destroy (GTK_WINDOW (window));
  window = NULL;
  g_clear_object (&profile);
  g_clear_pointer (&folder, g_free);
  desk_threads_wait_all ();
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
present (void)
{
  window = desk_window_new (NULL, profile);
  gtk_window_set_default_size (GTK_WINDOW (window), 700, 1500);
  gtk_window_present (GTK_WINDOW (window));
  desk_look_settle (window);
}

static void
begin_without_identity (void)
{
  profile = desk_profile_new_open (folder, FALSE);
  present ();
}

static void
begin_as_karin (void)
{
  profile = desk_profile_new_open (folder, TRUE);
  desk_profile_enrol (profile, "Karin Lind");
  present ();
}

static void
act (const char *action)
{
  gtk_widget_activate_action (window, action, NULL);
  desk_look_settle (window);
}

static GtkWidget *
page (void)
{
  return GTK_WIDGET (desk_window_get_page (DESK_WINDOW (window)));
}

static void
press (const char *label)
{
  desk_look_press (window, label);
  desk_look_settle (window);
}

static void
see (const char *text)
{
  desk_look_settle (window);
  desk_look_see (window, text);
}

static void
see_not (const char *text)
{
  desk_look_settle (window);
  ck_assert_msg (desk_look_label (window, text) == NULL, "“%s” is there", text);
}

static gboolean
is_there (gpointer text)
{
  return desk_look_label (window, text) != NULL;
}

static void
wait_for (const char *text)
{
  desk_wait (is_there, (gpointer) text);
}

/* The window in front of ours; it goes with a tear-down. */
static GtkWidget *
dialog (void)
{
  g_autoptr (GListModel) all = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; i < g_list_model_get_n_items (all); i++) {
    g_autoptr (GtkWidget) other = g_list_model_get_item (all, i);

    if (ADW_IS_MESSAGE_DIALOG (other) && gtk_widget_get_visible (other))
      return other;
  }
  ck_abort_msg ("no dialog is open");
  return NULL;
}

/* Answer the dialog, as a press on one of its buttons does. */
static void
answer (const char *response)
{
  GtkWidget *asking = dialog ();

  adw_message_dialog_response (ADW_MESSAGE_DIALOG (asking), response);
  gtk_window_destroy (GTK_WINDOW (asking));
  desk_look_settle (window);
}

/* The start page. */

START_TEST (checking_others_needs_no_identity)
{
  begin_without_identity ();
  see ("Someone is calling me");
  see ("I am calling someone");
  see ("We are meeting");
  see ("Online");
  see ("You can check others right away: that needs no identity. To show who "
       "you are, get one in a calm moment.");
  see_not ("TEST: these identities prove nothing");
  press ("Someone is calling me");
  ck_assert (DESK_IS_CALLED_PAGE (page ()));
}
END_TEST

START_TEST (a_test_identity_is_told_on_every_page)
{
  static const char *const actions[] = { "win.answer",  "win.call",
                                         "win.meet",    "win.online",
                                         "win.history", "win.identity" };

  begin_as_karin ();
  see ("TEST: these identities prove nothing");
  for (size_t i = 0; i < G_N_ELEMENTS (actions); i++) {
    act (actions[i]);
    ck_assert (!DESK_IS_START_PAGE (page ()));
    see ("TEST: these identities prove nothing");
    act ("win.back");
    ck_assert (DESK_IS_START_PAGE (page ()));
  }
}
END_TEST

START_TEST (locked_data_keeps_nobody_from_checking)
{
  g_autoptr (GSettings) settings = desk_settings_new (folder, FALSE);

  profile = desk_profile_new (folder, NULL, settings);
  desk_profile_open (profile);
  present ();
  wait_for ("Your own data is locked. You can check others all the same; "
            "nothing will be remembered.");
  press ("Someone is calling me");
  ck_assert (DESK_IS_CALLED_PAGE (page ()));
}
END_TEST

START_TEST (one_contact_at_a_time)
{
  begin_as_karin ();
  act ("win.answer");
  act ("win.call");
  ck_assert (DESK_IS_CALLED_PAGE (page ()));
}
END_TEST

/* The called. */

START_TEST (the_called_is_asked_for_nothing_but_the_code)
{
  begin_as_karin ();
  act ("win.answer");
  see ("“Open P2P ID and read out your code.”");
  see_not ("Karin Lind");
  ck_assert_ptr_null (desk_look_type (page (), DESK_TYPE_PRESENTATION));
  ck_assert_ptr_null (desk_look_type (page (), DESK_TYPE_QR));
  /* The digits may be typed at once. */
  ck_assert (
      gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (window)),
                              desk_look_type (page (), DESK_TYPE_CODE_ENTRY)));
}
END_TEST

START_TEST (nobody_enrols_while_being_called)
{
  begin_without_identity ();
  act ("win.answer");
  act ("win.identity");
  ck_assert (DESK_IS_CALLED_PAGE (page ()));
  desk_look_settle (dialog ());
  desk_look_see (dialog (), "Not while you are in a call");
}
END_TEST

START_TEST (nor_in_the_contact_that_follows)
{
  g_autoptr (DeskContact) contact = NULL;

  begin_without_identity ();
  contact = desk_contact_new_called (profile);
  DESK_FEED (contact, JOINED);
  desk_window_add_page (DESK_WINDOW (window),
                        DESK_PAGE (desk_contact_page_new (contact)));
  act ("win.identity");
  ck_assert (DESK_IS_CONTACT_PAGE (page ()));
  desk_look_settle (dialog ());
  desk_look_see (dialog (), "Not while you are in a call");
}
END_TEST

static void
type_code (gboolean slip)
{
  p2pid_code code;

  ck_assert_int_eq (p2pid_code_new ("47", &code), P2PID_OK);
  if (slip)
    code.digits[7] = code.digits[7] == '9' ? '0' : code.digits[7] + 1;
  desk_look_type_keys (desk_look_type (page (), DESK_TYPE_CODE_ENTRY),
                       code.digits);
}

START_TEST (a_slip_is_said_in_words)
{
  begin_without_identity ();
  act ("win.answer");
  type_code (TRUE);
  see (desk_error_sentence (P2PID_ERR_CHECK_DIGIT));
  ck_assert (
      gtk_widget_is_sensitive (desk_look_type (page (), DESK_TYPE_CODE_ENTRY)));
}
END_TEST

START_TEST (a_whole_code_submits_itself_and_a_dead_relay_is_told)
{
  begin_without_identity ();
  act ("win.answer");
  type_code (FALSE);
  ck_assert (!gtk_widget_is_sensitive (
      desk_look_type (page (), DESK_TYPE_CODE_ENTRY)));
  wait_for ("No connection to the relay. Trying again …");
  act ("win.back");
  ck_assert (DESK_IS_START_PAGE (page ()));
}
END_TEST

/* The caller. */

START_TEST (a_caller_without_identity_is_led_to_one)
{
  begin_without_identity ();
  act ("win.call");
  see ("You have no identity here yet");
  press ("Get an Identity");
  ck_assert (DESK_IS_IDENTITY_PAGE (page ()));
}
END_TEST

START_TEST (a_caller_sees_what_the_other_will_see)
{
  begin_as_karin ();
  act ("win.call");
  see ("Read out your code");
  see ("What the other person will see");
  see ("Karin Lind");
  see ("Always shown");
  see ("The other person has no P2P ID");
  wait_for ("No connection to the relay. Trying again …");
}
END_TEST

/* Looped over why a code was lost. The contact's own thread finds no relay:
 * what it says of that is taken back. */
START_TEST (a_new_code_says_what_became_of_the_old_one)
{
  static const struct {
    p2pid_err lost;
    const char *sentence;
  } cases[] = {
    { P2PID_ERR_WRONG_CODE, "The earlier code was typed wrongly and is used "
                            "up. Read out this one." },
    { P2PID_ERR_EXPIRED, "The earlier code holds no longer. Read out this "
                         "one." },
    { P2PID_ERR_GONE, "The earlier code holds no longer. Read out this one." },
  };
  DeskContact *contact;
  p2pid_code code;

  begin_as_karin ();
  act ("win.call");
  wait_for ("No connection to the relay. Trying again …");
  contact = desk_offer_get_contact (
      DESK_OFFER (desk_look_type (page (), DESK_TYPE_OFFER)));
  ck_assert_int_eq (p2pid_code_new ("47", &code), P2PID_OK);
  DESK_FEED (contact, ONLINE);
  DESK_FEED (contact, CODE, .code = &code);
  see_not (cases[_i].sentence);
  DESK_FEED (contact, CODE, .code = &code, .err = cases[_i].lost);
  see (cases[_i].sentence);
}
END_TEST

/* At a meeting, and online. */

START_TEST (a_meeting_begins_with_a_qr_code)
{
  GtkWidget *qr;

  begin_as_karin ();
  act ("win.meet");
  qr = desk_look_type (page (), DESK_TYPE_QR);
  while (desk_qr_get_text (DESK_QR (qr)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  ck_assert (g_str_has_prefix (desk_qr_get_text (DESK_QR (qr)), "p2pid:"));
  see ("Karin Lind");
}
END_TEST

/* What can be done first: paste, type or read in what the other shows. */
START_TEST (a_meeting_begins_at_the_field)
{
  begin_as_karin ();
  act ("win.meet");
  ck_assert (
      gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (window)),
                              desk_look_type (page (), DESK_TYPE_CODE_ENTRY)));
}
END_TEST

START_TEST (letting_the_other_show_first_hides_what_would_be_shown)
{
  begin_as_karin ();
  act ("win.meet");
  ck_assert_ptr_nonnull (desk_look_type (page (), DESK_TYPE_PRESENTATION));
  gtk_switch_set_active (GTK_SWITCH (desk_look_type (page (), GTK_TYPE_SWITCH)),
                         TRUE);
  desk_look_settle (window);
  ck_assert_ptr_null (desk_look_type (page (), DESK_TYPE_PRESENTATION));
}
END_TEST

START_TEST (what_is_no_invitation_is_told)
{
  GtkWidget *entry;

  begin_as_karin ();
  act ("win.online");
  entry = desk_look_type (page (), DESK_TYPE_CODE_ENTRY);
  desk_look_type_keys (entry, "https://example.org/");
  g_signal_emit_by_name (entry, "activate");
  see (desk_error_sentence (P2PID_ERR_FORMAT));
}
END_TEST

START_TEST (an_opened_invitation_asks_how_it_came)
{
  p2pid_invitation invitation;
  g_autoptr (p2pid_buffer) text = NULL;

  ck_assert_int_eq (p2pid_invitation_new ("http://127.0.0.1:9", &invitation),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_invitation_print (&invitation, &text), P2PID_OK);
  begin_as_karin ();
  desk_window_open_invitation (DESK_WINDOW (window), (char *) text->data);
  ck_assert (DESK_IS_START_PAGE (page ()));
  desk_look_settle (dialog ());
  desk_look_see (dialog (), "How are you in contact?");
  answer ("meeting");
  ck_assert_int_eq (desk_invite_page_get_channel (DESK_INVITE_PAGE (page ())),
                    P2PID_CHANNEL_MEETING);
  ck_assert (!gtk_widget_is_sensitive (
      desk_look_type (page (), DESK_TYPE_CODE_ENTRY)));
}
END_TEST

START_TEST (no_invitation_is_opened_while_being_called)
{
  begin_as_karin ();
  act ("win.answer");
  desk_window_open_invitation (DESK_WINDOW (window), "p2pid:nonsense");
  desk_look_settle (dialog ());
  desk_look_see (dialog (), "The invitation was not opened");
  ck_assert (DESK_IS_CALLED_PAGE (page ()));
}
END_TEST

/* One's own identity. */

static GtkWidget *
field (int number)
{
  GtkWidget *list = desk_look_type (page (), GTK_TYPE_LIST_BOX);
  GtkListBoxRow *row =
      gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), number);

  return GTK_WIDGET (row);
}

/* The name of a TEST identity, below the list of eIDs. */
static GtkWidget *
test_name (void)
{
  GtkWidget *list = gtk_widget_get_ancestor (
      desk_look_type (page (), GTK_TYPE_SWITCH), GTK_TYPE_LIST_BOX);

  return GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 1));
}

START_TEST (enrolment_says_what_will_be_bound_and_until_when)
{
  g_autofree char *until = desk_words_date (
      g_get_real_time () / G_USEC_PER_SEC + DESK_TEST_LIFETIME);
  g_autofree char *summary = g_strdup_printf (
      "This computer will be bound to Karin Lind, as a TEST identity, until "
      "%s.",
      until);
  GtkWidget *button;

  begin_without_identity ();
  act ("win.identity");
  button = desk_look_button (window, "Bind This Computer");
  ck_assert (!gtk_widget_is_sensitive (button));
  gtk_editable_set_text (GTK_EDITABLE (test_name ()), "Karin Lind");
  see (summary);
  /* Not before TEST identities are allowed. */
  ck_assert (!gtk_widget_is_sensitive (button));
  gtk_switch_set_active (GTK_SWITCH (desk_look_type (page (), GTK_TYPE_SWITCH)),
                         TRUE);
  desk_look_settle (window);
  press ("Bind This Computer");
  wait_for ("You are Karin Lind");
  see ("TEST: these identities prove nothing");
}
END_TEST

static gboolean
has_failed (gpointer data)
{
  return desk_profile_get_state (profile) == DESK_PROFILE_FAILED;
}

START_TEST (damaged_data_is_not_called_locked)
{
  g_autoptr (GSettings) settings = desk_settings_new (folder, TRUE);
  g_autofree char *store = g_build_filename (folder, "store", NULL);
  g_autofree char *key = g_build_filename (folder, "key", NULL);

  profile = desk_profile_new_open (folder, TRUE);
  g_clear_object (&profile);
  ck_assert (g_file_set_contents (store, "no store at all", -1, NULL));
  profile = desk_profile_new (folder, key, settings);
  desk_profile_open (profile);
  desk_wait (has_failed, NULL);
  present ();
  act ("win.identity");
  see_not ("Your own data is locked. Unlock it first.");
  see (desk_error_sentence (P2PID_ERR_DAMAGED));
}
END_TEST

START_TEST (removing_an_identity_asks_first)
{
  begin_as_karin ();
  act ("win.identity");
  see ("You are Karin Lind");
  press ("Remove Identity");
  desk_look_settle (dialog ());
  desk_look_see (dialog (), "Remove your identity?");
  answer ("yes");
  wait_for ("Bind this computer to your name");
}
END_TEST

/* What is remembered. */

static gboolean
has_entry (gpointer data)
{
  DeskRecords *records = desk_profile_get_records (profile);

  return g_list_model_get_n_items (desk_records_get_history (records)) == 1;
}

static void
remember_anna (void)
{
  const p2pid_history_entry entry = {
    .time = 1764000000,
    .channel = P2PID_CHANNEL_PHONE,
    .role = P2PID_ROLE_CALLEE,
    .name = "Anna Andersson",
    .issuer = "The issuer",
    .purpose = "The kitchen",
    .key = { { 1 } },
    .occasion = P2PID_OCCASION_CONTACT,
  };

  desk_profile_remember (profile, &entry, NULL);
  desk_wait (has_entry, NULL);
  desk_look_settle (window);
}

START_TEST (the_history_tells_of_a_contact_and_forgets_it)
{
  begin_as_karin ();
  act ("win.history");
  see ("No contacts yet");
  remember_anna ();
  see ("Anna Andersson");
  gtk_widget_activate (field (0));
  desk_look_settle (window);
  see ("The kitchen");
  see ("The issuer");
  see ("One contact, for at most 30 minutes");
  see ("You were rung up");
  see ("You did not show who you are.");
  see_not ("Save the Receipt to a File");
  press ("Remove");
  answer ("yes");
  wait_for ("No contacts yet");
}
END_TEST

START_TEST (a_person_met_is_on_the_start_page)
{
  begin_as_karin ();
  see_not ("People you have met");
  remember_anna ();
  see ("People you have met");
  gtk_widget_activate (field (0));
  desk_look_settle (window);
  ck_assert (DESK_IS_PERSON_PAGE (page ()));
  see ("Is that you, Anna Andersson?");
  press ("I Am Calling Them");
  ck_assert (DESK_IS_CALLER_PAGE (page ()));
  act ("win.back");
  ck_assert (DESK_IS_START_PAGE (page ()));
}
END_TEST

/* Locked data. */

START_TEST (a_new_passphrase_is_typed_twice)
{
  g_autoptr (GSettings) settings = desk_settings_new (folder, FALSE);
  GtkWidget *button;

  profile = desk_profile_new (folder, NULL, settings);
  desk_profile_open (profile);
  present ();
  wait_for ("Your own data is locked. You can check others all the same; "
            "nothing will be remembered.");
  act ("win.unlock");
  wait_for ("Lock your data");
  button = desk_look_button (window, "Lock");
  gtk_editable_set_text (GTK_EDITABLE (field (0)), "correct horse");
  ck_assert (!gtk_widget_is_sensitive (button));
  gtk_editable_set_text (GTK_EDITABLE (field (1)), "correct hose");
  ck_assert (!gtk_widget_is_sensitive (button));
  gtk_editable_set_text (GTK_EDITABLE (field (1)), "correct horse");
  ck_assert (gtk_widget_is_sensitive (button));
  press ("Lock");
  wait_for ("Who is it?");
  ck_assert_int_eq (desk_profile_get_state (profile), DESK_PROFILE_OPEN);
}
END_TEST

/* The preferences. */

START_TEST (only_the_address_of_a_relay_is_taken)
{
  GtkWidget *preferences;
  GtkWidget *row;
  g_autofree char *relay = NULL;

  begin_without_identity ();
  preferences = desk_preferences_new (GTK_WINDOW (window), profile);
  gtk_window_present (GTK_WINDOW (preferences));
  desk_look_settle (preferences);
  row = desk_look_type (preferences, ADW_TYPE_ENTRY_ROW);
  gtk_editable_set_text (GTK_EDITABLE (row), "http://relay.example");
  ck_assert (gtk_widget_has_css_class (row, "error"));
  g_signal_emit_by_name (row, "apply");
  ck_assert_str_eq (desk_profile_get_relay (profile), "http://127.0.0.1:9");
  gtk_editable_set_text (GTK_EDITABLE (row), "https://Relay.Example/");
  ck_assert (!gtk_widget_has_css_class (row, "error"));
  g_signal_emit_by_name (row, "apply");
  ck_assert_str_eq (desk_profile_get_relay (profile), "https://relay.example");
  gtk_window_destroy (GTK_WINDOW (preferences));
}
END_TEST

/* Looped over the pages: each dies when it is left. */
START_TEST (a_page_that_is_left_dies)
{
  static const char *const actions[] = { "win.answer",  "win.call",
                                         "win.meet",    "win.online",
                                         "win.history", "win.identity" };
  gpointer dead;

  begin_as_karin ();
  act (actions[_i]);
  dead = page ();
  g_object_add_weak_pointer (dead, &dead);
  act ("win.back");
  desk_run_for (100);
  ck_assert_ptr_null (dead);
}
END_TEST

/* A switch is pressed by its whole row. */
static gboolean
is_target (GtkWidget *widget)
{
  return GTK_IS_BUTTON (widget) || GTK_IS_ENTRY (widget) ||
         GTK_IS_EXPANDER (widget) || GTK_IS_LIST_BOX_ROW (widget);
}

static void
check_targets (GtkWidget *widget)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);
  graphene_rect_t bounds;

  if (!gtk_widget_get_mapped (widget))
    return;
  if (is_target (widget)) {
    ck_assert (gtk_widget_compute_bounds (widget, widget, &bounds));
    ck_assert_msg (bounds.size.width >= 44 && bounds.size.height >= 44,
                   "a %s of %g times %g pixels", G_OBJECT_TYPE_NAME (widget),
                   bounds.size.width, bounds.size.height);
    return;
  }
  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    check_targets (child);
}

/* Looped over the pages. */
START_TEST (what_is_pressed_is_large)
{
  static const char *const actions[] = { "win.back",   "win.answer",
                                         "win.call",   "win.meet",
                                         "win.online", "win.identity" };

  begin_as_karin ();
  remember_anna ();
  act (actions[_i]);
  check_targets (page ());
}
END_TEST

START_TEST (a_long_message_is_shown_to_its_end)
{
  const char *text = desk_error_sentence (P2PID_ERR_IO);
  GtkWidget *label;
  PangoLayout *layout;

  begin_without_identity ();
  gtk_widget_activate_action (GTK_WIDGET (window), "win.toast", "s", text);
  desk_look_settle (window);
  label = desk_look_label (window, text);
  ck_assert_ptr_nonnull (label);
  layout = gtk_label_get_layout (GTK_LABEL (label));
  ck_assert (!pango_layout_is_ellipsized (layout));
  ck_assert_int_gt (pango_layout_get_line_count (layout), 1);
}
END_TEST

static TCase *
tcase_new (const char *name)
{
  TCase *tcase = tcase_create (name);

  tcase_add_checked_fixture (tcase, set_up, tear_down);
  return tcase;
}

static TCase *
contacts (void)
{
  TCase *tcase = tcase_new ("contacts");

  tcase_add_test (tcase, checking_others_needs_no_identity);
  tcase_add_test (tcase, a_test_identity_is_told_on_every_page);
  tcase_add_test (tcase, locked_data_keeps_nobody_from_checking);
  tcase_add_test (tcase, one_contact_at_a_time);
  tcase_add_test (tcase, the_called_is_asked_for_nothing_but_the_code);
  tcase_add_test (tcase, nobody_enrols_while_being_called);
  tcase_add_test (tcase, nor_in_the_contact_that_follows);
  tcase_add_test (tcase, a_slip_is_said_in_words);
  tcase_add_test (tcase, a_whole_code_submits_itself_and_a_dead_relay_is_told);
  tcase_add_test (tcase, a_caller_without_identity_is_led_to_one);
  tcase_add_test (tcase, a_caller_sees_what_the_other_will_see);
  tcase_add_loop_test (tcase, a_new_code_says_what_became_of_the_old_one, 0, 3);
  tcase_add_test (tcase, a_meeting_begins_with_a_qr_code);
  tcase_add_test (tcase, a_meeting_begins_at_the_field);
  tcase_add_test (tcase,
                  letting_the_other_show_first_hides_what_would_be_shown);
  tcase_add_test (tcase, what_is_no_invitation_is_told);
  tcase_add_test (tcase, an_opened_invitation_asks_how_it_came);
  tcase_add_test (tcase, no_invitation_is_opened_while_being_called);
  return tcase;
}

static TCase *
own_things (void)
{
  TCase *tcase = tcase_new ("own things");

  tcase_add_test (tcase, enrolment_says_what_will_be_bound_and_until_when);
  tcase_add_test (tcase, damaged_data_is_not_called_locked);
  tcase_add_test (tcase, removing_an_identity_asks_first);
  tcase_add_test (tcase, the_history_tells_of_a_contact_and_forgets_it);
  tcase_add_test (tcase, a_person_met_is_on_the_start_page);
  tcase_add_test (tcase, a_new_passphrase_is_typed_twice);
  tcase_add_test (tcase, only_the_address_of_a_relay_is_taken);
  tcase_add_loop_test (tcase, a_page_that_is_left_dies, 0, 6);
  tcase_add_loop_test (tcase, what_is_pressed_is_large, 0, 6);
  tcase_add_test (tcase, a_long_message_is_shown_to_its_end);
  return tcase;
}

int
main (void)
{
  Suite *suite = suite_create ("desktop pages");

  /* No bus, so no keyring, whatever this computer could start. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
  desk_harness_set_up_gtk ();
  desk_harness_set_up_style ();
  suite_add_tcase (suite, contacts ());
  suite_add_tcase (suite, own_things ());
  return desk_harness_run (suite);
}
