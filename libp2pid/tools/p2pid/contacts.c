/* Beginning a contact: the user's things, the relay, the code. */

#include "tools/p2pid/contacts.h"
#include "tools/p2pid/output.h"
#include "tools/p2pid/status-lists.h"
#include "tools/p2pid/talk.h"

#include <ctype.h>
#include <sodium.h>
#include <string.h>

/* What a contact needs of the user. */
typedef struct {
  cli_vault vault;
  p2pid_identity *own; /* NULL: one can only check */
  p2pid_facts facts;
} user;

static void
clear_user (user *self)
{
  p2pid_identity_free (self->own);
  cli_vault_clear (&self->vault);
}

/* Facts that are asked for and that the identity does not have. */
static cli_status
check_facts (const cli_options *options, p2pid_facts has)
{
  for (int fact = 0; fact < P2PID_FACT_COUNT_; fact++)
    if (options->facts & ~has & P2PID_FACTS (fact))
      return cli_misused (options, "your identity has no %s",
                          p2pid_fact_name ((p2pid_fact) fact));
  return CLI_IDENTIFIED;
}

/* An identity that has run out does not keep anybody from checking others. */
static cli_status
open_user (const cli_options *options, user *out)
{
  cli_status status = cli_vault_open (options, CLI_VAULT_IF_THERE, &out->vault);
  p2pid_facts has;
  p2pid_err err;

  if (status == CLI_IDENTIFIED)
    status = cli_status_lists_add (options, out->vault.anchors);
  if (status != CLI_IDENTIFIED || out->vault.key == NULL)
    return status;
  err = cli_vault_own_identity (&out->vault, &out->own);
  if (err != P2PID_OK)
    cli_fail (options, err, "your own identity");
  has = p2pid_binding_facts (out->vault.binding);
  out->facts =
      has & (options->facts != 0 ? options->facts : P2PID_FACTS_DEFAULT);
  out->facts |= p2pid_binding_fixed_facts (out->vault.binding);
  return check_facts (options, has);
}

static cli_status
check_relay (const cli_options *options)
{
  char origin[P2PID_ORIGIN_MAX + 1];

  if (options->relay == NULL)
    return cli_misused (options,
                        "say on which relay to meet, with --relay ORIGIN or "
                        "P2PID_RELAY; there is no public relay yet, "
                        "p2pid-relay is one of your own");
  if (p2pid_origin_parse (options->relay, origin) != P2PID_OK)
    return cli_misused (options,
                        "not the address of a relay, or one over http in the "
                        "open: %s",
                        options->relay);
  return CLI_IDENTIFIED;
}

cli_status
cli_host (const cli_options *options, p2pid_account account, bool code)
{
  user self = { .own = NULL };
  p2pid_contact_config config = {
    .start = code ? P2PID_START_CODE : P2PID_START_INVITATION,
    .relay = options->relay,
  };
  cli_status status = check_relay (options);

  if (status == CLI_IDENTIFIED)
    status = open_user (options, &self);
  if (status != CLI_IDENTIFIED)
    goto out;

  if (self.own == NULL && account.role == P2PID_ROLE_CALLER) {
    status = cli_refuse (options, P2PID_ERR_NOT_FOUND,
                         "who calls must have an identity; enrol first");
    goto out;
  }
  /* Who has nothing to show lets the other begin. */
  if (self.own == NULL)
    account.place = P2PID_PLACE_SECOND;
  config.account = account;
  config.facts = self.facts;
  status = cli_talk (options, &self.vault, self.own, &config);

out:
  clear_user (&self);
  return status;
}

/* What was typed is a secret, and not repeated. */
static cli_status
refuse_text (const cli_options *options, p2pid_err err, const char *why)
{
  return err == P2PID_ERR_FORMAT || err == P2PID_ERR_SIZE
             ? cli_refuse (options, err, why)
             : cli_fail (options, err, NULL);
}

/* "12 34 56 78" comes as four arguments from a shell. */
static cli_status
parse_code (const cli_options *options, p2pid_code *out)
{
  char text[P2PID_INVITATION_MAX + 1] = "";
  size_t size = 0;
  p2pid_err err = P2PID_OK;

  for (unsigned i = 0; err == P2PID_OK && i < options->count; i++) {
    size_t more = strlen (options->arguments[i]);

    if (more >= sizeof text - size) {
      err = P2PID_ERR_SIZE;
    } else {
      memcpy (text + size, options->arguments[i], more + 1);
      size += more;
    }
  }
  if (err == P2PID_OK)
    err = p2pid_code_parse (text, out);
  sodium_memzero (text, sizeof text);
  return err == P2PID_OK
             ? check_relay (options)
             : refuse_text (options, err,
                            "that is no whole code: it has eight, ten or "
                            "twelve digits; ask for it again");
}

static cli_status
parse_invitation (const cli_options *options, p2pid_invitation *out)
{
  p2pid_err err;

  if (options->count > 1)
    return cli_misused (options, "too many arguments");
  err = p2pid_invitation_parse (options->arguments[0], out);
  return err == P2PID_OK
             ? CLI_IDENTIFIED
             : refuse_text (options, err,
                            "that is neither a code nor an invitation");
}

/* A code begins with a digit, an invitation with a scheme. */
static bool
looks_like_a_code (const char *text)
{
  text += strspn (text, " ");
  return *text == '\0' || isdigit ((unsigned char) *text);
}

cli_status
cli_join (const cli_options *options, p2pid_account account)
{
  user self = { .own = NULL };
  p2pid_code code;
  p2pid_invitation invitation;
  bool typed = looks_like_a_code (options->arguments[0]);
  p2pid_contact_config config = {
    .start = typed ? P2PID_START_TYPED : P2PID_START_INVITED,
    .account = account,
    .relay = typed ? options->relay : NULL,
    .code = typed ? &code : NULL,
    .invitation = typed ? NULL : &invitation,
    /* Whoever only joined has not decided yet to show anything. */
    .ask_before_first = true,
  };
  cli_status status = typed ? parse_code (options, &code)
                            : parse_invitation (options, &invitation);

  if (status == CLI_IDENTIFIED)
    status = open_user (options, &self);
  if (status == CLI_IDENTIFIED) {
    config.facts = self.facts;
    status = cli_talk (options, &self.vault, self.own, &config);
  }
  sodium_memzero (&code, sizeof code);
  p2pid_invitation_wipe (&invitation);
  clear_user (&self);
  return status;
}
