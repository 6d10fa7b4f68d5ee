/*
 * A statement that the tests of evidence share: person_key (1) is somebody's,
 * from NOW for a day, or for as long as a test says.
 */

#ifndef P2PID_TESTS_STATING_H
#define P2PID_TESTS_STATING_H

#include "person.h"

/** How long it holds, in seconds: DAY. */
extern int64_t stating_lasts;

/** The statement; its nonce is always the same. */
p2pid_statement
stating (void);

/** Its canonical bytes, and its text, for p2pid_buffer_free(). */
p2pid_buffer *
stating_bytes (const p2pid_statement *statement);
p2pid_buffer *
stating_text (const p2pid_statement *statement);

/** As bindings have it, for free(). */
char *
stating_base64url (const p2pid_statement *statement);

/** Read a binding of @p method from its parts and check it at @p now; the
 *  report is of the step "shape" where it cannot be read. @p statement and
 *  @p out may be NULL. */
p2pid_err
stating_check (const char *method,
               const char *statement,
               const char *evidence,
               const p2pid_anchors *anchors,
               int64_t now,
               p2pid_report *report,
               p2pid_identity **out);

/** A set with the one anchor, TEST allowed where it is a TEST anchor. */
p2pid_anchors *
stating_anchors (const p2pid_anchor *anchor);

#endif
