/* The one form of a BankID signature: its parts, what may be missing, what may
 * be more, and that nothing else is one. And padded base64, which fills it. */

#include "evidence/bankid-xml.h"
#include "evidence/token.h"
#include "harness.h"

#include <sodium.h>

#define DSIG "http://www.w3.org/2000/09/xmldsig#"
#define TYPES "http://www.bankid.com/signature/v1.0.0/types"
#define C14N "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"

#define DECLARATION                                                            \
  "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>"
#define DIGEST(text)                                                           \
  "<Transforms><Transform Algorithm=\"" C14N "\"></Transform></Transforms>"    \
  "<DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\">"       \
  "</DigestMethod><DigestValue>" text "</DigestValue></Reference>"
#define INFO                                                                   \
  "<SignedInfo xmlns=\"" DSIG "\"><CanonicalizationMethod Algorithm=\"" C14N   \
  "\"></CanonicalizationMethod><SignatureMethod Algorithm=\"http://"           \
  "www.w3.org/2001/04/xmldsig-more#rsa-sha256\"></SignatureMethod><Reference " \
  "Type=\"" TYPES "\" URI=\"#bidSignedData\">" DIGEST (                        \
      "ZGF0YQ==") "<Reference URI=\"#bidKeyInfo\">" DIGEST ("a2V5cw==") "</"   \
                                                                        "Sign" \
                                                                        "edIn" \
                                                                        "fo>"
#define CERTIFICATE(text) "<X509Certificate>" text "</X509Certificate>"
#define KEYS(certificates)                                                     \
  "<KeyInfo xmlns=\"" DSIG "\" Id=\"bidKeyInfo\"><X509Data>" certificates      \
  "</X509Data></KeyInfo>"
#define TWO CERTIFICATE ("QQ==") CERTIFICATE ("Qg==")
#define VISIBLE                                                                \
  "<usrVisibleData charset=\"UTF-8\" visible=\"wysiwys\">dGV4dA=="             \
  "</usrVisibleData>"
#define HIDDEN "<usrNonVisibleData>ZGF0YQ==</usrNonVisibleData>"
#define SERVER(more)                                                           \
  "<srvInfo><name>bmFtZQ==</name><nonce>bm9uY2U=</nonce>" more "</srvInfo>"
#define CLIENT(more) "<clientInfo><funcId>Signing</funcId>" more "</clientInfo>"
#define DATA(content)                                                          \
  "<bankIdSignedData xmlns=\"" TYPES "\" Id=\"bidSignedData\">" content        \
  "</bankIdSignedData>"
#define WHOLE(keys, data)                                                      \
  "<Signature xmlns=\"" DSIG "\">" INFO                                        \
  "<SignatureValue>c2lnbg==</SignatureValue>" keys "<Object>" data             \
  "</Object></Signature>"

#define PLAIN                                                                  \
  DECLARATION WHOLE (KEYS (TWO), DATA (VISIBLE HIDDEN SERVER ("") CLIENT ("")))

#define TEN "<a><a><a><a><a><a><a><a><a><a>"

static p2pid_bankid_xml parts;

static p2pid_err
read_text (const char *text)
{
  return p2pid_bankid_xml_read (p2pid_bytes_from_text (text), &parts);
}

#define is(part, text)                                                         \
  ck_assert (p2pid_bytes_equal ((part), p2pid_bytes_from_text (text)))

START_TEST (each_part_is_found)
{
  ck_assert_int_eq (read_text (PLAIN), P2PID_OK);
  is (parts.signed_info, INFO);
  is (parts.key_info, KEYS (TWO));
  is (parts.signed_data, DATA (VISIBLE HIDDEN SERVER ("") CLIENT ("")));
  is (parts.data_digest, "ZGF0YQ==");
  is (parts.keys_digest, "a2V5cw==");
  is (parts.value, "c2lnbg==");
  ck_assert_uint_eq (parts.certificate_count, 2);
  is (parts.certificates[0], "QQ==");
  is (parts.certificates[1], "Qg==");
  is (parts.visible, "dGV4dA==");
  is (parts.hidden, "ZGF0YQ==");
  is (parts.party, "bmFtZQ==");
  is (parts.function, "Signing");
  ck_assert_uint_eq (parts.format.size, 0);
}
END_TEST

