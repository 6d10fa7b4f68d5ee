"""§5 th, §6 turns, §7, §8 and §9: what was said, and what follows from it.

A conversation is the same for whoever follows it: one of the two, or a
reader of a receipt. Each record is taken once, whoever says it.
"""

import binding
import records
from conventions import H, Refused, base64url, base64url_decode, json_object, \
    lv_cat
from primitives import ed25519_sign, ed25519_verify

SUITE = 'Noise_NNpsk0_25519_ChaChaPoly_BLAKE2b Ed25519'
CLOCK_MAX = 600
START_MAX = 120
CANNOT_JUDGE = '''
untrusted test-refused expired not-yet-valid revoked algorithm method
incomplete version
'''.split()
OTHER = {'host': 'guest', 'guest': 'host'}

# turn: who may say what, and the turn that follows. after_account() decides
# the one that is not written here.
TURNS = {
    'host-account': {('host', 'account'): 'guest-account'},
    'guest-account': {('guest', 'account'): None},
    'agree': {('host', 'agree'): 'first'},
    'first': {('first', 'identify'): 'first-came',
              ('first', 'decline'): 'closing'},
    'first-came': {('second', 'delivered'): 'first-shown'},
    'first-shown': {('second', 'shown'): 'second',
                    ('second', 'cannot-check'): 'closing'},
    'second': {('second', 'identify'): 'second-came',
               ('second', 'decline'): 'closing'},
    'second-came': {('first', 'delivered'): 'second-shown'},
    'second-shown': {('first', 'shown'): 'closing',
                     ('first', 'cannot-check'): 'closing'},
    'closing': {},
}


def compare_accounts(one, other):
    if one['channel'] != other['channel'] or \
            one['place'] == other['place'] or \
            one['role'] == other['role'] != 'none' or \
            abs(one.get('start', other.get('start', 0))
                - other.get('start', one.get('start', 0))) > START_MAX:
        raise Refused('accounts')


def presentation(side, account, th, hash_, members):
    return lv_cat('libp2pid/1 identify', SUITE, side, account['place'],
                  account['role'], th, hash_, members.get('audience', ''),
                  members.get('purpose', ''), str(members['time']))


def receipt_text(side, th):
    return lv_cat('libp2pid/1 receipt', SUITE, side, th)


class Conversation:
    """keys: the sides' identity keys, as far as they are known: of the two,
    each knows its own."""

    def __init__(self, h, keys=None):
        self.h = h
        self.th = H(lv_cat('libp2pid/1 th', h))
        self.ths = [self.th]
        self.turn = 'host-account'
        self.said = []  # side, name, body
        self.accounts = {}
        self.presented = {}  # side: identify's members
        self.keys = dict(keys or {})
        self.finish = {}
        self.receipts = {}

    def _place(self, side):
        return self.accounts[side]['place'] if side in self.accounts else side

    def _after_account(self):
        return 'first' if self.accounts['host']['place'] == 'first' \
            else 'agree'

    def _closing(self, side, name, members):
        """finish and receipt go into no th."""
        if name == 'finish' and side not in self.finish:
            if base64url_decode(members['th']) != self.th:
                raise Refused('mismatch')
            if members['receipt'] and len(self.presented) != 2:
                raise Refused('out-of-turn')
            self.finish[side] = members['receipt']
        elif name == 'receipt' and side not in self.receipts and \
                list(self.finish.values()) == [True, True]:
            signature = base64url_decode(members['signature'])
            if not ed25519_verify(self.keys[side], signature,
                                  receipt_text(side, self.th)):
                raise Refused('forged')
            self.receipts[side] = signature
        else:
            raise Refused('out-of-turn')

    def _verify(self, side, members):
        """The key and the signature, where there is a key to verify it
        with. The binding is judged by whom it concerns."""
        parts = self._parts(members)
        try:
            key = binding.proof_read(*parts[:3]).key()
        except Refused as refused:
            if refused.why not in CANNOT_JUDGE:
                raise
            self.presented[side] = members
            return
        text = presentation(side, self.accounts[side], self.th,
                            binding.binding_hash(*parts), members)
        if key == self.keys.get(OTHER[side]):
            raise Refused('reflected')
        if not ed25519_verify(key, base64url_decode(members['signature']),
                              text):
            raise Refused('forged')
        self.keys[side] = key
        self.presented[side] = members

    @staticmethod
    def _parts(members):
        return tuple(members.get(name, '') for name in binding.PARTS)

    def take(self, side, name, body):
        """Take what a side says, or refuse it and be as before."""
        members = records.body_read(name, body)
        if self.turn == 'closing':
            self._closing(side, name, members)
            return members
        said = 'cannot-check' if 'cannot-check' in members else name
        turns = TURNS[self.turn]
        if (side, said) not in turns and \
                (self._place(side), said) not in turns:
            raise Refused('out-of-turn')
        if name == 'account':
            if side == 'guest':
                compare_accounts(self.accounts['host'], members)
            self.accounts[side] = members
        if name == 'identify':
            self._verify(side, members)
        self.turn = turns.get((side, said)) or \
            turns.get((self._place(side), said)) or self._after_account()
        self.th = H(lv_cat('libp2pid/1 th+', self.th, side, name, body))
        self.ths.append(self.th)
        self.said.append((side, name, body))
        return members

    def judge(self, side, anchors, now):
        """What a side's binding says of its person."""
        parts = self._parts(self.presented[side])
        if side not in self.keys:
            binding.proof_read(*parts[:3]).key()  # says why there is none
        return binding.judge(*parts, anchors, now)

    def receipt(self):
        """The receipt's file."""
        return binding.compact({
            'p2pid': 'receipt', 'version': 1, 'suite': SUITE,
            'handshake': base64url(self.h),
            'records': [[side, name, base64url(body)]
                        for side, name, body in self.said],
            'signatures': {side: base64url(self.receipts[side])
                           for side in ('host', 'guest')},
        })


def sign_presentation(seed, side, conversation, parts, members):
    """An identify record's body. parts: binding.PARTS."""
    text = presentation(side, conversation.accounts[side], conversation.th,
                        binding.binding_hash(*parts), members)
    return records.body_write(
        method=parts[0], statement=parts[1] or None, evidence=parts[2],
        role=parts[3] or None, audience=members.get('audience'),
        purpose=members.get('purpose'), time=members['time'], signature=base64url(ed25519_sign(seed, text)))


def sign_receipt(seed, side, conversation):
    text = receipt_text(side, conversation.th)
    return records.body_write(signature=base64url(ed25519_sign(seed, text)))


def verify_receipt(data, anchors):
    """§9: the facts of both, from a receipt's bytes alone."""
    file = json_object(data)
    if file.get('p2pid') != 'receipt':
        raise Refused('format')
    if file.get('version') != 1 or file.get('suite') != SUITE:
        raise Refused('version')
    talk = Conversation(base64url_decode(file['handshake']))
    for side, name, body in file['records']:
        talk.take(side, name, base64url_decode(body))
    if talk.turn != 'closing' or len(talk.presented) != 2:
        raise Refused('out-of-turn')
    people = {side: talk.judge(side, anchors, members['time'])
              for side, members in talk.presented.items()}
    talk.finish = {'host': True, 'guest': True}
    for side, signature in file['signatures'].items():
        talk.take(side, 'receipt', records.body_write(signature=signature))
    return people
