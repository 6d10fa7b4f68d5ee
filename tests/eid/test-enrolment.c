/* eid/enrolment: the object, what it tells and what it is told; with the TEST
 * issuer, which needs nobody. */

#include "harness.h"

#include "base/secret.h"
#include "eid/method.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#define NOW INT64_C (1764000000)

static p2pid_key *key;
static p2pid_anchors *anchors;
static p2pid_enrolment *enrolment;
static p2pid_enrolment_config config;
static p2pid_test_person person;

/* What was told. */
static int told[P2PID_ENROLMENT_FAILED + 1];
static int last;
static p2pid_err failed_by;
static const char *failed_hint;
static char name[64];
static p2pid_statement statement;
static bool cancel_at_once;

static void
tell_cb (const p2pid_enrolment_event *event, void *user_data)
{
  ck_assert_ptr_eq (user_data, &told);
  ck_assert (told[P2PID_ENROLMENT_DONE] + told[P2PID_ENROLMENT_FAILED] == 0);
  told[event->kind]++;
  last = event->kind;
  if (event->kind == P2PID_ENROLMENT_STATEMENT)
    statement = *event->statement;
  if (event->kind == P2PID_ENROLMENT_STATEMENT && cancel_at_once)
    p2pid_enrolment_cancel (enrolment);
  if (event->kind == P2PID_ENROLMENT_FAILED) {
    failed_by = event->err;
    failed_hint = event->hint;
  }
  if (event->kind == P2PID_ENROLMENT_DONE) {
    ck_assert_ptr_nonnull (event->binding);
    snprintf (name, sizeof name, "%s",
              p2pid_identity_fact (event->identity, P2PID_FACT_NAME));
  }
}

static void
begin (void)
{
  memset (told, 0, sizeof told);
  cancel_at_once = false;
  person = (p2pid_test_person){ .name = "Anna Lindqvist" };
  ck_assert_int_eq (p2pid_key_new (&key), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_new (&anchors), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_allow_test (anchors, true), P2PID_OK);
  config = (p2pid_enrolment_config){ .method = P2PID_METHOD_SD_JWT,
                                     .key = key,
                                     .program = "P2P ID",
                                     .language = P2PID_LANGUAGE_EN,
                                     .now = NOW,
                                     .lifetime = 1800,
                                     .anchors = anchors,
                                     .person = &person,
                                     .callback = tell_cb,
                                     .user_data = &told };
}

static void
end (void)
{
  p2pid_enrolment_free (enrolment);
  p2pid_anchors_free (anchors);
  p2pid_key_free (key);
  enrolment = NULL;
}

static void
make (void)
{
  ck_assert_int_eq (p2pid_enrolment_new (&config, &enrolment), P2PID_OK);
}

/* What it starts from. */

START_TEST (a_method_without_what_it_needs_is_refused)
{
  config.person = NULL;
  ck_assert_int_eq (p2pid_enrolment_new (&config, &enrolment),
                    P2PID_ERR_ARGUMENT);
  config.person = &person;
  person.name = NULL;
  ck_assert_int_eq (p2pid_enrolment_new (&config, &enrolment),
                    P2PID_ERR_ARGUMENT);
  person.name = "Anna";
  config.method = P2PID_METHOD_ROLE; /* nobody to get it from */
  ck_assert_int_eq (p2pid_enrolment_new (&config, &enrolment),
                    P2PID_ERR_ARGUMENT);
  ck_assert_ptr_null (enrolment);
}
END_TEST

START_TEST (so_is_one_without_key_anchors_or_callback)
{
  const p2pid_enrolment_config whole = config;

  config.key = NULL;
  ck_assert_int_eq (p2pid_enrolment_new (&config, &enrolment),
                    P2PID_ERR_ARGUMENT);
  config = whole;
  config.anchors = NULL;
  ck_assert_int_eq (p2pid_enrolment_new (&config, &enrolment),
                    P2PID_ERR_ARGUMENT);
  config = whole;
  config.callback = NULL;
  ck_assert_int_eq (p2pid_enrolment_new (&config, &enrolment),
                    P2PID_ERR_ARGUMENT);
}
END_TEST

