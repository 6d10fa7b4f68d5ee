/* Bindings: a method's name, a statement or none, evidence, a role credential
 * or none; and what the method read from them. */

#include "evidence/evidence.h"

#include "base/encoding.h"
#include "crypto/hash.h"
#include "evidence/anchors-internal.h"
#include "evidence/claimed-internal.h"
#include "evidence/identity-internal.h"
#include "wire/json.h"
#include "wire/text.h"

#include <stdlib.h>

/* Characters of a statement's base64url, at the most. */
#define STATEMENT_MAX 2048

/* A text form has room for all members, each character of evidence escaped,
 * and some for what may come later. */
#define TEXT_MAX (2 * P2PID_EVIDENCE_MAX + 2 * STATEMENT_MAX)

struct p2pid_binding {
  const p2pid_method_row *row;
  char *statement; /* or NULL */
  p2pid_buffer *evidence;
  p2pid_buffer *role;          /* or NULL */
  void *proof;                 /* the method's; borrows the texts above */
  p2pid_role_text *role_proof; /* likewise; or NULL */
};

/* Takes the evidence over, whatever becomes of it. */
static p2pid_err
new_binding (const p2pid_method_row *row,
             const char *statement,
             p2pid_buffer *evidence,
             p2pid_bytes role,
             p2pid_binding **out)
{
  p2pid_binding *binding = calloc (1, sizeof *binding);
  p2pid_err err;

  if (binding == NULL) {
    p2pid_buffer_free (evidence);
    return P2PID_ERR_MEMORY;
  }
  binding->row = row;
  binding->evidence = evidence;
  err = p2pid_text_copy (statement, &binding->statement);
  if (err == P2PID_OK && role.size > 0)
    err = p2pid_buffer_copy (role, &binding->role);
  if (err != P2PID_OK) {
    p2pid_binding_free (binding);
    return err;
  }
  *out = binding;
  return P2PID_OK;
}

static p2pid_err
read_role (p2pid_binding *binding)
{
  return binding->role == NULL
             ? P2PID_OK
             : p2pid_role_read (p2pid_buffer_bytes (binding->role),
                                &binding->role_proof);
}

/* They go over the wire as they are, each on a line of its own. */
static p2pid_err
check_lines (p2pid_bytes evidence, p2pid_bytes role)
{
  if (evidence.size > P2PID_EVIDENCE_MAX ||
      role.size > P2PID_EVIDENCE_MAX - evidence.size)
    return P2PID_ERR_SIZE;
  if (!p2pid_text_is_line (evidence) ||
      (role.data != NULL && !p2pid_text_is_line (role)))
    return P2PID_ERR_FORMAT;
  return P2PID_OK;
}

/* No data is no role. */
static p2pid_err
read_parts (const char *method,
            const char *statement,
            p2pid_bytes evidence,
            p2pid_bytes role,
            p2pid_binding **out_binding)
{
  const p2pid_method_row *row =
      p2pid_method_get_row (p2pid_method_find (method));
  p2pid_binding *binding = NULL;
  p2pid_buffer *copy = NULL;
  p2pid_err err;

  if (row == NULL)
    return P2PID_ERR_METHOD;
  if (p2pid_bytes_from_text (statement).size > STATEMENT_MAX)
    return P2PID_ERR_SIZE;
  err = check_lines (evidence, role);
  if (err == P2PID_OK)
    err = p2pid_buffer_copy (evidence, &copy);
  if (err == P2PID_OK)
    err = new_binding (row, statement, copy, role, &binding);
  if (err == P2PID_OK)
    err = row->read (p2pid_bytes_from_text (binding->statement),
                     p2pid_buffer_bytes (binding->evidence), &binding->proof);
  if (err == P2PID_OK)
    err = read_role (binding);
  if (err != P2PID_OK) {
    p2pid_binding_free (binding);
    return err;
  }
  *out_binding = binding;
  return P2PID_OK;
}

p2pid_err
p2pid_binding_new (const char *method,
                   const char *statement,
                   const char *evidence,
                   const char *role,
                   p2pid_binding **out_binding)
{
  return read_parts (method, statement, p2pid_bytes_from_text (evidence),
                     p2pid_bytes_from_text (role), out_binding);
}

