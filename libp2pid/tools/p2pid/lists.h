/*
 * What the store and its neighbours hold, in words for people.
 */

#ifndef P2PID_TOOLS_LISTS_H
#define P2PID_TOOLS_LISTS_H

#include "tools/p2pid/output.h"

/** One's own identity, and what of it can be shown. */
void
cli_list_profile (const p2pid_identity *identity,
                  p2pid_facts facts,
                  p2pid_facts fixed);

/** One contact, one person, one anchor: a few lines each. */
void
cli_list_history (const p2pid_history_entry *entry);
void
cli_list_person (const p2pid_person *person);
void
cli_list_anchor (const p2pid_anchor *anchor);

/** What was made, and its fingerprint. */
void
cli_list_fingerprint (const char *event,
                      const p2pid_fingerprint *fingerprint,
                      const char *text);

/** Who said what in a receipt; names only where it was verified. */
void
cli_list_receipt (const cli_verified *receipt);

/** Whose receipt it is that holds, and of when. */
void
cli_list_holds (const cli_verified *receipt);

/** Step by step what held of evidence, and who it says a key belongs to. */
void
cli_list_evidence (const cli_checked *checked);

#endif
