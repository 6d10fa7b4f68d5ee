/* One contact of the past. */

#include "core/desk-history-entry.h"

#include <glib/gi18n.h>

struct _DeskHistoryEntry {
  GObject parent_instance;

  p2pid_history_entry entry; /* its texts are ours */
};

G_DEFINE_FINAL_TYPE (DeskHistoryEntry, desk_history_entry, G_TYPE_OBJECT)

static void
desk_history_entry_finalize (GObject *object)
{
  DeskHistoryEntry *self = DESK_HISTORY_ENTRY (object);

  g_free ((char *) self->entry.name);
  g_free ((char *) self->entry.issuer);
  g_free ((char *) self->entry.organisation);
  g_free ((char *) self->entry.purpose);
  G_OBJECT_CLASS (desk_history_entry_parent_class)->finalize (object);
}

static void
desk_history_entry_class_init (DeskHistoryEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_history_entry_finalize;
}

static void
desk_history_entry_init (DeskHistoryEntry *self)
{
}

DeskHistoryEntry *
desk_history_entry_new (const p2pid_history_entry *entry)
{
  DeskHistoryEntry *self = g_object_new (DESK_TYPE_HISTORY_ENTRY, NULL);

  self->entry = *entry;
  self->entry.name = g_strdup (entry->name);
  self->entry.issuer = g_strdup (entry->issuer);
  self->entry.organisation = g_strdup (entry->organisation);
  self->entry.purpose = g_strdup (entry->purpose);
  return self;
}

const p2pid_history_entry *
desk_history_entry_get (DeskHistoryEntry *self)
{
  return &self->entry;
}

const char *
desk_history_entry_get_title (DeskHistoryEntry *self)
{
  switch (self->entry.outcome) {
  case P2PID_OUTCOME_IDENTIFIED:
    return self->entry.name;
  case P2PID_OUTCOME_CANNOT_CHECK:
    return _ ("Could not be checked");
  case P2PID_OUTCOME_STOPPED:
    return _ ("Stopped");
  case P2PID_OUTCOME_UNIDENTIFIED:
  default:
    return _ ("Nobody identified");
  }
}

DeskTone
desk_history_entry_get_tone (DeskHistoryEntry *self)
{
  switch (self->entry.outcome) {
  case P2PID_OUTCOME_IDENTIFIED:
    return DESK_TONE_KNOWN;
  case P2PID_OUTCOME_CANNOT_CHECK:
    return DESK_TONE_CANNOT;
  case P2PID_OUTCOME_STOPPED:
    return DESK_TONE_STOP;
  case P2PID_OUTCOME_UNIDENTIFIED:
  default:
    return DESK_TONE_NONE;
  }
}
