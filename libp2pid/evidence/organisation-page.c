/*
 * What an organisation publishes at https://DOMAIN/.well-known/p2pid.json:
 *
 *   {"organisation":"…", "domain":"…",
 *    "keys":[{"jwk":{…}, "not-before":N, "not-after":N}, …],
 *    "revoked":["<64 hex digits>", …]}
 *
 * Its keys become anchors; the list of withdrawn roles goes with each.
 */

#include "evidence/anchors-internal.h"
#include "evidence/identity-internal.h"
#include "evidence/jwk.h"
#include "p2pid/organisation.h"
#include "wire/json.h"

#include "base/encoding.h"
#include "base/time.h"

static p2pid_err
check_name (const char *name)
{
  if (p2pid_bytes_from_text (name).size > P2PID_ANCHOR_NAME_MAX)
    return P2PID_ERR_TEXT;
  return p2pid_fact_check (P2PID_FACT_ORGANISATION, name);
}

/* What all keys of the page have in common. */
static p2pid_err
read_page (const json_t *root,
           const char *domain,
           p2pid_fingerprint revoked[P2PID_ANCHOR_REVOKED_MAX],
           p2pid_anchor *out)
{
  const char *named = NULL;
  p2pid_err err = p2pid_json_get_text (root, "organisation", &out->name);

  if (err == P2PID_OK)
    err = p2pid_json_get_text (root, "domain", &named);
  if (err == P2PID_OK && (out->name == NULL || named == NULL))
    err = P2PID_ERR_FORMAT;
  if (err == P2PID_OK && strcmp (named, domain) != 0)
    err = P2PID_ERR_MISMATCH;
  if (err == P2PID_OK)
    err = check_name (out->name);
  if (err == P2PID_OK)
    err = p2pid_anchor_read_revoked (json_object_get (root, "revoked"), revoked,
                                     &out->revoked_count);
  out->revoked = revoked;
  return err;
}

/* Whether somebody else's anchor has the key, or one without a domain. A key
 * stands on its page in the open, so any domain can copy it to its own: it must
 * not take over the name, nor lose what was withdrawn. */
static bool
is_taken (const p2pid_anchors *anchors, const p2pid_anchor *wanted)
{
  const p2pid_anchor *there =
      p2pid_anchors_look_up (anchors, wanted->method, &wanted->fingerprint);

  return there != NULL &&
         (there->issuer == NULL || strcmp (there->issuer, wanted->issuer) != 0);
}

static p2pid_err
add_key (const json_t *object,
         const p2pid_anchor *common,
         p2pid_anchors *anchors)
{
  static const char *const known[] = { "jwk", "not-before", "not-after", NULL };
  p2pid_anchor anchor = *common;
  p2pid_jwk jwk;
  p2pid_err err;

  if (!json_is_object (object))
    return P2PID_ERR_FORMAT;
  err = p2pid_json_check_crit (object, known);
  if (err == P2PID_OK)
    err = p2pid_jwk_read (json_object_get (object, "jwk"), &jwk);
  if (err == P2PID_OK)
    err = p2pid_anchor_read_time (object, "not-before", &anchor.not_before);
  if (err == P2PID_OK)
    err = p2pid_anchor_read_time (object, "not-after", &anchor.not_after);
  if (err != P2PID_OK)
    return err;
  p2pid_jwk_thumbprint (&jwk, &anchor.fingerprint);
  if (is_taken (anchors, &anchor))
    return P2PID_ERR_STATE;
  err = p2pid_anchors_add (anchors, &anchor);
  return err == P2PID_ERR_ARGUMENT ? P2PID_ERR_FORMAT : err;
}

static p2pid_err
add_keys (const json_t *list,
          const p2pid_anchor *common,
          p2pid_anchors *anchors)
{
  size_t count = json_array_size (list);
  p2pid_err err = P2PID_OK;

  if (count == 0) /* no list, too: what is there for nothing is a mistake */
    return P2PID_ERR_FORMAT;
  if (count > P2PID_ORGANISATION_KEYS_MAX)
    return P2PID_ERR_SIZE;
  for (size_t i = 0; i < count && err == P2PID_OK; i++)
    err = add_key (json_array_get (list, i), common, anchors);
  return err;
}

