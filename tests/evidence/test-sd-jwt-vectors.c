/* SD-JWT: the examples of RFC 9901, signed with ES256 by its issuer; its
 * KB-JWT; and its PID, with a signature by its holder for a statement. */

#include "id-token.h"

#include "base/encoding.h"
#include "evidence/key-binding.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/param_build.h>
#include <stdio.h>
#include <stdlib.h>

/* The example's holder, RFC 9901 §A.5: whose private key is published, too. */
#define HOLDER_X "TCAER19Zvu3OHF4j4W4vfSVoHIP1ILilDls7vCeGemc"
#define HOLDER_Y "ZxjiWWbZMQGHVWKVQ4hbSIirsVfuecCE6t4jT9F2HZQ"
#define HOLDER_D "5K5SCos8zf9zRemGGUl6yfok-_NiiryNZsvANWMhF-I"

#define KB_EXAMPLE 1
#define PID_EXAMPLE 4

static p2pid_jwk issuer;

static const struct {
  const char *file;
  size_t disclosures;
  bool key_binding;
} examples[] = {
  { "sd-jwt/rfc9901-5.1-issuance.sdjwt.txt", 10, false },
  { "sd-jwt/rfc9901-5.2-presentation.sdjwt+kb.txt", 4, true },
  { "sd-jwt/rfc9901-A1-presentation.sdjwt.txt", 2, false },
  { "sd-jwt/rfc9901-A2-presentation.sdjwt.txt", 6, false },
  { "sd-jwt/rfc9901-A3-pid-issuance.sdjwt.txt", 27, false },
};

#define EXAMPLES ((int) (sizeof examples / sizeof *examples))

static p2pid_buffer *files[EXAMPLES];

/* Before any test, so that a missing file skips the whole program. */
static void
load (void)
{
  json_t *jwk = harness_published_json ("sd-jwt/issuer.jwk.json");

  if (p2pid_jwk_read (jwk, &issuer) != P2PID_OK)
    exit (EXIT_FAILURE);
  json_decref (jwk);
  for (int i = 0; i < EXAMPLES; i++) {
    files[i] = harness_published_file (examples[i].file);
    while (files[i]->size > 0 && files[i]->data[files[i]->size - 1] == '\n')
      files[i]->size--;
  }
}

/* Everything that a verifier does before it looks at the claims. The digests
 * come first here, which changes no outcome but the time that thousands of
 * altered tokens take. */
static p2pid_err
verify (p2pid_bytes text, p2pid_sd_jwt **out_token, json_t **out_claims)
{
  p2pid_sd_jwt *token = NULL;
  json_t *claims = NULL;
  p2pid_err err = p2pid_sd_jwt_read (text, &token);

  if (err == P2PID_OK)
    err = p2pid_sd_jwt_resolve (token, &claims);
  if (err == P2PID_OK)
    err = p2pid_jws_verify (&token->jws, &issuer);
  if (err != P2PID_OK) {
    p2pid_sd_jwt_free (token);
    json_decref (claims);
    return err;
  }
  *out_token = token;
  *out_claims = claims;
  return P2PID_OK;
}

/* Whether no digest is left anywhere. */
static bool
is_resolved (json_t *value)
{
  const char *name;
  json_t *child;
  size_t i;

  json_object_foreach (value, name,
                       child) if (strcmp (name, "_sd") == 0 ||
                                  strcmp (name, "...") == 0 ||
                                  strcmp (name, "_sd_alg") == 0 ||
                                  !is_resolved (child)) return false;
  json_array_foreach (value, i, child) if (!is_resolved (child)) return false;
  return true;
}

/* How often @p wanted is in @p value, without its own digests. */
static size_t
count (json_t *value, const char *name, json_t *wanted)
{
  const char *key;
  json_t *child;
  size_t i, found = 0;

  json_object_foreach (value, key, child) found +=
      count (child, name, wanted) +
      (name && strcmp (key, name) == 0 && json_equal (child, wanted));
  json_array_foreach (value, i, child) found +=
      count (child, name, wanted) + (!name && json_equal (child, wanted));
  return found;
}

/* Values that are scalars or hold no digest come out as they went in. */
static bool
is_plain (json_t *value)
{
  return !json_is_object (value) || json_object_get (value, "_sd") == NULL;
}

