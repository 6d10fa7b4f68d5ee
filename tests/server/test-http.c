/* The server over HTTP: every route, every error, every header. */

#include "live.h"

#include "base/encoding.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#define ASK(...) (&(live_request){ __VA_ARGS__ })
#define TEXT(text)                                                             \
  {                                                                            \
    (const uint8_t *) (text), sizeof (text) - 1                                \
  }
#define ERROR(word) "{\"error\":\"" word "\"}"

static void
start (void)
{
  live_start (&(p2pid_server_config){ LIVE_RATES });
}

/* The two of an invitation: the host waits, the guest writes. */
static void
meet (void)
{
  live_expect (204, "", ASK (.path = LIVE_BOX "/g/0", .token = LIVE_HOST));
  live_expect (201, "",
               ASK (.method = "PUT", .path = LIVE_BOX "/g/0",
                    .token = LIVE_GUEST, .body = TEXT ("hello")));
}

/* Pages for people */

START_TEST (the_page_explains_and_can_do_nothing)
{
  live_answer answer = live_ask (ASK (.path = _i ? "/i" : "/"));
  char value[256];
  const char *text = (const char *) answer.body->data;

  ck_assert_int_eq (answer.status, 200);
  ck_assert (live_header (&answer, "content-type", value, sizeof value));
  ck_assert_str_eq (value, "text/html; charset=utf-8");
  ck_assert (live_header (&answer, "referrer-policy", value, sizeof value));
  ck_assert_str_eq (value, "no-referrer");
  ck_assert_ptr_nonnull (strstr (text, "lang=\"sv\""));
  ck_assert_ptr_nonnull (strstr (text, "lang=\"en\""));
  ck_assert_ptr_nonnull (strstr (text, "Lägg på."));
  ck_assert_ptr_nonnull (strstr (text, "Hang up."));
  ck_assert_ptr_null (strstr (text, "<script"));
  ck_assert_ptr_null (strstr (text, "href"));
  ck_assert_ptr_null (strstr (text, "src="));
  ck_assert_ptr_null (strstr (text, "http"));
  live_answer_clear (&answer);
}
END_TEST

START_TEST (the_page_may_use_its_own_style_alone)
{
  live_answer answer = live_ask (ASK (.path = "/"));
  const char *style = strstr ((char *) answer.body->data, "<style>") + 7;
  const char *end = strstr (style, "</style>");
  uint8_t hash[crypto_hash_sha256_BYTES];
  char base64[64], expected[256], value[256];

  crypto_hash_sha256 (hash, (const uint8_t *) style, (size_t) (end - style));
  sodium_bin2base64 (base64, sizeof base64, hash, sizeof hash,
                     sodium_base64_VARIANT_ORIGINAL);
  snprintf (expected, sizeof expected,
            "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; "
            "form-action 'none'; frame-ancestors 'none'",
            base64);
  ck_assert (
      live_header (&answer, "content-security-policy", value, sizeof value));
  ck_assert_str_eq (value, expected);
  live_answer_clear (&answer);
}
END_TEST

START_TEST (browsers_may_go_to_the_page_only)
{
  static const char navigate[] = "Sec-Fetch-Mode: navigate";

  live_expect (200, NULL, ASK (.path = "/", .header = navigate));
  live_expect (200, NULL, ASK (.path = "/i", .header = navigate));
  live_expect (403, ERROR ("navigation"),
               ASK (.method = "POST", .path = "/v1/code",
                    .header = "sec-fetch-mode: Navigate"));
  live_expect (
      403, ERROR ("navigation"),
      ASK (.path = LIVE_BOX "/g/0", .token = LIVE_HOST, .header = navigate));
  live_expect (403, ERROR ("navigation"),
               ASK (.path = "/v1/counts", .header = navigate));
  live_expect (403, ERROR ("navigation"),
               ASK (.path = "/else", .header = navigate));
  live_expect (201, NULL,
               ASK (.method = "POST", .path = "/v1/code",
                    .header = "Sec-Fetch-Mode: cors"));
}
END_TEST

