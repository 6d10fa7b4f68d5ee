/* eid/card: with a card that can misbehave (fakes/card.h). */

#include "eid/holder.h"
#include "fakes/card.h"
#include "fakes/liar.h"
#include "starve.h"

#include <openssl/pem.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char folder[] = "/tmp/p2pid-card-XXXXXX";
static X509 *person;
static char *roots;

static FILE *
open_file (const char *name)
{
  char path[128];
  FILE *file;

  snprintf (path, sizeof path, "%s/%s", folder, name);
  file = fopen (path, "w");
  ck_assert_ptr_nonnull (file);
  return file;
}

static void
set_mood (const char *mood)
{
  ck_assert_int_eq (setenv (CARD_MOOD, mood, 1), 0);
}

static void
set_tries (char digit)
{
  FILE *file = open_file ("tries");

  fputc (digit, file);
  fclose (file);
}

static void
put_on_card (X509 *certificate)
{
  FILE *file = open_file ("certificate.der");

  ck_assert_int_eq (i2d_X509_fp (file, certificate), 1);
  fclose (file);
}

static void
begin (void)
{
  FILE *file;

  holder_begin ();
  person = holder_certificate (authority_key (PERSON), "Anna Lindqvist",
                               "critical,nonRepudiation", NULL);
  roots = holder_pem (holder_ca, holder_root, NULL);
  put_on_card (person);
  file = open_file ("key.pem");
  ck_assert_int_eq (PEM_write_PrivateKey (file, authority_key (PERSON), NULL,
                                          NULL, 0, NULL, NULL),
                    1);
  fclose (file);
  set_tries ('3');
  set_mood (CARD_PLAIN);
  record.pin = CARD_PIN;
}

static void
end (void)
{
  X509_free (person);
  free (roots);
  holder_end ();
}

static p2pid_err
enrol (void)
{
  holder_record before = record;

  record = (holder_record){ .pin = before.pin };
  return holder_enrol (CARD_MODULE, roots, NULL);
}

static void
expect (p2pid_err err, const char *hint)
{
  ck_assert_str_eq (p2pid_err_name (enrol ()), p2pid_err_name (err));
  ck_assert_str_eq (record.hint, hint);
  ck_assert_int_eq (*record.sentence != '\0', *hint != '\0');
}

START_TEST (the_card_signs_and_it_is_checked)
{
  ck_assert_str_eq (p2pid_err_name (enrol ()), "ok");
  ck_assert_str_eq (record.name, "Anna Lindqvist");
  ck_assert_int_eq (record.pins, 1);
  ck_assert_int_eq (record.tries, -1);
  ck_assert (!record.keypad);
  ck_assert_str_eq (record.label, "Fake card");
  ck_assert_str_eq (record.holder, "Anna Lindqvist");
  ck_assert_int_eq (record.questions, 0);
}
END_TEST

START_TEST (no_card_is_said)
{
  set_mood (CARD_ABSENT);
  expect (P2PID_ERR_NOT_FOUND, "no-card");
  ck_assert_int_eq (record.pins, 0);
}
END_TEST

START_TEST (a_card_without_a_certificate_for_it_is_said)
{
  X509 *other = holder_certificate (authority_key (PERSON), "Anna Ek",
                                    "critical,keyAgreement", NULL);

  put_on_card (other);
  expect (P2PID_ERR_NOT_FOUND, "no-certificate");
  X509_free (other);
  put_on_card (holder_ca); /* nor does an authority sign statements */
  expect (P2PID_ERR_NOT_FOUND, "no-certificate");
  ck_assert_int_eq (record.pins, 0);
}
END_TEST

START_TEST (a_card_without_its_key_is_said)
{
  set_mood (CARD_NO_KEY);
  expect (P2PID_ERR_NOT_FOUND, "no-key");
}
END_TEST

START_TEST (a_module_that_is_none_is_said)
{
  ck_assert_int_eq (holder_enrol ("/nowhere/module.so", roots, NULL),
                    P2PID_ERR_IO);
  ck_assert_str_eq (record.hint, "no-module");
  record.failed = 0;
  ck_assert_int_eq (holder_enrol ("libc.so.6", roots, NULL), P2PID_ERR_IO);
}
END_TEST

