/* Orders without memory: BankID's and Freja's, by a gateway, and a login at a
 * provider. Each allocation fails in its turn; what comes of it is what comes
 * with plenty, told in the same words, or nothing, and no order is left open.
 *
 * What others answer is written here, and time passes as it is waited for: the
 * linker puts both in the place of the network and the clock. */

#include "evidence/bankid-vector.h"
#include "evidence/card-maker.h"
#include "evidence/freja-result.h"
#include "starve.h"

#include "base/encoding.h"
#include "eid/bankid-words.h"
#include "eid/bankid.h"
#include "eid/freja-words.h"
#include "eid/freja.h"
#include "eid/form.h"
#include "eid/http.h"
#include "eid/loopback.h"
#include "eid/method.h"
#include "eid/revocation.h"
#include "evidence/evidence.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>

#define GATEWAY "https://gateway.example"
#define PROVIDER "https://id.example"
#define RESPONDER "http://ocsp.example/"
#define ANSWERS_MAX 4
#define OPERATOR                                                               \
  {                                                                            \
    .address = "https://operator.example", .certificate = "-", .key = "-",     \
    .tls_root = "-"                                                            \
  }
#define LOG_SIZE 8192

typedef struct {
  const char *path; /* what is asked for ends so */
  long status;
  char *body;
} answer;

/* An order: what it starts from, what is answered, what comes of it. */
typedef struct {
  p2pid_enrolment_config config;
  answer answers[ANSWERS_MAX];
  p2pid_err err;
} order;

enum {
  BANKID,
  BANKID_REFUSED,
  FREJA,
  FREJA_REFUSED,
  BY_GATEWAY,
  GATEWAY_REFUSED,
  OIDC,
  ORDERS
};

static order orders[ORDERS];
static size_t chosen;
static p2pid_operator parties[2] = { OPERATOR, OPERATOR }; /* BankID, Freja */
static p2pid_key *key;
static p2pid_anchors *anchors;

/* The order under way. */
static size_t next;
static p2pid_buffer *ocsp; /* what a card's issuer answers */
static bool is_open;       /* there is an order elsewhere */
static int64_t clock_now;
static char told[LOG_SIZE], told_with_plenty[LOG_SIZE];
static char *evidence_with_plenty;

/* In the place of the world. */

p2pid_err
__wrap_p2pid_http_ask_for (const p2pid_http_ask *ask,
                           int cancel_fd,
                           p2pid_http_answer *out);
p2pid_err
__wrap_p2pid_enrolment_pause (p2pid_enrolment *enrolment, int milliseconds);
p2pid_err
__wrap_p2pid_loopback_wait (p2pid_loopback *loopback,
                            const char *state,
                            const p2pid_enrolment *enrolment,
                            int milliseconds,
                            p2pid_buffer **out_query);
int64_t
__wrap_p2pid_operator_clock (void);

static p2pid_err
give (long status, p2pid_bytes body, p2pid_http_answer *out)
{
  p2pid_http_answer given = { .status = status, .type = "application/json" };
  p2pid_err err = p2pid_buffer_copy (body, &given.body);

  if (err == P2PID_OK)
    *out = given;
  return err;
}

static bool
ends_with (const char *text, const char *end)
{
  size_t size = strlen (text), end_size = strlen (end);

  return size >= end_size && strcmp (text + size - end_size, end) == 0;
}

/* An order is open from the first answer of 200 or 201 on, until one is the
 * last. */
p2pid_err
__wrap_p2pid_http_ask_for (const p2pid_http_ask *ask,
                           int cancel_fd,
                           p2pid_http_answer *out)
{
  const answer *all = orders[chosen].answers;
  p2pid_err err;

  if (strcmp (ask->method, "DELETE") == 0 || ends_with (ask->url, "cancel")) {
    is_open = false;
    return give (200, p2pid_bytes_from_text ("{}"), out);
  }
  if (strcmp (ask->url, RESPONDER) == 0)
    return give (200, p2pid_buffer_bytes (ocsp), out);
  starve_hold ();
  ck_assert_uint_lt (next, ANSWERS_MAX);
  ck_assert_ptr_nonnull (all[next].path);
  ck_assert_msg (ends_with (ask->url, all[next].path), "%s", ask->url);
  starve_go_on ();
  err = give (all[next].status, p2pid_bytes_from_text (all[next].body), out);
  if (err == P2PID_OK)
    is_open = all[next].status < 300 && next + 1 < ANSWERS_MAX &&
              all[next + 1].path != NULL;
  next++;
  return err;
}

