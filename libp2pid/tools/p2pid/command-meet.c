/* p2pid meet: we meet, or write to each other. */

#include "tools/p2pid/commands.h"
#include "tools/p2pid/contacts.h"
#include "tools/p2pid/output.h"
#include "tools/p2pid/status-lists.h"

static cli_status
meet (cli_options *options)
{
  p2pid_account account = { .channel = options->channel,
                            .place = P2PID_PLACE_FIRST };

  if (!options->channel_given)
    account.channel = P2PID_CHANNEL_MEETING;
  if (account.channel == P2PID_CHANNEL_PHONE)
    return cli_misused (options, "for the telephone there is the command call");
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
    "Meet somebody, and identify first.\v"
    "Shows an invitation as a QR code and a link; the other joins with it. "
    "Without an identity of your own the other identifies first.",
    children);

const cli_command cli_command_meet = { "meet", &argp, 0, 0, meet, true };
