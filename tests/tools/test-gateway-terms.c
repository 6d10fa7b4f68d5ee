/* What a gateway lets itself be asked: statements, and nothing that comes
 * close to one. Whoever could have another text signed through it could have
 * anybody sign anything. */

#include "harness.h"

#include "base/encoding.h"
#include "base/lv.h"
#include "p2pid/key.h"
#include "tools/relay/gateway-terms.h"

#include <stdio.h>
#include <stdlib.h>

#define NOW INT64_C (1795521600)

static const gateway_terms terms = {
  .longest = { [P2PID_METHOD_BANKID] = 1800, [P2PID_METHOD_FREJA] = 7776000 },
  .programs = { "P2P ID", "Another" },
  .credentials = true,
};

static p2pid_statement statement;
static gateway_wish wish;

static void
make_statement (void)
{
  p2pid_key *key = NULL;

  ck_assert_int_eq (p2pid_key_new (&key), P2PID_OK);
  ck_assert_int_eq (p2pid_statement_init (&statement, p2pid_key_public (key),
                                          "P2P ID", P2PID_LANGUAGE_SV, NOW,
                                          1800),
                    P2PID_OK);
  p2pid_key_free (key);
}

static gateway_verdict
judge_json (const char *json)
{
  return gateway_judge (&terms, p2pid_bytes_from_text (json), NOW, &wish);
}

/* These bytes as a statement, in an order that is otherwise good. */
static gateway_verdict
judge_bytes (p2pid_bytes bytes, const char *format)
{
  p2pid_buffer *text = NULL;
  char json[2048];

  ck_assert_int_eq (p2pid_base64url_encode (bytes, &text), P2PID_OK);
  snprintf (json, sizeof json, "{\"method\":\"%s\",\"statement\":\"%s\"}",
            format, (const char *) text->data);
  p2pid_buffer_free (text);
  return judge_json (json);
}

static gateway_verdict
judge_by (const char *method)
{
  p2pid_buffer *bytes = NULL;
  gateway_verdict verdict;

  ck_assert_int_eq (p2pid_statement_print (&statement, &bytes), P2PID_OK);
  verdict = judge_bytes (p2pid_buffer_bytes (bytes), method);
  p2pid_buffer_free (bytes);
  return verdict;
}

START_TEST (a_statement_is_taken_as_it_is)
{
  p2pid_buffer *asked = NULL, *taken = NULL;

  ck_assert_int_eq (judge_by ("bankid"), GATEWAY_TAKEN);
  ck_assert_int_eq (wish.method, P2PID_METHOD_BANKID);
  ck_assert (!wish.credential);
  ck_assert_int_eq (p2pid_statement_text (&statement, &asked), P2PID_OK);
  ck_assert_int_eq (p2pid_statement_text (&wish.statement, &taken), P2PID_OK);
  ck_assert_str_eq ((const char *) asked->data, (const char *) taken->data);
  p2pid_buffer_free (asked);
  p2pid_buffer_free (taken);
}
END_TEST

