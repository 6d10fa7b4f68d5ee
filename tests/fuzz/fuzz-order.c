/* What operators say of an order: tokens that become codes and links, and the
 * certificate that an answer names. Whatever a code or link is made of, it is
 * one line of printable characters in the place that it has. */

#include "target.h"

#include "eid/bankid.h"
#include "eid/freja.h"

#include <stdlib.h>

static void
check_printable (const char *text, size_t room)
{
  size_t size = strnlen (text, room);

  if (size == 0 || size == room)
    abort ();
  for (size_t i = 0; i < size; i++)
    if (text[i] < '!' || text[i] > '~')
      abort ();
}

static void
show_bankid (const char *text)
{
  char qr[P2PID_BANKID_QR_MAX], link[P2PID_BANKID_LINK_MAX];

  if (!p2pid_bankid_is_token (text))
    return;
  p2pid_bankid_qr (text, text, 179, qr);
  check_printable (qr, sizeof qr);
  p2pid_bankid_link (text, link);
  check_printable (link, sizeof link);
}

static char
take_character (const char **value)
{
  char digits[3] = { 0 };

  if (**value != '%')
    return *(*value)++;
  memcpy (digits, *value + 1, 2);
  *value += 3;
  return (char) strtol (digits, NULL, 16);
}

/* A reference comes back from its link: nothing in it can end the parameter. */
static void
show_freja (const char *text)
{
  char link[P2PID_FREJA_LINK_MAX];
  const char *value;

  if (!p2pid_freja_link (text, link))
    return;
  check_printable (link, sizeof link);
  value = strchr (link, '=') + 1;
  for (size_t i = 0; text[i] != '\0'; i++)
    if (take_character (&value) != text[i])
      abort ();
  if (*value != '\0')
    abort ();
}

static void
find_certificate (p2pid_bytes details)
{
  p2pid_buffer *der = NULL;

  if (p2pid_freja_find_certificate (details, "", &der) == P2PID_OK)
    abort (); /* among none */
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  char *text = malloc (size + 1);

  if (text == NULL)
    return 0;
  if (size > 0)
    memcpy (text, data, size);
  text[size] = '\0';
  show_bankid (text);
  show_freja (text);
  find_certificate ((p2pid_bytes){ data, size });
  free (text);
  return 0;
}
