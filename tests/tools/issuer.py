"""An issuer of credentials, roles and status lists, written from RFC 9901 and
the Token Status List by themselves, with the published key of the TEST
issuer or an organisation's own."""

import base64
import json
import sys
import time
import zlib

try:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import \
        Ed25519PrivateKey
except ImportError:
    print('skipped: python3-cryptography is not here')
    sys.exit(77)

TEST_SEED = b'p2pid TEST issuer, not a secret!'
VALID, REVOKED, SUSPENDED, OWN = range(4)
DAY = 86400


def base64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip('=')


def from_base64url(text):
    return base64.urlsafe_b64decode(text + '=' * (-len(text) % 4))


def encode(value):
    return base64url(json.dumps(value, separators=(',', ':')).encode())


def pack(states, bits):
    """States of so many bits each, the first in the lowest bits of a byte."""
    data = bytearray((len(states) * bits + 7) // 8)
    for index, state in enumerate(states):
        data[index * bits // 8] |= state << index * bits % 8
    return bytes(data)


class Issuer:

    def __init__(self, seed=TEST_SEED):
        self.key = Ed25519PrivateKey.from_private_bytes(seed)
        self.jwk = self.public(self.key)

    @classmethod
    def of_file(cls, path):
        """That of a private JWK in a file."""
        with open(path, encoding='utf-8') as file:
            return cls(from_base64url(json.load(file)['d']))

    @staticmethod
    def public(key):
        raw = key.public_key().public_bytes(serialization.Encoding.Raw,
                                            serialization.PublicFormat.Raw)
        return {'kty': 'OKP', 'crv': 'Ed25519', 'x': base64url(raw)}

    def sign(self, header, payload):
        text = encode(header) + '.' + encode(payload)
        return text + '.' + base64url(self.key.sign(text.encode()))

    def vouch(self, claims, key, place):
        """A credential over a key in hex, with its place in a list if any; a
        claim that is None is left out."""
        now = int(time.time())
        payload = {'iat': now, 'exp': now + DAY, 'cnf': {'jwk': {
            'kty': 'OKP', 'crv': 'Ed25519',
            'x': base64url(bytes.fromhex(key))}}} | claims
        if place is not None:
            payload['status'] = {'status_list': {'uri': place[0],
                                                 'idx': place[1]}}
        return self.sign({'typ': 'dc+sd-jwt', 'alg': 'EdDSA',
                          'jwk': self.jwk},
                         {name: value for name, value in payload.items()
                          if value is not None}) + '~'

    def credential(self, place=None, key=None, **claims):
        return self.vouch({'vct': 'urn:p2pid:identity:1', 'name': 'Bo Ek'}
                          | claims, key or self.raw_key().hex(), place)

    def role(self, key, place=None, **claims):
        return self.vouch({'vct': 'urn:p2pid:role:1', 'organization': 'Firman',
                           'role': 'målare'} | claims, key, place)

    def raw_key(self):
        return from_base64url(self.jwk['x'])

    def status_list(self, address, states=(), bits=2, header=None, data=None,
                    **claims):
        """The list of these states, or of other data."""
        payload = {'sub': address, 'iat': int(time.time()), 'ttl': DAY,
                   'status_list': {'bits': bits, 'lst': base64url(
                       zlib.compress(data or pack(states, bits), 9))}}
        return self.sign({'typ': 'statuslist+jwt', 'alg': 'EdDSA'}
                         | (header or {}),
                         {name: value for name, value
                          in (payload | claims).items() if value is not None})
