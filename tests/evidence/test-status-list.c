/*
 * Status lists: the examples of the draft, who may sign one, how old it may
 * be, what it says; and single bytes of compressed data, bombs included.
 */

#include "authority.h"
#include "stating.h"
#include "wallet.h"

#include "evidence/inflate.h"
#include "evidence/status-list.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#define HELD P2PID_STEP_COUNT_
#define TODAY (NOW + 60)
#define ADDRESS "https://pid.example/statuslists/1"

/* Of the draft, "Status List": 1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1
 * in one bit each; 1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3 in two. */
#define ONE_BIT "'status_list':{'bits':1,'lst':'eNrbuRgAAhcBXQ'}"
#define TWO_BITS "'status_list':{'bits':2,'lst':'eNo76fITAAPfAgc'}"

#define LIST_HEADER "{'typ':'statuslist+jwt','alg':'ES256','jwk':@J}"
#define SUB "'sub':'" ADDRESS "'"
#define LIST_TIMES "'iat':1795521000,'exp':1795531000,'ttl':43200"

/* "@J" becomes the issuer's key, "@S" another's. */
static char *
fill_in (const char *text)
{
  char *keys[2] = { signer_jwk (signer_key (P2PID_JWA_ES256)),
                    signer_jwk (signer_other_key (P2PID_JWA_ES256)) };
  char *filled = NULL;
  size_t size;
  FILE *stream = open_memstream (&filled, &size);

  for (; *text; text++)
    if (*text == '@')
      fputs (keys[*++text == 'S'], stream);
    else
      fputc (*text == '\'' ? '"' : *text, stream);
  fclose (stream);
  free (keys[0]);
  free (keys[1]);
  return filled;
}

static char *
make_list (EVP_PKEY *key, const char *header, const char *payload)
{
  char *filled = fill_in (header);
  char *token = signer_jws (key, P2PID_JWA_ES256, filled, payload);

  free (filled);
  return token;
}

/* A credential of our own type, with that "status". */
static char *
make_credential (const char *status)
{
  wallet_order order = {
    .issuer = P2PID_JWA_ES256,
    .holder = P2PID_JWA_EDDSA,
    .header = PID_HEADER,
    .disclosures = { "[" PID_SALT ",'name','Bo Ek']" },
  };
  char *payload = NULL, *evidence;

  ck_assert_int_gt (asprintf (&payload,
                              "{'vct':'urn:p2pid:identity:1'," PID_TIMES
                              "," PID_CNF ",'_sd':['@a'],'status':%s}",
                              status),
                    0);
  order.payload = payload;
  evidence = wallet_make (&order);
  free (payload);
  return evidence;
}

static char *
make_indexed (int64_t index)
{
  char status[160];

  snprintf (status, sizeof status,
            "{'status_list':{'idx':%lld,'uri':'" ADDRESS "'}}",
            (long long) index);
  return make_credential (status);
}

/* Checks @p evidence with that list at hand; frees both. */
static void
expect (const char *what,
        char *evidence,
        char *list,
        p2pid_err err,
        p2pid_step step,
        int64_t at)
{
  p2pid_anchors *anchors = wallet_anchors (signer_key (P2PID_JWA_ES256));
  p2pid_report report = { .failed = HELD };
  p2pid_identity *identity = NULL;
  p2pid_err got;

  if (list != NULL)
    ck_assert_msg (p2pid_anchors_add_status (
                       anchors, p2pid_bytes_from_text (list)) == P2PID_OK,
                   "%s", what);
  got = stating_check ("sd-jwt", NULL, evidence, anchors, TODAY, &report,
                       &identity);
  ck_assert_msg (got == err, "%s: %s", what, p2pid_err_name (got));
  ck_assert_msg (report.failed == step, "%s: at %d", what, (int) report.failed);
  if (identity != NULL) {
    p2pid_steps checked = p2pid_identity_checked (identity);
    p2pid_steps unchecked = p2pid_identity_unchecked (identity);
    p2pid_steps bit = P2PID_STEPS (P2PID_STEP_REVOCATION);

    ck_assert_int_eq (p2pid_identity_revocation_checked_at (identity), at);
    ck_assert_msg (((checked & bit) != 0) == (at != 0), "%s", what);
    ck_assert_msg (((unchecked & bit) != 0) == (at == 0), "%s", what);
  }
  p2pid_identity_free (identity);
  p2pid_anchors_free (anchors);
  free (evidence);
  free (list);
}

