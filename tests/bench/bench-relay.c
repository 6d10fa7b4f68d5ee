/*
 * What a round trip over p2pid-relay costs beside nchan on nginx with one
 * worker, which keeps mailboxes for long polls in memory likewise. Server on
 * one processor, client on another, in turns; goals G4, G5 and G7. Without
 * nginx and its nchan module (packages nginx, libnginx-mod-nchan) it measures
 * p2pid-relay alone.
 *
 *   bench-relay PATH-OF-P2PID-RELAY
 */

#include "relay-load.h"

#include <arpa/inet.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define REPEATS 5
#define NGINX "/usr/sbin/nginx"
#define NCHAN "/usr/lib/nginx/modules/ngx_nchan_module.so"

static bool with_nchan;
static char folder[] = "/tmp/p2pid-bench-XXXXXX";

static void
pin (int processor)
{
  cpu_set_t set;

  if (sysconf (_SC_NPROCESSORS_ONLN) < 2)
    return;
  CPU_ZERO (&set);
  CPU_SET (processor, &set);
  sched_setaffinity (0, sizeof set, &set);
}

/* In a child: become a server that ends with us. */
static void
become (int output, const char *const *arguments)
{
  pin (0);
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (output >= 0)
    dup2 (output, STDOUT_FILENO);
  execv (arguments[0], (char **) arguments);
  _exit (127);
}

static load_server
start_relay (const char *path)
{
  const char *const arguments[] = { path,
                                    "--listen=127.0.0.1:0",
                                    "--rate=1000000000",
                                    "--new-rate=1000000000",
                                    "--mailboxes=100000",
                                    "--memory=4096",
                                    "--address-connections=1000000",
                                    "--address-mailboxes=1000000",
                                    NULL };
  load_server server = { .kind = LOAD_P2PID };
  unsigned port = 0;
  FILE *output;
  int ends[2];

  if (pipe (ends) != 0)
    exit (EXIT_FAILURE);
  server.pid = fork ();
  if (server.pid == 0)
    become (ends[1], arguments);
  close (ends[1]);
  output = fdopen (ends[0], "r");
  if (fscanf (output, "listening on http://127.0.0.1:%u", &port) != 1)
    exit (EXIT_FAILURE);
  fclose (output);
  server.port = (uint16_t) port;
  return server;
}

/* A port that was free a moment ago. */
static uint16_t
find_port (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t size = sizeof address;
  int fd = socket (AF_INET, SOCK_STREAM, 0);

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  if (bind (fd, (struct sockaddr *) &address, size) != 0 ||
      getsockname (fd, (struct sockaddr *) &address, &size) != 0)
    exit (EXIT_FAILURE);
  close (fd);
  return ntohs (address.sin_port);
}

static void
write_nginx_config (const char *path, uint16_t port)
{
  FILE *file = fopen (path, "w");

  if (file == NULL)
    exit (EXIT_FAILURE);
  fprintf (file,
           "load_module " NCHAN ";\n"
           "daemon off;\nmaster_process off;\n"
           "pid %s/pid;\nerror_log %s/error.log crit;\n"
           "events { worker_connections 19000; use epoll; }\n"
           "http {\n"
           "  access_log off;\n  keepalive_requests 1000000000;\n"
           "  keepalive_timeout 600s;\n  client_body_buffer_size 64k;\n"
           "  client_body_temp_path %s/body;\n  proxy_temp_path %s/proxy;\n"
           "  fastcgi_temp_path %s/fastcgi;\n  uwsgi_temp_path %s/uwsgi;\n"
           "  scgi_temp_path %s/scgi;\n  nchan_max_reserved_memory 1024M;\n"
           "  server {\n    listen 127.0.0.1:%u backlog=4096;\n"
           "    location ~ ^/pub/(.+)$ {\n      nchan_publisher;\n"
           "      nchan_channel_id $1;\n"
           "      nchan_message_buffer_length 16;\n    }\n"
           "    location ~ ^/sub/(.+)$ {\n      nchan_subscriber longpoll;\n"
           "      nchan_channel_id $1;\n"
           "      nchan_subscriber_first_message oldest;\n    }\n"
           "  }\n}\n",
           folder, folder, folder, folder, folder, folder, folder, port);
  fclose (file);
}

static void
wait_for (uint16_t port)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_port = htons (port) };

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  for (int i = 0; i < 100; i++) {
    int fd = socket (AF_INET, SOCK_STREAM, 0);
    int failed = connect (fd, (struct sockaddr *) &address, sizeof address);

    close (fd);
    if (failed == 0)
      return;
    usleep (50000);
  }
  exit (EXIT_FAILURE);
}

static load_server
start_nchan (void)
{
  load_server server = { .kind = LOAD_NCHAN, .port = find_port () };
  char config[64];
  const char *const arguments[] = { NGINX, "-c", config, NULL };

  snprintf (config, sizeof config, "%s/nginx.conf", folder);
  write_nginx_config (config, server.port);
  server.pid = fork ();
  if (server.pid == 0)
    become (-1, arguments);
  wait_for (server.port);
  return server;
}

static void
stop (const load_server *server)
{
  kill (server->pid, SIGTERM);
  waitpid (server->pid, NULL, 0);
}

/* Figures */

