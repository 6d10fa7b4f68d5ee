/* What people read at the end of a contact: always what to do, too. And of
 * whoever identified: how fresh the proof is. */

#include "../evidence/credential.h"
#include "tools/p2pid/output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is printed for an event, in @p out. */
static void
read_event (const p2pid_event *event, const cli_scene *scene, char out[1024])
{
  FILE *file = tmpfile ();
  FILE *before = stdout;

  ck_assert_ptr_nonnull (file);
  stdout = file;
  cli_output_people.event (event, scene);
  stdout = before;
  rewind (file);
  out[fread (out, 1, 1023, file)] = '\0';
  fclose (file);
}

/* The same for an ending. */
static void
read_ending (p2pid_err err, p2pid_stop stop, p2pid_role role, char out[1024])
{
  const p2pid_event event = { .kind = P2PID_EVENT_STOPPED,
                              .err = err,
                              .stop = stop };
  const cli_scene scene = { .role = role };

  read_event (&event, &scene, out);
}

static const struct {
  p2pid_err err;
  p2pid_stop stop;
  const char *title;
} endings[] = {
  { P2PID_ERR_STOPPED, P2PID_STOP_CLOCK, "Cannot check who this is." },
  { P2PID_ERR_STOPPED, P2PID_STOP_TIMEOUT, "Cannot check who this is." },
  { P2PID_ERR_CLOCK, P2PID_STOP_CLOCK, "Cannot check who this is." },
  { P2PID_ERR_TIMEOUT, P2PID_STOP_TIMEOUT, "Cannot check who this is." },
  { P2PID_ERR_START, P2PID_STOP_ACCOUNTS, "STOP. " },
  { P2PID_ERR_STOPPED, P2PID_STOP_NOT_ME, "STOP. " },
};

START_TEST (what_to_do_is_said)
{
  char text[1024];

  read_ending (endings[_i].err, endings[_i].stop, P2PID_ROLE_CALLEE, text);
  ck_assert_ptr_nonnull (strstr (text, endings[_i].title));
  ck_assert_ptr_nonnull (
      strstr (text, "Hang up. Find the number yourself, and ring back.\n"
                    "Take the time you need.\n"));
  read_ending (endings[_i].err, endings[_i].stop, P2PID_ROLE_NONE, text);
  ck_assert_ptr_nonnull (strstr (text, "End the contact. "));
}
END_TEST

START_TEST (who_just_left_is_not_accused)
{
  char text[1024];

  read_ending (P2PID_ERR_STOPPED, P2PID_STOP_ENDED, P2PID_ROLE_CALLEE, text);
  ck_assert_ptr_nonnull (strstr (text, "Nobody has identified."));
  ck_assert_ptr_null (strstr (text, "Hang up"));
}
END_TEST

/* NOW is 1795521600. */
static const struct {
  const char *times, *line;
} proofs[] = {
  { "'iat':1795521600,'exp':1795523400",
    "\n  Proved for this contact on: 2026-11-24 12:00:00\n" },
  { "'iat':1795521600,'exp':1795523401",
    "\n  Computer enrolled on: 2026-11-24 12:00:00\n" },
  { "'exp':1795523400", "\n  Computer enrolled on: it does not say\n" },
};

/* Looped over them. */
START_TEST (how_fresh_a_proof_is_stands_below_the_name)
{
  const cli_scene scene = { .role = P2PID_ROLE_CALLEE };
  p2pid_identity *identity = NULL;
  p2pid_event event = { .kind = P2PID_EVENT_IDENTIFIED };
  char payload[300], text[1024], *token;

  setenv ("TZ", "UTC", 1);
  snprintf (payload, sizeof payload, "{" VCT "," CNF ",%s,'name':'Bo Ek'}",
            proofs[_i].times);
  token = forge (NULL, HEADER, payload, NULL);
  ck_assert_int_eq (credential_verify (token, &identity), P2PID_OK);
  event.identity = identity;
  read_event (&event, &scene, text);
  ck_assert_ptr_nonnull (strstr (text, "This is Bo Ek"));
  ck_assert_msg (strstr (text, proofs[_i].line) != NULL, "%s", text);
  p2pid_identity_free (identity);
  free (token);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("tools-output");
  TCase *tcase = tcase_create ("endings");

  tcase_add_loop_test (tcase, what_to_do_is_said, 0,
                       sizeof endings / sizeof *endings);
  tcase_add_test (tcase, who_just_left_is_not_accused);
  tcase_add_loop_test (tcase, how_fresh_a_proof_is_stands_below_the_name, 0,
                       sizeof proofs / sizeof *proofs);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
