/*
 * The command line: what all options and arguments say, in one struct, and
 * the groups of options that commands share.
 */

#ifndef P2PID_TOOLS_OPTIONS_H
#define P2PID_TOOLS_OPTIONS_H

#include "p2pid/contact.h"
#include "tools/p2pid/status.h"

#include <argp.h>

struct cli_output;

/** Most arguments that a command takes beside its options. */
#define CLI_ARGUMENTS_MAX 12

/** What to do when it is one's turn to identify and the user must decide. */
typedef enum { CLI_ASK, CLI_SHOW_ME, CLI_DECLINE } cli_consent;

/** All texts are borrowed from the arguments of main(). */
typedef struct {
  /* Every command. */
  const char *program;     /**< "p2pid call", for messages */
  const struct argp *argp; /**< what is being parsed */
  char *data_dir;          /**< owned; never NULL once parsed */
  const char *key_file;
  int passphrase_fd; /**< -1: ask on the terminal */
  bool json;
  bool allow_test;
  const struct cli_output *output;

  /* Contacts. */
  const char *relay;
  const char *audience;
  const char *purpose;
  p2pid_facts facts; /**< 0: the default */
  const char *tail;  /**< digits of the number dialled, or of one's own */
  int64_t started;   /**< when the contact began, Unix seconds; 0: not said */
  p2pid_channel channel;
  bool channel_given;
  bool code;       /**< a code, where an invitation is the default */
  bool invitation; /**< an invitation, where a code is the default */
  cli_consent consent;
  bool receipt;
  bool leave_no_trace;

  /* Enrolment. */
  p2pid_method eid; /**< P2PID_METHOD_SD_JWT: TEST */
  p2pid_test_person person;
  int64_t lifetime; /**< seconds; 0: as the eID's */
  bool replace;
  bool yes; /**< do not ask before the eID is asked */
  bool credential;
  const char *gateway, *gateway_root;
  const char *operator_file; /**< a file */
  const char *provider, *provider_root, *client_id;
  const char *module, *roots;
  const char *language; /**< "sv", "en"; or NULL */

  /* Anchors. */
  p2pid_anchor anchor; /**< its parties are those below */
  const char *parties[P2PID_ANCHOR_PARTIES_MAX + 1];
  unsigned party_count;
  const char *anchors_from; /**< a file of anchors */
  const char *domain;       /**< an organisation's, to add or publish */

  /* Organisations; its name is the anchor's, the role the person's. */
  const char *endorsement; /**< a file */
  const char *revoked;     /**< a file */

  /* Evidence. */
  int64_t at; /**< Unix seconds */
  bool at_given;
  const char *statement; /**< a file */

  /* Status lists. */
  const char *status_lists[P2PID_STATUSES_MAX]; /**< files */
  unsigned status_list_count;
  bool fetch_status;
  const char *status_root; /**< a file */

  const char *arguments[CLI_ARGUMENTS_MAX];
  unsigned count;
} cli_options;

/** One command of the program. */
typedef struct {
  const char *name;
  const struct argp *argp;
  unsigned min_arguments, max_arguments;
  cli_status (*run) (cli_options *options);
  bool is_contact; /**< its exit status is told, too */
} cli_command;

/** Options of every command, as a child for argp; its parser also collects
 *  arguments. */
extern const struct argp cli_common_argp;

/** Options of contacts, as children for argp: of all, of those over a relay
 *  that one names, of those with a choice of channel, of hosts whose default is
 *  an invitation or a code, of those that say when they began, and of the two
 *  sides of a call. */
extern const struct argp cli_contact_argp;
extern const struct argp cli_relay_argp;
extern const struct argp cli_channel_argp;
extern const struct argp cli_code_argp;
extern const struct argp cli_invitation_argp;
extern const struct argp cli_started_argp;
extern const struct argp cli_caller_argp;
extern const struct argp cli_callee_argp;

/** An argp parser that hands its input down to all children. */
error_t
cli_pass_input_cb (int key, char *value, struct argp_state *state);

/** A command without options of its own. */
#define CLI_ARGP(arguments, doc, children)                                     \
  {                                                                            \
    NULL, cli_pass_input_cb, arguments, doc, children, NULL, NULL              \
  }

/** Fill in what nothing was said of: folder, relay from the environment.
 *  P2PID_ERR_NOT_FOUND where the user has no home to have a folder in;
 *  P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
cli_options_complete (cli_options *options);

#endif
