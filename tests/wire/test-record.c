/* wire/record.h: bodies there and back, and every way in which they can be
 * wrong; frames and their padding. */

#include "harness.h"

#include "base/time.h"
#include "p2pid/binding.h"
#include "wire/record.h"

#include <stdio.h>
#include <stdlib.h>

_Static_assert(P2PID_RECORD_EVIDENCE_MAX == P2PID_EVIDENCE_MAX,
               "a record carries any evidence");

#define A64                                                                    \
  "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Nj" \
  "c4OTo7PD0-Pw"

#define PHONE "\"channel\":\"phone\",\"role\":\"caller\",\"place\":\"first\","
#define IDENTIFY                                                               \
  "{\"method\":\"sd-jwt\",\"statement\":\"c3RhdGVtZW50\","                     \
  "\"audience\":\"Åsa Öberg\",\"purpose\":\"The \\\"roof\\\" \\\\ gutter\"," \
  "\"time\":1795523696,\"signature\":\"" A64 "\"}"
#define SIGNED "\"time\":1,\"signature\":\"" A64 "\"}"
#define SHOWN "{\"method\":\"x\"," SIGNED

/* Bodies as we write them, of every type, with and without what may be left
 * out. */
static const struct {
  p2pid_record_type type;
  const char *body;
} good[] = {
  { P2PID_RECORD_ACCOUNT,
    "{" PHONE "\"time\":1795523696,\"start\":1795523600,\"tail\":\"4711\","
    "\"tails\":\"none\"}" },
  { P2PID_RECORD_ACCOUNT,
    "{\"channel\":\"phone\",\"role\":\"callee\","
    "\"place\":\"second\",\"time\":1,\"tails\":\"same\"}" },
  { P2PID_RECORD_ACCOUNT,
    "{\"channel\":\"meeting\",\"role\":\"none\",\"place\":\"first\","
    "\"time\":253402300799,\"tails\":\"none\"}" },
  { P2PID_RECORD_ACCOUNT,
    "{\"channel\":\"online\",\"role\":\"none\",\"place\":\"second\","
    "\"time\":1795523696,\"start\":1,\"tails\":\"none\"}" },
  { P2PID_RECORD_AGREE, "{\"tails\":\"same\"}" },
  { P2PID_RECORD_AGREE, "{\"tails\":\"none\"}" },
  { P2PID_RECORD_IDENTIFY, IDENTIFY "\na.b.c~" },
  { P2PID_RECORD_IDENTIFY, SHOWN "\n ~" },
  { P2PID_RECORD_IDENTIFY, SHOWN "\na \"b\\\n{\"c\"} ~" },
  { P2PID_RECORD_DELIVERED, "{}" },
  { P2PID_RECORD_SHOWN, "{}" },
  { P2PID_RECORD_SHOWN, "{\"cannot-check\":\"untrusted\"}" },
  { P2PID_RECORD_DECLINE, "{}" },
  { P2PID_RECORD_FINISH, "{\"th\":\"" A64 "\",\"receipt\":true}" },
  { P2PID_RECORD_FINISH, "{\"th\":\"" A64 "\",\"receipt\":false}" },
  { P2PID_RECORD_RECEIPT, "{\"signature\":\"" A64 "\"}" },
  { P2PID_RECORD_STOP, "{\"reason\":\"not-me\"}" },
};

#define N_GOOD ((int) (sizeof good / sizeof good[0]))

static p2pid_record record;
static p2pid_record_memory *memory;

static void
start (void)
{
  memset (&record, 0, sizeof record);
  memory = NULL;
}

static void
end (void)
{
  p2pid_record_memory_free (memory);
}

static void
assert_text (p2pid_bytes bytes, const char *text)
{
  ck_assert (p2pid_bytes_equal (bytes, p2pid_bytes_from_text (text)));
}

static p2pid_err
parse (p2pid_record_type type, const char *body)
{
  p2pid_record_memory_free (memory);
  memory = NULL;
  return p2pid_record_parse (type, p2pid_bytes_from_text (body), &record,
                             &memory);
}

START_TEST (bodies_come_back_as_they_were)
{
  p2pid_buffer *body = NULL;

  ck_assert_int_eq (parse (good[_i].type, good[_i].body), P2PID_OK);
  ck_assert_int_eq (record.type, good[_i].type);
  ck_assert_int_eq (p2pid_record_print (&record, &body), P2PID_OK);
  ck_assert_str_eq ((char *) body->data, good[_i].body);
  ck_assert_uint_eq (body->size, strlen (good[_i].body));
  p2pid_buffer_free (body);
}
END_TEST

