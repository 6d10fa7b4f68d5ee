/* A hash table by the address' keyed hash. */

#include "server/shares.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>

struct p2pid_share {
  uint8_t name[16]; /* keyed hash of the address */
  unsigned count;
  p2pid_share *next; /* in its chain */
};

struct p2pid_shares {
  uint8_t key[crypto_generichash_KEYBYTES];
  unsigned most;
  size_t mask;
  p2pid_share *table[];
};

p2pid_err
p2pid_shares_new (unsigned most, size_t total, p2pid_shares **out_shares)
{
  p2pid_shares *shares;
  size_t size = 16;

  if (sodium_init () < 0)
    return P2PID_ERR_MEMORY;
  while (size < total)
    size *= 2;
  shares = calloc (1, sizeof *shares + size * sizeof shares->table[0]);
  if (shares == NULL)
    return P2PID_ERR_MEMORY;
  randombytes_buf (shares->key, sizeof shares->key);
  shares->most = most;
  shares->mask = size - 1;
  *out_shares = shares;
  return P2PID_OK;
}

void
p2pid_shares_free (p2pid_shares *shares)
{
  if (shares == NULL)
    return;
  for (size_t i = 0; i <= shares->mask; i++)
    for (p2pid_share *share = shares->table[i], *next; share != NULL;
         share = next) {
      next = share->next;
      free (share);
    }
  sodium_memzero (shares->key, sizeof shares->key);
  free (shares);
}

static p2pid_share **
chain (p2pid_shares *shares, const uint8_t name[16])
{
  uint64_t number;

  memcpy (&number, name, sizeof number);
  return &shares->table[number & shares->mask];
}

p2pid_share *
p2pid_shares_take (p2pid_shares *shares, const p2pid_address *address)
{
  uint8_t name[16];
  p2pid_share **place, *share;

  crypto_generichash (name, sizeof name, address->bytes, address->size,
                      shares->key, sizeof shares->key);
  place = chain (shares, name);
  share = *place;
  while (share != NULL && memcmp (share->name, name, sizeof name) != 0)
    share = share->next;
  if (share == NULL) {
    share = calloc (1, sizeof *share);
    if (share == NULL)
      return NULL;
    memcpy (share->name, name, sizeof name);
    share->next = *place;
    *place = share;
  }
  if (share->count == shares->most)
    return NULL;
  share->count++;
  return share;
}

void
p2pid_shares_give_back (p2pid_shares *shares, p2pid_share *share)
{
  p2pid_share **place = chain (shares, share->name);

  assert (share->count > 0);
  if (--share->count > 0)
    return;
  while (*place != share)
    place = &(*place)->next;
  *place = share->next;
  free (share);
}
