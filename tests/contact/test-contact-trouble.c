/* contact/: everything that can go wrong between two people and a relay. */

#include "fixture.h"

#include "fakes/liar.h"

#include <unistd.h>

#define COUNT(array) (sizeof (array) / sizeof *(array))

static served *relay;
static person anna, bertil;
static p2pid_anchors *anchors;
static side host, guest, third;
static notebook annas, bertils;
static p2pid_code code;
static p2pid_invitation invitation;

static void
begin (void)
{
  relay = served_new (NULL);
  anna = person_new ("Anna Andersson");
  bertil = person_new ("Bertil Björk");
  anchors = test_anchors ();
  notebook_open (&annas);
  notebook_open (&bertils);
}

static void
end (void)
{
  side_end (&host);
  side_end (&guest);
  side_end (&third);
  served_free (relay);
  relay = NULL;
  person_free (&anna);
  person_free (&bertil);
  p2pid_anchors_free (anchors);
  notebook_end (&annas);
  notebook_end (&bertils);
}

/* Another relay than the usual one. */
static void
serve (const p2pid_server_config *config)
{
  served_free (relay);
  relay = served_new (config);
}

static void
call (void)
{
  side_calls (&host, relay, &anna, anchors);
  host.config.store = annas.store;
  side_start (&host);
  code = side_code (&host);
}

static void
answer (side *self, const p2pid_code *typed)
{
  side_answers (self, relay, typed, &bertil, anchors);
  self->config.store = bertils.store;
  self->behaves.as_second = DO_IDENTIFY;
  side_start (self);
}

static void
expect_finished (side *self)
{
  ck_assert_int_eq (side_join (self)->kind, P2PID_EVENT_FINISHED);
  ck_assert_int_eq (self->result, P2PID_OK);
}

static const heard *
expect_stopped (side *self, p2pid_err err)
{
  const heard *ending = side_join (self);

  ck_assert_int_eq (ending->kind, P2PID_EVENT_STOPPED);
  ck_assert_str_eq (p2pid_err_name (ending->err), p2pid_err_name (err));
  return ending;
}

/* The code with another secret and the check digit that fits. */
static p2pid_code
wrong (const p2pid_code *right)
{
  size_t last = strlen (right->digits) - 1;
  p2pid_code code_ = { 0 };
  char text[P2PID_CODE_DIGITS_MAX + 1];

  memcpy (text, right->digits, sizeof text);
  text[last - 1] = text[last - 1] == '9' ? '0' : text[last - 1] + 1;
  for (text[last] = '0'; text[last] <= '9'; text[last]++)
    if (p2pid_code_parse (text, &code_) == P2PID_OK)
      break;
  ck_assert_str_eq (code_.nameplate, right->nameplate);
  ck_assert_str_ne (code_.secret, right->secret);
  return code_;
}

/* Codes. */

/* The host's second code, and why there is one. */
static p2pid_code
next_code (p2pid_err why)
{
  const heard *event = side_wait (&host, P2PID_EVENT_CODE, 2);

  ck_assert_int_eq (side_wait (&host, P2PID_EVENT_CODE, 1)->err, P2PID_OK);
  ck_assert_int_eq (event->err, why);
  return event->code;
}

START_TEST (a_wrong_code_then_the_right_one)
{
  p2pid_code typed, next;

  call ();
  typed = wrong (&code);
  answer (&third, &typed);
  expect_stopped (&third, P2PID_ERR_WRONG_CODE);
  ck_assert_int_eq (third.result, P2PID_ERR_WRONG_CODE);
  ck_assert_ptr_null (side_heard (&third, P2PID_EVENT_JOINED));

  next = next_code (P2PID_ERR_WRONG_CODE);
  answer (&guest, &next);
  expect_finished (&guest);
  expect_finished (&host);
  ck_assert_uint_eq (notebook_read (&annas).contacts, 1);
}
END_TEST

