/*
 * Credentials whose issuer shows a chain of certificates: up to the root that
 * an anchor names, inside or in front; what the issuer's certificate must be;
 * and whose address it must be.
 */

#include "authority.h"
#include "stating.h"
#include "wallet.h"

#include <sodium.h>
#include <stdlib.h>

#define HELD P2PID_STEP_COUNT_
#define ISS "https://pid.example"
#define LIST "https://pid.example/list"

static X509 *root, *between, *leaf, *stranger;

static const authority_plan root_plan = { .name = "Root",
                                          .extensions = AUTHORITY_CA };
static const authority_plan between_plan = { .name = "Between",
                                             .extensions = AUTHORITY_CA };
static const authority_plan leaf_plan = {
  .name = "PID provider",
  .extensions = { { NID_key_usage, "critical,digitalSignature" },
                  { NID_subject_alt_name,
                    "URI:" ISS "/issuer,DNS:pid.example" } },
};

static X509 *
issue_leaf (const authority_plan *plan)
{
  authority_plan whole = *plan;

  whole.key = signer_key (P2PID_JWA_ES256);
  return authority_issue (&whole, between, authority_key (1));
}

static void
start (void)
{
  authority_plan plan = root_plan;

  id_token_start ();
  plan.key = authority_key (0);
  root = authority_issue (&plan, NULL, NULL);
  plan = between_plan;
  plan.key = authority_key (1);
  between = authority_issue (&plan, root, authority_key (0));
  plan = root_plan;
  plan.key = authority_key (2);
  stranger = authority_issue (&plan, NULL, NULL);
  leaf = issue_leaf (&leaf_plan);
}

static void
end (void)
{
  X509_free (root);
  X509_free (between);
  X509_free (leaf);
  X509_free (stranger);
}

/* As in a header, with ' for ". */
static char *
write_x5c (X509 *const *list)
{
  char *text = strdup ("[");

  for (; *list != NULL; list++) {
    p2pid_buffer *der = authority_print (*list);
    size_t room =
        sodium_base64_encoded_len (der->size, sodium_base64_VARIANT_ORIGINAL);
    char *one = malloc (room), *longer = NULL;

    sodium_bin2base64 (one, room, der->data, der->size,
                       sodium_base64_VARIANT_ORIGINAL);
    ck_assert_int_gt (
        asprintf (&longer, "%s'%s'%s", text, one, list[1] ? "," : ""), 0);
    free (one);
    free (text);
    text = longer;
    p2pid_buffer_free (der);
  }
  text = realloc (text, strlen (text) + 2);
  return strcat (text, "]");
}

/* An ordinary PID with @p x5c in its header, with "iss" or without. */
static char *
make_token (const char *x5c, const char *iss)
{
  wallet_order order = wallet_ordinary;
  char *header = NULL, *payload = NULL, *evidence;

  ck_assert_int_gt (
      asprintf (&header, "{'typ':'dc+sd-jwt','alg':'ES256','x5c':%s}", x5c), 0);
  ck_assert_int_gt (
      asprintf (&payload,
                "{%s%s%s" PID_OPEN
                ",'_sd':['@a','@b','@c'],'status':{'status_list':{"
                "'idx':1,'uri':'" LIST "'}}}",
                iss ? "'iss':'" : "", iss ? iss : "", iss ? "'," : ""),
      0);
  order.header = header;
  order.payload = payload;
  evidence = wallet_make (&order);
  free (header);
  free (payload);
  return evidence;
}

static char *
put_in_front (X509 *certificate, char *evidence)
{
  p2pid_buffer *der = authority_print (certificate);
  char *front = signer_base64url (der->data, der->size), *all = NULL;

  ck_assert_int_gt (asprintf (&all, "%s~%s", front, evidence), 0);
  p2pid_buffer_free (der);
  free (front);
  free (evidence);
  return all;
}

