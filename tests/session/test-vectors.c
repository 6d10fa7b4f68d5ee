/*
 * Whole sessions with everything in them known, as tests/vectors/session.json
 * has them for a second implementation: secrets, keys, random bytes in the
 * order in which they are drawn, each message, h, every th, and the receipt.
 * With P2PID_WRITE_VECTORS=FILE in the environment it writes the file anew.
 */

#include "fixture.h"

#include "base/encoding.h"
#include "crypto/key.h"
#include "session/machine.h"

#include <stdlib.h>
#include <string.h>

static p2pid_anchors *anchors;

static void
set_hex (json_t *object, const char *name, p2pid_bytes bytes)
{
  p2pid_buffer *text = NULL;

  ck_assert_int_eq (p2pid_buffer_new (bytes.size * 2, &text), P2PID_OK);
  p2pid_hex_encode (bytes, (char *) text->data);
  json_object_set_new (object, name, json_string ((char *) text->data));
  p2pid_buffer_free (text);
}

static void
add_hex (json_t *array, p2pid_bytes bytes)
{
  json_t *object = json_object ();

  set_hex (object, "hex", bytes);
  json_array_append (array, json_object_get (object, "hex"));
  json_decref (object);
}

/* A person whose key is made from a seed that everybody can write down. */
static person
known_person (const char *name, uint8_t byte, json_t *out)
{
  p2pid_test_person facts = { .name = name, .birthdate = "1980-02-29" };
  uint8_t seed[P2PID_KEY_SEED_SIZE];
  person who = { .name = name };
  p2pid_buffer *text = NULL;

  memset (seed, byte, sizeof seed);
  ck_assert_int_eq (p2pid_key_from_seed (seed, &who.key), P2PID_OK);
  ck_assert_int_eq (p2pid_binding_issue_test (p2pid_key_public (who.key),
                                              &facts, NOW - 3600, 90 * 86400,
                                              &who.binding),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_binding_print (who.binding, &text), P2PID_OK);
  set_hex (out, "identity_seed", P2PID_BYTES (seed));
  json_object_set_new (out, "binding", json_string ((char *) text->data));
  p2pid_buffer_free (text);
  return who;
}

/* Let the next bytes that are drawn be known ones. The two top bits of a
 * scalar are cut off where it is drawn, so small bytes stay as they are. */
static void
draw (json_t *out, const char *name, uint8_t first, size_t size)
{
  uint8_t bytes[32];

  for (size_t i = 0; i < size; i++)
    bytes[i] = (uint8_t) (first + i);
  bytes[size - 1] = 7;
  harness_queue_random ((p2pid_bytes){ bytes, size });
  set_hex (out, name, (p2pid_bytes){ bytes, size });
}

static void
note_messages (json_t *messages, party *from, const char *name)
{
  while (from->carried < from->said) {
    json_t *message = json_object ();

    json_object_set_new (message, "from", json_string (name));
    set_hex (message, "message",
             p2pid_buffer_bytes (from->out[from->carried++]));
    json_array_append_new (messages, message);
  }
}

/* Carry the messages that wait, noting each; one side speaks at a time. */
static void
carry_noting (json_t *messages, party *host, party *guest)
{
  size_t heard_by_guest = host->carried, heard_by_host = guest->carried;

  side_collect (host);
  side_collect (guest);
  while (heard_by_guest < host->said || heard_by_host < guest->said) {
    note_messages (messages, host, "host");
    note_messages (messages, guest, "guest");
    if (heard_by_guest < host->said)
      ck_assert_int_eq (
          side_hear (guest, p2pid_buffer_bytes (host->out[heard_by_guest++]),
                     NOW),
          P2PID_OK);
    else
      ck_assert_int_eq (
          side_hear (host, p2pid_buffer_bytes (guest->out[heard_by_host++]),
                     NOW),
          P2PID_OK);
  }
  note_messages (messages, host, "host");
  note_messages (messages, guest, "guest");
}

static void
note_transcript (json_t *out, const p2pid_session *session)
{
  p2pid_transcript again = { 0 };
  json_t *all = json_array ();

  set_hex (out, "handshake_hash",
           P2PID_BYTES (session->transcript.handshake.bytes));
  p2pid_transcript_begin (&again, &session->transcript.handshake);
  add_hex (all, P2PID_BYTES (again.th.bytes));
  for (size_t i = 0; i < session->transcript.count; i++) {
    const p2pid_transcript_record *said = session->transcript.records + i;

    ck_assert_int_eq (p2pid_transcript_add (&again, said->sender, said->type,
                                            p2pid_buffer_bytes (said->body)),
                      P2PID_OK);
    add_hex (all, P2PID_BYTES (again.th.bytes));
  }
  p2pid_transcript_clear (&again);
  json_object_set_new (out, "th", all);
}

