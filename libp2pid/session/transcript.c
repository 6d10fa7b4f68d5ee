/* The running transcript hash. */

#include "session/transcript.h"

#include "crypto/hash.h"
#include "session/mutants.h"

#include <sodium.h>

#define TEXT(text) p2pid_bytes_from_text (text)

const char *
p2pid_side_name (p2pid_side side)
{
  return side == P2PID_SIDE_HOST ? "host" : "guest";
}

void
p2pid_transcript_begin (p2pid_transcript *transcript, const p2pid_hash *h)
{
  p2pid_bytes fields[] = { TEXT ("libp2pid/1 th"), P2PID_BYTES (h->bytes) };

  if (MUTANT (NO_H))
    fields[1].size = 0;
  transcript->handshake = *h;
  p2pid_hash_list (fields, 2, &transcript->th);
}

/* Whether a fault is asked for that leaves this record out. */
static bool
left_out (p2pid_record_type type, size_t count)
{
  return (MUTANT (NO_ACCOUNT) && type == P2PID_RECORD_ACCOUNT) ||
         (MUTANT (NO_FIRST) && type == P2PID_RECORD_IDENTIFY && count < 4);
}

p2pid_err
p2pid_transcript_add (p2pid_transcript *transcript,
                      p2pid_side sender,
                      p2pid_record_type type,
                      p2pid_bytes body)
{
  p2pid_transcript_record *record = transcript->records + transcript->count;
  p2pid_bytes fields[] = { TEXT ("libp2pid/1 th+"),
                           P2PID_BYTES (transcript->th.bytes),
                           TEXT (p2pid_side_name (sender)),
                           TEXT (p2pid_record_type_name (type)), body };
  p2pid_err err;

  if (transcript->count == P2PID_TRANSCRIPT_MAX)
    return P2PID_ERR_SIZE;
  err = p2pid_buffer_copy (body, &record->body);
  if (err != P2PID_OK)
    return err;

  if (left_out (type, transcript->count))
    fields[4].size = 0;
  record->sender = sender;
  record->type = type;
  transcript->count++;
  p2pid_hash_list (fields, 5, &transcript->th);
  return P2PID_OK;
}

void
p2pid_transcript_clear (p2pid_transcript *transcript)
{
  for (size_t i = 0; i < transcript->count; i++)
    p2pid_buffer_free (transcript->records[i].body);
  sodium_memzero (transcript, sizeof *transcript);
}
