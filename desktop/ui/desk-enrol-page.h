/*
 * Getting an identity from an eID, in four presses: choose, approve in the
 * eID, choose what is shown, done. Says first what will be bound, and until
 * when.
 */

#pragma once

#include "core/desk-enrolment.h"
#include "ui/desk-page.h"

G_BEGIN_DECLS

#define DESK_TYPE_ENROL_PAGE (desk_enrol_page_get_type ())

G_DECLARE_FINAL_TYPE (DeskEnrolPage,
                      desk_enrol_page,
                      DESK,
                      ENROL_PAGE,
                      DeskPage)

/** For the eID of @p method. */
GtkWidget *
desk_enrol_page_new (DeskProfile *profile, p2pid_method method);

/** Let what is asked be a TEST identity of @p person; its texts must outlive
 *  the page. With SD_JWT. */
void
desk_enrol_page_set_person (DeskEnrolPage *self,
                            const p2pid_test_person *person);

G_END_DECLS
