/* A notice across a page. */

#include "ui/desk-notice.h"

struct _DeskNotice {
  AdwBin parent_instance;

  GtkImage *icon;
  GtkLabel *label;
  GtkButton *button;
};

G_DEFINE_FINAL_TYPE (DeskNotice, desk_notice, ADW_TYPE_BIN)

enum { PROP_ICON_NAME = 1, PROP_TEXT, N_PROPS };

static GParamSpec *properties[N_PROPS];

static void
desk_notice_get_property (GObject *object,
                          guint id,
                          GValue *value,
                          GParamSpec *pspec)
{
  DeskNotice *self = DESK_NOTICE (object);

  if (id == PROP_ICON_NAME)
    g_value_set_string (value, gtk_image_get_icon_name (self->icon));
  else if (id == PROP_TEXT)
    g_value_set_string (value, desk_notice_get_text (self));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
desk_notice_set_property (GObject *object,
                          guint id,
                          const GValue *value,
                          GParamSpec *pspec)
{
  DeskNotice *self = DESK_NOTICE (object);

  if (id == PROP_ICON_NAME)
    gtk_image_set_from_icon_name (self->icon, g_value_get_string (value));
  else if (id == PROP_TEXT)
    gtk_label_set_label (self->label, g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
desk_notice_class_init (DeskNoticeClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = desk_notice_get_property;
  object_class->set_property = desk_notice_set_property;

  properties[PROP_ICON_NAME] =
      g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/p2pid/Desktop/ui/desk-notice.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskNotice, icon);
  gtk_widget_class_bind_template_child (widget_class, DeskNotice, label);
  gtk_widget_class_bind_template_child (widget_class, DeskNotice, button);
}

static void
desk_notice_init (DeskNotice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
desk_notice_set (DeskNotice *self,
                 const char *text,
                 const char *button,
                 const char *action)
{
  gtk_label_set_label (self->label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->button), button != NULL);
  if (button != NULL)
    gtk_button_set_label (self->button, button);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), action);
}

const char *
desk_notice_get_text (DeskNotice *self)
{
  return gtk_label_get_label (self->label);
}
