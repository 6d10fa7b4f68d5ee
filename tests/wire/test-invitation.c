/* p2pid/invitation.h: addresses have one form, invitations one text, and a QR
 * code of any of them can be scanned from a telephone. */

#include "harness.h"

#include "p2pid/invitation.h"

#include <qrencode.h>
#include <stdio.h>
#include <stdlib.h>

#define S43 "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"

static p2pid_invitation invitation;
static char origin[P2PID_ORIGIN_MAX + 1];

static void
start (void)
{
  harness_seed (0x696e7669);
  memset (&invitation, 0, sizeof invitation);
  strcpy (origin, "untouched");
}

static const struct {
  const char *text, *normal;
} origins[] = {
  { "https://relay.example", "https://relay.example" },
  { "https://relay.example/", "https://relay.example" },
  { "HTTPS://Relay.EXAMPLE:443", "https://relay.example" },
  { "https://relay.example:8443", "https://relay.example:8443" },
  { "https://relay.example:80/", "https://relay.example:80" },
  { "https://relay.example:65535", "https://relay.example:65535" },
  { "https://relay.example:1", "https://relay.example:1" },
  { "https://a", "https://a" },
  { "https://3.a-b.xn--rksmrgs-5wao1o.se",
    "https://3.a-b.xn--rksmrgs-5wao1o.se" },
  { "https://192.0.2.1", "https://192.0.2.1" },
  { "https://[2001:DB8:0:0:0:0:0:1]:8443", "https://[2001:db8::1]:8443" },
  { "https://[1:0:0:2:0:0:0:3]", "https://[1:0:0:2::3]" },
  { "http://localhost:8080", "http://localhost:8080" },
  { "http://LOCALHOST:80/", "http://localhost" },
  { "http://127.0.0.1:8080", "http://127.0.0.1:8080" },
  { "http://127.255.255.255", "http://127.255.255.255" },
  { "http://10.0.0.0", "http://10.0.0.0" },
  { "http://10.255.255.255:443", "http://10.255.255.255:443" },
  { "http://172.16.0.1", "http://172.16.0.1" },
  { "http://172.31.255.255", "http://172.31.255.255" },
  { "http://192.168.1.20:40000", "http://192.168.1.20:40000" },
  { "http://169.254.3.4", "http://169.254.3.4" },
  { "http://[::1]:8080", "http://[::1]:8080" },
  { "http://[fe80::1]", "http://[fe80::1]" },
  { "http://[febf::1]", "http://[febf::1]" },
  { "http://[fc00::1]", "http://[fc00::1]" },
  { "http://[FDFF::1]", "http://[fdff::1]" },
  { "http://anna.local:40000", "http://anna.local:40000" },
};

#define N_ORIGINS ((int) (sizeof origins / sizeof origins[0]))

START_TEST (addresses_have_one_form)
{
  char again[P2PID_ORIGIN_MAX + 1];

  ck_assert_int_eq (p2pid_origin_parse (origins[_i].text, origin), P2PID_OK);
  ck_assert_str_eq (origin, origins[_i].normal);
  ck_assert_int_eq (p2pid_origin_parse (origin, again), P2PID_OK);
  ck_assert_str_eq (again, origin);
}
END_TEST

