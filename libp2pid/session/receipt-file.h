/*
 * The receipt as a file (PROTOCOL.md §9): JSON without white space, members in
 * this order and no others, so that both sides write the same bytes.
 *
 *   {"p2pid":"receipt","version":1,"suite":"…","handshake":"<h>",
 *    "records":[["host","account","<body>"],…],
 *    "signatures":{"host":"…","guest":"…"}}
 *
 * h, bodies and signatures as base64url.
 */

#ifndef P2PID_SESSION_RECEIPT_FILE_H
#define P2PID_SESSION_RECEIPT_FILE_H

#include "session/transcript.h"

/** P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_receipt_write (const p2pid_transcript *transcript,
                     const p2pid_signature *host,
                     const p2pid_signature *guest,
                     p2pid_buffer **out_file);

/** What p2pid_receipt_write() wrote, its th calculated anew. The transcript
 *  is for p2pid_transcript_clear(), also after an error. P2PID_ERR_FORMAT,
 *  P2PID_ERR_SIZE, P2PID_ERR_VERSION, P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_receipt_read (p2pid_bytes file,
                    p2pid_transcript *transcript,
                    p2pid_signature *out_host,
                    p2pid_signature *out_guest);

#endif
