/* The object, and the calls that any thread may make. */

#include "p2pid/contact.h"

#include "base/secret.h"
#include "contact/state.h"
#include "wire/account-names.h"
#include "wire/text.h"
#include "wire/whole.h"

#include <stdlib.h>
#include <sodium.h>

static bool
is_host (p2pid_start start)
{
  return start == P2PID_START_CODE || start == P2PID_START_INVITATION;
}

static p2pid_err
check_claim (const char *text)
{
  if (text == NULL || *text == '\0')
    return P2PID_OK;
  return p2pid_text_check (p2pid_bytes_from_text (text),
                           P2PID_CLAIM_CHARACTERS_MAX);
}

static bool
is_whole (const p2pid_contact_config *config)
{
  if (config->callback == NULL || config->anchors == NULL ||
      config->patience < 0 ||
      p2pid_account_check (&config->account) != P2PID_OK)
    return false;
  switch (config->start) {
  case P2PID_START_CODE:
  case P2PID_START_INVITATION:
    return config->relay != NULL;
  case P2PID_START_TYPED:
    return config->relay != NULL && config->code != NULL &&
           p2pid_code_is_whole (config->code);
  case P2PID_START_INVITED:
    return config->invitation != NULL &&
           p2pid_invitation_is_whole (config->invitation);
  }
  return false;
}

/* Whether the binding can show just these facts. */
static p2pid_err
check_facts (const p2pid_binding *binding, p2pid_facts facts)
{
  p2pid_binding *shown = NULL;
  p2pid_err err;

  if (binding == NULL)
    return P2PID_OK;
  err = p2pid_binding_select (binding, facts, &shown);
  p2pid_binding_free (shown);
  return err;
}

static p2pid_err
check_key (const p2pid_key *key, const p2pid_binding *binding)
{
  p2pid_public_key bound;
  p2pid_err err;

  if (key == NULL && binding == NULL)
    return P2PID_OK;
  if (key == NULL || binding == NULL)
    return P2PID_ERR_ARGUMENT;
  err = p2pid_binding_key (binding, &bound);
  if (err == P2PID_OK &&
      memcmp (&bound, p2pid_key_public (key), sizeof bound) != 0)
    err = P2PID_ERR_ARGUMENT;
  return err;
}

static p2pid_facts
facts_or_default (p2pid_facts facts)
{
  return facts != 0 ? facts : P2PID_FACTS_DEFAULT;
}

static p2pid_err
check_config (const p2pid_contact_config *config)
{
  p2pid_err err = is_whole (config) ? P2PID_OK : P2PID_ERR_ARGUMENT;

  if (err == P2PID_OK)
    err = check_key (config->key, config->binding);
  if (err == P2PID_OK)
    err = check_facts (config->binding, facts_or_default (config->facts));
  if (err == P2PID_OK)
    err = check_claim (config->audience);
  if (err == P2PID_OK)
    err = check_claim (config->purpose);
  return err;
}

static p2pid_err
copy_config (p2pid_contact *contact, const p2pid_contact_config *config)
{
  p2pid_err err;

  contact->config = *config;
  contact->side = is_host (config->start) ? P2PID_SIDE_HOST : P2PID_SIDE_GUEST;
  contact->no_trace = config->leave_no_trace;
  contact->config.facts = facts_or_default (config->facts);
  if (config->start == P2PID_START_TYPED)
    contact->code = *config->code;
  if (config->start == P2PID_START_INVITED)
    contact->invitation = *config->invitation;

  err = p2pid_origin_parse (config->start == P2PID_START_INVITED
                                ? config->invitation->origin
                                : config->relay,
                            contact->origin);
  if (err == P2PID_OK)
    err = p2pid_text_copy (config->audience, &contact->audience);
  if (err == P2PID_OK)
    err = p2pid_text_copy (config->purpose, &contact->purpose);
  /* From here on the copies count. */
  contact->config.code = NULL;
  contact->config.invitation = NULL;
  contact->config.relay = NULL;
  contact->config.audience = contact->config.purpose = NULL;
  return err;
}

