"""p2pid enrol: which eID, what is asked before it is, and the golden rule
between processes: no eID while somebody who rang is there."""

import fcntl
import json
import os

from program import Case, Person, Relay, main


class Options(Case):

    def setUp(self):
        super().setUp()
        self.person = Person(self.path('data'))

    def misused(self, words, *arguments):
        result = self.ends(self.person.start('enrol', *arguments), 64)
        self.assertIn(words, result.err)
        self.assertFalse(os.path.exists(self.person.folder))

    def test_each_eid_says_what_it_needs(self):
        self.misused('--eid', '--for', '30m')
        self.misused('not an eID', '--eid', 'magic')
        self.misused('--test is not for', '--eid', 'card', '--test', 'Anna')
        for eid in ('bankid', 'freja'):
            self.misused('--gateway', '--eid', eid, '--yes')
            self.misused('--operator', '--eid', eid, '--yes', '--gateway',
                         'https://a.example', '--operator', 'file')
        self.misused('--client-id', '--eid', 'oidc', '--yes', '--provider',
                     'https://id.example')
        self.misused('for bankid and freja', '--eid', 'card', '--yes',
                     '--gateway', 'https://a.example')
        self.misused('--credential', '--eid', 'bankid', '--yes', '--operator',
                     'file', '--credential')
        self.misused('not a language', '--eid', 'card', '--language', 'de')

    def test_nobody_is_asked_where_nobody_can_be(self):
        arguments = ('--eid', 'bankid', '--gateway', 'https://a.example')
        self.misused('--yes', *arguments)
        result = self.ends(self.person.start('enrol', *arguments, '--json'),
                           64)
        self.assertIn('--yes', result.event('error')['what'])
        self.assertEqual(result.err, '')
        self.assertFalse(os.path.exists(self.person.folder))

    def test_a_TEST_identity_by_either_name(self):
        for arguments in (('--test', 'Anna Ek'),
                          ('--eid', 'test', '--test', 'Anna Ek',
                           '--replace')):
            result = self.ends(self.person.start('enrol', '--json',
                                                 *arguments), 0)
            profile = result.event('profile')
            self.assertEqual(profile['name'], 'Anna Ek')
            self.assertEqual(profile['valid-until'] - profile['signed-at'],
                             90 * 86400)


class Operator(Case):
    """What a relying party has, in files."""

    def setUp(self):
        super().setUp()
        self.person = Person(self.path('data'))
        self.config = {'address': 'https://127.0.0.1:1', 'certificate': 'c',
                       'key': 'k', 'tls-root': 't', 'root': 'r'}
        for name in ('c', 'k', 't', 'r'):
            with open(self.path(name), 'w', encoding='utf-8') as file:
                file.write('nothing')
        os.chmod(self.path('k'), 0o600)

    def enrol(self, status, what, text=None):
        path = self.path('operator.json')
        with open(path, 'w', encoding='utf-8') as file:
            file.write(json.dumps(self.config) if text is None else text)
        result = self.ends(self.person.start(
            'enrol', '--eid', 'bankid', '--yes', '--operator', path), status)
        self.assertIn(what, result.err)
        # Nothing is bound, and no key of anybody is shown.
        self.assertNotIn('nothing', result.out + result.err)
        self.ends(self.person.start('whoami'), 66)

    def test_a_key_that_others_can_read_is_refused(self):
        for mode in (0o640, 0o604, 0o622, 0o660, 0o644):
            os.chmod(self.path('k'), mode)
            self.enrol(64, 'chmod 600')

    def test_what_is_missing_is_told(self):
        for name in list(self.config):
            kept = self.config.pop(name)
            self.enrol(65, name)
            self.config[name] = kept
        self.config['root'] = 'nowhere'
        self.enrol(66, 'root')

    def test_what_is_no_such_file(self):
        for text in ('', '[]', '{', '{"address":1}'):
            self.enrol(65, 'operator', text)
        self.enrol(65, 'operator', ' ' * (17 * 1024))
        result = self.ends(self.person.start(
            'enrol', '--eid', 'bankid', '--yes', '--operator',
            self.path('missing')), 66)
        self.assertIn('operator', result.err)


def hang_up(call):
    """Not waiting until it gives up somebody who was killed."""
    call.interrupt()
    call.end()


class Calm(Case):

    @classmethod
    def setUpClass(cls):
        cls.relay = Relay()

    @classmethod
    def tearDownClass(cls):
        cls.relay.stop()

    def setUp(self):
        super().setUp()
        self.anna = Person(self.path('anna'), self.relay.origin, 'Anna Ek')
        self.bo = Person(self.path('bo'), self.relay.origin)

    def called(self, who):
        """Somebody is called by Anna, who waits for a decision."""
        call = self.anna.start('call', '--json', listening=True)
        self.addCleanup(hang_up, call)
        answer = who.start('answer', call.event('code')['code'], '--json',
                           listening=True)
        answer.event('identified')
        return answer

    def test_no_eid_while_somebody_who_rang_is_there(self):
        answer = self.called(self.bo)
        for arguments in (('--test', 'Bo Ek'),
                          ('--eid', 'bankid', '--yes', '--gateway',
                           self.relay.origin)):
            result = self.ends(self.bo.start('enrol', *arguments), 3)
            self.assertIn('end that contact first', result.err)
        # Who called is not held back, nor is anybody else.
        self.ends(self.anna.start('enrol', '--test', 'Anna', '--replace'), 0)
        answer.interrupt()
        answer.end()
        # Nobody had a folder, and nothing is left of it.
        self.assertFalse(os.path.exists(self.bo.folder))
        self.ends(self.bo.start('enrol', '--test', 'Bo Ek'), 0)

    def test_it_ends_with_the_process_however_that_ends(self):
        answer = self.called(self.bo)
        answer.process.kill()
        answer.end()
        self.ends(self.bo.start('enrol', '--test', 'Bo Ek'), 0)

    def test_no_call_is_answered_while_an_eid_is_asked(self):
        os.mkdir(self.bo.folder)
        folder = os.open(self.bo.folder, os.O_RDONLY)
        self.addCleanup(os.close, folder)
        fcntl.flock(folder, fcntl.LOCK_EX)
        result = self.ends(self.bo.start('answer', '12345671'), 3)
        self.assertIn('Cancel it first', result.err)
        # Nor is another one: and nobody has rung.
        result = self.ends(self.bo.start('enrol', '--test', 'Bo Ek'), 74)
        self.assertIn('identity already', result.err)
        fcntl.flock(folder, fcntl.LOCK_UN)
        self.ends(self.bo.start('answer', '12345671'), 65)

    def test_two_calls_at_once_keep_nobody_out(self):
        first = self.called(self.bo)
        fresh = Person(self.path('eva'), self.relay.origin, 'Eva Ek')
        call = fresh.start('call', '--json', listening=True)
        self.addCleanup(hang_up, call)
        second = self.bo.start('answer', call.event('code')['code'], '--json',
                               listening=True)
        second.event('identified')
        first.interrupt()
        first.end()
        self.ends(self.bo.start('enrol', '--test', 'Bo Ek'), 3)
        second.interrupt()
        second.end()
        self.ends(self.bo.start('enrol', '--test', 'Bo Ek'), 0)


if __name__ == '__main__':
    main()