p2pid_err
p2pid_binding_from_record (const p2pid_record *record,
                           p2pid_binding **out_binding)
{
  return read_parts (record->identify.method, record->identify.statement,
                     record->identify.evidence, record->identify.role,
                     out_binding);
}

void
p2pid_binding_to_record (const p2pid_binding *binding, p2pid_record *record)
{
  record->identify.method = p2pid_binding_method_name (binding);
  record->identify.statement = binding->statement;
  record->identify.evidence = p2pid_buffer_bytes (binding->evidence);
  record->identify.role = p2pid_buffer_bytes (binding->role);
}

static p2pid_err
parse (p2pid_bytes text, bool role, p2pid_binding **out)
{
  static const char *const known[] = { "method", "statement", "evidence",
                                       "role", NULL };
  const char *texts[4] = { NULL };
  json_t *object = NULL;
  p2pid_err err = p2pid_json_parse (text, TEXT_MAX, &object);

  if (err == P2PID_OK)
    err = p2pid_json_check_crit (object, known);
  for (size_t i = 0; known[i] != NULL && err == P2PID_OK; i++)
    err = p2pid_json_get_text (object, known[i], &texts[i]);
  if (err == P2PID_OK &&
      (texts[0] == NULL || texts[2] == NULL || (texts[3] != NULL && !role)))
    err = P2PID_ERR_FORMAT;
  if (err == P2PID_OK)
    err = p2pid_binding_new (texts[0], texts[1], texts[2], texts[3], out);
  json_decref (object);
  return err;
}

p2pid_err
p2pid_binding_parse (p2pid_bytes text, p2pid_binding **out_binding)
{
  return parse (text, true, out_binding);
}

p2pid_err
p2pid_binding_parse_bare (p2pid_bytes text, p2pid_binding **out_binding)
{
  return parse (text, false, out_binding);
}

p2pid_err
p2pid_binding_print (const p2pid_binding *binding, p2pid_buffer **out_text)
{
  json_t *object = json_pack (
      "{s:s, s:s*, s:s, s:s*}", "method", p2pid_binding_method_name (binding),
      "statement", binding->statement, "evidence",
      p2pid_binding_evidence (binding), "role", p2pid_binding_role (binding));
  p2pid_err err =
      p2pid_json_check_packed (object, "statement", binding->statement);

  if (err == P2PID_OK)
    err = p2pid_json_check_packed (object, "role", binding->role);
  if (err == P2PID_OK)
    err = p2pid_json_print (object, out_text);
  json_decref (object);
  return err;
}

/* Where there is a role, what it shows comes in place of what the evidence
 * says of an organisation. */
p2pid_facts
p2pid_binding_facts (const p2pid_binding *binding)
{
  p2pid_facts facts = binding->row->facts (binding->proof);

  if (binding->role == NULL)
    return facts;
  return (facts & ~P2PID_ROLE_FACTS) | p2pid_role_facts (binding->role_proof);
}

/* A role can always be withheld, whole. */
p2pid_facts
p2pid_binding_fixed_facts (const p2pid_binding *binding)
{
  const p2pid_method_row *row = binding->row;

  return row->fixed != NULL ? row->fixed (binding->proof)
                            : row->facts (binding->proof);
}

/* What @p facts show of the role, in a binding that has none yet. */
static p2pid_err
select_role (const p2pid_binding *binding,
             p2pid_facts facts,
             p2pid_binding *copy)
{
  p2pid_err err;

  if (binding->role == NULL)
    return P2PID_OK;
  err = p2pid_role_select (binding->role_proof, facts, &copy->role);
  return err == P2PID_OK ? read_role (copy) : err;
}

/* Everything or nothing: what the issuer signed is one piece. */
static p2pid_err
select_whole (const p2pid_binding *binding,
              p2pid_facts facts,
              p2pid_binding **out)
{
  if ((binding->row->facts (binding->proof) & ~facts) != 0)
    return P2PID_ERR_ARGUMENT;
  return read_parts (p2pid_binding_method_name (binding), binding->statement,
                     p2pid_buffer_bytes (binding->evidence),
                     (p2pid_bytes){ NULL, 0 }, out);
}

