/*
 * How the program ends, for scripts (p2pid(1), EXIT STATUS).
 */

#ifndef P2PID_TOOLS_STATUS_H
#define P2PID_TOOLS_STATUS_H

#include "p2pid/session.h"

/** From 64 on as in sysexits.h. */
typedef enum {
  CLI_IDENTIFIED = 0,   /**< the other was identified; or: it is done */
  CLI_NOBODY = 1,       /**< all went well, and the other showed nothing */
  CLI_CANNOT_CHECK = 2, /**< this computer cannot tell who the other is */
  CLI_STOP = 3,         /**< something is wrong: end the contact */
  CLI_CANCELLED = 4,    /**< interrupted by the user */

  /* Evidence that does not hold, each reason its own. */
  CLI_CHECK_SHAPE = 10,      /**< not written as its eID writes it */
  CLI_CHECK_SIZE = 11,       /**< too large */
  CLI_CHECK_VERSION = 12,    /**< of a newer kind */
  CLI_CHECK_TEXT = 13,       /**< a name or text not fit to be shown */
  CLI_CHECK_ALGORITHM = 14,  /**< an algorithm or key that is not taken */
  CLI_CHECK_INCOMPLETE = 15, /**< without something it must have */
  CLI_CHECK_UNTRUSTED = 16,  /**< an issuer that is no anchor */
  CLI_CHECK_TEST = 17,       /**< a TEST identity, and TEST is not taken */
  CLI_CHECK_FORGED = 18,     /**< a false signature */
  CLI_CHECK_MISMATCH = 19,   /**< a good signature over something else */
  CLI_CHECK_EXPIRED = 20,    /**< no longer valid */
  CLI_CHECK_NOT_YET = 21,    /**< not valid yet */
  CLI_CHECK_REVOKED = 22,    /**< withdrawn by its issuer */

  CLI_USAGE = 64,     /**< a wrong command line */
  CLI_BAD_CODE = 65,  /**< a code or invitation that leads nowhere */
  CLI_NO_ENTRY = 66,  /**< no such file, contact, person or anchor */
  CLI_NO_RELAY = 69,  /**< the relay cannot be used */
  CLI_NO_MEMORY = 71, /**< the machine has no memory left */
  CLI_STORE = 74,     /**< a file cannot be read or written, or is damaged */
  CLI_WRONG_KEY = 77  /**< the key or passphrase does not open the store */
} cli_status;

/** The status that goes with an error. */
cli_status
cli_status_of (p2pid_err err);

/** The status of a check of evidence. */
cli_status
cli_status_of_check (p2pid_err err);

/** The status of a contact that was stopped for @p reason; CLI_CANCELLED for
 *  one that somebody just left. */
cli_status
cli_status_of_stop (p2pid_stop reason);

#endif
