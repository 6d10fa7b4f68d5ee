/*
 * The contact page in each of its states, as UX "The contact page" has them:
 * what stands there, in the language of the environment, and what can be
 * pressed.
 */

#include "core/desk-contact-private.h"
#include "core/desk-threads.h"
#include "core/desk-words.h"
#include "desk-harness.h"
#include "desk-look.h"
#include "ui/desk-contact-page.h"
#include "ui/desk-show-dialog.h"
#include "ui/desk-window.h"

#include <adwaita.h>

static char *folder;
static DeskProfile *profile;
static p2pid_identity *anna;
static DeskContact *contact;
static GtkWidget *page;
static GtkWidget *window;

/* One user for all tests, with an identity: making one takes time. */
static void
set_up_user (void)
{
  folder = desk_folder_new ();
  profile = desk_profile_new_open (folder, TRUE);
  desk_profile_enrol (profile, "Karin Lind");
  anna = desk_identity_of ("Anna Andersson", NULL);
}

static void
tear_down_user (void)
{
  g_clear_object (&profile);
  g_clear_pointer (&anna, p2pid_identity_free);
  g_clear_pointer (&folder, g_free);
}

static void
tear_down (void)
{
  if (window != NULL)
    gtk_window_destroy (GTK_WINDOW (window));
  window = NULL;
  page = NULL;
  g_clear_object (&contact);
  desk_threads_wait_all ();
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
present (DeskContact *shown)
{
  contact = shown;
  window = desk_window_new (NULL, profile);
  gtk_window_set_default_size (GTK_WINDOW (window), 900, 1100);
  gtk_window_present (GTK_WINDOW (window));
  page = desk_contact_page_new (contact);
  desk_window_add_page (DESK_WINDOW (window), DESK_PAGE (page));
  DESK_FEED (contact, JOINED);
}

static void
be_called (void)
{
  present (desk_contact_new_called (profile));
  DESK_FEED (contact, AGREED, .compared = P2PID_COMPARED_ROLES);
}

static void
call (void)
{
  present (desk_contact_new_caller (profile));
  DESK_FEED (contact, AGREED, .compared = P2PID_COMPARED_ROLES);
  DESK_FEED (contact, TURN, .place = P2PID_PLACE_FIRST);
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

static void
see (const char *en, const char *sv)
{
  desk_look_settle (window);
  desk_look_see (page, desk_text (en, sv));
}

static void
see_not (const char *en, const char *sv)
{
  desk_look_settle (window);
  ck_assert_msg (desk_look_label (page, desk_text (en, sv)) == NULL,
                 "“%s” is there", desk_text (en, sv));
}

static void
press (const char *en, const char *sv)
{
  desk_look_settle (window);
  desk_look_press (page, desk_text (en, sv));
}

START_TEST (none)
{
  present (desk_contact_new_caller (profile));
  see ("Nobody has identified yet", "Ingen har legitimerat sig än");
  see ("You have shown nothing", "Du har inte visat något");
  see ("Comparing what both of you say …", "Jämför vad ni båda säger …");
  see_not ("Show My ID Too", "Visa mitt ID också");
}
END_TEST

START_TEST (waiting)
{
  be_called ();
  see ("The other person says: I rang you ✓",
       "Den andra säger: jag ringde dig ✓");
  see ("Waiting for the other person …", "Väntar på den andra …");
  see ("That is not me / I am not in a call",
       "Det är inte jag / jag är inte i ett samtal");
  see ("End", "Avsluta");
  see_not ("Show My ID Too", "Visa mitt ID också");
  see_not ("Karin Lind", "Karin Lind");
}
END_TEST

START_TEST (identified)
{
  g_autofree char *date = desk_words_date (p2pid_identity_signed_at (anna));
  g_autofree char *en =
      g_strconcat ("TEST identity · checked on this computer now · "
                   "revocation not checked\nComputer enrolled on ",
                   date, NULL);
  g_autofree char *sv =
      g_strconcat ("TEST-identitet · kontrollerat på den här datorn nu · "
                   "återkallelse inte kontrollerad\n"
                   "Datorn knöts till namnet den ",
                   date, NULL);

  be_called ();
  see_anna ();
  see ("This is Anna Andersson", "Det här är Anna Andersson");
  see (en, sv);
  see ("TEST", "TEST");
  see ("A TEST identity proves nothing.", "En TEST-identitet bevisar inget.");
  see ("“The kitchen”", "”The kitchen”");
  see ("Anna Andersson believes to be talking to Karin Lind: that is you ✓",
       "Anna Andersson tror sig tala med Karin Lind: det är du ✓");
  see ("Details", "Detaljer");
  see ("You have shown nothing", "Du har inte visat något");
  see ("Show My ID Too", "Visa mitt ID också");
  see ("That is not whom I am talking to", "Det är inte den jag talar med");
  see_not ("Save Receipt", "Spara kvitto");
}
END_TEST

static void
check_focus (const char *en, const char *sv)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (window));

  ck_assert_ptr_nonnull (focus);
  ck_assert (focus == desk_look_label (page, desk_text (en, sv)));
}