/* Checks @p evidence, which it frees, against an anchor for the root. */
static void
expect (const char *what, char *evidence, p2pid_err err, p2pid_step step)
{
  const p2pid_anchor anchor = { .method = P2PID_METHOD_SD_JWT,
                                .environment = P2PID_ENVIRONMENT_PRODUCTION,
                                .fingerprint = authority_fingerprint (root),
                                .name = "PID authorities" };
  p2pid_anchors *anchors = stating_anchors (&anchor);
  p2pid_buffer *text = id_token_statement (&id_token_said);
  p2pid_report report = { .failed = HELD };
  p2pid_identity *identity = NULL;
  p2pid_err got = stating_check ("sd-jwt", (char *) text->data, evidence,
                                 anchors, NOW + 60, &report, &identity);

  ck_assert_msg (got == err, "%s: %s", what, p2pid_err_name (got));
  ck_assert_msg (report.failed == step, "%s: at %d", what, (int) report.failed);
  p2pid_identity_free (identity);
  p2pid_buffer_free (text);
  p2pid_anchors_free (anchors);
  free (evidence);
}

static char *
make_with (X509 *const *list, const char *iss)
{
  char *x5c = write_x5c (list), *evidence = make_token (x5c, iss);

  free (x5c);
  return evidence;
}

START_TEST (a_chain_leads_to_the_root)
{
  X509 *whole[] = { leaf, between, root, NULL };
  X509 *rootless[] = { leaf, between, NULL };
  X509 *gap[] = { leaf, root, NULL };
  X509 *alone[] = { leaf, NULL };
  X509 *wrong[] = { leaf, between, stranger, NULL };
  X509 *mixed[] = { between, leaf, root, NULL };

  expect ("the root inside", make_with (whole, NULL), P2PID_OK, HELD);
  expect ("the root in front", put_in_front (root, make_with (rootless, NULL)),
          P2PID_OK, HELD);
  expect ("no root", make_with (rootless, NULL), P2PID_ERR_UNTRUSTED,
          P2PID_STEP_ISSUER);
  expect ("another root", make_with (wrong, NULL), P2PID_ERR_UNTRUSTED,
          P2PID_STEP_ISSUER);
  expect ("another root in front",
          put_in_front (stranger, make_with (rootless, NULL)),
          P2PID_ERR_UNTRUSTED, P2PID_STEP_ISSUER);
  expect ("a certificate missing", make_with (gap, NULL), P2PID_ERR_INCOMPLETE,
          P2PID_STEP_CHAIN);
  expect ("the issuer's alone", make_with (alone, NULL), P2PID_ERR_INCOMPLETE,
          P2PID_STEP_ISSUER);
  expect ("the issuer's, and the root in front",
          put_in_front (root, make_with (alone, NULL)), P2PID_ERR_INCOMPLETE,
          P2PID_STEP_CHAIN);
  expect ("another order", make_with (mixed, NULL), P2PID_ERR_INCOMPLETE,
          P2PID_STEP_CHAIN);
}
END_TEST

/* A chain by the stranger under the name of the root. */
START_TEST (a_forged_chain_does_not_pass)
{
  authority_plan plan = between_plan;
  X509 *list[] = { NULL, NULL, root, NULL };

  plan.key = authority_key (1);
  list[1] = authority_issue (&plan, root, authority_key (2));
  list[0] = leaf;
  expect ("forged", make_with (list, NULL), P2PID_ERR_FORGED, P2PID_STEP_CHAIN);
  X509_free (list[1]);
}
END_TEST

