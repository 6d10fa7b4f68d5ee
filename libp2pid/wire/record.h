/*
 * Records: what the two programs say to each other inside the channel.
 *
 *   record = type[1] | size[2, big-endian] | body[size] | zeros
 *
 * padded to a multiple of 1,024 bytes. The body is a JSON object; that of
 * identify has evidence behind it, as it is. Types and members: PROTOCOL.md §6.
 */

#ifndef P2PID_WIRE_RECORD_H
#define P2PID_WIRE_RECORD_H

#include "base/bytes.h"
#include "p2pid/account.h"

#define P2PID_RECORD_PADDING 1024
/** Largest record with its padding, and largest body. */
#define P2PID_RECORD_MAX (30 * 1024)
#define P2PID_RECORD_BODY_MAX (P2PID_RECORD_MAX - 3)

/** Longest method name, statement, and evidence with its role, in characters.
 */
#define P2PID_RECORD_METHOD_MAX 32
#define P2PID_RECORD_STATEMENT_MAX 2048
#define P2PID_RECORD_EVIDENCE_MAX (24 * 1024)

typedef enum {
  P2PID_RECORD_ACCOUNT = 1,
  P2PID_RECORD_AGREE = 2,
  P2PID_RECORD_IDENTIFY = 3,
  P2PID_RECORD_DELIVERED = 4,
  P2PID_RECORD_SHOWN = 5,
  P2PID_RECORD_DECLINE = 6,
  P2PID_RECORD_FINISH = 7,
  P2PID_RECORD_RECEIPT = 8,
  P2PID_RECORD_STOP = 9
} p2pid_record_type;

/** Whether the callee compared the dialled number with its own. */
typedef enum { P2PID_TAILS_NONE, P2PID_TAILS_SAME } p2pid_tails;

/** A record as a struct. Pointers are borrowed: from what was encoded, or,
 *  after decoding, from the body (evidence and role) and the record's own
 *  memory (the rest). */
typedef struct {
  p2pid_record_type type;
  union {
    /* {"channel":"phone|meeting|online","role":"none|caller|callee",
     *  "place":"first|second","time":N[,"start":N][,"tail":"4711"],
     *  "tails":"none|same"} */
    struct {
      p2pid_account account;
      int64_t time; /* the sender's clock */
      p2pid_tails tails;
    } account;
    /* {"tails":"none|same"} */
    struct {
      p2pid_tails tails;
    } agree;
    /* {"method":"sd-jwt"[,"statement":"base64url"][,"audience":"…"]
     *  [,"purpose":"…"],"time":N,"signature":"base64url"} LF evidence
     *  [LF role] */
    struct {
      const char *method;
      const char *statement; /* or NULL */
      p2pid_bytes evidence;
      p2pid_bytes role;     /* empty: none */
      const char *audience; /* or NULL */
      const char *purpose;  /* or NULL */
      int64_t time;
      p2pid_signature signature;
    } identify;
    /* delivered, decline: {} */
    /* shown: {} or {"cannot-check":"error-name"} */
    struct {
      p2pid_err err; /* P2PID_OK: the identity is on the screen */
    } shown;
    /* {"th":"base64url","receipt":true|false} */
    struct {
      p2pid_hash th;
      bool receipt;
    } finish;
    /* {"signature":"base64url"} */
    struct {
      p2pid_signature signature;
    } receipt;
    /* {"reason":"not-me"} */
    struct {
      p2pid_stop reason;
    } stop;
  };
} p2pid_record;

/** What a decoded record's pointers point into. */
typedef struct p2pid_record_memory p2pid_record_memory;

/** The type's name, "account", "agree", …; NULL for a type there is not. */
const char *
p2pid_record_type_name (p2pid_record_type type);

/** The body of @p record, members in the order of the comments above. Its
 *  account must pass p2pid_account_check(), its texts p2pid_text_check(), its
 *  evidence and role p2pid_text_is_line(); P2PID_ERR_SIZE,
 *  P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_record_print (const p2pid_record *record, p2pid_buffer **out_body);

/**
 * A record from its type and body. An account in it has passed
 * p2pid_account_check(), texts p2pid_text_check().
 *
 * @return P2PID_ERR_FORMAT a member is missing, of another kind or out of
 *         bounds; P2PID_ERR_TEXT an audience or purpose that could mislead;
 *         P2PID_ERR_VERSION an unknown type, or an unknown member that must
 *         be understood; P2PID_ERR_SIZE, P2PID_ERR_MEMORY
 */
P2PID_MUST_CHECK p2pid_err
p2pid_record_parse (p2pid_record_type type,
                    p2pid_bytes body,
                    p2pid_record *out_record,
                    p2pid_record_memory **out_memory);

void
p2pid_record_memory_free (p2pid_record_memory *memory);

/** Frame a body: type, size and padding; P2PID_ERR_SIZE, P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_record_frame (p2pid_record_type type,
                    p2pid_bytes body,
                    p2pid_buffer **out_plain);

/** Take a frame apart; the body is borrowed from @p plain. P2PID_ERR_FORMAT
 *  unless the size fits and the padding is the shortest and all zero. */
P2PID_MUST_CHECK p2pid_err
p2pid_record_unframe (p2pid_bytes plain,
                      p2pid_record_type *out_type,
                      p2pid_bytes *out_body);

#endif
