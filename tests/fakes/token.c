/* Tokens of SoftHSM. */

#include "fakes/token.h"

#include "eid/pkcs11.h"

#include <check.h>
#include <ftw.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char *const places[] = {
  "/usr/lib/softhsm/libsofthsm2.so",
  "/usr/lib64/softhsm/libsofthsm2.so",
  "/usr/lib64/pkcs11/libsofthsm2.so",
};

static char folder[64];
static char label[33]; /* of the last token, with its blanks */

const char *
token_module (void)
{
  for (size_t i = 0; i < sizeof places / sizeof *places; i++)
    if (access (places[i], R_OK) == 0)
      return places[i];
  return NULL;
}

void
token_begin (const char *options)
{
  char path[128];
  FILE *file;

  snprintf (folder, sizeof folder, "/tmp/p2pid-token-XXXXXX");
  ck_assert_ptr_nonnull (mkdtemp (folder));
  snprintf (path, sizeof path, "%s/softhsm2.conf", folder);
  file = fopen (path, "w");
  ck_assert_ptr_nonnull (file);
  fprintf (file, "directories.tokendir = %s\nlog.level = ERROR\n%s\n", folder,
           options);
  fclose (file);
  ck_assert_int_eq (setenv ("SOFTHSM2_CONF", path, 1), 0);
}

static int
remove_cb (const char *path, const struct stat *stat, int kind, struct FTW *ftw)
{
  return remove (path);
}

void
token_end (void)
{
  nftw (folder, remove_cb, 8, FTW_DEPTH | FTW_PHYS);
}

static void
expect (ck_rv_t answer)
{
  ck_assert_uint_eq (answer, CKR_OK);
}

/* The slot of the last token; the one without a token for "". */
static ck_slot_id_t
find_slot (const p2pid_pkcs11 *module, const char *wanted)
{
  ck_slot_id_t slots[16];
  unsigned long count = 16;
  struct ck_token_info info;

  expect (module->functions->C_GetSlotList (true, slots, &count));
  for (size_t i = 0; i < count; i++) {
    expect (module->functions->C_GetTokenInfo (slots[i], &info));
    if (*wanted == '\0' ? (info.flags & CKF_TOKEN_INITIALIZED) == 0
                        : memcmp (info.label, wanted, 32) == 0)
      return slots[i];
  }
  ck_abort_msg ("no such token");
}

void
token_make (const char *name)
{
  p2pid_pkcs11 module;
  ck_slot_id_t slot;
  ck_session_handle_t session;
  unsigned char officer[] = "87654321", pin[] = TOKEN_PIN;

  snprintf (label, sizeof label, "%-32s", name);
  ck_assert_int_eq (p2pid_pkcs11_load (token_module (), &module), P2PID_OK);
  slot = find_slot (&module, "");
  expect (module.functions->C_InitToken (slot, officer, 8,
                                         (unsigned char *) label));
  slot = find_slot (&module, label);
  expect (module.functions->C_OpenSession (
      slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, NULL, NULL, &session));
  expect (module.functions->C_Login (session, CKU_SO, officer, 8));
  expect (module.functions->C_InitPIN (session, pin, sizeof pin - 1));
  p2pid_pkcs11_unload (&module);
}

static void
add_object (struct ck_attribute *attributes, size_t count)
{
  p2pid_pkcs11 module;
  ck_session_handle_t session;
  ck_object_handle_t object;
  unsigned char pin[] = TOKEN_PIN;

  ck_assert_int_eq (p2pid_pkcs11_load (token_module (), &module), P2PID_OK);
  expect (module.functions->C_OpenSession (find_slot (&module, label),
                                           CKF_SERIAL_SESSION | CKF_RW_SESSION,
                                           NULL, NULL, &session));
  expect (module.functions->C_Login (session, CKU_USER, pin, sizeof pin - 1));
  expect (
      module.functions->C_CreateObject (session, attributes, count, &object));
  p2pid_pkcs11_unload (&module);
}

