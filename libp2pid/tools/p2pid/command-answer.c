/* p2pid answer: somebody is calling me. */

#include "tools/p2pid/commands.h"
#include "tools/p2pid/contacts.h"
#include "tools/p2pid/output.h"
#include "tools/p2pid/status-lists.h"

#include <string.h>

static cli_status
answer (cli_options *options)
{
  p2pid_account account = { .channel = P2PID_CHANNEL_PHONE,
                            .role = P2PID_ROLE_CALLEE,
                            .place = P2PID_PLACE_SECOND,
                            .start = options->started };

  if (options->count == 0)
    return cli_misused (options,
                        "type the code that the caller reads out. If they have "
                        "none:\nHang up. Find the number yourself, and ring "
                        "back.\nTake the time you need.");
  if (options->tail != NULL)
    strcpy (account.tail, options->tail);
  return cli_join (options, account);
}

static const struct argp_child children[] = { { &cli_callee_argp, 0, NULL, 0 },
                                              { &cli_started_argp, 0, NULL, 0 },
                                              { &cli_relay_argp, 0, NULL, 0 },
                                              { &cli_status_lists_argp, 0, NULL,
                                                0 },
                                              { &cli_contact_argp, 0, NULL, 0 },
                                              { &cli_common_argp, 0, NULL, 0 },
                                              { NULL, 0, NULL, 0 } };

static const struct argp argp = CLI_ARGP (
    "CODE",
    "Somebody is calling you: see who it is.\v"
    "Say: \"Open P2P ID and read out your code.\" Type it as CODE, with or "
    "without spaces. You never read out a code yourself, and you show nothing "
    "unless you say so when you are asked.",
    children);

const cli_command cli_command_answer = { "answer", &argp, 0, 6, answer, true };
