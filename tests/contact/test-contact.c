/* contact/: two people, each on a thread, over the real server; all goes well.
 */

#include "fixture.h"

static served *relay;
static person anna, bertil;
static p2pid_anchors *anchors;
static side host, guest;
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
  served_free (relay);
  relay = NULL;
  person_free (&anna);
  person_free (&bertil);
  p2pid_anchors_free (anchors);
  notebook_end (&annas);
  notebook_end (&bertils);
}

/* Anna rings; the code is there. Both write down what they learn. */
static void
ring (void)
{
  side_calls (&host, relay, &anna, anchors);
  host.config.purpose = "the broken window";
  host.config.store = annas.store;
  side_start (&host);
  code = side_code (&host);
  side_answers (&guest, relay, &code, &bertil, anchors);
  guest.config.store = bertils.store;
  guest.behaves.as_second = DO_IDENTIFY;
}

static void
meet (p2pid_place place)
{
  side_invites (&host, relay, place, &anna, anchors);
  side_start (&host);
  invitation = side_invitation (&host);
  side_comes (&guest, &invitation, &bertil, anchors);
}

static void
run (void)
{
  side_start (&guest);
  side_join (&host);
  side_join (&guest);
}

static void
expect_finished (void)
{
  ck_assert_int_eq (host.events[host.count - 1].kind, P2PID_EVENT_FINISHED);
  ck_assert_int_eq (guest.events[guest.count - 1].kind, P2PID_EVENT_FINISHED);
  ck_assert_int_eq (host.result, P2PID_OK);
  ck_assert_int_eq (guest.result, P2PID_OK);
}

static void
expect_course (const side *self, const p2pid_event_kind *kinds, size_t count)
{
  ck_assert_uint_eq (self->count, count);
  for (size_t i = 0; i < count; i++)
    ck_assert_int_eq (self->events[i].kind, kinds[i]);
}

#define COUNT(array) (sizeof (array) / sizeof *(array))

START_TEST (both_ways_by_code)
{
  static const p2pid_event_kind hosts[] = {
    P2PID_EVENT_CODE,    P2PID_EVENT_JOINED,     P2PID_EVENT_AGREED,
    P2PID_EVENT_TURN,    P2PID_EVENT_SENT,       P2PID_EVENT_DELIVERED,
    P2PID_EVENT_SHOWN,   P2PID_EVENT_IDENTIFIED, P2PID_EVENT_CLOSING,
    P2PID_EVENT_FINISHED
  };
  static const p2pid_event_kind guests[] = {
    P2PID_EVENT_JOINED, P2PID_EVENT_AGREED,  P2PID_EVENT_IDENTIFIED,
    P2PID_EVENT_TURN,   P2PID_EVENT_SENT,    P2PID_EVENT_DELIVERED,
    P2PID_EVENT_SHOWN,  P2PID_EVENT_CLOSING, P2PID_EVENT_FINISHED
  };
  char pairs[P2PID_CODE_TEXT_SIZE];

  ring ();
  run ();
  expect_finished ();
  expect_course (&host, hosts, COUNT (hosts));
  expect_course (&guest, guests, COUNT (guests));
  p2pid_code_print (&side_heard (&host, P2PID_EVENT_CODE)->code, pairs);
  ck_assert_str_eq (side_heard (&host, P2PID_EVENT_CODE)->text, pairs);
  ck_assert_str_eq (side_heard (&guest, P2PID_EVENT_IDENTIFIED)->name,
                    "Anna Andersson");
  ck_assert_str_eq (side_heard (&guest, P2PID_EVENT_IDENTIFIED)->purpose,
                    "the broken window");
  ck_assert_str_eq (side_heard (&host, P2PID_EVENT_IDENTIFIED)->name,
                    "Bertil Björk");
  ck_assert_str_eq (side_heard (&host, P2PID_EVENT_IDENTIFIED)->purpose,
                    "back");
}
END_TEST

START_TEST (a_contact_is_remembered_on_both_sides)
{
  notes his, hers;

  ring ();
  run ();
  expect_finished ();
  hers = notebook_read (&annas);
  his = notebook_read (&bertils);
  ck_assert_uint_eq (hers.contacts, 1);
  ck_assert_uint_eq (hers.people, 1);
  ck_assert_int_eq (hers.outcome, P2PID_OUTCOME_IDENTIFIED);
  ck_assert_int_eq (hers.role, P2PID_ROLE_CALLER);
  ck_assert (hers.identified && hers.test);
  ck_assert_str_eq (hers.name, "Bertil Björk");
  ck_assert_ptr_null (hers.receipt); /* nobody wanted one */
  ck_assert_str_eq (his.name, "Anna Andersson");
  ck_assert_str_eq (his.purpose, "the broken window");
  ck_assert_int_eq (his.role, P2PID_ROLE_CALLEE);
}
END_TEST