START_TEST (what_no_statement_can_say_is_refused)
{
  config.program = "two\nlines";
  ck_assert_int_eq (p2pid_enrolment_new (&config, &enrolment), P2PID_ERR_TEXT);
  config.program = "P2P ID";
  config.lifetime = 0;
  ck_assert_int_eq (p2pid_enrolment_new (&config, &enrolment),
                    P2PID_ERR_ARGUMENT);
  config.lifetime = 60;
  config.now = -1;
  ck_assert_int_eq (p2pid_enrolment_new (&config, &enrolment),
                    P2PID_ERR_ARGUMENT);
}
END_TEST

START_TEST (texts_are_copied)
{
  char program[] = "P2P ID", holder[] = "Anna Lindqvist", secret[] = "secret";
  const p2pid_operator party = { .key = secret };

  config.program = program;
  person.name = holder;
  config.directly = &party;
  make ();
  memset (program, 'x', sizeof program - 1);
  memset (holder, 'x', sizeof holder - 1);
  memset (secret, 'x', sizeof secret - 1);
  person.name = NULL;
  ck_assert_str_eq (p2pid_enrolment_get_config (enrolment)->directly->key,
                    "secret");
  ck_assert_ptr_null (p2pid_enrolment_get_config (enrolment)->directly->root);
  ck_assert_int_eq (p2pid_enrolment_run (enrolment), P2PID_OK);
  ck_assert_str_eq (name, "Anna Lindqvist");
  ck_assert_str_eq (statement.program, "P2P ID");
}
END_TEST

/* Running. */

START_TEST (it_says_what_will_be_signed_and_then_who_it_is)
{
  p2pid_binding *binding;
  p2pid_identity *identity = NULL;

  make ();
  ck_assert_int_eq (p2pid_enrolment_run (enrolment), P2PID_OK);
  ck_assert_int_eq (told[P2PID_ENROLMENT_STATEMENT], 1);
  ck_assert_int_eq (told[P2PID_ENROLMENT_DONE], 1);
  ck_assert_int_eq (last, P2PID_ENROLMENT_DONE);
  ck_assert_mem_eq (statement.key.bytes, p2pid_key_public (key)->bytes, 32);
  ck_assert_int_eq (statement.not_before, NOW);
  ck_assert_int_eq (statement.not_after, NOW + 1800);

  binding = p2pid_enrolment_take_binding (enrolment);
  ck_assert_ptr_nonnull (binding);
  ck_assert_ptr_null (p2pid_enrolment_take_binding (enrolment));
  ck_assert_int_eq (p2pid_binding_verify (binding, anchors, NOW, &identity),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_identity_valid_until (identity), NOW + 1800);
  p2pid_identity_free (identity);
  p2pid_binding_free (binding);
}
END_TEST

START_TEST (what_does_not_verify_is_not_handed_over)
{
  ck_assert_int_eq (p2pid_anchors_allow_test (anchors, false), P2PID_OK);
  make ();
  ck_assert_int_eq (p2pid_enrolment_run (enrolment), P2PID_ERR_TEST_REFUSED);
  ck_assert_int_eq (told[P2PID_ENROLMENT_FAILED], 1);
  ck_assert_int_eq (failed_by, P2PID_ERR_TEST_REFUSED);
  ck_assert_ptr_null (p2pid_enrolment_take_binding (enrolment));
}
END_TEST

START_TEST (what_the_issuer_does_not_take_fails)
{
  person.birthdate = "2026-02-30";
  make ();
  ck_assert_int_eq (p2pid_enrolment_run (enrolment), P2PID_ERR_FORMAT);
  ck_assert_int_eq (last, P2PID_ENROLMENT_FAILED);
  ck_assert_ptr_null (failed_hint);
}
END_TEST

START_TEST (it_runs_once)
{
  make ();
  ck_assert_int_eq (p2pid_enrolment_run (enrolment), P2PID_OK);
  ck_assert_int_eq (p2pid_enrolment_run (enrolment), P2PID_ERR_STATE);
  ck_assert_int_eq (told[P2PID_ENROLMENT_STATEMENT], 1);
}
END_TEST