START_TEST (some_may_be_missing)
{
  ck_assert_int_eq (
      read_text (WHOLE (KEYS (TWO), DATA (VISIBLE SERVER ("") CLIENT ("")))),
      P2PID_OK);
  ck_assert_ptr_null (parts.hidden.data);
  ck_assert_int_eq (
      read_text (WHOLE (
          KEYS (TWO),
          DATA (VISIBLE "<usrNonVisibleData></usrNonVisibleData>" SERVER ("")
                    CLIENT ("")))),
      P2PID_OK);
  ck_assert_ptr_nonnull (parts.hidden.data);
  ck_assert_uint_eq (parts.hidden.size, 0);
}
END_TEST

START_TEST (a_format_is_told)
{
  ck_assert_int_eq (
      read_text (WHOLE (
          KEYS (TWO),
          DATA ("<usrVisibleData charset=\"UTF-8\" format=\"simple\" "
                "visible=\"wysiwys\">dGV4dA==</usrVisibleData>" SERVER ("")
                    CLIENT ("")))),
      P2PID_OK);
  is (parts.format, "simple");
}
END_TEST

START_TEST (two_to_four_certificates)
{
  static const char *const right[] = {
    WHOLE (KEYS (TWO CERTIFICATE ("")), DATA (VISIBLE SERVER ("") CLIENT (""))),
    WHOLE (KEYS (TWO TWO), DATA (VISIBLE SERVER ("") CLIENT (""))),
  };
  static const char *const wrong[] = {
    WHOLE (KEYS (""), DATA (VISIBLE SERVER ("") CLIENT (""))),
    WHOLE (KEYS (CERTIFICATE ("QQ==")), DATA (VISIBLE SERVER ("") CLIENT (""))),
    WHOLE (KEYS (TWO TWO CERTIFICATE ("QQ==")),
           DATA (VISIBLE SERVER ("") CLIENT (""))),
  };

  for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
    ck_assert_int_eq (read_text (right[i]), P2PID_OK);
    ck_assert_uint_eq (parts.certificate_count, i + 3);
  }
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
    ck_assert_int_eq (read_text (wrong[i]), P2PID_ERR_FORMAT);
}
END_TEST

/* What stands in srvInfo and clientInfo behind what is known. */
static p2pid_err
read_more (const char *server, const char *client)
{
  char text[sizeof PLAIN + 512];

  snprintf (text, sizeof text,
            WHOLE (KEYS (TWO), DATA (VISIBLE SERVER ("%s") CLIENT ("%s"))),
            server, client);
  return read_text (text);
}

START_TEST (more_may_be_said)
{
  ck_assert_int_eq (read_more ("<displayName>QQ==</displayName>", ""),
                    P2PID_OK);
  ck_assert_int_eq (read_more ("<later>1</later><later></later>", ""),
                    P2PID_OK);
  ck_assert_int_eq (
      read_more ("", "<version>Q</version><env><ai><type>QQ==</type>"
                     "<empty></empty></ai></env><later>1 + 1</later>"),
      P2PID_OK);
  ck_assert_int_eq (
      read_more ("", "<a><a><a><a><a><a>6</a></a></a></a></a></a>"), P2PID_OK);
  ck_assert_int_eq (read_more ("", "<A2345678901234567890123456789012>"
                                   "</A2345678901234567890123456789012>"),
                    P2PID_OK);
}
END_TEST

START_TEST (nothing_may_hide_there)
{
  static const char *const server[] = {
    "<name>QQ==</name>",
    "<nonce></nonce>",
    "<displayName></displayName><displayName></displayName>",
    "<later></later><displayName></displayName>",
    "<later><later></later></later>",
    "text",
  };
  static const char *const client[] = {
    "<funcId>Identification</funcId>",
    "<env><funcId>Identification</funcId></env>",
    "<a b=\"c\"></a>",
    "<a/>",
    "<a></b>",
    "<a></a >",
    "<a",
    "<a>",
    "<>",
    "<a:b></a:b>",
    "<a>1<a></a></a>",
    "<a><a></a>1</a>",
    "<a>&amp;</a>",
    "<a>></a>",
    "<a>\n</a>",
    "<a>\x7f</a>",
    "<a>\xc3\xb6</a>",
    "<!---->",
    "<?a?>",
    "<a><a><a><a><a><a><a>7</a></a></a></a></a></a></a>",
    TEN TEN TEN,
    "<A23456789012345678901234567890123></A23456789012345678901234567890123>",
  };

  for (size_t i = 0; i < sizeof server / sizeof *server; i++)
    ck_assert_msg (read_more (server[i], "") == P2PID_ERR_FORMAT, "%s",
                   server[i]);
  for (size_t i = 0; i < sizeof client / sizeof *client; i++)
    ck_assert_msg (read_more ("", client[i]) == P2PID_ERR_FORMAT, "%s",
                   client[i]);
}
END_TEST

