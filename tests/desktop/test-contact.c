/*
 * The contact, fed with events as the library tells them: what each makes of
 * its properties, and what the user's decisions do.
 */

#include "core/desk-contact.h"
#include "core/desk-threads.h"
#include "desk-harness.h"

static char *folder;
static DeskProfile *profile; /* with an identity */
static p2pid_identity *anna;
static DeskContact *contact;

static void
set_up (void)
{
  folder = desk_folder_new ();
  profile = desk_profile_new_open (folder, TRUE);
  desk_profile_enrol (profile, "Karin Lind");
  anna = desk_identity_of ("Anna Andersson", NULL);
}

static void
tear_down (void)
{
  g_clear_object (&contact);
  g_clear_object (&profile);
  g_clear_pointer (&anna, p2pid_identity_free);
  g_clear_pointer (&folder, g_free);
}

static void
be_called (void)
{
  contact = desk_contact_new_called (profile);
  DESK_FEED (contact, JOINED);
  DESK_FEED (contact, AGREED, .compared = P2PID_COMPARED_ROLES);
}

static void
see_anna (void)
{
  DESK_FEED (contact, IDENTIFIED, .identity = anna, .purpose = "The kitchen",
             .audience = "Karin Lind", .audience_match = P2PID_AUDIENCE_SAME);
  DESK_FEED (contact, TURN, .place = P2PID_PLACE_SECOND);
}

static void
show_myself (void)
{
  ck_assert (
      desk_contact_identify (contact, P2PID_FACTS_DEFAULT, NULL, NULL, NULL));
  DESK_FEED (contact, SENT);
  DESK_FEED (contact, DELIVERED);
  DESK_FEED (contact, SHOWN);
}

START_TEST (the_called_sees_the_caller)
{
  be_called ();
  ck_assert_int_eq (desk_contact_get_other (contact), DESK_OTHER_WAITING);
  ck_assert_ptr_null (desk_contact_get_other_name (contact));
  ck_assert (!desk_contact_may_show (contact));
  see_anna ();
  ck_assert_int_eq (desk_contact_get_tone (contact), DESK_TONE_KNOWN);
  ck_assert_str_eq (desk_contact_get_other_name (contact), "Anna Andersson");
  ck_assert_str_eq (desk_contact_get_purpose (contact), "The kitchen");
  ck_assert_int_eq (desk_contact_get_own (contact), DESK_OWN_NOTHING);
  ck_assert (desk_contact_may_show (contact));
}
END_TEST

START_TEST (what_was_pressed_goes_its_way)
{
  be_called ();
  see_anna ();
  ck_assert (
      desk_contact_identify (contact, P2PID_FACTS_DEFAULT, NULL, NULL, NULL));
  ck_assert_int_eq (desk_contact_get_own (contact), DESK_OWN_SENDING);
  ck_assert (!desk_contact_may_show (contact));
  DESK_FEED (contact, SENT);
  ck_assert_int_eq (desk_contact_get_own (contact), DESK_OWN_SENT);
  DESK_FEED (contact, DELIVERED);
  ck_assert_int_eq (desk_contact_get_own (contact), DESK_OWN_DELIVERED);
  DESK_FEED (contact, SHOWN);
  ck_assert_int_eq (desk_contact_get_own (contact), DESK_OWN_SHOWN);
  ck_assert_int_eq (desk_contact_get_own_time (contact), 1764000000);
}
END_TEST

START_TEST (the_caller_shows_by_itself_in_its_turn)
{
  contact = desk_contact_new_caller (profile);
  DESK_FEED (contact, JOINED);
  ck_assert_int_eq (desk_contact_get_own (contact), DESK_OWN_NOTHING);
  DESK_FEED (contact, AGREED);
  DESK_FEED (contact, TURN, .place = P2PID_PLACE_FIRST);
  ck_assert_int_eq (desk_contact_get_own (contact), DESK_OWN_SENDING);
  ck_assert_int_eq (desk_contact_get_other (contact), DESK_OTHER_NONE);
  DESK_FEED (contact, SENT);
  DESK_FEED (contact, SHOWN);
  ck_assert_int_eq (desk_contact_get_other (contact), DESK_OTHER_WAITING);
  DESK_FEED (contact, DECLINED);
  ck_assert_int_eq (desk_contact_get_other (contact), DESK_OTHER_DECLINED);
}
END_TEST

