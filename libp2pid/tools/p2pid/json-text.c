/* JSON as text. */

#include "tools/p2pid/json-text.h"

#include <stdlib.h>

/* Into memory of our own: json_dumps() loses pieces where its own cannot grow.
 */
char *
cli_json_text (const json_t *object, size_t flags)
{
  size_t size = json_dumpb (object, NULL, 0, flags);
  char *text = size > 0 ? calloc (1, size + 1) : NULL;

  if (text != NULL && json_dumpb (object, text, size, flags) != size) {
    free (text);
    text = NULL;
  }
  return text;
}