START_TEST (a_head_has_no_body)
{
  live_answer answer = live_ask (ASK (.method = "HEAD", .path = "/"));
  char value[32];

  ck_assert_int_eq (answer.status, 200);
  ck_assert_uint_eq (answer.body->size, 0);
  ck_assert (live_header (&answer, "content-length", value, sizeof value));
  ck_assert_int_gt (atoi (value), 1000);
  live_answer_clear (&answer);
}
END_TEST

/* Headers */

static void
check_headers (const live_request *request)
{
  live_answer answer = live_ask (request);
  char value[64];

  ck_assert_int_ne (answer.status, 0);
  ck_assert (live_header (&answer, "cache-control", value, sizeof value));
  ck_assert_str_eq (value, "no-store, no-transform");
  ck_assert (
      live_header (&answer, "x-content-type-options", value, sizeof value));
  ck_assert_str_eq (value, "nosniff");
  ck_assert_int_eq (
      live_header (&answer, "content-length", value, sizeof value),
      answer.status != 204);
  if (answer.status != 204)
    ck_assert_int_eq (atoi (value), (int) answer.body->size);
  if (answer.body->size > 0) {
    ck_assert (live_header (&answer, "content-type", value, sizeof value));
    if (answer.body->data[0] == '{')
      ck_assert_str_eq (value, "application/json");
  }
  ck_assert_ptr_null (strstr (answer.head, "access-control"));
  ck_assert_ptr_null (strstr (answer.head, "etag"));
  ck_assert_ptr_null (strstr (answer.head, "set-cookie"));
  ck_assert_ptr_null (strstr (answer.head, "location"));
  ck_assert_ptr_null (strstr (answer.head, "p2pid-crowded"));
  live_answer_clear (&answer);
}

START_TEST (every_answer_has_the_same_headers)
{
  check_headers (ASK (.path = "/"));
  check_headers (ASK (.path = "/else"));
  check_headers (ASK (.path = "/v1/counts"));
  check_headers (ASK (.method = "POST", .path = "/v1/code"));
  check_headers (ASK (.method = "POST", .path = "/v1/code/60"));
  check_headers (ASK (.method = "PATCH", .path = "/v1/code"));
  meet ();
  check_headers (ASK (.path = LIVE_BOX "/g/0", .token = LIVE_HOST));
  check_headers (ASK (.path = LIVE_BOX "/g/1", .token = LIVE_HOST));
  check_headers (ASK (.path = LIVE_BOX "/g/1?x", .token = LIVE_HOST));
  check_headers (ASK (.path = LIVE_BOX "/g/1"));
  check_headers (ASK (.path = LIVE_BOX "/g/0", .token = LIVE_OTHER));
  check_headers (
      ASK (.method = "DELETE", .path = LIVE_BOX, .token = LIVE_OTHER));
  check_headers (ASK (.method = "OPTIONS", .path = LIVE_BOX "/g/1",
                      .header = "Origin: https://elsewhere.example"));
}
END_TEST

/* Codes */

static json_t *
ask_json (long status, const live_request *request)
{
  live_answer answer = live_ask (request);
  json_t *json =
      json_loadb ((char *) answer.body->data, answer.body->size, 0, NULL);

  ck_assert_int_eq (answer.status, status);
  ck_assert_ptr_nonnull (json);
  live_answer_clear (&answer);
  return json;
}

static const char *
member (const json_t *json, const char *name)
{
  const char *text = json_string_value (json_object_get (json, name));

  ck_assert_ptr_nonnull (text);
  return text;
}

static void
check_box (const json_t *json)
{
  p2pid_bytes id = p2pid_bytes_from_text (member (json, "mailbox"));
  p2pid_bytes token = p2pid_bytes_from_text (member (json, "token"));
  uint8_t bytes[32];

  ck_assert_int_eq (p2pid_hex_decode (id, bytes, 16), P2PID_OK);
  ck_assert_int_eq (p2pid_base64url_decode_fixed (token, bytes, 32), P2PID_OK);
}