START_TEST (the_operators_words_come_with_the_failure)
{
  person.birthdate = "2026-02-30";
  make ();
  p2pid_enrolment_set_hint (enrolment, "RFA6", "Action cancelled.");
  ck_assert_int_ne (p2pid_enrolment_run (enrolment), P2PID_OK);
  ck_assert_str_eq (failed_hint, "RFA6");
}
END_TEST

/* Cancelling. */

START_TEST (a_cancel_before_it_runs_is_not_lost)
{
  make ();
  p2pid_enrolment_cancel (enrolment);
  ck_assert_int_eq (p2pid_enrolment_run (enrolment), P2PID_ERR_CANCELLED);
  ck_assert_int_eq (failed_by, P2PID_ERR_CANCELLED);
  ck_assert_ptr_null (p2pid_enrolment_take_binding (enrolment));
}
END_TEST

START_TEST (the_callback_may_cancel)
{
  cancel_at_once = true;
  make ();
  ck_assert_int_eq (p2pid_enrolment_run (enrolment), P2PID_ERR_CANCELLED);
  ck_assert_int_eq (told[P2PID_ENROLMENT_DONE], 0);
}
END_TEST

static void
cancel_on_signal (int number)
{
  p2pid_enrolment_cancel (enrolment);
}

START_TEST (a_signal_handler_may_cancel_a_rest)
{
  struct sigaction action = { .sa_handler = cancel_on_signal }, before;

  make ();
  ck_assert_int_eq (p2pid_enrolment_pause (enrolment, 1), P2PID_OK);
  ck_assert (!p2pid_enrolment_is_cancelled (enrolment));
  sigaction (SIGALRM, &action, &before);
  alarm (1);
  ck_assert_int_eq (p2pid_enrolment_pause (enrolment, 60000),
                    P2PID_ERR_CANCELLED);
  sigaction (SIGALRM, &before, NULL);
  ck_assert (p2pid_enrolment_is_cancelled (enrolment));
  ck_assert_int_eq (p2pid_enrolment_pause (enrolment, 60000),
                    P2PID_ERR_CANCELLED); /* and stays so */
}
END_TEST

/* Asking. */

static void
ask (p2pid_enrolment_event_kind kind, size_t count)
{
  const p2pid_card cards[2] = { { "card", "Anna" }, { "card", "Bo" } };
  const p2pid_enrolment_event event = {
    .kind = kind, .cards = cards, .count = count, .card = cards
  };

  p2pid_enrolment_tell (enrolment, &event);
}

START_TEST (nothing_is_taken_that_was_not_asked_for)
{
  make ();
  ck_assert_int_eq (p2pid_enrolment_choose (enrolment, 0), P2PID_ERR_STATE);
  ck_assert_int_eq (p2pid_enrolment_give_pin (enrolment, "1234"),
                    P2PID_ERR_STATE);
  ask (P2PID_ENROLMENT_CARDS, 2);
  ck_assert_int_eq (p2pid_enrolment_give_pin (enrolment, "1234"),
                    P2PID_ERR_STATE);
  ask (P2PID_ENROLMENT_PIN, 0);
  ck_assert_int_eq (p2pid_enrolment_choose (enrolment, 0), P2PID_ERR_STATE);
}
END_TEST

static void *
choose_second (void *user_data)
{
  usleep (20000);
  ck_assert_int_eq (p2pid_enrolment_choose (enrolment, 2), P2PID_ERR_ARGUMENT);
  ck_assert_int_eq (p2pid_enrolment_choose (enrolment, 1), P2PID_OK);
  ck_assert_int_eq (p2pid_enrolment_choose (enrolment, 0), P2PID_ERR_STATE);
  return NULL;
}

START_TEST (a_choice_comes_from_another_thread)
{
  pthread_t thread;
  size_t index = 0;

  make ();
  ask (P2PID_ENROLMENT_CARDS, 2);
  ck_assert_int_eq (pthread_create (&thread, NULL, choose_second, NULL), 0);
  ck_assert_int_eq (p2pid_enrolment_await_choice (enrolment, 2, &index),
                    P2PID_OK);
  pthread_join (thread, NULL);
  ck_assert_uint_eq (index, 1);
}
END_TEST

