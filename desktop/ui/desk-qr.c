/* A QR code (ISO/IEC 18004), by libqrencode. */

#include "ui/desk-qr.h"

#include <glib/gi18n.h>
#include <qrencode.h>

/** Modules of white around the code, as the standard wants. */
#define QUIET 4

struct _DeskQr {
  GtkWidget parent_instance;

  char *text;
  QRcode *code; /* NULL for an empty square */
};

G_DEFINE_FINAL_TYPE (DeskQr, desk_qr, GTK_TYPE_WIDGET)

enum { PROP_TEXT = 1, N_PROPS };

static GParamSpec *properties[N_PROPS];

/* Where the code lies: everything in device pixels, so that no module is
 * blurred over two of them. */
typedef struct {
  int module;
  int left;
  int top;
  float scale;
} Grid;

static Grid
make_grid (DeskQr *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  int scale = gtk_widget_get_scale_factor (widget);
  int width = gtk_widget_get_width (widget) * scale;
  int height = gtk_widget_get_height (widget) * scale;
  int modules = self->code->width + 2 * QUIET;
  Grid grid = { .module = MAX (MIN (width, height) / modules, 1),
                .scale = (float) scale };

  grid.left = (width - grid.module * self->code->width) / 2;
  grid.top = (height - grid.module * self->code->width) / 2;
  return grid;
}

/* One rectangle for a run of dark modules. */
static void
draw_run (GtkSnapshot *snapshot, const Grid *grid, int x, int y, int length)
{
  static const GdkRGBA black = { 0, 0, 0, 1 };
  graphene_rect_t run =
      GRAPHENE_RECT_INIT ((float) (grid->left + x * grid->module) / grid->scale,
                          (float) (grid->top + y * grid->module) / grid->scale,
                          (float) (length * grid->module) / grid->scale,
                          (float) grid->module / grid->scale);

  gtk_snapshot_append_color (snapshot, &black, &run);
}

static void
draw_row (DeskQr *self, GtkSnapshot *snapshot, const Grid *grid, int y)
{
  const unsigned char *row = self->code->data + y * self->code->width;
  int start = 0;

  for (int x = 0; x <= self->code->width; x++) {
    if (x < self->code->width && (row[x] & 1) != 0)
      continue;
    if (x > start)
      draw_run (snapshot, grid, start, y, x - start);
    start = x + 1;
  }
}

static void
desk_qr_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  static const GdkRGBA white = { 1, 1, 1, 1 };
  DeskQr *self = DESK_QR (widget);
  graphene_rect_t all =
      GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                          (float) gtk_widget_get_height (widget));
  Grid grid;

  gtk_snapshot_append_color (snapshot, &white, &all);
  if (self->code == NULL)
    return;
  grid = make_grid (self);
  for (int y = 0; y < self->code->width; y++)
    draw_row (self, snapshot, &grid, y);
}

static void
desk_qr_measure (GtkWidget *widget,
                 GtkOrientation orientation,
                 int for_size,
                 int *minimum,
                 int *natural,
                 int *minimum_baseline,
                 int *natural_baseline)
{
  DeskQr *self = DESK_QR (widget);
  int modules = (self->code != NULL ? self->code->width : 37) + 2 * QUIET;

  /* Cameras read five pixels for a module with ease, and four well. */
  *minimum = modules * 4;
  *natural = modules * 6;
}

static GtkSizeRequestMode
desk_qr_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
desk_qr_finalize (GObject *object)
{
  DeskQr *self = DESK_QR (object);

  g_free (self->text);
  QRcode_free (self->code);
  G_OBJECT_CLASS (desk_qr_parent_class)->finalize (object);
}

static void
desk_qr_get_property (GObject *object,
                      guint id,
                      GValue *value,
                      GParamSpec *pspec)
{
  if (id == PROP_TEXT)
    g_value_set_string (value, desk_qr_get_text (DESK_QR (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
desk_qr_set_property (GObject *object,
                      guint id,
                      const GValue *value,
                      GParamSpec *pspec)
{
  if (id == PROP_TEXT)
    desk_qr_set_text (DESK_QR (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
desk_qr_class_init (DeskQrClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = desk_qr_finalize;
  object_class->get_property = desk_qr_get_property;
  object_class->set_property = desk_qr_set_property;
  widget_class->snapshot = desk_qr_snapshot;
  widget_class->measure = desk_qr_measure;
  widget_class->get_request_mode = desk_qr_get_request_mode;

  properties[PROP_TEXT] = g_param_spec_string (
      "text", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "qr");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
desk_qr_init (DeskQr *self)
{
  /* A window that moves to another screen may change its scale. */
  g_signal_connect (self, "notify::scale-factor",
                    G_CALLBACK (gtk_widget_queue_draw), NULL);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("QR code for the other person"), -1);
}

GtkWidget *
desk_qr_new (void)
{
  return g_object_new (DESK_TYPE_QR, NULL);
}

void
desk_qr_set_text (DeskQr *self, const char *text)
{
  if (g_strcmp0 (self->text, text) == 0)
    return;

  g_clear_pointer (&self->code, QRcode_free);
  g_free (self->text);
  self->text = g_strdup (text);
  if (text != NULL && *text != '\0')
    self->code = QRcode_encodeString (text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

const char *
desk_qr_get_text (DeskQr *self)
{
  return self->text;
}
