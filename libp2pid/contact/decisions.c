/* A queue of decisions. */

#include "contact/decisions.h"

#include <stdlib.h>

p2pid_err
p2pid_decisions_add (p2pid_decisions *decisions, const p2pid_decision *decision)
{
  p2pid_decision *copy = calloc (1, sizeof *copy);
  p2pid_err err = P2PID_ERR_MEMORY;

  if (copy == NULL)
    return P2PID_ERR_MEMORY;
  *copy = *decision;
  copy->audience = copy->purpose = NULL;
  copy->next = NULL;
  err = p2pid_text_copy (decision->audience, &copy->audience);
  if (err == P2PID_OK)
    err = p2pid_text_copy (decision->purpose, &copy->purpose);
  if (err != P2PID_OK) {
    p2pid_decision_free (copy);
    return err;
  }

  if (decisions->last != NULL)
    decisions->last->next = copy;
  else
    decisions->first = copy;
  decisions->last = copy;
  return P2PID_OK;
}

p2pid_decision *
p2pid_decisions_take (p2pid_decisions *decisions)
{
  p2pid_decision *first = decisions->first;

  if (first == NULL)
    return NULL;
  decisions->first = first->next;
  if (decisions->first == NULL)
    decisions->last = NULL;
  return first;
}

void
p2pid_decision_free (p2pid_decision *decision)
{
  if (decision == NULL)
    return;
  free (decision->audience);
  free (decision->purpose);
  free (decision);
}

void
p2pid_decisions_clear (p2pid_decisions *decisions)
{
  p2pid_decision *decision;

  while ((decision = p2pid_decisions_take (decisions)) != NULL)
    p2pid_decision_free (decision);
}
