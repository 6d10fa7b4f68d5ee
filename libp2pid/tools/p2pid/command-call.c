/* p2pid call: I am calling somebody. */

#include "tools/p2pid/commands.h"
#include "tools/p2pid/contacts.h"
#include "tools/p2pid/output.h"
#include "tools/p2pid/status-lists.h"

#include <string.h>

static cli_status
call (cli_options *options)
{
  p2pid_account account = { .channel = options->channel,
                            .place = P2PID_PLACE_FIRST,
                            .start = options->started };

  if (!options->channel_given)
    account.channel = P2PID_CHANNEL_PHONE;
  if (account.channel == P2PID_CHANNEL_MEETING)
    return cli_misused (options, "for a meeting there is the command meet");
  if (account.channel == P2PID_CHANNEL_PHONE)
    account.role = P2PID_ROLE_CALLER;
  if (options->tail != NULL && account.channel != P2PID_CHANNEL_PHONE)
    return cli_misused (options, "only a telephone is dialled");
  if (options->tail != NULL)
    strcpy (account.tail, options->tail);
  return cli_host (options, account, !options->invitation);
}

static const struct argp_child children[] = {
  { &cli_caller_argp, 0, NULL, 0 },
  { &cli_started_argp, 0, NULL, 0 },
  { &cli_channel_argp, 0, NULL, 0 },
  { &cli_invitation_argp, 0, NULL, 0 },
  { &cli_relay_argp, 0, NULL, 0 },
  { &cli_status_lists_argp, 0, NULL, 0 },
  { &cli_contact_argp, 0, NULL, 0 },
  { &cli_common_argp, 0, NULL, 0 },
  { NULL, 0, NULL, 0 }
};

static const struct argp argp = CLI_ARGP (
    NULL,
    "Call somebody and identify first.\v"
    "Shows a code to read out. Who is called types it into their program, "
    "and reads there who you are. Whether they show who they are is for them "
    "to say.\n\nAs a contact online (--channel online) nobody rang anybody; "
    "the other joins with the command join.",
    children);

const cli_command cli_command_call = { "call", &argp, 0, 0, call, true };
