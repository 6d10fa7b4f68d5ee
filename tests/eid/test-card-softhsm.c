/* eid/card: with SoftHSM's cards, which nobody here wrote. */

#include "eid/holder.h"
#include "fakes/token.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

#define SIGNING "critical,nonRepudiation"
#define LOGGING_IN "critical,digitalSignature"

static EVP_PKEY *keys[3]; /* P-256, P-384, RSA */
static char *roots;

static void
begin (void)
{
  holder_begin ();
  roots = holder_pem (holder_ca, holder_root, NULL);
  record.pin = TOKEN_PIN;
}

static void
end (void)
{
  free (roots);
  holder_end ();
  token_end ();
}

static void
add (EVP_PKEY *key, const char *name, const char *usage, uint8_t id)
{
  X509 *certificate = holder_certificate (key, name, usage, NULL);

  token_add_key (key, id);
  token_add_certificate (certificate, id);
  X509_free (certificate);
}

static void
make_keys (void)
{
  keys[0] = EVP_EC_gen ("P-256");
  keys[1] = EVP_EC_gen ("P-384");
  keys[2] = EVP_RSA_gen (2048);
}

static void
free_keys (void)
{
  for (int i = 0; i < 3; i++)
    EVP_PKEY_free (keys[i]);
}

static p2pid_err
enrol (const char *module)
{
  return holder_enrol (module, roots, NULL);
}

START_TEST (each_kind_of_key_signs)
{
  token_begin ("");
  token_make ("Card");
  add (keys[_i], "Anna Lindqvist", SIGNING, 1);
  ck_assert_str_eq (p2pid_err_name (enrol (token_module ())), "ok");
  ck_assert_str_eq (record.name, "Anna Lindqvist");
  ck_assert_str_eq (record.label, "Card");
  ck_assert_int_eq (record.questions, 0);
}
END_TEST

START_TEST (a_card_that_knows_pss_alone_signs)
{
  token_begin ("slots.mechanisms = -CKM_RSA_PKCS");
  token_make ("Card");
  add (keys[2], "Anna Lindqvist", SIGNING, 1);
  ck_assert_str_eq (p2pid_err_name (enrol (token_module ())), "ok");
}
END_TEST

START_TEST (p11_kit_finds_the_module)
{
  token_begin ("");
  token_make ("Card");
  add (keys[0], "Anna Lindqvist", SIGNING, 1);
  ck_assert_str_eq (p2pid_err_name (enrol (NULL)), "ok");
  ck_assert_str_eq (record.label, "Card");
}
END_TEST

START_TEST (the_issuers_certificates_may_be_on_the_card)
{
  token_begin ("");
  token_make ("Card");
  add (keys[0], "Anna Lindqvist", SIGNING, 1);
  token_add_certificate (holder_root, 9);
  token_add_certificate (holder_ca, 8);
  ck_assert_int_eq (holder_enrol (token_module (), NULL, NULL), P2PID_OK);
}
END_TEST

START_TEST (two_cards_are_asked_about)
{
  token_begin ("");
  token_make ("First");
  add (keys[0], "Anna Lindqvist", SIGNING, 1);
  token_make ("Second");
  add (keys[1], "Bo Ek", SIGNING, 1);
  for (record.choice = 0; record.choice < 2; record.choice++) {
    record.done = 0;
    ck_assert_str_eq (p2pid_err_name (enrol (token_module ())), "ok");
    ck_assert_uint_eq (record.count, 2);
    ck_assert_str_eq (record.label, record.labels[record.choice]);
    ck_assert_str_eq (record.holder, record.holders[record.choice]);
    ck_assert_str_eq (record.name, record.holder);
  }
  ck_assert_str_ne (record.labels[0], record.labels[1]);
}
END_TEST

