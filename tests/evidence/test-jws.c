/* Signed JSON, by the examples of RFC 7515 and RFC 8037; and the base64url of
 * tokens, beside libsodium's. */

#include "harness.h"

#include "base/encoding.h"
#include "evidence/jws.h"
#include "evidence/token.h"

#include <sodium.h>

/* RFC 8037 §A.2 and §A.4. */
static const char ed25519_jwk[] =
    "{\"kty\":\"OKP\",\"crv\":\"Ed25519\","
    "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";
static const char ed25519_text[] =
    "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
static const char ed25519_signature[] =
    "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt"
    "9g7sVvpAr_MuM0KAg";

/* RFC 7515 §A.3. */
static const char p256_jwk[] =
    "{\"kty\":\"EC\",\"crv\":\"P-256\","
    "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
    "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}";
static const char p256_token[] =
    "eyJhbGciOiJFUzI1NiJ9"
    ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
    "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSA"
    "pmWQxfKTUJqPP3-Kg6NU1Q";

static p2pid_jwk
load_jwk (const char *text)
{
  json_t *object = json_loads (text, 0, NULL);
  p2pid_jwk jwk;

  ck_assert_int_eq (p2pid_jwk_read (object, &jwk), P2PID_OK);
  json_decref (object);
  return jwk;
}

/* Its payload is a sentence, so it is put together by hand. */
START_TEST (eddsa_of_rfc8037)
{
  p2pid_jwk jwk = load_jwk (ed25519_jwk);
  p2pid_jws jws = {
    .signed_text = p2pid_bytes_from_text (ed25519_text),
    .header = json_loads ("{\"alg\":\"EdDSA\"}", 0, NULL),
  };

  ck_assert_int_eq (
      p2pid_token_decode (p2pid_bytes_from_text (ed25519_signature),
                          &jws.signature),
      P2PID_OK);
  ck_assert_int_eq (p2pid_jws_verify (&jws, &jwk), P2PID_OK);
  jws.signed_text.size--;
  ck_assert_int_eq (p2pid_jws_verify (&jws, &jwk), P2PID_ERR_FORGED);
  p2pid_jws_clear (&jws);
}
END_TEST

START_TEST (es256_of_rfc7515)
{
  p2pid_jwk jwk = load_jwk (p256_jwk);
  p2pid_jws jws = { 0 };

  ck_assert_int_eq (p2pid_jws_read (p2pid_bytes_from_text (p256_token), &jws),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_jws_verify (&jws, &jwk), P2PID_OK);
  jwk.x[31] ^= 1;
  ck_assert_int_eq (p2pid_jws_verify (&jws, &jwk), P2PID_ERR_ALGORITHM);
  p2pid_jws_clear (&jws);
}
END_TEST

/* Every bit of r and s; and r or s zero, or past the order (RFC 7518 §3.4 has
 * them as plain numbers, which OpenSSL must refuse by itself). */
START_TEST (es256_refuses_other_signatures)
{
  p2pid_jwk jwk = load_jwk (p256_jwk);
  p2pid_jws jws = { 0 };

  ck_assert_int_eq (p2pid_jws_read (p2pid_bytes_from_text (p256_token), &jws),
                    P2PID_OK);
  ck_assert_uint_eq (jws.signature->size, 64);
  for (size_t i = 0; i < 512; i++) {
    jws.signature->data[i / 8] ^= (uint8_t) (1 << (i % 8));
    ck_assert_int_eq (p2pid_jws_verify (&jws, &jwk), P2PID_ERR_FORGED);
    jws.signature->data[i / 8] ^= (uint8_t) (1 << (i % 8));
  }
  for (int fill = 0; fill < 256; fill += 255)
    for (int half = 0; half < 3; half++) {
      uint8_t was[64];

      memcpy (was, jws.signature->data, sizeof was);
      memset (jws.signature->data + 32 * (half % 2), fill, half == 2 ? 64 : 32);
      ck_assert_int_eq (p2pid_jws_verify (&jws, &jwk), P2PID_ERR_FORGED);
      memcpy (jws.signature->data, was, sizeof was);
    }
  p2pid_jws_clear (&jws);
}
END_TEST

START_TEST (es256_has_one_size)
{
  p2pid_jwk jwk = load_jwk (p256_jwk);
  p2pid_jws jws = { 0 };

  ck_assert_int_eq (p2pid_jws_read (p2pid_bytes_from_text (p256_token), &jws),
                    P2PID_OK);
  for (jws.signature->size = 0; jws.signature->size < 64; jws.signature->size++)
    ck_assert_int_eq (p2pid_jws_verify (&jws, &jwk), P2PID_ERR_FORGED);
  p2pid_jws_clear (&jws);
}
END_TEST

