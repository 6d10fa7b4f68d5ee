/*
 * Passphrases, typed where nobody sees them or handed over by a program.
 */

#ifndef P2PID_TOOLS_PASSPHRASE_H
#define P2PID_TOOLS_PASSPHRASE_H

#include "p2pid/error.h"

/** Room for the longest passphrase and its NUL. */
#define CLI_PASSPHRASE_SIZE 1024

/** Ask on the terminal, without echo. P2PID_ERR_STATE where there is no
 *  terminal, P2PID_ERR_CANCELLED, P2PID_ERR_SIZE, P2PID_ERR_IO. */
P2PID_MUST_CHECK p2pid_err
cli_passphrase_ask (const char *prompt, char out[CLI_PASSPHRASE_SIZE]);

/** Read one line from a file descriptor. P2PID_ERR_SIZE, P2PID_ERR_IO. */
P2PID_MUST_CHECK p2pid_err
cli_passphrase_read (int file, char out[CLI_PASSPHRASE_SIZE]);

#endif
