/* The anchors file. */

#include "tools/p2pid/anchors-file.h"
#include "tools/p2pid/files.h"
#include "tools/p2pid/json-text.h"
#include "tools/p2pid/output.h"
#include "tools/p2pid/vault.h"

#include <jansson.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

p2pid_err
cli_anchors_read (const cli_options *options, p2pid_anchors **out)
{
  p2pid_anchors *anchors = NULL;
  cli_bytes file = { NULL, 0 };
  char *path = NULL;
  p2pid_err err = cli_path (options, "anchors.json", &path);

  if (err == P2PID_OK)
    err = p2pid_anchors_new (&anchors);
  if (err != P2PID_OK)
    goto out;
  err = cli_file_read (path, P2PID_ANCHORS_FILE_MAX, &file);
  if (err == P2PID_OK)
    err = p2pid_anchors_load (anchors, (p2pid_bytes){ file.data, file.size });
  else if (err == P2PID_ERR_NOT_FOUND)
    err = P2PID_OK;
  if (err != P2PID_OK)
    goto out;

  *out = anchors;
  anchors = NULL; /* the caller's now */

out:
  p2pid_anchors_free (anchors);
  cli_bytes_free (&file);
  free (path);
  return err;
}

/* The printing functions are NULL without memory; setting a member to NULL
 * fails. */

static json_t *
print_parties (const p2pid_anchor *anchor)
{
  json_t *list = json_array ();

  for (size_t i = 0; anchor->parties[i] != NULL; i++)
    if (json_array_append_new (list, json_string (anchor->parties[i])) != 0) {
      json_decref (list);
      return NULL;
    }
  return list;
}

static json_t *
print_revoked (const p2pid_anchor *anchor)
{
  char hex[2 * sizeof anchor->revoked->bytes + 1];
  json_t *list = json_array ();

  for (size_t i = 0; i < anchor->revoked_count; i++) {
    sodium_bin2hex (hex, sizeof hex, anchor->revoked[i].bytes,
                    sizeof anchor->revoked[i].bytes);
    if (json_array_append_new (list, json_string (hex)) != 0) {
      json_decref (list);
      return NULL;
    }
  }
  return list;
}

/* What not every anchor has; false without memory, so that no relying party
 * and no role that was withdrawn is lost unseen. */
static bool
set_more (json_t *object, const p2pid_anchor *anchor)
{
  const struct {
    const char *name;
    int64_t time;
  } times[] = { { "not-before", anchor->not_before },
                { "not-after", anchor->not_after },
                { "revoked-as-of", anchor->revoked_as_of } };
  int failed = 0;

  if (anchor->issuer != NULL)
    failed |=
        json_object_set_new (object, "issuer", json_string (anchor->issuer));
  if (anchor->parties != NULL)
    failed |= json_object_set_new (object, "parties", print_parties (anchor));
  for (size_t i = 0; i < sizeof times / sizeof *times; i++)
    if (times[i].time != 0)
      failed |= json_object_set_new (object, times[i].name,
                                     json_integer (times[i].time));
  if (anchor->revoked_count > 0)
    failed |= json_object_set_new (object, "revoked", print_revoked (anchor));
  return failed == 0;
}

static json_t *
print_anchor (const p2pid_anchor *anchor)
{
  char hex[2 * sizeof anchor->fingerprint.bytes + 1];
  json_t *object;

  sodium_bin2hex (hex, sizeof hex, anchor->fingerprint.bytes,
                  sizeof anchor->fingerprint.bytes);
  object = json_pack ("{s:s, s:s, s:s, s:s, s:s}", "method",
                      p2pid_method_name (anchor->method), "environment",
                      cli_environment_word (anchor->environment), "name",
                      anchor->name, "fingerprint", hex, "assurance",
                      cli_assurance_word (anchor->assurance));
  if (object != NULL && !set_more (object, anchor)) {
    json_decref (object);
    return NULL;
  }
  return object;
}

static bool
is_of (const p2pid_anchor *anchor, const p2pid_fingerprint *fingerprint)
{
  return fingerprint != NULL &&
         memcmp (&anchor->fingerprint, fingerprint, sizeof *fingerprint) == 0;
}

static json_t *
list_anchors (const p2pid_anchors *anchors, const p2pid_fingerprint *without)
{
  json_t *list = json_array ();

  for (size_t i = 0; i < p2pid_anchors_count (anchors); i++)
    if (!is_of (p2pid_anchors_get (anchors, i), without) &&
        json_array_append_new (
            list, print_anchor (p2pid_anchors_get (anchors, i))) != 0) {
      json_decref (list);
      return NULL;
    }
  return list;
}

static char *
print_anchors (const p2pid_anchors *anchors, const p2pid_fingerprint *without)
{
  json_t *whole = json_object ();
  char *text = NULL;

  if (json_object_set_new (whole, "anchors", list_anchors (anchors, without)) ==
      0)
    text = cli_json_text (whole, JSON_INDENT (2));
  json_decref (whole);
  return text;
}

p2pid_err
cli_anchors_write (const cli_options *options,
                   const p2pid_anchors *anchors,
                   const p2pid_fingerprint *without)
{
  char *text = print_anchors (anchors, without);
  char *path = NULL;
  p2pid_err err = P2PID_ERR_MEMORY;

  if (text != NULL)
    err = cli_path (options, "anchors.json", &path);
  if (err == P2PID_OK)
    err = cli_folder_make (options->data_dir);
  if (err == P2PID_OK)
    err = cli_file_write (
        path, (p2pid_bytes){ (const uint8_t *) text, strlen (text) }, true);
  free (text);
  free (path);
  return err;
}
