/*
 * Smart cards by PKCS#11 (OASIS, version 2.40), through the module of whoever
 * made the card.
 *
 * The module is loaded while it is needed and linked by nobody: without one,
 * p11-kit's proxy is, which is a module itself and stands for all that are
 * installed. So the library needs p11-kit's header and not p11-kit.
 */

#ifndef P2PID_EID_PKCS11_H
#define P2PID_EID_PKCS11_H

#include "evidence/x509.h"

#ifndef CRYPTOKI_GNU
#define CRYPTOKI_GNU /* names in lower case */
#endif
#include <p11-kit/pkcs11.h>

/** Most certificates that are looked at, and the longest CKA_ID. */
#define P2PID_CARD_CERTIFICATES_MAX 32
#define P2PID_CARD_ID_MAX 128

typedef struct {
  void *library;
  struct ck_function_list *functions;
  bool initialised; /* by us, and so for us to end */
} p2pid_pkcs11;

typedef struct {
  ck_slot_id_t slot;
  char label[33]; /* the token's, without the blanks behind it */
  uint8_t id[P2PID_CARD_ID_MAX];
  size_t id_size;
  X509 *certificate;
} p2pid_card_certificate;

typedef struct {
  size_t tokens; /* so many are there */
  size_t count;
  p2pid_card_certificate list[P2PID_CARD_CERTIFICATES_MAX];
} p2pid_card_certificates;

/** Load the module at @p path, or p11-kit's proxy for NULL, into @p out, which
 *  is for p2pid_pkcs11_unload() whatever the result; P2PID_ERR_IO. */
P2PID_MUST_CHECK p2pid_err
p2pid_pkcs11_load (const char *path, p2pid_pkcs11 *out);

/** What a module's answer means: P2PID_OK, P2PID_ERR_GONE for a card that is
 *  not there any more, P2PID_ERR_KEY for a wrong PIN, P2PID_ERR_LOCKED,
 *  P2PID_ERR_CANCELLED on the reader's keys, P2PID_ERR_ALGORITHM,
 *  P2PID_ERR_MEMORY, P2PID_ERR_IO. */
p2pid_err
p2pid_pkcs11_result (ck_rv_t answer);

/** The attribute's value, up to @p max bytes, into @p out; false where there
 *  is none or it is longer. */
bool
p2pid_pkcs11_attribute (const p2pid_pkcs11 *module,
                        ck_session_handle_t session,
                        ck_object_handle_t object,
                        ck_attribute_type_t type,
                        void *out,
                        size_t max,
                        size_t *out_size);

/** Up to @p max objects that are as @p pattern says. */
size_t
p2pid_pkcs11_find (const p2pid_pkcs11 *module,
                   ck_session_handle_t session,
                   struct ck_attribute *pattern,
                   size_t pattern_size,
                   ck_object_handle_t *out,
                   size_t max);

/** Every certificate on every card, all zero before, for
 *  p2pid_card_certificates_clear(). What cannot be read is left out: another
 *  card's trouble is not this one's. */
void
p2pid_pkcs11_list (const p2pid_pkcs11 *module, p2pid_card_certificates *out);

void
p2pid_card_certificates_clear (p2pid_card_certificates *certificates);

/** End and unload; all zero is fine. */
void
p2pid_pkcs11_unload (p2pid_pkcs11 *module);

#endif