p2pid_err
__wrap_p2pid_enrolment_pause (p2pid_enrolment *enrolment, int milliseconds)
{
  clock_now += milliseconds;
  return P2PID_OK;
}

int64_t
__wrap_p2pid_operator_clock (void)
{
  return clock_now;
}

/* The browser comes back at once. */
p2pid_err
__wrap_p2pid_loopback_wait (p2pid_loopback *loopback,
                            const char *state,
                            const p2pid_enrolment *enrolment,
                            int milliseconds,
                            p2pid_buffer **out_query)
{
  char query[256];

  snprintf (query, sizeof query, "state=%s&code=abc", state);
  return p2pid_buffer_copy (p2pid_bytes_from_text (query), out_query);
}

/* A login has another address each time. */
static void
tell_cb (const p2pid_enrolment_event *event, void *user_data)
{
  size_t size = strlen (told);
  const char *text = event->text != NULL ? event->text : "";

  if (orders[chosen].config.method == P2PID_METHOD_OIDC)
    text = "";
  snprintf (told + size, sizeof told - size, "%d %s %s %s\n", event->kind, text,
            event->hint ? event->hint : "",
            event->sentence ? event->sentence : "");
}

/* The orders. */

static char *
print (const char *format, ...)
{
  va_list arguments;
  char *text = NULL;

  va_start (arguments, format);
  ck_assert_int_gt (vasprintf (&text, format, arguments), 0);
  va_end (arguments);
  return text;
}

static void
add_answer (size_t at, const char *path, long status, char *body)
{
  answer *one = orders[at].answers;

  while (one->path != NULL)
    one++;
  *one = (answer){ path, status, body };
}

static void
begin_order (size_t at, p2pid_method method, p2pid_err err)
{
  orders[at] = (order){ .config = { .method = method,
                                    .key = key,
                                    .program = "P2P ID",
                                    .language = P2PID_LANGUAGE_SV,
                                    .now = NOW,
                                    .lifetime = 1800,
                                    .anchors = anchors,
                                    .callback = tell_cb },
                        .err = err };
}

static char *
print_pem (X509 *certificate)
{
  BIO *bio = BIO_new (BIO_s_mem ());
  char *text, *copy;

  ck_assert_int_eq (PEM_write_bio_X509 (bio, certificate), 1);
  BIO_write (bio, "", 1); /* its NUL */
  BIO_get_mem_data (bio, &text);
  copy = strdup (text);
  BIO_free (bio);
  return copy;
}

/* The root at the end of BankID's evidence. */
static char *
print_bankid_root (const char *evidence)
{
  p2pid_buffer *der = NULL;
  X509 *root = NULL;
  char *pem;

  ck_assert_int_eq (
      p2pid_base64url_decode (
          p2pid_bytes_from_text (strrchr (evidence, '~') + 1), &der),
      P2PID_OK);
  ck_assert_int_eq (p2pid_certificate_read (p2pid_buffer_bytes (der), &root),
                    P2PID_OK);
  pem = print_pem (root);
  X509_free (root);
  p2pid_buffer_free (der);
  return pem;
}

#define SIGNED                                                                 \
  "{\"orderRef\":\"o\",\"autoStartToken\":\"t\",\"qrStartToken\":\"q\","       \
  "\"qrStartSecret\":\"s\"}"
#define ORDERED                                                                \
  "{\"order\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\","                \
  "\"lifetime\":20}"
#define GATEWAY_ORDER "/v1/sign/AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"