START_TEST (the_called_never_shows_by_itself)
{
  be_called ();
  see_anna ();
  desk_contact_shown (contact);
  desk_run_for (50);
  ck_assert_int_eq (desk_contact_get_own (contact), DESK_OWN_NOTHING);
}
END_TEST

START_TEST (who_has_no_identity_refuses_once_the_other_is_on_the_screen)
{
  g_autofree char *other = desk_folder_new ();
  g_autoptr (DeskProfile) nobody = desk_profile_new_open (other, TRUE);

  contact = desk_contact_new_called (nobody);
  DESK_FEED (contact, JOINED);
  DESK_FEED (contact, AGREED);
  see_anna ();
  ck_assert (!desk_contact_may_show (contact));
  ck_assert_int_eq (desk_contact_get_own (contact), DESK_OWN_NOTHING);
  desk_contact_shown (contact);
  ck_assert_int_eq (desk_contact_get_own (contact), DESK_OWN_DECLINED);
}
END_TEST

START_TEST (nothing_is_shown_out_of_turn)
{
  be_called ();
  ck_assert (
      desk_contact_identify (contact, P2PID_FACTS_DEFAULT, NULL, NULL, NULL));
  ck_assert_int_eq (desk_contact_get_own (contact), DESK_OWN_NOTHING);
}
END_TEST

START_TEST (a_receipt_needs_both)
{
  be_called ();
  see_anna ();
  desk_contact_decline (contact);
  DESK_FEED (contact, CLOSING);
  ck_assert (!desk_contact_may_receipt (contact));
}
END_TEST

START_TEST (a_receipt_is_asked_for_signed_and_kept)
{
  be_called ();
  see_anna ();
  show_myself ();
  DESK_FEED (contact, CLOSING);
  ck_assert (desk_contact_may_receipt (contact));
  ck_assert (!desk_contact_is_receipt_asked (contact));
  DESK_FEED (contact, RECEIPT_ASKED);
  ck_assert (desk_contact_is_receipt_asked (contact));
  desk_contact_finish (contact, TRUE);
  ck_assert_int_eq (desk_contact_get_phase (contact), DESK_PHASE_CLOSED);
  DESK_FEED (contact, RECEIPT, .bytes = { (const uint8_t *) "bytes", 5 });
  DESK_FEED (contact, FINISHED);
  ck_assert_int_eq (desk_contact_get_phase (contact), DESK_PHASE_OVER);
  ck_assert_uint_eq (g_bytes_get_size (desk_contact_get_receipt (contact)), 5);
  ck_assert (!desk_contact_is_unfinished (contact));
}
END_TEST

START_TEST (ending_in_ones_turn_refuses_and_then_closes)
{
  be_called ();
  see_anna ();
  desk_contact_finish (contact, FALSE);
  ck_assert_int_eq (desk_contact_get_own (contact), DESK_OWN_DECLINED);
  ck_assert_int_eq (desk_contact_get_phase (contact), DESK_PHASE_OPEN);
  DESK_FEED (contact, CLOSING);
  ck_assert_int_eq (desk_contact_get_phase (contact), DESK_PHASE_CLOSED);
}
END_TEST

START_TEST (ending_while_the_other_has_to_answer_leaves)
{
  be_called ();
  desk_contact_finish (contact, FALSE);
  ck_assert_int_eq (desk_contact_get_phase (contact), DESK_PHASE_OVER);
  ck_assert_int_eq (desk_contact_get_tone (contact), DESK_TONE_NONE);
}
END_TEST

START_TEST (differing_accounts_are_a_stop)
{
  contact = desk_contact_new_called (profile);
  DESK_FEED (contact, JOINED);
  DESK_FEED (contact, STOPPED, .err = P2PID_ERR_ROLES,
             .stop = P2PID_STOP_ACCOUNTS);
  ck_assert_int_eq (desk_contact_get_other (contact), DESK_OTHER_STOP);
  ck_assert_int_eq (desk_contact_get_error (contact), P2PID_ERR_ROLES);
}
END_TEST

START_TEST (an_accusation_stops_even_whoever_was_identified)
{
  be_called ();
  see_anna ();
  DESK_FEED (contact, STOPPED, .err = P2PID_ERR_STOPPED,
             .stop = P2PID_STOP_NOT_ME, .by_peer = true);
  ck_assert_int_eq (desk_contact_get_tone (contact), DESK_TONE_STOP);
  ck_assert (desk_contact_is_stopped_by_peer (contact));
}
END_TEST

