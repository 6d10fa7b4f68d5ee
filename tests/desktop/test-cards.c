/*
 * What a card says of an identity: by whose word an organisation stands there,
 * and what was not checked.
 */

#include "core/desk-words.h"
#include "desk-harness.h"
#include "desk-look.h"
#include "core/desk-words.h"
#include "ui/desk-card.h"
#include "ui/desk-contact-cards.h"

#include <p2pid/organisation.h>
#include <p2pid/role.h>
#include <string.h>
#include <time.h>

/* When the BankID of our vector holds, and everybody else's too. */
#define NOW INT64_C (1795521700)

/* Revocation that was checked longer before is old. */
#define WEEK (7 * 86400)

#define DOMAIN "firman.example"

static char *folder;
static DeskProfile *profile;
static DeskContact *contact;
static GtkWidget *card;
static GtkWindow *window;

static void
set_up (void)
{
  folder = desk_folder_new ();
  profile = desk_profile_new_open (folder, TRUE);
}

static void
tear_down (void)
{
  gtk_window_destroy (window);
  g_clear_object (&contact);
  g_clear_object (&profile);
  g_clear_pointer (&folder, g_free);
}

static p2pid_bytes
bytes (const char *text)
{
  return (p2pid_bytes){ (const uint8_t *) text, strlen (text) };
}

static void
say (p2pid_identity *identity)
{
  contact = desk_contact_new_called (profile);
  DESK_FEED (contact, JOINED);
  DESK_FEED (contact, AGREED);
  DESK_FEED (contact, IDENTIFIED, .identity = identity);
  card = g_object_new (DESK_TYPE_CARD, NULL);
  desk_contact_cards_say_other (DESK_CARD (card), contact);
  window = desk_look_present (card);
}

static void
see (const char *en, const char *sv)
{
  desk_look_see (card, desk_text (en, sv));
}

static p2pid_anchors *
anchors_new (void)
{
  p2pid_anchors *anchors = NULL;

  ck_assert_int_eq (p2pid_anchors_new (&anchors), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_allow_test (anchors, true), P2PID_OK);
  return anchors;
}

static p2pid_identity *
verify (const p2pid_binding *binding, const p2pid_anchors *anchors)
{
  p2pid_identity *identity = NULL;

  ck_assert_int_eq (p2pid_binding_verify (binding, anchors, NOW, &identity),
                    P2PID_OK);
  return identity;
}

/* How members' and speakers' proofs are told: NOW was November 24th, 2026. */
#define ENROLLED "Computer enrolled on November 24, 2026"
#define KNOTS "Datorn knöts till namnet den 24 november 2026"

/* Somebody whose issuer names an organisation, or NULL. */
static p2pid_binding *
person (const p2pid_key *key, const char *organisation, const char *role)
{
  const p2pid_test_person erik = { .name = "Erik Ek",
                                   .organisation = organisation,
                                   .role = role };
  p2pid_binding *binding = NULL;

  ck_assert_int_eq (p2pid_binding_issue_test (p2pid_key_public (key), &erik,
                                              NOW - 60, 3600, &binding),
                    P2PID_OK);
  return binding;
}

static p2pid_identity *
member (const char *organisation, const char *role)
{
  g_autoptr (p2pid_anchors) anchors = anchors_new ();
  g_autoptr (p2pid_key) key = NULL;
  g_autoptr (p2pid_binding) binding = NULL;

  ck_assert_int_eq (p2pid_key_new (&key), P2PID_OK);
  binding = person (key, organisation, role);
  return verify (binding, anchors);
}

/* The organisation's page was looked at then, or (0) only its key is known. */
static p2pid_anchors *
anchors_of (const p2pid_key *firm, int64_t asked_at)
{
  p2pid_anchor anchor = { .method = P2PID_METHOD_ROLE,
                          .environment = P2PID_ENVIRONMENT_TEST,
                          .name = "Firman",
                          .issuer = DOMAIN,
                          .revoked_as_of = asked_at };
  p2pid_anchors *anchors = anchors_new ();

  p2pid_organisation_fingerprint (p2pid_key_public (firm), &anchor.fingerprint);
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  return anchors;
}

