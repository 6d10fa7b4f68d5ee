/* ID tokens and key sets as providers deliver them, and the key that goes
 * along as evidence. */

#include "id-token.h"

#include <stdio.h>
#include <stdlib.h>

/* A provider's key set: keys of several kinds, one that is only for
 * encryption, one that we cannot read. @E is the P-256 key, @R the RSA key,
 * @S a second P-256 key, each without its last brace. */
static const struct {
  const char *what, *header, *set;
  p2pid_err err;
} sets[] = {
  { "by its id", "{'alg':'ES256','kid':'b'}",
    "{'keys':[@S,'kid':'a'},@E,'kid':'b'}]}", P2PID_OK },
  { "without an id, the only one for the algorithm", "{'alg':'ES256'}",
    "{'keys':[@R},@E},{'kty':'oct','k':'AAAA'}]}", P2PID_OK },
  { "the only one that may sign", "{'alg':'ES256'}",
    "{'keys':[@S,'use':'enc'},@E,'use':'sig'}]}", P2PID_OK },
  { "one key", "{'alg':'ES256','kid':'b'}", "@E,'kid':'b'}", P2PID_OK },
  { "one key without an id", "{'alg':'ES256','kid':'b'}", "@E}", P2PID_OK },
  { "the same id for another kind", "{'alg':'ES256','kid':'b'}",
    "{'keys':[@R,'kid':'b'},@E,'kid':'b'}]}", P2PID_OK },
  { "two keys with the id", "{'alg':'ES256','kid':'b'}",
    "{'keys':[@S,'kid':'b'},@E,'kid':'b'}]}", P2PID_ERR_ARGUMENT },
  { "two keys without ids", "{'alg':'ES256'}", "{'keys':[@S},@E}]}",
    P2PID_ERR_ARGUMENT },
  { "another id", "{'alg':'ES256','kid':'c'}", "{'keys':[@E,'kid':'b'}]}",
    P2PID_ERR_ARGUMENT },
  { "another kind", "{'alg':'ES256'}", "{'keys':[@R}]}", P2PID_ERR_ARGUMENT },
  { "an algorithm that is none", "{'alg':'none'}", "{'keys':[@E}]}",
    P2PID_ERR_ARGUMENT },
  { "no key", "{'alg':'ES256'}", "{'keys':[]}", P2PID_ERR_ARGUMENT },
  { "keys that are no list", "{'alg':'ES256'}", "{'keys':@E}}",
    P2PID_ERR_FORMAT },
  { "a key that is no object", "{'alg':'ES256'}", "{'keys':[1,@E}]}",
    P2PID_OK },
  { "no JSON", "{'alg':'ES256'}", "keys", P2PID_ERR_FORMAT },
};

static char *
fill_set (const char *text)
{
  char *keys[3] = { signer_jwk (signer_key (P2PID_JWA_ES256)),
                    signer_jwk (signer_key (P2PID_JWA_RS256)),
                    signer_jwk (signer_other_key (P2PID_JWA_ES256)) };
  char *filled = NULL;
  size_t size;
  FILE *stream = open_memstream (&filled, &size);

  for (; *text; text++) {
    const char *mark = *text == '@' ? strchr ("ERS", text[1]) : NULL;

    if (mark != NULL) {
      char *key = keys[mark - "ERS"];

      fprintf (stream, "%.*s", (int) strlen (key) - 1, key);
      text++;
    } else {
      fputc (*text == '\'' ? '"' : *text, stream);
    }
  }
  fclose (stream);
  for (int i = 0; i < 3; i++)
    free (keys[i]);
  return filled;
}

START_TEST (files_become_a_binding)
{
  EVP_PKEY *key = signer_key (P2PID_JWA_ES256);
  char *token = id_token_make (key, P2PID_JWA_ES256, sets[_i].header, ID_WHOLE);
  char *set = fill_set (sets[_i].set);
  p2pid_bytes files[] = { p2pid_bytes_from_text (token),
                          p2pid_bytes_from_text (set) };
  p2pid_anchors *anchors = id_token_anchors (key);
  p2pid_binding *binding = NULL;
  p2pid_identity *identity = NULL;
  p2pid_buffer *bytes = NULL;
  p2pid_err err;

  ck_assert_int_eq (p2pid_statement_print (&id_token_said, &bytes), P2PID_OK);
  err = p2pid_binding_join (P2PID_METHOD_OIDC, files, 2,
                            p2pid_buffer_bytes (bytes), &binding);
  ck_assert_msg (err == sets[_i].err, "%s: %s", sets[_i].what,
                 p2pid_err_name (err));
  if (err == P2PID_OK)
    ck_assert_int_eq (
        p2pid_binding_verify (binding, anchors, NOW + 60, &identity), P2PID_OK);
  p2pid_identity_free (identity);
  p2pid_binding_free (binding);
  p2pid_anchors_free (anchors);
  p2pid_buffer_free (bytes);
  free (set);
  free (token);
}
END_TEST

START_TEST (there_are_two_files)
{
  const p2pid_bytes files[3] = { { (const uint8_t *) "e30.e30.", 8 } };
  p2pid_binding *binding = NULL;

  for (size_t count = 0; count < 4; count++)
    if (count != 2)
      ck_assert_int_eq (p2pid_binding_join (P2PID_METHOD_OIDC, files, count,
                                            (p2pid_bytes){ NULL, 0 }, &binding),
                        P2PID_ERR_ARGUMENT);
  ck_assert_ptr_null (binding);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("oidc-files");
  TCase *tcase = tcase_create ("oidc-files");

  harness_seed (1);
  tcase_add_checked_fixture (tcase, id_token_start, NULL);
  tcase_add_loop_test (tcase, files_become_a_binding, 0,
                       (int) (sizeof sets / sizeof *sets));
  tcase_add_test (tcase, there_are_two_files);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
