/* A wallet with an EU PID. */

#include "wallet.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

const wallet_order wallet_ordinary = {
  .issuer = P2PID_JWA_ES256,
  .holder = P2PID_JWA_ES256,
  .header = PID_HEADER,
  .payload = PID_PAYLOAD,
  .disclosures = { PID_FAMILY, PID_GIVEN, PID_BIRTHDATE },
  .kb_header = KB_HEADER,
  .kb_payload = KB_PAYLOAD,
};

typedef struct {
  char *issuer, *holder;
  char nonce[44], hash[44];
  char digests[WALLET_DISCLOSURES_MAX][44];
} marks;

static const char *
find_mark (const marks *m, char mark)
{
  switch (mark) {
  case 'J':
    return m->issuer;
  case 'C':
    return m->holder;
  case 'N':
    return m->nonce;
  case 'H':
    return m->hash;
  default:
    ck_assert (mark >= 'a' && mark < 'a' + WALLET_DISCLOSURES_MAX);
    return m->digests[mark - 'a'];
  }
}

static char *
fill_in (const marks *m, const char *text)
{
  char *filled = NULL;
  size_t size;
  FILE *stream = open_memstream (&filled, &size);

  for (; *text; text++)
    if (*text == '@')
      fputs (find_mark (m, *++text), stream);
    else
      fputc (*text == '\'' ? '"' : *text, stream);
  fclose (stream);
  return filled;
}

static void
digest (const char *text, char out[44])
{
  uint8_t hash[32];

  crypto_hash_sha256 (hash, (const uint8_t *) text, strlen (text));
  sodium_bin2base64 (out, 44, hash, sizeof hash,
                     sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static void
append (char **text, const char *more, char mark)
{
  char *longer = NULL;

  ck_assert_int_gt (asprintf (&longer, "%s%s%c", *text, more, mark), 0);
  free (*text);
  *text = longer;
}

static char *
sign (const marks *m,
      EVP_PKEY *key,
      p2pid_jwa algorithm,
      const char *header,
      const char *payload)
{
  char *first = fill_in (m, header), *second = fill_in (m, payload);
  char *token = signer_jws (key, algorithm, first, second);

  free (first);
  free (second);
  return token;
}

/* The disclosures with tildes, their digests noted; later ones first, as
 * earlier ones may name them. */
static char *
write_disclosures (const wallet_order *order, marks *m)
{
  char *texts[WALLET_DISCLOSURES_MAX], *all = strdup ("");
  size_t count = 0;

  while (order->disclosures[count] != NULL)
    count++;
  for (size_t i = count; i-- > 0;) {
    char *json = fill_in (m, order->disclosures[i]);

    texts[i] = signer_base64url (json, strlen (json));
    digest (texts[i], m->digests[i]);
    free (json);
  }
  for (size_t i = 0; i < count; i++) {
    append (&all, texts[i], '~');
    free (texts[i]);
  }
  return all;
}

static void
note_nonce (marks *m)
{
  p2pid_buffer *bytes = NULL;

  ck_assert_int_eq (p2pid_statement_print (&id_token_said, &bytes), P2PID_OK);
  ck_assert_int_eq (
      p2pid_key_binding_nonce (p2pid_buffer_bytes (bytes), m->nonce), P2PID_OK);
  p2pid_buffer_free (bytes);
}

static char *
put_in_front (const char *key, char *evidence)
{
  char *all = signer_base64url (key, strlen (key));

  append (&all, "", '~');
  append (&all, evidence, '\0');
  free (evidence);
  return all;
}

char *
wallet_make (const wallet_order *order)
{
  EVP_PKEY *issuer = signer_key (order->issuer);
  EVP_PKEY *holder = signer_other_key (order->holder);
  marks m = { signer_jwk (issuer), signer_jwk (holder), "", "", { "" } };
  char *disclosures = write_disclosures (order, &m);
  char *evidence =
      sign (&m, issuer, order->issuer, order->header, order->payload);

  note_nonce (&m);
  append (&evidence, "", '~');
  append (&evidence, disclosures, '\0');
  digest (evidence, m.hash);
  if (order->kb_header != NULL) {
    char *last =
        sign (&m, holder, order->holder, order->kb_header, order->kb_payload);

    append (&evidence, last, '\0');
    free (last);
  }
  if (order->enclosed != NULL) {
    char *key = fill_in (&m, order->enclosed);

    evidence = put_in_front (key, evidence);
    free (key);
  }
  free (disclosures);
  free (m.issuer);
  free (m.holder);
  return evidence;
}

p2pid_anchors *
wallet_anchors (EVP_PKEY *key)
{
  p2pid_anchor anchor = { .method = P2PID_METHOD_SD_JWT,
                          .environment = P2PID_ENVIRONMENT_PRODUCTION,
                          .fingerprint = signer_thumbprint (key),
                          .name = "PID authority",
                          .assurance = P2PID_ASSURANCE_HIGH };
  p2pid_anchors *anchors = person_anchors (false);

  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  return anchors;
}

p2pid_err
wallet_check (const char *evidence,
              const p2pid_statement *statement,
              EVP_PKEY *trusted,
              int64_t now,
              p2pid_step *out_failed,
              p2pid_identity **out)
{
  p2pid_buffer *text = statement ? id_token_statement (statement) : NULL;
  p2pid_anchors *anchors = wallet_anchors (trusted);
  p2pid_report report = { .failed = P2PID_STEP_SHAPE };
  p2pid_binding *binding = NULL;
  p2pid_err err =
      p2pid_binding_new ("sd-jwt", text ? (const char *) text->data : NULL,
                         evidence, NULL, &binding);

  if (err == P2PID_OK)
    err = p2pid_binding_check (binding, anchors, now, &report, out);
  *out_failed = report.failed;
  p2pid_binding_free (binding);
  p2pid_anchors_free (anchors);
  p2pid_buffer_free (text);
  return err;
}

void
wallet_expect (const char *what,
               const wallet_order *order,
               p2pid_err err,
               p2pid_step step)
{
  char *evidence = wallet_make (order);
  p2pid_identity *identity = NULL;
  p2pid_step failed;
  p2pid_err got =
      wallet_check (evidence, &id_token_said, signer_key (order->issuer),
                    NOW + 60, &failed, &identity);

  ck_assert_msg (got == err, "%s: %s", what, p2pid_err_name (got));
  ck_assert_msg (failed == step, "%s: at %d", what, (int) failed);
  ck_assert ((got == P2PID_OK) == (identity != NULL));
  p2pid_identity_free (identity);
  free (evidence);
}