static const char *const no_origins[] = {
  "",
  "/",
  "relay.example",
  "//relay.example",
  "https:relay.example",
  "https:/relay.example",
  "https://",
  "https:///",
  "https://relay.example//",
  "ftp://relay.example",
  "ws://localhost",
  "httpss://relay.example",
  " https://relay.example",
  "https://relay.example ",
  "https://relay.example\n",
  "https://relay.example/path",
  "https://relay.example?query",
  "https://relay.example#fragment",
  "https://user@relay.example",
  "https://user:word@relay.example",
  "https://relay.example@other.example",
  "https://relay.example\\@other.example",
  "https://relay.example%2eother",
  "https://relay..example",
  "https://.relay.example",
  "https://relay.example.",
  "https://-relay.example",
  "https://relay-.example",
  "https://relay_1.example",
  "https://r\u00e4ksm\u00f6rg\u00e5s.se",
  "https://relay\u3002example",
  "https://\uff52elay.example",
  "https://relay.example:",
  "https://relay.example:0",
  "https://relay.example:00443",
  "https://relay.example:0443",
  "https://relay.example:65536",
  "https://relay.example:4294967739",
  "https://relay.example:99999999999999999999999",
  "https://relay.example:-1",
  "https://relay.example:+443",
  "https://relay.example: 443",
  "https://relay.example:443x",
  "https://relay.example:443:443",
  "https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.b",
  /* Odd ways to write a number. */
  "https://192.0.2",
  "https://192.0.2.256",
  "https://192.0.2.01",
  "https://192.0.2.1.1",
  "https://3221225985",
  "https://0xc0000201",
  "https://0x7f.1",
  "https://relay.7",
  "https://relay.0x7f",
  "https://[192.0.2.1]",
  "https://[::1",
  "https://::1",
  "https://[::1]x",
  "https://[::1]]",
  "https://[]",
  "https://[fe80::1%25eth0]",
  "https://[fe80::1%eth0]",
  "https://[::g]",
  "https://[::]",
  "https://[::2]",
  "https://[::192.0.2.1]",
  "https://[::ffff:192.0.2.1]",
  "https://[1:2:3:4:5:6:7:8:9]",
  /* http in the open. */
  "http://relay.example",
  "http://localhost.example",
  "http://notlocalhost",
  "http://local",
  "http://.local",
  "http://xlocal",
  "http://anna.local.example",
  "http://192.0.2.1",
  "http://9.255.255.255",
  "http://11.0.0.0",
  "http://126.255.255.255",
  "http://128.0.0.1",
  "http://172.15.255.255",
  "http://172.32.0.0",
  "http://192.167.255.255",
  "http://192.169.0.0",
  "http://169.253.255.255",
  "http://169.255.0.0",
  "http://10.0.0.1.example",
  "http://[::2]",
  "http://[::]",
  "http://[fe7f::1]",
  "http://[fec0::1]",
  "http://[fbff::1]",
  "http://[fe00::1]",
  "http://[2001:db8::1]",
  "http://[::ffff:127.0.0.1]",
};

#define N_NO_ORIGINS ((int) (sizeof no_origins / sizeof no_origins[0]))

START_TEST (refuses_what_is_no_address)
{
  ck_assert_int_eq (p2pid_origin_parse (no_origins[_i], origin),
                    P2PID_ERR_FORMAT);
  ck_assert_str_eq (origin, "untouched");
}
END_TEST

/* An origin of exactly @p size bytes. */
static void
make_origin (char *out, size_t size)
{
  size_t at = (size_t) sprintf (out, "https://");

  for (; at < size; at++)
    out[at] = (at - 7) % 32 == 0 && at + 1 < size ? '.' : 'a';
  out[at] = '\0';
}

START_TEST (addresses_have_a_longest)
{
  char text[P2PID_ORIGIN_MAX + 2];

  make_origin (text, P2PID_ORIGIN_MAX);
  ck_assert_int_eq (p2pid_origin_parse (text, origin), P2PID_OK);
  ck_assert_str_eq (origin, text);
  strcpy (origin, "untouched");
  make_origin (text, P2PID_ORIGIN_MAX + 1);
  ck_assert_int_eq (p2pid_origin_parse (text, origin), P2PID_ERR_SIZE);
  ck_assert_str_eq (origin, "untouched");
}
END_TEST

static const struct {
  const char *origin, *uri, *link;
} invitations[] = {
  { "https://relay.example", "p2pid:1?r=relay.example&s=" S43,
    "https://relay.example/i#1." S43 },
  { "https://relay.example:8443", "p2pid:1?r=relay.example:8443&s=" S43,
    "https://relay.example:8443/i#1." S43 },
  { "https://[2001:db8::1]", "p2pid:1?r=[2001:db8::1]&s=" S43,
    "https://[2001:db8::1]/i#1." S43 },
  { "http://192.168.1.20:40000", "p2pid:1?r=http://192.168.1.20:40000&s=" S43,
    "http://192.168.1.20:40000/i#1." S43 },
  { "http://[fe80::1]:40000", "p2pid:1?r=http://[fe80::1]:40000&s=" S43,
    "http://[fe80::1]:40000/i#1." S43 },
};

#define N_INVITATIONS ((int) (sizeof invitations / sizeof invitations[0]))

/* The origin of a case, and the secret 00 01 … 1f. */
static p2pid_invitation
make_invitation (const char *relay)
{
  p2pid_invitation made = { 0 };

  for (uint8_t i = 0; i < sizeof made.secret; i++)
    made.secret[i] = i;
  strcpy (made.origin, relay);
  return made;
}