START_TEST (a_chain_without_a_root_is_said_before_the_pin_is_asked_for)
{
  free (roots);
  roots = holder_pem (holder_ca, NULL);
  expect (P2PID_ERR_INCOMPLETE, "no-root");
  free (roots);
  roots = NULL;
  expect (P2PID_ERR_INCOMPLETE, "no-root");
  ck_assert_int_eq (record.pins, 0);
}
END_TEST

START_TEST (three_wrong_pins_lock_the_card)
{
  record.pin = "0000";
  expect (P2PID_ERR_KEY, "pin-wrong");
  ck_assert_int_eq (record.tries, -1);
  ck_assert_str_eq (record.pin_hint, "");
  expect (P2PID_ERR_KEY, "pin-wrong");
  ck_assert_int_eq (record.tries, -1);
  ck_assert_str_eq (record.pin_hint, "pin-low");
  expect (P2PID_ERR_LOCKED, "pin-locked");
  ck_assert_int_eq (record.tries, 1);
  ck_assert_str_eq (record.pin_hint, "pin-final");

  record.pin = CARD_PIN; /* too late, and not even asked for */
  expect (P2PID_ERR_LOCKED, "pin-locked");
  ck_assert_int_eq (record.pins, 0);
}
END_TEST

START_TEST (the_right_one_at_the_last_try_is_taken)
{
  set_tries ('1');
  ck_assert_str_eq (p2pid_err_name (enrol ()), "ok");
  ck_assert_int_eq (record.tries, 1);
}
END_TEST

START_TEST (a_cancel_at_the_pin_tries_none)
{
  record.pin = NULL;
  set_tries ('1');
  expect (P2PID_ERR_CANCELLED, "");
  record.pin = CARD_PIN;
  ck_assert_str_eq (p2pid_err_name (enrol ()), "ok"); /* not locked */
}
END_TEST

START_TEST (a_pin_may_be_typed_on_the_reader)
{
  set_mood (CARD_KEYPAD);
  ck_assert_str_eq (p2pid_err_name (enrol ()), "ok");
  ck_assert_int_eq (record.pins, 1);
  ck_assert (record.keypad);
  ck_assert_str_eq (record.pin_hint, "keypad");
}
END_TEST

/* How to cancel there is said with whatever else there is to say. */
START_TEST (and_how_to_cancel_there_is_said)
{
  const char *how = "To cancel, press the cancel key of the reader.";

  for (char tries = '1'; tries <= '3'; tries++) {
    set_mood (CARD_KEYPAD_NO);
    set_tries (tries);
    expect (P2PID_ERR_CANCELLED, "");
    ck_assert_ptr_nonnull (strstr (record.pin_sentence, how));
    ck_assert_str_eq (record.pin_hint, tries == '1'   ? "pin-final"
                                       : tries == '2' ? "pin-low"
                                                      : "keypad");
  }
}
END_TEST

START_TEST (a_cancel_while_it_waits_counts_before_anything_is_signed)
{
  struct sigaction ours = { .sa_handler = holder_cancel }, before;

  set_mood (CARD_KEYPAD_LATE);
  sigaction (SIGUSR1, &ours, &before);
  expect (P2PID_ERR_CANCELLED, "");
  sigaction (SIGUSR1, &before, NULL);
  ck_assert_int_eq (record.pins, 1);
}
END_TEST

START_TEST (and_cancelled_there)
{
  set_mood (CARD_KEYPAD_NO);
  expect (P2PID_ERR_CANCELLED, "");
}
END_TEST

START_TEST (or_here_before_the_reader_waits_for_it)
{
  record.pin = NULL;
  set_mood (CARD_KEYPAD);
  expect (P2PID_ERR_CANCELLED, "");
  ck_assert_int_eq (record.pins, 1);
}
END_TEST

