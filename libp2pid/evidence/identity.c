/* Verified identities: plain records that only a method can fill in. */

#include "evidence/identity-internal.h"

#include "wire/text.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const fact_names[P2PID_FACT_COUNT_] = {
  [P2PID_FACT_NAME] = "name",
  [P2PID_FACT_GIVEN_NAME] = "given-name",
  [P2PID_FACT_FAMILY_NAME] = "family-name",
  [P2PID_FACT_BIRTHDATE] = "birthdate",
  [P2PID_FACT_PERSONAL_NUMBER] = "personal-number",
  [P2PID_FACT_ORGANISATION] = "organisation",
  [P2PID_FACT_ROLE] = "role",
};

const char *
p2pid_fact_name (p2pid_fact fact)
{
  return (unsigned) fact < P2PID_FACT_COUNT_ ? fact_names[fact] : "unknown";
}

p2pid_err
p2pid_identity_new (const p2pid_anchor *anchor,
                    int64_t now,
                    p2pid_identity **out_identity)
{
  p2pid_identity *identity = calloc (1, sizeof *identity);

  if (identity == NULL || (identity->issuer = strdup (anchor->name)) == NULL) {
    free (identity);
    return P2PID_ERR_MEMORY;
  }
  identity->method = anchor->method;
  identity->environment = anchor->environment;
  identity->assurance = anchor->assurance;
  identity->word = P2PID_WORD_VOUCHED;
  identity->checked_at = now;
  *out_identity = identity;
  return P2PID_OK;
}

p2pid_err
p2pid_identity_new_blank (p2pid_method method, p2pid_identity **out_identity)
{
  const p2pid_anchor nobody = { .method = method, .name = "" };

  return p2pid_identity_new (&nobody, 0, out_identity);
}

static void
free_text (char *text)
{
  if (text != NULL)
    sodium_memzero (text, strlen (text));
  free (text);
}

static void
free_role_proof (p2pid_role_proof *proof)
{
  if (proof == NULL)
    return;
  free_text ((char *) proof->organisation);
  free_text ((char *) proof->domain);
  free_text ((char *) proof->role);
  free_text ((char *) proof->status_address);
  p2pid_identity_free ((p2pid_identity *) proof->signatory);
  free (proof);
}

/* With a copy of its texts; the signatory is taken over. */
static p2pid_err
copy_role_proof (const p2pid_role_proof *proof,
                 p2pid_identity *signatory,
                 p2pid_role_proof **out)
{
  p2pid_role_proof *copy = malloc (sizeof *copy);
  p2pid_err err;

  if (copy == NULL) {
    p2pid_identity_free (signatory);
    return P2PID_ERR_MEMORY;
  }
  *copy = *proof;
  copy->organisation = copy->domain = copy->role = NULL;
  copy->status_address = NULL;
  copy->signatory = signatory;
  err = p2pid_text_copy (proof->organisation, (char **) &copy->organisation);
  if (err == P2PID_OK)
    err = p2pid_text_copy (proof->domain, (char **) &copy->domain);
  if (err == P2PID_OK)
    err = p2pid_text_copy (proof->role, (char **) &copy->role);
  if (err == P2PID_OK)
    err = p2pid_text_copy (proof->status_address,
                           (char **) &copy->status_address);
  if (err != P2PID_OK) {
    free_role_proof (copy);
    return err;
  }
  *out = copy;
  return P2PID_OK;
}

/* What an anchor says was looked at when the anchor came. */
static p2pid_err
exchange_fact (p2pid_identity *identity, p2pid_fact fact, const char *text)
{
  char *copy = NULL;
  p2pid_err err = p2pid_text_copy (text, &copy);

  if (err == P2PID_OK) {
    free_text (identity->facts[fact]);
    identity->facts[fact] = copy;
  }
  return err;
}

