/*
 * One side of a session for a second implementation to talk to, over pipes:
 *
 *   live-peer NOW SIDE CODE|INVITATION ROLE|PLACE TAIL NAME SHOW CLOSE
 *
 *   NOW    the moment at which everything happens, Unix seconds
 *   SIDE   host or guest; whom the other implementation is not
 *   ROLE   caller or callee, with a code; PLACE first or second, otherwise
 *   TAIL   four digits, or - where the program knows none
 *   NAME   in whose name to have a TEST identity
 *   SHOW   identify or decline, when it is one's turn
 *   CLOSE  receipt or finish, when all is said
 *
 * A line that comes in is a message in hex. What goes out is, a line each:
 * "took" and the result of the message, "message" with hex, "event" with its
 * name and what belongs to it, and "." when all has been said.
 */

#include "base/bytes.h"

#include "p2pid/session.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ORIGIN "https://relay.example"

typedef struct {
  p2pid_session *session;
  int64_t now;
  bool identifies;
  bool receipt;
} peer;

static const char *const names[] = {
  [P2PID_EVENT_JOINED] = "joined",
  [P2PID_EVENT_AGREED] = "agreed",
  [P2PID_EVENT_TURN] = "turn",
  [P2PID_EVENT_SENT] = "sent",
  [P2PID_EVENT_DELIVERED] = "delivered",
  [P2PID_EVENT_SHOWN] = "shown",
  [P2PID_EVENT_NOT_CHECKED] = "not-checked",
  [P2PID_EVENT_IDENTIFIED] = "identified",
  [P2PID_EVENT_CANNOT_CHECK] = "cannot-check",
  [P2PID_EVENT_DECLINED] = "declined",
  [P2PID_EVENT_CLOSING] = "closing",
  [P2PID_EVENT_RECEIPT_ASKED] = "receipt-asked",
  [P2PID_EVENT_RECEIPT] = "receipt",
  [P2PID_EVENT_FINISHED] = "finished",
  [P2PID_EVENT_STOPPED] = "stopped",
};

static void
must (p2pid_err err)
{
  if (err == P2PID_OK)
    return;
  fprintf (stderr, "live-peer: %s\n", p2pid_err_name (err));
  exit (EXIT_FAILURE);
}

static void
print_hex (const char *word, p2pid_bytes bytes)
{
  printf ("%s ", word);
  for (size_t i = 0; i < bytes.size; i++)
    printf ("%02x", bytes.data[i]);
  printf ("\n");
}

static void
print_event (const p2pid_event *event)
{
  const char *name = names[event->kind];

  if (event->kind == P2PID_EVENT_RECEIPT)
    print_hex ("event receipt", event->bytes);
  else if (event->kind == P2PID_EVENT_AGREED)
    printf ("event agreed%s\n",
            event->compared & P2PID_COMPARED_TAILS ? " tails" : "");
  else if (event->kind == P2PID_EVENT_IDENTIFIED)
    printf ("event identified %s|%s|%s\n",
            p2pid_identity_fact (event->identity, P2PID_FACT_NAME),
            event->audience != NULL ? event->audience : "",
            event->purpose != NULL ? event->purpose : "");
  else if (event->kind == P2PID_EVENT_STOPPED)
    printf ("event stopped %s %s %s\n", p2pid_err_name (event->err),
            p2pid_stop_name (event->stop), event->by_peer ? "peer" : "self");
  else if (event->err != P2PID_OK)
    printf ("event %s %s\n", name, p2pid_err_name (event->err));
  else
    printf ("event %s\n", name);
}

/* What a person in front of the program would decide. */
static p2pid_err
decide (peer *self, p2pid_event_kind kind)
{
  switch (kind) {
  case P2PID_EVENT_TURN:
    return self->identifies
               ? p2pid_session_identify (self->session, P2PID_FACTS_DEFAULT,
                                         "Björn Åkesson", "Offert om taket",
                                         self->now)
               : p2pid_session_decline (self->session, self->now);
  case P2PID_EVENT_IDENTIFIED:
  case P2PID_EVENT_CANNOT_CHECK:
    return p2pid_session_shown (self->session, self->now);
  case P2PID_EVENT_CLOSING:
    return p2pid_session_finish (self->session, self->receipt, self->now);
  default:
    return P2PID_OK;
  }
}