START_TEST (a_pin_is_given_once_for_each_question)
{
  char *pin = NULL, longest[257];

  memset (longest, '1', sizeof longest);
  longest[256] = '\0';
  make ();
  ask (P2PID_ENROLMENT_PIN, 0);
  ck_assert_int_eq (p2pid_enrolment_give_pin (enrolment, ""), P2PID_ERR_SIZE);
  ck_assert_int_eq (p2pid_enrolment_give_pin (enrolment, longest),
                    P2PID_ERR_SIZE);
  ck_assert_int_eq (p2pid_enrolment_give_pin (enrolment, "1234"), P2PID_OK);
  ck_assert_int_eq (p2pid_enrolment_give_pin (enrolment, "5678"),
                    P2PID_ERR_STATE);
  ck_assert_int_eq (p2pid_enrolment_await_pin (enrolment, &pin), P2PID_OK);
  ck_assert_str_eq (pin, "1234");
  p2pid_secret_free (pin);

  longest[255] = '\0';
  ask (P2PID_ENROLMENT_PIN, 0);
  ck_assert_int_eq (p2pid_enrolment_give_pin (enrolment, longest), P2PID_OK);
  ck_assert_int_eq (p2pid_enrolment_await_pin (enrolment, &pin), P2PID_OK);
  ck_assert_str_eq (pin, longest);
  p2pid_secret_free (pin);
}
END_TEST

START_TEST (an_old_answer_is_none_to_a_new_question)
{
  char *pin = NULL;

  make ();
  ask (P2PID_ENROLMENT_PIN, 0);
  ck_assert_int_eq (p2pid_enrolment_give_pin (enrolment, "1234"), P2PID_OK);
  ask (P2PID_ENROLMENT_PIN, 0);
  ck_assert_int_eq (p2pid_enrolment_give_pin (enrolment, "5678"), P2PID_OK);
  ck_assert_int_eq (p2pid_enrolment_await_pin (enrolment, &pin), P2PID_OK);
  ck_assert_str_eq (pin, "5678");
  p2pid_secret_free (pin);
}
END_TEST

START_TEST (a_cancel_ends_the_waiting)
{
  char *pin = NULL;
  size_t index;

  make ();
  ask (P2PID_ENROLMENT_PIN, 0);
  ck_assert_int_eq (p2pid_enrolment_give_pin (enrolment, "1234"), P2PID_OK);
  p2pid_enrolment_cancel (enrolment);
  ck_assert_int_eq (p2pid_enrolment_await_pin (enrolment, &pin),
                    P2PID_ERR_CANCELLED);
  ck_assert_ptr_null (pin);
  ask (P2PID_ENROLMENT_CARDS, 2);
  ck_assert_int_eq (p2pid_enrolment_await_choice (enrolment, 2, &index),
                    P2PID_ERR_CANCELLED);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("eid-enrolment");
  TCase *tcase = tcase_create ("eid-enrolment");

  tcase_set_timeout (tcase, 60);
  tcase_add_checked_fixture (tcase, begin, end);
  tcase_add_test (tcase, a_method_without_what_it_needs_is_refused);
  tcase_add_test (tcase, so_is_one_without_key_anchors_or_callback);
  tcase_add_test (tcase, what_no_statement_can_say_is_refused);
  tcase_add_test (tcase, texts_are_copied);
  tcase_add_test (tcase, it_says_what_will_be_signed_and_then_who_it_is);
  tcase_add_test (tcase, what_does_not_verify_is_not_handed_over);
  tcase_add_test (tcase, what_the_issuer_does_not_take_fails);
  tcase_add_test (tcase, it_runs_once);
  tcase_add_test (tcase, the_operators_words_come_with_the_failure);
  tcase_add_test (tcase, a_cancel_before_it_runs_is_not_lost);
  tcase_add_test (tcase, the_callback_may_cancel);
  tcase_add_test (tcase, a_signal_handler_may_cancel_a_rest);
  tcase_add_test (tcase, nothing_is_taken_that_was_not_asked_for);
  tcase_add_test (tcase, a_choice_comes_from_another_thread);
  tcase_add_test (tcase, a_pin_is_given_once_for_each_question);
  tcase_add_test (tcase, an_old_answer_is_none_to_a_new_question);
  tcase_add_test (tcase, a_cancel_ends_the_waiting);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
