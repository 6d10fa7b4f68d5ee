/* What programs read where memory runs out: a line is whole, or missing. */

#include "../evidence/credential.h"
#include "starve.h"
#include "tools/p2pid/output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_SIZE 4096

static p2pid_identity *identity;
static char whole[LINE_SIZE]; /* as it is with memory */

static void
setup (void)
{
  char *token = forge (NULL, HEADER,
                       "{" VCT "," CNF
                       ",'iat':1795521600,'exp':1795523400,'name':'Åsa Ek'}",
                       NULL);

  ck_assert_int_eq (credential_verify (token, &identity), P2PID_OK);
  free (token);
}

static void
teardown (void)
{
  p2pid_identity_free (identity);
}

static void
tell_identified (void)
{
  const cli_scene scene = { .role = P2PID_ROLE_CALLEE, .first_met = 7 };
  const p2pid_event event = { .kind = P2PID_EVENT_IDENTIFIED,
                              .identity = identity,
                              .audience = "Bo",
                              .purpose = "The roof" };

  cli_output_json.event (&event, &scene);
}

static void
tell_anchor (void)
{
  static const char *const parties[] = { "Firman", "Banken", NULL };

  cli_output_json.anchor (&(p2pid_anchor){ .name = "Issuer",
                                           .issuer = "https://id.example",
                                           .parties = parties,
                                           .not_after = 9 });
}

static void
tell_profile (void)
{
  cli_output_json.profile (identity, P2PID_FACTS (P2PID_FACT_NAME),
                           P2PID_FACTS (P2PID_FACT_NAME));
}

static void
tell_file (void)
{
  cli_output_json.done ("exported", "r\xff\xc3\xa5");
}

static void (*const tell[]) (void) = { tell_identified, tell_anchor,
                                       tell_profile, tell_file };
static void (*told) (void);

static void
read_line (char out[LINE_SIZE])
{
  FILE *file = tmpfile ();
  FILE *before = stdout;

  ck_assert_ptr_nonnull (file);
  stdout = file;
  starve_go_on ();
  told ();
  starve_hold ();
  stdout = before;
  rewind (file);
  out[fread (out, 1, LINE_SIZE - 1, file)] = '\0';
  fclose (file);
}

static p2pid_err
call (void)
{
  char line[LINE_SIZE];

  starve_hold ();
  read_line (line);
  if (*line == '\0')
    return P2PID_ERR_MEMORY;
  ck_assert_str_eq (line, whole);
  return P2PID_OK;
}

/* Looped over them, in both manners. */
START_TEST (a_line_is_whole_or_missing)
{
  told = tell[_i / 2];
  read_line (whole);
  ck_assert_ptr_nonnull (strchr (whole, '\n'));
  ck_assert_uint_gt (starve_through (_i % 2 ? STARVE_ONCE : STARVE_FOR_GOOD, 1,
                                     call, starve_is_want),
                     3);
}
END_TEST

START_TEST (a_name_that_is_not_UTF_8_is_told)
{
  told = tell_file;
  read_line (whole);
  ck_assert_str_eq (whole, "{\"event\":\"exported\",\"message\":\"r???\"}\n");
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("tools-output-json");
  TCase *tcase = tcase_create ("lines");

  tcase_add_checked_fixture (tcase, setup, teardown);
  tcase_add_loop_test (tcase, a_line_is_whole_or_missing, 0,
                       2 * sizeof tell / sizeof *tell);
  tcase_add_test (tcase, a_name_that_is_not_UTF_8_is_told);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