static const struct {
  const char *what, *header, *payload;
  int64_t index;
  p2pid_err err;
  int64_t at; /* 0: not checked */
} lists[] = {
#define LIST(what, header, payload, index, err, at)                            \
  {                                                                            \
    what, header, payload, index, err, at                                      \
  }
#define IAT INT64_C (1795521000)
#define WHOLE(list) "{" SUB "," LIST_TIMES "," list "}"

  LIST ("valid", LIST_HEADER, WHOLE (ONE_BIT), 1, P2PID_OK, IAT),
  LIST ("withdrawn", LIST_HEADER, WHOLE (ONE_BIT), 0, P2PID_ERR_REVOKED, 0),
  LIST ("withdrawn, in the second byte",
        LIST_HEADER,
        WHOLE (ONE_BIT),
        15,
        P2PID_ERR_REVOKED,
        0),
  LIST ("valid, in the second byte",
        LIST_HEADER,
        WHOLE (ONE_BIT),
        14,
        P2PID_OK,
        IAT),
  LIST ("past the end", LIST_HEADER, WHOLE (ONE_BIT), 16, P2PID_ERR_FORMAT, 0),
  LIST ("far past the end",
        LIST_HEADER,
        WHOLE (ONE_BIT),
        INT32_MAX,
        P2PID_ERR_SIZE,
        0),
  LIST ("two bits, valid", LIST_HEADER, WHOLE (TWO_BITS), 2, P2PID_OK, IAT),
  LIST ("two bits, invalid",
        LIST_HEADER,
        WHOLE (TWO_BITS),
        0,
        P2PID_ERR_REVOKED,
        0),
  LIST ("two bits, suspended",
        LIST_HEADER,
        WHOLE (TWO_BITS),
        1,
        P2PID_ERR_REVOKED,
        0),
  LIST ("two bits, the issuer's own",
        LIST_HEADER,
        WHOLE (TWO_BITS),
        3,
        P2PID_ERR_REVOKED,
        0),
  LIST ("two bits, the last",
        LIST_HEADER,
        WHOLE (TWO_BITS),
        11,
        P2PID_ERR_REVOKED,
        0),
  LIST ("two bits, past the end",
        LIST_HEADER,
        WHOLE (TWO_BITS),
        12,
        P2PID_ERR_FORMAT,
        0),

  LIST ("by the credential's own key",
        "{'typ':'statuslist+jwt','alg':'ES256'}",
        WHOLE (ONE_BIT),
        1,
        P2PID_OK,
        IAT),
  LIST ("under a stranger's key",
        "{'typ':'statuslist+jwt','alg':'ES256','jwk':@S}",
        WHOLE (ONE_BIT),
        1,
        P2PID_ERR_UNTRUSTED,
        0),
  LIST ("alg none",
        "{'typ':'statuslist+jwt','alg':'none','jwk':@J}",
        WHOLE (ONE_BIT),
        1,
        P2PID_ERR_ALGORITHM,
        0),
  LIST ("another algorithm",
        "{'typ':'statuslist+jwt','alg':'RS256','jwk':@J}",
        WHOLE (ONE_BIT),
        1,
        P2PID_ERR_ALGORITHM,
        0),

  LIST ("without an end",
        LIST_HEADER,
        "{" SUB ",'iat':1795521000," ONE_BIT "}",
        1,
        P2PID_OK,
        IAT),
  LIST ("over",
        LIST_HEADER,
        "{" SUB ",'iat':1795521000,'exp':1795521660," ONE_BIT "}",
        1,
        P2PID_OK,
        0),
  LIST ("over, and withdrawn",
        LIST_HEADER,
        "{" SUB ",'iat':1795521000,'exp':1795521660," ONE_BIT "}",
        0,
        P2PID_OK,
        0),
  LIST ("in its last second",
        LIST_HEADER,
        "{" SUB ",'iat':1795521000,'exp':1795521661," ONE_BIT "}",
        1,
        P2PID_OK,
        IAT),
  LIST ("kept too long",
        LIST_HEADER,
        "{" SUB ",'iat':1795521000,'ttl':660," ONE_BIT "}",
        1,
        P2PID_OK,
        0),
  LIST ("kept just long enough",
        LIST_HEADER,
        "{" SUB ",'iat':1795521000,'ttl':661," ONE_BIT "}",
        1,
        P2PID_OK,
        IAT),
  LIST ("of later",
        LIST_HEADER,
        "{" SUB ",'iat':1795521721," ONE_BIT "}",
        1,
        P2PID_OK,
        0),
  LIST ("without a time",
        LIST_HEADER,
        "{" SUB "," ONE_BIT "}",
        1,
        P2PID_ERR_INCOMPLETE,
        0),
  LIST ("a time as text",
        LIST_HEADER,
        "{" SUB ",'iat':'1795521000'," ONE_BIT "}",
        1,
        P2PID_ERR_FORMAT,
        0),

  LIST ("no list",
        LIST_HEADER,
        "{" SUB "," LIST_TIMES "}",
        1,
        P2PID_ERR_FORMAT,
        0),
  LIST ("no bits",
        LIST_HEADER,
        WHOLE ("'status_list':{'lst':'eNrbuRgAAhcBXQ'}"),
        1,
        P2PID_ERR_FORMAT,
        0),
  LIST ("three bits",
        LIST_HEADER,
        WHOLE ("'status_list':{'bits':3,'lst':'eNrbuRgAAhcBXQ'}"),
        1,
        P2PID_ERR_FORMAT,
        0),
  LIST ("sixteen bits",
        LIST_HEADER,
        WHOLE ("'status_list':{'bits':16,'lst':'eNrbuRgAAhcBXQ'}"),
        1,
        P2PID_ERR_FORMAT,
        0),
  LIST ("no data",
        LIST_HEADER,
        WHOLE ("'status_list':{'bits':1}"),
        1,
        P2PID_ERR_INCOMPLETE,
        0),
  LIST ("nothing compressed",
        LIST_HEADER,
        WHOLE ("'status_list':{'bits':1,'lst':''}"),
        1,
        P2PID_ERR_FORMAT,
        0),
  LIST ("no base64",
        LIST_HEADER,
        WHOLE ("'status_list':{'bits':1,'lst':'eNrbuRgAAhcBXQ=='}"),
        1,
        P2PID_ERR_FORMAT,
        0),
  LIST ("not compressed",
        LIST_HEADER,
        WHOLE ("'status_list':{'bits':1,'lst':'uaM'}"),
        1,
        P2PID_ERR_FORMAT,
        0),
};

