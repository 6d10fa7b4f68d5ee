/* One's own identity. */

#include "ui/desk-identity-page.h"

#include "core/desk-enrolment.h"
#include "core/desk-errors.h"
#include "core/desk-text.h"
#include "core/desk-words.h"
#include "ui/desk-ask.h"
#include "ui/desk-card.h"
#include "ui/desk-details.h"
#include "ui/desk-enrol-page.h"
#include "ui/desk-window.h"

#include <glib/gi18n.h>

/** Longest name or other fact, in characters. */
#define FACT_MAX 200

struct _DeskIdentityPage {
  DeskPage parent_instance;

  DeskProfile *profile;

  GtkStack *stack;
  AdwPreferencesGroup *eids;
  AdwActionRow *rows[P2PID_METHOD_COUNT_]; /* NULL where there is none */
  DeskCard *card;
  GtkSwitch *allow_test;
  GtkEditable *name;
  GtkEditable *birthdate;
  GtkEditable *organisation;
  GtkEditable *role;
  GtkLabel *summary;
  GtkLabel *problem;
};

G_DEFINE_FINAL_TYPE (DeskIdentityPage, desk_identity_page, DESK_TYPE_PAGE)

static char *
take (GtkEditable *row)
{
  return desk_text_clean (gtk_editable_get_text (row), FACT_MAX);
}

static void
say_problem (DeskIdentityPage *self, const char *sentence)
{
  gtk_label_set_label (self->problem, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), sentence != NULL);
}

/* The eIDs to choose from, in the order of the page. */
static const struct {
  p2pid_method method;
  const char *title, *ready, *missing;
} eids[] = {
  { P2PID_METHOD_BANKID, N_ ("BankID"), N_ ("By your gateway"),
    N_ ("Needs a gateway: enter its address in the preferences") },
  { P2PID_METHOD_FREJA, N_ ("Freja"), N_ ("By your gateway"),
    N_ ("Needs a gateway: enter its address in the preferences") },
  { P2PID_METHOD_CARD, N_ ("Smart card"),
    N_ ("Put the card into its reader first"), NULL },
  { P2PID_METHOD_OIDC, N_ ("OpenID provider"), N_ ("In your browser"),
    N_ ("Needs a provider: enter its address in the preferences") },
};

/* A way that is not set up yet leads to the preferences. */
static void
eid_cb (AdwActionRow *row, gpointer user_data)
{
  DeskIdentityPage *self = user_data;
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  p2pid_method method = 0;

  while (method < P2PID_METHOD_COUNT_ && self->rows[method] != row)
    method++;
  if (!desk_enrolment_is_set_up (self->profile, method))
    gtk_widget_activate_action (root, "app.preferences", NULL);
  else
    desk_window_add_page (DESK_WINDOW (root), DESK_PAGE (desk_enrol_page_new (
                                                  self->profile, method)));
}

static void
add_eids (DeskIdentityPage *self)
{
  for (size_t i = 0; i < G_N_ELEMENTS (eids); i++) {
    GtkWidget *row = adw_action_row_new ();
    GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                   _ (eids[i].title));
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
    gtk_widget_add_css_class (arrow, "dim-label");
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
    g_signal_connect (row, "activated", G_CALLBACK (eid_cb), self);
    adw_preferences_group_add (self->eids, row);
    self->rows[eids[i].method] = ADW_ACTION_ROW (row);
  }
}

static void
tell_eids (DeskIdentityPage *self)
{
  gboolean open = desk_profile_get_state (self->profile) == DESK_PROFILE_OPEN;

  for (size_t i = 0; i < G_N_ELEMENTS (eids); i++) {
    AdwActionRow *row = self->rows[eids[i].method];
    gboolean ready = desk_enrolment_is_set_up (self->profile, eids[i].method);

    adw_action_row_set_subtitle (row,
                                 _ (ready ? eids[i].ready : eids[i].missing));
    gtk_widget_set_sensitive (GTK_WIDGET (row), open);
  }
}

/* Why nothing can be bound; NULL when it can. Only what is locked can be
 * unlocked. */
static const char *
get_problem (DeskIdentityPage *self)
{
  switch (desk_profile_get_state (self->profile)) {
  case DESK_PROFILE_OPEN:
    return NULL;
  case DESK_PROFILE_FAILED:
    return desk_profile_get_problem (self->profile);
  case DESK_PROFILE_CLOSED:
  case DESK_PROFILE_OPENING:
  case DESK_PROFILE_KEYRING:
  case DESK_PROFILE_PASSPHRASE:
  case DESK_PROFILE_NEW_PASSPHRASE:
  default:
    return _ ("Your own data is locked. Unlock it first.");
  }
}

/* What will be bound, and until when, before anything is. */
static void
form_changed_cb (DeskIdentityPage *self)
{
  gboolean open = desk_profile_get_state (self->profile) == DESK_PROFILE_OPEN;
  g_autofree char *name = take (self->name);
  g_autofree char *until = desk_words_date (
      g_get_real_time () / G_USEC_PER_SEC + DESK_TEST_LIFETIME);
  g_autofree char *summary = NULL;

  if (*name != '\0')
    /* Translators: a name, and a date. */
    summary = g_strdup_printf (_ ("This computer will be bound to %s, as a "
                                  "TEST identity, until %s."),
                               name, until);
  gtk_label_set_label (self->summary, summary != NULL ? summary : "");
  gtk_widget_set_visible (GTK_WIDGET (self->summary), summary != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "identity.enrol",
                                 open && *name != '\0' &&
                                     gtk_switch_get_active (self->allow_test));
  tell_eids (self);
  say_problem (self, get_problem (self));
}