START_TEST (leaving_does_not_undo_what_was_proved)
{
  be_called ();
  see_anna ();
  DESK_FEED (contact, STOPPED, .err = P2PID_ERR_STOPPED,
             .stop = P2PID_STOP_ENDED, .by_peer = true);
  ck_assert_int_eq (desk_contact_get_tone (contact), DESK_TONE_KNOWN);
  ck_assert (desk_contact_is_unfinished (contact));
}
END_TEST

START_TEST (leaving_before_that_says_so)
{
  be_called ();
  DESK_FEED (contact, STOPPED, .err = P2PID_ERR_STOPPED,
             .stop = P2PID_STOP_ENDED, .by_peer = true);
  ck_assert_int_eq (desk_contact_get_other (contact), DESK_OTHER_LEFT);
}
END_TEST

START_TEST (no_connection_is_no_stop)
{
  be_called ();
  DESK_FEED (contact, OFFLINE);
  ck_assert (desk_contact_is_offline (contact));
  DESK_FEED (contact, STOPPED, .err = P2PID_ERR_OFFLINE);
  ck_assert_int_eq (desk_contact_get_other (contact), DESK_OTHER_CANNOT);
  ck_assert (!desk_contact_is_offline (contact));
}
END_TEST

START_TEST (wrong_clocks_are_no_stop)
{
  be_called ();
  DESK_FEED (contact, STOPPED, .err = P2PID_ERR_CLOCK,
             .stop = P2PID_STOP_CLOCK);
  ck_assert_int_eq (desk_contact_get_tone (contact), DESK_TONE_CANNOT);
}
END_TEST

START_TEST (nothing_comes_after_the_end)
{
  be_called ();
  desk_contact_stop (contact, P2PID_STOP_NOT_ME);
  see_anna ();
  ck_assert_ptr_null (desk_contact_get_other_name (contact));
  ck_assert_int_eq (desk_contact_get_tone (contact), DESK_TONE_STOP);
}
END_TEST

START_TEST (a_code_that_is_lost_is_followed_by_another)
{
  p2pid_code code;

  ck_assert_int_eq (p2pid_code_new ("47", &code), P2PID_OK);
  contact = desk_contact_new_caller (profile);
  DESK_FEED (contact, CODE, .code = &code);
  ck_assert_int_eq (strlen (desk_contact_get_code (contact)), 11);
  ck_assert_int_eq (desk_contact_get_code_lost (contact), P2PID_OK);
  DESK_FEED (contact, CODE, .code = &code, .err = P2PID_ERR_WRONG_CODE);
  ck_assert_int_eq (desk_contact_get_code_lost (contact), P2PID_ERR_WRONG_CODE);
  DESK_FEED (contact, CODE, .code = &code, .err = P2PID_ERR_EXPIRED);
  ck_assert_int_eq (desk_contact_get_code_lost (contact), P2PID_ERR_EXPIRED);
}
END_TEST

static gboolean
history_has_one (gpointer data)
{
  DeskRecords *records = desk_profile_get_records (profile);

  return g_list_model_get_n_items (desk_records_get_history (records)) == 1 &&
         g_list_model_get_n_items (desk_records_get_people (records)) == 1;
}

START_TEST (a_contact_is_remembered)
{
  g_autoptr (DeskHistoryEntry) entry = NULL;
  const p2pid_history_entry *said;
  DeskRecords *records = desk_profile_get_records (profile);

  be_called ();
  see_anna ();
  show_myself ();
  DESK_FEED (contact, CLOSING);
  DESK_FEED (contact, FINISHED);
  desk_wait (history_has_one, NULL);
  entry = g_list_model_get_item (desk_records_get_history (records), 0);
  said = desk_history_entry_get (entry);
  ck_assert_str_eq (said->name, "Anna Andersson");
  ck_assert_str_eq (said->purpose, "The kitchen");
  ck_assert_int_eq (said->outcome, P2PID_OUTCOME_IDENTIFIED);
  ck_assert_int_eq (said->role, P2PID_ROLE_CALLEE);
  ck_assert (said->identified && said->test && !said->has_receipt);
  ck_assert_ptr_nonnull (
      desk_records_find_person (records, p2pid_identity_key (anna)));
}
END_TEST

