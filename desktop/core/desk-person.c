/* A person met before. */

#include "core/desk-person.h"

struct _DeskPerson {
  GObject parent_instance;

  p2pid_person person; /* its texts are ours */
};

G_DEFINE_FINAL_TYPE (DeskPerson, desk_person, G_TYPE_OBJECT)

static void
desk_person_finalize (GObject *object)
{
  DeskPerson *self = DESK_PERSON (object);

  g_free ((char *) self->person.name);
  g_free ((char *) self->person.issuer);
  g_free ((char *) self->person.note);
  G_OBJECT_CLASS (desk_person_parent_class)->finalize (object);
}

static void
desk_person_class_init (DeskPersonClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_person_finalize;
}

static void
desk_person_init (DeskPerson *self)
{
}

DeskPerson *
desk_person_new (const p2pid_person *person)
{
  DeskPerson *self = g_object_new (DESK_TYPE_PERSON, NULL);

  self->person = *person;
  self->person.name = g_strdup (person->name);
  self->person.issuer = g_strdup (person->issuer);
  self->person.note = g_strdup (person->note);
  return self;
}

const p2pid_person *
desk_person_get (DeskPerson *self)
{
  return &self->person;
}
