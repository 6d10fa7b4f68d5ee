/* People on threads. Nothing is asserted on theirs: a failed check belongs to
 * the thread of the test. */

#include "fixture.h"

#include "contact/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* Takes the place of contact/clock.c: each thread's clock may be wrong. */

static _Thread_local const atomic_llong *clock_off;

int64_t
p2pid_clock_now (void)
{
  return (int64_t) time (NULL) + (clock_off != NULL ? *clock_off : 0);
}

person
person_new (const char *name)
{
  p2pid_test_person facts = { .name = name,
                              .birthdate = "1980-02-29",
                              .personal_number = "198002299999" };
  person who = { 0 };

  ck_assert_int_eq (p2pid_key_new (&who.key), P2PID_OK);
  ck_assert_int_eq (p2pid_binding_issue_test (p2pid_key_public (who.key),
                                              &facts, (int64_t) time (NULL),
                                              90 * 86400, &who.binding),
                    P2PID_OK);
  return who;
}

void
person_free (person *who)
{
  p2pid_key_free (who->key);
  p2pid_binding_free (who->binding);
  *who = (person){ 0 };
}

p2pid_anchors *
test_anchors (void)
{
  p2pid_anchors *anchors = NULL;

  ck_assert_int_eq (p2pid_anchors_new (&anchors), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_allow_test (anchors, true), P2PID_OK);
  return anchors;
}

/* Behaving. What a decision returns is of no interest here: that it was taken
 * is seen in what follows. */

static void
act (side *self, action what)
{
  switch (what) {
  case DO_NOTHING:
    break;
  case DO_IDENTIFY:
    (void) !p2pid_contact_identify (self->contact, 0, NULL, "back");
    break;
  case DO_DECLINE:
    (void) !p2pid_contact_decline (self->contact);
    break;
  case DO_STOP:
    (void) !p2pid_contact_stop (self->contact, P2PID_STOP_NOT_ME);
    break;
  case DO_CANCEL:
    p2pid_contact_cancel (self->contact);
    break;
  case DO_FORGET:
    p2pid_contact_leave_no_trace (self->contact);
    break;
  }
}

static void
behave (side *self, const p2pid_event *event)
{
  if (self->behaves.what != DO_NOTHING && event->kind == self->behaves.when) {
    action what = self->behaves.what;

    self->behaves.what = DO_NOTHING;
    act (self, what);
  }
  if (event->kind == P2PID_EVENT_TURN)
    act (self, event->place == P2PID_PLACE_FIRST ? self->behaves.as_first
                                                 : self->behaves.as_second);
  if (event->kind == P2PID_EVENT_IDENTIFIED ||
      event->kind == P2PID_EVENT_CANNOT_CHECK)
    (void) !p2pid_contact_shown (self->contact);
  if (event->kind == P2PID_EVENT_CLOSING)
    (void) !p2pid_contact_finish (self->contact, self->behaves.receipt);
}

static void
copy_text (char *out, size_t size, const char *text)
{
  snprintf (out, size, "%s", text != NULL ? text : "");
}

static void
write_down (heard *out, const p2pid_event *event)
{
  const char *name =
      event->identity != NULL
          ? p2pid_identity_fact (event->identity, P2PID_FACT_NAME)
          : NULL;

  *out = (heard){ .kind = event->kind,
                  .err = event->err,
                  .stop = event->stop,
                  .by_peer = event->by_peer,
                  .outcome = event->outcome,
                  .place = event->place,
                  .channel = event->channel,
                  .compared = event->compared,
                  .match = event->audience_match };
  copy_text (out->name, sizeof out->name, name);
  copy_text (out->audience, sizeof out->audience, event->audience);
  copy_text (out->purpose, sizeof out->purpose, event->purpose);
  copy_text (out->text, sizeof out->text, event->text);
  if (event->code != NULL)
    out->code = *event->code;
}

