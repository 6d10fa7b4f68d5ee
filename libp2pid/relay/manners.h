/*
 * What every request of the library does and never does, to whomever it goes:
 * TLS verified, nothing followed, no password from a file.
 */

#ifndef P2PID_RELAY_MANNERS_H
#define P2PID_RELAY_MANNERS_H

#include <curl/curl.h>
#include <stdbool.h>

/**
 * Set them; false without memory.
 *
 * @param tls     what begins with https stays https, and the other way round
 * @param direct  past any proxy that the environment names: for this computer
 *                and the local network
 */
bool
p2pid_curl_set_manners (CURL *easy, bool tls, bool direct);

#endif
