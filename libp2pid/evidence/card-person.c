/*
 * What national cards write into a person's certificate.
 *
 * Names are surname and givenName of the subject, everywhere. The rest is a
 * row for each country: the policies under which cards for people are issued,
 * and how serialNumber names the person. A number without a scheme in front
 * is read only where the issuer is of that country, and gets one: numbers are
 * shown and compared as ETSI EN 319 412-1 §5.1.3 writes them, kind, country,
 * number ("PNOEE-38001085718").
 */

#include "evidence/card-person.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

/* Longest serialNumber, and what is written here, with a NUL. */
#define NUMBER_MAX 64
#define NUMBER_TEXT_SIZE (NUMBER_MAX + 16)

#define OID_TEXT_SIZE 128

/* "1984-02-29", with a NUL. */
#define DATE_SIZE 11

/* What a number says. */
typedef struct {
  char number[NUMBER_TEXT_SIZE]; /* empty: it names nobody in the country */
  char birthdate[DATE_SIZE];     /* empty: it does not say */
  bool employee;                 /* the organisation names the person */
} numbered;

typedef struct {
  const char *country;     /* of subject and issuer; NULL: any */
  const char *policies[4]; /* arcs, of which the certificate has a policy */
  bool (*read_number) (const char *serial, numbered *out);
} profile;

static bool
is_digits (const char *text, size_t count)
{
  return strlen (text) == count && strspn (text, "0123456789") == count;
}

static unsigned
two_digits (const char *text)
{
  return 10u * (unsigned) (text[0] - '0') + (unsigned) (text[1] - '0');
}

/* YYMMDD of a century. Numbers of people whose birthday is not known, or who
 * are not in the register, have no day of the calendar there: then there is no
 * birth date. */
static void
write_date (unsigned century, const char *digits, numbered *out)
{
  snprintf (out->birthdate, sizeof out->birthdate, "%02u%02u-%02u-%02u",
            century % 100, two_digits (digits) % 100,
            two_digits (digits + 2) % 100, two_digits (digits + 4) % 100);
  if (p2pid_fact_check (P2PID_FACT_BIRTHDATE, out->birthdate) != P2PID_OK)
    out->birthdate[0] = '\0';
}

/* "PNOEE-" and the isikukood: the century and sex, YYMMDD, four more. */
static bool
read_estonian (const char *serial, numbered *out)
{
  static const char prefix[] = "PNOEE-";
  const char *code = serial + strlen (prefix);

  if (strncmp (serial, prefix, strlen (prefix)) != 0 || !is_digits (code, 11) ||
      code[0] < '1' || code[0] > '8')
    return false;
  snprintf (out->number, sizeof out->number, "%s", serial);
  write_date (18 + (unsigned) (code[0] - '1') / 2, code + 1, out);
  return true;
}

/* The SATU: eight digits and a check character. It is an electronic number of
 * its own, not the personal identity code, and says so. */
static bool
read_finnish (const char *serial, numbered *out)
{
  static const char alphabet[] = "0123456789ABCDEFHJKLMNPRSTUVWXY";
  unsigned long digits = strtoul (serial, NULL, 10);

  if (strlen (serial) != 9 || strspn (serial, "0123456789") < 8 ||
      alphabet[digits / (serial[8] <= '9' ? 10 : 1) % 31] != serial[8])
    return false;
  snprintf (out->number, sizeof out->number, "SATU FI-%s", serial);
  return true;
}

/* The national number: YYMMDD, three more, and 97 minus the rest of these nine
 * by 97, with a 2 in front of them for who was born from 2000 on. */
static bool
read_belgian (const char *serial, numbered *out)
{
  unsigned long digits, check;

  if (!is_digits (serial, 11))
    return false;
  digits = strtoul (serial, NULL, 10);
  check = digits % 100;
  digits /= 100;
  snprintf (out->number, sizeof out->number, "PNOBE-%s", serial);
  if (97 - digits % 97 == check)
    write_date (19, serial, out);
  else if (97 - (2000000000 + digits) % 97 == check)
    write_date (20, serial, out);
  else
    return false;
  return true;
}

/* SITHS: a personal number, or an HSA-id by the employer: "SE", organisation
 * number, "-", and what the employer likes. */
