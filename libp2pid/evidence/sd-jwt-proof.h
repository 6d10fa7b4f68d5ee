/*
 * What is read from evidence of method "sd-jwt", before anything is verified:
 *
 *   [base64url (issuer's key, or root certificate) "~"] SD-JWT [KB-JWT]
 */

#ifndef P2PID_EVIDENCE_SD_JWT_PROOF_H
#define P2PID_EVIDENCE_SD_JWT_PROOF_H

#include "evidence/key-binding.h"
#include "evidence/sd-jwt.h"
#include "p2pid/identity.h"

typedef struct {
  p2pid_bytes evidence; /* borrowed */
  p2pid_bytes enclosed; /* the part in front, or empty; borrowed */
  json_t *issuer;       /* it, as a key's JSON; or NULL */
  p2pid_buffer *root;   /* it, as a certificate's DER; or NULL */
  p2pid_sd_jwt *token;
  bool pid;                  /* an EU PID, by its own word */
  const char *const *claims; /* which states each fact; NULL: none does */
  p2pid_jws key_binding;     /* of a PID; all zero where there is none */
  p2pid_statement_part statement;
} p2pid_sd_jwt_proof;

/* The row's functions, as evidence/method.h has them. */
P2PID_MUST_CHECK p2pid_err
p2pid_sd_jwt_proof_join (const p2pid_bytes *files,
                         size_t count,
                         p2pid_buffer **out_evidence);
P2PID_MUST_CHECK p2pid_err
p2pid_sd_jwt_proof_read (p2pid_bytes statement,
                         p2pid_bytes evidence,
                         void **out_proof);
void
p2pid_sd_jwt_proof_free (void *proof);
p2pid_facts
p2pid_sd_jwt_proof_facts (const void *proof);
p2pid_facts
p2pid_sd_jwt_proof_fixed (const void *proof);
P2PID_MUST_CHECK p2pid_err
p2pid_sd_jwt_proof_select (const void *proof,
                           p2pid_facts facts,
                           p2pid_buffer **out_evidence,
                           void **out_proof);

#endif
