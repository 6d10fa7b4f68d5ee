/*
 * The grammar of a BankID signature ("Signature Profile for BankID" 2.3).
 *
 * Nearly all of it is text that is always the same, so that is how it is
 * written down here: what stands in the file stands in this one.
 */

#include "evidence/bankid-xml.h"

#define DSIG "http://www.w3.org/2000/09/xmldsig#"
#define TYPES "http://www.bankid.com/signature/v1.0.0/types"
#define C14N "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
#define RSA_SHA256 "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
#define SHA256 "http://www.w3.org/2001/04/xmlenc#sha256"

#define DECLARATION                                                            \
  "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>"

#define BEFORE_DATA_DIGEST                                                     \
  "<CanonicalizationMethod Algorithm=\"" C14N "\"></CanonicalizationMethod>"   \
  "<SignatureMethod Algorithm=\"" RSA_SHA256 "\"></SignatureMethod>"           \
  "<Reference Type=\"" TYPES "\" URI=\"#bidSignedData\">" BEFORE_DIGEST

#define BEFORE_KEYS_DIGEST "<Reference URI=\"#bidKeyInfo\">" BEFORE_DIGEST

#define BEFORE_DIGEST                                                          \
  "<Transforms><Transform Algorithm=\"" C14N "\"></Transform></Transforms>"    \
  "<DigestMethod Algorithm=\"" SHA256 "\"></DigestMethod><DigestValue>"

#define AFTER_DIGEST "</DigestValue></Reference>"

/* Levels of elements below clientInfo; BankID has four. */
#define DEPTH_MAX 6

/* Longest name of an element that is passed over. */
#define NAME_MAX 32

/* What has not been read yet. */
typedef p2pid_bytes reader;

static bool
see (const reader *r, const char *text)
{
  size_t size = strlen (text);

  return r->size >= size && memcmp (r->data, text, size) == 0;
}

static void
pass (reader *r, size_t size)
{
  r->data += size;
  r->size -= size;
}

/* Exactly this text comes next. */
static bool
take (reader *r, const char *text)
{
  if (!see (r, text))
    return false;
  pass (r, strlen (text));
  return true;
}

/* Everything up to @p end, and @p end. */
static bool
take_until (reader *r, const char *end, p2pid_bytes *out)
{
  const uint8_t *at = r->size > 0 ? memchr (r->data, *end, r->size) : NULL;

  if (at == NULL)
    return false;
  *out = (p2pid_bytes){ r->data, (size_t) (at - r->data) };
  pass (r, out->size);
  return take (r, end);
}

/* A leaf with this name and its text. */
static bool
take_leaf (reader *r, const char *start, const char *end, p2pid_bytes *out)
{
  return take (r, start) && take_until (r, end, out);
}

static bool
is_name_character (uint8_t c)
{
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         (c >= '0' && c <= '9');
}

/* Printable ASCII that means nothing to XML. */
static bool
is_plain (p2pid_bytes text)
{
  for (size_t i = 0; i < text.size; i++)
    if (text.data[i] < ' ' || text.data[i] > '~' || text.data[i] == '&' ||
        text.data[i] == '>')
      return false;
  return true;
}

static bool
take_plain (reader *r, const char *start, const char *end, p2pid_bytes *out)
{
  return take_leaf (r, start, end, out) && is_plain (*out);
}

/* "<name>": an element without attributes, which is none of @p known. */
static bool
take_start (reader *r, const char *const *known, p2pid_bytes *out_name)
{
  p2pid_bytes name;

  if (!see (r, "<"))
    return false;
  name = (p2pid_bytes){ r->data + 1, 0 };
  while (name.size + 1 < r->size && is_name_character (name.data[name.size]))
    name.size++;
  if (name.size == 0 || name.size > NAME_MAX)
    return false;
  for (size_t i = 0; known[i] != NULL; i++)
    if (p2pid_bytes_equal (name, p2pid_bytes_from_text (known[i])))
      return false;
  pass (r, name.size + 1);
  *out_name = name;
  return take (r, ">");
}

/* "</name>" */
static bool
take_end (reader *r, p2pid_bytes name)
{
  if (!take (r, "</") || r->size < name.size ||
      memcmp (r->data, name.data, name.size) != 0)
    return false;
  pass (r, name.size);
  return take (r, ">");
}

/* Elements up to the end of the one that they stand in, passed over: they say
 * nothing that is used, but are signed, and must not hide anything. */
