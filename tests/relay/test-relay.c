/* relay/: against a relay that lies. */

#include "harness.h"

#include "fakes/liar.h"
#include "relay/state.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define HEX "0123456789abcdef0123456789abcdef"
#define TOKEN "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

#define HEAD(status, length)                                                   \
  "HTTP/1.1 " status "\r\nContent-Length: " length "\r\n"
#define MESSAGE(length)                                                        \
  HEAD ("200 OK", length) "Content-Type: application/octet-stream\r\n\r\n"
#define OPENED                                                                 \
  HEAD ("201 Created", "132")                                                  \
  "\r\n{\"nameplate\":\"47\",\"mailbox\":\"" HEX "\",\"token\":\"" TOKEN       \
  "\",\"lifetime\":300}"
#define CREATED HEAD ("201 Created", "0") "\r\n"
#define SAME HEAD ("200 OK", "0") "\r\n"
#define NOT_YET "HTTP/1.1 204 No Content\r\n\r\n"
#define BUSY HEAD ("500 Oh", "0") "\r\n"

/* Sixteen heads of 288 bytes. */
#define X16(text)                                                              \
  text text text text text text text text text text text text text text text   \
      text
#define LINES X16 ("X: " X16 ("0123456789abcdef") "\r\n")

static liar *fake;
static p2pid_relay *relay;
static p2pid_relay_event event;

static void
begin (const liar_answer *script, size_t count)
{
  fake = liar_new (script, count);
  ck_assert_int_eq (p2pid_relay_new (liar_origin (fake), &relay), P2PID_OK);
}

static void
end (void)
{
  p2pid_relay_free (relay);
  if (fake != NULL)
    liar_free (fake);
  relay = NULL;
  fake = NULL;
}

static void
put (const char *text)
{
  ck_assert_int_eq (p2pid_relay_put (relay, p2pid_bytes_from_text (text)),
                    P2PID_OK);
}

static void
expect (p2pid_relay_event_kind kind)
{
  p2pid_relay_wait (relay, 15000, &event);
  ck_assert_int_eq (event.kind, kind);
}

static void
expect_message (const char *text)
{
  expect (P2PID_RELAY_MESSAGE);
  ck_assert_str_eq ((char *) event.message->data, text);
  p2pid_buffer_free (event.message);
}

static void
expect_failed (p2pid_err err)
{
  expect (P2PID_RELAY_FAILED);
  ck_assert_str_eq (p2pid_err_name (event.err), p2pid_err_name (err));
}

static int64_t
clock_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (int64_t) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

START_TEST (asks_as_the_protocol_says)
{
  static const liar_answer script[] = { { .text = OPENED },
                                        { .text = CREATED },
                                        { .text = MESSAGE ("2") "hi" },
                                        { .text = NOT_YET } };
  char line[200];

  begin (script, 4);
  p2pid_relay_open_code (relay);
  expect (P2PID_RELAY_OPENED);
  ck_assert_str_eq (event.nameplate, "47");
  ck_assert_int_eq (event.lifetime, 300);
  put ("hello");
  expect (P2PID_RELAY_SENT);
  expect_message ("hi");
  p2pid_relay_close (relay, 2000);

  ck_assert_ptr_nonnull (
      strstr (liar_request (fake, 0), "POST /v1/code HTTP/1.1\r\n"));
  ck_assert_ptr_null (strstr (liar_request (fake, 0), "Authorization"));
  ck_assert_ptr_nonnull (
      strstr (liar_request (fake, 0), "User-Agent: p2pid\r\n"));
  ck_assert_ptr_nonnull (
      strstr (liar_request (fake, 1), "PUT /v1/box/" HEX "/h/0 HTTP/1.1\r\n"));
  ck_assert_ptr_nonnull (strstr (liar_request (fake, 1), "\r\n\r\nhello"));
  ck_assert_ptr_nonnull (strstr (
      liar_request (fake, 2), "GET /v1/box/" HEX "/g/0?wait=25 HTTP/1.1\r\n"));
  ck_assert_ptr_nonnull (
      strstr (liar_request (fake, 3), "DELETE /v1/box/" HEX " HTTP/1.1\r\n"));
  snprintf (line, sizeof line, "\r\nAuthorization: Bearer %s\r\n", TOKEN);
  for (size_t i = 1; i < 4; i++)
    ck_assert_ptr_nonnull (strstr (liar_request (fake, i), line));
  ck_assert_uint_eq (liar_connections (fake), 1);
}
END_TEST

