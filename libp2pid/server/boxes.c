/*
 * Boxes in a hash table by name, and in a heap by the end of their lives.
 *
 *            first use ----+                          DELETE
 *   nothing ----------> waiting -------> joined --------------> closed
 *            POST code     |   both sides   |                      |
 *                          |   have tokens  |                      |
 *                          +-----life over--+--> expired           |
 *                                                   |              |
 *   nothing <---------------------------------------+--------------+
 *
 * Closed and expired boxes are names without contents, which is all that
 * keeps "closed" apart from "never was". They have a bound of their own; past
 * it the oldest name is forgotten. Boxes in use are never given up for others.
 *
 * A box that waits holds little, and all that wait hold half of the memory at
 * most, however many strangers made them: whoever is joined has the rest.
 */

#include "server/boxes.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>

typedef enum { WAITING, JOINED, CLOSED, EXPIRED } state;

typedef struct {
  uint8_t hash[32]; /* of the token */
  bool claimed;
  p2pid_buffer *slots[P2PID_BOX_SLOTS];
} side;

struct p2pid_box {
  p2pid_box_id id;
  state state;
  bool crowded;
  char nameplate[P2PID_NAMEPLATE_SIZE]; /* empty once it is down */
  bool code;                            /* made with a nameplate */
  side sides[2];
  uint64_t bytes;
  p2pid_share *share; /* of who made it, until it ends */
  unsigned waiting;
  TAILQ_HEAD (, p2pid_wait) waits;
  p2pid_timer life;
  p2pid_box *next;              /* in its hash chain */
  TAILQ_ENTRY (p2pid_box) dead; /* when closed or expired */
};

struct p2pid_boxes {
  p2pid_boxes_limits limits;
  p2pid_boxes_counts counts;
  p2pid_boxes_woken_cb woken;
  void *data;
  uint64_t bytes[2]; /* in boxes that wait, and in those that are joined */
  p2pid_shares *shares;
  p2pid_nameplates *plates;
  p2pid_timers *lives;
  p2pid_timers *waits;
  TAILQ_HEAD (, p2pid_box) dead; /* the oldest first */
  size_t dead_count;
  /* Invitations' names are their users' choice; keyed, so that nobody can
   * choose a thousand that meet in one chain. */
  uint8_t key[crypto_shorthash_KEYBYTES];
  size_t mask;
  p2pid_box *table[];
};

/* Making and ending */

static size_t
table_size (unsigned mailboxes)
{
  size_t size = 16;

  while (size < (size_t) mailboxes * 2)
    size *= 2;
  return size;
}

p2pid_err
p2pid_boxes_new (const p2pid_boxes_limits *limits,
                 p2pid_boxes_woken_cb woken,
                 void *data,
                 p2pid_boxes **out_boxes)
{
  size_t size = table_size (limits->mailboxes);
  p2pid_boxes *boxes = NULL;
  p2pid_err err = P2PID_ERR_MEMORY;

  if (sodium_init () < 0)
    goto out;
  boxes = calloc (1, sizeof *boxes + size * sizeof boxes->table[0]);
  if (boxes == NULL)
    goto out;
  boxes->limits = *limits;
  boxes->woken = woken;
  boxes->data = data;
  boxes->mask = size - 1;
  TAILQ_INIT (&boxes->dead);
  crypto_shorthash_keygen (boxes->key);

  err = p2pid_shares_new (limits->shares, limits->mailboxes, &boxes->shares);
  if (err == P2PID_OK)
    err = p2pid_nameplates_new (&boxes->plates);
  if (err == P2PID_OK)
    err = p2pid_timers_new ((size_t) limits->mailboxes * 2, &boxes->lives);
  if (err == P2PID_OK)
    err = p2pid_timers_new (limits->waits, &boxes->waits);
  if (err != P2PID_OK)
    goto out;

  *out_boxes = boxes;
  boxes = NULL;

out:
  p2pid_boxes_free (boxes);
  return err;
}