/* "%s" is a good statement. */
static const struct {
  const char *json;
  gateway_verdict verdict;
} orders[] = {
  { "{\"method\":\"bankid\",\"statement\":\"%s\",\"credential\":true}",
    GATEWAY_TAKEN },
  { " {\"statement\" : \"%s\", \"method\":\"freja\"}\n", GATEWAY_TAKEN },
  { "{\"method\":\"card\",\"statement\":\"%s\"}", GATEWAY_METHOD },
  { "{\"method\":\"oidc\",\"statement\":\"%s\"}", GATEWAY_METHOD },
  { "{\"method\":\"sd-jwt\",\"statement\":\"%s\"}", GATEWAY_METHOD },
  { "{\"method\":\"role\",\"statement\":\"%s\"}", GATEWAY_METHOD },
  { "{\"method\":\"BankID\",\"statement\":\"%s\"}", GATEWAY_METHOD },
  { "{\"method\":\"\",\"statement\":\"%s\"}", GATEWAY_METHOD },
  { "{\"method\":1,\"statement\":\"%s\"}", GATEWAY_FORMAT },
  { "{\"statement\":\"%s\"}", GATEWAY_FORMAT },
  { "{\"method\":\"bankid\"}", GATEWAY_FORMAT },
  /* Other texts beside, or in the place of, the statement. */
  { "{\"method\":\"bankid\",\"statement\":\"%s\",\"text\":\"Pay 1000 kr\"}",
    GATEWAY_FORMAT },
  { "{\"method\":\"bankid\",\"statement\":\"%s\",\"userVisibleData\":\"UGF5\"}",
    GATEWAY_FORMAT },
  { "{\"method\":\"bankid\",\"statement\":\"%s\",\"program\":\"Bank\"}",
    GATEWAY_FORMAT },
  { "{\"method\":\"bankid\",\"statement\":\"%s\",\"requirement\":{}}",
    GATEWAY_FORMAT },
  { "{\"method\":\"bankid\",\"statement\":\"%s\",\"endUserIp\":\"1.2.3.4\"}",
    GATEWAY_FORMAT },
  { "{\"method\":\"bankid\",\"statement\":\"%s\",\"Statement\":\"UGF5\"}",
    GATEWAY_FORMAT },
  { "{\"method\":\"bankid\",\"text\":\"Pay\"}", GATEWAY_FORMAT },
  /* The same member twice: which of the two would the other side read? */
  { "{\"method\":\"bankid\",\"statement\":\"%s\",\"statement\":\"UGF5\"}",
    GATEWAY_FORMAT },
  { "{\"method\":\"bankid\",\"statement\":\"UGF5\",\"statement\":\"%s\"}",
    GATEWAY_FORMAT },
  { "{\"method\":\"bankid\",\"statement\":\"%s\",\"st\\u0061tement\":\"UGF5\"}",
    GATEWAY_FORMAT },
  { "{\"method\":\"bankid\",\"method\":\"freja\",\"statement\":\"%s\"}",
    GATEWAY_FORMAT },
  { "{\"method\":\"bankid\",\"statement\":\"UGF5\"}", GATEWAY_FORMAT },
  { "{\"method\":\"bankid\",\"statement\":\"Pay 1000 kr\"}", GATEWAY_FORMAT },
  { "{\"method\":\"bankid\",\"statement\":\"\"}", GATEWAY_FORMAT },
  { "{\"method\":\"bankid\",\"statement\":\"%s=\"}", GATEWAY_FORMAT },
  { "{\"method\":\"bankid\",\"statement\":\"%s\\n\"}", GATEWAY_FORMAT },
  { "{\"method\":\"bankid\",\"statement\":\" %s\"}", GATEWAY_FORMAT },
  { "{\"method\":\"bankid\",\"statement\":\"%s\\u0000\"}", GATEWAY_FORMAT },
  { "{\"method\":\"bankid\",\"statement\":[\"%s\"]}", GATEWAY_FORMAT },
  { "{\"method\":\"bankid\",\"statement\":{\"text\":\"%s\"}}", GATEWAY_FORMAT },
  { "{\"method\":\"bankid\",\"statement\":\"%s\",\"credential\":false}",
    GATEWAY_FORMAT },
  { "{\"method\":\"bankid\",\"statement\":\"%s\",\"credential\":null}",
    GATEWAY_FORMAT },
  { "{\"method\":\"bankid\",\"statement\":\"%s\",\"credential\":{\"name\":"
    "\"Somebody Else\"}}",
    GATEWAY_FORMAT },
  { "{\"method\":\"bankid\",\"statement\":\"%s\",\"crit\":[\"method\"]}",
    GATEWAY_FORMAT },
  { "[{\"method\":\"bankid\",\"statement\":\"%s\"}]", GATEWAY_FORMAT },
  { "{\"method\":\"bankid\",\"statement\":\"%s\"}{}", GATEWAY_FORMAT },
  { "{\"method\":\"bankid\",\"statement\":\"%s\"", GATEWAY_FORMAT },
  { "\xef\xbb\xbf{\"method\":\"bankid\",\"statement\":\"%s\"}",
    GATEWAY_FORMAT },
  { "null", GATEWAY_FORMAT },
  { "", GATEWAY_FORMAT },
};

