/* Options of contacts. */

#include "tools/p2pid/instant.h"
#include "tools/p2pid/options.h"
#include "tools/p2pid/vault.h"

#include <errno.h>
#include <string.h>

enum {
  OPT_RELAY = 512,
  OPT_CHANNEL,
  OPT_CODE,
  OPT_INVITATION,
  OPT_AUDIENCE,
  OPT_PURPOSE,
  OPT_SHOW,
  OPT_SHOW_ME,
  OPT_DECLINE,
  OPT_RECEIPT,
  OPT_LEAVE_NO_TRACE,
  OPT_STARTED,
  OPT_OWN_NUMBER,
  OPT_DIALLED
};

static const struct argp_option contact_options[] = {
  { NULL, 0, NULL, 0, "What you show:", 2 },
  { "show", OPT_SHOW, "FACT,...", 0,
    "Show these facts: name, given-name, family-name, birthdate, "
    "personal-number, organisation, role",
    2 },
  { "audience", OPT_AUDIENCE, "TEXT", 0,
    "Whom you believe to be talking to; the other reads it", 2 },
  { "purpose", OPT_PURPOSE, "TEXT", 0,
    "What the contact is about; the other reads it", 2 },
  { "show-me", OPT_SHOW_ME, NULL, 0,
    "Identify when it is your turn, without asking", 2 },
  { "decline", OPT_DECLINE, NULL, 0,
    "Show nothing when it is your turn, without asking", 2 },
  { NULL, 0, NULL, 0, "What remains:", 3 },
  { "receipt", OPT_RECEIPT, NULL, 0,
    "Want a receipt, which both sign if both want it", 3 },
  { "leave-no-trace", OPT_LEAVE_NO_TRACE, NULL, 0,
    "Keep nothing of this contact", 3 },
  { NULL, 0, NULL, 0, NULL, 0 }
};

static bool
find_fact (const char *name, size_t size, p2pid_facts *out)
{
  for (int fact = 0; fact < P2PID_FACT_COUNT_; fact++) {
    const char *known = p2pid_fact_name ((p2pid_fact) fact);

    if (strlen (known) == size && memcmp (known, name, size) == 0) {
      *out |= P2PID_FACTS (fact);
      return true;
    }
  }
  return false;
}

/* The name is always among them: without it nobody is identified. */
static p2pid_facts
parse_facts (struct argp_state *state, const char *value)
{
  p2pid_facts facts = P2PID_FACTS (P2PID_FACT_NAME);

  for (;;) {
    size_t size = strcspn (value, ",");

    if (!find_fact (value, size, &facts))
      argp_error (state, "not a fact: %.*s", (int) size, value);
    if (value[size] == '\0')
      return facts;
    value += size + 1;
  }
}

static error_t
set_consent (cli_options *options,
             cli_consent consent,
             struct argp_state *state)
{
  if (options->consent != CLI_ASK && options->consent != consent)
    argp_error (state, "--show-me and --decline exclude each other");
  options->consent = consent;
  return 0;
}

static error_t
check_traces (const cli_options *options, struct argp_state *state)
{
  if (options->receipt && options->leave_no_trace)
    argp_error (state, "--receipt and --leave-no-trace exclude each other");
  return 0;
}

