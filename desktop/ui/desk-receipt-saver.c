/* Saving a receipt to a file that the user chooses. */

#include "ui/desk-receipt-saver.h"

#include "core/desk-errors.h"

#include <glib/gi18n.h>

typedef struct {
  GtkWidget *widget;
  GBytes *receipt;
} Saving;

static void
saving_free (Saving *saving)
{
  g_object_unref (saving->widget);
  g_bytes_unref (saving->receipt);
  g_free (saving);
}

static void
tell (GtkWidget *widget, const char *text)
{
  gtk_widget_activate_action (widget, "win.toast", "s", text);
}

static void
saved_cb (GObject *file, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data; /* held since response_cb () */
  g_autoptr (GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (file), result, NULL, &error))
    tell (widget, _ ("The receipt is saved"));
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    tell (widget, desk_error_sentence (P2PID_ERR_FULL));
  else
    tell (widget, desk_error_sentence (P2PID_ERR_IO));
}

static void
response_cb (GtkNativeDialog *dialog, int response, Saving *saving)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT) {
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
    g_file_replace_contents_bytes_async (file, saving->receipt, NULL, FALSE,
                                         G_FILE_CREATE_PRIVATE, NULL, saved_cb,
                                         g_object_ref (saving->widget));
  }
  saving_free (saving);
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

/* A name is no path. */
static char *
file_name (const char *name)
{
  char *file;

  if (name == NULL)
    return g_strdup (_ ("Receipt.p2pid"));
  /* Translators: the name of a file; %s is a person's name. */
  file = g_strdup_printf (_ ("Receipt %s.p2pid"), name);
  return g_strdelimit (file, "/\\", '-');
}

void
desk_receipt_saver_ask (GtkWidget *widget, GBytes *receipt, const char *name)
{
  g_autofree char *file = file_name (name);
  Saving *saving = g_new (Saving, 1);
  GtkFileChooserNative *dialog;

  *saving = (Saving){ g_object_ref (widget), g_bytes_ref (receipt) };
  dialog = gtk_file_chooser_native_new (
      _ ("Save Receipt"), GTK_WINDOW (gtk_widget_get_root (widget)),
      GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), file);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), saving);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
