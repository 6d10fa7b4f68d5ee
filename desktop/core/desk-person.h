/* A person met before, as a row shows it. Never changes. */

#pragma once

#include <glib-object.h>
#include <p2pid/store.h>

G_BEGIN_DECLS

#define DESK_TYPE_PERSON (desk_person_get_type ())

G_DECLARE_FINAL_TYPE (DeskPerson, desk_person, DESK, PERSON, GObject)

DeskPerson *
desk_person_new (const p2pid_person *person);

/** Everything; borrowed, as long as @p self. Texts are "" for none. */
const p2pid_person *
desk_person_get (DeskPerson *self);

G_END_DECLS
