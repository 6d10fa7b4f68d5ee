/* Freja, for tests. */

#include "freja-result.h"

#include "authority.h"
#include "signer.h"

#include <sodium.h>
#include <stdlib.h>

EVP_PKEY *
freja_key (void)
{
  return signer_key (P2PID_JWA_RS256);
}

X509 *
freja_certificate (void)
{
  static X509 *certificate;
  const authority_plan plan = {
    .name = "Freja of the tests",
    .key = freja_key (),
    .extensions = { { NID_basic_constraints, "critical,CA:FALSE" },
                    { NID_key_usage, "critical,digitalSignature" } },
    .until = NOW + 3 * 365 * DAY,
  };

  if (certificate == NULL)
    certificate = authority_issue (&plan, NULL, NULL);
  return certificate;
}

p2pid_anchors *
freja_anchors (void)
{
  const p2pid_anchor anchor = { .method = P2PID_METHOD_FREJA,
                                .environment = P2PID_ENVIRONMENT_PRODUCTION,
                                .fingerprint = authority_fingerprint (
                                    freja_certificate ()),
                                .name = "Freja of the tests" };

  return stating_anchors (&anchor);
}

static json_t *
base64 (p2pid_buffer *bytes)
{
  char text[4096];
  json_t *string;

  sodium_bin2base64 (text, sizeof text, bytes->data, bytes->size,
                     sodium_base64_VARIANT_ORIGINAL);
  string = json_string (text);
  p2pid_buffer_free (bytes);
  return string;
}

static json_t *
make_user (void)
{
  const p2pid_statement statement = stating ();

  return json_pack ("{s:o, s:o}", "text", base64 (stating_text (&statement)),
                    "binaryData", base64 (stating_bytes (&statement)));
}

static json_t *
make_payload (void)
{
  return json_pack (
      "{s:s, s:s, s:s, s:s, s:I, s:s, s:s, s:{s:{s:s, s:s}, s:s, s:{s:s, s:s}, "
      "s:s, s:s, s:s, s:{s:s, s:s, s:{s:s, s:s}}}}",
      "signRef", "12345-67890-abcdef", "status", "APPROVED", "userInfoType",
      "INFERRED", "userInfo", "N/A", "timestamp",
      (json_int_t) (NOW + 30) * 1000 + 999, "minRegistrationLevel", "PLUS",
      "signatureType", "EXTENDED", "requestedAttributes", "basicUserInfo",
      "name", "Astrid", "surname", "Öberg", "dateOfBirth", "1984-02-29", "ssn",
      "country", "SE", "ssn", "198402299823", "registrationLevel", "PLUS",
      "loaLevel", "LOA3", "relyingPartyUserId", "2bfbd0d4", "organisationId",
      "identifier", "astrid.oberg", "issuerCode", "OBERGS",
      "issuerFriendlyName", "SV", "Öbergs Redovisning AB", "EN",
      "Oberg Accounting");
}

freja_result
freja_result_new (void)
{
  freja_result result = { .header = json_object (),
                          .payload = make_payload (),
                          .user = make_user () };

  ck_assert_ptr_nonnull (result.payload);
  freja_result_use (&result, freja_certificate (), freja_key ());
  return result;
}

void
freja_result_use (freja_result *result, X509 *certificate, EVP_PKEY *key)
{
  uint8_t digest[20];
  char *x5t;

  ck_assert_int_eq (X509_digest (certificate, EVP_sha1 (), digest, NULL), 1);
  x5t = signer_base64url (digest, sizeof digest);
  json_object_set_new (result->header, "x5t", json_string (x5t));
  json_object_set_new (result->header, "alg", json_string ("RS256"));
  result->certificate = certificate;
  result->key = key;
  free (x5t);
}

static void
merge (json_t *object, json_t *patch)
{
  const char *name;
  json_t *value;

  json_object_foreach (patch, name, value)
  {
    json_t *inner = json_object_get (object, name);

    if (json_is_null (value))
      json_object_del (object, name);
    else if (json_is_object (value) && json_is_object (inner))
      merge (inner, value);
    else
      json_object_set (object, name, value);
  }
}

void
freja_result_patch (json_t *object, const char *patch)
{
  char *text;
  json_t *changes;

  if (patch == NULL)
    return;
  text = strdup (patch);
  for (char *c = text; *c != '\0'; c++)
    if (*c == '\'')
      *c = '"';
  changes = json_loads (text, 0, NULL);
  ck_assert_msg (changes != NULL, "%s", patch);
  merge (object, changes);
  json_decref (changes);
  free (text);
}

/* By a key of the person's own, which nobody can check. */
static void
add_user_signature (freja_result *result)
{
  char *user = json_dumps (result->user, JSON_COMPACT);
  char *text = signer_jws (signer_key (P2PID_JWA_ES256), P2PID_JWA_ES256,
                           "{'kid':'AAAA','alg':'ES256'}", user);

  json_object_set_new (result->payload, "signatureData",
                       json_pack ("{s:s, s:s}", "userSignature", text,
                                  "certificateStatus", "MAMKAQA="));
  free (text);
  free (user);
}

static char *
join (X509 *certificate, char *details)
{
  p2pid_buffer *der = authority_print (certificate);
  char *enclosed = signer_base64url (der->data, der->size);
  char *evidence = NULL;

  ck_assert_int_gt (asprintf (&evidence, "%s~%s", details, enclosed), 0);
  free (details);
  free (enclosed);
  p2pid_buffer_free (der);
  return evidence;
}

char *
freja_result_finish (freja_result *result)
{
  char *header, *payload, *details;

  if (json_object_get (result->payload, "signatureData") == NULL)
    add_user_signature (result);
  header = json_dumps (result->header, JSON_COMPACT);
  payload = json_dumps (result->payload, JSON_COMPACT);
  details = signer_jws (result->key, P2PID_JWA_RS256, header, payload);
  json_decref (result->header);
  json_decref (result->payload);
  json_decref (result->user);
  free (header);
  free (payload);
  return join (result->certificate, details);
}

char *
freja_evidence (const char *header, const char *payload)
{
  return join (freja_certificate (),
               signer_jws (freja_key (), P2PID_JWA_RS256, header, payload));
}
