/* Smart cards: the person signs the statement with the card's own key.
 *
 *   signed    lv_cat ("libp2pid/1 card", statement, text)
 *   evidence  signature, certificates up to the root, OCSP answer if any
 *
 * The PIN is asked for once and tried once: after a wrong one the user decides
 * whether to begin again, since a card locks itself. */

#include "base/lv.h"
#include "eid/card-chain.h"
#include "eid/card-hints.h"
#include "eid/card-key.h"
#include "eid/method.h"
#include "eid/revocation.h"
#include "wire/text.h"

#include <openssl/objects.h>
#include <stdio.h>
#include <stdlib.h>

/* The signature, the chain and an answer about it. */
#define FILES_MAX (1 + P2PID_CHAIN_MAX + 1)

static p2pid_err
check (const p2pid_enrolment_config *config)
{
  return p2pid_card_roots_check (config->roots) ? P2PID_OK : P2PID_ERR_ARGUMENT;
}

/* An error with our own words for it. */
static p2pid_err
fail (p2pid_enrolment *enrolment, p2pid_card_hint_kind kind, p2pid_err err)
{
  const char *hint, *sentence;

  p2pid_card_hint (kind, p2pid_enrolment_get_config (enrolment)->language,
                   &hint, &sentence);
  p2pid_enrolment_set_hint (enrolment, hint, sentence);
  return err;
}

/* What is wrong with the card itself, as it comes from its module. */
static p2pid_err
say (p2pid_enrolment *enrolment, p2pid_err err)
{
  switch (err) {
  case P2PID_ERR_KEY:
    return fail (enrolment, P2PID_CARD_PIN_WRONG, err);
  case P2PID_ERR_LOCKED:
    return fail (enrolment, P2PID_CARD_PIN_LOCKED, err);
  case P2PID_ERR_GONE:
    return fail (enrolment, P2PID_CARD_PULLED, err);
  case P2PID_ERR_NOT_FOUND:
    return fail (enrolment, P2PID_CARD_NO_KEY, err);
  default:
    return err;
  }
}

static p2pid_err
join_names (const char *given, const char *family, char **out)
{
  char *name;

  if (asprintf (&name, "%s %s", given, family) < 0)
    return P2PID_ERR_MEMORY;
  *out = name;
  return P2PID_OK;
}

/* The names of the certificate, or what it is called as a whole, for free();
 * NULL. Common names of some countries have the personal number in them. */
static p2pid_err
read_holder (const X509 *certificate, char **out)
{
  static const int kinds[] = { NID_givenName, NID_surname, NID_commonName };
  char *texts[3] = { NULL };
  p2pid_err err = P2PID_OK;

  for (size_t i = 0; i < 3 && err != P2PID_ERR_MEMORY; i++)
    err = p2pid_certificate_subject (certificate, kinds[i], &texts[i]);
  if (err == P2PID_ERR_MEMORY)
    goto out;
  err = P2PID_OK; /* what cannot be read is not there */
  if (texts[0] != NULL && texts[1] != NULL) {
    err = join_names (texts[0], texts[1], out);
  } else {
    *out = texts[2];
    texts[2] = NULL; /* the caller's now */
  }

out:
  for (size_t i = 0; i < 3; i++)
    free (texts[i]);
  return err;
}

static bool
is_readable (const char *text)
{
  return text != NULL && p2pid_text_check (p2pid_bytes_from_text (text),
                                           P2PID_TEXT_NAME_MAX) == P2PID_OK;
}

/* What is on a card was written by its issuer, and is checked like all that
 * people read. */
static p2pid_err
describe (const p2pid_card_certificate *certificate,
          char **out_holder,
          p2pid_card *out)
{
  p2pid_err err = read_holder (certificate->certificate, out_holder);

  if (err == P2PID_OK)
    *out = (p2pid_card){
      .label = is_readable (certificate->label) ? certificate->label : "",
      .holder = is_readable (*out_holder) ? *out_holder : "",
    };
  return err;
}

static p2pid_err
ask_which (p2pid_enrolment *enrolment,
           const p2pid_card_certificates *certificates,
           const size_t *signers,
           size_t count,
           size_t *out_which)
{
  p2pid_card cards[P2PID_CARD_CERTIFICATES_MAX];
  char *holders[P2PID_CARD_CERTIFICATES_MAX] = { NULL };
  const p2pid_enrolment_event event = { .kind = P2PID_ENROLMENT_CARDS,
                                        .cards = cards,
                                        .count = count };
  p2pid_err err = P2PID_OK;

  for (size_t i = 0; i < count && err == P2PID_OK; i++)
    err = describe (&certificates->list[signers[i]], &holders[i], &cards[i]);
  if (err == P2PID_OK)
    p2pid_enrolment_tell (enrolment, &event);
  for (size_t i = 0; i < count; i++)
    free (holders[i]);
  if (err == P2PID_OK)
    err = p2pid_enrolment_await_choice (enrolment, count, out_which);
  return err;
}

/* The index of the certificate to sign with. */
static p2pid_err
choose (p2pid_enrolment *enrolment,
        const p2pid_card_certificates *certificates,
        size_t *out_index)
{
  size_t signers[P2PID_CARD_CERTIFICATES_MAX], which = 0;
  size_t count = p2pid_card_signers (certificates, signers);
  p2pid_err err = P2PID_OK;

  if (certificates->tokens == 0)
    return fail (enrolment, P2PID_CARD_NONE, P2PID_ERR_NOT_FOUND);
  if (count == 0)
    return fail (enrolment, P2PID_CARD_NO_CERTIFICATE, P2PID_ERR_NOT_FOUND);
  if (count > 1)
    err = ask_which (enrolment, certificates, signers, count, &which);
  if (err == P2PID_OK)
    *out_index = signers[which];
  return err;
}

