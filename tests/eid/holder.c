/* An enrolment that answers by itself. */

#include "eid/holder.h"

#include <openssl/pem.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

holder_record record;
X509 *holder_root, *holder_ca;
p2pid_key *holder_key;

static p2pid_enrolment *enrolment;

void
holder_begin (void)
{
  const authority_plan root = { .name = "Root",
                                .key = authority_key (ROOT),
                                .extensions = AUTHORITY_CA,
                                .subject = { { NID_countryName, "EE" } } };
  const authority_plan ca = { .name = "CA",
                              .key = authority_key (CA),
                              .extensions = AUTHORITY_CA,
                              .subject = { { NID_countryName, "EE" } } };

  record = (holder_record){ .pin = "" };
  holder_root = authority_issue (&root, NULL, NULL);
  holder_ca = authority_issue (&ca, holder_root, authority_key (ROOT));
  ck_assert_int_eq (p2pid_key_new (&holder_key), P2PID_OK);
}

void
holder_end (void)
{
  X509_free (holder_root);
  X509_free (holder_ca);
  p2pid_key_free (holder_key);
}

/* As Estonia's cards have it. */
X509 *
holder_certificate (EVP_PKEY *key,
                    const char *name,
                    const char *usage,
                    const char *ocsp)
{
  const char *surname = strchr (name, ' ') + 1;
  char given[32], access[128];
  authority_plan plan = {
    .name = "COMMON,NAME,48402290017",
    .key = key,
    .extensions = { { NID_basic_constraints, "critical,CA:FALSE" },
                    { NID_key_usage, usage },
                    { NID_certificate_policies, "1.3.6.1.4.1.51361.1.1.1" } },
    .subject = { { NID_countryName, "EE" },
                 { NID_surname, surname },
                 { NID_givenName, given },
                 { NID_serialNumber, "PNOEE-48402290017" } },
  };

  snprintf (given, sizeof given, "%.*s", (int) (surname - 1 - name), name);
  if (ocsp != NULL) {
    snprintf (access, sizeof access, "OCSP;URI:%s", ocsp);
    plan.extensions[3] = (authority_extension){ NID_info_access, access };
  }
  return authority_issue (&plan, holder_ca, authority_key (CA));
}

char *
holder_pem (X509 *first, ...)
{
  BIO *bio = BIO_new (BIO_s_mem ());
  va_list more;
  char *text, *copy;

  va_start (more, first);
  for (X509 *one = first; one != NULL; one = va_arg (more, X509 *))
    ck_assert_int_eq (PEM_write_bio_X509 (bio, one), 1);
  va_end (more);
  BIO_write (bio, "", 1); /* its NUL */
  BIO_get_mem_data (bio, &text);
  copy = strdup (text);
  BIO_free (bio);
  return copy;
}

static void
keep (char *out, size_t size, const char *text)
{
  snprintf (out, size, "%s", text ? text : "");
}

static void
answer_pin (const p2pid_enrolment_event *event)
{
  record.pins++;
  record.tries = event->tries;
  record.keypad = event->keypad;
  keep (record.label, sizeof record.label, event->card->label);
  keep (record.holder, sizeof record.holder, event->card->holder);
  keep (record.pin_hint, sizeof record.pin_hint, event->hint);
  keep (record.pin_sentence, sizeof record.pin_sentence, event->sentence);
  if (record.pin == NULL)
    p2pid_enrolment_cancel (enrolment);
  else if (!event->keypad)
    ck_assert_int_eq (p2pid_enrolment_give_pin (enrolment, record.pin),
                      P2PID_OK);
}

static void
answer_cards (const p2pid_enrolment_event *event)
{
  record.questions++;
  record.count = event->count;
  for (size_t i = 0; i < event->count && i < 4; i++) {
    keep (record.labels[i], sizeof record.labels[i], event->cards[i].label);
    keep (record.holders[i], sizeof record.holders[i], event->cards[i].holder);
  }
  ck_assert_int_eq (p2pid_enrolment_choose (enrolment, record.choice),
                    P2PID_OK);
}

static void
tell_cb (const p2pid_enrolment_event *event, void *user_data)
{
  if (event->kind == P2PID_ENROLMENT_PIN)
    answer_pin (event);
  if (event->kind == P2PID_ENROLMENT_CARDS)
    answer_cards (event);
  if (event->kind == P2PID_ENROLMENT_DONE) {
    record.done++;
    record.asked_at = p2pid_identity_revocation_checked_at (event->identity);
    keep (record.name, sizeof record.name,
          p2pid_identity_fact (event->identity, P2PID_FACT_NAME));
  }
  if (event->kind == P2PID_ENROLMENT_FAILED) {
    record.failed++;
    keep (record.hint, sizeof record.hint, event->hint);
    keep (record.sentence, sizeof record.sentence, event->sentence);
  }
}

void
holder_cancel (int number)
{
  p2pid_enrolment_cancel (enrolment);
}

p2pid_err (*holder_run) (p2pid_enrolment *) = p2pid_enrolment_run;

static p2pid_anchors *
make_anchors (void)
{
  p2pid_anchors *anchors = NULL;
  p2pid_anchor anchor = { .method = P2PID_METHOD_CARD,
                          .name = "Test cards",
                          .assurance = P2PID_ASSURANCE_HIGH };

  ck_assert_int_eq (
      X509_digest (holder_root, EVP_sha256 (), anchor.fingerprint.bytes, NULL),
      1);
  ck_assert_int_eq (p2pid_anchors_new (&anchors), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  return anchors;
}

p2pid_err
holder_enrol (const char *module, const char *roots, p2pid_binding **out)
{
  p2pid_anchors *anchors = make_anchors ();
  const p2pid_enrolment_config config = { .method = P2PID_METHOD_CARD,
                                          .key = holder_key,
                                          .program = "P2P ID",
                                          .language = P2PID_LANGUAGE_EN,
                                          .now = AUTHORITY_NOW,
                                          .lifetime = 1800,
                                          .anchors = anchors,
                                          .module = module,
                                          .roots = roots,
                                          .callback = tell_cb };
  p2pid_binding *binding;
  p2pid_err err;

  ck_assert_int_eq (p2pid_enrolment_new (&config, &enrolment), P2PID_OK);
  err = holder_run (enrolment);
  binding = p2pid_enrolment_take_binding (enrolment);
  ck_assert_int_eq (binding != NULL, err == P2PID_OK);
  ck_assert_int_eq (record.done + record.failed, 1);
  if (out != NULL)
    *out = binding;
  else
    p2pid_binding_free (binding);
  p2pid_enrolment_free (enrolment);
  p2pid_anchors_free (anchors);
  return err;
}
