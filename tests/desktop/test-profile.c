/*
 * The user's own data: with a key file, without a keyring, with a passphrase;
 * and what is enrolled and remembered in it.
 */

#include "core/desk-errors.h"
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

/* A profile that asks the keyring, of which there is none on this bus. */
static DeskProfileState
open_without_key_file (void)
{
  g_autoptr (GSettings) settings = desk_settings_new (folder, TRUE);

  g_clear_object (&profile);
  profile = desk_profile_new (folder, NULL, settings);
  desk_profile_open (profile);
  desk_wait (has_settled, NULL);
  return desk_profile_get_state (profile);
}

static DeskProfileState
unlock (const char *passphrase)
{
  desk_profile_unlock (profile, passphrase);
  desk_wait (has_settled, NULL);
  return desk_profile_get_state (profile);
}

START_TEST (a_key_file_is_made_for_its_owner_alone)
{
  g_autofree char *path = g_build_filename (folder, "key", NULL);
  GStatBuf status;

  profile = desk_profile_new_open (folder, TRUE);
  ck_assert_int_eq (g_stat (path, &status), 0);
  ck_assert_int_eq (status.st_mode & 0777, 0600);
}
END_TEST

/* Open with the key file of the folder, which ends in that sentence. */
static void
open_in_vain (const char *problem)
{
  g_autofree char *key_file = g_build_filename (folder, "key", NULL);
  g_autoptr (GSettings) settings = desk_settings_new (folder, TRUE);

  g_clear_object (&profile);
  profile = desk_profile_new (folder, key_file, settings);
  desk_profile_open (profile);
  desk_wait (has_settled, NULL);
  ck_assert_int_eq (desk_profile_get_state (profile), DESK_PROFILE_FAILED);
  ck_assert_str_eq (desk_profile_get_problem (profile), problem);
}

static void
check_refused (p2pid_err err)
{
  open_in_vain (desk_error_key_file_line (err));
  ck_assert_str_ne (desk_error_key_file_line (err), desk_error_sentence (err));
}

START_TEST (a_key_file_that_is_not_as_it_was_is_refused)
{
  g_autofree char *path = g_build_filename (folder, "key", NULL);

  g_object_unref (desk_profile_new_open (folder, TRUE));
  ck_assert_int_eq (g_chmod (path, 0640), 0);
  check_refused (P2PID_ERR_STATE);
  ck_assert (g_file_set_contents (path, "0123", -1, NULL));
  ck_assert_int_eq (g_chmod (path, 0600), 0);
  check_refused (P2PID_ERR_DAMAGED);
  ck_assert_int_eq (g_unlink (path), 0);
  check_refused (P2PID_ERR_NOT_FOUND);
  ck_assert (!g_file_test (path, G_FILE_TEST_EXISTS));
}
END_TEST

START_TEST (an_identity_is_enrolled_and_still_there_the_next_time)
{
  profile = desk_profile_new_open (folder, TRUE);
  ck_assert_ptr_null (desk_profile_get_identity (profile));
  ck_assert_int_eq (desk_profile_get_identity_error (profile), P2PID_OK);
  desk_profile_enrol (profile, "Karin Lind");
  g_clear_object (&profile);

  profile = desk_profile_new_open (folder, TRUE);
  ck_assert_str_eq (
      desk_identity_get_name (desk_profile_get_identity (profile)),
      "Karin Lind");
  ck_assert (desk_identity_is_test (desk_profile_get_identity (profile)));
}
END_TEST

static gboolean
has_no_identity (gpointer data)
{
  return desk_profile_get_identity (profile) == NULL;
}

static gboolean
has_identity (gpointer data)
{
  return desk_profile_get_identity (profile) != NULL;
}

START_TEST (a_test_identity_goes_and_comes_with_the_permission)
{
  profile = desk_profile_new_open (folder, TRUE);
  desk_profile_enrol (profile, "Karin Lind");
  g_settings_set_boolean (desk_profile_get_settings (profile), "allow-test",
                          FALSE);
  desk_wait (has_no_identity, NULL);
  ck_assert_int_eq (desk_profile_get_identity_error (profile),
                    P2PID_ERR_TEST_REFUSED);
  g_settings_set_boolean (desk_profile_get_settings (profile), "allow-test",
                          TRUE);
  desk_wait (has_identity, NULL);
}
END_TEST

static void
keep_error_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  p2pid_err *err = user_data;
  g_autoptr (GError) error = NULL;

  desk_profile_enrol_test_finish (DESK_PROFILE (object), result, &error);
  *err = desk_error_code (error);
}

static p2pid_err
enrol (const p2pid_test_person *person)
{
  p2pid_err err = P2PID_ERR_COUNT_;

  desk_profile_enrol_test_async (profile, person, keep_error_cb, &err);
  while (err == P2PID_ERR_COUNT_)
    g_main_context_iteration (NULL, TRUE);
  return err;
}

