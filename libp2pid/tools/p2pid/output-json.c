/* One JSON object a line, for programs (p2pid(1), JSON).
 *
 * Members that have no value here are left out, never null. */

#include "tools/p2pid/json-text.h"
#include "tools/p2pid/output.h"
#include "tools/p2pid/vault.h"

#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Memory was missing for a member of the object that is being made. */
static bool lacking;

static void
set (json_t *object, const char *name, json_t *value)
{
  if (json_object_set_new (object, name, value) != 0)
    lacking = true;
}

static void
append (json_t *list, json_t *value)
{
  if (json_array_append_new (list, value) != 0)
    lacking = true;
}

/* Write an object as a line, and free it. Without memory the line is missing,
 * never a member of it alone; the exit status still says how it ended. */
static void
put (json_t *object)
{
  char *line = lacking ? NULL : cli_json_text (object, JSON_COMPACT);

  if (line != NULL) {
    puts (line);
    fflush (stdout);
  }
  free (line);
  lacking = false;
  json_decref (object);
}

static json_t *
hex (const uint8_t *bytes, size_t size)
{
  char text[2 * 32 + 1];

  sodium_bin2hex (text, sizeof text, bytes, size);
  return json_string (text);
}

static void
set_text (json_t *object, const char *name, const char *text)
{
  if (text != NULL && *text != '\0')
    set (object, name, json_string (text));
}

/* Of a file, whose name need not be UTF-8. */
static void
set_name (json_t *object, const char *name, const char *text)
{
  char *ascii;

  if (text == NULL || *text == '\0' ||
      json_object_set_new (object, name, json_string (text)) == 0)
    return;
  ascii = strdup (text);
  if (ascii == NULL) {
    lacking = true;
    return;
  }
  for (char *at = ascii; *at != '\0'; at++)
    if ((*at & 0x80) != 0)
      *at = '?';
  set_text (object, name, ascii);
  free (ascii);
}

static void
set_time (json_t *object, const char *name, int64_t time)
{
  if (time != 0)
    set (object, name, json_integer (time));
}

static void
set_facts (json_t *object, const char *name, p2pid_facts facts)
{
  json_t *list = json_array ();

  for (int fact = 0; fact < P2PID_FACT_COUNT_; fact++)
    if (facts & P2PID_FACTS (fact))
      append (list, json_string (p2pid_fact_name ((p2pid_fact) fact)));
  set (object, name, list);
}

static void
set_steps (json_t *object, const char *name, p2pid_steps steps)
{
  json_t *list = json_array ();

  for (int step = 0; step < P2PID_STEP_COUNT_; step++)
    if (steps & P2PID_STEPS (step))
      append (list, json_string (p2pid_step_name ((p2pid_step) step)));
  set (object, name, list);
}

/* Left out where no list is named, or none was come to. */
static void
set_status (json_t *object, p2pid_status status, const char *address)
{
  if (status == P2PID_STATUS_NONE)
    return;
  set_text (object, "status", p2pid_status_name (status));
  set_text (object, "status-address", address);
}

static void
set_identity (json_t *object, const p2pid_identity *identity);

static void
set_revocation (json_t *object, int64_t known_at, int64_t now)
{
  if (known_at == 0)
    return;
  set_time (object, "revocation-checked-at", known_at);
  set (object, "revocation-old",
       json_boolean (p2pid_revocation_is_old (known_at, now)));
}

/* A signatory has no role, so that goes no deeper. */
static void
set_role_proof (json_t *object, const p2pid_role_proof *proof, int64_t now)
{
  json_t *role, *signatory;

  if (proof == NULL)
    return;
  role =
      json_pack ("{s:b}", "test", proof->environment == P2PID_ENVIRONMENT_TEST);
  set_text (role, "organisation", proof->organisation);
  set_text (role, "domain", proof->domain);
  set_text (role, "role", proof->role);
  set_time (role, "signed-at", proof->signed_at);
  set_time (role, "valid-until", proof->valid_until);
  set_revocation (role, proof->revocation_checked_at, now);
  set_status (role, proof->status, proof->status_address);
  if (proof->signatory != NULL) {
    signatory = json_object ();
    set_identity (signatory, proof->signatory);
    set (role, "signatory", signatory);
  }
  set (object, "role-proof", role);
}

