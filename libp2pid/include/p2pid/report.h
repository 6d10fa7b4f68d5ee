/*
 * What was checked of evidence, step by step.
 *
 * Each method goes through its own steps in its own order, and stops at the
 * first that fails. The list is closed, so that a program can say each in its
 * own words; libp2pid/evidence/README.md has the order for each method.
 */

#ifndef P2PID_REPORT_H
#define P2PID_REPORT_H

#include "p2pid/error.h"

P2PID_BEGIN_DECLS

typedef enum {
  P2PID_STEP_SHAPE,       /**< well formed, exactly as the method writes it */
  P2PID_STEP_ISSUER,      /**< root or key of the issuer among the anchors */
  P2PID_STEP_CHAIN,       /**< certificates lead up to it, good at the time */
  P2PID_STEP_CERTIFICATE, /**< the last one is a person's, for this use */
  P2PID_STEP_DIGESTS,     /**< what was signed is what is there */
  P2PID_STEP_SIGNATURE,   /**< the signature over the evidence */
  P2PID_STEP_DISCLOSURES, /**< each disclosed fact is one that was signed */
  P2PID_STEP_KIND,        /**< a signature or credential of this very kind */
  P2PID_STEP_REVOCATION,  /**< not withdrawn by its issuer */
  P2PID_STEP_TIME,        /**< valid at the time of the check */
  P2PID_STEP_PARTY,       /**< asked for by a relying party that is allowed */
  P2PID_STEP_LEVEL,       /**< the issuer knew the person well enough */
  P2PID_STEP_HOLDER,      /**< by the person's own key, not the issuer's word */
  P2PID_STEP_TEXT,        /**< the person read the statement's text, whole */
  P2PID_STEP_STATEMENT,   /**< signed was this statement */
  P2PID_STEP_KEY,         /**< an identity key is bound */
  P2PID_STEP_PERSON,      /**< a name is there and fit to be shown */
  P2PID_STEP_ROLE,        /**< the organisation's word for the role */
  P2PID_STEP_COUNT_
} p2pid_step;

/** A set of steps: bit 1 << p2pid_step. */
typedef uint32_t p2pid_steps;

#define P2PID_STEPS(step) ((p2pid_steps) 1 << (step))

/** What the issuer's status list says of a credential (Token Status List). */
typedef enum {
  P2PID_STATUS_NONE,      /**< no list is named; or it did not come so far */
  P2PID_STATUS_NO_LIST,   /**< a list is named that is not at hand */
  P2PID_STATUS_OUTDATED,  /**< that at hand is too old, or of later */
  P2PID_STATUS_BAD_LIST,  /**< that at hand is not the issuer's, or damaged */
  P2PID_STATUS_VALID,     /**< it holds */
  P2PID_STATUS_REVOKED,   /**< it is withdrawn for good */
  P2PID_STATUS_SUSPENDED, /**< it does not hold for now */
  P2PID_STATUS_OTHER,     /**< it does not hold; only the issuer knows why */
  P2PID_STATUS_COUNT_
} p2pid_status;

/** What became of a check. */
typedef struct {
  p2pid_steps held;    /**< were made, and held */
  p2pid_steps skipped; /**< belong to the method, and could not be made */
  p2pid_step failed;   /**< the first that failed; P2PID_STEP_COUNT_: none, or
                            P2PID_ERR_MEMORY between two */
  p2pid_err err;       /**< why it failed; P2PID_OK */
  p2pid_status status; /**< beyond P2PID_STATUS_NONE the issuer has signed that
                            it keeps a list, and where */
} p2pid_report;

/** The step's stable name: "shape", "issuer", … */
P2PID_API const char *
p2pid_step_name (p2pid_step step);

/** One English sentence that says what the step finds out. Static. */
P2PID_API const char *
p2pid_step_sentence (p2pid_step step);

/** The status's stable name: "none", "no-list", "outdated", … */
P2PID_API const char *
p2pid_status_name (p2pid_status status);

/** One English sentence for it. Static. */
P2PID_API const char *
p2pid_status_sentence (p2pid_status status);

P2PID_END_DECLS

#endif