START_TEST (a_guest_has_the_other_side)
{
  static const liar_answer script[] = {
    { .text = HEAD ("200 OK", "100") "\r\n{\"mailbox\":\"" HEX
                                     "\",\"token\":\"" TOKEN "\"}" },
    { .text = MESSAGE ("2") "hi" },
    { .text = CREATED }
  };

  begin (script, 3);
  p2pid_relay_claim_code (relay, "47");
  expect (P2PID_RELAY_CLAIMED);
  expect_message ("hi");
  put ("hello");
  expect (P2PID_RELAY_SENT);
  ck_assert_ptr_nonnull (
      strstr (liar_request (fake, 0), "POST /v1/code/47 HTTP/1.1\r\n"));
  ck_assert_ptr_nonnull (strstr (liar_request (fake, 1), "/h/0?wait=25"));
  ck_assert_ptr_nonnull (strstr (liar_request (fake, 2), "/g/0 HTTP"));
}
END_TEST

START_TEST (messages_keep_their_order)
{
  static const liar_answer script[] = { { .text = MESSAGE ("3") "one" },
                                        { .text = MESSAGE ("3") "two" },
                                        { .text = MESSAGE ("5") "three" } };

  begin (script, 3);
  p2pid_relay_use_mailbox (relay, HEX, false);
  expect_message ("one");
  expect_message ("two");
  expect_message ("three");
  for (int i = 0; i < 3; i++) {
    char path[20];

    snprintf (path, sizeof path, "/h/%d?wait=25", i);
    ck_assert_ptr_nonnull (strstr (liar_request (fake, (size_t) i), path));
  }
}
END_TEST

/* Nothing is waited for that cannot come: a mailbox has sixteen slots. */
START_TEST (sixteen_slots_and_no_more)
{
  static const liar_answer script[] = { { .text = MESSAGE ("1") "m",
                                          .for_ever = true } };

  begin (script, 1);
  p2pid_relay_use_mailbox (relay, HEX, true);
  for (int i = 0; i < 16; i++)
    expect_message ("m");
  p2pid_relay_wait (relay, 50, &event);
  ck_assert_int_eq (event.kind, P2PID_RELAY_TIMEOUT);
  for (int i = 0; i < 16; i++)
    put ("m");
  ck_assert_int_eq (p2pid_relay_put (relay, p2pid_bytes_from_text ("m")),
                    P2PID_ERR_SIZE);
  ck_assert_uint_eq (liar_count (fake), 16);
}
END_TEST

START_TEST (sizes_are_held)
{
  static uint8_t large[P2PID_RELAY_MESSAGE_MAX + 1];

  begin (NULL, 0);
  ck_assert_int_eq (p2pid_relay_put (relay, P2PID_BYTES (large)),
                    P2PID_ERR_SIZE);
  ck_assert_int_eq (p2pid_relay_put (relay, (p2pid_bytes){ NULL, 0 }),
                    P2PID_ERR_SIZE);
  ck_assert_int_eq (
      p2pid_relay_put (relay, (p2pid_bytes){ large, sizeof large - 1 }),
      P2PID_OK);
}
END_TEST

