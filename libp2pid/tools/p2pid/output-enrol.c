/* An enrolment in words for people. */

#include "tools/p2pid/output-enrol.h"
#include "tools/p2pid/pictures.h"
#include "tools/p2pid/print.h"

#include <stdio.h>
#include <stdlib.h>

/* Lines of the picture that stands there and may be drawn over; 0: none. */
static unsigned drawn;

/* Animated codes live for a second: each is drawn over the one before. */
static void
take_picture_away (void)
{
  if (drawn > 0)
    printf ("\033[%uA\033[J", drawn);
  drawn = 0;
}

static unsigned
count_lines (const char *text)
{
  unsigned count = 0;

  for (; *text != '\0'; text++)
    count += *text == '\n';
  return count;
}

/* Where nothing can be drawn over, the first one has to do. */
static void
tell_qr (const char *text)
{
  static bool told;
  char *picture = NULL;
  size_t size = 0;
  FILE *to;

  if (told && !cli_has_colour ())
    return;
  told = true;
  to = open_memstream (&picture, &size);
  if (to == NULL)
    return;
  if (cli_print_qr (to, text, cli_has_colour ()) == P2PID_OK)
    fputs ("Scan this with the app of your eID.\n", to);
  fclose (to);
  take_picture_away ();
  if (picture != NULL)
    fputs (picture, stdout);
  if (cli_has_colour () && picture != NULL)
    drawn = count_lines (picture);
  free (picture);
}

static void
tell_statement (const p2pid_statement *statement)
{
  p2pid_buffer *text = NULL;

  if (p2pid_statement_text (statement, &text) != P2PID_OK)
    return;
  printf ("This will be bound. An eID that shows what you sign shows these "
          "words:\n\n%s\n\n",
          (const char *) text->data);
  p2pid_buffer_free (text);
}

static void
tell_cards (const p2pid_enrolment_event *event)
{
  for (size_t i = 0; i < event->count; i++)
    printf ("%4zu  %s, %s\n", i + 1, event->cards[i].holder,
            event->cards[i].label);
}

static void
tell_pin (const p2pid_enrolment_event *event)
{
  if (event->sentence != NULL)
    printf ("%s\n", event->sentence);
  printf ("The PIN of %s, %s", event->card->holder, event->card->label);
  if (event->tries >= 0)
    printf (" (%d %s left)", event->tries, event->tries == 1 ? "try" : "tries");
  printf ("%s\n", event->keypad ? ": type it on the reader." : "");
}

/* What is said otherwise of an eID than of another person and a relay. */
static const char *
explain (p2pid_err err)
{
  switch ((int) err) {
  case P2PID_ERR_CANCELLED:
    return "You cancelled.";
  case P2PID_ERR_TIMEOUT:
    return "It took too long.";
  case P2PID_ERR_BUSY:
    return "The eID or its gateway is busy. Try again in a while.";
  case P2PID_ERR_UNTRUSTED:
    return "The issuer is not accepted on this computer, or does not serve "
           "this program.";
  case P2PID_ERR_CLOCK:
    return "The clocks of this computer and the gateway are too far apart.";
  case P2PID_ERR_TEST_REFUSED:
    return "The eID gave a TEST identity, which proves nothing. --allow-test "
           "takes them.";
  case P2PID_ERR_FORGED:
  case P2PID_ERR_MISMATCH:
    return "What came back is false or belongs to somebody else. Do not use "
           "that gateway or provider until you know why.";
  default:
    return p2pid_err_sentence (err);
  }
}

static void
tell_failed (const p2pid_enrolment_event *event)
{
  printf ("%s Nothing was bound.\n",
          event->sentence != NULL ? event->sentence : explain (event->err));
  if (event->err == P2PID_ERR_UNTRUSTED)
    printf ("Accept the issuer first: p2pid anchors --help says how.\n");
}

void
cli_tell_enrolment (const p2pid_enrolment_event *event)
{
  if (event->kind != P2PID_ENROLMENT_QR)
    take_picture_away ();
  switch (event->kind) {
  case P2PID_ENROLMENT_STATEMENT:
    tell_statement (event->statement);
    break;
  case P2PID_ENROLMENT_QR:
    if (event->text != NULL)
      tell_qr (event->text);
    else
      take_picture_away ();
    break;
  case P2PID_ENROLMENT_OPEN:
    if (event->text != NULL)
      printf ("To do it on this computer, open this here and nowhere else:\n\n"
              "  %s\n\n",
              event->text);
    break;
  case P2PID_ENROLMENT_HINT:
    printf ("%s\n", event->sentence != NULL ? event->sentence : event->hint);
    break;
  case P2PID_ENROLMENT_CARDS:
    tell_cards (event);
    break;
  case P2PID_ENROLMENT_PIN:
    tell_pin (event);
    break;
  case P2PID_ENROLMENT_DONE:
    printf ("It is done, and was checked here.\n");
    break;
  case P2PID_ENROLMENT_FAILED:
    tell_failed (event);
    break;
  }
  fflush (stdout);
}
