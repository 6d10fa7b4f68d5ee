/* JSON: our reader takes just what jansson's takes, but for what is no object,
 * nests too deep or has a NUL (which jansson swallows behind a number), and
 * makes the same of it. */

#include "target.h"

#include "wire/json.h"

#include <stdlib.h>

/* How many objects and lists lie in one another at the deepest. */
static unsigned
depth (const json_t *value)
{
  unsigned deepest = 0;

  for (size_t i = 0; i < json_array_size (value); i++) {
    unsigned inner = depth (json_array_get (value, i));

    deepest = inner > deepest ? inner : deepest;
  }
  for (void *at = json_object_iter ((json_t *) value); at != NULL;
       at = json_object_iter_next ((json_t *) value, at)) {
    unsigned inner = depth (json_object_iter_value (at));

    deepest = inner > deepest ? inner : deepest;
  }
  return deepest + (json_is_object (value) || json_is_array (value));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  p2pid_bytes text = { data, size };
  json_error_t error;
  json_t *theirs =
      json_loadb ((const char *) data, size,
                  JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
  json_t *ours = NULL;
  bool fits = json_is_object (theirs) &&
              depth (theirs) <= P2PID_JSON_DEPTH_MAX &&
              memchr (data, 0, size) == NULL;
  p2pid_err err = p2pid_json_parse (text, size, &ours);

  if (err != (fits ? P2PID_OK : P2PID_ERR_FORMAT))
    abort ();
  if (fits && !json_equal (ours, theirs))
    abort ();
  json_decref (ours);
  json_decref (theirs);
  return 0;
}
