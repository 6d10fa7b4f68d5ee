/* Profile, history, people, anchors and receipts in words. */

#include "tools/p2pid/lists.h"
#include "tools/p2pid/print.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

static void
print_hex (const uint8_t *bytes, size_t size)
{
  for (size_t i = 0; i < size; i++)
    printf ("%s%02x", i > 0 && i % 4 == 0 ? " " : "", bytes[i]);
  putchar ('\n');
}

void
cli_list_profile (const p2pid_identity *identity,
                  p2pid_facts facts,
                  p2pid_facts fixed)
{
  bool test = p2pid_identity_environment (identity) == P2PID_ENVIRONMENT_TEST;

  cli_print_bold (test ? "TEST — You are %s — TEST" : "You are %s",
                  p2pid_identity_fact (identity, P2PID_FACT_NAME));
  if (test)
    printf ("  TEST: this identity was made up and proves nothing.\n");
  cli_print_details (identity, false);
  cli_print_role (identity);
  cli_print_steps (identity);
  printf ("  Your key: ");
  print_hex (p2pid_identity_key (identity)->bytes, 32);
  if (fixed != 0) {
    printf ("Shown always, since this eID cannot withhold it:\n");
    cli_print_facts (identity, fixed);
  }
  if ((facts & P2PID_FACTS_DEFAULT & ~fixed) != 0) {
    printf ("Shown unless you say otherwise:\n");
    cli_print_facts (identity, facts & P2PID_FACTS_DEFAULT & ~fixed);
  }
}

static const char *
describe_outcome (const p2pid_history_entry *entry)
{
  switch (entry->outcome) {
  case P2PID_OUTCOME_IDENTIFIED:
    return "identified";
  case P2PID_OUTCOME_UNIDENTIFIED:
    return "showed nothing";
  case P2PID_OUTCOME_CANNOT_CHECK:
    return "could not be checked";
  case P2PID_OUTCOME_STOPPED:
    break;
  }
  return "STOP";
}

static const char *
describe_contact (const p2pid_history_entry *entry)
{
  if (entry->role == P2PID_ROLE_CALLER)
    return "you called";
  if (entry->role == P2PID_ROLE_CALLEE)
    return "you were called";
  return entry->channel == P2PID_CHANNEL_MEETING ? "meeting" : "online";
}

void
cli_list_history (const p2pid_history_entry *entry)
{
  char text[CLI_TIME_SIZE];

  cli_print_time (entry->time, text);
  printf ("%4lld  %s  %s%s%s  (%s)%s%s\n", (long long) entry->id, text,
          entry->test ? "TEST " : "", *entry->name ? entry->name : "nobody",
          entry->test ? " TEST" : "", describe_contact (entry),
          entry->identified ? ", saw who you are" : "",
          entry->has_receipt ? ", receipt" : "");
  printf ("      %s", describe_outcome (entry));
  if (entry->outcome == P2PID_OUTCOME_IDENTIFIED)
    printf (", %s, vouched for by %s",
            entry->occasion == P2PID_OCCASION_CONTACT
                ? "proved for this contact"
                : "by an enrolled computer",
            entry->issuer);
  else if (entry->err != P2PID_OK)
    printf (": %s", p2pid_err_sentence (entry->err));
  putchar ('\n');
  if (*entry->organisation)
    printf ("      for %s\n", entry->organisation);
  if (*entry->purpose)
    printf ("      about, in their words: %s\n", entry->purpose);
}

void
cli_list_person (const p2pid_person *person)
{
  char first[CLI_TIME_SIZE], last[CLI_TIME_SIZE];

  cli_print_time (person->first_met, first);
  cli_print_time (person->last_met, last);
  printf ("%4lld  %s%s%s, vouched for by %s\n", (long long) person->id,
          person->test ? "TEST " : "", person->name,
          person->test ? " TEST" : "", person->issuer);
  printf ("      met %s, last %s\n", first, last);
  if (*person->note)
    printf ("      %s\n", person->note);
}

void
cli_list_anchor (const p2pid_anchor *anchor)
{
  printf ("%s  %s%s\n", p2pid_method_name (anchor->method), anchor->name,
          anchor->environment == P2PID_ENVIRONMENT_TEST ? "  TEST" : "");
  printf ("      ");
  print_hex (anchor->fingerprint.bytes, sizeof anchor->fingerprint.bytes);
  if (anchor->assurance != P2PID_ASSURANCE_NONE)
    printf ("      assurance: %s\n", cli_assurance_word (anchor->assurance));
  if (anchor->issuer != NULL)
    printf ("      issuer: %s\n", anchor->issuer);
  for (size_t i = 0; anchor->parties != NULL && anchor->parties[i] != NULL; i++)
    printf ("      for %s\n", strcmp (anchor->parties[i], "*") == 0
                                  ? "everybody"
                                  : anchor->parties[i]);
  if (anchor->revoked_as_of != 0) {
    char text[CLI_TIME_SIZE];

    cli_print_time (anchor->revoked_as_of, text);
    printf ("      withdrawn roles: %zu, as of %s\n", anchor->revoked_count,
            text);
  }
}

void
cli_list_fingerprint (const char *event,
                      const p2pid_fingerprint *fingerprint,
                      const char *text)
{
  printf ("%s\n      ", text);
  print_hex (fingerprint->bytes, sizeof fingerprint->bytes);
}

