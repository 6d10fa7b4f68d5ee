/* The largest conversation: whoever fills each of their records to its end
 * with members that nobody knows gets no receipt that cannot be read. */

#include "fixture.h"
#include "insider.h"

#include "evidence/evidence.h"
#include "p2pid/receipt.h"
#include "session/presentation.h"

static person anna, bjorn;
static p2pid_anchors *anchors;
static party host;
static mole guest;

static void
set_up (void)
{
  p2pid_session_config config;

  anna = person_new ("Anna Lindqvist");
  bjorn = person_new ("Björn Åkesson");
  anchors = test_anchors ();
  config = phone_config (P2PID_SIDE_HOST, P2PID_ROLE_CALLER, &anna, anchors);
  side_begin (&host, &config);
  insider_begin (&guest, P2PID_SIDE_GUEST, ORIGIN, the_code (), NULL);
}

static void
tear_down (void)
{
  side_end (&host);
  insider_end (&guest);
  person_free (&anna);
  person_free (&bjorn);
  p2pid_anchors_free (anchors);
}

/* What the host has said since. */
static void
hear_host (void)
{
  side_collect (&host);
  while (host.carried < host.said)
    ck_assert (
        insider_hear (&guest, p2pid_buffer_bytes (host.out[host.carried++])));
}

static void
pass (p2pid_buffer *message)
{
  ck_assert_ptr_nonnull (message);
  ck_assert_int_eq (side_hear (&host, p2pid_buffer_bytes (message), NOW),
                    P2PID_OK);
  p2pid_buffer_free (message);
  hear_host ();
}

/* Say a record with one member more, which makes it as large as it may be. */
static void
say_all_of (const p2pid_record *record)
{
  static const char before[] = "{\"more\":\"", behind[] = "\"";
  p2pid_buffer *body = NULL, *all = NULL;
  size_t filling, at = sizeof before - 1;
  bool alone;

  ck_assert_int_eq (p2pid_record_print (record, &body), P2PID_OK);
  alone = body->data[1] == '}';
  filling = P2PID_RECORD_BODY_MAX - (body->size - 1) - at -
            (sizeof behind - 1) - !alone;
  ck_assert_int_eq (p2pid_buffer_new (P2PID_RECORD_BODY_MAX, &all), P2PID_OK);
  memcpy (all->data, before, at);
  memset (all->data + at, 'x', filling);
  at += filling;
  all->data[at++] = '"';
  if (!alone)
    all->data[at++] = ',';
  memcpy (all->data + at, body->data + 1, body->size - 1);
  pass (insider_say_body (&guest, record->type, p2pid_buffer_bytes (all)));
  p2pid_buffer_free (body);
  p2pid_buffer_free (all);
}

static void
say_account (void)
{
  p2pid_record record = { .type = P2PID_RECORD_ACCOUNT };

  record.account.account = (p2pid_account){ .channel = P2PID_CHANNEL_PHONE,
                                            .role = P2PID_ROLE_CALLEE,
                                            .place = P2PID_PLACE_SECOND };
  record.account.time = NOW;
  say_all_of (&record);
}

static void
say_identify (void)
{
  p2pid_record record = { .type = P2PID_RECORD_IDENTIFY };
  p2pid_presentation presentation = {
    .side = P2PID_SIDE_GUEST,
    .place = P2PID_PLACE_SECOND,
    .role = P2PID_ROLE_CALLEE,
    .th = &guest.transcript.th,
    .binding = bjorn.binding,
    .time = NOW,
  };

  p2pid_binding_to_record (bjorn.binding, &record);
  record.identify.time = NOW;
  ck_assert_int_eq (p2pid_presentation_sign (&presentation, bjorn.key,
                                             &record.identify.signature),
                    P2PID_OK);
  say_all_of (&record);
}

static void
close_with_receipts (void)
{
  p2pid_record finish = { .type = P2PID_RECORD_FINISH };
  p2pid_record receipt = { .type = P2PID_RECORD_RECEIPT };

  finish.finish.th = guest.transcript.th;
  finish.finish.receipt = true;
  pass (insider_say (&guest, &finish));
  ck_assert_int_eq (p2pid_session_finish (host.session, true, NOW), P2PID_OK);
  hear_host ();
  ck_assert_int_eq (p2pid_receipt_sign (P2PID_SIDE_GUEST, &guest.transcript.th,
                                        bjorn.key, &receipt.receipt.signature),
                    P2PID_OK);
  pass (insider_say (&guest, &receipt));
}

START_TEST (its_receipt_can_be_read)
{
  p2pid_receipt *receipt = NULL;

  hear_host ();
  pass (insider_greet (&guest));
  say_account ();
  ck_assert_int_eq (p2pid_session_identify (host.session, P2PID_FACTS_DEFAULT,
                                            NULL, NULL, NOW),
                    P2PID_OK);
  hear_host ();
  say_all_of (&(p2pid_record){ .type = P2PID_RECORD_DELIVERED });
  say_all_of (&(p2pid_record){ .type = P2PID_RECORD_SHOWN });
  say_identify ();
  close_with_receipts ();

  ck_assert_ptr_nonnull (event_of (&host, P2PID_EVENT_FINISHED));
  ck_assert_ptr_nonnull (host.receipt);
  ck_assert_int_eq (
      p2pid_receipt_parse (p2pid_buffer_bytes (host.receipt), &receipt),
      P2PID_OK);
  ck_assert_int_eq (p2pid_receipt_verify (receipt, anchors), P2PID_OK);
  p2pid_receipt_free (receipt);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("largest");
  TCase *tcase = tcase_create ("largest");

  tcase_add_checked_fixture (tcase, set_up, tear_down);
  tcase_add_test (tcase, its_receipt_can_be_read);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
