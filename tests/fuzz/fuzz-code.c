/* Spoken codes: one that is taken has the length that its first digit tells,
 * is its own parts put together, and comes back as it is printed. */

#include "target.h"

#include "base/bytes.h"
#include "p2pid/code.h"

#include <stdio.h>
#include <stdlib.h>

static void
check (const p2pid_code *code)
{
  char text[P2PID_CODE_TEXT_SIZE];
  p2pid_code again;

  if (strlen (code->digits) != p2pid_code_length (code->digits[0]))
    abort ();
  snprintf (text, sizeof text, "%s%s", code->nameplate, code->secret);
  if (strncmp (code->digits, text, strlen (code->digits) - 1) != 0)
    abort ();
  p2pid_code_print (code, text);
  if (p2pid_code_parse (text, &again) != P2PID_OK ||
      strcmp (again.digits, code->digits) != 0)
    abort ();
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  p2pid_buffer *copy = NULL; /* with a NUL behind it */
  p2pid_code code;

  if (p2pid_buffer_copy ((p2pid_bytes){ data, size }, &copy) != P2PID_OK)
    return 0;
  if (p2pid_code_parse ((const char *) copy->data, &code) == P2PID_OK)
    check (&code);
  p2pid_buffer_free (copy);
  return 0;
}
