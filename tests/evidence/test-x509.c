/* Chains of certificates: each rule by name, with certificates made here. */

#include "evidence/authority.h"
#include "evidence/x509.h"
#include "harness.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#define NOW AUTHORITY_NOW
#define DAY AUTHORITY_DAY

enum { LEAF, MIDDLE, ROOT, COUNT };

static authority_plan plans[COUNT];

/* A good chain of three, for a test to spoil. */
static void
plan_chain (void)
{
  const authority_plan good[COUNT] = {
    [LEAF] = { .name = "Alva Ek",
               .key = authority_key (LEAF),
               .extensions = { { NID_key_usage, "critical,nonRepudiation" } } },
    [MIDDLE] = { .name = "Middle CA",
                 .key = authority_key (MIDDLE),
                 .extensions = AUTHORITY_CA },
    [ROOT] = { .name = "Root CA",
               .key = authority_key (ROOT),
               .extensions = AUTHORITY_CA },
  };

  memcpy (plans, good, sizeof plans);
}

/* As it is read, not as it was made: OpenSSL keeps what it was given. */
static X509 *
issue (const authority_plan *plan, X509 *issuer, EVP_PKEY *issuer_key)
{
  X509 *made = authority_issue (plan, issuer, issuer_key), *read = NULL;
  p2pid_buffer *der = authority_print (made);

  ck_assert_int_eq (p2pid_certificate_read (p2pid_buffer_bytes (der), &read),
                    P2PID_OK);
  X509_free (made);
  p2pid_buffer_free (der);
  return read;
}

static void
make (X509 *list[COUNT])
{
  list[ROOT] = issue (&plans[ROOT], NULL, NULL);
  list[MIDDLE] = issue (&plans[MIDDLE], list[ROOT], plans[ROOT].key);
  list[LEAF] = issue (&plans[LEAF], list[MIDDLE], plans[MIDDLE].key);
}

static p2pid_chain
chain_of (X509 *leaf, X509 *middle, X509 *root)
{
  return (p2pid_chain){ .count = 3, .list = { leaf, middle, root } };
}

/* The chain as it is planned, at a time. */
static p2pid_err
verify_at (int64_t at)
{
  p2pid_chain chain = { .count = COUNT };
  p2pid_err err;

  make (chain.list);
  err = p2pid_chain_verify (&chain, at);
  ck_assert_uint_eq (ERR_peek_error (), 0);
  p2pid_chain_clear (&chain);
  return err;
}

START_TEST (a_good_chain_is_good)
{
  ck_assert_int_eq (verify_at (NOW), P2PID_OK);
}
END_TEST

START_TEST (a_chain_of_two_is_good)
{
  X509 *list[COUNT];
  p2pid_chain chain;

  make (list);
  chain = (p2pid_chain){ .count = 2, .list = { list[MIDDLE], list[ROOT] } };
  ck_assert_int_eq (p2pid_chain_verify (&chain, NOW), P2PID_OK);
  X509_free (list[LEAF]);
  p2pid_chain_clear (&chain);
}
END_TEST

START_TEST (valid_from_its_first_second_until_its_last)
{
  ck_assert_int_eq (verify_at (NOW - DAY), P2PID_OK);
  ck_assert_int_eq (verify_at (NOW - DAY - 1), P2PID_ERR_NOT_YET_VALID);
  ck_assert_int_eq (verify_at (NOW + DAY - 1), P2PID_OK);
  ck_assert_int_eq (verify_at (NOW + DAY), P2PID_ERR_EXPIRED);
}
END_TEST

/* Looped over the certificates. */
START_TEST (each_certificate_must_be_valid)
{
  plans[_i].until = NOW - 1;
  ck_assert_int_eq (verify_at (NOW), P2PID_ERR_EXPIRED);
  plans[_i].from = NOW + 1;
  plans[_i].until = NOW + DAY;
  ck_assert_int_eq (verify_at (NOW), P2PID_ERR_NOT_YET_VALID);
}
END_TEST

/* Looped over those that sign. */
START_TEST (an_issuer_must_be_a_ca)
{
  plans[_i].extensions[0].value = "critical,CA:FALSE";
  ck_assert_int_eq (verify_at (NOW), P2PID_ERR_MISMATCH);
  plans[_i].extensions[0].value = NULL;
  ck_assert_int_eq (verify_at (NOW), P2PID_ERR_MISMATCH);
}
END_TEST