/* Each answer fails the mailbox at once, whatever was asked. */
static const struct {
  const char *name;
  liar_answer answer;
  p2pid_err err;
} poll_lies[] = {
  { "redirect",
    { .text = HEAD ("302 Found", "0") "Location: http://127.0.0.1:1/\r\n\r\n" },
    P2PID_ERR_RELAY },
  { "permanent redirect",
    { .text = HEAD ("308 Moved", "0") "Location: /v1/elsewhere\r\n\r\n" },
    P2PID_ERR_RELAY },
  { "wrong status",
    { .text = HEAD ("201 Created", "2") "\r\nhi" },
    P2PID_ERR_RELAY },
  { "teapot", { .text = HEAD ("418 No", "0") "\r\n" }, P2PID_ERR_RELAY },
  { "asks for a password",
    { .text = HEAD ("401 No", "0") "WWW-Authenticate: Basic\r\n\r\n" },
    P2PID_ERR_RELAY },
  { "a page instead of a message",
    { .text = HEAD ("200 OK", "6") "Content-Type: text/html\r\n\r\n<html>" },
    P2PID_ERR_RELAY },
  { "no type", { .text = HEAD ("200 OK", "2") "\r\nhi" }, P2PID_ERR_RELAY },
  { "nothing as a message", { .text = MESSAGE ("0") }, P2PID_ERR_RELAY },
  { "one byte too many",
    { .text = MESSAGE ("32769"), .padding = 32769 },
    P2PID_ERR_RELAY },
  { "says it is huge",
    { .text = MESSAGE ("99999999999999") },
    P2PID_ERR_RELAY },
  { "huge without a length",
    { .text =
          "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n\r\n",
      .padding = 40000,
      .hang_up = true },
    P2PID_ERR_RELAY },
  { "huge head",
    { .text = "HTTP/1.1 200 OK\r\nX: ", .padding = 150000 },
    P2PID_ERR_RELAY },
  { "many heads",
    { .text = "HTTP/1.1 200 OK\r\n" LINES LINES LINES LINES "\r\n" },
    P2PID_ERR_RELAY },
  { "length that is no number",
    { .text = "HTTP/1.1 200 OK\r\nContent-Length: some\r\n\r\nhi" },
    P2PID_ERR_RELAY },
  { "no HTTP at all",
    { .text = "220 mail.example ESMTP\r\n", .hang_up = true },
    P2PID_ERR_RELAY },
  { "gone", { .text = HEAD ("404 Not Found", "0") "\r\n" }, P2PID_ERR_GONE },
  { "closed", { .text = HEAD ("410 Gone", "0") "\r\n" }, P2PID_ERR_GONE },
  { "crowded",
    { .text = HEAD ("409 Conflict", "19") "\r\n{\"error\":\"crowded\"}" },
    P2PID_ERR_CROWDED },
  { "conflict without a reason",
    { .text = HEAD ("409 Conflict", "0") "\r\n" },
    P2PID_ERR_RELAY },
  { "crowded in a head",
    { .text = "HTTP/1.1 204 No Content\r\np2pid-crowded: 1\r\n\r\n" },
    P2PID_ERR_CROWDED },
  { "full",
    { .text = HEAD ("503 No", "16") "\r\n{\"error\":\"full\"}" },
    P2PID_ERR_BUSY },
};

START_TEST (a_false_answer_to_a_poll_fails)
{
  begin (&poll_lies[_i].answer, 1);
  p2pid_relay_use_mailbox (relay, HEX, true);
  p2pid_relay_wait (relay, 15000, &event);
  ck_assert_msg (event.kind == P2PID_RELAY_FAILED &&
                     event.err == poll_lies[_i].err,
                 "%s: event %d, %s", poll_lies[_i].name, event.kind,
                 p2pid_err_name (event.err));
  p2pid_relay_wait (relay, 30, &event); /* and that was the last of it */
  ck_assert_int_eq (event.kind, P2PID_RELAY_TIMEOUT);
  ck_assert_uint_eq (liar_count (fake), 1);
}
END_TEST