/* A slip of the tongue or the finger is told before anything is sent. */
START_TEST (a_mistyped_code_spends_nothing)
{
  p2pid_code slip;

  call ();
  for (char *digit = code.digits; *digit != '\0'; digit++) {
    char right = *digit;

    *digit = right == '5' ? '4' : '5';
    if (p2pid_code_length (code.digits[0]) == strlen (code.digits))
      ck_assert_int_eq (p2pid_code_parse (code.digits, &slip),
                        P2PID_ERR_CHECK_DIGIT);
    *digit = right;
  }
  answer (&guest, &code);
  expect_finished (&guest);
  expect_finished (&host);
  ck_assert_ptr_eq (side_heard (&host, P2PID_EVENT_CODE), &host.events[0]);
}
END_TEST

START_TEST (a_code_that_was_used)
{
  call ();
  side_answers (&guest, relay, &code, &bertil, anchors);
  side_start (&guest);
  side_wait (&guest, P2PID_EVENT_TURN, 1);
  answer (&third, &code);
  expect_stopped (&third, P2PID_ERR_CODE_USED);
  ck_assert_int_eq (p2pid_contact_decline (guest.contact), P2PID_OK);
  expect_finished (&guest);
  expect_finished (&host);
}
END_TEST

START_TEST (a_code_that_nobody_made)
{
  ck_assert_int_eq (p2pid_code_new ("47", &code), P2PID_OK);
  answer (&guest, &code);
  expect_stopped (&guest, P2PID_ERR_CODE_UNKNOWN);
  ck_assert_uint_eq (notebook_read (&bertils).contacts, 0);
}
END_TEST

START_TEST (three_burnt_codes_are_interference)
{
  p2pid_code typed;

  call ();
  for (int i = 1; i <= 3; i++) {
    code = side_wait (&host, P2PID_EVENT_CODE, i)->code;
    typed = wrong (&code);
    answer (&third, &typed);
    expect_stopped (&third, P2PID_ERR_WRONG_CODE);
    side_end (&third);
  }
  expect_stopped (&host, P2PID_ERR_INTERFERENCE);
  ck_assert_int_eq (host.result, P2PID_ERR_INTERFERENCE);
  ck_assert_uint_eq (notebook_read (&annas).contacts, 0);
}
END_TEST

/* The loop looks at the clock when it is woken; a decision out of place does
 * that and nothing else. */
static void
pass (side *self, int64_t seconds)
{
  self->clock_off += seconds;
  ck_assert_int_eq (p2pid_contact_shown (self->contact), P2PID_OK);
}

START_TEST (burnt_codes_far_apart_are_bad_luck)
{
  p2pid_code typed;

  call ();
  for (int i = 1; i <= 4; i++) {
    code = side_wait (&host, P2PID_EVENT_CODE, 2 * i - 1)->code;
    typed = wrong (&code);
    answer (&third, &typed);
    expect_stopped (&third, P2PID_ERR_WRONG_CODE);
    side_end (&third);
    side_wait (&host, P2PID_EVENT_CODE, 2 * i);
    pass (&host, 301); /* which is that one's time */
  }
  side_wait (&host, P2PID_EVENT_CODE, 9);
  p2pid_contact_cancel (host.contact);
  expect_stopped (&host, P2PID_ERR_CANCELLED);
}
END_TEST

START_TEST (an_expired_code_is_followed_by_another)
{
  p2pid_code next;

  call ();
  pass (&host, 301);
  next = next_code (P2PID_ERR_EXPIRED);
  ck_assert_str_ne (next.digits, code.digits);
  answer (&third, &code); /* what was read out before */
  side_join (&third);
  ck_assert_int_eq (third.result, P2PID_ERR_CODE_UNKNOWN);

  host.clock_off = 0; /* the guest's is right */
  answer (&guest, &next);
  expect_finished (&guest);
  expect_finished (&host);
}
END_TEST

START_TEST (codes_are_shown_for_an_hour)
{
  call ();
  for (int i = 1; i <= 12; i++) {
    side_wait (&host, P2PID_EVENT_CODE, i);
    pass (&host, 301);
  }
  expect_stopped (&host, P2PID_ERR_TIMEOUT);
  ck_assert_int_eq (host.result, P2PID_ERR_TIMEOUT);
}
END_TEST

