/* Status lists from files. */

#include "tools/p2pid/status-lists.h"
#include "tools/p2pid/files.h"
#include "tools/p2pid/output.h"

#include <stdio.h>
#include <stdlib.h>

/* With the end of its line. */
#define FILE_MAX (P2PID_STATUS_TOKEN_MAX + 1)

enum { OPT_STATUS_LIST = 1536 };

static const struct argp_option own_options[] = {
  { "status-list", OPT_STATUS_LIST, "FILE", 0,
    "Look up whether a credential was withdrawn in this status list of its "
    "issuer's; may come again",
    1 },
  { NULL, 0, NULL, 0, NULL, 0 }
};

static error_t
parse_cb (int key, char *value, struct argp_state *state)
{
  cli_options *options = state->input;

  if (key != OPT_STATUS_LIST)
    return ARGP_ERR_UNKNOWN;
  if (options->status_list_count == P2PID_STATUSES_MAX)
    argp_error (state, "too many status lists");
  options->status_lists[options->status_list_count++] = value;
  return 0;
}

const struct argp cli_status_lists_argp = { own_options, parse_cb, NULL, NULL,
                                            NULL,        NULL,     NULL };

/* What is good but of something else, or lacks an address, is another thing
 * than a status list. */
cli_status
cli_status_lists_fail (const cli_options *options,
                       p2pid_err err,
                       const char *where)
{
  char *what = NULL;
  cli_status status;

  if (err == P2PID_ERR_MISMATCH || err == P2PID_ERR_INCOMPLETE)
    err = P2PID_ERR_FORMAT;
  if (asprintf (&what, "the status list %s", where) < 0)
    return cli_fail (options, P2PID_ERR_MEMORY, NULL);
  status = cli_fail (options, err, what);
  free (what);
  return status;
}

cli_status
cli_status_lists_add (const cli_options *options, p2pid_anchors *anchors)
{
  for (unsigned i = 0; i < options->status_list_count; i++) {
    const char *path = options->status_lists[i];
    cli_bytes file = { NULL, 0 };
    p2pid_err err = cli_file_read (path, FILE_MAX, &file);

    if (err == P2PID_OK)
      err = p2pid_anchors_add_status (anchors, cli_bytes_line (&file));
    cli_bytes_free (&file);
    if (err != P2PID_OK)
      return cli_status_lists_fail (options, err, path);
  }
  return CLI_IDENTIFIED;
}
