/*
 * The user's own identity on this computer: the key, what binds it to a name,
 * and the facts in it. It never changes, so any number of contacts may hold
 * it, on any thread.
 */

#pragma once

#include <glib-object.h>
#include <p2pid/role.h>

G_BEGIN_DECLS

#define DESK_TYPE_IDENTITY (desk_identity_get_type ())

G_DECLARE_FINAL_TYPE (DeskIdentity, desk_identity, DESK, IDENTITY, GObject)

/**
 * @param key, binding, identity  taken over
 */
DeskIdentity *
desk_identity_new (p2pid_key *key,
                   p2pid_binding *binding,
                   p2pid_identity *identity);

const p2pid_key *
desk_identity_get_key (DeskIdentity *self);

const p2pid_binding *
desk_identity_get_binding (DeskIdentity *self);

/** The verified facts; borrowed. */
const p2pid_identity *
desk_identity_get_facts (DeskIdentity *self);

const char *
desk_identity_get_name (DeskIdentity *self);

gboolean
desk_identity_is_test (DeskIdentity *self);

/** The facts that it shows whatever is chosen. */
p2pid_facts
desk_identity_get_fixed (DeskIdentity *self);

/** The facts it can show. */
p2pid_facts
desk_identity_get_available (DeskIdentity *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (p2pid_key, p2pid_key_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (p2pid_binding, p2pid_binding_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (p2pid_identity, p2pid_identity_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (p2pid_anchors, p2pid_anchors_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (p2pid_buffer, p2pid_buffer_free)

G_END_DECLS
