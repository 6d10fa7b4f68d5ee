/* A person met before. */

#include "ui/desk-person-page.h"

#include "core/desk-text.h"
#include "core/desk-words.h"
#include "ui/desk-ask.h"
#include "ui/desk-called-page.h"
#include "ui/desk-caller-page.h"
#include "ui/desk-window.h"

#include <glib/gi18n.h>

/** Longest note, in characters. */
#define NOTE_MAX 140

struct _DeskPersonPage {
  DeskPage parent_instance;

  DeskProfile *profile;
  DeskPerson *person;

  AdwAvatar *avatar;
  GtkLabel *question;
  GtkWidget *test;
  GtkEditable *note;
  AdwActionRow *met;
  AdwActionRow *issuer;
  AdwActionRow *key;
};

G_DEFINE_FINAL_TYPE (DeskPersonPage, desk_person_page, DESK_TYPE_PAGE)

static void
fill (DeskPersonPage *self)
{
  const p2pid_person *person = desk_person_get (self->person);
  g_autofree char *first = desk_words_date (person->first_met);
  g_autofree char *last = desk_words_date (person->last_met);
  g_autofree char *met = NULL;
  g_autofree char *key = desk_words_key (&person->key);
  g_autofree char *question = NULL;

  /* Translators: %s is a person's name. */
  question = g_strdup_printf (_ ("Is that you, %s?"), person->name);
  /* Translators: two dates: the first and the last time. */
  met = g_strdup_printf (_ ("First on %s, last on %s"), first, last);
  adw_avatar_set_text (self->avatar, person->name);
  gtk_label_set_label (self->question, question);
  gtk_widget_set_visible (self->test, person->test);
  gtk_editable_set_text (self->note, person->note);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->met), met);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->issuer),
                                 person->issuer);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->key), key);
}

static void
note_applied_cb (DeskPersonPage *self)
{
  g_autofree char *note =
      desk_text_clean (gtk_editable_get_text (self->note), NOTE_MAX);

  desk_records_set_note (desk_profile_get_records (self->profile),
                         desk_person_get (self->person)->id, note);
}

static void
go_on (DeskPersonPage *self, GtkWidget *page)
{
  desk_window_replace_page (
      DESK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), DESK_PAGE (self),
      DESK_PAGE (page));
}

static void
call (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskPersonPage *self = DESK_PERSON_PAGE (widget);

  go_on (self, desk_caller_page_new (self->profile,
                                     desk_person_get (self->person)->name));
}

static void
answer (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskPersonPage *self = DESK_PERSON_PAGE (widget);

  go_on (self, desk_called_page_new (self->profile));
}

static void
forget (GtkWidget *widget)
{
  DeskPersonPage *self = DESK_PERSON_PAGE (widget);

  desk_records_remove_person (desk_profile_get_records (self->profile),
                              desk_person_get (self->person)->id);
  desk_window_remove_page (DESK_WINDOW (gtk_widget_get_root (widget)),
                           DESK_PAGE (self));
}

static void
ask_forget (GtkWidget *widget, const char *action, GVariant *parameter)
{
  desk_ask (widget, _ ("Forget this person?"),
            _ ("Your contacts with them stay in the history."), _ ("_Forget"),
            _ ("_Cancel"), TRUE, forget);
}

static void
desk_person_page_dispose (GObject *object)
{
  DeskPersonPage *self = DESK_PERSON_PAGE (object);

  g_clear_object (&self->profile);
  g_clear_object (&self->person);
  G_OBJECT_CLASS (desk_person_page_parent_class)->dispose (object);
}

static void
desk_person_page_class_init (DeskPersonPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_person_page_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/p2pid/Desktop/ui/desk-person-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskPersonPage, avatar);
  gtk_widget_class_bind_template_child (widget_class, DeskPersonPage, question);
  gtk_widget_class_bind_template_child (widget_class, DeskPersonPage, test);
  gtk_widget_class_bind_template_child (widget_class, DeskPersonPage, note);
  gtk_widget_class_bind_template_child (widget_class, DeskPersonPage, met);
  gtk_widget_class_bind_template_child (widget_class, DeskPersonPage, issuer);
  gtk_widget_class_bind_template_child (widget_class, DeskPersonPage, key);
  gtk_widget_class_bind_template_callback (widget_class, note_applied_cb);
  gtk_widget_class_install_action (widget_class, "person.call", NULL, call);
  gtk_widget_class_install_action (widget_class, "person.answer", NULL, answer);
  gtk_widget_class_install_action (widget_class, "person.forget", NULL,
                                   ask_forget);
}

static void
desk_person_page_init (DeskPersonPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
desk_person_page_new (DeskProfile *profile, DeskPerson *person)
{
  DeskPersonPage *self = g_object_new (DESK_TYPE_PERSON_PAGE, NULL);

  self->profile = g_object_ref (profile);
  self->person = g_object_ref (person);
  fill (self);
  return GTK_WIDGET (self);
}
