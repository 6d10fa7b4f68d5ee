/* Enrolments at a fake operator. */

#include "ordering.h"

#include "evidence/x509.h"

#include <pthread.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

heard_event heard[HEARD_MAX];
size_t heard_count;
char heard_name[128];
p2pid_statement heard_statement;
p2pid_environment heard_environment;

fake_operator *theirs;
p2pid_enrolment_config ordering;
p2pid_enrolment *enrolment;

const char *answer_path, *answer_wish;
json_t *scanned;

static p2pid_enrolment_config usual;
static p2pid_key *key;
static p2pid_anchors *anchors;
static void (*acting) (const heard_event *event);

static void
tell_cb (const p2pid_enrolment_event *event, void *user_data)
{
  heard_event *entry = &heard[heard_count];

  ck_assert_uint_lt (heard_count, HEARD_MAX);
  heard_count++;
  *entry = (heard_event){ .kind = event->kind, .err = event->err };
  snprintf (entry->text, sizeof entry->text, "%s",
            event->text ? event->text : "");
  snprintf (entry->hint, sizeof entry->hint, "%s",
            event->hint ? event->hint : "");
  snprintf (entry->sentence, sizeof entry->sentence, "%s",
            event->sentence ? event->sentence : "");
  if (event->kind == P2PID_ENROLMENT_STATEMENT)
    heard_statement = *event->statement;
  if (event->kind == P2PID_ENROLMENT_DONE) {
    snprintf (heard_name, sizeof heard_name, "%s",
              p2pid_identity_fact (event->identity, P2PID_FACT_NAME));
    heard_environment = p2pid_identity_environment (event->identity);
  }
  if (acting != NULL)
    acting (entry);
}

