/*
 * Forms as URLs and requests carry them (application/x-www-form-urlencoded,
 * WHATWG URL §5): writing them, and reading one value.
 */

#ifndef P2PID_EID_FORM_H
#define P2PID_EID_FORM_H

#include "base/bytes.h"

/** Longest form or URL, in bytes. */
#define P2PID_FORM_MAX 8192

/** A form under way; all zero is an empty one. It may hold a secret: wipe. */
typedef struct {
  size_t size;
  bool full; /* something did not fit */
  char text[P2PID_FORM_MAX + 1];
} p2pid_form;

/** Begin with an address that the form is to be the query of; it may have one
 *  already. */
void
p2pid_form_begin (p2pid_form *form, const char *url);

/** Add a value, escaped. */
void
p2pid_form_add (p2pid_form *form, const char *name, const char *value);

/**
 * The value of @p name, with a NUL, into @p size bytes; "" where there is
 * none.
 *
 * @return P2PID_ERR_FORMAT where it is there twice, badly escaped, or has a
 *         control character in it; P2PID_ERR_SIZE
 */
P2PID_MUST_CHECK p2pid_err
p2pid_form_find (p2pid_bytes form, const char *name, char *out, size_t size);

#endif