static bool
pass_elements (reader *r, const char *const *known, unsigned depth)
{
  while (!see (r, "</")) {
    p2pid_bytes name, text;
    bool inner;

    if (!take_start (r, known, &name))
      return false;
    inner = see (r, "<") && !see (r, "</");
    if (inner && (depth == 1 || !pass_elements (r, known, depth - 1)))
      return false;
    text = *r;
    while (r->size > 0 && *r->data != '<')
      pass (r, 1);
    text.size -= r->size;
    if (!is_plain (text) || (inner && text.size > 0) || !take_end (r, name))
      return false;
  }
  return true;
}

static p2pid_bytes
between (const uint8_t *start, const reader *r)
{
  return (p2pid_bytes){ start, (size_t) (r->data - start) };
}

static bool
read_signed_info (reader *r, p2pid_bankid_xml *out)
{
  const uint8_t *start = r->data;

  if (!take (r, "<SignedInfo xmlns=\"" DSIG "\">") ||
      !take_leaf (r, BEFORE_DATA_DIGEST, AFTER_DIGEST, &out->data_digest) ||
      !take_leaf (r, BEFORE_KEYS_DIGEST, AFTER_DIGEST, &out->keys_digest) ||
      !take (r, "</SignedInfo>"))
    return false;
  out->signed_info = between (start, r);
  return true;
}

static bool
read_key_info (reader *r, p2pid_bankid_xml *out)
{
  static const char start_tag[] = "<X509Certificate>";
  const uint8_t *start = r->data;

  if (!take (r, "<KeyInfo xmlns=\"" DSIG "\" Id=\"bidKeyInfo\"><X509Data>"))
    return false;
  while (out->certificate_count < P2PID_BANKID_CERTIFICATES_MAX &&
         see (r, start_tag))
    if (!take_leaf (r, start_tag, "</X509Certificate>",
                    &out->certificates[out->certificate_count++]))
      return false;
  if (out->certificate_count < P2PID_BANKID_CERTIFICATES_MIN ||
      !take (r, "</X509Data></KeyInfo>"))
    return false;
  out->key_info = between (start, r);
  return true;
}

/* The attributes are in the order of canonical XML, by their names. */
static bool
read_visible (reader *r, p2pid_bankid_xml *out)
{
  if (!take (r, "<usrVisibleData charset=\"UTF-8\""))
    return false;
  if (take (r, " format=\"") &&
      !(take_until (r, "\"", &out->format) && is_plain (out->format) &&
        out->format.size > 0))
    return false;
  return take (r, " visible=\"wysiwys\">") &&
         take_until (r, "</usrVisibleData>", &out->visible);
}

static bool
read_server (reader *r, p2pid_bankid_xml *out)
{
  static const char *const known[] = { "name", "nonce", "displayName", NULL };
  p2pid_bytes ignored;

  return take (r, "<srvInfo>") &&
         take_plain (r, "<name>", "</name>", &out->party) &&
         take_plain (r, "<nonce>", "</nonce>", &ignored) &&
         (!see (r, "<displayName>") ||
          take_plain (r, "<displayName>", "</displayName>", &ignored)) &&
         pass_elements (r, known, 1) && take (r, "</srvInfo>");
}

static bool
read_client (reader *r, p2pid_bankid_xml *out)
{
  static const char *const known[] = { "funcId", NULL };

  return take (r, "<clientInfo>") &&
         take_plain (r, "<funcId>", "</funcId>", &out->function) &&
         pass_elements (r, known, DEPTH_MAX) && take (r, "</clientInfo>");
}

static bool
read_signed_data (reader *r, p2pid_bankid_xml *out)
{
  const uint8_t *start = r->data;

  if (!take (r,
             "<bankIdSignedData xmlns=\"" TYPES "\" Id=\"bidSignedData\">") ||
      !read_visible (r, out))
    return false;
  if (see (r, "<usrNonVisibleData>") &&
      !take_leaf (r, "<usrNonVisibleData>", "</usrNonVisibleData>",
                  &out->hidden))
    return false;
  if (!read_server (r, out) || !read_client (r, out) ||
      !take (r, "</bankIdSignedData>"))
    return false;
  out->signed_data = between (start, r);
  return true;
}

p2pid_err
p2pid_bankid_xml_read (p2pid_bytes xml, p2pid_bankid_xml *out)
{
  p2pid_bankid_xml parts = { .certificate_count = 0 };
  reader r = xml;

  (void) take (&r, DECLARATION); /* of no meaning, and not signed */
  if (!take (&r, "<Signature xmlns=\"" DSIG "\">") ||
      !read_signed_info (&r, &parts) ||
      !take_leaf (&r, "<SignatureValue>", "</SignatureValue>", &parts.value) ||
      !read_key_info (&r, &parts) || !take (&r, "<Object>") ||
      !read_signed_data (&r, &parts) || !take (&r, "</Object></Signature>") ||
      r.size > 0)
    return P2PID_ERR_FORMAT;
  *out = parts;
  return P2PID_OK;
}
