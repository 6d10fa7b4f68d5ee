/*
 * The running transcript hash th: the handshake hash and every record that
 * both have seen, in order. PROTOCOL.md §5.
 *
 *   th    = H (lv_cat ("libp2pid/1 th", h))
 *   next  = H (lv_cat ("libp2pid/1 th+", th, sender, type, body))
 */

#ifndef P2PID_SESSION_TRANSCRIPT_H
#define P2PID_SESSION_TRANSCRIPT_H

#include "wire/record.h"

/** Most records that enter a transcript. */
#define P2PID_TRANSCRIPT_MAX 16

typedef struct {
  p2pid_side sender;
  p2pid_record_type type;
  p2pid_buffer *body;
} p2pid_transcript_record;

/** The hash, and the records that it was made from, for a receipt. */
typedef struct {
  p2pid_hash handshake;
  p2pid_hash th;
  p2pid_transcript_record records[P2PID_TRANSCRIPT_MAX];
  size_t count;
} p2pid_transcript;

/** Begin, with the handshake hash. */
void
p2pid_transcript_begin (p2pid_transcript *transcript, const p2pid_hash *h);

/** Take in the next record; its body is copied. P2PID_ERR_SIZE past the most
 *  records, P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_transcript_add (p2pid_transcript *transcript,
                      p2pid_side sender,
                      p2pid_record_type type,
                      p2pid_bytes body);

/** Wipe all of it. */
void
p2pid_transcript_clear (p2pid_transcript *transcript);

/** "host", "guest". */
const char *
p2pid_side_name (p2pid_side side);

#endif
