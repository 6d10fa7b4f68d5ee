/* Whose certificate it is: countries, policies, uses, names and numbers. */

#include "card-maker.h"

#include <openssl/x509v3.h>
#include <stdlib.h>

static p2pid_err
check (card_maker *card, p2pid_report *report, p2pid_identity **out)
{
  const p2pid_statement stated = stating ();
  char *statement = stating_base64url (&stated);
  p2pid_anchors *anchors;
  char *evidence;
  p2pid_err err;

  card_issue (card);
  anchors = card_anchors (card, P2PID_ENVIRONMENT_PRODUCTION);
  evidence = card_evidence (card);
  err = stating_check ("card", statement, evidence, anchors, NOW + 60, report,
                       out);
  p2pid_anchors_free (anchors);
  free (evidence);
  free (statement);
  card_clear (card);
  return err;
}

static void
expect (card_maker *card, p2pid_step step, p2pid_err err)
{
  p2pid_report report;

  ck_assert_int_eq (check (card, &report, NULL), err);
  ck_assert_int_eq (report.failed, step);
}

/* A card of another country, by authorities of that country. */
static card_maker
card_of (const char *country, const char *policies, const char *serial)
{
  card_maker card = card_new ();

  for (size_t i = 0; i < CARD_CHAIN; i++)
    card_set (card.plans[i].subject, NID_countryName, country);
  card_set (card.plans[CARD_PERSON].extensions, NID_certificate_policies,
            policies);
  card_set (card.plans[CARD_PERSON].subject, NID_serialNumber, serial);
  return card;
}

#define EE "1.3.6.1.4.1.51361.1.1.1"
#define FI "1.2.246.517.1.10.351.1"
#define BE "2.16.56.12.1.1.2.2"
#define SE "1.2.752.74.1"
#define NCP "0.4.0.2042.1.2"
#define QCP "0.4.0.194112.1.2"

static const struct {
  const char *country, *policies, *serial;
  const char *number, *birthdate;
} people[] = {
  { "EE", EE, "PNOEE-38001085718", "PNOEE-38001085718", "1980-01-08" },
  { "EE", EE, "PNOEE-60002290017", "PNOEE-60002290017", "2000-02-29" },
  { "EE", EE, "PNOEE-19912310017", "PNOEE-19912310017", "1899-12-31" },
  { "EE", EE, "PNOEE-80001010017", "PNOEE-80001010017", "2100-01-01" },
  { "EE", "1.3.6.1.4.1.51455.1.1.1", "PNOEE-38001085718", "PNOEE-38001085718",
    "1980-01-08" },
  { "EE", EE, "PNOEE-38013085718", "PNOEE-38013085718", NULL }, /* no day */
  { "FI", FI, "999020016", "SATU FI-999020016", NULL },
  { "FI", FI, "99901112H", "SATU FI-99901112H", NULL },
  { "BE", BE, "01050399864", "PNOBE-01050399864", "2001-05-03" },
  { "BE", BE, "85073003328", "PNOBE-85073003328", "1985-07-30" },
  { "BE", BE, "85470000176", "PNOBE-85470000176", NULL }, /* not registered */
  { "SE", SE, "198402299823", "PNOSE-198402299823", NULL },
  { "SE", SE, "PNOSE-198402299823", "PNOSE-198402299823", NULL },
  { "LV", NCP, "PNOLV-030303-10012", "PNOLV-030303-10012", NULL },
  { "PT", QCP, "TINPT-123456789", "TINPT-123456789", NULL },
  { "SK", QCP, "PASSK-P3000180", NULL, NULL },
  { "BE", BE "," QCP, "01050399864", "PNOBE-01050399864", "2001-05-03" },
  { NULL, NCP, "IDCXX-1", NULL, NULL },
};

START_TEST (each_country_has_its_numbers)
{
  card_maker card =
      card_of (people[_i].country, people[_i].policies, people[_i].serial);
  p2pid_identity *identity = NULL;
  p2pid_report report;

  ck_assert_int_eq (check (&card, &report, &identity), P2PID_OK);
  ck_assert_str_eq (p2pid_identity_fact (identity, P2PID_FACT_NAME),
                    "Astrid Öberg");
  ck_assert_pstr_eq (p2pid_identity_fact (identity, P2PID_FACT_PERSONAL_NUMBER),
                     people[_i].number);
  ck_assert_pstr_eq (p2pid_identity_fact (identity, P2PID_FACT_BIRTHDATE),
                     people[_i].birthdate);
  ck_assert_ptr_null (p2pid_identity_fact (identity, P2PID_FACT_ORGANISATION));
  p2pid_identity_free (identity);
}
END_TEST

