/* Evidence without memory, but for what test-memory-eids.c has: each allocation
 * fails in its turn; no call makes anything up, leaves its outputs half done or
 * loses memory (the sanitizer looks). */

#include "credential.h"
#include "firm.h"
#include "id-token.h"
#include "starve.h"
#include "wallet.h"

#include "evidence/anchors-internal.h"
#include "p2pid/claimed.h"
#include "p2pid/organisation.h"

#include <stdlib.h>

/* What the calls work on, made while there is plenty. */
static p2pid_binding *binding;
static p2pid_anchors *anchors;
static p2pid_identity *identity;
static p2pid_buffer *text;
static char *nested;
static char *id_token;
static p2pid_buffer *said;
static p2pid_anchors *providers;
static char *pid, *list;
static p2pid_anchors *authorities;
static p2pid_key *firm, *nils;
static p2pid_binding *nils_binding;
static char *role, *endorsement;
static p2pid_anchors *firms;
static p2pid_binding *with_role;
static p2pid_buffer *printed;

static void
start_roles (void)
{
  static const p2pid_test_person person = { .name = "Nils Berg" };
  char *bare = firm_role ();

  firm = firm_key ();
  nils = firm_person_key (2);
  ck_assert_int_eq (p2pid_binding_issue_test (p2pid_key_public (nils), &person,
                                              NOW, DAY, &nils_binding),
                    P2PID_OK);
  endorsement = firm_endorsement ();
  role = firm_join (bare, endorsement);
  firms = firm_anchors (true);
  ck_assert_int_eq (p2pid_binding_set_role (
                        binding, p2pid_bytes_from_text (role), &with_role),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_binding_print (with_role, &printed), P2PID_OK);
  free (bare);
}

static void
end_roles (void)
{
  p2pid_key_free (firm);
  p2pid_key_free (nils);
  p2pid_binding_free (nils_binding);
  p2pid_anchors_free (firms);
  p2pid_binding_free (with_role);
  p2pid_buffer_free (printed);
  free (role);
  free (endorsement);
}

/* With the issuer's key in front, and a place in a status list. */
static char *
make_pid (void)
{
  wallet_order order = wallet_ordinary;

  order.issuer = order.holder = P2PID_JWA_EDDSA;
  order.header = "{'typ':'dc+sd-jwt','alg':'EdDSA'}";
  order.payload = "{" PID_OPEN ",'_sd':['@a','@b','@c'],'status':"
                  "{'status_list':{'idx':1,'uri':'urn:list'}}}";
  order.kb_header = "{'typ':'kb+jwt','alg':'EdDSA'}";
  order.enclosed = "@J";
  return wallet_make (&order);
}

static char *
make_list (void)
{
  return signer_jws (signer_key (P2PID_JWA_EDDSA), P2PID_JWA_EDDSA,
                     "{'typ':'statuslist+jwt','alg':'EdDSA'}",
                     "{'sub':'urn:list','iat':1795521600,'status_list':"
                     "{'bits':1,'lst':'eNrbuRgAAhcBXQ'}}");
}

static void
start (void)
{
  static const char *const disclosures[] = { "[" SALT ",'given_name','Bo']",
                                             "[" SALT ",'x',{'_sd':['@c']}]",
                                             "[" SALT ",'y',[1,{'...':'@d'}]]",
                                             "[" SALT ",'SE']", NULL };

  binding = person_binding (&astrid);
  anchors = person_anchors (true);
  ck_assert_int_eq (p2pid_binding_verify (binding, anchors, NOW, &identity),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_binding_print (binding, &text), P2PID_OK);
  nested =
      forge (NULL, HEADER, "{" OPEN ",'family_name':'Ek','_sd':['@a','@b']}",
             disclosures);
  id_token_start ();
  said = id_token_statement (&id_token_said);
  id_token = id_token_good (
      P2PID_JWA_EDDSA, "{" ID_BARE ",'given_name':'Bo','family_name':'Ek'}");
  providers = id_token_anchors (signer_key (P2PID_JWA_EDDSA));
  start_roles ();
  pid = make_pid ();
  list = make_list ();
  authorities = wallet_anchors (signer_key (P2PID_JWA_EDDSA));
}

