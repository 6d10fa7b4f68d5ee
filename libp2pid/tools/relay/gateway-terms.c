/* What a gateway lets itself be asked.
 *
 * The text that a person will read is made from the statement's values, here
 * (p2pid_statement_text()), and never taken from the one who asks. A statement
 * has one free text, the program's name: so that it cannot spell a sentence,
 * only names that the operator has listed are taken. Key and nonce are shown
 * as hex digits or not at all, the times as times. */

#include "tools/relay/gateway-terms.h"

#include "base/encoding.h"
#include "wire/json.h"

/* Only real methods: a name is looked up among those that are served. */
static bool
find_method (const gateway_terms *terms, const char *name, p2pid_method *out)
{
  for (int i = 0; i < P2PID_METHOD_COUNT_; i++)
    if (terms->longest[i] > 0 &&
        strcmp (p2pid_method_name ((p2pid_method) i), name) == 0) {
      *out = (p2pid_method) i;
      return true;
    }
  return false;
}

static bool
is_served (const gateway_terms *terms, const char *program)
{
  for (size_t i = 0; terms->programs[i] != NULL; i++)
    if (strcmp (terms->programs[i], program) == 0)
      return true;
  return false;
}

/* Canonical bytes in canonical base64url: one statement has one spelling. */
static p2pid_err
read_statement (const char *text, p2pid_statement *out)
{
  p2pid_buffer *bytes = NULL;
  p2pid_err err = P2PID_ERR_FORMAT;

  if (text != NULL)
    err = p2pid_base64url_decode (p2pid_bytes_from_text (text), &bytes);
  if (err == P2PID_OK)
    err = p2pid_statement_parse (p2pid_buffer_bytes (bytes), out);
  p2pid_buffer_free (bytes);
  return err;
}

/* The known members, each of its kind, and not one more. */
static bool
has_shape (const json_t *object)
{
  const json_t *credential = json_object_get (object, "credential");

  return json_is_string (json_object_get (object, "method")) &&
         json_is_string (json_object_get (object, "statement")) &&
         (credential == NULL || json_is_true (credential)) &&
         json_object_size (object) == (credential != NULL ? 3 : 2);
}

static gateway_verdict
judge (const gateway_terms *terms,
       const json_t *object,
       int64_t now,
       gateway_wish *wish)
{
  const p2pid_statement *statement = &wish->statement;
  p2pid_err err;

  if (!has_shape (object))
    return GATEWAY_FORMAT;
  if (!find_method (terms,
                    json_string_value (json_object_get (object, "method")),
                    &wish->method))
    return GATEWAY_METHOD;
  err =
      read_statement (json_string_value (json_object_get (object, "statement")),
                      &wish->statement);
  if (err != P2PID_OK)
    return err == P2PID_ERR_MEMORY ? GATEWAY_MEMORY : GATEWAY_FORMAT;
  if (!is_served (terms, statement->program))
    return GATEWAY_PROGRAM;
  if (statement->not_before < now - GATEWAY_CLOCK_MAX ||
      statement->not_before > now + GATEWAY_CLOCK_MAX)
    return GATEWAY_CLOCK;
  if (statement->not_after - statement->not_before >
      terms->longest[wish->method])
    return GATEWAY_LIFETIME;
  wish->credential = json_object_get (object, "credential") != NULL;
  return wish->credential && !terms->credentials ? GATEWAY_CREDENTIAL
                                                 : GATEWAY_TAKEN;
}

gateway_verdict
gateway_judge (const gateway_terms *terms,
               p2pid_bytes json,
               int64_t now,
               gateway_wish *out_wish)
{
  gateway_wish wish = { .credential = false };
  json_t *object = NULL;
  p2pid_err err = p2pid_json_parse (json, GATEWAY_ORDER_MAX, &object);
  gateway_verdict verdict;

  if (err != P2PID_OK)
    return err == P2PID_ERR_MEMORY ? GATEWAY_MEMORY : GATEWAY_FORMAT;
  verdict = judge (terms, object, now, &wish);
  json_decref (object);
  if (verdict == GATEWAY_TAKEN || verdict == GATEWAY_LIFETIME)
    *out_wish = wish;
  return verdict;
}
