/*
 * Runs a fuzz target without libFuzzer: over every file of a corpus, over what
 * is left when the file is cut short, and over seeded mutations of it. The
 * count is bounded and the seed fixed, so each run does the same in the same
 * order; what it finds is found again.
 *
 *   fuzz-NAME FOLDER
 */

#include "target.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** Bounds for each file of the corpus. A longer file is cut at lengths that
 *  lie evenly over it. */
#define CUTS_MAX 2048
#define MUTATIONS 400
#define FILE_MAX (256 * 1024)
/** A mutation is up to STEPS_MAX changes of up to SPAN_MAX bytes each, so it
 *  makes a file at most GROWTH_MAX bytes longer. */
#define STEPS_MAX 4
#define SPAN_MAX 16
#define GROWTH_MAX (STEPS_MAX * SPAN_MAX)

/* SplitMix64: the public domain's smallest decent generator. */
static uint64_t state;

static size_t
draw (size_t below)
{
  uint64_t z = (state += UINT64_C (0x9e3779b97f4a7c15));

  z = (z ^ (z >> 30)) * UINT64_C (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C (0x94d049bb133111eb);
  return (z ^ (z >> 31)) % below;
}

static void *
allocate (size_t size)
{
  void *memory = malloc (size);

  if (memory == NULL) { /* glibc's malloc (0) is a pointer, too */
    fputs ("no memory left\n", stderr);
    exit (EXIT_FAILURE);
  }
  return memory;
}

/* Each input gets memory of exactly its size, so that the address sanitizer
 * sees the first byte read behind it. */
static void
run (const uint8_t *data, size_t size)
{
  uint8_t *copy = allocate (size);

  memcpy (copy, data, size);
  LLVMFuzzerTestOneInput (copy, size);
  free (copy);
}

static size_t
run_cuts (const uint8_t *data, size_t size)
{
  size_t cuts = size < CUTS_MAX ? size : CUTS_MAX;

  for (size_t i = 0; i < cuts; i++)
    run (data, size * i / cuts);
  return cuts;
}

static void
flip (uint8_t *data, size_t size)
{
  data[draw (size)] ^= (uint8_t) (1 << draw (8));
}

/* The bytes on which parsers stumble: ends of ranges, quotes, separators. */
static void
overwrite (uint8_t *data, size_t size)
{
  static const uint8_t telling[] = {
    0x00, 0x01, 0x7f, 0x80, 0xff, '"', '\\', '{', '[', '~', '.', ':', '9', ' ',
  };

  data[draw (size)] = telling[draw (sizeof telling)];
}

static size_t
draw_span (size_t room)
{
  return 1 + draw (room < SPAN_MAX ? room : SPAN_MAX);
}

static size_t
take_out (uint8_t *data, size_t size)
{
  size_t from = draw (size);
  size_t count = draw_span (size - from);

  memmove (data + from, data + from + count, size - from - count);
  return size - count;
}

static size_t
repeat (uint8_t *data, size_t size)
{
  size_t from = draw (size);
  size_t count = draw_span (size - from);

  memmove (data + from + count, data + from, size - from);
  return size + count;
}

static size_t
mutate (uint8_t *data, size_t size)
{
  for (size_t steps = 1 + draw (STEPS_MAX); steps > 0 && size > 0; steps--) {
    switch (draw (4)) {
    case 0:
      flip (data, size);
      break;
    case 1:
      overwrite (data, size);
      break;
    case 2:
      size = take_out (data, size);
      break;
    default:
      size = repeat (data, size);
    }
  }
  return size;
}

static size_t
run_mutations (const uint8_t *data, size_t size)
{
  uint8_t *changed = allocate (size + GROWTH_MAX);

  for (size_t i = 0; i < MUTATIONS; i++) {
    memcpy (changed, data, size);
    run (changed, mutate (changed, size));
  }
  free (changed);
  return MUTATIONS;
}

static size_t
run_file (const char *path)
{
  uint8_t *data = allocate (FILE_MAX);
  FILE *file = fopen (path, "rb");
  size_t size, runs;

  if (file == NULL) {
    fprintf (stderr, "%s cannot be read\n", path);
    exit (EXIT_FAILURE);
  }
  size = fread (data, 1, FILE_MAX, file);
  fclose (file);

  state = size; /* a file's runs do not hang on those before it */
  run (data, size);
  runs = 1 + run_cuts (data, size);
  if (size > 0)
    runs += run_mutations (data, size);
  free (data);
  return runs;
}

static int
skip_hidden (const struct dirent *entry)
{
  return entry->d_name[0] != '.';
}

int
main (int argc, char **argv)
{
  struct dirent **entries;
  size_t runs = 0;
  int count;

  if (argc != 2) {
    fprintf (stderr, "usage: %s FOLDER\n", argv[0]);
    return EXIT_FAILURE;
  }
  count = scandir (argv[1], &entries, skip_hidden, alphasort);
  if (count <= 0) {
    fprintf (stderr, "%s has no corpus\n", argv[1]);
    return EXIT_FAILURE;
  }
  for (int i = 0; i < count; i++) {
    char path[4096];

    snprintf (path, sizeof path, "%s/%s", argv[1], entries[i]->d_name);
    runs += run_file (path);
    free (entries[i]);
  }
  free (entries);
  printf ("%d files, %zu runs\n", count, runs);
  return EXIT_SUCCESS;
}
