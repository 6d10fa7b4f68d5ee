/* The details of an identity, on a card. */

#include "ui/desk-details.h"

#include "core/desk-words.h"

#include <glib/gi18n.h>

static void
add_fact (DeskCard *card, const p2pid_identity *identity, p2pid_fact fact)
{
  const char *value = p2pid_identity_fact (identity, fact);
  g_autofree char *masked = NULL;

  if (value == NULL)
    return;
  masked = desk_words_masked (fact, value);
  desk_card_add_detail (card, desk_words_fact (fact), masked);
}

void
desk_details_add_time (DeskCard *card, const char *label, int64_t time)
{
  g_autofree char *text = desk_words_time (time);

  if (time > 0)
    desk_card_add_detail (card, label, text);
}

static void
add_revocation (DeskCard *card, const p2pid_identity *identity)
{
  int64_t at = p2pid_identity_revocation_checked_at (identity);
  g_autofree char *time = desk_words_time (at);
  g_autofree char *line = NULL;

  /* Translators: %s is a date and a time of day. */
  line = at > 0 ? g_strdup_printf (_ ("No, as of %s"), time)
                : g_strdup (_ ("Not checked"));
  desk_card_add_detail (card, _ ("Withdrawn by the issuer"), line);
}

/* How, by whom, when, how fresh: everything that was checked, and what was
 * not. */
static void
add_proof (DeskCard *card, const p2pid_identity *identity)
{
  g_autofree char *proof = desk_words_proof (identity);
  g_autofree char *key = desk_words_key (p2pid_identity_key (identity));

  desk_card_add_detail (card, _ ("How"), proof);
  desk_card_add_detail (card, _ ("By whom"), p2pid_identity_issuer (identity));
  desk_card_add_detail (
      card, _ ("Level of assurance"),
      desk_words_assurance (p2pid_identity_assurance (identity)));
  desk_card_add_detail (
      card, _ ("Made for"),
      desk_words_made_for (p2pid_identity_occasion (identity)));
  desk_details_add_time (card,
                         p2pid_identity_dated_by_holder (identity)
                             ? _ ("Issued, by the person's own clock")
                             : _ ("Issued"),
                         p2pid_identity_signed_at (identity));
  desk_details_add_time (card, _ ("Holds until"),
                         p2pid_identity_valid_until (identity));
  desk_details_add_time (card, _ ("Checked on this computer"),
                         p2pid_identity_checked_at (identity));
  desk_card_add_detail (card, _ ("Whose word"),
                        p2pid_identity_word (identity) == P2PID_WORD_SIGNED
                            ? _ ("The person's own signature, checked here")
                            : _ ("The issuer's"));
  add_revocation (card, identity);
  desk_card_add_detail (card, _ ("Key of the computer"), key);
}

static void
add_withdrawal (DeskCard *card, const p2pid_role_proof *proof)
{
  int64_t at = proof->revocation_checked_at;
  g_autofree char *time = desk_words_time (at);
  g_autofree char *line = NULL;

  /* Translators: %s is a date and a time of day. */
  line = at > 0 ? g_strdup_printf (_ ("No, as of %s"), time)
                : g_strdup (_ ("Not checked"));
  desk_card_add_detail (card, _ ("Withdrawn by the organisation"), line);
}

/* Who stands for the organisation, and how that was proved. */
static void
add_signatory (DeskCard *card, const p2pid_identity *signatory)
{
  const char *name = p2pid_identity_fact (signatory, P2PID_FACT_NAME);
  g_autofree char *proof = desk_words_proof (signatory);
  g_autofree char *line = g_strdup_printf ("%s · %s", name, proof);

  desk_card_add_detail (card, _ ("Who signs for the organisation"), line);
}

/* The second proof: what an organisation says, by itself. */
static void
add_role (DeskCard *card, const p2pid_identity *identity)
{
  const p2pid_role_proof *proof = p2pid_identity_role_proof (identity);
  g_autofree char *how = NULL;

  if (proof == NULL) {
    if (p2pid_identity_unchecked (identity) & P2PID_STEPS (P2PID_STEP_ROLE))
      desk_card_add_detail (
          card, _ ("Organisation"),
          _ ("Not shown: its key is not known on this computer"));
    return;
  }
  how = desk_words_role_proof (proof);
  desk_card_add_detail (card, _ ("Organisation"), proof->organisation);
  if (proof->role != NULL)
    desk_card_add_detail (card, _ ("Role"), proof->role);
  desk_card_add_detail (card, _ ("How the organisation was checked"), how);
  if (proof->signatory != NULL)
    add_signatory (card, proof->signatory);
  desk_details_add_time (card, _ ("Role given"), proof->signed_at);
  desk_details_add_time (card, _ ("Role holds until"), proof->valid_until);
  add_withdrawal (card, proof);
}

void
desk_details_add (DeskCard *card, const p2pid_identity *identity)
{
  gboolean apart = p2pid_identity_role_proof (identity) != NULL;

  for (p2pid_fact fact = 0; fact < P2PID_FACT_COUNT_; fact++)
    if (!apart || (fact != P2PID_FACT_ORGANISATION && fact != P2PID_FACT_ROLE))
      add_fact (card, identity, fact);
  add_proof (card, identity);
  add_role (card, identity);
}

void
desk_details_say_own (DeskCard *card, DeskIdentity *identity, const char *until)
{
  const p2pid_identity *facts = desk_identity_get_facts (identity);
  g_autofree char *proof = desk_words_proof (facts);
  g_autofree char *line = NULL;
  g_autofree char *detail = NULL;

  /* Translators: %s is one's own name. */
  line = g_strdup_printf (_ ("You are %s"), desk_identity_get_name (identity));
  /* Translators: how an identity was proved, and a date. */
  detail = g_strdup_printf (_ ("%s · holds until %s"), proof, until);
  desk_card_say (card, DESK_TONE_KNOWN, NULL, line, detail,
                 _ ("Nobody sees this before you show it."),
                 desk_identity_is_test (identity));
  desk_card_clear_details (card);
  desk_details_add (card, facts);
}
