/* One contact, as the window sees it. */

#include "core/desk-contact.h"

#include "core/desk-enums.h"
#include "core/desk-errors.h"
#include "core/desk-event.h"
#include "core/desk-run.h"

struct _DeskContact {
  GObject parent_instance;

  DeskProfile *profile;
  DeskIdentity *identity; /* one's own, as it was at the start; or NULL */
  DeskRun *run;           /* the library's contact; NULL until started */

  /* What it starts from. */
  DeskPlan plan;
  p2pid_code typed;
  p2pid_invitation invited;
  char tail[5];

  /* What is offered. */
  p2pid_facts facts;
  char *offered_audience;
  char *offered_purpose;

  /* What the events told. */
  DeskPhase phase;
  DeskOther other;
  DeskOwn own;
  p2pid_channel channel;
  p2pid_place place;
  char *code;
  int codes;
  char *invitation;
  gboolean offline;
  gboolean turn;
  gboolean joined;
  gboolean agreed;
  unsigned compared;
  p2pid_identity *other_identity;
  char *audience;
  char *purpose;
  p2pid_audience_match audience_match;
  p2pid_err err;
  p2pid_err own_err;
  p2pid_stop stop;
  gboolean by_peer;
  gboolean unfinished;
  gboolean receipt_asked;
  int64_t own_time;
  GBytes *receipt;

  /* What the user decided. */
  gboolean shown;
  gboolean no_trace;
  gboolean finish_wanted;
  gboolean receipt_wanted;
};

G_DEFINE_FINAL_TYPE (DeskContact, desk_contact, G_TYPE_OBJECT)

enum {
  PROP_PHASE = 1,
  PROP_OTHER,
  PROP_OWN,
  PROP_CODE,
  PROP_INVITATION,
  PROP_OFFLINE,
  PROP_OTHER_NAME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
set_phase (DeskContact *self, DeskPhase phase)
{
  if (self->phase == phase)
    return;
  self->phase = phase;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PHASE]);
}

static void
set_other (DeskContact *self, DeskOther other)
{
  if (self->other == other)
    return;
  self->other = other;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OTHER]);
}

static void
set_own (DeskContact *self, DeskOwn own, int64_t time)
{
  self->own_time = time;
  if (self->own == own)
    return;
  self->own = own;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OWN]);
}

static void
set_offline (DeskContact *self, gboolean offline)
{
  if (self->offline == offline)
    return;
  self->offline = offline;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OFFLINE]);
}

/* Events, one function for each kind that does more than set a state. */

static void
take_code (DeskContact *self, const p2pid_code *code)
{
  char text[P2PID_CODE_TEXT_SIZE];

  p2pid_code_print (code, text);
  g_free (self->code);
  self->code = g_strdup (text);
  self->codes++;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CODE]);
}

static void
take_invitation (DeskContact *self, const char *text)
{
  g_free (self->invitation);
  self->invitation = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INVITATION]);
}

/* Whoever was called, and whoever has nothing to show, waits from here on;
 * the first to show learns of it by P2PID_EVENT_TURN. */
static void
take_agreed (DeskContact *self, const p2pid_event *event)
{
  self->agreed = TRUE;
  self->compared = event->compared;
  self->channel = event->channel;
  set_phase (self, DESK_PHASE_OPEN);
  set_other (self, DESK_OTHER_WAITING);
}

/* Who has no identity cannot show one: the other need not wait for that. Only
 * after the screen has shown the other, whose turn it was. */
static void
refuse_without_identity (DeskContact *self)
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
    set_other (self, DESK_OTHER_NONE);

  refuse_without_identity (self);
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
  set_other (self, DESK_OTHER_IDENTIFIED);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OTHER_NAME]);
}

static void
take_cannot (DeskContact *self, const p2pid_event *event)
{
  self->err = event->err;
  take_claims (self, event);
  set_other (self, DESK_OTHER_CANNOT);
}

