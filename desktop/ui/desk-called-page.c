/* "Someone is calling me". */

#include "ui/desk-called-page.h"

#include "ui/desk-contact-page.h"
#include "ui/desk-join.h"
#include "ui/desk-window.h"

struct _DeskCalledPage {
  DeskPage parent_instance;

  DeskJoin *join;
  GtkEditable *tail;
};

G_DEFINE_FINAL_TYPE (DeskCalledPage, desk_called_page, DESK_TYPE_PAGE)

static void
joined_cb (DeskCalledPage *self, DeskContact *contact)
{
  desk_window_replace_page (
      DESK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), DESK_PAGE (self),
      DESK_PAGE (desk_contact_page_new (contact)));
}

static void
tail_changed_cb (DeskCalledPage *self)
{
  const char *tail = gtk_editable_get_text (self->tail);
  gboolean good = desk_join_set_tail (self->join, tail);

  if (good)
    gtk_widget_remove_css_class (GTK_WIDGET (self->tail), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->tail), "error");
}

static void
desk_called_page_enter (DeskPage *page)
{
  gtk_widget_grab_focus (GTK_WIDGET (DESK_CALLED_PAGE (page)->join));
}

static void
desk_called_page_class_init (DeskCalledPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  DESK_PAGE_CLASS (klass)->enter = desk_called_page_enter;

  g_type_ensure (DESK_TYPE_JOIN);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/p2pid/Desktop/ui/desk-called-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskCalledPage, join);
  gtk_widget_class_bind_template_child (widget_class, DeskCalledPage, tail);
  gtk_widget_class_bind_template_callback (widget_class, joined_cb);
  gtk_widget_class_bind_template_callback (widget_class, tail_changed_cb);
}

static void
desk_called_page_init (DeskCalledPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_text_set_max_length (GTK_TEXT (gtk_editable_get_delegate (self->tail)),
                           4);
}

GtkWidget *
desk_called_page_new (DeskProfile *profile)
{
  DeskCalledPage *self = g_object_new (DESK_TYPE_CALLED_PAGE, NULL);

  desk_join_set_up (self->join, profile, P2PID_CHANNEL_PHONE,
                    P2PID_ROLE_CALLEE);
  return GTK_WIDGET (self);
}
