/*
 * EU PIDs, rule by rule: the issuer's part, the holder's KB-JWT for the
 * statement, at which step and by what name each thing is refused; every kind
 * of key on both sides; every byte.
 */

#include "wallet.h"

#include "evidence/sd-jwt-vc.h"

#include <stdlib.h>

#define HELD P2PID_STEP_COUNT_
#define TODAY (NOW + 60)

/* One thing changed in an ordinary one; NULL leaves it. */
static const struct {
  const char *what, *header, *payload, *kb_header, *kb_payload, *enclosed;
  p2pid_err err;
  p2pid_step step;
} rules[] = {
#define HEADER_RULE(what, header, err, step)                                   \
  {                                                                            \
    what, header, NULL, NULL, NULL, NULL, err, step                            \
  }
#define PAYLOAD_RULE(what, payload, err, step)                                 \
  {                                                                            \
    what, NULL, payload, NULL, NULL, NULL, err, step                           \
  }
#define KB_HEADER_RULE(what, header, err)                                      \
  {                                                                            \
    what, NULL, NULL, header, NULL, NULL, err,                                 \
        (err) == P2PID_OK ? HELD : P2PID_STEP_HOLDER                           \
  }
#define KB_RULE(what, payload, err, step)                                      \
  {                                                                            \
    what, NULL, NULL, NULL, payload, NULL, err, step                           \
  }
#define KEY_RULE(what, header, key, err, step)                                 \
  {                                                                            \
    what, header, NULL, NULL, NULL, key, err, step                             \
  }

  HEADER_RULE ("as it should be", NULL, P2PID_OK, HELD),
  HEADER_RULE ("the type's older name",
               "{'typ':'vc+sd-jwt','alg':'ES256','jwk':@J}",
               P2PID_OK,
               HELD),
  HEADER_RULE ("the older name with crit",
               "{'typ':'vc+sd-jwt','alg':'ES256','jwk':@J,'crit':['jwk']}",
               P2PID_ERR_VERSION,
               P2PID_STEP_KIND),
  HEADER_RULE ("a plain JWT",
               "{'typ':'JWT','alg':'ES256','jwk':@J}",
               P2PID_ERR_FORMAT,
               P2PID_STEP_KIND),
  HEADER_RULE ("the holder's key as the issuer's",
               "{'typ':'dc+sd-jwt','alg':'ES256','jwk':@C}",
               P2PID_ERR_UNTRUSTED,
               P2PID_STEP_ISSUER),
  HEADER_RULE ("alg none",
               "{'typ':'dc+sd-jwt','alg':'none','jwk':@J}",
               P2PID_ERR_ALGORITHM,
               P2PID_STEP_SIGNATURE),
  HEADER_RULE ("no key",
               "{'typ':'dc+sd-jwt','alg':'ES256'}",
               P2PID_ERR_INCOMPLETE,
               P2PID_STEP_ISSUER),

  KEY_RULE ("the key beside it",
            "{'typ':'dc+sd-jwt','alg':'ES256'}",
            "@J",
            P2PID_OK,
            HELD),
  KEY_RULE ("its id",
            "{'typ':'dc+sd-jwt','alg':'ES256','kid':'7'}",
            "@J",
            P2PID_OK,
            HELD),
  KEY_RULE ("another's key beside it",
            "{'typ':'dc+sd-jwt','alg':'ES256'}",
            "@C",
            P2PID_ERR_UNTRUSTED,
            P2PID_STEP_ISSUER),
  KEY_RULE ("a key inside and one beside",
            PID_HEADER,
            "@J",
            P2PID_ERR_FORMAT,
            P2PID_STEP_ISSUER),
  KEY_RULE ("no key beside it",
            PID_HEADER,
            "[]",
            P2PID_ERR_FORMAT,
            P2PID_STEP_SHAPE),
  KEY_RULE ("something else beside it",
            "{'typ':'dc+sd-jwt','alg':'ES256'}",
            "{'kty':'oct','k':'AAAA'}",
            P2PID_ERR_ALGORITHM,
            P2PID_STEP_ISSUER),

  PAYLOAD_RULE ("a country's PID",
                "{'vct':'urn:eudi:pid:se:1'," PID_TIMES "," PID_CNF
                ",'_sd':['@a','@b','@c']}",
                P2PID_OK,
                HELD),
  PAYLOAD_RULE ("a PID of another version",
                "{'vct':'urn:eudi:pid:2'," PID_TIMES "," PID_CNF
                ",'_sd':['@a','@b','@c']}",
                P2PID_ERR_FORMAT,
                P2PID_STEP_SHAPE),
  PAYLOAD_RULE ("our own type",
                "{'vct':'urn:p2pid:identity:1'," PID_TIMES "," PID_CNF
                ",'_sd':['@a','@b','@c']}",
                P2PID_ERR_FORMAT,
                P2PID_STEP_SHAPE),
  PAYLOAD_RULE ("no cnf",
                "{" PID_VCT "," PID_TIMES ",'_sd':['@a','@b','@c']}",
                P2PID_ERR_INCOMPLETE,
                P2PID_STEP_HOLDER),
  PAYLOAD_RULE ("a cnf without a key",
                "{" PID_VCT "," PID_TIMES
                ",'cnf':{'kid':'1'},'_sd':['@a','@b','@c']}",
                P2PID_ERR_INCOMPLETE,
                P2PID_STEP_HOLDER),
  PAYLOAD_RULE ("another's key",
                "{" PID_VCT "," PID_TIMES
                ",'cnf':{'jwk':@J},'_sd':['@a','@b','@c']}",
                P2PID_ERR_FORGED,
                P2PID_STEP_HOLDER),
  PAYLOAD_RULE ("no exp",
                "{" PID_VCT ",'iat':1795000000," PID_CNF
                ",'_sd':['@a','@b','@c']}",
                P2PID_ERR_INCOMPLETE,
                P2PID_STEP_TIME),
  PAYLOAD_RULE ("expired",
                "{" PID_VCT ",'iat':1,'exp':1795521660," PID_CNF
                ",'_sd':['@a','@b','@c']}",
                P2PID_ERR_EXPIRED,
                P2PID_STEP_TIME),
  PAYLOAD_RULE ("one disclosure that no digest asks for",
                "{" PID_OPEN ",'_sd':['@a','@b']}",
                P2PID_ERR_FORMAT,
                P2PID_STEP_DISCLOSURES),

  KB_HEADER_RULE ("a credential's typ",
                  "{'typ':'dc+sd-jwt','alg':'ES256'}",
                  P2PID_ERR_FORMAT),
  KB_HEADER_RULE ("no typ", "{'alg':'ES256'}", P2PID_ERR_FORMAT),
  KB_HEADER_RULE ("crit",
                  "{'typ':'kb+jwt','alg':'ES256','crit':['typ']}",
                  P2PID_ERR_VERSION),
  KB_HEADER_RULE ("alg none",
                  "{'typ':'kb+jwt','alg':'none'}",
                  P2PID_ERR_ALGORITHM),
  KB_HEADER_RULE ("a shared secret",
                  "{'typ':'kb+jwt','alg':'HS256'}",
                  P2PID_ERR_ALGORITHM),
  KB_HEADER_RULE ("another curve",
                  "{'typ':'kb+jwt','alg':'ES384'}",
                  P2PID_ERR_ALGORITHM),
  KB_HEADER_RULE ("a key of its own",
                  "{'typ':'kb+jwt','alg':'ES256','jwk':@J}",
                  P2PID_OK),

  KB_RULE ("no aud",
           "{" KB_IAT ",'nonce':'@N','sd_hash':'@H'}",
           P2PID_ERR_INCOMPLETE,
           P2PID_STEP_HOLDER),
  KB_RULE ("another's aud",
           "{'aud':'https://bank.example'," KB_IAT
           ",'nonce':'@N','sd_hash':'@H'}",
           P2PID_ERR_MISMATCH,
           P2PID_STEP_HOLDER),
  KB_RULE ("a list as aud",
           "{'aud':['urn:p2pid:statement:1']," KB_IAT
           ",'nonce':'@N','sd_hash':'@H'}",
           P2PID_ERR_FORMAT,
           P2PID_STEP_HOLDER),
  KB_RULE ("no sd_hash",
           "{" KB_AUD "," KB_IAT ",'nonce':'@N'}",
           P2PID_ERR_INCOMPLETE,
           P2PID_STEP_HOLDER),
  KB_RULE ("another sd_hash",
           "{" KB_AUD "," KB_IAT ",'nonce':'@N','sd_hash':'@N'}",
           P2PID_ERR_MISMATCH,
           P2PID_STEP_HOLDER),
  KB_RULE ("no iat",
           "{" KB_AUD ",'nonce':'@N','sd_hash':'@H'}",
           P2PID_ERR_INCOMPLETE,
           P2PID_STEP_HOLDER),
  KB_RULE ("an iat as text",
           "{" KB_AUD ",'iat':'1795521630','nonce':'@N','sd_hash':'@H'}",
           P2PID_ERR_FORMAT,
           P2PID_STEP_HOLDER),
  KB_RULE ("no nonce",
           "{" KB_AUD "," KB_IAT ",'sd_hash':'@H'}",
           P2PID_ERR_INCOMPLETE,
           P2PID_STEP_STATEMENT),
  KB_RULE ("another nonce",
           "{" KB_AUD "," KB_IAT ",'nonce':'1234567890','sd_hash':'@H'}",
           P2PID_ERR_MISMATCH,
           P2PID_STEP_STATEMENT),
  KB_RULE ("a minute before the statement",
           "{" KB_AUD ",'iat':1795521540,'nonce':'@N','sd_hash':'@H'}",
           P2PID_OK,
           HELD),
  KB_RULE ("more than a minute before it",
           "{" KB_AUD ",'iat':1795521539,'nonce':'@N','sd_hash':'@H'}",
           P2PID_ERR_MISMATCH,
           P2PID_STEP_TIME),
  KB_RULE ("after the statement",
           "{" KB_AUD ",'iat':1795608000,'nonce':'@N','sd_hash':'@H'}",
           P2PID_ERR_MISMATCH,
           P2PID_STEP_TIME),
  KB_RULE ("later than now",
           "{" KB_AUD ",'iat':1795521721,'nonce':'@N','sd_hash':'@H'}",
           P2PID_ERR_NOT_YET_VALID,
           P2PID_STEP_TIME),
};

