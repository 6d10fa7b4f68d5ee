/* CPace and Noise in their framing (PROTOCOL.md §4, §5). */

#include "session/tunnel.h"

#include "base/encoding.h"
#include "base/lv.h"
#include "crypto/cpace.h"
#include "crypto/hash.h"
#include "crypto/noise.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>

#define VERSIONS "1"
#define SID_SIZE 16
#define MESSAGE_MAX (32 * 1024)
#define MAILBOX_SIZE 33 /* 32 hex digits and NUL */

enum { HELLO = 1, JOIN_CODE, JOIN_INVITATION, ANSWER, RECORD, REFUSE };

typedef enum {
  SAY_HELLO,    /* host, code */
  AWAIT_HELLO,  /* guest, code */
  SAY_JOIN,     /* guest */
  AWAIT_JOIN,   /* host */
  SAY_ANSWER,   /* host */
  AWAIT_ANSWER, /* guest */
  OPEN
} stage;

struct p2pid_tunnel {
  p2pid_side side;
  stage stage;
  bool by_code;
  char origin[P2PID_ORIGIN_MAX + 1];
  char place[MAILBOX_SIZE]; /* nameplate, or mailbox of an invitation */
  uint8_t sid[SID_SIZE];
  char digits[6];     /* the secret of a code */
  uint8_t secret[32]; /* the secret of an invitation */
  p2pid_cpace *cpace;
  p2pid_cpace_share peer_share;
  p2pid_noise *noise;
};

#define TEXT(text) p2pid_bytes_from_text (text)
#define EMPTY ((p2pid_bytes){ NULL, 0 })

static void
derive_mailbox (const p2pid_invitation *invitation, char out[MAILBOX_SIZE])
{
  p2pid_bytes fields[] = { TEXT ("libp2pid/1 box"), TEXT (invitation->origin) };
  uint8_t id[16];

  p2pid_derive (P2PID_BYTES (invitation->secret), fields, 2, id, sizeof id);
  p2pid_hex_encode (P2PID_BYTES (id), out);
}

/* Into a field that is zero before; texts of codes and invitations fit. */
static void
set_text (char *field, size_t size, const char *text)
{
  size_t length = strlen (text);

  assert (length < size);
  memcpy (field, text, length < size ? length : size - 1);
}

p2pid_err
p2pid_tunnel_new (p2pid_side side,
                  const char *origin,
                  const p2pid_code *code,
                  const p2pid_invitation *invitation,
                  p2pid_tunnel **out_tunnel)
{
  p2pid_tunnel *tunnel;

  if (sodium_init () < 0 || (tunnel = calloc (1, sizeof *tunnel)) == NULL)
    return P2PID_ERR_MEMORY;

  tunnel->side = side;
  tunnel->by_code = code != NULL;
  if (code != NULL) {
    set_text (tunnel->origin, sizeof tunnel->origin, origin);
    set_text (tunnel->place, sizeof tunnel->place, code->nameplate);
    set_text (tunnel->digits, sizeof tunnel->digits, code->secret);
    tunnel->stage = side == P2PID_SIDE_HOST ? SAY_HELLO : AWAIT_HELLO;
  } else {
    set_text (tunnel->origin, sizeof tunnel->origin, invitation->origin);
    derive_mailbox (invitation, tunnel->place);
    memcpy (tunnel->secret, invitation->secret, sizeof tunnel->secret);
    tunnel->stage = side == P2PID_SIDE_HOST ? AWAIT_JOIN : SAY_JOIN;
  }
  *out_tunnel = tunnel;
  return P2PID_OK;
}

const char *
p2pid_tunnel_mailbox (const p2pid_tunnel *tunnel)
{
  return tunnel->by_code ? "" : tunnel->place;
}

/* What a side sends beside its share: who it is, and which versions of the
 * protocol it speaks. Authenticated by CPace, and again by the prologue. */
static p2pid_err
associated_data (p2pid_side side, p2pid_buffer **out)
{
  p2pid_bytes fields[] = { TEXT ("libp2pid/1"),
                           TEXT (side == P2PID_SIDE_HOST ? "host" : "guest"),
                           TEXT (VERSIONS) };

  return p2pid_lv_cat (fields, 3, out);
}

static p2pid_err
begin_cpace (p2pid_tunnel *tunnel)
{
  p2pid_bytes fields[] = { TEXT ("libp2pid/1 cpace"), TEXT (tunnel->origin),
                           TEXT (tunnel->place), TEXT ("host"),
                           TEXT ("guest") };
  p2pid_buffer *ci = NULL, *ad = NULL;
  p2pid_err err = p2pid_lv_cat (fields, 5, &ci);

  if (err == P2PID_OK)
    err = associated_data (tunnel->side, &ad);
  if (err == P2PID_OK)
    err =
        p2pid_cpace_new (tunnel->side == P2PID_SIDE_HOST, TEXT (tunnel->digits),
                         p2pid_buffer_bytes (ci), P2PID_BYTES (tunnel->sid),
                         p2pid_buffer_bytes (ad), &tunnel->cpace);
  sodium_memzero (tunnel->digits, sizeof tunnel->digits);
  p2pid_buffer_free (ci);
  p2pid_buffer_free (ad);
  return err;
}

