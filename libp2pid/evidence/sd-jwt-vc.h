/*
 * The credentials of method "sd-jwt" (PROTOCOL.md §11): an SD-JWT VC of our
 * own type, whose "cnf" is the identity key; and the EU's person
 * identification data, whose holder signs for the statement.
 */

#ifndef P2PID_EVIDENCE_SD_JWT_VC_H
#define P2PID_EVIDENCE_SD_JWT_VC_H

#include "p2pid/identity.h"

#define P2PID_SD_JWT_VC_TYP "dc+sd-jwt"
#define P2PID_SD_JWT_VC_VCT "urn:p2pid:identity:1"

/** The claim that states @p fact in our own type. */
const char *
p2pid_sd_jwt_vc_claim (p2pid_fact fact);

/** Whether @p vct, which may be NULL, is that of an EU PID. */
bool
p2pid_sd_jwt_vc_is_pid (const char *vct);

#endif
