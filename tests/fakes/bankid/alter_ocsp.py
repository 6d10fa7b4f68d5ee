"""The OCSP answer does not say, at that time, that this certificate is good;
or is not for this signature."""

import base64
import hashlib
import os

import authority
import bank as banks
import der
import ocsp
from authority import DAY, YEAR
from command import Table

TABLE = Table()
refuse, keep = TABLE.refuse, TABLE.keep


def add(name, what, holder=None, **values):
    """An alteration that sets what the answer says."""
    def change(recipe):
        def set_values(answer):
            for key, value in values.items():
                setattr(answer, key, value)
        recipe.change_answer = set_values
    change.__name__, change.__doc__ = name, what
    (holder or refuse)(change)


add('ocsp_revoked', 'The certificate was revoked.', status='revoked')
add('ocsp_unknown', 'The responder does not know the certificate.',
    status='unknown')
add('ocsp_nonce_missing', 'No nonce.', nonce=None)
add('ocsp_nonce_wrong', 'A nonce of other bytes.', nonce=bytes(32))
add('ocsp_nonce_empty', 'A nonce of no bytes.', nonce=b'')
add('ocsp_certificate_missing', 'The responder\'s certificate is missing.',
    certificates=[])
add('ocsp_copies', 'Two answers in one.', copies=2)
add('ocsp_none', 'An answer about no certificate.', copies=0)
add('ocsp_try_later', 'The responder had no time.',
    response_status=ocsp.TRY_LATER)
add('ocsp_sha256', 'The answer is signed with SHA-256.', keep, hash='sha256')


def change_answer(change):
    """Decorates a change of the answer as an alteration."""
    def alter(recipe):
        recipe.change_answer = lambda answer: change(recipe, answer)
    alter.__name__, alter.__doc__ = change.__name__, change.__doc__
    return refuse(alter)


@change_answer
def ocsp_nonce_short(recipe, answer):
    """The nonce lacks its random part."""
    answer.nonce = answer.nonce[:20]


@change_answer
def ocsp_nonce_wrapped(recipe, answer):
    """The nonce lies in an OCTET STRING of its own."""
    answer.nonce = der.octets(answer.nonce)


@change_answer
def ocsp_nonce_of_another(recipe, answer):
    """The nonce is for another signature by the same certificate."""
    answer.nonce = ocsp.make_nonce(base64.b64encode(b'another signature'))


@change_answer
def ocsp_nonce_of_xml(recipe, answer):
    """The nonce hashes the XML instead of its base64 text."""
    answer.nonce = hashlib.sha1(recipe.xml).digest() + os.urandom(12)


@change_answer
def ocsp_other_certificate(recipe, answer):
    """The answer is about the certificate of another person."""
    other = recipe.bank.person(banks.BERTIL)
    answer.serial = other.certificate.serial_number


@change_answer
def ocsp_other_issuer(recipe, answer):
    """The answer is about a certificate of that number of another issuer."""
    answer.issuer = recipe.bank.customer(3)


def sign_by(answer, signer):
    answer.signer = signer
    answer.certificates = [signer]


@change_answer
def ocsp_signer_of_another(recipe, answer):
    """The responder is that of another Customer CA."""
    sign_by(answer, recipe.bank.ocsp_signer(recipe.bank.customer(3)))


@change_answer
def ocsp_signer_of_relying_parties(recipe, answer):
    """The responder is that of the authority of relying parties."""
    sign_by(answer, recipe.bank.ocsp_signer(recipe.bank.relying_parties))


@change_answer
def ocsp_signer_no_responder(recipe, answer):
    """The signer's certificate is not for signing OCSP answers."""
    sign_by(answer, recipe.bank.ocsp_signer(purpose=False))


@change_answer
def ocsp_signer_expired(recipe, answer):
    """The responder's certificate had expired."""
    sign_by(answer, recipe.bank.ocsp_signer(
        valid=(recipe.at - 5 * YEAR, recipe.at - DAY)))


@change_answer
def ocsp_signer_person(recipe, answer):
    """The person has signed the answer too."""
    sign_by(answer, recipe.leaf)


@change_answer
def ocsp_signer_self(recipe, answer):
    """The responder's certificate is signed by itself."""
    true = recipe.bank.ocsp_signer()
    subject = [(attribute.oid, attribute.value)
               for attribute in true.certificate.subject]
    extensions = [(extension.value, extension.critical)
                  for extension in true.certificate.extensions][:4]
    sign_by(answer, authority.issue(subject, recipe.bank.ring.key('forger'),
                                    None, recipe.bank.usual, extensions))


@change_answer
def ocsp_signer_other_key(recipe, answer):
    """The right certificate, another key."""
    answer.signer = authority.Holder(answer.signer.certificate,
                                     recipe.bank.ring.key('forger'))


@change_answer
def ocsp_late(recipe, answer):
    """The answer was made a hundred days after the signature."""
    answer.produced = answer.updated = recipe.at + 100 * DAY


@change_answer
def ocsp_early(recipe, answer):
    """The answer was made two days before the statement."""
    answer.produced = answer.updated = recipe.at - 2 * DAY


@change_answer
def ocsp_updated_early(recipe, answer):
    """What it says was known a week before it was made."""
    answer.updated = recipe.at - 7 * DAY


@change_answer
def ocsp_updated_late(recipe, answer):
    """What it says is of the day after."""
    answer.updated = recipe.at + DAY


@change_answer
def ocsp_next_update(recipe, answer):
    """The answer is good until a later time, as BankID's never are."""
    answer.next_update = recipe.at + DAY


def change_bytes(change):
    """Decorates bytes to bytes as an alteration of the encoded answer."""
    def alter(recipe):
        recipe.change_ocsp = change
    alter.__name__, alter.__doc__ = change.__name__, change.__doc__
    return refuse(alter)


@change_bytes
def ocsp_flipped(encoded):
    """One bit of what the responder signed is another."""
    at = encoded.index(b'\x80\x00\x18\x0f')
    return encoded[:at + 5] + bytes([encoded[at + 5] ^ 1]) + encoded[at + 6:]


@change_bytes
def ocsp_bytes_after(encoded):
    """A byte after the answer."""
    return encoded + b'\0'


@change_bytes
def ocsp_truncated(encoded):
    """The answer's last byte is missing."""
    return encoded[:-1]


@change_bytes
def ocsp_empty(encoded):
    """No answer."""
    return b''


@change_bytes
def ocsp_too_large(encoded):
    """A megabyte instead of an answer."""
    return der.octets(bytes(1 << 20))
