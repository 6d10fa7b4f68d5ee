/* Noise handshakes that must fail, and transports that must hold: what is
 * wrong, cut, flipped, repeated, reordered, mirrored or from elsewhere. */

#include "harness.h"

#include "crypto/noise.h"
#include "crypto/symmetric.h"

#include <sodium.h>
#include <stdlib.h>

static const uint8_t psk[P2PID_NOISE_KEY_SIZE] = { 1, 2, 3 };
static const uint8_t ephemeral_a[32] = { 0xa1, 0xa2 };
static const uint8_t ephemeral_b[32] = { 0xb1, 0xb2 };
static const p2pid_bytes nothing = { NULL, 0 };

static p2pid_noise *a; /* initiator */
static p2pid_noise *b; /* responder */

static p2pid_noise *
start (bool initiator, const char *prologue, const uint8_t *key)
{
  p2pid_noise *noise = NULL;

  ck_assert_int_eq (
      p2pid_noise_new (key ? P2PID_NOISE_NNPSK0 : P2PID_NOISE_NN, initiator,
                       p2pid_bytes_from_text (prologue), key, &noise),
      P2PID_OK);
  return noise;
}

static void
set_up (void)
{
  a = start (true, "prologue", psk);
  b = start (false, "prologue", psk);
}

static void
tear_down (void)
{
  p2pid_noise_free (a);
  p2pid_noise_free (b);
}

static void
restart (p2pid_noise **side, bool initiator)
{
  p2pid_noise_free (*side);
  *side = start (initiator, "prologue", psk);
}

static p2pid_buffer *
say (p2pid_noise *from, const char *text)
{
  p2pid_buffer *message = NULL;

  ck_assert_int_eq (
      p2pid_noise_write (from, nothing, p2pid_bytes_from_text (text), &message),
      P2PID_OK);
  return message;
}

/* The initiator's first message, the same at each call. */
static p2pid_buffer *
say_first (const char *text)
{
  harness_queue_random (P2PID_BYTES (ephemeral_a));
  return say (a, text);
}

static void
hear (p2pid_noise *to, const p2pid_buffer *message, const char *text)
{
  p2pid_buffer *payload = NULL;

  ck_assert_int_eq (
      p2pid_noise_read (to, p2pid_buffer_bytes (message), &payload), P2PID_OK);
  ck_assert_str_eq ((char *) payload->data, text);
  p2pid_buffer_free (payload);
}

/* Reading fails with @p wanted, and gives nothing out. */
static void
refuse (p2pid_noise *to, p2pid_bytes message, p2pid_err wanted)
{
  p2pid_buffer *payload = NULL;

  ck_assert_int_eq (p2pid_noise_read (to, message, &payload), wanted);
  ck_assert_ptr_null (payload);
}

static void
refuse_write (p2pid_noise *from, p2pid_err wanted)
{
  p2pid_buffer *message = NULL;

  ck_assert_int_eq (p2pid_noise_write (from, nothing, nothing, &message),
                    wanted);
  ck_assert_ptr_null (message);
}

/* A broken handshake stays broken, whatever comes. */
static void
stays_broken (p2pid_noise *noise)
{
  uint8_t any[64] = { 9 };

  ck_assert (!p2pid_noise_established (noise));
  refuse (noise, P2PID_BYTES (any), P2PID_ERR_STATE);
  refuse_write (noise, P2PID_ERR_STATE);
}

static void
pass (p2pid_noise *from, p2pid_noise *to, const char *text)
{
  p2pid_buffer *message = say (from, text);

  hear (to, message, text);
  p2pid_buffer_free (message);
}

static void
shake_hands (void)
{
  pass (a, b, "one");
  pass (b, a, "two");
  ck_assert (p2pid_noise_established (a));
  ck_assert (p2pid_noise_established (b));
  ck_assert_mem_eq (p2pid_noise_handshake_hash (a),
                    p2pid_noise_handshake_hash (b), sizeof (p2pid_hash));
}

