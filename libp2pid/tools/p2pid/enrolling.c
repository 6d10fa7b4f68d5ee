/* An enrolment: what it starts from, questions and their answers, signals. */

#include "tools/p2pid/enrolling.h"
#include "tools/operator.h"
#include "tools/p2pid/files.h"
#include "tools/p2pid/output.h"
#include "tools/p2pid/passphrase.h"
#include "tools/p2pid/signals.h"

#include <errno.h>
#include <locale.h>
#include <poll.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* What the eID's holder reads as the program that asks. */
#define PROGRAM "P2P ID"

/* The rule of BankID's operator: see README, "Enrolment". */
#define BANKID_LIFETIME P2PID_OCCASION_CONTACT_MAX
#define LIFETIME (INT64_C (90) * 86400)

/* Largest file with certificates. */
#define PEM_MAX (64 * 1024)

typedef struct {
  const cli_options *options;
  p2pid_enrolment *enrolment;
  cli_operator direct;
  cli_bytes gateway_root, provider_root, roots;
  cli_status status; /* as the callback found it */
} enrolling;

/* --- questions --- */

static p2pid_enrolment *running; /* for the signal handler */
static volatile sig_atomic_t interrupted;

static void
interrupt_cb (int number)
{
  interrupted = 1;
  p2pid_enrolment_cancel (running);
}

/* One byte from standard input; false at its end, and once a signal has come,
 * be it in the very moment before the wait begins. */
static bool
read_byte (char *out)
{
  struct pollfd input = { STDIN_FILENO, POLLIN, 0 };
  sigset_t ours, before;
  int ready = -1;

  cli_signals_ending (&ours);
  pthread_sigmask (SIG_BLOCK, &ours, &before);
  while (!interrupted && (ready = ppoll (&input, 1, NULL, &before)) < 0 &&
         errno == EINTR)
    ;
  pthread_sigmask (SIG_SETMASK, &before, NULL);
  return ready == 1 && read (STDIN_FILENO, out, 1) == 1;
}

/* One line from standard input, without its end; false at the end of all. */
static bool
read_line (char *out, size_t size)
{
  size_t filled = 0;
  char byte = '\0';
  bool there;

  while ((there = read_byte (&byte)) && byte != '\n')
    if (filled < size - 1)
      out[filled++] = byte;
  out[filled] = '\0';
  sodium_memzero (&byte, 1);
  return there || (filled > 0 && !interrupted);
}

/* What was typed before a question is no answer to it. */
static void
ask (const char *question)
{
  if (isatty (STDIN_FILENO))
    tcflush (STDIN_FILENO, TCIFLUSH);
  fputs (question, stdout);
  fflush (stdout);
}

static bool
is_yes (const char *line)
{
  return strcasecmp (line, "y") == 0 || strcasecmp (line, "yes") == 0 ||
         strcasecmp (line, "j") == 0 || strcasecmp (line, "ja") == 0;
}

static void
cancel (enrolling *self)
{
  p2pid_enrolment_cancel (self->enrolment);
}

/* Everything that will be bound has been shown. */
static void
confirm (enrolling *self)
{
  char line[16] = "";

  if (self->options->yes)
    return;
  ask ("Ask your eID to sign this? [y/N] ");
  if (!read_line (line, sizeof line) || !is_yes (line))
    cancel (self);
}

static void
choose (enrolling *self)
{
  char line[32] = "";
  char *end = line;
  unsigned long number = 0;

  if (!self->options->json)
    ask ("Which one? Its number: ");
  if (read_line (line, sizeof line) && *line >= '1' && *line <= '9')
    number = strtoul (line, &end, 10);
  if (number == 0 || *end != '\0' ||
      p2pid_enrolment_choose (self->enrolment, number - 1) != P2PID_OK)
    cancel (self);
}

/* A program writes it as a line; people type where nobody reads it. */
static void
give_pin (enrolling *self)
{
  char pin[CLI_PASSPHRASE_SIZE] = "";
  p2pid_err err = P2PID_OK;

  if (!self->options->json)
    err = cli_passphrase_ask ("PIN: ", pin);
  else if (!read_line (pin, sizeof pin))
    err = P2PID_ERR_CANCELLED;
  if (err == P2PID_ERR_STATE)
    self->status = cli_misused (self->options, "a PIN is typed on a terminal, "
                                               "and there is none");
  if (err == P2PID_OK)
    err = p2pid_enrolment_give_pin (self->enrolment, pin);
  sodium_memzero (pin, sizeof pin);
  if (err != P2PID_OK)
    cancel (self);
}

static void
event_cb (const p2pid_enrolment_event *event, void *data)
{
  enrolling *self = data;

  self->options->output->enrolment (event);
  if (event->kind == P2PID_ENROLMENT_STATEMENT)
    confirm (self);
  else if (event->kind == P2PID_ENROLMENT_CARDS)
    choose (self);
  else if (event->kind == P2PID_ENROLMENT_PIN && !event->keypad)
    give_pin (self);
}

/* --- signals --- */

static p2pid_err
run (enrolling *self)
{
  struct sigaction ours = { .sa_handler = interrupt_cb }, before[NSIG];
  sigset_t ending;
  p2pid_err err;

  running = self->enrolment;
  cli_signals_ending (&ending);
  for (int number = 1; number < NSIG; number++)
    if (sigismember (&ending, number) == 1)
      sigaction (number, &ours, &before[number]);
  err = p2pid_enrolment_run (self->enrolment);
  for (int number = 1; number < NSIG; number++)
    if (sigismember (&ending, number) == 1)
      sigaction (number, &before[number], NULL);
  running = NULL;
  return err;
}