/* Invitations. */

static void
invite (void)
{
  side_invites (&host, relay, P2PID_PLACE_FIRST, &anna, anchors);
  side_start (&host);
  invitation = side_invitation (&host);
  side_comes (&guest, &invitation, &bertil, anchors);
}

START_TEST (a_second_guest_is_noticed_by_all)
{
  invite ();
  side_start (&guest);
  side_wait (&guest, P2PID_EVENT_TURN, 1);
  side_comes (&third, &invitation, &bertil, anchors);
  side_start (&third);
  expect_stopped (&third, P2PID_ERR_CROWDED);
  (void) !p2pid_contact_decline (guest.contact); /* may know it already */
  expect_stopped (&guest, P2PID_ERR_CROWDED);
  expect_stopped (&host, P2PID_ERR_CROWDED);
}
END_TEST

START_TEST (an_invitation_works_once)
{
  invite ();
  guest.behaves.as_second = DO_IDENTIFY;
  side_start (&guest);
  expect_finished (&guest);
  expect_finished (&host);
  side_comes (&third, &invitation, &bertil, anchors);
  side_start (&third);
  side_join (&third);
  ck_assert (third.result == P2PID_ERR_CROWDED ||
             third.result == P2PID_ERR_GONE);
}
END_TEST

START_TEST (nobody_waits_behind_an_invitation)
{
  ck_assert_int_eq (p2pid_invitation_new (served_origin (relay), &invitation),
                    P2PID_OK);
  side_comes (&guest, &invitation, &bertil, anchors);
  side_start (&guest);
  usleep (100000);
  pass (&guest, 61);
  expect_stopped (&guest, P2PID_ERR_TIMEOUT);
}
END_TEST

/* What the two say of the contact. */

START_TEST (both_say_that_they_rang)
{
  call ();
  side_answers (&guest, relay, &code, &bertil, anchors);
  guest.config.account.role = P2PID_ROLE_CALLER;
  guest.config.account.place = P2PID_PLACE_FIRST;
  side_start (&guest);
  expect_stopped (&guest, P2PID_ERR_ROLES);
  ck_assert_int_eq (side_join (&host)->stop, P2PID_STOP_ACCOUNTS);
  ck_assert_int_ne (host.result, P2PID_OK);
  ck_assert_int_eq (notebook_read (&annas).outcome, P2PID_OUTCOME_STOPPED);
  ck_assert_ptr_null (side_heard (&guest, P2PID_EVENT_IDENTIFIED));
  ck_assert_ptr_null (side_heard (&host, P2PID_EVENT_IDENTIFIED));
}
END_TEST

START_TEST (a_clock_that_is_off_by_a_day)
{
  const heard *ending;

  call ();
  side_answers (&guest, relay, &code, &bertil, anchors);
  guest.clock_off = _i == 0 ? 86400 : -86400;
  side_start (&guest);
  expect_stopped (&guest, P2PID_ERR_CLOCK);
  ending = side_join (&host);
  ck_assert_int_eq (ending->stop, P2PID_STOP_CLOCK);
  ck_assert_int_eq (ending->outcome, P2PID_OUTCOME_CANNOT_CHECK);
  ck_assert_int_eq (host.result, P2PID_ERR_CLOCK);
  ck_assert_int_eq (notebook_read (&annas).outcome, P2PID_OUTCOME_CANNOT_CHECK);
  ck_assert_int_eq (notebook_read (&annas).err, P2PID_ERR_CLOCK);
}
END_TEST

