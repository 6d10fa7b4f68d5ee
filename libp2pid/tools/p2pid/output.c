/* A contact in words for people (UX: the contact page). */

#include "tools/p2pid/output.h"
#include "tools/p2pid/lists.h"
#include "tools/p2pid/output-enrol.h"
#include "tools/p2pid/pictures.h"
#include "tools/p2pid/print.h"

#include <limits.h>
#include <stdio.h>
#include <wchar.h>
#include <wctype.h>

static void
tell_code (const p2pid_event *event, const cli_scene *scene)
{
  char pairs[P2PID_CODE_TEXT_SIZE];

  p2pid_code_print (event->code, pairs);
  printf ("Your code:\n\n");
  if (cli_has_colour ()) {
    cli_print_digits (stdout, event->code);
    putchar ('\n');
  }
  cli_print_bold ("    %s", pairs);
  printf ("\nRead it out to the other, pair by pair.%s\n",
          scene->role == P2PID_ROLE_CALLER
              ? "\nThey press \"Someone is calling me\" and type it in."
              : "");
}

static void
tell_invitation (const p2pid_event *event)
{
  p2pid_invitation invitation;
  p2pid_buffer *link = NULL;

  printf ("Let the other scan this:\n\n");
  if (cli_print_qr (stdout, event->text, cli_has_colour ()) != P2PID_OK)
    printf ("(It is too long for a QR code.)\n");
  printf ("\nOr send one of these, to nobody else:\n\n  %s\n", event->text);
  if (p2pid_invitation_parse (event->text, &invitation) == P2PID_OK &&
      p2pid_invitation_print_link (&invitation, &link) == P2PID_OK)
    printf ("  %s\n", (const char *) link->data);
  putchar ('\n');
  p2pid_buffer_free (link);
  p2pid_invitation_wipe (&invitation);
}

static void
tell_agreed (const p2pid_event *event)
{
  bool phone = event->channel == P2PID_CHANNEL_PHONE;

  printf ("Both say the same about the contact%s%s%s.\n",
          event->compared & P2PID_COMPARED_ROLES ? ", also who rang whom" : "",
          event->compared & P2PID_COMPARED_TAILS ? ", also the number dialled"
                                                 : "",
          event->compared & P2PID_COMPARED_START ? ", also when it began" : "");
  if (phone && !(event->compared & P2PID_COMPARED_TAILS))
    printf ("The number dialled was not compared.\n");
}

static void
tell_claims (const p2pid_event *event)
{
  if (event->purpose != NULL)
    printf ("  About, in their words: %s\n", event->purpose);
  if (event->audience == NULL)
    return;
  printf ("  They believe to be talking to: %s\n", event->audience);
  if (event->audience_match == P2PID_AUDIENCE_SAME)
    printf ("  That is your name.\n");
  else if (event->audience_match == P2PID_AUDIENCE_PART)
    printf ("  That is part of your name. Others have it, too.\n");
  else if (event->audience_match == P2PID_AUDIENCE_OTHER)
    cli_print_bold ("  That is NOT your name.");
}

static void
tell_identified (const p2pid_event *event, const cli_scene *scene)
{
  char text[CLI_TIME_SIZE];

  putchar ('\n');
  cli_print_this_is (event->identity);
  cli_print_details (event->identity, true);
  cli_print_check (event->identity);
  cli_print_role (event->identity);
  if (scene->first_met != 0) {
    cli_print_time (scene->first_met, text);
    printf ("  Met before with the same key, first on %s\n", text);
  }
  tell_claims (event);
  printf ("Says nothing about intentions.\n\n");
}

static void
advise (const cli_scene *scene)
{
  if (scene->role == P2PID_ROLE_NONE)
    printf ("End the contact. Find the address or number yourself, and get in "
            "touch again.\n");
  else
    printf ("Hang up. Find the number yourself, and ring back.\n");
  printf ("Take the time you need.\n");
}

static void
tell_cannot_check (const p2pid_event *event, const cli_scene *scene)
{
  putchar ('\n');
  cli_print_bold ("Cannot check who this is.");
  printf ("%s\n", p2pid_err_sentence (event->err));
  if (event->err == P2PID_ERR_TEST_REFUSED)
    printf ("(--allow-test takes TEST identities. They prove nothing.)\n");
  advise (scene);
  putchar ('\n');
}