static void
add_bankid (const char *evidence)
{
  int signature = (int) strcspn (evidence, "~");
  const char *about = evidence + signature + 1;
  int size = (int) strcspn (about, "~");

  begin_order (BANKID, P2PID_METHOD_BANKID, P2PID_OK);
  orders[BANKID].config.directly = &parties[0];
  add_answer (BANKID, "/sign", 200, print (SIGNED));
  add_answer (BANKID, "/collect", 200,
              print ("{\"status\":\"pending\",\"hintCode\":\"userSign\"}"));
  add_answer (BANKID, "/collect", 200,
              print ("{\"status\":\"complete\",\"completionData\":{"
                     "\"signature\":\"%.*s\",\"ocspResponse\":\"%.*s\"}}",
                     signature, evidence, size, about));

  begin_order (BANKID_REFUSED, P2PID_METHOD_BANKID, P2PID_ERR_BUSY);
  orders[BANKID_REFUSED].config.directly = &parties[0];
  add_answer (BANKID_REFUSED, "/sign", 400,
              print ("{\"errorCode\":\"alreadyInProgress\"}"));
}

static void
add_freja (void)
{
  freja_result result = freja_result_new ();
  char *evidence = freja_result_finish (&result);

  begin_order (FREJA, P2PID_METHOD_FREJA, P2PID_OK);
  orders[FREJA].config.directly = &parties[1];
  add_answer (FREJA, "/initSignature", 200, print ("{\"signRef\":\"r\"}"));
  add_answer (FREJA, "/getOneResult", 200,
              print ("{\"status\":\"DELIVERED_TO_MOBILE\"}"));
  add_answer (FREJA, "/getOneResult", 200,
              print ("{\"status\":\"APPROVED\",\"details\":\"%.*s\"}",
                     (int) strcspn (evidence, "~"), evidence));
  free (evidence);

  begin_order (FREJA_REFUSED, P2PID_METHOD_FREJA, P2PID_ERR_CANCELLED);
  orders[FREJA_REFUSED].config.directly = &parties[1];
  add_answer (FREJA_REFUSED, "/initSignature", 200,
              print ("{\"signRef\":\"r\"}"));
  add_answer (FREJA_REFUSED, "/getOneResult", 200,
              print ("{\"status\":\"REJECTED\"}"));
}

static void
add_gateway (const char *evidence)
{
  begin_order (BY_GATEWAY, P2PID_METHOD_BANKID, P2PID_OK);
  orders[BY_GATEWAY].config.gateway = GATEWAY;
  add_answer (BY_GATEWAY, "/v1/sign", 201, print (ORDERED));
  add_answer (BY_GATEWAY, GATEWAY_ORDER, 200,
              print ("{\"status\":\"pending\",\"qr\":\"bankid.q.0.a\","
                     "\"hint\":\"RFA1\"}"));
  add_answer (BY_GATEWAY, GATEWAY_ORDER, 200,
              print ("{\"status\":\"complete\",\"method\":\"bankid\","
                     "\"evidence\":\"%s\"}",
                     evidence));

  begin_order (GATEWAY_REFUSED, P2PID_METHOD_FREJA, P2PID_ERR_ARGUMENT);
  orders[GATEWAY_REFUSED].config.gateway = GATEWAY;
  add_answer (GATEWAY_REFUSED, "/v1/sign", 403,
              print ("{\"error\":\"lifetime\",\"longest\":1200}"));
}

static void
add_login (void)
{
  EVP_PKEY *signing = signer_key (P2PID_JWA_EDDSA);
  char *jwk = signer_jwk (signing);
  char *token = signer_jws (signing, P2PID_JWA_EDDSA, "{'alg':'EdDSA'}",
                            "{'name':'Bo Ek'}");

  begin_order (OIDC, P2PID_METHOD_OIDC, P2PID_OK);
  orders[OIDC].config.provider = PROVIDER;
  orders[OIDC].config.client_id = "p2pid";
  add_answer (OIDC, "/openid-configuration", 200,
              print ("{\"issuer\":\"" PROVIDER "\",\"authorization_endpoint\":"
                     "\"" PROVIDER "/auth\",\"token_endpoint\":\"" PROVIDER
                     "/token\",\"jwks_uri\":\"" PROVIDER "/keys\"}"));
  add_answer (OIDC, "/token", 200, print ("{\"id_token\":\"%s\"}", token));
  add_answer (OIDC, "/keys", 200, print ("{\"keys\":[%s]}", jwk));
  free (token);
  free (jwk);
}

