/*
 * p2pid-relay: the mailbox server as a program, and, where it is told so, a
 * gateway to eIDs. It keeps everything in memory and writes nothing down.
 */

#include "server/server.h"
#include "tools/relay/gateway.h"
#include "tools/streams.h"

#include <argp.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

const char *argp_program_version = "p2pid-relay " P2PID_VERSION;
const char *argp_program_bug_address = NULL;

enum {
  OPT_TLS_CERT = 256,
  OPT_TLS_KEY,
  OPT_BEHIND_PROXY,
  OPT_MAILBOXES,
  OPT_ADDRESS_MAILBOXES,
  OPT_CONNECTIONS,
  OPT_ADDRESS_CONNECTIONS,
  OPT_MEMORY,
  OPT_CODE_LIFE,
  OPT_MAILBOX_LIFE,
  OPT_JOINED_LIFE,
  OPT_RATE,
  OPT_NEW_RATE,
  OPT_GATEWAY
};

static const struct argp_option options[] = {
  { "listen", 'l', "ADDRESS:PORT", 0,
    "Where to listen (127.0.0.1:8470); port 0 takes one that is free, an "
    "IPv6 address stands in brackets",
    0 },
  { "behind-proxy", OPT_BEHIND_PROXY, NULL, 0,
    "Take the client's address from the last entry of X-Forwarded-For", 0 },
  { "tls-cert", OPT_TLS_CERT, "FILE", 0,
    "Serve https with this certificate and its chain (PEM)", 0 },
  { "tls-key", OPT_TLS_KEY, "FILE", 0, "The certificate's key (PEM)", 0 },
  { "gateway", OPT_GATEWAY, "FILE", 0,
    "Be a gateway to eIDs, too, as FILE says; see p2pid-relay(1)", 0 },
  { NULL, 0, NULL, 0, "Limits:", 1 },
  { "mailboxes", OPT_MAILBOXES, "N", 0, "Mailboxes at once (20000)", 1 },
  { "address-mailboxes", OPT_ADDRESS_MAILBOXES, "N", 0,
    "Mailboxes at once made from one address (100)", 1 },
  { "connections", OPT_CONNECTIONS, "N", 0, "Connections at once (18000)", 1 },
  { "address-connections", OPT_ADDRESS_CONNECTIONS, "N", 0,
    "Connections at once from one address, unless behind a proxy (200)", 1 },
  { "memory", OPT_MEMORY, "MIB", 0, "Mebibytes of messages at once (1024)", 1 },
  { "rate", OPT_RATE, "N", 0, "Requests a minute from one address (600)", 1 },
  { "new-rate", OPT_NEW_RATE, "N", 0,
    "New mailboxes and claims a minute from one address (30)", 1 },
  { "code-life", OPT_CODE_LIFE, "SECONDS", 0,
    "How long a code waits for a guest (300); 86400 at the most", 1 },
  { "mailbox-life", OPT_MAILBOX_LIFE, "SECONDS", 0,
    "How long an invitation's mailbox waits (86400)", 1 },
  { "joined-life", OPT_JOINED_LIFE, "SECONDS", 0,
    "How long a mailbox lives once both are there (900)", 1 },
  { NULL, 0, NULL, 0, NULL, 0 }
};

/* What the arguments say. */
typedef struct {
  p2pid_server_config config;
  const char *gateway; /* its file; or NULL: none */
  char address[64];
} arguments;

static bool
parse_number (const char *text, unsigned long max, unsigned long *out)
{
  char *end = NULL;
  unsigned long number;

  if (*text < '0' || *text > '9')
    return false;
  errno = 0;
  number = strtoul (text, &end, 10);
  if (errno != 0 || *end != '\0' || number > max)
    return false;
  *out = number;
  return true;
}

/* "127.0.0.1:8470", "[::1]:8470". Whether the address is one shows later. */
static bool
parse_listen (const char *text, arguments *out)
{
  const char *colon = strrchr (text, ':');
  unsigned long port;
  size_t size;

  if (colon == NULL || !parse_number (colon + 1, UINT16_MAX, &port))
    return false;
  size = (size_t) (colon - text);
  if (size >= 2 && text[0] == '[' && text[size - 1] == ']') {
    text++;
    size -= 2;
  }
  if (size == 0 || size >= sizeof out->address)
    return false;
  memcpy (out->address, text, size);
  out->address[size] = '\0';
  out->config.address = out->address;
  out->config.port = (uint16_t) port;
  return true;
}

static unsigned *
limit (p2pid_server_config *config, int key)
{
  switch (key) {
  case OPT_MAILBOXES:
    return &config->mailboxes;
  case OPT_ADDRESS_MAILBOXES:
    return &config->address_mailboxes;
  case OPT_CONNECTIONS:
    return &config->connections;
  case OPT_ADDRESS_CONNECTIONS:
    return &config->address_connections;
  case OPT_MEMORY:
    return &config->memory;
  case OPT_RATE:
    return &config->rate;
  case OPT_NEW_RATE:
    return &config->new_rate;
  case OPT_CODE_LIFE:
    return &config->code_life;
  case OPT_MAILBOX_LIFE:
    return &config->mailbox_life;
  case OPT_JOINED_LIFE:
    return &config->joined_life;
  default:
    return NULL;
  }
}

/* A client believes in no code that lives for more than a day. */
static unsigned long
largest (int key)
{
  return key == OPT_CODE_LIFE ? 86400 : 1000000000;
}

