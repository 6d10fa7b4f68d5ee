"""The gateway of p2pid-relay, at the fakes of BankID and Freja: the whole way
from the command line to a contact, what cannot be signed through it, and what
becomes of gateways that lie or die.

usage: gateway.py P2PID RELAY BANKID-SERVER FREJA-SERVER"""

import base64
import http.server
import json
import os
import re
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

from operators import PARTY, Fake

from program import (RELAY, Case, Person, Relay, Terminal, environment,
                     main)

KEY = '5a' * 32


def request(origin, method, path, body=None, **headers):
    """Status and JSON of the answer."""
    ask = urllib.request.Request(
        origin + path, body if body is None or isinstance(body, bytes)
        else json.dumps(body).encode(), method=method,
        headers={'Content-Type': 'application/json'} | headers)
    try:
        with urllib.request.urlopen(ask, timeout=30) as answer:
            text = answer.read()
            return answer.status, json.loads(text) if text else None
    except urllib.error.HTTPError as error:
        text = error.read()
        return error.code, json.loads(text) if text else None


def statement(lifetime=1800, program='P2P ID', begin=0, key=b'\x11' * 32):
    """PROTOCOL.md §11, "Statements", written anew."""
    now = int(time.time()) + begin
    fields = [b'libp2pid/1 statement', program.encode(), b'sv', key,
              b'%d' % now, b'%d' % (now + lifetime), os.urandom(16)]
    return b''.join(bytes([len(each)]) + each for each in fields)


def base64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip('=')


def wish(method='bankid', data=None, **more):
    return {'method': method,
            'statement': base64url(data or statement())} | more


class Liar(http.server.ThreadingHTTPServer):
    """Hands everything on to a gateway, and remembers what completed; once it
    lies it gives that to whoever asks."""

    daemon_threads = True

    def __init__(self, origin):
        super().__init__(('127.0.0.1', 0), Handler)
        self.behind, self.lies, self.remembered = origin, False, None
        self.origin = 'http://127.0.0.1:%d' % self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Handler(http.server.BaseHTTPRequestHandler):

    def log_message(self, *_):
        pass

    def hand_on(self):
        size = int(self.headers.get('Content-Length', 0))
        body = self.rfile.read(size) if size else None
        if self.server.lies and self.command == 'POST':
            answer = 201, {'order': 'A' * 43, 'lifetime': 60}
        elif self.server.lies:
            answer = 200, self.server.remembered
        else:
            answer = request(self.server.behind, self.command, self.path, body)
            if (answer[1] or {}).get('status') == 'complete':
                self.server.remembered = answer[1]
        text = json.dumps(answer[1]).encode() if answer[1] else b''
        self.send_response(answer[0])
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = do_DELETE = hand_on


class World(Case):
    """Fakes, and a gateway to them."""

    config = {'orders-per-address': 20}

    @classmethod
    def setUpClass(cls):
        cls.fakes = {'bankid': Fake(sys.argv[3]), 'freja': Fake(sys.argv[4])}
        cls.bankid = cls.fakes['bankid']
        folder = cls.bankid.folder
        with open(os.path.join(folder, 'anchors.json'), 'w',
                  encoding='utf-8') as file:
            json.dump({'anchors': [
                {'method': 'bankid', 'environment': 'test', 'name': 'Fake',
                 'fingerprint': cls.bankid.fingerprint(),
                 'parties': [PARTY]}]}, file)
        cls.write_key(folder)
        cls.config_path = os.path.join(folder, 'gateway.json')
        cls.write_config()
        cls.relay = Relay('--gateway', cls.config_path, '--behind-proxy')
        cls.origin = cls.relay.origin

    @classmethod
    def write_key(cls, folder, mode=0o600):
        path = os.path.join(folder, 'issuer.key')
        with open(path, 'w', encoding='utf-8') as file:
            file.write(KEY + '\n')
        os.chmod(path, mode)

    @classmethod
    def write_config(cls, **changes):
        with open(cls.config_path, 'w', encoding='utf-8') as file:
            json.dump({
                'methods': {
                    'bankid': {'operator': 'operator.json', 'longest': 1800},
                    'freja': {'operator': cls.fakes['freja'].config}},
                'credential': {'key': 'issuer.key', 'test': True,
                               'iss': 'https://gateway.example',
                               'anchors': 'anchors.json'},
                **cls.config, **changes}, file)

    @classmethod
    def tearDownClass(cls):
        cls.relay.stop()
        for fake in cls.fakes.values():
            fake.stop()

    def person(self, name):
        person = Person(self.path(name), self.origin)
        for eid, party in (('bankid', ('--party', PARTY)), ('freja', ())):
            self.ends(person.start(
                'anchors', 'add', self.fakes[eid].fingerprint(), '--method',
                eid, '--environment', 'test', '--name', 'Fake ' + eid,
                *party), 0)
        return person

    def start(self, person, *more, eid='bankid', gateway=None):
        return person.start('enrol', '--eid', eid, '--yes', '--json',
                            '--gateway', gateway or self.origin, *more)

    def scan(self, running, eid='bankid'):
        self.assertTrue(self.fakes[eid].tell(
            '/scan', text=running.event('qr')['text'])['right'])

    def enrol(self, person, *more, eid='bankid', who='astrid', gateway=None):
        running = self.start(person, *more, eid=eid, gateway=gateway)
        self.scan(running, eid)
        self.fakes[eid].tell('/approve', person=who)
        return self.ends(running, 0)

    def visible(self):
        """What the person of the last order reads."""
        return base64.b64decode(
            self.orders()[-1]['request']['userVisibleData']).decode()

    def orders(self):
        return self.bankid.tell('/orders')['orders']


