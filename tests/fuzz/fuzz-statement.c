/* Statements: what was read prints as the same bytes, and has a text. */

#include "target.h"

#include "base/bytes.h"
#include "p2pid/statement.h"

#include <stdlib.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  p2pid_buffer *bytes = NULL, *text = NULL;
  p2pid_statement statement;

  if (p2pid_statement_parse ((p2pid_bytes){ data, size }, &statement) !=
      P2PID_OK)
    return 0;
  if (p2pid_statement_print (&statement, &bytes) != P2PID_OK ||
      !p2pid_bytes_equal (p2pid_buffer_bytes (bytes),
                          (p2pid_bytes){ data, size }))
    abort ();
  if (p2pid_statement_text (&statement, &text) != P2PID_OK ||
      text->size >= P2PID_STATEMENT_TEXT_MAX)
    abort ();
  p2pid_buffer_free (bytes);
  p2pid_buffer_free (text);
  return 0;
}