static error_t
parse_cb (int key, char *value, struct argp_state *state)
{
  arguments *out = state->input;
  unsigned *number = limit (&out->config, key);
  unsigned long parsed;

  if (number != NULL) {
    if (!parse_number (value, largest (key), &parsed) || parsed == 0)
      argp_error (state, "not a number from 1 to %lu: %s", largest (key),
                  value);
    *number = (unsigned) parsed;
    return 0;
  }
  switch (key) {
  case 'l':
    if (!parse_listen (value, out))
      argp_error (state, "not an address and a port: %s", value);
    return 0;
  case OPT_GATEWAY:
    out->gateway = value;
    return 0;
  case OPT_BEHIND_PROXY:
    out->config.behind_proxy = true;
    return 0;
  case OPT_TLS_CERT:
    out->config.tls_certificate = value;
    return 0;
  case OPT_TLS_KEY:
    out->config.tls_key = value;
    return 0;
  case ARGP_KEY_END:
    if ((out->config.tls_certificate == NULL) != (out->config.tls_key == NULL))
      argp_error (state, "--tls-cert and --tls-key belong together");
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static const struct argp argp = {
  options,
  parse_cb,
  NULL,
  "Keep mailboxes in which two P2P ID programs leave encrypted "
  "messages for each other.\v"
  "Everything is kept in memory, nothing is written down: when the "
  "program ends, the mailboxes are gone. SIGTERM and SIGINT end it.",
  NULL,
  NULL,
  NULL
};

static p2pid_server *server; /* for the signal handler */

static void
stop_cb (int number)
{
  p2pid_server_stop (server);
}

static void
handle_signals (void)
{
  struct sigaction stop = { .sa_handler = stop_cb };
  struct sigaction ignore = { .sa_handler = SIG_IGN };

  sigaction (SIGTERM, &stop, NULL);
  sigaction (SIGINT, &stop, NULL);
  sigaction (SIGPIPE, &ignore, NULL);
}

/* A gateway has keys in its memory: no core dumps. */
static void
keep_secrets (void)
{
  const struct rlimit none = { 0, 0 };

  setrlimit (RLIMIT_CORE, &none);
}

/* Each connection is an open file. */
static void
allow_files (void)
{
  struct rlimit files;

  if (getrlimit (RLIMIT_NOFILE, &files) != 0)
    return;
  files.rlim_cur = files.rlim_max;
  setrlimit (RLIMIT_NOFILE, &files);
}

static void
announce (const p2pid_server_config *config)
{
  bool six = strchr (config->address, ':') != NULL;

  printf ("listening on %s://%s%s%s:%u\n",
          config->tls_certificate != NULL ? "https" : "http", six ? "[" : "",
          config->address, six ? "]" : "", p2pid_server_port (server));
  fflush (stdout);
}

static void
complain (p2pid_err err, int number)
{
  if (err == P2PID_ERR_TLS)
    fputs ("p2pid-relay: the certificate or its key cannot be used\n", stderr);
  else if (err == P2PID_ERR_ARGUMENT)
    fputs ("p2pid-relay: that is no address to listen on\n", stderr);
  else if (err == P2PID_ERR_IO && number != 0)
    fprintf (stderr, "p2pid-relay: %s\n", strerror (number));
  else
    fprintf (stderr, "p2pid-relay: %s\n", p2pid_err_sentence (err));
}

/* The one who runs it knows, but those who add its key as an anchor must, too:
 * by itself a credential looks the same. */
static void
warn_of_test (const gateway_config *config)
{
  if (config->issuer != NULL && config->environment == P2PID_ENVIRONMENT_TEST)
    fputs ("p2pid-relay: credentials are of TEST identities alone; the key "
           "that signs them must be an anchor of the environment \"test\" and "
           "no other\n",
           stderr);
}

/* A gateway as its file says, for the server; false when that cannot be, and
 * has been told. */
static bool
open_gateway (arguments *args, gateway_config *config, gateway **out)
{
  const char *what = NULL;
  p2pid_err err;

  if (args->gateway == NULL)
    return true;
  err = gateway_config_read (args->gateway, config, &what);
  if (err == P2PID_OK)
    err = gateway_new (config, out);
  if (err != P2PID_OK) {
    fprintf (stderr, "p2pid-relay: %s: %s\n", what, p2pid_err_sentence (err));
    return false;
  }
  warn_of_test (config);
  args->config.extra = GATEWAY_PATH;
  args->config.extra_cb = gateway_extra_cb;
  args->config.extra_data = *out;
  return true;
}

int
main (int argc, char **argv)
{
  arguments args = { .config = { .address = "127.0.0.1", .port = 8470 } };
  gateway_config config = { .json = NULL };
  gateway *extra = NULL;
  p2pid_err err;

  cli_streams_begin ("p2pid-relay", EXIT_SUCCESS, EXIT_FAILURE);
  argp_parse (&argp, argc, argv, 0, NULL, &args);
  keep_secrets ();
  if (!open_gateway (&args, &config, &extra))
    return EXIT_FAILURE;
  allow_files ();
  errno = 0;
  err = p2pid_server_new (&args.config, &server);
  if (err == P2PID_OK) {
    handle_signals ();
    announce (&args.config);
    err = p2pid_server_run (server);
  }
  if (err != P2PID_OK)
    complain (err, errno);
  p2pid_server_free (server);
  gateway_free (extra);
  gateway_config_clear (&config);
  return err == P2PID_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
