/* The person in a Freja sign result.
 *
 *   requestedAttributes  basicUserInfo {name, surname}, dateOfBirth,
 *                        ssn {country, ssn}, registrationLevel, loaLevel,
 *                        organisationId {issuerFriendlyName {SV, EN}, …}, …
 *
 * Attributes that nobody asked for are not there, and those that this program
 * does not know are not read. */

#include "evidence/freja-person.h"

#include "wire/json.h"

#include <sodium.h>
#include <stdio.h>

/* Longest national number, as Freja's documents have it, and written here:
 * "PNOSE-", number, NUL. */
#define NUMBER_MAX 40
#define NUMBER_TEXT_SIZE (6 + NUMBER_MAX + 1)

/* Swedish numbers have the century in them. */
#define SWEDISH_SIZE 12

/* Registration levels, and the levels of assurance that Freja gives instead
 * or beside them. BASIC and LOA1 are an e-mail address without a name; PLUS
 * and LOA3 are what Sweden's quality mark for eIDs calls level 3, notified as
 * substantial; NR are people who are not in the population register. */
static const struct {
  const char *word;
  p2pid_assurance assurance;
} levels[] = {
  { "BASIC", P2PID_ASSURANCE_NONE },
  { "EXTENDED", P2PID_ASSURANCE_LOW },
  { "PLUS", P2PID_ASSURANCE_SUBSTANTIAL },
  { "LOA1", P2PID_ASSURANCE_NONE },
  { "LOA2", P2PID_ASSURANCE_LOW },
  { "LOA3", P2PID_ASSURANCE_SUBSTANTIAL },
  { "LOA3_NR", P2PID_ASSURANCE_SUBSTANTIAL },
};

/* Untouched where the member is not there. */
static p2pid_err
read_level (const json_t *object, const char *member, p2pid_assurance *out)
{
  const char *word = NULL;
  p2pid_err err = p2pid_json_get_text (object, member, &word);

  if (err != P2PID_OK || word == NULL)
    return err;
  for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
    if (strcmp (levels[i].word, word) == 0) {
      *out = levels[i].assurance;
      return P2PID_OK;
    }
  return P2PID_ERR_FORMAT;
}

static const json_t *
attributes_of (const json_t *payload)
{
  return json_object_get (payload, "requestedAttributes");
}

/* The relying party asks for a level at the least, and Freja serves nobody
 * below it; what the person really has is an attribute. */
p2pid_err
p2pid_freja_level (const json_t *payload, p2pid_assurance *out_assurance)
{
  const json_t *attributes = attributes_of (payload);
  p2pid_assurance asked = P2PID_ASSURANCE_NONE;
  p2pid_assurance known, stated = P2PID_ASSURANCE_HIGH;
  p2pid_err err = read_level (payload, "minRegistrationLevel", &asked);

  known = asked;
  if (err == P2PID_OK)
    err = read_level (attributes, "registrationLevel", &known);
  if (err == P2PID_OK)
    err = read_level (attributes, "loaLevel", &stated);
  if (err != P2PID_OK)
    return err;
  if (asked == P2PID_ASSURANCE_NONE || known < asked || stated < asked)
    return P2PID_ERR_INCOMPLETE;
  *out_assurance = stated < known ? stated : known;
  return P2PID_OK;
}

/* Who issued the organisation id, in that language or the other. That makes
 * it the organisation that the person is known to; what they are there, and
 * whether they may speak for it, it does not say. */
static const char *
organisation_of (const json_t *attributes, p2pid_language language)
{
  const json_t *names = json_object_get (
      json_object_get (attributes, "organisationId"), "issuerFriendlyName");
  const char *swedish = json_string_value (json_object_get (names, "SV"));
  const char *english = json_string_value (json_object_get (names, "EN"));

  if (language == P2PID_LANGUAGE_SV)
    return swedish != NULL ? swedish : english;
  return english != NULL ? english : swedish;
}

