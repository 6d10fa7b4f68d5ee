/*
 * A whole contact, both sides in one process without a network, beside the
 * public-key operations that it cannot do without (goals G1 and G2): per side
 * a key pair and a shared secret (X25519), a signature, and two verifications
 * (Ed25519), one of them the issuer's; with a code CPace on top. What is above
 * 1 is everything else: sealing, hashing, JSON, SD-JWT, padding, memory.
 *
 * How much of it is sealing and hashing that the protocol itself asks for, the
 * floor tells: bare libsodium calls, beside which both are measured again.
 */

#include "bench.h"
#include "floor.h"

#include "crypto/key.h"
#include "p2pid/session.h"

#include <sodium.h>
#include <stdlib.h>

#define NOW INT64_C (1795523696)
#define ORIGIN "https://relay.example"

static struct {
  p2pid_key *key;
  p2pid_binding *binding;
} people[2];

static p2pid_anchors *anchors;
static p2pid_code code;
static p2pid_invitation invitation;

static void
must (p2pid_err err)
{
  if (err != P2PID_OK)
    abort ();
}

static void
set_up (void)
{
  static const p2pid_test_person facts = { .name = "Anna Lindqvist",
                                           .given_name = "Anna",
                                           .family_name = "Lindqvist",
                                           .birthdate = "1980-02-29",
                                           .personal_number = "198002299999" };

  for (int i = 0; i < 2; i++) {
    must (p2pid_key_new (&people[i].key));
    must (p2pid_binding_issue_test (p2pid_key_public (people[i].key), &facts,
                                    NOW - 60, 90 * 86400, &people[i].binding));
  }
  must (p2pid_anchors_new (&anchors));
  must (p2pid_anchors_allow_test (anchors, true));
  must (p2pid_code_new ("47", &code));
  must (p2pid_invitation_new (ORIGIN, &invitation));
}

static void
tear_down (void)
{
  for (int i = 0; i < 2; i++) {
    p2pid_key_free (people[i].key);
    p2pid_binding_free (people[i].binding);
  }
  p2pid_anchors_free (anchors);
}

static p2pid_session *
begin (p2pid_side side, bool by_code)
{
  bool host = side == P2PID_SIDE_HOST;
  p2pid_session_config config = {
    .side = side,
    .account = { .channel =
                     by_code ? P2PID_CHANNEL_PHONE : P2PID_CHANNEL_MEETING,
                 .role = !by_code ? P2PID_ROLE_NONE
                         : host   ? P2PID_ROLE_CALLER
                                  : P2PID_ROLE_CALLEE,
                 .place = host ? P2PID_PLACE_FIRST : P2PID_PLACE_SECOND },
    .origin = ORIGIN,
    .code = by_code ? &code : NULL,
    .invitation = by_code ? NULL : &invitation,
    .anchors = anchors,
    .key = people[side].key,
    .binding = people[side].binding,
  };
  p2pid_session *session = NULL;

  must (p2pid_session_new (&config, NOW, &session));
  return session;
}

/* Decide as a user would who shows who they are and closes. */
static void
decide (p2pid_session *session, int *finished)
{
  p2pid_event event;

  while (p2pid_session_take_event (session, &event))
    switch ((int) event.kind) {
    case P2PID_EVENT_TURN:
      must (p2pid_session_identify (session, P2PID_FACTS_DEFAULT, "Björn",
                                    "Offert om taket", NOW));
      break;
    case P2PID_EVENT_IDENTIFIED:
      must (p2pid_session_shown (session, NOW));
      break;
    case P2PID_EVENT_CLOSING:
      must (p2pid_session_finish (session, false, NOW));
      break;
    case P2PID_EVENT_FINISHED:
      (*finished)++;
      break;
    }
}

static bool
pass (p2pid_session *from, p2pid_session *to)
{
  p2pid_buffer *message = p2pid_session_take_message (from);

  if (message == NULL)
    return false;
  /* A finish may reach a side whose contact is over already. */
  if (!p2pid_session_ended (to))
    must (p2pid_session_receive (to, p2pid_buffer_bytes (message), NOW));
  p2pid_buffer_free (message);
  return true;
}