/* Of a box that waits or is joined. */
static void
empty (p2pid_boxes *boxes, p2pid_box *box)
{
  for (int i = 0; i < 2; i++)
    for (int n = 0; n < P2PID_BOX_SLOTS; n++) {
      p2pid_buffer_free (box->sides[i].slots[n]);
      box->sides[i].slots[n] = NULL;
    }
  boxes->bytes[box->state] -= box->bytes;
  box->bytes = 0;
  p2pid_shares_give_back (boxes->shares, box->share);
  box->share = NULL;
}

void
p2pid_boxes_free (p2pid_boxes *boxes)
{
  if (boxes == NULL)
    return;
  for (size_t i = 0; i <= boxes->mask; i++)
    for (p2pid_box *box = boxes->table[i], *next; box != NULL; box = next) {
      assert (box->waiting == 0);
      next = box->next;
      if (box->state == WAITING || box->state == JOINED)
        empty (boxes, box);
      free (box);
    }
  p2pid_shares_free (boxes->shares);
  p2pid_nameplates_free (boxes->plates);
  p2pid_timers_free (boxes->lives);
  p2pid_timers_free (boxes->waits);
  sodium_memzero (boxes->key, sizeof boxes->key);
  free (boxes);
}

/* The table */

static p2pid_box **
chain (p2pid_boxes *boxes, const p2pid_box_id *id)
{
  uint8_t hash[crypto_shorthash_BYTES];
  uint64_t number;

  crypto_shorthash (hash, id->bytes, sizeof id->bytes, boxes->key);
  memcpy (&number, hash, sizeof number);
  return &boxes->table[number & boxes->mask];
}

static p2pid_box *
find (p2pid_boxes *boxes, const p2pid_box_id *id)
{
  p2pid_box *box = *chain (boxes, id);

  while (box != NULL && memcmp (&box->id, id, sizeof *id) != 0)
    box = box->next;
  return box;
}

static p2pid_box *
make (p2pid_boxes *boxes,
      const p2pid_box_id *id,
      const p2pid_address *from,
      int64_t until)
{
  p2pid_box **place = chain (boxes, id);
  p2pid_box *box;

  if (boxes->counts.mailboxes >= boxes->limits.mailboxes)
    return NULL;
  box = calloc (1, sizeof *box);
  if (box == NULL)
    return NULL;
  box->share = p2pid_shares_take (boxes->shares, from);
  if (box->share == NULL) {
    free (box);
    return NULL;
  }
  box->id = *id;
  TAILQ_INIT (&box->waits);
  box->next = *place;
  *place = box;
  p2pid_timers_set (boxes->lives, &box->life, until, box);
  boxes->counts.mailboxes++;
  boxes->counts.opened++;
  return box;
}

static void
forget (p2pid_boxes *boxes, p2pid_box *box)
{
  p2pid_box **place = chain (boxes, &box->id);

  while (*place != box)
    place = &(*place)->next;
  *place = box->next;
  TAILQ_REMOVE (&boxes->dead, box, dead);
  boxes->dead_count--;
  p2pid_timers_unset (boxes->lives, &box->life);
  free (box);
}

/* Waiting */

void
p2pid_boxes_leave (p2pid_boxes *boxes, p2pid_wait *wait)
{
  p2pid_box *box = wait->box;

  if (box == NULL)
    return;
  TAILQ_REMOVE (&box->waits, wait, link);
  box->waiting--;
  wait->box = NULL;
  p2pid_timers_unset (boxes->waits, &wait->timer);
}

static void
wake (p2pid_boxes *boxes, p2pid_wait *wait)
{
  p2pid_boxes_leave (boxes, wait);
  boxes->woken (wait, boxes->data);
}

static void
wake_box (p2pid_boxes *boxes, p2pid_box *box)
{
  while (!TAILQ_EMPTY (&box->waits))
    wake (boxes, TAILQ_FIRST (&box->waits));
}

static void
wake_slot (p2pid_boxes *boxes, p2pid_box *box, const p2pid_box_use *use)
{
  p2pid_wait *wait = TAILQ_FIRST (&box->waits);

  while (wait != NULL) {
    p2pid_wait *next = TAILQ_NEXT (wait, link);

    if (wait->side == use->side && wait->slot == use->slot)
      wake (boxes, wait);
    wait = next;
  }
}

