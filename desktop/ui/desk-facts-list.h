/*
 * Exactly what will be shown: each fact of one's own identity, with a switch.
 * The name is always shown, and what the eID cannot withhold; else the
 * personal number never by itself.
 */

#pragma once

#include "core/desk-identity.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define DESK_TYPE_FACTS_LIST (desk_facts_list_get_type ())

G_DECLARE_FINAL_TYPE (DeskFactsList, desk_facts_list, DESK, FACTS_LIST, AdwBin)

/** List the facts of @p identity, those in @p chosen switched on. */
void
desk_facts_list_set_identity (DeskFactsList *self,
                              DeskIdentity *identity,
                              p2pid_facts chosen);

/** The facts that are switched on. */
p2pid_facts
desk_facts_list_get_facts (DeskFactsList *self);

G_END_DECLS
