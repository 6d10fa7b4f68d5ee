/*
 * The library's enrolment on a thread of its own. What the thread needs lives
 * as long as the thread, whoever else lets go.
 */

#pragma once

#include "core/desk-listener.h"

#include <p2pid/enrolment.h>

G_BEGIN_DECLS

typedef struct _DeskEnrolmentRun DeskEnrolmentRun;

/** An event that outlives the call that told it. */
typedef struct {
  p2pid_enrolment_event_kind kind;
  p2pid_err err;
  char *text;
  char *sentence;
  GStrv cards; /**< "HOLDER, LABEL" */
  int tries;
  gboolean keypad;
  p2pid_statement statement;
} DeskEnrolmentEvent;

/**
 * Run an enrolment.
 *
 * @param config   without key, anchors and callback
 * @param key      taken over
 * @param anchors  taken over
 * @param func     told each DeskEnrolmentEvent; DONE and FAILED when the thread
 *                 has let go of everything
 * @param object   who hears it, as in desk_listener_new()
 *
 * @return for desk_enrolment_run_unref(); NULL with DESK_ERROR
 */
DeskEnrolmentRun *
desk_enrolment_run_new (const p2pid_enrolment_config *config,
                        p2pid_key *key,
                        p2pid_anchors *anchors,
                        DeskListenerFunc func,
                        GObject *object,
                        GError **error);

/** For choices and cancelling, from any thread; lives as long as the run. */
p2pid_enrolment *
desk_enrolment_run_get (DeskEnrolmentRun *self);

/** The key and the binding, once, after DONE. (transfer full) */
p2pid_key *
desk_enrolment_run_take_key (DeskEnrolmentRun *self);

p2pid_binding *
desk_enrolment_run_take_binding (DeskEnrolmentRun *self);

void
desk_enrolment_run_unref (DeskEnrolmentRun *self);

G_END_DECLS
