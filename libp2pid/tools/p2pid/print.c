/* Parts of what people read. */

#include "tools/p2pid/print.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

void
cli_print_time (int64_t time, char out[CLI_TIME_SIZE])
{
  time_t seconds = (time_t) time;
  struct tm fields;

  if (localtime_r (&seconds, &fields) == NULL ||
      strftime (out, CLI_TIME_SIZE, "%Y-%m-%d %H:%M:%S", &fields) == 0)
    strcpy (out, "?");
}

void
cli_print_clock (int64_t time, char out[CLI_TIME_SIZE])
{
  time_t seconds = (time_t) time;
  struct tm fields;

  if (localtime_r (&seconds, &fields) == NULL ||
      strftime (out, CLI_TIME_SIZE, "%H:%M:%S", &fields) == 0)
    strcpy (out, "?");
}

bool
cli_has_colour (void)
{
  const char *terminal = getenv ("TERM");

  return isatty (STDOUT_FILENO) && getenv ("NO_COLOR") == NULL &&
         terminal != NULL && strcmp (terminal, "dumb") != 0;
}

void
cli_print_bold (const char *format, ...)
{
  bool colour = cli_has_colour ();
  va_list values;

  fputs (colour ? "\033[1m" : "", stdout);
  va_start (values, format);
  vprintf (format, values);
  va_end (values);
  fputs (colour ? "\033[0m\n" : "\n", stdout);
}

static bool
is_test (const p2pid_identity *identity)
{
  return p2pid_identity_environment (identity) == P2PID_ENVIRONMENT_TEST;
}

void
cli_print_this_is (const p2pid_identity *identity)
{
  const char *name = p2pid_identity_fact (identity, P2PID_FACT_NAME);

  if (is_test (identity)) {
    cli_print_bold ("TEST — This is %s — TEST", name);
    printf ("  TEST: this identity was made up and proves nothing.\n");
  } else {
    cli_print_bold ("This is %s", name);
  }
}

/* The last digits of a personal number are nobody's to read by chance. */
static void
print_masked (const char *number)
{
  size_t size = strlen (number);
  size_t shown = size > 4 ? size - 4 : 0;

  printf ("%.*s", (int) shown, number);
  for (size_t i = shown; i < size; i++)
    putchar ('*');
}

static void
print_fact (const p2pid_identity *identity, p2pid_fact fact, const char *title)
{
  const char *text = p2pid_identity_fact (identity, fact);

  if (text == NULL)
    return;
  printf ("  %s: ", title);
  if (fact == P2PID_FACT_PERSONAL_NUMBER)
    print_masked (text);
  else
    fputs (text, stdout);
  putchar ('\n');
}

static const struct {
  p2pid_fact fact;
  const char *title;
} titles[] = {
  { P2PID_FACT_NAME, "Name" },
  { P2PID_FACT_GIVEN_NAME, "Given names" },
  { P2PID_FACT_FAMILY_NAME, "Surname" },
  { P2PID_FACT_BIRTHDATE, "Born" },
  { P2PID_FACT_PERSONAL_NUMBER, "Personal number" },
  { P2PID_FACT_ORGANISATION, "Organisation" },
  { P2PID_FACT_ROLE, "Role" },
};

void
cli_print_facts (const p2pid_identity *identity, p2pid_facts facts)
{
  for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
    if (facts & P2PID_FACTS (titles[i].fact))
      print_fact (identity, titles[i].fact, titles[i].title);
}

static const char *
describe_method (p2pid_method method)
{
  switch (method) {
  case P2PID_METHOD_SD_JWT:
    return "credential (SD-JWT)";
  case P2PID_METHOD_BANKID:
    return "BankID";
  case P2PID_METHOD_FREJA:
    return "Freja";
  case P2PID_METHOD_CARD:
    return "smart card";
  case P2PID_METHOD_OIDC:
    return "OpenID provider";
  case P2PID_METHOD_ROLE:
  case P2PID_METHOD_COUNT_:
    break;
  }
  return "eID";
}

static void
print_signatory (const p2pid_identity *signatory)
{
  bool test = is_test (signatory);

  printf ("  According to: %s%s%s, who signs for it (%s, %s)\n",
          test ? "TEST " : "", p2pid_identity_fact (signatory, P2PID_FACT_NAME),
          test ? " TEST" : "",
          describe_method (p2pid_identity_method (signatory)),
          p2pid_identity_issuer (signatory));
}

/* Why it is not known whether something was withdrawn. Where its list is, is
 * no place for people to go to. */
static const char *
describe_status (p2pid_status status)
{
  return status == P2PID_STATUS_OUTDATED
             ? "is not known: the status list at hand is not of this time"
             : "was not asked";
}

