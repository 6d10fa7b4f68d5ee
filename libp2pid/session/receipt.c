/* Receipts: read, verified from nothing but themselves and trust anchors. */

#include "p2pid/receipt.h"

#include "evidence/evidence.h"
#include "session/compare.h"
#include "session/presentation.h"
#include "session/receipt-file.h"
#include "session/turns.h"

#include <stdlib.h>
#include <string.h>

/* One of the two, by place. */
typedef struct {
  p2pid_receipt_party party;
  char *audience;
  char *purpose;
  p2pid_binding *binding;
  p2pid_signature signature;
  p2pid_hash th; /* before the presentation */
  p2pid_public_key key;
  p2pid_identity *identity;
} presented;

struct p2pid_receipt {
  p2pid_transcript transcript;
  p2pid_signature signatures[2]; /* by p2pid_side */
  p2pid_account accounts[2];     /* by p2pid_side */
  p2pid_turns turns;
  presented places[2]; /* by p2pid_place */
};

static void
take_account (p2pid_receipt *receipt,
              p2pid_side sender,
              const p2pid_record *record)
{
  const p2pid_account *account = &record->account.account;

  receipt->accounts[sender] = *account;
  if (sender == P2PID_SIDE_HOST)
    receipt->turns.first = account->place == P2PID_PLACE_FIRST
                               ? P2PID_SIDE_HOST
                               : P2PID_SIDE_GUEST;
}

static p2pid_err
take_identify (p2pid_receipt *receipt,
               p2pid_side sender,
               const p2pid_record *record,
               const p2pid_hash *th)
{
  p2pid_place place =
      sender == receipt->turns.first ? P2PID_PLACE_FIRST : P2PID_PLACE_SECOND;
  presented *one = receipt->places + place;
  p2pid_err err = p2pid_binding_from_record (record, &one->binding);

  if (err == P2PID_OK)
    err = p2pid_binding_key (one->binding, &one->key);
  if (err == P2PID_OK)
    err = p2pid_text_copy (record->identify.audience, &one->audience);
  if (err == P2PID_OK)
    err = p2pid_text_copy (record->identify.purpose, &one->purpose);
  if (err != P2PID_OK)
    return err;
  one->signature = record->identify.signature;
  one->th = *th;
  one->party = (p2pid_receipt_party){
    .side = sender,
    .account = receipt->accounts[sender],
    .time = record->identify.time,
    .audience = one->audience ? one->audience : "",
    .purpose = one->purpose ? one->purpose : "",
  };
  return P2PID_OK;
}

/* Let the record be said again, as it was said then. */
static p2pid_err
replay (p2pid_receipt *receipt,
        const p2pid_transcript_record *said,
        const p2pid_hash *th)
{
  p2pid_record_memory *memory = NULL;
  p2pid_record record;
  p2pid_turn next;
  p2pid_err err = p2pid_record_parse (
      said->type, p2pid_buffer_bytes (said->body), &record, &memory);

  if (err == P2PID_OK && said->type == P2PID_RECORD_ACCOUNT)
    take_account (receipt, said->sender, &record);
  if (err == P2PID_OK)
    err = p2pid_turns_next (&receipt->turns, said->sender, &record, &next);
  if (err == P2PID_OK && said->type == P2PID_RECORD_IDENTIFY)
    err = take_identify (receipt, said->sender, &record, th);
  if (err == P2PID_OK)
    receipt->turns.turn = next;
  p2pid_record_memory_free (memory);
  return err;
}

/* The th before each record comes out of a second transcript, in step. */
static p2pid_err
replay_all (p2pid_receipt *receipt)
{
  p2pid_transcript again = { 0 };
  p2pid_err err = P2PID_OK;

  p2pid_transcript_begin (&again, &receipt->transcript.handshake);
  receipt->turns.turn = P2PID_TURN_HOST_ACCOUNT;
  for (size_t i = 0; err == P2PID_OK && i < receipt->transcript.count; i++) {
    const p2pid_transcript_record *said = receipt->transcript.records + i;

    err = replay (receipt, said, &again.th);
    if (err == P2PID_OK)
      err = p2pid_transcript_add (&again, said->sender, said->type,
                                  p2pid_buffer_bytes (said->body));
  }
  p2pid_transcript_clear (&again);
  if (err == P2PID_OK && (receipt->turns.turn != P2PID_TURN_CLOSING ||
                          receipt->places[P2PID_PLACE_FIRST].binding == NULL ||
                          receipt->places[P2PID_PLACE_SECOND].binding == NULL))
    err = P2PID_ERR_OUT_OF_TURN;
  return err;
}

