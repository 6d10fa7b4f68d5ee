/* The desktop app of p2pid. */

#include "config.h"
#include "ui/desk-application.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <sys/resource.h>

/* Keys and passphrases are in this memory: no core dumps. */
static void
set_limits (void)
{
  const struct rlimit none = { 0, 0 };

  setrlimit (RLIMIT_CORE, &none);
}

int
main (int argc, char *argv[])
{
  g_autoptr (DeskApplication) application = NULL;
  /* Set where the program runs without having been installed. */
  const char *locales = g_getenv ("TEXTDOMAINDIR");

  set_limits ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locales != NULL ? locales : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  g_set_application_name ("P2P ID");
  application = desk_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
