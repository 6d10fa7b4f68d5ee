/*
 * The adversary: it carries every message of several sessions, and may drop,
 * delay, repeat, reorder, cut, flip, mix and swap them. It has an identity of
 * its own, sits in some sessions itself, knows some of the secrets, and says
 * there what it likes. A seeded walk decides what it does next.
 *
 * Whatever it does, one thing must hold at every step: a side shows a name
 * only if the person with that name presented it in that very session (the
 * same handshake hash), from the other side, with an account that fits, and
 * with the audience and purpose that are shown; and a receipt verifies and
 * names those two.
 */

#include "insider.h"

#include "p2pid/receipt.h"
#include "session/machine.h"

#include <sodium.h>
#include <stdlib.h>

#define RUNS 20000
#define STEPS 60
#define HONEST_MAX 6
#define INSIDERS_MAX 6
#define BAG_MAX 256

enum { ANNA, BJORN, CECILIA, MALLORY, PEOPLE };

static const char *const names[PEOPLE] = { "Anna Lindqvist", "Björn Åkesson",
                                           "Cecilia Ström", "Mallory Ek" };

/* A secret that a session is held under, and who may know it. */
typedef struct {
  bool by_code;
  p2pid_code code;
  p2pid_invitation invitation;
  bool leaked;
} shared_secret;

/* An honest side, and what its user has said there. */
typedef struct {
  party side;
  int owner;
  int secret;
  int partner; /* honest, or -1 */
  size_t seen; /* events checked */
  char purpose[24];
} honest_party;

typedef struct {
  honest_party honest[HONEST_MAX];
  size_t honest_count;
  mole insiders[INSIDERS_MAX];
  int insider_secret[INSIDERS_MAX];
  size_t insider_count;
  shared_secret secrets[4];
  p2pid_buffer *bag[BAG_MAX];
  size_t bag_count;
} scene;

static person people[PEOPLE];
static p2pid_anchors *anchors;
static uint64_t walk;

/* How often names were shown, over all runs: a walk in which nothing succeeds
 * proves nothing. */
static unsigned long shown_honest, shown_mallory, receipts, stops;

