/*
 * What the relay reads of a request: its target, and the headers that mean
 * something. A target that is there is the only text that gives its values,
 * and so is a token.
 *
 *   input = method \n target \n authorization \n forwarded \n length
 */

#include "target.h"

#include "base/encoding.h"
#include "server/routes.h"

#include <stdio.h>
#include <stdlib.h>

#define LINES 5

/* The lines of the input, as text each; what lies behind a NUL is lost. */
static char *
split (const uint8_t *data, size_t size, char *lines[LINES])
{
  char *text = calloc (1, size + 1);

  if (text == NULL)
    abort ();
  if (size > 0)
    memcpy (text, data, size);
  lines[0] = text;
  for (int i = 1; i < LINES; i++) {
    char *end = strchr (lines[i - 1], '\n');

    lines[i] = end != NULL ? end + 1 : lines[i - 1] + strlen (lines[i - 1]);
    if (end != NULL)
      *end = '\0';
  }
  return text;
}

static void
check (bool holds)
{
  if (!holds)
    abort ();
}

/* Writes the values again. "?wait=0" says no more than nothing, so it is the
 * one target with two forms. */
static void
check_target (const p2pid_target *target, const char *text)
{
  char id[33], again[128];

  p2pid_hex_encode (P2PID_BYTES (target->id.bytes), id);
  switch (target->path) {
  case P2PID_PATH_CODE:
    check (target->nameplate[0] == '\0' ||
           strcmp (text + strlen ("/v1/code/"), target->nameplate) == 0);
    break;
  case P2PID_PATH_BOX:
    snprintf (again, sizeof again, "/v1/box/%s", id);
    check (strcmp (again, text) == 0);
    break;
  case P2PID_PATH_SLOT:
    check (target->slot < P2PID_BOX_SLOTS && target->wait <= P2PID_WAIT_MAX);
    snprintf (again, sizeof again, "/v1/box/%s/%c/%u%s", id,
              target->side == P2PID_BOX_HOST ? 'h' : 'g', target->slot,
              strchr (text, '?') != NULL ? "?wait=" : "");
    check (strncmp (again, text, strlen (again)) == 0);
    if (strchr (text, '?') != NULL) {
      snprintf (again, sizeof again, "%u", target->wait);
      check (strcmp (strchr (text, '=') + 1, again) == 0);
    }
    break;
  case P2PID_PATH_NONE:
  case P2PID_PATH_BAD:
  case P2PID_PATH_PAGE:
  case P2PID_PATH_COUNTS:
  case P2PID_PATH_CODES:
  case P2PID_PATH_EXTRA: /* never out of the parser */
    break;
  }
}

static void
check_bearer (const char *text)
{
  p2pid_token token;
  p2pid_buffer *again = NULL;

  if (!p2pid_bearer_parse (text, &token))
    return;
  check (p2pid_base64url_encode (P2PID_BYTES (token.bytes), &again) ==
         P2PID_OK);
  check (strcmp (text + strlen ("Bearer "), (char *) again->data) == 0);
  p2pid_buffer_free (again);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  char *lines[LINES];
  char *text = split (data, size, lines);
  p2pid_target target;
  p2pid_address address;
  size_t length;

  p2pid_target_parse (lines[1], &target);
  check_target (&target, lines[1]);
  /* What does something is allowed. */
  if (p2pid_target_action (&target, lines[0]) != P2PID_ACTION_NONE)
    check (strstr (p2pid_target_allow (&target), lines[0]) != NULL);
  check_bearer (lines[2]);
  if (p2pid_forwarded_parse (lines[3], &address))
    check (address.size == 4 || address.size == 8);
  if (p2pid_length_parse (lines[4], &length))
    check (lines[4][0] >= '0' && lines[4][0] <= '9');
  free (text);
  return 0;
}
