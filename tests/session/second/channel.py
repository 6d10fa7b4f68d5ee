"""§4 and §5: from a code or an invitation to a channel for records.

A side hears and says messages, bytes that begin with their kind. What is
random can be given, so that vectors can be followed.
"""

import secrets

import cpace
from conventions import B, Refused, lv_cat, lv_split
from noise import Handshake
from primitives import ristretto255_scalar

HELLO, JOIN_CODE, JOIN_INVITATION, ANSWER, RECORD, REFUSE = range(1, 7)
MESSAGE_MAX = 32768
ADA = lv_cat('libp2pid/1', 'host', '1')
ADB = lv_cat('libp2pid/1', 'guest', '1')


def taken(message, kind):
    """What a message of this kind says."""
    if not 1 <= len(message) <= MESSAGE_MAX or message[0] != kind:
        raise Refused('out-of-turn')
    return message[1:]


def prologue(mode, origin, place, cpace_fields):
    return lv_cat('libp2pid/1 prologue', mode, origin, place, '1', '1',
                  *cpace_fields)


class Channel:
    """One side. After the handshake h, say() and hear() stand."""

    def __init__(self, origin, ephemeral=None):
        self.origin = origin
        self.ephemeral = ephemeral or secrets.token_bytes(32)

    def _begin(self, psk, *place):
        self.psk = psk
        self.handshake = Handshake(psk, prologue(*place), self.ephemeral)

    def _done(self, guest):
        self.h = self.handshake.h
        ciphers = self.handshake.split()
        self.out, self.into = ciphers if guest else ciphers[::-1]

    def say(self, plain):
        return bytes([RECORD]) + self.out.seal(plain)

    def hear(self, message):
        return self.into.unseal(taken(message, RECORD))

    # The host's half of the handshake, then the guest's.

    def _read_join(self, message_1):
        self.handshake.read_1(message_1)

    def answer(self, plain):
        message = bytes([ANSWER]) + self.handshake.write_2(plain)
        self._done(guest=False)
        return message

    def read_answer(self, message):
        plain = self.handshake.read_2(taken(message, ANSWER))
        self._done(guest=True)
        return plain


class InvitationChannel(Channel):
    def __init__(self, origin, secret, ephemeral=None):
        super().__init__(origin, ephemeral)
        self.mailbox = B(secret, ('libp2pid/1 box', origin), 16).hex()
        self._begin(B(secret, ('libp2pid/1 psk', origin), 32),
                    'invitation', origin, self.mailbox, [b''] * 5)

    def join(self):
        return bytes([JOIN_INVITATION]) + self.handshake.write_1()

    def read_join(self, message):
        self._read_join(taken(message, JOIN_INVITATION))


class CodeChannel(Channel):
    def __init__(self, origin, nameplate, digits, scalar=None, sid=None,
                 ephemeral=None):
        super().__init__(origin, ephemeral)
        self.nameplate, self.digits = nameplate, digits
        self.scalar = scalar or ristretto255_scalar()
        self.sid = sid or secrets.token_bytes(16)

    def _share(self, sid):
        self.sid = sid
        self.ci = lv_cat('libp2pid/1 cpace', self.origin, self.nameplate,
                         'host', 'guest')
        self.generator = cpace.generator(self.digits.encode(), self.ci, sid)
        self.own = cpace.share(self.scalar, self.generator)

    def _agree(self, other, initiator, responder):
        self.isk = cpace.isk(self.sid, self.scalar, self.own, other,
                             initiator, responder)
        if self.isk is None:
            raise Refused('forged')
        self._begin(B(self.isk, ('libp2pid/1 psk-cpace',), 32),
                    'code', self.origin, self.nameplate,
                    (self.sid,) + initiator + responder)

    def hello(self):
        self._share(self.sid)
        return bytes([HELLO]) + lv_cat(self.sid, self.own, ADA)

    def join(self, message):
        """The guest's answer to hello."""
        sid, ya, ada = lv_split(taken(message, HELLO), 3)
        if ada != ADA:
            raise Refused('version')
        if len(sid) != 16:
            raise Refused('format')
        self._share(sid)
        self._agree(ya, (ya, ada), (self.own, ADB))
        return bytes([JOIN_CODE]) + lv_cat(self.own, ADB,
                                           self.handshake.write_1())

    def read_join(self, message):
        yb, adb, message_1 = lv_split(taken(message, JOIN_CODE), 3)
        if adb != ADB:
            raise Refused('version')
        self._agree(yb, (self.own, ADA), (yb, adb))
        self._read_join(message_1)


REFUSAL = bytes([REFUSE])
