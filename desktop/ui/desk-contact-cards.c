/* What the two cards of a contact say. */

#include "ui/desk-contact-cards.h"

#include "core/desk-errors.h"
#include "core/desk-words.h"
#include "ui/desk-details.h"

#include <glib/gi18n.h>

static void
add_acquaintance (DeskCard *card,
                  DeskContact *contact,
                  const p2pid_identity *identity)
{
  DeskRecords *records =
      desk_profile_get_records (desk_contact_get_profile (contact));
  DeskPerson *person =
      desk_records_find_person (records, p2pid_identity_key (identity));

  if (person != NULL)
    desk_details_add_time (card, _ ("Met before"),
                           desk_person_get (person)->last_met);
}

static void
say_details (DeskCard *card, DeskContact *contact)
{
  const p2pid_identity *identity = desk_contact_get_identity (contact);

  desk_card_clear_details (card);
  if (identity == NULL)
    return;
  desk_details_add (card, identity);
  add_acquaintance (card, contact, identity);
}

/* Person and organisation are two lines, each with its own proof. */
static char *
describe_two_proofs (const p2pid_role_proof *role,
                     const char *person,
                     int64_t now)
{
  g_autofree char *organisation =
      desk_words_organisation (role->organisation, role->role);
  g_autofree char *how = desk_words_role_proof (role);
  g_autofree char *proof =
      desk_words_revocation (how, role->revocation_checked_at, now);

  return g_strdup_printf ("%s\n%s · %s", person, organisation, proof);
}

/* "BankID · checked on this computer now", and what was not checked; below it
 * how fresh the proof is. */
static char *
describe_check (const p2pid_identity *identity)
{
  g_autofree char *proof = desk_words_proof (identity);
  g_autofree char *checked
      /* Translators: %s is how an identity was proved, "BankID". */
      = g_strdup_printf (_ ("%s · checked on this computer now"), proof);
  g_autofree char *line = desk_words_revocation (
      checked, p2pid_identity_revocation_checked_at (identity),
      p2pid_identity_checked_at (identity));
  g_autofree char *occasion =
      desk_words_occasion (identity, g_get_real_time () / G_USEC_PER_SEC);

  return g_strdup_printf ("%s\n%s", line, occasion);
}

/* What the person's own evidence says of an organisation has its proof, and
 * nobody there has said that the person speaks for it. */
static char *
describe_proof (const p2pid_identity *identity)
{
  const p2pid_role_proof *word = p2pid_identity_role_proof (identity);
  const char *organisation =
      p2pid_identity_fact (identity, P2PID_FACT_ORGANISATION);
  const char *role = p2pid_identity_fact (identity, P2PID_FACT_ROLE);
  g_autofree char *checked = describe_check (identity);
  g_autofree char *line = NULL;

  if (word != NULL)
    return describe_two_proofs (word, checked,
                                p2pid_identity_checked_at (identity));
  if (organisation == NULL)
    return g_steal_pointer (&checked);
  line = desk_words_membership (organisation, role);
  return g_strdup_printf ("%s\n%s", line, checked);
}

static void
say_identified (DeskCard *card, DeskContact *contact)
{
  const p2pid_identity *identity = desk_contact_get_identity (contact);
  gboolean test =
      p2pid_identity_environment (identity) == P2PID_ENVIRONMENT_TEST;
  g_autofree char *detail = describe_proof (identity);
  g_autofree char *line = NULL;

  /* Translators: %s is the name of the other person. */
  line =
      g_strdup_printf (_ ("This is %s"), desk_contact_get_other_name (contact));
  desk_card_say (card, DESK_TONE_KNOWN, NULL, line, detail,
                 test ? _ ("A TEST identity proves nothing.")
                      : _ ("Says who it is, and nothing about intentions."),
                 test);
}

/* Why something cannot be checked, in a few words for the large line. */
static const char *
cannot_line (p2pid_err err)
{
  switch ((int) err) {
  case P2PID_ERR_OFFLINE:
  case P2PID_ERR_TLS:
  case P2PID_ERR_RELAY:
  case P2PID_ERR_BUSY:
  case P2PID_ERR_GONE:
    return _ ("Cannot check: no connection");
  case P2PID_ERR_TIMEOUT:
    return _ ("Cannot check: no answer");
  case P2PID_ERR_EXPIRED:
    return _ ("Cannot check: out of date");
  case P2PID_ERR_UNTRUSTED:
    return _ ("Cannot check: unknown issuer");
  case P2PID_ERR_TEST_REFUSED:
    return _ ("Cannot check: TEST identity");
  default:
    return _ ("Cannot check");
  }
}

static void
say_plain (DeskCard *card, DeskTone tone, const char *icon, const char *line)
{
  desk_card_say (card, tone, icon, line, NULL, NULL, FALSE);
}