START_TEST (members_land_where_they_belong)
{
  ck_assert_int_eq (parse (P2PID_RECORD_ACCOUNT, good[0].body), P2PID_OK);
  ck_assert_int_eq (record.account.account.channel, P2PID_CHANNEL_PHONE);
  ck_assert_int_eq (record.account.account.role, P2PID_ROLE_CALLER);
  ck_assert_int_eq (record.account.account.place, P2PID_PLACE_FIRST);
  ck_assert_int_eq (record.account.account.start, 1795523600);
  ck_assert_str_eq (record.account.account.tail, "4711");
  ck_assert_int_eq (record.account.time, 1795523696);
  ck_assert_int_eq (record.account.tails, P2PID_TAILS_NONE);

  ck_assert_int_eq (parse (P2PID_RECORD_IDENTIFY, IDENTIFY "\na.b.c~\nd ~"),
                    P2PID_OK);
  ck_assert_str_eq (record.identify.method, "sd-jwt");
  ck_assert_str_eq (record.identify.statement, "c3RhdGVtZW50");
  assert_text (record.identify.evidence, "a.b.c~");
  assert_text (record.identify.role, "d ~");
  ck_assert_str_eq (record.identify.audience, "Åsa Öberg");
  ck_assert_str_eq (record.identify.purpose, "The \"roof\" \\ gutter");
  ck_assert_int_eq (record.identify.time, 1795523696);
  for (uint8_t i = 0; i < 64; i++)
    ck_assert_uint_eq (record.identify.signature.bytes[i], i);
}
END_TEST

START_TEST (what_is_left_out_is_empty)
{
  ck_assert_int_eq (parse (P2PID_RECORD_ACCOUNT, good[2].body), P2PID_OK);
  ck_assert_int_eq (record.account.account.start, 0);
  ck_assert_str_eq (record.account.account.tail, "");
  ck_assert_int_eq (parse (P2PID_RECORD_IDENTIFY, good[7].body), P2PID_OK);
  ck_assert_ptr_null (record.identify.statement);
  ck_assert_ptr_null (record.identify.role.data);
  ck_assert_uint_eq (record.identify.role.size, 0);
  ck_assert_ptr_null (record.identify.audience);
  ck_assert_ptr_null (record.identify.purpose);
  ck_assert_int_eq (parse (P2PID_RECORD_SHOWN, "{}"), P2PID_OK);
  ck_assert_int_eq (record.shown.err, P2PID_OK);
}
END_TEST

/* Where a body's JSON ends. */
static size_t
json_size (const char *body)
{
  return strcspn (body, "\n");
}

/* A body that is cut anywhere in its JSON, or right behind it, is no body. */
START_TEST (refuses_every_truncation)
{
  const char *text = good[_i].body;
  size_t size = json_size (text);

  for (size_t cut = 0; cut < size + (text[size] == '\n' ? 2 : 0); cut++) {
    p2pid_bytes body = { (const uint8_t *) text, cut };

    ck_assert_int_eq (
        p2pid_record_parse (good[_i].type, body, &record, &memory),
        P2PID_ERR_FORMAT);
    ck_assert_ptr_null (memory);
  }
}
END_TEST

/* Evidence and role have no end but the body's, so each shorter one is another
 * one. That it is not the one which was signed, the signature says. */
START_TEST (takes_each_length_of_evidence)
{
  static const char text[] = SHOWN "\nabc\nde";
  size_t size = json_size (text) + 1;

  for (size_t cut = size; cut < sizeof text; cut++) {
    p2pid_bytes body = { (const uint8_t *) text, cut };
    size_t evidence = cut - size < 3 ? cut - size : 3;
    size_t role = cut - size > 4 ? cut - size - 4 : 0;
    bool whole = evidence > 0 && cut - size != 4;

    ck_assert_int_eq (
        p2pid_record_parse (P2PID_RECORD_IDENTIFY, body, &record, &memory),
        whole ? P2PID_OK : P2PID_ERR_FORMAT);
    if (!whole)
      continue;
    ck_assert_ptr_eq (record.identify.evidence.data, text + size);
    ck_assert_uint_eq (record.identify.evidence.size, evidence);
    ck_assert_uint_eq (record.identify.role.size, role);
    p2pid_record_memory_free (memory);
    memory = NULL;
  }
}
END_TEST

/* Whatever a changed byte is taken for, writing it down and reading it again
 * says the same. */
