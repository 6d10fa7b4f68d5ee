/*
 * What the program says: in words for people, or as JSON for programs. Both
 * sides of this table are told the same.
 */

#ifndef P2PID_TOOLS_OUTPUT_H
#define P2PID_TOOLS_OUTPUT_H

#include "p2pid/claimed.h"
#include "p2pid/contact.h"
#include "p2pid/enrolment.h"
#include "tools/p2pid/options.h"

/** What is asked of the user in a contact. */
typedef enum {
  CLI_QUESTION_NONE,
  CLI_QUESTION_IDENTIFY, /**< show who you are? */
  CLI_QUESTION_FINISH    /**< close; with a receipt? */
} cli_question;

/** What an event is told with, beside itself. */
typedef struct {
  p2pid_role role;           /**< one's own */
  const p2pid_identity *own; /**< NULL where nobody has enrolled */
  p2pid_facts facts;         /**< what would be shown of it */
  bool known;                /**< the other has been identified */
  int64_t first_met;         /**< them, before this contact; 0: never */
} cli_scene;

/** A receipt, before or after it was verified. */
typedef struct {
  const p2pid_receipt *receipt;
  p2pid_err err; /**< the result of p2pid_receipt_verify() */
} cli_verified;

/** Evidence that was checked. */
typedef struct {
  p2pid_method method;
  int64_t at;          /**< the time of the check */
  p2pid_report report; /**< each step */
  p2pid_err err;
  p2pid_identity *identity;   /**< NULL unless every step held */
  p2pid_claimed *claimed;     /**< NULL where it holds, or names nobody */
  const char *status_address; /**< where its status list is, or NULL */
  bool status_wanted;         /**< a list was given, or to be fetched */
  bool statement_missing;     /**< it failed since none was given */
} cli_checked;

struct cli_output {
  void (*event) (const p2pid_event *event, const cli_scene *scene);
  void (*ask) (cli_question question, const cli_scene *scene);
  void (*status) (cli_status status);

  /** @p facts can be shown, @p fixed of them cannot be withheld. */
  void (*profile) (const p2pid_identity *identity,
                   p2pid_facts facts,
                   p2pid_facts fixed);
  void (*history) (const p2pid_history_entry *entry);
  void (*person) (const p2pid_person *person);
  void (*anchor) (const p2pid_anchor *anchor);
  void (*receipt) (const cli_verified *receipt);
  void (*holds) (const cli_verified *receipt); /**< in short: who, when */
  void (*evidence) (const cli_checked *checked);
  void (*enrolment) (const p2pid_enrolment_event *event);

  /** Something was made that has this fingerprint; @p text says what. */
  void (*fingerprint) (const char *event,
                       const p2pid_fingerprint *fingerprint,
                       const char *text);

  /** Something was done, or there is nothing to list. */
  void (*done) (const char *event, const char *text);
  void (*error) (const cli_options *options, p2pid_err err, const char *what);

  /** An error of which @p why says all that there is to say. */
  void (*refusal) (const cli_options *options, p2pid_err err, const char *why);
};

typedef struct cli_output cli_output;

extern const cli_output cli_output_people;
extern const cli_output cli_output_json;

/** Tell of an error with @p what (a path, or NULL); the status for it. */
cli_status
cli_fail (const cli_options *options, p2pid_err err, const char *what);

/** Tell of an error whose reason is known better than its name says; the
 *  status for it. */
cli_status
cli_refuse (const cli_options *options, p2pid_err err, const char *why);

/** Tell of a command line that makes no sense; CLI_USAGE. */
cli_status
cli_misused (const cli_options *options, const char *format, ...)
    __attribute__ ((format (printf, 2, 3)));

/** Why the evidence does not hold, for people. */
const char *
cli_evidence_sentence (const cli_checked *checked);

/** The stable words of numbers that the library gives no names. */
const char *
cli_channel_word (p2pid_channel channel);
const char *
cli_role_word (p2pid_role role);
const char *
cli_outcome_word (p2pid_outcome outcome);
const char *
cli_assurance_word (p2pid_assurance assurance);
const char *
cli_environment_word (p2pid_environment environment);
const char *
cli_word_word (p2pid_word word);

#endif
