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
  CLI_USAGE = 64,       /**< a wrong command line */
  CLI_BAD_CODE = 65,    /**< a code or invitation that leads nowhere */
  CLI_NO_ENTRY = 66,    /**< no such file, contact, person or anchor */
  CLI_NO_RELAY = 69,    /**< the relay cannot be used */
  CLI_NO_MEMORY = 71,   /**< the machine has no memory left */
  CLI_STORE = 74,       /**< a file cannot be read or written, or is damaged */
  CLI_WRONG_KEY = 77    /**< the key or passphrase does not open the store */
} cli_status;

/** The status that goes with an error. */
cli_status
cli_status_of (p2pid_err err);

/** The status of a contact that was stopped for @p reason; CLI_CANCELLED for
 *  one that somebody just left. */
cli_status
cli_status_of_stop (p2pid_stop reason);

#endif
