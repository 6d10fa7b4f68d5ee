/*
 * Words for what the library knows as numbers: facts, times, outcomes.
 * Everything here is translated; what is returned as const char * is static.
 */

#pragma once

#include "core/desk-states.h"

#include <p2pid/store.h>

G_BEGIN_DECLS

/** "Name", "Date of birth", … */
const char *
desk_words_fact (p2pid_fact fact);

/** @p value as it may stand on a screen: a personal number is masked but for
 *  its first six digits. @return (transfer full) */
char *
desk_words_masked (p2pid_fact fact, const char *value);

/** How an identity was proved: "TEST identity", the eID's name, or
 *  "Vouched for by ISSUER".
 *  @return (transfer full) */
char *
desk_words_proof (const p2pid_identity *identity);

/** What an identity was proved for, and when: "Proved for this contact, today
 *  14:05", or "Computer enrolled on DATE". @p now: Unix seconds.
 *  @return (transfer full) */
char *
desk_words_occasion (const p2pid_identity *identity, int64_t now);

/** The same without a time, and of any contact. */
const char *
desk_words_made_for (p2pid_occasion occasion);

/** "ROLE, speaks for ORGANISATION", where the organisation itself says so;
 *  @p role may be NULL. @return (transfer full) */
char *
desk_words_organisation (const char *organisation, const char *role);

/** "Organisation: ORGANISATION (ROLE)", where the issuer of the person's
 *  evidence names it: to belong somewhere is not to speak for it. @p role may
 *  be NULL. @return (transfer full) */
char *
desk_words_membership (const char *organisation, const char *role);

/** @p proof, and that revocation was not checked where @p known_at is 0, or
 *  when it was where that was long before @p now: nothing unchecked stands in
 *  green without saying so. @return (transfer full) */
char *
desk_words_revocation (const char *proof, int64_t known_at, int64_t now);

/** By whose word it is that organisation: "Key of DOMAIN", "According to
 *  NAME", or both. @return (transfer full) */
char *
desk_words_role_proof (const p2pid_role_proof *proof);

/** "BankID", "your smart card", …: by which eID, within a sentence. */
const char *
desk_words_method (p2pid_method method);

/** "High", "Substantial", … */
const char *
desk_words_assurance (p2pid_assurance assurance);

/** "On the telephone", … */
const char *
desk_words_channel (p2pid_channel channel);

/** How a contact came about, for a list: "You were rung up", … */
const char *
desk_words_contact (p2pid_channel channel, p2pid_role role);

/** "10:03:15", in local time. @return (transfer full) */
char *
desk_words_clock (int64_t time);

/** A date as the locale writes it. @return (transfer full) */
char *
desk_words_date (int64_t time);

/** Date and time of day. @return (transfer full) */
char *
desk_words_time (int64_t time);

/** A key in groups of four hex digits. @return (transfer full) */
char *
desk_words_key (const p2pid_public_key *key);

/** The name of a tone's symbolic icon, and of its style class. */
const char *
desk_words_tone_icon (DeskTone tone);

const char *
desk_words_tone_class (DeskTone tone);

G_END_DECLS