static void
hear_cb (const p2pid_event *event, void *user_data)
{
  side *self = user_data;

  pthread_mutex_lock (&self->lock);
  if (self->count < HEARD_MAX)
    write_down (&self->events[self->count++], event);
  if (event->kind == P2PID_EVENT_RECEIPT)
    (void) !p2pid_buffer_copy (event->bytes, &self->receipt);
  pthread_cond_broadcast (&self->news);
  pthread_mutex_unlock (&self->lock);
  behave (self, event);
}

/* Sides. */

static void
prepare (side *self, const person *who, const p2pid_anchors *anchors)
{
  *self = (side){
    .config = { .anchors = anchors, .callback = hear_cb, .user_data = self }
  };
  if (who != NULL) {
    self->config.key = who->key;
    self->config.binding = who->binding;
  }
  pthread_mutex_init (&self->lock, NULL);
  pthread_cond_init (&self->news, NULL);
}

void
side_calls (side *self,
            served *relay,
            const person *who,
            const p2pid_anchors *anchors)
{
  prepare (self, who, anchors);
  self->config.start = P2PID_START_CODE;
  self->config.relay = served_origin (relay);
  self->config.account = (p2pid_account){ .channel = P2PID_CHANNEL_PHONE,
                                          .role = P2PID_ROLE_CALLER,
                                          .place = P2PID_PLACE_FIRST };
}

void
side_answers (side *self,
              served *relay,
              const p2pid_code *code,
              const person *who,
              const p2pid_anchors *anchors)
{
  prepare (self, who, anchors);
  self->config.start = P2PID_START_TYPED;
  self->config.relay = served_origin (relay);
  self->config.code = code;
  self->config.account = (p2pid_account){ .channel = P2PID_CHANNEL_PHONE,
                                          .role = P2PID_ROLE_CALLEE,
                                          .place = P2PID_PLACE_SECOND };
}

void
side_invites (side *self,
              served *relay,
              p2pid_place place,
              const person *who,
              const p2pid_anchors *anchors)
{
  prepare (self, who, anchors);
  self->config.start = P2PID_START_INVITATION;
  self->config.relay = served_origin (relay);
  self->config.account =
      (p2pid_account){ .channel = P2PID_CHANNEL_MEETING, .place = place };
}

void
side_comes (side *self,
            const p2pid_invitation *invitation,
            const person *who,
            const p2pid_anchors *anchors)
{
  prepare (self, who, anchors);
  self->config.start = P2PID_START_INVITED;
  self->config.invitation = invitation;
  self->config.account = (p2pid_account){ .channel = P2PID_CHANNEL_MEETING };
}

static void *
run (void *user_data)
{
  side *self = user_data;

  clock_off = &self->clock_off;
  self->result = p2pid_contact_run (self->contact);
  pthread_mutex_lock (&self->lock);
  self->done = true;
  pthread_cond_broadcast (&self->news);
  pthread_mutex_unlock (&self->lock);
  return NULL;
}

void
side_start (side *self)
{
  ck_assert_int_eq (p2pid_contact_new (&self->config, &self->contact),
                    P2PID_OK);
  ck_assert_int_eq (pthread_create (&self->thread, NULL, run, self), 0);
  self->running = true;
}

static const heard *
find (const side *self, p2pid_event_kind kind, int times)
{
  for (size_t i = 0; i < self->count; i++)
    if (self->events[i].kind == kind && --times == 0)
      return &self->events[i];
  return NULL;
}

const heard *
side_wait (side *self, p2pid_event_kind kind, int times)
{
  const heard *event;
  struct timespec until;
  int waited = 0;

  clock_gettime (CLOCK_REALTIME, &until);
  until.tv_sec += 30;
  pthread_mutex_lock (&self->lock);
  while ((event = find (self, kind, times)) == NULL && !self->done &&
         waited == 0)
    waited = pthread_cond_timedwait (&self->news, &self->lock, &until);
  pthread_mutex_unlock (&self->lock);
  ck_assert_msg (event != NULL, "event %d did not come; %zu did", kind,
                 self->count);
  return event;
}