static const struct {
  const char *country, *policies, *serial;
} nobody[] = {
  { "EE", EE, "38001085718" },
  { "EE", EE, "PNOEE-3800108571" },
  { "EE", EE, "PNOEE-380010857180" },
  { "EE", EE, "PNOEE-98001085718" },
  { "EE", EE, "PNOEE-08001085718" },
  { "EE", EE, "PNOLV-38001085718" },
  { "EE", EE, "IDCEE-AA1234567" },
  { "FI", FI, "999020017" }, /* the check character */
  { "FI", FI, "99902001" },
  { "FI", FI, "99901112I" },
  { "FI", FI, "9990111H2" },
  { "FI", FI, "99901112HX" },
  { "FI", FI, "+9901112P" }, /* whose check character fits */
  { "FI", FI, "PNOFI-010101-123A" },
  { "BE", BE, "01050399865" },
  { "BE", BE, "0105039986" },
  { "BE", BE, "0105039986A" },
  { "BE", BE, "010503998653" }, /* likewise its check digits */
  { "SE", SE, "8402299823" },
  { "SE", SE, "19840229982X" },
  { "SE", SE, "SE2321000016" },
  { "SE", SE, "FI2321000016-1A2B" },
  { "SE", SE, "SE232100001-ABC1" },
  { "SE", SE, "SE2321000016-" },
  { "LV", NCP, "PNOLV" },
  { "LV", NCP, "PNOLV12" },
  { "LV", NCP, "PNOLV-" },
  { "LV", NCP, "PNOlv-030303-10012" },
  { "LV", NCP, "PNOLVA-1" },
  { "LV", NCP, "XYZLV-1" },
  { "LV", NCP, "030303-10012" },
  { "LV", NCP, "EI:LV-1" },
  { "LV", NCP, "NTRLV-40003000642" }, /* a firm */
};

START_TEST (a_number_of_another_form_is_refused)
{
  card_maker card =
      card_of (nobody[_i].country, nobody[_i].policies, nobody[_i].serial);

  expect (&card, P2PID_STEP_PERSON, P2PID_ERR_FORMAT);
}
END_TEST

/* By an employer: the number is the employer's, and so is the name of it. */
START_TEST (an_employee_is_known_to_an_organisation)
{
  card_maker card = card_of ("SE", SE, "SE2321000016-1A2B");
  p2pid_identity *identity = NULL;
  p2pid_report report;

  card_set (card.plans[CARD_PERSON].subject, NID_organizationName,
            "Region Test");
  ck_assert_int_eq (check (&card, &report, &identity), P2PID_OK);
  ck_assert_ptr_null (
      p2pid_identity_fact (identity, P2PID_FACT_PERSONAL_NUMBER));
  ck_assert_str_eq (p2pid_identity_fact (identity, P2PID_FACT_ORGANISATION),
                    "Region Test");
  p2pid_identity_free (identity);

  card = card_of ("SE", SE, "SE2321000016-1A2B");
  expect (&card, P2PID_STEP_PERSON, P2PID_ERR_INCOMPLETE);
}
END_TEST

static const struct {
  const char *country, *policies;
} policies[] = {
  { "EE", NULL },
  { "EE", NCP },
  { "EE", FI },
  { "EE", "1.3.6.1.4.1.513611.1" },
  { "EE", "1.3.6.1.4.1.5136" },
  { "EE", "2.5.29.32.0" }, /* any */
  { "FI", EE },
  { "BE", "2.16.5.6" },
  { "SE", "1.2.7520" },
  { "LV", "0.4.0.2042.1.1" }, /* NCP: no card */
  { "LV", EE },
};

START_TEST (a_policy_is_of_the_country)
{
  card_maker card =
      card_of (policies[_i].country, policies[_i].policies, "PNOEE-1");

  expect (&card, P2PID_STEP_CERTIFICATE, P2PID_ERR_MISMATCH);
}
END_TEST

/* The issuer of another country, or of none that it names, cannot give out a
 * country's own numbers. */
START_TEST (a_country_has_issuers_of_its_own)
{
  static const char *const others[] = { "FI", NULL };

  for (size_t i = 0; i < 2; i++) {
    card_maker card = card_new ();

    card_set (card.plans[CARD_ROOT].subject, NID_countryName, others[i]);
    expect (&card, P2PID_STEP_CERTIFICATE, P2PID_ERR_MISMATCH);
  }
}
END_TEST

