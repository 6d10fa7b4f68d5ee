/* p2pid ask: who are you? The other identifies first. */

#include "tools/p2pid/commands.h"
#include "tools/p2pid/contacts.h"
#include "tools/p2pid/output.h"
#include "tools/p2pid/status-lists.h"

static cli_status
ask (cli_options *options)
{
  p2pid_account account = { .channel = options->channel,
                            .place = P2PID_PLACE_SECOND };

  if (!options->channel_given)
    account.channel = P2PID_CHANNEL_ONLINE;
  if (account.channel == P2PID_CHANNEL_PHONE)
    return cli_misused (options,
                        "on the telephone the caller reads out a code, and "
                        "you type it: p2pid answer CODE");
  return cli_host (options, account, options->code);
}

static const struct argp_child children[] = { { &cli_channel_argp, 0, NULL, 0 },
                                              { &cli_code_argp, 0, NULL, 0 },
                                              { &cli_relay_argp, 0, NULL, 0 },
                                              { &cli_status_lists_argp, 0, NULL,
                                                0 },
                                              { &cli_contact_argp, 0, NULL, 0 },
                                              { &cli_common_argp, 0, NULL, 0 },
                                              { NULL, 0, NULL, 0 } };

static const struct argp argp = CLI_ARGP (
    NULL,
    "Ask somebody to identify first.\v"
    "Shows an invitation for a contact online, or in a meeting (--channel "
    "meeting). You need no identity of your own.",
    children);

const cli_command cli_command_ask = { "ask", &argp, 0, 0, ask, true };