START_TEST (wrong_psk_is_refused_at_the_first_message)
{
  uint8_t other[P2PID_NOISE_KEY_SIZE];
  p2pid_buffer *message;

  memcpy (other, psk, sizeof other);
  other[_i] ^= 1;
  p2pid_noise_free (b);
  b = start (false, "prologue", other);
  message = say (a, "hello");
  refuse (b, p2pid_buffer_bytes (message), P2PID_ERR_FORGED);
  stays_broken (b);
  p2pid_buffer_free (message);
}
END_TEST

START_TEST (wrong_prologue_is_refused_at_the_first_message)
{
  static const char *const others[] = { "prologuf", "prologu", "prologue ",
                                        "" };
  p2pid_buffer *message = say (a, "hello");

  p2pid_noise_free (b);
  b = start (false, others[_i], psk);
  refuse (b, p2pid_buffer_bytes (message), P2PID_ERR_FORGED);
  stays_broken (b);
  p2pid_buffer_free (message);
}
END_TEST

START_TEST (wrong_prologue_without_psk_is_refused_at_the_second_message)
{
  p2pid_buffer *message;

  tear_down ();
  a = start (true, "one", NULL);
  b = start (false, "another", NULL);
  pass (a, b, "in the clear");
  message = say (b, "hello");
  refuse (a, p2pid_buffer_bytes (message), P2PID_ERR_FORGED);
  stays_broken (a);
  p2pid_buffer_free (message);
}
END_TEST

START_TEST (side_without_psk_gets_nowhere)
{
  p2pid_buffer *first = say (a, "hello"), *second, *payload = NULL;

  p2pid_noise_free (b);
  b = start (false, "prologue", NULL);
  ck_assert_int_eq (p2pid_noise_read (b, p2pid_buffer_bytes (first), &payload),
                    P2PID_OK); /* ciphertext, taken for a payload */
  ck_assert_str_ne ((char *) payload->data, "hello");
  second = say (b, "hello");
  refuse (a, p2pid_buffer_bytes (second), P2PID_ERR_FORGED);
  p2pid_buffer_free (first);
  p2pid_buffer_free (second);
  p2pid_buffer_free (payload);
}
END_TEST

START_TEST (every_flipped_bit_of_the_first_message_is_refused)
{
  p2pid_buffer *message = say_first ("hello");

  ck_assert_uint_eq (message->size, P2PID_NOISE_HANDSHAKE_OVERHEAD + 5);
  for (size_t i = 0; i < message->size; i++) {
    message->data[i] ^= (uint8_t) (1u << _i);
    restart (&b, false);
    refuse (b, p2pid_buffer_bytes (message), P2PID_ERR_FORGED);
    stays_broken (b);
    message->data[i] ^= (uint8_t) (1u << _i);
  }
  restart (&b, false);
  hear (b, message, "hello");
  p2pid_buffer_free (message);
}
END_TEST

/* The top bit of a share, which X25519 ignores, is no way in either. */
START_TEST (every_flipped_bit_of_the_second_message_is_refused)
{
  p2pid_buffer *first = say_first ("hello"), *second;

  hear (b, first, "hello");
  second = say (b, "welcome");
  for (size_t i = 0; i < second->size; i++) {
    restart (&a, true);
    p2pid_buffer_free (say_first ("hello"));
    second->data[i] ^= (uint8_t) (1u << _i);
    refuse (a, p2pid_buffer_bytes (second), P2PID_ERR_FORGED);
    stays_broken (a);
    second->data[i] ^= (uint8_t) (1u << _i);
  }
  restart (&a, true);
  p2pid_buffer_free (say_first ("hello"));
  hear (a, second, "welcome");
  p2pid_buffer_free (first);
  p2pid_buffer_free (second);
}
END_TEST

START_TEST (every_truncation_of_the_first_message_is_refused)
{
  p2pid_buffer *message = say_first ("hello");
  p2pid_bytes cut = p2pid_buffer_bytes (message);

  while (cut.size-- > 0) {
    restart (&b, false);
    refuse (b, cut,
            cut.size < P2PID_NOISE_HANDSHAKE_OVERHEAD ? P2PID_ERR_FORMAT
                                                      : P2PID_ERR_FORGED);
  }
  p2pid_buffer_free (message);
}
END_TEST

