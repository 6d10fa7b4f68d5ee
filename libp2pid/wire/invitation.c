/*
 * Invitations (PROTOCOL.md §3), as a URI and as a link:
 *
 *   "p2pid:1?r=" relay "&s=" secret
 *   origin "/i#1." secret
 *
 * where secret is base64url of 32 bytes and relay is the origin, without
 * "https://" where that is its scheme.
 */

#include "wire/whole.h"

#include "base/ascii.h"
#include "base/encoding.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define SECRET_TEXT P2PID_BASE64URL_SIZE (32)
#define VERSION "1"
#define SCHEME "p2pid:"
#define HTTPS "https://"
#define HTTP "http://"
#define LINK "/i#"

/* Where @p prefix ends in @p text; NULL when it does not begin so. */
static const char *
skip (const char *text, const char *prefix)
{
  size_t size = strlen (prefix);

  return strncmp (text, prefix, size) == 0 ? text + size : NULL;
}

/* A version number with @p end behind it; moves @p text past both. Any number
 * but ours is a newer kind. */
static p2pid_err
take_version (const char **text, char end)
{
  size_t size = strspn (*text, "0123456789");

  if (size == 0 || **text == '0' || (*text)[size] != end)
    return P2PID_ERR_FORMAT;
  if (size != strlen (VERSION) || skip (*text, VERSION) == NULL)
    return P2PID_ERR_VERSION;
  *text += size + 1;
  return P2PID_OK;
}

/* An origin must be written in its normal form: it is part of every key, and
 * one invitation has one text. */
static p2pid_err
take_origin (const char *text, char out[P2PID_ORIGIN_MAX + 1])
{
  char normal[P2PID_ORIGIN_MAX + 1];
  p2pid_err err = p2pid_origin_parse (text, normal);

  if (err != P2PID_OK)
    return err;
  if (strcmp (text, normal) != 0)
    return P2PID_ERR_FORMAT;
  strcpy (out, normal);
  return P2PID_OK;
}

static p2pid_err
take_secret (const char *text, uint8_t out[32])
{
  return p2pid_base64url_decode_fixed (p2pid_bytes_from_text (text), out, 32);
}

/* What follows "p2pid:". */
static p2pid_err
take_uri (const char *text, p2pid_invitation *out)
{
  char origin[P2PID_INVITATION_MAX + sizeof HTTPS];
  const char *relay, *secret;
  p2pid_err err = take_version (&text, '?');

  if (err != P2PID_OK)
    return err;
  relay = skip (text, "r=");
  secret = relay ? strstr (relay, "&s=") : NULL;
  if (secret == NULL || skip (relay, HTTPS) != NULL)
    return P2PID_ERR_FORMAT;

  snprintf (origin, sizeof origin, "%s%.*s", skip (relay, HTTP) ? "" : HTTPS,
            (int) (secret - relay), relay);
  err = take_origin (origin, out->origin);
  if (err != P2PID_OK)
    return err;
  return take_secret (secret + strlen ("&s="), out->secret);
}

/* A whole link. */
static p2pid_err
take_link (const char *text, p2pid_invitation *out)
{
  char origin[P2PID_INVITATION_MAX + 1];
  const char *path = strstr (text, LINK);
  const char *fragment;
  p2pid_err err;

  if (path == NULL)
    return P2PID_ERR_FORMAT;
  snprintf (origin, sizeof origin, "%.*s", (int) (path - text), text);
  err = take_origin (origin, out->origin);
  if (err != P2PID_OK)
    return err;

  fragment = path + strlen (LINK);
  err = take_version (&fragment, '.');
  if (err != P2PID_OK)
    return err;
  return take_secret (fragment, out->secret);
}

static bool
is_space (char c)
{
  return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The text without the spaces around it. */
static p2pid_err
trim (const char *text, char out[P2PID_INVITATION_MAX + 1])
{
  size_t size;

  while (is_space (*text))
    text++;
  size = strlen (text);
  while (size > 0 && is_space (text[size - 1]))
    size--;
  if (size > P2PID_INVITATION_MAX)
    return P2PID_ERR_SIZE;
  memcpy (out, text, size);
  out[size] = '\0';
  return P2PID_OK;
}

p2pid_err
p2pid_invitation_parse (const char *text, p2pid_invitation *out_invitation)
{
  char plain[P2PID_INVITATION_MAX + 1] = "";
  p2pid_invitation invitation = { 0 };
  p2pid_err err = trim (text, plain);

  if (err != P2PID_OK)
    goto out;

  /* A scheme is the same in any letter case, and some scanners like it big. */
  if (p2pid_ascii_begins (plain, SCHEME))
    err = take_uri (plain + strlen (SCHEME), &invitation);
  else
    err = take_link (plain, &invitation);
  if (err == P2PID_OK)
    *out_invitation = invitation;

out:
  sodium_memzero (plain, sizeof plain);
  p2pid_invitation_wipe (&invitation);
  return err;
}

p2pid_err
p2pid_invitation_new (const char *origin, p2pid_invitation *out_invitation)
{
  p2pid_invitation invitation = { 0 };
  p2pid_err err = take_origin (origin, invitation.origin);

  if (err != P2PID_OK)
    return P2PID_ERR_FORMAT;
  randombytes_buf (invitation.secret, sizeof invitation.secret);
  *out_invitation = invitation;
  p2pid_invitation_wipe (&invitation);
  return P2PID_OK;
}

/* The four parts of a text, the secret behind them. */
static p2pid_err
join (const char *a,
      const char *b,
      const char *c,
      const p2pid_invitation *invitation,
      p2pid_buffer **out)
{
  char secret[SECRET_TEXT + 1];
  size_t size = strlen (a) + strlen (b) + strlen (c) + SECRET_TEXT;
  p2pid_buffer *text = NULL;
  p2pid_err err = p2pid_buffer_new (size, &text);

  if (err != P2PID_OK)
    return err;
  sodium_bin2base64 (secret, sizeof secret, invitation->secret, 32,
                     sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  snprintf ((char *) text->data, size + 1, "%s%s%s%s", a, b, c, secret);
  sodium_memzero (secret, sizeof secret);
  *out = text;
  return P2PID_OK;
}

p2pid_err
p2pid_invitation_print (const p2pid_invitation *invitation,
                        p2pid_buffer **out_text)
{
  const char *relay = skip (invitation->origin, HTTPS);

  return join (SCHEME VERSION "?r=", relay ? relay : invitation->origin,
               "&s=", invitation, out_text);
}

p2pid_err
p2pid_invitation_print_link (const p2pid_invitation *invitation,
                             p2pid_buffer **out_text)
{
  return join (invitation->origin, LINK, VERSION ".", invitation, out_text);
}

void
p2pid_invitation_wipe (p2pid_invitation *invitation)
{
  sodium_memzero (invitation, sizeof *invitation);
}

bool
p2pid_invitation_is_whole (const p2pid_invitation *invitation)
{
  return memchr (invitation->origin, '\0', sizeof invitation->origin) != NULL &&
         p2pid_origin_is_normal (invitation->origin);
}
