/*
 * Call fraud: somebody stands between two people with one telephone line to
 * each, and carries their codes from the one to the other. The two programs
 * run honestly and are really connected to each other; only the voices are
 * not. This table is the one of SECURITY.md, the arrangements that stay
 * unnoticed included.
 */

#include "couple.h"

#include <string.h>

/* Who rang whom on the two lines of the one in the middle. */
typedef enum {
  M_RINGS_BOTH,  /* M rings Anna, M rings Björn */
  BOTH_RING_M,   /* Anna rings M, Björn rings M */
  ANNA_RINGS_M,  /* Anna rings M, M rings Björn */
  BJORN_RINGS_M, /* M rings Anna, Björn rings M */
} line_shape;

/* What the two give beside the button that they press. */
enum {
  NOTHING = 0,
  TAILS = 1,         /* Numbers: the dialled one, and the own one. */
  AUDIENCE_BANK = 2, /* The caller writes "Banken": M plays the bank. */
  AUDIENCE_NAME = 4, /* The caller writes the other's name: M plays each to the
                        other. */
  AUDIENCE_GIVEN = 16, /* The same with the given name alone. */
  FALSE_BUTTON = 8, /* Björn is talked into saying the opposite of what was. */
};

typedef enum {
  STOP_ROLES,
  STOP_TAILS,
  WARNED,   /* the name is shown, and "believes to be talking to somebody
                 else" */
  HINTED,   /* the name is shown, and that the other's words are a part of
                 one's own name, which others have, too */
  UNNOTICED /* the name is shown, and nothing tells that the voice is M's */
} outcome;

static const struct {
  line_shape lines;
  unsigned given;
  outcome outcome;
} table[] = {
  { M_RINGS_BOTH, NOTHING, STOP_ROLES },
  { M_RINGS_BOTH, TAILS, STOP_ROLES },
  { M_RINGS_BOTH, AUDIENCE_BANK, STOP_ROLES },
  { M_RINGS_BOTH, AUDIENCE_NAME, STOP_ROLES },
  { M_RINGS_BOTH, AUDIENCE_GIVEN, STOP_ROLES },
  { M_RINGS_BOTH, FALSE_BUTTON, UNNOTICED },
  { M_RINGS_BOTH, FALSE_BUTTON | TAILS, STOP_TAILS },
  { M_RINGS_BOTH, FALSE_BUTTON | AUDIENCE_BANK, WARNED },
  { M_RINGS_BOTH, FALSE_BUTTON | AUDIENCE_NAME, UNNOTICED },
  { M_RINGS_BOTH, FALSE_BUTTON | AUDIENCE_GIVEN, HINTED },

  { BOTH_RING_M, NOTHING, STOP_ROLES },
  { BOTH_RING_M, TAILS, STOP_ROLES },
  { BOTH_RING_M, AUDIENCE_BANK, STOP_ROLES },
  { BOTH_RING_M, AUDIENCE_NAME, STOP_ROLES },
  { BOTH_RING_M, AUDIENCE_GIVEN, STOP_ROLES },
  { BOTH_RING_M, FALSE_BUTTON, UNNOTICED },
  { BOTH_RING_M, FALSE_BUTTON | TAILS, STOP_TAILS },
  { BOTH_RING_M, FALSE_BUTTON | AUDIENCE_BANK, WARNED },
  { BOTH_RING_M, FALSE_BUTTON | AUDIENCE_NAME, UNNOTICED },
  { BOTH_RING_M, FALSE_BUTTON | AUDIENCE_GIVEN, HINTED },

  { ANNA_RINGS_M, NOTHING, UNNOTICED },
  { ANNA_RINGS_M, TAILS, STOP_TAILS },
  { ANNA_RINGS_M, AUDIENCE_BANK, WARNED },
  { ANNA_RINGS_M, AUDIENCE_NAME, UNNOTICED },
  { ANNA_RINGS_M, AUDIENCE_GIVEN, HINTED },
  { ANNA_RINGS_M, TAILS | AUDIENCE_NAME, STOP_TAILS },
  { ANNA_RINGS_M, FALSE_BUTTON, STOP_ROLES },

  { BJORN_RINGS_M, NOTHING, UNNOTICED },
  { BJORN_RINGS_M, TAILS, STOP_TAILS },
  { BJORN_RINGS_M, AUDIENCE_BANK, WARNED },
  { BJORN_RINGS_M, AUDIENCE_NAME, UNNOTICED },
  { BJORN_RINGS_M, AUDIENCE_GIVEN, HINTED },
  { BJORN_RINGS_M, TAILS | AUDIENCE_NAME, STOP_TAILS },
  { BJORN_RINGS_M, FALSE_BUTTON, STOP_ROLES },
};