/* The second shows nothing: no name, no key, no receipt. */
START_TEST (declining_is_no_penalty)
{
  notes his, hers;

  ring ();
  guest.behaves = (conduct){ .as_second = DO_DECLINE, .receipt = true };
  host.behaves.receipt = true;
  run ();
  expect_finished ();
  ck_assert_ptr_nonnull (side_heard (&host, P2PID_EVENT_DECLINED));
  ck_assert_ptr_null (side_heard (&host, P2PID_EVENT_IDENTIFIED));
  hers = notebook_read (&annas);
  his = notebook_read (&bertils);
  ck_assert_int_eq (hers.outcome, P2PID_OUTCOME_UNIDENTIFIED);
  ck_assert_str_eq (hers.name, "");
  ck_assert_uint_eq (hers.people, 0);
  ck_assert (hers.identified);
  ck_assert_ptr_null (hers.receipt);
  ck_assert_int_eq (his.outcome, P2PID_OUTCOME_IDENTIFIED);
  ck_assert (!his.identified);
  ck_assert_ptr_null (his.receipt);
}
END_TEST

/* Who was called needs no key and no store. */
START_TEST (somebody_who_only_checks)
{
  ring ();
  side_end (&guest);
  side_answers (&guest, relay, &code, NULL, anchors);
  guest.behaves.as_second = DO_DECLINE;
  run ();
  expect_finished ();
  ck_assert_str_eq (side_heard (&guest, P2PID_EVENT_IDENTIFIED)->name,
                    "Anna Andersson");
}
END_TEST

/* A caller without a key declines by itself. */
START_TEST (a_first_with_nothing_to_show)
{
  side_calls (&host, relay, NULL, anchors);
  side_start (&host);
  code = side_code (&host);
  side_answers (&guest, relay, &code, &bertil, anchors);
  run ();
  expect_finished ();
  ck_assert_ptr_nonnull (side_heard (&guest, P2PID_EVENT_DECLINED));
}
END_TEST

START_TEST (a_first_who_wants_to_be_asked)
{
  side_calls (&host, relay, &anna, anchors);
  host.config.ask_before_first = true;
  host.behaves.as_first = _i == 0 ? DO_IDENTIFY : DO_DECLINE;
  side_start (&host);
  code = side_code (&host);
  side_answers (&guest, relay, &code, &bertil, anchors);
  guest.behaves.as_second = DO_DECLINE;
  run ();
  expect_finished ();
  ck_assert_ptr_nonnull (side_heard (&guest, _i == 0 ? P2PID_EVENT_IDENTIFIED
                                                     : P2PID_EVENT_DECLINED));
}
END_TEST

START_TEST (the_one_who_rings_may_type_the_code)
{
  side_calls (&host, relay, &anna, anchors);
  host.config.account.role = P2PID_ROLE_CALLEE;
  host.config.account.place = P2PID_PLACE_SECOND;
  host.behaves.as_second = DO_IDENTIFY;
  side_start (&host);
  code = side_code (&host);
  side_answers (&guest, relay, &code, &bertil, anchors);
  guest.config.account.role = P2PID_ROLE_CALLER;
  guest.config.account.place = P2PID_PLACE_FIRST;
  run ();
  expect_finished ();
  ck_assert_str_eq (side_heard (&host, P2PID_EVENT_IDENTIFIED)->name,
                    "Bertil Björk");
  ck_assert_int_eq (side_heard (&guest, P2PID_EVENT_TURN)->place,
                    P2PID_PLACE_FIRST);
}
END_TEST

START_TEST (a_meeting_by_invitation)
{
  meet (P2PID_PLACE_FIRST);
  guest.behaves.as_second = DO_IDENTIFY;
  run ();
  expect_finished ();
  ck_assert_str_eq (side_heard (&guest, P2PID_EVENT_IDENTIFIED)->name,
                    "Anna Andersson");
  ck_assert_str_eq (side_heard (&host, P2PID_EVENT_IDENTIFIED)->name,
                    "Bertil Björk");
  ck_assert_int_eq (side_heard (&host, P2PID_EVENT_AGREED)->channel,
                    P2PID_CHANNEL_MEETING);
}
END_TEST

/* "Ask": the host wants to know first, and the guest presents by itself,
 * being the first. */
START_TEST (asking_the_guest_to_begin)
{
  meet (P2PID_PLACE_SECOND);
  host.config.account.channel = P2PID_CHANNEL_MEETING;
  host.behaves.as_second = DO_DECLINE;
  run ();
  expect_finished ();
  ck_assert_str_eq (side_heard (&host, P2PID_EVENT_IDENTIFIED)->name,
                    "Bertil Björk");
  ck_assert_ptr_null (side_heard (&guest, P2PID_EVENT_IDENTIFIED));
}
END_TEST