static p2pid_err
parse (const char *text)
{
  return p2pid_invitation_parse (text, &invitation);
}

START_TEST (invitations_have_one_text)
{
  p2pid_invitation made = make_invitation (invitations[_i].origin);
  p2pid_buffer *text = NULL;

  ck_assert_int_eq (p2pid_invitation_print (&made, &text), P2PID_OK);
  ck_assert_str_eq ((char *) text->data, invitations[_i].uri);
  ck_assert_uint_eq (text->size, strlen (invitations[_i].uri));
  p2pid_buffer_free (text);

  ck_assert_int_eq (p2pid_invitation_print_link (&made, &text), P2PID_OK);
  ck_assert_str_eq ((char *) text->data, invitations[_i].link);
  ck_assert_uint_eq (text->size, strlen (invitations[_i].link));
  p2pid_buffer_free (text);

  ck_assert_int_eq (parse (invitations[_i].uri), P2PID_OK);
  ck_assert_mem_eq (&invitation, &made, sizeof made);
  memset (&invitation, 0, sizeof invitation);
  ck_assert_int_eq (parse (invitations[_i].link), P2PID_OK);
  ck_assert_mem_eq (&invitation, &made, sizeof made);
}
END_TEST

START_TEST (spaces_around_and_the_scheme_s_case_do_not_count)
{
  ck_assert_int_eq (parse (" \t\n\r"
                           "p2pid:1?r=relay.example&s=" S43 " \n"),
                    P2PID_OK);
  ck_assert_int_eq (parse ("P2PID:1?r=relay.example&s=" S43), P2PID_OK);
  ck_assert_int_eq (parse (" https://relay.example/i#1." S43 "\n"), P2PID_OK);
}
END_TEST

static const struct {
  const char *text;
  p2pid_err err;
} bad[] = {
  { "", P2PID_ERR_FORMAT },
  { "  ", P2PID_ERR_FORMAT },
  { "p2pid", P2PID_ERR_FORMAT },
  { "p2pid:", P2PID_ERR_FORMAT },
  { "p2pid:?r=relay.example&s=" S43, P2PID_ERR_FORMAT },
  { "p2pid:x?r=relay.example&s=" S43, P2PID_ERR_FORMAT },
  { "p2pid:01?r=relay.example&s=" S43, P2PID_ERR_FORMAT },
  { "p2pid:0?r=relay.example&s=" S43, P2PID_ERR_FORMAT },
  { "p2pid://1?r=relay.example&s=" S43, P2PID_ERR_FORMAT },
  { "p2pid:1&r=relay.example&s=" S43, P2PID_ERR_FORMAT },
  { "p2pid:1?s=" S43 "&r=relay.example", P2PID_ERR_FORMAT },
  { "p2pid:1?r=&s=" S43, P2PID_ERR_FORMAT },
  { "p2pid:1?r=relay.example", P2PID_ERR_FORMAT },
  { "p2pid:1?r=relay.example&s=", P2PID_ERR_FORMAT },
  { "p2pid:1?r=relay.example&s=" S43 "A", P2PID_ERR_FORMAT },
  { "p2pid:1?r=relay.example&s=" S43 "=", P2PID_ERR_FORMAT },
  { "p2pid:1?r=relay.example&s=" S43 "&x=1", P2PID_ERR_FORMAT },
  { "p2pid:1?r=relay.example&x=1&s=" S43, P2PID_ERR_FORMAT },
  { "p2pid:1?r=relay.example&s= " S43, P2PID_ERR_FORMAT },
  /* Another form of a good relay. */
  { "p2pid:1?r=https://relay.example&s=" S43, P2PID_ERR_FORMAT },
  { "p2pid:1?r=Relay.example&s=" S43, P2PID_ERR_FORMAT },
  { "p2pid:1?r=relay.example/&s=" S43, P2PID_ERR_FORMAT },
  { "p2pid:1?r=relay.example:443&s=" S43, P2PID_ERR_FORMAT },
  { "p2pid:1?r=http://192.168.1.20:80&s=" S43, P2PID_ERR_FORMAT },
  { "p2pid:1?r=http%3A%2F%2F192.168.1.20&s=" S43, P2PID_ERR_FORMAT },
  { "p2pid:1?r=HTTP://192.168.1.20&s=" S43, P2PID_ERR_FORMAT },
  { "p2pid:1?r=%5B2001:db8::1%5D&s=" S43, P2PID_ERR_FORMAT },
  { "p2pid:1?r=http://relay.example&s=" S43, P2PID_ERR_FORMAT },
  { "p2pid:1?r=user@relay.example&s=" S43, P2PID_ERR_FORMAT },
  /* Bits behind the last byte of the secret. */
  { "p2pid:1?r=relay.example&s=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9",
    P2PID_ERR_FORMAT },
  { "p2pid:1?r=relay.example&s=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh+",
    P2PID_ERR_FORMAT },
  { "https://relay.example", P2PID_ERR_FORMAT },
  { "https://relay.example/", P2PID_ERR_FORMAT },
  { "https://relay.example/i", P2PID_ERR_FORMAT },
  { "https://relay.example/i#", P2PID_ERR_FORMAT },
  { "https://relay.example/i#1", P2PID_ERR_FORMAT },
  { "https://relay.example/i#1.", P2PID_ERR_FORMAT },
  { "https://relay.example/i#" S43, P2PID_ERR_FORMAT },
  { "https://relay.example/i?1." S43, P2PID_ERR_FORMAT },
  { "https://relay.example/j#1." S43, P2PID_ERR_FORMAT },
  { "https://relay.example//i#1." S43, P2PID_ERR_FORMAT },
  { "https://relay.example:443/i#1." S43, P2PID_ERR_FORMAT },
  { "https://relay.example/i/i#1." S43, P2PID_ERR_FORMAT },
  { "https://relay.example/i#1." S43 "/i#1." S43, P2PID_ERR_FORMAT },
  { "http://relay.example/i#1." S43, P2PID_ERR_FORMAT },
  { "ftp://relay.example/i#1." S43, P2PID_ERR_FORMAT },
  { "/i#1." S43, P2PID_ERR_FORMAT },
  /* Newer kinds. */
  { "p2pid:2?r=relay.example&s=" S43, P2PID_ERR_VERSION },
  { "p2pid:2?", P2PID_ERR_VERSION },
  { "p2pid:10?anything", P2PID_ERR_VERSION },
  { "https://relay.example/i#2." S43, P2PID_ERR_VERSION },
  { "https://relay.example/i#11.x", P2PID_ERR_VERSION },
};