static p2pid_err
psk_of_code (p2pid_tunnel *tunnel, uint8_t psk[P2PID_NOISE_KEY_SIZE])
{
  p2pid_side peer =
      tunnel->side == P2PID_SIDE_HOST ? P2PID_SIDE_GUEST : P2PID_SIDE_HOST;
  p2pid_bytes fields[] = { TEXT ("libp2pid/1 psk-cpace") };
  p2pid_cpace_isk isk;
  p2pid_buffer *ad = NULL;
  p2pid_err err = associated_data (peer, &ad);

  if (err == P2PID_OK)
    err = p2pid_cpace_finish (tunnel->cpace, &tunnel->peer_share,
                              p2pid_buffer_bytes (ad), &isk);
  if (err == P2PID_OK)
    p2pid_derive (P2PID_BYTES (isk.bytes), fields, 1, psk,
                  P2PID_NOISE_KEY_SIZE);
  sodium_memzero (&isk, sizeof isk);
  p2pid_buffer_free (ad);
  return err;
}

static void
psk_of_invitation (p2pid_tunnel *tunnel, uint8_t psk[P2PID_NOISE_KEY_SIZE])
{
  p2pid_bytes fields[] = { TEXT ("libp2pid/1 psk"), TEXT (tunnel->origin) };

  p2pid_derive (P2PID_BYTES (tunnel->secret), fields, 2, psk,
                P2PID_NOISE_KEY_SIZE);
  sodium_memzero (tunnel->secret, sizeof tunnel->secret);
}

/* All that the two believe about how they met, so that they fail at once if
 * they do not believe the same. */
static p2pid_err
prologue (const p2pid_tunnel *tunnel, p2pid_buffer **out)
{
  const p2pid_cpace_share *own, *host, *guest;
  p2pid_bytes fields[11] = { TEXT ("libp2pid/1 prologue"),
                             TEXT (tunnel->by_code ? "code" : "invitation"),
                             TEXT (tunnel->origin),
                             TEXT (tunnel->place),
                             TEXT (VERSIONS),
                             TEXT (VERSIONS) };
  p2pid_buffer *host_ad = NULL, *guest_ad = NULL;
  p2pid_err err;

  if (!tunnel->by_code)
    return p2pid_lv_cat (fields, 11, out);

  err = associated_data (P2PID_SIDE_HOST, &host_ad);
  if (err == P2PID_OK)
    err = associated_data (P2PID_SIDE_GUEST, &guest_ad);
  if (err == P2PID_OK) {
    own = p2pid_cpace_own_share (tunnel->cpace);
    host = tunnel->side == P2PID_SIDE_HOST ? own : &tunnel->peer_share;
    guest = tunnel->side == P2PID_SIDE_GUEST ? own : &tunnel->peer_share;
    fields[6] = P2PID_BYTES (tunnel->sid);
    fields[7] = P2PID_BYTES (host->bytes);
    fields[8] = p2pid_buffer_bytes (host_ad);
    fields[9] = P2PID_BYTES (guest->bytes);
    fields[10] = p2pid_buffer_bytes (guest_ad);
    err = p2pid_lv_cat (fields, 11, out);
  }
  p2pid_buffer_free (host_ad);
  p2pid_buffer_free (guest_ad);
  return err;
}

static p2pid_err
begin_noise (p2pid_tunnel *tunnel)
{
  uint8_t psk[P2PID_NOISE_KEY_SIZE];
  p2pid_buffer *both_believe = NULL;
  p2pid_err err = P2PID_OK;

  if (tunnel->by_code)
    err = psk_of_code (tunnel, psk);
  else
    psk_of_invitation (tunnel, psk);
  if (err == P2PID_OK)
    err = prologue (tunnel, &both_believe);
  if (err == P2PID_OK)
    err = p2pid_noise_new (P2PID_NOISE_NNPSK0, tunnel->side == P2PID_SIDE_GUEST,
                           p2pid_buffer_bytes (both_believe), psk,
                           &tunnel->noise);
  sodium_memzero (psk, sizeof psk);
  p2pid_buffer_free (both_believe);
  return err;
}