static p2pid_err
write_message (p2pid_bytes statement,
               const p2pid_statement *readable,
               p2pid_buffer **out)
{
  p2pid_buffer *text = NULL;
  p2pid_err err = p2pid_statement_text (readable, &text);

  if (err == P2PID_OK) {
    const p2pid_bytes fields[] = {
      p2pid_bytes_from_text ("libp2pid/1 card"),
      statement,
      p2pid_buffer_bytes (text),
    };

    err = p2pid_lv_cat (fields, 3, out);
  }
  p2pid_buffer_free (text);
  return err;
}

static p2pid_err
write_certificate (const X509 *certificate, p2pid_buffer **out)
{
  uint8_t *der = NULL;
  int size = i2d_X509 (certificate, &der);
  p2pid_err err = P2PID_ERR_MEMORY;

  if (size > 0)
    err = p2pid_buffer_copy ((p2pid_bytes){ der, (size_t) size }, out);
  OPENSSL_free (der);
  return err;
}

static p2pid_err
join (const p2pid_card_signature *signature,
      const p2pid_chain *chain,
      const p2pid_buffer *answer,
      p2pid_bytes statement,
      p2pid_binding **out_binding)
{
  p2pid_buffer *certificates[P2PID_CHAIN_MAX] = { NULL };
  p2pid_bytes files[FILES_MAX] = { { signature->bytes, signature->size } };
  size_t count = 1;
  p2pid_err err = P2PID_OK;

  for (size_t i = 0; i < chain->count && err == P2PID_OK; i++) {
    err = write_certificate (chain->list[i], &certificates[i]);
    files[count++] = p2pid_buffer_bytes (certificates[i]);
  }
  if (answer != NULL)
    files[count++] = p2pid_buffer_bytes (answer);
  if (err == P2PID_OK)
    err = p2pid_binding_join (P2PID_METHOD_CARD, files, count, statement,
                              out_binding);
  for (size_t i = 0; i < chain->count; i++)
    p2pid_buffer_free (certificates[i]);
  return err;
}

/* The chain is looked for before the PIN is: without a root nobody could
 * check the signature. */
static p2pid_err
sign (p2pid_enrolment *enrolment,
      const p2pid_pkcs11 *module,
      const p2pid_card_certificates *certificates,
      size_t index,
      p2pid_bytes message,
      p2pid_chain *out_chain,
      p2pid_card_signature *out_signature)
{
  const p2pid_card_certificate *mine = &certificates->list[index];
  char *holder = NULL;
  p2pid_card card;
  p2pid_err err = describe (mine, &holder, &card);

  if (err == P2PID_OK)
    err = p2pid_card_chain (certificates, index,
                            p2pid_enrolment_get_config (enrolment)->roots,
                            out_chain);
  if (err == P2PID_ERR_INCOMPLETE)
    err = fail (enrolment, P2PID_CARD_NO_ROOT, err);
  else if (err == P2PID_OK)
    err = say (enrolment, p2pid_card_sign (module, mine, enrolment, &card,
                                           message, out_signature));
  free (holder);
  return err;
}

static p2pid_err
sign_statement (p2pid_enrolment *enrolment,
                const p2pid_pkcs11 *module,
                const p2pid_statement *statement,
                p2pid_binding **out_binding)
{
  p2pid_card_certificates certificates = { 0 };
  p2pid_card_signature signature;
  p2pid_chain chain = { 0 };
  p2pid_buffer *bytes = NULL, *message = NULL, *answer = NULL;
  size_t index = 0;
  p2pid_err err = p2pid_statement_print (statement, &bytes);

  if (err == P2PID_OK)
    err = write_message (p2pid_buffer_bytes (bytes), statement, &message);
  p2pid_pkcs11_list (module, &certificates);
  if (err == P2PID_OK)
    err = choose (enrolment, &certificates, &index);
  if (err == P2PID_OK)
    err = sign (enrolment, module, &certificates, index,
                p2pid_buffer_bytes (message), &chain, &signature);
  if (err == P2PID_OK)
    err = p2pid_revocation_ask (&chain, enrolment, &answer);
  if (err == P2PID_OK)
    err = join (&signature, &chain, answer, p2pid_buffer_bytes (bytes),
                out_binding);

  p2pid_buffer_free (bytes);
  p2pid_buffer_free (message);
  p2pid_buffer_free (answer);
  p2pid_chain_clear (&chain);
  p2pid_card_certificates_clear (&certificates);
  return err;
}

static p2pid_err
get (p2pid_enrolment *enrolment,
     const p2pid_statement *statement,
     p2pid_binding **out_binding)
{
  const char *path = p2pid_enrolment_get_config (enrolment)->module;
  p2pid_pkcs11 module;
  p2pid_err err = p2pid_pkcs11_load (path, &module);

  if (err == P2PID_OK)
    err = sign_statement (enrolment, &module, statement, out_binding);
  else
    err = fail (enrolment, P2PID_CARD_NO_MODULE, err);
  p2pid_pkcs11_unload (&module);
  return err;
}

const p2pid_eid_row p2pid_eid_card = { P2PID_METHOD_CARD, check, get };
