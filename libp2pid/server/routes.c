/* Each value has one form that is accepted: no leading zeros, no capital hex
 * digits, no percent signs, no second query. */

#include "server/routes.h"

#include "base/ascii.h"
#include "base/encoding.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Take @prefix off the front of *text. */
static bool
skip (const char **text, const char *prefix)
{
  size_t size = strlen (prefix);

  if (strncmp (*text, prefix, size) != 0)
    return false;
  *text += size;
  return true;
}

/* Take a number of at most two digits off the front of *text. */
static bool
skip_number (const char **text, unsigned *out)
{
  const char *c = *text;
  unsigned number = 0;
  int digits = 0;

  for (; *c >= '0' && *c <= '9' && digits < 3; c++, digits++)
    number = number * 10 + (unsigned) (*c - '0');
  if (digits == 0 || digits > 2 || (digits == 2 && **text == '0'))
    return false;
  *text = c;
  *out = number;
  return true;
}

static bool
skip_id (const char **text, p2pid_box_id *out)
{
  p2pid_bytes hex = { (const uint8_t *) *text, strnlen (*text, 32) };

  if (p2pid_hex_decode (hex, out->bytes, sizeof out->bytes) != P2PID_OK)
    return false;
  *text += hex.size;
  return true;
}

/* "?wait=25" or nothing. */
static bool
parse_wait (const char *text, unsigned *out)
{
  *out = 0;
  if (*text == '\0')
    return true;
  if (!skip (&text, "?wait=") || !skip_number (&text, out) || *text != '\0')
    return false;
  return *out <= P2PID_WAIT_MAX;
}

/* What follows "/v1/box/". */
static p2pid_path
parse_box (const char *text, p2pid_target *out)
{
  if (!skip_id (&text, &out->id))
    return P2PID_PATH_NONE;
  if (*text == '\0')
    return P2PID_PATH_BOX;
  if (*text == '?')
    return P2PID_PATH_BAD;
  if (skip (&text, "/h/"))
    out->side = P2PID_BOX_HOST;
  else if (skip (&text, "/g/"))
    out->side = P2PID_BOX_GUEST;
  else
    return P2PID_PATH_NONE;
  if (!skip_number (&text, &out->slot) || out->slot >= P2PID_BOX_SLOTS ||
      (*text != '\0' && *text != '?'))
    return P2PID_PATH_NONE;
  return parse_wait (text, &out->wait) ? P2PID_PATH_SLOT : P2PID_PATH_BAD;
}

static p2pid_path
parse (const char *text, p2pid_target *out)
{
  if (skip (&text, "/v1/box/"))
    return parse_box (text, out);
  if (strcmp (text, "/v1/code") == 0)
    return P2PID_PATH_CODES;
  if (strcmp (text, "/v1/counts") == 0)
    return P2PID_PATH_COUNTS;
  if (skip (&text, "/v1/code/")) {
    if (p2pid_nameplate_check (text))
      strcpy (out->nameplate, text);
    return P2PID_PATH_CODE;
  }
  /* What browsers and the makers of links hang on does not matter here. */
  if (skip (&text, "/i") || skip (&text, "/"))
    return *text == '\0' || *text == '?' ? P2PID_PATH_PAGE : P2PID_PATH_NONE;
  return P2PID_PATH_NONE;
}

void
p2pid_target_parse (const char *text, p2pid_target *out_target)
{
  p2pid_target target = { .path = P2PID_PATH_NONE };

  target.path = parse (text, &target);
  *out_target = target;
}

static const struct {
  p2pid_path path;
  const char *method;
  p2pid_action action;
} actions[] = {
  { P2PID_PATH_PAGE, "GET", P2PID_ACTION_PAGE },
  { P2PID_PATH_PAGE, "HEAD", P2PID_ACTION_PAGE },
  { P2PID_PATH_COUNTS, "GET", P2PID_ACTION_COUNTS },
  { P2PID_PATH_CODES, "POST", P2PID_ACTION_OPEN },
  { P2PID_PATH_CODE, "POST", P2PID_ACTION_CLAIM },
  { P2PID_PATH_BOX, "DELETE", P2PID_ACTION_DELETE },
  { P2PID_PATH_SLOT, "GET", P2PID_ACTION_GET },
  { P2PID_PATH_SLOT, "PUT", P2PID_ACTION_PUT },
};

p2pid_action
p2pid_target_action (const p2pid_target *target, const char *method)
{
  for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++)
    if (actions[i].path == target->path &&
        strcmp (actions[i].method, method) == 0)
      return actions[i].action;
  return P2PID_ACTION_NONE;
}

const char *
p2pid_target_allow (const p2pid_target *target)
{
  switch (target->path) {
  case P2PID_PATH_PAGE:
    return "GET, HEAD";
  case P2PID_PATH_COUNTS:
    return "GET";
  case P2PID_PATH_CODES:
  case P2PID_PATH_CODE:
    return "POST";
  case P2PID_PATH_BOX:
    return "DELETE";
  case P2PID_PATH_SLOT:
    return "GET, PUT";
  case P2PID_PATH_NONE:
  case P2PID_PATH_BAD:
  case P2PID_PATH_EXTRA:
    break;
  }
  return "";
}

bool
p2pid_bearer_parse (const char *text, p2pid_token *out_token)
{
  static const char scheme[] = "Bearer ";

  if (text == NULL || !p2pid_ascii_begins (text, scheme))
    return false;
  return p2pid_base64url_decode_fixed (
             p2pid_bytes_from_text (text + sizeof scheme - 1), out_token->bytes,
             sizeof out_token->bytes) == P2PID_OK;
}

int
p2pid_forwarded_read (const char *text, struct in6_addr *out)
{
  const char *last;

  if (text == NULL)
    return 0;
  last = strrchr (text, ',');
  last = last == NULL ? text : last + 1;
  last += strspn (last, " \t");
  if (inet_pton (AF_INET, last, out) == 1)
    return AF_INET;
  return inet_pton (AF_INET6, last, out) == 1 ? AF_INET6 : 0;
}

bool
p2pid_forwarded_parse (const char *text, p2pid_address *out_address)
{
  struct in6_addr bytes;
  int family = p2pid_forwarded_read (text, &bytes);

  if (family != 0)
    *out_address = p2pid_address_from_bytes (
        (p2pid_bytes){ bytes.s6_addr, family == AF_INET ? 4 : 16 });
  return family != 0;
}

bool
p2pid_length_parse (const char *text, size_t *out_size)
{
  unsigned long long size;

  if (text == NULL || *text == '\0' ||
      text[strspn (text, "0123456789")] != '\0')
    return false;
  errno = 0;
  size = strtoull (text, NULL, 10);
  *out_size = errno != 0 || size > SIZE_MAX ? SIZE_MAX : (size_t) size;
  return true;
}
