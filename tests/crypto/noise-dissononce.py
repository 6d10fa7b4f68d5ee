"""A whole session with an independent implementation of Noise (dissononce),
each side once ours and once theirs: handshake, hash, transport, refusals."""

import os
import sys

try:
    from dissononce.cipher.chachapoly import ChaChaPolyCipher
    from dissononce.dh.x25519.x25519 import X25519DH
    from dissononce.exceptions.decrypt import DecryptFailedException
    from dissononce.hash.blake2b import Blake2bHash
    from dissononce.processing.handshakepatterns.interactive.NN import \
        NNHandshakePattern
    from dissononce.processing.impl.cipherstate import CipherState
    from dissononce.processing.impl.handshakestate import HandshakeState
    from dissononce.processing.impl.symmetricstate import SymmetricState
    from dissononce.processing.modifiers.psk import PSKPatternModifier
except ImportError:
    print('skipped: python3-dissononce is not here')
    sys.exit(77)

from peer import Peer, Refused

SIZES = [0, 1, 15, 16, 17, 63, 64, 65, 1024, 16384]


class Theirs:
    """dissononce under the verbs of crypto-peer."""

    def __init__(self, initiator, prologue, psk):
        pattern = NNHandshakePattern()
        if psk:
            pattern = PSKPatternModifier(0).modify(pattern)
        self.symmetric = SymmetricState(CipherState(ChaChaPolyCipher()),
                                        Blake2bHash())
        self.state = HandshakeState(self.symmetric, X25519DH())
        self.state.initialize(pattern, initiator, prologue,
                              psks=[psk] if psk else None)
        self.initiator = initiator
        self.ciphers = None

    def keep(self, ciphers):
        if ciphers:
            self.ciphers = ciphers if self.initiator else ciphers[::-1]

    def write(self, payload):
        if self.ciphers:
            return self.ciphers[0].encrypt_with_ad(b'', payload)
        message = bytearray()
        self.keep(self.state.write_message(payload, message))
        return bytes(message)

    def read(self, message):
        if self.ciphers:
            return self.ciphers[1].decrypt_with_ad(b'', message)
        payload = bytearray()
        self.keep(self.state.read_message(message, payload))
        return bytes(payload)

    def handshake_hash(self):
        return self.symmetric.get_handshake_hash()


class Ours:
    def __init__(self, peer, initiator, prologue, psk):
        self.peer = peer
        peer.call('new', 'initiator' if initiator else 'responder', prologue,
                  psk)

    def write(self, payload):
        return self.peer.call('write', payload)

    def read(self, message):
        return self.peer.call('read', message)

    def handshake_hash(self):
        return self.peer.call('handshake-hash')


def carry(source, target, payload):
    got = target.read(source.write(payload))
    if got != payload:
        sys.exit(f'{len(payload)} bytes came out as {len(got)} others')


def session(initiator, responder, size):
    carry(initiator, responder, os.urandom(size))
    carry(responder, initiator, os.urandom(size))
    if initiator.handshake_hash() != responder.handshake_hash():
        sys.exit('the handshake hashes differ')
    for _ in range(3):
        carry(initiator, responder, os.urandom(size))
        carry(initiator, responder, os.urandom(size))
        carry(responder, initiator, os.urandom(size))


def must_refuse(reader, message):
    try:
        reader.read(message)
    except (Refused, DecryptFailedException):
        return
    sys.exit('a message of another session was taken')


def refusals(peer):
    """Both sides refuse the other's wrong psk and wrong prologue."""
    psk, other = os.urandom(32), os.urandom(32)
    for mine, yours in ((b'p', psk), (b'p', other)), ((b'p', psk), (b'q', psk)):
        message = Theirs(True, *mine).write(b'')
        must_refuse(Ours(peer, False, *yours), message)
        message = Ours(peer, True, *mine).write(b'')
        must_refuse(Theirs(False, *yours), message)


def main(program):
    sessions = 0
    with Peer(program) as peer:
        for size in SIZES:
            for psk in os.urandom(32), b'':
                prologue = os.urandom(size)
                session(Ours(peer, True, prologue, psk),
                        Theirs(False, prologue, psk), size)
                session(Theirs(True, prologue, psk),
                        Ours(peer, False, prologue, psk), size)
                sessions += 2
        refusals(peer)
    print(f'{sessions} sessions with dissononce')


main(sys.argv[1])