/* A screen reader reads what has the focus. */
START_TEST (an_outcome_has_the_focus)
{
  be_called ();
  see_anna ();
  desk_look_settle (window);
  check_focus ("This is Anna Andersson", "Det här är Anna Andersson");
  DESK_FEED (contact, STOPPED, .err = P2PID_ERR_ROLES,
             .stop = P2PID_STOP_ACCOUNTS);
  desk_look_settle (window);
  check_focus ("Your accounts of the call do not agree. Hang up.",
               "Era uppgifter om samtalet stämmer inte. Lägg på.");
  /* The keyboard goes on from there. */
  gtk_widget_child_focus (window, GTK_DIR_TAB_FORWARD);
  ck_assert (GTK_IS_BUTTON (gtk_root_get_focus (GTK_ROOT (window))));
}
END_TEST

START_TEST (an_audience_that_is_somebody_else)
{
  be_called ();
  DESK_FEED (contact, IDENTIFIED, .identity = anna, .audience = "Sven Svensson",
             .audience_match = P2PID_AUDIENCE_OTHER);
  see ("Anna Andersson believes to be talking to “Sven Svensson”. That is not "
       "your name. Ask about it.",
       "Anna Andersson tror sig tala med ”Sven Svensson”. Det är inte ditt "
       "namn. Fråga om det.");
}
END_TEST

/* The other's own words, which look like a judgement of the program. */
START_TEST (an_audience_that_judges_itself)
{
  be_called ();
  DESK_FEED (contact, IDENTIFIED, .identity = anna,
             .audience = desk_text ("Karin Lind: that is you ✓",
                                    "Karin Lind: det är du ✓"));
  see ("Anna Andersson believes to be talking to “Karin Lind: that is you ✓”. "
       "This program has no name of yours to compare it with.",
       "Anna Andersson tror sig tala med ”Karin Lind: det är du ✓”. Programmet "
       "har inget namn på dig att jämföra med.");
}
END_TEST

START_TEST (an_audience_that_is_half_a_name)
{
  be_called ();
  DESK_FEED (contact, IDENTIFIED, .identity = anna, .audience = "Karin",
             .audience_match = P2PID_AUDIENCE_PART);
  see ("Anna Andersson believes to be talking to Karin. That is part of your "
       "name. Others have it, too.",
       "Anna Andersson tror sig tala med Karin. Det är en del av ditt namn. "
       "Andra heter också så.");
}
END_TEST

START_TEST (details_mask_the_personal_number)
{
  GtkWidget *expander;

  be_called ();
  see_anna ();
  desk_look_settle (window);
  expander = desk_look_type (page, GTK_TYPE_EXPANDER);
  gtk_expander_set_expanded (GTK_EXPANDER (expander), TRUE);
  see ("195002••••••", "195002••••••");
  see ("Not checked", "Inte kontrollerat");
  see_not ("195002031234", "195002031234");
}
END_TEST

