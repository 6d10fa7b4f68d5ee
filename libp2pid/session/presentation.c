/* Signatures over a session. */

#include "session/presentation.h"

#include "base/lv.h"
#include "crypto/key.h"
#include "session/mutants.h"
#include "session/transcript.h"
#include "wire/account-names.h"

#include <inttypes.h>
#include <stdio.h>

#define TEXT(text) p2pid_bytes_from_text (text)

/* PROTOCOL.md §7: the label makes sure that nothing else which the key ever
 * signs can be taken for a presentation. */
static p2pid_err
signed_bytes (const p2pid_presentation *presentation, p2pid_buffer **out)
{
  p2pid_hash binding;
  char time[24];
  p2pid_bytes fields[] = { TEXT ("libp2pid/1 identify"),
                           TEXT (P2PID_SUITE),
                           TEXT (p2pid_side_name (presentation->side)),
                           TEXT (p2pid_place_name (presentation->place)),
                           TEXT (p2pid_role_name (presentation->role)),
                           P2PID_BYTES (presentation->th->bytes),
                           P2PID_BYTES (binding.bytes),
                           TEXT (presentation->audience),
                           TEXT (presentation->purpose),
                           { NULL, 0 } };

  p2pid_binding_hash (presentation->binding, &binding);
  snprintf (time, sizeof time, "%" PRId64, presentation->time);
  fields[9] = TEXT (time);

  if (MUTANT (NO_SIDE))
    fields[2].size = 0;
  if (MUTANT (NO_PLACE))
    fields[3].size = 0;
  if (MUTANT (NO_ROLE))
    fields[4].size = 0;
  if (MUTANT (NO_BINDING))
    fields[6].size = 0;
  if (MUTANT (NO_CLAIMS))
    fields[7].size = fields[8].size = 0;
  return p2pid_lv_cat (fields, 10, out);
}

p2pid_err
p2pid_presentation_sign (const p2pid_presentation *presentation,
                         const p2pid_key *key,
                         p2pid_signature *out_signature)
{
  p2pid_buffer *bytes = NULL;
  p2pid_err err = signed_bytes (presentation, &bytes);

  if (err == P2PID_OK)
    p2pid_key_sign (key, p2pid_buffer_bytes (bytes), out_signature);
  p2pid_buffer_free (bytes);
  return err;
}

p2pid_err
p2pid_presentation_verify (const p2pid_presentation *presentation,
                           const p2pid_public_key *key,
                           const p2pid_signature *signature)
{
  p2pid_buffer *bytes = NULL;
  p2pid_err err = signed_bytes (presentation, &bytes);

  if (err == P2PID_OK)
    err = p2pid_signature_verify (key, p2pid_buffer_bytes (bytes), signature);
  p2pid_buffer_free (bytes);
  return err;
}

static p2pid_err
receipt_bytes (p2pid_side side, const p2pid_hash *th, p2pid_buffer **out)
{
  p2pid_bytes fields[] = { TEXT ("libp2pid/1 receipt"), TEXT (P2PID_SUITE),
                           TEXT (p2pid_side_name (side)),
                           P2PID_BYTES (th->bytes) };

  return p2pid_lv_cat (fields, 4, out);
}

p2pid_err
p2pid_receipt_sign (p2pid_side side,
                    const p2pid_hash *th,
                    const p2pid_key *key,
                    p2pid_signature *out_signature)
{
  p2pid_buffer *bytes = NULL;
  p2pid_err err = receipt_bytes (side, th, &bytes);

  if (err == P2PID_OK)
    p2pid_key_sign (key, p2pid_buffer_bytes (bytes), out_signature);
  p2pid_buffer_free (bytes);
  return err;
}

p2pid_err
p2pid_receipt_signature_verify (p2pid_side side,
                                const p2pid_hash *th,
                                const p2pid_public_key *key,
                                const p2pid_signature *signature)
{
  p2pid_buffer *bytes = NULL;
  p2pid_err err = receipt_bytes (side, th, &bytes);

  if (err == P2PID_OK)
    err = p2pid_signature_verify (key, p2pid_buffer_bytes (bytes), signature);
  p2pid_buffer_free (bytes);
  return err;
}
