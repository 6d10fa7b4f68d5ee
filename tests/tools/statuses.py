"""Status lists: what p2pid evidence check says of a credential by one, what is
no list, and what whoever is called sees of a role by one."""

import os
import time

from issuer import OWN, REVOKED, SUSPENDED, VALID, DAY, Issuer
from program import Case, Person, Relay, main

ADDRESS = 'https://issuer.example/lists/1'
# The place of each of them is its number.
STATES = [VALID, REVOKED, SUSPENDED, OWN, VALID]
SERVED = {}


def setUpModule():
    SERVED['relay'] = Relay()


def tearDownModule():
    SERVED['relay'].stop()


class Files(Case):
    """Tests that write files."""

    def write(self, content, name):
        path = self.path(name)
        with open(path, 'wb') as file:
            file.write(content if isinstance(content, bytes)
                       else content.encode())
        return path


class Check(Files):

    def setUp(self):
        super().setUp()
        self.person = Person(self.path('data'))
        self.issuer = Issuer()

    def check(self, status, index, *lists, address=ADDRESS, more=()):
        """What is told of the credential at that place; None: it has none."""
        place = None if index is None else (address, index)
        result = self.run_check(status, self.issuer.credential(place), lists,
                                '--json', *more)
        [event] = result.events
        self.assertEqual(event['event'], 'evidence-checked')
        return event

    def run_check(self, status, credential, lists, *more):
        options = []
        for number, content in enumerate(lists):
            path = self.write(content, 'list-%d' % number)
            options += ['--status-list', path]
        return self.ends(self.person.start(
            'evidence', 'check', 'sd-jwt', self.write(credential, 'token'),
            *options, *more), status)

    def list(self, **changes):
        return self.issuer.status_list(ADDRESS, STATES, **changes)

    # --- what a list says ---

    def test_valid(self):
        iat = int(time.time()) - 60
        for index in (0, 4):
            event = self.check(0, index, self.list(iat=iat))
            self.assertEqual(event['status'], 'valid')
            self.assertEqual(event['status-address'], ADDRESS)
            self.assertEqual(event['revocation-checked-at'], iat)
            self.assertIn('revocation', event['checked'])
            self.assertEqual(event['unchecked'], [])

    def test_with_the_end_of_a_line(self):
        self.assertEqual(self.check(0, 0, self.list() + '\n')['status'],
                         'valid')

    def test_what_does_not_hold(self):
        for index, word in ((REVOKED, 'revoked'), (SUSPENDED, 'suspended'),
                            (OWN, 'other')):
            event = self.check(22, index, self.list())
            self.assertEqual(
                (event['status'], event['failed'], event['error']),
                (word, 'revocation', 'revoked'))
            self.assertNotIn('name', event)
            self.assertNotIn('revocation-checked-at', event)

    def test_each_width(self):
        for bits in (1, 2, 4, 8):
            token = self.issuer.status_list(ADDRESS, [0, 1, 0], bits=bits)
            for index, status in ((0, 0), (1, 22), (2, 0)):
                self.check(status, index, token)

    def test_a_list_with_its_key_in_the_header(self):
        token = self.list(header={'jwk': self.issuer.jwk})
        self.assertEqual(self.check(0, 0, token)['status'], 'valid')

    def test_a_list_of_another_time_says_nothing(self):
        now = int(time.time())
        for changes in ({'exp': now}, {'iat': now - 100, 'ttl': 100},
                        {'iat': now + 1000}):
            event = self.check(0, REVOKED, self.list(**changes))
            self.assertEqual(event['status'], 'outdated')
            self.assertEqual(event['unchecked'], ['revocation'])
            self.assertNotIn('revocation-checked-at', event)
        later = time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(now + 7200))
        event = self.check(0, REVOKED, self.list(ttl=3600),
                           more=('--at', later))
        self.assertEqual(event['status'], 'outdated')

    def test_a_list_without_an_end_goes_on(self):
        token = self.list(iat=int(time.time()) - 300 * DAY, ttl=None)
        self.assertEqual(self.check(0, 0, token)['status'], 'valid')
        self.check(22, REVOKED, token)

    def test_a_list_of_another_address(self):
        for lists in ((self.list(),), ()):
            event = self.check(0, REVOKED, *lists,
                               address='https://issuer.example/lists/2')
            self.assertEqual((event['status'], event['status-address']),
                             ('no-list', 'https://issuer.example/lists/2'))
            self.assertEqual(event['unchecked'], ['revocation'])

    def test_a_credential_that_names_no_list(self):
        event = self.check(0, None, self.list())
        self.assertEqual(event['unchecked'], ['revocation'])
        self.assertNotIn('status', event)
        self.assertNotIn('status-address', event)

    def test_a_list_that_is_not_to_be_believed(self):
        stranger = Issuer(b'somebody with a list of their ow')
        broken = self.list()
        broken = broken[:-8] + ('A' if broken[-8] != 'A' else 'B') + \
            broken[-7:]
        for status, error, token in (
                (18, 'forged', broken),
                (18, 'forged', stranger.status_list(ADDRESS, STATES)),
                (16, 'untrusted', stranger.status_list(
                    ADDRESS, STATES, header={'jwk': stranger.jwk})),
                (14, 'algorithm', self.list(header={'alg': 'none'})),
                (15, 'incomplete', self.list(iat=None)),
                (10, 'format', self.list(status_list={'bits': 3, 'lst': ''})),
                (10, 'format', self.list(status_list=None))):
            event = self.check(status, 0, token)
            self.assertEqual(
                (event['status'], event['failed'], event['error']),
                ('bad-list', 'revocation', error))

    def test_a_place_beyond_the_list(self):
        for index in (len(STATES) + 3, 10000):
            event = self.check(10, index, self.list())
            self.assertEqual((event['status'], event['failed']),
                             ('bad-list', 'revocation'))

    def test_a_bomb(self):
        token = self.list(data=bytes(1 << 26), bits=8)
        self.assertLess(len(token), 1 << 20)
        self.assertEqual(self.check(0, 7, token)['status'], 'valid')
        event = self.check(11, 1 << 25, token)
        self.assertEqual((event['status'], event['error']),
                         ('bad-list', 'size'))

    # --- several ---

    def test_the_right_one_of_several(self):
        other = self.issuer.status_list('https://x.example', [REVOKED] * 5)
        self.check(0, 0, other, self.list(), other)
        self.check(22, REVOKED, other, self.list(), other)

    def test_the_last_of_one_address(self):
        good = self.issuer.status_list(ADDRESS, [VALID] * 5)
        self.check(22, REVOKED, good, self.list())
        self.check(0, REVOKED, self.list(), good)

    def test_too_many(self):
        self.run_check(64, self.issuer.credential(), ['x'] * 33)

    # --- what is no list ---

    def test_what_is_no_list(self):
        for content in ('', '\n', 'x', '{}', 'a.b.c', bytes(100),
                        self.issuer.credential(),
                        self.list(header={'typ': 'JWT'}),
                        self.list(sub=None), self.list(sub=7),
                        self.list() + '\n\n', 'x' * ((1 << 20) + 2)):
            result = self.run_check(65, self.issuer.credential(), [content])
            self.assertIn('the status list %s: ' % self.path('list-0'),
                          result.err)
            self.assertEqual(result.out, '')
        result = self.run_check(65, self.issuer.credential(),
                                [self.list(header={'crit': ['alg']})],
                                '--json')
        self.assertEqual(result.event('error')['error'], 'version')

    def test_a_list_that_is_not_there(self):
        missing = self.path('missing')
        result = self.run_check(66, self.issuer.credential(), [],
                                '--status-list', missing)
        self.assertIn(missing, result.err)

    # --- to people ---

    def test_it_is_told_to_people(self):
        for status, index, lists, pattern in (
                (0, 0, [self.list()], '(?m)^  status +valid +Its status list '
                 'says that it holds.\n +%s$' % ADDRESS),
                (22, SUSPENDED, [self.list()],
                 '(?m)^  FAILED +revocation .*\n  status +suspended +.*for '
                 'now.\n +%s$' % ADDRESS),
                (0, 0, [], '(?m)^  not checked +revocation .*\n'
                 '  status +no-list '),
                (0, None, [self.list()], '(?m)^  status +none +It names no')):
            place = None if index is None else (ADDRESS, index)
            text = self.run_check(status, self.issuer.credential(place),
                                  lists).out
            self.assertRegex(text, pattern)
        text = self.run_check(0, self.issuer.credential(), []).out
        self.assertNotIn('\n  status ', text)