START_TEST (online_by_invitation)
{
  side_invites (&host, relay, P2PID_PLACE_FIRST, &anna, anchors);
  host.config.account.channel = P2PID_CHANNEL_ONLINE;
  side_start (&host);
  invitation = side_invitation (&host);
  side_comes (&guest, &invitation, &bertil, anchors);
  guest.config.account.channel = P2PID_CHANNEL_ONLINE;
  guest.behaves.as_second = DO_IDENTIFY;
  run ();
  expect_finished ();
}
END_TEST

START_TEST (the_receipt_is_the_same_on_both_sides)
{
  p2pid_receipt *receipt = NULL;
  notes his, hers;

  ring ();
  host.behaves.receipt = guest.behaves.receipt = true;
  run ();
  expect_finished ();
  ck_assert_ptr_nonnull (host.receipt);
  ck_assert_ptr_nonnull (guest.receipt);
  notebook_reopen (&annas);
  notebook_reopen (&bertils);
  hers = notebook_read (&annas);
  his = notebook_read (&bertils);
  ck_assert (p2pid_bytes_equal (p2pid_buffer_bytes (host.receipt),
                                p2pid_buffer_bytes (guest.receipt)));
  ck_assert (p2pid_bytes_equal (p2pid_buffer_bytes (host.receipt),
                                p2pid_buffer_bytes (hers.receipt)));
  ck_assert (p2pid_bytes_equal (p2pid_buffer_bytes (host.receipt),
                                p2pid_buffer_bytes (his.receipt)));

  ck_assert_int_eq (
      p2pid_receipt_parse (p2pid_buffer_bytes (his.receipt), &receipt),
      P2PID_OK);
  ck_assert_int_eq (p2pid_receipt_verify (receipt, anchors), P2PID_OK);
  p2pid_receipt_free (receipt);
  p2pid_buffer_free (hers.receipt);
  p2pid_buffer_free (his.receipt);
}
END_TEST

START_TEST (a_receipt_takes_two)
{
  notes hers;

  ring ();
  host.behaves.receipt = true;
  run ();
  expect_finished ();
  ck_assert_ptr_null (host.receipt);
  ck_assert_ptr_null (guest.receipt);
  hers = notebook_read (&annas);
  ck_assert_uint_eq (hers.contacts, 1);
  ck_assert_ptr_null (hers.receipt);
}
END_TEST

/* From the start, or decided on at any point: nothing is kept, and no receipt
 * is agreed to, whatever else was said. */
static const p2pid_event_kind moments[] = { P2PID_EVENT_CODE, P2PID_EVENT_TURN,
                                            P2PID_EVENT_SHOWN,
                                            P2PID_EVENT_IDENTIFIED };

START_TEST (leaving_no_trace_leaves_none)
{
  notes hers, his;

  side_calls (&host, relay, &anna, anchors);
  host.config.store = annas.store;
  host.config.leave_no_trace = _i == 0;
  host.behaves.receipt = true;
  if (_i > 0) {
    host.behaves.when = moments[_i - 1];
    host.behaves.what = DO_FORGET;
  }
  side_start (&host);
  code = side_code (&host);
  side_answers (&guest, relay, &code, &bertil, anchors);
  guest.config.store = bertils.store;
  guest.behaves = (conduct){ .as_second = DO_IDENTIFY, .receipt = true };
  run ();
  expect_finished ();
  ck_assert_ptr_null (host.receipt);
  ck_assert_ptr_null (guest.receipt);
  hers = notebook_read (&annas);
  his = notebook_read (&bertils);
  ck_assert_uint_eq (hers.contacts, 0);
  ck_assert_uint_eq (hers.people, 0);
  ck_assert_uint_eq (his.contacts, 1);
}
END_TEST

START_TEST (a_person_met_again_is_one_person)
{
  notes hers;

  for (int i = 0; i < 2; i++) {
    ring ();
    run ();
    expect_finished ();
    side_end (&host);
    side_end (&guest);
  }
  hers = notebook_read (&annas);
  ck_assert_uint_eq (hers.contacts, 2);
  ck_assert_uint_eq (hers.people, 1);
}
END_TEST

/* What a configuration must not be. */

static p2pid_contact_config
good (void)
{
  side_calls (&host, relay, &anna, anchors);
  return host.config;
}

static p2pid_err
make (const p2pid_contact_config *config)
{
  p2pid_contact *contact = NULL;
  p2pid_err err = p2pid_contact_new (config, &contact);

  ck_assert_int_eq (contact == NULL, err != P2PID_OK);
  p2pid_contact_free (contact);
  return err;
}

