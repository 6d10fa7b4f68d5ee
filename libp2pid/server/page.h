/*
 * The one page for people: for who opens an invitation link in a browser, or
 * wonders what runs here.
 */

#ifndef P2PID_SERVER_PAGE_H
#define P2PID_SERVER_PAGE_H

#include "p2pid/error.h"

#define P2PID_PAGE_POLICY_SIZE 256

/** The page, static, UTF-8. */
const char *
p2pid_page_text (void);

/** Its Content-Security-Policy: nothing from anywhere, but its own style. */
void
p2pid_page_policy (char out[P2PID_PAGE_POLICY_SIZE]);

#endif