START_TEST (pids_are_read_strictly)
{
  wallet_order order = wallet_ordinary;

  if (rules[_i].header != NULL)
    order.header = rules[_i].header;
  if (rules[_i].payload != NULL)
    order.payload = rules[_i].payload;
  if (rules[_i].kb_header != NULL)
    order.kb_header = rules[_i].kb_header;
  if (rules[_i].kb_payload != NULL)
    order.kb_payload = rules[_i].kb_payload;
  order.enclosed = rules[_i].enclosed;
  wallet_expect (rules[_i].what, &order, rules[_i].err, rules[_i].step);
}
END_TEST

static wallet_order
order_with (p2pid_jwa issuer, p2pid_jwa holder, char headers[2][80])
{
  wallet_order order = wallet_ordinary;

  snprintf (headers[0], 80, "{'typ':'dc+sd-jwt','alg':'%s','jwk':@J}",
            signer_name (issuer));
  snprintf (headers[1], 80, "{'typ':'kb+jwt','alg':'%s'}",
            signer_name (holder));
  order.issuer = issuer;
  order.holder = holder;
  order.header = headers[0];
  order.kb_header = headers[1];
  return order;
}

START_TEST (each_kind_of_key_signs)
{
  char headers[2][80];
  wallet_order order;

  order = order_with ((p2pid_jwa) _i, P2PID_JWA_ES256, headers);
  wallet_expect ("issuer", &order, P2PID_OK, HELD);
  order = order_with (P2PID_JWA_ES256, (p2pid_jwa) _i, headers);
  wallet_expect ("holder", &order, P2PID_OK, HELD);
}
END_TEST

