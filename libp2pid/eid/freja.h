/*
 * What an order at Freja shows to its person, and which certificate signed
 * what came of it.
 */

#ifndef P2PID_EID_FREJA_H
#define P2PID_EID_FREJA_H

#include "base/bytes.h"

/** Longest reference of an order, and the link made of it. */
#define P2PID_FREJA_REFERENCE_MAX 200
#define P2PID_FREJA_LINK_MAX (60 + 3 * P2PID_FREJA_REFERENCE_MAX)

/** The link that the app reads as a QR code; false for a reference that is
 *  empty, too long or not of printable ASCII characters. */
bool
p2pid_freja_link (const char *reference, char out[P2PID_FREJA_LINK_MAX]);

/**
 * The certificate that the header of @p details names by its x5t, as DER.
 * It only selects: that it signed is for the method to check.
 *
 * @param certificates  PEM, one after the other
 *
 * @return P2PID_ERR_FORMAT for @p details without such a header or
 *         certificates that are none; P2PID_ERR_UNTRUSTED where it is not
 *         among them; P2PID_ERR_MEMORY
 */
P2PID_MUST_CHECK p2pid_err
p2pid_freja_find_certificate (p2pid_bytes details,
                              const char *certificates,
                              p2pid_buffer **out_der);

#endif
