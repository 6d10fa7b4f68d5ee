/*
 * Another reader of BankID signatures, to be measured beside ours: xmlsec1,
 * and OpenSSL for the OCSP answer.
 */

#ifndef P2PID_TESTS_BENCH_XMLSEC_H
#define P2PID_TESTS_BENCH_XMLSEC_H

#include "base/bytes.h"

/** Once: its keys manager, with the @p root, lives as long as the program. */
void
bench_xmlsec_start (p2pid_bytes root);

/** Check a signature and its answer at @p at, and end the program where they
 *  do not hold. */
void
bench_xmlsec_check (p2pid_bytes xml, p2pid_bytes ocsp, int64_t at);

#endif
