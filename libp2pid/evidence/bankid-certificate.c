/* Persons' certificates, as BankID's banks issue them. */

#include "evidence/bankid-certificate.h"

#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

/* YYYYMMDDNNNC */
#define NUMBER_SIZE 12

/* YYYY-MM-DD with a NUL. */
#define DATE_SIZE 11

/* BankID on file, on card, in a telephone; and a test BankID of some banks.
 * Source: BankID's sample code for relying parties. */
static const char *const policies[2][5] = {
  [P2PID_ENVIRONMENT_PRODUCTION] = { "1.2.752.78.1.1", "1.2.752.78.1.2",
                                     "1.2.752.78.1.5" },
  [P2PID_ENVIRONMENT_TEST] = { "1.2.3.4.5", "1.2.3.4.10", "1.2.3.4.25",
                               "1.2.752.60.1.6" },
};

/* One digit or more. */
static bool
take_digits (const char **text)
{
  const char *start = *text;

  while (**text >= '0' && **text <= '9')
    (*text)++;
  return *text > start;
}

static bool
take (const char **text, const char *expected)
{
  size_t size = strlen (expected);

  if (strncmp (*text, expected, size) != 0)
    return false;
  *text += size;
  return true;
}

/* "Testbank A Customer CA1 v1 for BankID Test": the bank is anybody, all that
 * follows is fixed. Relying parties' are "RP CA1 …". */
static bool
is_customer_ca (const char *name, p2pid_environment environment)
{
  const char *at = strstr (name, " Customer CA");

  return at != NULL && at > name && take (&at, " Customer CA") &&
         take_digits (&at) && take (&at, " v") && take_digits (&at) &&
         strcmp (at, environment == P2PID_ENVIRONMENT_TEST
                         ? " for BankID Test"
                         : " for BankID") == 0;
}

static p2pid_err
check_issuer (const X509 *issuer, p2pid_environment environment)
{
  char *name = NULL;
  p2pid_err err = p2pid_certificate_subject (issuer, NID_commonName, &name);

  if (err == P2PID_OK && (name == NULL || !is_customer_ca (name, environment)))
    err = P2PID_ERR_MISMATCH;
  free (name);
  return err;
}

static bool
is_policy (const ASN1_OBJECT *policy, p2pid_environment environment)
{
  const char *const *known = policies[environment];
  char text[64];
  int size = OBJ_obj2txt (text, sizeof text, policy, 1);

  if (size <= 0 || (size_t) size >= sizeof text)
    return false;
  while (*known != NULL && strcmp (*known, text) != 0)
    known++;
  return *known != NULL;
}

/* At least one, and none that is not BankID's. */
static p2pid_err
check_policies (const X509 *certificate, p2pid_environment environment)
{
  CERTIFICATEPOLICIES *list =
      X509_get_ext_d2i (certificate, NID_certificate_policies, NULL, NULL);
  p2pid_err err = P2PID_OK;

  if (list == NULL || sk_POLICYINFO_num (list) < 1)
    err = P2PID_ERR_MISMATCH;
  for (int i = 0; list != NULL && i < sk_POLICYINFO_num (list); i++)
    if (!is_policy (sk_POLICYINFO_value (list, i)->policyid, environment))
      err = P2PID_ERR_MISMATCH;
  CERTIFICATEPOLICIES_free (list);
  ERR_clear_error ();
  return err;
}

static p2pid_err
check_use (X509 *certificate)
{
  uint32_t flags = X509_get_extension_flags (certificate);
  uint32_t usage = X509_get_key_usage (certificate);

  return (flags & EXFLAG_KUSAGE) != 0 && (flags & EXFLAG_CA) == 0 &&
                 (usage & KU_NON_REPUDIATION) != 0 &&
                 (usage & KU_KEY_CERT_SIGN) == 0
             ? P2PID_OK
             : P2PID_ERR_MISMATCH;
}

/* The sum of digits that is a multiple of ten, over the last ten of the
 * twelve (SKV 704). */