#define ROWS (int) (sizeof table / sizeof table[0])

static p2pid_role
opposite (p2pid_role role)
{
  return role == P2PID_ROLE_CALLER ? P2PID_ROLE_CALLEE : P2PID_ROLE_CALLER;
}

static p2pid_session_config
config_of (p2pid_side on,
           p2pid_role role,
           const person *who,
           unsigned given,
           const char *own_number,
           const char *dialled)
{
  p2pid_session_config config = phone_config (on, role, who, anchors);

  if (given & TAILS)
    strcpy (config.account.tail,
            role == P2PID_ROLE_CALLER ? dialled : own_number);
  return config;
}

/* The one who says to be the caller makes the code, identifies first, and may
 * write whom it believes to be talking to. */
static outcome
run (p2pid_role anna_role, p2pid_role bjorn_role, unsigned given)
{
  bool anna_first = anna_role == P2PID_ROLE_CALLER;
  p2pid_session_config config_a =
      config_of (P2PID_SIDE_HOST, anna_role, &anna, given, "0001", "6666");
  p2pid_session_config config_b =
      config_of (P2PID_SIDE_GUEST, bjorn_role, &bjorn, given, "0002", "6666");
  party *first = anna_first ? &a : &b, *second = anna_first ? &b : &a;
  const char *audience = NULL;
  const heard *shown;

  side_begin (&a, &config_a);
  side_begin (&b, &config_b);
  carry (&a, &b);
  if (ending_of (&a) != NULL) {
    const heard *ending =
        ending_of (&a)->by_peer ? ending_of (&b) : ending_of (&a);

    return ending->err == P2PID_ERR_ROLES ? STOP_ROLES : STOP_TAILS;
  }

  if (given & AUDIENCE_BANK)
    audience = "Banken";
  if (given & AUDIENCE_NAME)
    audience = anna_first ? bjorn.name : anna.name;
  if (given & AUDIENCE_GIVEN)
    audience = anna_first ? "Björn" : "Anna";
  ck_assert_int_eq (p2pid_session_identify (first->session, P2PID_FACTS_DEFAULT,
                                            audience, NULL, NOW),
                    P2PID_OK);
  carry (&a, &b);
  shown = event_of (second, P2PID_EVENT_IDENTIFIED);
  ck_assert_ptr_nonnull (shown);
  if (shown->match == P2PID_AUDIENCE_PART)
    return HINTED;
  return shown->match == P2PID_AUDIENCE_OTHER ? WARNED : UNNOTICED;
}

START_TEST (every_arrangement_ends_as_the_table_says)
{
  line_shape lines = table[_i].lines;
  p2pid_role anna_role = lines == ANNA_RINGS_M || lines == BOTH_RING_M
                             ? P2PID_ROLE_CALLER
                             : P2PID_ROLE_CALLEE;
  p2pid_role bjorn_role = lines == BJORN_RINGS_M || lines == BOTH_RING_M
                              ? P2PID_ROLE_CALLER
                              : P2PID_ROLE_CALLEE;

  if (table[_i].given & FALSE_BUTTON)
    bjorn_role = opposite (bjorn_role);
  ck_assert_int_eq (run (anna_role, bjorn_role, table[_i].given),
                    table[_i].outcome);
}
END_TEST

/* A false number, told by who was talked into it, opens the door again: the
 * program can compare no more than it is given. */
START_TEST (a_false_number_goes_unnoticed)
{
  p2pid_session_config config_a =
      phone_config (P2PID_SIDE_HOST, P2PID_ROLE_CALLER, &anna, anchors);
  p2pid_session_config config_b =
      phone_config (P2PID_SIDE_GUEST, P2PID_ROLE_CALLEE, &bjorn, anchors);

  strcpy (config_a.account.tail, "6666");
  strcpy (config_b.account.tail, "6666");
  side_begin (&a, &config_a);
  side_begin (&b, &config_b);
  carry (&a, &b);
  ck_assert (event_of (&b, P2PID_EVENT_AGREED)->compared &
             P2PID_COMPARED_TAILS);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("call fraud");
  TCase *tcase = tcase_create ("lines");

  tcase_add_checked_fixture (tcase, couple_begin, couple_end);
  tcase_add_loop_test (tcase, every_arrangement_ends_as_the_table_says, 0,
                       ROWS);
  tcase_add_test (tcase, a_false_number_goes_unnoticed);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
