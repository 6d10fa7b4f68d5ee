"""p2pid evidence check --fetch-status at an issuer's server of our own: who is
asked, when, and what becomes of answers that are no list."""

import http.server
import os
import signal
import ssl
import sys
import threading
import time

from issuer import REVOKED, SUSPENDED, VALID, DAY, Issuer
from program import Case, Person, main

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'fakes'))
import authority

TYPE = 'application/statuslist+jwt'
STATES = [VALID, REVOKED, SUSPENDED]


class Handler(http.server.BaseHTTPRequestHandler):

    def log_message(self, *arguments):
        """Nothing is said; the server has the log."""

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        if self.server.hangs.is_set():
            self.server.goes_on.wait(60)
        status, headers, body = self.server.answer
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Server(http.server.ThreadingHTTPServer):
    """HTTPS with one answer, which a test gives, for whoever asks."""

    daemon_threads = True

    def __init__(self, folder):
        super().__init__(('127.0.0.1', 0), Handler)
        ring, now = authority.Ring(), time.time()
        valid = (now - DAY, now + DAY)
        root = authority.issue_authority(
            [(authority.COMMON_NAME, 'Root')], ring.key('root'), None, valid)
        holder = authority.issue_server('Lists', ['127.0.0.1'],
                                        ring.key('server'), root, valid)
        self.root = os.path.join(folder, 'root.pem')
        for name, content in (('root.pem', root.pem),
                              ('server.pem', holder.pem),
                              ('server.key', holder.key_pem)):
            with open(os.path.join(folder, name), 'wb') as file:
                file.write(content)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(os.path.join(folder, 'server.pem'),
                                     os.path.join(folder, 'server.key'))
        self.address = 'https://127.0.0.1:%d/lists/1' % self.server_port
        self.asked = []
        self.answer = (404, {}, b'')
        self.hangs, self.goes_on = threading.Event(), threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def finish_request(self, request, client_address):
        request.settimeout(60)
        try:
            connection = self.context.wrap_socket(request, server_side=True)
        except OSError:  # who does not believe us goes away
            return
        with connection:
            Handler(connection, client_address, self)

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)

    def stop(self):
        self.goes_on.set()
        self.shutdown()
        self.server_close()