START_TEST (a_stop_is_remembered_and_makes_no_acquaintance)
{
  DeskRecords *records = desk_profile_get_records (profile);
  GListModel *history = desk_records_get_history (records);
  g_autoptr (DeskHistoryEntry) entry = NULL;

  be_called ();
  see_anna ();
  desk_contact_stop (contact, P2PID_STOP_NOT_THEM);
  while (g_list_model_get_n_items (history) == 0)
    g_main_context_iteration (NULL, TRUE);
  entry = g_list_model_get_item (history, 0);
  ck_assert_int_eq (desk_history_entry_get (entry)->outcome,
                    P2PID_OUTCOME_STOPPED);
  ck_assert_uint_eq (
      g_list_model_get_n_items (desk_records_get_people (records)), 0);
}
END_TEST

START_TEST (a_contact_that_leaves_no_trace_leaves_none)
{
  DeskRecords *records = desk_profile_get_records (profile);

  be_called ();
  see_anna ();
  show_myself ();
  DESK_FEED (contact, CLOSING);
  desk_contact_leave_no_trace (contact);
  DESK_FEED (contact, FINISHED);
  desk_run_for (200);
  ck_assert_uint_eq (
      g_list_model_get_n_items (desk_records_get_history (records)), 0);
}
END_TEST

START_TEST (a_code_that_nobody_used_is_not_remembered)
{
  DeskRecords *records = desk_profile_get_records (profile);

  contact = desk_contact_new_caller (profile);
  desk_contact_cancel (contact);
  desk_run_for (200);
  ck_assert_uint_eq (
      g_list_model_get_n_items (desk_records_get_history (records)), 0);
}
END_TEST

static gboolean
is_offline (gpointer data)
{
  return desk_contact_is_offline (contact);
}

START_TEST (the_librarys_own_thread_tells_of_a_dead_relay)
{
  g_autoptr (GError) error = NULL;
  DeskContact *gone;

  contact = desk_contact_new_caller (profile);
  ck_assert (desk_contact_start (contact, &error));
  desk_wait (is_offline, NULL);

  /* Nobody waits for the thread; it ends by itself. */
  gone = contact;
  g_object_add_weak_pointer (G_OBJECT (gone), (gpointer *) &gone);
  g_clear_object (&contact);
  ck_assert_ptr_null (gone);
  desk_threads_wait_all ();
  desk_run_for (50);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("desktop contact");
  TCase *tcase = tcase_create ("contact");

  desk_harness_set_up_language ();
  tcase_add_checked_fixture (tcase, set_up, tear_down);
  tcase_add_test (tcase, the_called_sees_the_caller);
  tcase_add_test (tcase, what_was_pressed_goes_its_way);
  tcase_add_test (tcase, the_caller_shows_by_itself_in_its_turn);
  tcase_add_test (tcase, the_called_never_shows_by_itself);
  tcase_add_test (tcase,
                  who_has_no_identity_refuses_once_the_other_is_on_the_screen);
  tcase_add_test (tcase, nothing_is_shown_out_of_turn);
  tcase_add_test (tcase, a_receipt_needs_both);
  tcase_add_test (tcase, a_receipt_is_asked_for_signed_and_kept);
  tcase_add_test (tcase, ending_in_ones_turn_refuses_and_then_closes);
  tcase_add_test (tcase, ending_while_the_other_has_to_answer_leaves);
  tcase_add_test (tcase, differing_accounts_are_a_stop);
  tcase_add_test (tcase, an_accusation_stops_even_whoever_was_identified);
  tcase_add_test (tcase, leaving_does_not_undo_what_was_proved);
  tcase_add_test (tcase, leaving_before_that_says_so);
  tcase_add_test (tcase, no_connection_is_no_stop);
  tcase_add_test (tcase, wrong_clocks_are_no_stop);
  tcase_add_test (tcase, nothing_comes_after_the_end);
  tcase_add_test (tcase, a_code_that_is_lost_is_followed_by_another);
  tcase_add_test (tcase, a_contact_is_remembered);
  tcase_add_test (tcase, a_stop_is_remembered_and_makes_no_acquaintance);
  tcase_add_test (tcase, a_contact_that_leaves_no_trace_leaves_none);
  tcase_add_test (tcase, a_code_that_nobody_used_is_not_remembered);
  tcase_add_test (tcase, the_librarys_own_thread_tells_of_a_dead_relay);
  suite_add_tcase (suite, tcase);
  return desk_harness_run (suite);
}