START_TEST (lists_are_read_strictly)
{
  expect (lists[_i].what, make_indexed (lists[_i].index),
          make_list (signer_key (P2PID_JWA_ES256), lists[_i].header,
                     lists[_i].payload),
          lists[_i].err,
          lists[_i].err == P2PID_OK ? HELD : P2PID_STEP_REVOCATION,
          lists[_i].at);
}
END_TEST

START_TEST (a_stranger_cannot_speak_for_the_issuer)
{
  EVP_PKEY *stranger = signer_other_key (P2PID_JWA_ES256);

  expect ("under the issuer's key", make_indexed (1),
          make_list (stranger, LIST_HEADER, WHOLE (ONE_BIT)), P2PID_ERR_FORGED,
          P2PID_STEP_REVOCATION, 0);
  expect ("without a key", make_indexed (1),
          make_list (stranger, "{'typ':'statuslist+jwt','alg':'ES256'}",
                     WHOLE (ONE_BIT)),
          P2PID_ERR_FORGED, P2PID_STEP_REVOCATION, 0);
}
END_TEST

/* Two issuers that are both believed: neither about the other's people. */
START_TEST (another_issuer_cannot_speak_for_this_one)
{
  EVP_PKEY *other = signer_other_key (P2PID_JWA_ES256);
  p2pid_anchors *anchors = wallet_anchors (signer_key (P2PID_JWA_ES256));
  const p2pid_anchor anchor = { .method = P2PID_METHOD_SD_JWT,
                                .fingerprint = signer_thumbprint (other),
                                .name = "Another" };
  char *list =
      make_list (other, "{'typ':'statuslist+jwt','alg':'ES256','jwk':@S}",
                 WHOLE (ONE_BIT));
  char *evidence = make_indexed (1);
  p2pid_report report;

  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  ck_assert_int_eq (
      p2pid_anchors_add_status (anchors, p2pid_bytes_from_text (list)),
      P2PID_OK);
  ck_assert_int_eq (
      stating_check ("sd-jwt", NULL, evidence, anchors, TODAY, &report, NULL),
      P2PID_ERR_UNTRUSTED);
  ck_assert_int_eq (report.failed, P2PID_STEP_REVOCATION);
  p2pid_anchors_free (anchors);
  free (evidence);
  free (list);
}
END_TEST

