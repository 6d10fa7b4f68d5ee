/* Certificates for test servers: self-signed, for one IPv4 address. */

#ifndef P2PID_TESTS_CERTIFICATE_H
#define P2PID_TESTS_CERTIFICATE_H

/** Write a certificate for @p address, valid @p from … @p until days from now,
 *  and its key, as PEM files. */
void
certificate_make (const char *address,
                  long from,
                  long until,
                  const char *certificate_path,
                  const char *key_path);

#endif
