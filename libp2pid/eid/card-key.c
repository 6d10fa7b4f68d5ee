/* Signing by a card: log in, find the key, hash, sign. */

#include "eid/card-key.h"

#include "base/secret.h"
#include "eid/card-hints.h"
#include "evidence/pkey.h"

#include <openssl/evp.h>
#include <string.h>

/* What is known of one use of one key. */
typedef struct {
  struct ck_function_list *functions;
  ck_slot_id_t slot;
  ck_session_handle_t session;
  p2pid_enrolment *enrolment;
  const p2pid_card *card;
  bool keypad; /* the PIN is typed on the reader */
  char *pin;   /* secret memory */
  ck_object_handle_t key;
  bool always; /* the key wants a PIN for each signature */
} use;

/* Which curve or kind of key, how its message is hashed, and what the card is
 * told to do with the hash. Cards know PKCS #1 v1.5 better than PSS. */
static const struct {
  p2pid_jwa algorithm;
  ck_mechanism_type_t mechanism;
} ways[] = {
  { P2PID_JWA_ES256, CKM_ECDSA },
  { P2PID_JWA_ES384, CKM_ECDSA },
  { P2PID_JWA_RS256, CKM_RSA_PKCS },
  { P2PID_JWA_PS256, CKM_RSA_PKCS_PSS },
};

/* RFC 8017 §9.2, note 1: the DigestInfo of a SHA-256 hash, without it. */
static const uint8_t digest_info[] = { 0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60,
                                       0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02,
                                       0x01, 0x05, 0x00, 0x04, 0x20 };

static bool
card_can (const use *self, ck_mechanism_type_t mechanism)
{
  struct ck_mechanism_info info;

  return self->functions->C_GetMechanismInfo (self->slot, mechanism, &info) ==
             CKR_OK &&
         (info.flags & CKF_SIGN) != 0;
}

static p2pid_err
choose_way (const use *self, X509 *certificate, size_t *out_way)
{
  p2pid_jwas fit = p2pid_pkey_algorithms (p2pid_certificate_key (certificate));

  for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
    if ((fit & P2PID_JWAS (ways[i].algorithm)) != 0 &&
        card_can (self, ways[i].mechanism)) {
      *out_way = i;
      return P2PID_OK;
    }
  return P2PID_ERR_ALGORITHM;
}

static ck_flags_t
token_flags (const use *self)
{
  struct ck_token_info info = { .flags = 0 };

  if (self->functions->C_GetTokenInfo (self->slot, &info) != CKR_OK)
    return 0;
  return info.flags;
}

/* The count of hints where there is nothing to say. */
static p2pid_card_hint_kind
choose_hint (bool keypad, ck_flags_t flags)
{
  if ((flags & CKF_USER_PIN_FINAL_TRY) != 0)
    return keypad ? P2PID_CARD_KEYPAD_FINAL : P2PID_CARD_PIN_FINAL;
  if ((flags & CKF_USER_PIN_COUNT_LOW) != 0)
    return keypad ? P2PID_CARD_KEYPAD_LOW : P2PID_CARD_PIN_LOW;
  return keypad ? P2PID_CARD_KEYPAD : P2PID_CARD_HINT_COUNT_;
}

/* How often one may still try: PKCS#11 says no more than that it is the last
 * time, or that a PIN was wrong before. */
static p2pid_err
tell_pin (const use *self, ck_flags_t flags)
{
  p2pid_enrolment_event event = { .kind = P2PID_ENROLMENT_PIN,
                                  .card = self->card,
                                  .tries = -1,
                                  .keypad = self->keypad };
  p2pid_card_hint_kind hint = choose_hint (self->keypad, flags);

  if ((flags & CKF_USER_PIN_FINAL_TRY) != 0)
    event.tries = 1;
  if (hint != P2PID_CARD_HINT_COUNT_)
    p2pid_card_hint (hint,
                     p2pid_enrolment_get_config (self->enrolment)->language,
                     &event.hint, &event.sentence);
  p2pid_enrolment_tell (self->enrolment, &event);
  return p2pid_enrolment_is_cancelled (self->enrolment) ? P2PID_ERR_CANCELLED
                                                        : P2PID_OK;
}

static p2pid_err
ask_for_pin (use *self, ck_flags_t flags)
{
  p2pid_err err;

  if ((flags & CKF_USER_PIN_LOCKED) != 0)
    return P2PID_ERR_LOCKED;
  self->keypad = (flags & CKF_PROTECTED_AUTHENTICATION_PATH) != 0;
  err = tell_pin (self, flags);
  if (err == P2PID_OK && !self->keypad)
    err = p2pid_enrolment_await_pin (self->enrolment, &self->pin);
  return err;
}

/* A module waits for its reader's keys and nothing interrupts it: PKCS#11 has
 * no call for that (C_CancelFunction does nothing since version 2.01, and
 * C_SessionCancel of 3.0 ends operations, of which this is none). So a cancel
 * counts once the module is back, and before anything is signed. */
static p2pid_err
login (use *self, ck_user_type_t user)
{
  ck_rv_t answer = self->functions->C_Login (
      self->session, user, (unsigned char *) self->pin,
      self->pin != NULL ? strlen (self->pin) : 0);
  p2pid_err err = answer == CKR_USER_ALREADY_LOGGED_IN
                      ? P2PID_OK
                      : p2pid_pkcs11_result (answer);

  /* The try that was wrong may have been the last. */
  if (err == P2PID_ERR_KEY && (token_flags (self) & CKF_USER_PIN_LOCKED) != 0)
    err = P2PID_ERR_LOCKED;
  if (err == P2PID_OK && p2pid_enrolment_is_cancelled (self->enrolment))
    err = P2PID_ERR_CANCELLED;
  return err;
}

