/*
 * A site behind TLS that whoever checks fetches something from, and the set of
 * anchors that it goes into.
 */

#ifndef P2PID_TESTS_SITE_H
#define P2PID_TESTS_SITE_H

#include "fakes/tls.h"
#include "harness.h"

#include "p2pid/anchors.h"

/** The site's own certificate, and one that another could show for the same
 *  name; PEM. */
extern char *site_root, *site_stranger;

/** New in each test. */
extern p2pid_anchors *site_anchors;

/** The server, once it serves. */
extern tls *site_server;

/** Serve @p answer, raw and borrowed, under @p path; the address, until the
 *  next one. */
const char *
site_serve (const char *answer, const char *path);

/** Serve nothing more. */
void
site_close (void);

/** Add the tests with what goes before and after them, and run them. */
int
site_run (Suite *suite, TCase *tcase);

#endif
