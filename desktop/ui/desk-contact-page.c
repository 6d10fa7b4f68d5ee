/* The heart of the program. */

#include "ui/desk-contact-page.h"

#include "core/desk-errors.h"
#include "core/desk-sounds.h"
#include "ui/desk-advice.h"
#include "ui/desk-ask.h"
#include "ui/desk-contact-cards.h"
#include "ui/desk-pair.h"
#include "ui/desk-receipt-saver.h"
#include "ui/desk-show-dialog.h"
#include "ui/desk-window.h"

#include <glib/gi18n.h>

struct _DeskContactPage {
  DeskPage parent_instance;

  DeskContact *contact;
  DeskTone tone;        /* the last one announced */
  gboolean wants_shown; /* the other is to be told that it is on the screen */
  gboolean drawn;       /* it is in the frame that is being painted */
  gulong painted_id;    /* on the frame clock */

  GtkScrolledWindow *scrolled;
  GtkWidget *stop;
  GtkLabel *stop_line;
  GtkLabel *how;
  DeskPair *cards;
  DeskCard *other;
  DeskCard *own;
  GtkWidget *claims;
  GtkLabel *purpose;
  GtkLabel *audience;
  DeskAdvice *advice;
  GtkLabel *progress;
  GtkWidget *show;
  GtkWidget *receipt;
  GtkWidget *save;
  GtkWidget *no_trace;
  GtkButton *end;
  GtkWidget *not_them;
  GtkWidget *not_me;
  GtkLabel *not_me_label;
};

G_DEFINE_FINAL_TYPE (DeskContactPage, desk_contact_page, DESK_TYPE_PAGE)

static gboolean
is_over (DeskContactPage *self)
{
  return desk_contact_get_phase (self->contact) == DESK_PHASE_OVER;
}

static void
update_stop (DeskContactPage *self)
{
  DeskContact *contact = self->contact;
  DeskTone tone = desk_contact_get_tone (contact);
  gboolean stop = tone == DESK_TONE_STOP;

  gtk_widget_set_visible (self->stop, stop);
  gtk_widget_set_visible (GTK_WIDGET (self->cards), !stop);
  /* Where the other cannot be checked, what to do stands right below it. */
  gtk_widget_set_visible (GTK_WIDGET (self->own),
                          tone != DESK_TONE_CANNOT ||
                              desk_contact_get_own (contact) !=
                                  DESK_OWN_NOTHING);
  gtk_widget_set_visible (GTK_WIDGET (self->advice),
                          stop || tone == DESK_TONE_CANNOT);
  if (stop)
    gtk_label_set_label (
        self->stop_line,
        desk_error_stop_line (desk_contact_get_error (contact),
                              desk_contact_get_stop_reason (contact),
                              desk_contact_is_stopped_by_peer (contact),
                              desk_contact_get_channel (contact)));
}

static void
update_cards (DeskContactPage *self)
{
  g_autofree char *how = desk_contact_cards_describe (self->contact);
  gboolean stop = desk_contact_get_tone (self->contact) == DESK_TONE_STOP;

  gtk_label_set_label (self->how, how);
  gtk_widget_set_visible (GTK_WIDGET (self->how), *how != '\0' && !stop);
  desk_contact_cards_say_other (self->other, self->contact);
  desk_contact_cards_say_own (self->own, self->contact);
}

/* What is not made of one's own name is in quotation marks, and the program
 * has the last word: it could itself say "that is you ✓". */
static char *
audience_line (DeskContact *contact)
{
  const char *name = desk_contact_get_other_name (contact);
  const char *audience = desk_contact_get_audience (contact);

  if (audience == NULL || name == NULL)
    return NULL;
  switch (desk_contact_get_audience_match (contact)) {
  case P2PID_AUDIENCE_SAME:
    /* Translators: the other person's name, then one's own. */
    return g_strdup_printf (_ ("%s believes to be talking to %s: that is you "
                               "✓"),
                            name, audience);
  case P2PID_AUDIENCE_PART:
    /* Translators: the other person's name, then a part of one's own. */
    return g_strdup_printf (_ ("%s believes to be talking to %s. That is part "
                               "of your name. Others have it, too."),
                            name, audience);
  case P2PID_AUDIENCE_OTHER:
    /* Translators: the other person's name, then somebody else's. */
    return g_strdup_printf (_ ("%s believes to be talking to “%s”. That is not "
                               "your name. Ask about it."),
                            name, audience);
  case P2PID_AUDIENCE_UNKNOWN:
  default:
    /* Translators: the other person's name, then what they wrote. */
    return g_strdup_printf (_ ("%s believes to be talking to “%s”. This "
                               "program has no name of yours to compare it "
                               "with."),
                            name, audience);
  }
}

