/* What people read at the end of a contact: always what to do, too. */

#include "harness.h"
#include "tools/p2pid/output.h"

#include <stdio.h>
#include <string.h>

/* What is printed for an ending, in @p out. */
static void
read_ending (p2pid_err err, p2pid_stop stop, p2pid_role role, char out[1024])
{
  const p2pid_event event = { .kind = P2PID_EVENT_STOPPED,
                              .err = err,
                              .stop = stop };
  const cli_scene scene = { .role = role };
  FILE *file = tmpfile ();
  FILE *before = stdout;

  ck_assert_ptr_nonnull (file);
  stdout = file;
  cli_output_people.event (&event, &scene);
  stdout = before;
  rewind (file);
  out[fread (out, 1, 1023, file)] = '\0';
  fclose (file);
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

int
main (void)
{
  Suite *suite = suite_create ("tools-output");
  TCase *tcase = tcase_create ("endings");

  tcase_add_loop_test (tcase, what_to_do_is_said, 0,
                       sizeof endings / sizeof *endings);
  tcase_add_test (tcase, who_just_left_is_not_accused);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
