/* The field for the other's code. */

#include "ui/desk-code-entry.h"

#include "core/desk-enums.h"

struct _DeskCodeEntry {
  GtkEntry parent_instance;

  gboolean plain;      /* takes other text, too, and leaves it alone */
  gboolean formatting; /* the change is our own */
  DeskTyped typed;
  p2pid_code code;
};

G_DEFINE_FINAL_TYPE (DeskCodeEntry, desk_code_entry, GTK_TYPE_ENTRY)

enum { PROP_TYPED = 1, PROP_PLAIN, N_PROPS };

static GParamSpec *properties[N_PROPS];

enum { COMPLETE, N_SIGNALS };

static guint signals[N_SIGNALS];

/* Text that is no code stays as it is where other text is taken. */
static gboolean
formats (DeskCodeEntry *self, const char *text)
{
  return !self->plain || g_ascii_isdigit (text[strspn (text, " ")]);
}

static void
judge (DeskCodeEntry *self)
{
  DeskTyped typed = desk_code_text_judge (
      gtk_editable_get_text (GTK_EDITABLE (self)), &self->code);

  if (typed == self->typed)
    return;
  self->typed = typed;
  if (typed == DESK_TYPED_SLIP)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_INVALID,
      typed == DESK_TYPED_SLIP ? GTK_ACCESSIBLE_INVALID_TRUE
                               : GTK_ACCESSIBLE_INVALID_FALSE,
      -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TYPED]);
  if (typed == DESK_TYPED_COMPLETE)
    g_signal_emit (self, signals[COMPLETE], 0);
}

static void
replace_text (DeskCodeEntry *self, GtkEditable *text, const char *pairs)
{
  int place = 0;

  self->formatting = TRUE;
  gtk_editable_delete_text (text, 0, -1);
  gtk_editable_insert_text (text, pairs, -1, &place);
  self->formatting = FALSE;
}

/* Before the text takes an insertion: insert what it becomes instead, so that
 * the cursor lands where the typist expects it. */
static void
insert_text_cb (GtkEditable *text,
                const char *inserted,
                int length,
                int *position,
                DeskCodeEntry *self)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *whole = NULL;
  g_autofree char *pairs = NULL;
  int cursor;

  if (self->formatting)
    return;

  before = gtk_editable_get_chars (text, 0, *position);
  after = gtk_editable_get_chars (text, *position, -1);
  whole = g_strdup_printf ("%s%.*s%s", before, length, inserted, after);
  if (!formats (self, whole))
    return;

  cursor = *position + (int) g_utf8_strlen (inserted, length);
  pairs = desk_code_text_pairs (whole, cursor, &cursor);
  g_signal_stop_emission_by_name (text, "insert-text");
  replace_text (self, text, pairs);
  *position = cursor;
  judge (self);
}

static void
changed_cb (GtkEditable *text, DeskCodeEntry *self)
{
  g_autofree char *pairs = NULL;
  const char *typed = gtk_editable_get_text (text);
  int cursor;

  if (self->formatting)
    return;

  /* After a deletion. */
  pairs =
      desk_code_text_pairs (typed, gtk_editable_get_position (text), &cursor);
  if (formats (self, typed) && !g_str_equal (pairs, typed)) {
    replace_text (self, text, pairs);
    gtk_editable_set_position (text, cursor);
  }
  judge (self);
}

static void
desk_code_entry_get_property (GObject *object,
                              guint id,
                              GValue *value,
                              GParamSpec *pspec)
{
  DeskCodeEntry *self = DESK_CODE_ENTRY (object);

  if (id == PROP_TYPED)
    g_value_set_enum (value, self->typed);
  else if (id == PROP_PLAIN)
    g_value_set_boolean (value, self->plain);
  else
    /* The first properties are those of GtkEditable. */
    gtk_editable_delegate_get_property (object, id, value, pspec);
}

static void
desk_code_entry_set_property (GObject *object,
                              guint id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  if (id == PROP_PLAIN)
    DESK_CODE_ENTRY (object)->plain = g_value_get_boolean (value);
  else
    gtk_editable_delegate_set_property (object, id, value, pspec);
}

static void
desk_code_entry_class_init (DeskCodeEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = desk_code_entry_get_property;
  object_class->set_property = desk_code_entry_set_property;

  properties[PROP_TYPED] =
      g_param_spec_enum ("typed", NULL, NULL, DESK_TYPE_TYPED, DESK_TYPED_EMPTY,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PLAIN] = g_param_spec_boolean (
      "plain", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /* A whole code with the right check digit stands in the field. */
  signals[COMPLETE] =
      g_signal_new ("complete", DESK_TYPE_CODE_ENTRY, G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
desk_code_entry_init (DeskCodeEntry *self)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (self));

  g_signal_connect (text, "insert-text", G_CALLBACK (insert_text_cb), self);
  g_signal_connect (text, "changed", G_CALLBACK (changed_cb), self);
}

DeskTyped
desk_code_entry_get_typed (DeskCodeEntry *self)
{
  return self->typed;
}

const p2pid_code *
desk_code_entry_get_code (DeskCodeEntry *self)
{
  return &self->code;
}

void
desk_code_entry_submit (DeskCodeEntry *self)
{
  self->typed = DESK_TYPED_EMPTY;
  judge (self);
}
