/* Passphrases. */

#include "tools/p2pid/passphrase.h"
#include "tools/p2pid/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sodium.h>
#include <string.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

enum { CTRL_C = 3, CTRL_D = 4, BACKSPACE = 8, CTRL_U = 21, DELETE = 127 };

static bool
put (int terminal, const char *text)
{
  size_t size = strlen (text);

  return write (terminal, text, size) == (ssize_t) size;
}

static p2pid_err
read_byte (int file, char *out)
{
  ssize_t got;

  do
    got = read (file, out, 1);
  while (got < 0 && errno == EINTR);
  if (got < 0)
    return P2PID_ERR_IO;
  return got == 0 ? P2PID_ERR_NOT_FOUND : P2PID_OK;
}

/* One character back: the bytes 10xxxxxx of UTF-8 belong to the one before. */
static size_t
step_back (const char *text, size_t size)
{
  while (size > 0 && (text[--size] & 0xc0) == 0x80)
    ;
  return size;
}

/* The next byte that is typed; P2PID_ERR_CANCELLED where a signal waits. */
static p2pid_err
wait_for_byte (int terminal, int signals, char *out)
{
  struct pollfd files[] = { { terminal, POLLIN, 0 }, { signals, POLLIN, 0 } };

  while (poll (files, 2, -1) < 0)
    if (errno != EINTR)
      return P2PID_ERR_IO;
  return files[1].revents != 0 ? P2PID_ERR_CANCELLED
                               : read_byte (terminal, out);
}

/* The terminal gives every byte as it is typed, Ctrl-C among them, so that
 * its settings are put back whatever is typed. */
static p2pid_err
read_typed (int terminal, int signals, char out[CLI_PASSPHRASE_SIZE])
{
  size_t size = 0;

  for (;;) {
    char byte = 0;
    p2pid_err err = wait_for_byte (terminal, signals, &byte);

    if (err == P2PID_ERR_NOT_FOUND || byte == CTRL_C || byte == CTRL_D)
      return P2PID_ERR_CANCELLED;
    if (err != P2PID_OK)
      return err;

    if (byte == '\n' || byte == '\r') {
      out[size] = '\0';
      return P2PID_OK;
    }
    if (byte == CTRL_U)
      size = 0;
    else if (byte == BACKSPACE || byte == DELETE)
      size = step_back (out, size);
    else if (size == CLI_PASSPHRASE_SIZE - 1)
      return P2PID_ERR_SIZE;
    else
      out[size++] = byte;
  }
}

/* What is typed is not seen. */
static p2pid_err
ask (int terminal,
     int signals,
     const char *prompt,
     char out[CLI_PASSPHRASE_SIZE])
{
  struct termios before, silent;
  p2pid_err err = P2PID_ERR_IO;

  if (tcgetattr (terminal, &before) != 0)
    return err;
  silent = before;
  silent.c_lflag &= ~(tcflag_t) (ECHO | ECHONL | ICANON | ISIG | IEXTEN);
  silent.c_cc[VMIN] = 1;
  silent.c_cc[VTIME] = 0;
  if (tcsetattr (terminal, TCSAFLUSH, &silent) != 0)
    return err;

  if (put (terminal, prompt))
    err = read_typed (terminal, signals, out);
  put (terminal, "\n");
  tcsetattr (terminal, TCSAFLUSH, &before);
  return err;
}

/* A signal that would end the program waits until the terminal is again as it
 * was, and then does what it does. */
p2pid_err
cli_passphrase_ask (const char *prompt, char out[CLI_PASSPHRASE_SIZE])
{
  int terminal = open ("/dev/tty", O_RDWR | O_CLOEXEC);
  sigset_t ours, before;
  int signals;
  p2pid_err err;

  if (terminal < 0)
    return P2PID_ERR_STATE;
  cli_signals_ending (&ours);
  sigaddset (&ours, SIGQUIT);
  signals = signalfd (-1, &ours, SFD_CLOEXEC);
  pthread_sigmask (SIG_BLOCK, &ours, &before);
  err = signals < 0 ? P2PID_ERR_IO : ask (terminal, signals, prompt, out);
  pthread_sigmask (SIG_SETMASK, &before, NULL);
  if (err != P2PID_OK)
    sodium_memzero (out, CLI_PASSPHRASE_SIZE);
  close (signals);
  close (terminal);
  return err;
}

p2pid_err
cli_passphrase_read (int file, char out[CLI_PASSPHRASE_SIZE])
{
  size_t size = 0;
  char byte = 0;
  p2pid_err err;

  while ((err = read_byte (file, &byte)) == P2PID_OK && byte != '\n') {
    if (size == CLI_PASSPHRASE_SIZE - 1)
      return P2PID_ERR_SIZE;
    out[size++] = byte;
  }
  if (err != P2PID_OK && err != P2PID_ERR_NOT_FOUND)
    return err;
  out[size] = '\0';
  return P2PID_OK;
}