static void
set_identity (json_t *object, const p2pid_identity *identity)
{
  p2pid_environment environment = p2pid_identity_environment (identity);
  int64_t now = p2pid_identity_checked_at (identity);

  for (int fact = 0; fact < P2PID_FACT_COUNT_; fact++)
    set_text (object, p2pid_fact_name ((p2pid_fact) fact),
              p2pid_identity_fact (identity, (p2pid_fact) fact));
  set (object, "test", json_boolean (environment == P2PID_ENVIRONMENT_TEST));
  set_text (object, "method",
            p2pid_method_name (p2pid_identity_method (identity)));
  set_text (object, "assurance",
            cli_assurance_word (p2pid_identity_assurance (identity)));
  set_text (object, "issuer", p2pid_identity_issuer (identity));
  set_time (object, "signed-at", p2pid_identity_signed_at (identity));
  set (object, "dated-by-holder",
       json_boolean (p2pid_identity_dated_by_holder (identity)));
  set_text (object, "occasion",
            p2pid_occasion_name (p2pid_identity_occasion (identity)));
  set_time (object, "valid-until", p2pid_identity_valid_until (identity));
  set_time (object, "checked-at", now);
  set_revocation (object, p2pid_identity_revocation_checked_at (identity), now);
  set_status (object, p2pid_identity_status (identity),
              p2pid_identity_status_address (identity));
  set_text (object, "word", cli_word_word (p2pid_identity_word (identity)));
  set_steps (object, "checked", p2pid_identity_checked (identity));
  set_steps (object, "unchecked", p2pid_identity_unchecked (identity));
  set_role_proof (object, p2pid_identity_role_proof (identity), now);
  set (object, "key", hex (p2pid_identity_key (identity)->bytes, 32));
}

static const char *
event_name (p2pid_event_kind kind)
{
  switch (kind) {
  case P2PID_EVENT_CODE:
    return "code";
  case P2PID_EVENT_INVITATION:
    return "invitation";
  case P2PID_EVENT_OFFLINE:
    return "offline";
  case P2PID_EVENT_ONLINE:
    return "online";
  case P2PID_EVENT_JOINED:
    return "joined";
  case P2PID_EVENT_AGREED:
    return "agreed";
  case P2PID_EVENT_TURN:
    return "turn";
  case P2PID_EVENT_SENT:
    return "sent";
  case P2PID_EVENT_DELIVERED:
    return "delivered";
  case P2PID_EVENT_SHOWN:
    return "shown";
  case P2PID_EVENT_NOT_CHECKED:
    return "not-checked";
  case P2PID_EVENT_IDENTIFIED:
    return "identified";
  case P2PID_EVENT_CANNOT_CHECK:
    return "cannot-check";
  case P2PID_EVENT_DECLINED:
    return "declined";
  case P2PID_EVENT_CLOSING:
    return "closing";
  case P2PID_EVENT_RECEIPT_ASKED:
    return "receipt-asked";
  case P2PID_EVENT_RECEIPT:
    return "receipt";
  case P2PID_EVENT_FINISHED:
    return "finished";
  case P2PID_EVENT_STOPPED:
    break;
  }
  return "stopped";
}

static void
set_error (json_t *object, p2pid_err err)
{
  if (err == P2PID_OK)
    return;
  set_text (object, "error", p2pid_err_name (err));
  set_text (object, "message", p2pid_err_sentence (err));
}

static void
set_code (json_t *object, const p2pid_code *code)
{
  char pairs[P2PID_CODE_TEXT_SIZE];

  p2pid_code_print (code, pairs);
  set_text (object, "code", code->digits);
  set_text (object, "pairs", pairs);
}

static void
set_invitation (json_t *object, const char *uri)
{
  p2pid_invitation invitation;
  p2pid_buffer *link = NULL;

  set_text (object, "uri", uri);
  if (p2pid_invitation_parse (uri, &invitation) != P2PID_OK)
    return;
  if (p2pid_invitation_print_link (&invitation, &link) == P2PID_OK)
    set_text (object, "link", (const char *) link->data);
  else
    lacking = true;
  p2pid_buffer_free (link);
  p2pid_invitation_wipe (&invitation);
}

