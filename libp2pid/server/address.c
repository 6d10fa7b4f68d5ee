/* Addresses and their names. */

#include "server/address.h"

#include <assert.h>
#include <sodium.h>

p2pid_address
p2pid_address_from_bytes (p2pid_bytes bytes)
{
  static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
  p2pid_address address = { .size = bytes.size == 4 ? 4 : 8 };

  if (bytes.size == 16 && memcmp (bytes.data, mapped, sizeof mapped) == 0) {
    bytes.data += sizeof mapped;
    address.size = 4;
  }
  memcpy (address.bytes, bytes.data, address.size);
  return address;
}

p2pid_err
p2pid_address_key_new (p2pid_address_key *out_key)
{
  if (sodium_init () < 0)
    return P2PID_ERR_MEMORY;
  randombytes_buf (out_key->bytes, sizeof out_key->bytes);
  return P2PID_OK;
}

p2pid_address_name
p2pid_address_name_of (const p2pid_address_key *key,
                       const p2pid_address *address)
{
  p2pid_address_name name;

  crypto_generichash (name.bytes, sizeof name.bytes, address->bytes,
                      address->size, key->bytes, sizeof key->bytes);
  return name;
}

bool
p2pid_address_name_equal (const p2pid_address_name *a,
                          const p2pid_address_name *b)
{
  return memcmp (a->bytes, b->bytes, sizeof a->bytes) == 0;
}

size_t
p2pid_address_name_place (const p2pid_address_name *name, size_t count)
{
  uint64_t number;

  assert (count > 0 && (count & (count - 1)) == 0);
  memcpy (&number, name->bytes, sizeof number);
  return (size_t) number & (count - 1);
}
