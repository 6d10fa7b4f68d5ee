/* The command line's own small parts: decisions, numbers, spans of time, and
 * an exit status for every error. */

#include "harness.h"
#include "tools/p2pid/decisions.h"
#include "tools/p2pid/duration.h"
#include "tools/p2pid/files.h"
#include "tools/p2pid/instant.h"
#include "tools/p2pid/number.h"
#include "tools/p2pid/status.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const struct {
  const char *line;
  cli_question question;
  cli_decision_kind kind;
} answers[] = {
  { "y", CLI_QUESTION_IDENTIFY, CLI_DECIDE_IDENTIFY },
  { "YES", CLI_QUESTION_IDENTIFY, CLI_DECIDE_IDENTIFY },
  { "ja", CLI_QUESTION_IDENTIFY, CLI_DECIDE_IDENTIFY },
  { "n", CLI_QUESTION_IDENTIFY, CLI_DECIDE_DECLINE },
  { "", CLI_QUESTION_IDENTIFY, CLI_DECIDE_DECLINE },
  { " y", CLI_QUESTION_IDENTIFY, CLI_DECIDE_DECLINE },
  { "yy", CLI_QUESTION_IDENTIFY, CLI_DECIDE_DECLINE },
  { "identify", CLI_QUESTION_IDENTIFY, CLI_DECIDE_DECLINE },
  { "y", CLI_QUESTION_FINISH, CLI_DECIDE_RECEIPT },
  { "n", CLI_QUESTION_FINISH, CLI_DECIDE_FINISH },
  { "", CLI_QUESTION_FINISH, CLI_DECIDE_FINISH },
  { "stop", CLI_QUESTION_IDENTIFY, CLI_DECIDE_STOP },
  { "Stop", CLI_QUESTION_NONE, CLI_DECIDE_STOP },
  { "y", CLI_QUESTION_NONE, CLI_DECIDE_NOTHING },
  { "", CLI_QUESTION_NONE, CLI_DECIDE_NOTHING },
};

START_TEST (answers_of_people)
{
  ck_assert_int_eq (
      cli_decision_of_answer (answers[_i].line, answers[_i].question, true)
          .kind,
      answers[_i].kind);
}
END_TEST

START_TEST (a_stop_says_whom_it_is_about)
{
  ck_assert_int_eq (
      cli_decision_of_answer ("stop", CLI_QUESTION_IDENTIFY, true).stop,
      P2PID_STOP_NOT_THEM);
  ck_assert_int_eq (
      cli_decision_of_answer ("stop", CLI_QUESTION_IDENTIFY, false).stop,
      P2PID_STOP_NOT_ME);
}
END_TEST

static const struct {
  const char *line;
  cli_decision_kind kind;
  p2pid_stop stop;
} words[] = {
  { "identify", CLI_DECIDE_IDENTIFY, 0 },
  { "decline", CLI_DECIDE_DECLINE, 0 },
  { "finish", CLI_DECIDE_FINISH, 0 },
  { "receipt", CLI_DECIDE_RECEIPT, 0 },
  { "stop", CLI_DECIDE_STOP, P2PID_STOP_ENDED },
  { "stop ended", CLI_DECIDE_STOP, P2PID_STOP_ENDED },
  { "stop not-me", CLI_DECIDE_STOP, P2PID_STOP_NOT_ME },
  { "stop not-them", CLI_DECIDE_STOP, P2PID_STOP_NOT_THEM },
  /* Not for a program to claim. */
  { "stop proof", CLI_DECIDE_NOTHING, 0 },
  { "stop ", CLI_DECIDE_NOTHING, 0 },
  { "Identify", CLI_DECIDE_NOTHING, 0 },
  { "identify ", CLI_DECIDE_NOTHING, 0 },
  { "y", CLI_DECIDE_NOTHING, 0 },
  { "", CLI_DECIDE_NOTHING, 0 },
};

