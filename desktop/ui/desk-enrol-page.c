/* Getting an identity from an eID. */

#include "ui/desk-enrol-page.h"

#include "core/desk-words.h"
#include "ui/desk-card.h"
#include "ui/desk-details.h"
#include "ui/desk-facts-list.h"
#include "ui/desk-qr.h"

#include <glib/gi18n.h>

/* In the order of the list in the template. */
static const int64_t lifetimes[] = { P2PID_OCCASION_CONTACT_MAX,
                                     INT64_C (90) * 24 * 60 * 60 };

struct _DeskEnrolPage {
  DeskPage parent_instance;

  DeskProfile *profile;
  p2pid_method method;
  const p2pid_test_person *person; /* NULL but for a TEST identity */
  DeskEnrolment *enrolment;        /* NULL before it begins */
  gboolean opened;                 /* the link was opened by itself, once */

  GtkStack *stack;
  GtkLabel *heading;
  AdwActionRow *bound;
  AdwComboRow *lifetime;
  GtkWidget *withhold_row;
  GtkSwitch *withhold;
  GtkLabel *note;
  GtkButton *begin;
  GtkLabel *sentence;
  DeskQr *qr;
  GtkButton *open;
  GtkListBox *cards;
  GtkWidget *pin_group;
  GtkEditable *pin;
  GtkWidget *reading;
  GtkLabel *statement;
  DeskCard *card;
  DeskFactsList *facts;
  GtkWidget *finish;
  GtkLabel *problem;
  GtkWidget *again;
};

G_DEFINE_FINAL_TYPE (DeskEnrolPage, desk_enrol_page, DESK_TYPE_PAGE)

/* How long it would hold, from now. */
static int64_t
get_lifetime (DeskEnrolPage *self)
{
  return lifetimes[adw_combo_row_get_selected (self->lifetime) %
                   G_N_ELEMENTS (lifetimes)];
}

static void
lifetime_cb (DeskEnrolPage *self)
{
  g_autofree char *until = desk_words_time (
      g_get_real_time () / G_USEC_PER_SEC + get_lifetime (self));
  g_autofree char *line = NULL;

  /* Translators: %s is a date and a time of day. */
  line = g_strdup_printf (_ ("Until %s"), until);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->lifetime), line);
}

/* What is said of each eID before it is asked. */
static const char *
get_note (p2pid_method method, gboolean withhold)
{
  if (withhold)
    return _ ("The gateway vouches for what you show, and you choose each time "
              "what that is. Others must accept the gateway for it.");

  switch (method) {
  case P2PID_METHOD_BANKID:
    return _ ("BankID shows your personal number together with your name; it "
              "cannot be withheld. The gateway sees both. BankID's rules keep "
              "it short: 30 minutes, unless the gateway may bind for longer.");
  case P2PID_METHOD_FREJA:
    return _ ("Freja vouches for what you show; it cannot be withheld in "
              "parts. The gateway sees it, too.");
  case P2PID_METHOD_CARD:
    return _ ("What your card says of you is shown whole, with the number "
              "that your country has written on it.");
  case P2PID_METHOD_OIDC:
    return _ ("Your provider vouches for what you show. It learns that you "
              "bind a computer, not to whom you show it.");
  case P2PID_METHOD_SD_JWT:
    return _ ("A TEST identity proves nothing.");
  case P2PID_METHOD_ROLE:
  case P2PID_METHOD_COUNT_:
  default:
    return "";
  }
}

static gboolean
has_gateway (p2pid_method method)
{
  return method == P2PID_METHOD_BANKID || method == P2PID_METHOD_FREJA;
}

static void
withhold_cb (DeskEnrolPage *self)
{
  gtk_label_set_label (
      self->note,
      get_note (self->method, gtk_switch_get_active (self->withhold)));
}

static void
show_failure (DeskEnrolPage *self, const char *sentence)
{
  gtk_label_set_label (self->problem, sentence);
  gtk_stack_set_visible_child_name (self->stack, "failed");
  gtk_widget_grab_focus (self->again);
}

static void
show_identity (DeskEnrolPage *self)
{
  DeskIdentity *identity = desk_profile_get_identity (self->profile);
  g_autofree char *until = NULL;

  if (identity == NULL)
    return;
  until = desk_words_time (
      p2pid_identity_valid_until (desk_identity_get_facts (identity)));
  desk_details_say_own (self->card, identity, until);
  desk_facts_list_set_identity (self->facts, identity,
                                desk_profile_get_shown_facts (self->profile));
  gtk_stack_set_visible_child_name (self->stack, "done");
  gtk_widget_grab_focus (self->finish);
}