bool
p2pid_boxes_wait (p2pid_boxes *boxes,
                  const p2pid_box_use *use,
                  int64_t until,
                  p2pid_wait *wait)
{
  p2pid_box *box = find (boxes, &use->id);

  assert (wait->box == NULL);
  if (box == NULL || !p2pid_timers_room (boxes->waits))
    return false;
  if (box->waiting == P2PID_BOX_WAITS_MAX)
    wake (boxes, TAILQ_FIRST (&box->waits));
  wait->box = box;
  wait->side = (uint8_t) use->side;
  wait->slot = (uint8_t) use->slot;
  TAILQ_INSERT_TAIL (&box->waits, wait, link);
  box->waiting++;
  p2pid_timers_set (boxes->waits, &wait->timer, until, wait);
  return true;
}

void
p2pid_boxes_wake_all (p2pid_boxes *boxes)
{
  p2pid_wait *wait;

  while ((wait = p2pid_timers_pop (boxes->waits, INT64_MAX)) != NULL)
    wake (boxes, wait);
}

/* Lives */

static void
take_down (p2pid_boxes *boxes, p2pid_box *box, int64_t used_until)
{
  if (box->nameplate[0] == '\0')
    return;
  p2pid_nameplates_release (boxes->plates, box->nameplate, used_until);
  box->nameplate[0] = '\0';
}

/* What is left is a name that answers how the box ended, until @until. */
static void
bury (p2pid_boxes *boxes, p2pid_box *box, state how, int64_t until)
{
  take_down (boxes, box, 0);
  empty (boxes, box);
  box->state = how;
  TAILQ_INSERT_TAIL (&boxes->dead, box, dead);
  boxes->dead_count++;
  boxes->counts.mailboxes--;
  p2pid_timers_set (boxes->lives, &box->life, until, box);
  wake_box (boxes, box);
  if (boxes->dead_count > boxes->limits.mailboxes)
    forget (boxes, TAILQ_FIRST (&boxes->dead));
}

static void
end_life (p2pid_boxes *boxes, p2pid_box *box)
{
  if (box->state == CLOSED || box->state == EXPIRED) {
    forget (boxes, box);
    return;
  }
  boxes->counts.expired++;
  bury (boxes, box, EXPIRED, box->life.at + boxes->limits.joined_life);
}

void
p2pid_boxes_tick (p2pid_boxes *boxes, int64_t now)
{
  p2pid_wait *wait;
  p2pid_box *box;

  while ((box = p2pid_timers_pop (boxes->lives, now)) != NULL)
    end_life (boxes, box);
  while ((wait = p2pid_timers_pop (boxes->waits, now)) != NULL)
    wake (boxes, wait);
}

int64_t
p2pid_boxes_next (const p2pid_boxes *boxes)
{
  int64_t life = p2pid_timers_next (boxes->lives);
  int64_t wait = p2pid_timers_next (boxes->waits);

  return life < wait ? life : wait;
}

/* Tokens */

static void
hash_token (const p2pid_token *token, uint8_t out[32])
{
  crypto_generichash (out, 32, token->bytes, sizeof token->bytes, NULL, 0);
}

static bool
owns (const side *of, const uint8_t hash[32])
{
  return of->claimed && sodium_memcmp (of->hash, hash, 32) == 0;
}

static void
claim_side (p2pid_boxes *boxes,
            p2pid_box *box,
            p2pid_box_side which,
            const uint8_t hash[32],
            int64_t now)
{
  memcpy (box->sides[which].hash, hash, 32);
  box->sides[which].claimed = true;
  if (!box->sides[P2PID_BOX_HOST].claimed ||
      !box->sides[P2PID_BOX_GUEST].claimed)
    return;
  box->state = JOINED;
  boxes->bytes[WAITING] -= box->bytes;
  boxes->bytes[JOINED] += box->bytes;
  p2pid_timers_set (boxes->lives, &box->life, now + boxes->limits.joined_life,
                    box);
  boxes->counts.joined++;
}

