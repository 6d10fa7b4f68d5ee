/* BankID evidence of ours, in a folder for the time of a test program. */

#include "evidence/bankid-evidence.h"

#include "evidence/x509.h"
#include "harness.h"

#include <dirent.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>

/* Largest file there is: a megabyte that is no OCSP answer. */
#define FILE_MAX (2 << 20)

#define FOLDER "/tmp/p2pid-bankid-XXXXXX"

int64_t bankid_lasts = 1800;

static char folder[] = FOLDER;

p2pid_statement
bankid_statement (void)
{
  p2pid_statement statement = { .program = "P2P ID",
                                .language = P2PID_LANGUAGE_SV,
                                .not_before = BANKID_SIGNED - 5,
                                .not_after = BANKID_SIGNED - 5 + bankid_lasts };

  memset (statement.key.bytes, 0x5a, sizeof statement.key.bytes);
  memset (statement.nonce, 0x11, sizeof statement.nonce);
  return statement;
}

static void
write_file (const char *name, p2pid_buffer *content)
{
  char path[64];
  FILE *file;

  snprintf (path, sizeof path, "%s/%s", folder, name);
  file = fopen (path, "w");
  ck_assert_ptr_nonnull (file);
  ck_assert_uint_eq (fwrite (content->data, 1, content->size, file),
                     content->size);
  fclose (file);
  p2pid_buffer_free (content);
}

static p2pid_buffer *
print_statement (void)
{
  p2pid_statement statement = bankid_statement ();
  p2pid_buffer *bytes = NULL;

  ck_assert_int_eq (p2pid_statement_print (&statement, &bytes), P2PID_OK);
  return bytes;
}

static p2pid_buffer *
print_text (void)
{
  p2pid_statement statement = bankid_statement ();
  p2pid_buffer *text = NULL;

  ck_assert_int_eq (p2pid_statement_text (&statement, &text), P2PID_OK);
  return text;
}

/* @p place is below the folder. */
static void
make (const char *program, const char *option, const char *place)
{
  char command[1024];
  int status;

  strcpy (folder, FOLDER);
  ck_assert_ptr_nonnull (mkdtemp (folder));
  write_file ("statement", print_statement ());
  write_file ("text", print_text ());
  snprintf (command, sizeof command,
            "/usr/bin/python3 -B '%s' %s %s%s --statement %s/statement "
            "--text %s/text --at %lld",
            program, option, folder, place, folder, folder,
            (long long) BANKID_SIGNED);
  fflush (stdout);
  status = system (command);
  if (WIFEXITED (status) && WEXITSTATUS (status) == HARNESS_SKIP) {
    bankid_end ();
    exit (HARNESS_SKIP);
  }
  ck_assert_int_eq (status, 0);
}

void
bankid_make (const char *program)
{
  make (program, "--all", "/all");
}

void
bankid_make_genuine (const char *program)
{
  make (program, "--out", "/all/genuine");
}

size_t
bankid_count (void)
{
  char path[64];
  struct dirent *entry;
  size_t count = 0;
  DIR *all;

  snprintf (path, sizeof path, "%s/all", folder);
  all = opendir (path);
  ck_assert_ptr_nonnull (all);
  while ((entry = readdir (all)) != NULL)
    count += *entry->d_name != '.';
  closedir (all);
  return count;
}

p2pid_buffer *
bankid_file (const char *kind, const char *name)
{
  p2pid_buffer *content = NULL;
  char path[128];
  FILE *file;

  snprintf (path, sizeof path, "%s/all/%s/%s", folder, kind, name);
  file = fopen (path, "r");
  ck_assert_msg (file != NULL, "%s is not there", path);
  ck_assert_int_eq (p2pid_buffer_new (FILE_MAX, &content), P2PID_OK);
  content->size = fread (content->data, 1, FILE_MAX, file);
  fclose (file);
  return content;
}

p2pid_err
bankid_join (const char *kind, p2pid_binding **out)
{
  static const char *const names[] = { "signature.xml", "ocsp.der",
                                       "root.pem" };
  p2pid_buffer *files[3], *statement = print_statement ();
  p2pid_bytes bytes[3];
  p2pid_err err;

  for (size_t i = 0; i < 3; i++) {
    files[i] = bankid_file (kind, names[i]);
    bytes[i] = p2pid_buffer_bytes (files[i]);
  }
  err = p2pid_binding_join (P2PID_METHOD_BANKID, bytes, 3,
                            p2pid_buffer_bytes (statement), out);
  for (size_t i = 0; i < 3; i++)
    p2pid_buffer_free (files[i]);
  p2pid_buffer_free (statement);
  return err;
}

p2pid_anchors *
bankid_anchors (void)
{
  static const char *const parties[] = { BANKID_PARTY, NULL };
  p2pid_anchor anchor = { .method = P2PID_METHOD_BANKID,
                          .environment = P2PID_ENVIRONMENT_TEST,
                          .name = "BankID of the test",
                          .assurance = P2PID_ASSURANCE_SUBSTANTIAL,
                          .parties = parties };
  p2pid_buffer *file = bankid_file ("genuine", "root.pem"), *der = NULL;
  p2pid_anchors *anchors = NULL;

  ck_assert_int_eq (
      p2pid_certificate_from_file (p2pid_buffer_bytes (file), &der), P2PID_OK);
  crypto_hash_sha256 (anchor.fingerprint.bytes, der->data, der->size);
  p2pid_buffer_free (der);
  p2pid_buffer_free (file);
  ck_assert_int_eq (p2pid_anchors_new (&anchors), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_allow_test (anchors, true), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  return anchors;
}

bool
bankid_oracle_is_here (void)
{
  return system ("xmlsec1 --version >/dev/null 2>&1") == 0;
}

bool
bankid_oracle_takes (const char *kind)
{
  const time_t signed_at = BANKID_SIGNED;
  char command[512], at[32];
  struct tm fields;

  gmtime_r (&signed_at, &fields);
  strftime (at, sizeof at, "%Y-%m-%d %H:%M:%S", &fields);
  snprintf (command, sizeof command,
            "xmlsec1 --verify --enabled-key-data x509 "
            "--enabled-reference-uris same-doc --verification-gmt-time '%s' "
            "--trusted-pem %s/all/%s/root.pem %s/all/%s/signature.xml "
            ">/dev/null 2>&1",
            at, folder, kind, folder, kind);
  return system (command) == 0;
}

void
bankid_end (void)
{
  char command[64];

  snprintf (command, sizeof command, "rm -r %s", folder);
  if (system (command) != 0)
    printf ("%s is left behind\n", folder);
}
