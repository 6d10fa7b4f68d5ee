/*
 * One contact, as the window sees it: properties that follow the library's
 * events, and the user's decisions.
 *
 * p2pid_contact_run() has a thread of its own; each event is copied and taken
 * on the thread that made the object.
 */

#pragma once

#include "core/desk-profile.h"
#include "core/desk-states.h"

#include <p2pid/contact.h>

G_BEGIN_DECLS

#define DESK_TYPE_CONTACT (desk_contact_get_type ())

G_DECLARE_FINAL_TYPE (DeskContact, desk_contact, DESK, CONTACT, GObject)

/** What a contact starts from; all is copied. */
typedef struct {
  p2pid_start start;
  p2pid_channel channel;
  p2pid_role role;
  p2pid_place place;
  const p2pid_code *code;             /**< with P2PID_START_TYPED */
  const p2pid_invitation *invitation; /**< with P2PID_START_INVITED */
  const char *tail;                   /**< four digits, or NULL */
  /** Show the offer by itself when it is one's turn as the first. Where there
   *  is no identity, the contact says so to the other at once. */
  gboolean automatic;
} DeskPlan;

/** A contact that has not started. */
DeskContact *
desk_contact_new (DeskProfile *profile, const DeskPlan *plan);

/** Start it on its thread; DESK_ERROR. Once. */
gboolean
desk_contact_start (DeskContact *self, GError **error);

/**
 * Take an event as if the library had told it. The contact's own thread uses
 * this, and so do tests.
 */
void
desk_contact_take_event (DeskContact *self, const p2pid_event *event);

/** What is shown when it is one's turn as the first, and what is suggested
 *  later. The texts may be NULL or empty. */
void
desk_contact_set_offer (DeskContact *self,
                        p2pid_facts facts,
                        const char *audience,
                        const char *purpose);

p2pid_facts
desk_contact_get_offer (DeskContact *self);

/* State. Each has a property of its name; text is borrowed, NULL for none. */

DeskPhase
desk_contact_get_phase (DeskContact *self);

DeskOther
desk_contact_get_other (DeskContact *self);

DeskOwn
desk_contact_get_own (DeskContact *self);

/** How the contact as a whole is to be taken. */
DeskTone
desk_contact_get_tone (DeskContact *self);

/** The code in pairs. */
const char *
desk_contact_get_code (DeskContact *self);

/** Why the code before this one is no more; P2PID_OK for the first. */
p2pid_err
desk_contact_get_code_lost (DeskContact *self);

/** The invitation as a "p2pid:" URI. */
const char *
desk_contact_get_invitation (DeskContact *self);

/** Whether the relay is out of reach at the moment. */
gboolean
desk_contact_is_offline (DeskContact *self);

/** Whether it is one's turn to show or to refuse. */
gboolean
desk_contact_may_show (DeskContact *self);

/** Whether both have identified, so that a receipt can be made. */
gboolean
desk_contact_may_receipt (DeskContact *self);

/** Whether the other has closed and waits for an answer about a receipt. */
gboolean
desk_contact_is_receipt_asked (DeskContact *self);

/** Whether it ended before both were done. */
gboolean
desk_contact_is_unfinished (DeskContact *self);

/** Who one is in this contact, whatever the profile has become since it began;
 *  NULL where one only checks. */
DeskIdentity *
desk_contact_get_own_identity (DeskContact *self);

/** Who the other is; NULL unless DESK_OTHER_IDENTIFIED came. */
const p2pid_identity *
desk_contact_get_identity (DeskContact *self);

const char *
desk_contact_get_other_name (DeskContact *self);

const char *
desk_contact_get_purpose (DeskContact *self);

const char *
desk_contact_get_audience (DeskContact *self);

p2pid_audience_match
desk_contact_get_audience_match (DeskContact *self);

p2pid_channel
desk_contact_get_channel (DeskContact *self);

p2pid_role
desk_contact_get_role (DeskContact *self);

p2pid_place
desk_contact_get_place (DeskContact *self);

/** Whether both said the same about the contact. */
gboolean
desk_contact_is_agreed (DeskContact *self);

/** p2pid_compared, or-ed. */
unsigned
desk_contact_get_compared (DeskContact *self);

/** Why it stopped or cannot be checked. */
p2pid_err
desk_contact_get_error (DeskContact *self);

/** Why the other cannot check what was shown, with DESK_OWN_NOT_CHECKED. */
p2pid_err
desk_contact_get_own_error (DeskContact *self);

p2pid_stop
desk_contact_get_stop_reason (DeskContact *self);

gboolean
desk_contact_is_stopped_by_peer (DeskContact *self);

/** When the user's own card reached its state. */
int64_t
desk_contact_get_own_time (DeskContact *self);

/** The receipt that both signed; NULL before that. */
GBytes *
desk_contact_get_receipt (DeskContact *self);

DeskProfile *
desk_contact_get_profile (DeskContact *self);

/* Decisions. One that is out of place does nothing. */

/** Show @p facts. @p error tells of a text that cannot be sent. */
gboolean
desk_contact_identify (DeskContact *self,
                       p2pid_facts facts,
                       const char *audience,
                       const char *purpose,
                       GError **error);

void
desk_contact_decline (DeskContact *self);

/** The screen shows who the other is: call it when it has really been drawn.
 *  Once for each contact; later calls do nothing. */
void
desk_contact_shown (DeskContact *self);

/** End it: close when all is said, refuse first where it is one's turn, and
 *  leave where the other has yet to answer. */
void
desk_contact_finish (DeskContact *self, gboolean receipt);

void
desk_contact_stop (DeskContact *self, p2pid_stop reason);

/** Keep nothing of this contact, and end it. */
void
desk_contact_leave_no_trace (DeskContact *self);

/** Leave at once. */
void
desk_contact_cancel (DeskContact *self);

G_END_DECLS
