"""p2pid enrol at the fakes of BankID and Freja: the whole way, from the
command line by the operator's API to an identity in the store that another
person's program verifies; and Ctrl-C.

usage: operators.py P2PID RELAY BANKID-SERVER FREJA-SERVER"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'tools'))

from program import Case, Person, Relay, main

PARTY = ('cn=P2P ID Test,name=P2P ID Test,serialNumber=5560000167,'
         'o=Testbank A AB (publ),c=SE')


class Fake:
    """A fake operator that runs."""

    def __init__(self, program):
        self.folder = tempfile.mkdtemp(prefix='p2pid-operator-')
        self.process = subprocess.Popen(
            ['/usr/bin/python3', program, self.folder], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        said = self.process.stdout.readline()
        if not said.startswith('{'):
            print(said)
            shutil.rmtree(self.folder)
            sys.exit(self.process.wait() or 1)
        self.at = json.loads(said)
        self.config = os.path.join(self.folder, 'operator.json')
        with open(self.config, 'w', encoding='utf-8') as file:
            json.dump({'address': self.at['address'], 'certificate': 'rp.pem',
                       'key': 'rp-key.pem', 'tls-root': 'tls-root.pem',
                       'root': 'root.pem'}, file)

    def tell(self, path, **wish):
        with urllib.request.urlopen(self.at['control'] + path,
                                    json.dumps(wish).encode()) as answer:
            return json.loads(answer.read())

    def last(self):
        return self.tell('/orders')['orders'][-1]

    def fingerprint(self):
        printed = subprocess.run(
            ['openssl', 'x509', '-in', os.path.join(self.folder, 'root.pem'),
             '-noout', '-sha256', '-fingerprint'], text=True, check=True,
            stdout=subprocess.PIPE).stdout
        return printed.partition('=')[2].strip().replace(':', '').lower()

    def stop(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()
        shutil.rmtree(self.folder)


class Operators(Case):

    @classmethod
    def setUpClass(cls):
        cls.fakes = {'bankid': Fake(sys.argv[3]), 'freja': Fake(sys.argv[4])}
        cls.relay = Relay()

    @classmethod
    def tearDownClass(cls):
        for fake in cls.fakes.values():
            fake.stop()
        cls.relay.stop()

    def person(self, name):
        """Somebody who believes both operators."""
        person = Person(self.path(name), self.relay.origin)
        for eid, party in (('bankid', ('--party', PARTY)), ('freja', ())):
            self.ends(person.start(
                'anchors', 'add', self.fakes[eid].fingerprint(), '--method',
                eid, '--environment', 'test', '--name', 'Fake ' + eid,
                *party), 0)
        return person

    def start(self, person, eid, *more):
        return person.start('enrol', '--eid', eid, '--yes', '--json',
                            '--operator', self.fakes[eid].config, *more)

    def scan(self, eid, running):
        seen = self.fakes[eid].tell('/scan', text=running.event('qr')['text'])
        self.assertTrue(seen['right'])

    def enrol(self, eid, person, *more):
        running = self.start(person, eid, *more)
        self.scan(eid, running)
        time.sleep(0.1)
        self.assertTrue(self.fakes[eid].tell('/approve')['approved'])
        return self.ends(running, 0)

    def test_an_identity_by_either(self):
        for eid in ('bankid', 'freja'):
            person = self.person(eid)
            profile = self.enrol(eid, person).event('profile')
            self.assertEqual(profile['name'], 'Astrid Öberg')
            self.assertTrue(profile['test'])
            known = self.ends(person.start('whoami', '--json'), 0)
            self.assertEqual(known.event('profile')['method'], eid)

    def test_whom_it_names_is_known_to_others(self):
        anna, bo = self.person('anna'), self.person('bo')
        self.enrol('bankid', anna, '--for', '30m')
        call = anna.start('call', '--json', listening=True)
        answer = bo.start('answer', call.event('code')['code'], '--json',
                          listening=True)
        self.assertEqual(answer.event('identified')['name'], 'Astrid Öberg')
        answer.interrupt()
        answer.end()
        call.end()

    def test_the_keyboard_ends_an_order_at_the_operator(self):
        for eid, status in (('bankid', 'failed'), ('freja', 'RP_CANCELED')):
            person = self.person(eid)
            running = self.start(person, eid)
            self.scan(eid, running)
            running.interrupt()
            self.ends(running, 4)
            self.assertEqual(self.fakes[eid].last()['status'], status)
            self.ends(person.start('whoami'), 66)

    def test_a_refusal_is_told_in_the_operators_words(self):
        person = self.person('anna')
        running = self.start(person, 'bankid', '--language', 'sv')
        self.scan('bankid', running)
        self.fakes['bankid'].tell('/refuse')
        result = running.end()
        self.assertNotEqual(result.status, 0)
        self.assertIn('Du avbröt underskriften i BankID-appen.', result.out)

    def test_what_is_said_is_for_a_code_that_is_scanned(self):
        """The command line shows the link, and opens nothing."""
        running = self.start(self.person('anna'), 'bankid')
        self.assertEqual(running.event('hint')['hint'], 'RFA1')
        self.fakes['bankid'].tell('/hint', hintCode='started')
        self.assertEqual(running.event('hint')['hint'], 'RFA14A')
        self.fakes['bankid'].tell('/fail', hintCode='startFailed')
        self.assertEqual(running.event('failed')['hint'], 'RFA17B')
        running.end()

    def test_people_are_told_why_nothing_was_bound(self):
        person = self.person('anna')
        running = person.start('enrol', '--eid', 'bankid', '--yes',
                               '--language', 'en', '--operator',
                               self.fakes['bankid'].config)
        running.line('Open the BankID app')
        self.fakes['bankid'].tell('/refuse')
        result = self.ends(running, 4)
        self.assertEqual(result.out.splitlines()[-1],
                         'You cancelled the signing in the BankID app. '
                         'Nothing was bound.')


if __name__ == '__main__':
    main()
