/* The user's own identity on this computer. */

#include "core/desk-identity.h"

struct _DeskIdentity {
  GObject parent_instance;

  p2pid_key *key;
  p2pid_binding *binding;
  p2pid_identity *facts;
};

G_DEFINE_FINAL_TYPE (DeskIdentity, desk_identity, G_TYPE_OBJECT)

static void
desk_identity_finalize (GObject *object)
{
  DeskIdentity *self = DESK_IDENTITY (object);

  p2pid_key_free (self->key);
  p2pid_binding_free (self->binding);
  p2pid_identity_free (self->facts);
  G_OBJECT_CLASS (desk_identity_parent_class)->finalize (object);
}

static void
desk_identity_class_init (DeskIdentityClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_identity_finalize;
}

static void
desk_identity_init (DeskIdentity *self)
{
}

DeskIdentity *
desk_identity_new (p2pid_key *key,
                   p2pid_binding *binding,
                   p2pid_identity *identity)
{
  DeskIdentity *self = g_object_new (DESK_TYPE_IDENTITY, NULL);

  self->key = key;
  self->binding = binding;
  self->facts = identity;
  return self;
}

const p2pid_key *
desk_identity_get_key (DeskIdentity *self)
{
  return self->key;
}

const p2pid_binding *
desk_identity_get_binding (DeskIdentity *self)
{
  return self->binding;
}

const p2pid_identity *
desk_identity_get_facts (DeskIdentity *self)
{
  return self->facts;
}

const char *
desk_identity_get_name (DeskIdentity *self)
{
  return p2pid_identity_fact (self->facts, P2PID_FACT_NAME);
}

gboolean
desk_identity_is_test (DeskIdentity *self)
{
  return p2pid_identity_environment (self->facts) == P2PID_ENVIRONMENT_TEST;
}

p2pid_facts
desk_identity_get_fixed (DeskIdentity *self)
{
  return p2pid_binding_fixed_facts (self->binding);
}

p2pid_facts
desk_identity_get_available (DeskIdentity *self)
{
  return p2pid_binding_facts (self->binding);
}