START_TEST (an_issuer_must_be_allowed_to_sign_certificates)
{
  plans[_i].extensions[1].value = "critical,digitalSignature,cRLSign";
  ck_assert_int_eq (verify_at (NOW), P2PID_ERR_MISMATCH);
}
END_TEST

START_TEST (a_path_must_not_be_longer_than_the_root_allows)
{
  plans[ROOT].extensions[0].value = "critical,CA:TRUE,pathlen:0";
  ck_assert_int_eq (verify_at (NOW), P2PID_ERR_MISMATCH);
  plans[ROOT].extensions[0].value = "critical,CA:TRUE,pathlen:1";
  ck_assert_int_eq (verify_at (NOW), P2PID_OK);
}
END_TEST

START_TEST (names_are_held_within_their_constraints)
{
  plans[MIDDLE].extensions[2] =
      (authority_extension){ NID_name_constraints,
                             "critical,permitted;email:.example.org" };
  plans[LEAF].extensions[1] =
      (authority_extension){ NID_subject_alt_name, "email:a@b.example.com" };
  ck_assert_int_eq (verify_at (NOW), P2PID_ERR_MISMATCH);
  plans[LEAF].extensions[1].value = "email:a@b.example.org";
  ck_assert_int_eq (verify_at (NOW), P2PID_OK);
}
END_TEST

START_TEST (what_is_critical_must_be_understood)
{
  static int kind;

  if (kind == NID_undef)
    kind = OBJ_create ("1.2.3.4.5.6", "unheard", "unheard of");
  plans[_i].extensions[4] = (authority_extension){ kind, "critical,DER:0500" };
  ck_assert_int_eq (verify_at (NOW), P2PID_ERR_MISMATCH);
  plans[_i].extensions[4].value = "DER:0500";
  ck_assert_int_eq (verify_at (NOW), P2PID_OK);
}
END_TEST

START_TEST (sha_1_and_sha_224_sign_nothing)
{
  plans[_i].hash = EVP_sha1 ();
  ck_assert_int_eq (verify_at (NOW), P2PID_ERR_ALGORITHM);
  plans[_i].hash = EVP_sha224 ();
  ck_assert_int_eq (verify_at (NOW), P2PID_ERR_ALGORITHM);
}
END_TEST

START_TEST (how_a_root_signed_itself_says_nothing)
{
  plans[ROOT].hash = EVP_sha1 ();
  ck_assert_int_eq (verify_at (NOW), P2PID_OK);
}
END_TEST

START_TEST (longer_hashes_are_good)
{
  plans[LEAF].hash = EVP_sha384 ();
  plans[MIDDLE].hash = EVP_sha512 ();
  ck_assert_int_eq (verify_at (NOW), P2PID_OK);
}
END_TEST

static p2pid_err
verify_with_key (size_t which, EVP_PKEY *key)
{
  p2pid_err err;

  ck_assert_ptr_nonnull (key);
  plans[which].key = key;
  err = verify_at (NOW);
  EVP_PKEY_free (key);
  return err;
}

/* Looped over the certificates. */
START_TEST (rsa_of_1024_bits_is_too_small)
{
  ck_assert_int_eq (verify_with_key ((size_t) _i, EVP_RSA_gen (1024)),
                    P2PID_ERR_ALGORITHM);
}
END_TEST

START_TEST (rsa_of_2048_bits_is_good)
{
  ck_assert_int_eq (verify_with_key (MIDDLE, EVP_RSA_gen (2048)), P2PID_OK);
}
END_TEST

START_TEST (curves_below_256_bits_are_too_small)
{
  ck_assert_int_eq (verify_with_key (MIDDLE, EVP_EC_gen ("P-224")),
                    P2PID_ERR_ALGORITHM);
  plan_chain ();
  ck_assert_int_eq (verify_with_key (MIDDLE, EVP_EC_gen ("P-384")), P2PID_OK);
}
END_TEST

START_TEST (a_curve_must_be_one_that_has_a_name)
{
  EVP_PKEY *key = EVP_EC_gen ("P-256");

  ck_assert_int_eq (
      EVP_PKEY_set_utf8_string_param (key, "encoding", "explicit"), 1);
  ck_assert_int_eq (verify_with_key (LEAF, key), P2PID_ERR_ALGORITHM);
}
END_TEST

