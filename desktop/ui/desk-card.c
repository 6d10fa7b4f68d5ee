/* One of the two cards of a contact. */

#include "ui/desk-card.h"

#include "core/desk-words.h"

struct _DeskCard {
  AdwBin parent_instance;

  GtkLabel *heading;
  GtkImage *icon;
  GtkLabel *line;
  GtkLabel *detail;
  GtkLabel *note;
  GtkWidget *test;
  GtkExpander *expander;
  GtkBox *details;

  DeskTone tone;
};

G_DEFINE_FINAL_TYPE (DeskCard, desk_card, ADW_TYPE_BIN)

enum { PROP_HEADING = 1, N_PROPS };

static GParamSpec *properties[N_PROPS];

static void
set_optional (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static void
desk_card_get_property (GObject *object,
                        guint id,
                        GValue *value,
                        GParamSpec *pspec)
{
  if (id == PROP_HEADING)
    g_value_set_string (value,
                        gtk_label_get_label (DESK_CARD (object)->heading));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
desk_card_set_property (GObject *object,
                        guint id,
                        const GValue *value,
                        GParamSpec *pspec)
{
  if (id == PROP_HEADING)
    gtk_label_set_label (DESK_CARD (object)->heading,
                         g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
desk_card_class_init (DeskCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = desk_card_get_property;
  object_class->set_property = desk_card_set_property;

  properties[PROP_HEADING] = g_param_spec_string (
      "heading", NULL, NULL, "", G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/p2pid/Desktop/ui/desk-card.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskCard, heading);
  gtk_widget_class_bind_template_child (widget_class, DeskCard, icon);
  gtk_widget_class_bind_template_child (widget_class, DeskCard, line);
  gtk_widget_class_bind_template_child (widget_class, DeskCard, detail);
  gtk_widget_class_bind_template_child (widget_class, DeskCard, note);
  gtk_widget_class_bind_template_child (widget_class, DeskCard, test);
  gtk_widget_class_bind_template_child (widget_class, DeskCard, expander);
  gtk_widget_class_bind_template_child (widget_class, DeskCard, details);
}

static void
desk_card_init (DeskCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self),
                            desk_words_tone_class (self->tone));
}

void
desk_card_say (DeskCard *self,
               DeskTone tone,
               const char *icon,
               const char *line,
               const char *detail,
               const char *note,
               gboolean test)
{
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_remove_css_class (widget, desk_words_tone_class (self->tone));
  self->tone = tone;
  gtk_widget_add_css_class (widget, desk_words_tone_class (tone));
  if (test)
    gtk_widget_add_css_class (widget, "test");
  else
    gtk_widget_remove_css_class (widget, "test");

  gtk_image_set_from_icon_name (
      self->icon, icon != NULL ? icon : desk_words_tone_icon (tone));
  gtk_label_set_label (self->line, line);
  set_optional (self->detail, detail);
  set_optional (self->note, note);
  gtk_widget_set_visible (self->test, test);
}

GtkWidget *
desk_card_get_line (DeskCard *self)
{
  return GTK_WIDGET (self->line);
}

void
desk_card_clear_details (DeskCard *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->details))))
    gtk_box_remove (self->details, child);
  gtk_widget_set_visible (GTK_WIDGET (self->expander), FALSE);
}

static GtkWidget *
detail_label_new (const char *text, const char *style)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  GtkWidget *label = gtk_label_new (text);

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, style);
  return label;
}

void
desk_card_add_detail (DeskCard *self, const char *label, const char *value)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name = detail_label_new (label, "detail-name");
  GtkWidget *text = detail_label_new (value, "detail-value");

  gtk_label_set_selectable (GTK_LABEL (text), TRUE);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (text),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, name,
                                  NULL, -1);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (self->details, box);
  gtk_widget_set_visible (GTK_WIDGET (self->expander), TRUE);
}
