/*
 * What the tests of BankID and Freja share: an enrolment at a fake operator,
 * and what was heard of it. The person acts while events are told.
 */

#ifndef P2PID_TESTS_ORDERING_H
#define P2PID_TESTS_ORDERING_H

#include "fakes/operator.h"
#include "harness.h"
#include "p2pid/enrolment.h"

#define HEARD_MAX 64

typedef struct {
  p2pid_enrolment_event_kind kind;
  p2pid_err err;
  char text[512], hint[32], sentence[512];
} heard_event;

/** The last order's events, and who it was. */
extern heard_event heard[HEARD_MAX];
extern size_t heard_count;
extern char heard_name[128];
extern p2pid_statement heard_statement;
extern p2pid_environment heard_environment;

/** The server, and what orders start from; a test may change the config. */
extern fake_operator *theirs;
extern p2pid_enrolment_config ordering;
extern p2pid_enrolment *enrolment;

/** What the person does at last, once they have read the code: sent to the
 *  fake by ordering_answer(). At first they approve. */
extern const char *answer_path, *answer_wish;

/** What the fake said of the code that was read. */
extern json_t *scanned;

/** How an order ends: by which answer, and what is told of it. */
typedef struct {
  const char *path, *wish;
  p2pid_err err;
  const char *hint;
} ordering_ending;

/** What the operator answers instead of the truth: members of JSON. */
typedef struct {
  const char *members;
  p2pid_err err;
  const char *hint;
} ordering_untruth;

/** Start the server and make anchors for @p party, once; and end. */
void
ordering_open (const char *program, p2pid_method method, const char *party);
void
ordering_close (void);

/** Before and after each test. */
void
ordering_begin (void);
void
ordering_end (void);

/** Read the code, by the fake's @p path. */
void
ordering_scan (const char *path, const char *wish);

/** Answer. */
void
ordering_answer (void);

/** Order, with @p act called for each event that is told; or NULL. */
p2pid_err
ordering_run (void (*act) (const heard_event *event));

/** Order, and cancel once the server has been asked @p path, which it answers
 *  late. */
p2pid_err
ordering_run_cancelled (const char *path);

/** How many events of a kind were heard, and the last of them (NULL). */
size_t
ordering_count (p2pid_enrolment_event_kind kind);
const heard_event *
ordering_last (p2pid_enrolment_event_kind kind);

/** Whether a hint was told while it went on. */
bool
ordering_has_hint (const char *hint);

/** The order that the fake has had last, for json_decref(). */
json_t *
ordering_last_order (void);

/** The member's text, or NULL. */
const char *
text_of (const json_t *object, const char *name);

/** Let the server lie: JSON of a list. */
void
ordering_lie (const char *lies);

/** Order, as @p act, and end in that way; without having cancelled, which the
 *  fake knows as @p cancel. */
void
ordering_check_ending (void (*act) (const heard_event *event),
                       const ordering_ending *wanted,
                       const char *cancel);

/** Order, as @p act, while whoever asks @p path is lied to. */
void
ordering_check_lie (void (*act) (const heard_event *event),
                    const char *path,
                    const ordering_untruth *lie);

/** Order, and lose the connection as @p path is asked: for a moment, and for
 *  longer. */
void
ordering_check_connection_lost (void (*act) (const heard_event *event),
                                const char *path);

#endif
