/* JSON from outside, on jansson, within bounds. */

#include "wire/json.h"

#include "base/json-read.h"

/* Room for almost everything that is printed, a record's JSON for one. */
#define USUAL 512

/* The end of the string whose first character is at @p at: its closing quote,
 * or NULL. */
static const char *
skip_string (const char *at, const char *end)
{
  const char *start = at;
  const char *quote;

  while ((quote = memchr (at, '"', (size_t) (end - at))) != NULL) {
    const char *slash = quote;

    while (slash > start && slash[-1] == '\\')
      slash--;
    if ((quote - slash) % 2 == 0)
      return quote;
    at = quote + 1;
  }
  return NULL;
}

/* jansson reads 2,048 levels, with a call for each: count them first. */
static bool
depth_fits (p2pid_bytes text)
{
  const char *at = (const char *) text.data;
  const char *end = at + text.size;
  size_t depth = 0;

  for (; at < end; at++) {
    if (*at == '"' && (at = skip_string (at + 1, end)) == NULL)
      return false;
    if ((*at == '{' || *at == '[') && ++depth > P2PID_JSON_DEPTH_MAX)
      return false;
    if ((*at == '}' || *at == ']') && depth-- == 0)
      return false;
  }
  return true;
}

p2pid_err
p2pid_json_parse (p2pid_bytes text, size_t max, json_t **out)
{
  json_t *root = NULL;
  p2pid_err err;

  if (text.size > max)
    return P2PID_ERR_SIZE;
  if (!depth_fits (text))
    return P2PID_ERR_FORMAT;
  err = p2pid_json_read (text, &root);
  if (err != P2PID_OK)
    return err;
  if (!json_is_object (root)) {
    json_decref (root);
    return P2PID_ERR_FORMAT;
  }
  *out = root;
  return P2PID_OK;
}

static bool
is_listed (const char *name, const char *const *list)
{
  for (; *list != NULL; list++)
    if (strcmp (name, *list) == 0)
      return true;
  return false;
}

p2pid_err
p2pid_json_check_crit (const json_t *object, const char *const *known)
{
  const json_t *crit = json_object_get (object, "crit");
  p2pid_err err = P2PID_OK;

  if (crit == NULL)
    return P2PID_OK;
  if (json_array_size (crit) == 0)
    return P2PID_ERR_FORMAT;

  for (size_t i = 0; i < json_array_size (crit); i++) {
    const char *name = json_string_value (json_array_get (crit, i));

    if (name == NULL || json_object_get (object, name) == NULL)
      return P2PID_ERR_FORMAT;
    if (!is_listed (name, known))
      err = P2PID_ERR_VERSION;
  }
  return err;
}

p2pid_err
p2pid_json_check_members (const json_t *object, const char *const *known)
{
  void *at = json_object_iter ((json_t *) object);

  for (; at != NULL; at = json_object_iter_next ((json_t *) object, at))
    if (!is_listed (json_object_iter_key (at), known))
      return P2PID_ERR_FORMAT;
  return P2PID_OK;
}

p2pid_err
p2pid_json_get_text (const json_t *object, const char *name, const char **out)
{
  const json_t *value = json_object_get (object, name);

  if (value != NULL && !json_is_string (value))
    return P2PID_ERR_FORMAT;
  *out = json_string_value (value);
  return P2PID_OK;
}

p2pid_err
p2pid_json_get_number (const json_t *object,
                       const char *name,
                       int64_t min,
                       int64_t max,
                       int64_t *out)
{
  const json_t *value = json_object_get (object, name);
  int64_t number = json_integer_value (value);

  if (!json_is_integer (value) || number < min || number > max)
    return P2PID_ERR_FORMAT;
  *out = number;
  return P2PID_OK;
}

p2pid_err
p2pid_json_check_packed (const json_t *object,
                         const char *name,
                         const void *value)
{
  return object == NULL ||
                 (value != NULL && json_object_get (object, name) == NULL)
             ? P2PID_ERR_MEMORY
             : P2PID_OK;
}

/* Into @p size bytes; *@p out_size is what all of it takes. */
static p2pid_err
print (const json_t *object, size_t size, size_t *out_size, p2pid_buffer **out)
{
  p2pid_buffer *text = NULL;
  p2pid_err err = p2pid_buffer_new (size, &text);

  if (err != P2PID_OK)
    return err;
  *out_size = json_dumpb (object, (char *) text->data, size, JSON_COMPACT);
  if (*out_size == 0 || *out_size > size) {
    p2pid_buffer_free (text);
    return *out_size == 0 ? P2PID_ERR_MEMORY : P2PID_ERR_SIZE;
  }
  text->size = *out_size;
  *out = text;
  return P2PID_OK;
}

p2pid_err
p2pid_json_print (const json_t *object, p2pid_buffer **out)
{
  size_t size = 0;
  p2pid_err err = print (object, USUAL, &size, out);

  /* No size is too much to print again, with room for it. */
  if (err == P2PID_ERR_SIZE)
    err = print (object, size, &size, out);
  return err == P2PID_ERR_SIZE ? P2PID_ERR_MEMORY : err;
}
