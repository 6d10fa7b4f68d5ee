/* A PKCS#11 module with one card that has one certificate and one key. Only
 * what the library calls is there. */

#include "fakes/card.h"

#define CRYPTOKI_GNU
#include <p11-kit/pkcs11.h>

#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SLOT 7
#define SESSION 11

enum { CERTIFICATE = 21, KEY = 22 };

static const uint8_t id[] = { 0x45, 0x01 };

static unsigned char certificate[8192];
static size_t certificate_size;
static bool logged_in, key_unlocked, signing;
static ck_object_handle_t found; /* and not told yet; 0: nothing */

static bool
mood_is (const char *mood)
{
  const char *now = getenv (CARD_MOOD);

  return now != NULL && strcmp (now, mood) == 0;
}

static bool
has_keypad (void)
{
  return mood_is (CARD_KEYPAD) || mood_is (CARD_KEYPAD_NO) ||
         mood_is (CARD_KEYPAD_LATE) || mood_is (CARD_KEYPAD_ALWAYS);
}

static bool
wants_each (void)
{
  return mood_is (CARD_ALWAYS) || mood_is (CARD_KEYPAD_ALWAYS);
}

static FILE *
open_file (const char *name, const char *how)
{
  char path[512];

  snprintf (path, sizeof path, "%s/%s", getenv (CARD_FOLDER), name);
  return fopen (path, how);
}

static int
get_tries (void)
{
  FILE *file = open_file ("tries", "r");
  int tries = file != NULL ? fgetc (file) - '0' : CARD_TRIES;

  if (file != NULL)
    fclose (file);
  return tries;
}

static void
set_tries (int tries)
{
  FILE *file = open_file ("tries", "w");

  fputc ('0' + tries, file);
  fclose (file);
}

static ck_rv_t
initialize (void *args)
{
  FILE *file = open_file ("certificate.der", "r");

  if (file == NULL)
    return CKR_GENERAL_ERROR;
  certificate_size = fread (certificate, 1, sizeof certificate, file);
  fclose (file);
  logged_in = key_unlocked = signing = false;
  return CKR_OK;
}

static ck_rv_t
finalize (void *args)
{
  return CKR_OK;
}

static ck_rv_t
get_slot_list (unsigned char present, ck_slot_id_t *out, unsigned long *count)
{
  *count = mood_is (CARD_ABSENT) ? 0 : 1;
  if (out != NULL && *count > 0)
    *out = SLOT;
  return CKR_OK;
}

static ck_rv_t
get_token_info (ck_slot_id_t slot, struct ck_token_info *out)
{
  int tries = get_tries ();

  memset (out, 0, sizeof *out);
  memset (out->label, ' ', sizeof out->label);
  memcpy (out->label, "Fake card", strlen ("Fake card"));
  out->flags = CKF_TOKEN_INITIALIZED | CKF_LOGIN_REQUIRED |
               (has_keypad () ? CKF_PROTECTED_AUTHENTICATION_PATH : 0) |
               (tries < CARD_TRIES ? CKF_USER_PIN_COUNT_LOW : 0) |
               (tries == 1 ? CKF_USER_PIN_FINAL_TRY : 0) |
               (tries == 0 ? CKF_USER_PIN_LOCKED : 0);
  return CKR_OK;
}

static ck_rv_t
get_mechanism_info (ck_slot_id_t slot,
                    ck_mechanism_type_t type,
                    struct ck_mechanism_info *out)
{
  if (type != CKM_ECDSA || mood_is (CARD_NO_WAY))
    return CKR_MECHANISM_INVALID;
  *out = (struct ck_mechanism_info){ 256, 256, CKF_HW | CKF_SIGN };
  return CKR_OK;
}

static ck_rv_t
open_session (ck_slot_id_t slot,
              ck_flags_t flags,
              void *application,
              ck_notify_t notify,
              ck_session_handle_t *out)
{
  *out = SESSION;
  return CKR_OK;
}

static ck_rv_t
close_session (ck_session_handle_t session)
{
  logged_in = false;
  return CKR_OK;
}

static ck_rv_t
try_pin (const unsigned char *pin, unsigned long size)
{
  int tries = get_tries ();

  if (has_keypad ())
    return pin != NULL                ? CKR_ARGUMENTS_BAD
           : mood_is (CARD_KEYPAD_NO) ? CKR_FUNCTION_CANCELED
                                      : CKR_OK;
  if (tries == 0)
    return CKR_PIN_LOCKED;
  if (size == strlen (CARD_PIN) && memcmp (pin, CARD_PIN, size) == 0) {
    set_tries (CARD_TRIES);
    return CKR_OK;
  }
  set_tries (tries - 1);
  return CKR_PIN_INCORRECT;
}

static ck_rv_t
login (ck_session_handle_t session,
       ck_user_type_t user,
       unsigned char *pin,
       unsigned long size)
{
  ck_rv_t answer;

  if (mood_is (CARD_PULLED_EARLY))
    return CKR_DEVICE_REMOVED;
  if (mood_is (CARD_KEYPAD_LATE))
    raise (SIGUSR1);
  if (user == CKU_CONTEXT_SPECIFIC && !signing)
    return CKR_OPERATION_NOT_INITIALIZED;
  answer = try_pin (pin, size);
  if (answer == CKR_OK && user == CKU_USER)
    logged_in = true;
  if (answer == CKR_OK && user == CKU_CONTEXT_SPECIFIC)
    key_unlocked = true;
  return answer;
}