static void
end (void)
{
  p2pid_binding_free (binding);
  p2pid_anchors_free (anchors);
  p2pid_identity_free (identity);
  p2pid_buffer_free (text);
  free (nested);
  free (id_token);
  free (pid);
  free (list);
  p2pid_anchors_free (authorities);
  p2pid_buffer_free (said);
  p2pid_anchors_free (providers);
  end_roles ();
  identity = NULL;
}

static p2pid_err
issue (void)
{
  p2pid_public_key key = *p2pid_identity_key (identity);
  p2pid_binding *out = NULL;
  p2pid_err err = p2pid_binding_issue_test (&key, &astrid, NOW, DAY, &out);

  starve_hold ();
  ck_assert ((err == P2PID_OK) == (out != NULL));
  p2pid_binding_free (out);
  return err;
}

static p2pid_err
parse (void)
{
  p2pid_binding *out = NULL;
  p2pid_err err = p2pid_binding_parse (p2pid_buffer_bytes (text), &out);

  starve_hold ();
  ck_assert ((err == P2PID_OK) == (out != NULL));
  p2pid_binding_free (out);
  return err;
}

static p2pid_err
print (void)
{
  p2pid_buffer *out = NULL;
  p2pid_err err = p2pid_binding_print (with_role, &out);

  starve_hold ();
  ck_assert ((err == P2PID_OK) == (out != NULL));
  if (out != NULL)
    ck_assert_str_eq ((char *) out->data, (char *) printed->data);
  p2pid_buffer_free (out);
  return err;
}

static p2pid_err
show_less (void)
{
  p2pid_binding *out = NULL;
  p2pid_err err = p2pid_binding_select (binding, P2PID_FACTS_DEFAULT, &out);

  starve_hold ();
  ck_assert ((err == P2PID_OK) == (out != NULL));
  p2pid_binding_free (out);
  return err;
}

/* Every fact, or no identity at all. */
static p2pid_err
verify (void)
{
  p2pid_identity *out = NULL;
  p2pid_err err = p2pid_binding_verify (binding, anchors, NOW, &out);

  starve_hold ();
  ck_assert ((err == P2PID_OK) == (out != NULL));
  for (int i = 0; i < P2PID_FACT_COUNT_ && out != NULL; i++)
    ck_assert_str_eq (p2pid_identity_fact (out, i),
                      p2pid_identity_fact (identity, i));
  p2pid_identity_free (out);
  return err;
}

static p2pid_err
verify_nested (void)
{
  p2pid_binding *read = NULL;
  p2pid_identity *out = NULL;
  p2pid_err err = p2pid_binding_new ("sd-jwt", NULL, nested, NULL, &read);

  if (err == P2PID_OK)
    err = p2pid_binding_verify (read, anchors, NOW, &out);
  starve_hold ();
  ck_assert ((err == P2PID_OK) == (out != NULL));
  if (out != NULL)
    ck_assert_str_eq (p2pid_identity_fact (out, P2PID_FACT_NAME), "Bo Ek");
  p2pid_identity_free (out);
  p2pid_binding_free (read);
  return err;
}

static p2pid_err
verify_id_token (void)
{
  p2pid_binding *read = NULL;
  p2pid_identity *out = NULL;
  p2pid_err err = p2pid_binding_new ("oidc", (const char *) said->data,
                                     id_token, NULL, &read);

  if (err == P2PID_OK)
    err = p2pid_binding_verify (read, providers, NOW + 60, &out);
  starve_hold ();
  ck_assert ((err == P2PID_OK) == (out != NULL));
  if (out != NULL)
    ck_assert_str_eq (p2pid_identity_fact (out, P2PID_FACT_NAME), "Bo Ek");
  p2pid_identity_free (out);
  p2pid_binding_free (read);
  return err;
}

