/* Loading a PKCS#11 module, and reading what is open on its cards. */

#include "eid/pkcs11.h"

#include <dlfcn.h>
#include <string.h>

/* p11-kit's proxy module, under the one name that is always there. */
#define PROXY "libp11-kit.so.0"

#define SLOTS_MAX 64

static p2pid_err
initialise (p2pid_pkcs11 *module)
{
  struct ck_c_initialize_args args = { .flags = CKF_OS_LOCKING_OK };
  ck_rv_t answer = module->functions->C_Initialize (&args);

  module->initialised = answer == CKR_OK;
  return answer == CKR_OK || answer == CKR_CRYPTOKI_ALREADY_INITIALIZED
             ? P2PID_OK
             : P2PID_ERR_IO;
}

p2pid_err
p2pid_pkcs11_load (const char *path, p2pid_pkcs11 *out)
{
  ck_rv_t (*get) (struct ck_function_list **);

  *out = (p2pid_pkcs11){ .library = dlopen (path ? path : PROXY,
                                            RTLD_NOW | RTLD_LOCAL) };
  if (out->library == NULL)
    return P2PID_ERR_IO;
  *(void **) &get = dlsym (out->library, "C_GetFunctionList");
  if (get == NULL || get (&out->functions) != CKR_OK || out->functions == NULL)
    return P2PID_ERR_IO;
  return initialise (out);
}

void
p2pid_pkcs11_unload (p2pid_pkcs11 *module)
{
  if (module->initialised)
    module->functions->C_Finalize (NULL);
  if (module->library != NULL)
    dlclose (module->library);
  *module = (p2pid_pkcs11){ 0 };
}

/* Modules differ in what they say of a card that was pulled: that the device
 * or token is gone, or only that the session is. */
p2pid_err
p2pid_pkcs11_result (ck_rv_t answer)
{
  switch (answer) {
  case CKR_OK:
    return P2PID_OK;
  case CKR_DEVICE_REMOVED:
  case CKR_TOKEN_NOT_PRESENT:
  case CKR_TOKEN_NOT_RECOGNIZED:
  case CKR_SLOT_ID_INVALID:
  case CKR_SESSION_CLOSED:
  case CKR_SESSION_HANDLE_INVALID:
    return P2PID_ERR_GONE;
  case CKR_PIN_INCORRECT:
  case CKR_PIN_INVALID:
  case CKR_PIN_LEN_RANGE:
    return P2PID_ERR_KEY;
  case CKR_PIN_LOCKED:
    return P2PID_ERR_LOCKED;
  case CKR_CANCEL:
  case CKR_FUNCTION_CANCELED:
  case CKR_FUNCTION_REJECTED:
    return P2PID_ERR_CANCELLED;
  case CKR_MECHANISM_INVALID:
  case CKR_MECHANISM_PARAM_INVALID:
  case CKR_KEY_TYPE_INCONSISTENT:
  case CKR_KEY_FUNCTION_NOT_PERMITTED:
    return P2PID_ERR_ALGORITHM;
  case CKR_HOST_MEMORY:
    return P2PID_ERR_MEMORY;
  default:
    return P2PID_ERR_IO;
  }
}

bool
p2pid_pkcs11_attribute (const p2pid_pkcs11 *module,
                        ck_session_handle_t session,
                        ck_object_handle_t object,
                        ck_attribute_type_t type,
                        void *out,
                        size_t max,
                        size_t *out_size)
{
  struct ck_attribute attribute = { type, out, max };

  if (module->functions->C_GetAttributeValue (session, object, &attribute, 1) !=
          CKR_OK ||
      attribute.value_len > max)
    return false;
  *out_size = attribute.value_len;
  return true;
}

size_t
p2pid_pkcs11_find (const p2pid_pkcs11 *module,
                   ck_session_handle_t session,
                   struct ck_attribute *pattern,
                   size_t pattern_size,
                   ck_object_handle_t *out,
                   size_t max)
{
  struct ck_function_list *functions = module->functions;
  unsigned long count = 0, more = 1;

  if (functions->C_FindObjectsInit (session, pattern, pattern_size) != CKR_OK)
    return 0;
  while (count < max && more > 0 &&
         functions->C_FindObjects (session, out + count, max - count, &more) ==
             CKR_OK &&
         more <= max - count)
    count += more;
  functions->C_FindObjectsFinal (session);
  return count;
}

/* The label is 32 bytes with blanks behind it. */
static bool
read_label (const p2pid_pkcs11 *module, ck_slot_id_t slot, char out[33])
{
  struct ck_token_info info;
  size_t size = sizeof info.label;

  if (module->functions->C_GetTokenInfo (slot, &info) != CKR_OK)
    return false;
  while (size > 0 && info.label[size - 1] == ' ')
    size--;
  memcpy (out, info.label, size);
  out[size] = '\0';
  return true;
}

static bool
read_certificate (const p2pid_pkcs11 *module,
                  ck_session_handle_t session,
                  ck_object_handle_t object,
                  p2pid_card_certificate *out)
{
  uint8_t der[P2PID_CERTIFICATE_MAX];
  size_t size;

  if (!p2pid_pkcs11_attribute (module, session, object, CKA_VALUE, der,
                               sizeof der, &size))
    return false;
  if (!p2pid_pkcs11_attribute (module, session, object, CKA_ID, out->id,
                               sizeof out->id, &out->id_size))
    out->id_size = 0;
  return p2pid_certificate_read ((p2pid_bytes){ der, size },
                                 &out->certificate) == P2PID_OK;
}

static void
list_token (const p2pid_pkcs11 *module,
            ck_slot_id_t slot,
            ck_session_handle_t session,
            p2pid_card_certificates *out)
{
  ck_object_class_t class = CKO_CERTIFICATE;
  ck_certificate_type_t type = CKC_X_509;
  struct ck_attribute pattern[] = {
    { CKA_CLASS, &class, sizeof class },
    { CKA_CERTIFICATE_TYPE, &type, sizeof type },
  };
  ck_object_handle_t objects[P2PID_CARD_CERTIFICATES_MAX];
  size_t count = p2pid_pkcs11_find (module, session, pattern, 2, objects,
                                    P2PID_CARD_CERTIFICATES_MAX);

  for (size_t i = 0; i < count && out->count < P2PID_CARD_CERTIFICATES_MAX;
       i++) {
    p2pid_card_certificate found = { .slot = slot };

    if (read_label (module, slot, found.label) &&
        read_certificate (module, session, objects[i], &found))
      out->list[out->count++] = found;
  }
}

void
p2pid_pkcs11_list (const p2pid_pkcs11 *module, p2pid_card_certificates *out)
{
  struct ck_function_list *functions = module->functions;
  ck_slot_id_t slots[SLOTS_MAX];
  unsigned long count = SLOTS_MAX;
  ck_session_handle_t session;

  if (functions->C_GetSlotList (true, slots, &count) != CKR_OK)
    return;
  for (size_t i = 0; i < count; i++) {
    if (functions->C_OpenSession (slots[i], CKF_SERIAL_SESSION, NULL, NULL,
                                  &session) != CKR_OK)
      continue;
    out->tokens++;
    list_token (module, slots[i], session, out);
    functions->C_CloseSession (session);
  }
}

void
p2pid_card_certificates_clear (p2pid_card_certificates *certificates)
{
  for (size_t i = 0; i < certificates->count; i++)
    X509_free (certificates->list[i].certificate);
  *certificates = (p2pid_card_certificates){ 0 };
}
