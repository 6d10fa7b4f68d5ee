/* session/: configurations from which no session begins. */

#include "couple.h"

#include <string.h>

static void
change_config (p2pid_session_config *config, int what)
{
  switch (what) {
  case 0:
    config->account.role = P2PID_ROLE_NONE;
    break;
  case 1:
    config->account.place = P2PID_PLACE_SECOND;
    break;
  case 2:
    config->account.channel = P2PID_CHANNEL_ONLINE;
    break;
  case 3:
    strcpy (config->account.tail, "12x4");
    break;
  case 4:
    strcpy (config->account.tail, "123");
    break;
  case 5:
    config->invitation = the_invitation ();
    break;
  case 6:
    config->code = NULL;
    break;
  case 7:
    config->anchors = NULL;
    break;
  case 8:
    config->key = NULL;
    break;
  case 9:
    config->key = bjorn.key;
    break;
  case 10:
    config->patience = -1;
    break;
  case 11:
    config->origin = NULL;
    break;
  case 12:
    config->side = (p2pid_side) 2;
    break;
  }
}

/* What the library did not make. */
static void
fill_config (p2pid_session_config *config, int change)
{
  static char too_long[P2PID_ORIGIN_MAX + 2] = "https://";
  static const p2pid_code no_code;
  static p2pid_code half_a_code;
  static const p2pid_invitation no_invitation;
  static p2pid_invitation endless;

  half_a_code = *the_code ();
  half_a_code.secret[0] ^= 1;
  memset (endless.origin, 'a', sizeof endless.origin);
  switch (change) {
  case 0:
    config->code = &no_code;
    break;
  case 1:
    config->code = &half_a_code;
    break;
  case 2:
    config->origin = "https://Relay.example";
    break;
  case 3:
    memset (too_long + 8, 'a', sizeof too_long - 9);
    config->origin = too_long;
    break;
  case 4:
    config->code = NULL;
    config->origin = NULL;
    config->invitation = &no_invitation;
    break;
  case 5:
    config->code = NULL;
    config->origin = NULL;
    config->invitation = &endless;
    break;
  case 6:
    config->code = NULL;
    config->origin = "https://other.example";
    config->invitation = the_invitation ();
    break;
  }
}

static void
check_refused (const p2pid_session_config *config)
{
  p2pid_session *session = NULL;

  ck_assert_int_eq (p2pid_session_new (config, NOW, &session),
                    P2PID_ERR_ARGUMENT);
  ck_assert_ptr_null (session);
}

START_TEST (contradictions_are_refused)
{
  p2pid_session_config host = call_config (P2PID_SIDE_HOST);

  change_config (&host, _i);
  check_refused (&host);
}
END_TEST

START_TEST (what_the_library_did_not_make_is_refused)
{
  p2pid_session_config host = call_config (P2PID_SIDE_HOST);

  fill_config (&host, _i);
  check_refused (&host);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("session-config");
  TCase *tcase = tcase_create ("config");

  tcase_add_checked_fixture (tcase, couple_begin, couple_end);
  tcase_add_loop_test (tcase, contradictions_are_refused, 0, 13);
  tcase_add_loop_test (tcase, what_the_library_did_not_make_is_refused, 0, 7);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
