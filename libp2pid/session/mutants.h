/*
 * Faults that tests put into what is signed, one at a time, to see that a
 * named attack is then noticed. In the library itself the macro is the
 * constant false, and nothing of this is left.
 */

#ifndef P2PID_SESSION_MUTANTS_H
#define P2PID_SESSION_MUTANTS_H

#ifdef P2PID_MUTANTS

typedef enum {
  P2PID_MUTANT_NO_H = 1,        /* th begins without the handshake hash */
  P2PID_MUTANT_NO_ACCOUNT = 2,  /* th leaves out the accounts */
  P2PID_MUTANT_NO_FIRST = 4,    /* th leaves out the first presentation */
  P2PID_MUTANT_NO_SIDE = 8,     /* the signature leaves out the side */
  P2PID_MUTANT_NO_PLACE = 16,   /* the signature leaves out the place */
  P2PID_MUTANT_NO_ROLE = 32,    /* the signature leaves out the call role */
  P2PID_MUTANT_NO_BINDING = 64, /* the signature leaves out the binding */
  P2PID_MUTANT_NO_CLAIMS = 128, /* ... audience and purpose */
  P2PID_MUTANT_NO_OWN_KEY = 256 /* one's own key coming back is taken */
} p2pid_mutant;

extern unsigned p2pid_mutants;

#define MUTANT(name) ((p2pid_mutants & P2PID_MUTANT_##name) != 0)

#else
#define MUTANT(name) false
#endif

#endif