START_TEST (every_example_verifies)
{
  p2pid_sd_jwt *token = NULL;
  json_t *claims = NULL;

  ck_assert_int_eq (verify (p2pid_buffer_bytes (files[_i]), &token, &claims),
                    P2PID_OK);
  ck_assert_uint_eq (token->count, examples[_i].disclosures);
  ck_assert_int_eq (token->key_binding.size > 0, examples[_i].key_binding);
  ck_assert (is_resolved (claims));
  for (size_t i = 0; i < token->count; i++) {
    const p2pid_disclosure *disclosure = &token->disclosures[i];
    size_t last = json_array_size (disclosure->content) - 1;
    json_t *value = json_array_get (disclosure->content, last);

    if (is_plain (value))
      ck_assert_uint_ge (
          count (claims, p2pid_disclosure_name (disclosure), value), 1);
  }
  json_decref (claims);
  p2pid_sd_jwt_free (token);
}
END_TEST

/* RFC 9901 §A.1 and §A.2: the claims that a verifier ends up with, an array's
 * element with members of its own among them. */
START_TEST (the_claims_are_those_of_the_rfc)
{
  static const struct {
    int example;
    const char *claims;
  } expected[] = {
    { 2, "{\"iss\":\"https://issuer.example.com\",\"iat\":1683000000,"
         "\"exp\":1883000000,\"address\":{\"region\":\"\\u6e2f\\u533a\","
         "\"country\":\"JP\"}}" },
    { 3,
      "{\"iss\":\"https://issuer.example.com\",\"iat\":1683000000,"
      "\"exp\":1883000000,\"verified_claims\":{\"verification\":{"
      "\"trust_framework\":\"de_aml\",\"time\":\"2012-04-23T18:25Z\","
      "\"evidence\":[{\"method\":\"pipp\"}]},\"claims\":{"
      "\"given_name\":\"Max\",\"family_name\":\"M\\u00fcller\","
      "\"address\":{\"locality\":\"Maxstadt\",\"postal_code\":\"12344\","
      "\"country\":\"DE\",\"street_address\":\"Weidenstra\\u00dfe 22\"}}}}" },
  };
  json_t *wanted = json_loads (expected[_i].claims, 0, NULL);
  p2pid_buffer *file = files[expected[_i].example];
  p2pid_sd_jwt *token = NULL;
  json_t *claims = NULL;

  ck_assert_int_eq (verify (p2pid_buffer_bytes (file), &token, &claims),
                    P2PID_OK);
  ck_assert (json_equal (claims, wanted));
  json_decref (wanted);
  json_decref (claims);
  p2pid_sd_jwt_free (token);
}
END_TEST

/* Every byte that the issuer's signature and the digests cover; a KB-JWT is
 * its holder's business. Losing the last tilde makes a KB-JWT of the last
 * disclosure: then there is less to see, and nothing else. */
START_TEST (no_flipped_byte_says_the_same)
{
  p2pid_buffer *copy = NULL;
  p2pid_sd_jwt *token = NULL;
  json_t *original = NULL;
  size_t size = files[_i]->size, accepted = 0;

  ck_assert_int_eq (p2pid_buffer_copy (p2pid_buffer_bytes (files[_i]), &copy),
                    P2PID_OK);
  ck_assert_int_eq (verify (p2pid_buffer_bytes (copy), &token, &original),
                    P2PID_OK);
  p2pid_sd_jwt_free (token);
  while (copy->data[size - 1] != '~')
    size--;
  for (size_t i = 0; i < size; i++) {
    uint8_t was = copy->data[i];
    json_t *claims = NULL;

    copy->data[i] ^= (uint8_t) (1 << (i % 8));
    if (verify (p2pid_buffer_bytes (copy), &token, &claims) == P2PID_OK) {
      ck_assert (!json_equal (claims, original));
      ck_assert_uint_eq (i, size - 1);
      ck_assert_uint_eq (token->count, examples[_i].disclosures - 1);
      p2pid_sd_jwt_free (token);
      json_decref (claims);
      accepted++;
    }
    copy->data[i] = was;
  }
  ck_assert_uint_le (accepted, 1);
  json_decref (original);
  p2pid_buffer_free (copy);
}
END_TEST

/* RFC 9901 §5.1 without its disclosures is a JWS, not an SD-JWT. */
START_TEST (a_bare_jws_is_no_sd_jwt)
{
  p2pid_buffer *file =
      harness_published_file ("sd-jwt/rfc9901-5.1-issuer-signed.jwt.txt");
  p2pid_sd_jwt *token = NULL;

  ck_assert_int_eq (p2pid_sd_jwt_read (p2pid_buffer_bytes (file), &token),
                    P2PID_ERR_FORMAT);
  p2pid_buffer_free (file);
}
END_TEST