static ck_rv_t
logout (ck_session_handle_t session)
{
  logged_in = false;
  return CKR_OK;
}

/* As on real cards, a private key is not even seen before one is logged in. */
static ck_rv_t
find_objects_init (ck_session_handle_t session,
                   struct ck_attribute *pattern,
                   unsigned long size)
{
  ck_object_class_t class = *(ck_object_class_t *) pattern[0].value;
  bool mine = pattern[1].type != CKA_ID ||
              (pattern[1].value_len == sizeof id &&
               memcmp (pattern[1].value, id, sizeof id) == 0);

  found = 0;
  if (class == CKO_CERTIFICATE)
    found = CERTIFICATE;
  if (class == CKO_PRIVATE_KEY && logged_in && mine && !mood_is (CARD_NO_KEY))
    found = KEY;
  return CKR_OK;
}

static ck_rv_t
find_objects (ck_session_handle_t session,
              ck_object_handle_t *out,
              unsigned long max,
              unsigned long *count)
{
  *count = found != 0 ? 1 : 0;
  if (found != 0)
    *out = found;
  found = 0;
  return CKR_OK;
}

static ck_rv_t
find_objects_final (ck_session_handle_t session)
{
  return CKR_OK;
}

static ck_rv_t
give (struct ck_attribute *attribute, const void *value, size_t size)
{
  if (attribute->value_len < size) {
    attribute->value_len = (unsigned long) -1;
    return CKR_BUFFER_TOO_SMALL;
  }
  memcpy (attribute->value, value, size);
  attribute->value_len = size;
  return CKR_OK;
}

static ck_rv_t
get_attribute_value (ck_session_handle_t session,
                     ck_object_handle_t object,
                     struct ck_attribute *attribute,
                     unsigned long count)
{
  unsigned char always = wants_each ();

  switch (attribute->type) {
  case CKA_VALUE:
    return give (attribute, certificate, certificate_size);
  case CKA_ID:
    return give (attribute, id, sizeof id);
  case CKA_ALWAYS_AUTHENTICATE:
    return give (attribute, &always, 1);
  default:
    return CKR_ATTRIBUTE_TYPE_INVALID;
  }
}

static ck_rv_t
sign_init (ck_session_handle_t session,
           struct ck_mechanism *mechanism,
           ck_object_handle_t key)
{
  if (!logged_in || key != KEY || mechanism->mechanism != CKM_ECDSA)
    return CKR_USER_NOT_LOGGED_IN;
  signing = true;
  key_unlocked = !wants_each ();
  return CKR_OK;
}

/* r, then s. */
static ck_rv_t
sign_hash (const unsigned char *hash, unsigned long size, unsigned char *out)
{
  FILE *file = open_file ("key.pem", "r");
  EVP_PKEY *key = PEM_read_PrivateKey (file, NULL, NULL, NULL);
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new (key, NULL);
  unsigned char der[128];
  const unsigned char *at = der;
  size_t der_size = sizeof der;
  ECDSA_SIG *signature;

  fclose (file);
  EVP_PKEY_sign_init (context);
  EVP_PKEY_sign (context, der, &der_size, hash, size);
  signature = d2i_ECDSA_SIG (NULL, &at, (long) der_size);
  BN_bn2binpad (ECDSA_SIG_get0_r (signature), out, 32);
  BN_bn2binpad (ECDSA_SIG_get0_s (signature), out + 32, 32);
  ECDSA_SIG_free (signature);
  EVP_PKEY_CTX_free (context);
  EVP_PKEY_free (key);
  return CKR_OK;
}

static ck_rv_t
sign (ck_session_handle_t session,
      unsigned char *data,
      unsigned long size,
      unsigned char *out,
      unsigned long *out_size)
{
  if (mood_is (CARD_PULLED_LATE))
    return CKR_TOKEN_NOT_PRESENT;
  if (mood_is (CARD_BROKEN))
    return CKR_DEVICE_ERROR;
  if (!signing || !key_unlocked)
    return CKR_USER_NOT_LOGGED_IN;
  if (size != 32 || *out_size < 64)
    return CKR_DATA_LEN_RANGE;
  signing = false;
  *out_size = 64;
  return sign_hash (data, size, out);
}

static struct ck_function_list functions = {
  .version = { 2, 40 },
  .C_Initialize = initialize,
  .C_Finalize = finalize,
  .C_GetSlotList = get_slot_list,
  .C_GetTokenInfo = get_token_info,
  .C_GetMechanismInfo = get_mechanism_info,
  .C_OpenSession = open_session,
  .C_CloseSession = close_session,
  .C_Login = login,
  .C_Logout = logout,
  .C_FindObjectsInit = find_objects_init,
  .C_FindObjects = find_objects,
  .C_FindObjectsFinal = find_objects_final,
  .C_GetAttributeValue = get_attribute_value,
  .C_SignInit = sign_init,
  .C_Sign = sign,
};

__attribute__ ((visibility ("default"))) ck_rv_t
C_GetFunctionList (struct ck_function_list **out)
{
  *out = &functions;
  return CKR_OK;
}
