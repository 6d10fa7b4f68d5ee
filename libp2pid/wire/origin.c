/*
 * The address of a relay in its one normal form:
 *
 *   origin = ("https://" | "http://") host [":" port]
 *   host   = name | IPv4 | "[" IPv6 "]"
 *
 * The form is part of every key (PROTOCOL.md §4), so this grammar is strict
 * and its own: two URL libraries seldom agree on odd addresses.
 */

#include "wire/whole.h"

#include "base/ascii.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LABEL_MAX 63
#define LETTERS "abcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

typedef struct {
  char text[P2PID_ORIGIN_MAX + 1];
  bool local; /* not in the open network */
} relay_host;

/* Loopback, private and link-local addresses (RFC 6890). */
static const struct {
  uint32_t net, mask;
} local_nets[] = {
  { 0x7f000000, 0xff000000 }, { 0x0a000000, 0xff000000 },
  { 0xac100000, 0xfff00000 }, { 0xc0a80000, 0xffff0000 },
  { 0xa9fe0000, 0xffff0000 },
};

/* "::" and what has an IPv4 address inside: no host of their own, and written
 * in more than one way. */
static bool
has_ipv4 (const struct in6_addr *address)
{
  return IN6_IS_ADDR_UNSPECIFIED (address) || IN6_IS_ADDR_V4MAPPED (address) ||
         IN6_IS_ADDR_V4COMPAT (address);
}

static bool
take_ipv6 (const char *text, relay_host *out)
{
  size_t size = strlen (text);
  char inner[INET6_ADDRSTRLEN] = "";
  struct in6_addr address;

  if (size < 2 || size - 2 >= sizeof inner || text[size - 1] != ']')
    return false;
  memcpy (inner, text + 1, size - 2);
  if (inet_pton (AF_INET6, inner, &address) != 1 || has_ipv4 (&address))
    return false;

  inet_ntop (AF_INET6, &address, inner, sizeof inner);
  snprintf (out->text, sizeof out->text, "[%s]", inner);
  out->local = IN6_IS_ADDR_LOOPBACK (&address) ||
               IN6_IS_ADDR_LINKLOCAL (&address) ||
               (address.s6_addr[0] & 0xfe) == 0xfc;
  return true;
}

static bool
take_ipv4 (const char *text, relay_host *out)
{
  struct in_addr address;

  if (inet_pton (AF_INET, text, &address) != 1)
    return false;

  strcpy (out->text, text);
  for (size_t i = 0; i < sizeof local_nets / sizeof local_nets[0]; i++)
    if ((ntohl (address.s_addr) & local_nets[i].mask) == local_nets[i].net)
      out->local = true;
  return true;
}

static bool
label_fits (const char *label, size_t size)
{
  return size >= 1 && size <= LABEL_MAX && label[0] != '-' &&
         label[size - 1] != '-';
}

/* Labels with dots between them, the last one beginning with a letter: a name
 * that ends in a number is what some programs take for an IPv4 address
 * written in an odd way. */
static bool
take_name (const char *text, relay_host *out)
{
  const char *label = text;
  size_t size, end;

  for (;; label += size + 1) {
    size = strspn (label, LETTERS DIGITS "-");
    if (!label_fits (label, size))
      return false;
    if (label[size] != '.')
      break;
  }
  if (label[size] != '\0' || strchr (DIGITS, label[0]) != NULL)
    return false;

  end = strlen (text);
  strcpy (out->text, text);
  out->local = strcmp (text, "localhost") == 0 ||
               (end > strlen (".local") &&
                strcmp (text + end - strlen (".local"), ".local") == 0);
  return true;
}

static bool
take_host (const char *text, relay_host *out)
{
  if (text[0] == '[')
    return take_ipv6 (text, out);
  return take_ipv4 (text, out) || take_name (text, out);
}

/* ":8443", without leading zeros. */
static bool
take_port (const char *text, unsigned *out)
{
  size_t digits = strspn (text + 1, DIGITS);
  unsigned long port = strtoul (text + 1, NULL, 10);

  if (text[0] != ':' || digits == 0 || text[1] == '0' ||
      text[1 + digits] != '\0' || port > 65535)
    return false;
  *out = (unsigned) port;
  return true;
}

/* @p rest is what follows the scheme; it is taken apart in place. */
static p2pid_err
take_rest (bool secure, char *rest, char out[P2PID_ORIGIN_MAX + 1])
{
  char whole[sizeof "https://" + P2PID_ORIGIN_MAX + sizeof ":65535"];
  unsigned usual = secure ? 443 : 80;
  unsigned port = usual;
  size_t size = strcspn (rest, rest[0] == '[' ? "]" : ":");
  relay_host host = { "", false };
  int end;

  if (rest[size] == ']')
    size++;
  if (rest[size] != '\0' && !take_port (rest + size, &port))
    return P2PID_ERR_FORMAT;
  rest[size] = '\0';
  if (!take_host (rest, &host) || (!secure && !host.local))
    return P2PID_ERR_FORMAT;

  end = sprintf (whole, "%s://%s", secure ? "https" : "http", host.text);
  if (port != usual)
    end += sprintf (whole + end, ":%u", port);
  if (end > P2PID_ORIGIN_MAX)
    return P2PID_ERR_SIZE;
  strcpy (out, whole);
  return P2PID_OK;
}

p2pid_err
p2pid_origin_parse (const char *text, char out[P2PID_ORIGIN_MAX + 1])
{
  char lower[P2PID_ORIGIN_MAX + 1];
  size_t size = strlen (text);

  if (size > P2PID_ORIGIN_MAX)
    return P2PID_ERR_SIZE;
  for (size_t i = 0; i <= size; i++)
    lower[i] = p2pid_ascii_lower (text[i]);

  /* The empty path and "/" are one (RFC 3986 §6.2.3). */
  if (size > 0 && lower[size - 1] == '/')
    lower[size - 1] = '\0';

  if (strncmp (lower, "https://", 8) == 0)
    return take_rest (true, lower + 8, out);
  if (strncmp (lower, "http://", 7) == 0)
    return take_rest (false, lower + 7, out);
  return P2PID_ERR_FORMAT;
}

bool
p2pid_origin_is_normal (const char *text)
{
  char normal[P2PID_ORIGIN_MAX + 1];

  return p2pid_origin_parse (text, normal) == P2PID_OK &&
         strcmp (text, normal) == 0;
}