static void
parse_changed (p2pid_record_type type, p2pid_bytes body)
{
  p2pid_buffer *once = NULL, *twice = NULL;

  if (p2pid_record_parse (type, body, &record, &memory) != P2PID_OK) {
    ck_assert_ptr_null (memory);
    return;
  }
  ck_assert_int_eq (p2pid_record_print (&record, &once), P2PID_OK);
  p2pid_record_memory_free (memory);
  memory = NULL;
  ck_assert_int_eq (
      p2pid_record_parse (type, p2pid_buffer_bytes (once), &record, &memory),
      P2PID_OK);
  ck_assert_int_eq (p2pid_record_print (&record, &twice), P2PID_OK);
  ck_assert (p2pid_bytes_equal (p2pid_buffer_bytes (once),
                                p2pid_buffer_bytes (twice)));
  p2pid_record_memory_free (memory);
  memory = NULL;
  p2pid_buffer_free (once);
  p2pid_buffer_free (twice);
}

START_TEST (survives_every_flipped_byte)
{
  p2pid_buffer *body = NULL;

  ck_assert_int_eq (
      p2pid_buffer_copy (p2pid_bytes_from_text (good[_i].body), &body),
      P2PID_OK);
  for (size_t i = 0; i < body->size; i++)
    for (unsigned bit = 0; bit < 8; bit++) {
      body->data[i] ^= (uint8_t) (1u << bit);
      parse_changed (good[_i].type, p2pid_buffer_bytes (body));
      body->data[i] ^= (uint8_t) (1u << bit);
    }
  p2pid_buffer_free (body);
}
END_TEST

#define ONLINE "\"channel\":\"online\",\"role\":\"none\",\"place\":\"first\","
#define AFTER "\"time\":1795523696,\"tails\":\"none\"}"
#define SHOW(more) "{\"method\":\"x\"," more SIGNED "\ny"

