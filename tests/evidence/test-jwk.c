/* Public keys as JSON: what each kind must have, the thumbprints of RFC 7638
 * and RFC 8037, and what a key says about its own use. */

#include "signer.h"

#include "base/encoding.h"

#include <sodium.h>
#include <stdlib.h>

#define OKP                                                                    \
  "'kty':'OKP','crv':'Ed25519',"                                               \
  "'x':'11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'"
#define EC                                                                     \
  "'kty':'EC','crv':'P-256',"                                                  \
  "'x':'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',"                         \
  "'y':'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0'"

/* RFC 7638 §3.1. */
#define RSA_N                                                                  \
  "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aP"   \
  "FFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl9"   \
  "3lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdA"   \
  "ZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3"   \
  "XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
#define RSA "'kty':'RSA','n':'" RSA_N "','e':'AQAB'"

static p2pid_err
read_text (const char *text, p2pid_jwk *out)
{
  char *json = strdup (text);
  json_t *object;
  p2pid_err err;

  for (char *at = json; *at; at++)
    if (*at == '\'')
      *at = '"';
  object = json_loads (json, JSON_DECODE_ANY, NULL);
  ck_assert_msg (object != NULL, "%s", json);
  err = p2pid_jwk_read (object, out);
  json_decref (object);
  free (json);
  return err;
}

static const struct {
  const char *jwk, *thumbprint;
} published[] = {
  { "{" OKP "}", "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k" },
  { "{" RSA ",'alg':'RS256','kid':'2011-04-29'}",
    "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs" },
};

START_TEST (thumbprints_are_the_published_ones)
{
  p2pid_fingerprint expected, got;
  p2pid_jwk jwk;

  ck_assert_int_eq (read_text (published[_i].jwk, &jwk), P2PID_OK);
  ck_assert_int_eq (p2pid_base64url_decode_fixed (
                        p2pid_bytes_from_text (published[_i].thumbprint),
                        expected.bytes, sizeof expected.bytes),
                    P2PID_OK);
  p2pid_jwk_thumbprint (&jwk, &got);
  ck_assert_mem_eq (got.bytes, expected.bytes, sizeof got.bytes);
}
END_TEST

/* RFC 7638 §3.2 has the required members in the order of their names; signer.c
 * writes an EC key in another order. */
START_TEST (thumbprints_of_ec_keys)
{
  static const p2pid_jwa algorithms[] = { P2PID_JWA_ES256, P2PID_JWA_ES384 };
  EVP_PKEY *key = signer_key (algorithms[_i]);
  char *text = signer_jwk (key), *sorted;
  json_t *object = json_loads (text, 0, NULL);
  p2pid_fingerprint expected, got = signer_thumbprint (key);

  sorted = json_dumps (object, JSON_SORT_KEYS | JSON_COMPACT);
  crypto_hash_sha256 (expected.bytes, (uint8_t *) sorted, strlen (sorted));
  ck_assert_mem_eq (got.bytes, expected.bytes, sizeof got.bytes);
  json_decref (object);
  free (sorted);
  free (text);
}
END_TEST

START_TEST (written_keys_come_back)
{
  p2pid_jwk jwk, again;
  p2pid_public_key key;
  json_t *object = NULL;

  ck_assert_int_eq (read_text ("{" OKP "}", &jwk), P2PID_OK);
  memcpy (key.bytes, jwk.x, sizeof key.bytes);
  ck_assert_int_eq (p2pid_jwk_write (&key, &object), P2PID_OK);
  ck_assert_int_eq (p2pid_jwk_read (object, &again), P2PID_OK);
  ck_assert_int_eq (again.kind, P2PID_JWK_ED25519);
  ck_assert_mem_eq (again.x, jwk.x, sizeof jwk.x);
  json_decref (object);
}
END_TEST

