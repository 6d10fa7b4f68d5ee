/* wire/text.h: what people may be shown, and which names are the same. */

#include "harness.h"

#include "p2pid/account.h"
#include "wire/text.h"

#include <stdlib.h>
#include <unistr.h>

static p2pid_err
check (const char *text)
{
  return p2pid_text_check (p2pid_bytes_from_text (text),
                           P2PID_CLAIM_CHARACTERS_MAX);
}

static const char *const good[] = {
  "A",
  "Anna Andersson",
  "the bathroom, 14:00; ~100 € (\"as agreed\")",
  "Åsa Öberg-Ñandú",
  "Łódź",
  "Анна Каренина",
  "Ελένη",
  "שרה כהן",
  "محمد علي",
  "王小明",
  "김철수",
  "नमस्ते",
  "ประเทศไทย",
  "x\u0323\u0301\u0302\u0303", /* four marks on one letter */
  "\U0001f6c1 bath",
  "\ufffd",
};

START_TEST (shows_what_people_write)
{
  ck_assert_int_eq (check (good[_i]), P2PID_OK);
}
END_TEST

static const char *const bad[] = {
  "",
  /* Spaces. */
  " ",
  " a",
  "a ",
  "a  b",
  "a\u00a0b",
  "a\u2003b",
  "a\u3000b",
  "a\u2028b",
  "a\u2029b",
  /* Controls. */
  "a\tb",
  "a\nb",
  "a\rb",
  "a\x1b[31mb",
  "a\x7f",
  "a\xc2\x85",
  "\xc2\x9b",
  /* Bidi controls, joiners, and what draws nothing. */
  "a\u202eb",
  "a\u202ab",
  "a\u2066b\u2069",
  "a\u200fb",
  "a\u061cb",
  "a\u200bb",
  "a\u200cb",
  "a\u200db",
  "a\u2060b",
  "a\u00adb",
  "\ufeffa",
  "a\u034fb",
  "a\ufe0f",
  "a\U000e0101",
  "a\U000e0041\U000e007f",
  "a\u3164b",
  "a\u115fb",
  "a\uffa0b",
  "a\u180eb",
  "a\u2800b",
  "Anna\ufffc",
  "Anna\U00013441 Ek",
  "Anna\U00013442 Ek",
  "Anna\U00016fe4 Ek",
  "Anna\U0001d159 Ek",
  "\U0001d159",
  /* Private use, not characters, unassigned. */
  "a\ue000b",
  "a\U000f0000b",
  "a\ufffe",
  "a\ufdd0",
  "a\u0378",
  "a\U0010ffff",
  /* Not NFC. */
  "e\u0301",
  "A\u030a",
  "\u212b",
  "\u0344",
  "a\u0301\u0323", /* marks in the wrong order */
  "\u1100\u1161",
  /* Marks with nothing below, and a tower of them. */
  "\u0301",
  "\u0301a",
  "a \u0338b",
  "x\u0323\u0301\u0302\u0303\u0304",
  /* Not UTF-8. */
  "\x80",
  "a\xff",
  "\xc0\xaf",
  "\xc1\xbf",
  "\xe0\x80\xaf",
  "\xf0\x80\x80\xaf",
  "\xed\xa0\x80",
  "\xed\xa0\xbd\xed\xb8\x80",
  "\xf4\x90\x80\x80",
  "\xc3",
  "a\xe2\x82",
};

START_TEST (refuses_what_could_mislead)
{
  ck_assert_int_eq (check (bad[_i]), P2PID_ERR_TEXT);
}
END_TEST

START_TEST (refuses_a_nul)
{
  static const uint8_t ascii[] = { 'a', 0, 'b' };
  static const uint8_t other[] = { 0xc3, 0xa5, 0, 'b' };

  ck_assert_int_eq (p2pid_text_check (P2PID_BYTES (ascii), 140),
                    P2PID_ERR_TEXT);
  ck_assert_int_eq (p2pid_text_check (P2PID_BYTES (other), 140),
                    P2PID_ERR_TEXT);
}
END_TEST

static void
check_length (const char *character)
{
  char text[P2PID_CLAIM_MAX + 8] = "";

  for (unsigned i = 0; i < P2PID_CLAIM_CHARACTERS_MAX; i++)
    strcat (text, character);
  ck_assert_int_eq (check (text), P2PID_OK);
  strcat (text, character);
  ck_assert_int_eq (check (text), P2PID_ERR_TEXT);
}

START_TEST (counts_characters)
{
  check_length ("a");
  check_length ("å");
  check_length ("王");
  check_length ("\U0001f6c1");
}
END_TEST

/* Every code point of the first two planes, and some of each other, alone in
 * a text: most that are assigned are shown, and none in the ranges that will
 * never have a visible form. */
START_TEST (looks_at_each_code_point)
{
  unsigned shown = 0;

  for (uint32_t c = 1; c < 0x110000; c += c < 0x20000 ? 1 : 0x101) {
    uint8_t text[4];
    int size = u8_uctomb (text, c, sizeof text);
    p2pid_bytes bytes = { text, (size_t) size };

    if (size < 0) {
      ck_assert (c >= 0xd800 && c < 0xe000); /* surrogates */
      continue;
    }
    if (p2pid_text_check (bytes, 1) == P2PID_OK) {
      shown++;
      ck_assert (c > 0x20 && (c < 0x7f || c > 0xa0));
      ck_assert (c < 0xe000 || c > 0xf8ff); /* private use */
      ck_assert (c < 0xe0000);              /* tags, private use */
      ck_assert ((c & 0xfffe) != 0xfffe);   /* not characters */
    }
  }
  ck_assert_uint_gt (shown, 75000);
}
END_TEST