START_TEST (words_of_programs)
{
  const cli_decision decision = cli_decision_of_word (words[_i].line);

  ck_assert_int_eq (decision.kind, words[_i].kind);
  ck_assert_int_eq (decision.stop, words[_i].stop);
}
END_TEST

START_TEST (decisions_answer_their_own_questions)
{
  for (int kind = CLI_DECIDE_NOTHING; kind <= CLI_DECIDE_STOP; kind++) {
    ck_assert (
        !cli_decision_fits ((cli_decision_kind) kind, CLI_QUESTION_NONE));
    ck_assert_int_eq (
        cli_decision_fits ((cli_decision_kind) kind, CLI_QUESTION_IDENTIFY),
        kind == CLI_DECIDE_IDENTIFY || kind == CLI_DECIDE_DECLINE);
    ck_assert_int_eq (
        cli_decision_fits ((cli_decision_kind) kind, CLI_QUESTION_FINISH),
        kind == CLI_DECIDE_FINISH || kind == CLI_DECIDE_RECEIPT);
  }
}
END_TEST

static int
count_lines (cli_line *line, const char *bytes)
{
  int count = 0;

  for (; *bytes != '\0'; bytes++)
    count += cli_line_take (line, *bytes);
  return count;
}

START_TEST (lines_come_in_pieces)
{
  cli_line line = { .size = 0 };

  ck_assert_int_eq (count_lines (&line, "iden"), 0);
  ck_assert_int_eq (count_lines (&line, "tify\r\n"), 1);
  ck_assert_str_eq (line.text, "identify");
  ck_assert_int_eq (count_lines (&line, "\n"), 1);
  ck_assert_str_eq (line.text, "");
}
END_TEST

START_TEST (a_line_that_is_too_long_is_empty)
{
  cli_line line = { .size = 0 };

  for (int i = 0; i < CLI_LINE_MAX + 1; i++)
    ck_assert (!cli_line_take (&line, 'y'));
  ck_assert (cli_line_take (&line, '\n'));
  ck_assert_str_eq (line.text, "");

  for (int i = 0; i < CLI_LINE_MAX; i++)
    ck_assert (!cli_line_take (&line, 'y'));
  ck_assert (cli_line_take (&line, '\n'));
  ck_assert_uint_eq (strlen (line.text), CLI_LINE_MAX);
}
END_TEST

START_TEST (spans_of_time)
{
  static const struct {
    const char *text;
    int64_t seconds;
  } good[] = {
    { "1s", 1 },        { "30m", 1800 },      { "12h", 43200 },
    { "90d", 7776000 }, { "0090d", 7776000 }, { "3650d", 315360000 }
  };
  static const char *const bad[] = { "",    "d",     "0d",
                                     "90",  "-1d",   "1 d",
                                     "1dd", "1w",    "1.5h",
                                     "d90", "3651d", "99999999999999999999s",
                                     "+1d" };
  int64_t seconds = 7;

  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    ck_assert_msg (!cli_duration_parse (bad[i], &seconds), "%s", bad[i]);
    ck_assert_int_eq (seconds, 7);
  }
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
    ck_assert (cli_duration_parse (good[i].text, &seconds));
    ck_assert_int_eq (seconds, good[i].seconds);
  }
}
END_TEST