START_TEST (test_identities_are_refused_where_not_allowed)
{
  p2pid_anchors *strict = NULL;
  const heard *unchecked;
  notes his;

  ck_assert_int_eq (p2pid_anchors_new (&strict), P2PID_OK);
  call ();
  side_answers (&guest, relay, &code, NULL, strict);
  guest.config.store = bertils.store;
  side_start (&guest);
  expect_finished (&guest);
  expect_finished (&host);
  unchecked = side_heard (&guest, P2PID_EVENT_CANNOT_CHECK);
  ck_assert_ptr_nonnull (unchecked);
  ck_assert_int_eq (unchecked->err, P2PID_ERR_TEST_REFUSED);
  ck_assert_int_eq (side_heard (&host, P2PID_EVENT_NOT_CHECKED)->err,
                    P2PID_ERR_TEST_REFUSED);
  his = notebook_read (&bertils);
  ck_assert_int_eq (his.outcome, P2PID_OUTCOME_CANNOT_CHECK);
  ck_assert_int_eq (his.err, P2PID_ERR_TEST_REFUSED);
  ck_assert_str_eq (his.name, "");
  ck_assert_uint_eq (his.people, 0);
  p2pid_anchors_free (strict);
}
END_TEST

START_TEST (that_is_not_me)
{
  const heard *ending;
  notes his;

  call ();
  side_answers (&guest, relay, &code, &bertil, anchors);
  guest.config.store = bertils.store;
  side_start (&guest);
  side_wait (&guest, P2PID_EVENT_TURN, 1);
  (void) !p2pid_contact_stop (guest.contact, P2PID_STOP_NOT_ME);
  ending = expect_stopped (&host, P2PID_ERR_STOPPED);
  ck_assert (ending->by_peer);
  ck_assert_int_eq (ending->stop, P2PID_STOP_NOT_ME);
  ck_assert_int_eq (host.result, P2PID_ERR_STOPPED);
  ending = expect_stopped (&guest, P2PID_ERR_STOPPED);
  ck_assert (!ending->by_peer);
  his = notebook_read (&bertils);
  ck_assert_int_eq (his.outcome, P2PID_OUTCOME_STOPPED);
  ck_assert_str_eq (his.name, "Anna Andersson");
  ck_assert_uint_eq (his.people, 0); /* nobody one has met */
}
END_TEST

START_TEST (who_does_not_decide_is_not_waited_for_for_ever)
{
  const heard *ending;

  side_calls (&host, relay, &anna, anchors);
  host.config.patience = 1;
  side_start (&host);
  code = side_code (&host);
  side_answers (&guest, relay, &code, &bertil, anchors);
  side_start (&guest);
  expect_stopped (&host, P2PID_ERR_TIMEOUT);
  ending = side_join (&guest);
  ck_assert (ending->by_peer);
  ck_assert_int_eq (ending->stop, P2PID_STOP_TIMEOUT);
}
END_TEST

/* The relay. */

START_TEST (a_relay_dead_at_first)
{
  side_calls (&host, relay, &anna, anchors);
  served_kill (relay);
  side_start (&host);
  ck_assert_int_eq (side_wait (&host, P2PID_EVENT_OFFLINE, 1)->err,
                    P2PID_ERR_OFFLINE);
  served_start (relay);
  side_wait (&host, P2PID_EVENT_ONLINE, 1);
  code = side_code (&host);
  answer (&guest, &code);
  expect_finished (&guest);
  expect_finished (&host);
}
END_TEST

START_TEST (a_relay_that_stays_dead)
{
  side_calls (&host, relay, &anna, anchors);
  served_kill (relay);
  side_start (&host);
  side_wait (&host, P2PID_EVENT_OFFLINE, 1);
  pass (&host, 3601);
  expect_stopped (&host, P2PID_ERR_OFFLINE);
  ck_assert_int_eq (host.result, P2PID_ERR_OFFLINE);

  ck_assert_int_eq (p2pid_code_new ("47", &code), P2PID_OK);
  answer (&guest, &code);
  side_wait (&guest, P2PID_EVENT_OFFLINE, 1);
  pass (&guest, 601);
  expect_stopped (&guest, P2PID_ERR_OFFLINE);
}
END_TEST

