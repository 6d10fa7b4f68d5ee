/* The words of an account, and what makes one whole. */

#include "wire/account-names.h"

#include "base/time.h"

#define COUNT(array) (sizeof (array) / sizeof (array)[0])

static const char *const channels[] = {
  [P2PID_CHANNEL_PHONE] = "phone",
  [P2PID_CHANNEL_MEETING] = "meeting",
  [P2PID_CHANNEL_ONLINE] = "online",
};

static const char *const roles[] = {
  [P2PID_ROLE_NONE] = "none",
  [P2PID_ROLE_CALLER] = "caller",
  [P2PID_ROLE_CALLEE] = "callee",
};

static const char *const places[] = {
  [P2PID_PLACE_FIRST] = "first",
  [P2PID_PLACE_SECOND] = "second",
};

static const char *const stops[P2PID_STOP_COUNT_] = {
  [P2PID_STOP_ENDED] = "ended",       [P2PID_STOP_NOT_ME] = "not-me",
  [P2PID_STOP_NOT_THEM] = "not-them", [P2PID_STOP_ACCOUNTS] = "accounts",
  [P2PID_STOP_CLOCK] = "clock",       [P2PID_STOP_PROOF] = "proof",
  [P2PID_STOP_PROTOCOL] = "protocol", [P2PID_STOP_TIMEOUT] = "timeout",
};

static const char *
name_at (const char *const *names, size_t count, unsigned index)
{
  return index < count ? names[index] : NULL;
}

/* The index of @p name, or @p count. */
static size_t
find (const char *const *names, size_t count, const char *name)
{
  size_t i = 0;

  if (name == NULL)
    return count;
  while (i < count && strcmp (names[i], name) != 0)
    i++;
  return i;
}

const char *
p2pid_channel_name (p2pid_channel channel)
{
  return name_at (channels, COUNT (channels), channel);
}

p2pid_err
p2pid_channel_from_name (const char *name, p2pid_channel *out)
{
  size_t i = find (channels, COUNT (channels), name);

  if (i == COUNT (channels))
    return P2PID_ERR_FORMAT;
  *out = (p2pid_channel) i;
  return P2PID_OK;
}

const char *
p2pid_role_name (p2pid_role role)
{
  return name_at (roles, COUNT (roles), role);
}

p2pid_err
p2pid_role_from_name (const char *name, p2pid_role *out)
{
  size_t i = find (roles, COUNT (roles), name);

  if (i == COUNT (roles))
    return P2PID_ERR_FORMAT;
  *out = (p2pid_role) i;
  return P2PID_OK;
}

const char *
p2pid_place_name (p2pid_place place)
{
  return name_at (places, COUNT (places), place);
}

p2pid_err
p2pid_place_from_name (const char *name, p2pid_place *out)
{
  size_t i = find (places, COUNT (places), name);

  if (i == COUNT (places))
    return P2PID_ERR_FORMAT;
  *out = (p2pid_place) i;
  return P2PID_OK;
}

const char *
p2pid_stop_name (p2pid_stop reason)
{
  const char *name = name_at (stops, COUNT (stops), reason);

  return name ? name : "unknown";
}

p2pid_err
p2pid_stop_from_name (const char *name, p2pid_stop *out)
{
  size_t i = find (stops, COUNT (stops), name);

  if (i == COUNT (stops))
    return P2PID_ERR_FORMAT;
  *out = (p2pid_stop) i;
  return P2PID_OK;
}

static bool
tail_fits (const char tail[5])
{
  if (tail[0] == '\0')
    return true;
  for (size_t i = 0; i < 4; i++)
    if (tail[i] < '0' || tail[i] > '9')
      return false;
  return tail[4] == '\0';
}

static bool
role_fits (const p2pid_account *account)
{
  switch (account->role) {
  case P2PID_ROLE_NONE:
    return account->channel != P2PID_CHANNEL_PHONE;
  case P2PID_ROLE_CALLER:
    return account->channel == P2PID_CHANNEL_PHONE &&
           account->place == P2PID_PLACE_FIRST;
  case P2PID_ROLE_CALLEE:
    return account->channel == P2PID_CHANNEL_PHONE &&
           account->place == P2PID_PLACE_SECOND;
  }
  return false;
}

p2pid_err
p2pid_account_check (const p2pid_account *account)
{
  if (p2pid_channel_name (account->channel) == NULL ||
      p2pid_place_name (account->place) == NULL || !role_fits (account))
    return P2PID_ERR_FORMAT;
  if (account->start < 0 || account->start > P2PID_TIME_MAX ||
      !tail_fits (account->tail))
    return P2PID_ERR_FORMAT;
  return P2PID_OK;
}