void
desk_contact_cards_say_other (DeskCard *card, DeskContact *contact)
{
  p2pid_err err = desk_contact_get_error (contact);

  switch (desk_contact_get_other (contact)) {
  case DESK_OTHER_WAITING:
    say_plain (card, DESK_TONE_WAITING, NULL,
               _ ("Waiting for the other person …"));
    break;
  case DESK_OTHER_IDENTIFIED:
    say_identified (card, contact);
    break;
  case DESK_OTHER_CANNOT:
    desk_card_say (card, DESK_TONE_CANNOT, NULL, cannot_line (err),
                   desk_error_sentence (err), NULL, FALSE);
    break;
  case DESK_OTHER_DECLINED:
    desk_card_say (card, DESK_TONE_NONE, "desk-left-symbolic",
                   _ ("The other person declined"),
                   _ ("You do not know who it is."), NULL, FALSE);
    break;
  case DESK_OTHER_LEFT:
    desk_card_say (card, DESK_TONE_NONE, "desk-left-symbolic",
                   _ ("The other person left"),
                   _ ("You do not know who it is."), NULL, FALSE);
    break;
  case DESK_OTHER_STOP:
    say_plain (card, DESK_TONE_STOP, NULL, _ ("STOP."));
    break;
  case DESK_OTHER_NONE:
  default:
    say_plain (card, DESK_TONE_NONE, NULL, _ ("Nobody has identified yet"));
    break;
  }
  say_details (card, contact);
}

/* Who has seen oneself: with a name where there is one. */
static char *
seen_line (DeskContact *contact, const char *own_name)
{
  const char *name = desk_contact_get_other_name (contact);

  if (name != NULL)
    /* Translators: the other person's name, then one's own. */
    return g_strdup_printf (_ ("%s has seen that you are %s"), name, own_name);
  /* Translators: %s is one's own name. */
  return g_strdup_printf (_ ("The other person has seen that you are %s"),
                          own_name);
}

static const char *
not_checked_sentence (p2pid_err err)
{
  switch ((int) err) {
  case P2PID_ERR_TEST_REFUSED:
    return _ ("Their program does not take TEST identities.");
  case P2PID_ERR_EXPIRED:
    return _ ("Your identity is out of date. Renew it in a calm moment.");
  case P2PID_ERR_UNTRUSTED:
    return _ ("Their program does not know who issued your identity.");
  default:
    return _ ("Their program could not make sense of what you showed.");
  }
}

static void
say_on_its_way (DeskCard *card, DeskContact *contact, gboolean test)
{
  g_autofree char *clock =
      desk_words_clock (desk_contact_get_own_time (contact));
  g_autofree char *line = NULL;

  if (desk_contact_get_own (contact) == DESK_OWN_DELIVERED)
    /* Translators: %s is a time of day. */
    line = g_strdup_printf (_ ("Delivered %s"), clock);
  else
    line = g_strdup (_ ("Sent …"));
  desk_card_say (card, DESK_TONE_WAITING, NULL, line, NULL, NULL, test);
}

static void
say_seen (DeskCard *card,
          DeskContact *contact,
          const char *own_name,
          gboolean test)
{
  g_autofree char *clock =
      desk_words_clock (desk_contact_get_own_time (contact));
  g_autofree char *line = seen_line (contact, own_name);
  g_autofree char *detail = NULL;

  /* Translators: %s is a time of day. */
  detail = g_strdup_printf (_ ("Shown %s"), clock);
  desk_card_say (card, DESK_TONE_KNOWN, "view-reveal-symbolic", line, detail,
                 NULL, test);
}

void
desk_contact_cards_say_own (DeskCard *card, DeskContact *contact)
{
  DeskIdentity *identity = desk_contact_get_own_identity (contact);
  const char *name = identity != NULL ? desk_identity_get_name (identity) : "";
  gboolean test = identity != NULL && desk_identity_is_test (identity);

  switch (desk_contact_get_own (contact)) {
  case DESK_OWN_SENDING:
  case DESK_OWN_SENT:
  case DESK_OWN_DELIVERED:
    say_on_its_way (card, contact, test);
    break;
  case DESK_OWN_SHOWN:
    say_seen (card, contact, name, test);
    break;
  case DESK_OWN_NOT_CHECKED:
    desk_card_say (card, DESK_TONE_CANNOT, NULL,
                   _ ("The other person cannot check you"),
                   not_checked_sentence (desk_contact_get_own_error (contact)),
                   NULL, test);
    break;
  case DESK_OWN_DECLINED:
    say_plain (card, DESK_TONE_NONE, "view-conceal-symbolic",
               _ ("You declined"));
    break;
  case DESK_OWN_NOTHING:
  default:
    say_plain (card, DESK_TONE_NONE, "view-conceal-symbolic",
               _ ("You have shown nothing"));
    break;
  }
}

static const char *
agreement (DeskContact *contact)
{
  switch (desk_contact_get_channel (contact)) {
  case P2PID_CHANNEL_PHONE:
    return desk_contact_get_role (contact) == P2PID_ROLE_CALLEE
               ? _ ("The other person says: I rang you ✓")
               : _ ("The other person says: you rang me ✓");
  case P2PID_CHANNEL_MEETING:
    return _ ("Both of you say that you are meeting ✓");
  case P2PID_CHANNEL_ONLINE:
  default:
    return _ ("Both of you say that you are in contact online ✓");
  }
}

char *
desk_contact_cards_describe (DeskContact *contact)
{
  unsigned compared = desk_contact_get_compared (contact);

  if (desk_contact_get_phase (contact) == DESK_PHASE_JOINED)
    return g_strdup (_ ("Comparing what both of you say …"));
  if (!desk_contact_is_agreed (contact))
    return g_strdup ("");
  if ((compared & P2PID_COMPARED_TAILS) != 0)
    return g_strdup_printf (
        "%s\n%s", agreement (contact),
        _ ("The number that was dialled is the one that rang ✓"));
  return g_strdup (agreement (contact));
}
