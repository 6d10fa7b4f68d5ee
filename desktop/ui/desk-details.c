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
  desk_details_add_time (card, _ ("Issued"),
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

void
desk_details_add (DeskCard *card, const p2pid_identity *identity)
{
  for (p2pid_fact fact = 0; fact < P2PID_FACT_COUNT_; fact++)
    add_fact (card, identity, fact);
  add_proof (card, identity);
}