START_TEST (an_identity_says_how_it_was_proved)
{
  wallet_order order = wallet_ordinary;
  p2pid_identity *identity = NULL;
  p2pid_step failed;
  char *evidence;

  order.payload = "{" PID_OPEN ",'name':'Not he','role':'Boss',"
                  "'_sd':['@a','@b','@c','@d']}";
  order.disclosures[3] =
      "[" PID_SALT ",'personal_administrative_number','198402291234']";
  evidence = wallet_make (&order);
  ck_assert_int_eq (wallet_check (evidence, &id_token_said,
                                  signer_key (P2PID_JWA_ES256), TODAY, &failed,
                                  &identity),
                    P2PID_OK);
  ck_assert_str_eq (p2pid_identity_fact (identity, P2PID_FACT_NAME), "Bo Ek");
  ck_assert_str_eq (p2pid_identity_fact (identity, P2PID_FACT_BIRTHDATE),
                    "1984-02-29");
  ck_assert_str_eq (p2pid_identity_fact (identity, P2PID_FACT_PERSONAL_NUMBER),
                    "198402291234");
  ck_assert_ptr_null (p2pid_identity_fact (identity, P2PID_FACT_ROLE));
  ck_assert_int_eq (p2pid_identity_word (identity), P2PID_WORD_SIGNED);
  ck_assert_int_eq (p2pid_identity_assurance (identity), P2PID_ASSURANCE_HIGH);
  ck_assert_int_eq (p2pid_identity_signed_at (identity), NOW + 30);
  ck_assert_int_eq (p2pid_identity_valid_until (identity), NOW + DAY);
  ck_assert_uint_ne (
      p2pid_identity_checked (identity) & P2PID_STEPS (P2PID_STEP_HOLDER), 0);
  ck_assert_uint_eq (p2pid_identity_unchecked (identity),
                     P2PID_STEPS (P2PID_STEP_REVOCATION));
  ck_assert_mem_eq (p2pid_identity_key (identity)->bytes,
                    id_token_said.key.bytes, 32);
  p2pid_identity_free (identity);
  free (evidence);
}
END_TEST

