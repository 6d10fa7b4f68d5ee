/*
 * The credential of method "sd-jwt": an SD-JWT VC whose "cnf" is the identity
 * key (PROTOCOL.md §11).
 */

#ifndef P2PID_EVIDENCE_SD_JWT_VC_H
#define P2PID_EVIDENCE_SD_JWT_VC_H

#include "p2pid/identity.h"

#define P2PID_SD_JWT_VC_TYP "dc+sd-jwt"
#define P2PID_SD_JWT_VC_VCT "urn:p2pid:identity:1"

/** The claim that states @p fact. */
const char *
p2pid_sd_jwt_vc_claim (p2pid_fact fact);

#endif
