/*
 * Enrolment: getting a binding from an eID, in a calm moment.
 *
 * p2pid_enrolment_run() blocks in a thread of the program's choice and calls
 * back with events, on that thread. Every other function may be called from
 * any thread while it runs. Nothing is stored: the binding is the caller's.
 *
 * The golden rule is the program's to keep: never begin one because somebody
 * on the telephone, at the door or in a chat asks for it, and never while a
 * contact is open in which the user was called.
 *
 * Sentences for the user are libp2pid's own. Who is bound by an agreement to
 * show BankID's exact words takes the number that comes as the hint ("RFA8")
 * and prints BankID's text for it (message.h).
 */

#ifndef P2PID_ENROLMENT_H
#define P2PID_ENROLMENT_H

#include "p2pid/binding.h"
#include "p2pid/message.h"

P2PID_BEGIN_DECLS

typedef struct p2pid_enrolment p2pid_enrolment;

typedef enum {
  P2PID_ENROLMENT_STATEMENT, /**< statement: what is about to be signed */
  P2PID_ENROLMENT_QR,        /**< text: draw it as a QR code instead of the one
                                  before; BankID's lives for a second. NULL:
                                  show none any more, the app has the order */
  P2PID_ENROLMENT_OPEN,      /**< text: a link to open on this computer, by the
                                  eID's app or the user's browser; say so then,
                                  p2pid_enrolment_mark_opened(). NULL: it leads
                                  nowhere any more */
  P2PID_ENROLMENT_HINT,      /**< hint, sentence: what is going on */
  P2PID_ENROLMENT_CARDS,     /**< cards: choose one, p2pid_enrolment_choose() */
  P2PID_ENROLMENT_PIN,       /**< card, tries: p2pid_enrolment_give_pin(); hint
                                  and sentence where one was wrong before */
  P2PID_ENROLMENT_DONE,      /**< binding, identity: it was got and checked */
  P2PID_ENROLMENT_FAILED     /**< err, hint, sentence */
} p2pid_enrolment_event_kind;

/** A certificate on a card that could sign. */
typedef struct {
  const char *label;  /**< the card's or token's own name */
  const char *holder; /**< whose name is on it */
} p2pid_card;

/** All is borrowed for the call. */
typedef struct {
  p2pid_enrolment_event_kind kind;
  p2pid_err err;                    /**< with FAILED */
  const char *text;                 /**< with QR and OPEN; or NULL */
  const char *hint;                 /**< the operator's own code, stable:
                                         "RFA6" (message.h), "STARTED", …; or
                                         NULL */
  const char *sentence;             /**< what the hint says to the user, in the
                                         enrolment's language and libp2pid's
                                         words, not the operator's; or NULL */
  const p2pid_statement *statement; /**< with STATEMENT */
  const p2pid_card *cards;          /**< with CARDS */
  size_t count;                     /**< of them */
  const p2pid_card *card;           /**< with PIN */
  int tries;                        /**< with PIN: left; -1: not known; the card
                                         locks itself after the last */
  bool keypad;                    /**< with PIN: it is typed on the reader, and
                                         nothing is to be given; a cancel
                                         counts only once that is over, which
                                         its own cancel key ends */
  const p2pid_binding *binding;   /**< with DONE */
  const p2pid_identity *identity; /**< with DONE */
} p2pid_enrolment_event;

typedef void (*p2pid_enrolment_cb) (const p2pid_enrolment_event *event,
                                    void *user_data);

/** What a relying party has from the eID's operator, for those who ask it
 *  directly. All PEM, as text. */
typedef struct {
  const char *address;     /**< "https://appapi2.bankid.com", or the test one */
  const char *certificate; /**< the relying party's own */
  const char *key;         /**< its private key */
  const char *tls_root;    /**< the one root for the operator's server */
  const char *root;        /**< BankID: the root of people's certificates;
                                Freja: the certificates that sign answers, one
                                after the other */
  const char *end_user;    /**< BankID: IP address of the user's device, as the
                                operator is told; NULL: this very computer */
} p2pid_operator;