/* Its mailboxes are gone with it, and the host learns that its code is. */
START_TEST (a_relay_started_anew_while_a_code_waits)
{
  p2pid_code next;

  call ();
  served_kill (relay);
  side_wait (&host, P2PID_EVENT_OFFLINE, 1);
  served_start (relay);
  next = next_code (P2PID_ERR_GONE);
  answer (&guest, &next);
  expect_finished (&guest);
  expect_finished (&host);
}
END_TEST

START_TEST (a_relay_started_anew_while_an_invitation_waits)
{
  invite ();
  guest.behaves.as_second = DO_IDENTIFY;
  served_kill (relay);
  side_wait (&host, P2PID_EVENT_OFFLINE, 1);
  served_start (relay);
  side_start (&guest);
  expect_finished (&guest);
  expect_finished (&host);
  ck_assert_ptr_nonnull (side_heard (&host, P2PID_EVENT_ONLINE));
}
END_TEST

START_TEST (a_relay_started_anew_in_the_middle)
{
  call ();
  side_answers (&guest, relay, &code, &bertil, anchors);
  guest.config.store = bertils.store;
  side_start (&guest);
  side_wait (&guest, P2PID_EVENT_TURN, 1);
  side_wait (&host, P2PID_EVENT_SHOWN, 1);
  served_kill (relay);
  side_wait (&host, P2PID_EVENT_OFFLINE, 1);
  served_start (relay);
  expect_stopped (&host, P2PID_ERR_GONE);
  expect_stopped (&guest, P2PID_ERR_GONE);
  /* What was proved before stays proved. */
  ck_assert_int_eq (notebook_read (&bertils).outcome, P2PID_OUTCOME_IDENTIFIED);
}
END_TEST

START_TEST (a_relay_dead_in_the_middle)
{
  call ();
  side_answers (&guest, relay, &code, &bertil, anchors);
  side_start (&guest);
  side_wait (&guest, P2PID_EVENT_TURN, 1);
  side_wait (&host, P2PID_EVENT_SHOWN, 1);
  served_kill (relay);
  side_wait (&host, P2PID_EVENT_OFFLINE, 1);
  side_wait (&guest, P2PID_EVENT_OFFLINE, 1);
  pass (&host, 601);
  expect_stopped (&host, P2PID_ERR_OFFLINE);
  p2pid_contact_cancel (guest.contact);
  expect_stopped (&guest, P2PID_ERR_CANCELLED);
}
END_TEST

/* All is said, but the relay dies before the last word may have come: the side
 * that has heard all is finished; the other may have to be told to give up.
 * Both remember. */
START_TEST (a_relay_dead_after_the_end)
{
  call ();
  answer (&guest, &code);
  side_wait (&host, P2PID_EVENT_FINISHED, 1);
  served_kill (relay);
  expect_finished (&host);
  ck_assert_uint_eq (notebook_read (&annas).contacts, 1);
  p2pid_contact_cancel (guest.contact);
  side_join (&guest);
  ck_assert (guest.result == P2PID_OK || guest.result == P2PID_ERR_CANCELLED);
  ck_assert_uint_eq (notebook_read (&bertils).contacts, 1);
  ck_assert_int_eq (notebook_read (&bertils).outcome, P2PID_OUTCOME_IDENTIFIED);
}
END_TEST

START_TEST (a_relay_that_is_full)
{
  serve (&(p2pid_server_config){ .mailboxes = 1 });
  call ();
  side_calls (&third, relay, &bertil, anchors);
  side_start (&third);
  expect_stopped (&third, P2PID_ERR_BUSY);
}
END_TEST

#define TOKEN "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