START_TEST (sent_delivered_shown)
{
  g_autofree char *delivered = NULL;
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (1764000000);
  g_autofree char *clock = g_date_time_format (time, "%H:%M:%S");

  call ();
  see ("Nobody has identified yet", "Ingen har legitimerat sig än");
  see ("Sent …", "Skickat …");
  DESK_FEED (contact, SENT);
  see ("Sent …", "Skickat …");
  DESK_FEED (contact, DELIVERED);
  delivered = g_strconcat (desk_text ("Delivered ", "Levererat "), clock, NULL);
  see (delivered, delivered);
  DESK_FEED (contact, SHOWN);
  see ("The other person has seen that you are Karin Lind",
       "Den andra har sett att du är Karin Lind");
  see ("Waiting for the other person …", "Väntar på den andra …");
}
END_TEST

START_TEST (the_other_cannot_check_me)
{
  call ();
  DESK_FEED (contact, NOT_CHECKED, .err = P2PID_ERR_TEST_REFUSED);
  see ("The other person cannot check you",
       "Den andra kan inte kontrollera dig");
  see ("Their program does not take TEST identities.",
       "Deras program tar inte emot TEST-identiteter.");
}
END_TEST

START_TEST (the_other_declined)
{
  call ();
  DESK_FEED (contact, SHOWN);
  DESK_FEED (contact, DECLINED);
  see ("The other person declined", "Den andra avböjde");
  see ("You do not know who it is.", "Du vet inte vem det är.");
}
END_TEST

START_TEST (i_declined)
{
  be_called ();
  see_anna ();
  desk_contact_decline (contact);
  see ("You declined", "Du avböjde");
  see_not ("Show My ID Too", "Visa mitt ID också");
}
END_TEST

START_TEST (both_ways)
{
  be_called ();
  see_anna ();
  show_myself ();
  see ("Anna Andersson has seen that you are Karin Lind",
       "Anna Andersson har sett att du är Karin Lind");
  DESK_FEED (contact, CLOSING);
  see ("Save Receipt", "Spara kvitto");
  see ("Leave No Trace", "Lämna inga spår");
  see ("End", "Avsluta");
}
END_TEST

START_TEST (a_receipt_that_the_other_asks_for)
{
  be_called ();
  see_anna ();
  show_myself ();
  DESK_FEED (contact, CLOSING);
  DESK_FEED (contact, RECEIPT_ASKED);
  see ("The other person would like a receipt that both sign.",
       "Den andra vill ha ett kvitto som båda skriver under.");
  press ("Save Receipt", "Spara kvitto");
  see ("Waiting for the other person to close as well …",
       "Väntar på att den andra också avslutar …");
  DESK_FEED (contact, RECEIPT, .bytes = { (const uint8_t *) "bytes", 5 });
  DESK_FEED (contact, FINISHED);
  see ("The contact is over. The receipt is in your history.",
       "Kontakten är slut. Kvittot finns i din historik.");
  see ("Save the Receipt to a File", "Spara kvittot i en fil");
  see ("Done", "Klart");
}
END_TEST

static float
find_top (const char *en, const char *sv)
{
  GtkWidget *button = desk_look_button (page, desk_text (en, sv));
  graphene_point_t top;

  ck_assert_ptr_nonnull (button);
  ck_assert (gtk_widget_compute_point (button, page,
                                       &GRAPHENE_POINT_INIT (0, 0), &top));
  return top.y;
}