static const struct {
  liar_answer answer;
  p2pid_err err;
} put_lies[] = {
  { { .text = HEAD ("204 No Content", "0") "\r\n" }, P2PID_ERR_RELAY },
  { { .text = HEAD ("302 Found", "0") "Location: /\r\n\r\n" },
    P2PID_ERR_RELAY },
  { { .text = HEAD ("413 Large", "0") "\r\n" }, P2PID_ERR_RELAY },
  { { .text = HEAD ("409 Conflict", "16") "\r\n{\"error\":\"slot\"}" },
    P2PID_ERR_RELAY },
  { { .text = HEAD ("409 Conflict", "19") "\r\n{\"error\":\"crowded\"}" },
    P2PID_ERR_CROWDED },
  { { .text = HEAD ("404 Not Found", "0") "\r\n" }, P2PID_ERR_GONE },
  { { .text = HEAD ("410 Gone", "0") "\r\n" }, P2PID_ERR_GONE },
  { { .text = HEAD ("503 No", "16") "\r\n{\"error\":\"full\"}" },
    P2PID_ERR_BUSY },
};

START_TEST (a_false_answer_to_a_put_fails)
{
  begin (&put_lies[_i].answer, 1);
  p2pid_relay_use_mailbox (relay, HEX, true);
  put ("hello");
  expect_failed (put_lies[_i].err);
}
END_TEST

static const struct {
  liar_answer answer;
  p2pid_err err;
} open_lies[] = {
  { { .text = SAME }, P2PID_ERR_RELAY },
  { { .text = CREATED }, P2PID_ERR_RELAY },
  { { .text = HEAD ("201 Created", "6") "\r\n<html>" }, P2PID_ERR_RELAY },
  { { .text = HEAD ("201 Created",
                    "132") "\r\n{\"nameplate\":\"4x\",\"mailbox\":\"" HEX
                           "\",\"token\":\"" TOKEN "\",\"lifetime\":300}" },
    P2PID_ERR_RELAY },
  { { .text = HEAD ("404 Not Found", "0") "\r\n" }, P2PID_ERR_RELAY },
  { { .text = HEAD ("503 No", "16") "\r\n{\"error\":\"full\"}" },
    P2PID_ERR_BUSY },
};

START_TEST (a_false_answer_to_a_host_fails)
{
  begin (&open_lies[_i].answer, 1);
  p2pid_relay_open_code (relay);
  expect_failed (open_lies[_i].err);
}
END_TEST

static const struct {
  liar_answer answer;
  p2pid_err err;
} claim_lies[] = {
  { { .text = HEAD ("404 Not Found", "19") "\r\n{\"error\":\"unknown\"}" },
    P2PID_ERR_CODE_UNKNOWN },
  { { .text = HEAD ("409 Conflict", "16") "\r\n{\"error\":\"used\"}" },
    P2PID_ERR_CODE_USED },
  { { .text = SAME }, P2PID_ERR_RELAY },
  { { .text = CREATED }, P2PID_ERR_RELAY },
  { { .text = HEAD ("200 OK",
                    "67") "\r\n{\"mailbox\":\"../../v1/box/0\",\"token\":\""
                          "AAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}" },
    P2PID_ERR_RELAY },
};

START_TEST (a_false_answer_to_a_guest_fails)
{
  begin (&claim_lies[_i].answer, 1);
  p2pid_relay_claim_code (relay, "47");
  expect_failed (claim_lies[_i].err);
}
END_TEST

/* What gets lost is tried again, with OFFLINE once and ONLINE once. */
static const liar_answer lost[][5] = {
  { { .text = NULL },
    { .text = NULL },
    { .text = NOT_YET },
    { .text = MESSAGE ("2") "hi" } },
  { { .text = BUSY },
    { .text = BUSY },
    { .text = NOT_YET },
    { .text = MESSAGE ("2") "hi" } },
  { { .text = MESSAGE ("9") "cut", .hang_up = true },
    { .text = MESSAGE ("9"), .hang_up = true },
    { .text = NOT_YET },
    { .text = MESSAGE ("2") "hi" } },
  { { .text = "HTTP/1.1 200", .hang_up = true },
    { .text = HEAD ("502 Oh", "100") "\r\n<ht", .hang_up = true },
    { .text = NOT_YET },
    { .text = MESSAGE ("2") "hi" } },
  { { .text = "HTTP/1.1 200 OK\r\n", .hang_up = true },
    { .text = HEAD ("200 OK", "2"), .hang_up = true },
    { .text = NOT_YET },
    { .text = MESSAGE ("2") "hi" } },
  { { .text = "HTTP/1.1 204 No Content\r\nX", .hang_up = true },
    { .text = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\nX: y",
      .hang_up = true },
    { .text = NOT_YET },
    { .text = MESSAGE ("2") "hi" } },
  { { .text = HEAD ("429 Slow", "0") "Retry-After: 0\r\n\r\n" },
    { .text = NULL },
    { .text = NOT_YET },
    { .text = MESSAGE ("2") "hi" } },
};