static void
update_claims (DeskContactPage *self)
{
  g_autofree char *audience = audience_line (self->contact);
  const char *purpose = desk_contact_get_purpose (self->contact);
  gboolean stop = desk_contact_get_tone (self->contact) == DESK_TONE_STOP;
  g_autofree char *quoted = NULL;

  if (purpose != NULL)
    /* Translators: what somebody wrote, in the language's quotation marks. */
    quoted = g_strdup_printf (_ ("“%s”"), purpose);
  gtk_label_set_label (self->purpose, quoted != NULL ? quoted : "");
  gtk_label_set_label (self->audience, audience != NULL ? audience : "");
  gtk_widget_set_visible (GTK_WIDGET (self->purpose), quoted != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->audience), audience != NULL);
  gtk_widget_set_visible (self->claims,
                          !stop && (quoted != NULL || audience != NULL));
}

static const char *
closed_progress (DeskContact *contact)
{
  if (desk_contact_get_receipt (contact) != NULL)
    return _ ("Both of you agreed to a receipt.");
  return _ ("Waiting for the other person to close as well …");
}

static const char *
over_progress (DeskContact *contact)
{
  if (desk_contact_get_tone (contact) == DESK_TONE_STOP)
    return "";
  if (desk_contact_get_receipt (contact) != NULL)
    return desk_profile_get_state (desk_contact_get_profile (contact)) ==
                   DESK_PROFILE_OPEN
               ? _ ("The contact is over. The receipt is in your history.")
               : _ ("The contact is over. Your data is locked, so save the "
                    "receipt now.");
  if (desk_contact_is_unfinished (contact))
    return _ ("The contact ended before both were done.");
  return _ ("The contact is over. Both of you saw the same to the end.");
}

/* Where the contact stands, in one sentence; "" when the cards say it all. */
static const char *
progress (DeskContact *contact)
{
  DeskPhase phase = desk_contact_get_phase (contact);

  if (phase == DESK_PHASE_OVER)
    return over_progress (contact);
  if (desk_contact_is_offline (contact))
    return _ ("No connection to the relay. Trying again …");
  if (phase == DESK_PHASE_CLOSED)
    return closed_progress (contact);
  if (desk_contact_is_receipt_asked (contact))
    return _ ("The other person would like a receipt that both sign.");
  return "";
}

static void
update_actions (DeskContactPage *self)
{
  DeskContact *contact = self->contact;
  DeskPhase phase = desk_contact_get_phase (contact);
  gboolean phone = desk_contact_get_channel (contact) == P2PID_CHANNEL_PHONE;
  gboolean open = phase < DESK_PHASE_CLOSED;
  gboolean receipt = desk_contact_get_receipt (contact) != NULL;
  const char *text = progress (contact);
  const char *not_me_text =
      phone ? _ ("That is not me / I am not in a call") : _ ("That is not me");

  /* While there is something to press, its line keeps its room: a button that
   * moved would be another one under the finger. */
  gtk_label_set_label (self->progress, text);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), open || *text != '\0');
  gtk_widget_set_visible (self->show, desk_contact_may_show (contact));
  gtk_widget_set_visible (self->receipt, desk_contact_may_receipt (contact));
  gtk_widget_set_visible (self->save, is_over (self) && receipt);
  gtk_widget_set_visible (self->no_trace, phase == DESK_PHASE_CLOSING);
  gtk_widget_set_visible (self->not_them,
                          open && desk_contact_get_other (contact) ==
                                      DESK_OTHER_IDENTIFIED);
  gtk_widget_set_visible (self->not_me, open);
  gtk_label_set_label (self->not_me_label, not_me_text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->not_me),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, not_me_text,
                                  -1);
  gtk_button_set_label (self->end, is_over (self) ? _ ("Done") : _ ("End"));
}

/* Another outcome is heard, and read out by a screen reader: nothing here is
 * typed, so the focus may go to the line that says it. */