/* The list is looked at, or nothing comes of it. */
static p2pid_err
verify_pid (void)
{
  p2pid_anchors *anchors_too = NULL;
  p2pid_binding *read = NULL;
  p2pid_identity *out = NULL;
  p2pid_err err = p2pid_anchors_copy (authorities, &anchors_too);

  if (err == P2PID_OK)
    err = p2pid_anchors_add_status (anchors_too, p2pid_bytes_from_text (list));
  if (err == P2PID_OK)
    err = p2pid_binding_new ("sd-jwt", (const char *) said->data, pid, NULL,
                             &read);
  if (err == P2PID_OK)
    err = p2pid_binding_verify (read, anchors_too, NOW + 60, &out);
  starve_hold ();
  ck_assert ((err == P2PID_OK) == (out != NULL));
  if (out != NULL)
    ck_assert_int_eq (p2pid_identity_revocation_checked_at (out), NOW);
  p2pid_identity_free (out);
  p2pid_binding_free (read);
  p2pid_anchors_free (anchors_too);
  return err;
}

static p2pid_err
show_whole_pid (void)
{
  p2pid_binding *read = NULL, *out = NULL;
  p2pid_err err =
      p2pid_binding_new ("sd-jwt", (const char *) said->data, pid, NULL, &read);

  if (err == P2PID_OK)
    err = p2pid_binding_select (read, p2pid_binding_facts (read), &out);
  starve_hold ();
  ck_assert ((err == P2PID_OK) == (out != NULL));
  p2pid_binding_free (out);
  p2pid_binding_free (read);
  return err;
}

static p2pid_err
copy (void)
{
  p2pid_identity *out = NULL;
  p2pid_err err = p2pid_identity_copy (identity, &out);

  starve_hold ();
  ck_assert ((err == P2PID_OK) == (out != NULL));
  p2pid_identity_free (out);
  return err;
}

static p2pid_err
load (void)
{
  static const char file[] =
      "{\"anchors\":[{\"method\":\"sd-jwt\",\"environment\":\"test\","
      "\"name\":\"Firm\",\"fingerprint\":\"00112233445566778899aabbccddeeff"
      "00112233445566778899aabbccddeeff\"}]}";
  p2pid_anchors *out = NULL;
  p2pid_err err = p2pid_anchors_copy (anchors, &out);

  if (err != P2PID_OK)
    return err;
  err = p2pid_anchors_load (out, p2pid_bytes_from_text (file));
  starve_hold ();
  ck_assert_uint_eq (p2pid_anchors_count (out), err == P2PID_OK ? 2 : 1);
  p2pid_anchors_free (out);
  return err;
}

static p2pid_err
give_role (void)
{
  const p2pid_role_grant grant = { *p2pid_identity_key (identity), FIRM,
                                   FIRM_DOMAIN, FIRM_ROLE };
  p2pid_buffer *out = NULL;
  p2pid_err err = p2pid_role_issue (firm, &grant, NOW, DAY, &out);

  starve_hold ();
  ck_assert ((err == P2PID_OK) == (out != NULL));
  p2pid_buffer_free (out);
  return err;
}

static p2pid_err
endorse (void)
{
  p2pid_fingerprint fingerprint = { { 1 } };
  p2pid_buffer *out = NULL;
  p2pid_err err = p2pid_role_endorse (nils, nils_binding, P2PID_FACTS_DEFAULT,
                                      &fingerprint, FIRM, NOW, DAY, &out);

  starve_hold ();
  ck_assert ((err == P2PID_OK) == (out != NULL));
  p2pid_buffer_free (out);
  return err;
}

static p2pid_err
add_endorsement (void)
{
  p2pid_buffer *out = NULL;
  p2pid_err err = p2pid_role_add_endorsement (
      p2pid_bytes_from_text (role), p2pid_bytes_from_text (endorsement), &out);

  starve_hold ();
  ck_assert ((err == P2PID_OK) == (out != NULL));
  p2pid_buffer_free (out);
  return err;
}

