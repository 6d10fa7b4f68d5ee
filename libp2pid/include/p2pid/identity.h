/*
 * A verified identity: facts of a person that evidence proves, and how.
 *
 * Only the library makes one, and only when every check held. There is no
 * "valid" flag: to hold an identity is to know that it was proved.
 */

#ifndef P2PID_IDENTITY_H
#define P2PID_IDENTITY_H

#include "p2pid/report.h"

P2PID_BEGIN_DECLS

typedef struct p2pid_identity p2pid_identity;

/** Facts as text. Each is absent (NULL) when it was not shown. */
typedef enum {
  P2PID_FACT_NAME,            /**< full name as the issuer writes it */
  P2PID_FACT_GIVEN_NAME,      /**< given names */
  P2PID_FACT_FAMILY_NAME,     /**< surname */
  P2PID_FACT_BIRTHDATE,       /**< YYYY-MM-DD */
  P2PID_FACT_PERSONAL_NUMBER, /**< national number, with its country's rules */
  P2PID_FACT_ORGANISATION,    /**< organisation spoken for */
  P2PID_FACT_ROLE,            /**< role in that organisation */
  P2PID_FACT_COUNT_
} p2pid_fact;

/** A set of facts: bit 1 << p2pid_fact. */
typedef uint32_t p2pid_facts;

#define P2PID_FACTS(fact) ((p2pid_facts) 1 << (fact))

/** What is shown unless the user says otherwise: the names, and whom one
 *  speaks for. */
#define P2PID_FACTS_DEFAULT                                                    \
  (P2PID_FACTS (P2PID_FACT_NAME) | P2PID_FACTS (P2PID_FACT_GIVEN_NAME) |       \
   P2PID_FACTS (P2PID_FACT_FAMILY_NAME) |                                      \
   P2PID_FACTS (P2PID_FACT_ORGANISATION) | P2PID_FACTS (P2PID_FACT_ROLE))

/** eID methods (DESIGN: one file each in evidence/). */
typedef enum {
  P2PID_METHOD_SD_JWT, /**< SD-JWT VC, RFC 9901; "sd-jwt" */
  P2PID_METHOD_BANKID, /**< Swedish BankID, a signed statement; "bankid" */
  P2PID_METHOD_FREJA,  /**< Freja eID, a signed statement; "freja" */
  P2PID_METHOD_CARD,   /**< a smart card's signature, X.509; "card" */
  P2PID_METHOD_OIDC,   /**< an OpenID Connect ID token; "oidc" */
  P2PID_METHOD_ROLE,   /**< an organisation's word for a role; "role". Of
                            anchors only: no binding has it as its method */
  P2PID_METHOD_COUNT_
} p2pid_method;

/** Whether the identity comes from the real world or from a test issuer. */
typedef enum {
  P2PID_ENVIRONMENT_PRODUCTION,
  P2PID_ENVIRONMENT_TEST
} p2pid_environment;

/** eIDAS levels of assurance (Regulation (EU) 910/2014, article 8). */
typedef enum {
  P2PID_ASSURANCE_NONE, /**< none stated, or a TEST identity */
  P2PID_ASSURANCE_LOW,
  P2PID_ASSURANCE_SUBSTANTIAL,
  P2PID_ASSURANCE_HIGH
} p2pid_assurance;

/** Whose word it is. */
typedef enum {
  P2PID_WORD_SIGNED, /**< the person signed the statement with their own eID
                          key, whose signature was checked here */
  P2PID_WORD_VOUCHED /**< the issuer says so: the person's own signature, if
                          there was any, cannot be checked by others */
} p2pid_word;

/** What the binding was made for, which tells how fresh the proof is. */
typedef enum {
  P2PID_OCCASION_ENROLMENT, /**< an enrolled computer, whose eID may have been
                                 asked long ago; also where it is not known
                                 that it was not; "enrolment" */
  P2PID_OCCASION_CONTACT    /**< just for a contact: whenever it holds, the eID
                                 was asked within the last
                                 P2PID_OCCASION_CONTACT_MAX; "contact" */
} p2pid_occasion;

/** Longest that a binding holds that was made for a contact, in seconds, from
 *  its beginning to its end. */
#define P2PID_OCCASION_CONTACT_MAX (30 * 60)

/** The second line of proof: what an organisation says of the person. All is
 *  borrowed from the identity. */
typedef struct {
  const char
      *organisation;  /**< its name, as its anchor or signatory gives it */
  const char *domain; /**< where its key is published; or NULL */
  const char *role;   /**< what the person is there; or NULL: not shown */
  p2pid_environment environment;
  int64_t signed_at;             /**< Unix seconds; 0: does not say */
  int64_t valid_until;           /**< Unix seconds */
  int64_t revocation_checked_at; /**< as for the identity */
  p2pid_status status;           /**< likewise */
  const char *status_address;    /**< likewise; or NULL */
  /** Who stands for the organisation's key by a binding of their own; NULL
   *  where an anchor does. */
  const p2pid_identity *signatory;
} p2pid_role_proof;

/** The fact's text, borrowed, valid as long as @p identity; NULL when it was
 *  not shown. Free of control and bidi characters. */
P2PID_API const char *
p2pid_identity_fact (const p2pid_identity *identity, p2pid_fact fact);

/** The fact's stable name: "name", "given-name", "birthdate", … */
P2PID_API const char *
p2pid_fact_name (p2pid_fact fact);

