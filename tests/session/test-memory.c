/* A conversation in which memory runs out: each allocation fails in its turn.
 * The call says so, and the session has ended; nobody is accused, nobody taken
 * for another, and nothing is lost (the sanitizer looks). */

#include "fixture.h"
#include "starve.h"

#include "base/bytes.h"
#include "p2pid/receipt.h"

/* One side of the conversation; what it came to. */
typedef struct {
  p2pid_session *session;
  const char *other; /* whom it must be shown, and nobody else */
  bool identified, finished, wanting;
  p2pid_buffer *receipt;
} seat;

static person anna, bjorn;
static p2pid_anchors *anchors;
static bool by_invitation;
static p2pid_buffer *kept; /* the receipt of the last conversation */

static void
meet (void)
{
  anna = person_new ("Anna Lindqvist");
  bjorn = person_new ("Björn Ek");
  anchors = test_anchors ();
}

static void
part (void)
{
  person_free (&anna);
  person_free (&bjorn);
  p2pid_anchors_free (anchors);
  p2pid_buffer_free (kept);
  kept = NULL;
}

/* What half a decision would leave behind, the other side had to take for
 * words out of turn. */
static void
decide (seat *self, p2pid_err (*decision) (p2pid_session *session))
{
  p2pid_err err = decision (self->session);

  starve_hold ();
  if (err != P2PID_OK)
    ck_assert (p2pid_session_ended (self->session));
  starve_go_on ();
}

static p2pid_err
identify (p2pid_session *session)
{
  return p2pid_session_identify (session, P2PID_FACTS_DEFAULT, "Somebody",
                                 "The roof", NOW);
}

static p2pid_err
shown (p2pid_session *session)
{
  return p2pid_session_shown (session, NOW);
}

static p2pid_err
finish (p2pid_session *session)
{
  return p2pid_session_finish (session, true, NOW);
}

static void
check_name (const seat *self, const p2pid_identity *identity)
{
  starve_hold ();
  ck_assert_str_eq (p2pid_identity_fact (identity, P2PID_FACT_NAME),
                    self->other);
  starve_go_on ();
}

static void
hear_end (seat *self, const p2pid_event *event)
{
  starve_hold ();
  ck_assert_msg (event->outcome != P2PID_OUTCOME_STOPPED, "%s: %s",
                 p2pid_stop_name (event->stop), p2pid_err_name (event->err));
  starve_go_on ();
  self->wanting |= event->err == P2PID_ERR_MEMORY;
}

static void
hear (seat *self, const p2pid_event *event)
{
  if (event->kind == P2PID_EVENT_TURN)
    decide (self, identify);
  if (event->kind == P2PID_EVENT_IDENTIFIED) {
    check_name (self, event->identity);
    self->identified = true;
    decide (self, shown);
  }
  if (event->kind == P2PID_EVENT_CLOSING)
    decide (self, finish);
  if (event->kind == P2PID_EVENT_RECEIPT) {
    starve_hold ();
    ck_assert_int_eq (p2pid_buffer_copy (event->bytes, &self->receipt),
                      P2PID_OK);
    starve_go_on ();
  }
  if (event->kind == P2PID_EVENT_FINISHED)
    self->finished = true;
  if (event->kind == P2PID_EVENT_STOPPED)
    hear_end (self, event);
}

static void
hear_all (seat *self)
{
  p2pid_event event;

  while (p2pid_session_take_event (self->session, &event))
    hear (self, &event);
}

static bool
carry_over (seat *from, seat *to)
{
  p2pid_buffer *message = p2pid_session_take_message (from->session);

  if (message == NULL)
    return false;
  (void) p2pid_session_receive (to->session, p2pid_buffer_bytes (message), NOW);
  p2pid_buffer_free (message);
  hear_all (to);
  return true;
}

static p2pid_err
begin (seat *self, p2pid_side side, const person *who)
{
  p2pid_session_config config;
  p2pid_err err;

  starve_hold ();
  if (by_invitation)
    config = invited_config (side, P2PID_PLACE_FIRST, who, anchors);
  else
    config = phone_config (
        side, side == P2PID_SIDE_HOST ? P2PID_ROLE_CALLER : P2PID_ROLE_CALLEE,
        who, anchors);
  starve_go_on ();
  err = p2pid_session_new (&config, NOW, &self->session);
  starve_hold ();
  ck_assert ((err == P2PID_OK) == (self->session != NULL));
  starve_go_on ();
  return err;
}

static void
check_ends (const seat *a, const seat *b)
{
  if (a->receipt != NULL && b->receipt != NULL)
    ck_assert (p2pid_bytes_equal (p2pid_buffer_bytes (a->receipt),
                                  p2pid_buffer_bytes (b->receipt)));
  /* Who was not told of any want has an ordinary conversation, or waits. */
  if (a->finished)
    ck_assert (a->identified && a->receipt != NULL);
}

static void
leave (seat *self)
{
  p2pid_session_free (self->session);
  p2pid_buffer_free (self->receipt);
}

static p2pid_err
converse (void)
{
  seat host = { .other = bjorn.name }, guest = { .other = anna.name };
  p2pid_err err = begin (&host, P2PID_SIDE_HOST, &anna);

  if (err == P2PID_OK)
    err = begin (&guest, P2PID_SIDE_GUEST, &bjorn);
  while (err == P2PID_OK &&
         (carry_over (&host, &guest) || carry_over (&guest, &host)))
    ;
  starve_hold ();
  if (host.wanting || guest.wanting)
    err = P2PID_ERR_MEMORY;
  else if (err == P2PID_OK)
    err = host.finished && guest.finished ? P2PID_OK : P2PID_ERR_TIMEOUT;
  check_ends (&host, &guest);
  check_ends (&guest, &host);
  if (err == P2PID_OK) {
    kept = host.receipt;
    host.receipt = NULL;
  }
  leave (&host);
  leave (&guest);
  return err;
}

START_TEST (a_conversation_by_code)
{
  ck_assert_uint_gt (
      starve_through ((starve_mode) _i, 1, converse, starve_is_want), 50);
}
END_TEST

START_TEST (a_conversation_by_invitation)
{
  by_invitation = true;
  ck_assert_uint_gt (
      starve_through ((starve_mode) _i, 1, converse, starve_is_want), 50);
  by_invitation = false;
}
END_TEST

static p2pid_err
verify_receipt (void)
{
  p2pid_receipt *receipt = NULL;
  p2pid_err err = p2pid_receipt_parse (p2pid_buffer_bytes (kept), &receipt);

  if (err == P2PID_OK)
    err = p2pid_receipt_verify (receipt, anchors);
  starve_hold ();
  if (receipt != NULL)
    ck_assert ((err == P2PID_OK) ==
               (p2pid_receipt_identity (receipt, P2PID_PLACE_FIRST) != NULL));
  p2pid_receipt_free (receipt);
  return err;
}

START_TEST (a_receipt)
{
  ck_assert_int_eq (converse (), P2PID_OK);
  ck_assert_uint_gt (
      starve_through ((starve_mode) _i, 1, verify_receipt, starve_is_want), 50);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("session-memory");
  TCase *tcase = tcase_create ("memory");

  tcase_add_checked_fixture (tcase, meet, part);
  tcase_add_loop_test (tcase, a_conversation_by_code, STARVE_FOR_GOOD,
                       STARVE_ONCE + 1);
  tcase_add_loop_test (tcase, a_conversation_by_invitation, STARVE_FOR_GOOD,
                       STARVE_ONCE + 1);
  tcase_add_loop_test (tcase, a_receipt, STARVE_FOR_GOOD, STARVE_ONCE + 1);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