static void
say_all (peer *self)
{
  p2pid_buffer *message;
  p2pid_event event;
  bool more = true;

  while (more) {
    more = false;
    while ((message = p2pid_session_take_message (self->session)) != NULL) {
      print_hex ("message", p2pid_buffer_bytes (message));
      p2pid_buffer_free (message);
      more = true;
    }
    if (p2pid_session_take_event (self->session, &event)) {
      print_event (&event);
      must (decide (self, event.kind));
      more = true;
    }
  }
  printf (".\n");
  fflush (stdout);
}

static void
converse (peer *self)
{
  static char line[2 * P2PID_MESSAGE_MAX + 4];
  static uint8_t message[P2PID_MESSAGE_MAX + 1];
  size_t size;

  say_all (self);
  while (fgets (line, sizeof line, stdin) != NULL) {
    p2pid_err err;

    line[strcspn (line, "\n")] = '\0';
    if (sodium_hex2bin (message, sizeof message, line, strlen (line), NULL,
                        &size, NULL) != 0)
      must (P2PID_ERR_FORMAT);
    err = p2pid_session_receive (self->session, (p2pid_bytes){ message, size },
                                 self->now);
    printf ("took %s\n", p2pid_err_name (err));
    say_all (self);
  }
}

/* With a code the two are on the telephone, with an invitation elsewhere. */
static void
describe (p2pid_account *account,
          bool phone,
          const char *position,
          const char *tail)
{
  bool caller = strcmp (position, "caller") == 0;
  bool first = caller || strcmp (position, "first") == 0;

  account->channel = phone ? P2PID_CHANNEL_PHONE : P2PID_CHANNEL_ONLINE;
  account->place = first ? P2PID_PLACE_FIRST : P2PID_PLACE_SECOND;
  if (phone)
    account->role = caller ? P2PID_ROLE_CALLER : P2PID_ROLE_CALLEE;
  if (strlen (tail) == 4)
    memcpy (account->tail, tail, 5);
}

static void
begin (peer *self, p2pid_session_config *config, char **argv)
{
  p2pid_code code;
  p2pid_invitation invitation;

  config->side =
      strcmp (argv[2], "host") == 0 ? P2PID_SIDE_HOST : P2PID_SIDE_GUEST;
  if (p2pid_code_parse (argv[3], &code) == P2PID_OK) {
    config->code = &code;
    config->origin = ORIGIN;
  } else {
    must (p2pid_invitation_parse (argv[3], &invitation));
    config->invitation = &invitation;
    config->origin = invitation.origin;
  }
  describe (&config->account, config->code != NULL, argv[4], argv[5]);
  must (p2pid_session_new (config, self->now, &self->session));
}

int
main (int argc, char **argv)
{
  p2pid_session_config config = { 0 };
  p2pid_anchors *anchors = NULL;
  p2pid_key *key = NULL;
  p2pid_binding *binding = NULL;
  peer self = { 0 };

  if (argc != 9 || sodium_init () < 0)
    return EXIT_FAILURE;
  self.now = strtoll (argv[1], NULL, 10);
  self.identifies = strcmp (argv[7], "identify") == 0;
  self.receipt = strcmp (argv[8], "receipt") == 0;

  must (p2pid_anchors_new (&anchors));
  must (p2pid_anchors_allow_test (anchors, true));
  must (p2pid_key_new (&key));
  must (p2pid_binding_issue_test (p2pid_key_public (key),
                                  &(p2pid_test_person){ .name = argv[6] },
                                  self.now, 90 * 86400, &binding));
  config.anchors = anchors;
  config.key = key;
  config.binding = binding;
  begin (&self, &config, argv);
  converse (&self);

  p2pid_session_free (self.session);
  p2pid_binding_free (binding);
  p2pid_key_free (key);
  p2pid_anchors_free (anchors);
  return EXIT_SUCCESS;
}
