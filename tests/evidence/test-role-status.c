/* Roles whose organisation keeps a status list: what the list says of one, who
 * may sign it, and that a list which is not to be believed hides the role and
 * accuses nobody. */

#include "firm.h"

#include <stdlib.h>

#define KEY "'jwk':{'kty':'OKP','crv':'Ed25519','x':'@I'}"
#define HEADER "{'typ':'dc+sd-jwt','alg':'EdDSA'," KEY "}"
#define GOOD                                                                   \
  "'vct':'urn:p2pid:role:1','organization':'Firman','iat':1795521600,"         \
  "'exp':1795608000,'cnf':{'jwk':{'kty':'OKP','crv':'Ed25519','x':'@K'}}"
#define ADDRESS "https://oberg.example/states"
#define SALT "'2GLC42sKQveCfGfryNRN9w'"

#define LIST_HEADER "{'typ':'statuslist+jwt','alg':'EdDSA'}"
#define LIST_HEADER_KEY "{'typ':'statuslist+jwt','alg':'EdDSA'," KEY "}"
/* Of the draft: 1, 2, 0, 3, 0, … in two bits each. */
#define STATES "'status_list':{'bits':2,'lst':'eNo76fITAAPfAgc'}"
#define SUB "'sub':'" ADDRESS "'"
#define IAT "'iat':1795521599"
#define LIST "{" SUB "," IAT "," STATES "}"

static char *
make_role (const char *status)
{
  char *payload = NULL, *role;

  ck_assert_int_gt (asprintf (&payload, "{" GOOD ",'status':%s}", status), 0);
  role = forge (FIRM_SEED, HEADER, payload, NULL);
  free (payload);
  return role;
}

static char *
make_indexed (int index)
{
  char status[120];

  snprintf (status, sizeof status,
            "{'status_list':{'idx':%d,'uri':'" ADDRESS "'}}", index);
  return make_role (status);
}

/* A list is a JWS without what may follow in an SD-JWT. */
static void
add_list (p2pid_anchors *anchors,
          const char *seed,
          const char *header,
          const char *payload)
{
  char *list = forge (seed, header, payload, NULL);

  *strchr (list, '~') = '\0';
  ck_assert_int_eq (
      p2pid_anchors_add_status (anchors, p2pid_bytes_from_text (list)),
      P2PID_OK);
  free (list);
}

/* As of when the role was not withdrawn, or -1 where it is not shown. */
static int64_t
shown (const char *role, const p2pid_anchors *anchors)
{
  p2pid_identity *identity = NULL;
  const p2pid_role_proof *proof;
  p2pid_steps unchecked;
  int64_t at = -1;

  ck_assert_int_eq (firm_check (role, anchors, NOW, &identity), P2PID_OK);
  proof = p2pid_identity_role_proof (identity);
  unchecked = p2pid_identity_unchecked (identity);
  if (proof != NULL)
    ck_assert_int_eq (proof->status == P2PID_STATUS_VALID,
                      proof->revocation_checked_at == NOW - 1);
  if (proof != NULL && proof->status != P2PID_STATUS_NONE)
    ck_assert_str_eq (proof->status_address, ADDRESS);
  ck_assert_int_eq ((unchecked & P2PID_STEPS (P2PID_STEP_ROLE)) != 0,
                    proof == NULL);
  if (proof != NULL)
    at = proof->revocation_checked_at;
  p2pid_identity_free (identity);
  return at;
}

static const struct {
  const char *what;
  int index;
  p2pid_err err;
} states[] = {
  { "withdrawn", 0, P2PID_ERR_REVOKED },
  { "suspended", 1, P2PID_ERR_REVOKED },
  { "valid", 2, P2PID_OK },
  { "the firm's own", 3, P2PID_ERR_REVOKED },
  { "valid, later", 4, P2PID_OK },
};