static int
compare_cb (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
median (double values[REPEATS])
{
  qsort (values, REPEATS, sizeof values[0], compare_cb);
  return values[REPEATS / 2];
}

typedef double (*figure_fn) (const load_result *result);

static double
rate (const load_result *r)
{
  return r->rate;
}

static double
server_us (const load_result *r)
{
  return r->server_us;
}

static double
p50 (const load_result *r)
{
  return r->p50;
}

static double
p99 (const load_result *r)
{
  return r->p99;
}

static double
client_share (const load_result *r)
{
  return r->client_share;
}

static double
middle (figure_fn figure, const load_result results[REPEATS])
{
  double values[REPEATS];

  for (int i = 0; i < REPEATS; i++)
    values[i] = figure (&results[i]);
  return median (values);
}

static unsigned
errors (const load_result results[REPEATS])
{
  unsigned count = 0;

  for (int i = 0; i < REPEATS; i++)
    count += results[i].errors;
  return count;
}

static void
print_one (const char *name, const load_result results[REPEATS])
{
  printf ("  %-6s %8.0f/s  %6.1f us of server  p50 %6.0f us  p99 %6.0f us  "
          "client %.2f  errors %u\n",
          name, middle (rate, results), middle (server_us, results),
          middle (p50, results), middle (p99, results),
          middle (client_share, results), errors (results));
}

static void
print_ratio (const char *name,
             figure_fn figure,
             const load_result a[REPEATS],
             const load_result b[REPEATS])
{
  double ratios[REPEATS], middle_one;

  for (int i = 0; i < REPEATS; i++)
    ratios[i] = figure (&a[i]) / figure (&b[i]);
  middle_one = median (ratios);
  printf ("  %s %.2f (%.2f–%.2f)", name, middle_one, ratios[0],
          ratios[REPEATS - 1]);
}

/* Each run has a server of its own, to which nothing is left from before. */
static load_result
run_relay (const char *path, const load_plan *plan)
{
  load_server server = start_relay (path);
  load_result result = load_run (&server, plan);

  stop (&server);
  return result;
}

static load_result
run_nchan (const load_plan *plan)
{
  load_server server = start_nchan ();
  load_result result = load_run (&server, plan);

  stop (&server);
  return result;
}

/* One plan, both in turns. */
static void
compare (const char *name, const load_plan *plan, const char *path)
{
  load_result ours[REPEATS], theirs[REPEATS];

  for (int i = 0; i < REPEATS; i++) {
    ours[i] = run_relay (path, plan);
    if (with_nchan)
      theirs[i] = run_nchan (plan);
  }
  printf ("%s\n", name);
  print_one ("p2pid", ours);
  if (with_nchan) {
    print_one ("nchan", theirs);
    printf ("  p2pid / nchan:");
    print_ratio ("rate", rate, ours, theirs);
    print_ratio ("server", server_us, ours, theirs);
    print_ratio ("p50", p50, ours, theirs);
    print_ratio ("p99", p99, ours, theirs);
    putchar ('\n');
  }
  fflush (stdout);
}

static void
compare_idle (const char *path, unsigned count)
{
  load_server relay = start_relay (path);
  double ours = load_idle_bytes (&relay, count);

  stop (&relay);
  printf ("memory for each of %u who wait\n  p2pid %.0f bytes\n", count, ours);
  if (with_nchan) {
    load_server nchan = start_nchan ();
    double theirs = load_idle_bytes (&nchan, count);

    stop (&nchan);
    printf ("  nchan %.0f bytes\n  p2pid / nchan: %.2f\n", theirs,
            ours / theirs);
  }
}

static unsigned
allow_files (void)
{
  struct rlimit files;

  getrlimit (RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit (RLIMIT_NOFILE, &files);
  return files.rlim_max > 11000 ? 10000 : (unsigned) files.rlim_max / 2;
}

static void
remove_folder (void)
{
  char command[64];

  snprintf (command, sizeof command, "rm -rf %s", folder);
  if (system (command) != 0)
    fprintf (stderr, "%s is left behind\n", folder);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    load_plan plan;
  } plans[] = {
    { "1 mailbox, 1 KiB", { 1, 1, 32, 1024, 0, 1.0 } },
    { "1000 mailboxes, 62 at once, 1 KiB", { 1000, 62, 32, 1024, 0, 1.0 } },
    { "1000 mailboxes, 2000 a second, 1 KiB",
      { 1000, 62, 32, 1024, 2000, 1.0 } },
    { "identifications of 6 messages, 15 at once, 2 KiB (each of 6)",
      { 15, 15, 6, 2048, 0, 1.0 } },
    { "identifications of 6 messages, alone, 2 KiB (each of 6)",
      { 1, 1, 6, 2048, 0, 1.0 } },
  };
  unsigned waiting = allow_files ();

  if (argc != 2 || mkdtemp (folder) == NULL)
    return EXIT_FAILURE;
  pin (1);
  with_nchan = access (NGINX, X_OK) == 0 && access (NCHAN, R_OK) == 0;
  if (!with_nchan)
    puts ("nginx with nchan is not here: p2pid-relay alone");
  for (size_t i = 0; i < sizeof plans / sizeof plans[0]; i++)
    compare (plans[i].name, &plans[i].plan, argv[1]);
  compare_idle (argv[1], waiting);
  remove_folder ();
  return EXIT_SUCCESS;
}