START_TEST (points_in_time)
{
  static const struct {
    const char *text;
    int64_t seconds;
  } good[] = {
    { "1970-01-01T00:00:00Z", 0 },
    { "1970-01-01T01:00:00+01:00", 0 },
    { "2026-11-24T12:00:00Z", 1795521600 },
    { "2026-11-24t12:00:00z", 1795521600 },
    { "2026-11-24 12:00:00.999999999Z", 1795521600 },
    { "2026-11-24T13:30:00+01:30", 1795521600 },
    { "2026-11-23T23:00:00-13:00", 1795521600 },
    { "2000-02-29T23:59:59Z", 951868799 },
    { "9999-12-31T23:59:59Z", 253402300799 },
  };
  static const char *const bad[] = {
    "",
    "now",
    "2026-11-24",
    "2026-11-24T12:00:00",
    "2026-11-24T12:00Z",
    "2026-11-24T12:00:00ZZ",
    "2026-11-24T12:00:00.Z",
    "2026-11-24T12:00:00+1:00",
    "2026-11-24T12:00:00+0100",
    "2026-11-24T12:00:00+24:00",
    "2026-11-24T24:00:00Z",
    "2026-11-24T12:60:00Z",
    "2026-11-24T12:00:60Z",
    "2026-11-31T12:00:00Z",
    "2026-02-29T12:00:00Z",
    "2100-02-29T12:00:00Z",
    "2026-13-01T12:00:00Z",
    "2026-00-01T12:00:00Z",
    "2026-11-00T12:00:00Z",
    "1969-12-31T23:59:59Z",
    "1970-01-01T00:00:00+00:01",
    " 2026-11-24T12:00:00Z",
    "+2026-11-24T12:00:00Z",
    "26-11-24T12:00:00Z",
  };
  int64_t seconds = 7;

  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    ck_assert_msg (!cli_instant_parse (bad[i], &seconds), "%s", bad[i]);
    ck_assert_int_eq (seconds, 7);
  }
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
    ck_assert_msg (cli_instant_parse (good[i].text, &seconds), "%s",
                   good[i].text);
    ck_assert_int_eq (seconds, good[i].seconds);
  }
}
END_TEST

/* Every day of two centuries follows the one before it. */
START_TEST (days_follow_one_another)
{
  static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  int64_t expected = 0;

  for (int year = 1970; year < 2170; year++)
    for (int month = 1; month <= 12; month++) {
      bool leap = year % 4 == 0 && year % 100 != 0;
      int count = days[month - 1] + (month == 2 && (leap || year == 2000));

      for (int day = 1; day <= count; day++, expected += 86400) {
        int64_t seconds = -1;
        char text[64];

        snprintf (text, sizeof text, "%04d-%02d-%02dT00:00:00Z", year, month,
                  day);
        ck_assert_msg (cli_instant_parse (text, &seconds), "%s", text);
        ck_assert_int_eq (seconds, expected);
      }
    }
}
END_TEST

/* A clock's time is the last one, or one that is almost there. */
static void
set_zone (const char *zone)
{
  setenv ("TZ", zone, 1);
  tzset ();
}

START_TEST (when_a_contact_began)
{
  const int64_t midday = 1795521600; /* 2026-11-24T12:00:00Z */
  const int64_t night = midday + 12 * 3600 + 60;
  static const char *const bad[] = {
    "", "24:00", "12:60", "1:05", "12:05:00", "12:05 ", "12", "2026-11-24"
  };
  static const struct {
    const char *text;
    int64_t after_midday;
  } good[] = {
    { "12:00", 0 },
    { "11:58", -120 },
    { "12:02", 120 },
    { "12:03", 180 - 86400 },
    { "23:59", 43140 - 86400 },
    { "2026-11-24T12:30:00Z", 1800 },
  };
  int64_t seconds = 7;

  set_zone ("UTC");
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    ck_assert_msg (!cli_started_parse (bad[i], midday, &seconds), "%s", bad[i]);
    ck_assert_int_eq (seconds, 7);
  }
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
    ck_assert_msg (cli_started_parse (good[i].text, midday, &seconds), "%s",
                   good[i].text);
    ck_assert_int_eq (seconds - midday, good[i].after_midday);
  }
  /* A call over midnight. */
  ck_assert (cli_started_parse ("23:58", night, &seconds));
  ck_assert_int_eq (night - seconds, 180);
  /* By the clock of the place. */
  set_zone ("XYZ-1");
  ck_assert (cli_started_parse ("13:00", midday, &seconds));
  ck_assert_int_eq (seconds, midday);
}
END_TEST

/* Stockholm in 2026: the clock goes back on 25 October, at 01:00 UTC, and
 * forward on 29 March. */
