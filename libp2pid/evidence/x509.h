/*
 * Chains of X.509 certificates (RFC 5280), from a person's up to a root that
 * an anchor names by its fingerprint. By OpenSSL, with no store of the system.
 */

#ifndef P2PID_EVIDENCE_X509_H
#define P2PID_EVIDENCE_X509_H

#include "base/bytes.h"
#include "p2pid/anchors.h"

#include <openssl/x509.h>

/** Most certificates of a chain, and the largest, in bytes of DER. */
#define P2PID_CHAIN_MAX 6
#define P2PID_CERTIFICATE_MAX (8 * 1024)

/** Why OpenSSL could not read something: P2PID_ERR_FORMAT, P2PID_ERR_MEMORY.
 *  Empties the thread's queue of errors. */
P2PID_MUST_CHECK p2pid_err
p2pid_openssl_refuse (void);

/** The person's first, the root last. */
typedef struct {
  size_t count;
  X509 *list[P2PID_CHAIN_MAX];
} p2pid_chain;

/** One certificate from its DER form, which must be whole and alone, for
 *  X509_free(); P2PID_ERR_FORMAT, P2PID_ERR_SIZE, P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_certificate_read (p2pid_bytes der, X509 **out);

/** As above, from a file with DER or one PEM block, as DER. */
P2PID_MUST_CHECK p2pid_err
p2pid_certificate_from_file (p2pid_bytes file, p2pid_buffer **out_der);

/** Its public key, borrowed, valid as long as @p certificate; NULL for one that
 *  OpenSSL cannot read. */
EVP_PKEY *
p2pid_certificate_key (const X509 *certificate);

/** SHA-256 of the DER form. */
void
p2pid_certificate_fingerprint (const X509 *certificate, p2pid_fingerprint *out);

/** @p count certificates, the person's first, into @p out, which is for
 *  p2pid_chain_clear() only where P2PID_OK is returned. As
 *  p2pid_certificate_read(); P2PID_ERR_INCOMPLETE for less than two. */
P2PID_MUST_CHECK p2pid_err
p2pid_chain_read (const p2pid_bytes *ders, size_t count, p2pid_chain *out);

/** The anchor that names the chain's root, as p2pid_anchors_find(). */
P2PID_MUST_CHECK p2pid_err
p2pid_chain_find_anchor (const p2pid_chain *chain,
                         const p2pid_anchors *anchors,
                         p2pid_method method,
                         const p2pid_anchor **out_anchor);

/**
 * Whether each certificate is signed by the next and fit for that (basic
 * constraints, key usage, path length, critical extensions: RFC 5280 §6.1),
 * all valid at @p at; trust is the chain's last certificate alone, be it a root
 * or an authority below one.
 *
 * A certificate is no longer valid in the second that it names as its last, as
 * OpenSSL has it.
 *
 * Not checked: revocation, and what the first certificate is for.
 *
 * @return P2PID_ERR_FORGED, P2PID_ERR_EXPIRED, P2PID_ERR_NOT_YET_VALID,
 *         P2PID_ERR_INCOMPLETE where a certificate between is missing,
 *         P2PID_ERR_ALGORITHM for keys of less than 2,048 bits RSA or 256 bits
 *         EC and signatures over MD5 or SHA-1, P2PID_ERR_MISMATCH for a CA
 *         that may not be one, P2PID_ERR_MEMORY
 */
P2PID_MUST_CHECK p2pid_err
p2pid_chain_verify (const p2pid_chain *chain, int64_t at);

/**
 * One link alone: whether @p certificate is signed by @p issuer, and valid at
 * @p at, with an algorithm and a key of its own that are accepted.
 *
 * Not checked: the issuer's own validity, and whether it may be one.
 *
 * @return as p2pid_chain_verify(); P2PID_ERR_INCOMPLETE where another is
 *         named as the issuer
 */
P2PID_MUST_CHECK p2pid_err
p2pid_certificate_verify (const X509 *certificate,
                          const X509 *issuer,
                          int64_t at);

/** A time of a certificate or answer in Unix seconds; P2PID_ERR_FORMAT. */
P2PID_MUST_CHECK p2pid_err
p2pid_certificate_time (const ASN1_TIME *time, int64_t *out);

/** The same of a time that has been read once; 0 where it is none. */
int64_t
p2pid_certificate_time_again (const ASN1_TIME *time);

/** When a certificate begins and ceases to be valid. */
int64_t
p2pid_certificate_not_before (const X509 *certificate);
int64_t
p2pid_certificate_not_after (const X509 *certificate);

/** The one value of @p nid (NID_surname, NID_serialNumber, …) in the subject
 *  as UTF-8, for free(); NULL where there is none. P2PID_ERR_FORMAT where
 *  there are two, or it has a NUL; P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_certificate_subject (const X509 *certificate, int nid, char **out);

/** Take the one value of @p nid over as @p fact of a person; P2PID_ERR_INCOMPLETE
 *  where there is none, as p2pid_certificate_subject() and
 *  p2pid_identity_set_fact(). */
P2PID_MUST_CHECK p2pid_err
p2pid_certificate_take_fact (const X509 *certificate,
                             int nid,
                             p2pid_fact fact,
                             p2pid_identity *identity);

/** Free what is inside; all zero is fine. */
void
p2pid_chain_clear (p2pid_chain *chain);

#endif