static const struct {
  const char *what;
  authority_extension extensions[3];
  const char *iss;
  int64_t from, until;
  p2pid_err err;
  p2pid_step step;
} leaves[] = {
#define SIGNS                                                                  \
  {                                                                            \
    NID_key_usage, "critical,digitalSignature"                                 \
  }
  { "no alternative name, no iss", { SIGNS }, NULL, 0, 0, P2PID_OK, HELD },
  { "no key usage",
    { { NID_subject_alt_name, "DNS:pid.example" } },
    NULL,
    0,
    0,
    P2PID_ERR_MISMATCH,
    P2PID_STEP_CERTIFICATE },
  { "for encryption",
    { { NID_key_usage, "critical,keyEncipherment" } },
    NULL,
    0,
    0,
    P2PID_ERR_MISMATCH,
    P2PID_STEP_CERTIFICATE },
  { "for non-repudiation alone",
    { { NID_key_usage, "critical,nonRepudiation" } },
    NULL,
    0,
    0,
    P2PID_ERR_MISMATCH,
    P2PID_STEP_CERTIFICATE },
  { "an authority",
    { { NID_basic_constraints, "critical,CA:TRUE" },
      { NID_key_usage, "critical,digitalSignature,keyCertSign" } },
    NULL,
    0,
    0,
    P2PID_ERR_MISMATCH,
    P2PID_STEP_CERTIFICATE },
  { "expired",
    { SIGNS },
    NULL,
    NOW - DAY,
    NOW - 1,
    P2PID_ERR_EXPIRED,
    P2PID_STEP_CHAIN },
  { "of tomorrow",
    { SIGNS },
    NULL,
    NOW + DAY,
    NOW + 2 * DAY,
    P2PID_ERR_NOT_YET_VALID,
    P2PID_STEP_CHAIN },

#define NAMES(names)                                                           \
  {                                                                            \
    SIGNS,                                                                     \
    {                                                                          \
      NID_subject_alt_name, names                                              \
    }                                                                          \
  }
#define NAMED(what, names, iss, err)                                           \
  {                                                                            \
    what, NAMES (names), iss, 0, 0, err,                                       \
        (err) == P2PID_OK ? HELD : P2PID_STEP_CERTIFICATE                      \
  }
  NAMED ("its address",
         "URI:https://pid.example/a,DNS:x.example",
         "https://pid.example/a",
         P2PID_OK),
  NAMED ("its host", "DNS:pid.example", "https://pid.example/a", P2PID_OK),
  NAMED ("its host alone", "DNS:pid.example", "https://pid.example", P2PID_OK),
  NAMED ("its host with a port",
         "DNS:pid.example",
         "https://PID.example:8443/",
         P2PID_OK),
  NAMED ("the second of its names",
         "DNS:x.example,DNS:pid.example",
         "https://pid.example",
         P2PID_OK),
  NAMED ("another address",
         "URI:https://pid.example/a",
         "https://pid.example/b",
         P2PID_ERR_MISMATCH),
  NAMED ("less of the address",
         "URI:https://pid.example/a",
         "https://pid.example",
         P2PID_ERR_MISMATCH),
  NAMED ("another host",
         "DNS:pid.example",
         "https://id.example",
         P2PID_ERR_MISMATCH),
  NAMED ("a host within the host",
         "DNS:pid.example",
         "https://a.pid.example",
         P2PID_ERR_MISMATCH),
  NAMED ("a host that only ends so",
         "DNS:pid.example",
         "https://pid.example.org",
         P2PID_ERR_MISMATCH),
  NAMED ("any host of a domain",
         "DNS:*.example",
         "https://pid.example",
         P2PID_ERR_MISMATCH),
  NAMED ("no https",
         "DNS:pid.example",
         "http://pid.example",
         P2PID_ERR_MISMATCH),
  NAMED ("no address", "DNS:pid.example", "pid.example", P2PID_ERR_MISMATCH),
  NAMED ("no host", "DNS:pid.example", "https:///a", P2PID_ERR_MISMATCH),
  NAMED ("a user before the host",
         "DNS:pid.example",
         "https://pid.example@evil.example",
         P2PID_ERR_MISMATCH),
  NAMED ("an e-mail address",
         "email:a@pid.example",
         "https://pid.example",
         P2PID_ERR_MISMATCH),
  { "no alternative name",
    { SIGNS },
    "https://pid.example",
    0,
    0,
    P2PID_ERR_MISMATCH,
    P2PID_STEP_CERTIFICATE },
};