START_TEST (starts_where_the_clock_is_changed)
{
  static const struct {
    const char *now, *text, *then;
  } times[] = {
    { "2026-10-25T02:50:00+02:00", "02:30", "2026-10-25T02:30:00+02:00" },
    { "2026-10-25T02:10:00+01:00", "02:30", "2026-10-25T02:30:00+02:00" },
    { "2026-10-25T02:40:00+01:00", "02:30", "2026-10-25T02:30:00+01:00" },
    { "2026-10-25T12:00:00+01:00", "02:30", "2026-10-25T02:30:00+01:00" },
    { "2026-10-25T02:10:00+01:00", "03:00", "2026-10-24T03:00:00+02:00" },
    { "2026-03-29T08:00:00+02:00", "02:30", "2026-03-28T02:30:00+01:00" },
    { "2026-03-29T08:00:00+02:00", "01:59", "2026-03-29T01:59:00+01:00" },
    { "2026-03-29T01:59:00+01:00", "03:00", "2026-03-29T03:00:00+02:00" },
  };

  set_zone ("CET-1CEST,M3.5.0,M10.5.0/3");
  for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
    int64_t now, then, seconds = 7;

    ck_assert (cli_instant_parse (times[i].now, &now));
    ck_assert (cli_instant_parse (times[i].then, &then));
    ck_assert (cli_started_parse (times[i].text, now, &seconds));
    ck_assert_msg (seconds == then, "%s at %s: %lld", times[i].text,
                   times[i].now, (long long) seconds);
  }
}
END_TEST

START_TEST (numbers_of_contacts)
{
  static const char *const bad[] = { "",
                                     "0",
                                     "00",
                                     "-1",
                                     "+1",
                                     " 1",
                                     "1 ",
                                     "x",
                                     "1x",
                                     "./1",
                                     "9223372036854775808",
                                     "99999999999999999999999" };
  int64_t number = 7;

  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    ck_assert_msg (!cli_number_parse (bad[i], &number), "%s", bad[i]);
    ck_assert_int_eq (number, 7);
  }
  ck_assert (cli_number_parse ("1", &number));
  ck_assert_int_eq (number, 1);
  ck_assert (cli_number_parse ("0042", &number));
  ck_assert_int_eq (number, 42);
}
END_TEST

START_TEST (only_success_ends_in_success)
{
  const cli_status status = cli_status_of ((p2pid_err) _i);

  ck_assert_int_eq (status == CLI_IDENTIFIED, _i == P2PID_OK);
  /* That nobody identified is no error. */
  ck_assert_int_ne (status, CLI_NOBODY);
}
END_TEST

/* A script can tell every reason to refuse evidence from every other. */
START_TEST (reasons_to_refuse_are_told_apart)
{
  static const p2pid_err reasons[] = {
    P2PID_ERR_FORMAT,    P2PID_ERR_SIZE,         P2PID_ERR_VERSION,
    P2PID_ERR_TEXT,      P2PID_ERR_ALGORITHM,    P2PID_ERR_INCOMPLETE,
    P2PID_ERR_UNTRUSTED, P2PID_ERR_TEST_REFUSED, P2PID_ERR_FORGED,
    P2PID_ERR_MISMATCH,  P2PID_ERR_EXPIRED,      P2PID_ERR_NOT_YET_VALID,
    P2PID_ERR_REVOKED,   P2PID_ERR_MEMORY,       P2PID_OK,
  };
  const size_t count = sizeof reasons / sizeof *reasons;

  for (size_t i = 0; i < count; i++)
    for (size_t j = 0; j < i; j++)
      ck_assert_int_ne (cli_status_of_check (reasons[i]),
                        cli_status_of_check (reasons[j]));
  ck_assert_int_eq (cli_status_of_check (P2PID_OK), CLI_IDENTIFIED);
}
END_TEST

