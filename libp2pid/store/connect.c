/* Connections to the file. */

#include "store/file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

/* Others write for a few milliseconds at a time. */
#define PATIENCE_MS 1000

/* The largest value that is taken from a file. */
#define VALUE_MAX (1024 * 1024)

/* The file as a URI, so that no path is read as anything but a path. */
static p2pid_err
print_uri (const char *path, p2pid_file_access how, char **out)
{
  static const char *const queries[] = { [P2PID_FILE_WRITING] = "?mode=rw",
                                         [P2PID_FILE_READING] = "?mode=ro",
                                         [P2PID_FILE_ALONE] =
                                             "?mode=ro&immutable=1" };
  size_t size = 0;
  char *uri =
      malloc (sizeof "file:./" + 3 * strlen (path) + strlen (queries[how]));

  if (uri == NULL)
    return P2PID_ERR_MEMORY;
  size = (size_t) sprintf (uri, "file:%s", *path == '/' ? "" : "./");
  for (; *path != '\0'; path++)
    size += (size_t) sprintf (uri + size,
                              strchr ("%?#", *path) == NULL ? "%c" : "%%%02X",
                              (unsigned char) *path);
  strcpy (uri + size, queries[how]);
  *out = uri;
  return P2PID_OK;
}

p2pid_err
p2pid_file_connect (const char *path, p2pid_file_access how, sqlite3 **out)
{
  int flags =
      how == P2PID_FILE_WRITING ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
  char *uri = NULL;
  int code;
  p2pid_err err = print_uri (path, how, &uri);

  *out = NULL;
  if (err != P2PID_OK)
    return err;
  errno = 0;
  code = sqlite3_open_v2 (uri, out,
                          flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);
  free (uri);
  if (code != SQLITE_OK)
    return p2pid_sql_err (*out, code);

  sqlite3_extended_result_codes (*out, 1);
  sqlite3_busy_timeout (*out, PATIENCE_MS);
  sqlite3_limit (*out, SQLITE_LIMIT_LENGTH, VALUE_MAX);
  return p2pid_sql_run (*out, "PRAGMA trusted_schema = OFF;"
                              "PRAGMA cell_size_check = ON;"
                              "PRAGMA temp_store = MEMORY;");
}
