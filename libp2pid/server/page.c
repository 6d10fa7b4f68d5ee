/* No script, nothing from elsewhere: what is here can neither read the secret
 * in the link's fragment nor send it. */

#include "server/page.h"

#include "base/bytes.h"

#include <sodium.h>
#include <stdio.h>

#define STYLE                                                                  \
  ":root{color-scheme:light dark}"                                             \
  "body{font:1.1em/1.5 system-ui,sans-serif;max-width:36em;margin:3em auto;"   \
  "padding:0 1em}"                                                             \
  "h1{font-size:1.5em;margin:0 0 .5em}"                                        \
  "section+section{margin-top:3em;border-top:1px solid;padding-top:2em}"

static const char page[] =
    "<!DOCTYPE html>\n"
    "<html lang=\"sv\">\n"
    "<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n"
    "<title>P2P ID</title>\n"
    "<style>" STYLE "</style>\n"
    "<section>\n"
    "<h1>Det h\u00e4r \u00e4r en brevl\u00e5da f\u00f6r P2P ID</h1>\n"
    "<p>Tv\u00e5 personer i kontakt kan ta reda p\u00e5 vem den andra "
    "\u00e4r. Deras program l\u00e4mnar krypterade meddelanden h\u00e4r; "
    "ingen h\u00e4r kan l\u00e4sa dem.</p>\n"
    "<p>Har du f\u00e5tt en inbjudan som l\u00e4nk? \u00d6ppna den i "
    "programmet <b>P2P ID</b>, inte i webbl\u00e4saren: kopiera l\u00e4nken "
    "och klistra in den d\u00e4r.</p>\n"
    "<p><strong>Har n\u00e5gon ringt dig och vill att du \u00f6ppnar en "
    "l\u00e4nk? L\u00e4gg p\u00e5.</strong> Ingen \u00e4rlig person ber "
    "den som blir uppringd om det. Den som p\u00e5st\u00e5r n\u00e5got "
    "l\u00e4ser upp sin kod, och du skriver in den.</p>\n"
    "</section>\n"
    "<section lang=\"en\">\n"
    "<h1>This is a mailbox for P2P ID</h1>\n"
    "<p>Two people in contact can find out who the other one is. Their "
    "programs leave encrypted messages here; nobody here can read "
    "them.</p>\n"
    "<p>Were you sent an invitation as a link? Open it in the program "
    "<b>P2P ID</b>, not in the browser: copy the link and paste it "
    "there.</p>\n"
    "<p><strong>Has somebody rung you who wants you to open a link? Hang "
    "up.</strong> Nobody honest asks that of a person they have called. "
    "The one who claims something reads out their code, and you type it "
    "in.</p>\n"
    "</section>\n"
    "</html>\n";

const char *
p2pid_page_text (void)
{
  return page;
}

void
p2pid_page_policy (char out[P2PID_PAGE_POLICY_SIZE])
{
  uint8_t hash[crypto_hash_sha256_BYTES];
  char text[sodium_base64_ENCODED_LEN (sizeof hash,
                                       sodium_base64_VARIANT_ORIGINAL)];

  crypto_hash_sha256 (hash, (const uint8_t *) STYLE, strlen (STYLE));
  sodium_bin2base64 (text, sizeof text, hash, sizeof hash,
                     sodium_base64_VARIANT_ORIGINAL);
  snprintf (out, P2PID_PAGE_POLICY_SIZE,
            "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; "
            "form-action 'none'; frame-ancestors 'none'",
            text);
}
