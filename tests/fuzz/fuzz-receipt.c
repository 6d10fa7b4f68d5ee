/* A receipt file from anybody. What can be parsed can be verified, and then
 * says why not, since the fuzzer has no key that signs. */

#include "target.h"

#include "harness.h"

#include "p2pid/receipt.h"

#include <stdlib.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  p2pid_receipt *receipt = NULL;
  p2pid_anchors *anchors = NULL;

  if (p2pid_receipt_parse ((p2pid_bytes){ data, size }, &receipt) != P2PID_OK)
    return 0;
  if (p2pid_anchors_new (&anchors) != P2PID_OK)
    abort ();
  /* Without an anchor even the seed, a true receipt, proves nothing. */
  if (p2pid_receipt_verify (receipt, anchors) == P2PID_OK)
    abort ();
  p2pid_receipt_free (receipt);
  p2pid_anchors_free (anchors);
  return 0;
}