/* Both lines of proof, or no identity at all. */
static p2pid_err
verify_role (void)
{
  p2pid_binding *with = NULL, *shown = NULL;
  p2pid_identity *out = NULL, *again = NULL;
  p2pid_err err =
      p2pid_binding_set_role (binding, p2pid_bytes_from_text (role), &with);

  if (err == P2PID_OK)
    err = p2pid_binding_select (with, P2PID_FACTS_DEFAULT, &shown);
  if (err == P2PID_OK)
    err = p2pid_binding_verify (shown, firms, NOW, &out);
  if (err == P2PID_OK)
    err = p2pid_identity_copy (out, &again);
  starve_hold ();
  ck_assert ((err == P2PID_OK) == (again != NULL));
  if (again != NULL) {
    ck_assert_str_eq (p2pid_identity_role_proof (again)->role, FIRM_ROLE);
    ck_assert_ptr_nonnull (p2pid_identity_role_proof (again)->signatory);
  }
  p2pid_identity_free (out);
  p2pid_identity_free (again);
  p2pid_binding_free (with);
  p2pid_binding_free (shown);
  return err;
}

/* All that it says, or nothing. */
static p2pid_err
claim (void)
{
  p2pid_binding *with = NULL;
  p2pid_claimed *out = NULL;
  p2pid_err err =
      p2pid_binding_set_role (binding, p2pid_bytes_from_text (role), &with);

  if (err == P2PID_OK)
    err = p2pid_binding_claimed (with, &out);
  starve_hold ();
  ck_assert ((err == P2PID_OK) == (out != NULL));
  if (out != NULL) {
    ck_assert_str_eq (p2pid_claimed_fact (out, P2PID_FACT_NAME), astrid.name);
    ck_assert_str_eq (p2pid_claimed_fact (out, P2PID_FACT_ROLE), FIRM_ROLE);
  }
  p2pid_claimed_free (out);
  p2pid_binding_free (with);
  return err;
}

/* A page written and read: all of it or nothing. */
static p2pid_err
publish (void)
{
  static const p2pid_fingerprint revoked = { { 7 } };
  const p2pid_organisation_page page = {
    FIRM, FIRM_DOMAIN, p2pid_key_public (firm), 1, &revoked, 1
  };
  p2pid_anchors *out = NULL;
  p2pid_buffer *file = NULL;
  p2pid_err err = p2pid_anchors_new (&out);

  if (err == P2PID_OK)
    err = p2pid_organisation_page_print (&page, &file);
  if (err == P2PID_OK)
    err = p2pid_organisation_page_load (p2pid_buffer_bytes (file), FIRM_DOMAIN,
                                        P2PID_ENVIRONMENT_TEST, NOW, out);
  starve_hold ();
  if (out != NULL)
    ck_assert_uint_eq (p2pid_anchors_count (out), err == P2PID_OK);
  p2pid_anchors_free (out);
  p2pid_buffer_free (file);
  return err;
}

static const struct {
  p2pid_err (*call) (void);
  size_t at_least; /* allocations that it is known to make */
} calls[] = {
  { issue, 60 },      { parse, 60 },           { print, 4 },
  { show_less, 3 },   { verify, 20 },          { copy, 8 },
  { load, 15 },       { verify_nested, 60 },   { verify_id_token, 40 },
  { verify_pid, 80 }, { show_whole_pid, 80 },  { give_role, 40 },
  { endorse, 20 },    { add_endorsement, 60 }, { verify_role, 60 },
  { publish, 40 },    { claim, 60 },
};

START_TEST (makes_nothing_up)
{
  ck_assert_uint_ge (
      starve_through (STARVE_FOR_GOOD, 1, calls[_i].call, starve_is_want),
      calls[_i].at_least);
}
END_TEST

START_TEST (makes_nothing_up_after_one_failure)
{
  starve_through (STARVE_ONCE, 1, calls[_i].call, starve_is_want);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("evidence-memory");
  TCase *tcase = tcase_create ("memory");

  harness_seed (1);
  tcase_add_checked_fixture (tcase, start, end);
  tcase_add_loop_test (tcase, makes_nothing_up, 0,
                       (int) (sizeof calls / sizeof calls[0]));
  tcase_add_loop_test (tcase, makes_nothing_up_after_one_failure, 0,
                       (int) (sizeof calls / sizeof calls[0]));
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
