/*
 * The three standard streams, as a program finds them: closed, full, broken.
 */

#ifndef P2PID_TOOLS_STREAMS_H
#define P2PID_TOOLS_STREAMS_H

/**
 * First of all in main(): see to it that the numbers of streams that are
 * closed are given to no file or connection that is opened later, or what is
 * told to people would be written there. A stream that was closed stays one
 * that fails. And when the program exits, say so on standard error if standard
 * output could not be written, and make of an exit status that tells of nothing
 * wrong @p failed.
 *
 * @param program  its name, for that message; borrowed for good
 * @param harmless the highest status that tells of nothing wrong
 */
void
cli_streams_begin (const char *program, int harmless, int failed);

#endif
