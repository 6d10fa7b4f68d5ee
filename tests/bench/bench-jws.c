/*
 * Signed JSON of 600 bytes by every algorithm, beside its floor: the signature
 * alone over the same bytes, by a key that is loaded already. Three ways to
 * the verdict: by such a key; by a key of JSON, which has to be loaded; and
 * from the text, with all its JSON read. Then the whole check of an ID token
 * and of an EU PID with its KB-JWT, from the text that a peer sends to the
 * identity.
 */

#include "bench.h"

#include "evidence/id-token.h"
#include "evidence/wallet.h"

#include "evidence/jws.h"

#include <openssl/ecdsa.h>
#include <openssl/rsa.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

/* What is measured now. */
static char *token;
static p2pid_jwk jwk;
static EVP_PKEY *loaded;
static p2pid_jws parsed;
static p2pid_buffer *native; /* the signature as OpenSSL wants it */
static p2pid_jwa algorithm;

static char *evidence, *statement;
static p2pid_anchors *anchors;
static size_t signatures; /* of that evidence, over so much text */

static void
must (bool held)
{
  if (!held)
    abort ();
}

static void
verify_with_loaded_key (void)
{
  must (p2pid_jws_verify_pkey (&parsed, loaded) == P2PID_OK);
}

static void
verify_with_json_key (void)
{
  must (p2pid_jws_verify (&parsed, &jwk) == P2PID_OK);
}

static void
verify_from_text (void)
{
  p2pid_jws jws = { 0 };

  must (p2pid_jws_read (p2pid_bytes_from_text (token), &jws) == P2PID_OK);
  must (p2pid_jws_verify (&jws, &jwk) == P2PID_OK);
  p2pid_jws_clear (&jws);
}

/* Ed25519 by libsodium, the rest by OpenSSL. */
static void
signature_alone (void)
{
  EVP_MD_CTX *context;
  EVP_PKEY_CTX *inner = NULL;

  if (algorithm == P2PID_JWA_EDDSA) {
    must (crypto_sign_verify_detached (parsed.signature->data,
                                       parsed.signed_text.data,
                                       parsed.signed_text.size, jwk.x) == 0);
    return;
  }
  context = EVP_MD_CTX_new ();
  must (EVP_DigestVerifyInit (context, &inner,
                              algorithm == P2PID_JWA_ES384 ? EVP_sha384 ()
                                                           : EVP_sha256 (),
                              NULL, loaded) == 1);
  if (algorithm == P2PID_JWA_PS256) {
    EVP_PKEY_CTX_set_rsa_padding (inner, RSA_PKCS1_PSS_PADDING);
    EVP_PKEY_CTX_set_rsa_pss_saltlen (inner, 32);
  }
  must (EVP_DigestVerify (context, native->data, native->size,
                          parsed.signed_text.data,
                          parsed.signed_text.size) == 1);
  EVP_MD_CTX_free (context);
}

/* r and s as DER; any other as it is. */
static p2pid_buffer *
make_native (const p2pid_buffer *signature)
{
  p2pid_bytes bytes = p2pid_buffer_bytes (signature);
  p2pid_buffer *out = NULL;
  uint8_t *der = NULL;

  if (EVP_PKEY_is_a (loaded, "EC")) {
    int half = (int) signature->size / 2;
    ECDSA_SIG *pair = ECDSA_SIG_new ();

    must (ECDSA_SIG_set0 (pair, BN_bin2bn (signature->data, half, NULL),
                          BN_bin2bn (signature->data + half, half, NULL)) == 1);
    bytes.size = (size_t) i2d_ECDSA_SIG (pair, &der);
    bytes.data = der;
    ECDSA_SIG_free (pair);
  }
  must (p2pid_buffer_copy (bytes, &out) == P2PID_OK);
  OPENSSL_free (der);
  return out;
}

static void
load (p2pid_jwa which)
{
  char header[40], payload[640], *text;
  json_t *object;

  algorithm = which;
  loaded = signer_key (which);
  snprintf (header, sizeof header, "{'alg':'%s'}", signer_name (which));
  memset (payload, 'x', sizeof payload);
  memcpy (payload, "{'a':'", 6);
  strcpy (payload + 598, "'}");
  token = signer_jws (loaded, which, header, payload);
  text = signer_jwk (loaded);
  object = json_loads (text, 0, NULL);
  must (p2pid_jwk_read (object, &jwk) == P2PID_OK);
  must (p2pid_jws_read (p2pid_bytes_from_text (token), &parsed) == P2PID_OK);
  native = make_native (parsed.signature);
  json_decref (object);
  free (text);
}

static void
unload (void)
{
  p2pid_jws_clear (&parsed);
  p2pid_buffer_free (native);
  free (token);
}

static void
compare_algorithms (void)
{
  static const struct {
    const char *way;
    bench_fn fn;
  } ways[] = {
    { "a loaded key", verify_with_loaded_key },
    { "a key of JSON", verify_with_json_key },
    { "from text", verify_from_text },
  };

  for (int i = 0; i < P2PID_JWA_COUNT_; i++) {
    load ((p2pid_jwa) i);
    for (size_t j = 0; j < sizeof ways / sizeof *ways; j++) {
      char name[60];

      snprintf (name, sizeof name, "%s, %s", signer_name ((p2pid_jwa) i),
                ways[j].way);
      bench_compare (name, ways[j].fn, "the signature alone", signature_alone);
    }
    unload ();
  }
}

static void
check (const char *method)
{
  p2pid_binding *binding = NULL;
  p2pid_identity *identity = NULL;

  must (p2pid_binding_new (method, statement, evidence, NULL, &binding) ==
        P2PID_OK);
  must (p2pid_binding_verify (binding, anchors, NOW + 60, &identity) ==
        P2PID_OK);
  p2pid_identity_free (identity);
  p2pid_binding_free (binding);
}

static void
check_id_token (void)
{
  check ("oidc");
}

static void
check_pid (void)
{
  check ("sd-jwt");
}

static void
signatures_alone (void)
{
  for (size_t i = 0; i < signatures; i++)
    signature_alone ();
}

static void
compare_evidence (const char *name, bench_fn fn, p2pid_jwa which, size_t count)
{
  p2pid_buffer *text = id_token_statement (&id_token_said);

  statement = (char *) text->data;
  signatures = count;
  load (which);
  bench_compare (name, fn, "its signatures alone", signatures_alone);
  unload ();
  p2pid_buffer_free (text);
  p2pid_anchors_free (anchors);
  free (evidence);
}

/* What signs and makes is the tests', which speak to Check. */
START_TEST (compare)
{
  compare_algorithms ();
  id_token_start ();
  evidence = id_token_good (P2PID_JWA_RS256, ID_WHOLE);
  anchors = id_token_anchors (signer_key (P2PID_JWA_RS256));
  compare_evidence ("ID token, RS256", check_id_token, P2PID_JWA_RS256, 1);
  evidence = wallet_make (&wallet_ordinary);
  anchors = wallet_anchors (signer_key (P2PID_JWA_ES256));
  compare_evidence ("EU PID with KB-JWT, ES256 twice", check_pid,
                    P2PID_JWA_ES256, 2);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("jws");
  TCase *tcase = tcase_create ("jws");

  if (sodium_init () < 0)
    return EXIT_FAILURE;
  tcase_set_timeout (tcase, 0);
  tcase_add_test (tcase, compare);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
