/* A code to be read out. */

#include "ui/desk-code-label.h"

#include "core/desk-code-text.h"

struct _DeskCodeLabel {
  AdwBin parent_instance;

  GtkStack *stack;
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (DeskCodeLabel, desk_code_label, ADW_TYPE_BIN)

static void
desk_code_label_class_init (DeskCodeLabelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/p2pid/Desktop/ui/desk-code-label.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskCodeLabel, stack);
  gtk_widget_class_bind_template_child (widget_class, DeskCodeLabel, label);
}

static void
desk_code_label_init (DeskCodeLabel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
desk_code_label_set_code (DeskCodeLabel *self, const char *pairs)
{
  g_autofree char *spoken = NULL;

  gtk_stack_set_visible_child_name (self->stack,
                                    pairs != NULL ? "code" : "none");
  if (pairs == NULL)
    return;

  /* A screen reader would make millions of it. */
  spoken = desk_code_text_spoken (pairs);
  gtk_label_set_label (self->label, pairs);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->label),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}
