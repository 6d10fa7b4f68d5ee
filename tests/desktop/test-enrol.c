/*
 * Getting an identity from an eID: what is said before, what is asked for, how
 * it ends, and that nothing is bound when it goes wrong.
 */

#include "core/desk-errors.h"
#include "core/desk-threads.h"
#include "core/desk-words.h"
#include "desk-harness.h"
#include "desk-look.h"
#include "fakes/liar.h"
#include "ui/desk-enrol-page.h"
#include "ui/desk-facts-list.h"
#include "ui/desk-identity-page.h"
#include "ui/desk-qr.h"
#include "ui/desk-window.h"

#include <adwaita.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

static const p2pid_test_person karin = { .name = "Karin Lind",
                                         .birthdate = "1950-02-03" };

static char *folder;
static DeskProfile *profile;
static GtkWidget *window;

static void
set_up (void)
{
  folder = desk_folder_new ();
  profile = desk_profile_new_open (folder, TRUE);
  window = desk_window_new (NULL, profile);
  gtk_window_set_default_size (GTK_WINDOW (window), 700, 1500);
  gtk_window_present (GTK_WINDOW (window));
  desk_look_settle (window);
}

static void
tear_down (void)
{
  gtk_window_destroy (GTK_WINDOW (window));
  g_clear_object (&profile);
  g_clear_pointer (&folder, g_free);
  desk_threads_wait_all ();
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
set (const char *key, const char *value)
{
  g_settings_set_string (desk_profile_get_settings (profile), key, value);
}

static DeskEnrolPage *
open_page (p2pid_method method)
{
  GtkWidget *page = desk_enrol_page_new (profile, method);

  desk_window_add_page (DESK_WINDOW (window), DESK_PAGE (page));
  desk_look_settle (window);
  return DESK_ENROL_PAGE (page);
}

static void
see (const char *en, const char *sv)
{
  desk_look_settle (window);
  desk_look_see (window, desk_text (en, sv));
}

static void
press (const char *en, const char *sv)
{
  desk_look_press (window, desk_text (en, sv));
  desk_look_settle (window);
}

static gboolean
is_there (gpointer text)
{
  return desk_look_label (window, text) != NULL;
}

static void
wait_for (const char *en, const char *sv)
{
  desk_wait (is_there, (gpointer) desk_text (en, sv));
}

START_TEST (the_eids_are_there_to_choose)
{
  gtk_widget_activate_action (window, "win.identity", NULL);
  see ("BankID", "BankID");
  see ("Freja", "Freja");
  see ("Smart card", "Smart kort");
  see ("OpenID provider", "OpenID-leverantör");
  see ("Needs a gateway: enter its address in the preferences",
       "Kräver en nätsluss: skriv dess adress i inställningarna");
  set ("gateway", "http://127.0.0.1:9");
  see ("By your gateway", "Genom din nätsluss");
}
END_TEST

START_TEST (what_will_be_bound_is_said_first)
{
  open_page (P2PID_METHOD_BANKID);
  see ("Bind this computer to your name with BankID",
       "Knyt datorn till ditt namn med BankID");
  see ("As BankID has it", "Så som BankID anger det");
  see ("30 minutes", "30 minuter");
  see ("Do this in a calm moment, and only because you want to. If somebody on "
       "the telephone asks for it, stop and hang up.",
       "Gör det i lugn och ro, och bara för att du själv vill. Om någon i "
       "telefon ber dig om det: avbryt och lägg på.");
  ck_assert_ptr_null (desk_profile_get_identity (profile));
}
END_TEST

START_TEST (four_presses_lead_to_an_identity)
{
  DeskEnrolPage *page = open_page (P2PID_METHOD_SD_JWT);

  desk_enrol_page_set_person (page, &karin);
  press ("Continue with your credential", "Fortsätt med ditt intyg");
  wait_for ("You are Karin Lind", "Du är Karin Lind");
  see ("What others see when you show who you are",
       "Det andra ser när du visar vem du är");
  ck_assert_ptr_nonnull (desk_profile_get_identity (profile));
  press ("Done", "Klart");
  ck_assert (!DESK_IS_ENROL_PAGE (desk_window_get_page (DESK_WINDOW (window))));
}
END_TEST

/* Half an hour is over before its day is. */
START_TEST (what_is_for_a_contact_says_its_minute)
{
  DeskEnrolPage *page = open_page (P2PID_METHOD_SD_JWT);
  g_autofree char *until = NULL;
  g_autofree char *en = NULL;
  g_autofree char *sv = NULL;

  adw_combo_row_set_selected (
      ADW_COMBO_ROW (desk_look_type (window, ADW_TYPE_COMBO_ROW)), 0);
  desk_enrol_page_set_person (page, &karin);
  press ("Continue with your credential", "Fortsätt med ditt intyg");
  wait_for ("You are Karin Lind", "Du är Karin Lind");
  press ("Done", "Klart");
  gtk_widget_activate_action (window, "win.identity", NULL);
  until = desk_words_time (p2pid_identity_valid_until (
      desk_identity_get_facts (desk_profile_get_identity (profile))));
  en = g_strconcat ("TEST identity · holds until ", until, NULL);
  sv = g_strconcat ("TEST-identitet · gäller till ", until, NULL);
  see (en, sv);
}
END_TEST

START_TEST (what_is_chosen_is_shown_from_then_on)
{
  DeskEnrolPage *page = open_page (P2PID_METHOD_SD_JWT);
  p2pid_facts birthdate = P2PID_FACTS (P2PID_FACT_BIRTHDATE);
  GtkWidget *list;

  desk_enrol_page_set_person (page, &karin);
  press ("Continue with your credential", "Fortsätt med ditt intyg");
  wait_for ("You are Karin Lind", "Du är Karin Lind");
  ck_assert_uint_eq (desk_profile_get_shown_facts (profile) & birthdate, 0);
  list = desk_look_type (GTK_WIDGET (page), DESK_TYPE_FACTS_LIST);
  gtk_switch_set_active (GTK_SWITCH (desk_look_type (list, GTK_TYPE_SWITCH)),
                         TRUE);
  press ("Done", "Klart");
  ck_assert_uint_ne (desk_profile_get_shown_facts (profile) & birthdate, 0);
}
END_TEST

START_TEST (a_gateway_out_of_reach_binds_nothing)
{
  set ("gateway", "http://127.0.0.1:9");
  open_page (P2PID_METHOD_BANKID);
  press ("Continue with BankID", "Fortsätt med BankID");
  wait_for ("Nothing was bound", "Inget knöts till ditt namn");
  see ("The eID cannot be reached. Check the connection of this computer, and "
       "try again.",
       "E-legitimationen går inte att nå. Kontrollera datorns anslutning och "
       "försök igen.");
  ck_assert_ptr_null (desk_profile_get_identity (profile));
  press ("Try Again", "Försök igen");
  see ("Bind this computer to your name with BankID",
       "Knyt datorn till ditt namn med BankID");
}
END_TEST

/* Gateways where nobody ever has the order, and where somebody has it soon. */
#define ANSWER(status, body)                                                   \
  .text = "HTTP/1.1 " status "\r\nContent-Type: application/json\r\n"          \
          "Connection: close\r\n\r\n" body,                                    \
  .hang_up = true
#define ORDERED                                                                \
  {                                                                            \
    ANSWER ("201 Created",                                                     \
            "{\"order\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\","      \
            "\"lifetime\":60}")                                                \
  }
#define WAITING                                                                \
  ANSWER ("200 OK", "{\"status\":\"pending\",\"qr\":\"bankid.a.0.b\","         \
                    "\"open\":\"bankid:///?autostarttoken=a\","                \
                    "\"hint\":\"RFA1\"}")

static const liar_answer waiting[] = { ORDERED, { WAITING, .for_ever = true } };
static const liar_answer signing[] = {
  ORDERED,
  { WAITING },
  { WAITING },
  { ANSWER ("200 OK", "{\"status\":\"pending\",\"hint\":\"RFA9\"}"),
    .for_ever = true },
};

static liar *
order_at_a_gateway (const liar_answer *script, size_t count)
{
  liar *gateway = liar_new (script, count);

  set ("gateway", liar_origin (gateway));
  open_page (P2PID_METHOD_BANKID);
  press ("Continue with BankID", "Fortsätt med BankID");
  wait_for ("Open the BankID app and scan the QR code.",
            "Öppna BankID-appen och läs av QR-koden.");
  return gateway;
}

static void
cancel (void)
{
  press ("Cancel", "Avbryt");
  wait_for ("Nothing was bound", "Inget knöts till ditt namn");
  see ("You cancelled.", "Du avbröt.");
}

START_TEST (a_link_that_was_opened_here_is_told_so)
{
  const char *type = "x-scheme-handler/bankid";
  g_autoptr (GError) error = NULL;
  g_autoptr (GAppInfo) app = g_app_info_create_from_commandline (
      "true", "BankID", G_APP_INFO_CREATE_SUPPORTS_URIS, &error);
  liar *gateway;

  ck_assert_ptr_nonnull (app);
  ck_assert (g_app_info_set_as_default_for_type (app, type, &error));
  gateway = order_at_a_gateway (waiting, 2);
  press ("Open BankID on This Computer", "Öppna BankID på den här datorn");
  wait_for ("The BankID app is opening here.", "BankID-appen öppnas här.");
  cancel ();
  liar_free (gateway);
  g_app_info_reset_type_associations (type);
  ck_assert (g_app_info_delete (app));
}
END_TEST

START_TEST (a_link_that_nothing_opens_was_not_opened)
{
  liar *gateway = order_at_a_gateway (waiting, 2);
  size_t looks;

  press ("Open BankID on This Computer", "Öppna BankID på den här datorn");
  wait_for ("No program on this computer can open that. Use your telephone.",
            "Inget program på den här datorn kan öppna det. Använd "
            "telefonen.");
  for (looks = liar_count (gateway); liar_count (gateway) < looks + 2;)
    desk_run_for (100);
  see ("Open the BankID app and scan the QR code.",
       "Öppna BankID-appen och läs av QR-koden.");
  cancel ();
  liar_free (gateway);
}
END_TEST

START_TEST (a_code_is_taken_away_once_it_was_scanned)
{
  const char *open = desk_text ("Open BankID on This Computer",
                                "Öppna BankID på den här datorn");
  liar *gateway = order_at_a_gateway (signing, G_N_ELEMENTS (signing));

  desk_look_settle (window);
  ck_assert_ptr_nonnull (desk_look_type (window, DESK_TYPE_QR));
  ck_assert_ptr_nonnull (desk_look_button (window, open));
  wait_for ("Read the text in the BankID app and sign it with your security "
            "code.",
            "Läs texten i BankID-appen och skriv under den med din "
            "säkerhetskod.");
  desk_look_settle (window);
  ck_assert_ptr_null (desk_look_type (window, DESK_TYPE_QR));
  ck_assert_ptr_null (desk_look_button (window, open));
  cancel ();
  liar_free (gateway);
}
END_TEST

/* 90 days by a gateway that has BankID's 30 minutes. */
START_TEST (a_time_that_is_too_long_is_said)
{
  static const liar_answer refusing[] = {
    { ANSWER ("403 Forbidden", "{\"error\":\"lifetime\",\"longest\":1800}") },
  };
  liar *gateway = liar_new (refusing, 1);

  set ("gateway", liar_origin (gateway));
  open_page (P2PID_METHOD_BANKID);
  press ("Continue with BankID", "Fortsätt med BankID");
  wait_for ("Nothing was bound", "Inget knöts till ditt namn");
  see ("The gateway allows at most 30 minutes. Choose a shorter time.",
       "Nätslussen tillåter högst 30 minuter. Välj en kortare tid.");
  liar_free (gateway);
}
END_TEST

START_TEST (a_card_module_that_is_none_is_said)
{
  set ("card-module", "/nonexistent/module.so");
  open_page (P2PID_METHOD_CARD);
  press ("Continue with your smart card", "Fortsätt med ditt smarta kort");
  wait_for ("Nothing was bound", "Inget knöts till ditt namn");
  see ("The software for the card did not start.",
       "Programmet för kortet kunde inte startas.");
  ck_assert_ptr_null (desk_profile_get_identity (profile));
}
END_TEST

/* Another program holds the folder. */
static int
hold (int operation)
{
  int lock = open (folder, O_RDONLY | O_DIRECTORY);

  ck_assert_int_ge (lock, 0);
  ck_assert_int_eq (flock (lock, operation | LOCK_NB), 0);
  return lock;
}

START_TEST (nobody_enrols_while_rung_up_elsewhere)
{
  DeskEnrolPage *page = open_page (P2PID_METHOD_SD_JWT);
  int lock = hold (LOCK_SH);

  desk_enrol_page_set_person (page, &karin);
  press ("Continue with your credential", "Fortsätt med ditt intyg");
  see ("Somebody has rung you and is still there. Never use your eID because a "
       "caller wants it: end that contact first.",
       "Någon har ringt dig och är kvar. Använd aldrig din e-legitimation för "
       "att den som ringer vill det: avsluta den kontakten först.");
  ck_assert_ptr_null (desk_profile_get_identity (profile));
  close (lock);
  press ("Try Again", "Försök igen");
  press ("Continue with your credential", "Fortsätt med ditt intyg");
  wait_for ("You are Karin Lind", "Du är Karin Lind");
}
END_TEST

START_TEST (nobody_is_called_while_enrolling_elsewhere)
{
  g_autoptr (DeskContact) contact = desk_contact_new_called (profile);
  g_autoptr (GError) error = NULL;
  int lock = hold (LOCK_EX);

  ck_assert (!desk_contact_start (contact, &error));
  ck_assert_int_eq (desk_error_code (error), P2PID_ERR_LOCKED);
  close (lock);
}
END_TEST

START_TEST (leaving_calls_it_off)
{
  set ("openid-provider", "http://127.0.0.1:9");
  set ("openid-client", "p2pid");
  open_page (P2PID_METHOD_OIDC);
  press ("Continue with your OpenID provider",
         "Fortsätt med din OpenID-leverantör");
  gtk_widget_activate_action (window, "win.back", NULL);
  desk_look_settle (window);
  desk_threads_wait_all ();
  ck_assert_ptr_null (desk_profile_get_identity (profile));
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("enrol");
  TCase *tcase = tcase_create ("enrol");

  desk_harness_set_up_gtk ();
  tcase_add_checked_fixture (tcase, set_up, tear_down);
  tcase_set_timeout (tcase, 120);
  tcase_add_test (tcase, the_eids_are_there_to_choose);
  tcase_add_test (tcase, what_will_be_bound_is_said_first);
  tcase_add_test (tcase, four_presses_lead_to_an_identity);
  tcase_add_test (tcase, what_is_for_a_contact_says_its_minute);
  tcase_add_test (tcase, what_is_chosen_is_shown_from_then_on);
  tcase_add_test (tcase, a_gateway_out_of_reach_binds_nothing);
  tcase_add_test (tcase, a_link_that_was_opened_here_is_told_so);
  tcase_add_test (tcase, a_link_that_nothing_opens_was_not_opened);
  tcase_add_test (tcase, a_code_is_taken_away_once_it_was_scanned);
  tcase_add_test (tcase, a_time_that_is_too_long_is_said);
  tcase_add_test (tcase, a_card_module_that_is_none_is_said);
  tcase_add_test (tcase, nobody_enrols_while_rung_up_elsewhere);
  tcase_add_test (tcase, nobody_is_called_while_enrolling_elsewhere);
  tcase_add_test (tcase, leaving_calls_it_off);
  suite_add_tcase (suite, tcase);
  return desk_harness_run (suite);
}