/* Somebody for whom an organisation gives its own word. */
static p2pid_identity *
speaker (int64_t asked_at)
{
  g_autoptr (p2pid_key) key = NULL;
  g_autoptr (p2pid_key) firm = NULL;
  g_autoptr (p2pid_binding) alone = NULL;
  g_autoptr (p2pid_binding) both = NULL;
  g_autoptr (p2pid_buffer) role = NULL;
  g_autoptr (p2pid_anchors) anchors = NULL;
  p2pid_role_grant grant = { .organisation = "Firman",
                             .domain = DOMAIN,
                             .role = "målare" };

  ck_assert_int_eq (p2pid_key_new (&key), P2PID_OK);
  ck_assert_int_eq (p2pid_key_new (&firm), P2PID_OK);
  alone = person (key, NULL, NULL);
  grant.key = *p2pid_key_public (key);
  ck_assert_int_eq (p2pid_role_issue (firm, &grant, NOW - 60, 3600, &role),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_binding_set_role (
                        alone, (p2pid_bytes){ role->data, role->size }, &both),
                    P2PID_OK);
  anchors = anchors_of (firm, asked_at);
  return verify (both, anchors);
}

/* A text of our BankID vector, tests/vectors/bankid.json. */
static char *
of_vector (const char *json, const char *name)
{
  g_autofree char *before = g_strdup_printf ("\"%s\": \"", name);
  const char *start = strstr (json, before);
  const char *end;

  ck_assert_ptr_nonnull (start);
  start += strlen (before);
  end = strchr (start, '"');
  ck_assert_ptr_nonnull (end);
  return g_strndup (start, (size_t) (end - start));
}

static p2pid_anchors *
anchors_of_vector (const char *json)
{
  g_autofree char *party = of_vector (json, "party");
  g_autofree char *root = of_vector (json, "root");
  const char *const parties[] = { party, NULL };
  p2pid_anchor anchor = { .method = P2PID_METHOD_BANKID,
                          .environment = P2PID_ENVIRONMENT_TEST,
                          .name = "BankID of the vector",
                          .parties = parties };
  p2pid_anchors *anchors = anchors_new ();

  ck_assert_uint_eq (strlen (root), 2 * sizeof anchor.fingerprint.bytes);
  for (size_t i = 0; i < sizeof anchor.fingerprint.bytes; i++)
    anchor.fingerprint.bytes[i] =
        (uint8_t) (g_ascii_xdigit_value (root[2 * i]) * 16 +
                   g_ascii_xdigit_value (root[2 * i + 1]));
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  return anchors;
}

/* Somebody whose evidence has an answer of its issuer about revocation. */
static p2pid_identity *
astrid (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("P2PID_OWN_VECTORS"), "bankid.json", NULL);
  g_autofree char *json = NULL;
  g_autofree char *statement = NULL;
  g_autofree char *evidence = NULL;
  g_autofree char *text = NULL;
  g_autoptr (p2pid_anchors) anchors = NULL;
  g_autoptr (p2pid_binding) binding = NULL;

  ck_assert (g_file_get_contents (path, &json, NULL, NULL));
  statement = of_vector (json, "statement");
  evidence = of_vector (json, "evidence");
  text = g_strdup_printf (
      "{\"method\":\"bankid\",\"statement\":\"%s\",\"evidence\":\"%s\"}",
      statement, evidence);
  anchors = anchors_of_vector (json);
  ck_assert_int_eq (p2pid_binding_parse (bytes (text), &binding), P2PID_OK);
  return verify (binding, anchors);
}

START_TEST (revocation_that_was_not_checked_is_said)
{
  g_autoptr (p2pid_identity) identity = member (NULL, NULL);

  ck_assert_int_eq (p2pid_identity_revocation_checked_at (identity), 0);
  say (identity);
  see ("TEST identity · checked on this computer now · "
       "revocation not checked\n" ENROLLED,
       "TEST-identitet · kontrollerat på den här datorn nu · "
       "återkallelse inte kontrollerad\n" KNOTS);
}
END_TEST