static void
set_compared (json_t *object, const p2pid_event *event)
{
  static const struct {
    unsigned bit;
    const char *name;
  } names[] = { { P2PID_COMPARED_ROLES, "roles" },
                { P2PID_COMPARED_START, "start" },
                { P2PID_COMPARED_TAILS, "tails" } };
  json_t *list = json_array ();

  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (event->compared & names[i].bit)
      append (list, json_string (names[i].name));
  set (object, "compared", list);
  set_text (object, "channel", cli_channel_word (event->channel));
}

static void
set_claims (json_t *object, const p2pid_event *event)
{
  static const char *const matches[] = { [P2PID_AUDIENCE_UNKNOWN] = "unknown",
                                         [P2PID_AUDIENCE_SAME] = "same",
                                         [P2PID_AUDIENCE_PART] = "part",
                                         [P2PID_AUDIENCE_OTHER] = "other" };

  set_text (object, "audience", event->audience);
  set_text (object, "purpose", event->purpose);
  set_text (object, "audience-match", matches[event->audience_match]);
}

static const char *
place_word (p2pid_place place)
{
  return place == P2PID_PLACE_FIRST ? "first" : "second";
}

static void
tell_event (const p2pid_event *event, const cli_scene *scene)
{
  json_t *object = json_pack ("{s:s, s:I}", "event", event_name (event->kind),
                              "time", (json_int_t) event->time);

  if (event->kind == P2PID_EVENT_CODE)
    set_code (object, event->code);
  if (event->kind == P2PID_EVENT_INVITATION)
    set_invitation (object, event->text);
  if (event->kind == P2PID_EVENT_AGREED)
    set_compared (object, event);
  if (event->kind == P2PID_EVENT_TURN)
    set_text (object, "place", place_word (event->place));
  if (event->kind == P2PID_EVENT_IDENTIFIED) {
    set_identity (object, event->identity);
    set_time (object, "first-met", scene->first_met);
  }
  if (event->kind == P2PID_EVENT_IDENTIFIED ||
      event->kind == P2PID_EVENT_CANNOT_CHECK)
    set_claims (object, event);
  if (event->kind == P2PID_EVENT_STOPPED) {
    set_text (object, "reason", p2pid_stop_name (event->stop));
    set (object, "by-peer", json_boolean (event->by_peer));
  }
  set_error (object, event->err);
  put (object);
}

static void
ask (cli_question question, const cli_scene *scene)
{
  bool identify = question == CLI_QUESTION_IDENTIFY;
  json_t *object = json_pack ("{s:s, s:I, s:s}", "event", "question", "time",
                              (json_int_t) cli_now (), "question",
                              identify ? "identify" : "finish");

  if (identify)
    set_facts (object, "facts", scene->facts);
  put (object);
}

static void
tell_status (cli_status status)
{
  put (json_pack ("{s:s, s:I, s:i}", "event", "end", "time",
                  (json_int_t) cli_now (), "status", (int) status));
}

static void
tell_profile (const p2pid_identity *identity,
              p2pid_facts facts,
              p2pid_facts fixed)
{
  json_t *object = json_pack ("{s:s}", "event", "profile");

  set_identity (object, identity);
  set_facts (object, "facts", facts);
  set_facts (object, "fixed-facts", fixed);
  put (object);
}

static void
tell_history (const p2pid_history_entry *entry)
{
  json_t *object = json_pack (
      "{s:s, s:I, s:I, s:s, s:s, s:s, s:b, s:b, s:b}", "event", "contact", "id",
      (json_int_t) entry->id, "time", (json_int_t) entry->time, "channel",
      cli_channel_word (entry->channel), "role", cli_role_word (entry->role),
      "outcome", cli_outcome_word (entry->outcome), "seen", entry->identified,
      "test", entry->test, "has-receipt", entry->has_receipt);

  set_error (object, entry->err);
  set_text (object, "name", entry->name);
  set_text (object, "issuer", entry->issuer);
  set_text (object, "organisation", entry->organisation);
  set_text (object, "purpose", entry->purpose);
  if (*entry->name != '\0') {
    set_text (object, "occasion", p2pid_occasion_name (entry->occasion));
    set (object, "key", hex (entry->key.bytes, 32));
  }
  put (object);
}

