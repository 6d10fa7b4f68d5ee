/* Signals. */

#include "tools/p2pid/signals.h"

#include <stddef.h>

void
cli_signals_ending (sigset_t *out)
{
  static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
  struct sigaction action;

  sigemptyset (out);
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
    if (sigaction (numbers[i], NULL, &action) == 0 &&
        action.sa_handler != SIG_IGN)
      sigaddset (out, numbers[i]);
}
