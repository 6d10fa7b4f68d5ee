/* The set of trust anchors, kept in the order in which they were added. */

#include "evidence/anchors-internal.h"

#include "base/bytes.h"
#include "base/time.h"
#include "evidence/statuses.h"
#include "evidence/test-issuer.h"
#include "wire/text.h"

#include <stdlib.h>

struct p2pid_anchors {
  p2pid_anchor *list; /* the names are ours */
  size_t count;
  size_t capacity;
  bool test;    /* TEST identities are taken */
  bool builtin; /* the TEST issuer is in the list because of that alone */
  p2pid_statuses statuses;
};

static const p2pid_anchor builtin_anchor = {
  .method = P2PID_METHOD_SD_JWT,
  .environment = P2PID_ENVIRONMENT_TEST,
  .fingerprint = P2PID_TEST_ISSUER_FINGERPRINT,
  .name = P2PID_TEST_ISSUER_NAME,
};

static bool
is_same (const p2pid_anchor *anchor,
         p2pid_method method,
         const p2pid_fingerprint *fingerprint)
{
  return anchor->method == method &&
         memcmp (anchor->fingerprint.bytes, fingerprint->bytes,
                 sizeof fingerprint->bytes) == 0;
}

static p2pid_anchor *
lookup (const p2pid_anchors *anchors,
        p2pid_method method,
        const p2pid_fingerprint *fingerprint)
{
  for (size_t i = 0; i < anchors->count; i++)
    if (is_same (&anchors->list[i], method, fingerprint))
      return &anchors->list[i];
  return NULL;
}

static bool
is_builtin (const p2pid_anchor *anchor)
{
  return is_same (&builtin_anchor, anchor->method, &anchor->fingerprint);
}

p2pid_err
p2pid_anchors_new (p2pid_anchors **out_anchors)
{
  p2pid_anchors *anchors = calloc (1, sizeof *anchors);

  if (anchors == NULL)
    return P2PID_ERR_MEMORY;
  *out_anchors = anchors;
  return P2PID_OK;
}

static size_t
count_parties (const p2pid_anchor *anchor)
{
  size_t count = 0;

  while (anchor->parties != NULL && anchor->parties[count] != NULL)
    count++;
  return count;
}

/* Free the texts of an anchor of ours. */
static void
clear_anchor (p2pid_anchor *anchor)
{
  for (size_t i = 0; i < count_parties (anchor); i++)
    free ((char *) anchor->parties[i]);
  free ((void *) anchor->parties);
  free ((void *) anchor->revoked);
  free ((char *) anchor->issuer);
  free ((char *) anchor->name);
}

static p2pid_err
copy_parties (const p2pid_anchor *anchor, p2pid_anchor *copy)
{
  size_t count = count_parties (anchor);
  char **list;
  p2pid_err err = P2PID_OK;

  if (count == 0)
    return P2PID_OK;
  list = calloc (count + 1, sizeof *list);
  if (list == NULL)
    return P2PID_ERR_MEMORY;
  copy->parties = (const char *const *) list;
  for (size_t i = 0; i < count && err == P2PID_OK; i++)
    err = p2pid_text_copy (anchor->parties[i], &list[i]);
  return err;
}

static p2pid_err
copy_revoked (const p2pid_anchor *anchor, p2pid_anchor *copy)
{
  p2pid_fingerprint *list;

  if (anchor->revoked_count == 0)
    return P2PID_OK;
  list = calloc (anchor->revoked_count, sizeof *list);
  if (list == NULL)
    return P2PID_ERR_MEMORY;
  memcpy (list, anchor->revoked, anchor->revoked_count * sizeof *list);
  copy->revoked = list;
  return P2PID_OK;
}

/* With texts of its own, for clear_anchor(). */
static p2pid_err
copy_anchor (const p2pid_anchor *anchor, p2pid_anchor *out)
{
  p2pid_anchor copy = *anchor;
  p2pid_err err;

  copy.name = copy.issuer = NULL;
  copy.parties = NULL;
  copy.revoked = NULL;
  err = p2pid_text_copy (anchor->name, (char **) &copy.name);
  if (err == P2PID_OK)
    err = p2pid_text_copy (anchor->issuer, (char **) &copy.issuer);
  if (err == P2PID_OK)
    err = copy_parties (anchor, &copy);
  if (err == P2PID_OK)
    err = copy_revoked (anchor, &copy);
  if (err != P2PID_OK) {
    clear_anchor (&copy);
    return err;
  }
  *out = copy;
  return P2PID_OK;
}

