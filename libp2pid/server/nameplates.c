/* An array with an entry for each number; what was never drawn is never
 * touched, so most of it is never in memory. */

#include "server/nameplates.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

static const struct {
  int digits;
  uint32_t low, count; /* the lowest number, and how many */
  uint32_t place;      /* of the lowest in the array */
} lengths[] = {
  { 2, 0, 60, 0 },
  { 4, 6000, 3000, 60 },
  { 6, 900000, 100000, 60 + 3000 },
};

#define LENGTHS (sizeof lengths / sizeof lengths[0])
#define COUNT (60 + 3000 + 100000)

/* Draws before one that was used a short while ago is good enough. */
#define DRAWS 32

typedef struct {
  void *box;          /* NULL: free */
  int64_t used_until; /* a guest claimed it, and others may still come */
} plate;

struct p2pid_nameplates {
  uint32_t in_use[LENGTHS];
  plate plates[COUNT];
};

p2pid_err
p2pid_nameplates_new (p2pid_nameplates **out_plates)
{
  p2pid_nameplates *plates = calloc (1, sizeof *plates);

  if (plates == NULL)
    return P2PID_ERR_MEMORY;
  *out_plates = plates;
  return P2PID_OK;
}

void
p2pid_nameplates_free (p2pid_nameplates *plates)
{
  free (plates);
}

/* Which length, and which number from its lowest; false for no nameplate. */
static bool
parse (const char *text, size_t *out_length, uint32_t *out_number)
{
  uint32_t number = 0;
  int digits = 0;

  for (; text[digits] >= '0' && text[digits] <= '9' && digits < 7; digits++)
    number = number * 10 + (uint32_t) (text[digits] - '0');
  if (text[digits] != '\0')
    return false;
  for (size_t i = 0; i < LENGTHS; i++) {
    if (digits != lengths[i].digits || number < lengths[i].low ||
        number - lengths[i].low >= lengths[i].count)
      continue;
    *out_length = i;
    *out_number = number - lengths[i].low;
    return true;
  }
  return false;
}

bool
p2pid_nameplate_check (const char *text)
{
  size_t length;
  uint32_t number;

  return parse (text, &length, &number);
}

/* A free number of this length, at random; at least half are free. People who
 * hold a used code in their hands should meet "used", not the next contact:
 * so numbers that were used a short while ago are passed over as long as
 * there is hope for another. */
static uint32_t
draw (const p2pid_nameplates *plates, size_t length, int64_t now)
{
  const plate *all = plates->plates + lengths[length].place;
  uint32_t count = lengths[length].count;
  uint32_t found = count;

  for (int i = 0; i < DRAWS; i++) {
    uint32_t number = randombytes_uniform (count);

    if (all[number].box != NULL)
      continue;
    found = number;
    if (all[number].used_until <= now)
      return number;
  }
  /* As good as never: all draws met numbers in use. */
  for (uint32_t i = 0; found == count && i < count; i++)
    if (all[i].box == NULL)
      found = i;
  return found;
}

static size_t
shortest (const p2pid_nameplates *plates)
{
  size_t length = 0;

  while (length < LENGTHS &&
         plates->in_use[length] >= lengths[length].count / 2)
    length++;
  return length;
}

bool
p2pid_nameplates_room (const p2pid_nameplates *plates)
{
  return shortest (plates) < LENGTHS;
}

void
p2pid_nameplates_take (p2pid_nameplates *plates,
                       void *box,
                       int64_t now,
                       char out_text[P2PID_NAMEPLATE_SIZE])
{
  size_t length = shortest (plates);
  uint32_t number;

  assert (length < LENGTHS);
  number = draw (plates, length, now);
  plates->plates[lengths[length].place + number].box = box;
  plates->in_use[length]++;
  snprintf (out_text, P2PID_NAMEPLATE_SIZE, "%0*u", lengths[length].digits,
            lengths[length].low + number);
}

void *
p2pid_nameplates_find (const p2pid_nameplates *plates,
                       const char *text,
                       int64_t now,
                       bool *out_used)
{
  size_t length;
  uint32_t number;
  const plate *found;

  *out_used = false;
  if (!parse (text, &length, &number))
    return NULL;
  found = &plates->plates[lengths[length].place + number];
  *out_used = found->box == NULL && found->used_until > now;
  return found->box;
}

void
p2pid_nameplates_release (p2pid_nameplates *plates,
                          const char *text,
                          int64_t used_until)
{
  size_t length = 0;
  uint32_t number = 0;
  plate *found;
  bool is_one = parse (text, &length, &number);

  assert (is_one);
  (void) is_one;
  found = &plates->plates[lengths[length].place + number];
  assert (found->box != NULL && plates->in_use[length] > 0);
  found->box = NULL;
  found->used_until = used_until;
  plates->in_use[length]--;
}
