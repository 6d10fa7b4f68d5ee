/* The anchors file where memory runs out: what is written is whole. */

#include "starve.h"
#include "tools/p2pid/anchors-file.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char folder[] = "/tmp/p2pid-anchors-XXXXXX";
static cli_options options = { .data_dir = folder };
static p2pid_anchors *anchors;

static const char *const parties[] = { "Firman AB", "Banken", NULL };
static const p2pid_fingerprint revoked[] = { { { 1 } }, { { 2 } } };

/* With each member that a file can have. */
static const p2pid_anchor all[] = {
  { .method = P2PID_METHOD_BANKID,
    .environment = P2PID_ENVIRONMENT_PRODUCTION,
    .name = "BankID",
    .fingerprint = { { 3 } },
    .assurance = P2PID_ASSURANCE_HIGH,
    .parties = parties },
  { .method = P2PID_METHOD_ROLE,
    .environment = P2PID_ENVIRONMENT_TEST,
    .name = "Firman",
    .fingerprint = { { 4 } },
    .issuer = "firman.example",
    .not_before = 1000,
    .not_after = 2000,
    .revoked = revoked,
    .revoked_count = 2,
    .revoked_as_of = 1500 },
};

static void
setup (void)
{
  ck_assert_ptr_nonnull (mkdtemp (folder));
  ck_assert_int_eq (p2pid_anchors_new (&anchors), P2PID_OK);
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    ck_assert_int_eq (p2pid_anchors_add (anchors, &all[i]), P2PID_OK);
}

static void
teardown (void)
{
  char path[64];

  snprintf (path, sizeof path, "%s/anchors.json", folder);
  unlink (path);
  ck_assert_int_eq (rmdir (folder), 0); /* and nothing else was left there */
  strcpy (folder + strlen (folder) - 6, "XXXXXX");
  p2pid_anchors_free (anchors);
}

static size_t
count_texts (const char *const *texts)
{
  size_t count = 0;

  while (texts != NULL && texts[count] != NULL)
    count++;
  return count;
}

static void
check_anchor (const p2pid_anchor *read, const p2pid_anchor *written)
{
  ck_assert_str_eq (read->name, written->name);
  ck_assert_pstr_eq (read->issuer, written->issuer);
  ck_assert_uint_eq (count_texts (read->parties),
                     count_texts (written->parties));
  ck_assert_int_eq (read->assurance, written->assurance);
  ck_assert_int_eq (read->not_before, written->not_before);
  ck_assert_int_eq (read->not_after, written->not_after);
  ck_assert_int_eq (read->revoked_as_of, written->revoked_as_of);
  ck_assert_uint_eq (read->revoked_count, written->revoked_count);
}

static void
check_file (void)
{
  p2pid_anchors *read = NULL;

  ck_assert_int_eq (cli_anchors_read (&options, &read), P2PID_OK);
  ck_assert_uint_eq (p2pid_anchors_count (read), sizeof all / sizeof *all);
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    check_anchor (p2pid_anchors_get (read, i), &all[i]);
  p2pid_anchors_free (read);
}

static p2pid_err
write_file (void)
{
  p2pid_err err = cli_anchors_write (&options, anchors, NULL);

  starve_hold ();
  if (err == P2PID_OK)
    check_file ();
  starve_go_on ();
  return err;
}

START_TEST (no_member_is_lost)
{
  static const starve_mode modes[] = { STARVE_FOR_GOOD, STARVE_ONCE };

  for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
    ck_assert_uint_gt (starve_through (modes[i], 1, write_file, starve_is_want),
                       20);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("tools-anchors-file");
  TCase *tcase = tcase_create ("memory");

  tcase_add_checked_fixture (tcase, setup, teardown);
  tcase_add_test (tcase, no_member_is_lost);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
