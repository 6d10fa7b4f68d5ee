/* Enrolment: the object, and what all methods share.
 *
 * One thread runs it; others choose, give a PIN and cancel. What they give is
 * kept under a lock and told by a descriptor, for which the running thread
 * polls. Cancelling takes no lock, so that a signal handler may do it. */

#include "eid/enrolment.h"

#include "base/secret.h"
#include "eid/config.h"
#include "eid/method.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

/* Longest PIN, in bytes; cards take four to twelve digits. */
#define PIN_MAX 255

/* What the user was asked for and has not given yet. */
typedef enum { AWAITED_NOTHING, AWAITED_CHOICE, AWAITED_PIN } awaited;

struct p2pid_enrolment {
  p2pid_eid_config own;
  const p2pid_eid_row *row;
  p2pid_statement statement;
  int64_t started; /* by the clock of ticks () */
  bool ran;

  int cancelled; /* eventfd: stays readable once it was cancelled */
  int given;     /* eventfd: a choice or PIN is there */

  pthread_mutex_t lock; /* for these: */
  awaited awaited;
  size_t count, index; /* of cards */
  char *pin;           /* secret memory */
  bool opened;         /* the link, on the program's own device */

  const char *hint;
  char sentence[P2PID_SENTENCE_SIZE]; /* empty: none */
  p2pid_binding *binding;
};

/* Seconds that also pass while the computer sleeps. */
static int64_t
ticks (void)
{
  struct timespec now;

  clock_gettime (CLOCK_BOOTTIME, &now);
  return now.tv_sec;
}

/* Eight bytes fit in any time, unless there are 2^64 events already. errno is
 * kept for whatever a signal has interrupted. */
static void
raise_event (int fd)
{
  const uint64_t one = 1;
  int before = errno;

  while (write (fd, &one, sizeof one) < 0 && errno == EINTR)
    ;
  errno = before;
}

static void
lower_event (int fd)
{
  uint64_t count;

  while (read (fd, &count, sizeof count) < 0 && errno == EINTR)
    ;
}

static p2pid_err
open_events (p2pid_enrolment *enrolment)
{
  enrolment->cancelled = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  enrolment->given = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  return enrolment->cancelled >= 0 && enrolment->given >= 0 ? P2PID_OK
                                                            : P2PID_ERR_MEMORY;
}

static p2pid_err
fill (p2pid_enrolment *enrolment, const p2pid_enrolment_config *config)
{
  p2pid_err err = open_events (enrolment);

  if (err == P2PID_OK)
    err = p2pid_eid_config_copy (config, &enrolment->own);
  if (err == P2PID_OK)
    err = enrolment->row->check (&enrolment->own.config);
  if (err == P2PID_OK)
    err = p2pid_statement_init (
        &enrolment->statement, p2pid_key_public (config->key), config->program,
        config->language, config->now, config->lifetime);
  return err;
}

p2pid_err
p2pid_enrolment_new (const p2pid_enrolment_config *config,
                     p2pid_enrolment **out_enrolment)
{
  const p2pid_eid_row *row = p2pid_eid_find (config->method);
  p2pid_enrolment *enrolment;
  p2pid_err err;

  if (row == NULL || config->key == NULL || config->program == NULL ||
      config->anchors == NULL || config->callback == NULL)
    return P2PID_ERR_ARGUMENT;
  enrolment = calloc (1, sizeof *enrolment);
  if (enrolment == NULL)
    return P2PID_ERR_MEMORY;
  pthread_mutex_init (&enrolment->lock, NULL);
  enrolment->row = row;
  enrolment->started = ticks ();
  err = fill (enrolment, config);
  if (err != P2PID_OK) {
    p2pid_enrolment_free (enrolment);
    return err;
  }
  *out_enrolment = enrolment;
  return P2PID_OK;
}

/* The evidence has the eID's own times in it, which are later than the
 * beginning: so the check is made at the time that it is by now. And it must
 * be for this key: a gateway could hand over somebody else's. */
static p2pid_err
check_binding (const p2pid_enrolment *enrolment, p2pid_identity **out_identity)
{
  const p2pid_enrolment_config *config = &enrolment->own.config;
  p2pid_identity *identity = NULL;
  p2pid_report report;
  p2pid_err err =
      p2pid_binding_check (enrolment->binding, config->anchors,
                           p2pid_enrolment_now (enrolment), &report, &identity);

  if (err != P2PID_OK)
    return err;
  if (!p2pid_bytes_equal (P2PID_BYTES (p2pid_identity_key (identity)->bytes),
                          P2PID_BYTES (enrolment->statement.key.bytes))) {
    p2pid_identity_free (identity);
    return P2PID_ERR_MISMATCH;
  }
  *out_identity = identity;
  return P2PID_OK;
}

