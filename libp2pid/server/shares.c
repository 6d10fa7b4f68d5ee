/* A hash table by the addresses' names. */

#include "server/shares.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>

struct p2pid_share {
  p2pid_address_name name;
  unsigned count;
  p2pid_share *next; /* in its chain */
};

struct p2pid_shares {
  p2pid_address_key key;
  unsigned most;
  size_t size; /* of the table */
  p2pid_share *table[];
};

p2pid_err
p2pid_shares_new (unsigned most, size_t total, p2pid_shares **out_shares)
{
  p2pid_shares *shares;
  size_t size = 16;
  p2pid_err err;

  while (size < total)
    size *= 2;
  shares = calloc (1, sizeof *shares + size * sizeof shares->table[0]);
  if (shares == NULL)
    return P2PID_ERR_MEMORY;
  err = p2pid_address_key_new (&shares->key);
  if (err != P2PID_OK) {
    free (shares);
    return err;
  }
  shares->most = most;
  shares->size = size;
  *out_shares = shares;
  return P2PID_OK;
}

void
p2pid_shares_free (p2pid_shares *shares)
{
  if (shares == NULL)
    return;
  for (size_t i = 0; i < shares->size; i++)
    for (p2pid_share *share = shares->table[i], *next; share != NULL;
         share = next) {
      next = share->next;
      free (share);
    }
  sodium_memzero (&shares->key, sizeof shares->key);
  free (shares);
}

static p2pid_share **
chain (p2pid_shares *shares, const p2pid_address_name *name)
{
  return &shares->table[p2pid_address_name_place (name, shares->size)];
}

p2pid_share *
p2pid_shares_take (p2pid_shares *shares, const p2pid_address *address)
{
  p2pid_address_name name = p2pid_address_name_of (&shares->key, address);
  p2pid_share **place = chain (shares, &name);
  p2pid_share *share = *place;

  while (share != NULL && !p2pid_address_name_equal (&share->name, &name))
    share = share->next;
  if (share == NULL) {
    share = calloc (1, sizeof *share);
    if (share == NULL)
      return NULL;
    share->name = name;
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
  p2pid_share **place = chain (shares, &share->name);

  assert (share->count > 0);
  if (--share->count > 0)
    return;
  while (*place != share)
    place = &(*place)->next;
  *place = share->next;
  free (share);
}
