/* wire/ without memory: each allocation fails once, in turn; the call says so,
 * leaves its outputs alone and loses nothing (the sanitizer looks). */

#include "harness.h"

#include "p2pid/invitation.h"
#include "wire/json.h"
#include "wire/record.h"

#include <stdlib.h>

/* How many allocations still succeed. */
static size_t left;

void *
__real_calloc (size_t count, size_t size);
void *
__wrap_calloc (size_t count, size_t size);

void *
__wrap_calloc (size_t count, size_t size)
{
  if (left == 0)
    return NULL;
  left--;
  return __real_calloc (count, size);
}

/* For jansson, which is outside of the link. */
static void *
allocate (size_t size)
{
  if (left == 0)
    return NULL;
  left--;
  return malloc (size);
}

static void
start (void)
{
  json_set_alloc_funcs (allocate, free);
}

static void
end (void)
{
  left = SIZE_MAX;
}

/* Calls @p call with more and more memory, until it is enough; tells how
 * often it was not. jansson's reader cannot always tell want of memory from
 * want of sense; what it never does is make something else of it. */
static size_t
starve (p2pid_err (*call) (void), bool reads)
{
  size_t failures = 0;

  for (;; failures++) {
    p2pid_err err;

    left = failures;
    err = call ();
    left = SIZE_MAX;
    if (err == P2PID_OK)
      return failures;
    ck_assert (err == P2PID_ERR_MEMORY || (reads && err == P2PID_ERR_FORMAT));
  }
}

static const char identify[] =
    "{\"method\":\"x\",\"purpose\":\"z\",\"time\":1,\"more\":[1,{\"a\":true}],"
    "\"signature\":"
    "\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKiss"
    "LS4vMDEyMzQ1Njc4OTo7PD0-Pw\"}\ny\nz";

static p2pid_err
parse_json (void)
{
  p2pid_bytes json = { (const uint8_t *) identify, strcspn (identify, "\n") };
  json_t *object = NULL;
  p2pid_err err = p2pid_json_parse (json, 999, &object);

  ck_assert ((err == P2PID_OK) == (object != NULL));
  json_decref (object);
  return err;
}

static p2pid_err
parse_record (void)
{
  p2pid_record record = { .type = P2PID_RECORD_STOP };
  p2pid_record_memory *memory = NULL;
  p2pid_err err =
      p2pid_record_parse (P2PID_RECORD_IDENTIFY,
                          p2pid_bytes_from_text (identify), &record, &memory);

  ck_assert ((err == P2PID_OK) == (memory != NULL));
  ck_assert ((err == P2PID_OK) == (record.type == P2PID_RECORD_IDENTIFY));
  p2pid_record_memory_free (memory);
  return err;
}

static p2pid_err
print_record (void)
{
  p2pid_record record = { .type = P2PID_RECORD_IDENTIFY };
  p2pid_buffer *body = NULL;
  p2pid_err err;

  record.identify.evidence = record.identify.role = p2pid_bytes_from_text ("y");
  err = p2pid_record_print (&record, &body);

  ck_assert ((err == P2PID_OK) == (body != NULL));
  p2pid_buffer_free (body);
  return err;
}

static p2pid_err
frame_record (void)
{
  p2pid_buffer *plain = NULL;
  p2pid_err err =
      p2pid_record_frame (P2PID_RECORD_STOP, (p2pid_bytes){ NULL, 0 }, &plain);

  ck_assert ((err == P2PID_OK) == (plain != NULL));
  p2pid_buffer_free (plain);
  return err;
}

static p2pid_err
print_json (void)
{
  size_t budget = left;
  json_t *object;
  p2pid_buffer *text = NULL;
  p2pid_err err;

  left = SIZE_MAX;
  object = json_pack ("{s:s}", "name", "value");
  left = budget;
  err = p2pid_json_print (object, &text);
  left = SIZE_MAX;
  ck_assert ((err == P2PID_OK) == (text != NULL));
  json_decref (object);
  p2pid_buffer_free (text);
  return err;
}

static p2pid_err
print_invitation (void)
{
  p2pid_invitation invitation = { .origin = "https://relay.example" };
  p2pid_buffer *text = NULL;
  p2pid_err err = p2pid_invitation_print (&invitation, &text);

  ck_assert ((err == P2PID_OK) == (text != NULL));
  p2pid_buffer_free (text);
  return err;
}

static p2pid_err
print_link (void)
{
  p2pid_invitation invitation = { .origin = "https://relay.example" };
  p2pid_buffer *text = NULL;
  p2pid_err err = p2pid_invitation_print_link (&invitation, &text);

  ck_assert ((err == P2PID_OK) == (text != NULL));
  p2pid_buffer_free (text);
  return err;
}

static const struct {
  p2pid_err (*call) (void);
  size_t at_least; /* allocations that it is known to make */
  bool reads;      /* through jansson */
} calls[] = {
  { parse_json, 12, true },   { parse_record, 13, true },
  { print_record, 7, false }, { frame_record, 1, false },
  { print_json, 2, false },   { print_invitation, 1, false },
  { print_link, 1, false },
};

START_TEST (says_so)
{
  ck_assert_uint_ge (starve (calls[_i].call, calls[_i].reads),
                     calls[_i].at_least);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("memory");
  TCase *tcase = tcase_create ("memory");

  left = SIZE_MAX;
  tcase_add_checked_fixture (tcase, start, end);
  tcase_add_loop_test (tcase, says_so, 0,
                       (int) (sizeof calls / sizeof calls[0]));
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