static void
add_anchor (p2pid_method method, const char *party)
{
  const char *const parties[] = { party, NULL };
  p2pid_anchor anchor = { .method = method,
                          .environment = P2PID_ENVIRONMENT_TEST,
                          .name = "Fake",
                          .assurance = P2PID_ASSURANCE_HIGH,
                          .parties = parties };
  p2pid_buffer *der = NULL;
  X509 *root = NULL;

  ck_assert_int_eq (
      p2pid_certificate_from_file (
          p2pid_bytes_from_text (fake_operator_party (theirs)->root), &der),
      P2PID_OK);
  ck_assert_int_eq (p2pid_certificate_read (p2pid_buffer_bytes (der), &root),
                    P2PID_OK);
  p2pid_certificate_fingerprint (root, &anchor.fingerprint);
  X509_free (root);
  p2pid_buffer_free (der);
  ck_assert_int_eq (p2pid_anchors_new (&anchors), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_allow_test (anchors, true), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
}

void
ordering_open (const char *program, p2pid_method method, const char *party)
{
  theirs = fake_operator_new (program);
  ck_assert_int_eq (p2pid_key_new (&key), P2PID_OK);
  add_anchor (method, party);
  usual = (p2pid_enrolment_config){ .method = method,
                                    .key = key,
                                    .program = "P2P ID",
                                    .language = P2PID_LANGUAGE_EN,
                                    .lifetime = 1800,
                                    .anchors = anchors,
                                    .directly = fake_operator_party (theirs),
                                    .callback = tell_cb };
}

void
ordering_close (void)
{
  fake_operator_free (theirs);
  p2pid_anchors_free (anchors);
  p2pid_key_free (key);
}

void
ordering_begin (void)
{
  ordering = usual;
  answer_path = "/approve";
  answer_wish = "{}";
  scanned = NULL;
  ordering_lie ("[]");
}

void
ordering_end (void)
{
  json_decref (scanned);
}

void
ordering_scan (const char *path, const char *wish)
{
  json_decref (scanned);
  scanned = fake_operator_tell (theirs, path, wish);
}

void
ordering_answer (void)
{
  fake_operator_do (theirs, answer_path, answer_wish);
}

p2pid_err
ordering_run (void (*act) (const heard_event *event))
{
  p2pid_err err;

  acting = act;
  heard_count = 0;
  heard_name[0] = '\0';
  ordering.now = time (NULL);
  ck_assert_int_eq (p2pid_enrolment_new (&ordering, &enrolment), P2PID_OK);
  err = p2pid_enrolment_run (enrolment);
  if (err == P2PID_OK) {
    p2pid_binding *binding = p2pid_enrolment_take_binding (enrolment);

    ck_assert_ptr_nonnull (binding);
    p2pid_binding_free (binding);
  } else {
    ck_assert_int_eq (heard[heard_count - 1].kind, P2PID_ENROLMENT_FAILED);
    ck_assert_int_eq (heard[heard_count - 1].err, err);
    ck_assert_ptr_null (p2pid_enrolment_take_binding (enrolment));
  }
  p2pid_enrolment_free (enrolment);
  enrolment = NULL;
  return err;
}

static size_t asked_before;

/* Nobody signs, so the enrolment is there until this cancels it. */
static void *
cancel_when_asked (void *path)
{
  while (fake_operator_count (theirs, path, 0) == asked_before)
    usleep (10000);
  p2pid_enrolment_cancel (enrolment);
  return NULL;
}

p2pid_err
ordering_run_cancelled (const char *path)
{
  char lies[128];
  pthread_t thread;
  p2pid_err err;

  snprintf (lies, sizeof lies, "[{\"path\":\"%s\",\"late\":1}]", path);
  ordering_lie (lies);
  asked_before = fake_operator_count (theirs, path, 0);
  ck_assert_int_eq (
      pthread_create (&thread, NULL, cancel_when_asked, (void *) path), 0);
  err = ordering_run (NULL);
  pthread_join (thread, NULL);
  return err;
}

size_t
ordering_count (p2pid_enrolment_event_kind kind)
{
  size_t count = 0;

  for (size_t i = 0; i < heard_count; i++)
    count += heard[i].kind == kind;
  return count;
}

const heard_event *
ordering_last (p2pid_enrolment_event_kind kind)
{
  for (size_t i = heard_count; i > 0; i--)
    if (heard[i - 1].kind == kind)
      return &heard[i - 1];
  return NULL;
}

bool
ordering_has_hint (const char *hint)
{
  for (size_t i = 0; i < heard_count; i++)
    if (heard[i].kind == P2PID_ENROLMENT_HINT &&
        strcmp (heard[i].hint, hint) == 0)
      return true;
  return false;
}

json_t *
ordering_last_order (void)
{
  json_t *answer = fake_operator_tell (theirs, "/orders", "{}");
  json_t *orders = json_object_get (answer, "orders");
  json_t *order =
      json_incref (json_array_get (orders, json_array_size (orders) - 1));

  json_decref (answer);
  return order;
}

const char *
text_of (const json_t *object, const char *name)
{
  return json_string_value (json_object_get (object, name));
}

void
ordering_lie (const char *lies)
{
  char wish[4096];

  ck_assert_int_lt (snprintf (wish, sizeof wish, "{\"lies\":%s}", lies),
                    (int) sizeof wish);
  fake_operator_do (theirs, "/lie", wish);
}

static void
check_failure (p2pid_err err, p2pid_err wanted, const char *hint)
{
  const heard_event *failed = ordering_last (P2PID_ENROLMENT_FAILED);

  ck_assert_int_eq (err, wanted);
  ck_assert_ptr_nonnull (failed);
  ck_assert_str_eq (failed->hint, hint);
}

/* However it was answered. */
static size_t
count_asked (const char *path)
{
  static const int statuses[] = { 0, 200, 400, 422 };
  size_t count = 0;

  for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
    count += fake_operator_count (theirs, path, statuses[i]);
  return count;
}

void
ordering_check_ending (void (*act) (const heard_event *event),
                       const ordering_ending *wanted,
                       const char *cancel)
{
  size_t cancels = count_asked (cancel);

  answer_path = wanted->path;
  answer_wish = wanted->wish;
  check_failure (ordering_run (act), wanted->err, wanted->hint);
  ck_assert_str_ne (ordering_last (P2PID_ENROLMENT_FAILED)->sentence, "");
  ck_assert_uint_eq (count_asked (cancel), cancels);
}

static void
lie_at (const char *path, const char *members)
{
  char lies[1024];

  snprintf (lies, sizeof lies, "[{\"path\":\"%s\",%s}]", path, members);
  ordering_lie (lies);
}

void
ordering_check_lie (void (*act) (const heard_event *event),
                    const char *path,
                    const ordering_untruth *lie)
{
  lie_at (path, lie->members);
  check_failure (ordering_run (act), lie->err, lie->hint);
}

void
ordering_check_connection_lost (void (*act) (const heard_event *event),
                                const char *path)
{
  lie_at (path, "\"close\":true,\"times\":2");
  ck_assert_int_eq (ordering_run (act), P2PID_OK);
  lie_at (path, "\"close\":true,\"times\":3");
  ck_assert_int_eq (ordering_run (act), P2PID_ERR_OFFLINE);
}
