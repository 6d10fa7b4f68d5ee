/*
 * BankID evidence of ours: the fake of BankID (../fakes/bankid) makes it, good
 * and altered, for one statement, when a test program starts.
 */

#ifndef P2PID_TESTS_BANKID_EVIDENCE_H
#define P2PID_TESTS_BANKID_EVIDENCE_H

#include "p2pid/binding.h"

#include <stddef.h>

/** When the person signed, five seconds after the statement was made. */
#define BANKID_SIGNED INT64_C (1795521605)

/** For whom. */
#define BANKID_PARTY                                                           \
  "cn=P2P ID Test,name=P2P ID Test,serialNumber=5560000167,"                   \
  "o=Testbank A AB (publ),c=SE"

/** How long the statement holds, in seconds: half an hour. */
extern int64_t bankid_lasts;

/** The statement that was signed. */
p2pid_statement
bankid_statement (void);

/** Make all of it with the Python program at @p program; where that cannot be,
 *  says so and ends the program as skipped. */
void
bankid_make (const char *program);

/** The same, of the good kind alone. */
void
bankid_make_genuine (const char *program);

/** How many kinds there are, the good one included. */
size_t
bankid_count (void);

/** A file of one kind: "signature.xml", "ocsp.der", "root.pem"; for
 *  p2pid_buffer_free(). */
p2pid_buffer *
bankid_file (const char *kind, const char *name);

/** The three joined, for the statement; as p2pid_binding_join(). */
p2pid_err
bankid_join (const char *kind, p2pid_binding **out);

/** Anchors with the fake's root alone, TEST being allowed. */
p2pid_anchors *
bankid_anchors (void);

/** Whether xmlsec1, another reader of XML signatures, is here; and whether it
 *  takes a kind's signature, told as strictly as it can be what to take. OCSP
 *  answers, and what was signed, are nothing to it. */
bool
bankid_oracle_is_here (void);
bool
bankid_oracle_takes (const char *kind);

/** Remove what was made. */
void
bankid_end (void);

#endif