static p2pid_err
get (p2pid_enrolment *enrolment, p2pid_identity **out_identity)
{
  p2pid_err err = P2PID_ERR_CANCELLED;

  if (!p2pid_enrolment_is_cancelled (enrolment))
    err = enrolment->row->get (enrolment, &enrolment->statement,
                               &enrolment->binding);
  if (err == P2PID_OK)
    err = check_binding (enrolment, out_identity);
  return err;
}

p2pid_err
p2pid_enrolment_run (p2pid_enrolment *enrolment)
{
  p2pid_enrolment_event event = { .kind = P2PID_ENROLMENT_STATEMENT,
                                  .statement = &enrolment->statement };
  p2pid_identity *identity = NULL;
  p2pid_err err;

  if (enrolment->ran)
    return P2PID_ERR_STATE;
  enrolment->ran = true;
  p2pid_enrolment_tell (enrolment, &event);
  err = get (enrolment, &identity);
  if (err == P2PID_OK) {
    event = (p2pid_enrolment_event){ .kind = P2PID_ENROLMENT_DONE,
                                     .binding = enrolment->binding,
                                     .identity = identity };
  } else {
    p2pid_binding_free (enrolment->binding);
    enrolment->binding = NULL;
    event = (p2pid_enrolment_event){ .kind = P2PID_ENROLMENT_FAILED,
                                     .err = err,
                                     .hint = enrolment->hint,
                                     .sentence = *enrolment->sentence != '\0'
                                                     ? enrolment->sentence
                                                     : NULL };
  }
  p2pid_enrolment_tell (enrolment, &event);
  p2pid_identity_free (identity);
  return err;
}

p2pid_err
p2pid_enrolment_choose (p2pid_enrolment *enrolment, size_t index)
{
  p2pid_err err = P2PID_OK;

  pthread_mutex_lock (&enrolment->lock);
  if (enrolment->awaited != AWAITED_CHOICE)
    err = P2PID_ERR_STATE;
  else if (index >= enrolment->count)
    err = P2PID_ERR_ARGUMENT;
  if (err == P2PID_OK) {
    enrolment->index = index;
    enrolment->awaited = AWAITED_NOTHING;
    raise_event (enrolment->given);
  }
  pthread_mutex_unlock (&enrolment->lock);
  return err;
}

/* Under the lock. */
static p2pid_err
keep_pin (p2pid_enrolment *enrolment, const char *pin)
{
  size_t size = strnlen (pin, PIN_MAX + 1);
  p2pid_err err;

  if (enrolment->awaited != AWAITED_PIN)
    return P2PID_ERR_STATE;
  if (size == 0 || size > PIN_MAX)
    return P2PID_ERR_SIZE;
  err = p2pid_secret_new (size + 1, (void **) &enrolment->pin);
  if (err == P2PID_OK)
    memcpy (enrolment->pin, pin, size);
  return err;
}

p2pid_err
p2pid_enrolment_give_pin (p2pid_enrolment *enrolment, const char *pin)
{
  p2pid_err err;

  pthread_mutex_lock (&enrolment->lock);
  err = keep_pin (enrolment, pin);
  if (err == P2PID_OK) {
    enrolment->awaited = AWAITED_NOTHING;
    raise_event (enrolment->given);
  }
  pthread_mutex_unlock (&enrolment->lock);
  return err;
}

void
p2pid_enrolment_mark_opened (p2pid_enrolment *enrolment)
{
  pthread_mutex_lock (&enrolment->lock);
  enrolment->opened = true;
  pthread_mutex_unlock (&enrolment->lock);
}

bool
p2pid_enrolment_is_opened (p2pid_enrolment *enrolment)
{
  bool opened;

  pthread_mutex_lock (&enrolment->lock);
  opened = enrolment->opened;
  pthread_mutex_unlock (&enrolment->lock);
  return opened;
}

void
p2pid_enrolment_cancel (p2pid_enrolment *enrolment)
{
  raise_event (enrolment->cancelled);
}

p2pid_binding *
p2pid_enrolment_take_binding (p2pid_enrolment *enrolment)
{
  p2pid_binding *binding = enrolment->binding;

  enrolment->binding = NULL;
  return binding;
}

