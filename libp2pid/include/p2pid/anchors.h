/*
 * Trust anchors: fingerprints of the issuers that this computer accepts.
 *
 * A fingerprint is the SHA-256 of a root certificate's DER form, or the
 * RFC 7638 JWK thumbprint of an issuer's key. The certificate or key itself
 * travels with the binding.
 */

#ifndef P2PID_ANCHORS_H
#define P2PID_ANCHORS_H

#include "p2pid/identity.h"

P2PID_BEGIN_DECLS

typedef struct p2pid_anchors p2pid_anchors;

/**
 * One anchor. Texts are borrowed; those of an anchor that the set hands out
 * are valid until the set changes.
 */
typedef struct {
  p2pid_method method;
  p2pid_environment environment;
  p2pid_fingerprint fingerprint;
  const char *name; /**< for people: 1 to P2PID_ANCHOR_NAME_MAX bytes */
  /** How well this issuer knows people, where its evidence does not say. */
  p2pid_assurance assurance;
  /** Who it is elsewhere, or NULL: for OIDC the issuer's address (required),
   *  for a role the organisation's domain. */
  const char *issuer;
  /** The relying parties for whom its evidence is taken, NULL-terminated; NULL
   *  or an empty list: none. For BankID and OIDC (client ids), which refuse
   *  evidence made for anybody else; "*" allows everybody. Others do not look
   *  at it: Freja's evidence does not name its relying party. */
  const char *const *parties;
  /** From when to when its key counts, Unix seconds; 0: no bound. For roles,
   *  as are the next three. */
  int64_t not_before, not_after;
  /** The roles that the organisation has withdrawn, p2pid_role_fingerprint()
   *  of each; and as of when that is known, 0: nobody asked. */
  const p2pid_fingerprint *revoked;
  size_t revoked_count;
  int64_t revoked_as_of;
} p2pid_anchor;

#define P2PID_ANCHOR_NAME_MAX 100
#define P2PID_ANCHOR_ISSUER_MAX 200
#define P2PID_ANCHOR_PARTY_MAX 300
#define P2PID_ANCHOR_PARTIES_MAX 100
#define P2PID_ANCHOR_REVOKED_MAX 500
#define P2PID_ANCHORS_MAX 1000
/** Largest anchor file, in bytes. */
#define P2PID_ANCHORS_FILE_MAX (1024 * 1024)

/** An empty set, for p2pid_anchors_free(); P2PID_ERR_MEMORY. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_anchors_new (p2pid_anchors **out_anchors);

/**
 * Add one anchor; the same fingerprint for the same method replaces the
 * earlier one. The built-in TEST issuer, whose private key is published, is a
 * TEST anchor whatever @p anchor says.
 *
 * @return P2PID_ERR_TEXT for a name, issuer or party that is empty, too long
 *         or misleading; P2PID_ERR_ARGUMENT for a method, environment,
 *         assurance or time that there is not, and for an OIDC anchor without
 *         issuer; P2PID_ERR_SIZE past P2PID_ANCHORS_MAX or another of these
 *         numbers; P2PID_ERR_MEMORY
 */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_anchors_add (p2pid_anchors *anchors, const p2pid_anchor *anchor);

/**
 * Add all anchors of a file: JSON,
 * {"anchors":[{"method":"sd-jwt","environment":"test","name":"…",
 * "fingerprint":"<64 hex digits>","assurance":"substantial","issuer":"…",
 * "parties":["…"],"not-before":N,"not-after":N,"revoked":["<64 hex digits>"],
 * "revoked-as-of":N}]}, from "assurance" on where they apply. All are added, or
 * none.
 *
 * @return P2PID_ERR_FORMAT, P2PID_ERR_SIZE, P2PID_ERR_TEXT, P2PID_ERR_METHOD,
 *         P2PID_ERR_MEMORY
 */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_anchors_load (p2pid_anchors *anchors, p2pid_bytes json);

/** Largest status list token, in bytes, and most of them in a set. */
#define P2PID_STATUS_TOKEN_MAX (1024 * 1024)
#define P2PID_STATUSES_MAX 32
/** Longest address of one, in characters. */
#define P2PID_STATUS_ADDRESS_MAX 1000