START_TEST (every_truncation_of_the_second_message_is_refused)
{
  p2pid_buffer *first = say_first ("hello"), *second;
  p2pid_bytes cut;

  hear (b, first, "hello");
  second = say (b, "welcome");
  cut = p2pid_buffer_bytes (second);
  while (cut.size-- > 0) {
    restart (&a, true);
    p2pid_buffer_free (say_first ("hello"));
    refuse (a, cut,
            cut.size < P2PID_NOISE_HANDSHAKE_OVERHEAD ? P2PID_ERR_FORMAT
                                                      : P2PID_ERR_FORGED);
  }
  p2pid_buffer_free (first);
  p2pid_buffer_free (second);
}
END_TEST

START_TEST (too_short_a_message_breaks_nothing)
{
  p2pid_buffer *message = say (a, "hello");

  refuse (b, (p2pid_bytes){ message->data, 47 }, P2PID_ERR_FORMAT);
  hear (b, message, "hello");
  p2pid_buffer_free (message);
}
END_TEST

START_TEST (longer_message_is_refused)
{
  p2pid_buffer *message = say (a, "hello"), *longer = NULL;

  ck_assert_int_eq (p2pid_buffer_new (message->size + 1, &longer), P2PID_OK);
  memcpy (longer->data, message->data, message->size);
  refuse (b, p2pid_buffer_bytes (longer), P2PID_ERR_FORGED);
  p2pid_buffer_free (message);
  p2pid_buffer_free (longer);
}
END_TEST

/* Shares that give an all-zero secret with every key: the points of small
 * order, and the same with the bit that X25519 ignores (RFC 7748 §6.1). */
static const char *const zero_shares[] = {
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
  "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
};
#define N_ZERO_SHARES ((int) (sizeof zero_shares / sizeof zero_shares[0]))

static void
zero_share (int i, uint8_t out[32])
{
  ck_assert_int_eq (
      sodium_hex2bin (out, 32, zero_shares[i / 2], 64, NULL, NULL, NULL), 0);
  if (i % 2 == 1)
    out[31] |= 0x80;
}

START_TEST (zero_share_without_psk_is_refused)
{
  uint8_t message[P2PID_NOISE_HANDSHAKE_OVERHEAD] = { 0 };
  p2pid_buffer *payload = NULL;

  tear_down ();
  a = start (true, "", NULL);
  b = start (false, "", NULL);
  zero_share (_i, message);

  ck_assert_int_eq (
      p2pid_noise_read (b, (p2pid_bytes){ message, 32 }, &payload), P2PID_OK);
  refuse_write (b, P2PID_ERR_FORGED); /* here the secret would be zero */
  stays_broken (b);

  p2pid_buffer_free (say (a, ""));
  refuse (a, P2PID_BYTES (message), P2PID_ERR_FORGED);
  stays_broken (a);
  p2pid_buffer_free (payload);
}
END_TEST

/* Even one who knows the psk gets no session with a zero secret. */
START_TEST (zero_share_with_the_psk_is_refused)
{
  uint8_t message[P2PID_NOISE_HANDSHAKE_OVERHEAD];
  p2pid_symmetric state;
  p2pid_buffer *payload = NULL;

  zero_share (_i, message);
  p2pid_symmetric_init (&state, p2pid_bytes_from_text (P2PID_NOISE_SUITE));
  p2pid_symmetric_mix_hash (&state, p2pid_bytes_from_text ("prologue"));
  p2pid_symmetric_mix_key_and_hash (&state, P2PID_BYTES (psk));
  p2pid_symmetric_mix_hash (&state, (p2pid_bytes){ message, 32 });
  p2pid_symmetric_mix_key (&state, (p2pid_bytes){ message, 32 });
  ck_assert_int_eq (p2pid_symmetric_encrypt (&state, nothing, message + 32),
                    P2PID_OK);

  ck_assert_int_eq (p2pid_noise_read (b, P2PID_BYTES (message), &payload),
                    P2PID_OK);
  refuse_write (b, P2PID_ERR_FORGED);
  stays_broken (b);
  p2pid_buffer_free (payload);
}
END_TEST