START_TEST (revocation_that_was_checked_needs_no_words)
{
  g_autoptr (p2pid_identity) identity = astrid ();
  g_autofree char *occasion = NULL;
  g_autofree char *en = NULL;
  g_autofree char *sv = NULL;

  ck_assert_int_gt (p2pid_identity_revocation_checked_at (identity), 0);
  say (identity);
  see ("This is Astrid Öberg", "Det här är Astrid Öberg");
  occasion = desk_words_occasion (identity, time (NULL));
  en = g_strdup_printf ("TEST identity · checked on this computer now\n%s",
                        occasion);
  sv = g_strdup_printf (
      "TEST-identitet · kontrollerat på den här datorn nu\n%s", occasion);
  see (en, sv);
}
END_TEST

/* How fresh the proof is stands beside how it was made: BankID of our vector
 * lasts half an hour. */
START_TEST (whether_it_was_for_this_contact_is_said)
{
  g_autoptr (p2pid_identity) fresh = astrid ();
  g_autoptr (p2pid_identity) enrolled = member (NULL, NULL);
  g_autofree char *detail = NULL;

  say (fresh);
  gtk_expander_set_expanded (
      GTK_EXPANDER (desk_look_type (card, GTK_TYPE_EXPANDER)), TRUE);
  desk_look_settle (card);
  detail = desk_words_occasion (fresh, time (NULL));
  ck_assert (
      g_str_has_prefix (detail, desk_text ("Proved for this contact, ",
                                           "Styrkt för den här kontakten,"
                                           " ")));
  see ("Made for", "Gjord för");
  see ("One contact, for at most 30 minutes", "En kontakt, i högst 30 minuter");
  gtk_window_destroy (window);
  g_clear_object (&contact);
  say (enrolled);
  gtk_expander_set_expanded (
      GTK_EXPANDER (desk_look_type (card, GTK_TYPE_EXPANDER)), TRUE);
  desk_look_settle (card);
  see ("An enrolled computer", "En dator som knutits till namnet");
}
END_TEST

START_TEST (whose_issuer_names_an_organisation_does_not_speak_for_it)
{
  g_autoptr (p2pid_identity) identity = member ("Exempel Bygg AB", NULL);

  say (identity);
  see ("Organisation: Exempel Bygg AB\n"
       "TEST identity · checked on this computer now · "
       "revocation not checked\n" ENROLLED,
       "Organisation: Exempel Bygg AB\n"
       "TEST-identitet · kontrollerat på den här datorn nu · "
       "återkallelse inte kontrollerad\n" KNOTS);
}
END_TEST

START_TEST (nor_with_a_role_that_the_issuer_names)
{
  g_autoptr (p2pid_identity) identity = member ("Exempel Bygg AB", "målare");

  say (identity);
  see ("Organisation: Exempel Bygg AB (målare)\n"
       "TEST identity · checked on this computer now · "
       "revocation not checked\n" ENROLLED,
       "Organisation: Exempel Bygg AB (målare)\n"
       "TEST-identitet · kontrollerat på den här datorn nu · "
       "återkallelse inte kontrollerad\n" KNOTS);
}
END_TEST

START_TEST (by_the_organisations_own_word_one_speaks_for_it)
{
  g_autoptr (p2pid_identity) identity = speaker (NOW - WEEK);

  say (identity);
  see ("TEST identity · checked on this computer now · "
       "revocation not checked\n" ENROLLED "\n"
       "målare, speaks for Firman · Key of firman.example",
       "TEST-identitet · kontrollerat på den här datorn nu · "
       "återkallelse inte kontrollerad\n" KNOTS "\n"
       "målare, talar för Firman · Nyckel från firman.example");
}
END_TEST

START_TEST (an_organisation_that_nobody_asked_is_said)
{
  g_autoptr (p2pid_identity) identity = speaker (0);

  say (identity);
  see ("TEST identity · checked on this computer now · "
       "revocation not checked\n" ENROLLED "\n"
       "målare, speaks for Firman · Key of firman.example · "
       "revocation not checked",
       "TEST-identitet · kontrollerat på den här datorn nu · "
       "återkallelse inte kontrollerad\n" KNOTS "\n"
       "målare, talar för Firman · Nyckel från firman.example · "
       "återkallelse inte kontrollerad");
}
END_TEST