static const struct {
  p2pid_record_type type;
  const char *body;
  p2pid_err err;
} bad[] = {
  /* Roles and places that contradict the channel. */
  { P2PID_RECORD_ACCOUNT,
    "{\"channel\":\"phone\",\"role\":\"none\",\"place\":\"first\"," AFTER,
    P2PID_ERR_FORMAT },
  { P2PID_RECORD_ACCOUNT,
    "{\"channel\":\"phone\",\"role\":\"caller\",\"place\":\"second\"," AFTER,
    P2PID_ERR_FORMAT },
  { P2PID_RECORD_ACCOUNT,
    "{\"channel\":\"phone\",\"role\":\"callee\",\"place\":\"first\"," AFTER,
    P2PID_ERR_FORMAT },
  { P2PID_RECORD_ACCOUNT,
    "{\"channel\":\"online\",\"role\":\"caller\",\"place\":\"first\"," AFTER,
    P2PID_ERR_FORMAT },
  { P2PID_RECORD_ACCOUNT,
    "{\"channel\":\"meeting\",\"role\":\"callee\",\"place\":\"second\"," AFTER,
    P2PID_ERR_FORMAT },
  /* Words there are not. */
  { P2PID_RECORD_ACCOUNT,
    "{\"channel\":\"Phone\",\"role\":\"caller\",\"place\":\"first\"," AFTER,
    P2PID_ERR_FORMAT },
  { P2PID_RECORD_ACCOUNT, "{" ONLINE "\"time\":1,\"tails\":\"differ\"}",
    P2PID_ERR_FORMAT },
  { P2PID_RECORD_SHOWN, "{\"cannot-check\":\"ok\"}", P2PID_ERR_FORMAT },
  { P2PID_RECORD_SHOWN, "{\"cannot-check\":\"unknown\"}", P2PID_ERR_FORMAT },
  { P2PID_RECORD_SHOWN, "{\"cannot-check\":null}", P2PID_ERR_FORMAT },
  { P2PID_RECORD_STOP, "{\"reason\":\"unknown\"}", P2PID_ERR_FORMAT },
  { P2PID_RECORD_STOP, "{}", P2PID_ERR_FORMAT },
  /* Numbers that are none, or no time. */
  { P2PID_RECORD_ACCOUNT, "{" ONLINE "\"time\":0,\"tails\":\"none\"}",
    P2PID_ERR_FORMAT },
  { P2PID_RECORD_ACCOUNT, "{" ONLINE "\"time\":-1,\"tails\":\"none\"}",
    P2PID_ERR_FORMAT },
  { P2PID_RECORD_ACCOUNT,
    "{" ONLINE "\"time\":253402300800,\"tails\":\"none\"}", P2PID_ERR_FORMAT },
  { P2PID_RECORD_ACCOUNT, "{" ONLINE "\"time\":1.0,\"tails\":\"none\"}",
    P2PID_ERR_FORMAT },
  { P2PID_RECORD_ACCOUNT, "{" ONLINE "\"time\":\"1\",\"tails\":\"none\"}",
    P2PID_ERR_FORMAT },
  { P2PID_RECORD_ACCOUNT,
    "{" ONLINE "\"time\":99999999999999999999,\"tails\":\"none\"}",
    P2PID_ERR_FORMAT },
  { P2PID_RECORD_ACCOUNT, "{" ONLINE "\"start\":0," AFTER, P2PID_ERR_FORMAT },
  { P2PID_RECORD_ACCOUNT, "{" ONLINE "\"start\":null," AFTER,
    P2PID_ERR_FORMAT },
  /* Tails. */
  { P2PID_RECORD_ACCOUNT, "{" PHONE "\"tail\":\"\"," AFTER, P2PID_ERR_FORMAT },
  { P2PID_RECORD_ACCOUNT, "{" PHONE "\"tail\":\"471\"," AFTER,
    P2PID_ERR_FORMAT },
  { P2PID_RECORD_ACCOUNT, "{" PHONE "\"tail\":\"47112\"," AFTER,
    P2PID_ERR_FORMAT },
  { P2PID_RECORD_ACCOUNT, "{" PHONE "\"tail\":\"471x\"," AFTER,
    P2PID_ERR_FORMAT },
  { P2PID_RECORD_ACCOUNT, "{" PHONE "\"tail\":4711," AFTER, P2PID_ERR_FORMAT },
  { P2PID_RECORD_AGREE, "{}", P2PID_ERR_FORMAT },
  /* Presentations. */
  { P2PID_RECORD_IDENTIFY, "{" SIGNED "\ny", P2PID_ERR_FORMAT },
  { P2PID_RECORD_IDENTIFY, "{\"method\":\"\"," SIGNED "\ny", P2PID_ERR_FORMAT },
  { P2PID_RECORD_IDENTIFY, "{\"method\":\"X\"," SIGNED "\ny",
    P2PID_ERR_FORMAT },
  { P2PID_RECORD_IDENTIFY,
    "{\"method\":\"abcdefghijklmnopqrstuvwxyz0123456\"," SIGNED "\ny",
    P2PID_ERR_FORMAT },
  /* Evidence and role: none, too many lines, a line in the wrong place. */
  { P2PID_RECORD_IDENTIFY, "", P2PID_ERR_FORMAT },
  { P2PID_RECORD_IDENTIFY, "\n", P2PID_ERR_FORMAT },
  { P2PID_RECORD_IDENTIFY, "\ny", P2PID_ERR_FORMAT },
  { P2PID_RECORD_IDENTIFY, SHOWN, P2PID_ERR_FORMAT },
  { P2PID_RECORD_IDENTIFY, SHOWN "y", P2PID_ERR_FORMAT },
  { P2PID_RECORD_IDENTIFY, SHOWN "\n", P2PID_ERR_FORMAT },
  { P2PID_RECORD_IDENTIFY, SHOWN "\n\n", P2PID_ERR_FORMAT },
  { P2PID_RECORD_IDENTIFY, SHOWN "\n\ny", P2PID_ERR_FORMAT },
  { P2PID_RECORD_IDENTIFY, SHOWN "\ny\n", P2PID_ERR_FORMAT },
  { P2PID_RECORD_IDENTIFY, SHOWN "\ny\nz\n", P2PID_ERR_FORMAT },
  { P2PID_RECORD_IDENTIFY, SHOWN "\ny\n\nz", P2PID_ERR_FORMAT },
  { P2PID_RECORD_IDENTIFY, SHOWN "\ny\nz\nz", P2PID_ERR_FORMAT },
  { P2PID_RECORD_IDENTIFY, "\n" SHOWN "\ny", P2PID_ERR_FORMAT },
  { P2PID_RECORD_IDENTIFY, "{\"method\":\"x\",\n" SIGNED "\ny",
    P2PID_ERR_FORMAT },
  { P2PID_RECORD_IDENTIFY, SHOWN "\r\ny\r", P2PID_ERR_FORMAT },
  { P2PID_RECORD_IDENTIFY, SHOWN "\ny\tz", P2PID_ERR_FORMAT },
  { P2PID_RECORD_IDENTIFY, SHOWN "\né", P2PID_ERR_FORMAT },
  { P2PID_RECORD_IDENTIFY, SHOWN "\ny\x7f", P2PID_ERR_FORMAT },
  { P2PID_RECORD_IDENTIFY, SHOWN "\ny\n\x1f", P2PID_ERR_FORMAT },
  { P2PID_RECORD_IDENTIFY, SHOWN "\ny\nz\x80", P2PID_ERR_FORMAT },
  /* Inside the JSON they are not, beside the lines or in their stead. */
  { P2PID_RECORD_IDENTIFY, SHOW ("\"evidence\":\"y\","), P2PID_ERR_FORMAT },
  { P2PID_RECORD_IDENTIFY, SHOW ("\"ev\\u0069dence\":null,"),
    P2PID_ERR_FORMAT },
  { P2PID_RECORD_IDENTIFY, SHOW ("\"role\":\"z\","), P2PID_ERR_FORMAT },
  { P2PID_RECORD_IDENTIFY, SHOW ("\"evidence\":\"y\",\"crit\":[\"evidence\"],"),
    P2PID_ERR_VERSION },
  { P2PID_RECORD_IDENTIFY, "{\"method\":\"x\",\"evidence\":\"y\"," SIGNED,
    P2PID_ERR_FORMAT },
  /* No other body has lines behind it. */
  { P2PID_RECORD_DELIVERED, "{}\ny", P2PID_ERR_FORMAT },
  { P2PID_RECORD_IDENTIFY, SHOW ("\"statement\":\"\","), P2PID_ERR_FORMAT },
  { P2PID_RECORD_IDENTIFY, SHOW ("\"statement\":\"a=\","), P2PID_ERR_FORMAT },
  { P2PID_RECORD_IDENTIFY, SHOW ("\"audience\":7,"), P2PID_ERR_FORMAT },
  { P2PID_RECORD_IDENTIFY, "{\"method\":\"x\",\"time\":1}\ny",
    P2PID_ERR_FORMAT },
  { P2PID_RECORD_IDENTIFY,
    "{\"method\":\"x\",\"time\":1,\"signature\":\"AA\"}\ny", P2PID_ERR_FORMAT },
  /* The last character has bits behind the last byte. */
  { P2PID_RECORD_RECEIPT,
    "{\"signature\":"
    "\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKi"
    "ssLS4vMDEyMzQ1Njc4OTo7PD0-Px\"}",
    P2PID_ERR_FORMAT },
  { P2PID_RECORD_FINISH, "{\"th\":\"" A64 "\"}", P2PID_ERR_FORMAT },
  { P2PID_RECORD_FINISH, "{\"th\":\"" A64 "\",\"receipt\":1}",
    P2PID_ERR_FORMAT },
  /* Claims that could mislead. */
  { P2PID_RECORD_IDENTIFY, SHOW ("\"purpose\":\"\","), P2PID_ERR_TEXT },
  { P2PID_RECORD_IDENTIFY, SHOW ("\"purpose\":\" x\","), P2PID_ERR_TEXT },
  { P2PID_RECORD_IDENTIFY, SHOW ("\"purpose\":\"a\\u202eb\","),
    P2PID_ERR_TEXT },
  { P2PID_RECORD_IDENTIFY, SHOW ("\"audience\":\"a\\nb\","), P2PID_ERR_TEXT },
  { P2PID_RECORD_IDENTIFY, SHOW ("\"audience\":\"e\\u0301\","),
    P2PID_ERR_TEXT },
  /* What no JSON may be. */
  { P2PID_RECORD_AGREE, "{\"tails\":\"none\",\"tails\":\"same\"}",
    P2PID_ERR_FORMAT },
  { P2PID_RECORD_AGREE, "{\"tails\":\"none\\u0000\"}", P2PID_ERR_FORMAT },
  { P2PID_RECORD_IDENTIFY, SHOW ("\"purpose\":\"\\ud800\","),
    P2PID_ERR_FORMAT },
  { P2PID_RECORD_IDENTIFY, SHOW ("\"purpose\":\"\xc0\xaf\","),
    P2PID_ERR_FORMAT },
  { P2PID_RECORD_DELIVERED, "", P2PID_ERR_FORMAT },
  { P2PID_RECORD_DELIVERED, "[]", P2PID_ERR_FORMAT },
  { P2PID_RECORD_DELIVERED, "{}{}", P2PID_ERR_FORMAT },
  { P2PID_RECORD_DELIVERED, "{\"a\":[[[[[[[[1]]]]]]]]}", P2PID_ERR_FORMAT },
  /* What must be understood. */
  { P2PID_RECORD_DELIVERED, "{\"new\":1,\"crit\":[\"new\"]}",
    P2PID_ERR_VERSION },
  { P2PID_RECORD_STOP, "{\"reason\":\"x\",\"new\":1,\"crit\":[\"new\"]}",
    P2PID_ERR_VERSION },
  { P2PID_RECORD_DELIVERED, "{\"crit\":[\"new\"]}", P2PID_ERR_FORMAT },
  { P2PID_RECORD_DELIVERED, "{\"crit\":\"new\",\"new\":1}", P2PID_ERR_FORMAT },
  { P2PID_RECORD_DELIVERED, "{\"crit\":[1]}", P2PID_ERR_FORMAT },
  { (p2pid_record_type) 0, "{}", P2PID_ERR_VERSION },
  { (p2pid_record_type) 10, "{}", P2PID_ERR_VERSION },
  { (p2pid_record_type) 255, "{}", P2PID_ERR_VERSION },
};