START_TEST (calls_out_of_order_are_refused_and_change_nothing)
{
  uint8_t any[64] = { 9 };
  p2pid_buffer *first, *second;

  refuse (a, P2PID_BYTES (any), P2PID_ERR_STATE);
  refuse_write (b, P2PID_ERR_STATE);

  first = say (a, "one");
  refuse_write (a, P2PID_ERR_STATE);
  hear (b, first, "one");
  refuse (b, p2pid_buffer_bytes (first), P2PID_ERR_STATE);

  second = say (b, "two");
  hear (a, second, "two");
  ck_assert_mem_eq (p2pid_noise_handshake_hash (a),
                    p2pid_noise_handshake_hash (b), sizeof (p2pid_hash));
  pass (a, b, "three");
  p2pid_buffer_free (first);
  p2pid_buffer_free (second);
}
END_TEST

START_TEST (first_message_mirrored_as_the_second_is_refused)
{
  p2pid_buffer *message = say (a, "hello");

  refuse (a, p2pid_buffer_bytes (message), P2PID_ERR_FORGED);
  stays_broken (a);
  p2pid_buffer_free (message);
}
END_TEST

START_TEST (both_ways_and_in_any_turn_the_transport_carries)
{
  shake_hands ();
  for (int i = 0; i < 300; i++) /* past one byte of the counter */
    pass (a, b, "again");
  pass (b, a, "first of the other way");
  pass (a, b, "");
  pass (b, a, "");
}
END_TEST

START_TEST (every_flipped_bit_in_transport_is_refused_and_changes_nothing)
{
  p2pid_buffer *message;

  shake_hands ();
  message = say (a, "transport");
  for (size_t i = 0; i < message->size * 8; i++) {
    message->data[i / 8] ^= (uint8_t) (1u << (i % 8));
    refuse (b, p2pid_buffer_bytes (message), P2PID_ERR_FORGED);
    message->data[i / 8] ^= (uint8_t) (1u << (i % 8));
  }
  hear (b, message, "transport");
  p2pid_buffer_free (message);
}
END_TEST

START_TEST (every_truncation_in_transport_is_refused_and_changes_nothing)
{
  p2pid_buffer *message;
  p2pid_bytes cut;

  shake_hands ();
  message = say (a, "transport");
  cut = p2pid_buffer_bytes (message);
  while (cut.size-- > 0)
    refuse (b, cut,
            cut.size < P2PID_NOISE_TAG_SIZE ? P2PID_ERR_FORMAT
                                            : P2PID_ERR_FORGED);
  hear (b, message, "transport");
  p2pid_buffer_free (message);
}
END_TEST

START_TEST (replayed_reordered_and_mirrored_transport_is_refused)
{
  p2pid_buffer *one, *two;

  shake_hands ();
  one = say (a, "one");
  two = say (a, "two");
  refuse (a, p2pid_buffer_bytes (one), P2PID_ERR_FORGED); /* mirrored */
  refuse (b, p2pid_buffer_bytes (two), P2PID_ERR_FORGED); /* too early */
  hear (b, one, "one");
  refuse (b, p2pid_buffer_bytes (one), P2PID_ERR_FORGED); /* replayed */
  hear (b, two, "two");
  refuse (b, p2pid_buffer_bytes (two), P2PID_ERR_FORGED);
  refuse (b, p2pid_buffer_bytes (one), P2PID_ERR_FORGED);
  p2pid_buffer_free (one);
  p2pid_buffer_free (two);
}
END_TEST

START_TEST (message_of_another_session_is_refused)
{
  p2pid_buffer *message;

  shake_hands ();
  message = say (a, "from the first session");
  tear_down ();
  set_up ();
  shake_hands (); /* the same psk and prologue, other ephemeral keys */
  refuse (b, p2pid_buffer_bytes (message), P2PID_ERR_FORGED);
  p2pid_buffer_free (message);
}
END_TEST