static void
mark_crowded (p2pid_boxes *boxes, p2pid_box *box)
{
  if (!box->crowded)
    boxes->counts.crowded++;
  box->crowded = true;
}

/* Whether the token is that of side @which, which it becomes by being the
 * first. One's own token on the other side is refused, but is no third
 * party. */
static bool
admit (p2pid_boxes *boxes,
       p2pid_box *box,
       p2pid_box_side which,
       const p2pid_token *token,
       int64_t now)
{
  uint8_t hash[32];

  hash_token (token, hash);
  if (owns (&box->sides[which], hash))
    return true;
  if (owns (&box->sides[!which], hash))
    return false;
  if (box->sides[which].claimed || box->code) {
    mark_crowded (boxes, box);
    return false;
  }
  claim_side (boxes, box, which, hash, now);
  return true;
}

/* The box that is meant, for side @which, made if need be; or NULL and why
 * not. */
static p2pid_box *
enter (p2pid_boxes *boxes,
       const p2pid_box_use *use,
       p2pid_box_side which,
       int64_t now,
       p2pid_box_answer *out_refusal)
{
  p2pid_box *box;

  p2pid_boxes_tick (boxes, now);
  box = find (boxes, &use->id);
  if (box == NULL && use->slot == 0)
    box = make (boxes, &use->id, &use->from, now + boxes->limits.mailbox_life);

  if (box == NULL && use->slot == 0)
    *out_refusal = P2PID_BOX_FULL;
  else if (box == NULL) /* one who believes in a box that we have lost */
    *out_refusal = P2PID_BOX_GONE;
  else if (box->state == CLOSED)
    *out_refusal = P2PID_BOX_CLOSED;
  else if (box->state == EXPIRED)
    *out_refusal = P2PID_BOX_GONE;
  else if (!admit (boxes, box, which, &use->token, now))
    *out_refusal = P2PID_BOX_CROWDED;
  else
    return box;
  return NULL;
}

/* What can be asked */

p2pid_box_answer
p2pid_boxes_open (p2pid_boxes *boxes,
                  const p2pid_address *from,
                  int64_t now,
                  char out_nameplate[P2PID_NAMEPLATE_SIZE],
                  p2pid_box_id *out_id,
                  p2pid_token *out_host)
{
  p2pid_box *box = NULL;
  p2pid_box_id id;
  uint8_t hash[32];

  p2pid_boxes_tick (boxes, now);
  randombytes_buf (&id, sizeof id);
  if (p2pid_nameplates_room (boxes->plates))
    box = make (boxes, &id, from, now + boxes->limits.code_life);
  if (box == NULL)
    return P2PID_BOX_FULL;
  box->code = true;
  p2pid_nameplates_take (boxes->plates, box, now, box->nameplate);
  memcpy (out_nameplate, box->nameplate, sizeof box->nameplate);
  *out_id = id;
  randombytes_buf (out_host, sizeof *out_host);
  hash_token (out_host, hash);
  claim_side (boxes, box, P2PID_BOX_HOST, hash, now);
  return P2PID_BOX_OPENED;
}

p2pid_box_answer
p2pid_boxes_claim (p2pid_boxes *boxes,
                   const char *nameplate,
                   int64_t now,
                   p2pid_box_id *out_id,
                   p2pid_token *out_guest)
{
  p2pid_box *box;
  uint8_t hash[32];
  bool used;

  p2pid_boxes_tick (boxes, now);
  box = p2pid_nameplates_find (boxes->plates, nameplate, now, &used);
  if (box == NULL)
    return used ? P2PID_BOX_USED : P2PID_BOX_UNKNOWN;
  /* As long as the code would have lived, others may still come with it. */
  take_down (boxes, box, box->life.at);
  randombytes_buf (out_guest, sizeof *out_guest);
  hash_token (out_guest, hash);
  claim_side (boxes, box, P2PID_BOX_GUEST, hash, now);
  *out_id = box->id;
  return P2PID_BOX_JOINED;
}

