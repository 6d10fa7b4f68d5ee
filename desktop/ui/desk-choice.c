/* One of the large buttons of the start page. */

#include "ui/desk-choice.h"

struct _DeskChoice {
  GtkButton parent_instance;

  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *subtitle;
};

G_DEFINE_FINAL_TYPE (DeskChoice, desk_choice, GTK_TYPE_BUTTON)

enum { PROP_CHOICE_ICON = 1, PROP_TITLE, PROP_SUBTITLE, N_PROPS };

static GParamSpec *properties[N_PROPS];

static void
desk_choice_get_property (GObject *object,
                          guint id,
                          GValue *value,
                          GParamSpec *pspec)
{
  DeskChoice *self = DESK_CHOICE (object);

  switch (id) {
  case PROP_CHOICE_ICON:
    g_value_set_string (value, gtk_image_get_icon_name (self->icon));
    break;
  case PROP_TITLE:
    g_value_set_string (value, gtk_label_get_label (self->title));
    break;
  case PROP_SUBTITLE:
    g_value_set_string (value, gtk_label_get_label (self->subtitle));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
desk_choice_set_property (GObject *object,
                          guint id,
                          const GValue *value,
                          GParamSpec *pspec)
{
  DeskChoice *self = DESK_CHOICE (object);
  const char *text = g_value_get_string (value);

  switch (id) {
  case PROP_CHOICE_ICON:
    gtk_image_set_from_icon_name (self->icon, text);
    break;
  case PROP_TITLE:
    gtk_label_set_label (self->title, text);
    gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
    break;
  case PROP_SUBTITLE:
    gtk_label_set_label (self->subtitle, text);
    gtk_accessible_update_property (
        GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
desk_choice_class_init (DeskChoiceClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = desk_choice_get_property;
  object_class->set_property = desk_choice_set_property;

  properties[PROP_CHOICE_ICON] =
      g_param_spec_string ("choice-icon", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  properties[PROP_SUBTITLE] =
      g_param_spec_string ("subtitle", NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/p2pid/Desktop/ui/desk-choice.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskChoice, icon);
  gtk_widget_class_bind_template_child (widget_class, DeskChoice, title);
  gtk_widget_class_bind_template_child (widget_class, DeskChoice, subtitle);
}

static void
desk_choice_init (DeskChoice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
