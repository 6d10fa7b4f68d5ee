/*
 * A whole contact, both sides in one process without a network, beside the
 * public-key operations that it cannot do without (goals G1 and G2): per side
 * a key pair and a shared secret (X25519), a signature, and two verifications
 * (Ed25519), one of them the issuer's; with a code CPace on top. What is above
 * 1 is everything else: sealing, hashing, JSON, SD-JWT, padding, memory. How
 * much of it is sealing and hashing, the last comparison tells: beside Noise as
 * we have it, the signatures, th and the hashes of bindings.
 */

#include "bench.h"

#include "crypto/hash.h"
#include "crypto/key.h"
#include "crypto/noise.h"
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
  uint8_t secret[2][32], public[2][32], shared[32];
  p2pid_signature signature;

  for (int i = 0; i < 2; i++) {
    randombytes_buf (secret[i], 32);
    crypto_scalarmult_base (public[i], secret[i]);
  }
  for (int i = 0; i < 2; i++) {
    if (crypto_scalarmult (shared, secret[i], public[1 - i]) != 0)
      abort ();
    p2pid_key_sign (people[i].key, P2PID_BYTES (message), &signature);
    for (int verified = 0; verified < 2; verified++)
      must (p2pid_signature_verify (p2pid_key_public (people[i].key),
                                    P2PID_BYTES (message), &signature));
  }
}

static void
primitives_and_cpace (void)
{
  uint8_t digest[64] = { 1 }, g[32], scalar[32], share[32], k[32];

  primitives ();
  for (int i = 0; i < 2; i++) {
    crypto_core_ristretto255_from_hash (g, digest);
    crypto_core_ristretto255_scalar_random (scalar);
    if (crypto_scalarmult_ristretto255 (share, scalar, g) != 0 ||
        crypto_scalarmult_ristretto255 (k, scalar, share) != 0)
      abort ();
  }
}

/* The records of a contact by invitation: who says each, what its body has and
 * its frame. The first one travels in the handshake. */
static const struct {
  p2pid_side by;
  size_t body, frame;
} records[] = {
  { P2PID_SIDE_HOST, 84, 1024 },    /* account */
  { P2PID_SIDE_GUEST, 85, 1024 },   /* account */
  { P2PID_SIDE_HOST, 1352, 2048 },  /* identify */
  { P2PID_SIDE_GUEST, 2, 1024 },    /* delivered */
  { P2PID_SIDE_GUEST, 2, 1024 },    /* shown */
  { P2PID_SIDE_GUEST, 1352, 2048 }, /* identify */
  { P2PID_SIDE_HOST, 2, 1024 },     /* delivered */
  { P2PID_SIDE_HOST, 2, 1024 },     /* shown */
  { P2PID_SIDE_HOST, 111, 1024 },   /* finish */
  { P2PID_SIDE_GUEST, 111, 1024 },  /* finish */
};
#define TALK 8 /* records that th takes in */
#define EVIDENCE 1165
#define TOKEN 878 /* what of it the issuer signed */

static const uint8_t plain[2048];

static void
carry (p2pid_noise *from, p2pid_noise *to, size_t size)
{
  p2pid_buffer *message = NULL, *read = NULL;

  must (p2pid_noise_write (from, (p2pid_bytes){ NULL, 0 },
                           (p2pid_bytes){ plain, size }, &message));
  must (p2pid_noise_read (to, p2pid_buffer_bytes (message), &read));
  p2pid_buffer_free (message);
  p2pid_buffer_free (read);
}

/* As th and binding hashes are made, by both sides. */
static void
hash_on_both_sides (size_t size)
{
  p2pid_hash hash = { { 0 } };
  const p2pid_bytes fields[] = { P2PID_BYTES (hash.bytes), { plain, size } };

  for (int i = 0; i < 2; i++)
    p2pid_hash_list (fields, 2, &hash);
}

static void
signatures (void)
{
  static p2pid_signature token[2];
  static bool issued;
  p2pid_signature signature;

  for (int i = 0; i < 2; i++) {
    const p2pid_public_key *key = p2pid_key_public (people[i].key);

    if (!issued)
      p2pid_key_sign (people[i].key, (p2pid_bytes){ plain, TOKEN }, &token[i]);
    p2pid_key_sign (people[i].key, (p2pid_bytes){ plain, 256 }, &signature);
    must (
        p2pid_signature_verify (key, (p2pid_bytes){ plain, 256 }, &signature));
    must (
        p2pid_signature_verify (key, (p2pid_bytes){ plain, TOKEN }, &token[i]));
  }
  issued = true;
}

static void
cryptography (void)
{
  p2pid_noise *sides[2] = { NULL, NULL };

  for (int side = 0; side < 2; side++)
    must (p2pid_noise_new (P2PID_NOISE_NNPSK0, side == P2PID_SIDE_GUEST,
                           (p2pid_bytes){ plain, 128 }, plain, &sides[side]));
  carry (sides[P2PID_SIDE_GUEST], sides[P2PID_SIDE_HOST], 0);
  for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
    p2pid_side by = records[i].by;

    carry (sides[by], sides[!by], records[i].frame);
    if (i < TALK) /* finish goes into no th */
      hash_on_both_sides (records[i].body);
  }
  for (int presented = 0; presented < 2; presented++)
    hash_on_both_sides (EVIDENCE);
  signatures ();
  for (int side = 0; side < 2; side++)
    p2pid_noise_free (sides[side]);
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
                 "its public-key operations", primitives_and_cpace);
  bench_compare ("Contact by invitation, both sides", contact_by_invitation,
                 "all its cryptography", cryptography);
  tear_down ();
  return EXIT_SUCCESS;
}