START_TEST (a_key_that_wants_it_each_time_gets_the_same_pin)
{
  set_mood (CARD_ALWAYS);
  ck_assert_str_eq (p2pid_err_name (enrol ()), "ok");
  ck_assert_int_eq (record.pins, 1);
}
END_TEST

START_TEST (or_is_typed_twice_on_the_reader_which_is_said_twice)
{
  set_mood (CARD_KEYPAD_ALWAYS);
  ck_assert_str_eq (p2pid_err_name (enrol ()), "ok");
  ck_assert_int_eq (record.pins, 2);
}
END_TEST

START_TEST (a_pulled_card_is_gone)
{
  set_mood (CARD_PULLED_EARLY);
  expect (P2PID_ERR_GONE, "pulled");
  set_mood (CARD_PULLED_LATE);
  expect (P2PID_ERR_GONE, "pulled");
}
END_TEST

START_TEST (a_broken_reader_and_a_strange_card_are_said)
{
  set_mood (CARD_BROKEN);
  expect (P2PID_ERR_IO, "");
  set_mood (CARD_NO_WAY);
  expect (P2PID_ERR_ALGORITHM, "");
  ck_assert_int_eq (record.pins, 0);
}
END_TEST

/* Whether the certificate still holds: an answer by the CA itself. */

/* A byte of what is signed in it: past seven heads, long before the end of the
 * responder's name. The half of it could be in the certificate that is
 * enclosed, which nobody needs. */
#define SIGNED 50

static p2pid_err
enrol_with_answer (int state, bool spoilt)
{
  const authority_answer answer = { .issuer = holder_ca,
                                    .signer = holder_ca,
                                    .key = authority_key (CA),
                                    .state = state };
  authority_answer about = answer;
  static char text[4096];
  static liar_answer script;
  liar *responder = liar_new (&script, 1);
  X509 *certificate =
      holder_certificate (authority_key (PERSON), "Anna Lindqvist",
                          "critical,nonRepudiation", liar_origin (responder));
  p2pid_buffer *der;
  int head;
  p2pid_err err;

  about.subject = certificate;
  der = authority_ocsp (&about);
  der->data[SIGNED] ^= spoilt;
  head = snprintf (text, sizeof text,
                   "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n"
                   "Content-Type: application/ocsp-response\r\n\r\n",
                   der->size);
  memcpy (text + head, der->data, der->size);
  script = (liar_answer){ .text = text };
  liar_set_size (responder, (size_t) head + der->size);
  put_on_card (certificate);
  err = enrol ();
  ck_assert_ptr_nonnull (strstr (liar_request (responder, 0),
                                 "Content-Type: application/ocsp-request"));
  liar_free (responder);
  X509_free (certificate);
  p2pid_buffer_free (der);
  return err;
}

START_TEST (the_issuer_is_asked_whether_it_holds)
{
  ck_assert_str_eq (
      p2pid_err_name (enrol_with_answer (V_OCSP_CERTSTATUS_GOOD, false)), "ok");
  ck_assert_int_eq (record.asked_at, AUTHORITY_NOW);
}
END_TEST

START_TEST (a_revoked_certificate_is_not_bound)
{
  ck_assert_int_eq (enrol_with_answer (V_OCSP_CERTSTATUS_REVOKED, false),
                    P2PID_ERR_REVOKED);
}
END_TEST

START_TEST (an_answer_that_proves_nothing_is_left_out)
{
  ck_assert_str_eq (
      p2pid_err_name (enrol_with_answer (V_OCSP_CERTSTATUS_GOOD, true)), "ok");
  ck_assert_int_eq (record.asked_at, 0);
}
END_TEST

START_TEST (nobody_to_ask_is_no_obstacle)
{
  X509 *certificate =
      holder_certificate (authority_key (PERSON), "Anna Ek",
                          "critical,nonRepudiation", "http://127.0.0.1:1/");

  put_on_card (certificate);
  ck_assert_str_eq (p2pid_err_name (enrol ()), "ok");
  ck_assert_int_eq (record.asked_at, 0);
  X509_free (certificate);
}
END_TEST

