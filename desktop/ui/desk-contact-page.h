/*
 * The heart of the program: the other person and oneself, side by side, and
 * what one may do.
 */

#pragma once

#include "core/desk-contact.h"
#include "ui/desk-page.h"

G_BEGIN_DECLS

#define DESK_TYPE_CONTACT_PAGE (desk_contact_page_get_type ())

G_DECLARE_FINAL_TYPE (DeskContactPage,
                      desk_contact_page,
                      DESK,
                      CONTACT_PAGE,
                      DeskPage)

GtkWidget *
desk_contact_page_new (DeskContact *contact);

DeskContact *
desk_contact_page_get_contact (DeskContactPage *self);

G_END_DECLS