START_TEST (a_code_brings_two_together)
{
  json_t *host = ask_json (201, ASK (.method = "POST", .path = "/v1/code"));
  json_t *guest;
  char path[128];

  check_box (host);
  ck_assert_uint_eq (json_object_size (host), 4);
  ck_assert_uint_eq (strlen (member (host, "nameplate")), 2);
  ck_assert_int_eq (json_integer_value (json_object_get (host, "lifetime")),
                    300);
  snprintf (path, sizeof path, "/v1/code/%s", member (host, "nameplate"));
  guest = ask_json (200, ASK (.method = "POST", .path = path));
  check_box (guest);
  ck_assert_uint_eq (json_object_size (guest), 2);
  ck_assert_str_eq (member (host, "mailbox"), member (guest, "mailbox"));
  ck_assert_str_ne (member (host, "token"), member (guest, "token"));
  live_expect (409, ERROR ("used"), ASK (.method = "POST", .path = path));

  snprintf (path, sizeof path, "/v1/box/%s/g/0", member (host, "mailbox"));
  live_expect (201, "",
               ASK (.method = "PUT", .path = path,
                    .token = member (guest, "token"), .body = TEXT ("hi")));
  live_expect (200, "hi", ASK (.path = path, .token = member (host, "token")));
  json_decref (host);
  json_decref (guest);
}
END_TEST

START_TEST (an_unknown_code_is_unknown)
{
  static const char *const paths[] = { "/v1/code/47", "/v1/code/", "/v1/code/x",
                                       "/v1/code/%34%37", "/v1/code/0000047" };

  for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
    live_expect (404, ERROR ("unknown"),
                 ASK (.method = "POST", .path = paths[i]));
}
END_TEST

START_TEST (a_deleted_code_is_unknown)
{
  json_t *host = ask_json (201, ASK (.method = "POST", .path = "/v1/code"));
  char path[128];

  snprintf (path, sizeof path, "/v1/box/%s", member (host, "mailbox"));
  live_expect (
      204, "",
      ASK (.method = "DELETE", .path = path, .token = member (host, "token")));
  snprintf (path, sizeof path, "/v1/code/%s", member (host, "nameplate"));
  live_expect (404, ERROR ("unknown"), ASK (.method = "POST", .path = path));
  json_decref (host);
}
END_TEST

/* Slots */

START_TEST (a_message_goes_across)
{
  uint8_t bytes[256];
  live_answer answer;
  char value[64];

  for (int i = 0; i < 256; i++)
    bytes[i] = (uint8_t) i;
  meet ();
  live_expect (201, "",
               ASK (.method = "PUT", .path = LIVE_BOX "/h/0",
                    .token = LIVE_HOST, .body = P2PID_BYTES (bytes)));
  for (int i = 0; i < 2; i++) {
    answer = live_ask (ASK (.path = LIVE_BOX "/h/0", .token = LIVE_GUEST));
    ck_assert_int_eq (answer.status, 200);
    ck_assert_uint_eq (answer.body->size, sizeof bytes);
    ck_assert_mem_eq (answer.body->data, bytes, sizeof bytes);
    ck_assert (live_header (&answer, "content-type", value, sizeof value));
    ck_assert_str_eq (value, "application/octet-stream");
    live_answer_clear (&answer);
  }
}
END_TEST

START_TEST (a_slot_is_written_once)
{
  meet ();
  live_expect (200, "",
               ASK (.method = "PUT", .path = LIVE_BOX "/g/0",
                    .token = LIVE_GUEST, .body = TEXT ("hello")));
  live_expect (409, ERROR ("slot"),
               ASK (.method = "PUT", .path = LIVE_BOX "/g/0",
                    .token = LIVE_GUEST, .body = TEXT ("hullo")));
  live_expect (200, "hello", ASK (.path = LIVE_BOX "/g/0", .token = LIVE_HOST));
}
END_TEST