START_TEST (no_test_identity_where_they_are_not_allowed)
{
  p2pid_test_person person = { .name = "Karin Lind" };

  profile = desk_profile_new_open (folder, FALSE);
  ck_assert_int_eq (enrol (&person), P2PID_ERR_TEST_REFUSED);
  ck_assert_ptr_null (desk_profile_get_identity (profile));
}
END_TEST

START_TEST (a_failed_enrolment_leaves_the_earlier_identity)
{
  p2pid_test_person person = { .name = "Somebody", .birthdate = "1950-02-31" };

  profile = desk_profile_new_open (folder, TRUE);
  desk_profile_enrol (profile, "Karin Lind");
  ck_assert_int_ne (enrol (&person), P2PID_OK);
  ck_assert_str_eq (
      desk_identity_get_name (desk_profile_get_identity (profile)),
      "Karin Lind");
}
END_TEST

static void
removed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  ck_assert (desk_profile_remove_identity_finish (DESK_PROFILE (object), result,
                                                  NULL));
}

START_TEST (an_identity_is_forgotten)
{
  profile = desk_profile_new_open (folder, TRUE);
  desk_profile_enrol (profile, "Karin Lind");
  desk_profile_remove_identity_async (profile, removed_cb, NULL);
  desk_wait (has_no_identity, NULL);
  g_clear_object (&profile);
  profile = desk_profile_new_open (folder, TRUE);
  ck_assert_ptr_null (desk_profile_get_identity (profile));
}
END_TEST

START_TEST (without_a_keyring_a_passphrase_may_be_chosen)
{
  ck_assert_int_eq (open_without_key_file (), DESK_PROFILE_NEW_PASSPHRASE);
  ck_assert_ptr_nonnull (desk_profile_get_problem (profile));
  ck_assert_int_eq (unlock ("correct horse"), DESK_PROFILE_OPEN);
  desk_profile_enrol (profile, "Karin Lind");

  /* From then on it is wanted, and only it opens the data. */
  ck_assert_int_eq (open_without_key_file (), DESK_PROFILE_PASSPHRASE);
  ck_assert_int_eq (unlock ("wrong horse"), DESK_PROFILE_PASSPHRASE);
  ck_assert_str_eq (desk_profile_get_problem (profile),
                    desk_error_sentence (P2PID_ERR_KEY));
  ck_assert_ptr_null (desk_profile_get_identity (profile));
  ck_assert_int_eq (unlock ("correct horse"), DESK_PROFILE_OPEN);
  ck_assert_ptr_nonnull (desk_profile_get_identity (profile));
}
END_TEST