START_TEST (keys_of_other_kinds_are_none)
{
  EVP_PKEY *key = EVP_PKEY_Q_keygen (NULL, NULL, "ED25519");

  ck_assert_int_eq (verify_with_key (LEAF, key), P2PID_ERR_ALGORITHM);
}
END_TEST

START_TEST (order_counts)
{
  X509 *list[COUNT];
  p2pid_chain chain;

  make (list);
  chain = chain_of (list[MIDDLE], list[LEAF], list[ROOT]);
  ck_assert_int_eq (p2pid_chain_verify (&chain, NOW), P2PID_ERR_INCOMPLETE);
  chain = chain_of (list[LEAF], list[ROOT], list[MIDDLE]);
  ck_assert_int_eq (p2pid_chain_verify (&chain, NOW), P2PID_ERR_INCOMPLETE);
  chain = chain_of (list[ROOT], list[MIDDLE], list[LEAF]);
  ck_assert_int_eq (p2pid_chain_verify (&chain, NOW), P2PID_ERR_INCOMPLETE);
  p2pid_chain_clear (&chain);
}
END_TEST

START_TEST (none_may_be_missing)
{
  X509 *list[COUNT];
  p2pid_chain chain;

  make (list);
  chain = (p2pid_chain){ .count = 2, .list = { list[LEAF], list[ROOT] } };
  ck_assert_int_eq (p2pid_chain_verify (&chain, NOW), P2PID_ERR_INCOMPLETE);
  chain = chain_of (list[LEAF], list[MIDDLE], list[ROOT]);
  p2pid_chain_clear (&chain);
}
END_TEST

/* An anchor may name an authority without its root: national ones do. */
START_TEST (trust_may_end_below_a_root)
{
  X509 *list[COUNT];
  p2pid_chain chain;

  make (list);
  chain = (p2pid_chain){ .count = 2, .list = { list[LEAF], list[MIDDLE] } };
  ck_assert_int_eq (p2pid_chain_verify (&chain, NOW), P2PID_OK);
  ck_assert_int_eq (p2pid_chain_verify (&chain, NOW - 2 * DAY),
                    P2PID_ERR_NOT_YET_VALID);
  chain = (p2pid_chain){ .count = 2, .list = { list[MIDDLE], list[LEAF] } };
  ck_assert_int_eq (p2pid_chain_verify (&chain, NOW), P2PID_ERR_INCOMPLETE);
  chain = (p2pid_chain){ .count = 2, .list = { list[ROOT], list[ROOT] } };
  ck_assert_int_ne (p2pid_chain_verify (&chain, NOW), P2PID_OK);
  chain = chain_of (list[LEAF], list[MIDDLE], list[ROOT]);
  p2pid_chain_clear (&chain);
}
END_TEST

START_TEST (none_may_be_there_twice)
{
  X509 *list[COUNT];
  p2pid_chain chain = { .count = 4 };

  make (list);
  chain.list[0] = list[LEAF];
  chain.list[1] = list[MIDDLE];
  chain.list[2] = chain.list[3] = list[ROOT];
  ck_assert_int_eq (p2pid_chain_verify (&chain, NOW), P2PID_ERR_MISMATCH);
  chain.count = 3;
  p2pid_chain_clear (&chain);
}
END_TEST

/* Another root of the same name, with a key of its own. */
START_TEST (a_root_is_more_than_its_name)
{
  X509 *list[COUNT];
  X509 *other;
  p2pid_chain chain;

  make (list);
  plans[ROOT].key = authority_key (5);
  other = authority_issue (&plans[ROOT], NULL, NULL);
  chain = chain_of (list[LEAF], list[MIDDLE], other);
  ck_assert_int_eq (p2pid_chain_verify (&chain, NOW), P2PID_ERR_FORGED);
  X509_free (list[ROOT]);
  p2pid_chain_clear (&chain);
}
END_TEST

START_TEST (a_root_of_another_name_leads_nowhere)
{
  X509 *list[COUNT];
  X509 *other;
  p2pid_chain chain;

  make (list);
  plans[ROOT].name = "Other CA";
  other = authority_issue (&plans[ROOT], NULL, NULL);
  chain = chain_of (list[LEAF], list[MIDDLE], other);
  ck_assert_int_eq (p2pid_chain_verify (&chain, NOW), P2PID_ERR_INCOMPLETE);
  X509_free (list[ROOT]);
  p2pid_chain_clear (&chain);
}
END_TEST

