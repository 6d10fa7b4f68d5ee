/*
 * The commands of p2pid, one file each.
 */

#ifndef P2PID_TOOLS_COMMANDS_H
#define P2PID_TOOLS_COMMANDS_H

#include "tools/p2pid/options.h"

extern const cli_command cli_command_anchors;
extern const cli_command cli_command_answer;
extern const cli_command cli_command_ask;
extern const cli_command cli_command_call;
extern const cli_command cli_command_enrol;
extern const cli_command cli_command_evidence;
extern const cli_command cli_command_history;
extern const cli_command cli_command_join;
extern const cli_command cli_command_meet;
extern const cli_command cli_command_organisation;
extern const cli_command cli_command_people;
extern const cli_command cli_command_receipt;
extern const cli_command cli_command_role;
extern const cli_command cli_command_whoami;

#endif
