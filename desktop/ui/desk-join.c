/* Where one joins the other. */

#include "ui/desk-join.h"

#include "core/desk-enums.h"
#include "core/desk-errors.h"
#include "ui/desk-code-entry.h"

#include <glib/gi18n.h>
#include <string.h>

struct _DeskJoin {
  AdwBin parent_instance;

  DeskProfile *profile;
  p2pid_channel channel;
  p2pid_role role;
  char tail[5];
  DeskContact *contact; /* while connecting */

  DeskCodeEntry *entry;
  GtkButton *paste;
  GtkStack *icon;
  GtkLabel *message;
};

G_DEFINE_FINAL_TYPE (DeskJoin, desk_join, ADW_TYPE_BIN)

enum { JOINED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* @p icon: "none", "busy", "slip" or "stop". */
static void
say (DeskJoin *self, const char *icon, const char *message)
{
  gtk_stack_set_visible_child_name (self->icon, icon);
  gtk_label_set_label (self->message, message);
}

static void
let_go (DeskJoin *self)
{
  if (self->contact != NULL)
    g_signal_handlers_disconnect_by_data (self->contact, self);
  g_clear_object (&self->contact);
  gtk_widget_set_sensitive (GTK_WIDGET (self->entry), TRUE);
}

static void
failed (DeskJoin *self, p2pid_err err)
{
  say (self, desk_error_tone (err) == DESK_TONE_STOP ? "stop" : "slip",
       desk_error_sentence (err));
  let_go (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
changed_cb (DeskJoin *self)
{
  DeskContact *contact = self->contact;
  DeskPhase phase = desk_contact_get_phase (contact);

  if (phase == DESK_PHASE_OVER) {
    failed (self, desk_contact_get_error (contact));
  } else if (phase != DESK_PHASE_WAITING) {
    g_signal_handlers_disconnect_by_data (contact, self);
    g_signal_emit (self, signals[JOINED], 0, contact);
  } else if (desk_contact_is_offline (contact)) {
    say (self, "busy", _ ("No connection to the relay. Trying again …"));
  } else {
    say (self, "busy", _ ("Looking for the other person …"));
  }
}

static void
join (DeskJoin *self,
      const p2pid_code *code,
      const p2pid_invitation *invitation)
{
  g_autoptr (GError) error = NULL;
  DeskPlan plan = { .start =
                        code != NULL ? P2PID_START_TYPED : P2PID_START_INVITED,
                    .channel = self->channel,
                    .role = self->role,
                    .place = P2PID_PLACE_SECOND,
                    .tail = self->tail,
                    .code = code,
                    .invitation = invitation };

  if (self->contact != NULL)
    return;
  self->contact = desk_contact_new (self->profile, &plan);
  g_signal_connect_swapped (self->contact, "changed", G_CALLBACK (changed_cb),
                            self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->entry), FALSE);
  changed_cb (self);
  if (!desk_contact_start (self->contact, &error))
    failed (self, desk_error_code (error));
}

static void
complete_cb (DeskJoin *self)
{
  join (self, desk_code_entry_get_code (self->entry), NULL);
}

/* An invitation submits itself, too, as soon as it is whole. */
static void
text_changed_cb (DeskJoin *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  p2pid_invitation invitation;

  if (self->contact != NULL)
    return;
  switch (desk_code_entry_get_typed (self->entry)) {
  case DESK_TYPED_SLIP:
    say (self, "slip", desk_error_sentence (P2PID_ERR_CHECK_DIGIT));
    break;
  case DESK_TYPED_OTHER:
    if (self->channel != P2PID_CHANNEL_PHONE &&
        p2pid_invitation_parse (text, &invitation) == P2PID_OK) {
      join (self, NULL, &invitation);
      p2pid_invitation_wipe (&invitation);
      break;
    }
    say (self, "none", "");
    break;
  case DESK_TYPED_EMPTY:
  case DESK_TYPED_MORE:
  case DESK_TYPED_COMPLETE:
  default:
    say (self, "none", "");
    break;
  }
}

/* Enter: try again what has failed, or say why it cannot be tried. */
static void
activate_cb (DeskJoin *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  p2pid_invitation invitation;
  p2pid_err err;

  if (desk_code_entry_get_typed (self->entry) == DESK_TYPED_COMPLETE) {
    desk_code_entry_submit (self->entry);
    return;
  }
  if (desk_code_entry_get_typed (self->entry) != DESK_TYPED_OTHER)
    return;
  err = p2pid_invitation_parse (text, &invitation);
  if (err == P2PID_OK)
    text_changed_cb (self);
  else
    say (self, "slip", desk_error_sentence (err));
}

static void
pasted_cb (GObject *clipboard, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DeskJoin) self = user_data; /* held since paste () */
  g_autofree char *text =
      gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);