static void
list_party (const cli_verified *receipt, p2pid_place place, const char *title)
{
  const p2pid_receipt_party *party =
      p2pid_receipt_party_get (receipt->receipt, place);
  const p2pid_identity *identity =
      p2pid_receipt_identity (receipt->receipt, place);
  char text[CLI_TIME_SIZE];

  cli_print_time (party->time, text);
  printf ("\n%s, %s:\n", title, text);
  if (identity != NULL) {
    cli_print_this_is (identity);
    cli_print_details (identity, true);
    cli_print_role (identity);
  }
  if (party->account.role != P2PID_ROLE_NONE)
    printf ("  Says: %s\n", party->account.role == P2PID_ROLE_CALLER
                                ? "I called"
                                : "I was called");
  if (*party->audience)
    printf ("  Believes to be talking to: %s\n", party->audience);
  if (*party->purpose)
    printf ("  About: %s\n", party->purpose);
}

void
cli_list_receipt (const cli_verified *receipt)
{
  const p2pid_receipt_party *first =
      p2pid_receipt_party_get (receipt->receipt, P2PID_PLACE_FIRST);

  if (receipt->err == P2PID_OK)
    cli_print_bold ("The receipt holds: both signed this contact.");
  else if (cli_status_of (receipt->err) == CLI_CANNOT_CHECK)
    cli_print_bold ("The receipt cannot be checked here: %s",
                    p2pid_err_sentence (receipt->err));
  else
    cli_print_bold ("The receipt is FALSE: %s",
                    p2pid_err_sentence (receipt->err));
  if (receipt->err != P2PID_OK)
    printf ("What follows are only claims.\n");
  printf ("  Contact: %s\n", cli_channel_word (first->account.channel));
  list_party (receipt, P2PID_PLACE_FIRST, "First");
  list_party (receipt, P2PID_PLACE_SECOND, "Then");
  printf ("\nSays nothing about intentions.\n");
}

void
cli_list_holds (const cli_verified *receipt)
{
  static const p2pid_place places[] = { P2PID_PLACE_FIRST, P2PID_PLACE_SECOND };
  char text[CLI_TIME_SIZE];

  printf ("The receipt holds.\n");
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
    const p2pid_identity *identity =
        p2pid_receipt_identity (receipt->receipt, places[i]);

    cli_print_time (p2pid_receipt_party_get (receipt->receipt, places[i])->time,
                    text);
    printf ("\n%s:\n", text);
    cli_print_this_is (identity);
    cli_print_occasion (identity, true);
  }
}

static void
list_steps (p2pid_steps steps, const char *word)
{
  for (int step = 0; step < P2PID_STEP_COUNT_; step++)
    if (steps & P2PID_STEPS (step))
      printf ("  %-12s %-12s %s\n", word, p2pid_step_name ((p2pid_step) step),
              p2pid_step_sentence ((p2pid_step) step));
}

/* What its issuer says of it today. That it names no list is news to those
 * alone who have one. */
static void
list_status (const cli_checked *checked)
{
  p2pid_status status = checked->report.status;
  bool named = status != P2PID_STATUS_NONE;

  if (!named && (!checked->status_wanted || checked->err != P2PID_OK))
    return;
  printf ("  %-12s %-12s %s\n", "status", p2pid_status_name (status),
          p2pid_status_sentence (status));
  if (named)
    printf ("  %-25s %s\n", "", checked->status_address);
}

/* That it was not proved comes before the name: a name can be long, and its
 * end is for its writer to choose. */
static void
list_claimed (const p2pid_claimed *claimed)
{
  const char *organisation;

  if (claimed == NULL)
    return;
  printf ("Claims to be (not proved): %s\n",
          p2pid_claimed_fact (claimed, P2PID_FACT_NAME));
  organisation = p2pid_claimed_fact (claimed, P2PID_FACT_ORGANISATION);
  if (organisation != NULL)
    printf ("Claims to be for (not proved): %s\n", organisation);
}

void
cli_list_evidence (const cli_checked *checked)
{
  const p2pid_report *report = &checked->report;
  char text[CLI_TIME_SIZE];

  cli_print_time (checked->at, text);
  printf ("%s, as of %s:\n", p2pid_method_name (checked->method), text);
  list_steps (report->held, "held");
  list_steps (report->skipped, "not checked");
  if (checked->err != P2PID_OK)
    list_steps (P2PID_STEPS (report->failed),
                checked->statement_missing ? "not checked" : "FAILED");
  list_status (checked);
  if (checked->err != P2PID_OK) {
    cli_print_bold (checked->statement_missing
                        ? "\nCannot be checked further: %s"
                        : "\nIt does not hold: %s",
                    cli_evidence_sentence (checked));
    if (checked->err == P2PID_ERR_TEST_REFUSED)
      printf ("(--allow-test takes TEST identities. They prove nothing.)\n");
    list_claimed (checked->claimed);
    return;
  }
  putchar ('\n');
  cli_print_this_is (checked->identity);
  cli_print_details (checked->identity, false);
  cli_print_role (checked->identity);
  printf ("  The key: ");
  print_hex (p2pid_identity_key (checked->identity)->bytes, 32);
}