START_TEST (a_third_party_is_refused_and_told_of)
{
  live_answer answer;
  char value[8];

  meet ();
  live_expect (409, ERROR ("crowded"),
               ASK (.path = LIVE_BOX "/g/0", .token = LIVE_OTHER));
  live_expect (409, ERROR ("crowded"),
               ASK (.method = "PUT", .path = LIVE_BOX "/g/1",
                    .token = LIVE_OTHER, .body = TEXT ("x")));
  live_expect (409, ERROR ("crowded"),
               ASK (.method = "DELETE", .path = LIVE_BOX, .token = LIVE_OTHER));
  for (int i = 0; i < 3; i++) {
    answer =
        live_ask (i == 0   ? ASK (.path = LIVE_BOX "/g/0", .token = LIVE_HOST)
                  : i == 1 ? ASK (.method = "PUT", .path = LIVE_BOX "/g/1",
                                  .token = LIVE_GUEST, .body = TEXT ("x"))
                           : ASK (.method = "DELETE", .path = LIVE_BOX,
                                  .token = LIVE_HOST));
    ck_assert (live_header (&answer, "p2pid-crowded", value, sizeof value));
    ck_assert_str_eq (value, "1");
    live_answer_clear (&answer);
  }
}
END_TEST

START_TEST (a_lost_box_is_gone)
{
  live_expect (404, ERROR ("gone"),
               ASK (.path = LIVE_BOX "/g/1", .token = LIVE_HOST));
  live_expect (404, ERROR ("gone"),
               ASK (.method = "PUT", .path = LIVE_BOX "/g/1",
                    .token = LIVE_HOST, .body = TEXT ("x")));
  live_expect (404, ERROR ("gone"),
               ASK (.method = "DELETE", .path = LIVE_BOX, .token = LIVE_HOST));
}
END_TEST

START_TEST (a_deleted_box_is_closed)
{
  meet ();
  live_expect (204, "",
               ASK (.method = "DELETE", .path = LIVE_BOX, .token = LIVE_GUEST));
  live_expect (410, ERROR ("closed"),
               ASK (.path = LIVE_BOX "/g/0?wait=30", .token = LIVE_HOST));
  live_expect (410, ERROR ("closed"),
               ASK (.method = "PUT", .path = LIVE_BOX "/h/0",
                    .token = LIVE_HOST, .body = TEXT ("x")));
  live_expect (204, "",
               ASK (.method = "DELETE", .path = LIVE_BOX, .token = LIVE_HOST));
}
END_TEST

START_TEST (an_expired_box_is_gone)
{
  live_stop ();
  live_start (&(p2pid_server_config){ LIVE_RATES, .mailbox_life = 1 });
  live_expect (404, ERROR ("gone"),
               ASK (.path = LIVE_BOX "/g/0?wait=10", .token = LIVE_HOST));
  live_expect (404, ERROR ("gone"),
               ASK (.path = LIVE_BOX "/g/0", .token = LIVE_HOST));
}
END_TEST

START_TEST (an_expired_code_is_unknown)
{
  json_t *host;
  char path[128];

  live_stop ();
  live_start (&(p2pid_server_config){ LIVE_RATES, .code_life = 1 });
  host = ask_json (201, ASK (.method = "POST", .path = "/v1/code"));
  ck_assert_int_eq (json_integer_value (json_object_get (host, "lifetime")), 1);
  snprintf (path, sizeof path, "/v1/box/%s/g/0?wait=10",
            member (host, "mailbox"));
  live_expect (404, ERROR ("gone"),
               ASK (.path = path, .token = member (host, "token")));
  snprintf (path, sizeof path, "/v1/code/%s", member (host, "nameplate"));
  live_expect (404, ERROR ("unknown"), ASK (.method = "POST", .path = path));
  json_decref (host);
}
END_TEST

