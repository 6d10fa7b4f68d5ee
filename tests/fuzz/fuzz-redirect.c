/*
 * What comes to the port where a browser brings a provider's answer: the head
 * of a request, and the values in its query. What is read of a value, written
 * again, is read as the same.
 */

#include "target.h"

#include "eid/form.h"
#include "eid/loopback.h"

#include <stdlib.h>

static void
check (bool holds)
{
  if (!holds)
    abort ();
}

static void
check_value (p2pid_bytes query, const char *name)
{
  static p2pid_form form;
  char value[512], again[512];

  if (p2pid_form_find (query, name, value, sizeof value) != P2PID_OK)
    return;
  form.size = 0;
  memset (form.text, 0, sizeof form.text);
  p2pid_form_add (&form, name, value);
  check (!form.full);
  check (p2pid_form_find (p2pid_bytes_from_text (form.text), name, again,
                          sizeof again) == P2PID_OK);
  check (strcmp (value, again) == 0);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  p2pid_bytes head = { data, size }, query;

  if (p2pid_loopback_read (head, "127.0.0.1:4711", &query)) {
    check (query.data >= data && query.size < size);
    check_value (query, "code");
    check_value (query, "state");
  }
  check_value (head, "code");
  return 0;
}