/**
 * Add a status list (Token Status List, JWT form), which the caller has
 * fetched from the address that a credential names as
 * p2pid_binding_status_address(). It stands in for an earlier one of the same
 * address, and is looked at when a credential of that address is verified:
 * who signed it is checked then.
 *
 * @return P2PID_ERR_FORMAT for what is no such token; P2PID_ERR_INCOMPLETE
 *         for one without an address; P2PID_ERR_VERSION; P2PID_ERR_SIZE past
 *         P2PID_STATUS_TOKEN_MAX or P2PID_STATUSES_MAX; P2PID_ERR_MEMORY
 */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_anchors_add_status (p2pid_anchors *anchors, p2pid_bytes token);

/**
 * Fetch a status list from its address, over TLS, and add it.
 *
 * Waits for the network. By the one who checks and when they want to, never by
 * itself: it tells the issuer's server that somebody looks at one of its
 * credentials now, and whoever listens that somebody asks the issuer. A list
 * that is fetched every day, whomever one meets, tells neither. And only once
 * the credential was verified, which tells P2PID_STATUS_NO_LIST or
 * P2PID_STATUS_OUTDATED in its report: before, the address is the word of
 * whoever sent the credential, and could be a trap of theirs.
 *
 * Redirects are not followed.
 *
 * @param address    as p2pid_binding_status_address() has it
 * @param root       PEM: trust this alone; NULL: the system's authorities
 * @param cancel_fd  a descriptor: it is broken off once that is readable; -1:
 *                   it goes on for 20 seconds at most
 *
 * @return as p2pid_anchors_add_status(); P2PID_ERR_ARGUMENT for an address that
 *         is not https or a root that is none; P2PID_ERR_NOT_FOUND where there
 *         is no list; P2PID_ERR_MISMATCH for the list of another address;
 *         P2PID_ERR_OFFLINE, P2PID_ERR_TIMEOUT, P2PID_ERR_CANCELLED,
 *         P2PID_ERR_TLS, P2PID_ERR_RELAY for an answer that is none, a
 *         redirect among them; P2PID_ERR_UNTRUSTED for a server that asks for
 *         a certificate. Nothing has changed then
 */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_anchors_fetch_status (p2pid_anchors *anchors,
                            const char *address,
                            const char *root,
                            int cancel_fd);

/** Take TEST identities (off in a new set), or no longer. With it the built-in
 *  TEST issuer becomes an anchor, and ceases to be one without it.
 *  P2PID_ERR_MEMORY. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_anchors_allow_test (p2pid_anchors *anchors, bool allow);

/** How many anchors there are, the built-in TEST issuer's included where TEST
 *  is allowed. */
P2PID_API size_t
p2pid_anchors_count (const p2pid_anchors *anchors);

/** The anchor at @p index, borrowed, valid until the set changes; NULL past
 *  the end. */
P2PID_API const p2pid_anchor *
p2pid_anchors_get (const p2pid_anchors *anchors, size_t index);

/** Free; NULL is fine. */
P2PID_API void
p2pid_anchors_free (p2pid_anchors *anchors);

/** Most keys that one file may have. */
#define P2PID_FINGERPRINTS_MAX 64

/**
 * The fingerprints of what an issuer publishes: of a certificate (DER or one
 * PEM block) the SHA-256 of its DER form, of a key (JWK) or each key of a set
 * (RFC 7517) its thumbprint (RFC 7638). Keys of a set with which nothing here
 * is verified are passed over.
 *
 * Not checked: that the file is the issuer's. That is for whoever adds an
 * anchor to find out.
 *
 * @param out_count  how many there are, at least one
 *
 * @return P2PID_ERR_FORMAT for what is neither, and a private key;
 *         P2PID_ERR_SIZE past P2PID_FINGERPRINTS_MAX or for too large a file;
 *         P2PID_ERR_ALGORITHM where there is no key that could verify;
 *         P2PID_ERR_MEMORY
 */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_fingerprints_read (p2pid_bytes file,
                         p2pid_fingerprint out[P2PID_FINGERPRINTS_MAX],
                         size_t *out_count);

P2PID_END_DECLS

#endif