static const struct {
  const char *what, *jwk;
  p2pid_err err;
} rules[] = {
  { "Ed25519", "{" OKP "}", P2PID_OK },
  { "P-256", "{" EC "}", P2PID_OK },
  { "RSA", "{" RSA "}", P2PID_OK },
  { "a key id, and a certificate that nobody reads",
    "{" RSA ",'kid':'1','x5c':['AAAA']}", P2PID_OK },
  { "no object", "'RSA'", P2PID_ERR_FORMAT },
  { "no kty", "{'crv':'Ed25519'}", P2PID_ERR_FORMAT },
  { "a kty that is no text", "{'kty':1}", P2PID_ERR_FORMAT },
  { "a shared secret", "{'kty':'oct','k':'AAAA'}", P2PID_ERR_ALGORITHM },
  { "kty in other letters", "{'kty':'rsa','n':'" RSA_N "','e':'AQAB'}",
    P2PID_ERR_ALGORITHM },
  { "a private Ed25519 key", "{" OKP ",'d':'AAAA'}", P2PID_ERR_FORMAT },
  { "a private RSA key", "{" RSA ",'d':'AAAA'}", P2PID_ERR_FORMAT },

  { "P-521", "{'kty':'EC','crv':'P-521','x':'AAAA','y':'AAAA'}",
    P2PID_ERR_ALGORITHM },
  { "secp256k1", "{'kty':'EC','crv':'secp256k1','x':'AAAA','y':'AAAA'}",
    P2PID_ERR_ALGORITHM },
  { "no curve", "{'kty':'EC','x':'AAAA','y':'AAAA'}", P2PID_ERR_ALGORITHM },
  { "half a point",
    "{'kty':'EC','crv':'P-256',"
    "'x':'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU'}",
    P2PID_ERR_FORMAT },
  { "a P-256 point on P-384",
    "{'kty':'EC','crv':'P-384',"
    "'x':'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',"
    "'y':'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0'}",
    P2PID_ERR_FORMAT },

  { "no modulus", "{'kty':'RSA','e':'AQAB'}", P2PID_ERR_FORMAT },
  { "no exponent", "{'kty':'RSA','n':'" RSA_N "'}", P2PID_ERR_FORMAT },
  { "an empty exponent", "{'kty':'RSA','n':'" RSA_N "','e':''}",
    P2PID_ERR_FORMAT },
  { "padding", "{'kty':'RSA','n':'" RSA_N "==','e':'AQAB'}", P2PID_ERR_FORMAT },
  { "bits behind the modulus", "{'kty':'RSA','n':'" RSA_N "B','e':'AQAB'}",
    P2PID_ERR_FORMAT },
  { "a leading zero before the modulus",
    "{'kty':'RSA','n':'AAAA" RSA_N "','e':'AQAB'}", P2PID_ERR_FORMAT },
  { "a leading zero before the exponent",
    "{'kty':'RSA','n':'" RSA_N "','e':'AAEAAQ'}", P2PID_ERR_FORMAT },
  { "exponent 1", "{'kty':'RSA','n':'" RSA_N "','e':'AQ'}",
    P2PID_ERR_ALGORITHM },
  { "exponent 3", "{'kty':'RSA','n':'" RSA_N "','e':'Aw'}",
    P2PID_ERR_ALGORITHM },
  { "exponent 65535", "{'kty':'RSA','n':'" RSA_N "','e':'__8'}",
    P2PID_ERR_ALGORITHM },
  { "exponent 65536", "{'kty':'RSA','n':'" RSA_N "','e':'AQAA'}",
    P2PID_ERR_ALGORITHM },
  { "an exponent of 64 bits", "{'kty':'RSA','n':'" RSA_N "','e':'__________8'}",
    P2PID_OK },
  { "an exponent of 65 bits",
    "{'kty':'RSA','n':'" RSA_N "','e':'AQAAAAAAAAAB'}", P2PID_ERR_ALGORITHM },

  { "use sig", "{" EC ",'use':'sig'}", P2PID_OK },
  { "use enc", "{" EC ",'use':'enc'}", P2PID_ERR_ALGORITHM },
  { "a use that is no text", "{" EC ",'use':1}", P2PID_ERR_FORMAT },
  { "key_ops with verify", "{" EC ",'key_ops':['verify']}", P2PID_OK },
  { "key_ops with more", "{" EC ",'key_ops':['sign','verify']}", P2PID_OK },
  { "key_ops without verify", "{" EC ",'key_ops':['encrypt']}",
    P2PID_ERR_ALGORITHM },
  { "empty key_ops", "{" EC ",'key_ops':[]}", P2PID_ERR_ALGORITHM },
  { "key_ops that is no list", "{" EC ",'key_ops':'verify'}",
    P2PID_ERR_FORMAT },
  { "its own alg", "{" EC ",'alg':'ES256'}", P2PID_OK },
  { "alg of another kind", "{" EC ",'alg':'RS256'}", P2PID_ERR_ALGORITHM },
  { "alg of the other curve", "{" EC ",'alg':'ES384'}", P2PID_ERR_ALGORITHM },
  { "alg of a longer hash", "{" RSA ",'alg':'RS512'}", P2PID_ERR_ALGORITHM },
  { "alg of encryption", "{" RSA ",'alg':'RSA-OAEP'}", P2PID_ERR_ALGORITHM },
  { "an alg that is no text", "{" RSA ",'alg':['RS256']}", P2PID_ERR_FORMAT },
};

