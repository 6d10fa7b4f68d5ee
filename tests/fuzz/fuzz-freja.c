/*
 * Freja's sign results: evidence as it is, which nobody has an anchor for; and
 * without "~" the payload of a result in plain JSON, so that the search gets
 * past the signature. Whoever is read from it has a name, and the facts that
 * were announced.
 */

#include "target.h"

#include "evidence/evidence.h"
#include "evidence/freja-person.h"
#include "wire/json.h"

#include <stdlib.h>

static void
check_evidence (const uint8_t *data, size_t size)
{
  char *text = malloc (size + 1);
  p2pid_binding *binding = NULL, *shown = NULL;
  p2pid_identity *identity = NULL;
  p2pid_anchors *anchors = NULL;

  memcpy (text, data, size);
  text[size] = '\0';
  if (p2pid_binding_new ("freja", NULL, text, NULL, &binding) == P2PID_OK) {
    hold (p2pid_anchors_new (&anchors) == P2PID_OK);
    hold (p2pid_binding_verify (binding, anchors, 0, &identity) != P2PID_OK);
    hold (p2pid_binding_select (binding, p2pid_binding_facts (binding),
                                &shown) == P2PID_OK);
    hold (strcmp (p2pid_binding_evidence (shown), text) == 0);
  }
  p2pid_anchors_free (anchors);
  p2pid_binding_free (shown);
  p2pid_binding_free (binding);
  free (text);
}

static void
check_payload (const json_t *payload)
{
  static const p2pid_anchor anchor = { .method = P2PID_METHOD_FREJA,
                                       .name = "Freja" };
  p2pid_identity *identity = NULL;
  p2pid_assurance assurance = P2PID_ASSURANCE_NONE;

  if (p2pid_freja_level (payload, &assurance) == P2PID_OK)
    hold (assurance == P2PID_ASSURANCE_LOW ||
          assurance == P2PID_ASSURANCE_SUBSTANTIAL);
  hold (p2pid_identity_new (&anchor, 0, &identity) == P2PID_OK);
  if (p2pid_freja_person (payload, P2PID_LANGUAGE_SV, identity) == P2PID_OK) {
    hold (identity->facts[P2PID_FACT_NAME] != NULL);
    for (size_t i = 0; i < P2PID_FACT_COUNT_; i++)
      hold (identity->facts[i] == NULL ||
            (p2pid_freja_facts (payload) & P2PID_FACTS (i)) != 0);
  }
  p2pid_identity_free (identity);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  json_t *payload = NULL;

  if (size > 0 && memchr (data, '~', size) != NULL)
    check_evidence (data, size);
  else if (p2pid_json_parse ((p2pid_bytes){ data, size }, P2PID_EVIDENCE_MAX,
                             &payload) == P2PID_OK)
    check_payload (payload);
  json_decref (payload);
  return 0;
}