#define N_BAD ((int) (sizeof bad / sizeof bad[0]))

START_TEST (refuses_what_is_no_invitation)
{
  static const p2pid_invitation none;

  ck_assert_int_eq (parse (bad[_i].text), bad[_i].err);
  ck_assert_mem_eq (&invitation, &none, sizeof none);
}
END_TEST

static void
refuse_truncations (const char *text)
{
  char part[P2PID_INVITATION_MAX + 1];

  for (size_t cut = 0; cut < strlen (text); cut++) {
    snprintf (part, sizeof part, "%.*s", (int) cut, text);
    ck_assert_int_eq (parse (part), P2PID_ERR_FORMAT);
  }
}

START_TEST (refuses_every_truncation)
{
  refuse_truncations (invitations[_i].uri);
  refuse_truncations (invitations[_i].link);
}
END_TEST

/* A changed byte is refused, or makes another invitation, but for the letter
 * case of "p2pid". */
static void
change_every_byte (const char *text)
{
  p2pid_invitation was;
  char changed[P2PID_INVITATION_MAX + 1];

  ck_assert_int_eq (p2pid_invitation_parse (text, &was), P2PID_OK);
  strcpy (changed, text);
  for (size_t i = 0; text[i] != '\0'; i++) {
    for (int c = 1; c < 256; c++) {
      changed[i] = (char) c;
      if (changed[i] != text[i] && parse (changed) == P2PID_OK &&
          memcmp (&was, &invitation, sizeof was) == 0)
        ck_assert_uint_lt (i, strlen ("p2pid"));
    }
    changed[i] = text[i];
  }
}

START_TEST (no_changed_byte_gives_the_same_invitation)
{
  change_every_byte (invitations[_i].uri);
  change_every_byte (invitations[_i].link);
}
END_TEST

