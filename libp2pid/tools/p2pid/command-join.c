/* p2pid join: with somebody's invitation or code. */

#include "tools/p2pid/commands.h"
#include "tools/p2pid/contacts.h"
#include "tools/p2pid/output.h"
#include "tools/p2pid/status-lists.h"

static cli_status
join (cli_options *options)
{
  p2pid_account account = { .channel = options->channel,
                            .place = P2PID_PLACE_SECOND };

  if (!options->channel_given)
    account.channel = P2PID_CHANNEL_MEETING;
  if (account.channel == P2PID_CHANNEL_PHONE)
    return cli_misused (options,
                        "for the telephone there is the command answer");
  return cli_join (options, account);
}

static const struct argp_child children[] = {
  { &cli_channel_argp, 0, NULL, 0 },      { &cli_relay_argp, 0, NULL, 0 },
  { &cli_status_lists_argp, 0, NULL, 0 }, { &cli_contact_argp, 0, NULL, 0 },
  { &cli_common_argp, 0, NULL, 0 },       { NULL, 0, NULL, 0 }
};

static const struct argp argp = CLI_ARGP (
    "INVITATION|CODE",
    "Join somebody whom you meet, or who writes to you.\v"
    "INVITATION is the text of a QR code or a link; CODE is what the other "
    "reads out. The two of you must name the same channel: a meeting, unless "
    "you say --channel online. Where the other lets you begin, you are asked "
    "first.",
    children);

const cli_command cli_command_join = { "join", &argp, 1, 6, join, true };
