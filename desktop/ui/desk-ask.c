/* Asking before something that cannot be undone. */

#include "ui/desk-ask.h"

#include <adwaita.h>
#include <glib/gi18n.h>

typedef struct {
  GWeakRef widget;
  DeskAskFunc func;
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *question = data;

  g_weak_ref_clear (&question->widget);
  g_free (question);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Question *question = data;
  g_autoptr (GtkWidget) widget = g_weak_ref_get (&question->widget);

  if (g_str_equal (response, "yes") && widget != NULL &&
      gtk_widget_get_root (widget) != NULL)
    question->func (widget);
}

static AdwMessageDialog *
dialog_new (GtkWidget *widget, const char *heading, const char *body)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (widget));
  GtkWidget *dialog = adw_message_dialog_new (window, heading, body);

  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  return ADW_MESSAGE_DIALOG (dialog);
}

void
desk_ask (GtkWidget *widget,
          const char *heading,
          const char *body,
          const char *yes,
          const char *no,
          gboolean harm,
          DeskAskFunc func)
{
  AdwMessageDialog *dialog = dialog_new (widget, heading, body);
  Question *question = g_new (Question, 1);

  g_weak_ref_init (&question->widget, widget);
  question->func = func;
  adw_message_dialog_add_responses (dialog, "no", no, "yes", yes, NULL);
  if (harm)
    adw_message_dialog_set_response_appearance (dialog, "yes",
                                                ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "no");
  adw_message_dialog_set_close_response (dialog, "no");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), question,
                         question_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
desk_ask_tell (GtkWidget *widget, const char *heading, const char *body)
{
  AdwMessageDialog *dialog = dialog_new (widget, heading, body);

  adw_message_dialog_add_response (dialog, "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}