p2pid_facts
p2pid_freja_facts (const json_t *payload)
{
  const json_t *attributes = attributes_of (payload);
  p2pid_facts facts = 0;

  if (json_object_get (attributes, "basicUserInfo") != NULL)
    facts |= P2PID_FACTS (P2PID_FACT_NAME) |
             P2PID_FACTS (P2PID_FACT_GIVEN_NAME) |
             P2PID_FACTS (P2PID_FACT_FAMILY_NAME);
  if (json_object_get (attributes, "dateOfBirth") != NULL)
    facts |= P2PID_FACTS (P2PID_FACT_BIRTHDATE);
  if (json_object_get (attributes, "ssn") != NULL)
    facts |= P2PID_FACTS (P2PID_FACT_PERSONAL_NUMBER);
  if (organisation_of (attributes, P2PID_LANGUAGE_EN) != NULL)
    facts |= P2PID_FACTS (P2PID_FACT_ORGANISATION);
  return facts;
}

static p2pid_err
read_names (const json_t *attributes, p2pid_identity *identity)
{
  const json_t *names = json_object_get (attributes, "basicUserInfo");
  const char *given = NULL, *family = NULL;
  p2pid_err err = p2pid_json_get_text (names, "name", &given);

  if (err == P2PID_OK)
    err = p2pid_json_get_text (names, "surname", &family);
  if (err == P2PID_OK && (given == NULL || family == NULL))
    err = P2PID_ERR_INCOMPLETE;
  if (err == P2PID_OK)
    err = p2pid_identity_set_fact (identity, P2PID_FACT_GIVEN_NAME, given);
  if (err == P2PID_OK)
    err = p2pid_identity_set_fact (identity, P2PID_FACT_FAMILY_NAME, family);
  if (err == P2PID_OK)
    err = p2pid_identity_require_name (identity);
  return err;
}

static bool
is_number (const char *country, const char *number)
{
  if (strlen (country) != 2 || country[0] < 'A' || country[0] > 'Z' ||
      country[1] < 'A' || country[1] > 'Z')
    return false;
  if (strcmp (country, "SE") != 0)
    return strlen (number) <= NUMBER_MAX;
  return strlen (number) == SWEDISH_SIZE &&
         strspn (number, "0123456789") == SWEDISH_SIZE;
}

/* As ETSI EN 319 412-1 §5.1.3 writes national numbers: "PNOSE-198402299823".
 * A number without its country could be two people's. */
static p2pid_err
read_number (const json_t *attributes, p2pid_identity *identity)
{
  const json_t *ssn = json_object_get (attributes, "ssn");
  const char *country = json_string_value (json_object_get (ssn, "country"));
  const char *number = json_string_value (json_object_get (ssn, "ssn"));
  char text[NUMBER_TEXT_SIZE];
  p2pid_err err;

  if (ssn == NULL)
    return P2PID_OK;
  if (country == NULL || number == NULL || !is_number (country, number))
    return P2PID_ERR_FORMAT;
  snprintf (text, sizeof text, "PNO%s-%s", country, number);
  err = p2pid_identity_set_fact (identity, P2PID_FACT_PERSONAL_NUMBER, text);
  sodium_memzero (text, sizeof text);
  return err;
}

p2pid_err
p2pid_freja_person (const json_t *payload,
                    p2pid_language language,
                    p2pid_identity *identity)
{
  const json_t *attributes = attributes_of (payload);
  const char *organisation = organisation_of (attributes, language);
  const char *birthdate = NULL;
  p2pid_err err = read_names (attributes, identity);

  if (err == P2PID_OK)
    err = p2pid_json_get_text (attributes, "dateOfBirth", &birthdate);
  if (err == P2PID_OK && birthdate != NULL)
    err = p2pid_identity_set_fact (identity, P2PID_FACT_BIRTHDATE, birthdate);
  if (err == P2PID_OK)
    err = read_number (attributes, identity);
  if (err == P2PID_OK && organisation != NULL)
    err = p2pid_identity_set_fact (identity, P2PID_FACT_ORGANISATION,
                                   organisation);
  return err;
}