bool
p2pid_boxes_know (p2pid_boxes *boxes, const p2pid_box_id *id, int64_t now)
{
  p2pid_boxes_tick (boxes, now);
  return find (boxes, id) != NULL;
}

/* Whether there is room in all boxes for so much more in this one. */
static bool
has_room (const p2pid_boxes *boxes, const p2pid_box *box, size_t size)
{
  if (box->state == WAITING &&
      boxes->bytes[WAITING] + size > boxes->limits.bytes / 2)
    return false;
  return boxes->bytes[WAITING] + boxes->bytes[JOINED] + size <=
         boxes->limits.bytes;
}

static p2pid_box_answer
store (p2pid_boxes *boxes,
       p2pid_box *box,
       const p2pid_box_use *use,
       p2pid_buffer **message)
{
  p2pid_buffer **slot = &box->sides[use->side].slots[use->slot];
  size_t size = (*message)->size;
  size_t most =
      box->state == JOINED ? P2PID_BOX_BYTES_MAX : P2PID_BOX_BYTES_WAITING;

  assert (size > 0);
  if (*slot != NULL)
    return p2pid_bytes_equal (p2pid_buffer_bytes (*slot),
                              p2pid_buffer_bytes (*message))
               ? P2PID_BOX_SAME
               : P2PID_BOX_SLOT;
  if (size > P2PID_BOX_MESSAGE_MAX || box->bytes + size > most)
    return P2PID_BOX_LARGE;
  if (!has_room (boxes, box, size))
    return P2PID_BOX_FULL;

  *slot = *message;
  *message = NULL; /* the box's now */
  box->bytes += size;
  boxes->bytes[box->state] += size;
  wake_slot (boxes, box, use);
  return P2PID_BOX_STORED;
}

p2pid_box_answer
p2pid_boxes_put (p2pid_boxes *boxes,
                 const p2pid_box_use *use,
                 int64_t now,
                 p2pid_buffer **message,
                 bool *out_crowded)
{
  p2pid_box_answer answer = P2PID_BOX_GONE;
  p2pid_box *box = enter (boxes, use, use->side, now, &answer);

  *out_crowded = box != NULL && box->crowded;
  if (box == NULL)
    return answer;
  return store (boxes, box, use, message);
}

p2pid_box_answer
p2pid_boxes_get (p2pid_boxes *boxes,
                 const p2pid_box_use *use,
                 int64_t now,
                 p2pid_bytes *out_message,
                 bool *out_crowded)
{
  p2pid_box_answer answer = P2PID_BOX_GONE;
  p2pid_box *box = enter (boxes, use, !use->side, now, &answer);
  const p2pid_buffer *message;

  *out_crowded = box != NULL && box->crowded;
  if (box == NULL)
    return answer;
  message = box->sides[use->side].slots[use->slot];
  if (message == NULL)
    return P2PID_BOX_EMPTY;
  *out_message = p2pid_buffer_bytes (message);
  return P2PID_BOX_MESSAGE;
}

p2pid_box_answer
p2pid_boxes_delete (p2pid_boxes *boxes,
                    const p2pid_box_use *use,
                    int64_t now,
                    bool *out_crowded)
{
  p2pid_box *box;
  uint8_t hash[32];

  *out_crowded = false;
  p2pid_boxes_tick (boxes, now);
  box = find (boxes, &use->id);
  if (box == NULL || box->state == EXPIRED)
    return P2PID_BOX_GONE;
  hash_token (&use->token, hash);
  if (!owns (&box->sides[P2PID_BOX_HOST], hash) &&
      !owns (&box->sides[P2PID_BOX_GUEST], hash)) {
    if (box->state != CLOSED)
      mark_crowded (boxes, box);
    return P2PID_BOX_CROWDED;
  }
  *out_crowded = box->crowded;
  if (box->state != CLOSED) {
    boxes->counts.closed++;
    bury (boxes, box, CLOSED, box->life.at);
  }
  return P2PID_BOX_DELETED;
}

p2pid_boxes_counts
p2pid_boxes_get_counts (const p2pid_boxes *boxes)
{
  return boxes->counts;
}