/* As of when it was known not to be withdrawn, where that was asked. */
static void
print_revocation (int64_t known_at, int64_t now)
{
  char text[CLI_TIME_SIZE];

  cli_print_time (known_at, text);
  if (p2pid_revocation_is_old (known_at, now))
    printf ("  Revocation last checked: %s, more than %d days before\n", text,
            (int) (P2PID_REVOCATION_FRESH_MAX / 86400));
  else
    printf ("  Not withdrawn: as of %s\n", text);
}

/* The second line of proof, with a proof of its own. */
static void
print_role (const p2pid_role_proof *proof, int64_t now)
{
  bool test = proof->environment == P2PID_ENVIRONMENT_TEST;
  char text[CLI_TIME_SIZE];

  printf ("%sFor %s%s%s%s\n", test ? "TEST " : "", proof->organisation,
          proof->role != NULL ? ", as " : "",
          proof->role != NULL ? proof->role : "", test ? " TEST" : "");
  if (proof->domain != NULL)
    printf ("  How: the organisation's own key, of %s\n", proof->domain);
  else if (proof->signatory == NULL)
    printf ("  How: the organisation's own key, a trust anchor here\n");
  if (proof->signatory != NULL)
    print_signatory (proof->signatory);
  if (proof->signed_at != 0) {
    cli_print_time (proof->signed_at, text);
    printf ("  Given on: %s\n", text);
  }
  cli_print_time (proof->valid_until, text);
  printf ("  Holds until: %s\n", text);
  if (proof->revocation_checked_at != 0)
    print_revocation (proof->revocation_checked_at, now);
  else
    printf ("  Whether it was withdrawn %s\n", describe_status (proof->status));
}

void
cli_print_role (const p2pid_identity *identity)
{
  const p2pid_role_proof *proof = p2pid_identity_role_proof (identity);

  if (proof != NULL)
    print_role (proof, p2pid_identity_checked_at (identity));
  else if (p2pid_identity_unchecked (identity) & P2PID_STEPS (P2PID_STEP_ROLE))
    printf ("An organisation's word came with it, by a key that is not among "
            "your trust\nanchors, or your status list of it is false. It was "
            "not checked and is not shown.\n");
}

void
cli_print_occasion (const p2pid_identity *identity, bool shown)
{
  int64_t signed_at = p2pid_identity_signed_at (identity);
  char text[CLI_TIME_SIZE] = "it does not say";

  if (signed_at != 0)
    cli_print_time (signed_at, text);
  if (p2pid_identity_occasion (identity) == P2PID_OCCASION_CONTACT)
    printf ("  Proved for %s contact on: %s", shown ? "this" : "one", text);
  else
    printf ("  Computer enrolled on: %s", text);
  printf ("%s\n", p2pid_identity_dated_by_holder (identity)
                      ? ", by the person's own clock"
                      : "");
}

void
cli_print_details (const p2pid_identity *identity, bool shown)
{
  bool own = p2pid_identity_word (identity) == P2PID_WORD_SIGNED;
  char text[CLI_TIME_SIZE];

  cli_print_facts (identity, p2pid_identity_role_proof (identity) != NULL
                                 ? ~(P2PID_FACTS (P2PID_FACT_NAME) |
                                     P2PID_FACTS (P2PID_FACT_ORGANISATION) |
                                     P2PID_FACTS (P2PID_FACT_ROLE))
                                 : ~P2PID_FACTS (P2PID_FACT_NAME));
  printf ("  How: %s, %s by %s\n",
          describe_method (p2pid_identity_method (identity)),
          own ? "signed with their own key, certified" : "vouched for",
          p2pid_identity_issuer (identity));
  cli_print_occasion (identity, shown);
  cli_print_time (p2pid_identity_valid_until (identity), text);
  printf ("  Holds until: %s\n", text);
}

void
cli_print_steps (const p2pid_identity *identity)
{
  const struct {
    const char *title;
    p2pid_steps steps;
  } lists[] = { { "Checked was", p2pid_identity_checked (identity) },
                { "Not checked", p2pid_identity_unchecked (identity) } };

  for (size_t i = 0; i < 2; i++) {
    const char *before = ": ";

    if (lists[i].steps == 0)
      continue;
    printf ("  %s", lists[i].title);
    for (int step = 0; step < P2PID_STEP_COUNT_; step++)
      if (lists[i].steps & P2PID_STEPS (step)) {
        printf ("%s%s", before, p2pid_step_name ((p2pid_step) step));
        before = ", ";
      }
    putchar ('\n');
  }
}

void
cli_print_check (const p2pid_identity *identity)
{
  int64_t revocation = p2pid_identity_revocation_checked_at (identity);
  int64_t now = p2pid_identity_checked_at (identity);
  char text[CLI_TIME_SIZE];

  cli_print_time (now, text);
  printf ("  Checked: %s, on this computer%s%s\n", text,
          revocation != 0 ? "" : "; whether it was withdrawn ",
          revocation != 0 ? ""
                          : describe_status (p2pid_identity_status (identity)));
  if (revocation != 0)
    print_revocation (revocation, now);
}
