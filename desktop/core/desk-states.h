/*
 * What the window can be told: the states of a contact, of its two cards, and
 * of the user's own data. The words for them stand in desk-words.h.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Where a contact is. */
typedef enum {
  DESK_PHASE_WAITING, /**< nobody has joined yet */
  DESK_PHASE_JOINED,  /**< the other side is there; accounts are compared */
  DESK_PHASE_OPEN,    /**< accounts agree; the two may identify */
  DESK_PHASE_CLOSING, /**< all is said; both may close */
  DESK_PHASE_CLOSED,  /**< closed here, the other side not yet */
  DESK_PHASE_OVER     /**< ended */
} DeskPhase;

/** The card of the other person. */
typedef enum {
  DESK_OTHER_NONE,       /**< nobody has identified yet */
  DESK_OTHER_WAITING,    /**< it is the other's turn */
  DESK_OTHER_IDENTIFIED, /**< this is NAME */
  DESK_OTHER_CANNOT,     /**< cannot check */
  DESK_OTHER_DECLINED,   /**< shows nothing */
  DESK_OTHER_LEFT,       /**< left before anything was shown */
  DESK_OTHER_STOP        /**< STOP */
} DeskOther;

/** The user's own card. */
typedef enum {
  DESK_OWN_NOTHING,     /**< nothing shown */
  DESK_OWN_SENDING,     /**< pressed, not yet gone */
  DESK_OWN_SENT,        /**< gone */
  DESK_OWN_DELIVERED,   /**< reached the other's program */
  DESK_OWN_SHOWN,       /**< seen by the other */
  DESK_OWN_NOT_CHECKED, /**< the other cannot check it */
  DESK_OWN_DECLINED     /**< refused */
} DeskOwn;

/** How an outcome is to be taken: one icon, one colour, one sound each. */
typedef enum {
  DESK_TONE_NONE,    /**< nobody has identified */
  DESK_TONE_WAITING, /**< waiting */
  DESK_TONE_KNOWN,   /**< this is NAME */
  DESK_TONE_CANNOT,  /**< cannot check */
  DESK_TONE_STOP     /**< STOP */
} DeskTone;

/** The user's own data on this computer. */
typedef enum {
  DESK_PROFILE_CLOSED,         /**< not opened yet */
  DESK_PROFILE_OPENING,        /**< being opened */
  DESK_PROFILE_OPEN,           /**< open */
  DESK_PROFILE_PASSPHRASE,     /**< sealed with a passphrase: it is wanted */
  DESK_PROFILE_NEW_PASSPHRASE, /**< no keyring, no data: one may be chosen */
  DESK_PROFILE_KEYRING,        /**< sealed by the keyring, which is shut */
  DESK_PROFILE_FAILED          /**< cannot be opened; the error says why */
} DeskProfileState;

G_END_DECLS
