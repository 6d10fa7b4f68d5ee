/*
 * Parts of what people read: times, facts, identities.
 */

#ifndef P2PID_TOOLS_PRINT_H
#define P2PID_TOOLS_PRINT_H

#include "p2pid/identity.h"

/** Room for a time as text. */
#define CLI_TIME_SIZE 40

/** Local date and time, or the time of day alone. */
void
cli_print_time (int64_t time, char out[CLI_TIME_SIZE]);
void
cli_print_clock (int64_t time, char out[CLI_TIME_SIZE]);

/** "This is NAME", TEST marked as TEST; in bold on a terminal. */
void
cli_print_this_is (const p2pid_identity *identity);

/** How, by whom and when it was vouched for, and all facts but the name and
 *  what cli_print_role() tells. @p shown: in a contact or its receipt. */
void
cli_print_details (const p2pid_identity *identity, bool shown);

/** What the proof was made for, and when: a contact, which is *this* one where
 *  it was @p shown; or an enrolled computer. */
void
cli_print_occasion (const p2pid_identity *identity, bool shown);

/** Which steps were made, and which could not be. */
void
cli_print_steps (const p2pid_identity *identity);

/** What an organisation says of the person, and how that was proved; nothing
 *  where nobody does. */
void
cli_print_role (const p2pid_identity *identity);

/** When it was checked, and what was not. */
void
cli_print_check (const p2pid_identity *identity);

/** What @p facts are in the user's own identity, one a line. */
void
cli_print_facts (const p2pid_identity *identity, p2pid_facts facts);

/** Whether standard output takes colours. */
bool
cli_has_colour (void);

/** Print a line in bold where that can be. */
void
cli_print_bold (const char *format, ...)
    __attribute__ ((format (printf, 1, 2)));

#endif