START_TEST (an_organisation_that_was_asked_long_ago_is_said)
{
  g_autoptr (p2pid_identity) identity = speaker (NOW - WEEK - 1);
  g_autofree char *date = desk_words_date (NOW - WEEK - 1);
  g_autofree char *en =
      g_strdup_printf ("TEST identity · checked on this computer now · "
                       "revocation not checked\n" ENROLLED "\n"
                       "målare, speaks for Firman · Key of firman.example · "
                       "revocation last checked %s",
                       date);
  g_autofree char *sv = g_strdup_printf (
      "TEST-identitet · kontrollerat på den här datorn nu · "
      "återkallelse inte kontrollerad\n" KNOTS "\n"
      "målare, talar för Firman · Nyckel från firman.example · "
      "återkallelse senast kontrollerad %s",
      date);

  say (identity);
  see (en, sv);
}
END_TEST

START_TEST (a_long_unbroken_organisation_does_not_widen_the_card)
{
  g_autofree char *word = g_strnfill (200, 'W');
  g_autoptr (p2pid_identity) identity = member (word, NULL);
  int minimum;

  say (identity);
  gtk_widget_measure (card, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL,
                      NULL, NULL);
  ck_assert_int_lt (minimum, 330);
}
END_TEST

/* How many glyphs stand there. */
static int
count_glyphs (GtkWidget *label)
{
  PangoLayout *layout = gtk_label_get_layout (GTK_LABEL (label));
  PangoLayoutIter *place = pango_layout_get_iter (layout);
  int count = 0;

  do {
    PangoLayoutRun *run = pango_layout_iter_get_run_readonly (place);

    count += run != NULL ? run->glyphs->num_glyphs : 0;
  } while (pango_layout_iter_next_run (place));
  pango_layout_iter_free (place);
  return count;
}

/* What is broken over lines stays what it is: a hyphen would be another
 * name. */
START_TEST (a_long_name_gets_no_hyphens)
{
  g_autofree char *name = g_strnfill (60, 'W');
  g_autoptr (p2pid_identity) identity = desk_identity_of (name, NULL);
  g_autofree char *en = g_strconcat ("This is ", name, NULL);
  g_autofree char *sv = g_strconcat ("Det här är ", name, NULL);
  GtkWidget *line;

  say (identity);
  line = desk_look_label (card, desk_text (en, sv));
  ck_assert_ptr_nonnull (line);
  ck_assert_int_gt (
      pango_layout_get_line_count (gtk_label_get_layout (GTK_LABEL (line))), 2);
  ck_assert_int_eq (
      count_glyphs (line),
      (int) g_utf8_strlen (gtk_label_get_text (GTK_LABEL (line)), -1));
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("desktop cards");
  TCase *tcase = tcase_create ("cards");

  desk_harness_set_up_gtk ();
  tcase_add_checked_fixture (tcase, set_up, tear_down);
  tcase_add_test (tcase, revocation_that_was_not_checked_is_said);
  tcase_add_test (tcase, revocation_that_was_checked_needs_no_words);
  tcase_add_test (tcase, whether_it_was_for_this_contact_is_said);
  tcase_add_test (tcase,
                  whose_issuer_names_an_organisation_does_not_speak_for_it);
  tcase_add_test (tcase, nor_with_a_role_that_the_issuer_names);
  tcase_add_test (tcase, by_the_organisations_own_word_one_speaks_for_it);
  tcase_add_test (tcase, an_organisation_that_nobody_asked_is_said);
  tcase_add_test (tcase, an_organisation_that_was_asked_long_ago_is_said);
  tcase_add_test (tcase, a_long_unbroken_organisation_does_not_widen_the_card);
  tcase_add_test (tcase, a_long_name_gets_no_hyphens);
  suite_add_tcase (suite, tcase);
  return desk_harness_run (suite);
}