static bool
is_ending (p2pid_event_kind kind)
{
  return kind == P2PID_EVENT_FINISHED || kind == P2PID_EVENT_STOPPED;
}

const heard *
side_join (side *self)
{
  pthread_join (self->thread, NULL);
  self->running = false;
  ck_assert_uint_gt (self->count, 0);
  for (size_t i = 0; i < self->count; i++)
    ck_assert_int_eq (is_ending (self->events[i].kind), i == self->count - 1);
  return &self->events[self->count - 1];
}

const heard *
side_heard (const side *self, p2pid_event_kind kind)
{
  const heard *last = NULL;

  for (size_t i = 0; i < self->count; i++)
    if (self->events[i].kind == kind)
      last = &self->events[i];
  return last;
}

void
side_end (side *self)
{
  if (self->running) {
    p2pid_contact_cancel (self->contact);
    pthread_join (self->thread, NULL);
  }
  p2pid_contact_free (self->contact);
  p2pid_buffer_free (self->receipt);
  pthread_mutex_destroy (&self->lock);
  pthread_cond_destroy (&self->news);
  *self = (side){ 0 };
}

p2pid_code
side_code (side *host)
{
  return side_wait (host, P2PID_EVENT_CODE, 1)->code;
}

p2pid_invitation
side_invitation (side *host)
{
  p2pid_invitation invitation;

  ck_assert_int_eq (
      p2pid_invitation_parse (side_wait (host, P2PID_EVENT_INVITATION, 1)->text,
                              &invitation),
      P2PID_OK);
  return invitation;
}

/* Notebooks. */

static const p2pid_store_key notebook_key = { { 7 } };

void
notebook_open (notebook *self)
{
  snprintf (self->folder, sizeof self->folder, "/tmp/p2pid-contact-XXXXXX");
  ck_assert_ptr_nonnull (mkdtemp (self->folder));
  snprintf (self->path, sizeof self->path, "%s/store", self->folder);
  self->store = NULL;
  notebook_reopen (self);
}

void
notebook_reopen (notebook *self)
{
  p2pid_store_close (self->store);
  self->store = NULL;
  ck_assert_int_eq (p2pid_store_open (self->path, &notebook_key, &self->store),
                    P2PID_OK);
}

void
notebook_end (notebook *self)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", ".lock" };
  char path[64];

  p2pid_store_close (self->store);
  for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
    snprintf (path, sizeof path, "%s%s", self->path, suffixes[i]);
    unlink (path);
  }
  ck_assert_int_eq (rmdir (self->folder), 0);
  *self = (notebook){ 0 };
}

typedef struct {
  notes *notes;
  int64_t id; /* of the newest */
  bool has_receipt;
} reader;

static bool
read_contact_cb (const p2pid_history_entry *entry, void *user_data)
{
  reader *self = user_data;
  notes *out = self->notes;

  if (out->contacts++ > 0)
    return true;
  self->id = entry->id;
  self->has_receipt = entry->has_receipt;
  out->outcome = entry->outcome;
  out->err = entry->err;
  out->role = entry->role;
  out->identified = entry->identified;
  out->test = entry->test;
  copy_text (out->name, sizeof out->name, entry->name);
  copy_text (out->purpose, sizeof out->purpose, entry->purpose);
  return true;
}

static bool
count_person_cb (const p2pid_person *who, void *user_data)
{
  ((notes *) user_data)->people++;
  return true;
}

notes
notebook_read (notebook *self)
{
  notes out = { 0 };
  reader mine = { &out, 0, false };

  ck_assert_int_eq (
      p2pid_store_each_history (self->store, read_contact_cb, &mine), P2PID_OK);
  ck_assert_int_eq (
      p2pid_store_each_person (self->store, count_person_cb, &out), P2PID_OK);
  if (mine.has_receipt)
    ck_assert_int_eq (
        p2pid_store_get_receipt (self->store, mine.id, &out.receipt), P2PID_OK);
  return out;
}