START_TEST (roots_that_are_none_are_refused)
{
  p2pid_anchors *anchors = NULL;
  p2pid_enrolment *enrolment = NULL;
  p2pid_enrolment_config config = { .method = P2PID_METHOD_CARD,
                                    .key = holder_key,
                                    .program = "P2P ID",
                                    .lifetime = 60,
                                    .roots = "no PEM",
                                    .callback = (p2pid_enrolment_cb) abort };

  ck_assert_int_eq (p2pid_anchors_new (&anchors), P2PID_OK);
  config.anchors = anchors;
  ck_assert_int_eq (p2pid_enrolment_new (&config, &enrolment),
                    P2PID_ERR_ARGUMENT);
  p2pid_anchors_free (anchors);
}
END_TEST

/* Without memory. The reader has keys: a PIN that is given needs memory of
 * whoever gives it. */

static p2pid_err
run_starving (p2pid_enrolment *enrolment)
{
  p2pid_err err;

  starve_go_on ();
  err = p2pid_enrolment_run (enrolment);
  starve_hold ();
  return err;
}

/* The person who is asked is told whose card it is, or is not asked. */
static p2pid_err
enrol_starving (void)
{
  p2pid_err err;

  starve_hold ();
  err = enrol ();
  if (record.pins > 0)
    ck_assert_str_eq (record.holder, "Anna Lindqvist");
  if (err == P2PID_OK)
    ck_assert_str_eq (record.name, "Anna Lindqvist");
  return err;
}

START_TEST (a_card_without_memory_signs_nothing)
{
  set_mood (CARD_KEYPAD);
  holder_run = run_starving;
  starve_check (enrol_starving, 30);
  holder_run = p2pid_enrolment_run;
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("eid-card");
  TCase *tcase = tcase_create ("eid-card");
  int failed;

  if (mkdtemp (folder) == NULL || setenv (CARD_FOLDER, folder, 1) != 0)
    return EXIT_FAILURE;
  tcase_set_timeout (tcase, 60);
  tcase_add_checked_fixture (tcase, begin, end);
  tcase_add_test (tcase, the_card_signs_and_it_is_checked);
  tcase_add_test (tcase, no_card_is_said);
  tcase_add_test (tcase, a_card_without_a_certificate_for_it_is_said);
  tcase_add_test (tcase, a_card_without_its_key_is_said);
  tcase_add_test (tcase, a_module_that_is_none_is_said);
  tcase_add_test (tcase,
                  a_chain_without_a_root_is_said_before_the_pin_is_asked_for);
  tcase_add_test (tcase, three_wrong_pins_lock_the_card);
  tcase_add_test (tcase, the_right_one_at_the_last_try_is_taken);
  tcase_add_test (tcase, a_cancel_at_the_pin_tries_none);
  tcase_add_test (tcase, a_pin_may_be_typed_on_the_reader);
  tcase_add_test (tcase, and_how_to_cancel_there_is_said);
  tcase_add_test (tcase, and_cancelled_there);
  tcase_add_test (tcase,
                  a_cancel_while_it_waits_counts_before_anything_is_signed);
  tcase_add_test (tcase, or_here_before_the_reader_waits_for_it);
  tcase_add_test (tcase, a_key_that_wants_it_each_time_gets_the_same_pin);
  tcase_add_test (tcase, or_is_typed_twice_on_the_reader_which_is_said_twice);
  tcase_add_test (tcase, a_pulled_card_is_gone);
  tcase_add_test (tcase, a_broken_reader_and_a_strange_card_are_said);
  tcase_add_test (tcase, the_issuer_is_asked_whether_it_holds);
  tcase_add_test (tcase, a_revoked_certificate_is_not_bound);
  tcase_add_test (tcase, an_answer_that_proves_nothing_is_left_out);
  tcase_add_test (tcase, nobody_to_ask_is_no_obstacle);
  tcase_add_test (tcase, roots_that_are_none_are_refused);
  tcase_add_test (tcase, a_card_without_memory_signs_nothing);
  suite_add_tcase (suite, tcase);
  failed = harness_run (suite);
  authority_end ();
  return failed;
}
