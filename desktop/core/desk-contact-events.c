/* What each event does to a contact. */

#include "core/desk-contact-private.h"

#include "core/desk-errors.h"

void
desk_contact_set_phase (DeskContact *self, DeskPhase phase)
{
  if (self->phase == phase)
    return;
  self->phase = phase;
  g_object_notify (G_OBJECT (self), "phase");
}

void
desk_contact_set_other (DeskContact *self, DeskOther other)
{
  if (self->other == other)
    return;
  self->other = other;
  g_object_notify (G_OBJECT (self), "other");
}

void
desk_contact_set_own (DeskContact *self, DeskOwn own, int64_t time)
{
  self->own_time = time;
  if (self->own == own)
    return;
  self->own = own;
  g_object_notify (G_OBJECT (self), "own");
}

static void
set_offline (DeskContact *self, gboolean offline)
{
  if (self->offline == offline)
    return;
  self->offline = offline;
  g_object_notify (G_OBJECT (self), "offline");
}

/* Events, one function for each kind that does more than set a state. */

static void
take_code (DeskContact *self, const p2pid_event *event)
{
  char text[P2PID_CODE_TEXT_SIZE];

  p2pid_code_print (event->code, text);
  g_free (self->code);
  self->code = g_strdup (text);
  self->code_lost = event->err;
  g_object_notify (G_OBJECT (self), "code");
}

static void
take_invitation (DeskContact *self, const char *text)
{
  g_free (self->invitation);
  self->invitation = g_strdup (text);
  g_object_notify (G_OBJECT (self), "invitation");
}

/* Whoever was called, and whoever has nothing to show, waits from here on;
 * the first to show learns of it by P2PID_EVENT_TURN. */
static void
take_agreed (DeskContact *self, const p2pid_event *event)
{
  self->agreed = TRUE;
  self->compared = event->compared;
  self->channel = event->channel;
  desk_contact_set_phase (self, DESK_PHASE_OPEN);
  desk_contact_set_other (self, DESK_OTHER_WAITING);
}

/* Who has no identity cannot show one: the other need not wait for that. Only
 * after the screen has shown the other, whose turn it was. */
void
desk_contact_refuse_without_identity (DeskContact *self)
{
  gboolean answered = self->place == P2PID_PLACE_FIRST || self->shown ||
                      self->other == DESK_OTHER_DECLINED;

  if (self->turn && self->identity == NULL && answered)
    desk_contact_decline (self);
}

static void
take_turn (DeskContact *self, p2pid_place place)
{
  self->place = place;
  self->turn = TRUE;
  if (place == P2PID_PLACE_FIRST)
    desk_contact_set_other (self, DESK_OTHER_NONE);

  desk_contact_refuse_without_identity (self);
  if (self->turn && place == P2PID_PLACE_FIRST && self->plan.automatic) {
    g_autoptr (GError) error = NULL;

    /* The page that takes these texts holds them to the limits. */
    if (!desk_contact_identify (self, self->facts, self->offered_audience,
                                self->offered_purpose, &error))
      desk_contact_stop (self, P2PID_STOP_ENDED);
  }
}

/* What the other wrote about the contact comes with the identification,
 * whether that can be checked or not. */
static void
take_claims (DeskContact *self, const p2pid_event *event)
{
  g_free (self->audience);
  g_free (self->purpose);
  self->audience = g_strdup (event->audience);
  self->purpose = g_strdup (event->purpose);
  self->audience_match = event->audience_match;
}

static void
take_identified (DeskContact *self, const p2pid_event *event)
{
  p2pid_identity *copy = NULL;

  if (p2pid_identity_copy (event->identity, &copy) != P2PID_OK)
    g_error ("no memory left for an identity");
  p2pid_identity_free (self->other_identity);
  self->other_identity = copy;
  take_claims (self, event);
  desk_contact_set_other (self, DESK_OTHER_IDENTIFIED);
  g_object_notify (G_OBJECT (self), "other-name");
}

static void
take_cannot (DeskContact *self, const p2pid_event *event)
{
  self->err = event->err;
  take_claims (self, event);
  desk_contact_set_other (self, DESK_OTHER_CANNOT);
}

/* One's own card has reached the other: the other's turn, if it was second. */
static void
take_answer (DeskContact *self, DeskOwn own, int64_t time)
{
  desk_contact_set_own (self, own, time);
  if (self->place == P2PID_PLACE_FIRST && self->other == DESK_OTHER_NONE)
    desk_contact_set_other (self, DESK_OTHER_WAITING);
}

static void
take_closing (DeskContact *self)
{
  self->turn = FALSE;
  desk_contact_set_phase (self, DESK_PHASE_CLOSING);
  if (self->finish_wanted)
    desk_contact_finish (self, self->receipt_wanted);
}

static void
take_stopped (DeskContact *self, const p2pid_event *event)
{
  p2pid_outcome outcome = p2pid_stop_outcome (event->stop, event->err);
  gboolean settled = self->other == DESK_OTHER_IDENTIFIED ||
                     self->other == DESK_OTHER_CANNOT ||
                     self->other == DESK_OTHER_DECLINED;

  self->stop = event->stop;
  self->by_peer = event->by_peer;
  self->unfinished = TRUE;
  if (outcome == P2PID_OUTCOME_STOPPED || !settled)
    self->err = event->err;

  if (outcome == P2PID_OUTCOME_STOPPED)
    desk_contact_set_other (self, DESK_OTHER_STOP);
  else if (!settled && outcome == P2PID_OUTCOME_CANNOT_CHECK)
    desk_contact_set_other (self, DESK_OTHER_CANNOT);
  else if (!settled)
    desk_contact_set_other (self,
                            event->by_peer ? DESK_OTHER_LEFT : DESK_OTHER_NONE);
}