START_TEST (key_identifiers_must_fit)
{
  X509 *list[COUNT];
  X509 *other;
  p2pid_chain chain;

  plans[MIDDLE].extensions[2] =
      (authority_extension){ NID_subject_key_identifier, "hash" };
  plans[LEAF].extensions[1] =
      (authority_extension){ NID_authority_key_identifier, "keyid:always" };
  make (list);
  plans[MIDDLE].key = authority_key (5);
  other = authority_issue (&plans[MIDDLE], list[ROOT], plans[ROOT].key);
  chain = chain_of (list[LEAF], other, list[ROOT]);
  ck_assert_int_eq (p2pid_chain_verify (&chain, NOW), P2PID_ERR_INCOMPLETE);
  X509_free (list[MIDDLE]);
  p2pid_chain_clear (&chain);
}
END_TEST

/* The leaf's own bytes, one after the other: it is no certificate any more,
 * or not this one. */
START_TEST (every_byte_of_a_certificate_counts)
{
  X509 *list[COUNT];
  p2pid_buffer *der;
  p2pid_chain chain;

  make (list);
  der = authority_print (list[LEAF]);
  for (size_t i = 0; i < der->size; i++) {
    X509 *changed = NULL;

    der->data[i] ^= 1;
    if (p2pid_certificate_read (p2pid_buffer_bytes (der), &changed) ==
        P2PID_OK) {
      chain = chain_of (changed, list[MIDDLE], list[ROOT]);
      ck_assert_int_ne (p2pid_chain_verify (&chain, NOW), P2PID_OK);
    }
    ck_assert_uint_eq (ERR_peek_error (), 0);
    X509_free (changed);
    der->data[i] ^= 1;
  }
  p2pid_buffer_free (der);
  chain = chain_of (list[LEAF], list[MIDDLE], list[ROOT]);
  p2pid_chain_clear (&chain);
}
END_TEST

START_TEST (a_certificate_is_whole_and_alone)
{
  X509 *made = authority_issue (&plans[ROOT], NULL, NULL);
  X509 *read = NULL;
  p2pid_buffer *der = authority_print (made), *longer = NULL;

  for (size_t size = 0; size < der->size; size++)
    ck_assert_int_eq (
        p2pid_certificate_read ((p2pid_bytes){ der->data, size }, &read),
        P2PID_ERR_FORMAT);
  ck_assert_int_eq (p2pid_buffer_new (der->size + 1, &longer), P2PID_OK);
  memcpy (longer->data, der->data, der->size);
  ck_assert_int_eq (p2pid_certificate_read (p2pid_buffer_bytes (longer), &read),
                    P2PID_ERR_FORMAT);
  ck_assert_ptr_null (read);
  ck_assert_uint_eq (ERR_peek_error (), 0);

  ck_assert_int_eq (p2pid_certificate_read (p2pid_buffer_bytes (der), &read),
                    P2PID_OK);
  ck_assert_int_eq (X509_cmp (read, made), 0);
  X509_free (read);
  X509_free (made);
  p2pid_buffer_free (der);
  p2pid_buffer_free (longer);
}
END_TEST

/* BER's indefinite length: the same certificate, but for its fingerprint. */
START_TEST (a_certificate_has_one_form)
{
  X509 *made = authority_issue (&plans[ROOT], NULL, NULL);
  X509 *read = NULL;
  p2pid_buffer *der = authority_print (made), *ber = NULL;

  ck_assert_uint_eq (der->data[1], 0x82);
  ck_assert_int_eq (p2pid_buffer_new (der->size, &ber), P2PID_OK);
  ber->data[0] = der->data[0];
  ber->data[1] = 0x80;
  memcpy (ber->data + 2, der->data + 4, der->size - 4); /* two zeros follow */
  ck_assert_int_eq (p2pid_certificate_read (p2pid_buffer_bytes (ber), &read),
                    P2PID_ERR_FORMAT);
  X509_free (made);
  p2pid_buffer_free (der);
  p2pid_buffer_free (ber);
}
END_TEST

/* What an extension says is looked up by OpenSSL, which passes over what it
 * cannot read. */
