/*
 * Levels are counted in requests times milliseconds of a minute, so that all
 * is exact in whole numbers: one request costs 60,000, and each millisecond
 * brings as much as the rate is.
 */

#include "server/buckets.h"

#include <sodium.h>
#include <stdlib.h>

#define MINUTE 60000

/* 8,192 sets of eight: an address may be in one of eight places. */
#define SETS 8192
#define WAYS 8

typedef struct {
  p2pid_address_name name;
  int64_t at; /* when the levels were right */
  int64_t level[2];
  bool used;
} bucket;

struct p2pid_buckets {
  p2pid_address_key key;
  int64_t rate[2];
  bucket sets[SETS][WAYS];
};

p2pid_err
p2pid_buckets_new (unsigned rate,
                   unsigned new_rate,
                   p2pid_buckets **out_buckets)
{
  p2pid_buckets *buckets = calloc (1, sizeof *buckets);
  p2pid_err err;

  if (buckets == NULL)
    return P2PID_ERR_MEMORY;
  err = p2pid_address_key_new (&buckets->key);
  if (err != P2PID_OK) {
    free (buckets);
    return err;
  }
  buckets->rate[P2PID_RATE_ALL] = rate;
  buckets->rate[P2PID_RATE_NEW] = new_rate;
  *out_buckets = buckets;
  return P2PID_OK;
}

void
p2pid_buckets_free (p2pid_buckets *buckets)
{
  if (buckets == NULL)
    return;
  sodium_memzero (&buckets->key, sizeof buckets->key);
  free (buckets);
}

static void
refill (const p2pid_buckets *buckets, bucket *b, int64_t now)
{
  for (int i = 0; i < 2; i++) {
    int64_t room = buckets->rate[i] * MINUTE - b->level[i];

    /* Compared by time first: the product of a long silence is large. */
    if (now - b->at > room / buckets->rate[i])
      b->level[i] += room;
    else
      b->level[i] += (now - b->at) * buckets->rate[i];
  }
  b->at = now;
}

/* How far from full, as a part of a minute, the emptier of the two is. */
static int64_t
missing (const p2pid_buckets *buckets, const bucket *b, int64_t now)
{
  bucket later = *b;
  int64_t most = 0;

  refill (buckets, &later, now);
  for (int i = 0; i < 2; i++) {
    int64_t gap = MINUTE - later.level[i] / buckets->rate[i];

    most = gap > most ? gap : most;
  }
  return most;
}

static bucket *
look_up (bucket set[WAYS], const p2pid_address_name *name)
{
  for (int i = 0; i < WAYS; i++)
    if (set[i].used && p2pid_address_name_equal (&set[i].name, name))
      return &set[i];
  return NULL;
}

/* A place for another address: one that is free, or else the fullest. */
static bucket *
make_way (const p2pid_buckets *buckets, bucket set[WAYS], int64_t now)
{
  bucket *best = NULL;
  int64_t least = INT64_MAX;

  for (int i = 0; i < WAYS && least >= 0; i++) {
    int64_t gap = set[i].used ? missing (buckets, &set[i], now) : -1;

    if (gap < least) {
      least = gap;
      best = &set[i];
    }
  }
  return best;
}

static bucket *
find (p2pid_buckets *buckets, const p2pid_address *address, int64_t now)
{
  p2pid_address_name name = p2pid_address_name_of (&buckets->key, address);
  bucket *set = buckets->sets[p2pid_address_name_place (&name, SETS)];
  bucket *b = look_up (set, &name);

  if (b == NULL) {
    b = make_way (buckets, set, now);
    b->name = name;
    b->used = true;
    b->at = now;
    for (int i = 0; i < 2; i++)
      b->level[i] = buckets->rate[i] * MINUTE;
  }
  refill (buckets, b, now);
  return b;
}

unsigned
p2pid_buckets_take (p2pid_buckets *buckets,
                    const p2pid_address *address,
                    p2pid_rate rate,
                    int64_t now)
{
  bucket *b = find (buckets, address, now);
  int64_t second = buckets->rate[rate] * 1000;

  if (b->level[rate] < MINUTE)
    return (unsigned) ((MINUTE - b->level[rate] + second - 1) / second);
  b->level[rate] -= MINUTE;
  return 0;
}

void
p2pid_buckets_charge (p2pid_buckets *buckets,
                      const p2pid_address *address,
                      p2pid_rate rate,
                      unsigned count,
                      int64_t now)
{
  bucket *b = find (buckets, address, now);
  int64_t lowest = -buckets->rate[rate] * MINUTE;

  /* No debt of more than a minute. */
  b->level[rate] -= (int64_t) count * MINUTE;
  if (b->level[rate] < lowest)
    b->level[rate] = lowest;
}