START_TEST (a_lost_poll_is_asked_again)
{
  begin (lost[_i], 4);
  p2pid_relay_use_mailbox (relay, HEX, true);
  expect (P2PID_RELAY_OFFLINE);
  ck_assert (event.err == P2PID_ERR_OFFLINE || event.err == P2PID_ERR_BUSY);
  expect (P2PID_RELAY_ONLINE);
  expect_message ("hi");
  ck_assert_ptr_nonnull (strstr (liar_request (fake, 0), "/g/0?wait=25"));
  ck_assert_ptr_nonnull (strstr (liar_request (fake, 1), "/g/0?wait=0"));
  ck_assert_ptr_nonnull (strstr (liar_request (fake, 2), "/g/0?wait=0"));
  ck_assert_ptr_nonnull (strstr (liar_request (fake, 3), "/g/0?wait=25"));
}
END_TEST

/* The first PUT arrived, but its answer did not: the relay says "200, I have
 * it already", and no message is sent twice to another slot. */
START_TEST (a_lost_put_is_repeated_with_the_same_bytes)
{
  static const liar_answer script[] = {
    { .text = NULL }, { .text = SAME }, { .text = CREATED }, { .text = NULL }
  };

  begin (script, 3);
  p2pid_relay_use_mailbox (relay, HEX, true);
  put ("first");
  put ("second");
  expect (P2PID_RELAY_OFFLINE);
  expect (P2PID_RELAY_ONLINE);
  expect (P2PID_RELAY_SENT);
  ck_assert_ptr_nonnull (strstr (liar_request (fake, 0), "/h/0 HTTP"));
  ck_assert_ptr_nonnull (strstr (liar_request (fake, 1), "/h/0 HTTP"));
  ck_assert_ptr_nonnull (strstr (liar_request (fake, 1), "\r\n\r\nfirst"));
  ck_assert_ptr_nonnull (strstr (liar_request (fake, 2), "/h/1 HTTP"));
  ck_assert_ptr_nonnull (strstr (liar_request (fake, 2), "\r\n\r\nsecond"));
}
END_TEST

/* A network that was lost has taken all connections with it, and an idle one
 * does not show it: what is asked again takes a new one. */
START_TEST (after_a_loss_no_old_connection_is_believed)
{
  static const liar_answer script[] = {
    { .text = MESSAGE ("200"), .padding = 200, .drip = 5 },
    { .text = CREATED },
    { .text = "HTTP/1.1 200 OK\r\n", .hang_up = true },
    { .text = MESSAGE ("2") "hi" }
  };
  size_t connections;

  begin (script, 4);
  p2pid_relay_use_mailbox (relay, HEX, true);
  while (liar_count (fake) == 0)
    p2pid_relay_wait (relay, 10, &event);
  put ("hello"); /* on a second connection */
  for (int i = 0; i < 2; i++) {
    p2pid_relay_wait (relay, 15000, &event);
    if (event.kind == P2PID_RELAY_MESSAGE)
      p2pid_buffer_free (event.message);
  }
  expect (P2PID_RELAY_OFFLINE);
  connections = liar_connections (fake);
  expect (P2PID_RELAY_ONLINE);
  expect_message ("hi");
  ck_assert_uint_eq (liar_connections (fake), connections + 1);
}
END_TEST

START_TEST (retry_after_is_honoured)
{
  static const liar_answer script[] = {
    { .text = HEAD ("429 Slow", "0") "Retry-After: 1\r\n\r\n" },
    { .text = CREATED }
  };
  int64_t begun = clock_ms ();

  begin (script, 2);
  p2pid_relay_use_mailbox (relay, HEX, true);
  put ("hello");
  expect (P2PID_RELAY_OFFLINE);
  ck_assert_int_eq (event.err, P2PID_ERR_BUSY);
  expect (P2PID_RELAY_ONLINE);
  expect (P2PID_RELAY_SENT);
  ck_assert_int_ge (clock_ms () - begun, 1000);
}
END_TEST