/* What the other side gave as its reason, or what was found here. */
static const char *
explain_stop (const p2pid_event *event)
{
  if (event->err == P2PID_ERR_CANCELLED)
    return "You left before the end.";
  if (event->err != P2PID_ERR_STOPPED)
    return p2pid_err_sentence (event->err);
  switch (event->stop) {
  case P2PID_STOP_ENDED:
    return event->by_peer ? "The other left before the end."
                          : "You left before the end.";
  case P2PID_STOP_NOT_ME:
    return event->by_peer ? "The other says: \"That is not me. I am in no such "
                            "contact.\""
                          : "You said that this is not you.";
  case P2PID_STOP_NOT_THEM:
    return event->by_peer ? "The other says: \"That is not the one I am "
                            "talking to.\""
                          : "You said that this is not the one you are talking "
                            "to.";
  case P2PID_STOP_ACCOUNTS:
    return "The two of you say different things about this contact.";
  case P2PID_STOP_CLOCK:
    return p2pid_err_sentence (P2PID_ERR_CLOCK);
  case P2PID_STOP_PROOF:
    return "The other's program says that your proof is false. Somebody may "
           "have changed it on the way.";
  case P2PID_STOP_PROTOCOL:
    return "The other's program got something that does not belong here.";
  case P2PID_STOP_TIMEOUT:
    return "The other's program has waited too long.";
  case P2PID_STOP_COUNT_:
    break;
  }
  return p2pid_err_sentence (event->err);
}

static void
tell_stopped (const p2pid_event *event, const cli_scene *scene)
{
  const char *why = explain_stop (event);
  cli_status status = event->err == P2PID_ERR_STOPPED
                          ? cli_status_of_stop (event->stop)
                          : cli_status_of (event->err);

  putchar ('\n');
  if (status == CLI_STOP) {
    cli_print_bold ("STOP. %s", why);
    advise (scene);
  } else if (status == CLI_CANNOT_CHECK) {
    cli_print_bold ("Cannot check who this is.");
    printf ("%s\n", why);
    advise (scene);
  } else {
    printf ("%s\n", why);
    if (!scene->known)
      printf ("Nobody has identified.\n");
  }
}

static void
tell_turn (const p2pid_event *event)
{
  if (event->place == P2PID_PLACE_FIRST)
    printf ("It is for you to identify first.\n");
  else
    printf ("You may show who you are, too.\n");
}

static void
tell_at (const char *what, const p2pid_event *event)
{
  char text[CLI_TIME_SIZE];

  cli_print_clock (event->time, text);
  printf ("%s %s\n", what, text);
}

static void
tell_shown (const p2pid_event *event, const cli_scene *scene)
{
  const char *name = scene->own == NULL
                         ? NULL
                         : p2pid_identity_fact (scene->own, P2PID_FACT_NAME);

  tell_at ("Shown", event);
  if (name != NULL)
    printf ("The other has seen that you are %s.\n", name);
}

static void
tell_finished (const cli_scene *scene)
{
  if (!scene->known)
    printf ("Nobody has identified to you.\n");
  printf ("Finished.\n");
}

/* Events that are told by one line. */
static const char *const lines[] = {
  [P2PID_EVENT_OFFLINE] = "The relay cannot be reached. Trying again…",
  [P2PID_EVENT_ONLINE] = "The relay is back.",
  [P2PID_EVENT_JOINED] = "The other side is there. Nobody has identified yet.",
  [P2PID_EVENT_DECLINED] = "The other shows nothing.",
  [P2PID_EVENT_RECEIPT_ASKED] =
      "The other wants a receipt that both of you sign.",
  [P2PID_EVENT_RECEIPT] = "Both have signed a receipt.",
};