static bool
is_luhn (const char *number)
{
  int sum = 0;

  for (size_t i = 2; i < NUMBER_SIZE; i++) {
    int digit = (number[i] - '0') * (i % 2 == 0 ? 2 : 1);

    sum += digit / 10 + digit % 10;
  }
  return sum % 10 == 0;
}

/* Coordination numbers, of people who are not registered in Sweden, have the
 * day with 60 added to it (Lag 2022:1697 om samordningsnummer). */
static void
write_birthdate (const char *number, char out[DATE_SIZE])
{
  snprintf (out, DATE_SIZE, "%.4s-%.2s-%.2s", number, number + 4, number + 6);
  if (number[6] >= '6')
    out[8] = (char) (number[6] - 6);
}

static bool
is_personal_number (const char *number)
{
  const char *at = number;
  char date[DATE_SIZE];

  if (strlen (number) != NUMBER_SIZE || !take_digits (&at) || *at != '\0' ||
      !is_luhn (number))
    return false;
  write_birthdate (number, date);
  return p2pid_fact_check (P2PID_FACT_BIRTHDATE, date) == P2PID_OK;
}

/* Whether the subject has this once. */
static p2pid_err
check_subject (const X509 *certificate, int nid)
{
  char *text = NULL;
  p2pid_err err = p2pid_certificate_subject (certificate, nid, &text);

  if (err == P2PID_OK &&
      (text == NULL || (nid == NID_serialNumber && !is_personal_number (text))))
    err = P2PID_ERR_MISMATCH;
  free (text);
  return err;
}

p2pid_err
p2pid_bankid_certificate_check (const p2pid_chain *chain,
                                p2pid_environment environment)
{
  static const int names[] = { NID_commonName, NID_surname, NID_givenName,
                               NID_serialNumber };
  X509 *certificate = chain->list[0];
  p2pid_err err = check_issuer (chain->list[1], environment);

  if (err == P2PID_OK)
    err = check_policies (certificate, environment);
  if (err == P2PID_OK)
    err = check_use (certificate);
  for (size_t i = 0; i < sizeof names / sizeof *names && err == P2PID_OK; i++)
    err = check_subject (certificate, names[i]);
  return err;
}

/* The number as ETSI EN 319 412-1 §5.1.3 writes it, "PNOSE-198402299823", and
 * the day that it begins with. */
static p2pid_err
set_number (const X509 *certificate, p2pid_identity *identity)
{
  char text[sizeof "PNOSE-" + NUMBER_SIZE], date[DATE_SIZE];
  char *number = NULL;
  p2pid_err err =
      p2pid_certificate_subject (certificate, NID_serialNumber, &number);

  if (err == P2PID_OK && number == NULL)
    err = P2PID_ERR_INCOMPLETE;
  if (err == P2PID_OK && !is_personal_number (number))
    err = P2PID_ERR_MISMATCH;
  if (err != P2PID_OK) {
    free (number);
    return err;
  }
  snprintf (text, sizeof text, "PNOSE-%s", number);
  write_birthdate (number, date);
  err = p2pid_identity_set_fact (identity, P2PID_FACT_PERSONAL_NUMBER, text);
  if (err == P2PID_OK)
    err = p2pid_identity_set_fact (identity, P2PID_FACT_BIRTHDATE, date);
  sodium_memzero (text, sizeof text);
  free (number);
  return err;
}

p2pid_err
p2pid_bankid_certificate_person (const X509 *certificate,
                                 p2pid_identity *identity)
{
  p2pid_err err = p2pid_certificate_take_fact (certificate, NID_commonName,
                                               P2PID_FACT_NAME, identity);

  if (err == P2PID_OK)
    err = p2pid_certificate_take_fact (certificate, NID_givenName,
                                       P2PID_FACT_GIVEN_NAME, identity);
  if (err == P2PID_OK)
    err = p2pid_certificate_take_fact (certificate, NID_surname,
                                       P2PID_FACT_FAMILY_NAME, identity);
  if (err == P2PID_OK)
    err = set_number (certificate, identity);
  return err;
}
