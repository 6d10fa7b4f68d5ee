"""Whole contacts over the real relay, p2pid on one side and this
implementation on the other; and what the relay answers to those who do
otherwise.

    whole.py P2PID RELAY
"""

import os
import secrets
import sys
import time
import unittest

import binding
import words
from channel import CodeChannel, InvitationChannel
from conventions import Refused
from conversation import verify_receipt
from mailbox import Mailbox
from party import Party
from primitives import ed25519_public

# Behind this folder, which has a records.py of its own.
sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)),
                             '..', '..', 'tools'))

from program import Case, Person, Relay, main

OURS, THEIRS = 'Björn Åkesson', 'Anna Lindqvist'


class Whole(Case):

    def setUp(self):
        super().setUp()
        relay = Relay()
        self.addCleanup(relay.stop)
        self.origin = relay.origin
        self.box = Mailbox(self.origin)
        self.addCleanup(self.box.line.close)

    def anna(self):
        return Person(self.path('anna'), self.origin, THEIRS)

    def party(self, side, channel, medium):
        """This side: whoever is host is first."""
        place = 'first' if side == 'host' else 'second'
        role = {'host': 'caller', 'guest': 'callee'}[side] \
            if medium == 'phone' else 'none'
        seed, now = secrets.token_bytes(32), int(time.time())
        evidence = binding.issue(ed25519_public(seed), (('name', OURS),),
                                 now - 60, 86400, secrets.token_bytes)
        return Party(side, channel, {'channel': medium, 'role': role,
                                     'place': place}, seed, now, evidence)

    def carry(self, party):
        """To the end, as far as this side is concerned."""
        said = party.start()
        while True:
            for message in said:
                self.box.put(message)
            if party.ended:
                return
            said = party.hear(self.box.get())

    def check(self, anna, running, party):
        """Both have met, and hold the same receipt."""
        self.carry(party)
        result = self.ends(running, 0)
        self.assertEqual(party.ended, 'finished')
        self.assertEqual(result.event('identified')['name'], OURS)
        self.assertEqual(party.person, {'name': THEIRS})
        number = anna.run('history', '--json').event('contact')['id']
        file = self.path('receipt')
        self.ends(anna.run('receipt', 'export', str(number), file), 0)
        with open(file, 'rb') as theirs:
            self.assertEqual(theirs.read(), party.talk.receipt())
        verify_receipt(party.talk.receipt(), party.anchors)

    # --- contacts ---

    def test_they_call(self):
        anna = self.anna()
        call = anna.start('call', '--json', '--receipt')
        nameplate, digits = words.code_read(call.event('code')['code'])
        self.box.claim_code(nameplate)
        self.check(anna, call, self.party(
            'guest', CodeChannel(self.origin, nameplate, digits), 'phone'))

    def test_we_call(self):
        anna = self.anna()
        nameplate, digits = self.box.open_code(), '09753'
        answer = anna.start('answer', words.code_write(nameplate, digits),
                            '--json', '--receipt', '--show-me')
        self.check(anna, answer, self.party(
            'host', CodeChannel(self.origin, nameplate, digits), 'phone'))

    def test_they_invite(self):
        anna = self.anna()
        meet = anna.start('meet', '--json', '--receipt')
        origin, secret = words.invitation_read(
            meet.event('invitation')['link'])
        channel = InvitationChannel(origin, secret)
        self.box.use('g', channel.mailbox)
        self.check(anna, meet, self.party('guest', channel, 'meeting'))

    def test_we_invite(self):
        anna, secret = self.anna(), secrets.token_bytes(32)
        channel = InvitationChannel(self.origin, secret)
        self.box.use('h', channel.mailbox)
        join = anna.start('join', words.invitation_write(self.origin,
                                                         secret)[0],
                          '--json', '--receipt', '--show-me')
        self.check(anna, join, self.party('host', channel, 'meeting'))

    # --- answers ---

    def refused(self, word, call, *arguments):
        with self.assertRaises(Refused) as caught:
            call(*arguments)
        self.assertEqual(caught.exception.why, word)

    def third(self, side):
        """Somebody else who knows the name."""
        box = Mailbox(self.origin)
        self.addCleanup(box.line.close)
        box.use(side, self.box.name)
        return box

    def test_codes(self):
        nameplate = self.box.open_code()
        guest, late = Mailbox(self.origin), Mailbox(self.origin)
        guest.claim_code(nameplate)
        self.refused('used', late.claim_code, nameplate)
        self.refused('unknown', late.claim_code, '900000')
        self.box.put(b'hello')
        self.assertEqual(guest.get(), b'hello')
        guest.delete()
        self.refused('closed', self.box.get)
        self.box.delete()
        for box in guest, late:
            box.line.close()

    def test_slots(self):
        self.box.use('h', secrets.token_hex(16))
        self.box.put(b'm' * 32768)
        self.box.sent = 0
        self.box.put(b'm' * 32768)
        self.box.sent = 0
        self.refused('slot', self.box.put, b'other')
        self.box.sent = 1
        self.refused('size', self.box.put, b'n')  # nobody is there to read
        self.box.token = None
        self.refused('token', self.box.get)
        self.box.use('h', secrets.token_hex(16))
        self.box.heard = 1
        self.refused('gone', self.box.get)

    def test_crowded(self):
        self.box.use('h', secrets.token_hex(16))
        guest = self.third('g')
        self.box.put(b'hello')
        self.assertEqual(guest.get(), b'hello')
        for side in 'h', 'g':
            self.refused('crowded', self.third(side).put, b'x')
        self.refused('crowded', guest.put, b'answer')
        self.refused('crowded', self.box.get)


if __name__ == '__main__':
    main()
