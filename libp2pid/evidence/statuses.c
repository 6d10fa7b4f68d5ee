/* Status lists at hand. */

#include "evidence/statuses.h"

static size_t
find_place (const p2pid_statuses *statuses, const char *address)
{
  size_t i = 0;

  while (i < statuses->count &&
         strcmp (p2pid_status_list_address (statuses->list[i]), address) != 0)
    i++;
  return i;
}

p2pid_err
p2pid_statuses_put (p2pid_statuses *statuses, p2pid_status_list *list)
{
  size_t place = find_place (statuses, p2pid_status_list_address (list));

  if (place == P2PID_STATUSES_MAX) {
    p2pid_status_list_free (list);
    return P2PID_ERR_SIZE;
  }
  if (place == statuses->count)
    statuses->count++;
  else
    p2pid_status_list_free (statuses->list[place]);
  statuses->list[place] = list;
  return P2PID_OK;
}

p2pid_err
p2pid_statuses_add (p2pid_statuses *statuses, p2pid_bytes token)
{
  p2pid_status_list *list = NULL;
  p2pid_err err = p2pid_status_list_read (token, &list);

  return err == P2PID_OK ? p2pid_statuses_put (statuses, list) : err;
}

const p2pid_status_list *
p2pid_statuses_find (const p2pid_statuses *statuses, const char *address)
{
  size_t place = find_place (statuses, address);

  return place < statuses->count ? statuses->list[place] : NULL;
}

p2pid_err
p2pid_statuses_copy (const p2pid_statuses *from, p2pid_statuses *to)
{
  p2pid_err err = P2PID_OK;

  for (size_t i = 0; i < from->count && err == P2PID_OK; i++)
    err = p2pid_statuses_add (to, p2pid_status_list_text (from->list[i]));
  return err;
}

void
p2pid_statuses_clear (p2pid_statuses *statuses)
{
  for (size_t i = 0; i < statuses->count; i++)
    p2pid_status_list_free (statuses->list[i]);
  statuses->count = 0;
}
