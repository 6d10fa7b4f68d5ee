/* Pages of organisations, and their key files: all of a page or nothing, every
 * anchor of that domain; a key that is read is written as it was. */

#include "target.h"

#include "base/bytes.h"
#include "p2pid/organisation.h"

#include <stdlib.h>

static void
load_page (p2pid_bytes text)
{
  p2pid_anchors *anchors = NULL;
  p2pid_err err;

  if (p2pid_anchors_new (&anchors) != P2PID_OK)
    abort ();
  err = p2pid_organisation_page_load (text, "firman.example",
                                      P2PID_ENVIRONMENT_PRODUCTION, 1795521600,
                                      anchors);
  if ((err == P2PID_OK) != (p2pid_anchors_count (anchors) > 0) ||
      p2pid_anchors_count (anchors) > P2PID_ORGANISATION_KEYS_MAX)
    abort ();
  for (size_t i = 0; i < p2pid_anchors_count (anchors); i++) {
    const p2pid_anchor *anchor = p2pid_anchors_get (anchors, i);

    if (anchor->method != P2PID_METHOD_ROLE ||
        strcmp (anchor->issuer, "firman.example") != 0 ||
        anchor->revoked_count > P2PID_ANCHOR_REVOKED_MAX)
      abort ();
  }
  p2pid_anchors_free (anchors);
}

static void
read_key (p2pid_bytes text)
{
  p2pid_buffer *again = NULL;
  p2pid_key *key = NULL;

  if (p2pid_organisation_key_parse (text, &key) != P2PID_OK)
    return;
  if (p2pid_organisation_key_print (key, &again) != P2PID_OK ||
      !p2pid_bytes_equal (text, p2pid_buffer_bytes (again)))
    abort ();
  p2pid_buffer_free (again);
  p2pid_key_free (key);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  load_page ((p2pid_bytes){ data, size });
  read_key ((p2pid_bytes){ data, size });
  return 0;
}