static const struct {
  p2pid_status status;
  p2pid_err err;
  const char *place; /* NULL: that index of the list below */
  int64_t index;
  const char *header, *payload; /* NULL: no list */
} standings[] = {
#define STANDING(status, err, place, index, header, payload)                   \
  {                                                                            \
    P2PID_STATUS_##status, P2PID_##err, place, index, header, payload          \
  }
#define BY_ANOTHER "{'typ':'statuslist+jwt','alg':'ES256','jwk':@S}"
#define OVER "{" SUB ",'iat':1795521000,'exp':1795521660," ONE_BIT "}"

  STANDING (NONE, OK, "{}", 0, LIST_HEADER, WHOLE (TWO_BITS)),
  STANDING (NO_LIST, OK, NULL, 0, NULL, NULL),
  STANDING (NO_LIST,
            OK,
            "{'status_list':{'idx':0,'uri':'https://x.example'}}",
            0,
            LIST_HEADER,
            WHOLE (TWO_BITS)),
  STANDING (OUTDATED, OK, NULL, 0, LIST_HEADER, OVER),
  STANDING (BAD_LIST, ERR_UNTRUSTED, NULL, 0, BY_ANOTHER, WHOLE (TWO_BITS)),
  STANDING (BAD_LIST, ERR_FORMAT, NULL, 12, LIST_HEADER, WHOLE (TWO_BITS)),
  STANDING (VALID, OK, NULL, 2, LIST_HEADER, WHOLE (TWO_BITS)),
  STANDING (REVOKED, ERR_REVOKED, NULL, 0, LIST_HEADER, WHOLE (TWO_BITS)),
  STANDING (SUSPENDED, ERR_REVOKED, NULL, 1, LIST_HEADER, WHOLE (TWO_BITS)),
  STANDING (OTHER, ERR_REVOKED, NULL, 3, LIST_HEADER, WHOLE (TWO_BITS)),
};