  if (text == NULL) {
    say (self, "slip", _ ("There is no text on the clipboard."));
    return;
  }
  desk_join_set_text (self, text);
  activate_cb (self);
}

static void
paste (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), NULL,
                                 pasted_cb, g_object_ref (widget));
}

static gboolean
desk_join_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DESK_JOIN (widget)->entry));
}

static void
desk_join_dispose (GObject *object)
{
  DeskJoin *self = DESK_JOIN (object);

  if (self->contact != NULL) {
    g_signal_handlers_disconnect_by_data (self->contact, self);
    if (desk_contact_get_phase (self->contact) == DESK_PHASE_WAITING)
      desk_contact_cancel (self->contact);
  }
  g_clear_object (&self->contact);
  g_clear_object (&self->profile);
  G_OBJECT_CLASS (desk_join_parent_class)->dispose (object);
}

static void
desk_join_class_init (DeskJoinClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_join_dispose;
  widget_class->grab_focus = desk_join_grab_focus;

  /* The two are together; the argument is the contact. */
  signals[JOINED] =
      g_signal_new ("joined", DESK_TYPE_JOIN, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, DESK_TYPE_CONTACT);

  g_type_ensure (DESK_TYPE_CODE_ENTRY);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/p2pid/Desktop/ui/desk-join.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskJoin, entry);
  gtk_widget_class_bind_template_child (widget_class, DeskJoin, paste);
  gtk_widget_class_bind_template_child (widget_class, DeskJoin, icon);
  gtk_widget_class_bind_template_child (widget_class, DeskJoin, message);
  gtk_widget_class_bind_template_callback (widget_class, complete_cb);
  gtk_widget_class_bind_template_callback (widget_class, text_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_install_action (widget_class, "join.paste", NULL, paste);
}

static void
desk_join_init (DeskJoin *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
desk_join_set_up (DeskJoin *self,
                  DeskProfile *profile,
                  p2pid_channel channel,
                  p2pid_role role)
{
  gboolean phone = channel == P2PID_CHANNEL_PHONE;

  g_set_object (&self->profile, profile);
  self->channel = channel;
  self->role = role;
  g_object_set (self->entry, "plain", !phone, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->paste), !phone);
  if (phone) {
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "code");
    gtk_entry_set_input_purpose (GTK_ENTRY (self->entry),
                                 GTK_INPUT_PURPOSE_DIGITS);
  }
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
      phone ? _ ("The caller’s code")
            : _ ("The other person’s code or invitation"),
      -1);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry),
                                  phone ? "00 00 00 00"
                                        : _ ("Code or invitation"));
}

gboolean
desk_join_set_tail (DeskJoin *self, const char *tail)
{
  gboolean digits = strspn (tail, "0123456789") == strlen (tail);
  gboolean whole = digits && strlen (tail) == 4;

  g_strlcpy (self->tail, whole ? tail : "", sizeof self->tail);
  return whole || *tail == '\0';
}

void
desk_join_set_text (DeskJoin *self, const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  /* Anything longer is no invitation; the field need not hold it. */
  if (strlen (stripped) <= P2PID_INVITATION_MAX)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), stripped);
  else
    say (self, "slip", desk_error_sentence (P2PID_ERR_SIZE));
}
