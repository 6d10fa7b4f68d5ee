/*
 * Getting an identity from an eID, as the window sees it. The library does it
 * on a thread of its own; nothing is kept before desk_enrolment_keep_async().
 */

#pragma once

#include "core/desk-profile.h"

#include <p2pid/enrolment.h>

G_BEGIN_DECLS

#define DESK_TYPE_ENROLMENT (desk_enrolment_get_type ())

G_DECLARE_FINAL_TYPE (DeskEnrolment, desk_enrolment, DESK, ENROLMENT, GObject)

/** Where it is. */
typedef enum {
  DESK_ENROL_ASKING, /**< the eID is asked; QR code and link where it has any */
  DESK_ENROL_CARDS,  /**< several cards: one is to be chosen */
  DESK_ENROL_PIN,    /**< the card wants its PIN */
  DESK_ENROL_DONE,   /**< there is an identity */
  DESK_ENROL_FAILED  /**< over, without one */
} DeskEnrolPhase;

/** By which way an identity is got; texts are borrowed for the call. */
typedef struct {
  p2pid_method method;
  int64_t lifetime;    /**< seconds */
  gboolean credential; /**< by a gateway: let it vouch, which can withhold */
  const p2pid_test_person *person; /**< with SD_JWT: a TEST identity */
} DeskWay;

/**
 * Begin: make a new key and ask the eID. Where the way leads (gateway,
 * provider, card reader) the preferences say.
 *
 * @return (transfer full); NULL with DESK_ERROR
 */
DeskEnrolment *
desk_enrolment_new (DeskProfile *profile, const DeskWay *way, GError **error);

/** Whether the preferences have what the method needs. */
gboolean
desk_enrolment_is_set_up (DeskProfile *profile, p2pid_method method);

DeskEnrolPhase
desk_enrolment_get_phase (DeskEnrolment *self);

/** The text that the eID shows, whole; NULL before it is made. */
const char *
desk_enrolment_get_statement (DeskEnrolment *self);

/** What to draw as a QR code, and what to open on this computer; or NULL. */
const char *
desk_enrolment_get_qr (DeskEnrolment *self);

const char *
desk_enrolment_get_link (DeskEnrolment *self);

/** What is going on, in the library's words, why it failed, or what was wrong
 *  with the PIN before; NULL for nothing. */
const char *
desk_enrolment_get_sentence (DeskEnrolment *self);

/** The cards to choose from: whose, and which. */
const char *const *
desk_enrolment_get_cards (DeskEnrolment *self);

/** With PIN: how many tries are left, -1 where that is not known. */
int
desk_enrolment_get_tries (DeskEnrolment *self);

/** With PIN: whether it is typed on the card reader. */
gboolean
desk_enrolment_has_keypad (DeskEnrolment *self);

void
desk_enrolment_choose (DeskEnrolment *self, guint card);

/** Give the PIN, which is kept nowhere. */
void
desk_enrolment_give_pin (DeskEnrolment *self, const char *pin);

/** Say that the link was opened on this computer: what is said from then on is
 *  for somebody whose eID's app is here. */
void
desk_enrolment_mark_opened (DeskEnrolment *self);

/** Call it off; the eID's operator is told. */
void
desk_enrolment_cancel (DeskEnrolment *self);

/** Keep what was got as one's own identity, in place of an earlier one. */
void
desk_enrolment_keep_async (DeskEnrolment *self,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

gboolean
desk_enrolment_keep_finish (DeskEnrolment *self,
                            GAsyncResult *result,
                            GError **error);

G_END_DECLS