static const struct {
  int kind;
  const char *value;
  p2pid_err err;
} uses[] = {
  { NID_key_usage, "digitalSignature", P2PID_OK },
  { NID_key_usage, "critical,nonRepudiation", P2PID_OK },
  { NID_key_usage, "critical,digitalSignature,nonRepudiation", P2PID_OK },
  { NID_key_usage, NULL, P2PID_ERR_MISMATCH },
  { NID_key_usage, "keyAgreement", P2PID_ERR_MISMATCH },
  { NID_key_usage, "keyEncipherment", P2PID_ERR_MISMATCH },
  { NID_key_usage, "digitalSignature,cRLSign", P2PID_ERR_MISMATCH },
  { NID_key_usage, "digitalSignature,keyCertSign", P2PID_ERR_MISMATCH },
  { NID_basic_constraints, NULL, P2PID_OK },
  { NID_basic_constraints, "critical,CA:TRUE", P2PID_ERR_MISMATCH },
  { NID_ext_key_usage, NULL, P2PID_OK },
  { NID_ext_key_usage, "clientAuth", P2PID_OK },
  { NID_ext_key_usage, "emailProtection", P2PID_OK },
  { NID_ext_key_usage, "1.3.6.1.5.5.7.3.36", P2PID_OK },
  { NID_ext_key_usage, "clientAuth,1.3.6.1.4.1.311.20.2.2", P2PID_OK },
  { NID_ext_key_usage, "serverAuth", P2PID_ERR_MISMATCH },
  { NID_ext_key_usage, "clientAuth,serverAuth", P2PID_ERR_MISMATCH },
  { NID_ext_key_usage, "OCSPSigning", P2PID_ERR_MISMATCH },
  { NID_ext_key_usage, "timeStamping", P2PID_ERR_MISMATCH },
  { NID_ext_key_usage, "codeSigning", P2PID_ERR_MISMATCH },
  { NID_ext_key_usage, "anyExtendedKeyUsage", P2PID_ERR_MISMATCH },
  { NID_ext_key_usage, "2.999.1", P2PID_ERR_MISMATCH },
};

START_TEST (a_certificate_is_for_people)
{
  card_maker card = card_new ();

  card_set (card.plans[CARD_PERSON].extensions, uses[_i].kind, uses[_i].value);
  expect (&card,
          uses[_i].err == P2PID_OK ? P2PID_STEP_COUNT_ : P2PID_STEP_CERTIFICATE,
          uses[_i].err);
}
END_TEST

static const struct {
  int kind;
  const char *value;
  p2pid_err err;
} names[] = {
  { NID_surname, NULL, P2PID_ERR_INCOMPLETE },
  { NID_givenName, NULL, P2PID_ERR_INCOMPLETE },
  { NID_serialNumber, NULL, P2PID_ERR_INCOMPLETE },
  { NID_surname,
    "O\xcc\x88"
    "berg",
    P2PID_ERR_TEXT }, /* not NFC */
  { NID_surname, "Öberg ", P2PID_ERR_TEXT },
  { NID_givenName, "Astrid\xe2\x80\xae", P2PID_ERR_TEXT },
};

START_TEST (a_name_is_there_and_fit_to_be_shown)
{
  card_maker card = card_new ();

  card_set (card.plans[CARD_PERSON].subject, names[_i].kind, names[_i].value);
  expect (&card, P2PID_STEP_PERSON, names[_i].err);
}
END_TEST

/* Which of the two would be the name? */
START_TEST (a_name_twice_is_refused)
{
  card_maker card = card_new ();

  card.plans[CARD_PERSON].subject[4] =
      (authority_extension){ NID_surname, "Ek" };
  expect (&card, P2PID_STEP_PERSON, P2PID_ERR_FORMAT);
}
END_TEST

START_TEST (a_number_has_an_end)
{
  char serial[32 + 1 + 32 + 1];
  card_maker card;

  memset (serial, '1', sizeof serial);
  memcpy (serial, "PNOLV-", 6);
  serial[64] = '\0';
  card = card_of ("LV", NCP, serial);
  expect (&card, P2PID_STEP_COUNT_, P2PID_OK);
}
END_TEST

#define COUNT(array) ((int) (sizeof (array) / sizeof *(array)))

int
main (void)
{
  Suite *suite = suite_create ("card-person");
  TCase *tcase = tcase_create ("card-person");

  tcase_add_loop_test (tcase, each_country_has_its_numbers, 0, COUNT (people));
  tcase_add_loop_test (tcase, a_number_of_another_form_is_refused, 0,
                       COUNT (nobody));
  tcase_add_test (tcase, an_employee_is_known_to_an_organisation);
  tcase_add_loop_test (tcase, a_policy_is_of_the_country, 0, COUNT (policies));
  tcase_add_test (tcase, a_country_has_issuers_of_its_own);
  tcase_add_loop_test (tcase, a_certificate_is_for_people, 0, COUNT (uses));
  tcase_add_loop_test (tcase, a_name_is_there_and_fit_to_be_shown, 0,
                       COUNT (names));
  tcase_add_test (tcase, a_name_twice_is_refused);
  tcase_add_test (tcase, a_number_has_an_end);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
