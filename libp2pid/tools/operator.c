/* Operators' files. */

#include "tools/operator.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

p2pid_err
cli_path_beside (const char *file, const char *name, char **out)
{
  const char *slash = strrchr (file, '/');
  int folder = slash != NULL && *name != '/' ? (int) (slash - file) + 1 : 0;
  char *path = NULL;

  if (asprintf (&path, "%.*s%s", folder, file, name) < 0)
    return P2PID_ERR_MEMORY;
  *out = path;
  return P2PID_OK;
}

p2pid_err
cli_key_file_read (const char *path, size_t max, cli_bytes *out)
{
  struct stat file;

  if (stat (path, &file) == 0 &&
      (!S_ISREG (file.st_mode) || (file.st_mode & 077) != 0))
    return P2PID_ERR_STATE;
  return cli_file_read (path, max, out);
}

/* The members that are paths. */
static const char *const members[] = { "certificate", "key", "tls-root",
                                       "root" };

static p2pid_err
read_member (const char *path,
             const json_t *object,
             size_t which,
             cli_bytes *out)
{
  const char *name =
      json_string_value (json_object_get (object, members[which]));
  char *beside = NULL;
  p2pid_err err = P2PID_ERR_FORMAT;

  if (name != NULL)
    err = cli_path_beside (path, name, &beside);
  if (err == P2PID_OK && strcmp (members[which], "key") == 0)
    err = cli_key_file_read (beside, CLI_OPERATOR_PEM_MAX, out);
  else if (err == P2PID_OK)
    err = cli_file_read (beside, CLI_OPERATOR_PEM_MAX, out);
  free (beside);
  return err;
}

static p2pid_err
read_members (const char *path,
              const json_t *object,
              cli_operator *self,
              const char **out_what)
{
  cli_bytes *const places[] = { &self->certificate, &self->key, &self->tls_root,
                                &self->root };
  const char *address = json_string_value (json_object_get (object, "address"));
  p2pid_err err = P2PID_OK;

  *out_what = "the operator's address";
  if (address == NULL)
    return P2PID_ERR_FORMAT;
  self->address = strdup (address);
  if (self->address == NULL)
    return P2PID_ERR_MEMORY;
  for (size_t i = 0; err == P2PID_OK && i < 4; i++) {
    *out_what = members[i];
    err = read_member (path, object, i, places[i]);
  }
  if (err == P2PID_ERR_STATE)
    *out_what =
        "the key's file must be readable by its owner alone (chmod 600)";
  return err;
}

p2pid_err
cli_operator_read (const char *path, cli_operator *out, const char **out_what)
{
  cli_operator self = { .address = NULL };
  cli_bytes file = { NULL, 0 };
  json_t *object = NULL;
  p2pid_err err = cli_file_read (path, CLI_OPERATOR_MAX, &file);

  *out_what = "the operator's file";
  if (err == P2PID_OK) {
    object = json_loadb ((const char *) file.data, file.size,
                         JSON_REJECT_DUPLICATES, NULL);
    err = json_is_object (object) ? P2PID_OK : P2PID_ERR_FORMAT;
  }
  if (err == P2PID_OK)
    err = read_members (path, object, &self, out_what);
  json_decref (object);
  cli_bytes_free (&file);
  if (err != P2PID_OK) {
    cli_operator_clear (&self);
    return err;
  }
  self.party = (p2pid_operator){
    .address = self.address,
    .certificate = (const char *) self.certificate.data,
    .key = (const char *) self.key.data,
    .tls_root = (const char *) self.tls_root.data,
    .root = (const char *) self.root.data,
  };
  *out = self;
  return P2PID_OK;
}

void
cli_operator_clear (cli_operator *self)
{
  cli_bytes_free (&self->certificate);
  cli_bytes_free (&self->key);
  cli_bytes_free (&self->tls_root);
  cli_bytes_free (&self->root);
  free (self->address);
  *self = (cli_operator){ .address = NULL };
}