class Way(World):

    def test_an_identity_that_a_contact_shows(self):
        anna, bo = self.person('anna'), self.person('bo')
        result = self.enrol(anna)
        profile = result.event('profile')
        self.assertEqual((profile['name'], profile['method']),
                         ('Astrid Öberg', 'bankid'))
        self.assertEqual(profile['word'], 'signed')
        # The person read exactly what this computer had announced.
        self.assertEqual(self.visible(),
                         result.event('statement')['text'])
        call = anna.start('call', '--json', listening=True)
        answer = bo.start('answer', call.event('code')['code'], '--json',
                          listening=True)
        self.assertEqual(answer.event('identified')['name'], 'Astrid Öberg')
        answer.interrupt()
        answer.end()
        call.end()

    def test_freja_comes_the_same_way(self):
        profile = self.enrol(self.person('anna'), eid='freja').event('profile')
        self.assertEqual((profile['name'], profile['method']),
                         ('Astrid Öberg', 'freja'))
        self.assertEqual(profile['word'], 'vouched')

    def test_a_credential_withholds_the_personal_number(self):
        anna, bo = self.person('anna'), self.person('bo')
        self.ends(anna.start('enrol', '--eid', 'bankid', '--yes', '--gateway',
                             self.origin, '--credential', '--for', '31m'), 64)
        # Nobody believes the gateway yet: nothing is bound.
        running = self.start(anna, '--credential')
        self.scan(running)
        self.bankid.tell('/approve')
        self.assertEqual(running.end().status, 2)
        self.ends(anna.start('whoami'), 66)
        for each in (anna, bo):
            self.ends(each.start('anchors', 'add', self.thumbprint(), '--name',
                                 'The gateway', '--environment', 'test'), 0)
        profile = self.enrol(anna, '--credential').event('profile')
        self.assertEqual(profile['method'], 'sd-jwt')
        self.assertIn('personal-number', profile['facts'])
        self.assertLessEqual(profile['valid-until'] - time.time(), 1800)
        call = anna.start('call', '--json', listening=True)
        answer = bo.start('answer', call.event('code')['code'], '--json',
                          listening=True)
        other = answer.event('identified')
        self.assertEqual((other['name'], other['issuer']),
                         ('Astrid Öberg', 'The gateway'))
        self.assertNotIn('personal-number', other)
        answer.interrupt()
        answer.end()
        call.end()

    def thumbprint(self):
        """RFC 7638 of the issuer's key, by OpenSSL and hand."""
        der = bytes.fromhex('302e020100300506032b657004220420' + KEY)
        public = subprocess.run(
            ['openssl', 'pkey', '-inform', 'DER', '-pubout', '-outform',
             'DER'], input=der, check=True, stdout=subprocess.PIPE).stdout
        text = '{"crv":"Ed25519","kty":"OKP","x":"%s"}' % base64url(
            public[-32:])
        return subprocess.run(['openssl', 'dgst', '-sha256', '-r'],
                              input=text.encode(), check=True,
                              stdout=subprocess.PIPE).stdout[:64].decode()

    def test_the_keyboard_ends_the_order_at_the_operator(self):
        running = self.start(self.person('anna'))
        self.scan(running)
        running.interrupt()
        self.ends(running, 4)
        end = time.monotonic() + 20
        while self.orders()[-1]['status'] != 'failed':
            self.assertLess(time.monotonic(), end)
            time.sleep(0.2)

    def test_a_refusal_is_told_in_the_operators_words(self):
        running = self.start(self.person('anna'), '--language', 'sv')
        self.scan(running)
        self.bankid.tell('/refuse')
        result = self.ends(running, 4)
        self.assertIn('Du avbröt underskriften i BankID-appen.', result.out)

    def test_the_gateway_says_its_longest_time(self):
        before = len(self.orders())
        result = self.ends(self.start(self.person('anna'), '--for', '31m'), 64)
        failed = result.event('failed')
        self.assertEqual((failed['hint'], failed['sentence']), (
            'lifetime',
            'The gateway allows at most 30 minutes. Choose a shorter time.'))
        self.assertEqual(len(self.orders()), before)


