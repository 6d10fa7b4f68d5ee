/*
 * Organisations: the key that signs roles, and the page on which an
 * organisation publishes its keys and the roles that it has withdrawn,
 * https://DOMAIN/.well-known/p2pid.json (PROTOCOL.md §11, "Organisations").
 */

#ifndef P2PID_ORGANISATION_H
#define P2PID_ORGANISATION_H

#include "p2pid/anchors.h"
#include "p2pid/key.h"

P2PID_BEGIN_DECLS

/** Longest domain and largest page, in bytes. */
#define P2PID_DOMAIN_MAX 200
#define P2PID_ORGANISATION_PAGE_MAX (64 * 1024)
/** Most keys on a page. */
#define P2PID_ORGANISATION_KEYS_MAX 8

/**
 * Whether a text is a domain in the one form that is taken: lower-case ASCII
 * labels of letters, digits and hyphens, two or more, no address, names in
 * other scripts as "xn--…". So no two domains look alike but for their
 * letters.
 *
 * @return P2PID_OK or P2PID_ERR_FORMAT
 */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_domain_check (const char *domain);

/** An anchor's fingerprint of an Ed25519 key: its RFC 7638 thumbprint. */
P2PID_API void
p2pid_organisation_fingerprint (const p2pid_public_key *key,
                                p2pid_fingerprint *out_fingerprint);

/** The key as a private JWK (RFC 8037 §2) in one line: a secret, for
 *  p2pid_buffer_free(). P2PID_ERR_MEMORY. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_organisation_key_print (const p2pid_key *key, p2pid_buffer **out_text);

/** The key again. P2PID_ERR_FORMAT for anything that
 *  p2pid_organisation_key_print() does not write; P2PID_ERR_MEMORY. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_organisation_key_parse (p2pid_bytes text, p2pid_key **out_key);

/** What an organisation publishes. All is borrowed. */
typedef struct {
  const char *name;   /**< 1 to P2PID_ANCHOR_NAME_MAX bytes */
  const char *domain; /**< p2pid_domain_check() */
  const p2pid_public_key *keys;
  size_t key_count;                 /**< 1 to P2PID_ORGANISATION_KEYS_MAX */
  const p2pid_fingerprint *revoked; /**< p2pid_role_fingerprint() of each */
  size_t revoked_count;             /**< at most P2PID_ANCHOR_REVOKED_MAX */
} p2pid_organisation_page;

/** The page as a file, for p2pid_buffer_free(). P2PID_ERR_TEXT,
 *  P2PID_ERR_FORMAT for a domain that is none, P2PID_ERR_SIZE,
 *  P2PID_ERR_MEMORY. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_organisation_page_print (const p2pid_organisation_page *page,
                               p2pid_buffer **out_text);

/**
 * Take the keys of a page as anchors of method "role": those that @p anchors
 * has for that domain are replaced, so that a key which has left the page is
 * believed no longer.
 *
 * Not checked: where the page comes from. Whoever can write it can speak for
 * the organisation.
 *
 * @param domain  where it was found; the page must name the same
 * @param environment  whether its people are real, as the reader sees it
 * @param now     when, Unix seconds: as of then its list of withdrawn roles is
 *                known
 *
 * @return P2PID_ERR_ARGUMENT for an environment or time that there is not;
 *         P2PID_ERR_FORMAT, P2PID_ERR_TEXT, P2PID_ERR_ALGORITHM,
 *         P2PID_ERR_VERSION, P2PID_ERR_SIZE; P2PID_ERR_MISMATCH for the page
 *         of another domain; P2PID_ERR_STATE where a key of it is an anchor
 *         of another domain, or of none: whose it is must be settled first;
 *         P2PID_ERR_MEMORY. Nothing has changed then
 */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_organisation_page_load (p2pid_bytes json,
                              const char *domain,
                              p2pid_environment environment,
                              int64_t now,
                              p2pid_anchors *anchors);

/**
 * Fetch an organisation's page from its domain, over TLS, and load it.
 *
 * Waits for the network. By the one who checks and when they want to, never in
 * a contact: it tells the organisation that somebody asks, and when.
 *
 * @param root  PEM: trust this alone; NULL: the system's authorities
 *
 * @return as p2pid_organisation_page_load(); P2PID_ERR_NOT_FOUND where the
 *         domain has no page; P2PID_ERR_OFFLINE, P2PID_ERR_TIMEOUT,
 *         P2PID_ERR_TLS, P2PID_ERR_RELAY for an answer that is none, a
 *         redirect among them; P2PID_ERR_ARGUMENT for a root that is none;
 *         P2PID_ERR_UNTRUSTED for a server that asks for a certificate
 */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_organisation_fetch (const char *domain,
                          const char *root,
                          p2pid_environment environment,
                          int64_t now,
                          p2pid_anchors *anchors);

P2PID_END_DECLS

#endif
