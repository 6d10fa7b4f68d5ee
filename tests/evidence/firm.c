/* An organisation and its people. */

#include "firm.h"

#include "crypto/key.h"
#include "evidence/evidence.h"
#include "p2pid/organisation.h"

#include <stdlib.h>

p2pid_key *
firm_key (void)
{
  p2pid_key *key = NULL;

  ck_assert_int_eq (p2pid_key_from_seed ((const uint8_t *) FIRM_SEED, &key),
                    P2PID_OK);
  return key;
}

p2pid_key *
firm_person_key (uint8_t byte)
{
  uint8_t seed[P2PID_KEY_SEED_SIZE];
  p2pid_key *key = NULL;

  memset (seed, byte, sizeof seed);
  ck_assert_int_eq (p2pid_key_from_seed (seed, &key), P2PID_OK);
  return key;
}

p2pid_fingerprint
firm_fingerprint (void)
{
  p2pid_key *key = firm_key ();
  p2pid_fingerprint fingerprint;

  p2pid_organisation_fingerprint (p2pid_key_public (key), &fingerprint);
  p2pid_key_free (key);
  return fingerprint;
}

p2pid_anchor
firm_anchor (void)
{
  return (p2pid_anchor){ .method = P2PID_METHOD_ROLE,
                         .environment = P2PID_ENVIRONMENT_TEST,
                         .fingerprint = firm_fingerprint (),
                         .name = FIRM,
                         .issuer = FIRM_DOMAIN };
}

p2pid_anchors *
firm_anchors (bool known)
{
  p2pid_anchors *anchors = person_anchors (true);
  p2pid_anchor anchor = firm_anchor ();

  if (known)
    ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  return anchors;
}

static char *
take_text (p2pid_buffer *buffer)
{
  char *text = strdup ((const char *) buffer->data);

  p2pid_buffer_free (buffer);
  return text;
}

char *
firm_role (void)
{
  const p2pid_role_grant grant = { person_key (1), FIRM, FIRM_DOMAIN,
                                   FIRM_ROLE };
  p2pid_key *key = firm_key ();
  p2pid_buffer *role = NULL;

  ck_assert_int_eq (p2pid_role_issue (key, &grant, NOW, DAY, &role), P2PID_OK);
  p2pid_key_free (key);
  return take_text (role);
}

char *
firm_endorsement (void)
{
  static const p2pid_test_person nils = { .name = "Nils Berg",
                                          .birthdate = "1960-01-02" };
  p2pid_key *key = firm_person_key (2);
  p2pid_fingerprint fingerprint = firm_fingerprint ();
  p2pid_binding *binding = NULL;
  p2pid_buffer *text = NULL;

  ck_assert_int_eq (p2pid_binding_issue_test (p2pid_key_public (key), &nils,
                                              NOW, DAY / 2, &binding),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_role_endorse (key, binding, P2PID_FACTS_DEFAULT,
                                        &fingerprint, FIRM, NOW, 3600, &text),
                    P2PID_OK);
  p2pid_binding_free (binding);
  p2pid_key_free (key);
  return take_text (text);
}

char *
firm_join (const char *role, const char *endorsement)
{
  char *text = NULL;

  ck_assert_int_gt (asprintf (&text, "%s|%s", role, endorsement), 0);
  return text;
}

p2pid_binding *
firm_binding (const char *role)
{
  p2pid_binding *plain = person_binding (&astrid), *binding = NULL;

  ck_assert_int_eq (p2pid_binding_new ("sd-jwt", NULL,
                                       p2pid_binding_evidence (plain), role,
                                       &binding),
                    P2PID_OK);
  p2pid_binding_free (plain);
  return binding;
}

p2pid_err
firm_check (const char *role,
            const p2pid_anchors *anchors,
            int64_t now,
            p2pid_identity **out)
{
  p2pid_binding *binding = firm_binding (role);
  p2pid_report report;
  p2pid_err err = p2pid_binding_check (binding, anchors, now, &report, out);

  ck_assert_int_eq (report.err, err);
  if (err != P2PID_OK)
    ck_assert_int_eq (report.failed, P2PID_STEP_ROLE);
  ck_assert ((err == P2PID_OK) == (*out != NULL));
  p2pid_binding_free (binding);
  return err;
}