static void
check_copy (const p2pid_identity *identity, p2pid_status status)
{
  p2pid_identity *copy = NULL;
  const char *address;

  ck_assert_int_eq (p2pid_identity_copy (identity, &copy), P2PID_OK);
  address = p2pid_identity_status_address (copy);
  ck_assert_str_eq (p2pid_status_name (p2pid_identity_status (copy)),
                    p2pid_status_name (status));
  ck_assert_int_eq (address != NULL, status != P2PID_STATUS_NONE);
  if (address != NULL)
    ck_assert_str_eq (address, p2pid_identity_status_address (identity));
  p2pid_identity_free (copy);
}

/* In the report; and whoever presents it is told no more than that it does not
 * hold, or cannot be judged. */
START_TEST (how_it_stands_is_told)
{
  p2pid_anchors *anchors = wallet_anchors (signer_key (P2PID_JWA_ES256));
  p2pid_report report = { .failed = HELD };
  p2pid_binding *binding = NULL;
  p2pid_identity *identity = NULL;
  p2pid_err verified;
  char *evidence = standings[_i].place != NULL
                       ? make_credential (standings[_i].place)
                       : make_indexed (standings[_i].index);
  char *list = NULL;

  if (standings[_i].header != NULL) {
    list = make_list (signer_key (P2PID_JWA_ES256), standings[_i].header,
                      standings[_i].payload);
    ck_assert_int_eq (
        p2pid_anchors_add_status (anchors, p2pid_bytes_from_text (list)),
        P2PID_OK);
  }
  ck_assert_int_eq (
      stating_check ("sd-jwt", NULL, evidence, anchors, TODAY, &report, NULL),
      standings[_i].err);
  ck_assert_str_eq (p2pid_status_name (report.status),
                    p2pid_status_name (standings[_i].status));
  ck_assert_int_eq (
      p2pid_binding_new ("sd-jwt", NULL, evidence, NULL, &binding), P2PID_OK);
  verified = p2pid_binding_verify (binding, anchors, TODAY, &identity);
  ck_assert_int_eq (verified, standings[_i].status == P2PID_STATUS_BAD_LIST
                                  ? P2PID_ERR_UNTRUSTED
                                  : standings[_i].err);
  if (identity != NULL)
    check_copy (identity, standings[_i].status);
  p2pid_binding_free (binding);
  p2pid_identity_free (identity);
  p2pid_anchors_free (anchors);
  free (evidence);
  free (list);
}
END_TEST

static const struct {
  const char *what, *status;
  p2pid_err err;
} places[] = {
  { "another list", "{'status_list':{'idx':1,'uri':'https://x.example'}}",
    P2PID_OK },
  { "another way", "{'identifier_list':{'id':'1'}}", P2PID_OK },
  { "nothing", "{}", P2PID_OK },
  { "no index", "{'status_list':{'uri':'" ADDRESS "'}}", P2PID_ERR_FORMAT },
  { "no address", "{'status_list':{'idx':1}}", P2PID_ERR_FORMAT },
  { "a negative index", "{'status_list':{'idx':-1,'uri':'" ADDRESS "'}}",
    P2PID_ERR_FORMAT },
  { "a broken index", "{'status_list':{'idx':1.5,'uri':'" ADDRESS "'}}",
    P2PID_ERR_FORMAT },
  { "a large index", "{'status_list':{'idx':2147483648,'uri':'" ADDRESS "'}}",
    P2PID_ERR_FORMAT },
  { "an address that is no text", "{'status_list':{'idx':1,'uri':1}}",
    P2PID_ERR_FORMAT },
  { "a list that is no object", "{'status_list':[1]}", P2PID_ERR_FORMAT },
  { "an empty address", "{'status_list':{'idx':1,'uri':''}}",
    P2PID_ERR_FORMAT },
  { "an address that would move the cursor",
    "{'status_list':{'idx':1,'uri':'https://x.example/\\u001b[2J'}}",
    P2PID_ERR_FORMAT },
  { "an address of two words", "{'status_list':{'idx':1,'uri':'urn:a b'}}",
    P2PID_ERR_FORMAT },
  { "an address in another script",
    "{'status_list':{'idx':1,'uri':'https://ö.example'}}", P2PID_ERR_FORMAT },
};

