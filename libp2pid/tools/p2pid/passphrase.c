/* Passphrases. */

#include "tools/p2pid/passphrase.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
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

/* The terminal gives every byte as it is typed, Ctrl-C among them, so that
 * its settings are put back whatever is typed. */
static p2pid_err
read_typed (int terminal, char out[CLI_PASSPHRASE_SIZE])
{
  size_t size = 0;

  for (;;) {
    char byte = 0;
    p2pid_err err = read_byte (terminal, &byte);

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

p2pid_err
cli_passphrase_ask (const char *prompt, char out[CLI_PASSPHRASE_SIZE])
{
  int terminal = open ("/dev/tty", O_RDWR | O_CLOEXEC);
  struct termios before, silent;
  p2pid_err err = P2PID_ERR_IO;

  if (terminal < 0)
    return P2PID_ERR_STATE;
  if (tcgetattr (terminal, &before) != 0)
    goto out;
  silent = before;
  silent.c_lflag &= ~(tcflag_t) (ECHO | ECHONL | ICANON | ISIG | IEXTEN);
  silent.c_cc[VMIN] = 1;
  silent.c_cc[VTIME] = 0;
  if (tcsetattr (terminal, TCSAFLUSH, &silent) != 0)
    goto out;

  if (put (terminal, prompt))
    err = read_typed (terminal, out);
  put (terminal, "\n");
  tcsetattr (terminal, TCSAFLUSH, &before);

out:
  if (err != P2PID_OK)
    sodium_memzero (out, CLI_PASSPHRASE_SIZE);
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
