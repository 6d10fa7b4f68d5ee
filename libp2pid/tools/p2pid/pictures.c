/* QR codes and large digits out of block characters. */

#include "tools/p2pid/pictures.h"

#include <errno.h>
#include <qrencode.h>

/* ISO/IEC 18004 asks for four light modules around. */
#define QUIET 4

/* True black on true white: the sixteen colours mean what the user likes. */
#define PAINT "\033[38;5;16;48;5;231m"
#define PLAIN "\033[0m"

static bool
is_dark (const QRcode *qr, int x, int y)
{
  return x >= 0 && y >= 0 && x < qr->width && y < qr->width &&
         (qr->data[y * qr->width + x] & 1) != 0;
}

static void
print_line (FILE *to, const QRcode *qr, int y, bool colour)
{
  static const char *const blocks[2][2] = { { " ", "▄" }, { "▀", "█" } };

  if (colour)
    fputs (PAINT, to);
  for (int x = -QUIET; x < qr->width + QUIET; x++) {
    bool upper = is_dark (qr, x, y);
    bool lower = is_dark (qr, x, y + 1);

    fputs (colour ? blocks[upper][lower] : blocks[!upper][!lower], to);
  }
  fputs (colour ? PLAIN "\n" : "\n", to);
}

p2pid_err
cli_print_qr (FILE *to, const char *text, bool colour)
{
  QRcode *qr;

  errno = 0;
  qr = QRcode_encodeString8bit (text, 0, QR_ECLEVEL_M);
  if (qr == NULL)
    return errno == ENOMEM ? P2PID_ERR_MEMORY : P2PID_ERR_SIZE;
  for (int y = -QUIET; y < qr->width + QUIET; y += 2)
    print_line (to, qr, y, colour);
  QRcode_free (qr);
  return P2PID_OK;
}

/* Rows of three, from the top. */
static const unsigned char digits[10][5] = {
  { 7, 5, 5, 5, 7 }, { 2, 6, 2, 2, 7 }, { 7, 1, 7, 4, 7 }, { 7, 1, 7, 1, 7 },
  { 5, 5, 7, 1, 1 }, { 7, 4, 7, 1, 7 }, { 7, 4, 7, 5, 7 }, { 7, 1, 1, 2, 2 },
  { 7, 5, 7, 5, 7 }, { 7, 5, 7, 1, 7 },
};

void
cli_print_digits (FILE *to, const p2pid_code *code)
{
  for (int row = 0; row < 5; row++) {
    fputs ("   ", to);
    for (int i = 0; code->digits[i] != '\0'; i++) {
      unsigned bits = digits[code->digits[i] - '0'][row];

      fputs (i > 0 && i % 2 == 0 ? "    " : " ", to);
      for (unsigned bit = 4; bit > 0; bit >>= 1)
        fputs (bits & bit ? "█" : " ", to);
    }
    fputc ('\n', to);
  }
}