START_TEST (a_relay_that_lies)
{
  static const liar_answer scripts[] = {
    { .text = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>" },
    /* a nameplate that no code of that length begins with */
    { .text = "HTTP/1.1 201 Created\r\nContent-Length: 132\r\n\r\n"
              "{\"nameplate\":\"97\",\"mailbox\":"
              "\"0123456789abcdef0123456789abcdef\",\"token\":\"" TOKEN
              "\",\"lifetime\":300}" },
  };
  liar *fake = liar_new (&scripts[_i], 1);

  side_calls (&host, relay, &anna, anchors);
  host.config.relay = liar_origin (fake);
  side_start (&host);
  expect_stopped (&host, P2PID_ERR_RELAY);
  ck_assert_int_eq (host.result, P2PID_ERR_RELAY);
  ck_assert_ptr_null (side_heard (&host, P2PID_EVENT_CODE));
  liar_free (fake);
}
END_TEST

/* Leaving. */

static const p2pid_event_kind host_moments[] = {
  P2PID_EVENT_CODE,  P2PID_EVENT_JOINED,     P2PID_EVENT_AGREED,
  P2PID_EVENT_TURN,  P2PID_EVENT_SENT,       P2PID_EVENT_DELIVERED,
  P2PID_EVENT_SHOWN, P2PID_EVENT_IDENTIFIED, P2PID_EVENT_CLOSING,
};

static const p2pid_event_kind guest_moments[] = {
  P2PID_EVENT_JOINED, P2PID_EVENT_AGREED,  P2PID_EVENT_IDENTIFIED,
  P2PID_EVENT_TURN,   P2PID_EVENT_SENT,    P2PID_EVENT_DELIVERED,
  P2PID_EVENT_SHOWN,  P2PID_EVENT_CLOSING,
};

/* Who leaves is told so; the other hears "ended", or that nobody waits any
 * more where it had not come yet. */
static void
expect_left (side *self, side *other)
{
  const heard *ending = expect_stopped (self, P2PID_ERR_CANCELLED);

  ck_assert_int_eq (self->result, P2PID_ERR_CANCELLED);
  ck_assert_int_eq (ending->stop, P2PID_STOP_ENDED);
  ending = side_join (other);
  ck_assert_int_eq (ending->kind, P2PID_EVENT_STOPPED);
  if (ending->by_peer)
    ck_assert_int_eq (other->result, P2PID_OK);
  else
    ck_assert (other->result == P2PID_ERR_CODE_UNKNOWN ||
               other->result == P2PID_ERR_GONE);
}

START_TEST (the_host_leaves_at_any_moment)
{
  side_calls (&host, relay, &anna, anchors);
  host.behaves.when = host_moments[_i];
  host.behaves.what = DO_CANCEL;
  side_start (&host);
  code = side_code (&host);
  answer (&guest, &code);
  expect_left (&host, &guest);
}
END_TEST

START_TEST (the_guest_leaves_at_any_moment)
{
  call ();
  side_answers (&guest, relay, &code, &bertil, anchors);
  guest.behaves = (conduct){ .as_second = DO_IDENTIFY,
                             .when = guest_moments[_i],
                             .what = DO_CANCEL };
  side_start (&guest);
  expect_left (&guest, &host);
}
END_TEST

START_TEST (leaving_before_it_begins)
{
  side_calls (&host, relay, &anna, anchors);
  ck_assert_int_eq (p2pid_contact_new (&host.config, &host.contact), P2PID_OK);
  p2pid_contact_cancel (host.contact);
  ck_assert_int_eq (p2pid_contact_run (host.contact), P2PID_ERR_CANCELLED);
  ck_assert_uint_eq (host.count, 1);
  ck_assert_int_eq (host.events[0].kind, P2PID_EVENT_STOPPED);
  ck_assert_uint_eq (served_counts (relay).opened, 0);
}
END_TEST

START_TEST (leaving_out_of_reach_takes_no_time)
{
  served_kill (relay);
  side_calls (&host, relay, &anna, anchors);
  host.behaves.when = P2PID_EVENT_OFFLINE;
  host.behaves.what = _i == 0 ? DO_CANCEL : DO_STOP;
  side_start (&host);
  expect_stopped (&host, _i == 0 ? P2PID_ERR_CANCELLED : P2PID_ERR_STOPPED);
}
END_TEST

/* A code that nobody used leaves nothing on the relay. */
START_TEST (leaving_takes_the_code_along)
{
  p2pid_server_counts counts;

  call ();
  p2pid_contact_cancel (host.contact);
  expect_stopped (&host, P2PID_ERR_CANCELLED);
  ck_assert_uint_eq (notebook_read (&annas).contacts, 0);
  counts = served_counts (relay);
  ck_assert_uint_eq (counts.mailboxes, 0);
  ck_assert_uint_eq (counts.closed, 1);
}
END_TEST

/* Nor does the code that came after a wrong guess. */
START_TEST (leaving_takes_the_next_code_along)
{
  p2pid_code typed;

  call ();
  typed = wrong (&code);
  answer (&third, &typed);
  expect_stopped (&third, P2PID_ERR_WRONG_CODE);
  next_code (P2PID_ERR_WRONG_CODE);
  p2pid_contact_cancel (host.contact);
  expect_stopped (&host, P2PID_ERR_CANCELLED);
  ck_assert_uint_eq (served_counts (relay).mailboxes, 0);
}
END_TEST

static TCase *
add (Suite *suite, const char *name)
{
  TCase *tcase = tcase_create (name);

  tcase_set_timeout (tcase, 120);
  tcase_add_checked_fixture (tcase, begin, end);
  suite_add_tcase (suite, tcase);
  return tcase;
}

static void
add_people (Suite *suite)
{
  TCase *tcase = add (suite, "people");

  tcase_add_test (tcase, a_wrong_code_then_the_right_one);
  tcase_add_test (tcase, a_mistyped_code_spends_nothing);
  tcase_add_test (tcase, a_code_that_was_used);
  tcase_add_test (tcase, a_code_that_nobody_made);
  tcase_add_test (tcase, three_burnt_codes_are_interference);
  tcase_add_test (tcase, burnt_codes_far_apart_are_bad_luck);
  tcase_add_test (tcase, an_expired_code_is_followed_by_another);
  tcase_add_test (tcase, codes_are_shown_for_an_hour);
  tcase_add_test (tcase, a_second_guest_is_noticed_by_all);
  tcase_add_test (tcase, an_invitation_works_once);
  tcase_add_test (tcase, nobody_waits_behind_an_invitation);
  tcase_add_test (tcase, both_say_that_they_rang);
  tcase_add_loop_test (tcase, a_clock_that_is_off_by_a_day, 0, 2);
  tcase_add_test (tcase, test_identities_are_refused_where_not_allowed);
  tcase_add_test (tcase, that_is_not_me);
  tcase_add_test (tcase, who_does_not_decide_is_not_waited_for_for_ever);
}

static void
add_relays (Suite *suite)
{
  TCase *tcase = add (suite, "relays");

  tcase_add_test (tcase, a_relay_dead_at_first);
  tcase_add_test (tcase, a_relay_that_stays_dead);
  tcase_add_test (tcase, a_relay_started_anew_while_a_code_waits);
  tcase_add_test (tcase, a_relay_started_anew_while_an_invitation_waits);
  tcase_add_test (tcase, a_relay_started_anew_in_the_middle);
  tcase_add_test (tcase, a_relay_dead_in_the_middle);
  tcase_add_test (tcase, a_relay_dead_after_the_end);
  tcase_add_test (tcase, a_relay_that_is_full);
  tcase_add_loop_test (tcase, a_relay_that_lies, 0, 2);
}

static void
add_leaving (Suite *suite)
{
  TCase *tcase = add (suite, "leaving");

  tcase_add_loop_test (tcase, the_host_leaves_at_any_moment, 0,
                       COUNT (host_moments));
  tcase_add_loop_test (tcase, the_guest_leaves_at_any_moment, 0,
                       COUNT (guest_moments));
  tcase_add_test (tcase, leaving_before_it_begins);
  tcase_add_loop_test (tcase, leaving_out_of_reach_takes_no_time, 0, 2);
  tcase_add_test (tcase, leaving_takes_the_code_along);
  tcase_add_test (tcase, leaving_takes_the_next_code_along);
}

int
main (void)
{
  Suite *suite = suite_create ("contact-trouble");

  add_people (suite);
  add_relays (suite);
  add_leaving (suite);
  return harness_run (suite);
}