/** By which eID method it was proved. */
P2PID_API p2pid_method
p2pid_identity_method (const p2pid_identity *identity);

/** The method's stable name: "sd-jwt", … */
P2PID_API const char *
p2pid_method_name (p2pid_method method);

/** Whether the person is real, as the trust anchor says. Show TEST as TEST. */
P2PID_API p2pid_environment
p2pid_identity_environment (const p2pid_identity *identity);

/** How well the issuer knew the person, as the evidence states it. */
P2PID_API p2pid_assurance
p2pid_identity_assurance (const p2pid_identity *identity);

/** The issuer's name as the trust anchor gives it; never NULL, borrowed. */
P2PID_API const char *
p2pid_identity_issuer (const p2pid_identity *identity);

/** When the eID signed, Unix seconds; 0 when it does not say. */
P2PID_API int64_t
p2pid_identity_signed_at (const p2pid_identity *identity);

/** Whether p2pid_identity_signed_at() is the word of the person alone, by
 *  whose card, or wallet, it was signed: no clock of anybody else's says it. */
P2PID_API bool
p2pid_identity_dated_by_holder (const p2pid_identity *identity);

/**
 * What the binding was made for: P2PID_OCCASION_CONTACT where it holds for
 * P2PID_OCCASION_CONTACT_MAX seconds or less, whenever it is checked.
 *
 * It begins with its statement, or with the eID's signature (of an OpenID
 * provider, the login that it recognised the person by) where that is more
 * than a minute earlier, by which clocks may differ; a credential that an
 * issuer vouches with begins at its iat, or at its nbf where that is earlier.
 * The beginning has to be somebody else's word than the holder's, or an old
 * proof could be made to look fresh. So it is
 * P2PID_OCCASION_ENROLMENT without an iat (what has an nbf alone may have been
 * signed long before), and where p2pid_identity_dated_by_holder(), unless the
 * wallet's credential is itself as young.
 *
 * Not proved: that it was used in no other contact meanwhile.
 */
P2PID_API p2pid_occasion
p2pid_identity_occasion (const p2pid_identity *identity);

/** The occasion's stable name: "enrolment", "contact". */
P2PID_API const char *
p2pid_occasion_name (p2pid_occasion occasion);

/** Until when the binding holds, Unix seconds. */
P2PID_API int64_t
p2pid_identity_valid_until (const p2pid_identity *identity);

/** When it was checked, Unix seconds: the @p now of the verification. */
P2PID_API int64_t
p2pid_identity_checked_at (const p2pid_identity *identity);

/**
 * As of when it was known that the issuer had not withdrawn it, Unix seconds;
 * 0: *not checked*. For BankID the time of the OCSP answer in the evidence,
 * which is when it was signed: what happened later is not known.
 */
P2PID_API int64_t
p2pid_identity_revocation_checked_at (const p2pid_identity *identity);

/** Longest that what is known of revocation counts as of now, in seconds. In
 *  that time an issuer who follows the CA/Browser Forum has published a newer
 *  list (Baseline Requirements §4.9.7). */
#define P2PID_REVOCATION_FRESH_MAX (INT64_C (7) * 86400)

/**
 * Whether revocation was checked, but long before: more than
 * P2PID_REVOCATION_FRESH_MAX. What was withdrawn since is not known; say so.
 *
 * @param known_at  p2pid_identity_revocation_checked_at(), or that of a role;
 *                  0, *not checked*, is not long ago
 * @param now       p2pid_identity_checked_at(), Unix seconds
 */
P2PID_API bool
p2pid_revocation_is_old (int64_t known_at, int64_t now);

/** What its issuer's status list says: P2PID_STATUS_VALID, or why it says
 *  nothing. Not for methods whose evidence has an answer of its own. */
P2PID_API p2pid_status
p2pid_identity_status (const p2pid_identity *identity);

/**
 * Where its issuer keeps that list, for p2pid_anchors_fetch_status(); NULL
 * where it names none. Borrowed. The issuer has signed it; of a role that may
 * be an organisation for which a signatory alone speaks, so do not show it to
 * people as somewhere to go.
 */
P2PID_API const char *
p2pid_identity_status_address (const p2pid_identity *identity);

/** Whose word the identity is. */
P2PID_API p2pid_word
p2pid_identity_word (const p2pid_identity *identity);

/** The steps that were made and held. */
P2PID_API p2pid_steps
p2pid_identity_checked (const p2pid_identity *identity);

/** The steps that belong to the method and could not be made: say them. */
P2PID_API p2pid_steps
p2pid_identity_unchecked (const p2pid_identity *identity);

/** What an organisation says of the person, borrowed; NULL where none was
 *  shown. P2PID_FACT_ORGANISATION and P2PID_FACT_ROLE have its texts too. */
P2PID_API const p2pid_role_proof *
p2pid_identity_role_proof (const p2pid_identity *identity);

/** The identity key that the evidence binds; borrowed. */
P2PID_API const p2pid_public_key *
p2pid_identity_key (const p2pid_identity *identity);

/** A copy for p2pid_identity_free(); P2PID_ERR_MEMORY. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_identity_copy (const p2pid_identity *identity, p2pid_identity **out);

/** Wipe and free; NULL is fine. */
P2PID_API void
p2pid_identity_free (p2pid_identity *identity);

P2PID_END_DECLS

#endif