static p2pid_err
select_parts (const p2pid_binding *binding,
              p2pid_facts facts,
              p2pid_binding **out)
{
  p2pid_buffer *evidence = NULL;
  void *proof = NULL;
  p2pid_err err =
      binding->row->select (binding->proof, facts, &evidence, &proof);

  if (err == P2PID_OK)
    err = new_binding (binding->row, binding->statement, evidence,
                       (p2pid_bytes){ NULL, 0 }, out);
  if (err != P2PID_OK) {
    binding->row->free (proof);
    return err;
  }
  (*out)->proof = proof;
  return P2PID_OK;
}

p2pid_err
p2pid_binding_select (const p2pid_binding *binding,
                      p2pid_facts facts,
                      p2pid_binding **out_binding)
{
  p2pid_binding *copy = NULL;
  p2pid_err err = binding->row->select != NULL
                      ? select_parts (binding, facts, &copy)
                      : select_whole (binding, facts, &copy);

  if (err == P2PID_OK)
    err = select_role (binding, facts, copy);
  if (err != P2PID_OK) {
    p2pid_binding_free (copy);
    return err;
  }
  *out_binding = copy;
  return P2PID_OK;
}

/* Whose key the role is for is for the verifier to see; but a slip should be
 * told to the one who makes it. */
static p2pid_err
check_role_key (const p2pid_binding *binding)
{
  p2pid_public_key own, named;
  p2pid_err err = p2pid_binding_key (binding, &own);

  if (err == P2PID_OK && binding->role != NULL)
    err = p2pid_role_key (binding->role_proof, &named);
  if (err == P2PID_OK && binding->role != NULL &&
      memcmp (own.bytes, named.bytes, sizeof own.bytes) != 0)
    err = P2PID_ERR_MISMATCH;
  return err;
}

p2pid_err
p2pid_binding_set_role (const p2pid_binding *binding,
                        p2pid_bytes role,
                        p2pid_binding **out_binding)
{
  p2pid_binding *copy = NULL;
  p2pid_err err =
      read_parts (p2pid_binding_method_name (binding), binding->statement,
                  p2pid_buffer_bytes (binding->evidence),
                  role.size > 0 ? role : (p2pid_bytes){ NULL, 0 }, &copy);

  if (err == P2PID_OK)
    err = check_role_key (copy);
  if (err != P2PID_OK) {
    p2pid_binding_free (copy);
    return err;
  }
  *out_binding = copy;
  return P2PID_OK;
}

p2pid_err
p2pid_binding_join (p2pid_method method,
                    const p2pid_bytes *files,
                    size_t count,
                    p2pid_bytes statement,
                    p2pid_binding **out_binding)
{
  const p2pid_method_row *row = p2pid_method_get_row (method);
  p2pid_buffer *text = NULL, *evidence = NULL;
  p2pid_err err;

  if (row == NULL)
    return P2PID_ERR_ARGUMENT;
  err = row->join (files, count, &evidence);
  if (err == P2PID_OK && statement.size > 0)
    err = p2pid_base64url_encode (statement, &text);
  if (err == P2PID_OK)
    err = read_parts (
        p2pid_method_name (method), text ? (const char *) text->data : NULL,
        p2pid_buffer_bytes (evidence), (p2pid_bytes){ NULL, 0 }, out_binding);
  p2pid_buffer_free (text);
  p2pid_buffer_free (evidence);
  return err;
}

/* An organisation that is unknown here takes nothing from the person's own
 * proof: the role is not shown, and the identity says that it was not checked.
 * Anything else that is wrong with it is the presenter's fault. */
static p2pid_err
check_role (const p2pid_binding *binding,
            const p2pid_anchors *anchors,
            p2pid_report *report,
            p2pid_identity *identity)
{
  p2pid_err err = p2pid_role_verify (binding->role_proof, anchors, identity);

  if (err == P2PID_ERR_UNTRUSTED) {
    p2pid_report_skip (report, P2PID_STEP_ROLE);
    return P2PID_OK;
  }
  return p2pid_report_enter (report, P2PID_STEP_ROLE, err);
}

