/*
 * Bindings: an eID's word that an identity key belongs to a person.
 *
 * Its text form, for files and the store, is JSON:
 * {"method":"sd-jwt","evidence":"…"}. What a peer sees is a copy with only the
 * chosen facts disclosed. Beside the evidence it may have a role credential,
 * by which an organisation says what the person may do in its name.
 */

#ifndef P2PID_BINDING_H
#define P2PID_BINDING_H

#include "p2pid/anchors.h"
#include "p2pid/key.h"
#include "p2pid/statement.h"

P2PID_BEGIN_DECLS

typedef struct p2pid_binding p2pid_binding;

/** Largest evidence, in bytes, the role credential included: a BankID
 *  signature with its OCSP answer, as text, is half of it. */
#define P2PID_EVIDENCE_MAX (24 * 1024)

/**
 * A binding from its text form; its shape is checked, its truth is not.
 *
 * @return P2PID_ERR_FORMAT, P2PID_ERR_SIZE, P2PID_ERR_METHOD for an unknown
 *         method, P2PID_ERR_VERSION for an unknown member that must be
 *         understood, P2PID_ERR_MEMORY
 */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_binding_parse (p2pid_bytes text, p2pid_binding **out_binding);

/** The text form, for p2pid_buffer_free(); P2PID_ERR_MEMORY. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_binding_print (const p2pid_binding *binding, p2pid_buffer **out_text);

/** The facts that the binding can show. */
P2PID_API p2pid_facts
p2pid_binding_facts (const p2pid_binding *binding);

/** Those of them that cannot be withheld: of evidence without selective
 *  disclosure all. A program says so before it shows any. */
P2PID_API p2pid_facts
p2pid_binding_fixed_facts (const p2pid_binding *binding);

/**
 * A copy that discloses only @p facts, and of those only what the binding
 * has. Methods without selective disclosure show all or nothing, and so does
 * an EU PID that its holder has signed for a statement. A role
 * (p2pid/role.h) is shown with P2PID_FACT_ORGANISATION alone, and says what
 * the person is there with P2PID_FACT_ROLE.
 *
 * @return P2PID_ERR_ARGUMENT where a fact cannot be withheld that is not
 *         among @p facts; P2PID_ERR_MEMORY
 */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_binding_select (const p2pid_binding *binding,
                      p2pid_facts facts,
                      p2pid_binding **out_binding);

/**
 * A binding from files as the eID delivers them.
 *
 * | method | files |
 * |---|---|
 * | bankid | `signature` (XML, or base64 of it), `ocspResponse` (DER, or base64 of it), the root certificate |
 * | freja  | `details` (JWS), the certificate that signed it |
 * | card   | signature, the person's certificate, those above it up to the root, OCSP answer or CRL if any |
 * | oidc   | ID token, the provider's key set or the one key of it |
 * | sd-jwt | the token; the issuer's key set, or root certificate, where it is not inside |
 *
 * Certificates are DER or PEM. Shape alone is checked.
 *
 * @param statement  its canonical bytes; empty for methods without one, and
 *                   where it is not known: verifying then stops at
 *                   P2PID_STEP_TEXT or P2PID_STEP_STATEMENT with
 *                   P2PID_ERR_INCOMPLETE
 *
 * @return P2PID_ERR_ARGUMENT for another number of files, a method that makes
 *         no bindings, and keys among which the token's is not the only one
 *         that fits; P2PID_ERR_ALGORITHM for a card whose key is of no kind
 *         that is taken; as p2pid_binding_parse()
 */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_binding_join (p2pid_method method,
                    const p2pid_bytes *files,
                    size_t count,
                    p2pid_bytes statement,
                    p2pid_binding **out_binding);

/**
 * Verify a binding, offline.
 *
 * Checked, in order: shape; issuer among @p anchors for that method; the
 * signatures, from the issuer's down to the person's; that they are over the
 * statement; validity at @p now; the identity key well formed; a name present
 * and readable. libp2pid/evidence/README.md has the steps of each method.
 * Not checked: that the peer holds the key, and with it that the key is fit
 * to sign with (the session does both), and revocation after
 * p2pid_identity_revocation_checked_at().
 *
 * @param now           time of the check, Unix seconds
 * @param out_identity  the caller's, for p2pid_identity_free()
 *
 * @return P2PID_ERR_FORMAT, P2PID_ERR_ALGORITHM, P2PID_ERR_UNTRUSTED,
 *         P2PID_ERR_TEST_REFUSED, P2PID_ERR_FORGED, P2PID_ERR_MISMATCH for
 *         well signed evidence of something else, P2PID_ERR_EXPIRED,
 *         P2PID_ERR_NOT_YET_VALID, P2PID_ERR_REVOKED, P2PID_ERR_INCOMPLETE,
 *         P2PID_ERR_TEXT, P2PID_ERR_VERSION, P2PID_ERR_SIZE for more
 *         certificates, or larger ones, than are read; P2PID_ERR_MEMORY
 */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_binding_verify (const p2pid_binding *binding,
                      const p2pid_anchors *anchors,
                      int64_t now,
                      p2pid_identity **out_identity);

/** As p2pid_binding_verify(), and tell which steps were made: @p out_report is
 *  written whatever is returned. What is wrong with a status list that was
 *  added to @p anchors is told as it is; there it is P2PID_ERR_UNTRUSTED, since
 *  it says nothing against whoever presents the binding. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_binding_check (const p2pid_binding *binding,
                     const p2pid_anchors *anchors,
                     int64_t now,
                     p2pid_report *out_report,
                     p2pid_identity **out_identity);

/** The identity key that the binding names, unverified; P2PID_ERR_FORMAT,
 *  P2PID_ERR_INCOMPLETE where it names none, P2PID_ERR_ALGORITHM where it is
 *  not an Ed25519 key. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_binding_key (const p2pid_binding *binding, p2pid_public_key *out_key);

/** Where the issuer publishes which of its credentials it has withdrawn: an
 *  address, unverified, borrowed; NULL where it publishes none. Ask there only
 *  once the binding was verified (p2pid_anchors_fetch_status()): before, it is
 *  the word of whoever sent it. */
P2PID_API const char *
p2pid_binding_status_address (const p2pid_binding *binding);

/** Wipe and free; NULL is fine. */
P2PID_API void
p2pid_binding_free (p2pid_binding *binding);

/** What the TEST issuer is asked to state. NULL leaves a fact out. */
typedef struct {
  const char *name; /**< required */
  const char *given_name;
  const char *family_name;
  const char *birthdate; /**< YYYY-MM-DD */
  const char *personal_number;
  const char *organisation;
  const char *role;
} p2pid_test_person;

/**
 * A TEST binding: an SD-JWT VC by the built-in TEST issuer, whose private key
 * is published. It proves nothing, and is accepted only by anchors that allow
 * TEST.
 *
 * @param lifetime  seconds from @p now, 1 to ten years
 *
 * @return P2PID_ERR_TEXT for a fact that is empty, too long or misleading;
 *         P2PID_ERR_FORMAT for a birth date that is no day of the calendar;
 *         P2PID_ERR_ALGORITHM for a key that is none;
 *         P2PID_ERR_ARGUMENT, P2PID_ERR_MEMORY
 */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_binding_issue_test (const p2pid_public_key *key,
                          const p2pid_test_person *person,
                          int64_t now,
                          int64_t lifetime,
                          p2pid_binding **out_binding);

P2PID_END_DECLS

#endif