#define N_BAD ((int) (sizeof bad / sizeof bad[0]))

START_TEST (refuses_what_does_not_belong)
{
  ck_assert_int_eq (parse (bad[_i].type, bad[_i].body), bad[_i].err);
  ck_assert_ptr_null (memory);
  ck_assert_int_eq (record.type, 0);
}
END_TEST

START_TEST (ignores_what_may_be_ignored)
{
  ck_assert_int_eq (parse (P2PID_RECORD_DELIVERED, "{\"new\":[{\"a\":1.5}]}"),
                    P2PID_OK);
  ck_assert_int_eq (
      parse (P2PID_RECORD_AGREE, " { \"tails\" : \"same\", \"new\" : null } "),
      P2PID_OK);
  ck_assert_int_eq (record.agree.tails, P2PID_TAILS_SAME);
  ck_assert_int_eq (
      parse (P2PID_RECORD_AGREE, "{\"tails\":\"same\",\"crit\":[\"tails\"]}"),
      P2PID_OK);
  ck_assert_int_eq (parse (P2PID_RECORD_AGREE, "\n{\"tails\":\n\"same\"}\n"),
                    P2PID_OK);
  ck_assert_int_eq (
      parse (P2PID_RECORD_IDENTIFY, "\t" SHOW ("\r\"new\" : {},\t")), P2PID_OK);
  assert_text (record.identify.evidence, "y");
}
END_TEST