class Screen(World):
    """On a terminal of a person's own."""

    def type_at(self, person):
        screen = Terminal(
            person.arguments(('enrol', '--eid', 'bankid', '--language', 'en',
                              '--gateway', self.origin)),
            person.env | {'TERM': 'xterm'})
        screen.wait('This will be bound')
        screen.wait('I bind the key below')
        screen.wait(r'Ask your eID to sign this\? \[y/N\] ')
        return screen

    def test_nothing_is_asked_before_the_person_says_so(self):
        before = len(self.orders())
        for answer, status in (('n\r', 4), ('\r', 4), ('yes please\r', 4),
                               ('\x03', 4)):
            screen = self.type_at(self.person('anna'))
            screen.type(answer)
            screen.wait('Nothing was bound')
            self.assertEqual(screen.end(), status)
        self.assertEqual(len(self.orders()), before)

    def test_codes_are_drawn_over_one_another(self):
        screen = self.type_at(self.person('anna'))
        screen.type('y\r')
        # The first are followed by what is told at the beginning.
        for _ in range(4):
            screen.wait('Scan this with the app of your eID')
        # So many lines up, everything below taken away, and drawn anew.
        lines = int(screen.wait(r'\x1b\[(\d+)A\x1b\[J')[1])
        picture = screen.wait(r'(?s)(.*?)Scan this with the app')[1]
        self.assertEqual(picture.count('\n') + 1, lines)
        self.assertIn('▀', picture)
        screen.type('\x03')
        screen.wait('You cancelled. Nothing was bound.')
        self.assertEqual(screen.end(), 4)

    def test_somebody_enrols(self):
        screen = self.type_at(self.person('anna'))
        screen.type('y\r')
        link = screen.wait(r'and nowhere else:\s+(bankid:\S+)')[1]
        self.bankid.tell('/start', link=link)
        self.bankid.tell('/approve')
        screen.wait('It is done, and was checked here')
        screen.wait('You are Astrid Öberg')
        screen.wait('signed with their own key, certified by Fake bankid')
        self.assertEqual(screen.end(), 0)