static error_t
parse_contact_cb (int key, char *value, struct argp_state *state)
{
  cli_options *options = state->input;

  switch (key) {
  case OPT_SHOW:
    options->facts = parse_facts (state, value);
    return 0;
  case OPT_AUDIENCE:
    options->audience = value;
    return 0;
  case OPT_PURPOSE:
    options->purpose = value;
    return 0;
  case OPT_SHOW_ME:
    return set_consent (options, CLI_SHOW_ME, state);
  case OPT_DECLINE:
    return set_consent (options, CLI_DECLINE, state);
  case OPT_RECEIPT:
    options->receipt = true;
    return 0;
  case OPT_LEAVE_NO_TRACE:
    options->leave_no_trace = true;
    return 0;
  case ARGP_KEY_END:
    return check_traces (options, state);
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

const struct argp cli_contact_argp = {
  contact_options, parse_contact_cb, NULL, NULL, NULL, NULL, NULL
};

/* --- the relay --- */

static const struct argp_option relay_options[] = {
  { NULL, 0, NULL, 0, "This contact:", 1 },
  { "relay", OPT_RELAY, "ORIGIN", 0,
    "Meet on this relay, as in https://relay.example (P2PID_RELAY)", 1 },
  { NULL, 0, NULL, 0, NULL, 0 }
};

static error_t
parse_relay_cb (int key, char *value, struct argp_state *state)
{
  cli_options *options = state->input;

  if (key != OPT_RELAY)
    return ARGP_ERR_UNKNOWN;
  options->relay = value;
  return 0;
}

const struct argp cli_relay_argp = { relay_options, parse_relay_cb, NULL, NULL,
                                     NULL,          NULL,           NULL };

/* --- the channel, and the way to get together --- */

static error_t
parse_channel (cli_options *options,
               const char *value,
               struct argp_state *state)
{
  static const char *const names[] = { [P2PID_CHANNEL_PHONE] = "phone",
                                       [P2PID_CHANNEL_MEETING] = "meeting",
                                       [P2PID_CHANNEL_ONLINE] = "online" };

  for (int i = 0; i <= P2PID_CHANNEL_ONLINE; i++)
    if (strcmp (names[i], value) == 0) {
      options->channel = (p2pid_channel) i;
      options->channel_given = true;
      return 0;
    }
  argp_error (state, "not a channel: %s", value);
  return EINVAL;
}

static error_t
parse_way_cb (int key, char *value, struct argp_state *state)
{
  cli_options *options = state->input;

  switch (key) {
  case OPT_CHANNEL:
    return parse_channel (options, value, state);
  case OPT_CODE:
    options->code = true;
    return 0;
  case OPT_INVITATION:
    options->invitation = true;
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static const struct argp_option channel_options[] = {
  { "channel", OPT_CHANNEL, "CHANNEL", 0,
    "How you are in contact: phone, meeting or online", 1 },
  { NULL, 0, NULL, 0, NULL, 0 }
};

static const struct argp_option code_options[] = {
  { "code", OPT_CODE, NULL, 0, "Make a code to read out, not an invitation",
    1 },
  { NULL, 0, NULL, 0, NULL, 0 }
};

static const struct argp_option invitation_options[] = {
  { "invitation", OPT_INVITATION, NULL, 0,
    "Make an invitation (QR code and link), not a code to read out", 1 },
  { NULL, 0, NULL, 0, NULL, 0 }
};

const struct argp cli_channel_argp = {
  channel_options, parse_way_cb, NULL, NULL, NULL, NULL, NULL
};
const struct argp cli_code_argp = { code_options, parse_way_cb, NULL, NULL,
                                    NULL,         NULL,         NULL };
const struct argp cli_invitation_argp = {
  invitation_options, parse_way_cb, NULL, NULL, NULL, NULL, NULL
};

/* --- when it began --- */

static const struct argp_option started_options[] = {
  { "started", OPT_STARTED, "TIME", 0,
    "When the contact began, as in 13:05, or 2026-11-24T12:05:00Z; compared "
    "where both say it",
    1 },
  { NULL, 0, NULL, 0, NULL, 0 }
};

static error_t
parse_started_cb (int key, char *value, struct argp_state *state)
{
  cli_options *options = state->input;

  if (key != OPT_STARTED)
    return ARGP_ERR_UNKNOWN;
  if (!cli_started_parse (value, cli_now (), &options->started))
    argp_error (state, "not a time like 13:05, or 2026-11-24T12:05:00Z: %s",
                value);
  return 0;
}

const struct argp cli_started_argp = {
  started_options, parse_started_cb, NULL, NULL, NULL, NULL, NULL
};

/* --- the telephone --- */

static const char *
check_tail (struct argp_state *state, const char *value)
{
  if (strlen (value) != 4 || strspn (value, "0123456789") != 4)
    argp_error (state, "not the last four digits of a number: %s", value);
  return value;
}

static error_t
parse_phone_cb (int key, char *value, struct argp_state *state)
{
  cli_options *options = state->input;

  if (key != OPT_DIALLED && key != OPT_OWN_NUMBER)
    return ARGP_ERR_UNKNOWN;
  options->tail = check_tail (state, value);
  return 0;
}

static const struct argp_option caller_options[] = {
  { "dialled", OPT_DIALLED, "DIGITS", 0,
    "The last four digits of the number that you dialled", 1 },
  { NULL, 0, NULL, 0, NULL, 0 }
};

static const struct argp_option callee_options[] = {
  { "own-number", OPT_OWN_NUMBER, "DIGITS", 0,
    "The last four digits of your own number, which the caller dialled", 1 },
  { NULL, 0, NULL, 0, NULL, 0 }
};

const struct argp cli_caller_argp = {
  caller_options, parse_phone_cb, NULL, NULL, NULL, NULL, NULL
};
const struct argp cli_callee_argp = {
  callee_options, parse_phone_cb, NULL, NULL, NULL, NULL, NULL
};