/* The longest of everything, in one record that still fits its frame. */
START_TEST (carries_the_longest_presentation)
{
  static char evidence[P2PID_RECORD_EVIDENCE_MAX + 1];
  static char statement[P2PID_RECORD_STATEMENT_MAX + 2];
  char claim[P2PID_CLAIM_MAX + 1] = "";
  p2pid_record all = { .type = P2PID_RECORD_IDENTIFY };
  p2pid_buffer *body = NULL, *plain = NULL;

  memset (evidence, 'e', sizeof evidence);
  memset (statement, 's', P2PID_RECORD_STATEMENT_MAX);
  for (size_t i = 0; i < P2PID_CLAIM_CHARACTERS_MAX; i++)
    strcat (claim, "\U00020000"); /* four bytes */
  all.identify.method = "abcdefghijklmnopqrstuvwxyz-01234";
  all.identify.statement = statement;
  all.identify.evidence =
      (p2pid_bytes){ (uint8_t *) evidence, P2PID_RECORD_EVIDENCE_MAX };
  all.identify.audience = all.identify.purpose = claim;
  all.identify.time = P2PID_TIME_MAX;

  ck_assert_int_eq (p2pid_record_print (&all, &body), P2PID_OK);
  ck_assert_int_eq (
      p2pid_record_frame (all.type, p2pid_buffer_bytes (body), &plain),
      P2PID_OK);
  ck_assert_int_eq (parse (all.type, (char *) body->data), P2PID_OK);
  ck_assert (
      p2pid_bytes_equal (record.identify.evidence, all.identify.evidence));
  ck_assert_str_eq (record.identify.purpose, claim);
  p2pid_buffer_free (body);
  p2pid_buffer_free (plain);

  /* One character more of either is too much, and so is a role. */
  all.identify.evidence.size++;
  ck_assert_int_eq (p2pid_record_print (&all, &body), P2PID_OK);
  ck_assert_int_eq (parse (all.type, (char *) body->data), P2PID_ERR_FORMAT);
  p2pid_buffer_free (body);
  all.identify.evidence.size--;
  all.identify.role = p2pid_bytes_from_text ("r");
  ck_assert_int_eq (p2pid_record_print (&all, &body), P2PID_OK);
  ck_assert_int_eq (parse (all.type, (char *) body->data), P2PID_ERR_FORMAT);
  p2pid_buffer_free (body);
  all.identify.evidence.size--;
  ck_assert_int_eq (p2pid_record_print (&all, &body), P2PID_OK);
  ck_assert_int_eq (parse (all.type, (char *) body->data), P2PID_OK);
  p2pid_buffer_free (body);
  statement[P2PID_RECORD_STATEMENT_MAX] = 's';
  ck_assert_int_eq (p2pid_record_print (&all, &body), P2PID_OK);
  ck_assert_int_eq (parse (all.type, (char *) body->data), P2PID_ERR_FORMAT);
  p2pid_buffer_free (body);
}
END_TEST

