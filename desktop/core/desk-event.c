/* Deep copies of p2pid_event. */

#include "core/desk-event.h"

static p2pid_identity *
copy_identity (const p2pid_identity *identity)
{
  p2pid_identity *copy = NULL;

  if (identity == NULL)
    return NULL;
  /* As everywhere in GLib, an empty memory ends the program. */
  if (p2pid_identity_copy (identity, &copy) != P2PID_OK)
    g_error ("no memory left for an identity");
  return copy;
}

p2pid_event *
desk_event_copy (const p2pid_event *event)
{
  p2pid_event *copy = g_new (p2pid_event, 1);

  *copy = *event;
  copy->identity = copy_identity (event->identity);
  copy->audience = g_strdup (event->audience);
  copy->purpose = g_strdup (event->purpose);
  copy->text = g_strdup (event->text);
  copy->code =
      event->code != NULL ? g_memdup2 (event->code, sizeof *event->code) : NULL;
  copy->bytes.data = g_memdup2 (event->bytes.data, event->bytes.size);
  return copy;
}

void
desk_event_free (p2pid_event *event)
{
  if (event == NULL)
    return;
  p2pid_identity_free ((p2pid_identity *) event->identity);
  g_free ((char *) event->audience);
  g_free ((char *) event->purpose);
  g_free ((char *) event->text);
  g_free ((p2pid_code *) event->code);
  g_free ((uint8_t *) event->bytes.data);
  g_free (event);
}
