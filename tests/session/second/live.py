"""Talks to the library, the other party being this implementation: as host
and as guest, by code and by invitation, to a receipt that both have the same
bytes of, and then with one thing wrong at a time.

    live.py LIVE-PEER
"""

import json
import secrets
import subprocess
import sys

import binding
import records
import words
from channel import CodeChannel, InvitationChannel
from conventions import base64url
from conversation import OTHER, verify_receipt
from party import CLAIMS, OTHER_PLACE, Party
from primitives import ed25519_public

NOW = 1795523696
ORIGIN = 'https://relay.example'
NAMEPLATE, DIGITS = '47', '11223'
SECRET = bytes(range(32))
OURS, THEIRS = 'Björn Åkesson', 'Anna Lindqvist'


class Peer:
    """The library's side, a process; tests/session/live-peer.c says what
    its lines are."""

    def __init__(self, program, *args):
        self.process = subprocess.Popen(
            [program, str(NOW), *args], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, encoding='utf-8')
        self.events = []

    def read(self):
        """The messages that it says, until it has said all."""
        messages = []
        for line in self.process.stdout:
            word, _, rest = line.rstrip('\n').partition(' ')
            if word == '.':
                return messages
            if word == 'message':
                messages.append(bytes.fromhex(rest))
            elif word == 'event':
                self.events.append(rest)
        sys.exit('the peer ended before its time')

    def hear(self, message):
        self.process.stdin.write(message.hex() + '\n')
        self.process.stdin.flush()
        return self.read()

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        if self.process.wait(60) != 0:
            sys.exit('the peer complains')


def evidence(seed, person=(('name', OURS),), **more):
    return binding.issue(ed25519_public(seed), person, NOW - 60, 86400,
                         secrets.token_bytes, **more)


class Contact:
    """This implementation on one side, the library on the other, carried to
    the end."""

    def __init__(self, program, side, by_code=True, place='first',
                 digits=DIGITS, secret=SECRET, tail='4711', peer_tail='4711',
                 shows=evidence, peer_shows='identify', peer_closes='receipt',
                 credential=lambda seed: '', message=lambda message: message,
                 **more):
        role, peer_role = ('caller', 'callee') if place == 'first' \
            else ('callee', 'caller')
        seed = secrets.token_bytes(32)
        if by_code:
            means = words.code_write(NAMEPLATE, DIGITS)
            channel = CodeChannel(ORIGIN, NAMEPLATE, digits)
        else:
            means = words.invitation_write(ORIGIN, SECRET)[0]
            channel = InvitationChannel(ORIGIN, secret)
        account = {'channel': 'phone' if by_code else 'online',
                   'role': role if by_code else 'none', 'place': place}
        self.peer = Peer(program, OTHER[side], means,
                         peer_role if by_code else OTHER_PLACE[place],
                         peer_tail, THEIRS, peer_shows, peer_closes)
        self.party = Party(side, channel, account, seed, NOW,
                           shows and shows(seed), tail=tail,
                           credential=credential(seed), **more)
        self.carry(message)
        self.peer.close()

    def carry(self, change):
        """Messages both ways, until neither has one. Who has ended hears no
        more."""
        to_party, to_peer = self.peer.read(), self.party.start()
        while to_party or to_peer:
            if to_peer:
                to_party += self.peer.hear(change(to_peer.pop(0)))
            else:
                said = to_party.pop(0)
                to_peer += [] if self.party.ended else self.party.hear(said)

    def event(self, kind):
        """What the peer told its person, without the word; None where it
        did not."""
        told = [event for event in self.peer.events
                if event.split()[0] == kind]
        return told[-1][len(kind) + 1:] if told else None


checks = 0


def same(got, wanted, what):
    global checks
    checks += 1
    if got != wanted:
        sys.exit('%s:\n  got    %r\n  wanted %r' % (what, got, wanted))


# Whole conversations.

def check_whole(program, side, by_code, place):
    contact = Contact(program, side, by_code, place)
    party = contact.party
    what = 'we are %s, %s, %s' % (side, place,
                                  'code' if by_code else 'invitation')
    same((party.ended, contact.peer.events[-1]), ('finished',) * 2, what)
    same(contact.event('agreed'), 'tails' if by_code else '', what)
    same(contact.event('identified'),
         '|'.join([OURS, CLAIMS['audience'], CLAIMS['purpose']]), what)
    same(party.person, {'name': THEIRS}, what)
    same((party.claims['audience'], party.claims['purpose']),
         (OURS, 'Offert om taket'), what)
    receipt = party.talk.receipt()
    same(bytes.fromhex(contact.event('receipt')), receipt, what)
    same(verify_receipt(receipt, party.anchors),
         {side: {'name': OURS}, OTHER[side]: {'name': THEIRS}}, what)


