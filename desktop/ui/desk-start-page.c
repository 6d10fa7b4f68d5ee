/* The start page. */

#include "ui/desk-start-page.h"

#include "core/desk-errors.h"
#include "core/desk-words.h"
#include "ui/desk-choice.h"
#include "ui/desk-notice.h"

#include <glib/gi18n.h>

struct _DeskStartPage {
  DeskPage parent_instance;

  DeskProfile *profile;

  DeskNotice *notice;
  GtkWidget *first_choice;
  GtkWidget *people_group;
  GtkListBox *people;
};

G_DEFINE_FINAL_TYPE (DeskStartPage, desk_start_page, DESK_TYPE_PAGE)

static GtkWidget *
person_row_new (gpointer item, gpointer user_data)
{
  const p2pid_person *person = desk_person_get (item);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *avatar = adw_avatar_new (40, person->name, TRUE);
  g_autofree char *date = desk_words_date (person->last_met);
  g_autofree char *met = NULL;

  /* Translators: %s is a date. */
  met = g_strdup_printf (_ ("Met on %s"), date);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), person->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               *person->note != '\0' ? person->note : met);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), avatar);
  if (person->test) {
    GtkWidget *badge = gtk_label_new ("TEST");

    gtk_widget_add_css_class (badge, "test-badge");
    gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), badge);
  }
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.person");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "x", person->id);
  return row;
}

static void
people_changed_cb (DeskStartPage *self)
{
  GListModel *people =
      desk_records_get_people (desk_profile_get_records (self->profile));

  gtk_widget_set_visible (self->people_group,
                          g_list_model_get_n_items (people) > 0);
}

/* Why there is no identity to show; checking others goes on all the same. */
static void
tell_identity (DeskStartPage *self)
{
  p2pid_err err = desk_profile_get_identity_error (self->profile);

  if (err == P2PID_ERR_EXPIRED)
    desk_notice_set (self->notice,
                     _ ("Your identity is out of date, so you cannot show who "
                        "you are. You can check others all the same."),
                     _ ("Renew"), "win.identity");
  else if (err == P2PID_ERR_TEST_REFUSED)
    desk_notice_set (self->notice,
                     _ ("Your identity is a TEST identity, and those are "
                        "turned off. You can check others all the same."),
                     _ ("Preferences"), "app.preferences");
  else if (err != P2PID_OK)
    desk_notice_set (self->notice, desk_error_sentence (err), _ ("Renew"),
                     "win.identity");
  else
    desk_notice_set (self->notice,
                     _ ("You can check others right away: that needs no "
                        "identity. To show who you are, get one in a calm "
                        "moment."),
                     _ ("Get One"), "win.identity");
}

static void
profile_changed_cb (DeskStartPage *self)
{
  DeskProfileState state = desk_profile_get_state (self->profile);
  const char *problem = desk_profile_get_problem (self->profile);
  gboolean quiet =
      state == DESK_PROFILE_CLOSED || state == DESK_PROFILE_OPENING ||
      (desk_profile_get_identity (self->profile) != NULL && problem == NULL);

  gtk_widget_set_visible (GTK_WIDGET (self->notice), !quiet);
  if (quiet)
    return;
  if (state == DESK_PROFILE_OPEN && problem == NULL)
    tell_identity (self);
  else if (state == DESK_PROFILE_OPEN || state == DESK_PROFILE_FAILED)
    desk_notice_set (self->notice, problem, NULL, NULL);
  else
    desk_notice_set (self->notice,
                     _ ("Your own data is locked. You can check others all the "
                        "same; nothing will be remembered."),
                     _ ("Unlock"), "win.unlock");
}

static void
desk_start_page_enter (DeskPage *page)
{
  gtk_widget_grab_focus (DESK_START_PAGE (page)->first_choice);
}

static void
desk_start_page_dispose (GObject *object)
{
  DeskStartPage *self = DESK_START_PAGE (object);

  g_clear_object (&self->profile);
  G_OBJECT_CLASS (desk_start_page_parent_class)->dispose (object);
}

static void
desk_start_page_class_init (DeskStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_start_page_dispose;
  DESK_PAGE_CLASS (klass)->enter = desk_start_page_enter;

  g_type_ensure (DESK_TYPE_CHOICE);
  g_type_ensure (DESK_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/p2pid/Desktop/ui/desk-start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskStartPage, notice);
  gtk_widget_class_bind_template_child (widget_class, DeskStartPage,
                                        first_choice);
  gtk_widget_class_bind_template_child (widget_class, DeskStartPage,
                                        people_group);
  gtk_widget_class_bind_template_child (widget_class, DeskStartPage, people);
}

static void
desk_start_page_init (DeskStartPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
desk_start_page_set_profile (DeskStartPage *self, DeskProfile *profile)
{
  GListModel *people =
      desk_records_get_people (desk_profile_get_records (profile));

  self->profile = g_object_ref (profile);
  gtk_list_box_bind_model (self->people, people, person_row_new, NULL, NULL);
  g_signal_connect_object (people, "items-changed",
                           G_CALLBACK (people_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (profile, "notify", G_CALLBACK (profile_changed_cb),
                           self, G_CONNECT_SWAPPED);
  people_changed_cb (self);
  profile_changed_cb (self);
}