static uint32_t
choose (uint32_t below)
{
  walk += UINT64_C (0x9e3779b97f4a7c15);
  uint64_t z = walk;
  z = (z ^ (z >> 30)) * UINT64_C (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C (0x94d049bb133111eb);
  return (uint32_t) ((z ^ (z >> 31)) % below);
}

static const p2pid_code *
code_of (const shared_secret *secret)
{
  return secret->by_code ? &secret->code : NULL;
}

static const p2pid_invitation *
invitation_of (const shared_secret *secret)
{
  return secret->by_code ? NULL : &secret->invitation;
}

static void
put_in_bag (scene *world, p2pid_buffer *message)
{
  if (message == NULL)
    return;
  if (world->bag_count < BAG_MAX)
    world->bag[world->bag_count++] = message;
  else
    p2pid_buffer_free (message);
}

/* --- What must hold. --- */

static const honest_party *
presenter (const scene *world, const honest_party *reader, const heard *event)
{
  for (size_t i = 0; i < world->honest_count; i++) {
    const honest_party *other = world->honest + i;

    if (other != reader && strcmp (names[other->owner], event->name) == 0 &&
        other->side.session->presented &&
        memcmp (&other->side.session->transcript.handshake,
                &reader->side.session->transcript.handshake,
                sizeof (p2pid_hash)) == 0)
      return other;
  }
  return NULL;
}

static bool
mallory_sits_in (const scene *world, const honest_party *reader)
{
  for (size_t i = 0; i < world->insider_count; i++)
    if (world->insiders[i].begun &&
        memcmp (&world->insiders[i].transcript.handshake,
                &reader->side.session->transcript.handshake,
                sizeof (p2pid_hash)) == 0)
      return true;
  return false;
}

static void
check_identified (const scene *world,
                  const honest_party *reader,
                  const heard *event)
{
  const p2pid_session *here = reader->side.session, *there;
  const honest_party *other;

  if (strcmp (event->name, names[MALLORY]) == 0) {
    ck_assert (mallory_sits_in (world, reader));
    shown_mallory++;
    return;
  }
  other = presenter (world, reader, event);
  ck_assert_ptr_nonnull (other);
  there = other->side.session;
  ck_assert_int_ne (there->side, here->side);
  ck_assert_int_eq (there->account.channel, here->account.channel);
  ck_assert_int_ne (there->account.place, here->account.place);
  if (here->account.channel == P2PID_CHANNEL_PHONE)
    ck_assert_int_ne (there->account.role, here->account.role);
  ck_assert_str_eq (event->purpose, other->purpose);
  shown_honest++;
}

static void
check_receipt (const honest_party *reader)
{
  p2pid_receipt *receipt = NULL;
  p2pid_place place = reader->side.session->account.place;

  ck_assert_int_eq (
      p2pid_receipt_parse (p2pid_buffer_bytes (reader->side.receipt), &receipt),
      P2PID_OK);
  ck_assert_int_eq (p2pid_receipt_verify (receipt, anchors), P2PID_OK);
  ck_assert_str_eq (
      p2pid_identity_fact (p2pid_receipt_identity (receipt, place),
                           P2PID_FACT_NAME),
      names[reader->owner]);
  p2pid_receipt_free (receipt);
  receipts++;
}

static void
check_world (scene *world)
{
  for (size_t i = 0; i < world->honest_count; i++) {
    honest_party *reader = world->honest + i;

    for (; reader->seen < reader->side.count; reader->seen++) {
      const heard *event = reader->side.events + reader->seen;

      if (event->kind == P2PID_EVENT_IDENTIFIED)
        check_identified (world, reader, event);
      if (event->kind == P2PID_EVENT_RECEIPT)
        check_receipt (reader);
      if (event->kind == P2PID_EVENT_STOPPED)
        stops++;
    }
  }
}

/* --- The honest. --- */

static void
seat_honest (scene *world,
             p2pid_side on,
             p2pid_role role,
             int owner,
             int at,
             int partner)
{
  honest_party *honest = world->honest + world->honest_count++;
  const shared_secret *under = world->secrets + at;
  p2pid_session_config config =
      role == P2PID_ROLE_NONE
          ? invited_config (on, (p2pid_place) choose (2), people + owner,
                            anchors)
          : phone_config (on, role, people + owner, anchors);

  config.code = code_of (under);
  config.invitation = invitation_of (under);
  honest->owner = owner;
  honest->secret = at;
  honest->partner = partner;
  honest->seen = 0;
  honest->purpose[0] = '\0';
  side_begin (&honest->side, &config);
}

static void
decide (honest_party *honest)
{
  p2pid_session *session = honest->side.session;
  char purpose[sizeof honest->purpose];

  switch (choose (8)) {
  case 0:
    (void) !p2pid_session_decline (session, NOW);
    break;
  case 1:
    if (choose (8) == 0)
      p2pid_session_stop (session, (p2pid_stop) choose (P2PID_STOP_COUNT_),
                          NOW);
    break;
  case 2:
    if (choose (8) == 0)
      p2pid_session_advance (session, NOW + (int64_t) choose (1000));
    break;
  case 3:
  case 4:
    (void) !p2pid_session_finish (session, choose (4) > 0, NOW);
    break;
  default:
    snprintf (purpose, sizeof purpose, "Skäl %u", choose (1000000));
    if (p2pid_session_identify (session, P2PID_FACTS_DEFAULT, NULL, purpose,
                                NOW) == P2PID_OK)
      strcpy (honest->purpose, purpose);
  }
  side_collect (&honest->side);
}

/* Let a side hear something; what it says goes to its partner in order later,
 * and into the bag at once. */
static void
tell (honest_party *honest, p2pid_bytes message)
{
  side_hear (&honest->side, message, NOW);
}

/* Somebody who has something to say, or has to decide; whoever, if nobody
 * has. */
static honest_party *
somebody (scene *world, bool (*has) (const honest_party *))
{
  size_t at = choose ((uint32_t) world->honest_count);

  for (size_t i = 0; i < world->honest_count; i++) {
    honest_party *one = world->honest + (at + i) % world->honest_count;

    if (has (one))
      return one;
  }
  return world->honest + at;
}

static bool
has_said (const honest_party *one)
{
  return one->side.carried < one->side.said;
}

static bool
has_to_decide (const honest_party *one)
{
  const heard *last =
      one->side.count > 0 ? one->side.events + one->side.count - 1 : NULL;

  return last != NULL &&
         (last->kind == P2PID_EVENT_TURN || last->kind == P2PID_EVENT_CLOSING ||
          last->kind == P2PID_EVENT_RECEIPT_ASKED);
}

static void
carry_next (scene *world, honest_party *from)
{
  p2pid_bytes message;

  if (!has_said (from))
    return;
  message = p2pid_buffer_bytes (from->side.out[from->side.carried++]);
  if (from->partner >= 0)
    tell (world->honest + from->partner, message);
  for (size_t i = 0; i < world->insider_count; i++)
    if (world->insider_secret[i] == from->secret)
      insider_hear (world->insiders + i, message);
}

/* --- Mallory. --- */

static void
seat_insider (scene *world, p2pid_side on, int at)
{
  world->insider_secret[world->insider_count] = at;
  insider_begin (world->insiders + world->insider_count++, on, ORIGIN,
                 code_of (world->secrets + at),
                 invitation_of (world->secrets + at));
}

static p2pid_buffer *
say_an_account (mole *insider)
{
  p2pid_record record = { .type = P2PID_RECORD_ACCOUNT };

  record.account.time = NOW;
  record.account.tails = (p2pid_tails) choose (2);
  record.account.account.channel = (p2pid_channel) choose (3);
  if (record.account.account.channel == P2PID_CHANNEL_PHONE) {
    record.account.account.role =
        choose (2) ? P2PID_ROLE_CALLER : P2PID_ROLE_CALLEE;
    record.account.account.place =
        record.account.account.role == P2PID_ROLE_CALLER ? P2PID_PLACE_FIRST
                                                         : P2PID_PLACE_SECOND;
  } else {
    record.account.account.place = (p2pid_place) choose (2);
  }
  return insider_say (insider, &record);
}

/* Something that another insider, or the same, has heard or said. */
static p2pid_buffer *
say_again (scene *world, mole *insider)
{
  const p2pid_transcript *other =
      &world->insiders[choose ((uint32_t) world->insider_count)].transcript;
  size_t at;

  if (other->count == 0)
    return NULL;
  at = choose ((uint32_t) other->count);
  return insider_say_body (insider, other->records[at].type,
                           p2pid_buffer_bytes (other->records[at].body));
}

static p2pid_buffer *
say_short (mole *insider)
{
  static const p2pid_record_type types[] = {
    P2PID_RECORD_AGREE, P2PID_RECORD_DELIVERED, P2PID_RECORD_SHOWN,
    P2PID_RECORD_SHOWN, P2PID_RECORD_DECLINE,   P2PID_RECORD_FINISH
  };
  p2pid_record record = { .type = types[choose (6)] };

  if (record.type == P2PID_RECORD_FINISH) {
    record.finish.th = insider->transcript.th;
    record.finish.receipt = choose (2);
  }
  return insider_say (insider, &record);
}

static p2pid_buffer *
speak (scene *world, mole *insider)
{
  switch (choose (6)) {
  case 0:
    return insider_greet (insider);
  case 1:
    return say_an_account (insider);
  case 2:
    return say_again (world, insider);
  case 3:
    return insider_identify (insider, people + MALLORY,
                             (p2pid_place) choose (2), (p2pid_role) choose (3));
  default:
    return say_short (insider);
  }
}

/* Say something, to whoever sits at the other end; the rest hear of it from
 * the bag. */
static void
insider_acts (scene *world)
{
  size_t at = choose ((uint32_t) world->insider_count);
  p2pid_buffer *message = speak (world, world->insiders + at);

  if (message == NULL)
    return;
  for (size_t i = 0; i < world->honest_count; i++)
    if (world->honest[i].secret == world->insider_secret[at] &&
        world->honest[i].side.session->side != world->insiders[at].side)
      tell (world->honest + i, p2pid_buffer_bytes (message));
  put_in_bag (world, message);
}

/* What Mallory says in a session of her own to get on in it: the answer that
 * an honest program would give. */
static void
insider_follows (scene *world)
{
  size_t at = choose ((uint32_t) world->insider_count);
  mole *insider = world->insiders + at;
  p2pid_buffer *message = NULL;
  p2pid_record record = { .type = P2PID_RECORD_ACCOUNT };

  for (size_t i = 0; i < world->honest_count; i++) {
    const p2pid_session *session = world->honest[i].side.session;

    if (world->honest[i].secret != world->insider_secret[at] ||
        session->side == insider->side)
      continue;
    record.account.time = NOW;
    record.account.account = session->account;
    record.account.account.place = session->account.place == P2PID_PLACE_FIRST
                                       ? P2PID_PLACE_SECOND
                                       : P2PID_PLACE_FIRST;
    if (session->account.role != P2PID_ROLE_NONE)
      record.account.account.role = session->account.role == P2PID_ROLE_CALLER
                                        ? P2PID_ROLE_CALLEE
                                        : P2PID_ROLE_CALLER;
    message = insider_greet (insider);
    if (message == NULL && insider->transcript.count < 2)
      message = insider_say (insider, &record);
    else if (message == NULL)
      message = insider_identify (insider, people + MALLORY,
                                  record.account.account.place,
                                  record.account.account.role);
    if (message != NULL)
      tell (world->honest + i, p2pid_buffer_bytes (message));
    put_in_bag (world, message);
    return;
  }
}

static void
alter (p2pid_buffer *message)
{
  size_t at = choose ((uint32_t) message->size);

  switch (choose (3)) {
  case 0:
    message->data[at] ^= (uint8_t) (1 + choose (255));
    break;
  case 1:
    message->data[0] = (uint8_t) choose (8);
    break;
  default:
    message->size = at + 1;
  }
}

/* Any message, whole or not, from anywhere to anybody. */
static void
meddle (scene *world)
{
  const honest_party *from =
      world->honest + choose ((uint32_t) world->honest_count);
  honest_party *to = world->honest + choose ((uint32_t) world->honest_count);
  p2pid_buffer *copy = NULL;
  p2pid_bytes message;

  if (choose (2) && world->bag_count > 0)
    message =
        p2pid_buffer_bytes (world->bag[choose ((uint32_t) world->bag_count)]);
  else if (from->side.said > 0)
    message = p2pid_buffer_bytes (
        from->side.out[choose ((uint32_t) from->side.said)]);
  else
    return;
  ck_assert_int_eq (p2pid_buffer_copy (message, &copy), P2PID_OK);
  if (choose (2))
    alter (copy);
  tell (to, p2pid_buffer_bytes (copy));
  p2pid_buffer_free (copy);
}

/* --- Runs. --- */

static void
make_secrets (scene *world)
{
  for (size_t i = 0; i < 4; i++) {
    shared_secret *secret = world->secrets + i;

    secret->by_code = i != 3;
    secret->leaked = choose (3) == 0;
    /* Now and then two sessions have the same nameplate and digits. */
    ck_assert_int_eq (p2pid_code_new ("47", &secret->code), P2PID_OK);
    if (choose (4) == 0)
      secret->code = *the_code ();
    ck_assert_int_eq (p2pid_invitation_new (ORIGIN, &secret->invitation),
                      P2PID_OK);
  }
}

static void
make_world (scene *world)
{
  bool rings = choose (2);
  p2pid_role anna = rings ? P2PID_ROLE_CALLER : P2PID_ROLE_CALLEE;
  p2pid_role bjorn =
      rings || choose (4) == 0 ? P2PID_ROLE_CALLEE : P2PID_ROLE_CALLER;

  memset (world, 0, sizeof *world);
  make_secrets (world);
  seat_honest (world, P2PID_SIDE_HOST, anna, ANNA, 0, 1);
  seat_honest (world, P2PID_SIDE_GUEST, bjorn, BJORN, 0, 0);
  seat_honest (world, P2PID_SIDE_HOST, anna, ANNA, 1, -1);
  seat_honest (world, P2PID_SIDE_GUEST, bjorn, BJORN, 2, -1);
  seat_honest (world, P2PID_SIDE_HOST, P2PID_ROLE_NONE, CECILIA, 3, 5);
  seat_honest (world, P2PID_SIDE_GUEST, P2PID_ROLE_NONE, ANNA, 3, 4);
  seat_insider (world, P2PID_SIDE_GUEST, 1);
  seat_insider (world, P2PID_SIDE_HOST, 2);
  if (world->secrets[0].leaked)
    seat_insider (world, (p2pid_side) choose (2), 0);
  if (world->secrets[3].leaked)
    seat_insider (world, (p2pid_side) choose (2), 3);
}

static void
end_world (scene *world)
{
  for (size_t i = 0; i < world->honest_count; i++)
    side_end (&world->honest[i].side);
  for (size_t i = 0; i < world->insider_count; i++)
    insider_end (world->insiders + i);
  for (size_t i = 0; i < world->bag_count; i++)
    p2pid_buffer_free (world->bag[i]);
}

static void
step (scene *world)
{
  uint32_t what = choose (100);

  if (what < 45)
    carry_next (world, somebody (world, has_said));
  else if (what < 70)
    decide (somebody (world, has_to_decide));
  else if (what < 88)
    insider_follows (world);
  else if (what < 96)
    insider_acts (world);
  else
    meddle (world);
  check_world (world);
}

START_TEST (no_name_is_shown_that_was_not_given)
{
  static scene world;

  harness_seed (20261124);
  for (int i = 0; i < PEOPLE; i++)
    people[i] = person_new (names[i]);
  anchors = test_anchors ();

  for (int run = 0; run < RUNS; run++) {
    walk = (uint64_t) run;
    make_world (&world);
    for (int i = 0; i < STEPS; i++)
      step (&world);
    end_world (&world);
  }

  printf ("%d runs: %lu honest names, %lu names of the adversary, %lu "
          "receipts, %lu stops\n",
          RUNS, shown_honest, shown_mallory, receipts, stops);
  ck_assert_uint_gt (shown_honest, RUNS / 20);
  ck_assert_uint_gt (shown_mallory, RUNS / 20);
  ck_assert_uint_gt (receipts, RUNS / 1000);

  for (int i = 0; i < PEOPLE; i++)
    person_free (people + i);
  p2pid_anchors_free (anchors);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("adversary");
  TCase *tcase = tcase_create ("walk");

  tcase_set_timeout (tcase, 0);
  tcase_add_test (tcase, no_name_is_shown_that_was_not_given);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
