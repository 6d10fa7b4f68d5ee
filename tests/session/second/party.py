"""One of the two: what §4, §6 and §8 ask of a program, with its person's
decisions made beforehand. Messages in, messages out.
"""

import conversation
import records
from binding import TEST_FINGERPRINT
from channel import ANSWER, HELLO, REFUSAL, CodeChannel
from conventions import Refused, base64url
from conversation import CLOCK_MAX, OTHER, Conversation, sign_presentation, \
    sign_receipt
from primitives import ed25519_public

STOP_FOR = {'accounts': 'accounts', 'clock': 'clock', 'forged': 'proof',
            'mismatch': 'proof', 'reflected': 'proof'}
OTHER_PLACE = {'first': 'second', 'second': 'first'}
CLAIMS = {'audience': 'Anna Lindqvist', 'purpose': 'Kaffe'}


class Party:
    """account: channel, role and place; shows: the evidence to present, or
    None to decline; credential: a role credential beside it, or ''; closes:
    whether to ask for a receipt; spoil: what a record becomes on its way out,
    a function of party, name and body."""

    def __init__(self, side, channel, account, seed, now, shows,
                 anchors=(TEST_FINGERPRINT,), tail=None, closes=True,
                 credential='', spoil=None):
        self.side, self.channel, self.account = side, channel, account
        self.seed, self.now, self.shows = seed, now, shows
        self.anchors, self.tail, self.closes = anchors, tail, closes
        self.credential = credential
        self.spoil = spoil or (lambda party, name, body: (name, body))
        self.own_key = ed25519_public(seed)
        self.talk = None  # until the handshake is done
        self.person = None  # the other's facts, once they are proved
        self.claims = {}  # what the other's identify says
        self.cannot_check = None  # why there are no facts
        self.tails = 'none'
        self.ended = None  # the reason of a stop, 'wrong-code', 'finished'
        self.by_peer = False
        self.refused = None  # what was wrong with the other's message
        self.out = []

    # Getting there (§4).

    def start(self):
        if isinstance(self.channel, CodeChannel):
            return [self.channel.hello()] if self.side == 'host' else []
        return [self.channel.join()] if self.side == 'guest' else []

    def _handshake(self, message):
        if self.side == 'host':
            self._hear_join(message)
        elif message == REFUSAL:
            self._end('wrong-code', by_peer=True)
        elif message[:1] == bytes([HELLO]):
            self.out.append(self.channel.join(message))
        elif message[:1] == bytes([ANSWER]):
            plain = self.channel.read_answer(message)
            self._begin_talk()
            self._hear_record(plain)
        else:
            raise Refused('out-of-turn')

    def _hear_join(self, message):
        try:
            self.channel.read_join(message)
        except Refused:  # what exactly was wrong is not told
            self._end('wrong-code', by_peer=False)
            self.out.append(REFUSAL)
            return
        # h, with which th begins, has the answer in it, and that the account.
        body = self._account()
        plain = records.frame(*self.spoil(self, 'account', body))
        self.out.append(self.channel.answer(plain))
        self._begin_talk()
        self.talk.take(self.side, 'account', body)

    def _begin_talk(self):
        self.talk = Conversation(self.channel.h, {self.side: self.own_key})

    # What the other says (§6).

    def hear(self, message):
        """The messages that this one is answered with."""
        self.out = []
        try:
            if self.talk is None:
                self._handshake(message)
            else:
                self._hear_record(self._unseal(message))
            while self.talk and not self.ended and self._say_next():
                pass
        except Refused as refused:
            self._stop(refused.why, STOP_FOR.get(refused.why, 'protocol'))
        return self.out

    def _unseal(self, message):
        try:
            return self.channel.hear(message)
        except Refused:  # the relay's doing, or that of somebody at it
            raise Refused('protocol') from None

    def _stop(self, why, reason):
        self.refused = why
        self._end(reason, by_peer=False)
        if self.talk:
            self._send('stop', records.body_write(reason=reason))

    def _end(self, reason, by_peer):
        self.ended, self.by_peer = reason, by_peer

    def _hear_record(self, plain):
        name, body = records.unframe(plain)
        if name == 'stop':
            self._end(records.body_read(name, body)['reason'], by_peer=True)
            return
        members = records.body_read(name, body)
        if 'time' in members and abs(members['time'] - self.now) > CLOCK_MAX:
            raise Refused('clock')
        self.talk.take(OTHER[self.side], name, body)
        if name == 'account':
            self._hear_account(members)
        elif name == 'identify':
            self._judge(members)

    def _hear_account(self, theirs):
        if self.side == 'guest' and self.account['channel'] != 'phone':
            self.account['place'] = OTHER_PLACE[theirs['place']]
        if self.account['role'] == 'callee' and self.tail and \
                'tail' in theirs:
            if theirs['tail'] != self.tail:
                raise Refused('accounts')
            self.tails = 'same'

    def _judge(self, members):
        self.claims = members
        try:
            self.person = self.talk.judge(OTHER[self.side], self.anchors,
                                          self.now)
        except Refused as refused:
            if refused.why not in conversation.CANNOT_JUDGE:
                raise
            self.cannot_check = refused.why

    # What this side says, each in its turn.

    def _send(self, name, body):
        self.out.append(self.channel.say(records.frame(name, body)))

    def _say(self, name, body):
        """True. A record that is spoilt was meant well by the person."""
        self.talk.take(self.side, name, body)
        self._send(*self.spoil(self, name, body))
        return True

    def _say_next(self):
        """Say what is this side's to say; false where that is nothing."""
        turn, own = self.talk.turn, self.account['place']
        if turn == 'closing':
            return self._close()
        if turn == 'guest-account' and self.side == 'guest':
            return self._say('account', self._account())
        if turn == 'agree' and self.side == 'host':
            return self._say('agree', records.body_write(tails=self.tails))
        if turn == own:
            return self._present()
        if turn == OTHER_PLACE[own] + '-came':
            return self._say('delivered', b'{}')
        if turn == OTHER_PLACE[own] + '-shown':
            return self._say('shown', records.body_write(
                cannot_check=self.cannot_check))
        return False

    def _account(self):
        return records.body_write(
            **self.account, time=self.now,
            tail=self.tail if self.account['role'] == 'caller' else None,
            tails=self.tails if self.side == 'guest' else 'none')

    def _present(self):
        if self.shows is None:
            return self._say('decline', b'{}')
        return self._say('identify', sign_presentation(
            self.seed, self.side, self.talk,
            ('sd-jwt', '', self.shows, self.credential),
            {'time': self.now, **CLAIMS}))

    def _close(self):
        """§8. This side closes as soon as it may."""
        talk = self.talk
        if self.side not in talk.finish:
            wants = self.closes and self.person is not None and \
                len(talk.presented) == 2
            return self._say('finish', records.body_write(
                th=base64url(talk.th), receipt=wants))
        both_want = list(talk.finish.values()) == [True, True]
        if both_want and self.side not in talk.receipts:
            return self._say('receipt', sign_receipt(self.seed, self.side,
                                                     talk))
        if len(talk.receipts if both_want else talk.finish) == 2:
            self._end('finished', by_peer=False)
        return False