class Fetch(Case):

    def setUp(self):
        super().setUp()
        self.server = Server(self.folder)
        self.addCleanup(self.server.stop)
        self.person = Person(self.path('data'))
        self.issuer = Issuer()

    def give(self, body, status=200, **headers):
        """What the server answers from now on."""
        self.server.answer = (status, {'Content-Type': TYPE} | {
            name.replace('_', '-'): value for name, value in headers.items()},
            body if isinstance(body, bytes) else body.encode())

    def list(self, **changes):
        return self.issuer.status_list(self.server.address, STATES, **changes)

    def start(self, index, *more, credential=None, root=True):
        place = None if index is None else (self.server.address, index)
        with open(self.path('token'), 'w', encoding='ascii') as file:
            file.write(credential or self.issuer.credential(place))
        return self.person.start(
            'evidence', 'check', 'sd-jwt', self.path('token'), '--json',
            '--fetch-status',
            *(['--status-root', self.server.root] if root else []), *more)

    def check(self, status, index, *more, **options):
        """What is told of the credential at that place."""
        return self.ends(self.start(index, *more, **options),
                         status).event('evidence-checked')

    def fails(self, status, error, **options):
        """How a list that is not got is told."""
        result = self.ends(self.start(0, **options), status)
        self.assertEqual(result.names(), ['error'])
        self.assertEqual(result.event('error')['error'], error)
        self.assertEqual(result.event('error')['what'],
                         'the status list ' + self.server.address)

    def asked(self, times):
        self.assertEqual(len(self.server.asked), times)

    # --- what comes of it ---

    def test_the_issuer_is_asked_and_says(self):
        iat = int(time.time()) - 60
        self.give(self.list(iat=iat))
        event = self.check(0, VALID)
        self.assertEqual((event['status'], event['status-address']),
                         ('valid', self.server.address))
        self.assertEqual(event['revocation-checked-at'], iat)
        self.assertEqual(event['unchecked'], [])
        self.asked(1)
        path, headers = self.server.asked[0]
        self.assertEqual(path, '/lists/1')
        self.assertEqual(headers['Accept'], TYPE)
        # And it learns no more than that somebody asks.
        self.assertEqual(set(headers), {'Host', 'User-Agent', 'Accept'})
        self.assertEqual(headers['User-Agent'], 'p2pid')

    def test_what_does_not_hold(self):
        self.give(self.list())
        for index, word in ((REVOKED, 'revoked'), (SUSPENDED, 'suspended')):
            self.assertEqual(self.check(22, index)['status'], word)

    def test_a_list_that_says_nothing_today(self):
        self.give(self.list(exp=int(time.time())))
        event = self.check(0, REVOKED)
        self.assertEqual((event['status'], event['unchecked']),
                         ('outdated', ['revocation']))

    def test_a_list_that_is_not_the_issuers(self):
        stranger = Issuer(b'somebody with a list of their ow')
        self.give(stranger.status_list(self.server.address, STATES))
        event = self.check(18, VALID)
        self.assertEqual((event['status'], event['failed']),
                         ('bad-list', 'revocation'))
        self.give(self.list())
        self.assertEqual(self.check(10, 1000)['status'], 'bad-list')

    def test_a_bomb(self):
        self.give(self.list(data=bytes(1 << 26), bits=8))
        self.assertEqual(self.check(0, 5)['status'], 'valid')

    # --- when nobody is asked ---

    def test_nobody_is_asked_unless_one_says_so(self):
        self.give(self.list())
        with open(self.path('token'), 'w', encoding='ascii') as file:
            file.write(self.issuer.credential((self.server.address, REVOKED)))
        result = self.ends(self.person.start(
            'evidence', 'check', 'sd-jwt', self.path('token'), '--json'), 0)
        self.assertEqual(result.event('evidence-checked')['status'],
                         'no-list')
        self.asked(0)

    def test_who_sends_a_credential_cannot_say_where_to_ask(self):
        """Only an issuer that is believed can."""
        stranger = Issuer(b'somebody who wants to be asked..')
        place = (self.server.address, 0)
        good = self.issuer.credential(place)
        self.check(16, None, credential=stranger.credential(place))
        self.check(18, None, credential=good[:-9] + (
            'A' if good[-9] != 'A' else 'B') + good[-8:])
        self.check(20, None, credential=self.issuer.credential(
            place, exp=int(time.time()) - 1))
        self.asked(0)

    def test_a_good_list_at_hand_is_enough(self):
        self.give(self.list())
        with open(self.path('list'), 'w', encoding='ascii') as file:
            file.write(self.issuer.status_list(self.server.address,
                                               [VALID] * 3))
        event = self.check(0, REVOKED, '--status-list', self.path('list'))
        self.assertEqual(event['status'], 'valid')
        self.asked(0)

    def test_an_old_one_is_not(self):
        self.give(self.list())
        with open(self.path('list'), 'w', encoding='ascii') as file:
            file.write(self.issuer.status_list(
                self.server.address, [VALID] * 3, ttl=10,
                iat=int(time.time()) - 10))
        event = self.check(22, REVOKED, '--status-list', self.path('list'))
        self.assertEqual(event['status'], 'revoked')
        self.asked(1)

    def test_a_credential_that_names_no_list(self):
        self.assertNotIn('status', self.check(0, None))
        self.asked(0)

    # --- what is not taken ---

    def test_answers_that_are_no_list(self):
        good = self.list()
        for status, error, code, body, headers in (
                (66, 'not-found', 404, good, {}),
                (69, 'relay', 500, good, {}),
                (69, 'relay', 200, good, {'Content_Type': 'text/html'}),
                (69, 'relay', 301, good,
                 {'Location': self.server.address + '2'}),
                (65, 'format', 200, '', {}),
                (65, 'format', 200, 'a.b.c', {}),
                (65, 'format', 200, self.issuer.credential(), {}),
                (65, 'format', 200,
                 self.issuer.status_list('https://x.example', STATES), {}),
                (65, 'size', 200, bytes((1 << 20) + 1), {})):
            self.server.asked.clear()
            self.give(body, code, **headers)
            self.fails(status, error)
            self.asked(1)

    def test_a_server_that_is_not_believed(self):
        self.give(self.list())
        self.fails(69, 'tls', root=False)
        self.asked(0)

    def test_nobody_there(self):
        self.server.stop()
        self.fails(69, 'offline')

    def test_an_address_that_is_not_https(self):
        self.server.address = self.server.address.replace('https', 'http')
        self.fails(64, 'argument')
        self.asked(0)

    def test_a_root_that_is_none(self):
        result = self.ends(self.start(0, '--status-root', self.path('none')),
                           66)
        self.assertEqual(result.event('error')['what'], self.path('none'))
        with open(self.path('bad'), 'w', encoding='ascii') as file:
            file.write('not a certificate')
        self.ends(self.start(0, '--status-root', self.path('bad')), 64)
        self.asked(0)

    def test_Ctrl_C_ends_it(self):
        self.server.hangs.set()
        running = self.start(0)
        while not self.server.asked:
            time.sleep(0.02)
        running.interrupt()
        self.ends(running, -signal.SIGINT)


if __name__ == '__main__':
    main()
