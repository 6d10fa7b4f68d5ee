/* wire/ without memory: each allocation fails in its turn; the call says so,
 * leaves its outputs alone and loses nothing (the sanitizer looks). */

#include "starve.h"

#include "p2pid/invitation.h"
#include "wire/json.h"
#include "wire/record.h"

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

  starve_hold ();
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

  starve_hold ();
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

  starve_hold ();
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

  starve_hold ();
  ck_assert ((err == P2PID_OK) == (plain != NULL));
  p2pid_buffer_free (plain);
  return err;
}

static p2pid_err
print_json_with (const char *value)
{
  json_t *object;
  p2pid_buffer *text = NULL;
  p2pid_err err;

  starve_hold ();
  object = json_pack ("{s:s}", "name", value);
  starve_go_on ();
  err = p2pid_json_print (object, &text);
  starve_hold ();
  ck_assert ((err == P2PID_OK) == (text != NULL));
  json_decref (object);
  p2pid_buffer_free (text);
  return err;
}

static p2pid_err
print_json (void)
{
  return print_json_with ("value");
}

static p2pid_err
print_long_json (void)
{
  char value[1000] = "";

  memset (value, 'x', sizeof value - 1);
  return print_json_with (value);
}

static p2pid_err
print_invitation (void)
{
  p2pid_invitation invitation = { .origin = "https://relay.example" };
  p2pid_buffer *text = NULL;
  p2pid_err err = p2pid_invitation_print (&invitation, &text);

  starve_hold ();
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

  starve_hold ();
  ck_assert ((err == P2PID_OK) == (text != NULL));
  p2pid_buffer_free (text);
  return err;
}

static const struct {
  p2pid_err (*call) (void);
  size_t at_least; /* allocations that it is known to make */
} calls[] = {
  { parse_json, 12 },      { parse_record, 13 }, { print_record, 7 },
  { frame_record, 1 },     { print_json, 2 },    { print_long_json, 3 },
  { print_invitation, 1 }, { print_link, 1 },
};

START_TEST (says_so)
{
  starve_check (calls[_i].call, calls[_i].at_least);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("memory");
  TCase *tcase = tcase_create ("memory");

  tcase_add_loop_test (tcase, says_so, 0,
                       (int) (sizeof calls / sizeof calls[0]));
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