/* A message of one byte that says its kind, and the rest. */
static p2pid_err
message_new (uint8_t kind, p2pid_bytes rest, p2pid_buffer **out)
{
  p2pid_err err = p2pid_buffer_new (1 + rest.size, out);

  if (err == P2PID_OK) {
    (*out)->data[0] = kind;
    if (rest.size > 0)
      memcpy ((*out)->data + 1, rest.data, rest.size);
  }
  return err;
}

/* The same with a message of Noise for the rest. */
static p2pid_err
seal (p2pid_tunnel *tunnel, uint8_t kind, p2pid_bytes plain, p2pid_buffer **out)
{
  return p2pid_noise_write (tunnel->noise, (p2pid_bytes){ &kind, 1 }, plain,
                            out);
}

static p2pid_err
say_hello (p2pid_tunnel *tunnel, p2pid_buffer **out_message)
{
  p2pid_buffer *ad = NULL, *list = NULL;
  p2pid_err err;

  randombytes_buf (tunnel->sid, sizeof tunnel->sid);
  err = begin_cpace (tunnel);
  if (err == P2PID_OK)
    err = associated_data (tunnel->side, &ad);
  if (err == P2PID_OK) {
    p2pid_bytes fields[] = { P2PID_BYTES (tunnel->sid),
                             P2PID_BYTES (
                                 p2pid_cpace_own_share (tunnel->cpace)->bytes),
                             p2pid_buffer_bytes (ad) };

    err = p2pid_lv_cat (fields, 3, &list);
  }
  if (err == P2PID_OK)
    err = message_new (HELLO, p2pid_buffer_bytes (list), out_message);
  p2pid_buffer_free (ad);
  p2pid_buffer_free (list);
  return err;
}

static p2pid_err
join_by_code (p2pid_tunnel *tunnel, p2pid_buffer **out_message)
{
  p2pid_buffer *ad = NULL, *list = NULL, *first = NULL;
  p2pid_err err = p2pid_noise_write (tunnel->noise, EMPTY, EMPTY, &first);

  if (err == P2PID_OK)
    err = associated_data (tunnel->side, &ad);
  if (err == P2PID_OK) {
    p2pid_bytes fields[] = {
      P2PID_BYTES (p2pid_cpace_own_share (tunnel->cpace)->bytes),
      p2pid_buffer_bytes (ad), p2pid_buffer_bytes (first)
    };

    err = p2pid_lv_cat (fields, 3, &list);
  }
  if (err == P2PID_OK)
    err = message_new (JOIN_CODE, p2pid_buffer_bytes (list), out_message);
  p2pid_buffer_free (ad);
  p2pid_buffer_free (list);
  p2pid_buffer_free (first);
  return err;
}

static p2pid_err
say_join (p2pid_tunnel *tunnel, p2pid_buffer **out_message)
{
  p2pid_err err = begin_noise (tunnel);

  if (err != P2PID_OK)
    return err;
  return tunnel->by_code ? join_by_code (tunnel, out_message)
                         : seal (tunnel, JOIN_INVITATION, EMPTY, out_message);
}

p2pid_err
p2pid_tunnel_greet (p2pid_tunnel *tunnel, p2pid_buffer **out_message)
{
  p2pid_err err = P2PID_OK;

  if (tunnel->stage == SAY_HELLO) {
    err = say_hello (tunnel, out_message);
    tunnel->stage = AWAIT_JOIN;
  } else if (tunnel->stage == SAY_JOIN) {
    err = say_join (tunnel, out_message);
    tunnel->stage = AWAIT_ANSWER;
  } else {
    *out_message = NULL;
  }
  return err;
}

/* Fields of exactly the sizes that this version sends. Another size of the
 * associated data is another version, for all else is fixed. */
static p2pid_err
check_associated_data (p2pid_side side, p2pid_bytes ad)
{
  p2pid_buffer *expected = NULL;
  p2pid_err err = associated_data (side, &expected);

  if (err == P2PID_OK && !p2pid_bytes_equal (ad, p2pid_buffer_bytes (expected)))
    err = P2PID_ERR_VERSION;
  p2pid_buffer_free (expected);
  return err;
}

static p2pid_err
take_share (p2pid_tunnel *tunnel, p2pid_bytes share)
{
  if (share.size != sizeof tunnel->peer_share.bytes)
    return P2PID_ERR_FORMAT;
  memcpy (tunnel->peer_share.bytes, share.data, share.size);
  return P2PID_OK;
}

static p2pid_err
take_hello (p2pid_tunnel *tunnel, p2pid_bytes list)
{
  p2pid_bytes sid, share, ad;

  if (p2pid_lv_next (&list, &sid) != P2PID_OK ||
      p2pid_lv_next (&list, &share) != P2PID_OK ||
      p2pid_lv_next (&list, &ad) != P2PID_OK || list.size != 0 ||
      sid.size != SID_SIZE || take_share (tunnel, share) != P2PID_OK)
    return P2PID_ERR_FORMAT;

  memcpy (tunnel->sid, sid.data, sid.size);
  tunnel->stage = SAY_JOIN;
  p2pid_err err = check_associated_data (P2PID_SIDE_HOST, ad);
  return err == P2PID_OK ? begin_cpace (tunnel) : err;
}