static void
tell_person (const p2pid_person *person)
{
  json_t *object = json_pack (
      "{s:s, s:I, s:s, s:b, s:I, s:I, s:o}", "event", "person", "id",
      (json_int_t) person->id, "name", person->name, "test", person->test,
      "first-met", (json_int_t) person->first_met, "last-met",
      (json_int_t) person->last_met, "key", hex (person->key.bytes, 32));

  set_text (object, "issuer", person->issuer);
  set_text (object, "note", person->note);
  put (object);
}

static void
tell_anchor (const p2pid_anchor *anchor)
{
  json_t *object = json_pack (
      "{s:s, s:s, s:s, s:s, s:o, s:s}", "event", "anchor", "method",
      p2pid_method_name (anchor->method), "environment",
      cli_environment_word (anchor->environment), "name", anchor->name,
      "fingerprint", hex (anchor->fingerprint.bytes, 32), "assurance",
      cli_assurance_word (anchor->assurance));
  json_t *parties;

  set_text (object, "issuer", anchor->issuer);
  if (anchor->parties != NULL && anchor->parties[0] != NULL) {
    parties = json_array ();
    for (size_t i = 0; anchor->parties[i] != NULL; i++)
      append (parties, json_string (anchor->parties[i]));
    set (object, "parties", parties);
  }
  set_time (object, "not-before", anchor->not_before);
  set_time (object, "not-after", anchor->not_after);
  set_time (object, "revoked-as-of", anchor->revoked_as_of);
  put (object);
}

static json_t *
party (const cli_verified *receipt, p2pid_place place)
{
  const p2pid_receipt_party *said =
      p2pid_receipt_party_get (receipt->receipt, place);
  const p2pid_identity *identity =
      p2pid_receipt_identity (receipt->receipt, place);
  json_t *object =
      json_pack ("{s:s, s:I, s:s, s:s}", "place", place_word (place), "time",
                 (json_int_t) said->time, "side",
                 said->side == P2PID_SIDE_HOST ? "host" : "guest", "role",
                 cli_role_word (said->account.role));

  set_text (object, "audience", said->audience);
  set_text (object, "purpose", said->purpose);
  if (identity != NULL)
    set_identity (object, identity);
  return object;
}

static json_t *
receipt_object (const char *event, const cli_verified *receipt)
{
  const p2pid_receipt_party *first =
      p2pid_receipt_party_get (receipt->receipt, P2PID_PLACE_FIRST);

  return json_pack ("{s:s, s:s, s:[o, o]}", "event", event, "channel",
                    cli_channel_word (first->account.channel), "parties",
                    party (receipt, P2PID_PLACE_FIRST),
                    party (receipt, P2PID_PLACE_SECOND));
}

static void
tell_receipt (const cli_verified *receipt)
{
  json_t *object = receipt_object ("receipt-checked", receipt);

  set (object, "holds", json_boolean (receipt->err == P2PID_OK));
  set_error (object, receipt->err);
  put (object);
}

static void
tell_holds (const cli_verified *receipt)
{
  json_t *object = receipt_object ("holds", receipt);

  set_text (object, "message", "The receipt holds.");
  put (object);
}

/* In an object of its own: nothing that reads an identity's members finds
 * them there. */
static void
set_claimed (json_t *object, const p2pid_claimed *claimed)
{
  json_t *facts;

  if (claimed == NULL)
    return;
  facts = json_object ();
  for (int fact = 0; fact < P2PID_FACT_COUNT_; fact++)
    set_text (facts, p2pid_fact_name ((p2pid_fact) fact),
              p2pid_claimed_fact (claimed, (p2pid_fact) fact));
  set (object, "claimed", facts);
}