/* What is wrong with a request */

START_TEST (a_box_wants_a_token)
{
  static const char *const headers[] = { NULL,
                                         "Authorization: Basic " LIVE_HOST,
                                         "Authorization: Bearer " LIVE_HOST "A",
                                         "Authorization: Bearer x" };
  live_answer answer;
  char value[16];

  answer = live_ask (ASK (.path = LIVE_BOX "/g/0", .header = headers[_i]));
  ck_assert_int_eq (answer.status, 401);
  ck_assert_str_eq ((char *) answer.body->data, ERROR ("token"));
  ck_assert (live_header (&answer, "www-authenticate", value, sizeof value));
  ck_assert_str_eq (value, "Bearer");
  live_answer_clear (&answer);
  live_expect (401, NULL,
               ASK (.method = "PUT", .path = LIVE_BOX "/g/0",
                    .header = headers[_i], .body = TEXT ("x")));
  live_expect (
      401, NULL,
      ASK (.method = "DELETE", .path = LIVE_BOX, .header = headers[_i]));
}
END_TEST

START_TEST (other_methods_are_refused)
{
  static const struct {
    const char *path, *allow;
  } paths[] = { { "/", "GET, HEAD" },   { "/v1/counts", "GET" },
                { "/v1/code", "POST" }, { "/v1/code/47", "POST" },
                { LIVE_BOX, "DELETE" }, { LIVE_BOX "/g/0", "GET, PUT" } };
  static const char *const methods[] = { "PATCH", "OPTIONS", "TRACE", "DELETED",
                                         "get" };

  for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
    live_answer answer = live_ask (
        ASK (.method = methods[i], .path = paths[_i].path, .token = LIVE_HOST));
    char value[32];

    ck_assert_int_eq (answer.status, 405);
    ck_assert_str_eq ((char *) answer.body->data, ERROR ("method"));
    ck_assert (live_header (&answer, "allow", value, sizeof value));
    ck_assert_str_eq (value, paths[_i].allow);
    live_answer_clear (&answer);
  }
}
END_TEST

START_TEST (other_paths_are_not_there)
{
  static const char *const paths[] = { "/else",          "/v1/codes",
                                       "/v1/box/00",     "/%76%31/code",
                                       "/v1/../v1/code", LIVE_BOX "/g/16",
                                       LIVE_BOX "/x/0" };

  for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
    live_expect (404, ERROR ("path"),
                 ASK (.path = paths[i], .token = LIVE_HOST));
  live_expect (400, ERROR ("format"),
               ASK (.path = LIVE_BOX "/g/0?wait=31", .token = LIVE_HOST));
  live_expect (400, ERROR ("format"),
               ASK (.path = LIVE_BOX "/g/0?wait=5&x", .token = LIVE_HOST));
}
END_TEST

/* Bodies. Looped: with a length, and in chunks. */

static void
put_many (long status, const char *body, size_t size, unsigned slot)
{
  static uint8_t bytes[200000];
  char path[64];

  snprintf (path, sizeof path, LIVE_BOX "/g/%u", slot);
  live_expect (status, body,
               ASK (.method = "PUT", .path = path, .token = LIVE_GUEST,
                    .body = { bytes, size }, .chunked = slot % 2 == 1));
}

START_TEST (a_message_may_be_so_large)
{
  meet ();
  put_many (201, "", 32768, 2 + (unsigned) _i);
  put_many (413, ERROR ("size"), 32769, 4 + (unsigned) _i);
  put_many (413, ERROR ("size"), 65536, 4 + (unsigned) _i);
  put_many (201, "", 1, 4 + (unsigned) _i);
  put_many (400, ERROR ("format"), 0, 6 + (unsigned) _i);
}
END_TEST