START_TEST (data_of_a_keyring_that_is_shut_is_left_alone)
{
  g_autofree char *path = g_build_filename (folder, "store", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  size_t size, size_after;

  /* As the keyring would have it: a store, and no salt beside it. */
  g_object_unref (desk_profile_new_open (folder, TRUE));
  ck_assert (g_file_get_contents (path, &before, &size, NULL));
  ck_assert_int_eq (open_without_key_file (), DESK_PROFILE_KEYRING);
  ck_assert (g_file_get_contents (path, &after, &size_after, NULL));
  ck_assert_uint_eq (size, size_after);
  ck_assert_mem_eq (before, after, size);
}
END_TEST

START_TEST (a_damaged_store_is_told_and_left_alone)
{
  g_autofree char *path = g_build_filename (folder, "store", NULL);
  g_autofree char *after = NULL;

  g_object_unref (desk_profile_new_open (folder, TRUE));
  ck_assert (g_file_set_contents (path, "this is no database", -1, NULL));
  open_in_vain (desk_error_sentence (P2PID_ERR_DAMAGED));
  ck_assert (g_file_get_contents (path, &after, NULL, NULL));
  ck_assert_str_eq (after, "this is no database");
}
END_TEST

#define SIXTY "0123456789abcdef0123456789abcdef0123456789abcdef0123456789ab"

static void
write_anchors (const char *json)
{
  g_autofree char *path = g_build_filename (folder, "anchors.json", NULL);

  ck_assert (g_file_set_contents (path, json, -1, NULL));
}

START_TEST (the_anchors_of_the_folder_are_used)
{
  g_autoptr (p2pid_anchors) anchors = NULL;

  write_anchors ("{\"anchors\":[{\"method\":\"sd-jwt\",\"environment\":"
                 "\"production\",\"name\":\"The issuer\",\"fingerprint\":"
                 "\"" SIXTY "cdef\"}]}");
  profile = desk_profile_new_open (folder, FALSE);
  ck_assert_ptr_null (desk_profile_get_problem (profile));
  anchors = desk_profile_new_anchors (profile);
  ck_assert_uint_eq (p2pid_anchors_count (anchors), 1);
  ck_assert_str_eq (p2pid_anchors_get (anchors, 0)->name, "The issuer");
}
END_TEST

START_TEST (damaged_anchors_are_told_and_the_rest_goes_on)
{
  g_autoptr (p2pid_anchors) anchors = NULL;

  write_anchors ("{\"anchors\":[");
  profile = desk_profile_new_open (folder, FALSE);
  ck_assert_ptr_nonnull (desk_profile_get_problem (profile));
  anchors = desk_profile_new_anchors (profile);
  ck_assert_uint_eq (p2pid_anchors_count (anchors), 0);
}
END_TEST

/* A folder in its place: not even root reads that as a file. */
START_TEST (anchors_that_cannot_be_read_are_told)
{
  g_autoptr (p2pid_anchors) anchors = NULL;
  g_autofree char *path = g_build_filename (folder, "anchors.json", NULL);

  ck_assert_int_eq (g_mkdir (path, 0700), 0);
  profile = desk_profile_new_open (folder, FALSE);
  ck_assert_ptr_nonnull (desk_profile_get_problem (profile));
  ck_assert_int_eq (desk_profile_get_state (profile), DESK_PROFILE_OPEN);
  anchors = desk_profile_new_anchors (profile);
  ck_assert_uint_eq (p2pid_anchors_count (anchors), 0);
  ck_assert_int_eq (g_rmdir (path), 0);
}
END_TEST

static gboolean
has_entries (gpointer count)
{
  GListModel *history =
      desk_records_get_history (desk_profile_get_records (profile));

  return g_list_model_get_n_items (history) == GPOINTER_TO_UINT (count);
}

static void
receipt_cb (GObject *records, GAsyncResult *result, gpointer user_data)
{
  GBytes **receipt = user_data;

  *receipt =
      desk_records_get_receipt_finish (DESK_RECORDS (records), result, NULL);
  ck_assert_ptr_nonnull (*receipt);
}

START_TEST (a_receipt_is_kept_read_and_removed)
{
  const p2pid_history_entry said = { .time = 1764000000, .name = "Anna" };
  g_autoptr (GBytes) receipt = g_bytes_new ("the receipt", 11);
  g_autoptr (GBytes) read = NULL;
  g_autoptr (DeskHistoryEntry) entry = NULL;
  DeskRecords *records;

  profile = desk_profile_new_open (folder, TRUE);
  records = desk_profile_get_records (profile);
  desk_profile_remember (profile, &said, receipt);
  desk_wait (has_entries, GUINT_TO_POINTER (1));
  entry = g_list_model_get_item (desk_records_get_history (records), 0);
  ck_assert (desk_history_entry_get (entry)->has_receipt);

  desk_records_get_receipt_async (records, desk_history_entry_get (entry)->id,
                                  receipt_cb, &read);
  while (read == NULL)
    g_main_context_iteration (NULL, TRUE);
  ck_assert (g_bytes_equal (read, receipt));

  desk_records_remove_entry (records, desk_history_entry_get (entry)->id);
  desk_wait (has_entries, GUINT_TO_POINTER (0));
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("desktop profile");
  TCase *tcase = tcase_create ("profile");

  /* No bus, so no keyring, whatever this computer could start. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
  desk_harness_set_up_language ();
  tcase_add_checked_fixture (tcase, set_up, tear_down);
  tcase_add_test (tcase, a_key_file_is_made_for_its_owner_alone);
  tcase_add_test (tcase, a_key_file_that_is_not_as_it_was_is_refused);
  tcase_add_test (tcase, an_identity_is_enrolled_and_still_there_the_next_time);
  tcase_add_test (tcase, a_test_identity_goes_and_comes_with_the_permission);
  tcase_add_test (tcase, no_test_identity_where_they_are_not_allowed);
  tcase_add_test (tcase, a_failed_enrolment_leaves_the_earlier_identity);
  tcase_add_test (tcase, an_identity_is_forgotten);
  tcase_add_test (tcase, without_a_keyring_a_passphrase_may_be_chosen);
  tcase_add_test (tcase, data_of_a_keyring_that_is_shut_is_left_alone);
  tcase_add_test (tcase, a_damaged_store_is_told_and_left_alone);
  tcase_add_test (tcase, the_anchors_of_the_folder_are_used);
  tcase_add_test (tcase, damaged_anchors_are_told_and_the_rest_goes_on);
  tcase_add_test (tcase, anchors_that_cannot_be_read_are_told);
  tcase_add_test (tcase, a_receipt_is_kept_read_and_removed);
  suite_add_tcase (suite, tcase);
  return desk_harness_run (suite);
}
