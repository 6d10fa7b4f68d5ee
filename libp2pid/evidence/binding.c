/* Bindings: a method's name, a statement or none, evidence, a role credential
 * or none; and what the method read from them. */

#include "evidence/evidence.h"

#include "base/encoding.h"
#include "crypto/hash.h"
#include "evidence/identity-internal.h"
#include "evidence/method.h"
#include "wire/json.h"
#include "wire/text.h"

#include <stdlib.h>

/* Characters of a statement's base64url, at the most. */
#define STATEMENT_MAX 2048

/* A text form has room for all members, each character of evidence escaped,
 * and some for what may come later. */
#define TEXT_MAX (2 * P2PID_EVIDENCE_MAX + 2 * STATEMENT_MAX)

/* What a role credential can show. */
#define ROLE_FACTS                                                             \
  (P2PID_FACTS (P2PID_FACT_ORGANISATION) | P2PID_FACTS (P2PID_FACT_ROLE))

struct p2pid_binding {
  const p2pid_method_row *row;
  char *statement; /* or NULL */
  p2pid_buffer *evidence;
  p2pid_buffer *role; /* or NULL */
  void *proof;        /* the method's; borrows the texts above */
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

p2pid_err
p2pid_binding_parse (p2pid_bytes text, p2pid_binding **out_binding)
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
  if (err == P2PID_OK && (texts[0] == NULL || texts[2] == NULL))
    err = P2PID_ERR_FORMAT;
  if (err == P2PID_OK)
    err =
        p2pid_binding_new (texts[0], texts[1], texts[2], texts[3], out_binding);
  json_decref (object);
  return err;
}

p2pid_err
p2pid_binding_print (const p2pid_binding *binding, p2pid_buffer **out_text)
{
  json_t *object = json_pack (
      "{s:s, s:s*, s:s, s:s*}", "method", p2pid_binding_method_name (binding),
      "statement", binding->statement, "evidence",
      p2pid_binding_evidence (binding), "role", p2pid_binding_role (binding));
  p2pid_err err = P2PID_ERR_MEMORY;

  if (object != NULL)
    err = p2pid_json_print (object, out_text);
  json_decref (object);
  return err;
}

p2pid_facts
p2pid_binding_facts (const p2pid_binding *binding)
{
  p2pid_facts facts = binding->row->facts (binding->proof);

  return binding->role != NULL ? facts | ROLE_FACTS : facts;
}

p2pid_facts
p2pid_binding_fixed_facts (const p2pid_binding *binding)
{
  return binding->row->fixed != NULL ? binding->row->fixed (binding->proof)
                                     : p2pid_binding_facts (binding);
}

p2pid_err
p2pid_binding_select (const p2pid_binding *binding,
                      p2pid_facts facts,
                      p2pid_binding **out_binding)
{
  p2pid_bytes role = { NULL, 0 };
  p2pid_binding *copy = NULL;
  p2pid_buffer *evidence = NULL;
  void *proof = NULL;
  p2pid_err err =
      binding->row->select (binding->proof, facts, &evidence, &proof);

  if ((facts & ROLE_FACTS) != 0)
    role = p2pid_buffer_bytes (binding->role);
  if (err == P2PID_OK)
    err = new_binding (binding->row, binding->statement, evidence, role, &copy);
  if (err != P2PID_OK) {
    binding->row->free (proof);
    return err;
  }
  copy->proof = proof;
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
    err = p2pid_report_enter (&report, P2PID_STEP_ROLE, P2PID_ERR_METHOD);
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

  return p2pid_binding_check (binding, anchors, now, &report, out_identity);
}

p2pid_err
p2pid_binding_key (const p2pid_binding *binding, p2pid_public_key *out_key)
{
  return binding->row->key (binding->proof, out_key);
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
  p2pid_buffer_free (binding->role);
  free (binding->statement);
  free (binding);
}
