/*
 * Files as eIDs and issuers deliver them: certificates, keys and key sets, and
 * the parts of evidence. What is joined to a binding can be read again and is
 * the same; what is anchored has a fingerprint.
 *
 * An input is one file, or several with a line "%%" between them, for a method
 * that wants so many. It is tried for each method, alone and doubled.
 */

#include "target.h"

#include "base/bytes.h"
#include "evidence/evidence.h"
#include "evidence/method.h"
#include "p2pid/organisation.h"

#include <openssl/err.h>
#include <stdlib.h>

#define FILES_MAX 4

static void
check_binding (p2pid_method method, const p2pid_bytes *files, size_t count)
{
  p2pid_binding *binding = NULL, *again = NULL;
  p2pid_buffer *text = NULL;

  if (p2pid_binding_join (method, files, count, (p2pid_bytes){ NULL, 0 },
                          &binding) != P2PID_OK)
    return;
  hold (p2pid_binding_print (binding, &text) == P2PID_OK);
  hold (p2pid_binding_parse (p2pid_buffer_bytes (text), &again) == P2PID_OK);
  hold (strcmp (p2pid_binding_evidence (binding),
                p2pid_binding_evidence (again)) == 0);
  p2pid_buffer_free (text);
  p2pid_binding_free (again);
  p2pid_binding_free (binding);
}

static void
check_fingerprints (p2pid_bytes file)
{
  p2pid_fingerprint fingerprints[P2PID_FINGERPRINTS_MAX];
  size_t count = 0;

  if (p2pid_fingerprints_read (file, fingerprints, &count) == P2PID_OK)
    hold (count > 0 && count <= P2PID_FINGERPRINTS_MAX);
  else
    hold (count == 0);
}

static void
check_key (p2pid_bytes file)
{
  p2pid_key *key = NULL;
  p2pid_buffer *text = NULL;

  if (p2pid_organisation_key_parse (file, &key) != P2PID_OK)
    return;
  hold (p2pid_organisation_key_print (key, &text) == P2PID_OK);
  p2pid_buffer_free (text);
  p2pid_key_free (key);
}

static size_t
split (p2pid_bytes rest, p2pid_bytes files[FILES_MAX])
{
  static const char between[] = "\n%%\n";
  size_t count = 0;

  while (count < FILES_MAX) {
    const uint8_t *end = rest.size > 0 ? memmem (rest.data, rest.size, between,
                                                 sizeof between - 1)
                                       : NULL;

    files[count++] =
        (p2pid_bytes){ rest.data,
                       end != NULL ? (size_t) (end - rest.data) : rest.size };
    if (end == NULL)
      break;
    rest.size -= (size_t) (end - rest.data) + sizeof between - 1;
    rest.data = end + sizeof between - 1;
  }
  return count;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  p2pid_bytes files[FILES_MAX];
  size_t count = split ((p2pid_bytes){ data, size }, files);

  check_fingerprints (files[0]);
  check_key (files[0]);
  for (int method = 0; method < P2PID_METHOD_COUNT_; method++) {
    check_binding ((p2pid_method) method, files, count);
    if (count < FILES_MAX) {
      files[count] = files[0];
      check_binding ((p2pid_method) method, files, count + 1);
    }
  }
  hold (ERR_peek_error () == 0);
  return 0;
}
