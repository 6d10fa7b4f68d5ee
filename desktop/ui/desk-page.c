/* A page of the window. */

#include "ui/desk-page.h"

typedef struct {
  char *title;
} DeskPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (DeskPage, desk_page, ADW_TYPE_BIN)

enum { PROP_TITLE = 1, N_PROPS };

static GParamSpec *properties[N_PROPS];

static gboolean
leave_at_once (DeskPage *self)
{
  return TRUE;
}

/* The leaflet may have brought the focus into the page, and asked once more it
 * would go on to the second. */
static void
focus_first (DeskPage *self)
{
  GtkWidget *page = GTK_WIDGET (self);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (page));

  if (focus == NULL || !gtk_widget_is_ancestor (focus, page))
    gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

static void
desk_page_get_property (GObject *object,
                        guint id,
                        GValue *value,
                        GParamSpec *pspec)
{
  if (id == PROP_TITLE)
    g_value_set_string (value, desk_page_get_title (DESK_PAGE (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
desk_page_set_property (GObject *object,
                        guint id,
                        const GValue *value,
                        GParamSpec *pspec)
{
  DeskPagePrivate *priv = desk_page_get_instance_private (DESK_PAGE (object));

  if (id == PROP_TITLE) {
    g_free (priv->title);
    priv->title = g_value_dup_string (value);
  } else {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
desk_page_finalize (GObject *object)
{
  DeskPagePrivate *priv = desk_page_get_instance_private (DESK_PAGE (object));

  g_free (priv->title);
  G_OBJECT_CLASS (desk_page_parent_class)->finalize (object);
}

static void
desk_page_class_init (DeskPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = desk_page_get_property;
  object_class->set_property = desk_page_set_property;
  object_class->finalize = desk_page_finalize;
  klass->leave = leave_at_once;
  klass->enter = focus_first;

  properties[PROP_TITLE] = g_param_spec_string (
      "title", NULL, NULL, "", G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
desk_page_init (DeskPage *self)
{
}

const char *
desk_page_get_title (DeskPage *self)
{
  DeskPagePrivate *priv = desk_page_get_instance_private (self);

  return priv->title != NULL ? priv->title : "";
}

gboolean
desk_page_leave (DeskPage *self)
{
  return DESK_PAGE_GET_CLASS (self)->leave (self);
}

void
desk_page_enter (DeskPage *self)
{
  DESK_PAGE_GET_CLASS (self)->enter (self);
}
