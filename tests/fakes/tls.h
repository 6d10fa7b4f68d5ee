/*
 * A server behind TLS, on a thread of its own, that gives one answer to
 * whoever asks, and may insist on a client's certificate.
 */

#ifndef P2PID_TESTS_TLS_H
#define P2PID_TESTS_TLS_H

#include <stddef.h>

typedef struct {
  const char *certificate, *key; /**< paths of PEM files */
  const char *clients; /**< path: the one client certificate that is taken;
                            NULL: nobody is asked for one */
  int version;         /**< TLS1_2_VERSION, TLS1_3_VERSION: this alone; 0 */
  const char *answer;  /**< raw, as it goes over the line; borrowed */
} tls_config;

typedef struct tls tls;

/** Serve on a free port of 127.0.0.1. */
tls *
tls_new (const tls_config *config);

/** "https://127.0.0.1:PORT" */
const char *
tls_origin (const tls *self);

/** How many requests were answered. */
unsigned
tls_count (tls *self);

void
tls_free (tls *self);

#endif