/* The first disclosure of another example of the same issuer, at the end. */
START_TEST (disclosures_of_other_examples_are_refused)
{
  const p2pid_buffer *donor = files[(_i + 1) % EXAMPLES];
  const char *first = strchr ((const char *) donor->data, '~') + 1;
  size_t extra = strcspn (first, "~") + 1, size = files[_i]->size;
  p2pid_buffer *both = NULL;
  p2pid_sd_jwt *token = NULL;
  json_t *claims = NULL;

  while (files[_i]->data[size - 1] != '~')
    size--;
  ck_assert_int_eq (p2pid_buffer_new (size + extra, &both), P2PID_OK);
  memcpy (both->data, files[_i]->data, size);
  memcpy (both->data + size, first, extra);
  ck_assert_int_eq (verify (p2pid_buffer_bytes (both), &token, &claims),
                    P2PID_ERR_FORMAT);
  p2pid_buffer_free (both);
}
END_TEST

static p2pid_sd_jwt *
read_example (int which)
{
  p2pid_sd_jwt *token = NULL;

  ck_assert_int_eq (
      p2pid_sd_jwt_read (p2pid_buffer_bytes (files[which]), &token), P2PID_OK);
  return token;
}

/* RFC 9901 §5.2: for another audience than ours, and all else is right. */
START_TEST (the_key_binding_is_the_holders)
{
  p2pid_sd_jwt *token = read_example (KB_EXAMPLE);
  size_t shown = files[KB_EXAMPLE]->size - token->key_binding.size;
  char digest[P2PID_SD_JWT_DIGEST_SIZE + 1];
  p2pid_jws jws = { 0 };
  p2pid_jwk holder;
  int64_t iat = 0;

  ck_assert_int_eq (
      p2pid_jwk_read (
          json_object_get (json_object_get (token->jws.payload, "cnf"), "jwk"),
          &holder),
      P2PID_OK);
  ck_assert_int_eq (p2pid_jws_read (token->key_binding, &jws), P2PID_OK);
  ck_assert_int_eq (p2pid_jws_check_header (&jws, "kb+jwt"), P2PID_OK);
  ck_assert_int_eq (p2pid_jws_verify (&jws, &holder), P2PID_OK);
  p2pid_sd_jwt_digest ((p2pid_bytes){ files[KB_EXAMPLE]->data, shown }, digest);
  ck_assert_str_eq (
      json_string_value (json_object_get (jws.payload, "sd_hash")), digest);
  ck_assert_int_eq (p2pid_key_binding_verify (&jws, token, &iat),
                    P2PID_ERR_MISMATCH);
  p2pid_jws_clear (&jws);
  p2pid_sd_jwt_free (token);
}
END_TEST

START_TEST (no_flipped_byte_of_a_key_binding_passes)
{
  p2pid_sd_jwt *token = read_example (KB_EXAMPLE);
  p2pid_buffer *copy = NULL;
  int64_t iat = 0;

  ck_assert_int_eq (p2pid_buffer_copy (token->key_binding, &copy), P2PID_OK);
  for (size_t i = 0; i < copy->size; i++) {
    p2pid_jws jws = { 0 };

    copy->data[i] ^= (uint8_t) (1 << (i % 8));
    if (p2pid_jws_read (p2pid_buffer_bytes (copy), &jws) == P2PID_OK) {
      p2pid_err err = p2pid_key_binding_verify (&jws, token, &iat);

      ck_assert_msg (err != P2PID_OK && err != P2PID_ERR_MISMATCH, "byte %zu",
                     i);
    }
    p2pid_jws_clear (&jws);
    copy->data[i] ^= (uint8_t) (1 << (i % 8));
  }
  p2pid_buffer_free (copy);
  p2pid_sd_jwt_free (token);
}
END_TEST

static void
decode (const char *text, uint8_t out[32])
{
  ck_assert_int_eq (
      p2pid_base64url_decode_fixed (p2pid_bytes_from_text (text), out, 32),
      P2PID_OK);
}

static EVP_PKEY *
load_holder (void)
{
  OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new ();
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name (NULL, "EC", NULL);
  uint8_t point[65] = { POINT_CONVERSION_UNCOMPRESSED }, secret[32];
  OSSL_PARAM *parameters;
  EVP_PKEY *key = NULL;
  BIGNUM *d;

  decode (HOLDER_X, point + 1);
  decode (HOLDER_Y, point + 33);
  decode (HOLDER_D, secret);
  d = BN_bin2bn (secret, sizeof secret, NULL);
  OSSL_PARAM_BLD_push_utf8_string (builder, OSSL_PKEY_PARAM_GROUP_NAME, "P-256",
                                   0);
  OSSL_PARAM_BLD_push_octet_string (builder, OSSL_PKEY_PARAM_PUB_KEY, point,
                                    sizeof point);
  OSSL_PARAM_BLD_push_BN (builder, OSSL_PKEY_PARAM_PRIV_KEY, d);
  parameters = OSSL_PARAM_BLD_to_param (builder);
  EVP_PKEY_fromdata_init (context);
  ck_assert_int_eq (
      EVP_PKEY_fromdata (context, &key, EVP_PKEY_KEYPAIR, parameters), 1);
  OSSL_PARAM_free (parameters);
  OSSL_PARAM_BLD_free (builder);
  EVP_PKEY_CTX_free (context);
  BN_free (d);
  return key;
}

