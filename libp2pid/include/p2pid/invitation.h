/*
 * Invitations: a 32-byte secret and the relay's origin, as a "p2pid:" URI for
 * QR codes and files, or as an https link with all that is secret in its
 * fragment, which browsers do not send. PROTOCOL.md §3.
 */

#ifndef P2PID_INVITATION_H
#define P2PID_INVITATION_H

#include "p2pid/error.h"

P2PID_BEGIN_DECLS

/** Largest origin ("https://relay.example:8443") and invitation, in bytes. */
#define P2PID_ORIGIN_MAX 200
#define P2PID_INVITATION_MAX 300

typedef struct {
  uint8_t secret[32];
  char origin[P2PID_ORIGIN_MAX + 1];
} p2pid_invitation;

/** A new invitation with a random secret; P2PID_ERR_FORMAT for an origin
 *  that p2pid_origin_parse() does not take as it stands. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_invitation_new (const char *origin, p2pid_invitation *out_invitation);

/**
 * An invitation from a "p2pid:" URI or an https link, spaces around it
 * ignored.
 *
 * @return P2PID_ERR_FORMAT, P2PID_ERR_SIZE; P2PID_ERR_VERSION for a newer
 *         kind of invitation
 */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_invitation_parse (const char *text, p2pid_invitation *out_invitation);

/** As a "p2pid:" URI, for p2pid_buffer_free(); P2PID_ERR_MEMORY. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_invitation_print (const p2pid_invitation *invitation,
                        p2pid_buffer **out_text);

/** As a link to the relay; P2PID_ERR_MEMORY. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_invitation_print_link (const p2pid_invitation *invitation,
                             p2pid_buffer **out_text);

/** Wipe the secret. */
P2PID_API void
p2pid_invitation_wipe (p2pid_invitation *invitation);

/**
 * The normal form of a relay's address: scheme and host in lower case, no
 * default port, no path (a lone "/" at the end is dropped). http is taken for
 * loopback, private and link-local addresses and names in ".local" only;
 * names with other letters than a–z must come in their xn-- form.
 *
 * @return P2PID_ERR_FORMAT for anything that is not an origin, an http origin
 *         in the open included; P2PID_ERR_SIZE
 */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_origin_parse (const char *text, char out[P2PID_ORIGIN_MAX + 1]);

P2PID_END_DECLS

#endif
