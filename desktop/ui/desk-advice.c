/* What to do now, calmly. */

#include "ui/desk-advice.h"

#include <glib/gi18n.h>

struct _DeskAdvice {
  AdwBin parent_instance;

  GtkLabel *first;
  GtkLabel *second;
  GtkLabel *third;
};

G_DEFINE_FINAL_TYPE (DeskAdvice, desk_advice, ADW_TYPE_BIN)

static void
say (DeskAdvice *self, const char *first, const char *second, const char *third)
{
  gtk_label_set_label (self->first, first);
  gtk_label_set_label (self->second, second);
  gtk_label_set_label (self->third, third);
}

static void
desk_advice_class_init (DeskAdviceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/p2pid/Desktop/ui/desk-advice.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskAdvice, first);
  gtk_widget_class_bind_template_child (widget_class, DeskAdvice, second);
  gtk_widget_class_bind_template_child (widget_class, DeskAdvice, third);
}

static void
desk_advice_init (DeskAdvice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
desk_advice_set_channel (DeskAdvice *self, p2pid_channel channel)
{
  switch (channel) {
  case P2PID_CHANNEL_PHONE:
    say (self, _ ("End the call."),
         _ ("Find the number yourself: on a letter, on a card, on a page that "
            "you open on your own."),
         _ ("Ring back on that number."));
    break;
  case P2PID_CHANNEL_MEETING:
    say (self, _ ("Keep your door closed, or step aside."),
         _ ("Find the number of whom it should be yourself, and ring there."),
         _ ("Begin again only if you want to."));
    break;
  case P2PID_CHANNEL_ONLINE:
  default:
    say (self,
         _ ("Write nothing more for now, and open nothing that you were "
            "sent."),
         _ ("Find another way to the person yourself: a number or an address "
            "that you knew before."),
         _ ("Ask there whether it was them."));
    break;
  }
}