START_TEST (a_far_too_large_message_is_cut)
{
  static uint8_t bytes[200000];
  live_answer answer;

  meet ();
  answer = live_ask (ASK (.method = "PUT", .path = LIVE_BOX "/g/1",
                          .token = LIVE_GUEST, .body = P2PID_BYTES (bytes),
                          .chunked = _i));
  ck_assert (answer.status == 413 || answer.status == 0);
  live_answer_clear (&answer);
  live_expect (204, "", ASK (.path = LIVE_BOX "/g/1", .token = LIVE_HOST));
}
END_TEST

START_TEST (a_box_may_hold_so_much)
{
  meet ();
  for (unsigned slot = 1; slot < 8; slot++)
    put_many (201, "", 32768, slot);
  put_many (413, ERROR ("size"), 32768, 8);
  put_many (201, "", 32768 - 5, 8);
  put_many (413, ERROR ("size"), 1, 9);
}
END_TEST

START_TEST (a_body_where_none_belongs_is_passed_over)
{
  static uint8_t bytes[10000];

  live_expect (201, NULL,
               ASK (.method = "POST", .path = "/v1/code",
                    .body = P2PID_BYTES (bytes), .chunked = _i));
  live_expect (204, NULL,
               ASK (.method = "GET", .path = LIVE_BOX "/g/0",
                    .token = LIVE_HOST, .body = P2PID_BYTES (bytes),
                    .chunked = _i));
  live_expect (204, NULL,
               ASK (.method = "DELETE", .path = LIVE_BOX, .token = LIVE_HOST,
                    .body = P2PID_BYTES (bytes), .chunked = _i));
}
END_TEST

/* Bounds */

static void
check_patience (const live_request *request)
{
  live_answer answer = live_ask (request);
  char value[16];

  ck_assert_int_eq (answer.status, 429);
  ck_assert_str_eq ((char *) answer.body->data, ERROR ("rate"));
  ck_assert (live_header (&answer, "retry-after", value, sizeof value));
  ck_assert (atoi (value) > 0 && atoi (value) <= 62);
  live_answer_clear (&answer);
}

START_TEST (an_address_may_ask_so_often)
{
  live_stop ();
  live_start (&(p2pid_server_config){ .rate = 3, .new_rate = 1000 });
  for (int i = 0; i < 3; i++)
    live_expect (200, NULL, ASK (.path = "/"));
  check_patience (ASK (.path = "/"));
  check_patience (ASK (.method = "PUT", .path = LIVE_BOX "/g/0",
                       .token = LIVE_HOST, .body = TEXT ("x")));
  /* Without --behind-proxy nobody speaks for another. */
  check_patience (ASK (.path = "/", .header = "X-Forwarded-For: 10.0.0.2"));
}
END_TEST

START_TEST (an_address_may_make_so_many_boxes)
{
  live_stop ();
  live_start (&(p2pid_server_config){ .rate = 1000, .new_rate = 3 });
  meet (); /* one box, however often it is used */
  live_expect (201, NULL, ASK (.method = "POST", .path = "/v1/code"));
  live_expect (204, NULL,
               ASK (.path = "/v1/box/0123456789abcdef0123456789abcdef/g/0",
                    .token = LIVE_HOST));
  check_patience (ASK (.method = "POST", .path = "/v1/code"));
  check_patience (ASK (.method = "POST", .path = "/v1/code/47"));
  check_patience (ASK (.path = "/v1/box/ffffffffffffffffffffffffffffffff/g/0",
                       .token = LIVE_HOST));
  check_patience (ASK (.method = "PUT",
                       .path = "/v1/box/ffffffffffffffffffffffffffffffff/g/0",
                       .token = LIVE_HOST, .body = TEXT ("x")));
  /* Boxes that are there go on; one that is lost is told so. */
  live_expect (200, "hello", ASK (.path = LIVE_BOX "/g/0", .token = LIVE_HOST));
  live_expect (404, ERROR ("gone"),
               ASK (.path = "/v1/box/ffffffffffffffffffffffffffffffff/g/1",
                    .token = LIVE_HOST));
}
END_TEST