static void
remember (DeskContact *self)
{
  p2pid_history_entry entry = { 0 };
  const p2pid_identity *identity = self->other_identity;

  if (!self->joined || self->no_trace)
    return;

  entry.time = g_get_real_time () / G_USEC_PER_SEC;
  entry.channel = self->channel;
  entry.role = self->plan.role;
  entry.identified = self->own == DESK_OWN_SHOWN;
  entry.purpose = self->purpose;
  entry.outcome = P2PID_OUTCOME_UNIDENTIFIED;
  if (identity != NULL) {
    entry.outcome = P2PID_OUTCOME_IDENTIFIED;
    entry.test =
        p2pid_identity_environment (identity) == P2PID_ENVIRONMENT_TEST;
    entry.name = p2pid_identity_fact (identity, P2PID_FACT_NAME);
    entry.issuer = p2pid_identity_issuer (identity);
    entry.organisation =
        p2pid_identity_fact (identity, P2PID_FACT_ORGANISATION);
    entry.key = *p2pid_identity_key (identity);
  }
  if (self->other == DESK_OTHER_CANNOT || self->other == DESK_OTHER_STOP) {
    entry.outcome = self->other == DESK_OTHER_STOP ? P2PID_OUTCOME_STOPPED
                                                   : P2PID_OUTCOME_CANNOT_CHECK;
    entry.err = self->err;
  }
  desk_profile_remember (self->profile, &entry, self->receipt);
}

static void
take_ending (DeskContact *self, const p2pid_event *event)
{
  self->turn = FALSE;
  set_offline (self, FALSE);
  if (event->kind == P2PID_EVENT_STOPPED)
    take_stopped (self, event);
  desk_contact_set_phase (self, DESK_PHASE_OVER);
  remember (self);
}

static void
take_about_getting_together (DeskContact *self, const p2pid_event *event)
{
  switch ((int) event->kind) {
  case P2PID_EVENT_CODE:
    take_code (self, event);
    break;
  case P2PID_EVENT_INVITATION:
    take_invitation (self, event->text);
    break;
  case P2PID_EVENT_OFFLINE:
  case P2PID_EVENT_ONLINE:
    set_offline (self, event->kind == P2PID_EVENT_OFFLINE);
    break;
  case P2PID_EVENT_JOINED:
    self->joined = TRUE;
    desk_contact_set_phase (self, DESK_PHASE_JOINED);
    break;
  case P2PID_EVENT_AGREED:
    take_agreed (self, event);
    break;
  case P2PID_EVENT_TURN:
    take_turn (self, event->place);
    break;
  default:
    break;
  }
}

static void
take_about_cards (DeskContact *self, const p2pid_event *event)
{
  switch ((int) event->kind) {
  case P2PID_EVENT_SENT:
    desk_contact_set_own (self, DESK_OWN_SENT, event->time);
    break;
  case P2PID_EVENT_DELIVERED:
    desk_contact_set_own (self, DESK_OWN_DELIVERED, event->time);
    break;
  case P2PID_EVENT_SHOWN:
    take_answer (self, DESK_OWN_SHOWN, event->time);
    break;
  case P2PID_EVENT_NOT_CHECKED:
    self->own_err = event->err;
    take_answer (self, DESK_OWN_NOT_CHECKED, event->time);
    break;
  case P2PID_EVENT_IDENTIFIED:
    take_identified (self, event);
    break;
  case P2PID_EVENT_CANNOT_CHECK:
    take_cannot (self, event);
    break;
  case P2PID_EVENT_DECLINED:
    desk_contact_set_other (self, DESK_OTHER_DECLINED);
    break;
  default:
    break;
  }
}

static void
take_about_the_end (DeskContact *self, const p2pid_event *event)
{
  switch ((int) event->kind) {
  case P2PID_EVENT_CLOSING:
    take_closing (self);
    break;
  case P2PID_EVENT_RECEIPT_ASKED:
    self->receipt_asked = TRUE;
    break;
  case P2PID_EVENT_RECEIPT:
    g_clear_pointer (&self->receipt, g_bytes_unref);
    self->receipt = g_bytes_new (event->bytes.data, event->bytes.size);
    break;
  case P2PID_EVENT_FINISHED:
  case P2PID_EVENT_STOPPED:
    take_ending (self, event);
    break;
  default:
    break;
  }
}

void
desk_contact_take_event (DeskContact *self, const p2pid_event *event)
{
  g_return_if_fail (DESK_IS_CONTACT (self));

  if (self->phase == DESK_PHASE_OVER)
    return;

  g_object_ref (self);
  g_object_freeze_notify (G_OBJECT (self));
  if (event->kind <= P2PID_EVENT_TURN)
    take_about_getting_together (self, event);
  else if (event->kind <= P2PID_EVENT_DECLINED)
    take_about_cards (self, event);
  else
    take_about_the_end (self, event);
  g_object_thaw_notify (G_OBJECT (self));
  desk_contact_changed (self);
  g_object_unref (self);
}