class Attacks(World):
    """Requests by hand: nothing but a statement comes to be signed."""

    def order(self, status, body, **headers):
        answer = request(self.origin, 'POST', '/v1/sign', body, **headers)
        self.assertEqual(answer[0], status, (body, answer))
        return answer[1]

    def test_no_other_text_is_ever_ordered(self):
        before = len(self.orders())
        data = statement()
        for status, body in (
                (400, {}), (400, []), (400, b''), (400, b'{'),
                (400, b'\xff' * 100), (400, {'text': 'Pay 1000 kr'}),
                (400, wish(text='Pay 1000 kr')),
                (400, wish(userVisibleData='UGF5')),
                (400, wish(endUserIp='1.2.3.4')),
                (400, wish(requirement={'personalNumber': '198402291234'})),
                (400, wish(statement='Pay 1000 kr')),
                (400, wish(statement=base64url(b'Pay 1000 kr'))),
                (400, wish(data=data[:-1])), (400, wish(data=data + b'x')),
                (400, wish(data=data.replace(b'sv', b'xx'))),
                (400, wish(data=statement(program='P2P ID\nPay 1000 kr'))),
                (400, wish(data=statement(program='\u202eDI P2P'))),
                (403, wish(data=statement(program='Pay 1000 kr'))),
                (403, wish(data=statement(program='P2P ID.'))),
                (403, wish(data=statement(lifetime=1801))),
                (403, wish(data=statement(begin=-400))),
                (403, wish(data=statement(begin=400))),
                (403, wish(method='card')), (403, wish(method='sd-jwt')),
                (400, wish(credential={'name': 'Somebody Else'})),
                (400, b'{"method":"bankid","statement":"%s","statement":"%s"}'
                 % (base64url(data).encode(), base64url(data).encode())),
                (400, b' ' * 2000), (413, b' ' * 33000)):
            self.order(status, body)
        self.assertEqual(len(self.orders()), before)

    def test_pages_in_a_browser_cannot_ask(self):
        before = len(self.orders())
        self.order(415, wish(), **{'Content-Type': 'text/plain'})
        self.order(403, wish(), **{'Sec-Fetch-Mode': 'navigate'})
        self.assertEqual(len(self.orders()), before)

    def test_what_is_asked_is_what_is_read(self):
        before = len(self.orders())
        name = self.order(201, wish())['order']
        path = '/v1/sign/' + name
        self.await_orders(before + 1)
        self.assertIn('Jag knyter nyckeln nedan', self.visible())
        self.assertIn('1111', self.visible())
        self.assertEqual(request(self.origin, 'DELETE', path)[0], 204)

    def await_orders(self, count):
        end = time.monotonic() + 20
        while len(self.orders()) < count:
            self.assertLess(time.monotonic(), end)
            time.sleep(0.1)

    def test_the_operator_is_told_where_the_person_is(self):
        for given, told in (('203.0.113.9', '203.0.113.9'),
                            ('::ffff:203.0.113.9', '203.0.113.9'),
                            ('2001:DB8:0::7', '2001:db8::7')):
            before = len(self.orders())
            name = self.order(201, wish(), **{
                'X-Forwarded-For': '1.2.3.4, ' + given})['order']
            self.await_orders(before + 1)
            self.assertEqual(self.orders()[-1]['request']['endUserIp'], told)
            request(self.origin, 'DELETE', '/v1/sign/' + name)

    def test_evidence_is_told_once_and_forgotten(self):
        before = len(self.orders())
        path = '/v1/sign/' + self.order(201, wish())['order']
        self.await_orders(before + 1)
        self.bankid.tell('/start', link=self.open_link(path))
        self.bankid.tell('/approve')
        end = time.monotonic() + 20
        while True:
            status, state = request(self.origin, 'GET', path)
            self.assertEqual(status, 200)
            if state['status'] != 'pending':
                break
            self.assertLess(time.monotonic(), end)
            time.sleep(0.2)
        self.assertEqual((state['status'], state['method']),
                         ('complete', 'bankid'))
        for method in ('GET', 'DELETE', 'GET'):
            self.assertEqual(request(self.origin, method, path)[0], 404)

    def test_of_many_who_look_at_once_one_is_told(self):
        before = len(self.orders())
        path = '/v1/sign/' + self.order(201, wish())['order']
        self.await_orders(before + 1)
        self.bankid.tell('/start', link=self.open_link(path))
        self.bankid.tell('/approve')
        told = []

        def look():
            end = time.monotonic() + 20
            while time.monotonic() < end:
                status, state = request(self.origin, 'GET', path)
                if status == 404:
                    return
                if state['status'] != 'pending':
                    told.append(state['status'])
                time.sleep(0.05)

        threads = [threading.Thread(target=look) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(told, ['complete'])

    def test_what_brought_the_order_to_an_app_is_told_no_more(self):
        before = len(self.orders())
        path = '/v1/sign/' + self.order(201, wish())['order']
        self.await_orders(before + 1)
        self.bankid.tell('/start', link=self.open_link(path))
        state = self.await_state(
            path, lambda state: state.get('hint') == 'RFA9')
        self.assertEqual(set(state), {'status', 'hint'})
        request(self.origin, 'DELETE', path)

    def await_state(self, path, is_wanted):
        end = time.monotonic() + 20
        while time.monotonic() < end:
            state = request(self.origin, 'GET', path)[1]
            if is_wanted(state):
                return state
            time.sleep(0.2)
        raise AssertionError('the order stays as it is')

    def open_link(self, path):
        return self.await_state(path, lambda state: 'open' in state)['open']

    def test_names_of_orders_are_not_guessed(self):
        before = len(self.orders())
        name = self.order(201, wish())['order']
        # Not on its way any more when the next test counts orders.
        self.await_orders(before + 1)
        self.assertRegex(name, r'^[\w-]{43}$')
        for other in ('', 'A' * 43, name[:-1], name + 'A', name[::-1],
                      name + '/', '../sign/' + name, name + '?x'):
            self.assertIn(request(self.origin, 'GET',
                                  '/v1/sign/' + other)[0], (404, 405))
        for method in ('PUT', 'POST', 'PATCH'):
            self.assertEqual(request(self.origin, method, '/v1/sign/' + name,
                                     {})[0], 405)
        self.assertEqual(request(self.origin, 'GET', '/v1/sign')[0], 405)
        self.assertEqual(request(self.origin, 'GET', '/v1/signs')[0], 404)
        request(self.origin, 'DELETE', '/v1/sign/' + name)

    def test_the_relay_alone_is_no_gateway(self):
        plain = Relay()
        self.addCleanup(plain.stop)
        self.assertEqual(request(plain.origin, 'POST', '/v1/sign',
                                 wish())[0], 404)
        self.ends(self.start(self.person('anna'), gateway=plain.origin), 2)


class Hanging(World):
    """By itself: orders that hung come late."""

    def test_an_operator_that_hangs_holds_no_mailbox_up(self):
        self.bankid.tell('/lie', lies=[{'path': 'sign', 'hang': 5,
                                        'times': 3}])
        names = [request(self.origin, 'POST', '/v1/sign', wish())[1]['order']
                 for _ in range(3)]
        begun = time.monotonic()
        for _ in range(20):
            self.assertEqual(request(self.origin, 'POST', '/v1/code')[0], 201)
        self.assertLess(time.monotonic() - begun, 4)
        for name in names:
            request(self.origin, 'DELETE', '/v1/sign/' + name)


class Bounds(World):
    """A gateway with little room, begun and ended by each test."""

    config = {'orders': 3, 'orders-per-address': 2}

    def order(self, address='203.0.113.1'):
        return request(self.origin, 'POST', '/v1/sign', wish(),
                       **{'X-Forwarded-For': address})

    def test_orders_are_bounded_by_address_and_in_all(self):
        first = self.order()
        self.assertEqual([first[0], self.order()[0], self.order()[0]],
                         [201, 201, 503])
        self.assertEqual(self.order('203.0.113.2')[0], 201)
        self.assertEqual(self.order('203.0.113.3'), (503, {'error': 'full'}))
        request(self.origin, 'DELETE', '/v1/sign/' + first[1]['order'])
        end = time.monotonic() + 20
        while self.order('203.0.113.4')[0] != 201:
            self.assertLess(time.monotonic(), end)
            time.sleep(0.3)

    def test_a_home_with_ipv6_is_one_address(self):
        other = Relay('--gateway', self.config_path, '--behind-proxy')
        self.addCleanup(other.stop)
        answers = [request(other.origin, 'POST', '/v1/sign', wish(),
                           **{'X-Forwarded-For': address})[0]
                   for address in ('2001:db8:7::1', '2001:db8:7::2',
                                   '2001:db8:7:0:ffff::3', '2001:db8:7:1::1')]
        self.assertEqual(answers, [201, 201, 503, 201])

    def test_the_rate_of_an_address_is_bounded(self):
        slow = subprocess.Popen(
            [RELAY, '--listen', '127.0.0.1:0', '--new-rate', '4', '--gateway',
             self.config_path], stdout=subprocess.PIPE, text=True,
            env=environment())
        origin = re.search(r'http://\S+', slow.stdout.readline())[0]
        answers = [request(origin, 'POST', '/v1/sign', {})[0]
                   for _ in range(6)]
        self.assertEqual(answers, [400] * 4 + [429] * 2)
        slow.terminate()
        slow.communicate(timeout=30)

    def test_orders_end_with_the_gateway_and_nothing_is_written(self):
        other = Relay('--gateway', self.config_path)
        before = len(self.orders())
        self.assertEqual(request(other.origin, 'POST', '/v1/sign',
                                 wish())[0], 201)
        end = time.monotonic() + 20
        while len(self.orders()) == before:
            self.assertLess(time.monotonic(), end)
            time.sleep(0.1)
        other.process.terminate()
        said = other.process.communicate(timeout=30)[0]
        self.assertEqual(said, '')  # but the line that was read
        self.assertEqual(other.process.returncode, 0)
        self.assertEqual(self.orders()[-1]['status'], 'failed')

    def refuses(self, words, **changes):
        self.write_config(**changes)
        result = subprocess.run(
            [RELAY, '--listen', '127.0.0.1:0', '--gateway', self.config_path],
            capture_output=True, text=True, timeout=30, env=environment())
        self.write_config()
        self.assertEqual((result.returncode, result.stdout), (1, ''))
        self.assertIn(words, result.stderr)
        self.assertNotIn(KEY[:16], result.stderr)

    def says(self, **changes):
        """What it writes about itself as it starts."""
        self.write_config(**changes)
        relay = subprocess.Popen(
            [RELAY, '--listen', '127.0.0.1:0', '--gateway', self.config_path],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=environment())
        self.assertIn('listening on', relay.stdout.readline())
        self.write_config()
        relay.terminate()
        return relay.communicate(timeout=30)[1]

    def test_who_runs_it_for_test_identities_is_warned(self):
        credential = {'key': 'issuer.key', 'iss': 'https://gateway.example',
                      'anchors': 'anchors.json'}
        warned = self.says(credential=credential | {'test': True})
        self.assertRegex(warned, '^p2pid-relay: credentials are of TEST '
                         'identities alone; .* the environment "test" and no '
                         'other\n$')
        for test in ({}, {'test': False}):
            self.assertEqual(self.says(credential=credential | test), '')

    def test_what_is_no_configuration(self):
        good = {'operator': 'operator.json'}
        self.refuses('methods', methods={})
        self.refuses('methods', methods={'bankid': good, 'card': good})
        self.refuses('operator', methods={'bankid': {'operator': 'none'}})
        self.refuses('methods', methods={'bankid': good | {'longest': 0}})
        self.refuses('orders', orders=201)
        self.refuses('programs', programs=[])
        self.refuses('programs', programs='P2P ID')
        self.refuses('credential', credential={'key': 'issuer.key'})

    def test_a_slip_of_the_pen_leaves_no_limit_out(self):
        method = {'operator': 'operator.json', 'longset': 60}
        credential = {'key': 'issuer.key', 'iss': 'https://gateway.example',
                      'anchors': 'anchors.json'}
        self.refuses("the gateway's file", **{'orders-per-adress': 1})
        self.refuses('methods', methods={'bankid': method})
        self.refuses('credential', credential=credential | {'tset': True})
        self.refuses('credential', credential=credential | {'test': 'true'})

    def test_keys_that_others_can_read_are_refused(self):
        self.write_key(self.bankid.folder, 0o640)
        self.refuses('chmod 600')
        self.write_key(self.bankid.folder)
        key = os.path.join(self.bankid.folder, 'rp-key.pem')
        os.chmod(key, 0o644)
        self.refuses('chmod 600')
        os.chmod(key, 0o600)


class Lies(World):

    def test_evidence_of_somebody_or_something_else_is_found_out(self):
        liar = Liar(self.origin)
        self.addCleanup(liar.server_close)
        self.addCleanup(liar.shutdown)
        anna, bo = self.person('anna'), self.person('bo')
        self.enrol(anna, gateway=liar.origin)
        liar.lies = True
        # Somebody else's; and one's own, of an earlier order: another
        # statement, another key.
        for person, more in ((bo, ()), (anna, ('--replace',))):
            before = self.key_of(person)
            result = self.ends(self.start(person, *more,
                                          gateway=liar.origin), 3)
            self.assertEqual(result.event('failed')['error'], 'mismatch')
            self.assertNotIn('profile', result.names())
            self.assertEqual(self.key_of(person), before)

    def key_of(self, person):
        events = person.run('whoami', '--json').events
        return events[0].get('key')

    def test_evidence_that_was_altered_is_found_out(self):
        liar = Liar(self.origin)
        self.addCleanup(liar.server_close)
        self.addCleanup(liar.shutdown)
        liar.lies = True
        for evidence, statuses in (('nonsense', (65,)), ('', (65,)),
                                   ('{}', (65,))):
            liar.remembered = {'status': 'complete', 'method': 'bankid',
                               'evidence': evidence}
            result = self.start(self.person('bo'), gateway=liar.origin).end()
            self.assertIn(result.status, statuses)
        liar.remembered = {'status': 'complete', 'method': 'sd-jwt',
                           'evidence': 'a.b.c~'}
        self.ends(self.start(self.person('bo'), gateway=liar.origin), 69)

    def test_a_gateway_that_dies_is_told(self):
        mortal = Relay('--gateway', self.config_path)
        running = self.start(self.person('anna'), gateway=mortal.origin)
        self.scan(running)
        mortal.process.kill()
        mortal.process.communicate()
        result = self.ends(running, 69)
        failed = result.event('failed')
        self.assertEqual(failed['error'], 'offline')
        # What was said last is not the reason.
        self.assertNotIn('sentence', failed)


if __name__ == '__main__':
    main()
