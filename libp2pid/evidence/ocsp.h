/*
 * OCSP answers (RFC 6960): whether an issuer had withdrawn a certificate.
 */

#ifndef P2PID_EVIDENCE_OCSP_H
#define P2PID_EVIDENCE_OCSP_H

#include "evidence/x509.h"

#include <openssl/ocsp.h>

/** Largest answer, in bytes of DER; longest nonce. */
#define P2PID_OCSP_MAX (8 * 1024)
#define P2PID_OCSP_NONCE_MAX 64

typedef struct {
  OCSP_BASICRESP *answer;
  int64_t produced_at;
  int64_t this_update;
  int64_t next_update;                 /* 0: says nothing */
  uint8_t nonce[P2PID_OCSP_NONCE_MAX]; /* the extension's value as it is */
  size_t nonce_size;                   /* 0: none */
} p2pid_ocsp;

/** An answer from its DER form, unverified, with exactly one certificate's
 *  state in it, for p2pid_ocsp_clear() where P2PID_OK is returned;
 *  P2PID_ERR_FORMAT, P2PID_ERR_SIZE, P2PID_ERR_INCOMPLETE for one that says
 *  that there is no answer, P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_ocsp_read (p2pid_bytes der, p2pid_ocsp *out);

/**
 * Whether the answer is about the chain's first certificate, signed by whoever
 * may (its issuer, or a certificate of that issuer's with the extended key
 * usage OCSPSigning, both good at @p at), and says *good*.
 *
 * @param sha1  also take a signature over SHA-1 (BankID's are)
 *
 * @return P2PID_ERR_MISMATCH for an answer about another certificate,
 *         P2PID_ERR_FORGED, P2PID_ERR_UNTRUSTED for a signer who may not,
 *         P2PID_ERR_REVOKED also for *unknown*, P2PID_ERR_EXPIRED past its
 *         nextUpdate, P2PID_ERR_NOT_YET_VALID, P2PID_ERR_ALGORITHM,
 *         P2PID_ERR_MEMORY
 */
P2PID_MUST_CHECK p2pid_err
p2pid_ocsp_verify (const p2pid_ocsp *ocsp,
                   const p2pid_chain *chain,
                   int64_t at,
                   bool sha1);

/** Free what is inside; all zero is fine. */
void
p2pid_ocsp_clear (p2pid_ocsp *ocsp);

#endif
