/* One contact: a thread runs it and tells of its events, this one waits for
 * lines, signals and the end. */

#include "tools/p2pid/talk.h"
#include "tools/p2pid/calm.h"
#include "tools/p2pid/decisions.h"
#include "tools/p2pid/output.h"
#include "tools/p2pid/signals.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

/* Decisions of a program that came before their questions. */
#define WAITING_MAX 8

typedef struct {
  const cli_options *options;
  const cli_vault *vault;
  p2pid_contact *contact;
  bool asks;             /* somebody can be asked */
  bool ask_before_first; /* as the contact was told */
  int over;              /* an eventfd: the contact has ended */

  /* Both threads, under the lock; contact functions are called without it. */
  pthread_mutex_t lock;
  cli_scene scene;
  cli_question question;
  cli_decision waiting[WAITING_MAX];
  size_t waiting_count;
  bool input_over;

  /* The running thread; read by the other when it has ended. */
  bool presented;
  bool cannot_check;
  p2pid_event ending;
  p2pid_err err;

  bool cancelled; /* the waiting thread */
} talk;

/* A decision that comes too late is told by the ending. */
static void
check (const talk *self, p2pid_err err)
{
  if (err != P2PID_OK && err != P2PID_ERR_STATE)
    cli_fail (self->options, err, NULL);
}

static void
act (talk *self, cli_decision decision)
{
  const cli_options *options = self->options;

  switch (decision.kind) {
  case CLI_DECIDE_NOTHING:
    break;
  case CLI_DECIDE_IDENTIFY:
    check (self, p2pid_contact_identify (self->contact, self->scene.facts,
                                         options->audience, options->purpose));
    break;
  case CLI_DECIDE_DECLINE:
    check (self, p2pid_contact_decline (self->contact));
    break;
  case CLI_DECIDE_FINISH:
  case CLI_DECIDE_RECEIPT:
    check (self, p2pid_contact_finish (self->contact,
                                       decision.kind == CLI_DECIDE_RECEIPT));
    break;
  case CLI_DECIDE_STOP:
    check (self, p2pid_contact_stop (self->contact, decision.stop));
    break;
  }
}

/* The answer to the open question, if there is one by now. With the lock. */
static cli_decision
settle (talk *self)
{
  cli_decision decision = { .kind = CLI_DECIDE_NOTHING };

  for (size_t i = 0; i < self->waiting_count; i++)
    if (cli_decision_fits (self->waiting[i].kind, self->question)) {
      decision = self->waiting[i];
      self->waiting_count--;
      memmove (self->waiting + i, self->waiting + i + 1,
               (self->waiting_count - i) * sizeof *self->waiting);
      break;
    }
  if (decision.kind == CLI_DECIDE_NOTHING && self->input_over)
    decision = cli_decision_by_default (self->question, false);
  if (decision.kind != CLI_DECIDE_NOTHING)
    self->question = CLI_QUESTION_NONE;
  return decision;
}

static cli_decision
ask (talk *self, cli_question question)
{
  self->question = question;
  self->options->output->ask (question, &self->scene);
  return settle (self);
}

/* --- the running thread --- */

static cli_decision
decide_turn (talk *self, const p2pid_event *event)
{
  /* The contact does by itself what its user has begun it for. */
  if (event->place == P2PID_PLACE_FIRST && !self->ask_before_first)
    return (cli_decision){ .kind = CLI_DECIDE_NOTHING };
  if (self->scene.own == NULL || self->options->consent == CLI_DECLINE ||
      (self->options->consent == CLI_ASK && !self->asks))
    return (cli_decision){ .kind = CLI_DECIDE_DECLINE };
  if (self->options->consent == CLI_SHOW_ME)
    return (cli_decision){ .kind = CLI_DECIDE_IDENTIFY };
  return ask (self, CLI_QUESTION_IDENTIFY);
}

/* A receipt is for two who have both identified. */
static cli_decision
decide_finish (talk *self)
{
  const cli_options *options = self->options;
  bool possible = self->presented && self->scene.known;

  if (options->receipt || options->leave_no_trace || !self->asks ||
      (options->json ? options->consent != CLI_ASK : !possible))
    return cli_decision_by_default (CLI_QUESTION_FINISH, options->receipt);
  return ask (self, CLI_QUESTION_FINISH);
}

typedef struct {
  const p2pid_public_key *key;
  int64_t first_met;
} search;

