/*
 * A person met before: what is known, a note, and a contact anew.
 */

#pragma once

#include "core/desk-profile.h"
#include "ui/desk-page.h"

G_BEGIN_DECLS

#define DESK_TYPE_PERSON_PAGE (desk_person_page_get_type ())

G_DECLARE_FINAL_TYPE (DeskPersonPage,
                      desk_person_page,
                      DESK,
                      PERSON_PAGE,
                      DeskPage)

GtkWidget *
desk_person_page_new (DeskProfile *profile, DeskPerson *person);

G_END_DECLS