p2pid_err
p2pid_binding_check (const p2pid_binding *binding,
                     const p2pid_anchors *anchors,
                     int64_t now,
                     p2pid_report *out_report,
                     p2pid_identity **out_identity)
{
  p2pid_report report = P2PID_REPORT_NONE;
  p2pid_identity *identity = NULL;
  p2pid_err err;

  p2pid_report_enter (&report, P2PID_STEP_SHAPE, P2PID_OK);
  err = binding->row->verify (binding->proof, anchors, now, &report, &identity);
  if (err == P2PID_OK && binding->role != NULL)
    err = check_role (binding, anchors, &report, identity);
  if (report.failed == P2PID_STEP_COUNT_)
    report.err = err; /* of no step: there was no memory between two */
  *out_report = report;
  if (err != P2PID_OK) {
    p2pid_identity_free (identity);
    return err;
  }
  identity->checked = report.held;
  identity->unchecked = report.skipped;
  *out_identity = identity;
  return P2PID_OK;
}

p2pid_err
p2pid_binding_verify (const p2pid_binding *binding,
                      const p2pid_anchors *anchors,
                      int64_t now,
                      p2pid_identity **out_identity)
{
  p2pid_report report;
  p2pid_err err =
      p2pid_binding_check (binding, anchors, now, &report, out_identity);

  /* Where the reader's own list is damaged, the presenter has not lied. */
  if (err != P2PID_OK && report.failed == P2PID_STEP_REVOCATION &&
      report.status == P2PID_STATUS_BAD_LIST)
    err = P2PID_ERR_UNTRUSTED;
  return err;
}

/* The organisation by its own word, and everybody else as before. */
static p2pid_err
verify_with_role (const p2pid_binding *binding,
                  const p2pid_anchors *anchors,
                  const p2pid_identity *person,
                  p2pid_identity **out)
{
  p2pid_anchors *own = NULL;
  p2pid_err err = p2pid_anchors_copy (anchors, &own);

  if (err == P2PID_OK)
    err = p2pid_role_add_anchor (binding->role_proof, person->environment, own);
  if (err == P2PID_OK)
    err = p2pid_binding_verify (binding, own, person->checked_at, out);
  p2pid_anchors_free (own);
  return err;
}

p2pid_err
p2pid_binding_verify_own (const p2pid_binding *binding,
                          const p2pid_anchors *anchors,
                          int64_t now,
                          p2pid_identity **out_identity)
{
  p2pid_identity *person = NULL;
  p2pid_err err = p2pid_binding_verify (binding, anchors, now, &person);

  if (err != P2PID_OK || binding->role == NULL || person->role != NULL) {
    if (err == P2PID_OK)
      *out_identity = person;
    return err;
  }
  err = verify_with_role (binding, anchors, person, out_identity);
  p2pid_identity_free (person);
  return err;
}

p2pid_err
p2pid_binding_key (const p2pid_binding *binding, p2pid_public_key *out_key)
{
  return binding->row->key (binding->proof, out_key);
}

p2pid_err
p2pid_binding_claimed (const p2pid_binding *binding,
                       p2pid_claimed **out_claimed)
{
  return p2pid_claimed_read (binding->row, binding->proof, binding->role_proof,
                             out_claimed);
}

const char *
p2pid_binding_status_address (const p2pid_binding *binding)
{
  return binding->row->status != NULL ? binding->row->status (binding->proof)
                                      : NULL;
}

const char *
p2pid_binding_method_name (const p2pid_binding *binding)
{
  return p2pid_method_name (binding->row->method);
}

const char *
p2pid_binding_statement (const p2pid_binding *binding)
{
  return binding->statement;
}

const char *
p2pid_binding_evidence (const p2pid_binding *binding)
{
  return (const char *) binding->evidence->data;
}

const char *
p2pid_binding_role (const p2pid_binding *binding)
{
  return binding->role != NULL ? (const char *) binding->role->data : NULL;
}

void
p2pid_binding_hash (const p2pid_binding *binding, p2pid_hash *out)
{
  const p2pid_bytes fields[] = {
    p2pid_bytes_from_text ("libp2pid/1 binding"),
    p2pid_bytes_from_text (p2pid_method_name (binding->row->method)),
    p2pid_bytes_from_text (binding->statement),
    p2pid_buffer_bytes (binding->evidence),
    p2pid_buffer_bytes (binding->role),
  };

  p2pid_hash_list (fields, sizeof fields / sizeof *fields, out);
}

void
p2pid_binding_free (p2pid_binding *binding)
{
  if (binding == NULL)
    return;
  binding->row->free (binding->proof);
  p2pid_buffer_free (binding->evidence);
  p2pid_role_free (binding->role_proof);
  p2pid_buffer_free (binding->role);
  free (binding->statement);
  free (binding);
}