class Roles(Files):
    """A firm that keeps a list of its people."""

    def setUp(self):
        super().setUp()
        origin = SERVED['relay'].origin
        self.anna = Person(self.path('anna'), origin, 'Anna Ek')
        self.bo = Person(self.path('bo'), origin)
        made = self.ends(self.bo.start('organisation', 'key', 'new',
                                       self.path('firm.jwk'), '--json'), 0)
        self.ends(self.bo.start(
            'anchors', 'add', made.event('organisation-key')['fingerprint'],
            '--method', 'role', '--name', 'Firman AB', '--environment',
            'test'), 0)
        self.firm = Issuer.of_file(self.path('firm.jwk'))

    def employ(self, index):
        profile = self.ends(self.anna.start('whoami', '--json'),
                            0).event('profile')
        role = self.firm.role(profile['key'], (ADDRESS, index))
        self.ends(self.anna.start('role', 'add', self.write(role, 'role')), 0)

    def call(self, status, *lists, more=()):
        """Anna calls Bo, who has these lists."""
        options = []
        for number, content in enumerate(lists):
            options += ['--status-list',
                        self.write(content, 'list-%d' % number)]
        call = self.anna.start('call', '--json')
        code = call.event('code')['code']
        result = self.ends(self.bo.start('answer', code, *options, *more),
                           status)
        call.end()
        return result

    def test_a_role_that_holds(self):
        self.employ(0)
        iat = int(time.time()) - 30
        token = self.firm.status_list(ADDRESS, STATES, iat=iat)
        told = self.call(0, token, more=('--json',)).event('identified')
        self.assertEqual(told['role-proof']['organisation'], 'Firman AB')
        self.assertEqual(told['role-proof']['revocation-checked-at'], iat)
        # Of the person's own credential nothing was asked.
        self.assertNotIn('revocation-checked-at', told)
        self.assertIn('revocation', told['unchecked'])
        person, _, firm = self.call(0, token).out.partition('TEST For Firman')
        self.assertIn('whether it was withdrawn was not asked', person)
        self.assertIn('Not withdrawn: as of ', firm)

    def test_a_list_from_long_ago_is_said_to_be(self):
        self.employ(0)
        for age, old in ((7 * DAY - 3600, False), (7 * DAY + 1, True)):
            token = self.firm.status_list(
                ADDRESS, STATES, iat=int(time.time()) - age, ttl=None)
            told = self.call(0, token, more=('--json',)).event('identified')
            self.assertIs(told['role-proof']['revocation-old'], old)
            firm = self.call(0, token).out.partition('TEST For Firman')[2]
            self.assertEqual('Revocation last checked: ' in firm, old)
            self.assertEqual('Not withdrawn: as of ' in firm, not old)

    def test_without_a_list_it_was_not_asked(self):
        self.employ(REVOKED)
        other = self.firm.status_list('https://x.example', STATES)
        for lists in ((), (other,)):
            text = self.call(0, *lists).out
            firm = text.partition('TEST For Firman AB, as målare TEST')[2]
            self.assertIn('Whether it was withdrawn was not asked', firm)
            self.assertNotIn(ADDRESS, text)

    def test_where_the_list_is_is_told_to_programs(self):
        self.employ(REVOKED)
        proof = self.call(0, more=('--json',)).event('identified')[
            'role-proof']
        self.assertEqual((proof['status'], proof['status-address']),
                         ('no-list', ADDRESS))

    def test_a_list_of_another_time(self):
        self.employ(REVOKED)
        old = self.firm.status_list(ADDRESS, STATES, exp=int(time.time()))
        proof = self.call(0, old, more=('--json',)).event('identified')[
            'role-proof']
        self.assertEqual(proof['status'], 'outdated')
        self.assertNotIn('revocation-checked-at', proof)
        firm = self.call(0, old).out.partition('TEST For Firman AB')[2]
        self.assertIn('Whether it was withdrawn is not known: the status list '
                      'at hand is not of this time', firm)

    def test_a_role_that_was_withdrawn(self):
        for index in (REVOKED, SUSPENDED, OWN):
            self.employ(index)
            result = self.call(2, self.firm.status_list(ADDRESS, STATES),
                               more=('--json',))
            self.assertEqual(result.event('cannot-check')['error'], 'revoked')

    def test_a_false_list_hides_the_role_and_accuses_nobody(self):
        self.employ(0)
        for token in (Issuer().status_list(ADDRESS, STATES),
                      self.firm.status_list(ADDRESS, [])):
            told = self.call(0, token, more=('--json',)).event('identified')
            self.assertEqual(told['name'], 'Anna Ek')
            self.assertNotIn('role-proof', told)
            self.assertIn('role', told['unchecked'])

    def test_what_is_no_list_ends_it_before_anything_is_said(self):
        path = self.write('x', 'list')
        for command in (['call'], ['answer', '47 11 22 34'], ['meet'],
                        ['ask'], ['join', '47 11 22 34']):
            result = self.ends(self.bo.start(*command, '--status-list', path),
                               65)
            self.assertIn(path, result.err)
            self.assertEqual(result.out, '')
        self.assertFalse(os.path.exists(os.path.join(self.bo.folder,
                                                     'store')))


if __name__ == '__main__':
    main()
