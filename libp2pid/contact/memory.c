/* What is remembered of a contact. */

#include "contact/memory.h"

#include "base/bytes.h"
#include "p2pid/receipt.h"
#include "store/store.h"

#include <sodium.h>
#include <stdlib.h>

_Static_assert(P2PID_RECEIPT_MAX == P2PID_STORE_RECEIPT_MAX,
               "every receipt that can be read can be kept, and no other");

static p2pid_err
note_person (p2pid_memory *memory, const p2pid_event *event)
{
  p2pid_err err = p2pid_identity_copy (event->identity, &memory->peer);

  return err == P2PID_OK ? p2pid_text_copy (event->purpose, &memory->purpose)
                         : err;
}

p2pid_err
p2pid_memory_note (p2pid_memory *memory, const p2pid_event *event)
{
  switch (event->kind) {
  case P2PID_EVENT_JOINED:
    memory->joined = true;
    return P2PID_OK;
  case P2PID_EVENT_SHOWN:
    memory->identified = true;
    return P2PID_OK;
  case P2PID_EVENT_CANNOT_CHECK:
    memory->unchecked = event->err;
    return P2PID_OK;
  case P2PID_EVENT_IDENTIFIED:
    return note_person (memory, event);
  case P2PID_EVENT_RECEIPT:
    return p2pid_buffer_copy (event->bytes, &memory->receipt);
  default:
    return P2PID_OK;
  }
}

/* A contact that broke off for want of a relay, or because somebody left, does
 * not make undone what was proved before. */
static p2pid_outcome
outcome (const p2pid_memory *memory, const p2pid_event *ending)
{
  p2pid_outcome last = ending->kind == P2PID_EVENT_STOPPED
                           ? ending->outcome
                           : P2PID_OUTCOME_UNIDENTIFIED;

  if (last == P2PID_OUTCOME_STOPPED)
    return last;
  if (memory->peer != NULL)
    return P2PID_OUTCOME_IDENTIFIED;
  return memory->unchecked != P2PID_OK ? P2PID_OUTCOME_CANNOT_CHECK : last;
}

static void
describe_peer (const p2pid_memory *memory, p2pid_history_entry *entry)
{
  const p2pid_identity *peer = memory->peer;

  entry->name = p2pid_identity_fact (peer, P2PID_FACT_NAME);
  entry->organisation = p2pid_identity_fact (peer, P2PID_FACT_ORGANISATION);
  entry->issuer = p2pid_identity_issuer (peer);
  entry->test = p2pid_identity_environment (peer) == P2PID_ENVIRONMENT_TEST;
  entry->key = *p2pid_identity_key (peer);
  entry->occasion = p2pid_identity_occasion (peer);
}

static p2pid_err
keep_contact (const p2pid_memory *memory,
              const p2pid_account *account,
              const p2pid_event *ending,
              p2pid_store *store)
{
  p2pid_history_entry entry = {
    .time = ending->time,
    .channel = account->channel,
    .role = account->role,
    .outcome = outcome (memory, ending),
    .identified = memory->identified,
    .purpose = memory->purpose,
  };
  int64_t id;

  if (entry.outcome == P2PID_OUTCOME_STOPPED)
    entry.err = ending->err;
  else if (entry.outcome == P2PID_OUTCOME_CANNOT_CHECK)
    entry.err = memory->unchecked != P2PID_OK ? memory->unchecked : ending->err;
  if (memory->peer != NULL)
    describe_peer (memory, &entry);
  return p2pid_store_add_history (store, &entry,
                                  p2pid_buffer_bytes (memory->receipt), &id);
}

static p2pid_err
keep_person (const p2pid_memory *memory, int64_t time, p2pid_store *store)
{
  p2pid_person person = {
    .key = *p2pid_identity_key (memory->peer),
    .name = p2pid_identity_fact (memory->peer, P2PID_FACT_NAME),
    .issuer = p2pid_identity_issuer (memory->peer),
    .test = p2pid_identity_environment (memory->peer) == P2PID_ENVIRONMENT_TEST,
    .first_met = time,
    .last_met = time,
  };

  return p2pid_store_put_person (store, &person);
}

p2pid_err
p2pid_memory_keep (const p2pid_memory *memory,
                   const p2pid_account *account,
                   const p2pid_event *ending,
                   p2pid_store *store)
{
  p2pid_err err;

  if (!memory->joined)
    return P2PID_OK;
  err = keep_contact (memory, account, ending, store);
  if (err == P2PID_OK && outcome (memory, ending) == P2PID_OUTCOME_IDENTIFIED)
    err = keep_person (memory, ending->time, store);
  return err;
}

void
p2pid_memory_clear (p2pid_memory *memory)
{
  p2pid_identity_free (memory->peer);
  p2pid_buffer_free (memory->receipt);
  if (memory->purpose != NULL)
    sodium_memzero (memory->purpose, strlen (memory->purpose));
  free (memory->purpose);
  *memory = (p2pid_memory){ 0 };
}
