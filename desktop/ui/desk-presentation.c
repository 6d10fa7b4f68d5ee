/* What one shows and says to the other. */

#include "ui/desk-presentation.h"

#include "core/desk-text.h"
#include "ui/desk-facts-list.h"

struct _DeskPresentation {
  AdwBin parent_instance;

  DeskOffer *offer; /* a neighbour on the same page: borrowed */

  DeskFactsList *facts;
  GtkEditable *purpose;
  GtkEditable *audience;
};

G_DEFINE_FINAL_TYPE (DeskPresentation, desk_presentation, ADW_TYPE_BIN)

static void
changed_cb (DeskPresentation *self)
{
  g_autofree char *audience = NULL;
  g_autofree char *purpose = NULL;

  if (self->offer == NULL)
    return;
  audience = desk_text_clean (gtk_editable_get_text (self->audience),
                              P2PID_CLAIM_CHARACTERS_MAX);
  purpose = desk_text_clean (gtk_editable_get_text (self->purpose),
                             P2PID_CLAIM_CHARACTERS_MAX);
  desk_offer_set_offer (self->offer, desk_facts_list_get_facts (self->facts),
                        audience, purpose);
}

/* An AdwEntryRow has no limit of its own; the text in it has. */
static void
limit (GtkEditable *row)
{
  GtkEditable *text = gtk_editable_get_delegate (row);

  gtk_text_set_max_length (GTK_TEXT (text), P2PID_CLAIM_CHARACTERS_MAX);
}

static void
desk_presentation_dispose (GObject *object)
{
  DESK_PRESENTATION (object)->offer = NULL;
  G_OBJECT_CLASS (desk_presentation_parent_class)->dispose (object);
}

static void
desk_presentation_class_init (DeskPresentationClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_presentation_dispose;

  g_type_ensure (DESK_TYPE_FACTS_LIST);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/p2pid/Desktop/ui/desk-presentation.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskPresentation, facts);
  gtk_widget_class_bind_template_child (widget_class, DeskPresentation,
                                        purpose);
  gtk_widget_class_bind_template_child (widget_class, DeskPresentation,
                                        audience);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
desk_presentation_init (DeskPresentation *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  limit (self->purpose);
  limit (self->audience);
}

void
desk_presentation_set_up (DeskPresentation *self,
                          DeskProfile *profile,
                          DeskOffer *offer)
{
  self->offer = offer;
  desk_facts_list_set_identity (self->facts,
                                desk_profile_get_identity (profile),
                                desk_profile_get_shown_facts (profile));
  changed_cb (self);
}

void
desk_presentation_set_audience (DeskPresentation *self, const char *name)
{
  gtk_editable_set_text (self->audience, name != NULL ? name : "");
}