static bool
find_person_cb (const p2pid_person *person, void *user_data)
{
  search *wanted = user_data;

  if (memcmp (&person->key, wanted->key, sizeof person->key) != 0)
    return true;
  wanted->first_met = person->first_met;
  return false;
}

/* On the thread that may use the store. Who cannot be found is a stranger. */
static int64_t
find_first_met (const talk *self, const p2pid_identity *identity)
{
  search wanted = { p2pid_identity_key (identity), 0 };

  if (self->vault->store == NULL ||
      p2pid_store_each_person (self->vault->store, find_person_cb, &wanted) !=
          P2PID_OK)
    return 0;
  return wanted.first_met;
}

static void
note (talk *self, const p2pid_event *event)
{
  if (event->kind == P2PID_EVENT_IDENTIFIED) {
    self->scene.known = true;
    self->scene.first_met = find_first_met (self, event->identity);
  }
  if (event->kind == P2PID_EVENT_CANNOT_CHECK)
    self->cannot_check = true;
  if (event->kind == P2PID_EVENT_SENT)
    self->presented = true;
  if (event->kind == P2PID_EVENT_FINISHED || event->kind == P2PID_EVENT_STOPPED)
    self->ending = *event;
}

static void
event_cb (const p2pid_event *event, void *user_data)
{
  talk *self = user_data;
  cli_decision decision = { .kind = CLI_DECIDE_NOTHING };
  bool to_show = event->kind == P2PID_EVENT_IDENTIFIED ||
                 event->kind == P2PID_EVENT_CANNOT_CHECK;

  pthread_mutex_lock (&self->lock);
  note (self, event);
  self->options->output->event (event, &self->scene);
  if (event->kind == P2PID_EVENT_TURN)
    decision = decide_turn (self, event);
  if (event->kind == P2PID_EVENT_CLOSING)
    decision = decide_finish (self);
  pthread_mutex_unlock (&self->lock);

  act (self, decision);
  /* Nobody reads any more: say nothing of having shown it. */
  if (ferror (stdout))
    p2pid_contact_cancel (self->contact);
  else if (to_show)
    check (self, p2pid_contact_shown (self->contact));
}

static void *
run (void *user_data)
{
  talk *self = user_data;

  self->err = p2pid_contact_run (self->contact);
  eventfd_write (self->over, 1);
  return NULL;
}

/* --- the waiting thread --- */

static void
take_line (talk *self, const char *line)
{
  cli_decision decision;

  pthread_mutex_lock (&self->lock);
  if (self->options->json)
    decision = cli_decision_of_word (line);
  else
    decision = cli_decision_of_answer (line, self->question, self->scene.known);

  if (self->options->json && decision.kind == CLI_DECIDE_NOTHING)
    self->options->output->error (self->options, P2PID_ERR_ARGUMENT, line);
  if (self->options->json && decision.kind != CLI_DECIDE_NOTHING &&
      decision.kind != CLI_DECIDE_STOP) {
    if (self->waiting_count < WAITING_MAX)
      self->waiting[self->waiting_count++] = decision;
    else
      self->options->output->error (self->options, P2PID_ERR_STATE, line);
    decision = settle (self);
  } else if (decision.kind != CLI_DECIDE_NOTHING) {
    self->question = CLI_QUESTION_NONE;
  }
  pthread_mutex_unlock (&self->lock);
  act (self, decision);
}

static void
end_input (talk *self)
{
  cli_decision decision;

  pthread_mutex_lock (&self->lock);
  self->input_over = true;
  decision = settle (self);
  pthread_mutex_unlock (&self->lock);
  act (self, decision);
}

static void
read_input (talk *self, cli_line *line)
{
  char bytes[256];
  ssize_t size = read (STDIN_FILENO, bytes, sizeof bytes);

  if (size < 0 && errno == EINTR)
    return;
  if (size <= 0)
    end_input (self);
  for (ssize_t i = 0; i < size; i++)
    if (cli_line_take (line, bytes[i]))
      take_line (self, line->text);
}

/* The first time politely, the second time at once. */
static void
interrupt (talk *self)
{
  if (self->cancelled)
    _exit (CLI_CANCELLED);
  self->cancelled = true;
  p2pid_contact_cancel (self->contact);
}