p2pid_err
p2pid_contact_new (const p2pid_contact_config *config,
                   p2pid_contact **out_contact)
{
  p2pid_contact *contact = NULL;
  p2pid_err err = check_config (config);

  if (err != P2PID_OK)
    return err;
  err = p2pid_secret_new (sizeof *contact, (void **) &contact);
  if (err != P2PID_OK)
    return err;
  pthread_mutex_init (&contact->lock, NULL);
  err = copy_config (contact, config);
  if (err != P2PID_OK) {
    p2pid_contact_free (contact);
    return err;
  }
  *out_contact = contact;
  return P2PID_OK;
}

/* Decisions. */

static void
wake (p2pid_contact *contact)
{
  if (contact->relay != NULL)
    p2pid_relay_wake (contact->relay);
}

static p2pid_err
decide (p2pid_contact *contact, const p2pid_decision *decision)
{
  p2pid_err err = P2PID_ERR_STATE;

  pthread_mutex_lock (&contact->lock);
  if (!contact->over)
    err = p2pid_decisions_add (&contact->decisions, decision);
  if (err == P2PID_OK)
    wake (contact);
  pthread_mutex_unlock (&contact->lock);
  return err;
}

p2pid_err
p2pid_contact_identify (p2pid_contact *contact,
                        p2pid_facts facts,
                        const char *audience,
                        const char *purpose)
{
  p2pid_decision decision = { .kind = P2PID_DECISION_IDENTIFY,
                              .facts = facts_or_default (facts),
                              .audience = (char *) audience,
                              .purpose = (char *) purpose };
  p2pid_err err = check_claim (audience);

  if (err == P2PID_OK)
    err = check_claim (purpose);
  if (err == P2PID_OK)
    err = check_facts (contact->config.binding, decision.facts);
  return err == P2PID_OK ? decide (contact, &decision) : err;
}

p2pid_err
p2pid_contact_decline (p2pid_contact *contact)
{
  return decide (contact, &(p2pid_decision){ .kind = P2PID_DECISION_DECLINE });
}

p2pid_err
p2pid_contact_shown (p2pid_contact *contact)
{
  return decide (contact, &(p2pid_decision){ .kind = P2PID_DECISION_SHOWN });
}

p2pid_err
p2pid_contact_finish (p2pid_contact *contact, bool receipt)
{
  return decide (contact, &(p2pid_decision){ .kind = P2PID_DECISION_FINISH,
                                             .receipt = receipt });
}

p2pid_err
p2pid_contact_stop (p2pid_contact *contact, p2pid_stop reason)
{
  if ((unsigned) reason >= P2PID_STOP_COUNT_)
    return P2PID_ERR_ARGUMENT;
  return decide (contact, &(p2pid_decision){ .kind = P2PID_DECISION_STOP,
                                             .reason = reason });
}

void
p2pid_contact_leave_no_trace (p2pid_contact *contact)
{
  pthread_mutex_lock (&contact->lock);
  contact->no_trace = true;
  pthread_mutex_unlock (&contact->lock);
}

void
p2pid_contact_cancel (p2pid_contact *contact)
{
  pthread_mutex_lock (&contact->lock);
  contact->cancelled = true;
  wake (contact);
  pthread_mutex_unlock (&contact->lock);
}

void
p2pid_contact_free (p2pid_contact *contact)
{
  if (contact == NULL)
    return;
  p2pid_relay_free (contact->relay);
  p2pid_session_free (contact->session);
  p2pid_identity_free (contact->own);
  p2pid_memory_clear (&contact->memory);
  p2pid_decisions_clear (&contact->decisions);
  free (contact->audience);
  free (contact->purpose);
  pthread_mutex_destroy (&contact->lock);
  p2pid_secret_free (contact);
}