/* Nor can a relay stall us for longer than a minute by it. */
START_TEST (retry_after_is_honoured_within_reason)
{
  static const liar_answer script[] = {
    { .text = HEAD ("429 Slow", "0") "Retry-After: 99999\r\n\r\n" }
  };

  begin (script, 1);
  p2pid_relay_use_mailbox (relay, HEX, true);
  put ("hello");
  expect (P2PID_RELAY_OFFLINE);
  ck_assert_int_gt (relay->out.not_before, clock_ms () + 30000);
  ck_assert_int_le (relay->out.not_before, clock_ms () + 60000);
}
END_TEST

/* A relay that hangs up after each answer costs connections, nothing else. */
START_TEST (hanging_up_politely_is_no_trouble)
{
  static const liar_answer script[] = { { .text = CREATED, .hang_up = true },
                                        { .text = MESSAGE ("2") "hi",
                                          .hang_up = true },
                                        { .text = CREATED, .hang_up = true } };

  begin (script, 3);
  p2pid_relay_use_mailbox (relay, HEX, true);
  put ("hello");
  expect (P2PID_RELAY_SENT);
  expect_message ("hi");
  put ("again");
  expect (P2PID_RELAY_SENT);
  ck_assert_uint_eq (liar_connections (fake), 3);
}
END_TEST

/* Polls answered at once are asked more and more seldom. */
START_TEST (not_yet_for_ever_is_no_hot_loop)
{
  static const liar_answer script[] = { { .text = NOT_YET, .for_ever = true } };

  begin (script, 1);
  p2pid_relay_use_mailbox (relay, HEX, true);
  p2pid_relay_wait (relay, 1000, &event);
  ck_assert_int_eq (event.kind, P2PID_RELAY_TIMEOUT);
  ck_assert_uint_le (liar_count (fake), 6);
}
END_TEST

/* The body comes a byte at a time: the caller's own time is kept all the
 * same, and a wake too. */
START_TEST (a_slow_body_holds_nobody_up)
{
  static const liar_answer script[] = {
    { .text = MESSAGE ("30000"), .padding = 30000, .drip = 20 }
  };

  begin (script, 1);
  p2pid_relay_use_mailbox (relay, HEX, true);
  p2pid_relay_wait (relay, 100, &event);
  ck_assert_int_eq (event.kind, P2PID_RELAY_TIMEOUT);
  p2pid_relay_wake (relay);
  expect (P2PID_RELAY_WOKEN);
}
END_TEST

START_TEST (a_wrong_length_cuts_the_message)
{
  static const liar_answer script[] = { { .text = MESSAGE ("2") "high",
                                          .hang_up = true } };

  begin (script, 1);
  p2pid_relay_use_mailbox (relay, HEX, true);
  expect_message ("hi");
}
END_TEST

/* No server at the other end at all. */
START_TEST (nobody_listens)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t size = sizeof address;
  int socket_ = socket (AF_INET, SOCK_STREAM, 0);
  char origin[64];

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  ck_assert_int_eq (
      bind (socket_, (struct sockaddr *) &address, sizeof address), 0);
  ck_assert_int_eq (getsockname (socket_, (struct sockaddr *) &address, &size),
                    0);
  snprintf (origin, sizeof origin, "http://127.0.0.1:%u",
            ntohs (address.sin_port));
  ck_assert_int_eq (p2pid_relay_new (origin, &relay), P2PID_OK);
  p2pid_relay_open_code (relay);
  expect (P2PID_RELAY_OFFLINE);
  ck_assert_int_eq (event.err, P2PID_ERR_OFFLINE);
  p2pid_relay_wait (relay, 800, &event); /* told once, however often tried */
  ck_assert_int_eq (event.kind, P2PID_RELAY_TIMEOUT);
  close (socket_);
}
END_TEST