START_TEST (an_order_is_exactly_that)
{
  const char *format = orders[_i].json, *place = strstr (format, "%s");
  p2pid_buffer *bytes = NULL, *text = NULL;
  char json[2048];
  int before = place != NULL ? (int) (place - format) : (int) strlen (format);

  ck_assert_int_eq (p2pid_statement_print (&statement, &bytes), P2PID_OK);
  ck_assert_int_eq (p2pid_base64url_encode (p2pid_buffer_bytes (bytes), &text),
                    P2PID_OK);
  snprintf (json, sizeof json, "%.*s%s%s", before, format,
            place != NULL ? (const char *) text->data : "",
            place != NULL ? place + 2 : "");
  ck_assert_msg (judge_json (json) == orders[_i].verdict, "%s", json);
  p2pid_buffer_free (bytes);
  p2pid_buffer_free (text);
}
END_TEST

/* Every byte counts: cut short, or changed, it is no statement any more, or
 * one with other values, which then stand in the text that is read. */
START_TEST (no_other_bytes_pass)
{
  p2pid_buffer *bytes = NULL, *again = NULL;

  ck_assert_int_eq (p2pid_statement_print (&statement, &bytes), P2PID_OK);
  for (size_t size = 0; size < bytes->size; size++)
    ck_assert_int_eq (
        judge_bytes ((p2pid_bytes){ bytes->data, size }, "bankid"),
        GATEWAY_FORMAT);
  for (size_t i = 0; i < bytes->size; i++)
    for (int bit = 0; bit < 8; bit++) {
      bytes->data[i] ^= (uint8_t) (1 << bit);
      if (judge_bytes (p2pid_buffer_bytes (bytes), "bankid") == GATEWAY_TAKEN) {
        ck_assert_int_eq (p2pid_statement_print (&wish.statement, &again),
                          P2PID_OK);
        ck_assert_uint_eq (again->size, bytes->size);
        ck_assert_mem_eq (again->data, bytes->data, bytes->size);
        ck_assert_str_eq (wish.statement.program, "P2P ID");
        p2pid_buffer_free (again);
        again = NULL;
      }
      bytes->data[i] ^= (uint8_t) (1 << bit);
    }
  p2pid_buffer_free (bytes);
}
END_TEST

/* The program's name is the one free text in a statement. */
START_TEST (a_name_cannot_spell_a_sentence)
{
  static const char *const names[] = {
    "P2P ID.",
    "P2P ID ",
    " P2P ID",
    "p2p id",
    "P2P\u00a0ID",
    "P2P ID\nPay 1000 kr",
    "\u202eDI P2P",
    "P2P ID, and I pay 1000 kr to Evil AB",
    "I agree to everything",
    "Another\u200b",
    "\u0410nother",
    "",
  };

  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    p2pid_bytes fields[7];
    p2pid_buffer *good = NULL, *bytes = NULL;
    p2pid_bytes rest;
    size_t count = 0;

    /* Written by hand: the library would refuse some of them itself. */
    ck_assert_int_eq (p2pid_statement_print (&statement, &good), P2PID_OK);
    rest = p2pid_buffer_bytes (good);
    while (count < 7 && p2pid_lv_next (&rest, &fields[count]) == P2PID_OK)
      count++;
    ck_assert_uint_eq (count, 7);
    fields[1] = p2pid_bytes_from_text (names[i]);
    ck_assert_int_eq (p2pid_lv_cat (fields, 7, &bytes), P2PID_OK);
    ck_assert_msg (judge_bytes (p2pid_buffer_bytes (bytes), "bankid") !=
                       GATEWAY_TAKEN,
                   "%s", names[i]);
    p2pid_buffer_free (good);
    p2pid_buffer_free (bytes);
  }
  strcpy (statement.program, "Another");
  ck_assert_int_eq (judge_by ("bankid"), GATEWAY_TAKEN);
  strcpy (statement.program, "Nobody's");
  ck_assert_int_eq (judge_by ("bankid"), GATEWAY_PROGRAM);
}
END_TEST