static void
announce (DeskContactPage *self)
{
  DeskTone tone = desk_contact_get_tone (self->contact);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GSettings *settings =
      desk_profile_get_settings (desk_contact_get_profile (self->contact));

  if (tone == self->tone)
    return;
  self->tone = tone;
  /* A label that cannot be selected does not grab the focus; it can be given
   * it. */
  if (root != NULL)
    gtk_root_set_focus (root, tone == DESK_TONE_STOP
                                  ? GTK_WIDGET (self->stop_line)
                                  : desk_card_get_line (self->other));
  if (g_settings_get_boolean (settings, "sounds"))
    desk_sounds_play (tone);
}

/* Who the other is must stand on the screen before the other is told that it
 * does: bring it into view, have it drawn, wait for the paint. */
static void
want_shown (DeskContactPage *self)
{
  DeskOther other = desk_contact_get_other (self->contact);

  if (other != DESK_OTHER_IDENTIFIED && other != DESK_OTHER_CANNOT)
    return;
  if (!self->wants_shown)
    gtk_adjustment_set_value (
        gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
  self->wants_shown = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
changed_cb (DeskContactPage *self)
{
  update_stop (self);
  update_cards (self);
  update_claims (self);
  update_actions (self);
  want_shown (self);
  announce (self);
}

static void
painted_cb (DeskContactPage *self)
{
  if (self->drawn)
    desk_contact_shown (self->contact);
  self->drawn = FALSE;
}

static void
desk_contact_page_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DeskContactPage *self = DESK_CONTACT_PAGE (widget);

  GTK_WIDGET_CLASS (desk_contact_page_parent_class)
      ->snapshot (widget, snapshot);
  self->drawn = self->wants_shown;
}

static void
desk_contact_page_realize (GtkWidget *widget)
{
  DeskContactPage *self = DESK_CONTACT_PAGE (widget);

  GTK_WIDGET_CLASS (desk_contact_page_parent_class)->realize (widget);
  self->painted_id =
      g_signal_connect_swapped (gtk_widget_get_frame_clock (widget),
                                "after-paint", G_CALLBACK (painted_cb), self);
}

static void
desk_contact_page_unrealize (GtkWidget *widget)
{
  DeskContactPage *self = DESK_CONTACT_PAGE (widget);

  g_clear_signal_handler (&self->painted_id,
                          gtk_widget_get_frame_clock (widget));
  GTK_WIDGET_CLASS (desk_contact_page_parent_class)->unrealize (widget);
}

static void
show_id (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskContactPage *self = DESK_CONTACT_PAGE (widget);
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (widget));

  gtk_window_present (
      GTK_WINDOW (desk_show_dialog_new (window, self->contact)));
}

static void
want_receipt (GtkWidget *widget, const char *action, GVariant *parameter)
{
  desk_contact_finish (DESK_CONTACT_PAGE (widget)->contact, TRUE);
}

static void
save_receipt (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskContactPage *self = DESK_CONTACT_PAGE (widget);

  desk_receipt_saver_ask (widget, desk_contact_get_receipt (self->contact),
                          desk_contact_get_other_name (self->contact));
}

static void
leave_no_trace (GtkWidget *widget, const char *action, GVariant *parameter)
{
  desk_contact_leave_no_trace (DESK_CONTACT_PAGE (widget)->contact);
}

/* What is over needs no more of this page; what waits for the other is left. */
static void
end (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskContactPage *self = DESK_CONTACT_PAGE (widget);
  DeskPhase phase = desk_contact_get_phase (self->contact);

  if (phase == DESK_PHASE_OVER || phase == DESK_PHASE_CLOSED)
    desk_window_remove_page (DESK_WINDOW (gtk_widget_get_root (widget)),
                             DESK_PAGE (self));
  else
    desk_contact_finish (self->contact, FALSE);
}

static void
not_me (GtkWidget *widget, const char *action, GVariant *parameter)
{
  desk_contact_stop (DESK_CONTACT_PAGE (widget)->contact, P2PID_STOP_NOT_ME);
}

static void
not_them (GtkWidget *widget, const char *action, GVariant *parameter)
{
  desk_contact_stop (DESK_CONTACT_PAGE (widget)->contact, P2PID_STOP_NOT_THEM);
}

static void
finish_and_leave (GtkWidget *widget)
{
  DeskContactPage *self = DESK_CONTACT_PAGE (widget);

  desk_contact_finish (self->contact, FALSE);
  desk_window_remove_page (DESK_WINDOW (gtk_widget_get_root (widget)),
                           DESK_PAGE (self));
}