/* One's own card has reached the other: the other's turn, if it was second. */
static void
take_answer (DeskContact *self, DeskOwn own, int64_t time)
{
  set_own (self, own, time);
  if (self->place == P2PID_PLACE_FIRST && self->other == DESK_OTHER_NONE)
    set_other (self, DESK_OTHER_WAITING);
}

static void
take_closing (DeskContact *self)
{
  self->turn = FALSE;
  set_phase (self, DESK_PHASE_CLOSING);
  if (self->finish_wanted)
    desk_contact_finish (self, self->receipt_wanted);
}

/* Leaving early accuses nobody; a clock that is wrong neither. */
static DeskTone
stopped_tone (const p2pid_event *event)
{
  if (event->stop == P2PID_STOP_CLOCK)
    return DESK_TONE_CANNOT;
  if (event->err == P2PID_ERR_STOPPED && event->stop == P2PID_STOP_ENDED)
    return DESK_TONE_NONE;
  if (event->err == P2PID_ERR_STOPPED && event->stop == P2PID_STOP_TIMEOUT)
    return DESK_TONE_CANNOT;
  return desk_error_tone (event->err);
}

static void
take_stopped (DeskContact *self, const p2pid_event *event)
{
  DeskTone tone = stopped_tone (event);
  gboolean settled = self->other == DESK_OTHER_IDENTIFIED ||
                     self->other == DESK_OTHER_CANNOT ||
                     self->other == DESK_OTHER_DECLINED;

  self->stop = event->stop;
  self->by_peer = event->by_peer;
  self->unfinished = TRUE;
  if (tone == DESK_TONE_STOP || !settled)
    self->err = event->err;

  if (tone == DESK_TONE_STOP)
    set_other (self, DESK_OTHER_STOP);
  else if (!settled && tone == DESK_TONE_CANNOT)
    set_other (self, DESK_OTHER_CANNOT);
  else if (!settled)
    set_other (self, event->by_peer ? DESK_OTHER_LEFT : DESK_OTHER_NONE);
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
  set_phase (self, DESK_PHASE_OVER);
  remember (self);
}