static void
start (void)
{
  json_t *vector = bankid_vector_load ();
  const char *evidence =
      json_string_value (json_object_get (vector, "evidence"));

  ck_assert_int_eq (p2pid_key_new (&key), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_new (&anchors), P2PID_OK);
  parties[0].root = print_bankid_root (evidence);
  parties[1].root = print_pem (freja_certificate ());
  add_bankid (evidence);
  add_freja ();
  add_gateway (evidence);
  add_login ();
  json_decref (vector);
}

static void
end (void)
{
  for (size_t i = 0; i < ORDERS; i++)
    for (size_t j = 0; j < ANSWERS_MAX; j++)
      free (orders[i].answers[j].body);
  free ((char *) parties[0].root);
  free ((char *) parties[1].root);
  p2pid_key_free (key);
  p2pid_anchors_free (anchors);
}

/* What is tried. */

/* As it was with plenty, or not at all. */
static void
compare (const p2pid_binding *binding, p2pid_err err)
{
  ck_assert ((err == P2PID_OK) == (binding != NULL));
  if (err != orders[chosen].err)
    return;
  ck_assert_str_eq (told, told_with_plenty);
  if (binding != NULL)
    ck_assert_str_eq (p2pid_binding_evidence (binding), evidence_with_plenty);
}

static p2pid_err
run (p2pid_binding **out)
{
  p2pid_statement statement;
  p2pid_enrolment *enrolment = NULL;
  const p2pid_eid_row *row = p2pid_eid_find (orders[chosen].config.method);
  p2pid_err err;

  next = 0;
  is_open = false;
  *told = '\0';
  starve_hold ();
  statement = stating ();
  ck_assert_int_eq (p2pid_enrolment_new (&orders[chosen].config, &enrolment),
                    P2PID_OK);
  starve_go_on ();
  err = row->get (enrolment, &statement, out);
  starve_hold ();
  p2pid_enrolment_free (enrolment);
  return err;
}

static p2pid_err
get (void)
{
  p2pid_binding *binding = NULL;
  p2pid_err err = run (&binding);

  compare (binding, err);
  p2pid_binding_free (binding);
  return err == orders[chosen].err ? P2PID_OK : err; /* as it should be */
}

/* What has been opened is closed, since there is memory for it again. Where
 * jansson had none to read the answer, nobody knows what was opened. */
static p2pid_err
get_and_close (void)
{
  p2pid_err err = get ();

  ck_assert (!is_open || chosen == OIDC);
  return err;
}

static void
get_with_plenty (void)
{
  p2pid_binding *binding = NULL;

  ck_assert_int_eq (run (&binding), orders[chosen].err);
  strcpy (told_with_plenty, told);
  if (binding != NULL)
    evidence_with_plenty = strdup (p2pid_binding_evidence (binding));
  p2pid_binding_free (binding);
}

START_TEST (an_order_without_memory_is_none)
{
  chosen = (size_t) _i;
  get_with_plenty ();
  ck_assert_uint_ge (starve_through (STARVE_FOR_GOOD, 1, get, starve_is_want),
                     8);
  starve_through (STARVE_OURS_ONCE, 1, get_and_close, starve_is_want);
  starve_through (STARVE_ONCE, 1, get, starve_is_want);
  free (evidence_with_plenty);
  evidence_with_plenty = NULL;
}
END_TEST