static const struct {
  const char *a, *b;
  bool same;
} names[] = {
  { "Anna Andersson", "anna ANDERSSON", true },
  { "Åsa", "A\u030aSA", true },
  { "Åsa", "\u212bsa", true },
  { "Straße", "STRASSE", true },
  { "ΟΔΥΣΣΕΥΣ", "οδυσσευς", true },
  { "Anna  Maria", " Anna\u00a0Maria\t", true },
  { "Anna\u2028Maria", "Anna\u3000\u2003Maria", true },
  { "ﬁn", "FIN", true },
  { "Ａnna", "anna", true },
  { "", "", true },
  { "", "  ", true },
  { "Anna", "Anne", false },
  { "Anna Maria", "AnnaMaria", false },
  { "Åsa", "Asa", false },
  { "Anna", "Anna A", false },
  { "Аnna", "Anna", false }, /* the first is Cyrillic */
  { "Anna", "", false },
  { "a\xff", "a\xff", false },
  { NULL, "Anna", false },
  { "Anna", NULL, false },
  { NULL, NULL, false },
};

/* Of the words of one name, whether they are all in another. */
static const struct {
  const char *part, *whole;
  bool is;
} parts[] = {
  { "Björn Åkesson", "Björn Åkesson", true },
  { "Björn", "Björn Åkesson", true },
  { "Åkesson", "Björn Åkesson", true },
  { "Åkesson Björn", "Björn Åkesson", true },
  { "Björn Åkesson", "Björn Erik Åkesson", true },
  { "Erik", "Björn Erik Åkesson", true },
  { "af Klint", "Anna af Klint", true },
  { "BJÖRN", "Björn Åkesson", true },
  { "Bjo\u0308rn", "Björn Åkesson", true },
  { "  björn\u00a0\tåkesson ", "Björn Åkesson", true },
  { "Björn", "Björn", true },
  { "Björn Björn", "Björn Erik Björn", true },

  { "Bjö", "Björn Åkesson", false },
  { "jörn", "Björn Åkesson", false },
  { "B", "Björn Åkesson", false },
  { "Bjorn", "Björn Åkesson", false },
  { "Björn Å", "Björn Åkesson", false },
  { "BjörnÅkesson", "Björn Åkesson", false },
  { "Björns", "Björn Åkesson", false },
  { "Björn!", "Björn Åkesson", false },
  { "Björn, Åkesson", "Björn Åkesson", false },
  { "Björn Åkessons bank", "Björn Åkesson", false },
  { "Banken Björn Åkesson", "Björn Åkesson", false },
  { "Björn Åkesson Lind", "Björn Åkesson", false },
  { "Björn Björn", "Björn Åkesson", false },
  { "Björn Björn Åkesson", "Björn Åkesson", false },
  { "Anna", "Anna-Karin Lind", false },
  { "Вjörn", "Björn Åkesson", false }, /* the first is Cyrillic */
  { "", "Björn Åkesson", false },
  { "  ", "Björn Åkesson", false },
  { "Björn", "", false },
  { "\xff", "\xff", false },
  { NULL, "Björn", false },
  { "Björn", NULL, false },
};

START_TEST (a_part_of_a_name_has_none_but_its_words)
{
  ck_assert_msg (p2pid_text_is_part (parts[_i].part, parts[_i].whole) ==
                     parts[_i].is,
                 "“%s” in “%s”", parts[_i].part, parts[_i].whole);
}
END_TEST

/* A byte by itself, first, last and in the middle. */
START_TEST (a_line_and_a_word_are_of_printable_ascii)
{
  for (unsigned byte = 0; byte <= 0xff; byte++) {
    uint8_t text[] = { byte, 'a', byte, 'b', byte };
    bool line = byte >= 0x20 && byte <= 0x7e, word = line && byte != ' ';

    for (size_t size = 1; size <= sizeof text; size++) {
      p2pid_bytes bytes = { text, size };

      ck_assert_int_eq (p2pid_text_is_line (bytes), line);
      ck_assert_int_eq (p2pid_text_is_word (bytes), word);
    }
    ck_assert_int_eq (p2pid_text_is_word ((p2pid_bytes){ text + 1, 2 }), word);
  }
  ck_assert (!p2pid_text_is_line ((p2pid_bytes){ NULL, 0 }));
  ck_assert (!p2pid_text_is_word ((p2pid_bytes){ NULL, 0 }));
}
END_TEST

START_TEST (the_same_name_is_the_same)
{
  ck_assert (p2pid_text_same (names[_i].a, names[_i].b) == names[_i].same);
  ck_assert (p2pid_text_same (names[_i].b, names[_i].a) == names[_i].same);
}
END_TEST

#define N(array) ((int) (sizeof (array) / sizeof (array)[0]))

int
main (void)
{
  Suite *suite = suite_create ("text");
  TCase *tcase = tcase_create ("text");

  tcase_set_timeout (tcase, 60);
  tcase_add_loop_test (tcase, shows_what_people_write, 0, N (good));
  tcase_add_loop_test (tcase, refuses_what_could_mislead, 0, N (bad));
  tcase_add_test (tcase, refuses_a_nul);
  tcase_add_test (tcase, counts_characters);
  tcase_add_test (tcase, looks_at_each_code_point);
  tcase_add_test (tcase, a_line_and_a_word_are_of_printable_ascii);
  tcase_add_loop_test (tcase, the_same_name_is_the_same, 0, N (names));
  tcase_add_loop_test (tcase, a_part_of_a_name_has_none_but_its_words, 0,
                       N (parts));
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