def check_without_receipt(program, side):
    """Ends that are good, and no receipt."""
    for what, options, told, word in (
            ('we decline', {'shows': None}, 'declined', ''),
            ('they decline', {'peer_shows': 'decline'}, 'identified', None),
            ('we want none', {'closes': False}, 'identified', None),
            ('they want none', {'peer_closes': 'finish'}, 'identified', None),
            ('their tail is not known', {'peer_tail': '-'}, 'agreed', ''),
            ('an issuer they do not trust', {'shows': by_stranger},
             'cannot-check', 'untrusted'),
            ('an identity that is over', {'shows': changed(exp=NOW)},
             'cannot-check', 'expired'),
            ('no name', {'shows': nameless}, 'cannot-check', 'incomplete'),
            ('a role by a firm they do not know',
             {'credential': by_unknown_firm, 'closes': False},
             'identified', '|'.join((OURS, CLAIMS['audience'],
                                     CLAIMS['purpose'])))):
        contact = Contact(program, side, **options)
        same((contact.party.ended, contact.peer.events[-1]),
             ('finished',) * 2, what)
        if word is not None:
            same(contact.event(told), word, what)
        if 'tail' not in what:
            same(contact.event('receipt'), None, what)


def by_stranger(seed):
    return evidence(seed, issuer=bytes(32))


def by_unknown_firm(seed):
    """A role credential, which says nothing against the person."""
    def turn_into_role(_, payload):
        payload.update(vct='urn:p2pid:role:1', organization='Firm')
        del payload['iss']
    return evidence(seed, (('role', 'Clerk'),), issuer=bytes(32),
                    change=turn_into_role)


def nameless(seed):
    return evidence(seed, person=())


def changed(**members):
    """Evidence whose payload has other members."""
    return lambda seed: evidence(
        seed, change=lambda header, payload: payload.update(members))


# One thing wrong at a time: what it is, and how the library ends.

def spoil(which, **members):
    """A record's members, changed on their way; a value may be a function
    of party and old value."""
    def change(party, name, body):
        if name != which:
            return name, body
        text, lines = records.split(name, body)
        said = {**json.loads(text), **lines}
        for member, value in members.items():
            said[member] = value(party, said.get(member)) \
                if callable(value) else value
        return name, records.body_write(**said)
    return {'spoil': change}


def rewritten(change):
    """The bytes of identify's body, changed on their way."""
    return {'spoil': lambda party, name, body:
            (name, change(body) if name == 'identify' else body)}


def instead(which, name, **members):
    """Another record in place of one."""
    return {'spoil': lambda party, said, body:
            (name, records.body_write(**members)) if said == which
            else (said, body)}


def flipped(_party, text):
    return ('B' if text[0] == 'A' else 'A') + text[1:]


def kind(number, change):
    """A change to each of our messages of that kind."""
    return {'message': lambda message: change(message)
            if message[0] == number else message}


def flip_last(message):
    return message[:-1] + bytes([message[-1] ^ 1])


def other_version(message):
    """The version in hello's or join's associated data."""
    return message.replace(b'host\x011', b'host\x012') \
        .replace(b'guest\x011', b'guest\x012')