static p2pid_err
make (void)
{
  p2pid_enrolment *enrolment = NULL;
  p2pid_err err = p2pid_enrolment_new (&orders[BANKID].config, &enrolment);

  starve_hold ();
  ck_assert ((err == P2PID_OK) == (enrolment != NULL));
  p2pid_enrolment_free (enrolment);
  return err;
}

START_TEST (an_enrolment_without_memory_is_none)
{
  ck_assert_uint_eq (starve_through (STARVE_FOR_GOOD, 1, make, starve_is_want),
                     2);
}
END_TEST

/* A card's issuer is asked whether its certificate holds. */

static card_maker card;
static p2pid_enrolment *asking;

static p2pid_err
ask_issuer (void)
{
  p2pid_chain chain = { .count = CARD_CHAIN };
  p2pid_buffer *got = NULL;
  p2pid_err err;

  memcpy (chain.list, card.chain, sizeof card.chain);
  err = p2pid_revocation_ask (&chain, asking, &got);
  starve_hold ();
  ck_assert ((err == P2PID_OK) == (got != NULL));
  p2pid_buffer_free (got);
  return err;
}

static void
issue_card (void)
{
  authority_answer good = { 0 };

  card = card_new ();
  card_set (card.plans[CARD_PERSON].extensions, NID_info_access,
            "OCSP;URI:" RESPONDER);
  card_issue (&card);
  good.subject = card.chain[CARD_PERSON];
  good.issuer = good.signer = card.chain[CARD_ISSUER];
  good.key = card.plans[CARD_ISSUER].key;
  ocsp = authority_ocsp (&good);
}

START_TEST (an_answer_about_a_card_is_not_left_out)
{
  chosen = BANKID;
  issue_card ();
  ck_assert_int_eq (p2pid_enrolment_new (&orders[BANKID].config, &asking),
                    P2PID_OK);
  starve_through (STARVE_FOR_GOOD, 1, ask_issuer, starve_is_want);
  starve_through (STARVE_ONCE, 1, ask_issuer, starve_is_want);
  p2pid_enrolment_free (asking);
  p2pid_buffer_free (ocsp);
  card_clear (&card);
}
END_TEST

/* What needs no memory cannot want it. */

static p2pid_err
show (void)
{
  static const char head[] =
      "GET /p2pid?code=a HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n";
  char qr[P2PID_BANKID_QR_MAX], link[P2PID_BANKID_LINK_MAX], code[8];
  char reference[P2PID_FREJA_LINK_MAX];
  static p2pid_form form;
  p2pid_bytes query;
  p2pid_err err;

  form = (p2pid_form){ 0 };
  p2pid_bankid_qr ("t", "s", 1, qr);
  p2pid_bankid_link ("t", link);
  if (!p2pid_freja_link ("r", reference) ||
      !p2pid_loopback_read (p2pid_bytes_from_text (head), "127.0.0.1:1",
                            &query))
    return P2PID_ERR_FORMAT;
  err = p2pid_form_find (query, "code", code, sizeof code);
  p2pid_form_begin (&form, PROVIDER);
  p2pid_form_add (&form, "code", code);
  starve_hold ();
  ck_assert_str_eq (form.text, PROVIDER "?code=a");
  ck_assert_str_eq (
      p2pid_bankid_progress ("userSign", P2PID_DEVICE_COMPUTER, false)->code,
      "RFA9");
  ck_assert_str_eq (p2pid_freja_progress ("STARTED")->said.code, "STARTED");
  return err;
}

START_TEST (codes_links_forms_and_requests_take_none)
{
  ck_assert_uint_eq (starve_through (STARVE_FOR_GOOD, 1, show, starve_is_want),
                     0);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("eid-memory");
  TCase *tcase = tcase_create ("memory");

  tcase_add_unchecked_fixture (tcase, start, end);
  tcase_add_loop_test (tcase, an_order_without_memory_is_none, 0, ORDERS);
  tcase_add_test (tcase, an_enrolment_without_memory_is_none);
  tcase_add_test (tcase, an_answer_about_a_card_is_not_left_out);
  tcase_add_test (tcase, codes_links_forms_and_requests_take_none);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
