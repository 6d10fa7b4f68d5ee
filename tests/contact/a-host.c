/*
 * A program that is a host and remembers it, to be killed by test-contact-disk.c:
 *
 *   a-host ORIGIN STORE
 *
 * It prints the code on a line, then a dot for each further event.
 */

#include "p2pid/p2pid.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static void
must (p2pid_err err)
{
  if (err != P2PID_OK) {
    fprintf (stderr, "a-host: %s\n", p2pid_err_name (err));
    exit (EXIT_FAILURE);
  }
}

static void
event_cb (const p2pid_event *event, void *user_data)
{
  p2pid_contact **contact = user_data;

  if (event->kind == P2PID_EVENT_CODE)
    dprintf (STDOUT_FILENO, "%s\n", event->code->digits);
  else
    dprintf (STDOUT_FILENO, ".");
  if (event->kind == P2PID_EVENT_IDENTIFIED)
    must (p2pid_contact_shown (*contact));
  if (event->kind == P2PID_EVENT_CLOSING)
    must (p2pid_contact_finish (*contact, true));
}

int
main (int argc, char **argv)
{
  const p2pid_test_person facts = { .name = "Anna Andersson" };
  const p2pid_store_key sealing = { { 7 } };
  p2pid_contact *contact = NULL;
  p2pid_anchors *anchors = NULL;
  p2pid_binding *binding = NULL;
  p2pid_store *store = NULL;
  p2pid_key *key = NULL;
  p2pid_contact_config config = { .start = P2PID_START_CODE,
                                  .callback = event_cb,
                                  .user_data = &contact };

  if (argc != 3)
    return EXIT_FAILURE;
  must (p2pid_store_open (argv[2], &sealing, &store));
  must (p2pid_anchors_new (&anchors));
  must (p2pid_anchors_allow_test (anchors, true));
  must (p2pid_key_new (&key));
  must (p2pid_binding_issue_test (p2pid_key_public (key), &facts,
                                  (int64_t) time (NULL), 86400, &binding));
  config.account = (p2pid_account){ .channel = P2PID_CHANNEL_PHONE,
                                    .role = P2PID_ROLE_CALLER };
  config.relay = argv[1];
  config.anchors = anchors;
  config.key = key;
  config.binding = binding;
  config.store = store;
  must (p2pid_contact_new (&config, &contact));
  must (p2pid_contact_run (contact));

  p2pid_contact_free (contact);
  p2pid_store_close (store);
  p2pid_binding_free (binding);
  p2pid_key_free (key);
  p2pid_anchors_free (anchors);
  return EXIT_SUCCESS;
}
