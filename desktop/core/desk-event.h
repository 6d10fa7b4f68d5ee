/*
 * Events that outlive the call that told them: what a contact says on its own
 * thread reaches the window as a copy.
 */

#pragma once

#include <glib.h>
#include <p2pid/session.h>

G_BEGIN_DECLS

/** A copy of @p event with everything it points to, for desk_event_free(). */
p2pid_event *
desk_event_copy (const p2pid_event *event);

void
desk_event_free (p2pid_event *event);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (p2pid_event, desk_event_free)

G_END_DECLS