static void
kept_cb (GObject *profile, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DeskEnrolPage) self = user_data; /* held since changed_cb () */
  g_autoptr (GError) error = NULL;

  if (self->enrolment == NULL) /* the page was left */
    return;
  if (desk_enrolment_keep_finish (self->enrolment, result, &error))
    show_identity (self);
  else
    show_failure (self, error->message);
}

static GtkWidget *
new_card_row (const char *line)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), line);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  return row;
}

static void
show_cards (DeskEnrolPage *self, gboolean visible)
{
  const char *const *cards = desk_enrolment_get_cards (self->enrolment);
  GtkListBoxRow *row;

  gtk_widget_set_visible (GTK_WIDGET (self->cards), visible);
  while ((row = gtk_list_box_get_row_at_index (self->cards, 0)) != NULL)
    gtk_list_box_remove (self->cards, GTK_WIDGET (row));
  for (; visible && cards != NULL && *cards != NULL; cards++)
    gtk_list_box_append (self->cards, new_card_row (*cards));
}

static void
show_pin (DeskEnrolPage *self, gboolean visible)
{
  gboolean typed = visible && !desk_enrolment_has_keypad (self->enrolment);

  if (typed && !gtk_widget_get_visible (self->pin_group)) {
    gtk_widget_set_visible (self->pin_group, TRUE);
    gtk_widget_grab_focus (GTK_WIDGET (self->pin));
  }
  gtk_widget_set_visible (self->pin_group, typed);
}

/* What the user is to do now, in large type. @return (transfer full) */
static char *
describe (DeskEnrolPage *self)
{
  const char *sentence = desk_enrolment_get_sentence (self->enrolment);
  int tries = desk_enrolment_get_tries (self->enrolment);

  switch (desk_enrolment_get_phase (self->enrolment)) {
  case DESK_ENROL_CARDS:
    return g_strdup (_ ("Choose a card"));
  case DESK_ENROL_PIN:
    if (sentence != NULL)
      return g_strdup (sentence);
    if (tries >= 0)
      return g_strdup_printf (
          ngettext ("Enter the PIN of your card. %d try is left.",
                    "Enter the PIN of your card. %d tries are left.",
                    (unsigned long) tries),
          tries);
    return g_strdup (_ ("Enter the PIN of your card"));
  case DESK_ENROL_ASKING:
  case DESK_ENROL_DONE:
  case DESK_ENROL_FAILED:
  default:
    return g_strdup (sentence != NULL ? sentence : _ ("One moment …"));
  }
}

/* The provider's login is in the browser and nowhere else, so it opens by
 * itself; an eID's app may as well be on the telephone. */
static void
open_by_itself (DeskEnrolPage *self)
{
  if (self->method != P2PID_METHOD_OIDC || self->opened ||
      desk_enrolment_get_link (self->enrolment) == NULL)
    return;
  self->opened = TRUE;
  gtk_widget_activate_action (GTK_WIDGET (self), "enrol.open", NULL);
}

static void
show_asking (DeskEnrolPage *self)
{
  DeskEnrolPhase phase = desk_enrolment_get_phase (self->enrolment);
  const char *qr = desk_enrolment_get_qr (self->enrolment);
  const char *statement = desk_enrolment_get_statement (self->enrolment);
  g_autofree char *line = describe (self);

  gtk_label_set_label (self->sentence, line);
  desk_qr_set_text (self->qr, qr);
  gtk_widget_set_visible (GTK_WIDGET (self->qr), qr != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->open),
                          desk_enrolment_get_link (self->enrolment) != NULL);
  show_cards (self, phase == DESK_ENROL_CARDS);
  show_pin (self, phase == DESK_ENROL_PIN);
  gtk_label_set_label (self->statement, statement != NULL ? statement : "");
  gtk_widget_set_visible (self->reading, statement != NULL);
  gtk_stack_set_visible_child_name (self->stack, "asking");
  open_by_itself (self);
}