START_TEST (what_the_other_wants_moves_no_button)
{
  float before;

  be_called ();
  see_anna ();
  show_myself ();
  DESK_FEED (contact, CLOSING);
  desk_look_settle (window);
  before = find_top ("Leave No Trace", "Lämna inga spår");
  DESK_FEED (contact, RECEIPT_ASKED);
  see ("The other person would like a receipt that both sign.",
       "Den andra vill ha ett kvitto som båda skriver under.");
  ck_assert_float_eq_tol (find_top ("Leave No Trace", "Lämna inga spår"),
                          before, 0.5);
}
END_TEST

/* Looped over what may be wrong with another's identity. */
START_TEST (cannot_check)
{
  static const struct {
    p2pid_err err;
    const char *en, *sv;
  } cases[] = {
    { P2PID_ERR_UNTRUSTED, "Cannot check: unknown issuer",
      "Kan inte kontrollera: okänd utfärdare" },
    { P2PID_ERR_EXPIRED, "Cannot check: out of date",
      "Kan inte kontrollera: gammal uppgift" },
    { P2PID_ERR_TEST_REFUSED, "Cannot check: TEST identity",
      "Kan inte kontrollera: TEST-identitet" },
    { P2PID_ERR_METHOD, "Cannot check", "Kan inte kontrollera" },
  };

  be_called ();
  DESK_FEED (contact, CANNOT_CHECK, .err = cases[_i].err);
  see (cases[_i].en, cases[_i].sv);
  see ("What you can do now", "Det här kan du göra nu");
  see ("End the call.", "Lägg på.");
  see ("Take the time you need.", "Ta den tid du behöver.");
}
END_TEST

START_TEST (no_connection)
{
  be_called ();
  DESK_FEED (contact, OFFLINE);
  see ("No connection to the relay. Trying again …",
       "Ingen förbindelse med reläet. Försöker igen …");
  DESK_FEED (contact, STOPPED, .err = P2PID_ERR_OFFLINE);
  see ("Cannot check: no connection",
       "Kan inte kontrollera: ingen förbindelse");
  see ("The contact ended before both were done.",
       "Kontakten tog slut innan båda var färdiga.");
}
END_TEST

/* Nobody can be waited for then. */
START_TEST (no_connection_to_close_over)
{
  be_called ();
  see_anna ();
  show_myself ();
  DESK_FEED (contact, CLOSING);
  press ("End", "Avsluta");
  see ("Waiting for the other person to close as well …",
       "Väntar på att den andra också avslutar …");
  DESK_FEED (contact, OFFLINE);
  see ("No connection to the relay. Trying again …",
       "Ingen förbindelse med reläet. Försöker igen …");
}
END_TEST

START_TEST (the_other_left)
{
  be_called ();
  DESK_FEED (contact, STOPPED, .err = P2PID_ERR_STOPPED,
             .stop = P2PID_STOP_ENDED, .by_peer = true);
  see ("The other person left", "Den andra avbröt");
  see ("Done", "Klart");
}
END_TEST

START_TEST (stop_over_the_accounts)
{
  present (desk_contact_new_called (profile));
  DESK_FEED (contact, STOPPED, .err = P2PID_ERR_ROLES,
             .stop = P2PID_STOP_ACCOUNTS);
  see ("STOP.", "STOPP.");
  see ("Your accounts of the call do not agree. Hang up.",
       "Era uppgifter om samtalet stämmer inte. Lägg på.");
  see ("Find the number yourself: on a letter, on a card, on a page that you "
       "open on your own.",
       "Ta själv reda på numret: på ett brev, på ett kort, på en sida som du "
       "öppnar på egen hand.");
  see ("Ring back on that number.", "Ring upp på det numret.");
  see ("Take the time you need.", "Ta den tid du behöver.");
  see_not ("You", "Du");
  see_not ("That is not me / I am not in a call",
           "Det är inte jag / jag är inte i ett samtal");
}
END_TEST

START_TEST (stop_over_a_forgery)
{
  be_called ();
  DESK_FEED (contact, STOPPED, .err = P2PID_ERR_FORGED,
             .stop = P2PID_STOP_PROOF);
  see ("STOP.", "STOPP.");
  see ("What the other side showed is false.",
       "Det som den andra sidan visade är falskt.");
}
END_TEST