START_TEST (places_are_read_strictly)
{
  expect (
      places[_i].what, make_credential (places[_i].status),
      make_list (signer_key (P2PID_JWA_ES256), LIST_HEADER, WHOLE (ONE_BIT)),
      places[_i].err, places[_i].err == P2PID_OK ? HELD : P2PID_STEP_REVOCATION,
      0);
}
END_TEST

START_TEST (an_address_has_an_end)
{
  for (int more = 0; more <= 1; more++) {
    char *status = NULL;

    ck_assert_int_gt (asprintf (&status,
                                "{'status_list':{'idx':1,'uri':'urn:%0*d'}}",
                                P2PID_STATUS_ADDRESS_MAX - 4 + more, 7),
                      0);
    expect ("a long address", make_credential (status), NULL,
            more ? P2PID_ERR_FORMAT : P2PID_OK,
            more ? P2PID_STEP_REVOCATION : HELD, 0);
    free (status);
  }
}
END_TEST

START_TEST (without_a_list_nothing_is_known)
{
  expect ("no list", make_indexed (0), NULL, P2PID_OK, HELD, 0);
}
END_TEST

START_TEST (a_binding_says_where_its_list_is)
{
  char *with = make_indexed (1), *without = make_credential ("{}");
  p2pid_binding *binding = NULL;

  ck_assert_int_eq (p2pid_binding_new ("sd-jwt", NULL, with, NULL, &binding),
                    P2PID_OK);
  ck_assert_str_eq (p2pid_binding_status_address (binding), ADDRESS);
  p2pid_binding_free (binding);
  ck_assert_int_eq (p2pid_binding_new ("sd-jwt", NULL, without, NULL, &binding),
                    P2PID_OK);
  ck_assert_ptr_null (p2pid_binding_status_address (binding));
  p2pid_binding_free (binding);
  free (with);
  free (without);
}
END_TEST

static const struct {
  const char *what, *header, *payload;
  p2pid_err err;
} shapes[] = {
  { "a plain JWT", "{'typ':'JWT','alg':'ES256'}", WHOLE (ONE_BIT),
    P2PID_ERR_FORMAT },
  { "no typ", "{'alg':'ES256'}", WHOLE (ONE_BIT), P2PID_ERR_FORMAT },
  { "crit", "{'typ':'statuslist+jwt','alg':'ES256','crit':['alg']}",
    WHOLE (ONE_BIT), P2PID_ERR_VERSION },
  { "no address", LIST_HEADER, "{" LIST_TIMES "," ONE_BIT "}",
    P2PID_ERR_INCOMPLETE },
  { "an address that is no text", LIST_HEADER, "{'sub':1," ONE_BIT "}",
    P2PID_ERR_FORMAT },
};

START_TEST (other_tokens_are_not_added)
{
  p2pid_anchors *anchors = person_anchors (false);
  char *token = make_list (signer_key (P2PID_JWA_ES256), shapes[_i].header,
                           shapes[_i].payload);
  p2pid_err err =
      p2pid_anchors_add_status (anchors, p2pid_bytes_from_text (token));

  ck_assert_msg (err == shapes[_i].err, "%s: %s", shapes[_i].what,
                 p2pid_err_name (err));
  free (token);
  p2pid_anchors_free (anchors);
}
END_TEST