/* The guest's first Noise message proves that it knows the secret. */
static p2pid_err
take_proof (p2pid_tunnel *tunnel, p2pid_bytes proof)
{
  p2pid_buffer *nothing = NULL;
  p2pid_err err = begin_noise (tunnel);

  if (err == P2PID_OK)
    err = p2pid_noise_read (tunnel->noise, proof, &nothing);
  if (err == P2PID_OK && nothing->size != 0)
    err = P2PID_ERR_FORMAT;
  if (err == P2PID_ERR_FORGED)
    err = P2PID_ERR_WRONG_CODE;
  p2pid_buffer_free (nothing);
  if (err == P2PID_OK)
    tunnel->stage = SAY_ANSWER;
  return err;
}

static p2pid_err
take_join (p2pid_tunnel *tunnel, p2pid_bytes list)
{
  p2pid_bytes share, ad, proof;
  p2pid_err err;

  if (p2pid_lv_next (&list, &share) != P2PID_OK ||
      p2pid_lv_next (&list, &ad) != P2PID_OK ||
      p2pid_lv_next (&list, &proof) != P2PID_OK || list.size != 0 ||
      take_share (tunnel, share) != P2PID_OK)
    return P2PID_ERR_FORMAT;

  err = check_associated_data (P2PID_SIDE_GUEST, ad);
  return err == P2PID_OK ? take_proof (tunnel, proof) : err;
}

static p2pid_err
take_sealed (p2pid_tunnel *tunnel, p2pid_bytes sealed, p2pid_buffer **out)
{
  p2pid_err err = p2pid_noise_read (tunnel->noise, sealed, out);

  if (err == P2PID_OK)
    tunnel->stage = OPEN;
  return err;
}

p2pid_err
p2pid_tunnel_receive (p2pid_tunnel *tunnel,
                      p2pid_bytes message,
                      p2pid_buffer **out_plain)
{
  p2pid_bytes rest;
  int kind;

  if (message.size < 1)
    return P2PID_ERR_FORMAT;
  if (message.size > MESSAGE_MAX)
    return P2PID_ERR_SIZE;
  kind = message.data[0];
  rest = (p2pid_bytes){ message.data + 1, message.size - 1 };

  *out_plain = NULL;
  if (tunnel->stage == AWAIT_HELLO && kind == HELLO)
    return take_hello (tunnel, rest);
  if (tunnel->stage == AWAIT_JOIN && tunnel->by_code && kind == JOIN_CODE)
    return take_join (tunnel, rest);
  if (tunnel->stage == AWAIT_JOIN && !tunnel->by_code &&
      kind == JOIN_INVITATION)
    return take_proof (tunnel, rest);
  if (tunnel->stage == AWAIT_ANSWER && kind == ANSWER)
    return take_sealed (tunnel, rest, out_plain);
  if (tunnel->stage == AWAIT_ANSWER && kind == REFUSE && rest.size == 0)
    return P2PID_ERR_WRONG_CODE;
  if (tunnel->stage == OPEN && kind == RECORD)
    return take_sealed (tunnel, rest, out_plain);
  return P2PID_ERR_OUT_OF_TURN;
}

bool
p2pid_tunnel_open (const p2pid_tunnel *tunnel)
{
  return tunnel->stage == SAY_ANSWER || tunnel->stage == OPEN;
}

p2pid_err
p2pid_tunnel_send (p2pid_tunnel *tunnel,
                   p2pid_bytes plain,
                   p2pid_buffer **out_message)
{
  p2pid_err err = P2PID_ERR_STATE;

  if (p2pid_tunnel_open (tunnel))
    err = seal (tunnel, tunnel->stage == OPEN ? RECORD : ANSWER, plain,
                out_message);
  if (err == P2PID_OK)
    tunnel->stage = OPEN;
  return err;
}

p2pid_err
p2pid_tunnel_refusal (p2pid_buffer **out_message)
{
  return message_new (REFUSE, EMPTY, out_message);
}

const p2pid_hash *
p2pid_tunnel_handshake_hash (const p2pid_tunnel *tunnel)
{
  return p2pid_noise_handshake_hash (tunnel->noise);
}

void
p2pid_tunnel_free (p2pid_tunnel *tunnel)
{
  if (tunnel == NULL)
    return;
  p2pid_cpace_free (tunnel->cpace);
  p2pid_noise_free (tunnel->noise);
  sodium_memzero (tunnel, sizeof *tunnel);
  free (tunnel);
}