/* The PID as its holder's wallet would show it to us: the issuer's key in
 * front, and a KB-JWT for the statement behind. */
static char *
show_pid (void)
{
  p2pid_buffer *jwk = harness_published_file ("sd-jwt/issuer.jwk.json");
  p2pid_buffer *bytes = NULL;
  const char *shown = (const char *) files[PID_EXAMPLE]->data;
  char nonce[P2PID_STATEMENT_HASH_SIZE + 1];
  char digest[P2PID_SD_JWT_DIGEST_SIZE + 1];
  char *front = signer_base64url (jwk->data, jwk->size);
  char *payload = NULL, *last, *evidence = NULL;
  EVP_PKEY *holder = load_holder ();
  int size = (int) files[PID_EXAMPLE]->size;

  ck_assert_int_eq (p2pid_statement_print (&id_token_said, &bytes), P2PID_OK);
  ck_assert_int_eq (p2pid_key_binding_nonce (p2pid_buffer_bytes (bytes), nonce),
                    P2PID_OK);
  p2pid_sd_jwt_digest (p2pid_buffer_bytes (files[PID_EXAMPLE]), digest);
  ck_assert_int_gt (
      asprintf (&payload,
                "{'aud':'urn:p2pid:statement:1','iat':%lld,'nonce':'%s',"
                "'sd_hash':'%s'}",
                (long long) NOW, nonce, digest),
      0);
  last = signer_jws (holder, P2PID_JWA_ES256, "{'typ':'kb+jwt','alg':'ES256'}",
                     payload);
  ck_assert_int_gt (asprintf (&evidence, "%s~%.*s%s", front, size, shown, last),
                    0);
  EVP_PKEY_free (holder);
  p2pid_buffer_free (bytes);
  p2pid_buffer_free (jwk);
  free (payload);
  free (front);
  free (last);
  return evidence;
}

/* RFC 9901 §A.3, whole: Erika Mustermann. */
START_TEST (the_published_pid_vouches_for_a_statement)
{
  p2pid_anchor anchor = { .method = P2PID_METHOD_SD_JWT, .name = "RFC 9901" };
  p2pid_anchors *anchors = person_anchors (false);
  p2pid_buffer *statement;
  p2pid_binding *binding = NULL;
  p2pid_identity *identity = NULL;
  char *evidence;

  id_token_start ();
  statement = id_token_statement (&id_token_said);
  evidence = show_pid ();
  p2pid_jwk_thumbprint (&issuer, &anchor.fingerprint);
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  ck_assert_int_eq (p2pid_binding_new ("sd-jwt", (char *) statement->data,
                                       evidence, NULL, &binding),
                    P2PID_OK);
  ck_assert_int_eq (
      p2pid_binding_verify (binding, anchors, NOW + 60, &identity), P2PID_OK);
  ck_assert_str_eq (p2pid_identity_fact (identity, P2PID_FACT_NAME),
                    "Erika Mustermann");
  ck_assert_str_eq (p2pid_identity_fact (identity, P2PID_FACT_BIRTHDATE),
                    "1963-08-12");
  ck_assert_int_eq (p2pid_identity_word (identity), P2PID_WORD_SIGNED);
  p2pid_identity_free (identity);
  p2pid_binding_free (binding);
  p2pid_anchors_free (anchors);
  p2pid_buffer_free (statement);
  free (evidence);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("sd-jwt-vectors");
  TCase *tcase = tcase_create ("sd-jwt-vectors");
  int code;

  load ();
  tcase_add_loop_test (tcase, every_example_verifies, 0, EXAMPLES);
  tcase_add_loop_test (tcase, the_claims_are_those_of_the_rfc, 0, 2);
  tcase_add_loop_test (tcase, no_flipped_byte_says_the_same, 0, EXAMPLES);
  tcase_add_test (tcase, a_bare_jws_is_no_sd_jwt);
  tcase_add_loop_test (tcase, disclosures_of_other_examples_are_refused, 0,
                       EXAMPLES);
  tcase_add_test (tcase, the_key_binding_is_the_holders);
  tcase_add_test (tcase, no_flipped_byte_of_a_key_binding_passes);
  tcase_add_test (tcase, the_published_pid_vouches_for_a_statement);
  suite_add_tcase (suite, tcase);
  code = harness_run (suite);
  for (int i = 0; i < EXAMPLES; i++)
    p2pid_buffer_free (files[i]);
  return code;
}