static bool
read_swedish (const char *serial, numbered *out)
{
  static const char prefix[] = "PNOSE-";
  bool named = strncmp (serial, prefix, strlen (prefix)) == 0;
  const char *number = named ? serial + strlen (prefix) : serial;

  if (is_digits (number, 12)) {
    snprintf (out->number, sizeof out->number, "%s%s", prefix, number);
    return true;
  }
  out->employee = true;
  return strncmp (serial, "SE", 2) == 0 &&
         strspn (serial + 2, "0123456789") == 10 && serial[12] == '-' &&
         serial[13] != '\0';
}

static bool
is_kind (const char *serial, const char *kind)
{
  return strncmp (serial, kind, strlen (kind)) == 0;
}

/* ETSI EN 319 412-1 §5.1.3: the kind of number, the country, "-", number. The
 * number of an identity card or passport is the document's, not the person's:
 * after the next renewal it is another. */
static bool
read_semantics (const char *serial, numbered *out)
{
  bool person = is_kind (serial, "PNO") || is_kind (serial, "TIN");
  bool document = is_kind (serial, "IDC") || is_kind (serial, "PAS");
  size_t capitals = strspn (serial, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

  if (!(person || document) || capitals != 5 || serial[5] != '-' ||
      serial[6] == '\0')
    return false;
  if (person)
    snprintf (out->number, sizeof out->number, "%s", serial);
  return true;
}

/* Arcs: Estonia's Police and Border Guard Board and Ministry of Foreign
 * Affairs; Finland's population register; the Belgian state; Sweden. Others
 * must have a policy of ETSI EN 319 411 for people's keys on cards: NCP+,
 * QCP-n and QCP-n-qscd. */
static const profile profiles[] = {
  { "EE", { "1.3.6.1.4.1.51361", "1.3.6.1.4.1.51455" }, read_estonian },
  { "FI", { "1.2.246.517" }, read_finnish },
  { "BE", { "2.16.56" }, read_belgian },
  { "SE", { "1.2.752" }, read_swedish },
  { NULL,
    { "0.4.0.2042.1.2", "0.4.0.194112.1.0", "0.4.0.194112.1.2" },
    read_semantics },
};

#define PROFILES (sizeof profiles / sizeof *profiles)

static bool
is_below (const ASN1_OBJECT *object, const char *arc)
{
  char text[OID_TEXT_SIZE];
  size_t size = strlen (arc);
  int written = OBJ_obj2txt (text, sizeof text, object, 1);

  return written > 0 && (size_t) written < sizeof text &&
         strncmp (text, arc, size) == 0 &&
         (text[size] == '\0' || text[size] == '.');
}

static bool
has_policy (const X509 *certificate, const profile *row)
{
  CERTIFICATEPOLICIES *list =
      X509_get_ext_d2i (certificate, NID_certificate_policies, NULL, NULL);
  bool found = false;

  for (int i = 0; i < sk_POLICYINFO_num (list); i++)
    for (size_t j = 0; j < 4 && row->policies[j] != NULL; j++)
      found |=
          is_below (sk_POLICYINFO_value (list, i)->policyid, row->policies[j]);
  CERTIFICATEPOLICIES_free (list);
  return found;
}

/* The row of the person's country. A country's own row is for certificates
 * that an authority of that country issued. */
static p2pid_err
find_profile (const p2pid_chain *chain, const profile **out)
{
  char *country = NULL, *issuer = NULL;
  const profile *row = profiles;
  p2pid_err err =
      p2pid_certificate_subject (chain->list[0], NID_countryName, &country);

  if (err == P2PID_OK)
    err = p2pid_certificate_subject (chain->list[chain->count - 1],
                                     NID_countryName, &issuer);
  if (err == P2PID_OK) {
    while (row->country != NULL &&
           (country == NULL || strcmp (row->country, country) != 0))
      row++;
    if (row->country != NULL &&
        (issuer == NULL || strcmp (row->country, issuer) != 0))
      err = P2PID_ERR_MISMATCH;
  }
  free (country);
  free (issuer);
  if (err == P2PID_OK)
    *out = row;
  return err;
}

/* A card has a key to log in with and one to sign with; both are the person's
 * own, and what is signed here can be neither a login nor a document. */
static bool
may_sign (const X509 *certificate)
{
  uint32_t flags = X509_get_extension_flags ((X509 *) certificate);
  uint32_t usage = X509_get_key_usage ((X509 *) certificate);

  return (flags & EXFLAG_KUSAGE) != 0 &&
         (usage & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) != 0 &&
         (usage & (KU_KEY_CERT_SIGN | KU_CRL_SIGN)) == 0;
}

/* Whatever says that it is one, even without the key usage for it. */
static bool
is_authority (const X509 *certificate)
{
  return (X509_get_extension_flags ((X509 *) certificate) & EXFLAG_CA) != 0 ||
         X509_check_ca ((X509 *) certificate) != 0;
}

static bool
is_for_people (const ASN1_OBJECT *purpose)
{
  static const char *const purposes[] = {
    "1.3.6.1.5.5.7.3.2",       /* TLS client */
    "1.3.6.1.5.5.7.3.4",       /* e-mail */
    "1.3.6.1.5.5.7.3.36",      /* documents, RFC 9336 */
    "1.3.6.1.4.1.311.10.3.12", /* documents, Microsoft's */
    "1.3.6.1.4.1.311.20.2.2",  /* logging in with a card, Microsoft's */
  };
  char text[OID_TEXT_SIZE];

  OBJ_obj2txt (text, sizeof text, purpose, 1);
  for (size_t i = 0; i < sizeof purposes / sizeof *purposes; i++)
    if (strcmp (purposes[i], text) == 0)
      return true;
  return false;
}

/* Where a certificate lists its purposes, each must be one of people. A list
 * that is there and could not be read is not the same as none. */
static bool
has_purpose (const X509 *certificate)
{
  int critical = -1; /* and so it stays where there is no list */
  EXTENDED_KEY_USAGE *list =
      X509_get_ext_d2i (certificate, NID_ext_key_usage, &critical, NULL);
  bool good = list != NULL || critical == -1;

  for (int i = 0; i < sk_ASN1_OBJECT_num (list); i++)
    good &= is_for_people (sk_ASN1_OBJECT_value (list, i));
  EXTENDED_KEY_USAGE_free (list);
  return good;
}

p2pid_err
p2pid_card_check_certificate (const p2pid_chain *chain)
{
  const X509 *certificate = chain->list[0];
  const profile *row = NULL;
  p2pid_err err = find_profile (chain, &row);

  if (err == P2PID_OK &&
      (X509_get_version (certificate) != X509_VERSION_3 ||
       is_authority (certificate) || !may_sign (certificate) ||
       !has_purpose (certificate) || !has_policy (certificate, row)))
    err = P2PID_ERR_MISMATCH;
  ERR_clear_error (); /* the thread's queue is not ours to fill */
  return err;
}

static p2pid_err
read_number (const X509 *certificate, const profile *row, numbered *out)
{
  char *serial = NULL;
  p2pid_err err =
      p2pid_certificate_subject (certificate, NID_serialNumber, &serial);

  if (err == P2PID_OK && serial == NULL)
    err = P2PID_ERR_INCOMPLETE;
  if (err == P2PID_OK &&
      (strlen (serial) > NUMBER_MAX || !row->read_number (serial, out)))
    err = P2PID_ERR_FORMAT;
  if (serial != NULL)
    sodium_memzero (serial, strlen (serial));
  free (serial);
  return err;
}

static p2pid_err
set_number (const X509 *certificate,
            const numbered *number,
            p2pid_identity *identity)
{
  p2pid_err err = P2PID_OK;

  if (number->number[0] != '\0')
    err = p2pid_identity_set_fact (identity, P2PID_FACT_PERSONAL_NUMBER,
                                   number->number);
  if (err == P2PID_OK && number->birthdate[0] != '\0')
    err = p2pid_identity_set_fact (identity, P2PID_FACT_BIRTHDATE,
                                   number->birthdate);
  if (err == P2PID_OK && number->employee)
    err = p2pid_certificate_take_fact (certificate, NID_organizationName,
                                       P2PID_FACT_ORGANISATION, identity);
  return err;
}

p2pid_err
p2pid_card_read_person (const p2pid_chain *chain, p2pid_identity *identity)
{
  const X509 *certificate = chain->list[0];
  const profile *row = NULL;
  numbered number = { .number = "" };
  p2pid_err err = find_profile (chain, &row);

  if (err == P2PID_OK)
    err = p2pid_certificate_take_fact (certificate, NID_givenName,
                                       P2PID_FACT_GIVEN_NAME, identity);
  if (err == P2PID_OK)
    err = p2pid_certificate_take_fact (certificate, NID_surname,
                                       P2PID_FACT_FAMILY_NAME, identity);
  if (err == P2PID_OK)
    err = p2pid_identity_require_name (identity);
  if (err == P2PID_OK)
    err = read_number (certificate, row, &number);
  if (err == P2PID_OK)
    err = set_number (certificate, &number, identity);
  sodium_memzero (&number, sizeof number);
  return err;
}