START_TEST (that_is_not_me)
{
  be_called ();
  press ("That is not me / I am not in a call",
         "Det är inte jag / jag är inte i ett samtal");
  see ("STOP.", "STOPP.");
  see ("You said that it is not you. The other side has been told.",
       "Du sade att det inte är du. Den andra sidan har fått veta det.");
}
END_TEST

START_TEST (that_is_somebody_else)
{
  be_called ();
  see_anna ();
  press ("That is not whom I am talking to", "Det är inte den jag talar med");
  see ("STOP.", "STOPP.");
  see_not ("This is Anna Andersson", "Det här är Anna Andersson");
}
END_TEST

START_TEST (the_numbers_were_compared)
{
  present (desk_contact_new_called (profile));
  DESK_FEED (contact, AGREED,
             .compared = P2PID_COMPARED_ROLES | P2PID_COMPARED_TAILS);
  see ("The other person says: I rang you ✓\n"
       "The number that was dialled is the one that rang ✓",
       "Den andra säger: jag ringde dig ✓\n"
       "Numret som slogs är det som det ringde på ✓");
}
END_TEST

START_TEST (ending_in_ones_turn_needs_one_press)
{
  be_called ();
  see_anna ();
  press ("End", "Avsluta");
  DESK_FEED (contact, CLOSING);
  DESK_FEED (contact, FINISHED);
  see ("The contact is over. Both of you saw the same to the end.",
       "Kontakten är slut. Ni såg båda samma sak ända till slutet.");
  see ("This is Anna Andersson", "Det här är Anna Andersson");
}
END_TEST

START_TEST (the_other_is_told_only_when_it_stands_on_the_screen)
{
  g_autofree char *other = desk_folder_new ();
  g_autoptr (DeskProfile) nobody = desk_profile_new_open (other, TRUE);

  /* Without an identity a contact refuses as soon as the screen has shown the
   * other: that tells when it was. */
  present (desk_contact_new_called (nobody));
  DESK_FEED (contact, AGREED);
  desk_look_settle (window);
  see_anna ();
  ck_assert_int_eq (desk_contact_get_own (contact), DESK_OWN_NOTHING);
  desk_look_settle (window);
  ck_assert_int_eq (desk_contact_get_own (contact), DESK_OWN_DECLINED);
}
END_TEST

START_TEST (a_hidden_window_has_shown_nobody)
{
  g_autofree char *other = desk_folder_new ();
  g_autoptr (DeskProfile) nobody = desk_profile_new_open (other, TRUE);

  present (desk_contact_new_called (nobody));
  DESK_FEED (contact, AGREED);
  gtk_widget_hide (window);
  see_anna ();
  desk_run_for (200);
  ck_assert_int_eq (desk_contact_get_own (contact), DESK_OWN_NOTHING);
}
END_TEST

/* The dialog that asks before one shows oneself. */

static GtkWidget *
ask (void)
{
  GtkWidget *dialog;

  be_called ();
  see_anna ();
  desk_look_settle (window);
  dialog = desk_show_dialog_new (GTK_WINDOW (window), contact);
  gtk_window_present (GTK_WINDOW (dialog));
  desk_look_settle (dialog);
  return dialog;
}

START_TEST (the_dialog_says_exactly_what_will_be_shown)
{
  GtkWidget *dialog = ask ();

  desk_look_see (dialog, desk_text ("Show Anna Andersson who you are?",
                                    "Visa Anna Andersson vem du är?"));
  desk_look_see (dialog, "Karin Lind");
  desk_look_see (dialog, "1950-02-03");
  ck_assert (!gtk_switch_get_active (
      GTK_SWITCH (desk_look_type (dialog, GTK_TYPE_SWITCH))));
  ck_assert_str_eq (
      adw_message_dialog_get_default_response (ADW_MESSAGE_DIALOG (dialog)),
      "cancel");
  gtk_window_destroy (GTK_WINDOW (dialog));
}
END_TEST