START_TEST (each_method_has_its_longest_time)
{
  statement.not_after = NOW + 1801;
  ck_assert_int_eq (judge_by ("bankid"), GATEWAY_LIFETIME);
  ck_assert_int_eq (wish.method, P2PID_METHOD_BANKID);
  ck_assert_int_eq (judge_by ("freja"), GATEWAY_TAKEN);
  statement.not_after = NOW + 7776001;
  ck_assert_int_eq (judge_by ("freja"), GATEWAY_LIFETIME);
  /* A later beginning does not make it longer. */
  statement.not_before = NOW + 300;
  statement.not_after = NOW + 300 + 1800;
  ck_assert_int_eq (judge_by ("bankid"), GATEWAY_TAKEN);
}
END_TEST

START_TEST (a_statement_begins_now)
{
  static const struct {
    int64_t before;
    gateway_verdict verdict;
  } times[] = { { -300, GATEWAY_TAKEN },  { 300, GATEWAY_TAKEN },
                { -301, GATEWAY_CLOCK },  { 301, GATEWAY_CLOCK },
                { 86400, GATEWAY_CLOCK }, { -NOW, GATEWAY_CLOCK } };

  for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
    statement.not_before = NOW + times[i].before;
    statement.not_after = statement.not_before + 1800;
    ck_assert_int_eq (judge_by ("bankid"), times[i].verdict);
  }
}
END_TEST

START_TEST (credentials_are_only_where_they_are)
{
  gateway_terms without = terms;
  p2pid_buffer *bytes = NULL, *text = NULL;
  char json[2048];

  without.credentials = false;
  ck_assert_int_eq (p2pid_statement_print (&statement, &bytes), P2PID_OK);
  ck_assert_int_eq (p2pid_base64url_encode (p2pid_buffer_bytes (bytes), &text),
                    P2PID_OK);
  snprintf (json, sizeof json,
            "{\"method\":\"bankid\",\"statement\":\"%s\",\"credential\":true}",
            (const char *) text->data);
  ck_assert_int_eq (
      gateway_judge (&without, p2pid_bytes_from_text (json), NOW, &wish),
      GATEWAY_CREDENTIAL);
  ck_assert_int_eq (judge_json (json), GATEWAY_TAKEN);
  ck_assert (wish.credential);
  p2pid_buffer_free (bytes);
  p2pid_buffer_free (text);
}
END_TEST

START_TEST (an_order_is_small)
{
  char *json = malloc (GATEWAY_ORDER_MAX + 2);
  p2pid_buffer *bytes = NULL, *text = NULL;
  int size;

  ck_assert_int_eq (p2pid_statement_print (&statement, &bytes), P2PID_OK);
  ck_assert_int_eq (p2pid_base64url_encode (p2pid_buffer_bytes (bytes), &text),
                    P2PID_OK);
  size = snprintf (json, GATEWAY_ORDER_MAX,
                   "{\"method\":\"bankid\",\"statement\":\"%s\"}",
                   (const char *) text->data);
  memset (json + size, ' ', (size_t) (GATEWAY_ORDER_MAX + 2 - size));
  ck_assert_int_eq (
      gateway_judge (&terms,
                     (p2pid_bytes){ (uint8_t *) json, GATEWAY_ORDER_MAX }, NOW,
                     &wish),
      GATEWAY_TAKEN);
  ck_assert_int_eq (
      gateway_judge (&terms,
                     (p2pid_bytes){ (uint8_t *) json, GATEWAY_ORDER_MAX + 1 },
                     NOW, &wish),
      GATEWAY_FORMAT);
  free (json);
  p2pid_buffer_free (bytes);
  p2pid_buffer_free (text);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("gateway-terms");
  TCase *tcase = tcase_create ("gateway-terms");

  tcase_add_checked_fixture (tcase, make_statement, NULL);
  tcase_add_test (tcase, a_statement_is_taken_as_it_is);
  tcase_add_loop_test (tcase, an_order_is_exactly_that, 0,
                       sizeof orders / sizeof *orders);
  tcase_add_test (tcase, no_other_bytes_pass);
  tcase_add_test (tcase, a_name_cannot_spell_a_sentence);
  tcase_add_test (tcase, each_method_has_its_longest_time);
  tcase_add_test (tcase, a_statement_begins_now);
  tcase_add_test (tcase, credentials_are_only_where_they_are);
  tcase_add_test (tcase, an_order_is_small);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
