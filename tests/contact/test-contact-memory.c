/* The doors of the library that no other test starves, a contact's first: each
 * allocation fails in its turn; the call says so and loses nothing (the
 * sanitizer looks). */

#include "starve.h"

#include "base/bytes.h"
#include "p2pid/p2pid.h"

#define NOW INT64_C (1795523696)

static p2pid_key *key;
static p2pid_binding *binding;
static p2pid_anchors *anchors;

static void
set_up (void)
{
  const p2pid_test_person person = { .name = "Anna Lindqvist" };

  ck_assert_int_eq (p2pid_key_new (&key), P2PID_OK);
  ck_assert_int_eq (p2pid_binding_issue_test (p2pid_key_public (key), &person,
                                              NOW, 86400, &binding),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_new (&anchors), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_allow_test (anchors, true), P2PID_OK);
}

static void
tear_down (void)
{
  p2pid_key_free (key);
  p2pid_binding_free (binding);
  p2pid_anchors_free (anchors);
}

static void
tell_cb (const p2pid_event *event, void *user_data)
{
}

static p2pid_err
decide (p2pid_contact *contact)
{
  p2pid_err err = p2pid_contact_identify (contact, 0, "Björn", "The roof");

  if (err == P2PID_OK)
    err = p2pid_contact_shown (contact);
  if (err == P2PID_OK)
    err = p2pid_contact_decline (contact);
  if (err == P2PID_OK)
    err = p2pid_contact_finish (contact, true);
  if (err == P2PID_OK)
    err = p2pid_contact_stop (contact, P2PID_STOP_NOT_ME);
  return err;
}

/* By nobody's relay: what is run is stopped before anybody is asked. */
static p2pid_err
make_contact (p2pid_contact **out_contact)
{
  const p2pid_contact_config config = {
    .start = P2PID_START_INVITATION,
    .account = { P2PID_CHANNEL_MEETING, P2PID_ROLE_NONE, P2PID_PLACE_FIRST, 0,
                 "" },
    .relay = "http://127.0.0.1:1",
    .anchors = anchors,
    .key = key,
    .binding = binding,
    .audience = "Somebody",
    .purpose = "Something",
    .callback = tell_cb,
  };

  return p2pid_contact_new (&config, out_contact);
}

static p2pid_err
make_and_decide (void)
{
  p2pid_contact *contact = NULL;
  p2pid_err err = make_contact (&contact);

  if (err == P2PID_OK)
    err = decide (contact);
  starve_hold ();
  p2pid_contact_free (contact);
  return err;
}

static p2pid_err
run (void)
{
  p2pid_contact *contact = NULL;
  p2pid_err err = make_contact (&contact);

  if (err == P2PID_OK)
    err = p2pid_contact_stop (contact, P2PID_STOP_ENDED);
  if (err == P2PID_OK)
    err = p2pid_contact_run (contact);
  starve_hold ();
  p2pid_contact_free (contact);
  return err == P2PID_ERR_STOPPED ? P2PID_OK : err;
}

static p2pid_err
state (void)
{
  p2pid_statement value;
  p2pid_buffer *bytes = NULL, *text = NULL;
  p2pid_err err = p2pid_statement_init (&value, p2pid_key_public (key),
                                        "P2P ID", P2PID_LANGUAGE_SV, NOW, 1800);

  if (err == P2PID_OK)
    err = p2pid_statement_print (&value, &bytes);
  if (err == P2PID_OK)
    err = p2pid_statement_text (&value, &text);
  if (err == P2PID_OK)
    err = p2pid_statement_parse (p2pid_buffer_bytes (bytes), &value);
  starve_hold ();
  p2pid_buffer_free (bytes);
  p2pid_buffer_free (text);
  return err;
}

static p2pid_err
keep_key (void)
{
  p2pid_buffer *text = NULL;
  p2pid_key *again = NULL;
  p2pid_err err = p2pid_organisation_key_print (key, &text);

  if (err == P2PID_OK)
    err = p2pid_organisation_key_parse (p2pid_buffer_bytes (text), &again);
  starve_hold ();
  ck_assert ((err == P2PID_OK) == (again != NULL));
  p2pid_buffer_free (text);
  p2pid_key_free (again);
  return err;
}

static p2pid_err
read_fingerprints (void)
{
  static const char keys[] =
      "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":"
      "\"X4OlNC7njSRYvXA16xZ52byt3tK-nYXbpa4x4k3eQr0\"}]}";
  p2pid_fingerprint prints[P2PID_FINGERPRINTS_MAX];
  size_t count = 0;
  p2pid_err err =
      p2pid_fingerprints_read (p2pid_bytes_from_text (keys), prints, &count);

  starve_hold ();
  ck_assert_uint_eq (count, err == P2PID_OK);
  return err;
}

/* Enough of them that their list grows, and each a second time. */
static p2pid_err
add_anchors (p2pid_anchors *to)
{
  static const char *const parties[] = { "a", "b", NULL };
  static const p2pid_fingerprint revoked[2];
  p2pid_anchor kinds[] = {
    { .method = P2PID_METHOD_OIDC,
      .name = "Provider",
      .issuer = "https://id.example",
      .parties = parties },
    { .method = P2PID_METHOD_ROLE,
      .name = "Firman AB",
      .issuer = "firman.example",
      .revoked = revoked,
      .revoked_count = 2 },
  };
  p2pid_err err = P2PID_OK;

  for (int i = 0; err == P2PID_OK && i < 80; i++) {
    kinds[i % 2].fingerprint.bytes[0] = (uint8_t) (i % 40);
    err = p2pid_anchors_add (to, &kinds[i % 2]);
  }
  return err;
}

static p2pid_err
gather_anchors (void)
{
  p2pid_anchors *some = NULL;
  p2pid_err err = p2pid_anchors_new (&some);

  if (err == P2PID_OK)
    err = add_anchors (some);
  if (err == P2PID_OK)
    err = p2pid_anchors_allow_test (some, true);
  if (err == P2PID_OK)
    err = p2pid_anchors_allow_test (some, false);
  starve_hold ();
  p2pid_anchors_free (some);
  return err;
}

static p2pid_err
check (void)
{
  p2pid_report report;
  p2pid_identity *identity = NULL;
  p2pid_err err =
      p2pid_binding_check (binding, anchors, NOW, &report, &identity);

  starve_hold ();
  ck_assert_int_eq (report.err, err);
  p2pid_identity_free (identity);
  return err;
}

static const struct {
  p2pid_err (*call) (void);
  size_t at_least; /* allocations that it is known to make */
} calls[] = {
  { make_and_decide, 15 },
  { run, 20 },
  { state, 2 },
  { keep_key, 2 },
  { read_fingerprints, 5 },
  { gather_anchors, 100 },
  { check, 20 },
};

START_TEST (says_so)
{
  starve_check (calls[_i].call, calls[_i].at_least);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("contact-memory");
  TCase *tcase = tcase_create ("memory");

  tcase_add_checked_fixture (tcase, set_up, tear_down);
  tcase_add_loop_test (tcase, says_so, 0,
                       (int) (sizeof calls / sizeof calls[0]));
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