START_TEST (a_new_identity_changes_nothing_in_an_open_contact)
{
  GtkWidget *dialog;

  be_called ();
  see_anna ();
  desk_profile_enrol (profile, "Maria Berg");
  dialog = desk_show_dialog_new (GTK_WINDOW (window), contact);
  gtk_window_present (GTK_WINDOW (dialog));
  desk_look_settle (dialog);
  desk_look_see (dialog, "Karin Lind");
  ck_assert_ptr_null (desk_look_label (dialog, "Maria Berg"));
  gtk_window_destroy (GTK_WINDOW (dialog));
  show_myself ();
  see ("Anna Andersson has seen that you are Karin Lind",
       "Anna Andersson har sett att du är Karin Lind");
  desk_profile_enrol (profile, "Karin Lind");
}
END_TEST

START_TEST (saying_no_to_the_dialog_shows_nothing)
{
  GtkWidget *dialog = ask ();

  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  desk_run_for (50);
  ck_assert_int_eq (desk_contact_get_own (contact), DESK_OWN_NOTHING);
  gtk_window_destroy (GTK_WINDOW (dialog));
}
END_TEST

START_TEST (saying_yes_shows_what_was_chosen)
{
  GtkWidget *dialog = ask ();

  gtk_switch_set_active (GTK_SWITCH (desk_look_type (dialog, GTK_TYPE_SWITCH)),
                         TRUE);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "show");
  ck_assert_int_eq (desk_contact_get_own (contact), DESK_OWN_SENDING);
  ck_assert_uint_eq (desk_contact_get_offer (contact),
                     P2PID_FACTS (P2PID_FACT_NAME) |
                         P2PID_FACTS (P2PID_FACT_BIRTHDATE));
}
END_TEST

/* Before a relay that does not answer: decisions are taken all the same. */
static GtkWidget *
ask_for_real (p2pid_identity *other)
{
  GtkWidget *dialog;

  present (desk_contact_new_caller (profile));
  ck_assert (desk_contact_start (contact, NULL));
  DESK_FEED (contact, AGREED, .compared = P2PID_COMPARED_ROLES);
  DESK_FEED (contact, IDENTIFIED, .identity = other);
  DESK_FEED (contact, TURN, .place = P2PID_PLACE_SECOND);
  dialog = desk_show_dialog_new (GTK_WINDOW (window), contact);
  gtk_window_present (GTK_WINDOW (dialog));
  desk_look_settle (dialog);
  return dialog;
}

/* Looped over lengths of a name around what a claim may have. */
START_TEST (somebody_with_a_long_name_can_be_answered)
{
  static const size_t lengths[] = { P2PID_CLAIM_CHARACTERS_MAX,
                                    P2PID_CLAIM_CHARACTERS_MAX + 1, 200 };
  GString *name = g_string_new (NULL);
  g_autoptr (p2pid_identity) other = NULL;

  for (size_t i = 0; i < lengths[_i]; i++)
    g_string_append (name, i % 20 == 9 ? " " : "ö");
  other = desk_identity_of (name->str, NULL);
  g_string_free (name, TRUE);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (ask_for_real (other)),
                               "show");
  ck_assert_int_eq (desk_contact_get_own (contact), DESK_OWN_SENDING);
}
END_TEST

static gboolean
is_over (DeskRun *run)
{
  return p2pid_contact_shown (desk_run_get_contact (run)) == P2PID_ERR_STATE;
}

