/*
 * Tokens of any content, well signed: what an issuer could have written, and
 * what it should never have. Made from libsodium alone, so that a mistake in
 * the library's own issuing does not hide one in its reading.
 */

#ifndef P2PID_TESTS_FORGE_H
#define P2PID_TESTS_FORGE_H

#include "harness.h"

/** The most disclosures of one token. */
#define FORGE_MAX 26

/**
 * A token for free().
 *
 * The texts are JSON with ' for ", and in them @I stands for the issuer's
 * public key, @K for that of person_key (1), and @a, @b, … for the digest of
 * the first, second, … disclosure; a disclosure may name later ones.
 *
 * @param seed         32 characters; NULL for the TEST issuer
 * @param disclosures  at most FORGE_MAX, and then NULL
 */
char *
forge (const char *seed,
       const char *header,
       const char *payload,
       const char *const *disclosures);

#endif