START_TEST (invitations_have_a_longest)
{
  char text[P2PID_INVITATION_MAX + 2];

  memset (text, 'x', sizeof text - 1);
  text[sizeof text - 1] = '\0';
  ck_assert_int_eq (parse (text), P2PID_ERR_SIZE);
  text[sizeof text - 2] = ' ';
  ck_assert_int_eq (parse (text), P2PID_ERR_FORMAT);
  memcpy (text, "p2pid:1?r=", 10);
  memcpy (text + 250, "&s=" S43, 46);
  text[296] = '\0';
  ck_assert_int_eq (parse (text), P2PID_ERR_SIZE); /* its relay is */
}
END_TEST

START_TEST (new_invitations_are_new)
{
  p2pid_invitation other;

  ck_assert_int_eq (p2pid_invitation_new ("https://relay.example", &invitation),
                    P2PID_OK);
  ck_assert_str_eq (invitation.origin, "https://relay.example");
  ck_assert_int_eq (p2pid_invitation_new ("https://relay.example", &other),
                    P2PID_OK);
  ck_assert_mem_ne (invitation.secret, other.secret, 32);
}
END_TEST

START_TEST (new_invitations_want_the_normal_form)
{
  static const p2pid_invitation none;
  static const char *const others[] = {
    "https://relay.example/",    "HTTPS://relay.example",
    "https://relay.example:443", "relay.example",
    "http://relay.example",      ""
  };
  char text[P2PID_ORIGIN_MAX + 2];

  for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
    ck_assert_int_eq (p2pid_invitation_new (others[i], &invitation),
                      P2PID_ERR_FORMAT);
  make_origin (text, P2PID_ORIGIN_MAX + 1);
  ck_assert_int_eq (p2pid_invitation_new (text, &invitation), P2PID_ERR_FORMAT);
  ck_assert_mem_eq (&invitation, &none, sizeof none);
}
END_TEST

START_TEST (wiping_leaves_nothing)
{
  static const p2pid_invitation none;

  invitation = make_invitation ("https://relay.example");
  p2pid_invitation_wipe (&invitation);
  ck_assert_mem_eq (&invitation, &none, sizeof none);
}
END_TEST

/* The longest invitation there can be. */
START_TEST (its_qr_code_can_be_scanned)
{
  char relay[P2PID_ORIGIN_MAX + 1];
  p2pid_buffer *text = NULL;
  QRcode *qr;

  make_origin (relay, P2PID_ORIGIN_MAX);
  invitation = make_invitation (relay);
  ck_assert_int_eq (p2pid_invitation_print (&invitation, &text), P2PID_OK);
  ck_assert_uint_lt (text->size, P2PID_INVITATION_MAX);
  ck_assert_int_eq (parse ((char *) text->data), P2PID_OK);
  qr = QRcode_encodeString ((char *) text->data, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
  ck_assert_ptr_nonnull (qr);
  ck_assert_int_le (qr->version, 13);
  QRcode_free (qr);
  p2pid_buffer_free (text);

  /* A usual one is much smaller. */
  qr = QRcode_encodeString (invitations[0].uri, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
  ck_assert_ptr_nonnull (qr);
  ck_assert_int_le (qr->version, 5);
  QRcode_free (qr);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("invitation");
  TCase *tcase = tcase_create ("invitation");

  tcase_add_checked_fixture (tcase, start, NULL);
  tcase_add_loop_test (tcase, addresses_have_one_form, 0, N_ORIGINS);
  tcase_add_loop_test (tcase, refuses_what_is_no_address, 0, N_NO_ORIGINS);
  tcase_add_test (tcase, addresses_have_a_longest);
  tcase_add_loop_test (tcase, invitations_have_one_text, 0, N_INVITATIONS);
  tcase_add_test (tcase, spaces_around_and_the_scheme_s_case_do_not_count);
  tcase_add_loop_test (tcase, refuses_what_is_no_invitation, 0, N_BAD);
  tcase_add_loop_test (tcase, refuses_every_truncation, 0, N_INVITATIONS);
  tcase_add_loop_test (tcase, no_changed_byte_gives_the_same_invitation, 0,
                       N_INVITATIONS);
  tcase_add_test (tcase, invitations_have_a_longest);
  tcase_add_test (tcase, new_invitations_are_new);
  tcase_add_test (tcase, new_invitations_want_the_normal_form);
  tcase_add_test (tcase, wiping_leaves_nothing);
  tcase_add_test (tcase, its_qr_code_can_be_scanned);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