/** What an enrolment starts from. Texts are copied, objects must outlive it. */
typedef struct {
  p2pid_method method; /**< BANKID, FREJA, CARD, OIDC; SD_JWT for TEST */
  const p2pid_key *key;
  const char *program; /**< as in p2pid_statement_init() */
  p2pid_language language;
  p2pid_device device; /**< BANKID: what this program runs on */
  int64_t now;         /**< Unix seconds */
  int64_t lifetime;    /**< seconds */

  const p2pid_anchors *anchors; /**< what was got is checked against them */

  const char *gateway;            /**< BANKID, FREJA: its origin; or */
  const p2pid_operator *directly; /**< the operator itself */
  const char *gateway_root;       /**< PEM: trust this one for the gateway; or
                                        NULL for the system's */
  bool credential;      /**< by the gateway: a credential that it issues itself,
                        which can withhold facts, in the place of the eID's
                        own evidence */
  const char *provider; /**< OIDC: the provider's address (its issuer) */
  const char *client_id;     /**< OIDC: as the provider knows this program */
  const char *provider_root; /**< PEM, as gateway_root */
  const char *module;        /**< CARD: path of a PKCS#11 module; NULL for
                                        those that p11-kit knows */
  const char *roots;         /**< CARD: PEM, or NULL: certificates above the
                                  card's own that are not on the card */
  const p2pid_test_person *person; /**< TEST */

  p2pid_enrolment_cb callback;
  void *user_data;
} p2pid_enrolment_config;

/** P2PID_ERR_ARGUMENT for a method without what it needs, P2PID_ERR_FORMAT
 *  for an address, P2PID_ERR_TEXT, P2PID_ERR_MEMORY. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_enrolment_new (const p2pid_enrolment_config *config,
                     p2pid_enrolment **out_enrolment);

/**
 * Run to the end, which the last event has told: P2PID_ENROLMENT_DONE or
 * P2PID_ENROLMENT_FAILED, always one of them. It runs once; after that
 * P2PID_ERR_STATE, without an event.
 *
 * An order that is open at the operator is cancelled there whatever the
 * ending. A binding that does not verify is not handed over.
 *
 * @return P2PID_OK; P2PID_ERR_CANCELLED by the user, here or in the eID;
 *         P2PID_ERR_TIMEOUT, P2PID_ERR_OFFLINE, P2PID_ERR_TLS,
 *         P2PID_ERR_BUSY where an order is open already, P2PID_ERR_RELAY for
 *         an answer that no operator should give, P2PID_ERR_UNTRUSTED where
 *         the operator or gateway does not serve this program,
 *         P2PID_ERR_MISMATCH for evidence of another key,
 *         P2PID_ERR_NOT_FOUND no card or no such certificate, P2PID_ERR_KEY a
 *         wrong PIN, P2PID_ERR_LOCKED a PIN that is blocked, P2PID_ERR_GONE a
 *         card that was pulled, P2PID_ERR_IO a module that does not load; all
 *         of p2pid_binding_verify()
 */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_enrolment_run (p2pid_enrolment *enrolment);

/** Take the card at @p index of the last CARDS event; P2PID_ERR_ARGUMENT,
 *  P2PID_ERR_STATE. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_enrolment_choose (p2pid_enrolment *enrolment, size_t index);

/** Give the PIN, once; it is wiped as soon as the card has had it.
 *  P2PID_ERR_SIZE, P2PID_ERR_STATE where none is awaited, P2PID_ERR_MEMORY. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_enrolment_give_pin (p2pid_enrolment *enrolment, const char *pin);

/** Say that the link of the OPEN event was opened on the device that the
 *  program runs on; not for a link that was only shown. From then on BANKID
 *  tells what is right for an app on that device, and until then what is right
 *  for one that scans the QR code. Other methods tell nothing else for it. */
P2PID_API void
p2pid_enrolment_mark_opened (p2pid_enrolment *enrolment);

/** End it, from any thread and from a signal handler; the order is cancelled
 *  at the operator if that takes it within two seconds. */
P2PID_API void
p2pid_enrolment_cancel (p2pid_enrolment *enrolment);

/** The binding, the caller's to free, once after P2PID_OK; NULL else. */
P2PID_API p2pid_binding *
p2pid_enrolment_take_binding (p2pid_enrolment *enrolment);

/** Free; not while p2pid_enrolment_run() runs. NULL is fine. */
P2PID_API void
p2pid_enrolment_free (p2pid_enrolment *enrolment);

P2PID_END_DECLS

#endif
