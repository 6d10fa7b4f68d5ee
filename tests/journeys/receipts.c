/*
 * What is in a data folder of the desktop app: one line for each contact, with
 * the receipt verified as anybody could.
 *
 *   receipts FOLDER KEY-FILE   →   OUTCOME NAME RECEIPT, tabs between
 *
 * RECEIPT is the file in hex, or "none". TEST identities are allowed.
 */

#include "p2pid/p2pid.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static p2pid_store *store;
static p2pid_anchors *anchors;

static void
must (p2pid_err err, const char *what)
{
  if (err == P2PID_OK)
    return;
  fprintf (stderr, "%s: %s\n", what, p2pid_err_sentence (err));
  exit (1);
}

static p2pid_store_key
read_key (const char *path)
{
  p2pid_store_key key;
  FILE *file = fopen (path, "r");

  for (size_t i = 0; file != NULL && i < sizeof key.bytes; i++)
    if (fscanf (file, "%2hhx", &key.bytes[i]) != 1)
      must (P2PID_ERR_FORMAT, path);
  must (file == NULL ? P2PID_ERR_IO : P2PID_OK, path);
  fclose (file);
  return key;
}

static void
print_receipt (int64_t id)
{
  p2pid_buffer *file = NULL;
  p2pid_receipt *receipt = NULL;

  must (p2pid_store_get_receipt (store, id, &file), "reading a receipt");
  must (p2pid_receipt_parse (p2pid_buffer_bytes (file), &receipt), "receipt");
  must (p2pid_receipt_verify (receipt, anchors), "verifying a receipt");
  for (size_t i = 0; i < file->size; i++)
    printf ("%02x", file->data[i]);
  p2pid_receipt_free (receipt);
  p2pid_buffer_free (file);
}

static bool
print_cb (const p2pid_history_entry *entry, void *user_data)
{
  printf ("%d\t%s\t", (int) entry->outcome, entry->name);
  if (entry->has_receipt)
    print_receipt (entry->id);
  else
    fputs ("none", stdout);
  putchar ('\n');
  return true;
}

int
main (int argc, char *argv[])
{
  char path[4096];
  p2pid_store_key key;

  if (argc != 3)
    return 2;
  snprintf (path, sizeof path, "%s/store", argv[1]);
  key = read_key (argv[2]);
  must (p2pid_anchors_new (&anchors), "anchors");
  must (p2pid_anchors_allow_test (anchors, true), "anchors");
  must (p2pid_store_open (path, &key, &store), path);
  must (p2pid_store_each_history (store, print_cb, NULL), "history");
  p2pid_store_close (store);
  p2pid_anchors_free (anchors);
  return 0;
}