/* The later of two for one address; so many in all; and of what size. */
START_TEST (there_is_one_list_for_an_address)
{
  EVP_PKEY *key = signer_key (P2PID_JWA_ES256);
  p2pid_anchors *anchors = wallet_anchors (key), *copy = NULL;
  char *good = make_list (key, LIST_HEADER,
                          WHOLE ("'status_list':{'bits':1,'lst':"
                                 "'eJxjYAAAAAIAAQ'}"));
  char *bad = make_list (key, LIST_HEADER, WHOLE (ONE_BIT));
  char *evidence = make_indexed (0), *large;
  p2pid_report report;

  ck_assert_int_eq (
      p2pid_anchors_add_status (anchors, p2pid_bytes_from_text (bad)),
      P2PID_OK);
  ck_assert_int_eq (
      p2pid_anchors_add_status (anchors, p2pid_bytes_from_text (good)),
      P2PID_OK);
  ck_assert_int_eq (
      stating_check ("sd-jwt", NULL, evidence, anchors, TODAY, &report, NULL),
      P2PID_OK);
  for (int i = 1; i <= P2PID_STATUSES_MAX; i++) {
    char payload[80], *other;

    snprintf (payload, sizeof payload, "{'sub':'urn:x:%d'}", i);
    other = make_list (key, LIST_HEADER, payload);
    ck_assert_int_eq (
        p2pid_anchors_add_status (anchors, p2pid_bytes_from_text (other)),
        i < P2PID_STATUSES_MAX ? P2PID_OK : P2PID_ERR_SIZE);
    free (other);
  }
  ck_assert_int_eq (
      p2pid_anchors_add_status (anchors, p2pid_bytes_from_text (bad)),
      P2PID_OK);

  /* Anchors loaded later do not lose it. */
  ck_assert_int_eq (
      p2pid_anchors_load (anchors, p2pid_bytes_from_text ("{\"anchors\":[]}")),
      P2PID_OK);
  ck_assert_int_eq (
      stating_check ("sd-jwt", NULL, evidence, anchors, TODAY, &report, NULL),
      P2PID_ERR_REVOKED);
  large = calloc (1, P2PID_STATUS_TOKEN_MAX + 1);
  ck_assert_int_eq (p2pid_anchors_add_status (
                        anchors, (p2pid_bytes){ (uint8_t *) large,
                                                P2PID_STATUS_TOKEN_MAX + 1 }),
                    P2PID_ERR_SIZE);
  free (large);
  free (evidence);
  free (good);
  free (bad);
  p2pid_anchors_free (copy);
  p2pid_anchors_free (anchors);
}
END_TEST

START_TEST (no_flipped_byte_says_valid)
{
  EVP_PKEY *key = signer_key (P2PID_JWA_ES256);
  char *list = make_list (key, LIST_HEADER, WHOLE (ONE_BIT));
  char *evidence = make_indexed (1);

  for (size_t i = 0; list[i] != 0; i++) {
    p2pid_anchors *anchors = wallet_anchors (key);
    p2pid_identity *identity = NULL;
    p2pid_report report;
    char was = list[i];

    list[i] ^= (char) (1 << (i % 7));
    if (list[i] != 0 &&
        p2pid_anchors_add_status (anchors, p2pid_bytes_from_text (list)) ==
            P2PID_OK &&
        stating_check ("sd-jwt", NULL, evidence, anchors, TODAY, &report,
                       &identity) == P2PID_OK)
      ck_assert_int_eq (p2pid_identity_revocation_checked_at (identity), 0);
    p2pid_identity_free (identity);
    p2pid_anchors_free (anchors);
    list[i] = was;
  }
  free (evidence);
  free (list);
}
END_TEST

static p2pid_buffer *
compress_bytes (const uint8_t *bytes, size_t size)
{
  uLongf packed = compressBound (size);
  p2pid_buffer *out = NULL;

  ck_assert_int_eq (p2pid_buffer_new (packed, &out), P2PID_OK);
  ck_assert_int_eq (compress2 (out->data, &packed, bytes, size, 1), Z_OK);
  out->size = packed;
  return out;
}

