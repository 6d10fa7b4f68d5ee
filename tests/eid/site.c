/* Two certificates in a folder of their own, and one server. */

#include "site.h"

#include "fakes/certificate.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

char *site_root, *site_stranger;
p2pid_anchors *site_anchors;
tls *site_server;

static char folder[] = "/tmp/p2pid-site-XXXXXX";
static char certificate[64], key[64], other[64], other_key[64];

static char *
read_text (const char *path)
{
  char text[8192];
  FILE *file = fopen (path, "r");
  size_t size;

  ck_assert_ptr_nonnull (file);
  size = fread (text, 1, sizeof text - 1, file);
  fclose (file);
  text[size] = '\0';
  return strdup (text);
}

static void
make_certificates (void)
{
  snprintf (certificate, sizeof certificate, "%s/cert.pem", folder);
  snprintf (key, sizeof key, "%s/key.pem", folder);
  snprintf (other, sizeof other, "%s/other.pem", folder);
  snprintf (other_key, sizeof other_key, "%s/other-key.pem", folder);
  certificate_make ("127.0.0.1", -1, 1, certificate, key);
  certificate_make ("127.0.0.1", -1, 1, other, other_key);
  site_root = read_text (certificate);
  site_stranger = read_text (other);
}

static void
forget_certificates (void)
{
  unlink (certificate);
  unlink (key);
  unlink (other);
  unlink (other_key);
  free (site_root);
  free (site_stranger);
}

static void
begin (void)
{
  ck_assert_int_eq (p2pid_anchors_new (&site_anchors), P2PID_OK);
}

static void
end (void)
{
  p2pid_anchors_free (site_anchors);
  site_close ();
}

const char *
site_serve (const char *answer, const char *path)
{
  static char url[128];
  const tls_config config = { .certificate = certificate,
                              .key = key,
                              .answer = answer };

  site_server = tls_new (&config);
  snprintf (url, sizeof url, "%s%s", tls_origin (site_server), path);
  return url;
}

void
site_close (void)
{
  tls_free (site_server);
  site_server = NULL;
}

int
site_run (Suite *suite, TCase *tcase)
{
  int status;

  if (mkdtemp (folder) == NULL)
    return EXIT_FAILURE;
  signal (SIGPIPE, SIG_IGN);
  tcase_set_timeout (tcase, 60);
  tcase_add_unchecked_fixture (tcase, make_certificates, forget_certificates);
  tcase_add_checked_fixture (tcase, begin, end);
  suite_add_tcase (suite, tcase);
  status = harness_run (suite);
  rmdir (folder);
  return status;
}