void
p2pid_enrolment_free (p2pid_enrolment *enrolment)
{
  if (enrolment == NULL)
    return;
  if (enrolment->cancelled >= 0)
    close (enrolment->cancelled);
  if (enrolment->given >= 0)
    close (enrolment->given);
  pthread_mutex_destroy (&enrolment->lock);
  p2pid_secret_free (enrolment->pin);
  p2pid_binding_free (enrolment->binding);
  p2pid_eid_config_clear (&enrolment->own);
  free (enrolment);
}

const p2pid_enrolment_config *
p2pid_enrolment_get_config (const p2pid_enrolment *enrolment)
{
  return &enrolment->own.config;
}

int64_t
p2pid_enrolment_now (const p2pid_enrolment *enrolment)
{
  return enrolment->own.config.now + (ticks () - enrolment->started);
}

/* What was given to an earlier question is no answer to this one. */
static void
expect (p2pid_enrolment *enrolment, awaited what, size_t count)
{
  pthread_mutex_lock (&enrolment->lock);
  enrolment->awaited = what;
  enrolment->count = count;
  p2pid_secret_free (enrolment->pin);
  enrolment->pin = NULL;
  lower_event (enrolment->given);
  pthread_mutex_unlock (&enrolment->lock);
}

/* A question waits for its answer before it is told: the callback itself may
 * answer. */
void
p2pid_enrolment_tell (p2pid_enrolment *enrolment,
                      const p2pid_enrolment_event *event)
{
  if (event->kind == P2PID_ENROLMENT_CARDS)
    expect (enrolment, AWAITED_CHOICE, event->count);
  else if (event->kind == P2PID_ENROLMENT_PIN && !event->keypad)
    expect (enrolment, AWAITED_PIN, 0);
  enrolment->own.config.callback (event, enrolment->own.config.user_data);
}

void
p2pid_enrolment_set_hint (p2pid_enrolment *enrolment,
                          const char *hint,
                          const char *sentence)
{
  enrolment->hint = hint;
  snprintf (enrolment->sentence, sizeof enrolment->sentence, "%s",
            sentence != NULL ? sentence : "");
}

const char *
p2pid_enrolment_get_hint (const p2pid_enrolment *enrolment)
{
  return enrolment->hint;
}

/* Until @descriptors' first, the cancel, or another is readable; a negative
 * time is for ever. */
static p2pid_err
rest (struct pollfd *descriptors, nfds_t count, int milliseconds)
{
  while (poll (descriptors, count, milliseconds) < 0)
    assert (errno == EINTR || errno == EAGAIN || errno == ENOMEM);
  return descriptors[0].revents != 0 ? P2PID_ERR_CANCELLED : P2PID_OK;
}

p2pid_err
p2pid_enrolment_pause (p2pid_enrolment *enrolment, int milliseconds)
{
  struct pollfd descriptor = { enrolment->cancelled, POLLIN, 0 };

  return rest (&descriptor, 1, milliseconds);
}

bool
p2pid_enrolment_is_cancelled (const p2pid_enrolment *enrolment)
{
  struct pollfd descriptor = { enrolment->cancelled, POLLIN, 0 };

  return rest (&descriptor, 1, 0) == P2PID_ERR_CANCELLED;
}

static p2pid_err
await_given (p2pid_enrolment *enrolment)
{
  struct pollfd descriptors[] = { { enrolment->cancelled, POLLIN, 0 },
                                  { enrolment->given, POLLIN, 0 } };

  return rest (descriptors, 2, -1);
}

p2pid_err
p2pid_enrolment_await_choice (p2pid_enrolment *enrolment,
                              size_t count,
                              size_t *out_index)
{
  p2pid_err err = await_given (enrolment);

  if (err != P2PID_OK)
    return err;
  pthread_mutex_lock (&enrolment->lock);
  assert (enrolment->count == count && enrolment->index < count);
  *out_index = enrolment->index;
  lower_event (enrolment->given);
  pthread_mutex_unlock (&enrolment->lock);
  return P2PID_OK;
}

p2pid_err
p2pid_enrolment_await_pin (p2pid_enrolment *enrolment, char **out_pin)
{
  p2pid_err err = await_given (enrolment);

  if (err != P2PID_OK)
    return err;
  pthread_mutex_lock (&enrolment->lock);
  assert (enrolment->pin != NULL);
  *out_pin = enrolment->pin;
  enrolment->pin = NULL;
  lower_event (enrolment->given);
  pthread_mutex_unlock (&enrolment->lock);
  return P2PID_OK;
}

int
p2pid_enrolment_cancel_fd (const p2pid_enrolment *enrolment)
{
  return enrolment != NULL ? enrolment->cancelled : -1;
}
