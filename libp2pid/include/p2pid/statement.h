/*
 * Statements: "key K belongs to me, from T1 to T2", which an eID signs.
 *
 * A statement has one canonical byte form and one text in plain language, each
 * made from the other's values, so that what a person read and what a program
 * checks cannot drift apart (PROTOCOL.md §11, "Statements").
 */

#ifndef P2PID_STATEMENT_H
#define P2PID_STATEMENT_H

#include "p2pid/error.h"

P2PID_BEGIN_DECLS

/** Languages that a statement can be read in. */
typedef enum {
  P2PID_LANGUAGE_SV, /**< Swedish, "sv" */
  P2PID_LANGUAGE_EN, /**< English, "en" */
  P2PID_LANGUAGE_COUNT_
} p2pid_language;

#define P2PID_STATEMENT_NONCE_SIZE 16

/** Longest name of a program, in bytes, and in characters. */
#define P2PID_STATEMENT_PROGRAM_MAX 80
#define P2PID_STATEMENT_PROGRAM_CHARACTERS 40

/** Longest canonical form and longest text, in bytes. */
#define P2PID_STATEMENT_MAX 256
#define P2PID_STATEMENT_TEXT_MAX 1024

/** Longest that a statement can hold: ten years, in seconds. */
#define P2PID_STATEMENT_LIFETIME_MAX (INT64_C (10) * 366 * 24 * 60 * 60)

typedef struct {
  char program[P2PID_STATEMENT_PROGRAM_MAX + 1]; /**< who asks, for people */
  p2pid_language language;
  p2pid_public_key key; /**< the identity key */
  int64_t not_before;   /**< Unix seconds */
  int64_t not_after; /**< Unix seconds: the first at which it holds no more */
  uint8_t nonce[P2PID_STATEMENT_NONCE_SIZE];
} p2pid_statement;

/**
 * A statement with a fresh nonce.
 *
 * @param program   name of the program, as the eID's holder knows it
 * @param lifetime  seconds from @p now
 *
 * @return P2PID_ERR_TEXT for a name that is empty, too long or misleading;
 *         P2PID_ERR_ARGUMENT for a time or language that there is not;
 *         P2PID_ERR_MEMORY
 */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_statement_init (p2pid_statement *statement,
                      const p2pid_public_key *key,
                      const char *program,
                      p2pid_language language,
                      int64_t now,
                      int64_t lifetime);

/** The canonical bytes, for p2pid_buffer_free(): what is signed as data.
 *  As p2pid_statement_init(). */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_statement_print (const p2pid_statement *statement,
                       p2pid_buffer **out_bytes);

/**
 * A statement from its canonical bytes, and from no others: printing the
 * result gives the same bytes.
 *
 * Not checked: the time, and that the key is fit to sign with.
 *
 * @return P2PID_ERR_FORMAT, P2PID_ERR_TEXT, P2PID_ERR_SIZE,
 *         P2PID_ERR_VERSION for one by a newer program, P2PID_ERR_MEMORY
 */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_statement_parse (p2pid_bytes bytes, p2pid_statement *out_statement);

/** The text that the eID shows to its holder, in the statement's language,
 *  with the whole key; for p2pid_buffer_free(). As p2pid_statement_init(). */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_statement_text (const p2pid_statement *statement,
                      p2pid_buffer **out_text);

/** "sv", "en". */
P2PID_API const char *
p2pid_language_name (p2pid_language language);

P2PID_END_DECLS

#endif