static p2pid_err
unlock (use *self)
{
  ck_flags_t flags = token_flags (self);
  p2pid_err err;

  if ((flags & CKF_LOGIN_REQUIRED) == 0)
    return P2PID_OK;
  err = ask_for_pin (self, flags);
  return err == P2PID_OK ? login (self, CKU_USER) : err;
}

static p2pid_err
find_key (use *self,
          const p2pid_pkcs11 *module,
          const p2pid_card_certificate *certificate)
{
  ck_object_class_t class = CKO_PRIVATE_KEY;
  struct ck_attribute pattern[] = {
    { CKA_CLASS, &class, sizeof class },
    { CKA_ID, (void *) certificate->id, certificate->id_size },
  };
  unsigned char always = 0;
  size_t size;

  if (certificate->id_size == 0 ||
      p2pid_pkcs11_find (module, self->session, pattern, 2, &self->key, 1) == 0)
    return (token_flags (self) & CKF_TOKEN_INITIALIZED) != 0
               ? P2PID_ERR_NOT_FOUND
               : P2PID_ERR_GONE;
  self->always =
      p2pid_pkcs11_attribute (module, self->session, self->key,
                              CKA_ALWAYS_AUTHENTICATE, &always, 1, &size) &&
      size == 1 && always != 0;
  return P2PID_OK;
}

/* What the card gets of the message: its hash, for PKCS #1 v1.5 with the name
 * of the hash before it. */
static p2pid_err
prepare (p2pid_jwa algorithm,
         p2pid_bytes message,
         uint8_t out[sizeof digest_info + EVP_MAX_MD_SIZE],
         size_t *out_size)
{
  const EVP_MD *hash =
      algorithm == P2PID_JWA_ES384 ? EVP_sha384 () : EVP_sha256 ();
  size_t before = algorithm == P2PID_JWA_RS256 ? sizeof digest_info : 0;
  unsigned size;

  memcpy (out, digest_info, before);
  if (EVP_Digest (message.data, message.size, out + before, &size, hash,
                  NULL) != 1)
    return P2PID_ERR_MEMORY;
  *out_size = before + size;
  return P2PID_OK;
}

/* The key's own PIN entry, between the beginning and the signature: the same
 * PIN, or once more on the reader's keys. */
static p2pid_err
unlock_key (use *self)
{
  p2pid_err err = P2PID_OK;

  if (!self->always)
    return P2PID_OK;
  if (self->keypad)
    err = tell_pin (self, token_flags (self));
  return err == P2PID_OK ? login (self, CKU_CONTEXT_SPECIFIC) : err;
}

static p2pid_err
sign (use *self, size_t way, p2pid_bytes message, p2pid_card_signature *out)
{
  struct ck_rsa_pkcs_pss_params pss = { CKM_SHA256, CKG_MGF1_SHA256, 32 };
  struct ck_mechanism mechanism = { ways[way].mechanism, NULL, 0 };
  p2pid_card_signature signature = { .algorithm = ways[way].algorithm };
  uint8_t input[sizeof digest_info + EVP_MAX_MD_SIZE];
  size_t size;
  unsigned long signed_size = sizeof signature.bytes;
  p2pid_err err = prepare (ways[way].algorithm, message, input, &size);

  if (ways[way].mechanism == CKM_RSA_PKCS_PSS) {
    mechanism.parameter = &pss;
    mechanism.parameter_len = sizeof pss;
  }
  if (err == P2PID_OK)
    err = p2pid_pkcs11_result (
        self->functions->C_SignInit (self->session, &mechanism, self->key));
  if (err == P2PID_OK)
    err = unlock_key (self);
  if (err == P2PID_OK)
    err = p2pid_pkcs11_result (self->functions->C_Sign (
        self->session, input, size, signature.bytes, &signed_size));
  if (err != P2PID_OK)
    return err;
  signature.size = signed_size;
  *out = signature;
  return P2PID_OK;
}

p2pid_err
p2pid_card_sign (const p2pid_pkcs11 *module,
                 const p2pid_card_certificate *certificate,
                 p2pid_enrolment *enrolment,
                 const p2pid_card *card,
                 p2pid_bytes message,
                 p2pid_card_signature *out)
{
  use self = { .functions = module->functions,
               .slot = certificate->slot,
               .enrolment = enrolment,
               .card = card };
  size_t way = 0;
  p2pid_err err = choose_way (&self, certificate->certificate, &way);

  if (err == P2PID_OK)
    err = p2pid_pkcs11_result (self.functions->C_OpenSession (
        self.slot, CKF_SERIAL_SESSION, NULL, NULL, &self.session));
  if (err != P2PID_OK)
    return err;

  err = unlock (&self);
  if (err == P2PID_OK)
    err = find_key (&self, module, certificate);
  if (err == P2PID_OK)
    err = sign (&self, way, message, out);
  self.functions->C_Logout (self.session);
  self.functions->C_CloseSession (self.session);
  p2pid_secret_free (self.pin);
  return err;
}