/* The credential may end before the statement does. */
START_TEST (the_first_end_counts)
{
  wallet_order order = wallet_ordinary;
  p2pid_identity *identity = NULL;
  p2pid_step failed;
  char *evidence;

  order.payload = "{" PID_VCT ",'iat':1795000000,'exp':1795530000," PID_CNF
                  ",'_sd':['@a','@b','@c']}";
  evidence = wallet_make (&order);
  ck_assert_int_eq (wallet_check (evidence, &id_token_said,
                                  signer_key (P2PID_JWA_ES256), TODAY, &failed,
                                  &identity),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_identity_valid_until (identity), 1795530000);
  p2pid_identity_free (identity);
  free (evidence);
}
END_TEST

START_TEST (a_pid_without_its_holder_is_nobodys)
{
  wallet_order order = wallet_ordinary;

  order.kb_header = NULL;
  wallet_expect ("no KB-JWT", &order, P2PID_ERR_INCOMPLETE, P2PID_STEP_HOLDER);
}
END_TEST

START_TEST (a_signature_is_for_one_statement)
{
  EVP_PKEY *key = signer_key (P2PID_JWA_ES256);
  char *evidence = wallet_make (&wallet_ordinary);
  p2pid_statement other = id_token_said;
  p2pid_identity *identity = NULL;
  p2pid_step failed;

  ck_assert_int_eq (
      wallet_check (evidence, NULL, key, TODAY, &failed, &identity),
      P2PID_ERR_INCOMPLETE);
  ck_assert_int_eq (failed, P2PID_STEP_STATEMENT);
  other.key = person_key (2);
  ck_assert_int_eq (
      wallet_check (evidence, &other, key, TODAY, &failed, &identity),
      P2PID_ERR_MISMATCH);
  ck_assert_int_eq (failed, P2PID_STEP_STATEMENT);
  other = id_token_said;
  other.not_after++;
  ck_assert_int_eq (
      wallet_check (evidence, &other, key, TODAY, &failed, &identity),
      P2PID_ERR_MISMATCH);
  ck_assert_int_eq (wallet_check (evidence, &id_token_said, key, NOW + DAY,
                                  &failed, &identity),
                    P2PID_ERR_EXPIRED);
  ck_assert_int_eq (failed, P2PID_STEP_TIME);
  ck_assert_ptr_null (identity);
  free (evidence);
}
END_TEST