START_TEST (prints_nothing_that_is_too_large)
{
  p2pid_buffer *evidence = NULL, *body = NULL;
  p2pid_record large = { .type = P2PID_RECORD_IDENTIFY };

  ck_assert_int_eq (p2pid_buffer_new (P2PID_RECORD_MAX, &evidence), P2PID_OK);
  memset (evidence->data, 'e', evidence->size);
  large.identify.method = "x";
  large.identify.evidence = p2pid_buffer_bytes (evidence);
  ck_assert_int_eq (p2pid_record_print (&large, &body), P2PID_ERR_SIZE);
  ck_assert_ptr_null (body);
  p2pid_buffer_free (evidence);
}
END_TEST

START_TEST (takes_no_body_that_is_too_large)
{
  p2pid_buffer *body = NULL;

  ck_assert_int_eq (p2pid_buffer_new (P2PID_RECORD_BODY_MAX + 1, &body),
                    P2PID_OK);
  memset (body->data, ' ', body->size);
  body->data[0] = '{';
  body->data[body->size - 1] = '}';
  ck_assert_int_eq (p2pid_record_parse (P2PID_RECORD_DELIVERED,
                                        p2pid_buffer_bytes (body), &record,
                                        &memory),
                    P2PID_ERR_SIZE);
  ck_assert_int_eq (p2pid_record_parse (P2PID_RECORD_IDENTIFY,
                                        p2pid_buffer_bytes (body), &record,
                                        &memory),
                    P2PID_ERR_SIZE);
  body->data[body->size - 2] = '}';
  body->size--;
  ck_assert_int_eq (p2pid_record_parse (P2PID_RECORD_DELIVERED,
                                        p2pid_buffer_bytes (body), &record,
                                        &memory),
                    P2PID_OK);
  p2pid_buffer_free (body);
}
END_TEST

START_TEST (every_type_has_a_name)
{
  ck_assert_str_eq (p2pid_record_type_name (P2PID_RECORD_ACCOUNT), "account");
  ck_assert_str_eq (p2pid_record_type_name (P2PID_RECORD_STOP), "stop");
  ck_assert_ptr_null (p2pid_record_type_name ((p2pid_record_type) 0));
  ck_assert_ptr_null (p2pid_record_type_name ((p2pid_record_type) 10));
}
END_TEST

/* Bodies of these sizes, at and around the steps of the padding. */
static const struct {
  size_t body, plain;
} sizes[] = { { 0, 1024 },
              { 1, 1024 },
              { 1021, 1024 },
              { 1022, 2048 },
              { 2045, 2048 },
              { 2046, 3072 },
              { P2PID_RECORD_BODY_MAX, P2PID_RECORD_MAX } };

static p2pid_buffer *
frame_of (size_t size)
{
  p2pid_buffer *body = NULL, *plain = NULL;

  ck_assert_int_eq (p2pid_buffer_new (size, &body), P2PID_OK);
  memset (body->data, 'b', size);
  ck_assert_int_eq (p2pid_record_frame (P2PID_RECORD_SHOWN,
                                        p2pid_buffer_bytes (body), &plain),
                    P2PID_OK);
  p2pid_buffer_free (body);
  return plain;
}

START_TEST (frames_come_apart_again)
{
  p2pid_buffer *plain = frame_of (sizes[_i].body);
  p2pid_record_type type;
  p2pid_bytes body;

  ck_assert_uint_eq (plain->size, sizes[_i].plain);
  ck_assert_uint_eq (plain->data[0], P2PID_RECORD_SHOWN);
  ck_assert_uint_eq (plain->data[1], sizes[_i].body >> 8);
  ck_assert_uint_eq (plain->data[2], sizes[_i].body & 0xff);
  ck_assert_int_eq (
      p2pid_record_unframe (p2pid_buffer_bytes (plain), &type, &body),
      P2PID_OK);
  ck_assert_int_eq (type, P2PID_RECORD_SHOWN);
  ck_assert_uint_eq (body.size, sizes[_i].body);
  ck_assert_ptr_eq (body.data, plain->data + 3);
  p2pid_buffer_free (plain);
}
END_TEST