static void
changed_cb (DeskEnrolPage *self)
{
  switch (desk_enrolment_get_phase (self->enrolment)) {
  case DESK_ENROL_DONE:
    desk_enrolment_keep_async (self->enrolment, kept_cb, g_object_ref (self));
    break;
  case DESK_ENROL_FAILED:
    show_failure (self, desk_enrolment_get_sentence (self->enrolment));
    break;
  case DESK_ENROL_ASKING:
  case DESK_ENROL_CARDS:
  case DESK_ENROL_PIN:
  default:
    show_asking (self);
    break;
  }
}

static void
begin (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskEnrolPage *self = DESK_ENROL_PAGE (widget);
  const DeskWay way = { .method = self->method,
                        .lifetime = get_lifetime (self),
                        .credential = gtk_switch_get_active (self->withhold),
                        .person = self->person };
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->enrolment);
  self->opened = FALSE;
  self->enrolment = desk_enrolment_new (self->profile, &way, &error);
  if (self->enrolment == NULL) {
    show_failure (self, error->message);
    return;
  }
  g_signal_connect_object (self->enrolment, "changed", G_CALLBACK (changed_cb),
                           self, G_CONNECT_SWAPPED);
  show_asking (self);
}

static void
cancel (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskEnrolPage *self = DESK_ENROL_PAGE (widget);

  if (self->enrolment != NULL)
    desk_enrolment_cancel (self->enrolment);
}

static void
again (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskEnrolPage *self = DESK_ENROL_PAGE (widget);

  lifetime_cb (self);
  gtk_stack_set_visible_child_name (self->stack, "before");
  gtk_widget_grab_focus (GTK_WIDGET (self->begin));
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DeskEnrolPage) self = user_data; /* held since open_link () */

  if (!g_app_info_launch_default_for_uri_finish (result, NULL))
    gtk_widget_activate_action (
        GTK_WIDGET (self), "win.toast", "s",
        _ ("No program on this computer can open that. Use your telephone."));
  else if (self->enrolment != NULL)
    desk_enrolment_mark_opened (self->enrolment);
}

static void
open_link (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskEnrolPage *self = DESK_ENROL_PAGE (widget);
  const char *link = self->enrolment != NULL
                         ? desk_enrolment_get_link (self->enrolment)
                         : NULL;
  g_autoptr (GAppLaunchContext) context = NULL;

  if (link == NULL) /* it leads nowhere any more */
    return;
  context = G_APP_LAUNCH_CONTEXT (
      gdk_display_get_app_launch_context (gtk_widget_get_display (widget)));
  g_app_info_launch_default_for_uri_async (link, context, NULL, opened_cb,
                                           g_object_ref (self));
}

static void
finish (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskEnrolPage *self = DESK_ENROL_PAGE (widget);

  desk_profile_set_shown_facts (self->profile,
                                desk_facts_list_get_facts (self->facts));
  gtk_widget_activate_action (widget, "win.back", NULL);
}

static void
card_cb (DeskEnrolPage *self, GtkListBoxRow *row)
{
  desk_enrolment_choose (self->enrolment,
                         (guint) gtk_list_box_row_get_index (row));
}

static void
pin_cb (DeskEnrolPage *self)
{
  desk_enrolment_give_pin (self->enrolment, gtk_editable_get_text (self->pin));
  gtk_editable_set_text (self->pin, "");
}

/* Leaving calls it off. */
static gboolean
desk_enrol_page_leave (DeskPage *page)
{
  g_clear_object (&DESK_ENROL_PAGE (page)->enrolment);
  return TRUE;
}

static void
desk_enrol_page_enter (DeskPage *page)
{
  gtk_widget_grab_focus (GTK_WIDGET (DESK_ENROL_PAGE (page)->begin));
}