/* A disclosure fewer, or one of the issuer's more: not what the holder
 * showed. */
START_TEST (a_selection_is_the_holders)
{
  EVP_PKEY *key = signer_key (P2PID_JWA_ES256);
  char *evidence = wallet_make (&wallet_ordinary);
  char *first = strchr (evidence, '~'), *second = strchr (first + 1, '~');
  p2pid_identity *identity = NULL;
  p2pid_step failed;

  memmove (first, second, strlen (second) + 1);
  ck_assert_int_eq (
      wallet_check (evidence, &id_token_said, key, TODAY, &failed, &identity),
      P2PID_ERR_MISMATCH);
  ck_assert_int_eq (failed, P2PID_STEP_HOLDER);
  free (evidence);
}
END_TEST

/* The KB-JWT of another presentation by the same holder. */
START_TEST (a_key_binding_is_of_one_presentation)
{
  wallet_order less = wallet_ordinary;
  char *whole = wallet_make (&wallet_ordinary), *part, *mixed = NULL;
  p2pid_identity *identity = NULL;
  p2pid_step failed;

  less.disclosures[2] = NULL;
  less.payload = "{" PID_OPEN ",'_sd':['@a','@b']}";
  part = wallet_make (&less);
  ck_assert_int_gt (asprintf (&mixed, "%.*s%s",
                              (int) (strrchr (whole, '~') - whole), whole,
                              strrchr (part, '~')),
                    0);
  ck_assert_int_eq (wallet_check (mixed, &id_token_said,
                                  signer_key (P2PID_JWA_ES256), TODAY, &failed,
                                  &identity),
                    P2PID_ERR_MISMATCH);
  ck_assert_int_eq (failed, P2PID_STEP_HOLDER);
  free (mixed);
  free (part);
  free (whole);
}
END_TEST

/* What the holder signed is shown as a whole; without a KB-JWT, a selection
 * keeps the key in front. */
START_TEST (showing_less_is_the_wallets_business)
{
  const p2pid_facts all = P2PID_FACTS (P2PID_FACT_GIVEN_NAME) |
                          P2PID_FACTS (P2PID_FACT_FAMILY_NAME) |
                          P2PID_FACTS (P2PID_FACT_BIRTHDATE);
  char *evidence = wallet_make (&wallet_ordinary);
  p2pid_buffer *text = id_token_statement (&id_token_said);
  p2pid_anchors *anchors = wallet_anchors (signer_key (P2PID_JWA_ES256));
  p2pid_binding *binding = NULL, *shown = NULL;
  p2pid_identity *identity = NULL;

  ck_assert_int_eq (p2pid_binding_new ("sd-jwt", (char *) text->data, evidence,
                                       NULL, &binding),
                    P2PID_OK);
  ck_assert_uint_eq (p2pid_binding_facts (binding), all);
  ck_assert_uint_eq (p2pid_binding_fixed_facts (binding), all);
  ck_assert_int_eq (p2pid_binding_select (binding, P2PID_FACTS_DEFAULT, &shown),
                    P2PID_ERR_ARGUMENT);
  ck_assert_int_eq (p2pid_binding_select (binding, all, &shown), P2PID_OK);
  p2pid_binding_free (binding);
  ck_assert_str_eq (p2pid_binding_evidence (shown), evidence);
  ck_assert_int_eq (p2pid_binding_verify (shown, anchors, TODAY, &identity),
                    P2PID_OK);
  p2pid_identity_free (identity);
  p2pid_binding_free (shown);
  p2pid_anchors_free (anchors);
  p2pid_buffer_free (text);
  free (evidence);
}
END_TEST

/* The issuer's key beside a credential of our own type: shortened, it still
 * verifies, and is the same when it is read again. */