START_TEST (bad_configurations_are_told_apart)
{
  static const p2pid_code no_code;
  static const p2pid_invitation no_invitation;
  char endless[P2PID_ORIGIN_MAX + 2] = "";
  p2pid_contact_config config = good ();

  ck_assert_int_eq (make (&config), P2PID_OK);
  config.callback = NULL;
  ck_assert_int_eq (make (&config), P2PID_ERR_ARGUMENT);
  config = good ();
  config.anchors = NULL;
  ck_assert_int_eq (make (&config), P2PID_ERR_ARGUMENT);
  config = good ();
  config.key = NULL;
  ck_assert_int_eq (make (&config), P2PID_ERR_ARGUMENT);
  config = good ();
  config.key = bertil.key;
  ck_assert_int_eq (make (&config), P2PID_ERR_ARGUMENT);
  config = good ();
  config.account.place = P2PID_PLACE_SECOND;
  ck_assert_int_eq (make (&config), P2PID_ERR_ARGUMENT);
  config = good ();
  config.start = P2PID_START_TYPED;
  ck_assert_int_eq (make (&config), P2PID_ERR_ARGUMENT);
  config.start = P2PID_START_INVITED;
  ck_assert_int_eq (make (&config), P2PID_ERR_ARGUMENT);
  config = good ();
  config.relay = NULL;
  ck_assert_int_eq (make (&config), P2PID_ERR_ARGUMENT);
  config.relay = "http://relay.example";
  ck_assert_int_eq (make (&config), P2PID_ERR_FORMAT);
  memset (endless, 'a', sizeof endless - 1);
  config.relay = endless;
  ck_assert_int_eq (make (&config), P2PID_ERR_SIZE);
  config = good ();
  config.start = P2PID_START_TYPED;
  config.code = &no_code;
  ck_assert_int_eq (make (&config), P2PID_ERR_ARGUMENT);
  config.start = P2PID_START_INVITED;
  config.invitation = &no_invitation;
  ck_assert_int_eq (make (&config), P2PID_ERR_ARGUMENT);
  config = good ();
  config.purpose = "turn \u202e round";
  ck_assert_int_eq (make (&config), P2PID_ERR_TEXT);
  config = good ();
  config.patience = -1;
  ck_assert_int_eq (make (&config), P2PID_ERR_ARGUMENT);
}
END_TEST

START_TEST (decisions_are_checked_and_end_with_the_contact)
{
  ring ();
  ck_assert_int_eq (p2pid_contact_identify (host.contact, 0, "a\nb", NULL),
                    P2PID_ERR_TEXT);
  ck_assert_int_eq (p2pid_contact_stop (host.contact, P2PID_STOP_COUNT_),
                    P2PID_ERR_ARGUMENT);
  ck_assert_int_eq (p2pid_contact_shown (host.contact), P2PID_OK); /* ignored */
  run ();
  expect_finished ();
  ck_assert_int_eq (p2pid_contact_shown (host.contact), P2PID_ERR_STATE);
  ck_assert_int_eq (p2pid_contact_finish (host.contact, true), P2PID_ERR_STATE);
  ck_assert_int_eq (p2pid_contact_identify (host.contact, 0, NULL, NULL),
                    P2PID_ERR_STATE);
  ck_assert_int_eq (p2pid_contact_run (host.contact), P2PID_ERR_STATE);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("contact");
  TCase *tcase = tcase_create ("contact");

  tcase_set_timeout (tcase, 120);
  tcase_add_checked_fixture (tcase, begin, end);
  tcase_add_test (tcase, both_ways_by_code);
  tcase_add_test (tcase, a_contact_is_remembered_on_both_sides);
  tcase_add_test (tcase, declining_is_no_penalty);
  tcase_add_test (tcase, somebody_who_only_checks);
  tcase_add_test (tcase, a_first_with_nothing_to_show);
  tcase_add_loop_test (tcase, a_first_who_wants_to_be_asked, 0, 2);
  tcase_add_test (tcase, the_one_who_rings_may_type_the_code);
  tcase_add_test (tcase, a_meeting_by_invitation);
  tcase_add_test (tcase, asking_the_guest_to_begin);
  tcase_add_test (tcase, online_by_invitation);
  tcase_add_test (tcase, the_receipt_is_the_same_on_both_sides);
  tcase_add_test (tcase, a_receipt_takes_two);
  tcase_add_loop_test (tcase, leaving_no_trace_leaves_none, 0,
                       1 + COUNT (moments));
  tcase_add_test (tcase, a_person_met_again_is_one_person);
  tcase_add_test (tcase, bad_configurations_are_told_apart);
  tcase_add_test (tcase, decisions_are_checked_and_end_with_the_contact);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