static void
desk_enrol_page_dispose (GObject *object)
{
  DeskEnrolPage *self = DESK_ENROL_PAGE (object);

  g_clear_object (&self->enrolment);
  g_clear_object (&self->profile);
  G_OBJECT_CLASS (desk_enrol_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_child (klass, DeskEnrolPage, stack);
  gtk_widget_class_bind_template_child (klass, DeskEnrolPage, heading);
  gtk_widget_class_bind_template_child (klass, DeskEnrolPage, bound);
  gtk_widget_class_bind_template_child (klass, DeskEnrolPage, lifetime);
  gtk_widget_class_bind_template_child (klass, DeskEnrolPage, withhold_row);
  gtk_widget_class_bind_template_child (klass, DeskEnrolPage, withhold);
  gtk_widget_class_bind_template_child (klass, DeskEnrolPage, note);
  gtk_widget_class_bind_template_child (klass, DeskEnrolPage, begin);
  gtk_widget_class_bind_template_child (klass, DeskEnrolPage, sentence);
  gtk_widget_class_bind_template_child (klass, DeskEnrolPage, qr);
  gtk_widget_class_bind_template_child (klass, DeskEnrolPage, open);
  gtk_widget_class_bind_template_child (klass, DeskEnrolPage, cards);
  gtk_widget_class_bind_template_child (klass, DeskEnrolPage, pin_group);
  gtk_widget_class_bind_template_child (klass, DeskEnrolPage, pin);
  gtk_widget_class_bind_template_child (klass, DeskEnrolPage, reading);
  gtk_widget_class_bind_template_child (klass, DeskEnrolPage, statement);
  gtk_widget_class_bind_template_child (klass, DeskEnrolPage, card);
  gtk_widget_class_bind_template_child (klass, DeskEnrolPage, facts);
  gtk_widget_class_bind_template_child (klass, DeskEnrolPage, finish);
  gtk_widget_class_bind_template_child (klass, DeskEnrolPage, problem);
  gtk_widget_class_bind_template_child (klass, DeskEnrolPage, again);
}

static void
desk_enrol_page_class_init (DeskEnrolPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_enrol_page_dispose;
  DESK_PAGE_CLASS (klass)->leave = desk_enrol_page_leave;
  DESK_PAGE_CLASS (klass)->enter = desk_enrol_page_enter;

  g_type_ensure (DESK_TYPE_CARD);
  g_type_ensure (DESK_TYPE_FACTS_LIST);
  g_type_ensure (DESK_TYPE_QR);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/p2pid/Desktop/ui/desk-enrol-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, lifetime_cb);
  gtk_widget_class_bind_template_callback (widget_class, withhold_cb);
  gtk_widget_class_bind_template_callback (widget_class, card_cb);
  gtk_widget_class_bind_template_callback (widget_class, pin_cb);
  gtk_widget_class_install_action (widget_class, "enrol.begin", NULL, begin);
  gtk_widget_class_install_action (widget_class, "enrol.cancel", NULL, cancel);
  gtk_widget_class_install_action (widget_class, "enrol.again", NULL, again);
  gtk_widget_class_install_action (widget_class, "enrol.open", NULL, open_link);
  gtk_widget_class_install_action (widget_class, "enrol.finish", NULL, finish);
}

static void
desk_enrol_page_init (DeskEnrolPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_texts (DeskEnrolPage *self)
{
  const char *eid = desk_words_method (self->method);
  g_autofree char *heading = NULL;
  g_autofree char *bound = NULL;
  g_autofree char *label = NULL;
  g_autofree char *open = NULL;

  /* Translators: %s is an eID: BankID, Freja, … */
  heading =
      g_strdup_printf (_ ("Bind this computer to your name with %s"), eid);
  /* Translators: %s is an eID: BankID, Freja, … */
  bound = g_strdup_printf (_ ("As %s has it"), eid);
  /* Translators: %s is an eID: BankID, Freja, … */
  label = g_strdup_printf (_ ("Continue with %s"), eid);
  /* Translators: %s is an eID: BankID, Freja, … */
  open = g_strdup_printf (_ ("Open %s on This Computer"), eid);

  gtk_label_set_label (self->heading, heading);
  adw_action_row_set_subtitle (self->bound, bound);
  gtk_button_set_label (self->begin, label);
  gtk_button_set_label (self->open, self->method == P2PID_METHOD_OIDC
                                        ? _ ("Open the Browser Again")
                                        : open);
  gtk_widget_set_visible (self->withhold_row, has_gateway (self->method));
  withhold_cb (self);
}

GtkWidget *
desk_enrol_page_new (DeskProfile *profile, p2pid_method method)
{
  DeskEnrolPage *self = g_object_new (DESK_TYPE_ENROL_PAGE, NULL);

  self->profile = g_object_ref (profile);
  self->method = method;
  set_texts (self);
  adw_combo_row_set_selected (self->lifetime,
                              method == P2PID_METHOD_BANKID ? 0 : 1);
  lifetime_cb (self);
  return GTK_WIDGET (self);
}

void
desk_enrol_page_set_person (DeskEnrolPage *self,
                            const p2pid_test_person *person)
{
  self->person = person;
}