static void
tell_evidence (const cli_checked *checked)
{
  json_t *object = json_pack (
      "{s:s, s:b, s:s, s:I}", "event", "evidence-checked", "holds",
      checked->err == P2PID_OK, "method", p2pid_method_name (checked->method),
      "checked-at", (json_int_t) checked->at);

  set_steps (object, "checked", checked->report.held);
  set_steps (object, "unchecked", checked->report.skipped);
  set_status (object, checked->report.status, checked->status_address);
  if (checked->err != P2PID_OK)
    set_text (object, "failed", p2pid_step_name (checked->report.failed));
  else
    set_identity (object, checked->identity);
  set_error (object, checked->err);
  if (checked->err != P2PID_OK)
    set_text (object, "message", cli_evidence_sentence (checked));
  set_claimed (object, checked->claimed);
  put (object);
}

static json_t *
card (const p2pid_card *card)
{
  json_t *object = json_object ();

  set_text (object, "label", card->label);
  set_text (object, "holder", card->holder);
  return object;
}

static void
set_statement (json_t *object, const p2pid_statement *statement)
{
  p2pid_buffer *text = NULL;

  if (p2pid_statement_text (statement, &text) == P2PID_OK)
    set_text (object, "text", (const char *) text->data);
  else
    lacking = true;
  set (object, "key", hex (statement->key.bytes, 32));
  set_time (object, "not-before", statement->not_before);
  set_time (object, "not-after", statement->not_after);
  p2pid_buffer_free (text);
}

static void
set_cards (json_t *object, const p2pid_enrolment_event *event)
{
  json_t *list = json_array ();

  for (size_t i = 0; i < event->count; i++)
    append (list, card (&event->cards[i]));
  set (object, "cards", list);
}

static void
tell_enrolment (const p2pid_enrolment_event *event)
{
  static const char *const names[] = {
    [P2PID_ENROLMENT_STATEMENT] = "statement",
    [P2PID_ENROLMENT_QR] = "qr",
    [P2PID_ENROLMENT_OPEN] = "open",
    [P2PID_ENROLMENT_HINT] = "hint",
    [P2PID_ENROLMENT_CARDS] = "cards",
    [P2PID_ENROLMENT_PIN] = "pin",
    [P2PID_ENROLMENT_DONE] = "enrolled",
    [P2PID_ENROLMENT_FAILED] = "failed",
  };
  json_t *object = json_pack ("{s:s}", "event", names[event->kind]);

  if (event->kind == P2PID_ENROLMENT_STATEMENT)
    set_statement (object, event->statement);
  if (event->kind == P2PID_ENROLMENT_CARDS)
    set_cards (object, event);
  if (event->kind == P2PID_ENROLMENT_PIN) {
    set (object, "card", card (event->card));
    set (object, "keypad", json_boolean (event->keypad));
    if (event->tries >= 0)
      set (object, "tries", json_integer (event->tries));
  }
  set_text (object, "text", event->text);
  set_text (object, "hint", event->hint);
  set_text (object, "sentence", event->sentence);
  set_error (object, event->err);
  put (object);
}

static void
tell_fingerprint (const char *event,
                  const p2pid_fingerprint *fingerprint,
                  const char *text)
{
  put (json_pack ("{s:s, s:o, s:s}", "event", event, "fingerprint",
                  hex (fingerprint->bytes, 32), "message", text));
}

static void
tell_done (const char *event, const char *text)
{
  json_t *object = json_pack ("{s:s}", "event", event);

  set_name (object, "message", text);
  put (object);
}

static void
tell_error (const cli_options *options, p2pid_err err, const char *what)
{
  json_t *object = json_pack ("{s:s, s:I}", "event", "error", "time",
                              (json_int_t) cli_now ());

  set_error (object, err);
  set_name (object, "what", what);
  put (object);
}

const cli_output cli_output_json = {
  .event = tell_event,
  .ask = ask,
  .status = tell_status,
  .profile = tell_profile,
  .history = tell_history,
  .person = tell_person,
  .anchor = tell_anchor,
  .receipt = tell_receipt,
  .holds = tell_holds,
  .evidence = tell_evidence,
  .enrolment = tell_enrolment,
  .fingerprint = tell_fingerprint,
  .done = tell_done,
  .error = tell_error,
  .refusal = tell_error,
};