/* --- what it starts from --- */

static p2pid_language
find_language (const cli_options *options)
{
  const char *locale = setlocale (LC_MESSAGES, NULL);

  if (options->language != NULL)
    return strcmp (options->language, "sv") == 0 ? P2PID_LANGUAGE_SV
                                                 : P2PID_LANGUAGE_EN;
  return locale != NULL && strncmp (locale, "sv", 2) == 0 ? P2PID_LANGUAGE_SV
                                                          : P2PID_LANGUAGE_EN;
}

static cli_status
read_pem (const cli_options *options, const char *path, cli_bytes *out)
{
  p2pid_err err = P2PID_OK;

  if (path != NULL)
    err = cli_file_read (path, PEM_MAX, out);
  return err == P2PID_OK ? CLI_IDENTIFIED : cli_fail (options, err, path);
}

static cli_status
read_operator (const cli_options *options, cli_operator *out)
{
  const char *what = NULL;
  p2pid_err err = cli_operator_read (options->operator_file, out, &what);

  return err == P2PID_OK ? CLI_IDENTIFIED : cli_fail (options, err, what);
}

static cli_status
read_files (enrolling *self)
{
  const cli_options *options = self->options;
  cli_status status =
      read_pem (options, options->gateway_root, &self->gateway_root);

  if (status == CLI_IDENTIFIED)
    status = read_pem (options, options->provider_root, &self->provider_root);
  if (status == CLI_IDENTIFIED)
    status = read_pem (options, options->roots, &self->roots);
  if (status == CLI_IDENTIFIED && options->operator_file != NULL)
    status = read_operator (options, &self->direct);
  return status;
}

static const char *
text_of (const cli_bytes *bytes)
{
  return (const char *) bytes->data;
}

static p2pid_err
make (enrolling *self, const cli_vault *vault, const p2pid_key *key)
{
  const cli_options *options = self->options;
  int64_t lifetime =
      options->eid == P2PID_METHOD_BANKID ? BANKID_LIFETIME : LIFETIME;
  p2pid_enrolment_config config = {
    .method = options->eid,
    .key = key,
    .program = PROGRAM,
    .language = find_language (options),
    .now = cli_now (),
    .lifetime = options->lifetime != 0 ? options->lifetime : lifetime,
    .anchors = vault->anchors,
    .gateway = options->gateway,
    .directly = options->operator_file != NULL ? &self->direct.party : NULL,
    .gateway_root = text_of (&self->gateway_root),
    .credential = options->credential,
    .provider = options->provider,
    .client_id = options->client_id,
    .provider_root = text_of (&self->provider_root),
    .module = options->module,
    .roots = text_of (&self->roots),
    .callback = event_cb,
    .user_data = self,
  };

  return p2pid_enrolment_new (&config, &self->enrolment);
}

cli_status
cli_enrol_check (const cli_options *options)
{
  bool by_operator =
      options->eid == P2PID_METHOD_BANKID || options->eid == P2PID_METHOD_FREJA;

  if (by_operator &&
      (options->gateway == NULL) == (options->operator_file == NULL))
    return cli_misused (options, "say by which gateway, with --gateway "
                                 "ORIGIN, or how to ask the operator "
                                 "directly, with --operator FILE");
  if (!by_operator &&
      (options->gateway != NULL || options->operator_file != NULL))
    return cli_misused (options, "--gateway and --operator are for bankid and "
                                 "freja");
  if (options->credential && options->gateway == NULL)
    return cli_misused (options, "--credential needs --gateway");
  if (options->eid == P2PID_METHOD_OIDC &&
      (options->provider == NULL || options->client_id == NULL))
    return cli_misused (options, "say --provider URL and --client-id ID");
  if (!options->yes && (options->json || !isatty (STDIN_FILENO)))
    return cli_misused (options, "nobody can be asked here; --yes goes on "
                                 "without");
  return CLI_IDENTIFIED;
}

/* Of a card, errors that mean something else elsewhere. */
static cli_status
status_of (p2pid_err err)
{
  if (err == P2PID_ERR_LOCKED)
    return CLI_WRONG_KEY;
  return err == P2PID_ERR_GONE ? CLI_NO_ENTRY : cli_status_of (err);
}

cli_status
cli_enrol_by_eid (const cli_options *options,
                  const cli_vault *vault,
                  const p2pid_key *key,
                  p2pid_binding **out_binding)
{
  enrolling self = { .options = options };
  cli_status status = read_files (&self);
  p2pid_err err;

  if (status != CLI_IDENTIFIED)
    goto out;

  err = make (&self, vault, key);
  if (err == P2PID_ERR_ARGUMENT || err == P2PID_ERR_FORMAT) {
    status = cli_misused (options, "this eID cannot be asked so: %s",
                          p2pid_err_sentence (err));
    goto out;
  }
  if (err != P2PID_OK) {
    status = cli_fail (options, err, NULL);
    goto out;
  }
  err = run (&self);
  status = self.status != CLI_IDENTIFIED ? self.status : status_of (err);
  if (err == P2PID_OK)
    *out_binding = p2pid_enrolment_take_binding (self.enrolment);

out:
  p2pid_enrolment_free (self.enrolment);
  cli_operator_clear (&self.direct);
  cli_bytes_free (&self.gateway_root);
  cli_bytes_free (&self.provider_root);
  cli_bytes_free (&self.roots);
  return status;
}