START_TEST (replayed_first_message_meets_a_new_ephemeral)
{
  p2pid_buffer *first = say_first ("hello"), *second, *again;

  hear (b, first, "hello"); /* as Noise says of psk0: replayable, ... */
  second = say (b, "");
  restart (&b, false);
  hear (b, first, "hello");
  again = say (b, "");
  ck_assert_mem_ne (second->data, again->data, 32); /* ... but no use */
  p2pid_buffer_free (first);
  p2pid_buffer_free (second);
  p2pid_buffer_free (again);
}
END_TEST

START_TEST (ephemeral_keys_are_new_each_time)
{
  p2pid_buffer *one = say (a, ""), *two;

  restart (&a, true);
  two = say (a, "");
  ck_assert_mem_ne (one->data, two->data, 32);
  p2pid_buffer_free (one);
  p2pid_buffer_free (two);
}
END_TEST

START_TEST (ephemeral_keys_are_the_base_point_times_randomness)
{
  uint8_t public[32];
  p2pid_buffer *first = say_first (""), *second;

  hear (b, first, "");
  harness_queue_random (P2PID_BYTES (ephemeral_b));
  second = say (b, "");

  crypto_scalarmult_base (public, ephemeral_a);
  ck_assert_mem_eq (first->data, public, sizeof public);
  crypto_scalarmult_base (public, ephemeral_b);
  ck_assert_mem_eq (second->data, public, sizeof public);
  p2pid_buffer_free (first);
  p2pid_buffer_free (second);
}
END_TEST

/* Writing @p size bytes as a payload, and reading the same back. */
static void
write_size (p2pid_noise *from, p2pid_noise *to, size_t size, p2pid_err wanted)
{
  p2pid_buffer *payload = NULL, *message = NULL, *back = NULL;

  ck_assert_int_eq (p2pid_buffer_new (size, &payload), P2PID_OK);
  ck_assert_int_eq (
      p2pid_noise_write (from, nothing, p2pid_buffer_bytes (payload), &message),
      wanted);
  if (wanted == P2PID_OK) {
    ck_assert_int_eq (
        p2pid_noise_read (to, p2pid_buffer_bytes (message), &back), P2PID_OK);
    ck_assert_uint_eq (back->size, size);
  } else {
    ck_assert_ptr_null (message);
  }
  p2pid_buffer_free (payload);
  p2pid_buffer_free (message);
  p2pid_buffer_free (back);
}

START_TEST (messages_have_65535_bytes_at_the_most)
{
  const size_t handshake =
      P2PID_NOISE_MESSAGE_MAX - P2PID_NOISE_HANDSHAKE_OVERHEAD;
  const size_t transport = P2PID_NOISE_MESSAGE_MAX - P2PID_NOISE_TAG_SIZE;
  p2pid_buffer *large = NULL;

  ck_assert_int_eq (p2pid_buffer_new (P2PID_NOISE_MESSAGE_MAX + 1, &large),
                    P2PID_OK);
  refuse (b, p2pid_buffer_bytes (large), P2PID_ERR_SIZE);
  write_size (a, b, handshake + 1, P2PID_ERR_SIZE);
  write_size (a, b, handshake, P2PID_OK);
  write_size (b, a, handshake + 1, P2PID_ERR_SIZE);
  write_size (b, a, handshake, P2PID_OK);

  refuse (a, p2pid_buffer_bytes (large), P2PID_ERR_SIZE);
  write_size (a, b, transport + 1, P2PID_ERR_SIZE);
  write_size (a, b, transport, P2PID_OK);
  pass (b, a, "still in step");
  p2pid_buffer_free (large);
}
END_TEST

START_TEST (without_psk_the_first_payload_is_in_the_clear)
{
  p2pid_buffer *message;

  tear_down ();
  a = start (true, "", NULL);
  b = start (false, "", NULL);
  message = say (a, "open");
  ck_assert_uint_eq (message->size, 32 + 4);
  ck_assert_mem_eq (message->data + 32, "open", 4);
  refuse (b, (p2pid_bytes){ message->data, 31 }, P2PID_ERR_FORMAT);
  hear (b, message, "open");
  pass (b, a, "sealed");
  pass (a, b, "sealed");
  p2pid_buffer_free (message);
}
END_TEST