START_TEST (the_list_says_whether_it_holds)
{
  static const char *const headers[] = { LIST_HEADER, LIST_HEADER_KEY };

  for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
    p2pid_anchors *anchors = firm_anchors (true);
    char *role = make_indexed (states[_i].index);
    p2pid_identity *identity = NULL;
    p2pid_err err;

    add_list (anchors, FIRM_SEED, headers[i], LIST);
    err = firm_check (role, anchors, NOW, &identity);
    ck_assert_msg (err == states[_i].err, "%s: %s", states[_i].what,
                   p2pid_err_name (err));
    p2pid_identity_free (identity);
    if (err == P2PID_OK)
      ck_assert_int_eq (shown (role, anchors), NOW - 1);
    p2pid_anchors_free (anchors);
    free (role);
  }
}
END_TEST

/* Whatever the page said, and when. */
START_TEST (the_list_counts_and_the_page_besides)
{
  p2pid_anchors *anchors = firm_anchors (false);
  p2pid_anchor anchor = firm_anchor ();
  p2pid_fingerprint withdrawn;
  char *role = make_indexed (2);
  p2pid_identity *identity = NULL;

  anchor.revoked_as_of = NOW - 5;
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  ck_assert_int_eq (shown (role, anchors), 0);
  add_list (anchors, FIRM_SEED, LIST_HEADER, LIST);
  ck_assert_int_eq (shown (role, anchors), NOW - 1);

  ck_assert_int_eq (
      p2pid_role_fingerprint (p2pid_bytes_from_text (role), &withdrawn),
      P2PID_OK);
  anchor.revoked = &withdrawn;
  anchor.revoked_count = 1;
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  ck_assert_int_eq (firm_check (role, anchors, NOW, &identity),
                    P2PID_ERR_REVOKED);
  p2pid_anchors_free (anchors);
  free (role);
}
END_TEST

/* Nobody has an anchor for the firm: its key signs all the same. */
START_TEST (it_counts_where_a_signatory_vouches_too)
{
  p2pid_anchors *anchors = firm_anchors (false);
  char *good = make_indexed (2), *bad = make_indexed (0);
  char *endorsement = firm_endorsement ();
  char *good_role = firm_join (good, endorsement);
  char *bad_role = firm_join (bad, endorsement);
  p2pid_identity *identity = NULL;

  add_list (anchors, FIRM_SEED, LIST_HEADER_KEY, LIST);
  ck_assert_int_eq (shown (good_role, anchors), NOW - 1);
  ck_assert_int_eq (firm_check (bad_role, anchors, NOW, &identity),
                    P2PID_ERR_REVOKED);
  p2pid_anchors_free (anchors);
  free (good);
  free (bad);
  free (endorsement);
  free (good_role);
  free (bad_role);
}
END_TEST

static const struct {
  const char *what, *payload;
} silent[] = {
  { "of another address", "{'sub':'https://x.example'," IAT "," STATES "}" },
  { "over", "{" SUB "," IAT ",'exp':1795521600," STATES "}" },
  { "kept too long", "{" SUB "," IAT ",'ttl':1," STATES "}" },
  { "of later", "{" SUB ",'iat':1795521661," STATES "}" },
};

/* Index 0 is withdrawn in each: they say nothing of today. */
START_TEST (without_a_list_of_today_it_was_not_checked)
{
  p2pid_anchors *anchors = firm_anchors (true);
  char *role = make_indexed (0);

  add_list (anchors, FIRM_SEED, LIST_HEADER, silent[_i].payload);
  ck_assert_msg (shown (role, anchors) == 0, "%s", silent[_i].what);
  p2pid_anchors_free (anchors);
  free (role);
}
END_TEST