START_TEST (what_could_not_be_shown_is_said)
{
  GtkWidget *dialog = ask_for_real (anna);

  /* It ends behind the dialog, which has not heard of it yet. */
  p2pid_contact_cancel (desk_run_get_contact (contact->run));
  while (!is_over (contact->run))
    g_usleep (1000);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "show");
  ck_assert_int_eq (desk_contact_get_own (contact), DESK_OWN_NOTHING);
  desk_look_settle (window);
  desk_look_see (window, desk_text ("That cannot be done at this point.",
                                    "Det går inte att göra just nu."));
}
END_TEST

START_TEST (the_page_dies_with_its_window)
{
  gpointer dead_page, dead_contact;

  be_called ();
  see_anna ();
  desk_look_settle (window);
  dead_page = page;
  dead_contact = contact;
  g_object_add_weak_pointer (dead_page, &dead_page);
  g_object_add_weak_pointer (dead_contact, &dead_contact);
  tear_down ();
  ck_assert_ptr_null (dead_page);
  ck_assert_ptr_null (dead_contact);
}
END_TEST

static TCase *
states (void)
{
  TCase *tcase = tcase_create ("states");

  tcase_add_unchecked_fixture (tcase, set_up_user, tear_down_user);
  tcase_add_checked_fixture (tcase, NULL, tear_down);
  tcase_add_test (tcase, none);
  tcase_add_test (tcase, waiting);
  tcase_add_test (tcase, identified);
  tcase_add_test (tcase, an_outcome_has_the_focus);
  tcase_add_test (tcase, an_audience_that_is_somebody_else);
  tcase_add_test (tcase, an_audience_that_judges_itself);
  tcase_add_test (tcase, an_audience_that_is_half_a_name);
  tcase_add_test (tcase, details_mask_the_personal_number);
  tcase_add_test (tcase, sent_delivered_shown);
  tcase_add_test (tcase, the_other_cannot_check_me);
  tcase_add_test (tcase, the_other_declined);
  tcase_add_test (tcase, i_declined);
  tcase_add_test (tcase, both_ways);
  tcase_add_test (tcase, a_receipt_that_the_other_asks_for);
  tcase_add_test (tcase, what_the_other_wants_moves_no_button);
  tcase_add_loop_test (tcase, cannot_check, 0, 4);
  tcase_add_test (tcase, no_connection);
  tcase_add_test (tcase, no_connection_to_close_over);
  tcase_add_test (tcase, the_other_left);
  tcase_add_test (tcase, stop_over_the_accounts);
  tcase_add_test (tcase, stop_over_a_forgery);
  tcase_add_test (tcase, that_is_not_me);
  tcase_add_test (tcase, that_is_somebody_else);
  tcase_add_test (tcase, the_numbers_were_compared);
  return tcase;
}

static TCase *
decisions (void)
{
  TCase *tcase = tcase_create ("decisions");

  tcase_add_unchecked_fixture (tcase, set_up_user, tear_down_user);
  tcase_add_checked_fixture (tcase, NULL, tear_down);
  tcase_add_test (tcase, ending_in_ones_turn_needs_one_press);
  tcase_add_test (tcase, the_other_is_told_only_when_it_stands_on_the_screen);
  tcase_add_test (tcase, a_hidden_window_has_shown_nobody);
  tcase_add_test (tcase, the_dialog_says_exactly_what_will_be_shown);
  tcase_add_test (tcase, a_new_identity_changes_nothing_in_an_open_contact);
  tcase_add_test (tcase, saying_no_to_the_dialog_shows_nothing);
  tcase_add_test (tcase, saying_yes_shows_what_was_chosen);
  tcase_add_loop_test (tcase, somebody_with_a_long_name_can_be_answered, 0, 3);
  tcase_add_test (tcase, what_could_not_be_shown_is_said);
  tcase_add_test (tcase, the_page_dies_with_its_window);
  return tcase;
}

int
main (void)
{
  Suite *suite = suite_create ("desktop contact page");

  desk_harness_set_up_gtk ();
  suite_add_tcase (suite, states ());
  suite_add_tcase (suite, decisions ());
  return desk_harness_run (suite);
}
