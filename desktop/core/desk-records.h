/*
 * What is remembered: contacts of the past and the people met, as lists that
 * follow the store.
 */

#pragma once

#include "core/desk-history-entry.h"
#include "core/desk-person.h"
#include "core/desk-vault.h"

G_BEGIN_DECLS

#define DESK_TYPE_RECORDS (desk_records_get_type ())

G_DECLARE_FINAL_TYPE (DeskRecords, desk_records, DESK, RECORDS, GObject)

/** Empty lists that remember nothing until there is a vault. */
DeskRecords *
desk_records_new (void);

/** Read from @p vault from here on. */
void
desk_records_set_vault (DeskRecords *self, DeskVault *vault);

/** Contacts, newest first: DeskHistoryEntry. Borrowed. */
GListModel *
desk_records_get_history (DeskRecords *self);

/** People, last met first: DeskPerson. Borrowed. */
GListModel *
desk_records_get_people (DeskRecords *self);

/** Whether somebody with this key was met before, and who; borrowed, valid
 *  until the lists change. NULL for a stranger. */
DeskPerson *
desk_records_find_person (DeskRecords *self, const p2pid_public_key *key);

/** Remember a contact, and the person where there is a name. What cannot be
 *  written is told by "failed". */
void
desk_records_add (DeskRecords *self,
                  const p2pid_history_entry *entry,
                  GBytes *receipt);

void
desk_records_remove_entry (DeskRecords *self, int64_t id);

void
desk_records_set_note (DeskRecords *self, int64_t id, const char *note);

void
desk_records_remove_person (DeskRecords *self, int64_t id);

/** Read the receipt of contact @p id. */
void
desk_records_get_receipt_async (DeskRecords *self,
                                int64_t id,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/** @return (transfer full) */
GBytes *
desk_records_get_receipt_finish (DeskRecords *self,
                                 GAsyncResult *result,
                                 GError **error);

G_END_DECLS
