/* Certificates of cards: whose they are, and who stands above them. */

#include "eid/card-chain.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <string.h>

#define ROOTS_MAX 32

static bool
is_fit (X509 *certificate, uint32_t usage)
{
  return X509_check_ca (certificate) == 0 &&
         (X509_get_extension_flags (certificate) & EXFLAG_KUSAGE) != 0 &&
         (X509_get_key_usage (certificate) & usage) != 0;
}

static bool
has_better (const p2pid_card_certificates *certificates, ck_slot_id_t slot)
{
  for (size_t i = 0; i < certificates->count; i++)
    if (certificates->list[i].slot == slot &&
        is_fit (certificates->list[i].certificate, KU_NON_REPUDIATION))
      return true;
  return false;
}

size_t
p2pid_card_signers (const p2pid_card_certificates *certificates,
                    size_t out[P2PID_CARD_CERTIFICATES_MAX])
{
  size_t count = 0;

  for (size_t i = 0; i < certificates->count; i++) {
    const p2pid_card_certificate *one = &certificates->list[i];
    uint32_t usage = has_better (certificates, one->slot)
                         ? KU_NON_REPUDIATION
                         : KU_DIGITAL_SIGNATURE;

    if (is_fit (one->certificate, usage))
      out[count++] = i;
  }
  return count;
}

/* Whether @issuer is who has signed @subject: by name, key identifier and
 * usage, and by the signature, since names are not unique. */
static bool
has_signed (X509 *issuer, X509 *subject)
{
  bool has = X509_check_issued (issuer, subject) == X509_V_OK &&
             X509_verify (subject, p2pid_certificate_key (issuer)) == 1;

  ERR_clear_error ();
  return has;
}

static X509 *
find_issuer (X509 *subject, X509 *const *pool, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (has_signed (pool[i], subject))
      return pool[i];
  return NULL;
}

static p2pid_err
climb (X509 *first, X509 *const *pool, size_t count, p2pid_chain *out)
{
  X509 *next = first;

  while (next != NULL && out->count < P2PID_CHAIN_MAX) {
    if (X509_up_ref (next) != 1)
      return P2PID_ERR_MEMORY;
    out->list[out->count++] = next;
    if (has_signed (next, next)) /* a root */
      return P2PID_OK;
    next = find_issuer (next, pool, count);
  }
  return P2PID_ERR_INCOMPLETE;
}

/* The certificates in a PEM text, for X509_free(). */
static size_t
read_roots (const char *roots, X509 *out[ROOTS_MAX])
{
  BIO *source;
  size_t count = 0;

  if (roots == NULL || (source = BIO_new_mem_buf (roots, -1)) == NULL)
    return 0;
  while (count < ROOTS_MAX &&
         (out[count] = PEM_read_bio_X509 (source, NULL, NULL, NULL)) != NULL)
    count++;
  ERR_clear_error ();
  BIO_free (source);
  return count;
}

bool
p2pid_card_roots_check (const char *roots)
{
  X509 *list[ROOTS_MAX];
  size_t count = read_roots (roots, list);

  for (size_t i = 0; i < count; i++)
    X509_free (list[i]);
  return roots == NULL || count > 0;
}

p2pid_err
p2pid_card_chain (const p2pid_card_certificates *certificates,
                  size_t index,
                  const char *roots,
                  p2pid_chain *out)
{
  X509 *pool[P2PID_CARD_CERTIFICATES_MAX + ROOTS_MAX];
  p2pid_chain chain = { 0 };
  size_t given = read_roots (roots, pool), count = given;
  p2pid_err err;

  for (size_t i = 0; i < certificates->count; i++)
    pool[count++] = certificates->list[i].certificate;
  err = climb (certificates->list[index].certificate, pool, count, &chain);
  for (size_t i = 0; i < given; i++)
    X509_free (pool[i]);
  if (err != P2PID_OK) {
    p2pid_chain_clear (&chain);
    return err;
  }
  *out = chain;
  return P2PID_OK;
}
