/* What one shows so that the other can join. */

#include "ui/desk-offer.h"

#include "core/desk-errors.h"
#include "ui/desk-code-label.h"
#include "ui/desk-qr.h"
#include "ui/desk-window.h"

#include <glib/gi18n.h>

struct _DeskOffer {
  AdwBin parent_instance;

  DeskProfile *profile;
  DeskPlan plan;
  char tail[5];
  DeskContact *contact;
  p2pid_facts facts;
  char *audience;
  char *purpose;

  GtkStack *stack;
  DeskCodeLabel *code;
  DeskQr *qr;
  GtkLabel *problem;
  GtkLabel *note;
};

G_DEFINE_FINAL_TYPE (DeskOffer, desk_offer, ADW_TYPE_BIN)

enum { JOINED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
show_problem (DeskOffer *self, const char *sentence)
{
  gtk_label_set_label (self->problem, sentence);
  gtk_stack_set_visible_child_name (self->stack, "over");
}

/* Why the digits on the screen have changed, for whoever reads them out. */
static const char *
new_code_sentence (p2pid_err lost)
{
  if (lost == P2PID_OK)
    return "";
  if (lost == P2PID_ERR_WRONG_CODE)
    return _ ("The earlier code was typed wrongly and is used up. Read out "
              "this one.");
  return _ ("The earlier code holds no longer. Read out this one.");
}

/* What there is to say while nobody has come. */
static void
show_note (DeskOffer *self)
{
  const char *note =
      desk_contact_is_offline (self->contact)
          ? _ ("No connection to the relay. Trying again …")
          : new_code_sentence (desk_contact_get_code_lost (self->contact));

  gtk_label_set_label (self->note, note);
  gtk_widget_set_visible (GTK_WIDGET (self->note), *note != '\0');
}

static void
let_go (DeskOffer *self)
{
  if (self->contact != NULL)
    g_signal_handlers_disconnect_by_data (self->contact, self);
  g_clear_object (&self->contact);
}

/* Once: from here on the contact is another's. */
static void
hand_over (DeskOffer *self)
{
  g_autoptr (DeskContact) contact = g_object_ref (self->contact);

  let_go (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "offer.copy-code", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "offer.copy-link", FALSE);
  g_signal_emit (self, signals[JOINED], 0, contact);
}

static void
changed_cb (DeskOffer *self)
{
  DeskContact *contact = self->contact;
  DeskPhase phase = desk_contact_get_phase (contact);

  desk_code_label_set_code (self->code, desk_contact_get_code (contact));
  desk_qr_set_text (self->qr, desk_contact_get_invitation (contact));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "offer.copy-code",
                                 desk_contact_get_code (contact) != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "offer.copy-link",
                                 desk_contact_get_invitation (contact) != NULL);
  show_note (self);

  if (phase == DESK_PHASE_OVER)
    show_problem (self, desk_error_sentence (desk_contact_get_error (contact)));
  else if (phase != DESK_PHASE_WAITING)
    hand_over (self);
}

static void
begin (DeskOffer *self)
{
  g_autoptr (GError) error = NULL;

  desk_offer_end (self);
  gtk_stack_set_visible_child_name (
      self->stack,
      self->plan.start == P2PID_START_CODE ? "code" : "invitation");

  self->contact = desk_contact_new (self->profile, &self->plan);
  desk_contact_set_offer (self->contact, self->facts, self->audience,
                          self->purpose);
  g_signal_connect_swapped (self->contact, "changed", G_CALLBACK (changed_cb),
                            self);
  changed_cb (self);
  if (!desk_contact_start (self->contact, &error))
    show_problem (self, error->message);
}

static void
again (GtkWidget *widget, const char *action, GVariant *parameter)
{
  begin (DESK_OFFER (widget));
}

static void
copy (DeskOffer *self, const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s",
                              _ ("Copied"));
}

static void
copy_code (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskOffer *self = DESK_OFFER (widget);

  copy (self, desk_contact_get_code (self->contact));
}

/* People send links; the secret in it is behind the "#", which no server
 * sees. */
static void
copy_link (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskOffer *self = DESK_OFFER (widget);
  g_autoptr (p2pid_buffer) link = NULL;
  p2pid_invitation invitation;
  p2pid_err err = p2pid_invitation_parse (
      desk_contact_get_invitation (self->contact), &invitation);

  if (err == P2PID_OK)
    err = p2pid_invitation_print_link (&invitation, &link);
  p2pid_invitation_wipe (&invitation);
  if (err == P2PID_OK)
    copy (self, (const char *) link->data);
  else
    gtk_widget_activate_action (widget, "win.toast", "s",
                                desk_error_sentence (err));
}

static void
desk_offer_dispose (GObject *object)
{
  DeskOffer *self = DESK_OFFER (object);

  desk_offer_end (self);
  g_clear_object (&self->profile);
  G_OBJECT_CLASS (desk_offer_parent_class)->dispose (object);
}

static void
desk_offer_finalize (GObject *object)
{
  DeskOffer *self = DESK_OFFER (object);

  g_free (self->audience);
  g_free (self->purpose);
  G_OBJECT_CLASS (desk_offer_parent_class)->finalize (object);
}

static void
desk_offer_class_init (DeskOfferClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_offer_dispose;
  object_class->finalize = desk_offer_finalize;

  /* Somebody has joined; the argument is the contact. */
  signals[JOINED] =
      g_signal_new ("joined", DESK_TYPE_OFFER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, DESK_TYPE_CONTACT);

  g_type_ensure (DESK_TYPE_CODE_LABEL);
  g_type_ensure (DESK_TYPE_QR);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/p2pid/Desktop/ui/desk-offer.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskOffer, stack);
  gtk_widget_class_bind_template_child (widget_class, DeskOffer, code);
  gtk_widget_class_bind_template_child (widget_class, DeskOffer, qr);
  gtk_widget_class_bind_template_child (widget_class, DeskOffer, problem);
  gtk_widget_class_bind_template_child (widget_class, DeskOffer, note);
  gtk_widget_class_install_action (widget_class, "offer.again", NULL, again);
  gtk_widget_class_install_action (widget_class, "offer.copy-code", NULL,
                                   copy_code);
  gtk_widget_class_install_action (widget_class, "offer.copy-link", NULL,
                                   copy_link);
}

static void
desk_offer_init (DeskOffer *self)
{
  self->facts = P2PID_FACTS_DEFAULT;
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
desk_offer_begin (DeskOffer *self, DeskProfile *profile, const DeskPlan *plan)
{
  g_set_object (&self->profile, profile);
  self->plan = *plan;
  g_strlcpy (self->tail, plan->tail != NULL ? plan->tail : "",
             sizeof self->tail);
  self->plan.tail = self->tail;
  begin (self);
}

DeskContact *
desk_offer_get_contact (DeskOffer *self)
{
  return self->contact;
}

void
desk_offer_set_offer (DeskOffer *self,
                      p2pid_facts facts,
                      const char *audience,
                      const char *purpose)
{
  self->facts = facts;
  g_free (self->audience);
  g_free (self->purpose);
  self->audience = g_strdup (audience);
  self->purpose = g_strdup (purpose);
  if (self->contact != NULL)
    desk_contact_set_offer (self->contact, facts, audience, purpose);
}

/* A contact that somebody has joined is another's by then. */
void
desk_offer_end (DeskOffer *self)
{
  g_autoptr (DeskContact) contact = NULL;

  if (self->contact == NULL)
    return;
  contact = g_object_ref (self->contact);
  let_go (self);
  desk_contact_cancel (contact);
}
