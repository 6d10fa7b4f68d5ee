/*
 * The built-in TEST issuer. Its private key is published right here, so that
 * anybody can make a TEST identity in any name and nobody can mistake what
 * that is worth. PROTOCOL.md §11 has the same figures.
 */

#ifndef P2PID_EVIDENCE_TEST_ISSUER_H
#define P2PID_EVIDENCE_TEST_ISSUER_H

/** The Ed25519 seed: these 32 characters. */
#define P2PID_TEST_ISSUER_SEED "p2pid TEST issuer, not a secret!"

#define P2PID_TEST_ISSUER_NAME "p2pid TEST issuer"
#define P2PID_TEST_ISSUER_ISS "urn:p2pid:test-issuer"

/** The thumbprint of its public key (a p2pid_fingerprint's initialiser). */
#define P2PID_TEST_ISSUER_FINGERPRINT                                          \
  {                                                                            \
    {                                                                          \
      0xea, 0x0e, 0xa8, 0xbd, 0x64, 0x43, 0x2c, 0x45, 0x1e, 0xca, 0xb7, 0x22,  \
          0x66, 0x26, 0x97, 0xcf, 0xc7, 0x60, 0x78, 0xf6, 0x4e, 0xa0, 0xeb,    \
          0x6b, 0x55, 0x25, 0x42, 0x2a, 0x62, 0x69, 0x93, 0x2c                 \
    }                                                                          \
  }

#endif