static void
identify (party *who, const char *audience, const char *purpose)
{
  ck_assert_int_eq (p2pid_session_identify (who->session, P2PID_FACTS_DEFAULT,
                                            audience, purpose, NOW),
                    P2PID_OK);
}

static void
converse (json_t *out, party *host, party *guest)
{
  json_t *messages = json_array ();

  carry_noting (messages, host, guest);
  identify (host, "Björn Åkesson", "Offert om taket");
  carry_noting (messages, host, guest);
  identify (guest, NULL, NULL);
  carry_noting (messages, host, guest);
  ck_assert_int_eq (p2pid_session_finish (host->session, true, NOW), P2PID_OK);
  carry_noting (messages, host, guest);
  ck_assert_int_eq (p2pid_session_finish (guest->session, true, NOW), P2PID_OK);
  carry_noting (messages, host, guest);
  ck_assert_ptr_nonnull (host->receipt);

  json_object_set_new (out, "messages", messages);
  note_transcript (out, host->session);
  json_object_set_new (out, "receipt",
                       json_string ((char *) host->receipt->data));
}

static json_t *
session_by (bool by_code)
{
  json_t *out = json_object (), *h = json_object (), *g = json_object ();
  person anna, bjorn;
  p2pid_session_config host, guest;
  party a, b;

  anna = known_person ("Anna Lindqvist", 0xa1, h);
  bjorn = known_person ("Björn Åkesson", 0xb2, g);
  json_object_set_new (out, "origin", json_string (ORIGIN));
  json_object_set_new (out, "now", json_integer (NOW));
  if (by_code) {
    json_object_set_new (out, "code", json_string (the_code ()->digits));
    host = phone_config (P2PID_SIDE_HOST, P2PID_ROLE_CALLER, &anna, anchors);
    guest = phone_config (P2PID_SIDE_GUEST, P2PID_ROLE_CALLEE, &bjorn, anchors);
    draw (h, "sid", 0x10, 16);
    draw (h, "cpace_scalar", 0x20, 32);
  } else {
    set_hex (out, "invitation_secret", P2PID_BYTES (the_invitation ()->secret));
    host = invited_config (P2PID_SIDE_HOST, P2PID_PLACE_FIRST, &anna, anchors);
    guest =
        invited_config (P2PID_SIDE_GUEST, P2PID_PLACE_SECOND, &bjorn, anchors);
  }
  side_begin (&a, &host);
  if (by_code)
    draw (g, "cpace_scalar", 0x40, 32);
  draw (g, "ephemeral", 0x60, 32);
  draw (h, "ephemeral", 0x80, 32);
  side_begin (&b, &guest);
  if (!by_code)
    json_object_set_new (out, "mailbox",
                         json_string (p2pid_session_mailbox (a.session)));
  converse (out, &a, &b);
  json_object_set_new (out, "host", h);
  json_object_set_new (out, "guest", g);
  side_end (&a);
  side_end (&b);
  person_free (&anna);
  person_free (&bjorn);
  return out;
}

static json_t *
all_vectors (void)
{
  json_t *root = json_object ();

  harness_seed (1);
  anchors = test_anchors ();
  json_object_set_new (root, "code", session_by (true));
  json_object_set_new (root, "invitation", session_by (false));
  p2pid_anchors_free (anchors);
  return root;
}

START_TEST (sessions_are_those_of_the_file)
{
  const char *path = getenv ("P2PID_WRITE_VECTORS");
  json_t *root = all_vectors ();
  p2pid_buffer *file;
  json_t *expected;

  if (path != NULL)
    ck_assert_int_eq (json_dump_file (root, path, JSON_INDENT (1)), 0);
  file = harness_own_file ("session.json");
  expected = json_loadb ((char *) file->data, file->size, 0, NULL);
  ck_assert (json_equal (expected, root));
  json_decref (expected);
  json_decref (root);
  p2pid_buffer_free (file);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("session vectors");
  TCase *tcase = tcase_create ("vectors");

  tcase_add_test (tcase, sessions_are_those_of_the_file);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
