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
  desk_card_add_detail (card, _ ("Withdrawn by the issuer"),
                        p2pid_identity_revocation_checked_at (identity) != 0
                            ? _ ("No, the issuer was asked")
                            : _ ("Not checked"));
  desk_card_add_detail (card, _ ("Key of the computer"), key);
}

void
desk_details_add (DeskCard *card, const p2pid_identity *identity)
{
  for (p2pid_fact fact = 0; fact < P2PID_FACT_COUNT_; fact++)
    add_fact (card, identity, fact);
  add_proof (card, identity);
}
