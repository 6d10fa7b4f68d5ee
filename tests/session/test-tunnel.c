/* The tunnel's two open messages, hello and join: fields of other sizes, one
 * too many, and the words of another version of the protocol. */

#include "fixture.h"

#include "base/lv.h"
#include "session/tunnel.h"

#include <string.h>

static p2pid_tunnel *host, *guest;

static p2pid_tunnel *
begin (p2pid_side side)
{
  p2pid_tunnel *tunnel = NULL;

  ck_assert_int_eq (p2pid_tunnel_new (side, ORIGIN, the_code (), NULL, &tunnel),
                    P2PID_OK);
  return tunnel;
}

static void
set_up (void)
{
  host = begin (P2PID_SIDE_HOST);
  guest = begin (P2PID_SIDE_GUEST);
}

static void
tear_down (void)
{
  p2pid_tunnel_free (host);
  p2pid_tunnel_free (guest);
}

static p2pid_buffer *
greeting_of (p2pid_tunnel *tunnel)
{
  p2pid_buffer *message = NULL;

  ck_assert_int_eq (p2pid_tunnel_greet (tunnel, &message), P2PID_OK);
  return message;
}

static p2pid_err
give (p2pid_tunnel *tunnel, p2pid_bytes message)
{
  p2pid_buffer *plain = NULL;
  p2pid_err err = p2pid_tunnel_receive (tunnel, message, &plain);

  ck_assert_ptr_null (plain);
  return err;
}

typedef enum { SHORTER, LONGER, FLIPPED, ADDED } change;

/* The message with a field changed. */
static p2pid_buffer *
change_field (p2pid_buffer *message, size_t at, change how)
{
  p2pid_bytes list = { message->data + 1, message->size - 1 };
  p2pid_bytes fields[4];
  uint8_t changed[128] = { 0 };
  size_t count = 0;
  p2pid_buffer *out = NULL, *forged = NULL;

  while (list.size > 0)
    ck_assert_int_eq (p2pid_lv_next (&list, &fields[count++]), P2PID_OK);
  ck_assert_uint_eq (count, 3);
  if (how == ADDED)
    fields[count++] = p2pid_bytes_from_text ("and more");
  memcpy (changed, fields[at].data, fields[at].size);
  changed[fields[at].size - 1] ^= how == FLIPPED;
  fields[at].data = changed;
  fields[at].size += how == LONGER;
  fields[at].size -= how == SHORTER;

  ck_assert_int_eq (p2pid_lv_cat (fields, count, &out), P2PID_OK);
  ck_assert_int_eq (p2pid_buffer_new (1 + out->size, &forged), P2PID_OK);
  forged->data[0] = message->data[0];
  memcpy (forged->data + 1, out->data, out->size);
  p2pid_buffer_free (out);
  p2pid_buffer_free (message);
  return forged;
}

/* What is wrong with which field, and what is said of it. */
typedef struct {
  size_t at;
  change how;
  p2pid_err err;
} fault;

/* sid, share, associated data */
START_TEST (a_hello_is_exactly_one)
{
  static const fault cases[] = {
    { 0, SHORTER, P2PID_ERR_FORMAT },  { 0, LONGER, P2PID_ERR_FORMAT },
    { 1, SHORTER, P2PID_ERR_FORMAT },  { 1, LONGER, P2PID_ERR_FORMAT },
    { 2, SHORTER, P2PID_ERR_VERSION }, { 2, LONGER, P2PID_ERR_VERSION },
    { 2, FLIPPED, P2PID_ERR_VERSION }, { 0, ADDED, P2PID_ERR_FORMAT },
  };
  p2pid_buffer *hello =
      change_field (greeting_of (host), cases[_i].at, cases[_i].how);

  ck_assert_int_eq (give (guest, p2pid_buffer_bytes (hello)), cases[_i].err);
  p2pid_buffer_free (hello);
}
END_TEST

static p2pid_buffer *
join_after (p2pid_buffer *hello)
{
  ck_assert_int_eq (give (guest, p2pid_buffer_bytes (hello)), P2PID_OK);
  return greeting_of (guest);
}

/* share, associated data, proof */
START_TEST (a_join_is_exactly_one)
{
  static const fault cases[] = {
    { 0, SHORTER, P2PID_ERR_FORMAT },  { 0, LONGER, P2PID_ERR_FORMAT },
    { 1, SHORTER, P2PID_ERR_VERSION }, { 1, LONGER, P2PID_ERR_VERSION },
    { 1, FLIPPED, P2PID_ERR_VERSION }, { 2, FLIPPED, P2PID_ERR_WRONG_CODE },
    { 0, ADDED, P2PID_ERR_FORMAT },
  };
  p2pid_buffer *hello = greeting_of (host);
  p2pid_buffer *join =
      change_field (join_after (hello), cases[_i].at, cases[_i].how);

  ck_assert_int_eq (give (host, p2pid_buffer_bytes (join)), cases[_i].err);
  ck_assert (!p2pid_tunnel_open (host));
  p2pid_buffer_free (hello);
  p2pid_buffer_free (join);
}
END_TEST

