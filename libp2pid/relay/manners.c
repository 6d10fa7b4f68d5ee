/* What every request of the library does and never does. */

#include "relay/manners.h"

#include <stddef.h>

#define CONNECT_TIMEOUT 10000L /* milliseconds */

/* Held in this table, so that what a request never does can be read at a
 * glance. QUICK_EXIT: leaving does not wait for a name server. */
static const struct {
  CURLoption option;
  long value;
} settings[] = {
  { CURLOPT_SSL_VERIFYPEER, 1 },
  { CURLOPT_SSL_VERIFYHOST, 2 },
  { CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2 }, /* at least */
  { CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1 },
  { CURLOPT_FOLLOWLOCATION, 0 },
  { CURLOPT_NETRC, CURL_NETRC_IGNORED },
  { CURLOPT_SUPPRESS_CONNECT_HEADERS, 1 },
  { CURLOPT_CONNECTTIMEOUT_MS, CONNECT_TIMEOUT },
  { CURLOPT_TCP_NODELAY, 1 },
  { CURLOPT_NOSIGNAL, 1 },
  { CURLOPT_QUICK_EXIT, 1 },
};

bool
p2pid_curl_set_manners (CURL *easy, bool tls, bool direct)
{
  for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
    if (curl_easy_setopt (easy, settings[i].option, settings[i].value) !=
        CURLE_OK)
      return false;
  return curl_easy_setopt (easy, CURLOPT_PROTOCOLS_STR,
                           tls ? "https" : "http") == CURLE_OK &&
         curl_easy_setopt (easy, CURLOPT_NOPROXY, direct ? "*" : NULL) ==
             CURLE_OK &&
         curl_easy_setopt (easy, CURLOPT_USERAGENT, "p2pid") == CURLE_OK;
}
