/* One contact, as the window sees it. */

#include "core/desk-contact-private.h"

#include "core/desk-calm.h"
#include "core/desk-enums.h"
#include "core/desk-errors.h"

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

void
desk_contact_changed (DeskContact *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
event_cb (gconstpointer event, gpointer object)
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
  desk_calm_end (&self->calm);
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
  self->calm = DESK_CALM_NONE;
}

/* What an eID cannot withhold is shown with anything: the lists say so. */
static p2pid_facts
fixed_facts (DeskContact *self)
{
  return self->identity != NULL ? desk_identity_get_fixed (self->identity) : 0;
}

DeskContact *
desk_contact_new (DeskProfile *profile, const DeskPlan *plan)
{
  DeskContact *self = g_object_new (DESK_TYPE_CONTACT, NULL);
  DeskIdentity *identity = desk_profile_get_identity (profile);

  self->profile = g_object_ref (profile);
  self->identity = identity != NULL ? g_object_ref (identity) : NULL;
  self->facts = desk_profile_get_shown_facts (profile) | fixed_facts (self);
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

  if (plan->role == P2PID_ROLE_CALLEE &&
      !desk_calm_begin_called (desk_profile_get_folder (self->profile),
                               &self->calm, error))
    return FALSE;
  memcpy (config.account.tail, self->tail, sizeof self->tail);
  self->run = desk_run_new (&config, self->identity,
                            desk_profile_new_anchors (self->profile), event_cb,
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

  self->facts = facts | fixed_facts (self);
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

  facts |= fixed_facts (self);

  if (self->run != NULL)
    err = p2pid_contact_identify (desk_run_get_contact (self->run), facts,
                                  or_none (audience), or_none (purpose));
  if (err != P2PID_OK) {
    g_propagate_error (error, desk_error_new (err));
    return FALSE;
  }
  self->facts = facts;
  self->turn = FALSE;
  desk_contact_set_own (self, DESK_OWN_SENDING, 0);
  desk_contact_changed (self);
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
  desk_contact_set_own (self, DESK_OWN_DECLINED, 0);
  desk_contact_changed (self);
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
  desk_contact_refuse_without_identity (self);
}

void
desk_contact_finish (DeskContact *self, gboolean receipt)
{
  self->receipt_wanted = receipt && !self->no_trace;
  if (self->phase == DESK_PHASE_CLOSING) {
    desk_contact_set_phase (self, DESK_PHASE_CLOSED);
    if (self->run != NULL &&
        p2pid_contact_finish (desk_run_get_contact (self->run),
                              self->receipt_wanted) != P2PID_OK)
      return;
    desk_contact_changed (self);
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

p2pid_err
desk_contact_get_code_lost (DeskContact *self)
{
  return self->code_lost;
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

DeskIdentity *
desk_contact_get_own_identity (DeskContact *self)
{
  return self->identity;
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