START_TEST (frames_have_an_end)
{
  p2pid_buffer *body = NULL, *plain = NULL;

  ck_assert_int_eq (p2pid_buffer_new (P2PID_RECORD_BODY_MAX + 1, &body),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_record_frame (P2PID_RECORD_SHOWN,
                                        p2pid_buffer_bytes (body), &plain),
                    P2PID_ERR_SIZE);
  ck_assert_ptr_null (plain);
  p2pid_buffer_free (body);
}
END_TEST

static p2pid_err
unframe (const p2pid_buffer *plain, size_t size)
{
  p2pid_record_type type = P2PID_RECORD_STOP;
  p2pid_bytes body = { NULL, 77 };
  p2pid_err err =
      p2pid_record_unframe ((p2pid_bytes){ plain->data, size }, &type, &body);

  if (err != P2PID_OK) {
    ck_assert_int_eq (type, P2PID_RECORD_STOP);
    ck_assert_uint_eq (body.size, 77);
  }
  return err;
}

START_TEST (refuses_padding_with_a_message)
{
  p2pid_buffer *plain = frame_of (sizes[_i].body);

  for (size_t i = 3 + sizes[_i].body; i < plain->size; i++) {
    plain->data[i] = 1;
    ck_assert_int_eq (unframe (plain, plain->size), P2PID_ERR_FORMAT);
    plain->data[i] = 0;
  }
  if (plain->size > 3 + sizes[_i].body) {
    memset (plain->data + 3 + sizes[_i].body, 1,
            plain->size - 3 - sizes[_i].body);
    ck_assert_int_eq (unframe (plain, plain->size), P2PID_ERR_FORMAT);
  }
  p2pid_buffer_free (plain);
}
END_TEST

START_TEST (refuses_a_frame_of_another_length)
{
  p2pid_buffer *plain = frame_of (1500);

  for (size_t cut = 0; cut < plain->size; cut++)
    ck_assert_int_eq (unframe (plain, cut), P2PID_ERR_FORMAT);

  /* A size past the end, and one that the padding is too long for. */
  plain->data[1] = 0xff;
  ck_assert_int_eq (unframe (plain, plain->size), P2PID_ERR_FORMAT);
  memset (plain->data + 1, 0, plain->size - 1);
  ck_assert_int_eq (unframe (plain, plain->size), P2PID_ERR_FORMAT);
  p2pid_buffer_free (plain);
}
END_TEST

START_TEST (refuses_a_frame_past_the_largest)
{
  size_t size = P2PID_RECORD_MAX + P2PID_RECORD_PADDING;
  p2pid_buffer *plain = NULL;

  ck_assert_int_eq (p2pid_buffer_new (size, &plain), P2PID_OK);
  plain->data[0] = P2PID_RECORD_STOP;
  plain->data[1] = (uint8_t) ((size - 3) >> 8);
  plain->data[2] = (uint8_t) (size - 3);
  ck_assert_int_eq (unframe (plain, plain->size), P2PID_ERR_FORMAT);
  p2pid_buffer_free (plain);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("record");
  TCase *bodies = tcase_create ("bodies");
  TCase *frames = tcase_create ("frames");

  tcase_add_checked_fixture (bodies, start, end);
  tcase_add_loop_test (bodies, bodies_come_back_as_they_were, 0, N_GOOD);
  tcase_add_test (bodies, members_land_where_they_belong);
  tcase_add_test (bodies, what_is_left_out_is_empty);
  tcase_add_loop_test (bodies, refuses_every_truncation, 0, N_GOOD);
  tcase_add_test (bodies, takes_each_length_of_evidence);
  tcase_add_loop_test (bodies, survives_every_flipped_byte, 0, N_GOOD);
  tcase_add_loop_test (bodies, refuses_what_does_not_belong, 0, N_BAD);
  tcase_add_test (bodies, ignores_what_may_be_ignored);
  tcase_add_test (bodies, carries_the_longest_presentation);
  tcase_add_test (bodies, prints_nothing_that_is_too_large);
  tcase_add_test (bodies, takes_no_body_that_is_too_large);
  tcase_add_test (bodies, every_type_has_a_name);
  suite_add_tcase (suite, bodies);

  tcase_add_loop_test (frames, frames_come_apart_again, 0, 7);
  tcase_add_test (frames, frames_have_an_end);
  tcase_add_loop_test (frames, refuses_padding_with_a_message, 0, 7);
  tcase_add_test (frames, refuses_a_frame_of_another_length);
  tcase_add_test (frames, refuses_a_frame_past_the_largest);
  suite_add_tcase (suite, frames);
  return harness_run (suite);
}
