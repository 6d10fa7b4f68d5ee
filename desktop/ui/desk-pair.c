/* Two widgets, side by side or one above the other. */

#include "ui/desk-pair.h"

/** Between the two, and the least width at which they stand side by side. */
#define SPACING 18
#define WIDE 600

struct _DeskPair {
  GtkWidget parent_instance;

  GtkWidget *first;
  GtkWidget *second;
  gboolean wide;
};

G_DEFINE_FINAL_TYPE (DeskPair, desk_pair, GTK_TYPE_WIDGET)

enum { PROP_FIRST = 1, PROP_SECOND, N_PROPS };

static GParamSpec *properties[N_PROPS];

/* One that is hidden leaves the other all the room. */
static gboolean
is_pair (DeskPair *self)
{
  return gtk_widget_get_visible (self->first) &&
         gtk_widget_get_visible (self->second);
}

static GtkSizeRequestMode
desk_pair_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure_child (GtkWidget *child,
               GtkOrientation orientation,
               int for_size,
               int *minimum,
               int *natural)
{
  gtk_widget_measure (child, orientation, for_size, minimum, natural, NULL,
                      NULL);
}

/* Narrow enough for one column, and gladly wide enough for two. */
static void
measure_width (DeskPair *self, int *minimum, int *natural)
{
  int min[2], nat[2];

  measure_child (self->first, GTK_ORIENTATION_HORIZONTAL, -1, &min[0], &nat[0]);
  measure_child (self->second, GTK_ORIENTATION_HORIZONTAL, -1, &min[1],
                 &nat[1]);
  *minimum = MAX (min[0], min[1]);
  *natural = MAX (2 * MAX (nat[0], nat[1]) + SPACING, WIDE);
}

static void
measure_height (DeskPair *self, int width, int *minimum, int *natural)
{
  gboolean pair = is_pair (self);
  gboolean wide = width < 0 || width >= WIDE;
  int share = pair && wide && width >= 0 ? (width - SPACING) / 2 : width;
  int gap = pair ? SPACING : 0;
  int min[2], nat[2];

  measure_child (self->first, GTK_ORIENTATION_VERTICAL, share, &min[0],
                 &nat[0]);
  measure_child (self->second, GTK_ORIENTATION_VERTICAL, share, &min[1],
                 &nat[1]);
  *minimum = wide ? MAX (min[0], min[1]) : min[0] + gap + min[1];
  *natural = wide ? MAX (nat[0], nat[1]) : nat[0] + gap + nat[1];
}

static void
desk_pair_measure (GtkWidget *widget,
                   GtkOrientation orientation,
                   int for_size,
                   int *minimum,
                   int *natural,
                   int *minimum_baseline,
                   int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (DESK_PAIR (widget), minimum, natural);
  else
    measure_height (DESK_PAIR (widget), for_size, minimum, natural);
}

static void
allocate_at (GtkWidget *child, int x, int y, int width, int height)
{
  GtkAllocation allocation = { x, y, width, height };

  gtk_widget_size_allocate (child, &allocation, -1);
}

static void
allocate_alone (DeskPair *self, int width, int height)
{
  gboolean first = gtk_widget_get_visible (self->first);

  allocate_at (first ? self->first : self->second, 0, 0, width, height);
}

static void
allocate_side_by_side (DeskPair *self, int width, int height)
{
  gboolean rtl =
      gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int share = (width - SPACING) / 2;

  allocate_at (rtl ? self->second : self->first, 0, 0, share, height);
  allocate_at (rtl ? self->first : self->second, width - share, 0, share,
               height);
}

static void
allocate_above (DeskPair *self, int width, int height)
{
  int first, second;

  measure_child (self->first, GTK_ORIENTATION_VERTICAL, width, NULL, &first);
  measure_child (self->second, GTK_ORIENTATION_VERTICAL, width, NULL, &second);
  first = MIN (first, height - SPACING - second);
  allocate_at (self->first, 0, 0, width, first);
  allocate_at (self->second, 0, first + SPACING, width,
               height - first - SPACING);
}

static void
desk_pair_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DeskPair *self = DESK_PAIR (widget);

  self->wide = width >= WIDE;
  if (!is_pair (self))
    allocate_alone (self, width, height);
  else if (self->wide)
    allocate_side_by_side (self, width, height);
  else
    allocate_above (self, width, height);
}

static void
desk_pair_dispose (GObject *object)
{
  DeskPair *self = DESK_PAIR (object);

  g_clear_pointer (&self->first, gtk_widget_unparent);
  g_clear_pointer (&self->second, gtk_widget_unparent);
  G_OBJECT_CLASS (desk_pair_parent_class)->dispose (object);
}

static void
desk_pair_set_property (GObject *object,
                        guint id,
                        const GValue *value,
                        GParamSpec *pspec)
{
  DeskPair *self = DESK_PAIR (object);
  GtkWidget **place = id == PROP_FIRST ? &self->first : &self->second;

  g_clear_pointer (place, gtk_widget_unparent);
  *place = g_value_get_object (value);
  if (*place != NULL)
    gtk_widget_set_parent (*place, GTK_WIDGET (self));
}

static void
desk_pair_class_init (DeskPairClass *klass)
{
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_pair_dispose;
  object_class->set_property = desk_pair_set_property;
  widget_class->get_request_mode = desk_pair_get_request_mode;
  widget_class->measure = desk_pair_measure;
  widget_class->size_allocate = desk_pair_size_allocate;

  properties[PROP_FIRST] =
      g_param_spec_object ("first", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_SECOND] =
      g_param_spec_object ("second", NULL, NULL, GTK_TYPE_WIDGET, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
desk_pair_init (DeskPair *self)
{
}

gboolean
desk_pair_is_wide (DeskPair *self)
{
  return self->wide;
}
