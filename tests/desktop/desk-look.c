/* Looking at widgets. */

#include "desk-look.h"

#include "desk-harness.h"

#include <adwaita.h>

GtkWindow *
desk_look_present (GtkWidget *child)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), 700, 900);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  desk_look_settle (window);
  return GTK_WINDOW (window);
}

static void
count_cb (GdkFrameClock *clock, int *frames)
{
  ++*frames;
}

static gboolean
is_drawn (gpointer data)
{
  return *(int *) data >= 2;
}

void
desk_look_settle (GtkWidget *widget)
{
  GdkFrameClock *clock;
  int frames = 0;
  gulong id;

  while (g_main_context_iteration (NULL, FALSE))
    ;
  clock = gtk_widget_get_frame_clock (widget);
  id = g_signal_connect (clock, "after-paint", G_CALLBACK (count_cb), &frames);
  while (!is_drawn (&frames)) {
    gtk_widget_queue_draw (widget);
    gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_PAINT);
    g_main_context_iteration (NULL, TRUE);
  }
  g_signal_handler_disconnect (clock, id);
}

typedef gboolean (*Matches) (GtkWidget *widget, gconstpointer data);

static GtkWidget *
find (GtkWidget *root, Matches matches, gconstpointer data)
{
  GtkWidget *child = gtk_widget_get_first_child (root);

  if (gtk_widget_get_mapped (root) && matches (root, data))
    return root;
  for (; child != NULL; child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find (child, matches, data);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static gboolean
is_label (GtkWidget *widget, gconstpointer text)
{
  return GTK_IS_LABEL (widget) &&
         g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text);
}

static gboolean
is_button (GtkWidget *widget, gconstpointer text)
{
  GtkWidget *label = NULL;

  if (GTK_IS_BUTTON (widget))
    label = find (widget, is_label, text);
  return label != NULL;
}

static gboolean
is_of_type (GtkWidget *widget, gconstpointer type)
{
  return G_TYPE_CHECK_INSTANCE_TYPE (widget, *(const GType *) type);
}

GtkWidget *
desk_look_label (GtkWidget *root, const char *text)
{
  return find (root, is_label, text);
}

GtkWidget *
desk_look_button (GtkWidget *root, const char *label)
{
  return find (root, is_button, label);
}

GtkWidget *
desk_look_type (GtkWidget *root, GType type)
{
  return find (root, is_of_type, &type);
}

void
desk_look_see (GtkWidget *root, const char *text)
{
  ck_assert_msg (desk_look_label (root, text) != NULL, "“%s” is not there",
                 text);
}

void
desk_look_press (GtkWidget *root, const char *label)
{
  GtkWidget *button = desk_look_button (root, label);

  ck_assert_msg (button != NULL, "no button “%s”", label);
  ck_assert_msg (gtk_widget_is_sensitive (button), "“%s” cannot be pressed",
                 label);
  g_signal_emit_by_name (button, "clicked");
}

/* As GtkText does it for a key: the text goes in at the cursor, and the cursor
 * to where the handlers of the insertion say. */
void
desk_look_type_keys (GtkWidget *entry, const char *text)
{
  GtkEditable *editable = gtk_editable_get_delegate (GTK_EDITABLE (entry));

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    int place = gtk_editable_get_position (editable);
    int length = (int) (g_utf8_next_char (p) - p);

    gtk_editable_insert_text (editable, p, length, &place);
    gtk_editable_set_position (editable, place);
  }
}
