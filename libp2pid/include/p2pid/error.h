/*
 * Every way in which a call of libp2pid can fail.
 *
 * The list is closed: a program with -Wswitch-enum learns from the compiler
 * when a new error wants its own sentence. Outputs of a function are untouched
 * unless it returned P2PID_OK.
 */

#ifndef P2PID_ERROR_H
#define P2PID_ERROR_H

#include "p2pid/types.h"

P2PID_BEGIN_DECLS

typedef enum {
  P2PID_OK = 0,

  /* The caller, or the machine. */
  P2PID_ERR_MEMORY,    /**< no memory left */
  P2PID_ERR_ARGUMENT,  /**< a value that the function does not take */
  P2PID_ERR_STATE,     /**< the call is not allowed at this point */
  P2PID_ERR_CANCELLED, /**< the caller cancelled */

  /* What came from outside. */
  P2PID_ERR_FORMAT,      /**< not of the expected shape */
  P2PID_ERR_SIZE,        /**< larger than the documented maximum */
  P2PID_ERR_TEXT,        /**< not NFC, control or bidi characters, too long */
  P2PID_ERR_VERSION,     /**< needs a newer program to be understood */
  P2PID_ERR_CHECK_DIGIT, /**< the code was mistyped; nothing is spent */

  /* Getting together. */
  P2PID_ERR_CODE_UNKNOWN, /**< no such code waits: expired or misheard */
  P2PID_ERR_CODE_USED,    /**< somebody has already joined with it */
  P2PID_ERR_WRONG_CODE,   /**< the secret part was wrong; the code is burnt */
  P2PID_ERR_CROWDED,      /**< a third party wrote to the mailbox */
  P2PID_ERR_INTERFERENCE, /**< three codes burnt in ten minutes */

  /* Comparing the accounts. */
  P2PID_ERR_CHANNELS, /**< the sides name different channels */
  P2PID_ERR_ROLES,    /**< both say they rang, or both that they were rung */
  P2PID_ERR_START,    /**< the contact began at different times */
  P2PID_ERR_TAILS,    /**< the dialled number is not the one that rang */
  P2PID_ERR_PLACES,   /**< the sides disagree on who proves first */
  P2PID_ERR_CLOCK,    /**< the two computers' clocks are too far apart */

  /* The conversation. */
  P2PID_ERR_OUT_OF_TURN, /**< the other side sent what it may not send now */
  P2PID_ERR_REFLECTED,   /**< one's own message or key came back */
  P2PID_ERR_STOPPED,     /**< one of the two stopped the contact */
  P2PID_ERR_TIMEOUT,     /**< the other side did not answer in time */

  /* Evidence. */
  P2PID_ERR_FORGED,        /**< a signature or authentication tag is false */
  P2PID_ERR_MISMATCH,      /**< a good signature, but over something else */
  P2PID_ERR_UNTRUSTED,     /**< the issuer is not among the trust anchors */
  P2PID_ERR_TEST_REFUSED,  /**< a TEST identity, and TEST is not turned on */
  P2PID_ERR_EXPIRED,       /**< no longer valid */
  P2PID_ERR_NOT_YET_VALID, /**< not valid yet */
  P2PID_ERR_REVOKED,       /**< withdrawn by its issuer */
  P2PID_ERR_ALGORITHM,     /**< an algorithm or key that is not accepted */
  P2PID_ERR_METHOD,        /**< an eID method this program does not know */
  P2PID_ERR_INCOMPLETE,    /**< evidence without something it must have */

  /* The relay, or another server that was asked. */
  P2PID_ERR_OFFLINE, /**< it cannot be reached */
  P2PID_ERR_TLS,     /**< it could not prove which server it is */
  P2PID_ERR_RELAY,   /**< it answered what no such server should answer */
  P2PID_ERR_BUSY,    /**< the relay is full, or asks for patience */
  P2PID_ERR_GONE,    /**< the mailbox is no longer there */

  /* The store. */
  P2PID_ERR_KEY,       /**< the key or passphrase does not open the store */
  P2PID_ERR_DAMAGED,   /**< the file is damaged; it was not touched */
  P2PID_ERR_NEWER,     /**< written by a newer program; it was not touched */
  P2PID_ERR_IO,        /**< a file could not be read or written */
  P2PID_ERR_FULL,      /**< no space left on the disk */
  P2PID_ERR_LOCKED,    /**< another program holds the store */
  P2PID_ERR_NOT_FOUND, /**< there is no such entry */

  P2PID_ERR_COUNT_ /**< the number of entries above; never returned */
} p2pid_err;

/**
 * The error's name as this header spells it, without the prefix and in lower
 * case with dashes: "check-digit", "out-of-turn"; "ok" for P2PID_OK. Never
 * NULL, static. The names are stable: protocol messages and JSON output
 * carry them.
 */
P2PID_API const char *
p2pid_err_name (p2pid_err err);

/**
 * One English sentence that says what happened, for developers and the
 * command line. Never NULL, static. A desktop program writes its own.
 */
P2PID_API const char *
p2pid_err_sentence (p2pid_err err);

P2PID_END_DECLS

#endif
