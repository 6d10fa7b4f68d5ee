/* What an ending says: STOP of lies and meddling, and of nothing else. */

#include "harness.h"

#include "p2pid/session.h"

static const p2pid_err accusing[] = {
  P2PID_ERR_CROWDED, P2PID_ERR_INTERFERENCE, P2PID_ERR_CHANNELS,
  P2PID_ERR_ROLES,   P2PID_ERR_START,        P2PID_ERR_TAILS,
  P2PID_ERR_PLACES,  P2PID_ERR_OUT_OF_TURN,  P2PID_ERR_REFLECTED,
  P2PID_ERR_FORGED,  P2PID_ERR_MISMATCH,
};

static bool
accuses (p2pid_err err)
{
  for (size_t i = 0; i < sizeof accusing / sizeof *accusing; i++)
    if (accusing[i] == err)
      return true;
  return false;
}

/* What is found here, with the reason that goes with finding it. */
START_TEST (an_error_accuses_or_does_not)
{
  static const p2pid_stop reasons[] = { P2PID_STOP_ENDED, P2PID_STOP_PROTOCOL };

  for (int i = P2PID_OK; i < P2PID_ERR_COUNT_; i++) {
    p2pid_err err = (p2pid_err) i;
    p2pid_outcome expected = accuses (err) ? P2PID_OUTCOME_STOPPED
                             : err == P2PID_OK || err == P2PID_ERR_CANCELLED
                                 ? P2PID_OUTCOME_UNIDENTIFIED
                                 : P2PID_OUTCOME_CANNOT_CHECK;

    if (err != P2PID_ERR_STOPPED)
      ck_assert_msg (p2pid_stop_outcome (reasons[_i], err) == expected, "%s",
                     p2pid_err_name (err));
  }
}
END_TEST

/* What one of the two says, whatever else is known. */
START_TEST (a_reason_accuses_or_does_not)
{
  static const p2pid_outcome expected[P2PID_STOP_COUNT_] = {
    [P2PID_STOP_ENDED] = P2PID_OUTCOME_UNIDENTIFIED,
    [P2PID_STOP_NOT_ME] = P2PID_OUTCOME_STOPPED,
    [P2PID_STOP_NOT_THEM] = P2PID_OUTCOME_STOPPED,
    [P2PID_STOP_ACCOUNTS] = P2PID_OUTCOME_STOPPED,
    [P2PID_STOP_CLOCK] = P2PID_OUTCOME_CANNOT_CHECK,
    [P2PID_STOP_PROOF] = P2PID_OUTCOME_STOPPED,
    [P2PID_STOP_PROTOCOL] = P2PID_OUTCOME_STOPPED,
    [P2PID_STOP_TIMEOUT] = P2PID_OUTCOME_CANNOT_CHECK,
  };

  for (int i = 0; i < P2PID_STOP_COUNT_; i++)
    ck_assert_msg (p2pid_stop_outcome ((p2pid_stop) i, P2PID_ERR_STOPPED) ==
                       expected[i],
                   "%s", p2pid_stop_name ((p2pid_stop) i));
}
END_TEST

START_TEST (no_relay_and_no_answer_accuse_nobody)
{
  ck_assert_int_eq (p2pid_stop_outcome (P2PID_STOP_TIMEOUT, P2PID_ERR_TIMEOUT),
                    P2PID_OUTCOME_CANNOT_CHECK);
  ck_assert_int_eq (p2pid_stop_outcome (P2PID_STOP_TIMEOUT, P2PID_ERR_OFFLINE),
                    P2PID_OUTCOME_CANNOT_CHECK);
  ck_assert_int_eq (p2pid_stop_outcome (P2PID_STOP_CLOCK, P2PID_ERR_CLOCK),
                    P2PID_OUTCOME_CANNOT_CHECK);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("outcome");
  TCase *tcase = tcase_create ("outcome");

  tcase_add_loop_test (tcase, an_error_accuses_or_does_not, 0, 2);
  tcase_add_test (tcase, a_reason_accuses_or_does_not);
  tcase_add_test (tcase, no_relay_and_no_answer_accuse_nobody);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