p2pid_err
p2pid_receipt_parse (p2pid_bytes file, p2pid_receipt **out_receipt)
{
  p2pid_receipt *receipt = calloc (1, sizeof *receipt);
  p2pid_err err = P2PID_ERR_MEMORY;

  if (receipt == NULL)
    return err;
  err = p2pid_receipt_read (file, &receipt->transcript,
                            &receipt->signatures[P2PID_SIDE_HOST],
                            &receipt->signatures[P2PID_SIDE_GUEST]);
  if (err == P2PID_OK)
    err = replay_all (receipt);
  if (err == P2PID_OK) {
    *out_receipt = receipt;
    receipt = NULL;
  }
  p2pid_receipt_free (receipt);
  return err;
}

static p2pid_err
verify_place (p2pid_receipt *receipt,
              p2pid_place place,
              const p2pid_anchors *anchors,
              p2pid_identity **out_identity)
{
  const presented *one = receipt->places + place;
  p2pid_presentation presentation = {
    .side = one->party.side,
    .place = place,
    .role = one->party.account.role,
    .th = &one->th,
    .binding = one->binding,
    .audience = one->audience,
    .purpose = one->purpose,
    .time = one->party.time,
  };
  p2pid_err err =
      p2pid_presentation_verify (&presentation, &one->key, &one->signature);

  if (err == P2PID_OK)
    err = p2pid_receipt_signature_verify (
        one->party.side, &receipt->transcript.th, &one->key,
        &receipt->signatures[one->party.side]);
  if (err == P2PID_OK)
    err = p2pid_binding_verify (one->binding, anchors, one->party.time,
                                out_identity);
  return err;
}

p2pid_err
p2pid_receipt_verify (p2pid_receipt *receipt, const p2pid_anchors *anchors)
{
  p2pid_identity *identities[2] = { NULL, NULL };
  unsigned compared;
  p2pid_err err =
      p2pid_account_compare (&receipt->accounts[P2PID_SIDE_HOST],
                             &receipt->accounts[P2PID_SIDE_GUEST], &compared);

  if (err == P2PID_OK &&
      memcmp (&receipt->places[0].key, &receipt->places[1].key,
              sizeof receipt->places[0].key) == 0)
    err = P2PID_ERR_REFLECTED;
  for (int place = 0; err == P2PID_OK && place < 2; place++)
    err = verify_place (receipt, (p2pid_place) place, anchors,
                        &identities[place]);
  if (err == P2PID_OK)
    for (int place = 0; place < 2; place++) {
      p2pid_identity_free (receipt->places[place].identity);
      receipt->places[place].identity = identities[place];
      identities[place] = NULL;
    }
  p2pid_identity_free (identities[0]);
  p2pid_identity_free (identities[1]);
  return err;
}

const p2pid_identity *
p2pid_receipt_identity (const p2pid_receipt *receipt, p2pid_place place)
{
  return receipt->places[place].identity;
}

const p2pid_receipt_party *
p2pid_receipt_party_get (const p2pid_receipt *receipt, p2pid_place place)
{
  return &receipt->places[place].party;
}

void
p2pid_receipt_free (p2pid_receipt *receipt)
{
  if (receipt == NULL)
    return;
  p2pid_transcript_clear (&receipt->transcript);
  for (int place = 0; place < 2; place++) {
    presented *one = receipt->places + place;

    free (one->audience);
    free (one->purpose);
    p2pid_binding_free (one->binding);
    p2pid_identity_free (one->identity);
  }
  free (receipt);
}