START_TEST (an_extension_must_be_readable)
{
  static const int kinds[] = { NID_key_usage, NID_basic_constraints,
                               NID_ext_key_usage, NID_name_constraints };
  X509 *made, *read = NULL;
  p2pid_buffer *der;

  plans[LEAF].extensions[0] = (authority_extension){ kinds[_i], "DER:0500" };
  made = authority_issue (&plans[LEAF], NULL, NULL);
  der = authority_print (made);
  ck_assert_int_eq (p2pid_certificate_read (p2pid_buffer_bytes (der), &read),
                    P2PID_ERR_FORMAT);
  X509_free (made);
  p2pid_buffer_free (der);
}
END_TEST

START_TEST (a_huge_certificate_is_refused)
{
  static uint8_t huge[P2PID_CERTIFICATE_MAX + 1] = { 0x30, 0x82, 0x20, 0x00 };
  X509 *read = NULL;
  p2pid_buffer *der = NULL;

  ck_assert_int_eq (p2pid_certificate_read (P2PID_BYTES (huge), &read),
                    P2PID_ERR_SIZE);
  ck_assert_int_eq (
      p2pid_certificate_read ((p2pid_bytes){ huge, sizeof huge - 1 }, &read),
      P2PID_ERR_FORMAT);
  ck_assert_int_eq (p2pid_certificate_from_file (P2PID_BYTES (huge), &der),
                    P2PID_ERR_SIZE);
}
END_TEST

START_TEST (chains_have_two_to_six)
{
  X509 *root = authority_issue (&plans[ROOT], NULL, NULL);
  p2pid_buffer *der = authority_print (root);
  p2pid_bytes list[P2PID_CHAIN_MAX + 1];
  p2pid_chain chain = { .count = 0 };

  for (size_t i = 0; i <= P2PID_CHAIN_MAX; i++)
    list[i] = p2pid_buffer_bytes (der);
  ck_assert_int_eq (p2pid_chain_read (list, 1, &chain), P2PID_ERR_INCOMPLETE);
  ck_assert_int_eq (p2pid_chain_read (list, P2PID_CHAIN_MAX + 1, &chain),
                    P2PID_ERR_SIZE);
  ck_assert_int_eq (p2pid_chain_read (list, P2PID_CHAIN_MAX, &chain), P2PID_OK);
  ck_assert_uint_eq (chain.count, P2PID_CHAIN_MAX);
  p2pid_chain_clear (&chain);

  list[3].size--; /* those before it are freed */
  ck_assert_int_eq (p2pid_chain_read (list, P2PID_CHAIN_MAX, &chain),
                    P2PID_ERR_FORMAT);
  ck_assert_uint_eq (chain.count, 0);
  X509_free (root);
  p2pid_buffer_free (der);
}
END_TEST

