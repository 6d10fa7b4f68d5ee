"""Certificate authorities made afresh, for the fakes of the eIDs' servers.

A Ring keeps keys by name: making one of 4096 bits takes seconds, and an
altered certificate can as well have the key of the true one.
"""

import datetime
import os

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

COUNTRY = NameOID.COUNTRY_NAME
ORGANISATION = NameOID.ORGANIZATION_NAME
UNIT = NameOID.ORGANIZATIONAL_UNIT_NAME
COMMON_NAME = NameOID.COMMON_NAME
SURNAME = NameOID.SURNAME
GIVEN_NAME = NameOID.GIVEN_NAME
SERIAL = NameOID.SERIAL_NUMBER
NAME = x509.ObjectIdentifier('2.5.4.41')
ORGANISATION_ID = x509.ObjectIdentifier('2.5.4.97')

DAY = 86400
YEAR = 365 * DAY

USAGES = ('digital_signature', 'content_commitment', 'key_encipherment',
          'data_encipherment', 'key_agreement', 'key_cert_sign', 'crl_sign',
          'encipher_only', 'decipher_only')


class Ring:
    """Private keys by name, each made when first asked for."""

    def __init__(self):
        self.keys = {}

    def key(self, name, bits=2048):
        if name not in self.keys:
            self.keys[name] = rsa.generate_private_key(65537, bits)
        return self.keys[name]


class Holder:
    """A certificate and its private key."""

    def __init__(self, certificate, key):
        self.certificate = certificate
        self.key = key

    @property
    def der(self):
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def pem(self):
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def key_pem(self):
        return self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption())

    def pkcs12(self, password, chain=()):
        return pkcs12.serialize_key_and_certificates(
            b'relying party', self.key, self.certificate,
            [holder.certificate for holder in chain],
            serialization.BestAvailableEncryption(password))


def moment(seconds):
    return datetime.datetime.fromtimestamp(
        seconds, datetime.timezone.utc).replace(tzinfo=None)


def name(pairs):
    return x509.Name([x509.NameAttribute(kind, text) for kind, text in pairs])


def usage(*wanted):
    return x509.KeyUsage(**{each: each in wanted for each in USAGES})


def policies(*oids):
    return x509.CertificatePolicies([
        x509.PolicyInformation(x509.ObjectIdentifier(oid), None)
        for oid in oids])


def issue(subject, key, issuer, valid, extensions, algorithm=hashes.SHA256(),
          serial=None):
    """A certificate for key; issuer is a Holder, or None for a root.

    subject is a list of (kind, text), valid a pair of Unix seconds,
    extensions a list of (extension, critical).
    """
    signer = issuer.key if issuer else key
    builder = x509.CertificateBuilder(
        issuer_name=issuer.certificate.subject if issuer else name(subject),
        subject_name=name(subject),
        public_key=key.public_key(),
        serial_number=serial or int.from_bytes(os.urandom(8), 'big') >> 1 | 1,
        not_valid_before=moment(valid[0]),
        not_valid_after=moment(valid[1]))
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    builder = builder.add_extension(
        x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
    if issuer:
        builder = builder.add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(
                signer.public_key()), False)
    return Holder(builder.sign(signer, algorithm), key)


def issue_authority(subject, key, issuer, valid, more=(),
                    algorithm=hashes.SHA512()):
    """A certificate that may issue others."""
    return issue(subject, key, issuer, valid, [
        (x509.BasicConstraints(True, None), True),
        (usage('key_cert_sign', 'crl_sign'), True), *more], algorithm)


def issue_server(common_name, addresses, key, issuer, valid):
    """A TLS server's certificate for names and IP addresses."""
    import ipaddress
    names = []
    for address in addresses:
        try:
            names.append(x509.IPAddress(ipaddress.ip_address(address)))
        except ValueError:
            names.append(x509.DNSName(address))
    return issue([(COMMON_NAME, common_name)], key, issuer, valid, [
        (x509.SubjectAlternativeName(names), False),
        (x509.ExtendedKeyUsage([x509.OID_SERVER_AUTH]), False),
        (x509.BasicConstraints(False, None), True),
        (usage('digital_signature', 'key_encipherment'), True)])


def fingerprint(holder):
    return holder.certificate.fingerprint(hashes.SHA256()).hex()


def personal_number(birth_date, number):
    """Twelve digits: 'YYYYMMDD', three digits, and the check digit of the
    ten that a person writes."""
    digits = birth_date[2:] + number
    total = 0
    for place, digit in enumerate(digits):
        doubled = int(digit) * (2 - place % 2)
        total += doubled // 10 + doubled % 10
    return birth_date + number + str(-total % 10)