START_TEST (the_point_must_be_on_the_curve)
{
  p2pid_jwk jwk = load_jwk (p256_jwk);
  p2pid_jws jws = { 0 };

  ck_assert_int_eq (p2pid_jws_read (p2pid_bytes_from_text (p256_token), &jws),
                    P2PID_OK);
  memset (jwk.x, 0, sizeof jwk.x);
  memset (jwk.y, 0, sizeof jwk.y);
  ck_assert_int_eq (p2pid_jws_verify (&jws, &jwk), P2PID_ERR_ALGORITHM);
  memset (jwk.x, 0xff, sizeof jwk.x);
  ck_assert_int_eq (p2pid_jws_verify (&jws, &jwk), P2PID_ERR_ALGORITHM);
  p2pid_jws_clear (&jws);
}
END_TEST

START_TEST (tokens_have_three_parts)
{
  static const char *const bad[] = {
    "",         ".",        "..",          "e30",        "e30.e30",
    ".e30.",    "e30..AA",  "e30.e30.AA.", "e30.e30.A",  "e30.e30.A=",
    "e30.W10.", "W10.e30.", "e3 0.e30.AA", "e30.e30.+A", "e30.e31.AA"
  };

  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    p2pid_jws jws = { 0 };

    ck_assert_msg (p2pid_jws_read (p2pid_bytes_from_text (bad[i]), &jws) ==
                       P2PID_ERR_FORMAT,
                   "%s", bad[i]);
    ck_assert_ptr_null (jws.header);
    ck_assert_ptr_null (jws.payload);
    ck_assert_ptr_null (jws.signature);
  }
}
END_TEST

/* Every length to 70, and every last character: both decoders agree on what
 * is base64url and on what it says. */
START_TEST (tokens_decode_as_libsodium_does)
{
  uint8_t plain[70];

  randombytes_buf (plain, sizeof plain);
  for (size_t size = 0; size <= sizeof plain; size++) {
    p2pid_buffer *text = NULL, *a = NULL;

    ck_assert_int_eq (
        p2pid_base64url_encode ((p2pid_bytes){ plain, size }, &text), P2PID_OK);
    ck_assert_int_eq (p2pid_token_decode (p2pid_buffer_bytes (text), &a),
                      P2PID_OK);
    ck_assert_uint_eq (a->size, size);
    ck_assert_mem_eq (a->data, plain, size);
    p2pid_buffer_free (a);

    for (unsigned c = 0; c < 256 && text->size > 0; c++) {
      p2pid_buffer *b = NULL;
      p2pid_err err;

      a = NULL;
      text->data[text->size - 1] = (uint8_t) c;
      err = p2pid_base64url_decode (p2pid_buffer_bytes (text), &b);
      ck_assert_int_eq (p2pid_token_decode (p2pid_buffer_bytes (text), &a),
                        err);
      if (err == P2PID_OK)
        ck_assert (
            p2pid_bytes_equal (p2pid_buffer_bytes (a), p2pid_buffer_bytes (b)));
      p2pid_buffer_free (a);
      p2pid_buffer_free (b);
    }
    p2pid_buffer_free (text);
  }
}
END_TEST

START_TEST (tokens_have_no_impossible_length)
{
  p2pid_buffer *bytes = NULL;

  for (size_t size = 1; size < 20; size += 4)
    ck_assert_int_eq (
        p2pid_token_decode (
            (p2pid_bytes){ (const uint8_t *) "AAAAAAAAAAAAAAAAAAAA", size },
            &bytes),
        P2PID_ERR_FORMAT);
  ck_assert_ptr_null (bytes);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("jws");
  TCase *tcase = tcase_create ("jws");

  harness_seed (1);
  tcase_add_test (tcase, eddsa_of_rfc8037);
  tcase_add_test (tcase, es256_of_rfc7515);
  tcase_add_test (tcase, es256_refuses_other_signatures);
  tcase_add_test (tcase, es256_has_one_size);
  tcase_add_test (tcase, the_point_must_be_on_the_curve);
  tcase_add_test (tcase, tokens_have_three_parts);
  tcase_add_test (tcase, tokens_decode_as_libsodium_does);
  tcase_add_test (tcase, tokens_have_no_impossible_length);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