WRONG_CODE = 'wrong-code protocol peer'
WRONG = [
    ('another code', {'digits': '11224'}, WRONG_CODE),
    ('another invitation', {'by_code': False, 'secret': bytes(32)},
     WRONG_CODE),
    ('a record that does not authenticate', kind(5, flip_last),
     'forged protocol self'),
    ('a kind that does not belong', kind(5, lambda m: b'\x04' + m[1:]),
     'out-of-turn protocol self'),
    ('a clock that is wrong', spoil('account', time=NOW - 601),
     'clock clock self'),
    ('another channel', spoil('account', channel='meeting', role='none'),
     'channels accounts self'),
    ('a caller who is second', spoil('account', place='second'),
     'format protocol self'),
    ('a member twice', {'spoil': lambda party, name, body:
                        (name, body[:-1] + b',"time":1}'
                         if name == 'account' else body)},
     'format protocol self'),
    ('a member that must be known',
     spoil('account', new=1, crit=['new']), 'version protocol self'),
    ('a stop', instead('account', 'stop', reason='not-me'),
     'stopped not-me peer'),
    ('an early presentation', instead('account', 'decline'),
     'out-of-turn protocol self'),
    ('a signature that is altered', spoil('identify', signature=flipped),
     'forged proof self'),
    ('another purpose than was signed', spoil('identify', purpose='Te'),
     'forged proof self'),
    ('evidence of somebody else',
     spoil('identify', evidence=evidence(bytes(32))), 'forged proof self'),
    ('a presentation of long ago', spoil('identify', time=NOW - 601),
     'clock clock self'),
    ('a text that misleads', spoil('identify', purpose='a\u202eb'),
     'text protocol self'),
    ('a name that misleads',
     {'shows': lambda seed: evidence(seed, (('name', 'a\u202eb'),))},
     'text protocol self'),
    ('evidence of another kind', {'shows': changed(vct='urn:other')},
     'mismatch proof self'),
    ('evidence that is none', spoil('identify', evidence='x'),
     'format protocol self'),
    ('no evidence', spoil('identify', evidence=None), 'format protocol self'),
    ('empty evidence', spoil('identify', evidence=''), 'format protocol self'),
    ('evidence of two lines', spoil('identify', evidence='e30\n.e30.~'),
     'format protocol self'),
    ('evidence with a line end', rewritten(lambda body: body + b'\n'),
     'format protocol self'),
    ('evidence in the JSON, too',
     rewritten(lambda body: b'{"evidence":"x",' + body[1:]),
     'format protocol self'),
    ('JSON of two lines', rewritten(lambda body: b'{\n' + body[1:]),
     'format protocol self'),
    ('a role that was not signed',
     spoil('identify', role=by_unknown_firm(bytes(range(32)))),
     'forged proof self'),
    ('a role that is none', {'credential': lambda seed: 'x'},
     'format protocol self'),
    ('a role that was taken away',
     {'credential': by_unknown_firm, **spoil('identify', role=None)},
     'forged proof self'),
    ('an error that there is not', spoil('shown', cannot_check='odd'),
     'format protocol self'),
    ('no error as one', spoil('shown', cannot_check='ok'),
     'format protocol self'),
    ('a finish with another th', spoil('finish', th=flipped),
     'mismatch proof self'),
    ('a receipt that may not be asked for',
     {'shows': None, **spoil('finish', receipt=True)},
     'out-of-turn protocol self'),
    ('a receipt before its time',
     instead('finish', 'receipt', signature='A' * 86),
     'out-of-turn protocol self'),
    ('a receipt with an altered signature',
     spoil('receipt', signature=flipped), 'forged proof self'),
]

# These can only be done from one side, or from one place.
WRONG_OF_HOST = [
    ('another version', kind(1, other_version), 'version protocol peer'),
    ('a dialled number that is not theirs', {'peer_tail': '4712'},
     'tails accounts self'),
]
WRONG_OF_GUEST = [
    ('another version', kind(2, other_version), 'version protocol peer'),
    ('the same place', {'by_code': False,
                        **spoil('account', place=lambda party, said:
                                OTHER_PLACE[said])},
     'places accounts self'),
    ('a join of another kind', kind(2, lambda m: b'\x03' + m[1:]),
     WRONG_CODE),
    ('a join that is cut', kind(2, lambda m: m[:-1]), WRONG_CODE),
]
WRONG_OF_SECOND = [
    ('their own evidence', {'place': 'second', **spoil(
        'identify', evidence=lambda party, said: party.claims['evidence'])},
     'reflected proof self'),
]


def check_wrong(program, side, what, options, ending):
    contact = Contact(program, side, **options)
    err, stop, by = ending.split()
    party = contact.party
    same(contact.peer.events[-1], 'stopped ' + ending,
         'we are %s: %s' % (side, what))
    if by == 'self' and party.ended != 'finished':
        same((party.ended, party.by_peer), (stop, True), what)
    # A host says the same to every guest that it does not take.
    if ending == WRONG_CODE or what == 'another version' and side == 'guest':
        same((party.ended, party.by_peer),
             ('wrong-code', side == 'guest'), what)


def check_unknown_method(program, side):
    """Is shown as such, and the signature not looked at."""
    contact = Contact(program, side, **spoil('identify', method='new'))
    same(contact.event('cannot-check'), 'method', 'unknown method')


def main(program):
    for side in 'host', 'guest':
        for by_code in True, False:
            for place in 'first', 'second':
                check_whole(program, side, by_code, place)
        check_without_receipt(program, side)
        check_unknown_method(program, side)
        wrong = WRONG + WRONG_OF_SECOND + (
            WRONG_OF_HOST if side == 'host' else WRONG_OF_GUEST)
        for what, options, ending in wrong:
            check_wrong(program, side, what, options, ending)
    print('%d checks hold' % checks)


if __name__ == '__main__':
    main(sys.argv[1])