static void
show_own (DeskIdentityPage *self, DeskIdentity *identity)
{
  const p2pid_identity *facts = desk_identity_get_facts (identity);
  int64_t end = p2pid_identity_valid_until (facts);
  g_autofree char *until =
      p2pid_identity_occasion (facts) == P2PID_OCCASION_CONTACT
          ? desk_words_time (end)
          : desk_words_date (end);

  desk_details_say_own (self->card, identity, until);
  gtk_stack_set_visible_child_name (self->stack, "own");
}

static void
identity_cb (DeskIdentityPage *self)
{
  DeskIdentity *identity = desk_profile_get_identity (self->profile);

  if (identity != NULL)
    show_own (self, identity);
  else
    gtk_stack_set_visible_child_name (self->stack, "form");
  form_changed_cb (self);
}

static void
enrolled_cb (GObject *profile, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DeskIdentityPage) self = user_data; /* held since enrol () */
  g_autoptr (GError) error = NULL;

  if (!desk_profile_enrol_test_finish (DESK_PROFILE (profile), result, &error))
    say_problem (self, error->message);
}

/* NULL for a fact that was left out. */
static const char *
or_null (const char *text)
{
  return *text != '\0' ? text : NULL;
}

static void
enrol (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskIdentityPage *self = DESK_IDENTITY_PAGE (widget);
  g_autofree char *name = take (self->name);
  g_autofree char *birthdate = take (self->birthdate);
  g_autofree char *organisation = take (self->organisation);
  g_autofree char *role = take (self->role);
  p2pid_test_person person = { .name = name,
                               .birthdate = or_null (birthdate),
                               .organisation = or_null (organisation),
                               .role = or_null (role) };

  desk_profile_enrol_test_async (self->profile, &person, enrolled_cb,
                                 g_object_ref (self));
}

static void
removed_cb (GObject *profile, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DeskIdentityPage) self =
      user_data; /* held since remove_identity () */
  g_autoptr (GError) error = NULL;

  if (!desk_profile_remove_identity_finish (DESK_PROFILE (profile), result,
                                            &error))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s",
                                error->message);
}

static void
remove_identity (GtkWidget *widget)
{
  DeskIdentityPage *self = DESK_IDENTITY_PAGE (widget);

  desk_profile_remove_identity_async (self->profile, removed_cb,
                                      g_object_ref (self));
}

static void
ask_remove (GtkWidget *widget, const char *action, GVariant *parameter)
{
  desk_ask (widget, _ ("Remove your identity?"),
            _ ("This computer forgets who you are. What you have shown to "
               "others stays with them."),
            _ ("_Remove"), _ ("_Cancel"), TRUE, remove_identity);
}

static void
desk_identity_page_enter (DeskPage *page)
{
  DeskIdentityPage *self = DESK_IDENTITY_PAGE (page);

  if (g_str_equal (gtk_stack_get_visible_child_name (self->stack), "form"))
    gtk_widget_grab_focus (GTK_WIDGET (self->rows[eids[0].method]));
}

static void
renew (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskIdentityPage *self = DESK_IDENTITY_PAGE (widget);
  DeskIdentity *identity = desk_profile_get_identity (self->profile);

  if (identity != NULL)
    gtk_editable_set_text (self->name, desk_identity_get_name (identity));
  gtk_stack_set_visible_child_name (self->stack, "form");
  desk_identity_page_enter (DESK_PAGE (self));
}

static void
activated_cb (DeskIdentityPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "identity.enrol", NULL);
}

static void
desk_identity_page_dispose (GObject *object)
{
  DeskIdentityPage *self = DESK_IDENTITY_PAGE (object);

  g_clear_object (&self->profile);
  G_OBJECT_CLASS (desk_identity_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_child (klass, DeskIdentityPage, stack);
  gtk_widget_class_bind_template_child (klass, DeskIdentityPage, eids);
  gtk_widget_class_bind_template_child (klass, DeskIdentityPage, card);
  gtk_widget_class_bind_template_child (klass, DeskIdentityPage, allow_test);
  gtk_widget_class_bind_template_child (klass, DeskIdentityPage, name);
  gtk_widget_class_bind_template_child (klass, DeskIdentityPage, birthdate);
  gtk_widget_class_bind_template_child (klass, DeskIdentityPage, organisation);
  gtk_widget_class_bind_template_child (klass, DeskIdentityPage, role);
  gtk_widget_class_bind_template_child (klass, DeskIdentityPage, summary);
  gtk_widget_class_bind_template_child (klass, DeskIdentityPage, problem);
}

static void
desk_identity_page_class_init (DeskIdentityPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_identity_page_dispose;
  DESK_PAGE_CLASS (klass)->enter = desk_identity_page_enter;

  g_type_ensure (DESK_TYPE_CARD);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/p2pid/Desktop/ui/desk-identity-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, form_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_install_action (widget_class, "identity.enrol", NULL, enrol);
  gtk_widget_class_install_action (widget_class, "identity.renew", NULL, renew);
  gtk_widget_class_install_action (widget_class, "identity.remove", NULL,
                                   ask_remove);
}

static void
desk_identity_page_init (DeskIdentityPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
desk_identity_page_new (DeskProfile *profile)
{
  DeskIdentityPage *self = g_object_new (DESK_TYPE_IDENTITY_PAGE, NULL);

  self->profile = g_object_ref (profile);
  add_eids (self);
  g_settings_bind (desk_profile_get_settings (profile), "allow-test",
                   self->allow_test, "active", G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (profile, "notify::identity",
                           G_CALLBACK (identity_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (profile, "notify::state",
                           G_CALLBACK (form_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk_profile_get_settings (profile), "changed",
                           G_CALLBACK (tell_eids), self, G_CONNECT_SWAPPED);
  identity_cb (self);
  return GTK_WIDGET (self);
}
