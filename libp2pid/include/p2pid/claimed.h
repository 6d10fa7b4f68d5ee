/*
 * Who evidence says that it is from, where it was not proved.
 *
 * This is no identity. Nothing of it was checked: whoever made the evidence
 * has written these texts, a forger as well as an eID. It is for somebody who
 * looks for the reason why evidence does not hold, and wants to know whose
 * paper they have in front of them. Show it only with the step that failed,
 * and say in the same breath that it was not proved; never show it to somebody
 * who wants to know who a person is, never compare it with anything that
 * decides, and keep it nowhere. No function that takes a p2pid_identity takes
 * it, and a contact never gives one.
 */

#ifndef P2PID_CLAIMED_H
#define P2PID_CLAIMED_H

#include "p2pid/binding.h"

P2PID_BEGIN_DECLS

typedef struct p2pid_claimed p2pid_claimed;

/**
 * Read who @p binding says that it is from. Meant for a binding for which
 * p2pid_binding_check() has returned an error.
 *
 * Checked: that the texts can be shown, as for every identity, and that a
 * birth date is a day and a national number one of its country's form. What
 * follows the first text that cannot be shown is left out. Where the
 * disclosures of a credential are not its own, only what stands open in it is
 * read.
 * Not checked: everything else.
 *
 * @param out_claimed  the caller's, for p2pid_claimed_free()
 *
 * @return P2PID_ERR_INCOMPLETE where it names nobody, or nobody whose name can
 *         be shown; P2PID_ERR_MEMORY
 */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_binding_claimed (const p2pid_binding *binding,
                       p2pid_claimed **out_claimed);

/** What it says of @p fact, unproved: borrowed, valid as long as @p claimed;
 *  NULL where it says nothing. The name is always there. Free of control and
 *  bidi characters. With a role beside the evidence (p2pid/role.h),
 *  organisation and role are what that says, by its own word. */
P2PID_API const char *
p2pid_claimed_fact (const p2pid_claimed *claimed, p2pid_fact fact);

/** Wipe and free; NULL is fine. */
P2PID_API void
p2pid_claimed_free (p2pid_claimed *claimed);

P2PID_END_DECLS

#endif