void
p2pid_anchors_free (p2pid_anchors *anchors)
{
  if (anchors == NULL)
    return;
  for (size_t i = 0; i < anchors->count; i++)
    clear_anchor (&anchors->list[i]);
  p2pid_statuses_clear (&anchors->statuses);
  free (anchors->list);
  free (anchors);
}

static p2pid_err
grow (p2pid_anchors *anchors)
{
  size_t capacity = anchors->capacity ? 2 * anchors->capacity : 8;
  p2pid_anchor *list;

  if (anchors->count < anchors->capacity)
    return P2PID_OK;
  list = reallocarray (anchors->list, capacity, sizeof *list);
  if (list == NULL)
    return P2PID_ERR_MEMORY;
  anchors->list = list;
  anchors->capacity = capacity;
  return P2PID_OK;
}

/* Add or replace, all questions asked. */
static p2pid_err
put (p2pid_anchors *anchors, const p2pid_anchor *anchor)
{
  p2pid_anchor *place = lookup (anchors, anchor->method, &anchor->fingerprint);
  p2pid_anchor copy;
  p2pid_err err = P2PID_OK;

  if (place == NULL)
    err = grow (anchors);
  if (err == P2PID_OK)
    err = copy_anchor (anchor, &copy);
  if (err != P2PID_OK)
    return err;

  if (place == NULL)
    place = &anchors->list[anchors->count++];
  else
    clear_anchor (place);
  *place = copy;
  return P2PID_OK;
}

static p2pid_err
check_text (const char *text, size_t max)
{
  p2pid_bytes bytes = p2pid_bytes_from_text (text);

  return bytes.size > max ? P2PID_ERR_TEXT : p2pid_text_check (bytes, max);
}

static p2pid_err
check_parties (const p2pid_anchor *anchor)
{
  size_t count = count_parties (anchor);
  p2pid_err err = P2PID_OK;

  if (count > P2PID_ANCHOR_PARTIES_MAX)
    return P2PID_ERR_SIZE;
  for (size_t i = 0; i < count && err == P2PID_OK; i++)
    err = check_text (anchor->parties[i], P2PID_ANCHOR_PARTY_MAX);
  return err;
}

static bool
is_time (int64_t time)
{
  return time >= 0 && time <= P2PID_TIME_MAX;
}

static p2pid_err
check_life (const p2pid_anchor *anchor)
{
  if (!is_time (anchor->not_before) || !is_time (anchor->not_after) ||
      !is_time (anchor->revoked_as_of) ||
      (anchor->not_after != 0 && anchor->not_after <= anchor->not_before))
    return P2PID_ERR_ARGUMENT;
  return anchor->revoked_count > P2PID_ANCHOR_REVOKED_MAX ? P2PID_ERR_SIZE
                                                          : P2PID_OK;
}

static p2pid_err
check (const p2pid_anchor *anchor)
{
  p2pid_err err;

  if (anchor->method >= P2PID_METHOD_COUNT_ ||
      anchor->environment > P2PID_ENVIRONMENT_TEST ||
      anchor->assurance > P2PID_ASSURANCE_HIGH ||
      (anchor->method == P2PID_METHOD_OIDC && anchor->issuer == NULL))
    return P2PID_ERR_ARGUMENT;
  err = check_text (anchor->name, P2PID_ANCHOR_NAME_MAX);
  if (err == P2PID_OK && anchor->issuer != NULL)
    err = check_text (anchor->issuer, P2PID_ANCHOR_ISSUER_MAX);
  if (err == P2PID_OK)
    err = check_parties (anchor);
  if (err == P2PID_OK)
    err = check_life (anchor);
  return err;
}

p2pid_err
p2pid_anchors_add (p2pid_anchors *anchors, const p2pid_anchor *anchor)
{
  p2pid_anchor copy = *anchor;
  p2pid_err err = check (anchor);

  if (err != P2PID_OK)
    return err;
  if (anchors->count - anchors->builtin >= P2PID_ANCHORS_MAX &&
      lookup (anchors, anchor->method, &anchor->fingerprint) == NULL)
    return P2PID_ERR_SIZE;

  /* Everybody has the TEST issuer's private key: nothing that it signs is
   * real, whatever a file says. */
  if (is_builtin (anchor))
    copy.environment = P2PID_ENVIRONMENT_TEST;

  err = put (anchors, &copy);
  if (err == P2PID_OK && is_builtin (anchor))
    anchors->builtin = false; /* it is the user's now */
  return err;
}

