/*
 * An invitation as a QR code (goal G10): the whole way from the invitation to
 * the modules as the programs go it, beside libqrencode's bare encoding of the
 * same text. What the code carries, and how big it gets, comes out as well: a
 * camera reads up to version 13 with ease.
 */

#include "bench.h"

#include "p2pid/invitation.h"

#include <qrencode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static p2pid_invitation invitation;
static char text[P2PID_INVITATION_MAX + 1];

static void
set_up (const char *origin)
{
  p2pid_buffer *printed = NULL;

  if (p2pid_invitation_new (origin, &invitation) != P2PID_OK ||
      p2pid_invitation_print (&invitation, &printed) != P2PID_OK)
    abort ();
  memcpy (text, printed->data, printed->size + 1);
  p2pid_buffer_free (printed);
}

/* As the command line and the app encode a text. */
static void
encode (const char *what)
{
  QRcode *code = QRcode_encodeString8bit (what, 0, QR_ECLEVEL_M);

  if (code == NULL)
    abort ();
  QRcode_free (code);
}

static void
encode_invitation (void)
{
  p2pid_buffer *printed = NULL;

  if (p2pid_invitation_print (&invitation, &printed) != P2PID_OK)
    abort ();
  encode ((const char *) printed->data);
  p2pid_buffer_free (printed);
}

static void
encode_text (void)
{
  encode (text);
}

static void
measure (const char *name, const char *origin)
{
  QRcode *code;

  set_up (origin);
  code = QRcode_encodeString8bit (text, 0, QR_ECLEVEL_M);
  if (code == NULL)
    abort ();
  printf ("%s: %zu bytes, version %d at level M, %d x %d modules\n", name,
          strlen (text), code->version, code->width, code->width);
  QRcode_free (code);
  bench_compare (name, encode_invitation, "libqrencode alone", encode_text);
}

/* https:// and labels of 60 letters, as long as an origin may be. */
static void
make_longest (char origin[P2PID_ORIGIN_MAX + 1])
{
  size_t size = (size_t) snprintf (origin, P2PID_ORIGIN_MAX + 1, "https://");

  for (size_t i = size; i < P2PID_ORIGIN_MAX; i++)
    origin[i] = i % 60 == 0 ? '.' : 'a';
  origin[P2PID_ORIGIN_MAX] = '\0';
}

int
main (void)
{
  char longest[P2PID_ORIGIN_MAX + 1];

  make_longest (longest);
  measure ("Invitation", "https://relay.example");
  measure ("Invitation with the longest origin", longest);
  return EXIT_SUCCESS;
}
