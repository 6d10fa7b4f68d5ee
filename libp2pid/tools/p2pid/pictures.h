/*
 * Codes that are read off the terminal: by a camera, or across a room.
 */

#ifndef P2PID_TOOLS_PICTURES_H
#define P2PID_TOOLS_PICTURES_H

#include "p2pid/code.h"

#include <stdio.h>

/**
 * Print @p text as a QR code, two modules to a character.
 *
 * @param colour  paint it black on white, so that it scans on any terminal;
 *                else its light modules are the characters, which scans where
 *                characters are light on dark
 *
 * P2PID_ERR_SIZE for a text too long for a QR code; P2PID_ERR_MEMORY
 */
P2PID_MUST_CHECK p2pid_err
cli_print_qr (FILE *to, const char *text, bool colour);

/** Print a code in digits five lines high, in pairs. */
void
cli_print_digits (FILE *to, const p2pid_code *code);

#endif
