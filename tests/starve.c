/* Allocators that fail when told to. The linker puts them in the place of the
 * real ones (--wrap), jansson and OpenSSL are told of them. */

#include "starve.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* Whose allocation it is. */
typedef enum { OURS, JANSSON, OPENSSL } owner;

static bool starving, trying;
static starve_mode hunger;
static size_t left;   /* so many allocations still succeed */
static size_t failed; /* so many did not */

static bool
is_counted (owner whose)
{
  switch (hunger) {
  case STARVE_FOR_GOOD:
  case STARVE_ONCE:
    return whose != OPENSSL;
  case STARVE_OURS_ONCE:
    return whose == OURS;
  case STARVE_OPENSSL:
    return whose == OPENSSL;
  }
  return false;
}

/* Whether there is memory for one more. */
static bool
spend (owner whose)
{
  if (!starving || !is_counted (whose))
    return true;
  if (left > 0) {
    left--;
    return true;
  }
  if (hunger != STARVE_FOR_GOOD && failed > 0)
    return true;
  failed++;
  return false;
}

void *
__real_malloc (size_t size);
void *
__wrap_malloc (size_t size);
void *
__real_calloc (size_t count, size_t size);
void *
__wrap_calloc (size_t count, size_t size);
void *
__real_reallocarray (void *old, size_t count, size_t size);
void *
__wrap_reallocarray (void *old, size_t count, size_t size);
char *
__real_strdup (const char *text);
char *
__wrap_strdup (const char *text);
char *
__real_strndup (const char *text, size_t size);
char *
__wrap_strndup (const char *text, size_t size);
int
__wrap_asprintf (char **out, const char *format, ...);
void *
__real_sodium_malloc (size_t size);
void *
__wrap_sodium_malloc (size_t size);

void *
__wrap_malloc (size_t size)
{
  return spend (OURS) ? __real_malloc (size) : NULL;
}

void *
__wrap_calloc (size_t count, size_t size)
{
  return spend (OURS) ? __real_calloc (count, size) : NULL;
}

void *
__wrap_reallocarray (void *old, size_t count, size_t size)
{
  return spend (OURS) ? __real_reallocarray (old, count, size) : NULL;
}

char *
__wrap_strdup (const char *text)
{
  return spend (OURS) ? __real_strdup (text) : NULL;
}

char *
__wrap_strndup (const char *text, size_t size)
{
  return spend (OURS) ? __real_strndup (text, size) : NULL;
}

int
__wrap_asprintf (char **out, const char *format, ...)
{
  va_list arguments;
  int size = -1;

  va_start (arguments, format);
  if (spend (OURS))
    size = vasprintf (out, format, arguments);
  va_end (arguments);
  return size;
}

void *
__wrap_sodium_malloc (size_t size)
{
  return spend (OURS) ? __real_sodium_malloc (size) : NULL;
}

static void *
allocate_json (size_t size)
{
  if (spend (JANSSON))
    return __real_malloc (size);
  errno = ENOMEM;
  return NULL;
}

static void *
allocate_openssl (size_t size, const char *file, int line)
{
  return size > 0 && spend (OPENSSL) ? __real_malloc (size) : NULL;
}

static void *
reallocate_openssl (void *old, size_t size, const char *file, int line)
{
  if (size == 0) {
    free (old);
    return NULL;
  }
  return spend (OPENSSL) ? realloc (old, size) : NULL;
}

static void
free_openssl (void *memory, const char *file, int line)
{
  free (memory);
}

void
starve_openssl (void)
{
  if (CRYPTO_set_mem_functions (allocate_openssl, reallocate_openssl,
                                free_openssl) != 1)
    abort (); /* too late */
}

void
starve_go_on (void)
{
  starving = trying;
}

void
starve_hold (void)
{
  starving = false;
}

size_t
starve_through (starve_mode mode,
                size_t step,
                p2pid_err (*call) (void),
                bool (*judge) (p2pid_err err))
{
  size_t failures = 0;
  p2pid_err err;

  json_set_alloc_funcs (allocate_json, free);
  hunger = mode;
  trying = true;
  for (;;) {
    left = failures * step;
    failed = 0;
    starve_go_on ();
    err = call ();
    starve_hold ();
    if (failed == 0)
      break;
    ck_assert_msg (judge (err), "%s where allocation %zu fails",
                   p2pid_err_name (err), failures * step);
    failures++;
  }
  trying = false;
  ck_assert_int_eq (err, P2PID_OK);
  json_set_alloc_funcs (malloc, free);
  return failures;
}

bool
starve_is_want (p2pid_err err)
{
  return err == P2PID_ERR_MEMORY;
}

void
starve_check (p2pid_err (*call) (void), size_t at_least)
{
  ck_assert_uint_ge (starve_through (STARVE_FOR_GOOD, 1, call, starve_is_want),
                     at_least);
  starve_through (STARVE_ONCE, 1, call, starve_is_want);
}
