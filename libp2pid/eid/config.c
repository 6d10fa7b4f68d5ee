/* Copies of configurations. */

#include "eid/config.h"

#include "base/secret.h"

#include <string.h>

#define TEXTS 21

/* Where each text is pointed at from; the one list of them. */
static void
list_texts (p2pid_eid_config *self, const char **out[TEXTS])
{
  p2pid_enrolment_config *config = &self->config;
  p2pid_operator *party = &self->party;
  p2pid_test_person *person = &self->person;
  const char **const all[TEXTS] = {
    &config->program,
    &config->gateway,
    &config->gateway_root,
    &config->provider,
    &config->client_id,
    &config->provider_root,
    &config->module,
    &config->roots,
    &party->address,
    &party->certificate,
    &party->key,
    &party->tls_root,
    &party->root,
    &party->end_user,
    &person->name,
    &person->given_name,
    &person->family_name,
    &person->birthdate,
    &person->personal_number,
    &person->organisation,
    &person->role,
  };

  memcpy (out, all, sizeof all);
}

static size_t
measure (const char **const texts[TEXTS])
{
  size_t size = 1; /* there need be no text at all */

  for (size_t i = 0; i < TEXTS; i++)
    if (*texts[i] != NULL)
      size += strlen (*texts[i]) + 1;
  return size;
}

p2pid_err
p2pid_eid_config_copy (const p2pid_enrolment_config *given,
                       p2pid_eid_config *out)
{
  const char **texts[TEXTS];
  char *end;
  p2pid_err err;

  *out = (p2pid_eid_config){ .config = *given };
  if (given->directly != NULL) {
    out->party = *given->directly;
    out->config.directly = &out->party;
  }
  if (given->person != NULL) {
    out->person = *given->person;
    out->config.person = &out->person;
  }
  list_texts (out, texts);
  err = p2pid_secret_new (measure (texts), (void **) &out->texts);
  if (err != P2PID_OK)
    return err;
  end = out->texts;
  for (size_t i = 0; i < TEXTS; i++)
    if (*texts[i] != NULL) {
      size_t size = strlen (*texts[i]) + 1;

      memcpy (end, *texts[i], size);
      *texts[i] = end;
      end += size;
    }
  return P2PID_OK;
}

void
p2pid_eid_config_clear (p2pid_eid_config *config)
{
  p2pid_secret_free (config->texts);
  *config = (p2pid_eid_config){ 0 };
}