START_TEST (the_first_certificate_is_an_issuers)
{
  authority_plan plan = { .name = "PID provider",
                          .from = leaves[_i].from,
                          .until = leaves[_i].until };
  X509 *list[] = { NULL, between, root, NULL };

  memcpy (plan.extensions, leaves[_i].extensions, sizeof leaves[_i].extensions);
  list[0] = issue_leaf (&plan);
  expect (leaves[_i].what, make_with (list, leaves[_i].iss), leaves[_i].err,
          leaves[_i].step);
  X509_free (list[0]);
}
END_TEST

/* Somebody else's certificate, well signed by the same authorities. */
START_TEST (the_certificates_key_signed)
{
  authority_plan plan = leaf_plan;
  X509 *list[] = { NULL, between, root, NULL };

  plan.key = authority_key (3);
  list[0] = authority_issue (&plan, between, authority_key (1));
  expect ("another key", make_with (list, NULL), P2PID_ERR_FORGED,
          P2PID_STEP_SIGNATURE);
  X509_free (list[0]);
}
END_TEST

static char *
make_with_header (const char *header)
{
  wallet_order order = wallet_ordinary;

  order.header = header;
  return wallet_make (&order);
}

START_TEST (there_is_one_key)
{
  X509 *list[] = { leaf, between, root, NULL };
  char *x5c = write_x5c (list), *header = NULL;
  wallet_order order = wallet_ordinary;

  ck_assert_int_gt (
      asprintf (&header, "{'typ':'dc+sd-jwt','alg':'ES256','x5c':%s,'jwk':@J}",
                x5c),
      0);
  expect ("a chain and a key", make_with_header (header), P2PID_ERR_FORMAT,
          P2PID_STEP_ISSUER);
  free (header);
  ck_assert_int_gt (
      asprintf (&header, "{'typ':'dc+sd-jwt','alg':'ES256','x5c':%s}", x5c), 0);
  order.header = header;
  order.enclosed = "@J";
  expect ("a chain and a key in front", wallet_make (&order), P2PID_ERR_FORMAT,
          P2PID_STEP_ISSUER);
  expect ("a key and a root in front",
          put_in_front (root, wallet_make (&wallet_ordinary)), P2PID_ERR_FORMAT,
          P2PID_STEP_ISSUER);
  expect ("no key and a root in front",
          put_in_front (root,
                        make_with_header ("{'typ':'dc+sd-jwt','alg':'ES256'}")),
          P2PID_ERR_FORMAT, P2PID_STEP_ISSUER);
  free (header);
  free (x5c);
}
END_TEST

START_TEST (a_chain_is_read_strictly)
{
  static const struct {
    const char *what, *x5c;
    p2pid_err err;
  } bad[] = {
    { "no list", "'AAAA'", P2PID_ERR_FORMAT },
    { "an empty list", "[]", P2PID_ERR_FORMAT },
    { "no texts", "[1,2]", P2PID_ERR_FORMAT },
    { "no base64", "['AAA','A?==']", P2PID_ERR_FORMAT },
    { "no padding", "['AAA','AAA']", P2PID_ERR_FORMAT },
    { "no certificates", "['AAAA','AAAA']", P2PID_ERR_FORMAT },
    { "white space", "['AA AA','AAAA']", P2PID_ERR_FORMAT },
    { "seven", "['','','','','','','']", P2PID_ERR_SIZE },
  };
  char *large = malloc (20000), *x5c = NULL;

  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    expect (bad[i].what, make_token (bad[i].x5c, NULL), bad[i].err,
            P2PID_STEP_ISSUER);
  memset (large, 'A', 16388);
  large[16388] = 0;
  ck_assert_int_gt (asprintf (&x5c, "['%s']", large), 0);
  expect ("large", make_token (x5c, NULL), P2PID_ERR_SIZE, P2PID_STEP_ISSUER);
  free (x5c);
  free (large);
}
END_TEST

static char *
make_list (X509 *const *x5c)
{
  char *text = write_x5c (x5c), *header = NULL, *token;

  ck_assert_int_gt (asprintf (&header,
                              "{'typ':'statuslist+jwt','alg':'ES256','x5c':%s}",
                              text),
                    0);
  token = signer_jws (signer_key (P2PID_JWA_ES256), P2PID_JWA_ES256, header,
                      "{'sub':'" LIST "','iat':1795521600,'status_list':"
                      "{'bits':1,'lst':'eNrbuRgAAhcBXQ'}}");
  free (text);
  free (header);
  return token;
}

