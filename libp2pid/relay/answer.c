/* JSON answers of a relay. Each member has one accepted form, because all of
 * them end up in requests: a token with a line break would be a header more. */

#include "relay/answer.h"

#include "base/encoding.h"
#include "base/json-read.h"

#include <sodium.h>

static p2pid_err
parse (p2pid_bytes text, json_t **out)
{
  json_t *root = NULL;
  p2pid_err err;

  if (text.size > P2PID_ANSWER_JSON_MAX)
    return P2PID_ERR_RELAY;
  err = p2pid_json_read (text, &root);
  if (err != P2PID_OK)
    return err == P2PID_ERR_MEMORY ? err : P2PID_ERR_RELAY;
  if (!json_is_object (root)) {
    json_decref (root);
    return P2PID_ERR_RELAY;
  }
  *out = root;
  return P2PID_OK;
}

/* A string member's bytes; empty where there is none. */
static p2pid_bytes
member (const json_t *root, const char *name)
{
  const json_t *text = json_object_get (root, name);

  return (p2pid_bytes){ (const uint8_t *) json_string_value (text),
                        json_string_length (text) };
}

static bool
read_nameplate (const json_t *root, p2pid_answer_place *place)
{
  p2pid_bytes text = member (root, "nameplate");

  if (text.size != 2 && text.size != 4 && text.size != 6)
    return false;
  for (size_t i = 0; i < text.size; i++)
    if (text.data[i] < '0' || text.data[i] > '9')
      return false;
  memcpy (place->nameplate, text.data, text.size);
  place->nameplate[text.size] = '\0';
  return true;
}

static bool
read_mailbox (const json_t *root, p2pid_answer_place *place)
{
  p2pid_bytes text = member (root, "mailbox");
  uint8_t id[16];

  if (p2pid_hex_decode (text, id, sizeof id) != P2PID_OK)
    return false;
  memcpy (place->mailbox, text.data, text.size);
  place->mailbox[text.size] = '\0';
  return true;
}

static bool
read_token (const json_t *root, p2pid_answer_place *place)
{
  p2pid_bytes text = member (root, "token");
  uint8_t token[32];
  bool fine =
      p2pid_base64url_decode_fixed (text, token, sizeof token) == P2PID_OK;

  if (fine) {
    memcpy (place->token, text.data, text.size);
    place->token[text.size] = '\0';
  }
  sodium_memzero (token, sizeof token);
  return fine;
}

static bool
read_lifetime (const json_t *root, p2pid_answer_place *place)
{
  const json_t *number = json_object_get (root, "lifetime");

  place->lifetime = json_integer_value (number); /* 0 if it is something else */
  return place->lifetime >= 1 && place->lifetime <= P2PID_ANSWER_LIFETIME_MAX;
}

p2pid_err
p2pid_answer_opened (p2pid_bytes json, p2pid_answer_place *out_place)
{
  p2pid_answer_place place = { 0 };
  json_t *root = NULL;
  p2pid_err err = parse (json, &root);

  if (err != P2PID_OK)
    return err;
  if (read_nameplate (root, &place) && read_mailbox (root, &place) &&
      read_token (root, &place) && read_lifetime (root, &place))
    *out_place = place;
  else
    err = P2PID_ERR_RELAY;
  sodium_memzero (&place, sizeof place);
  json_decref (root);
  return err;
}

p2pid_err
p2pid_answer_claimed (p2pid_bytes json, p2pid_answer_place *out_place)
{
  p2pid_answer_place place = *out_place;
  json_t *root = NULL;
  p2pid_err err = parse (json, &root);

  if (err != P2PID_OK)
    return err;
  if (read_mailbox (root, &place) && read_token (root, &place))
    *out_place = place;
  else
    err = P2PID_ERR_RELAY;
  sodium_memzero (&place, sizeof place);
  json_decref (root);
  return err;
}

p2pid_answer_problem
p2pid_answer_get_problem (p2pid_bytes json)
{
  static const char *const names[] = {
    [P2PID_PROBLEM_UNKNOWN] = "unknown", [P2PID_PROBLEM_USED] = "used",
    [P2PID_PROBLEM_SLOT] = "slot",       [P2PID_PROBLEM_CROWDED] = "crowded",
    [P2PID_PROBLEM_FULL] = "full",
  };
  p2pid_answer_problem problem = P2PID_PROBLEM_OTHER;
  json_t *root = NULL;

  if (parse (json, &root) != P2PID_OK)
    return P2PID_PROBLEM_OTHER;
  for (size_t i = P2PID_PROBLEM_UNKNOWN; i <= P2PID_PROBLEM_FULL; i++)
    if (p2pid_bytes_equal (member (root, "error"),
                           p2pid_bytes_from_text (names[i])))
      problem = (p2pid_answer_problem) i;
  json_decref (root);
  return problem;
}
