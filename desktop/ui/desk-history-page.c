/* The history. */

#include "ui/desk-history-page.h"

#include "core/desk-words.h"

#include <glib/gi18n.h>

struct _DeskHistoryPage {
  DeskPage parent_instance;

  DeskProfile *profile;

  GtkStack *stack;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (DeskHistoryPage, desk_history_page, DESK_TYPE_PAGE)

static GtkWidget *
image_new (const char *icon, const char *style)
{
  GtkWidget *image = gtk_image_new_from_icon_name (icon);

  gtk_widget_set_valign (image, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (image, style);
  return image;
}

static GtkWidget *
row_new (gpointer item, gpointer user_data)
{
  const p2pid_history_entry *entry = desk_history_entry_get (item);
  DeskTone tone = desk_history_entry_get_tone (item);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = image_new (desk_words_tone_icon (tone), "disc");
  g_autofree char *time = desk_words_time (entry->time);
  g_autofree char *subtitle = g_strdup_printf (
      "%s · %s", desk_words_contact (entry->channel, entry->role), time);

  gtk_widget_add_css_class (icon, desk_words_tone_class (tone));
  if (entry->test)
    gtk_widget_add_css_class (icon, "test");
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 desk_history_entry_get_title (item));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  if (entry->test) {
    GtkWidget *badge = gtk_label_new ("TEST");

    gtk_widget_add_css_class (badge, "test-badge");
    gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), badge);
  }
  if (entry->has_receipt) {
    GtkWidget *receipt = image_new ("desk-receipt-symbolic", "dim-label");

    gtk_widget_set_tooltip_text (receipt, _ ("With a receipt"));
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), receipt);
  }
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             image_new ("go-next-symbolic", "dim-label"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.entry");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "x", entry->id);
  return row;
}

static void
items_changed_cb (DeskHistoryPage *self)
{
  GListModel *history =
      desk_records_get_history (desk_profile_get_records (self->profile));
  gboolean any = g_list_model_get_n_items (history) > 0;

  gtk_stack_set_visible_child_name (self->stack, any ? "list" : "empty");
}

static void
desk_history_page_dispose (GObject *object)
{
  DeskHistoryPage *self = DESK_HISTORY_PAGE (object);

  g_clear_object (&self->profile);
  G_OBJECT_CLASS (desk_history_page_parent_class)->dispose (object);
}

static void
desk_history_page_class_init (DeskHistoryPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_history_page_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/p2pid/Desktop/ui/desk-history-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskHistoryPage, stack);
  gtk_widget_class_bind_template_child (widget_class, DeskHistoryPage, list);
}

static void
desk_history_page_init (DeskHistoryPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
desk_history_page_new (DeskProfile *profile)
{
  DeskHistoryPage *self = g_object_new (DESK_TYPE_HISTORY_PAGE, NULL);
  GListModel *history =
      desk_records_get_history (desk_profile_get_records (profile));

  self->profile = g_object_ref (profile);
  gtk_list_box_bind_model (self->list, history, row_new, NULL, NULL);
  g_signal_connect_object (history, "items-changed",
                           G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  items_changed_cb (self);
  return GTK_WIDGET (self);
}
