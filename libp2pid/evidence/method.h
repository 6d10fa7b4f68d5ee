/*
 * The closed table of eID methods: one row a method, one file a row.
 *
 * What a method reads from a binding is its proof, opaque to everybody else.
 * A proof borrows the texts that it was read from.
 */

#ifndef P2PID_EVIDENCE_METHOD_H
#define P2PID_EVIDENCE_METHOD_H

#include "evidence/report.h"
#include "p2pid/binding.h"

typedef struct {
  p2pid_method method;

  /* Evidence from files as the eID delivers them: p2pid_binding_join().
   * ARGUMENT, FORMAT, SIZE, MEMORY. */
  p2pid_err (*join) (const p2pid_bytes *files,
                     size_t count,
                     p2pid_buffer **out_evidence);

  /* The shape alone. @p statement is base64url, empty where there is none.
   * FORMAT, SIZE, MEMORY. */
  p2pid_err (*read) (p2pid_bytes statement,
                     p2pid_bytes evidence,
                     void **out_proof);
  void (*free) (void *proof);

  /* What could be shown. */
  p2pid_facts (*facts) (const void *proof);

  /* What cannot be withheld; NULL for all of it. */
  p2pid_facts (*fixed) (const void *proof);

  /* Evidence that shows only @p facts, and its proof; NULL for all or nothing.
   * ARGUMENT, MEMORY. */
  p2pid_err (*select) (const void *proof,
                       p2pid_facts facts,
                       p2pid_buffer **out_evidence,
                       void **out_proof);

  /* The identity key, unverified. */
  p2pid_err (*key) (const void *proof, p2pid_public_key *out_key);

  /* Enter what is said of the person, unverified, in a blank identity: all up
   * to the first that is not fit to be shown. p2pid_fact_check(), FORMAT,
   * MISMATCH, INCOMPLETE, MEMORY. */
  p2pid_err (*claim) (const void *proof, p2pid_identity *facts);

  /* The address of a status list, unverified; NULL for methods without. */
  const char *(*status) (const void *proof);

  /* Every check, each entered in @p report, in the order that the method's
   * table in README.md has. What was checked becomes the identity's. */
  p2pid_err (*verify) (const void *proof,
                       const p2pid_anchors *anchors,
                       int64_t now,
                       p2pid_report *report,
                       p2pid_identity **out_identity);
} p2pid_method_row;

/** The method of this name, as bindings and anchor files write it;
 *  P2PID_METHOD_COUNT_ where there is none. */
p2pid_method
p2pid_method_find (const char *name);

/** The method's row; NULL for one that makes no bindings. */
const p2pid_method_row *
p2pid_method_get_row (p2pid_method method);

/* The rows, each in the file of its method. */
extern const p2pid_method_row p2pid_card_method;
extern const p2pid_method_row p2pid_freja_method;
extern const p2pid_method_row p2pid_oidc_method;
extern const p2pid_method_row p2pid_sd_jwt_vc_method;
extern const p2pid_method_row p2pid_bankid_method;

#endif