START_TEST (of_two_certificates_the_one_for_signing_is_taken)
{
  token_begin ("");
  token_make ("Card");
  add (keys[0], "Anna logs in", LOGGING_IN, 1);
  add (keys[1], "Anna signs", SIGNING, 2);
  ck_assert_str_eq (p2pid_err_name (enrol (token_module ())), "ok");
  ck_assert_int_eq (record.questions, 0);
  ck_assert_str_eq (record.holder, "Anna signs");
}
END_TEST

START_TEST (an_empty_card_has_no_certificate)
{
  token_begin ("");
  ck_assert_int_eq (enrol (token_module ()), P2PID_ERR_NOT_FOUND);
  ck_assert_str_eq (record.hint, "no-card");
  token_make ("Card");
  record.failed = 0;
  ck_assert_int_eq (enrol (token_module ()), P2PID_ERR_NOT_FOUND);
  ck_assert_str_eq (record.hint, "no-certificate");
}
END_TEST

START_TEST (a_key_under_another_id_is_not_taken)
{
  X509 *certificate =
      holder_certificate (keys[0], "Anna Lindqvist", SIGNING, NULL);

  token_begin ("");
  token_make ("Card");
  token_add_key (keys[0], 2);
  token_add_certificate (certificate, 1);
  ck_assert_int_eq (enrol (token_module ()), P2PID_ERR_NOT_FOUND);
  ck_assert_str_eq (record.hint, "no-key");
  X509_free (certificate);
}
END_TEST

/* The key that signs is not the one in the certificate: what comes out does
 * not verify, and is not handed over. */
START_TEST (another_key_under_its_id_is_found_out)
{
  X509 *certificate =
      holder_certificate (authority_key (OTHER), "Anna Ek", SIGNING, NULL);

  token_begin ("");
  token_make ("Card");
  token_add_key (keys[0], 1);
  token_add_certificate (certificate, 1);
  ck_assert_int_eq (enrol (token_module ()), P2PID_ERR_FORGED);
  X509_free (certificate);
}
END_TEST

START_TEST (a_wrong_pin_is_said_and_the_next_one_warned_of)
{
  token_begin ("");
  token_make ("Card");
  add (keys[0], "Anna Lindqvist", SIGNING, 1);
  record.pin = "654321";
  ck_assert_int_eq (enrol (token_module ()), P2PID_ERR_KEY);
  ck_assert_str_eq (record.hint, "pin-wrong");
  record.pin = TOKEN_PIN;
  record.failed = 0;
  ck_assert_str_eq (p2pid_err_name (enrol (token_module ())), "ok");
  ck_assert_str_eq (record.pin_hint, "pin-low");
}
END_TEST

int
main (void)
{
  Suite *suite;
  TCase *tcase;
  int failed;

  if (token_module () == NULL) {
    printf ("skipped: SoftHSM is not here\n");
    return HARNESS_SKIP;
  }
  suite = suite_create ("eid-card-softhsm");
  tcase = tcase_create ("eid-card-softhsm");
  tcase_set_timeout (tcase, 60);
  tcase_add_unchecked_fixture (tcase, make_keys, free_keys);
  tcase_add_checked_fixture (tcase, begin, end);
  tcase_add_loop_test (tcase, each_kind_of_key_signs, 0, 3);
  tcase_add_test (tcase, a_card_that_knows_pss_alone_signs);
  tcase_add_test (tcase, p11_kit_finds_the_module);
  tcase_add_test (tcase, the_issuers_certificates_may_be_on_the_card);
  tcase_add_test (tcase, two_cards_are_asked_about);
  tcase_add_test (tcase, of_two_certificates_the_one_for_signing_is_taken);
  tcase_add_test (tcase, an_empty_card_has_no_certificate);
  tcase_add_test (tcase, a_key_under_another_id_is_not_taken);
  tcase_add_test (tcase, another_key_under_its_id_is_found_out);
  tcase_add_test (tcase, a_wrong_pin_is_said_and_the_next_one_warned_of);
  suite_add_tcase (suite, tcase);
  failed = harness_run (suite);
  authority_end ();
  return failed;
}