p2pid_err
p2pid_organisation_page_load (p2pid_bytes json,
                              const char *domain,
                              p2pid_environment environment,
                              int64_t now,
                              p2pid_anchors *anchors)
{
  static const char *const known[] = { "organisation", "domain", "keys",
                                       "revoked", NULL };
  p2pid_fingerprint revoked[P2PID_ANCHOR_REVOKED_MAX];
  p2pid_anchor common = { .method = P2PID_METHOD_ROLE,
                          .environment = environment,
                          .issuer = domain,
                          .revoked_as_of = now };
  p2pid_anchors *copy = NULL;
  json_t *root = NULL;
  p2pid_err err = p2pid_domain_check (domain);

  if ((environment != P2PID_ENVIRONMENT_PRODUCTION &&
       environment != P2PID_ENVIRONMENT_TEST) ||
      now < 0 || now > P2PID_TIME_MAX)
    err = P2PID_ERR_ARGUMENT;
  if (err == P2PID_OK)
    err = p2pid_json_parse (json, P2PID_ORGANISATION_PAGE_MAX, &root);
  if (err == P2PID_OK)
    err = p2pid_json_check_crit (root, known);
  if (err == P2PID_OK)
    err = read_page (root, domain, revoked, &common);
  if (err == P2PID_OK)
    err = p2pid_anchors_copy (anchors, &copy);
  if (err == P2PID_OK) {
    p2pid_anchors_remove_domain (copy, domain);
    err = add_keys (json_object_get (root, "keys"), &common, copy);
  }
  if (err == P2PID_OK)
    p2pid_anchors_swap (anchors, copy);
  p2pid_anchors_free (copy);
  json_decref (root);
  return err;
}

static p2pid_err
write_keys (const p2pid_organisation_page *page, json_t *list)
{
  p2pid_err err = P2PID_OK;

  for (size_t i = 0; i < page->key_count && err == P2PID_OK; i++) {
    json_t *jwk = NULL;

    err = p2pid_jwk_write (&page->keys[i], &jwk);
    if (err == P2PID_OK &&
        json_array_append_new (list, json_pack ("{s:o}", "jwk", jwk)) != 0)
      err = P2PID_ERR_MEMORY;
  }
  return err;
}

static p2pid_err
write_revoked (const p2pid_organisation_page *page, json_t *list)
{
  char hex[2 * sizeof page->revoked->bytes + 1];

  for (size_t i = 0; i < page->revoked_count; i++) {
    p2pid_hex_encode (P2PID_BYTES (page->revoked[i].bytes), hex);
    if (json_array_append_new (list, json_string (hex)) != 0)
      return P2PID_ERR_MEMORY;
  }
  return P2PID_OK;
}

static p2pid_err
check_page (const p2pid_organisation_page *page)
{
  p2pid_err err = check_name (page->name);

  if (err == P2PID_OK)
    err = p2pid_domain_check (page->domain);
  if (err == P2PID_OK &&
      (page->key_count == 0 || page->key_count > P2PID_ORGANISATION_KEYS_MAX ||
       page->revoked_count > P2PID_ANCHOR_REVOKED_MAX))
    err = P2PID_ERR_SIZE;
  return err;
}

p2pid_err
p2pid_organisation_page_print (const p2pid_organisation_page *page,
                               p2pid_buffer **out_text)
{
  json_t *keys = NULL, *revoked = NULL, *root = NULL;
  p2pid_err err = check_page (page);

  if (err != P2PID_OK)
    return err;
  keys = json_array ();
  revoked = json_array ();
  err = write_keys (page, keys);
  if (err == P2PID_OK)
    err = write_revoked (page, revoked);
  if (err == P2PID_OK) {
    root = json_pack ("{s:s, s:s, s:O, s:O}", "organisation", page->name,
                      "domain", page->domain, "keys", keys, "revoked", revoked);
    err = root ? p2pid_json_print (root, out_text) : P2PID_ERR_MEMORY;
  }
  json_decref (keys);
  json_decref (revoked);
  json_decref (root);
  return err;
}