static const struct {
  const char *what, *seed, *header, *payload;
  int index;
} bad[] = {
  { "by another key that the header has", "a firm of somebody else's making",
    LIST_HEADER_KEY, LIST, 2 },
  { "by another key", "a firm of somebody else's making", LIST_HEADER, LIST,
    2 },
  { "by the issuer of persons", NULL, LIST_HEADER_KEY, LIST, 2 },
  { "with certificates", FIRM_SEED,
    "{'typ':'statuslist+jwt','alg':'EdDSA','x5c':['MAA=']}", LIST, 2 },
  { "that ends before", FIRM_SEED, LIST_HEADER, LIST, 12 },
  { "without a time", FIRM_SEED, LIST_HEADER, "{" SUB "," STATES "}", 2 },
  { "without states", FIRM_SEED, LIST_HEADER, "{" SUB "," IAT "}", 2 },
};

START_TEST (a_list_that_is_not_to_be_believed_hides_the_role)
{
  p2pid_anchors *anchors = firm_anchors (true);
  char *role = make_indexed (bad[_i].index);

  add_list (anchors, bad[_i].seed, bad[_i].header, bad[_i].payload);
  ck_assert_msg (shown (role, anchors) == -1, "%s", bad[_i].what);
  p2pid_anchors_free (anchors);
  free (role);
}
END_TEST

static const struct {
  const char *status;
  p2pid_err err;
} places[] = {
  { "{'identifier_list':{'id':'1'}}", P2PID_OK },
  { "{'status_list':{'uri':'" ADDRESS "'}}", P2PID_ERR_FORMAT },
  { "{'status_list':{'idx':-1,'uri':'" ADDRESS "'}}", P2PID_ERR_FORMAT },
  { "{'status_list':{'idx':1,'uri':1}}", P2PID_ERR_FORMAT },
  { "{'status_list':7}", P2PID_ERR_FORMAT },
};

/* What is kept in another way than a list is not known here. */
START_TEST (places_are_read_strictly)
{
  p2pid_anchors *anchors = firm_anchors (false);
  p2pid_anchor anchor = firm_anchor ();
  char *role = make_role (places[_i].status);
  p2pid_identity *identity = NULL;

  anchor.revoked_as_of = NOW - 5;
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  ck_assert_int_eq (firm_check (role, anchors, NOW, &identity), places[_i].err);
  p2pid_identity_free (identity);
  if (places[_i].err == P2PID_OK)
    ck_assert_int_eq (shown (role, anchors), 0);
  p2pid_anchors_free (anchors);
  free (role);
}
END_TEST

/* Or whoever has the role could leave it out. */
START_TEST (the_place_is_not_disclosed_at_will)
{
  static const char *const disclosures[] = {
    "[" SALT ",'status',{'status_list':{'idx':0,'uri':'" ADDRESS "'}}]", NULL
  };
  p2pid_anchors *anchors = firm_anchors (true);
  char *role =
      forge (FIRM_SEED, HEADER, "{" GOOD ",'_sd':['@a']}", disclosures);
  p2pid_identity *identity = NULL;

  ck_assert_int_eq (firm_check (role, anchors, NOW, &identity),
                    P2PID_ERR_FORMAT);
  p2pid_anchors_free (anchors);
  free (role);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("role-status");
  TCase *tcase = tcase_create ("role-status");

  harness_seed (1);
  tcase_set_timeout (tcase, 60);
  tcase_add_loop_test (tcase, the_list_says_whether_it_holds, 0,
                       (int) (sizeof states / sizeof *states));
  tcase_add_test (tcase, the_list_counts_and_the_page_besides);
  tcase_add_test (tcase, it_counts_where_a_signatory_vouches_too);
  tcase_add_loop_test (tcase, without_a_list_of_today_it_was_not_checked, 0,
                       (int) (sizeof silent / sizeof *silent));
  tcase_add_loop_test (tcase, a_list_that_is_not_to_be_believed_hides_the_role,
                       0, (int) (sizeof bad / sizeof *bad));
  tcase_add_loop_test (tcase, places_are_read_strictly, 0,
                       (int) (sizeof places / sizeof *places));
  tcase_add_test (tcase, the_place_is_not_disclosed_at_will);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