static void *
wake_later (void *user_data)
{
  usleep (30000);
  p2pid_relay_wake (user_data);
  return NULL;
}

START_TEST (a_wake_ends_a_long_poll)
{
  pthread_t thread;
  int64_t begun = clock_ms ();

  begin (NULL, 0);
  p2pid_relay_use_mailbox (relay, HEX, true);
  ck_assert_int_eq (pthread_create (&thread, NULL, wake_later, relay), 0);
  p2pid_relay_wait (relay, -1, &event);
  ck_assert_int_eq (event.kind, P2PID_RELAY_WOKEN);
  ck_assert_int_lt (clock_ms () - begun, 5000);
  pthread_join (thread, NULL);
}
END_TEST

START_TEST (a_wake_before_the_wait_is_not_lost)
{
  begin (NULL, 0);
  p2pid_relay_wake (relay);
  p2pid_relay_wait (relay, -1, &event);
  ck_assert_int_eq (event.kind, P2PID_RELAY_WOKEN);
  p2pid_relay_wait (relay, 10, &event);
  ck_assert_int_eq (event.kind, P2PID_RELAY_TIMEOUT);
}
END_TEST

#define WAKES 2000

typedef struct {
  pthread_mutex_t lock;
  unsigned asked;
} counter;

static counter wakes = { PTHREAD_MUTEX_INITIALIZER, 0 };

static void *
wake_often (void *user_data)
{
  for (unsigned i = 0; i < WAKES; i++) {
    pthread_mutex_lock (&wakes.lock);
    wakes.asked++;
    pthread_mutex_unlock (&wakes.lock);
    p2pid_relay_wake (user_data);
    if (i % 16 == 0)
      usleep (100);
  }
  return NULL;
}

/* Two threads wake as fast as they can; whatever they asked for is seen by a
 * wait without limit, so that this ends. */
START_TEST (no_wake_is_ever_lost)
{
  pthread_t threads[2];
  unsigned seen = 0;

  begin (NULL, 0);
  p2pid_relay_use_mailbox (relay, HEX, true);
  for (int i = 0; i < 2; i++)
    ck_assert_int_eq (pthread_create (&threads[i], NULL, wake_often, relay), 0);
  while (seen < 2 * WAKES) {
    p2pid_relay_wait (relay, -1, &event);
    ck_assert_int_eq (event.kind, P2PID_RELAY_WOKEN);
    pthread_mutex_lock (&wakes.lock);
    seen = wakes.asked;
    pthread_mutex_unlock (&wakes.lock);
  }
  for (int i = 0; i < 2; i++)
    pthread_join (threads[i], NULL);
}
END_TEST

/* A silent relay cannot hold up the end of a contact. */
START_TEST (closing_keeps_its_time)
{
  int64_t begun;

  begin (NULL, 0);
  p2pid_relay_use_mailbox (relay, HEX, true);
  put ("bye");
  begun = clock_ms ();
  p2pid_relay_close (relay, 200);
  ck_assert_int_ge (clock_ms () - begun, 200);
  ck_assert_int_lt (clock_ms () - begun, 5000);
}
END_TEST

START_TEST (closing_sends_what_waits)
{
  static const liar_answer script[] = {
    { .text = NULL }, { .text = SAME }, { .text = CREATED }, { .text = NOT_YET }
  };

  begin (script, 4);
  p2pid_relay_use_mailbox (relay, HEX, true);
  put ("one");
  put ("two");
  p2pid_relay_close (relay, 5000);
  ck_assert_uint_eq (liar_count (fake), 4);
  ck_assert_ptr_nonnull (strstr (liar_request (fake, 2), "/h/1 HTTP"));
  ck_assert_ptr_nonnull (strstr (liar_request (fake, 3), "DELETE /v1/box/"));
}
END_TEST

