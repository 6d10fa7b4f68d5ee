"""§5: Noise_NNpsk0_25519_ChaChaPoly_BLAKE2b, revision 34.

    psk, e    the initiator: the guest
    e, ee     the responder: the host
"""

import hashlib
import hmac

from conventions import H, Refused
from primitives import seal, unseal, x25519_agree, x25519_public

PROTOCOL = b'Noise_NNpsk0_25519_ChaChaPoly_BLAKE2b'
HASHLEN = 64


def hkdf(key, material, outputs):
    """Noise's, with HMAC by RFC 2104 over unkeyed BLAKE2b."""
    def mac(secret, data):
        return hmac.new(secret, data, hashlib.blake2b).digest()
    start = mac(key, material)
    out, last = [], b''
    for number in range(1, outputs + 1):
        last = mac(start, last + bytes([number]))
        out.append(last)
    return out


class Cipher:
    def __init__(self, key):
        self.key = key[:32]
        self.count = 0

    def _nonce(self):
        return bytes(4) + self.count.to_bytes(8, 'little')

    def seal(self, text, associated=b''):
        sealed = seal(self.key, self._nonce(), associated, text)
        self.count += 1
        return sealed

    def unseal(self, sealed, associated=b''):
        text = unseal(self.key, self._nonce(), associated, sealed)
        if text is None:
            raise Refused('forged')
        self.count += 1
        return text


class Handshake:
    def __init__(self, psk, prologue, ephemeral):
        self.h = self.ck = PROTOCOL.ljust(HASHLEN, b'\0')
        self.ephemeral = ephemeral
        self.own = x25519_public(ephemeral)
        self._mix_hash(prologue)
        self.ck, extra, key = hkdf(self.ck, psk, 3)
        self._mix_hash(extra)
        self.cipher = Cipher(key)

    def _mix_hash(self, data):
        self.h = H(self.h + data)

    def _mix_key(self, material):
        self.ck, key = hkdf(self.ck, material, 2)
        self.cipher = Cipher(key)

    def _mix_e(self, public):
        self._mix_hash(public)
        self._mix_key(public)  # as always with a psk

    def _mix_ee(self, other):
        agreed = x25519_agree(self.ephemeral, other)
        if agreed is None:
            raise Refused('forged')
        self._mix_key(agreed)

    def _seal(self, payload):
        sealed = self.cipher.seal(payload, self.h)
        self._mix_hash(sealed)
        return sealed

    def _unseal(self, sealed):
        payload = self.cipher.unseal(sealed, self.h)
        self._mix_hash(sealed)
        return payload

    def write_1(self):
        self._mix_e(self.own)
        return self.own + self._seal(b'')

    def read_1(self, message):
        self.other = message[:32]
        if len(message) != 32 + 16:
            raise Refused('format')
        self._mix_e(self.other)
        self._unseal(message[32:])

    def write_2(self, payload):
        self._mix_e(self.own)
        self._mix_ee(self.other)
        return self.own + self._seal(payload)

    def read_2(self, message):
        if len(message) < 32 + 16:
            raise Refused('format')
        self._mix_e(message[:32])
        self._mix_ee(message[:32])
        return self._unseal(message[32:])

    def split(self):
        """What the guest sends with, and what the host sends with."""
        guest, host = hkdf(self.ck, b'', 2)
        return Cipher(guest), Cipher(host)