START_TEST (a_key_in_front_stays_in_front)
{
  const wallet_order order = {
    .issuer = P2PID_JWA_ES256,
    .holder = P2PID_JWA_EDDSA,
    .header = "{'typ':'dc+sd-jwt','alg':'ES256','kid':'7'}",
    .payload = "{'vct':'urn:p2pid:identity:1'," PID_TIMES "," PID_CNF
               ",'_sd':['@a','@b']}",
    .disclosures = { "[" PID_SALT ",'name','Bo Ek']", PID_BIRTHDATE },
    .enclosed = "@J",
  };
  char *evidence = wallet_make (&order);
  p2pid_anchors *anchors = wallet_anchors (signer_key (P2PID_JWA_ES256));
  p2pid_binding *binding = NULL, *shown = NULL, *again = NULL;
  p2pid_identity *identity = NULL;

  ck_assert_int_eq (
      p2pid_binding_new ("sd-jwt", NULL, evidence, NULL, &binding), P2PID_OK);
  ck_assert_uint_eq (p2pid_binding_fixed_facts (binding), 0);
  ck_assert_int_eq (p2pid_binding_select (binding, P2PID_FACTS_DEFAULT, &shown),
                    P2PID_OK);
  p2pid_binding_free (binding);
  ck_assert_int_eq (p2pid_binding_verify (shown, anchors, TODAY, &identity),
                    P2PID_OK);
  ck_assert_str_eq (p2pid_identity_fact (identity, P2PID_FACT_NAME), "Bo Ek");
  ck_assert_ptr_null (p2pid_identity_fact (identity, P2PID_FACT_BIRTHDATE));
  ck_assert_int_eq (p2pid_identity_word (identity), P2PID_WORD_VOUCHED);
  p2pid_identity_free (identity);
  identity = NULL;
  ck_assert_int_eq (p2pid_binding_new ("sd-jwt", NULL,
                                       p2pid_binding_evidence (shown), NULL,
                                       &again),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_binding_verify (again, anchors, TODAY, &identity),
                    P2PID_OK);
  p2pid_identity_free (identity);
  p2pid_binding_free (again);
  p2pid_binding_free (shown);
  p2pid_anchors_free (anchors);
  free (evidence);
}
END_TEST

/* Token and key set as they come from an issuer. */
START_TEST (files_become_a_binding)
{
  wallet_order order = wallet_ordinary;
  char *jwk = signer_jwk (signer_key (P2PID_JWA_ES256)), *token, *set = NULL;
  p2pid_anchors *anchors = wallet_anchors (signer_key (P2PID_JWA_ES256));
  p2pid_bytes files[3];
  p2pid_buffer *bytes = NULL;
  p2pid_binding *binding = NULL;
  p2pid_identity *identity = NULL;

  order.header = "{'typ':'dc+sd-jwt','alg':'ES256','kid':'7'}";
  token = wallet_make (&order);
  ck_assert_int_gt (asprintf (&set, "{\"keys\":[%.*s,\"kid\":\"7\"}]}",
                              (int) strlen (jwk) - 1, jwk),
                    0);
  files[0] = files[2] = p2pid_bytes_from_text (token);
  files[1] = p2pid_bytes_from_text (set);
  ck_assert_int_eq (p2pid_statement_print (&id_token_said, &bytes), P2PID_OK);
  ck_assert_int_eq (p2pid_binding_join (P2PID_METHOD_SD_JWT, files, 2,
                                        p2pid_buffer_bytes (bytes), &binding),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_binding_verify (binding, anchors, TODAY, &identity),
                    P2PID_OK);
  p2pid_binding_free (binding);
  binding = NULL;
  ck_assert_int_eq (p2pid_binding_join (P2PID_METHOD_SD_JWT, files, 0,
                                        p2pid_buffer_bytes (bytes), &binding),
                    P2PID_ERR_ARGUMENT);
  ck_assert_int_eq (p2pid_binding_join (P2PID_METHOD_SD_JWT, files, 3,
                                        p2pid_buffer_bytes (bytes), &binding),
                    P2PID_ERR_ARGUMENT);
  ck_assert_ptr_null (binding);
  p2pid_identity_free (identity);
  p2pid_buffer_free (bytes);
  p2pid_anchors_free (anchors);
  free (set);
  free (token);
  free (jwk);
}
END_TEST