/* In the handshake and in the transport: the message itself is the same. */
START_TEST (front_goes_in_front)
{
  const p2pid_bytes front = p2pid_bytes_from_text ("front");
  p2pid_noise *sides[] = { a, b };

  for (int i = 0; i < 4; i++) {
    p2pid_buffer *message = NULL, *payload = NULL;

    ck_assert_int_eq (p2pid_noise_write (sides[i % 2], front,
                                         p2pid_bytes_from_text ("payload"),
                                         &message),
                      P2PID_OK);
    ck_assert_mem_eq (message->data, front.data, front.size);
    ck_assert_int_eq (
        p2pid_noise_read (sides[1 - i % 2],
                          (p2pid_bytes){ message->data + front.size,
                                         message->size - front.size },
                          &payload),
        P2PID_OK);
    ck_assert_str_eq ((char *) payload->data, "payload");
    p2pid_buffer_free (message);
    p2pid_buffer_free (payload);
  }
}
END_TEST

START_TEST (freeing_nothing_is_fine)
{
  p2pid_noise_free (NULL);
}
END_TEST

static TCase *
handshake_case (void)
{
  TCase *tcase = tcase_create ("handshake");

  tcase_add_checked_fixture (tcase, set_up, tear_down);
  tcase_add_loop_test (tcase, wrong_psk_is_refused_at_the_first_message, 0, 32);
  tcase_add_loop_test (tcase, wrong_prologue_is_refused_at_the_first_message, 0,
                       4);
  tcase_add_test (tcase,
                  wrong_prologue_without_psk_is_refused_at_the_second_message);
  tcase_add_test (tcase, side_without_psk_gets_nowhere);
  tcase_add_loop_test (tcase, every_flipped_bit_of_the_first_message_is_refused,
                       0, 8);
  tcase_add_loop_test (
      tcase, every_flipped_bit_of_the_second_message_is_refused, 0, 8);
  tcase_add_test (tcase, every_truncation_of_the_first_message_is_refused);
  tcase_add_test (tcase, every_truncation_of_the_second_message_is_refused);
  tcase_add_test (tcase, too_short_a_message_breaks_nothing);
  tcase_add_test (tcase, longer_message_is_refused);
  tcase_add_loop_test (tcase, zero_share_without_psk_is_refused, 0,
                       2 * N_ZERO_SHARES);
  tcase_add_loop_test (tcase, zero_share_with_the_psk_is_refused, 0,
                       2 * N_ZERO_SHARES);
  tcase_add_test (tcase, calls_out_of_order_are_refused_and_change_nothing);
  tcase_add_test (tcase, first_message_mirrored_as_the_second_is_refused);
  tcase_add_test (tcase, replayed_first_message_meets_a_new_ephemeral);
  tcase_add_test (tcase, ephemeral_keys_are_new_each_time);
  tcase_add_test (tcase, ephemeral_keys_are_the_base_point_times_randomness);
  tcase_add_test (tcase, messages_have_65535_bytes_at_the_most);
  tcase_add_test (tcase, without_psk_the_first_payload_is_in_the_clear);
  tcase_add_test (tcase, front_goes_in_front);
  tcase_add_test (tcase, freeing_nothing_is_fine);
  return tcase;
}

static TCase *
transport_case (void)
{
  TCase *tcase = tcase_create ("transport");

  tcase_add_checked_fixture (tcase, set_up, tear_down);
  tcase_add_test (tcase, both_ways_and_in_any_turn_the_transport_carries);
  tcase_add_test (
      tcase, every_flipped_bit_in_transport_is_refused_and_changes_nothing);
  tcase_add_test (tcase,
                  every_truncation_in_transport_is_refused_and_changes_nothing);
  tcase_add_test (tcase, replayed_reordered_and_mirrored_transport_is_refused);
  tcase_add_test (tcase, message_of_another_session_is_refused);
  return tcase;
}

int
main (void)
{
  Suite *suite = suite_create ("noise");

  harness_seed (2);
  if (sodium_init () < 0) /* here, as it takes randomness itself */
    return EXIT_FAILURE;
  suite_add_tcase (suite, handshake_case ());
  suite_add_tcase (suite, transport_case ());
  return harness_run (suite);
}
