/* Invitations and the addresses in them: what is taken is written in its one
 * form, and that form is taken for the same. */

#include "target.h"

#include "base/bytes.h"
#include "p2pid/invitation.h"

#include <stdlib.h>

typedef p2pid_err (*printer) (const p2pid_invitation *invitation,
                              p2pid_buffer **out_text);

static void
print_again (const p2pid_invitation *invitation, printer print)
{
  p2pid_invitation again;
  p2pid_buffer *text = NULL;

  if (print (invitation, &text) != P2PID_OK ||
      p2pid_invitation_parse ((const char *) text->data, &again) != P2PID_OK ||
      strcmp (again.origin, invitation->origin) != 0 ||
      memcmp (again.secret, invitation->secret, sizeof again.secret) != 0)
    abort ();
  p2pid_buffer_free (text);
}

static void
read_invitation (const char *text)
{
  p2pid_invitation invitation;

  if (p2pid_invitation_parse (text, &invitation) != P2PID_OK)
    return;
  print_again (&invitation, p2pid_invitation_print);
  print_again (&invitation, p2pid_invitation_print_link);
}

static void
read_origin (const char *text)
{
  char origin[P2PID_ORIGIN_MAX + 1], again[P2PID_ORIGIN_MAX + 1];

  if (p2pid_origin_parse (text, origin) != P2PID_OK)
    return;
  if (p2pid_origin_parse (origin, again) != P2PID_OK ||
      strcmp (origin, again) != 0)
    abort ();
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  p2pid_buffer *copy = NULL; /* with a NUL behind it */

  if (p2pid_buffer_copy ((p2pid_bytes){ data, size }, &copy) != P2PID_OK)
    return 0;
  read_invitation ((const char *) copy->data);
  read_origin ((const char *) copy->data);
  p2pid_buffer_free (copy);
  return 0;
}
