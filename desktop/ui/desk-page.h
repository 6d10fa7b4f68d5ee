/*
 * A page of the window: something with a title that can be left.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define DESK_TYPE_PAGE (desk_page_get_type ())

G_DECLARE_DERIVABLE_TYPE (DeskPage, desk_page, DESK, PAGE, AdwBin)

struct _DeskPageClass {
  AdwBinClass parent_class;

  /* Whether the page may be left now. A page that asks first answers FALSE
   * and has itself left later, by desk_window_remove_page(). */
  gboolean (*leave) (DeskPage *self);

  /* The page has come to the front: put the focus where it belongs. */
  void (*enter) (DeskPage *self);
};

const char *
desk_page_get_title (DeskPage *self);

gboolean
desk_page_leave (DeskPage *self);

void
desk_page_enter (DeskPage *self);

G_END_DECLS
