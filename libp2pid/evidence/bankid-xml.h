/*
 * A BankID signature as XML: the one form in which BankID writes it.
 *
 *   Signature
 *     SignedInfo         digests of the two that have an Id
 *     SignatureValue
 *     KeyInfo            Id bidKeyInfo: certificates
 *     Object
 *       bankIdSignedData Id bidSignedData: texts, relying party, client
 *
 * BankID's signature profile promises bytes that are canonical already. So
 * nothing of XML's freedom is read here: no other prefix, quote, space, order,
 * comment, entity or document type. What the signature covers is what this
 * reader found, because it reads no other place.
 */

#ifndef P2PID_EVIDENCE_BANKID_XML_H
#define P2PID_EVIDENCE_BANKID_XML_H

#include "base/bytes.h"

/** Fewest and most certificates in a signature: the root is not among them. */
#define P2PID_BANKID_CERTIFICATES_MIN 2
#define P2PID_BANKID_CERTIFICATES_MAX 4

/** All is borrowed from the XML. */
typedef struct {
  /* As they were hashed, from "<" to ">". */
  p2pid_bytes signed_info, key_info, signed_data;

  /* Text that has to be base64. */
  p2pid_bytes data_digest, keys_digest, value;
  size_t certificate_count;
  p2pid_bytes certificates[P2PID_BANKID_CERTIFICATES_MAX];
  p2pid_bytes visible; /* usrVisibleData */
  p2pid_bytes hidden;  /* usrNonVisibleData; without data where there is none */
  p2pid_bytes party;   /* name in srvInfo */

  /* Plain text. */
  p2pid_bytes format;   /* of the visible text; empty: plain */
  p2pid_bytes function; /* funcId */
} p2pid_bankid_xml;

/**
 * Find the parts of a signature.
 *
 * Checked: that each byte is where BankID has it, and every algorithm.
 * Unknown elements are passed over at the end of srvInfo, where they must be
 * empty of others, and after the function in clientInfo.
 * Not checked: that base64 is base64, which whoever decodes it sees.
 *
 * @return P2PID_ERR_FORMAT
 */
P2PID_MUST_CHECK p2pid_err
p2pid_bankid_xml_read (p2pid_bytes xml, p2pid_bankid_xml *out);

#endif