static void
take_out (p2pid_anchors *anchors, p2pid_anchor *anchor)
{
  size_t after = (size_t) (anchors->list + anchors->count - (anchor + 1));

  clear_anchor (anchor);
  memmove (anchor, anchor + 1, after * sizeof *anchor);
  anchors->count--;
}

p2pid_err
p2pid_anchors_allow_test (p2pid_anchors *anchors, bool allow)
{
  p2pid_anchor *found =
      lookup (anchors, builtin_anchor.method, &builtin_anchor.fingerprint);

  if (allow && found == NULL) {
    p2pid_err err = put (anchors, &builtin_anchor);

    if (err != P2PID_OK)
      return err;
    anchors->builtin = true;
  }
  if (!allow && anchors->builtin) {
    take_out (anchors, found);
    anchors->builtin = false;
  }
  anchors->test = allow;
  return P2PID_OK;
}

const p2pid_anchor *
p2pid_anchors_look_up (const p2pid_anchors *anchors,
                       p2pid_method method,
                       const p2pid_fingerprint *fingerprint)
{
  return lookup (anchors, method, fingerprint);
}

p2pid_err
p2pid_anchors_find (const p2pid_anchors *anchors,
                    p2pid_method method,
                    const p2pid_fingerprint *fingerprint,
                    const p2pid_anchor **out_anchor)
{
  const p2pid_anchor *found = lookup (anchors, method, fingerprint);

  if (found == NULL && is_same (&builtin_anchor, method, fingerprint))
    return P2PID_ERR_TEST_REFUSED;
  if (found == NULL)
    return P2PID_ERR_UNTRUSTED;
  if (found->environment == P2PID_ENVIRONMENT_TEST && !anchors->test)
    return P2PID_ERR_TEST_REFUSED;
  *out_anchor = found;
  return P2PID_OK;
}

size_t
p2pid_anchors_count (const p2pid_anchors *anchors)
{
  return anchors->count;
}

const p2pid_anchor *
p2pid_anchors_get (const p2pid_anchors *anchors, size_t index)
{
  return index < anchors->count ? &anchors->list[index] : NULL;
}

p2pid_err
p2pid_anchors_copy (const p2pid_anchors *anchors, p2pid_anchors **out)
{
  p2pid_anchors *copy = NULL;
  p2pid_err err = p2pid_anchors_new (&copy);

  for (size_t i = 0; i < anchors->count && err == P2PID_OK; i++)
    err = put (copy, &anchors->list[i]);
  if (err == P2PID_OK)
    err = p2pid_statuses_copy (&anchors->statuses, &copy->statuses);
  if (err != P2PID_OK) {
    p2pid_anchors_free (copy);
    return err;
  }
  copy->test = anchors->test;
  copy->builtin = anchors->builtin;
  *out = copy;
  return P2PID_OK;
}

void
p2pid_anchors_swap (p2pid_anchors *a, p2pid_anchors *b)
{
  p2pid_anchors was = *a;

  *a = *b;
  *b = was;
}

void
p2pid_anchors_remove_domain (p2pid_anchors *anchors, const char *domain)
{
  for (size_t i = anchors->count; i-- > 0;) {
    p2pid_anchor *anchor = &anchors->list[i];

    if (anchor->method == P2PID_METHOD_ROLE && anchor->issuer != NULL &&
        strcmp (anchor->issuer, domain) == 0)
      take_out (anchors, anchor);
  }
}

p2pid_err
p2pid_anchors_add_status (p2pid_anchors *anchors, p2pid_bytes token)
{
  return p2pid_statuses_add (&anchors->statuses, token);
}

p2pid_err
p2pid_anchors_put_status (p2pid_anchors *anchors, p2pid_status_list *list)
{
  return p2pid_statuses_put (&anchors->statuses, list);
}

const p2pid_status_list *
p2pid_anchors_find_status (const p2pid_anchors *anchors, const char *address)
{
  return p2pid_statuses_find (&anchors->statuses, address);
}

bool
p2pid_anchor_allows (const p2pid_anchor *anchor, const char *party)
{
  for (size_t i = 0; i < count_parties (anchor); i++)
    if (strcmp (anchor->parties[i], "*") == 0 ||
        strcmp (anchor->parties[i], party) == 0)
      return true;
  return false;
}
