"""The OCSP answer of a BankID signature (RFC 6960, BankID's profile).

One basic response with one SingleResponse: CertID by SHA-1, thisUpdate =
producedAt, no nextUpdate. The nonce is critical and lies bare in the
extension's value, without an OCTET STRING of its own:
    SHA-1 (base64 text of the XML signature) | 12 random bytes
"""

import hashlib
import os

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

import authority
import der

SHA1 = der.sequence(der.oid('1.3.14.3.2.26'), der.NULL)
BASIC = der.oid('1.3.6.1.5.5.7.48.1.1')
NONCE = der.oid('1.3.6.1.5.5.7.48.1.2')
SIGNED_BY = {
    'sha1': (hashes.SHA1(), '1.2.840.113549.1.1.5'),
    'sha256': (hashes.SHA256(), '1.2.840.113549.1.1.11'),
}

SUCCESSFUL, TRY_LATER = 0, 3


def make_nonce(signature_text):
    return hashlib.sha1(signature_text).digest() + os.urandom(12)


class Answer:
    """What an answer says; an alteration changes it before it is signed."""

    def __init__(self, leaf, issuer, signer, produced, nonce):
        self.serial = leaf.certificate.serial_number
        self.issuer = issuer
        self.signer = signer
        self.produced = produced
        self.updated = produced
        self.next_update = None
        self.nonce = nonce
        self.nonce_critical = True
        self.status = 'good'
        self.copies = 1
        self.hash = 'sha1'
        self.certificates = [signer]
        self.response_status = SUCCESSFUL

    def certificate_id(self):
        key = self.issuer.certificate.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.PKCS1)
        subject = self.issuer.certificate.subject.public_bytes()
        return der.sequence(SHA1,
                            der.octets(hashlib.sha1(subject).digest()),
                            der.octets(hashlib.sha1(key).digest()),
                            der.integer(self.serial))

    def single(self):
        updated = der.time(authority.moment(self.updated))
        status = {
            'good': der.tlv(0x80),
            'revoked': der.tlv(0xa1, updated),
            'unknown': der.tlv(0x82),
        }[self.status]
        parts = [self.certificate_id(), status, updated]
        if self.next_update:
            parts.append(der.explicit(
                0, der.time(authority.moment(self.next_update))))
        return der.sequence(*parts)

    def extensions(self):
        if self.nonce is None:
            return b''
        critical = der.boolean(True) if self.nonce_critical else b''
        return der.explicit(1, der.sequence(
            der.sequence(NONCE, critical, der.octets(self.nonce))))

    def encode(self):
        if self.response_status != SUCCESSFUL:
            return der.sequence(der.tlv(0x0a, bytes([self.response_status])))
        algorithm, oid = SIGNED_BY[self.hash]
        subject = self.signer.certificate.subject.public_bytes()
        data = der.sequence(
            der.explicit(1, subject),
            der.time(authority.moment(self.produced)),
            der.sequence(*[self.single()] * self.copies),
            self.extensions())
        signature = self.signer.key.sign(data, padding.PKCS1v15(), algorithm)
        parts = [data, der.sequence(der.oid(oid), der.NULL),
                 der.bits(signature)]
        if self.certificates:
            parts.append(der.explicit(0, der.sequence(
                *[holder.der for holder in self.certificates])))
        basic = der.sequence(*parts)
        return der.sequence(
            der.tlv(0x0a, bytes([SUCCESSFUL])),
            der.explicit(0, der.sequence(BASIC, der.octets(basic))))
