/* Freja's own certificates: each is the one that an anchor of ours names, in
 * its own environment, and is fit for what it does. */

#include "harness.h"

#include "base/encoding.h"
#include "evidence/anchors-internal.h"
#include "evidence/pkey.h"
#include "evidence/x509.h"

#include <stdio.h>
#include <stdlib.h>

/* The names are the certificates' x5t, as Freja's headers have it. */
static const struct {
  const char *environment, *x5t;
  int64_t not_before, not_after;
} published[] = {
  { "prod", "onjnxVgI3oUzWQMLciD7sQZ4mqM", 1501691303, 1596385703 },
  { "prod", "aRw9OLn2BhM7hxoc458cIXHfezw", 1589447935, 1684055935 },
  { "prod", "wSYLdhe93ToPR2X1UrNXxOg1juI", 1677156869, 1771851269 },
  { "test", "HwMHK_gb3_iuNF1advMtlG0-fUs", 1499872813, 1594567213 },
  { "test", "2LQIrINOzwWAVDhoYybqUcXXmVs", 1589377912, 1683985912 },
  { "test", "DiZbzBfysUm6-IwI-GtienEsbjc", 1677152898, 1771847298 },
};

#define PUBLISHED (sizeof published / sizeof *published)

static X509 *certificates[PUBLISHED];
static p2pid_anchors *anchors;

/* Before any test, so that a missing file skips the whole program. */
static void
load (void)
{
  for (size_t i = 0; i < PUBLISHED; i++) {
    char path[128];
    p2pid_buffer *file, *der = NULL;

    snprintf (path, sizeof path, "freja/jws-%s_%s.pem",
              published[i].environment, published[i].x5t);
    file = harness_published_file (path);
    if (p2pid_certificate_from_file (p2pid_buffer_bytes (file), &der) !=
            P2PID_OK ||
        p2pid_certificate_read (p2pid_buffer_bytes (der), &certificates[i]) !=
            P2PID_OK)
      exit (EXIT_FAILURE);
    p2pid_buffer_free (der);
    p2pid_buffer_free (file);
  }
}

static void
start (void)
{
  p2pid_buffer *file = harness_own_file ("../../data/anchors/freja.json");

  ck_assert_int_eq (p2pid_anchors_new (&anchors), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_load (anchors, p2pid_buffer_bytes (file)),
                    P2PID_OK);
  p2pid_buffer_free (file);
}

static void
end (void)
{
  p2pid_anchors_free (anchors);
}

START_TEST (each_is_among_the_anchors)
{
  p2pid_fingerprint fingerprint;
  const p2pid_anchor *anchor = NULL;
  bool test = strcmp (published[_i].environment, "test") == 0;

  p2pid_certificate_fingerprint (certificates[_i], &fingerprint);
  ck_assert_int_eq (
      p2pid_anchors_find (anchors, P2PID_METHOD_FREJA, &fingerprint, &anchor),
      test ? P2PID_ERR_TEST_REFUSED : P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_allow_test (anchors, true), P2PID_OK);
  ck_assert_int_eq (
      p2pid_anchors_find (anchors, P2PID_METHOD_FREJA, &fingerprint, &anchor),
      P2PID_OK);
  ck_assert_int_eq (anchor->environment, test ? P2PID_ENVIRONMENT_TEST
                                              : P2PID_ENVIRONMENT_PRODUCTION);
}
END_TEST

START_TEST (there_is_no_anchor_more)
{
  ck_assert_uint_eq (p2pid_anchors_count (anchors), PUBLISHED);
}
END_TEST

START_TEST (each_has_the_thumbprint_of_its_name)
{
  uint8_t named[20], digest[EVP_MAX_MD_SIZE];
  p2pid_bytes text = p2pid_bytes_from_text (published[_i].x5t);

  ck_assert_int_eq (p2pid_base64url_decode_fixed (text, named, sizeof named),
                    P2PID_OK);
  ck_assert_int_eq (X509_digest (certificates[_i], EVP_sha1 (), digest, NULL),
                    1);
  ck_assert_mem_eq (named, digest, sizeof named);
}
END_TEST

START_TEST (each_can_sign_with_rs256)
{
  EVP_PKEY *key = X509_get0_pubkey (certificates[_i]);

  ck_assert_uint_ne (p2pid_pkey_algorithms (key) & P2PID_JWAS (P2PID_JWA_RS256),
                     0);
  ck_assert_int_eq (EVP_PKEY_get_bits (key), 2048);
}
END_TEST

START_TEST (each_is_good_for_three_years)
{
  ck_assert_int_eq (p2pid_certificate_not_before (certificates[_i]),
                    published[_i].not_before);
  ck_assert_int_eq (p2pid_certificate_not_after (certificates[_i]),
                    published[_i].not_after);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("freja-vectors");
  TCase *tcase = tcase_create ("freja-vectors");
  int failed;

  load ();
  tcase_add_checked_fixture (tcase, start, end);
  tcase_add_loop_test (tcase, each_is_among_the_anchors, 0, PUBLISHED);
  tcase_add_test (tcase, there_is_no_anchor_more);
  tcase_add_loop_test (tcase, each_has_the_thumbprint_of_its_name, 0,
                       PUBLISHED);
  tcase_add_loop_test (tcase, each_can_sign_with_rs256, 0, PUBLISHED);
  tcase_add_loop_test (tcase, each_is_good_for_three_years, 0, PUBLISHED);
  suite_add_tcase (suite, tcase);
  failed = harness_run (suite);
  for (size_t i = 0; i < PUBLISHED; i++)
    X509_free (certificates[i]);
  return failed;
}