START_TEST (a_guess_costs_as_much_as_six)
{
  live_stop ();
  live_start (&(p2pid_server_config){ .rate = 1000, .new_rate = 7 });
  live_expect (404, ERROR ("unknown"),
               ASK (.method = "POST", .path = "/v1/code/47"));
  live_expect (404, ERROR ("unknown"),
               ASK (.method = "POST", .path = "/v1/code/47"));
  check_patience (ASK (.method = "POST", .path = "/v1/code/47"));
  /* And as no less. */
  live_stop ();
  live_start (&(p2pid_server_config){ .rate = 1000, .new_rate = 6 });
  live_expect (404, ERROR ("unknown"),
               ASK (.method = "POST", .path = "/v1/code/47"));
  check_patience (ASK (.method = "POST", .path = "/v1/code/47"));
}
END_TEST

START_TEST (behind_a_proxy_its_word_counts)
{
  live_stop ();
  live_start (&(p2pid_server_config){
      .rate = 1, .new_rate = 1000, .behind_proxy = true });
  live_expect (200, NULL,
               ASK (.path = "/", .header = "X-Forwarded-For: 10.0.0.1"));
  check_patience (ASK (.path = "/", .header = "X-Forwarded-For: 10.0.0.1"));
  /* What the client itself wrote in front of it does not. */
  check_patience (
      ASK (.path = "/", .header = "X-Forwarded-For: 10.9.9.9, 10.0.0.1"));
  check_patience (ASK (.path = "/", .header = "X-Forwarded-For: 10.9.9.9\r\n"
                                              "X-Forwarded-For: 10.0.0.1"));
  live_expect (200, NULL,
               ASK (.path = "/", .header = "X-Forwarded-For: 10.0.0.2"));
  /* One /64 is one. */
  live_expect (200, NULL,
               ASK (.path = "/", .header = "X-Forwarded-For: 2001:db8::1"));
  check_patience (ASK (.path = "/", .header = "X-Forwarded-For: 2001:db8::2"));
  live_expect (200, NULL,
               ASK (.path = "/", .header = "X-Forwarded-For: 2001:db8:0:1::1"));
}
END_TEST

START_TEST (a_full_server_takes_no_new_box)
{
  live_answer answer;
  char value[16];

  live_stop ();
  live_start (&(p2pid_server_config){ LIVE_RATES, .mailboxes = 1 });
  meet ();
  answer = live_ask (ASK (.method = "POST", .path = "/v1/code"));
  ck_assert_int_eq (answer.status, 503);
  ck_assert_str_eq ((char *) answer.body->data, ERROR ("full"));
  ck_assert (live_header (&answer, "retry-after", value, sizeof value));
  live_answer_clear (&answer);
  live_expect (503, ERROR ("full"),
               ASK (.path = "/v1/box/ffffffffffffffffffffffffffffffff/g/0",
                    .token = LIVE_HOST));
  live_expect (200, "hello", ASK (.path = LIVE_BOX "/g/0", .token = LIVE_HOST));
}
END_TEST

/* Counts */

START_TEST (counts_tell_what_happened)
{
  json_t *counts;

  meet ();
  live_expect (201, NULL, ASK (.method = "POST", .path = "/v1/code"));
  live_expect (409, NULL, ASK (.path = LIVE_BOX "/g/0", .token = LIVE_OTHER));
  live_expect (204, NULL,
               ASK (.method = "DELETE", .path = LIVE_BOX, .token = LIVE_HOST));
  counts = ask_json (200, ASK (.path = "/v1/counts"));
  ck_assert_int_eq (json_integer_value (json_object_get (counts, "requests")),
                    6);
  ck_assert_int_eq (json_integer_value (json_object_get (counts, "opened")), 2);
  ck_assert_int_eq (json_integer_value (json_object_get (counts, "joined")), 1);
  ck_assert_int_eq (json_integer_value (json_object_get (counts, "closed")), 1);
  ck_assert_int_eq (json_integer_value (json_object_get (counts, "crowded")),
                    1);
  ck_assert_int_eq (json_integer_value (json_object_get (counts, "mailboxes")),
                    1);
  ck_assert_uint_eq (json_object_size (counts), 8);
  json_decref (counts);
}
END_TEST

