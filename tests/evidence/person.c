/* A person, a key and a moment. */

#include "person.h"

#include "crypto/key.h"

const p2pid_test_person astrid = {
  .name = "Astrid Öberg",
  .given_name = "Astrid",
  .family_name = "Öberg",
  .birthdate = "1984-02-29",
  .personal_number = "198402291234",
  .organisation = "Öbergs Redovisning AB",
  .role = "Auktoriserad redovisningskonsult",
};

p2pid_public_key
person_key (uint8_t byte)
{
  uint8_t seed[P2PID_KEY_SEED_SIZE];
  p2pid_key *key = NULL;
  p2pid_public_key public;

  memset (seed, byte, sizeof seed);
  ck_assert_int_eq (p2pid_key_from_seed (seed, &key), P2PID_OK);
  public = *p2pid_key_public (key);
  p2pid_key_free (key);
  return public;
}

p2pid_binding *
person_binding (const p2pid_test_person *person)
{
  p2pid_public_key key = person_key (1);
  p2pid_binding *binding = NULL;

  ck_assert_int_eq (p2pid_binding_issue_test (&key, person, NOW, DAY, &binding),
                    P2PID_OK);
  return binding;
}

p2pid_anchors *
person_anchors (bool test)
{
  p2pid_anchors *anchors = NULL;

  ck_assert_int_eq (p2pid_anchors_new (&anchors), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_allow_test (anchors, test), P2PID_OK);
  return anchors;
}

p2pid_err
person_verify (const p2pid_binding *binding, bool test, int64_t now)
{
  p2pid_anchors *anchors = person_anchors (test);
  p2pid_identity *identity = NULL;
  p2pid_err err = p2pid_binding_verify (binding, anchors, now, &identity);

  ck_assert ((err == P2PID_OK) == (identity != NULL));
  p2pid_identity_free (identity);
  p2pid_anchors_free (anchors);
  return err;
}
