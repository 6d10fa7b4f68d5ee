/*
 * What a relying party has from an eID's operator, read from files that a
 * small JSON file names:
 *
 *   {"address": "https://appapi2.bankid.com", "certificate": "rp.pem",
 *    "key": "rp.key", "tls-root": "tls.pem", "root": "root.pem"}
 *
 * Paths are relative to its folder.
 */

#ifndef P2PID_TOOLS_OPERATOR_H
#define P2PID_TOOLS_OPERATOR_H

#include "p2pid/enrolment.h"
#include "tools/p2pid/files.h"

/** Largest such file, and largest file with certificates or a key. */
#define CLI_OPERATOR_MAX (16 * 1024)
#define CLI_OPERATOR_PEM_MAX (64 * 1024)

typedef struct {
  p2pid_operator party; /**< its texts are below */
  char *address;
  cli_bytes certificate, key, tls_root, root;
} cli_operator;

/**
 * Read all of it.
 *
 * @param out_what  what is wrong, static: a member, or how a key lies there
 *
 * @return P2PID_ERR_FORMAT, P2PID_ERR_NOT_FOUND, P2PID_ERR_SIZE, P2PID_ERR_IO,
 *         P2PID_ERR_STATE for a key file that others can read,
 *         P2PID_ERR_MEMORY
 */
P2PID_MUST_CHECK p2pid_err
cli_operator_read (const char *path, cli_operator *out, const char **out_what);

/** A file with a private key, which nobody else may read or write; as
 *  cli_file_read(), and P2PID_ERR_STATE where somebody else may. */
P2PID_MUST_CHECK p2pid_err
cli_key_file_read (const char *path, size_t max, cli_bytes *out);

/** @p name beside @p file, for free(); P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
cli_path_beside (const char *file, const char *name, char **out);

/** Wipe and free what is inside; all zero is fine. */
void
cli_operator_clear (cli_operator *self);

#endif
