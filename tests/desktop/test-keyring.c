/*
 * The sealing key in a real keyring. Run with a keyring of the test's own
 * (with-display --keyring).
 */

#include "core/desk-sealing.h"
#include "desk-harness.h"

#include <glib/gstdio.h>

static char *folder;
static DeskProfile *profile;

static void
set_up (void)
{
  folder = desk_folder_new ();
}

static void
tear_down (void)
{
  g_clear_object (&profile);
  g_clear_pointer (&folder, g_free);
}

static gboolean
has_settled (gpointer data)
{
  return desk_profile_get_state (profile) != DESK_PROFILE_OPENING;
}

static DeskProfileState
open_by_keyring (void)
{
  g_autoptr (GSettings) settings = desk_settings_new (folder, TRUE);

  g_clear_object (&profile);
  profile = desk_profile_new (folder, NULL, settings);
  desk_profile_open (profile);
  desk_wait (has_settled, NULL);
  return desk_profile_get_state (profile);
}

START_TEST (the_key_is_kept_and_found_again)
{
  ck_assert_int_eq (open_by_keyring (), DESK_PROFILE_OPEN);
  desk_profile_enrol (profile, "Karin Lind");
  ck_assert_int_eq (open_by_keyring (), DESK_PROFILE_OPEN);
  ck_assert_ptr_nonnull (desk_profile_get_identity (profile));
}
END_TEST

START_TEST (each_folder_has_a_key_of_its_own)
{
  g_autofree char *first = g_build_filename (folder, "store", NULL);
  g_autofree char *second = NULL;

  ck_assert_int_eq (open_by_keyring (), DESK_PROFILE_OPEN);
  g_clear_object (&profile);

  /* The first folder's store does not open in another. */
  g_free (folder);
  folder = desk_folder_new ();
  ck_assert_int_eq (open_by_keyring (), DESK_PROFILE_OPEN);
  g_clear_object (&profile);
  second = g_build_filename (folder, "store", NULL);
  ck_assert_int_eq (g_rename (first, second), 0);
  ck_assert_int_eq (open_by_keyring (), DESK_PROFILE_FAILED);
}
END_TEST

START_TEST (data_whose_key_is_gone_is_told_and_left_alone)
{
  g_autofree char *key_file = g_build_filename (folder, "key", NULL);
  g_autofree char *path = g_build_filename (folder, "store", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  size_t size, size_after;

  g_object_unref (desk_profile_new_open (folder, TRUE));
  ck_assert_int_eq (g_unlink (key_file), 0);
  ck_assert (g_file_get_contents (path, &before, &size, NULL));
  ck_assert_int_eq (open_by_keyring (), DESK_PROFILE_FAILED);
  ck_assert_ptr_nonnull (desk_profile_get_problem (profile));
  ck_assert (g_file_get_contents (path, &after, &size_after, NULL));
  ck_assert_uint_eq (size, size_after);
  ck_assert_mem_eq (before, after, size);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("desktop keyring");
  TCase *tcase = tcase_create ("keyring");

  desk_harness_set_up_language ();
  tcase_add_checked_fixture (tcase, set_up, tear_down);
  tcase_add_test (tcase, the_key_is_kept_and_found_again);
  tcase_add_test (tcase, each_folder_has_a_key_of_its_own);
  tcase_add_test (tcase, data_whose_key_is_gone_is_told_and_left_alone);
  suite_add_tcase (suite, tcase);
  return desk_harness_run (suite);
}