static void
contact (bool by_code)
{
  p2pid_session *host = begin (P2PID_SIDE_HOST, by_code);
  p2pid_session *guest = begin (P2PID_SIDE_GUEST, by_code);
  int finished = 0;
  bool moved = true;

  while (moved) {
    moved = pass (host, guest);
    decide (guest, &finished);
    moved |= pass (guest, host);
    decide (host, &finished);
  }
  if (finished != 2)
    abort ();
  p2pid_session_free (host);
  p2pid_session_free (guest);
}

static void
contact_by_invitation (void)
{
  contact (false);
}

static void
contact_by_code (void)
{
  contact (true);
}

static void
primitives (void)
{
  static const uint8_t message[256];
  p2pid_signature signature;

  floor_exchange ();
  for (int i = 0; i < 2; i++) {
    p2pid_key_sign (people[i].key, P2PID_BYTES (message), &signature);
    for (int verified = 0; verified < 2; verified++)
      must (p2pid_signature_verify (p2pid_key_public (people[i].key),
                                    P2PID_BYTES (message), &signature));
  }
}

static void
primitives_and_points (void)
{
  primitives ();
  floor_points ();
}

/* The records of a contact by invitation: what its body has and its frame. The
 * first one travels in the handshake, and th takes in all but the last two. */
static const struct {
  size_t body, frame;
} records[] = {
  { 84, 1024 },   /* account */
  { 85, 1024 },   /* account */
  { 1352, 2048 }, /* identify */
  { 2, 1024 },    /* delivered */
  { 2, 1024 },    /* shown */
  { 1352, 2048 }, /* identify */
  { 2, 1024 },    /* delivered */
  { 2, 1024 },    /* shown */
  { 111, 1024 },  /* finish */
  { 111, 1024 },  /* finish */
};
#define TALK 8
#define TH 96   /* what th takes in beside a body */
#define TH_H 79 /* what it begins with */

/* Of a presentation: what is signed, the issuer's text that is signed, and
 * what is hashed for the binding, for each of three facts and for the issuer's
 * key. */
#define SAID 246
#define TOKEN 878
#define BINDING 1198
#define FACT 67
#define ISSUER 79

static void
floor_talk (void)
{
  for (size_t i = 1; i < sizeof records / sizeof *records; i++)
    floor_message (0, records[i].frame);
  for (int side = 0; side < 2; side++) {
    floor_hash (TH_H);
    for (size_t i = 0; i < TALK; i++)
      floor_hash (TH + records[i].body);
    floor_hash (BINDING); /* one's own */
    floor_hash (BINDING); /* the other's, and what else its reader hashes */
    for (int fact = 0; fact < 3; fact++)
      floor_digest (FACT);
    floor_digest (ISSUER);
  }
  floor_signatures (SAID, TOKEN);
}

static void
floor_noise (size_t prologue)
{
  floor_exchange ();
  floor_noise_hashes (prologue, records[0].frame);
  floor_noise_hashes (prologue, records[0].frame);
  floor_message (64, 0);
  floor_message (64, records[0].frame);
}

static void
floor_by_invitation (void)
{
  for (int i = 0; i < 4; i++)
    floor_derive (37); /* each side's mailbox and psk */
  floor_noise (95);
  floor_talk ();
}

static void
floor_by_code (void)
{
  floor_cpace ();
  for (int i = 0; i < 2; i++)
    floor_derive (21); /* each side's psk */
  floor_noise (176);
  floor_talk ();
}

int
main (void)
{
  if (sodium_init () < 0)
    return EXIT_FAILURE;
  set_up ();
  bench_compare ("Contact by invitation, both sides (G1)",
                 contact_by_invitation, "its public-key operations",
                 primitives);
  bench_compare ("Contact by code, both sides (G2)", contact_by_code,
                 "its public-key operations", primitives_and_points);
  bench_compare ("Floor of the protocol by invitation", floor_by_invitation,
                 "its public-key operations", primitives);
  bench_compare ("Floor of the protocol by code", floor_by_code,
                 "its public-key operations", primitives_and_points);
  bench_compare ("Contact by invitation, both sides", contact_by_invitation,
                 "the protocol's floor", floor_by_invitation);
  bench_compare ("Contact by code, both sides", contact_by_code,
                 "the protocol's floor", floor_by_code);
  tear_down ();
  return EXIT_SUCCESS;
}