START_TEST (counts_are_for_the_machine_itself)
{
  static const char header[] = "X-Forwarded-For: 198.51.100.7";

  /* A proxy of which the server was not told ... */
  live_expect (404, ERROR ("path"),
               ASK (.path = "/v1/counts", .header = header));
  /* ... and one of which it was. */
  live_stop ();
  live_start (&(p2pid_server_config){ LIVE_RATES, .behind_proxy = true });
  live_expect (404, ERROR ("path"),
               ASK (.path = "/v1/counts", .header = header));
  live_expect (200, NULL, ASK (.path = "/v1/counts"));
  live_expect (200, NULL,
               ASK (.path = "/v1/counts", .header = "X-Forwarded-For: ::1"));
}
END_TEST

static TCase *
new_case (Suite *suite, const char *name)
{
  TCase *tcase = tcase_create (name);

  tcase_add_checked_fixture (tcase, start, live_stop);
  tcase_set_timeout (tcase, 60);
  suite_add_tcase (suite, tcase);
  return tcase;
}

static void
add_pages (TCase *tcase)
{
  tcase_add_loop_test (tcase, the_page_explains_and_can_do_nothing, 0, 2);
  tcase_add_test (tcase, the_page_may_use_its_own_style_alone);
  tcase_add_test (tcase, browsers_may_go_to_the_page_only);
  tcase_add_test (tcase, a_head_has_no_body);
  tcase_add_test (tcase, every_answer_has_the_same_headers);
}

static void
add_boxes (TCase *tcase)
{
  tcase_add_test (tcase, a_code_brings_two_together);
  tcase_add_test (tcase, an_unknown_code_is_unknown);
  tcase_add_test (tcase, a_deleted_code_is_unknown);
  tcase_add_test (tcase, a_message_goes_across);
  tcase_add_test (tcase, a_slot_is_written_once);
  tcase_add_test (tcase, a_third_party_is_refused_and_told_of);
  tcase_add_test (tcase, a_lost_box_is_gone);
  tcase_add_test (tcase, a_deleted_box_is_closed);
  tcase_add_test (tcase, an_expired_box_is_gone);
  tcase_add_test (tcase, an_expired_code_is_unknown);
}

static void
add_errors (TCase *tcase)
{
  tcase_add_loop_test (tcase, a_box_wants_a_token, 0, 4);
  tcase_add_loop_test (tcase, other_methods_are_refused, 0, 6);
  tcase_add_test (tcase, other_paths_are_not_there);
  tcase_add_loop_test (tcase, a_message_may_be_so_large, 0, 2);
  tcase_add_loop_test (tcase, a_far_too_large_message_is_cut, 0, 2);
  tcase_add_test (tcase, a_box_may_hold_so_much);
  tcase_add_loop_test (tcase, a_body_where_none_belongs_is_passed_over, 0, 2);
}

static void
add_bounds (TCase *tcase)
{
  tcase_add_test (tcase, an_address_may_ask_so_often);
  tcase_add_test (tcase, an_address_may_make_so_many_boxes);
  tcase_add_test (tcase, a_guess_costs_as_much_as_six);
  tcase_add_test (tcase, behind_a_proxy_its_word_counts);
  tcase_add_test (tcase, a_full_server_takes_no_new_box);
  tcase_add_test (tcase, counts_tell_what_happened);
  tcase_add_test (tcase, counts_are_for_the_machine_itself);
}

int
main (void)
{
  Suite *suite = suite_create ("server-http");

  add_pages (new_case (suite, "pages"));
  add_boxes (new_case (suite, "boxes"));
  add_errors (new_case (suite, "errors"));
  add_bounds (new_case (suite, "bounds"));
  return harness_run (suite);
}