static gboolean
desk_contact_page_leave (DeskPage *page)
{
  DeskContactPage *self = DESK_CONTACT_PAGE (page);

  if (desk_contact_get_phase (self->contact) >= DESK_PHASE_CLOSED)
    return TRUE;
  desk_ask (GTK_WIDGET (self), _ ("End the contact?"),
            _ ("The other person will see that you left."), _ ("_End"),
            _ ("_Stay"), FALSE, finish_and_leave);
  return FALSE;
}

/* No button has the focus: nothing here is pressed by accident. */
static void
desk_contact_page_enter (DeskPage *page)
{
  gtk_root_set_focus (gtk_widget_get_root (GTK_WIDGET (page)), NULL);
}

static void
desk_contact_page_dispose (GObject *object)
{
  DeskContactPage *self = DESK_CONTACT_PAGE (object);

  g_clear_object (&self->contact);
  G_OBJECT_CLASS (desk_contact_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_child (klass, DeskContactPage, scrolled);
  gtk_widget_class_bind_template_child (klass, DeskContactPage, stop);
  gtk_widget_class_bind_template_child (klass, DeskContactPage, stop_line);
  gtk_widget_class_bind_template_child (klass, DeskContactPage, how);
  gtk_widget_class_bind_template_child (klass, DeskContactPage, cards);
  gtk_widget_class_bind_template_child (klass, DeskContactPage, other);
  gtk_widget_class_bind_template_child (klass, DeskContactPage, own);
  gtk_widget_class_bind_template_child (klass, DeskContactPage, claims);
  gtk_widget_class_bind_template_child (klass, DeskContactPage, purpose);
  gtk_widget_class_bind_template_child (klass, DeskContactPage, audience);
  gtk_widget_class_bind_template_child (klass, DeskContactPage, advice);
  gtk_widget_class_bind_template_child (klass, DeskContactPage, progress);
  gtk_widget_class_bind_template_child (klass, DeskContactPage, show);
  gtk_widget_class_bind_template_child (klass, DeskContactPage, receipt);
  gtk_widget_class_bind_template_child (klass, DeskContactPage, save);
  gtk_widget_class_bind_template_child (klass, DeskContactPage, no_trace);
  gtk_widget_class_bind_template_child (klass, DeskContactPage, end);
  gtk_widget_class_bind_template_child (klass, DeskContactPage, not_them);
  gtk_widget_class_bind_template_child (klass, DeskContactPage, not_me);
  gtk_widget_class_bind_template_child (klass, DeskContactPage, not_me_label);
}

static void
install_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "contact.show", NULL, show_id);
  gtk_widget_class_install_action (klass, "contact.receipt", NULL,
                                   want_receipt);
  gtk_widget_class_install_action (klass, "contact.save", NULL, save_receipt);
  gtk_widget_class_install_action (klass, "contact.no-trace", NULL,
                                   leave_no_trace);
  gtk_widget_class_install_action (klass, "contact.end", NULL, end);
  gtk_widget_class_install_action (klass, "contact.not-me", NULL, not_me);
  gtk_widget_class_install_action (klass, "contact.not-them", NULL, not_them);
}

static void
desk_contact_page_class_init (DeskContactPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_contact_page_dispose;
  widget_class->snapshot = desk_contact_page_snapshot;
  widget_class->realize = desk_contact_page_realize;
  widget_class->unrealize = desk_contact_page_unrealize;
  DESK_PAGE_CLASS (klass)->leave = desk_contact_page_leave;
  DESK_PAGE_CLASS (klass)->enter = desk_contact_page_enter;

  g_type_ensure (DESK_TYPE_CARD);
  g_type_ensure (DESK_TYPE_PAIR);
  g_type_ensure (DESK_TYPE_ADVICE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/p2pid/Desktop/ui/desk-contact-page.ui");
  bind_children (widget_class);
  install_actions (widget_class);
}

static void
desk_contact_page_init (DeskContactPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
desk_contact_page_new (DeskContact *contact)
{
  DeskContactPage *self = g_object_new (DESK_TYPE_CONTACT_PAGE, NULL);

  self->contact = g_object_ref (contact);
  desk_advice_set_channel (self->advice, desk_contact_get_channel (contact));
  g_signal_connect_object (contact, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  changed_cb (self);
  return GTK_WIDGET (self);
}

DeskContact *
desk_contact_page_get_contact (DeskContactPage *self)
{
  return self->contact;
}