static void
wait_for_the_end (talk *self, int signals)
{
  struct pollfd files[] = { { self->over, POLLIN, 0 },
                            { signals, POLLIN, 0 },
                            { STDIN_FILENO, POLLIN, 0 } };
  struct signalfd_siginfo signal;
  cli_line line = { .size = 0 };

  do {
    files[2].fd = self->asks && !self->input_over ? STDIN_FILENO : -1;
    if (poll (files, 3, -1) < 0)
      continue;
    if (files[1].revents != 0 &&
        read (signals, &signal, sizeof signal) == sizeof signal)
      interrupt (self);
    if (files[2].revents != 0)
      read_input (self, &line);
  } while (files[0].revents == 0);
}

/* Run both threads; P2PID_ERR_MEMORY when that cannot be. */
static p2pid_err
run_and_wait (talk *self)
{
  sigset_t ours, before;
  pthread_t thread;
  int signals;
  p2pid_err err = P2PID_ERR_MEMORY;

  cli_signals_ending (&ours);
  signal (SIGPIPE, SIG_IGN);
  pthread_sigmask (SIG_BLOCK, &ours, &before);
  signals = signalfd (-1, &ours, SFD_CLOEXEC);
  self->over = eventfd (0, EFD_CLOEXEC);
  if (signals >= 0 && self->over >= 0 &&
      pthread_create (&thread, NULL, run, self) == 0) {
    wait_for_the_end (self, signals);
    pthread_join (thread, NULL);
    err = P2PID_OK;
  }
  close (signals);
  close (self->over);
  pthread_sigmask (SIG_SETMASK, &before, NULL);
  return err;
}

/* --- how it ended --- */

static cli_status
status_of_other (const talk *self)
{
  if (self->scene.known)
    return CLI_IDENTIFIED;
  return self->cannot_check ? CLI_CANNOT_CHECK : CLI_NOBODY;
}

static cli_status
status_of (const talk *self)
{
  const p2pid_event *ending = &self->ending;
  cli_status status;

  if (ending->kind != P2PID_EVENT_STOPPED)
    return self->err == P2PID_OK ? status_of_other (self)
                                 : cli_status_of (self->err);
  if (self->cancelled)
    return CLI_CANCELLED;
  if (ending->err == P2PID_ERR_CANCELLED) /* nobody could read on */
    return CLI_STORE;
  if (ending->err != P2PID_ERR_STOPPED)
    return cli_status_of (ending->err);
  status = cli_status_of_stop (ending->stop);
  return status == CLI_CANCELLED && ending->by_peer ? status_of_other (self)
                                                    : status;
}

/* The contact itself went well, and could not be kept. */
static void
tell_store_error (const talk *self)
{
  if (self->err != P2PID_OK && cli_status_of (self->err) == CLI_STORE)
    cli_fail (self->options, self->err, "this contact is not kept in full");
}

static void
complete (talk *self, p2pid_contact_config *config)
{
  const cli_options *options = self->options;

  config->anchors = self->vault->anchors;
  config->key = self->scene.own == NULL ? NULL : self->vault->key;
  config->binding = self->scene.own == NULL ? NULL : self->vault->binding;
  config->facts = self->scene.facts;
  config->audience = options->audience;
  config->purpose = options->purpose;
  config->store = self->vault->store;
  config->leave_no_trace = options->leave_no_trace;
  config->callback = event_cb;
  config->user_data = self;
}

cli_status
cli_talk (const cli_options *options,
          const cli_vault *vault,
          const p2pid_identity *own,
          p2pid_contact_config *config)
{
  talk self = {
    .options = options,
    .vault = vault,
    .asks = options->json || isatty (STDIN_FILENO),
    .ask_before_first = config->ask_before_first,
    .lock = PTHREAD_MUTEX_INITIALIZER,
    .scene = { .role = config->account.role,
               .own = own,
               .facts = config->facts },
  };
  p2pid_err err;
  cli_status status;
  int lock = CLI_CALM_NONE;

  if (config->account.role == P2PID_ROLE_CALLEE) {
    status = cli_calm_begin_called (options, &lock);
    if (status != CLI_IDENTIFIED)
      return status;
  }
  complete (&self, config);
  err = p2pid_contact_new (config, &self.contact);
  if (err == P2PID_OK)
    err = run_and_wait (&self);
  p2pid_contact_free (self.contact);
  cli_calm_end (options, lock);
  if (err != P2PID_OK)
    return cli_fail (options, err, NULL);

  tell_store_error (&self);
  return status_of (&self);
}
