/* In the library's place (LD_PRELOAD): what organisations publish comes from
 * files of a folder, P2PID_TEST_PAGES, each by the name of its domain. What
 * becomes of it is the library's own. */

#include <p2pid/organisation.h>

#include <stdio.h>
#include <stdlib.h>

p2pid_err
p2pid_organisation_fetch (const char *domain,
                          const char *root,
                          p2pid_environment environment,
                          int64_t now,
                          p2pid_anchors *anchors)
{
  uint8_t page[4096];
  size_t size = 0;
  char path[512];
  FILE *file;

  snprintf (path, sizeof path, "%s/%s", getenv ("P2PID_TEST_PAGES"), domain);
  file = fopen (path, "rb");
  if (file == NULL)
    return P2PID_ERR_OFFLINE;
  size = fread (page, 1, sizeof page, file);
  fclose (file);
  return p2pid_organisation_page_load ((p2pid_bytes){ page, size }, domain,
                                       environment, now, anchors);
}
