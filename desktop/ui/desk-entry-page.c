/* One contact of the past. */

#include "ui/desk-entry-page.h"

#include "core/desk-errors.h"
#include "core/desk-words.h"
#include "ui/desk-ask.h"
#include "ui/desk-card.h"
#include "ui/desk-receipt-saver.h"
#include "ui/desk-window.h"

#include <glib/gi18n.h>

struct _DeskEntryPage {
  DeskPage parent_instance;

  DeskProfile *profile;
  DeskHistoryEntry *entry;

  DeskCard *card;
  GtkListBox *facts;
  GtkWidget *save;
};

G_DEFINE_FINAL_TYPE (DeskEntryPage, desk_entry_page, DESK_TYPE_PAGE)

static void
add_row (DeskEntryPage *self, const char *name, const char *value)
{
  GtkWidget *row;

  if (value == NULL || *value == '\0')
    return;
  row = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), value);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), name);
  gtk_list_box_append (self->facts, row);
}

static gboolean
has_key (const p2pid_history_entry *entry)
{
  static const p2pid_public_key none;

  return memcmp (&entry->key, &none, sizeof none) != 0;
}

static void
fill (DeskEntryPage *self)
{
  const p2pid_history_entry *entry = desk_history_entry_get (self->entry);
  g_autofree char *time = desk_words_time (entry->time);
  g_autofree char *key = desk_words_key (&entry->key);
  gboolean failed = entry->outcome == P2PID_OUTCOME_CANNOT_CHECK ||
                    entry->outcome == P2PID_OUTCOME_STOPPED;

  desk_card_say (self->card, desk_history_entry_get_tone (self->entry), NULL,
                 desk_history_entry_get_title (self->entry),
                 failed ? desk_error_sentence (entry->err) : NULL,
                 entry->identified ? _ ("The other person saw who you are.")
                                   : _ ("You did not show who you are."),
                 entry->test);
  add_row (self, _ ("When"), time);
  add_row (self, _ ("How you were in contact"),
           desk_words_contact (entry->channel, entry->role));
  if (entry->outcome != P2PID_OUTCOME_IDENTIFIED)
    add_row (self, _ ("Name"), entry->name);
  add_row (self, _ ("Organisation"), entry->organisation);
  add_row (self, _ ("By whom"), entry->issuer);
  if (has_key (entry))
    add_row (self, _ ("Made for"), desk_words_made_for (entry->occasion));
  add_row (self, _ ("What the other person wrote"), entry->purpose);
  if (has_key (entry))
    add_row (self, _ ("Key of the computer"), key);
  gtk_widget_set_visible (self->save, entry->has_receipt);
}

static void
read_cb (GObject *records, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DeskEntryPage) self = user_data; /* held since save () */
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) receipt =
      desk_records_get_receipt_finish (DESK_RECORDS (records), result, &error);

  if (receipt == NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s",
                                error->message);
  else if (gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    desk_receipt_saver_ask (GTK_WIDGET (self), receipt,
                            desk_history_entry_get (self->entry)->name);
}

static void
save (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskEntryPage *self = DESK_ENTRY_PAGE (widget);

  desk_records_get_receipt_async (desk_profile_get_records (self->profile),
                                  desk_history_entry_get (self->entry)->id,
                                  read_cb, g_object_ref (self));
}

static void
remove_entry (GtkWidget *widget)
{
  DeskEntryPage *self = DESK_ENTRY_PAGE (widget);

  desk_records_remove_entry (desk_profile_get_records (self->profile),
                             desk_history_entry_get (self->entry)->id);
  desk_window_remove_page (DESK_WINDOW (gtk_widget_get_root (widget)),
                           DESK_PAGE (self));
}

static void
ask_remove (GtkWidget *widget, const char *action, GVariant *parameter)
{
  desk_ask (widget, _ ("Remove this contact?"),
            _ ("It and its receipt are gone from this computer. What the "
               "other person keeps stays with them."),
            _ ("_Remove"), _ ("_Cancel"), TRUE, remove_entry);
}

static void
desk_entry_page_dispose (GObject *object)
{
  DeskEntryPage *self = DESK_ENTRY_PAGE (object);

  g_clear_object (&self->profile);
  g_clear_object (&self->entry);
  G_OBJECT_CLASS (desk_entry_page_parent_class)->dispose (object);
}

static void
desk_entry_page_class_init (DeskEntryPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_entry_page_dispose;

  g_type_ensure (DESK_TYPE_CARD);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/p2pid/Desktop/ui/desk-entry-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskEntryPage, card);
  gtk_widget_class_bind_template_child (widget_class, DeskEntryPage, facts);
  gtk_widget_class_bind_template_child (widget_class, DeskEntryPage, save);
  gtk_widget_class_install_action (widget_class, "entry.save", NULL, save);
  gtk_widget_class_install_action (widget_class, "entry.remove", NULL,
                                   ask_remove);
}

static void
desk_entry_page_init (DeskEntryPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
desk_entry_page_new (DeskProfile *profile, DeskHistoryEntry *entry)
{
  DeskEntryPage *self = g_object_new (DESK_TYPE_ENTRY_PAGE, NULL);

  self->profile = g_object_ref (profile);
  self->entry = g_object_ref (entry);
  fill (self);
  return GTK_WIDGET (self);
}