START_TEST (keys_are_read_strictly)
{
  p2pid_jwk jwk = { .kind = (p2pid_jwk_kind) 77 };
  p2pid_err err = read_text (rules[_i].jwk, &jwk);

  ck_assert_msg (err == rules[_i].err, "%s: %s", rules[_i].what,
                 p2pid_err_name (err));
  ck_assert ((err == P2PID_OK) == (jwk.kind != (p2pid_jwk_kind) 77));
}
END_TEST

/* A modulus of so many bits, odd or even. */
static p2pid_err
read_modulus (size_t bits, bool odd)
{
  size_t size = (bits + 7) / 8;
  uint8_t *bytes = calloc (1, size);
  char *n, *text = NULL;
  p2pid_jwk jwk;
  p2pid_err err;

  bytes[0] = (uint8_t) (1 << ((bits + 7) % 8));
  bytes[size - 1] |= odd;
  n = signer_base64url (bytes, size);
  ck_assert_int_gt (asprintf (&text, "{'kty':'RSA','n':'%s','e':'AQAB'}", n),
                    0);
  err = read_text (text, &jwk);
  free (text);
  free (n);
  free (bytes);
  return err;
}

START_TEST (a_modulus_has_2048_to_8192_bits)
{
  ck_assert_int_eq (read_modulus (1024, true), P2PID_ERR_ALGORITHM);
  ck_assert_int_eq (read_modulus (2047, true), P2PID_ERR_ALGORITHM);
  ck_assert_int_eq (read_modulus (2048, true), P2PID_OK);
  ck_assert_int_eq (read_modulus (2048, false), P2PID_ERR_ALGORITHM);
  ck_assert_int_eq (read_modulus (3072, true), P2PID_OK);
  ck_assert_int_eq (read_modulus (8192, true), P2PID_OK);
  ck_assert_int_eq (read_modulus (8193, true), P2PID_ERR_ALGORITHM);
  ck_assert_int_eq (read_modulus (16384, true), P2PID_ERR_ALGORITHM);
}
END_TEST

/* The two largest numbers still fit into the text that is hashed. */
START_TEST (the_largest_key_has_a_thumbprint)
{
  p2pid_jwk jwk = { .kind = P2PID_JWK_RSA,
                    .n_size = P2PID_RSA_MAX,
                    .e_size = P2PID_RSA_EXPONENT_MAX };
  p2pid_fingerprint expected, got;
  char *n, *e, *text = NULL;

  memset (jwk.n, 0xff, sizeof jwk.n);
  memset (jwk.e, 0xff, sizeof jwk.e);
  n = signer_base64url (jwk.n, sizeof jwk.n);
  e = signer_base64url (jwk.e, sizeof jwk.e);
  ck_assert_int_gt (
      asprintf (&text, "{\"e\":\"%s\",\"kty\":\"RSA\",\"n\":\"%s\"}", e, n), 0);
  crypto_hash_sha256 (expected.bytes, (uint8_t *) text, strlen (text));
  p2pid_jwk_thumbprint (&jwk, &got);
  ck_assert_mem_eq (got.bytes, expected.bytes, sizeof got.bytes);
  free (text);
  free (n);
  free (e);
}
END_TEST

START_TEST (a_key_says_what_it_may_be_verified_with)
{
  p2pid_jwk jwk;

  ck_assert_int_eq (read_text ("{" RSA "}", &jwk), P2PID_OK);
  ck_assert_uint_eq (jwk.algorithms, P2PID_JWAS (P2PID_JWA_RS256) |
                                         P2PID_JWAS (P2PID_JWA_PS256));
  ck_assert_int_eq (read_text ("{" RSA ",'alg':'PS256'}", &jwk), P2PID_OK);
  ck_assert_uint_eq (jwk.algorithms, P2PID_JWAS (P2PID_JWA_PS256));
  ck_assert_int_eq (read_text ("{" EC "}", &jwk), P2PID_OK);
  ck_assert_uint_eq (jwk.algorithms, P2PID_JWAS (P2PID_JWA_ES256));
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("jwk");
  TCase *tcase = tcase_create ("jwk");

  harness_seed (1);
  tcase_add_loop_test (tcase, thumbprints_are_the_published_ones, 0, 2);
  tcase_add_loop_test (tcase, thumbprints_of_ec_keys, 0, 2);
  tcase_add_test (tcase, written_keys_come_back);
  tcase_add_loop_test (tcase, keys_are_read_strictly, 0,
                       (int) (sizeof rules / sizeof *rules));
  tcase_add_test (tcase, a_modulus_has_2048_to_8192_bits);
  tcase_add_test (tcase, the_largest_key_has_a_thumbprint);
  tcase_add_test (tcase, a_key_says_what_it_may_be_verified_with);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