p2pid_err
p2pid_identity_set_role_proof (p2pid_identity *identity,
                               const p2pid_role_proof *proof)
{
  p2pid_err err;

  assert (identity->role == NULL);
  err = copy_role_proof (proof, (p2pid_identity *) proof->signatory,
                         &identity->role);
  if (err == P2PID_OK)
    err =
        exchange_fact (identity, P2PID_FACT_ORGANISATION, proof->organisation);
  if (err == P2PID_OK)
    err = exchange_fact (identity, P2PID_FACT_ROLE, proof->role);
  return err;
}

void
p2pid_identity_free (p2pid_identity *identity)
{
  if (identity == NULL)
    return;
  for (size_t i = 0; i < P2PID_FACT_COUNT_; i++)
    free_text (identity->facts[i]);
  free_text (identity->issuer);
  free_text (identity->status_address);
  free_role_proof (identity->role);
  sodium_memzero (identity, sizeof *identity);
  free (identity);
}

static p2pid_err
copy_role (const p2pid_identity *identity, p2pid_identity *copy)
{
  p2pid_identity *signatory = NULL;
  p2pid_err err = P2PID_OK;

  if (identity->role == NULL)
    return P2PID_OK;
  if (identity->role->signatory != NULL)
    err = p2pid_identity_copy (identity->role->signatory, &signatory);
  if (err == P2PID_OK)
    err = copy_role_proof (identity->role, signatory, &copy->role);
  return err;
}

p2pid_err
p2pid_identity_copy (const p2pid_identity *identity, p2pid_identity **out)
{
  p2pid_identity *copy = malloc (sizeof *copy);
  p2pid_err err;

  if (copy == NULL)
    return P2PID_ERR_MEMORY;
  *copy = *identity;
  memset (copy->facts, 0, sizeof copy->facts);
  copy->issuer = copy->status_address = NULL;
  copy->role = NULL;

  err = p2pid_text_copy (identity->issuer, &copy->issuer);
  if (err == P2PID_OK)
    err = p2pid_text_copy (identity->status_address, &copy->status_address);
  for (size_t i = 0; i < P2PID_FACT_COUNT_ && err == P2PID_OK; i++)
    err = p2pid_text_copy (identity->facts[i], &copy->facts[i]);
  if (err == P2PID_OK)
    err = copy_role (identity, copy);

  if (err != P2PID_OK) {
    p2pid_identity_free (copy);
    return err;
  }
  *out = copy;
  return P2PID_OK;
}

/* Two or four digits; -1 where there is something else. */
static int
read_digits (const char *text, size_t count)
{
  int number = 0;

  for (size_t i = 0; i < count; i++) {
    if (text[i] < '0' || text[i] > '9')
      return -1;
    number = number * 10 + (text[i] - '0');
  }
  return number;
}

/* A day of the Gregorian calendar as YYYY-MM-DD. Credentials that leave the
 * day or the month open ("1950-00-00") do not pass: half a date read as a
 * whole one is worse than none. */
static bool
is_date (const char *text)
{
  static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  int year, month, day;
  bool leap;

  if (strlen (text) != 10 || text[4] != '-' || text[7] != '-')
    return false;
  year = read_digits (text, 4);
  month = read_digits (text + 5, 2);
  day = read_digits (text + 8, 2);
  if (year < 1 || month < 1 || month > 12 || day < 1)
    return false;
  leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return day <= days[month - 1] + (month == 2 && leap);
}

p2pid_err
p2pid_fact_check (p2pid_fact fact, const char *text)
{
  p2pid_err err =
      p2pid_text_check (p2pid_bytes_from_text (text), P2PID_TEXT_NAME_MAX);

  if (err == P2PID_OK && fact == P2PID_FACT_BIRTHDATE && !is_date (text))
    err = P2PID_ERR_FORMAT;
  return err;
}

p2pid_err
p2pid_identity_set_fact (p2pid_identity *identity,
                         p2pid_fact fact,
                         const char *text)
{
  p2pid_err err = p2pid_fact_check (fact, text);

  assert (identity->facts[fact] == NULL);
  if (err == P2PID_OK)
    err = p2pid_text_copy (text, &identity->facts[fact]);
  return err;
}