START_TEST (every_byte_is_found)
{
  uint8_t plain[20000], byte;
  p2pid_buffer *data;

  for (size_t i = 0; i < sizeof plain; i++)
    plain[i] = (uint8_t) (i * i >> 3);
  data = compress_bytes (plain, sizeof plain);
  for (size_t i = 0; i < sizeof plain; i += 97) {
    ck_assert_int_eq (p2pid_inflate_byte (p2pid_buffer_bytes (data), i, &byte),
                      P2PID_OK);
    ck_assert_int_eq (byte, plain[i]);
  }
  ck_assert_int_eq (
      p2pid_inflate_byte (p2pid_buffer_bytes (data), sizeof plain - 1, &byte),
      P2PID_OK);
  ck_assert_int_eq (byte, plain[sizeof plain - 1]);
  ck_assert_int_eq (
      p2pid_inflate_byte (p2pid_buffer_bytes (data), sizeof plain, &byte),
      P2PID_ERR_FORMAT);
  p2pid_buffer_free (data);
}
END_TEST

/* The four bytes of the checksum are not missed. */
START_TEST (cut_data_has_no_last_byte)
{
  const uint8_t plain[] = { 0xb9, 0xa3 };
  p2pid_buffer *data = compress_bytes (plain, sizeof plain);
  uint8_t byte = 7;

  for (size_t size = 0; size + 4 < data->size; size++)
    ck_assert_int_eq (
        p2pid_inflate_byte ((p2pid_bytes){ data->data, size }, 1, &byte),
        size + 5 < data->size ? P2PID_ERR_FORMAT : P2PID_OK);
  p2pid_buffer_free (data);
}
END_TEST

/* 32 MiB of nothing in 32 KiB: no more of it is unpacked than it takes. */
START_TEST (a_bomb_does_not_go_off)
{
  size_t size = (size_t) 1 << 25;
  uint8_t *nothing = calloc (1, size), byte = 7;
  p2pid_buffer *data = compress_bytes (nothing, size);

  free (nothing);
  ck_assert_int_eq (p2pid_inflate_byte (p2pid_buffer_bytes (data), 0, &byte),
                    P2PID_OK);
  ck_assert_int_eq (byte, 0);
  ck_assert_int_eq (p2pid_inflate_byte (p2pid_buffer_bytes (data),
                                        P2PID_INFLATE_MAX - 1, &byte),
                    P2PID_OK);
  ck_assert_int_eq (
      p2pid_inflate_byte (p2pid_buffer_bytes (data), P2PID_INFLATE_MAX, &byte),
      P2PID_ERR_SIZE);
  p2pid_buffer_free (data);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("status-list");
  TCase *tcase = tcase_create ("status-list");

  harness_seed (1);
  tcase_add_checked_fixture (tcase, id_token_start, NULL);
  tcase_add_loop_test (tcase, lists_are_read_strictly, 0,
                       (int) (sizeof lists / sizeof *lists));
  tcase_add_test (tcase, a_stranger_cannot_speak_for_the_issuer);
  tcase_add_test (tcase, another_issuer_cannot_speak_for_this_one);
  tcase_add_loop_test (tcase, how_it_stands_is_told, 0,
                       (int) (sizeof standings / sizeof *standings));
  tcase_add_loop_test (tcase, places_are_read_strictly, 0,
                       (int) (sizeof places / sizeof *places));
  tcase_add_test (tcase, an_address_has_an_end);
  tcase_add_test (tcase, without_a_list_nothing_is_known);
  tcase_add_test (tcase, a_binding_says_where_its_list_is);
  tcase_add_loop_test (tcase, other_tokens_are_not_added, 0,
                       (int) (sizeof shapes / sizeof *shapes));
  tcase_add_test (tcase, there_is_one_list_for_an_address);
  tcase_add_test (tcase, no_flipped_byte_says_valid);
  tcase_add_test (tcase, every_byte_is_found);
  tcase_add_test (tcase, cut_data_has_no_last_byte);
  tcase_add_test (tcase, a_bomb_does_not_go_off);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
