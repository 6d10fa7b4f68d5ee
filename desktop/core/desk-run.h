/*
 * The library's contact on a thread of its own. What the thread needs lives
 * as long as the thread, whoever else lets go.
 */

#pragma once

#include "core/desk-identity.h"
#include "core/desk-listener.h"

#include <p2pid/contact.h>

G_BEGIN_DECLS

typedef struct _DeskRun DeskRun;

/**
 * Make a contact and run it.
 *
 * @param config    without key, binding, anchors and callback
 * @param identity  one's own, or NULL
 * @param anchors   taken over: nobody changes them under the thread
 * @param func      told each p2pid_event
 * @param object    who hears it, as in desk_listener_new()
 *
 * @return for desk_run_unref(); NULL with DESK_ERROR
 */
DeskRun *
desk_run_new (const p2pid_contact_config *config,
              DeskIdentity *identity,
              p2pid_anchors *anchors,
              DeskListenerFunc func,
              GObject *object,
              GError **error);

/** For decisions, from any thread; lives as long as the run. */
p2pid_contact *
desk_run_get_contact (DeskRun *self);

/** Leave at once; the thread ends within seconds. */
void
desk_run_leave (DeskRun *self);

void
desk_run_unref (DeskRun *self);

G_END_DECLS
