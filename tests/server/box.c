/* Calls of server/boxes, and what every one of them keeps to. */

#include "box.h"

p2pid_boxes *boxes;
int64_t now;
const p2pid_address home = { { 127, 0, 0, 1 }, 4 };
p2pid_wait *woken[WAITS + 1];
size_t woken_count;
bool crowded;

static void
woken_cb (p2pid_wait *wait, void *data)
{
  ck_assert_ptr_eq (data, &now);
  ck_assert_ptr_null (wait->box);
  woken[woken_count++] = wait;
}

void
box_begin (const p2pid_boxes_limits *limits)
{
  now = 1000;
  woken_count = 0;
  boxes = NULL;
  ck_assert_int_eq (p2pid_boxes_new (limits, woken_cb, &now, &boxes), P2PID_OK);
}

void
box_end (void)
{
  p2pid_boxes_wake_all (boxes);
  p2pid_boxes_free (boxes);
}

p2pid_box_use
box_use (char box, char token, p2pid_box_side side, unsigned slot)
{
  p2pid_box_use one = { .side = side, .slot = slot, .from = home };

  memset (one.id.bytes, box, sizeof one.id.bytes);
  memset (one.token.bytes, token, sizeof one.token.bytes);
  return one;
}

p2pid_box_answer
box_put_bytes (p2pid_box_use one, uint8_t fill, size_t size)
{
  p2pid_buffer *message = NULL;
  p2pid_box_answer answer;

  ck_assert_int_eq (p2pid_buffer_new (size, &message), P2PID_OK);
  memset (message->data, fill, size);
  crowded = false;
  answer = p2pid_boxes_put (boxes, &one, now, &message, &crowded);
  ck_assert_int_eq (answer == P2PID_BOX_STORED, message == NULL);
  p2pid_buffer_free (message);
  return answer;
}

p2pid_box_answer
box_put (p2pid_box_use one)
{
  return box_put_bytes (one, 'm', 5);
}

p2pid_box_answer
box_get (p2pid_box_use one)
{
  p2pid_bytes message = { NULL, 0 };
  p2pid_box_answer answer;

  crowded = false;
  answer = p2pid_boxes_get (boxes, &one, now, &message, &crowded);
  if (answer == P2PID_BOX_MESSAGE)
    ck_assert_mem_eq (message.data, "mmmmm", 5);
  else
    ck_assert_ptr_null (message.data);
  return answer;
}

p2pid_box_answer
box_delete (p2pid_box_use one)
{
  return p2pid_boxes_delete (boxes, &one, now, &crowded);
}
