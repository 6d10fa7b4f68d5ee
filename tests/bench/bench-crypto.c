/*
 * Noise NNpsk0 and CPace, both sides each, beside the libsodium calls that
 * they cannot do without. What is above 1 is ours: states, lengths, copies,
 * allocations, wiping. Beside Noise also noise-c, where it is (goal G3).
 */

#include "bench.h"
#include "floor.h"

#include "crypto/cpace.h"
#include "crypto/noise.h"

#ifdef HAVE_NOISE_C
#include "bench-noise-c.h"
#endif

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PROLOGUE "prologue"

static const uint8_t psk[P2PID_NOISE_KEY_SIZE] = { 1, 2, 3 };
static const p2pid_bytes nothing = { NULL, 0 };

static void
must (p2pid_err err)
{
  if (err != P2PID_OK)
    abort ();
}

static void
pass (p2pid_noise *from, p2pid_noise *to)
{
  p2pid_buffer *message = NULL, *payload = NULL;

  must (p2pid_noise_write (from, nothing, nothing, &message));
  must (p2pid_noise_read (to, p2pid_buffer_bytes (message), &payload));
  p2pid_buffer_free (message);
  p2pid_buffer_free (payload);
}

static void
noise_both_sides (void)
{
  const p2pid_bytes prologue = p2pid_bytes_from_text (PROLOGUE);
  p2pid_noise *a = NULL, *b = NULL;

  must (p2pid_noise_new (P2PID_NOISE_NNPSK0, true, prologue, psk, &a));
  must (p2pid_noise_new (P2PID_NOISE_NNPSK0, false, prologue, psk, &b));
  pass (a, b);
  pass (b, a);
  p2pid_noise_free (a);
  p2pid_noise_free (b);
}

static void
noise_primitives (void)
{
  floor_exchange ();
  for (int i = 0; i < 2; i++) {
    floor_noise_hashes (strlen (PROLOGUE), 0);
    floor_message (64, 0);
  }
}

static void
cpace_both_sides (void)
{
  const p2pid_bytes prs = p2pid_bytes_from_text ("12345");
  const p2pid_bytes ci = p2pid_bytes_from_text ("channel");
  const p2pid_bytes sid = p2pid_bytes_from_text ("session");
  p2pid_cpace *a = NULL, *b = NULL;
  p2pid_cpace_isk isk_a, isk_b;

  must (p2pid_cpace_new (true, prs, ci, sid, nothing, &a));
  must (p2pid_cpace_new (false, prs, ci, sid, nothing, &b));
  must (p2pid_cpace_finish (a, p2pid_cpace_own_share (b), nothing, &isk_a));
  must (p2pid_cpace_finish (b, p2pid_cpace_own_share (a), nothing, &isk_b));
  p2pid_cpace_free (a);
  p2pid_cpace_free (b);
}

int
main (void)
{
  if (sodium_init () < 0)
    return EXIT_FAILURE;
  bench_compare ("Noise NNpsk0, both sides", noise_both_sides,
                 "its libsodium calls", noise_primitives);
  bench_compare ("Noise NNpsk0, both sides", noise_both_sides, "X25519 alone",
                 floor_exchange);
#ifdef HAVE_NOISE_C
  bench_noise_c_start (psk, PROLOGUE);
  bench_compare ("Noise NNpsk0, both sides (G3)", noise_both_sides,
                 "noise-c's NoisePSK_NN", bench_noise_c_both_sides);
#else
  printf ("noise-c: skipped, not here\n");
#endif
  bench_compare ("CPace, both sides", cpace_both_sides, "its libsodium calls",
                 floor_cpace);
  return EXIT_SUCCESS;
}