/* A number of the key as the attribute's value. */
static struct ck_attribute
number (EVP_PKEY *key, const char *name, ck_attribute_type_t type)
{
  static uint8_t values[8][512];
  static size_t next;
  uint8_t *value = values[next++ % 8];
  BIGNUM *bn = NULL;
  int size;

  ck_assert_int_eq (EVP_PKEY_get_bn_param (key, name, &bn), 1);
  size = BN_bn2bin (bn, value);
  BN_free (bn);
  return (struct ck_attribute){ type, value, (unsigned long) size };
}

/* The curve's name in DER. */
static struct ck_attribute
curve (const EVP_PKEY *key)
{
  static uint8_t p256[] = { 0x06, 0x08, 0x2a, 0x86, 0x48,
                            0xce, 0x3d, 0x03, 0x01, 0x07 };
  static uint8_t p384[] = { 0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x22 };

  if (EVP_PKEY_get_bits (key) == 256)
    return (struct ck_attribute){ CKA_EC_PARAMS, p256, sizeof p256 };
  return (struct ck_attribute){ CKA_EC_PARAMS, p384, sizeof p384 };
}

void
token_add_key (EVP_PKEY *key, uint8_t id)
{
  bool rsa = EVP_PKEY_is_a (key, "RSA");
  ck_object_class_t class = CKO_PRIVATE_KEY;
  ck_key_type_t type = rsa ? CKK_RSA : CKK_EC;
  unsigned char yes = 1;
  struct ck_attribute attributes[16] = {
    { CKA_CLASS, &class, sizeof class },
    { CKA_KEY_TYPE, &type, sizeof type },
    { CKA_ID, &id, 1 },
    { CKA_TOKEN, &yes, 1 },
    { CKA_PRIVATE, &yes, 1 },
    { CKA_SENSITIVE, &yes, 1 },
    { CKA_SIGN, &yes, 1 },
  };
  size_t count = 7;

  if (rsa) {
    attributes[count++] = number (key, OSSL_PKEY_PARAM_RSA_N, CKA_MODULUS);
    attributes[count++] =
        number (key, OSSL_PKEY_PARAM_RSA_E, CKA_PUBLIC_EXPONENT);
    attributes[count++] =
        number (key, OSSL_PKEY_PARAM_RSA_D, CKA_PRIVATE_EXPONENT);
    attributes[count++] =
        number (key, OSSL_PKEY_PARAM_RSA_FACTOR1, CKA_PRIME_1);
    attributes[count++] =
        number (key, OSSL_PKEY_PARAM_RSA_FACTOR2, CKA_PRIME_2);
    attributes[count++] =
        number (key, OSSL_PKEY_PARAM_RSA_EXPONENT1, CKA_EXPONENT_1);
    attributes[count++] =
        number (key, OSSL_PKEY_PARAM_RSA_EXPONENT2, CKA_EXPONENT_2);
    attributes[count++] =
        number (key, OSSL_PKEY_PARAM_RSA_COEFFICIENT1, CKA_COEFFICIENT);
  } else {
    attributes[count++] = curve (key);
    attributes[count++] = number (key, OSSL_PKEY_PARAM_PRIV_KEY, CKA_VALUE);
  }
  add_object (attributes, count);
}

void
token_add_certificate (const X509 *certificate, uint8_t id)
{
  ck_object_class_t class = CKO_CERTIFICATE;
  ck_certificate_type_t type = CKC_X_509;
  unsigned char yes = 1, no = 0;
  uint8_t *der = NULL, *name = NULL;
  int der_size = i2d_X509 (certificate, &der);
  int name_size = i2d_X509_NAME (X509_get_subject_name (certificate), &name);
  struct ck_attribute attributes[] = {
    { CKA_CLASS, &class, sizeof class },
    { CKA_CERTIFICATE_TYPE, &type, sizeof type },
    { CKA_ID, &id, 1 },
    { CKA_TOKEN, &yes, 1 },
    { CKA_PRIVATE, &no, 1 },
    { CKA_SUBJECT, name, (unsigned long) name_size },
    { CKA_VALUE, der, (unsigned long) der_size },
  };

  add_object (attributes, sizeof attributes / sizeof *attributes);
  OPENSSL_free (der);
  OPENSSL_free (name);
}
