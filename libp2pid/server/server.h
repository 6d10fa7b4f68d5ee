/*
 * The mailbox server as an object: write-once numbered slots for two sides,
 * claimed by tokens, behind HTTP. It knows random names and ciphertext, keeps
 * both in memory, and writes nothing down. PROTOCOL.md §10.
 */

#ifndef P2PID_SERVER_SERVER_H
#define P2PID_SERVER_SERVER_H

#include "p2pid/error.h"

typedef struct p2pid_server p2pid_server;

/** A request for a path that is not the server's own. All is borrowed. */
typedef struct {
  const char *method;  /**< "GET", "POST", … */
  const char *path;    /**< as in the request line */
  const char *type;    /**< of the body; "" */
  const char *address; /**< the client's, IPv4 or IPv6 */
  const char *network; /**< what counts as one address: of IPv6, the /64 */
  p2pid_bytes body;
} p2pid_server_ask;

/** What to answer. */
typedef struct {
  unsigned status;
  p2pid_buffer *body; /**< JSON, the server's to wipe and free; or NULL */
} p2pid_server_reply;

/** Answers such a request, at once: the server's one thread waits for it. */
typedef p2pid_server_reply (
    *p2pid_server_extra_cb) (const p2pid_server_ask *ask, void *user_data);

/** Everything that can be set; zero takes the default in brackets. */
typedef struct {
  const char *address; /**< IPv4 or IPv6 address to listen on (127.0.0.1) */
  uint16_t port;       /**< 0: one that is free */
  const char *tls_certificate; /**< PEM file, or NULL for plain HTTP */
  const char *tls_key;         /**< PEM file */
  bool behind_proxy;  /**< take the client's address from the last entry of
                              X-Forwarded-For */
  unsigned mailboxes; /**< most mailboxes at once (20,000) */
  unsigned address_mailboxes;   /**< the same made by one address (100) */
  unsigned connections;         /**< most connections at once (18,000) */
  unsigned address_connections; /**< the same from one address (200); not
                                     counted behind a proxy */
  unsigned memory;              /**< most mebibytes of messages at once (1,024);
                              half of it where one side is missing */
  unsigned code_life;           /**< seconds a code waits for a guest (300) */
  unsigned mailbox_life; /**< seconds an invitation's mailbox waits (86,400) */
  unsigned joined_life;  /**< seconds once both are there (900) */
  unsigned rate;         /**< requests a minute from one address (600) */
  unsigned new_rate;     /**< new mailboxes and claims a minute from one
                              address (30) */
  const char *extra;     /**< paths that begin so are somebody else's: a static
                          text; or NULL. A POST there counts as something new */
  p2pid_server_extra_cb extra_cb;
  void *extra_data;
} p2pid_server_config;

/** Numbers that tell nothing of anybody, since the start. */
typedef struct {
  uint64_t requests;
  uint64_t mailboxes; /**< now */
  uint64_t opened, joined, closed, expired, crowded, refused;
} p2pid_server_counts;

/** Bind and listen; nothing is served before p2pid_server_run().
 *  P2PID_ERR_ARGUMENT, P2PID_ERR_IO (errno tells more), P2PID_ERR_TLS,
 *  P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_server_new (const p2pid_server_config *config, p2pid_server **out_server);

/** The port listened on. */
uint16_t
p2pid_server_port (const p2pid_server *server);

/** Serve until p2pid_server_stop(). P2PID_ERR_IO. */
P2PID_MUST_CHECK p2pid_err
p2pid_server_run (p2pid_server *server);

/** Make p2pid_server_run() return; from any thread or signal handler. */
void
p2pid_server_stop (p2pid_server *server);

/** Counts so far; on the serving thread, or when it has returned. */
void
p2pid_server_get_counts (const p2pid_server *server,
                         p2pid_server_counts *out_counts);

void
p2pid_server_free (p2pid_server *server);

#endif