START_TEST (nothing_shorter_or_longer_is_one)
{
  for (size_t size = 0; size < strlen (PLAIN); size++)
    ck_assert_int_eq (
        p2pid_bankid_xml_read ((p2pid_bytes){ (const uint8_t *) PLAIN, size },
                               &parts),
        P2PID_ERR_FORMAT);
  ck_assert_int_eq (read_text (PLAIN " "), P2PID_ERR_FORMAT);
  ck_assert_int_eq (
      p2pid_bankid_xml_read (
          (p2pid_bytes){ (const uint8_t *) PLAIN, sizeof PLAIN }, &parts),
      P2PID_ERR_FORMAT);
}
END_TEST

static bool
is_in (const char *at, p2pid_bytes part)
{
  return (const uint8_t *) at >= part.data &&
         (const uint8_t *) at < part.data + part.size;
}

/* A byte that may be another is one of a value, and of nothing else. */
START_TEST (every_other_byte_counts)
{
  char text[] = PLAIN;

  for (size_t i = 0; i < strlen (PLAIN); i++) {
    text[i] ^= 1;
    if (read_text (text) == P2PID_OK)
      ck_assert_msg (is_in (text + i, parts.data_digest) ||
                         is_in (text + i, parts.keys_digest) ||
                         is_in (text + i, parts.value) ||
                         is_in (text + i, parts.certificates[0]) ||
                         is_in (text + i, parts.certificates[1]) ||
                         is_in (text + i, parts.visible) ||
                         is_in (text + i, parts.hidden) ||
                         is_in (text + i, parts.party) ||
                         is_in (text + i, parts.function) ||
                         memcmp (text + i - 7, "<nonce>", 7) == 0 ||
                         strncmp (text + i + 1, "</nonce>", 8) == 0 ||
                         memmem (text + i - 14, 14, "<nonce>", 7) != NULL,
                     "byte %zu", i);
    text[i] ^= 1;
  }
}
END_TEST

/* Every last character, at each length; libsodium takes some that are not
 * ASCII for letters. */
START_TEST (base64_has_one_form)
{
  const int variant = sodium_base64_VARIANT_ORIGINAL;
  uint8_t plain[] = { 0xfb, 0xff, 0xbf, 0x00, 0x3e };

  for (size_t size = 0; size <= sizeof plain; size++) {
    char text[16];
    size_t length = sodium_base64_encoded_len (size, variant) - 1;

    sodium_bin2base64 (text, sizeof text, plain, size, variant);
    for (unsigned c = 0; c < 256 && length > 0; c++) {
      uint8_t expected[16];
      p2pid_buffer *bytes = NULL;
      size_t count = 0;
      p2pid_err err;

      text[length - 1] = (char) c;
      err = p2pid_token_decode_padded (
          (p2pid_bytes){ (uint8_t *) text, length }, &bytes);
      ck_assert_int_eq (
          err == P2PID_OK,
          c < 128 && sodium_base642bin (expected, sizeof expected, text, length,
                                        NULL, &count, NULL, variant) == 0);
      if (err == P2PID_OK) {
        ck_assert_uint_eq (bytes->size, count);
        ck_assert_mem_eq (bytes->data, expected, count);
      }
      p2pid_buffer_free (bytes);
    }
  }
}
END_TEST

START_TEST (other_paddings_are_none)
{
  static const char *const wrong[] = { "QQ",       "QQ=",      "Q===", "====",
                                       "QQ==QQ==", "QUJD====", "=QQ=", "QUI",
                                       "QUJD=",    "-_-_",     "QQ= ", "Q Q=" };
  p2pid_buffer *bytes = NULL;

  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
    ck_assert_msg (p2pid_token_decode_padded (p2pid_bytes_from_text (wrong[i]),
                                              &bytes) == P2PID_ERR_FORMAT,
                   "%s", wrong[i]);
  ck_assert_ptr_null (bytes);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("bankid-xml");
  TCase *tcase = tcase_create ("bankid-xml");

  tcase_add_test (tcase, each_part_is_found);
  tcase_add_test (tcase, some_may_be_missing);
  tcase_add_test (tcase, a_format_is_told);
  tcase_add_test (tcase, two_to_four_certificates);
  tcase_add_test (tcase, more_may_be_said);
  tcase_add_test (tcase, nothing_may_hide_there);
  tcase_add_test (tcase, nothing_shorter_or_longer_is_one);
  tcase_add_test (tcase, every_other_byte_counts);
  tcase_add_test (tcase, base64_has_one_form);
  tcase_add_test (tcase, other_paddings_are_none);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