p2pid_err
p2pid_identity_replace_fact (p2pid_identity *identity,
                             p2pid_fact fact,
                             const char *text)
{
  p2pid_err err = text != NULL ? p2pid_fact_check (fact, text) : P2PID_OK;

  return err == P2PID_OK ? exchange_fact (identity, fact, text) : err;
}

p2pid_err
p2pid_identity_require_name (p2pid_identity *identity)
{
  const char *given = identity->facts[P2PID_FACT_GIVEN_NAME];
  const char *family = identity->facts[P2PID_FACT_FAMILY_NAME];
  char *name = NULL;
  p2pid_err err;

  if (identity->facts[P2PID_FACT_NAME] != NULL)
    return P2PID_OK;
  if (given == NULL || family == NULL)
    return P2PID_ERR_INCOMPLETE;
  if (asprintf (&name, "%s %s", given, family) < 0)
    return P2PID_ERR_MEMORY;

  err = p2pid_identity_set_fact (identity, P2PID_FACT_NAME, name);
  free_text (name);
  return err;
}

const char *
p2pid_identity_fact (const p2pid_identity *identity, p2pid_fact fact)
{
  return (unsigned) fact < P2PID_FACT_COUNT_ ? identity->facts[fact] : NULL;
}

p2pid_method
p2pid_identity_method (const p2pid_identity *identity)
{
  return identity->method;
}

p2pid_environment
p2pid_identity_environment (const p2pid_identity *identity)
{
  return identity->environment;
}

p2pid_assurance
p2pid_identity_assurance (const p2pid_identity *identity)
{
  return identity->assurance;
}

const char *
p2pid_identity_issuer (const p2pid_identity *identity)
{
  return identity->issuer;
}

int64_t
p2pid_identity_signed_at (const p2pid_identity *identity)
{
  return identity->signed_at;
}

bool
p2pid_identity_dated_by_holder (const p2pid_identity *identity)
{
  return identity->dated_by_holder;
}

p2pid_occasion
p2pid_identity_occasion (const p2pid_identity *identity)
{
  int64_t begin = identity->begins_at;

  return begin != 0 &&
                 identity->valid_until - begin <= P2PID_OCCASION_CONTACT_MAX
             ? P2PID_OCCASION_CONTACT
             : P2PID_OCCASION_ENROLMENT;
}

const char *
p2pid_occasion_name (p2pid_occasion occasion)
{
  return occasion == P2PID_OCCASION_CONTACT ? "contact" : "enrolment";
}

int64_t
p2pid_identity_valid_until (const p2pid_identity *identity)
{
  return identity->valid_until;
}

int64_t
p2pid_identity_checked_at (const p2pid_identity *identity)
{
  return identity->checked_at;
}

int64_t
p2pid_identity_revocation_checked_at (const p2pid_identity *identity)
{
  return identity->revocation_checked_at;
}

bool
p2pid_revocation_is_old (int64_t known_at, int64_t now)
{
  return known_at > 0 && now > P2PID_REVOCATION_FRESH_MAX &&
         known_at < now - P2PID_REVOCATION_FRESH_MAX;
}

p2pid_word
p2pid_identity_word (const p2pid_identity *identity)
{
  return identity->word;
}

p2pid_steps
p2pid_identity_checked (const p2pid_identity *identity)
{
  return identity->checked;
}

p2pid_steps
p2pid_identity_unchecked (const p2pid_identity *identity)
{
  return identity->unchecked;
}

p2pid_status
p2pid_identity_status (const p2pid_identity *identity)
{
  return identity->status;
}

const char *
p2pid_identity_status_address (const p2pid_identity *identity)
{
  return identity->status_address;
}

const p2pid_role_proof *
p2pid_identity_role_proof (const p2pid_identity *identity)
{
  return identity->role;
}

const p2pid_public_key *
p2pid_identity_key (const p2pid_identity *identity)
{
  return &identity->key;
}
