/*
 * Whom a request comes from, as far as it counts: IPv4 whole, IPv6 by its /64,
 * which one household has. Kept is a name only, a keyed hash.
 */

#ifndef P2PID_SERVER_ADDRESS_H
#define P2PID_SERVER_ADDRESS_H

#include "base/bytes.h"

/** What counts as one: 4 bytes of IPv4, or the first 8 of IPv6. */
typedef struct {
  uint8_t bytes[8];
  uint8_t size;
} p2pid_address;

/** An IPv4 (4 bytes) or IPv6 (16 bytes) address; IPv4 written as IPv6
 *  (::ffff:a.b.c.d) counts as IPv4. */
p2pid_address
p2pid_address_from_bytes (p2pid_bytes bytes);

/** What names are made with. Wipe it with the last of them. */
typedef struct {
  uint8_t bytes[32];
} p2pid_address_key;

/** Tells addresses apart, and tells nobody without the key which they are. */
typedef struct {
  uint8_t bytes[16];
} p2pid_address_name;

/** A new key. Calls sodium_init(); P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_address_key_new (p2pid_address_key *out_key);

p2pid_address_name
p2pid_address_name_of (const p2pid_address_key *key,
                       const p2pid_address *address);

/** Whether two names by the same key are of one address. */
bool
p2pid_address_name_equal (const p2pid_address_name *a,
                          const p2pid_address_name *b);

/** A number below @p count, a power of two: as good as random, and the same
 *  for the same name. */
size_t
p2pid_address_name_place (const p2pid_address_name *name, size_t count);

#endif