static void
tell_event (const p2pid_event *event, const cli_scene *scene)
{
  switch (event->kind) {
  case P2PID_EVENT_CODE:
    tell_code (event, scene);
    break;
  case P2PID_EVENT_INVITATION:
    tell_invitation (event);
    break;
  case P2PID_EVENT_AGREED:
    tell_agreed (event);
    break;
  case P2PID_EVENT_TURN:
    tell_turn (event);
    break;
  case P2PID_EVENT_SENT:
    tell_at ("Sent", event);
    break;
  case P2PID_EVENT_DELIVERED:
    tell_at ("Delivered", event);
    break;
  case P2PID_EVENT_SHOWN:
    tell_shown (event, scene);
    break;
  case P2PID_EVENT_NOT_CHECKED:
    printf ("The other cannot check who you are. There it says: %s\n",
            p2pid_err_sentence (event->err));
    break;
  case P2PID_EVENT_IDENTIFIED:
    tell_identified (event, scene);
    break;
  case P2PID_EVENT_CANNOT_CHECK:
    tell_cannot_check (event, scene);
    break;
  case P2PID_EVENT_CLOSING:
    break;
  case P2PID_EVENT_FINISHED:
    tell_finished (scene);
    break;
  case P2PID_EVENT_STOPPED:
    tell_stopped (event, scene);
    break;
  default:
    printf ("%s\n", lines[event->kind]);
    break;
  }
  fflush (stdout);
}

static void
ask (cli_question question, const cli_scene *scene)
{
  if (question == CLI_QUESTION_IDENTIFY) {
    printf ("The other would see:\n");
    cli_print_facts (scene->own, scene->facts);
    if (p2pid_identity_environment (scene->own) == P2PID_ENVIRONMENT_TEST)
      printf ("  marked as TEST\n");
    printf ("Show it? Type y, or n, or \"stop\" if something is wrong. [y/N] ");
  } else {
    printf ("Keep a receipt, if the other wants one, too? [y/N] ");
  }
  fflush (stdout);
}

static void
tell_status (cli_status status)
{
  (void) status; /* the shell's; people have read it above */
}

static void
tell_done (const char *event, const char *text)
{
  printf ("%s\n", text);
}

/* Bytes of the character at @p text that a terminal shows and does not obey;
 * 0: none. Left out are control characters, those that turn the direction of
 * a line, and what is not UTF-8. */
static size_t
measure_harmless (const char *text)
{
  mbstate_t state = { 0 };
  wchar_t character;
  size_t size = mbrtowc (&character, text, MB_LEN_MAX, &state);

  if (size == (size_t) -1 || size == (size_t) -2)
    return 0;
  return iswcntrl ((wint_t) character) ||
                 wcschr (L"\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
                         "\u2066\u2067\u2068\u2069",
                         character) != NULL
             ? 0
             : size;
}

/* A file's name is its maker's choice, and can be in an error. Only a refusal,
 * which this program words, may have more than one line. */
static void
complain (const char *text, bool refusal)
{
  while (*text != '\0') {
    size_t size = refusal && *text == '\n' ? 1 : measure_harmless (text);

    if (size > 0)
      fwrite (text, 1, size, stderr);
    else
      fputc ('?', stderr);
    text += size > 0 ? size : 1;
  }
}

static void
tell_error (const cli_options *options, p2pid_err err, const char *what)
{
  fflush (stdout);
  fprintf (stderr, "%s: ", options->program);
  if (what != NULL) {
    complain (what, false);
    fputs (": ", stderr);
  }
  fprintf (stderr, "%s\n", p2pid_err_sentence (err));
}

static void
tell_refusal (const cli_options *options, p2pid_err err, const char *why)
{
  (void) err; /* for programs */
  fflush (stdout);
  fprintf (stderr, "%s: ", options->program);
  complain (why, true);
  fputc ('\n', stderr);
}

const cli_output cli_output_people = {
  .event = tell_event,
  .ask = ask,
  .status = tell_status,
  .profile = cli_list_profile,
  .history = cli_list_history,
  .person = cli_list_person,
  .anchor = cli_list_anchor,
  .receipt = cli_list_receipt,
  .holds = cli_list_holds,
  .evidence = cli_list_evidence,
  .enrolment = cli_tell_enrolment,
  .fingerprint = cli_list_fingerprint,
  .done = tell_done,
  .error = tell_error,
  .refusal = tell_refusal,
};
