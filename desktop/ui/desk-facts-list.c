/* Exactly what will be shown. */

#include "ui/desk-facts-list.h"

#include "core/desk-words.h"

#include <glib/gi18n.h>

struct _DeskFactsList {
  AdwBin parent_instance;

  GtkListBox *list;
  GtkSwitch *switches[P2PID_FACT_COUNT_]; /* NULL where there is none */
  p2pid_facts always;
};

G_DEFINE_FINAL_TYPE (DeskFactsList, desk_facts_list, ADW_TYPE_BIN)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
switched_cb (DeskFactsList *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
add_switch (DeskFactsList *self, GtkWidget *row, p2pid_fact fact, gboolean on)
{
  GtkWidget *toggle = gtk_switch_new ();

  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  gtk_switch_set_active (GTK_SWITCH (toggle), on);
  gtk_accessible_update_property (GTK_ACCESSIBLE (toggle),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  desk_words_fact (fact), -1);
  g_signal_connect_swapped (toggle, "notify::active", G_CALLBACK (switched_cb),
                            self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);
  self->switches[fact] = GTK_SWITCH (toggle);
}

static void
add_always (DeskFactsList *self, GtkWidget *row, p2pid_fact fact)
{
  GtkWidget *label = gtk_label_new (_ ("Always shown"));

  gtk_widget_add_css_class (label, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  self->always |= P2PID_FACTS (fact);
}

static void
add_fact (DeskFactsList *self,
          p2pid_fact fact,
          const char *value,
          gboolean fixed,
          gboolean on)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *masked = desk_words_masked (fact, value);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), masked);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), desk_words_fact (fact));
  if (fixed)
    add_always (self, row, fact);
  else
    add_switch (self, row, fact, on);
  gtk_list_box_append (self->list, row);
}

static void
clear (DeskFactsList *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  memset (self->switches, 0, sizeof self->switches);
  self->always = 0;
}

static void
desk_facts_list_class_init (DeskFactsListClass *klass)
{
  /* Another choice was made. */
  signals[CHANGED] =
      g_signal_new ("changed", DESK_TYPE_FACTS_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 0);
}

static void
desk_facts_list_init (DeskFactsList *self)
{
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->list));
}

void
desk_facts_list_set_identity (DeskFactsList *self,
                              DeskIdentity *identity,
                              p2pid_facts chosen)
{
  p2pid_facts fixed = P2PID_FACTS (P2PID_FACT_NAME);

  clear (self);
  if (identity == NULL)
    return;
  fixed |= desk_identity_get_fixed (identity);

  for (p2pid_fact fact = 0; fact < P2PID_FACT_COUNT_; fact++) {
    const char *value =
        p2pid_identity_fact (desk_identity_get_facts (identity), fact);

    if (value != NULL)
      add_fact (self, fact, value, (fixed & P2PID_FACTS (fact)) != 0,
                (chosen & P2PID_FACTS (fact)) != 0);
  }
}

p2pid_facts
desk_facts_list_get_facts (DeskFactsList *self)
{
  p2pid_facts facts = self->always;

  for (p2pid_fact fact = 0; fact < P2PID_FACT_COUNT_; fact++)
    if (self->switches[fact] != NULL &&
        gtk_switch_get_active (self->switches[fact]))
      facts |= P2PID_FACTS (fact);
  return facts;
}