START_TEST (no_flipped_byte_passes)
{
  EVP_PKEY *key = signer_key (P2PID_JWA_ES256);
  char *evidence = wallet_make (&wallet_ordinary);
  p2pid_identity *identity = NULL;
  p2pid_step failed;

  for (size_t i = 0; evidence[i] != 0; i++) {
    char was = evidence[i];

    evidence[i] ^= (char) (1 << (i % 7));
    ck_assert_msg (evidence[i] == 0 ||
                       wallet_check (evidence, &id_token_said, key, TODAY,
                                     &failed, &identity) != P2PID_OK,
                   "byte %zu", i);
    evidence[i] = was;
  }
  free (evidence);
}
END_TEST

START_TEST (no_cut_token_passes)
{
  EVP_PKEY *key = signer_key (P2PID_JWA_ES256);
  char *evidence = wallet_make (&wallet_ordinary);
  p2pid_identity *identity = NULL;
  p2pid_step failed;

  for (size_t size = strlen (evidence); size-- > 0;) {
    evidence[size] = 0;
    ck_assert_int_ne (
        wallet_check (evidence, &id_token_said, key, TODAY, &failed, &identity),
        P2PID_OK);
  }
  free (evidence);
}
END_TEST

/* Two letters are a country; nothing else comes in between. */
START_TEST (a_pid_has_one_of_these_types)
{
  static const char *const others[] = {
    "",
    "urn:eudi:pid",
    "urn:eudi:pid:",
    "urn:eudi:pid:2",
    "urn:eudi:pid:11",
    "urn:eudi:mdl:1",
    "URN:EUDI:PID:1",
    "urn:eudi:pid:se",
    "urn:eudi:pid:se:",
    "urn:eudi:pid:se:2",
    "urn:eudi:pid:se.1",
    "urn:eudi:pid:s:1",
    "urn:eudi:pid:swe:1",
    "urn:eudi:pid:Se:1",
    "urn:eudi:pid:sE:1",
    "urn:eudi:pid:{e:1",
    "urn:eudi:pid:s{:1",
    "urn:eudi:pid:se:se:1",
  };

  ck_assert (p2pid_sd_jwt_vc_is_pid ("urn:eudi:pid:1"));
  ck_assert (p2pid_sd_jwt_vc_is_pid ("urn:eudi:pid:az:1"));
  ck_assert (p2pid_sd_jwt_vc_is_pid ("urn:eudi:pid:za:1"));
  ck_assert (!p2pid_sd_jwt_vc_is_pid (NULL));
  for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
    ck_assert_msg (!p2pid_sd_jwt_vc_is_pid (others[i]), "%s", others[i]);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("pid");
  TCase *tcase = tcase_create ("pid");

  harness_seed (1);
  tcase_add_checked_fixture (tcase, id_token_start, NULL);
  tcase_add_loop_test (tcase, pids_are_read_strictly, 0,
                       (int) (sizeof rules / sizeof *rules));
  tcase_add_loop_test (tcase, each_kind_of_key_signs, 0, P2PID_JWA_COUNT_);
  tcase_add_test (tcase, a_pid_has_one_of_these_types);
  tcase_add_test (tcase, an_identity_says_how_it_was_proved);
  tcase_add_test (tcase, the_first_end_counts);
  tcase_add_test (tcase, a_pid_without_its_holder_is_nobodys);
  tcase_add_test (tcase, a_signature_is_for_one_statement);
  tcase_add_test (tcase, a_selection_is_the_holders);
  tcase_add_test (tcase, a_key_binding_is_of_one_presentation);
  tcase_add_test (tcase, showing_less_is_the_wallets_business);
  tcase_add_test (tcase, a_key_in_front_stays_in_front);
  tcase_add_test (tcase, files_become_a_binding);
  tcase_add_test (tcase, no_flipped_byte_passes);
  tcase_add_test (tcase, no_cut_token_passes);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