/* The same bytes under every other kind. */
static void
refuse_other_kinds (p2pid_tunnel *tunnel, p2pid_buffer *message)
{
  uint8_t own = message->data[0];

  for (uint8_t kind = 0; kind < 8; kind++)
    if (kind != own) {
      message->data[0] = kind;
      ck_assert_int_eq (give (tunnel, p2pid_buffer_bytes (message)),
                        P2PID_ERR_OUT_OF_TURN);
    }
  message->data[0] = own;
}

/* After that, under its own; once. */
static void
take_once (p2pid_tunnel *tunnel, p2pid_buffer *message)
{
  refuse_other_kinds (tunnel, message);
  ck_assert_int_eq (give (tunnel, p2pid_buffer_bytes (message)), P2PID_OK);
  ck_assert_int_eq (give (tunnel, p2pid_buffer_bytes (message)),
                    P2PID_ERR_OUT_OF_TURN);
  p2pid_buffer_free (message);
}

static void
take_sealed (p2pid_tunnel *from, p2pid_tunnel *to)
{
  p2pid_buffer *message = NULL, *plain = NULL;

  ck_assert_int_eq (
      p2pid_tunnel_send (from, p2pid_bytes_from_text ("said"), &message),
      P2PID_OK);
  refuse_other_kinds (to, message);
  ck_assert_int_eq (
      p2pid_tunnel_receive (to, p2pid_buffer_bytes (message), &plain),
      P2PID_OK);
  ck_assert_mem_eq (plain->data, "said", 4);
  p2pid_buffer_free (plain);
  p2pid_buffer_free (message);
}

START_TEST (messages_come_in_their_kind)
{
  take_once (guest, greeting_of (host));
  take_once (host, greeting_of (guest));
  take_sealed (host, guest); /* the answer */
  take_sealed (guest, host);
  take_sealed (host, guest);
}
END_TEST

START_TEST (an_invitations_join_comes_in_its_kind)
{
  tear_down ();
  ck_assert_int_eq (
      p2pid_tunnel_new (P2PID_SIDE_HOST, NULL, NULL, the_invitation (), &host),
      P2PID_OK);
  ck_assert_int_eq (p2pid_tunnel_new (P2PID_SIDE_GUEST, NULL, NULL,
                                      the_invitation (), &guest),
                    P2PID_OK);
  take_once (host, greeting_of (guest));
}
END_TEST

START_TEST (messages_have_a_size)
{
  p2pid_buffer *huge = NULL;

  ck_assert_int_eq (p2pid_buffer_new (32 * 1024 + 1, &huge), P2PID_OK);
  huge->data[0] = 1;
  ck_assert_int_eq (give (guest, (p2pid_bytes){ huge->data, 0 }),
                    P2PID_ERR_FORMAT);
  ck_assert_int_eq (give (guest, p2pid_buffer_bytes (huge)), P2PID_ERR_SIZE);
  p2pid_buffer_free (huge);
}
END_TEST

/* A guest with another version is told from one with a wrong code. */
START_TEST (a_session_tells_of_another_version)
{
  p2pid_anchors *anchors = test_anchors ();
  p2pid_session_config config =
      phone_config (P2PID_SIDE_HOST, P2PID_ROLE_CALLER, NULL, anchors);
  p2pid_buffer *join;
  party a;

  side_begin (&a, &config);
  join = change_field (join_after (a.out[0]), 1, FLIPPED);
  ck_assert_int_eq (side_hear (&a, p2pid_buffer_bytes (join), NOW),
                    P2PID_ERR_VERSION);
  side_stopped (&a, P2PID_ERR_VERSION, P2PID_STOP_PROTOCOL, true);
  p2pid_buffer_free (join);
  side_end (&a);
  p2pid_anchors_free (anchors);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("tunnel");
  TCase *tcase = tcase_create ("handshake");

  tcase_add_checked_fixture (tcase, set_up, tear_down);
  tcase_add_loop_test (tcase, a_hello_is_exactly_one, 0, 8);
  tcase_add_loop_test (tcase, a_join_is_exactly_one, 0, 7);
  tcase_add_test (tcase, messages_come_in_their_kind);
  tcase_add_test (tcase, an_invitations_join_comes_in_its_kind);
  tcase_add_test (tcase, messages_have_a_size);
  tcase_add_test (tcase, a_session_tells_of_another_version);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