/* A status list by the issuer's certificates, its root inside, in front of
 * the credential, or another one. */
START_TEST (a_list_is_under_the_same_root)
{
  X509 *rootless[] = { leaf, between, NULL };
  X509 *whole[] = { leaf, between, root, NULL };
  X509 *wrong[] = { leaf, between, stranger, NULL };
  X509 *alone[] = { leaf, NULL };
  const struct {
    X509 *const *x5c;
    p2pid_err err;
  } cases[] = {
    { rootless, P2PID_OK },
    { whole, P2PID_OK },
    { wrong, P2PID_ERR_MISMATCH },
    { alone, P2PID_ERR_INCOMPLETE },
  };
  const p2pid_anchor anchor = { .method = P2PID_METHOD_SD_JWT,
                                .fingerprint = authority_fingerprint (root),
                                .name = "PID authorities" };
  char *evidence = put_in_front (root, make_with (rootless, NULL));
  p2pid_buffer *text = id_token_statement (&id_token_said);

  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    p2pid_anchors *anchors = stating_anchors (&anchor);
    char *list = make_list (cases[i].x5c);
    p2pid_identity *identity = NULL;
    p2pid_report report;

    ck_assert_int_eq (
        p2pid_anchors_add_status (anchors, p2pid_bytes_from_text (list)),
        P2PID_OK);
    ck_assert_int_eq (stating_check ("sd-jwt", (char *) text->data, evidence,
                                     anchors, NOW + 60, &report, &identity),
                      cases[i].err);
    if (identity != NULL)
      ck_assert_int_eq (p2pid_identity_revocation_checked_at (identity), NOW);
    else
      ck_assert_int_eq (report.failed, P2PID_STEP_REVOCATION);
    p2pid_identity_free (identity);
    p2pid_anchors_free (anchors);
    free (list);
  }
  p2pid_buffer_free (text);
  free (evidence);
}
END_TEST

/* Token and root as files, the root as DER. */
START_TEST (files_become_a_binding)
{
  X509 *list[] = { leaf, between, NULL };
  char *token = make_with (list, NULL);
  p2pid_buffer *der = authority_print (root), *bytes = NULL;
  p2pid_bytes files[] = { p2pid_bytes_from_text (token),
                          p2pid_buffer_bytes (der) };
  p2pid_binding *binding = NULL;

  ck_assert_int_eq (p2pid_statement_print (&id_token_said, &bytes), P2PID_OK);
  ck_assert_int_eq (p2pid_binding_join (P2PID_METHOD_SD_JWT, files, 2,
                                        p2pid_buffer_bytes (bytes), &binding),
                    P2PID_OK);
  expect ("joined", strdup (p2pid_binding_evidence (binding)), P2PID_OK, HELD);
  p2pid_binding_free (binding);
  p2pid_buffer_free (bytes);
  p2pid_buffer_free (der);
  free (token);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("x5c");
  TCase *tcase = tcase_create ("x5c");
  int code;

  harness_seed (1);
  tcase_add_checked_fixture (tcase, start, end);
  tcase_add_test (tcase, a_chain_leads_to_the_root);
  tcase_add_test (tcase, a_forged_chain_does_not_pass);
  tcase_add_loop_test (tcase, the_first_certificate_is_an_issuers, 0,
                       (int) (sizeof leaves / sizeof *leaves));
  tcase_add_test (tcase, the_certificates_key_signed);
  tcase_add_test (tcase, there_is_one_key);
  tcase_add_test (tcase, a_chain_is_read_strictly);
  tcase_add_test (tcase, a_list_is_under_the_same_root);
  tcase_add_test (tcase, files_become_a_binding);
  suite_add_tcase (suite, tcase);
  code = harness_run (suite);
  authority_end ();
  return code;
}