static void
take_about_getting_together (DeskContact *self, const p2pid_event *event)
{
  switch ((int) event->kind) {
  case P2PID_EVENT_CODE:
    take_code (self, event->code);
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
    set_phase (self, DESK_PHASE_JOINED);
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
    set_own (self, DESK_OWN_SENT, event->time);
    break;
  case P2PID_EVENT_DELIVERED:
    set_own (self, DESK_OWN_DELIVERED, event->time);
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
    set_other (self, DESK_OTHER_DECLINED);
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
  g_signal_emit (self, signals[CHANGED], 0);
  g_object_unref (self);
}

static void
event_cb (const p2pid_event *event, gpointer object)
{
  desk_contact_take_event (object, event);
}

static void
desk_contact_dispose (GObject *object)
{
  DeskContact *self = DESK_CONTACT (object);

  if (self->run != NULL)
    desk_run_leave (self->run);
  g_clear_pointer (&self->run, desk_run_unref);
  g_clear_object (&self->profile);
  g_clear_object (&self->identity);
  G_OBJECT_CLASS (desk_contact_parent_class)->dispose (object);
}

static void
desk_contact_finalize (GObject *object)
{
  DeskContact *self = DESK_CONTACT (object);

  p2pid_invitation_wipe (&self->invited);
  p2pid_identity_free (self->other_identity);
  g_clear_pointer (&self->receipt, g_bytes_unref);
  g_free (self->offered_audience);
  g_free (self->offered_purpose);
  g_free (self->code);
  g_free (self->invitation);
  g_free (self->audience);
  g_free (self->purpose);
  G_OBJECT_CLASS (desk_contact_parent_class)->finalize (object);
}

static void
desk_contact_get_property (GObject *object,
                           guint id,
                           GValue *value,
                           GParamSpec *pspec)
{
  DeskContact *self = DESK_CONTACT (object);

  switch (id) {
  case PROP_PHASE:
    g_value_set_enum (value, self->phase);
    break;
  case PROP_OTHER:
    g_value_set_enum (value, self->other);
    break;
  case PROP_OWN:
    g_value_set_enum (value, self->own);
    break;
  case PROP_CODE:
    g_value_set_string (value, self->code);
    break;
  case PROP_INVITATION:
    g_value_set_string (value, self->invitation);
    break;
  case PROP_OFFLINE:
    g_value_set_boolean (value, self->offline);
    break;
  case PROP_OTHER_NAME:
    g_value_set_string (value, desk_contact_get_other_name (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
desk_contact_class_init (DeskContactClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = desk_contact_dispose;
  object_class->finalize = desk_contact_finalize;
  object_class->get_property = desk_contact_get_property;

  properties[PROP_PHASE] =
      g_param_spec_enum ("phase", NULL, NULL, DESK_TYPE_PHASE, 0, flags);
  properties[PROP_OTHER] =
      g_param_spec_enum ("other", NULL, NULL, DESK_TYPE_OTHER, 0, flags);
  properties[PROP_OWN] =
      g_param_spec_enum ("own", NULL, NULL, DESK_TYPE_OWN, 0, flags);
  properties[PROP_CODE] = g_param_spec_string ("code", NULL, NULL, NULL, flags);
  properties[PROP_INVITATION] =
      g_param_spec_string ("invitation", NULL, NULL, NULL, flags);
  properties[PROP_OFFLINE] =
      g_param_spec_boolean ("offline", NULL, NULL, FALSE, flags);
  properties[PROP_OTHER_NAME] =
      g_param_spec_string ("other-name", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /* After each event, when all properties are as it left them. */
  signals[CHANGED] =
      g_signal_new ("changed", DESK_TYPE_CONTACT, G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 0);
}

static void
desk_contact_init (DeskContact *self)
{
  self->facts = P2PID_FACTS_DEFAULT;
}

DeskContact *
desk_contact_new (DeskProfile *profile, const DeskPlan *plan)
{
  DeskContact *self = g_object_new (DESK_TYPE_CONTACT, NULL);
  DeskIdentity *identity = desk_profile_get_identity (profile);

  self->profile = g_object_ref (profile);
  self->identity = identity != NULL ? g_object_ref (identity) : NULL;
  self->plan = *plan;
  self->channel = plan->channel;
  self->place = plan->place;
  if (plan->code != NULL)
    self->typed = *plan->code;
  if (plan->invitation != NULL)
    self->invited = *plan->invitation;
  g_strlcpy (self->tail, plan->tail != NULL ? plan->tail : "",
             sizeof self->tail);
  return self;
}

gboolean
desk_contact_start (DeskContact *self, GError **error)
{
  const DeskPlan *plan = &self->plan;
  p2pid_contact_config config = {
    .start = plan->start,
    .account = { .channel = plan->channel,
                 .role = plan->role,
                 .place = plan->place },
    .relay = plan->start == P2PID_START_INVITED
                 ? NULL
                 : desk_profile_get_relay (self->profile),
    .code = plan->start == P2PID_START_TYPED ? &self->typed : NULL,
    .invitation = plan->start == P2PID_START_INVITED ? &self->invited : NULL,
    /* The offer may still change: the texts are handed over in one's turn. */
    .ask_before_first = true,
  };

  g_return_val_if_fail (self->run == NULL, FALSE);

  memcpy (config.account.tail, self->tail, sizeof self->tail);
  self->run = desk_run_new (&config, self->identity,
                            desk_profile_allows_test (self->profile), event_cb,
                            G_OBJECT (self), error);
  return self->run != NULL;
}

void
desk_contact_set_offer (DeskContact *self,
                        p2pid_facts facts,
                        const char *audience,
                        const char *purpose)
{
  g_autofree char *old_audience = self->offered_audience;
  g_autofree char *old_purpose = self->offered_purpose;

  self->facts = facts;
  self->offered_audience = g_strdup (audience);
  self->offered_purpose = g_strdup (purpose);
}

/* An empty text is no text. */
static const char *
or_none (const char *text)
{
  return text != NULL && *text != '\0' ? text : NULL;
}

gboolean
desk_contact_identify (DeskContact *self,
                       p2pid_facts facts,
                       const char *audience,
                       const char *purpose,
                       GError **error)
{
  p2pid_err err = P2PID_OK;

  if (!self->turn || self->identity == NULL)
    return TRUE;

  if (self->run != NULL)
    err = p2pid_contact_identify (desk_run_get_contact (self->run), facts,
                                  or_none (audience), or_none (purpose));
  if (err != P2PID_OK) {
    g_propagate_error (error, desk_error_new (err));
    return FALSE;
  }
  self->facts = facts;
  self->turn = FALSE;
  set_own (self, DESK_OWN_SENDING, 0);
  g_signal_emit (self, signals[CHANGED], 0);
  return TRUE;
}

void
desk_contact_decline (DeskContact *self)
{
  if (!self->turn)
    return;

  self->turn = FALSE;
  /* A refusal fails only when the contact is over, and then it is moot. */
  if (self->run != NULL &&
      p2pid_contact_decline (desk_run_get_contact (self->run)) != P2PID_OK)
    return;
  set_own (self, DESK_OWN_DECLINED, 0);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
desk_contact_shown (DeskContact *self)
{
  if (self->shown)
    return;

  self->shown = TRUE;
  if (self->run != NULL &&
      p2pid_contact_shown (desk_run_get_contact (self->run)) != P2PID_OK)
    return;
  refuse_without_identity (self);
}

void
desk_contact_finish (DeskContact *self, gboolean receipt)
{
  self->receipt_wanted = receipt && !self->no_trace;
  if (self->phase == DESK_PHASE_CLOSING) {
    set_phase (self, DESK_PHASE_CLOSED);
    if (self->run != NULL &&
        p2pid_contact_finish (desk_run_get_contact (self->run),
                              self->receipt_wanted) != P2PID_OK)
      return;
    g_signal_emit (self, signals[CHANGED], 0);
  } else if (self->turn) {
    self->finish_wanted = TRUE;
    desk_contact_decline (self);
  } else if (self->phase < DESK_PHASE_CLOSING) {
    desk_contact_stop (self, P2PID_STOP_ENDED);
  }
}

void
desk_contact_stop (DeskContact *self, p2pid_stop reason)
{
  p2pid_event event = { .kind = P2PID_EVENT_STOPPED,
                        .time = g_get_real_time () / G_USEC_PER_SEC,
                        .err = P2PID_ERR_STOPPED,
                        .stop = reason };

  /* The other side is told on the contact's thread; the screen need not wait
   * for that. */
  if (self->run != NULL &&
      p2pid_contact_stop (desk_run_get_contact (self->run), reason) != P2PID_OK)
    return;
  desk_contact_take_event (self, &event);
}

void
desk_contact_leave_no_trace (DeskContact *self)
{
  self->no_trace = TRUE;
  if (self->run != NULL)
    p2pid_contact_leave_no_trace (desk_run_get_contact (self->run));
  desk_contact_finish (self, FALSE);
}

void
desk_contact_cancel (DeskContact *self)
{
  p2pid_event event = { .kind = P2PID_EVENT_STOPPED,
                        .time = g_get_real_time () / G_USEC_PER_SEC,
                        .err = P2PID_ERR_CANCELLED,
                        .stop = P2PID_STOP_ENDED };

  if (self->run != NULL)
    desk_run_leave (self->run);
  desk_contact_take_event (self, &event);
}

void
desk_contact_wait_all (void)
{
  desk_run_wait_all ();
}

DeskPhase
desk_contact_get_phase (DeskContact *self)
{
  return self->phase;
}

DeskOther
desk_contact_get_other (DeskContact *self)
{
  return self->other;
}

DeskOwn
desk_contact_get_own (DeskContact *self)
{
  return self->own;
}

DeskTone
desk_contact_get_tone (DeskContact *self)
{
  switch (self->other) {
  case DESK_OTHER_WAITING:
    return DESK_TONE_WAITING;
  case DESK_OTHER_IDENTIFIED:
    return DESK_TONE_KNOWN;
  case DESK_OTHER_CANNOT:
    return DESK_TONE_CANNOT;
  case DESK_OTHER_STOP:
    return DESK_TONE_STOP;
  case DESK_OTHER_NONE:
  case DESK_OTHER_DECLINED:
  case DESK_OTHER_LEFT:
  default:
    return DESK_TONE_NONE;
  }
}

const char *
desk_contact_get_code (DeskContact *self)
{
  return self->code;
}

gboolean
desk_contact_is_code_renewed (DeskContact *self)
{
  return self->codes > 1;
}

const char *
desk_contact_get_invitation (DeskContact *self)
{
  return self->invitation;
}

gboolean
desk_contact_is_offline (DeskContact *self)
{
  return self->offline;
}

p2pid_facts
desk_contact_get_offer (DeskContact *self)
{
  return self->facts;
}

gboolean
desk_contact_may_show (DeskContact *self)
{
  return self->turn && self->identity != NULL;
}

gboolean
desk_contact_may_receipt (DeskContact *self)
{
  return self->phase == DESK_PHASE_CLOSING &&
         self->other == DESK_OTHER_IDENTIFIED && self->own == DESK_OWN_SHOWN;
}

gboolean
desk_contact_is_receipt_asked (DeskContact *self)
{
  return self->receipt_asked && desk_contact_may_receipt (self);
}

gboolean
desk_contact_is_unfinished (DeskContact *self)
{
  return self->unfinished;
}

const p2pid_identity *
desk_contact_get_identity (DeskContact *self)
{
  return self->other_identity;
}

const char *
desk_contact_get_other_name (DeskContact *self)
{
  if (self->other_identity == NULL)
    return NULL;
  return p2pid_identity_fact (self->other_identity, P2PID_FACT_NAME);
}

const char *
desk_contact_get_purpose (DeskContact *self)
{
  return or_none (self->purpose);
}

const char *
desk_contact_get_audience (DeskContact *self)
{
  return or_none (self->audience);
}

p2pid_audience_match
desk_contact_get_audience_match (DeskContact *self)
{
  return self->audience_match;
}

p2pid_channel
desk_contact_get_channel (DeskContact *self)
{
  return self->channel;
}

p2pid_role
desk_contact_get_role (DeskContact *self)
{
  return self->plan.role;
}

p2pid_place
desk_contact_get_place (DeskContact *self)
{
  return self->place;
}

gboolean
desk_contact_is_agreed (DeskContact *self)
{
  return self->agreed;
}

unsigned
desk_contact_get_compared (DeskContact *self)
{
  return self->compared;
}

p2pid_err
desk_contact_get_error (DeskContact *self)
{
  return self->err;
}

p2pid_err
desk_contact_get_own_error (DeskContact *self)
{
  return self->own_err;
}

p2pid_stop
desk_contact_get_stop_reason (DeskContact *self)
{
  return self->stop;
}

gboolean
desk_contact_is_stopped_by_peer (DeskContact *self)
{
  return self->by_peer;
}

int64_t
desk_contact_get_own_time (DeskContact *self)
{
  return self->own_time;
}

GBytes *
desk_contact_get_receipt (DeskContact *self)
{
  return self->receipt;
}

DeskProfile *
desk_contact_get_profile (DeskContact *self)
{
  return self->profile;
}