START_TEST (accusations_are_a_stop)
{
  for (int reason = 0; reason < P2PID_STOP_COUNT_; reason++) {
    const cli_status status = cli_status_of_stop ((p2pid_stop) reason);

    ck_assert_int_ne (status, CLI_IDENTIFIED);
    ck_assert_int_eq (status == CLI_STOP, reason != P2PID_STOP_ENDED &&
                                              reason != P2PID_STOP_CLOCK &&
                                              reason != P2PID_STOP_TIMEOUT);
  }
  ck_assert_int_eq (cli_status_of (P2PID_ERR_FORGED), CLI_STOP);
  ck_assert_int_eq (cli_status_of (P2PID_ERR_ROLES), CLI_STOP);
  ck_assert_int_eq (cli_status_of (P2PID_ERR_INTERFERENCE), CLI_STOP);
  ck_assert_int_eq (cli_status_of (P2PID_ERR_UNTRUSTED), CLI_CANNOT_CHECK);
  ck_assert_int_eq (cli_status_of (P2PID_ERR_OFFLINE), CLI_NO_RELAY);
  ck_assert_int_eq (cli_status_of (P2PID_ERR_FULL), CLI_STORE);
  ck_assert_int_eq (cli_status_of (P2PID_ERR_KEY), CLI_WRONG_KEY);
}
END_TEST

/* In the library's place: what was made safe, f or d, in turn. */
static char synced[16];
static bool disk_fails;

int
fsync (int file)
{
  struct stat about;
  size_t size = strlen (synced);

  if (fstat (file, &about) != 0 || size + 1 == sizeof synced)
    return -1;
  synced[size] = S_ISDIR (about.st_mode) ? 'd' : 'f';
  synced[size + 1] = '\0';
  errno = EIO;
  return disk_fails && S_ISDIR (about.st_mode) ? -1 : 0;
}

/* A key file whose name a power cut takes away takes all that it sealed. */
START_TEST (a_file_and_its_name_are_on_the_disk)
{
  static const uint8_t content[] = { 'k', 'e', 'y' };
  char folder[] = "/tmp/p2pid-files-XXXXXX", path[64];
  const p2pid_bytes bytes = P2PID_BYTES (content);

  ck_assert_ptr_nonnull (mkdtemp (folder));
  snprintf (path, sizeof path, "%s/key", folder);
  ck_assert_int_eq (cli_file_write (path, bytes, false), P2PID_OK);
  ck_assert_int_eq (cli_file_write (path, bytes, true), P2PID_OK);
  ck_assert_str_eq (synced, "fdfd");
  disk_fails = true;
  ck_assert_int_eq (cli_file_write (path, bytes, true), P2PID_ERR_IO);
  ck_assert_int_eq (unlink (path), 0);
  ck_assert_int_eq (rmdir (folder), 0);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("tools");
  TCase *tcase = tcase_create ("tools");

  tcase_add_loop_test (tcase, answers_of_people, 0,
                       sizeof answers / sizeof *answers);
  tcase_add_test (tcase, a_stop_says_whom_it_is_about);
  tcase_add_loop_test (tcase, words_of_programs, 0,
                       sizeof words / sizeof *words);
  tcase_add_test (tcase, decisions_answer_their_own_questions);
  tcase_add_test (tcase, lines_come_in_pieces);
  tcase_add_test (tcase, a_line_that_is_too_long_is_empty);
  tcase_add_test (tcase, spans_of_time);
  tcase_add_test (tcase, points_in_time);
  tcase_add_test (tcase, days_follow_one_another);
  tcase_add_test (tcase, when_a_contact_began);
  tcase_add_test (tcase, starts_where_the_clock_is_changed);
  tcase_add_test (tcase, numbers_of_contacts);
  tcase_add_loop_test (tcase, only_success_ends_in_success, 0,
                       P2PID_ERR_COUNT_);
  tcase_add_test (tcase, reasons_to_refuse_are_told_apart);
  tcase_add_test (tcase, accusations_are_a_stop);
  tcase_add_test (tcase, a_file_and_its_name_are_on_the_disk);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