START_TEST (an_anchor_is_found_by_the_root)
{
  p2pid_chain chain = { .count = COUNT };
  p2pid_anchors *anchors = NULL;
  p2pid_anchor anchor = { .method = P2PID_METHOD_CARD, .name = "Root" };
  const p2pid_anchor *found = NULL;

  make (chain.list);
  p2pid_certificate_fingerprint (chain.list[ROOT], &anchor.fingerprint);
  ck_assert_int_eq (p2pid_anchors_new (&anchors), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  ck_assert_int_eq (
      p2pid_chain_find_anchor (&chain, anchors, P2PID_METHOD_CARD, &found),
      P2PID_OK);
  ck_assert_str_eq (found->name, "Root");
  ck_assert_int_eq (
      p2pid_chain_find_anchor (&chain, anchors, P2PID_METHOD_BANKID, &found),
      P2PID_ERR_UNTRUSTED);
  chain.count = 2; /* what stands below the root is no root */
  ck_assert_int_eq (
      p2pid_chain_find_anchor (&chain, anchors, P2PID_METHOD_CARD, &found),
      P2PID_ERR_UNTRUSTED);
  chain.count = COUNT;
  p2pid_chain_clear (&chain);
  p2pid_anchors_free (anchors);
}
END_TEST

/* As a PEM file with text around it; for p2pid_buffer_free(). */
static p2pid_buffer *
print_pem (X509 *certificate, int times, const char *tail)
{
  BIO *out = BIO_new (BIO_s_mem ());
  p2pid_buffer *copy = NULL;
  char *data;
  long size;

  BIO_puts (out, "Root CA of the test\n");
  for (int i = 0; i < times; i++)
    ck_assert_int_eq (PEM_write_bio_X509 (out, certificate), 1);
  BIO_puts (out, tail);
  size = BIO_get_mem_data (out, &data);
  ck_assert_int_eq (
      p2pid_buffer_copy ((p2pid_bytes){ (uint8_t *) data, (size_t) size },
                         &copy),
      P2PID_OK);
  BIO_free (out);
  return copy;
}

static p2pid_err
read_file (p2pid_buffer *file, p2pid_buffer **out)
{
  p2pid_err err = p2pid_certificate_from_file (p2pid_buffer_bytes (file), out);

  ck_assert_uint_eq (ERR_peek_error (), 0);
  p2pid_buffer_free (file);
  return err;
}

START_TEST (files_are_der_or_one_pem_block)
{
  X509 *root = authority_issue (&plans[ROOT], NULL, NULL);
  p2pid_buffer *der = authority_print (root), *read = NULL;

  ck_assert_int_eq (read_file (authority_print (root), &read), P2PID_OK);
  ck_assert (
      p2pid_bytes_equal (p2pid_buffer_bytes (read), p2pid_buffer_bytes (der)));
  p2pid_buffer_free (read);
  ck_assert_int_eq (read_file (print_pem (root, 1, "\n"), &read), P2PID_OK);
  ck_assert (
      p2pid_bytes_equal (p2pid_buffer_bytes (read), p2pid_buffer_bytes (der)));
  p2pid_buffer_free (read);
  p2pid_buffer_free (der);
  X509_free (root);
}
END_TEST

START_TEST (other_files_are_none)
{
  X509 *root = authority_issue (&plans[ROOT], NULL, NULL);
  p2pid_buffer *read = NULL, *file = NULL;
  static const char key[] = "-----BEGIN PRIVATE KEY-----\nMAA=\n"
                            "-----END PRIVATE KEY-----\n";

  ck_assert_int_eq (read_file (print_pem (root, 2, ""), &read),
                    P2PID_ERR_FORMAT);
  ck_assert_int_eq (read_file (print_pem (root, 0, ""), &read),
                    P2PID_ERR_FORMAT);
  ck_assert_int_eq (read_file (print_pem (root, 0, key), &read),
                    P2PID_ERR_FORMAT);
  file = print_pem (root, 1, "");
  for (char *name; (name = strstr ((char *) file->data, "CERT")) != NULL;)
    *name = 'X';
  ck_assert_int_eq (read_file (file, &read), P2PID_ERR_FORMAT);
  ck_assert_int_eq (p2pid_buffer_new (0, &file), P2PID_OK);
  ck_assert_int_eq (read_file (file, &read), P2PID_ERR_FORMAT);
  ck_assert_int_eq (p2pid_buffer_new (4 * P2PID_CERTIFICATE_MAX + 1, &file),
                    P2PID_OK);
  ck_assert_int_eq (read_file (file, &read), P2PID_ERR_SIZE);
  ck_assert_ptr_null (read);
  X509_free (root);
}
END_TEST

START_TEST (times_are_told_to_the_second)
{
  X509 *root = authority_issue (&plans[ROOT], NULL, NULL);

  ck_assert_int_eq (p2pid_certificate_not_before (root), NOW - DAY);
  ck_assert_int_eq (p2pid_certificate_not_after (root), NOW + DAY);
  X509_free (root);
}
END_TEST

static void
add_name (X509_NAME *name, const char *kind, int form, const char *value)
{
  ck_assert_int_eq (X509_NAME_add_entry_by_txt (
                        name, kind, form, (const uint8_t *) value, -1, -1, 0),
                    1);
}

START_TEST (names_are_read_once)
{
  X509 *certificate = X509_new ();
  X509_NAME *name = X509_get_subject_name (certificate);
  char *text = NULL;

  add_name (name, "SN", MBSTRING_UTF8, "Ek");
  add_name (name, "GN", V_ASN1_T61STRING, "Ren\xe9");
  add_name (name, "serialNumber", MBSTRING_ASC, "1");
  add_name (name, "serialNumber", MBSTRING_ASC, "2");
  ck_assert_int_eq (
      X509_NAME_add_entry_by_txt (name, "title", V_ASN1_UTF8STRING,
                                  (const uint8_t *) "a\0b", 3, -1, 0),
      1);

  ck_assert_int_eq (p2pid_certificate_subject (certificate, NID_surname, &text),
                    P2PID_OK);
  ck_assert_str_eq (text, "Ek");
  free (text);
  ck_assert_int_eq (
      p2pid_certificate_subject (certificate, NID_givenName, &text), P2PID_OK);
  ck_assert_str_eq (text, "René");
  free (text);
  ck_assert_int_eq (
      p2pid_certificate_subject (certificate, NID_serialNumber, &text),
      P2PID_ERR_FORMAT);
  ck_assert_int_eq (p2pid_certificate_subject (certificate, NID_title, &text),
                    P2PID_ERR_FORMAT);
  ck_assert_int_eq (
      p2pid_certificate_subject (certificate, NID_pseudonym, &text), P2PID_OK);
  ck_assert_ptr_null (text);
  ck_assert_uint_eq (ERR_peek_error (), 0);
  X509_free (certificate);
}
END_TEST

static TCase *
chain_rules (void)
{
  TCase *tcase = tcase_create ("chains");

  tcase_add_checked_fixture (tcase, plan_chain, NULL);
  tcase_add_test (tcase, a_good_chain_is_good);
  tcase_add_test (tcase, a_chain_of_two_is_good);
  tcase_add_test (tcase, valid_from_its_first_second_until_its_last);
  tcase_add_loop_test (tcase, each_certificate_must_be_valid, LEAF, COUNT);
  tcase_add_loop_test (tcase, an_issuer_must_be_a_ca, MIDDLE, COUNT);
  tcase_add_loop_test (tcase, an_issuer_must_be_allowed_to_sign_certificates,
                       MIDDLE, COUNT);
  tcase_add_test (tcase, a_path_must_not_be_longer_than_the_root_allows);
  tcase_add_test (tcase, names_are_held_within_their_constraints);
  tcase_add_loop_test (tcase, what_is_critical_must_be_understood, LEAF, COUNT);
  tcase_add_loop_test (tcase, sha_1_and_sha_224_sign_nothing, LEAF, ROOT);
  tcase_add_test (tcase, how_a_root_signed_itself_says_nothing);
  tcase_add_test (tcase, longer_hashes_are_good);
  tcase_add_loop_test (tcase, rsa_of_1024_bits_is_too_small, LEAF, COUNT);
  tcase_add_test (tcase, rsa_of_2048_bits_is_good);
  tcase_add_test (tcase, curves_below_256_bits_are_too_small);
  tcase_add_test (tcase, a_curve_must_be_one_that_has_a_name);
  tcase_add_test (tcase, keys_of_other_kinds_are_none);
  tcase_add_test (tcase, order_counts);
  tcase_add_test (tcase, none_may_be_missing);
  tcase_add_test (tcase, trust_may_end_below_a_root);
  tcase_add_test (tcase, none_may_be_there_twice);
  tcase_add_test (tcase, a_root_is_more_than_its_name);
  tcase_add_test (tcase, a_root_of_another_name_leads_nowhere);
  tcase_add_test (tcase, key_identifiers_must_fit);
  tcase_add_test (tcase, every_byte_of_a_certificate_counts);
  return tcase;
}

static TCase *
reading_rules (void)
{
  TCase *tcase = tcase_create ("reading");

  tcase_add_checked_fixture (tcase, plan_chain, NULL);
  tcase_add_test (tcase, a_certificate_is_whole_and_alone);
  tcase_add_test (tcase, a_certificate_has_one_form);
  tcase_add_loop_test (tcase, an_extension_must_be_readable, 0, 4);
  tcase_add_test (tcase, a_huge_certificate_is_refused);
  tcase_add_test (tcase, chains_have_two_to_six);
  tcase_add_test (tcase, an_anchor_is_found_by_the_root);
  tcase_add_test (tcase, files_are_der_or_one_pem_block);
  tcase_add_test (tcase, other_files_are_none);
  tcase_add_test (tcase, times_are_told_to_the_second);
  tcase_add_test (tcase, names_are_read_once);
  return tcase;
}

int
main (void)
{
  Suite *suite = suite_create ("x509");
  int result;

  suite_add_tcase (suite, chain_rules ());
  suite_add_tcase (suite, reading_rules ());
  result = harness_run (suite);
  authority_end ();
  return result;
}