/* Whether a code's mailbox is still there does not matter any more. */
START_TEST (who_leaves_does_not_ask_first)
{
  static const liar_answer script[] = { { .text = OPENED },
                                        { .text = BUSY },
                                        { .text = NOT_YET } };

  begin (script, 3);
  p2pid_relay_open_code (relay);
  expect (P2PID_RELAY_OPENED);
  expect (P2PID_RELAY_OFFLINE);
  p2pid_relay_close (relay, 5000);
  ck_assert_uint_eq (liar_count (fake), 3);
  ck_assert_ptr_nonnull (strstr (liar_request (fake, 2), "DELETE /v1/box/"));
}
END_TEST

START_TEST (origins_are_checked)
{
  static const char *const bad[] = { "",
                                     "https://",
                                     "ftp://relay.example",
                                     "https://relay.example/path",
                                     "https://user@relay.example",
                                     "https://relay.example?x",
                                     "https://relay.example#x",
                                     "https://relay.example\r\nX: y",
                                     "HTTPS://relay.example",
                                     "https://relay example" };

  ck_assert_int_eq (p2pid_relay_new (bad[_i], &relay), P2PID_ERR_FORMAT);
  ck_assert_ptr_null (relay);
}
END_TEST

/* http is for this machine and the local network: no proxy stands between. */
START_TEST (no_proxy_for_the_local_network)
{
  static const liar_answer script[] = { { .text = OPENED } };

  ck_assert_int_eq (setenv ("http_proxy", "http://127.0.0.1:1", 1), 0);
  begin (script, 1);
  p2pid_relay_open_code (relay);
  expect (P2PID_RELAY_OPENED);
}
END_TEST

static void
add_lies (TCase *tcase)
{
  tcase_add_loop_test (tcase, a_false_answer_to_a_poll_fails, 0,
                       sizeof poll_lies / sizeof *poll_lies);
  tcase_add_loop_test (tcase, a_false_answer_to_a_put_fails, 0,
                       sizeof put_lies / sizeof *put_lies);
  tcase_add_loop_test (tcase, a_false_answer_to_a_host_fails, 0,
                       sizeof open_lies / sizeof *open_lies);
  tcase_add_loop_test (tcase, a_false_answer_to_a_guest_fails, 0,
                       sizeof claim_lies / sizeof *claim_lies);
  tcase_add_loop_test (tcase, a_lost_poll_is_asked_again, 0,
                       sizeof lost / sizeof *lost);
  tcase_add_test (tcase, a_lost_put_is_repeated_with_the_same_bytes);
  tcase_add_test (tcase, after_a_loss_no_old_connection_is_believed);
  tcase_add_test (tcase, retry_after_is_honoured);
  tcase_add_test (tcase, retry_after_is_honoured_within_reason);
  tcase_add_test (tcase, hanging_up_politely_is_no_trouble);
  tcase_add_test (tcase, not_yet_for_ever_is_no_hot_loop);
  tcase_add_test (tcase, a_slow_body_holds_nobody_up);
  tcase_add_test (tcase, a_wrong_length_cuts_the_message);
  tcase_add_test (tcase, nobody_listens);
}

int
main (void)
{
  Suite *suite = suite_create ("relay");
  TCase *tcase = tcase_create ("relay");

  tcase_set_timeout (tcase, 60);
  tcase_add_checked_fixture (tcase, NULL, end);
  tcase_add_test (tcase, asks_as_the_protocol_says);
  tcase_add_test (tcase, a_guest_has_the_other_side);
  tcase_add_test (tcase, messages_keep_their_order);
  tcase_add_test (tcase, sixteen_slots_and_no_more);
  tcase_add_test (tcase, sizes_are_held);
  add_lies (tcase);
  tcase_add_test (tcase, a_wake_ends_a_long_poll);
  tcase_add_test (tcase, a_wake_before_the_wait_is_not_lost);
  tcase_add_test (tcase, no_wake_is_ever_lost);
  tcase_add_test (tcase, closing_keeps_its_time);
  tcase_add_test (tcase, closing_sends_what_waits);
  tcase_add_test (tcase, who_leaves_does_not_ask_first);
  tcase_add_loop_test (tcase, origins_are_checked, 0, 10);
  tcase_add_test (tcase, no_proxy_for_the_local_network);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
