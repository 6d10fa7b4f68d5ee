/*
 * What a contact holds; for desk-contact.c and desk-contact-events.c alone.
 */

#pragma once

#include "core/desk-contact.h"
#include "core/desk-run.h"

G_BEGIN_DECLS

struct _DeskContact {
  GObject parent_instance;

  DeskProfile *profile;
  DeskIdentity *identity; /* one's own, as it was at the start; or NULL */
  int calm;               /* held while one is called */
  DeskRun *run;           /* the library's contact; NULL until started */

  /* What it starts from. */
  DeskPlan plan;
  p2pid_code typed;
  p2pid_invitation invited;
  char tail[5];

  /* What is offered. */
  p2pid_facts facts;
  char *offered_audience;
  char *offered_purpose;

  /* What the events told. */
  DeskPhase phase;
  DeskOther other;
  DeskOwn own;
  p2pid_channel channel;
  p2pid_place place;
  char *code;
  p2pid_err code_lost; /* why the one before is no more, or P2PID_OK */
  char *invitation;
  gboolean offline;
  gboolean turn;
  gboolean joined;
  gboolean agreed;
  unsigned compared;
  p2pid_identity *other_identity;
  char *audience;
  char *purpose;
  p2pid_audience_match audience_match;
  p2pid_err err;
  p2pid_err own_err;
  p2pid_stop stop;
  gboolean by_peer;
  gboolean unfinished;
  gboolean receipt_asked;
  int64_t own_time;
  GBytes *receipt;

  /* What the user decided. */
  gboolean shown;
  gboolean no_trace;
  gboolean finish_wanted;
  gboolean receipt_wanted;
};

/** Tell those who listen that something is another. */
void
desk_contact_changed (DeskContact *self);

/* Each notifies its property where it is another. */

void
desk_contact_set_phase (DeskContact *self, DeskPhase phase);

void
desk_contact_set_other (DeskContact *self, DeskOther other);

void
desk_contact_set_own (DeskContact *self, DeskOwn own, int64_t time);

/** Who has no identity cannot show one, and the other need not wait for it. */
void
desk_contact_refuse_without_identity (DeskContact *self);

G_END_DECLS
