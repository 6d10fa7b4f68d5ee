"""What p2pid keeps: the store and its keys, identities, trust anchors; and
what it says when they are missing, damaged, newer, or somebody else's."""

import base64
import json
import os
import pwd
import signal
import sqlite3
import subprocess

from program import (P2PID, PATIENCE, Case, Person, Terminal, environment,
                     main)

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..')
FINGERPRINT = '0123456789abcdef' * 4


class Enrolment(Case):

    def test_an_identity_and_its_facts(self):
        person = Person(self.path('data'), None, 'Anna Maria Ek',
                        '--given-name', 'Anna Maria', '--family-name', 'Ek',
                        '--birthdate', '1980-02-03', '--personal-number',
                        '198002031234', '--organisation', 'Firman AB',
                        '--role', 'målare', '--for', '30m')
        profile = self.ends(person.start('whoami', '--json',
                                         allow_test=False),
                            0).event('profile')
        for name, value in (('name', 'Anna Maria Ek'), ('family-name', 'Ek'),
                            ('given-name', 'Anna Maria'), ('role', 'målare'),
                            ('birthdate', '1980-02-03'),
                            ('personal-number', '198002031234'),
                            ('organisation', 'Firman AB'), ('test', True)):
            self.assertEqual(profile[name], value)
        self.assertEqual(profile['valid-until'] - profile['signed-at'], 1800)
        self.assertEqual(len(profile['facts']), 7)
        self.assertEqual(profile['fixed-facts'], [])

        text = self.ends(person.start('whoami'), 0).out
        self.assertIn('TEST — You are Anna Maria Ek — TEST', text)
        self.assertIn('19800203****', text)
        self.assertNotIn('1234', text.split('Your key')[0])
        # What is not shown unless asked for.
        self.assertNotIn('1980', text.split('Shown unless')[1])

    def test_nobody_yet(self):
        nobody = Person(self.path('data'))
        for command, status in (('whoami', 66), ('history', 0), ('people', 0)):
            self.ends(nobody.start(command), status)
        # What is known better than "no such entry" is said alone.
        self.assertEqual(nobody.run('whoami').err, 'p2pid whoami: you have no '
                                                   'identity; enrol first\n')
        for arguments in (('history', 'remove', '1'),
                          ('people', 'remove', '1'),
                          ('receipt', 'show', '1')):
            self.ends(nobody.start(*arguments), 66)
        self.assertFalse(os.path.exists(nobody.folder))

    def test_where_the_folder_is(self):
        for data, home, place in ((self.path('x'), self.path('y'), 'x'),
                                  ('relative', self.path('y'),
                                   'y/.local/share'),
                                  ('', self.path('z'), 'z/.local/share')):
            env = environment(XDG_DATA_HOME=data, HOME=home)
            subprocess.run([P2PID, 'enrol', '--test', 'Anna Ek', '--key-file',
                            self.path('key')], env=env, cwd=self.folder,
                           stdout=subprocess.DEVNULL, check=True)
            os.stat(self.path(place + '/p2pid/store'))

    def test_nobody_has_a_folder_in_the_root(self):
        """With a number that no user has, so as to touch nobody's home."""
        if os.getuid() != 0 or any(each.pw_uid == 54321
                                   for each in pwd.getpwall()):
            self.skipTest('only root can be nobody')
        for home in ({}, {'HOME': ''}, {'HOME': 'relative'}):
            env = environment()
            del env['HOME']
            try:
                result = subprocess.run(
                    [P2PID, 'history'], env=env | home, user=54321,
                    cwd='/', capture_output=True, text=True, timeout=60)
            except PermissionError:
                self.skipTest('the program is not for everybody')
            self.assertEqual(result.returncode, 64, result)
            self.assertIn('--data-dir', result.stderr)

    def test_an_identity_is_not_replaced_by_chance(self):
        person = Person(self.path('data'), None, 'Anna Ek')
        before = person.run('whoami', '--json').event('profile')
        self.ends(person.start('enrol', '--test', 'Bo Berg'), 64)
        self.assertEqual(person.run('whoami', '--json').event('profile')['key'],
                         before['key'])
        self.ends(person.start('enrol', '--test', 'Bo Berg', '--replace'), 0)
        after = person.run('whoami', '--json').event('profile')
        self.assertEqual(after['name'], 'Bo Berg')
        self.assertNotEqual(after['key'], before['key'])

    def test_facts_that_cannot_be(self):
        person = Person(self.path('data'))
        self.ends(person.start('enrol', '--test', 'Anna', '--birthdate',
                               'long ago'), 65)
        for arguments in (('--test', ''), ('--test', 'Two\nLines'),
                          ('--test', 'A' * 300),
                          ('--test', 'Anna', '--for', '0d'),
                          ('--test', 'Anna', '--for', '90'),
                          ('--test', 'Anna', '--for', '11000d'),
                          ('--test', 'Anna', '--for', 'd')):
            self.ends(person.start('enrol', *arguments), 64)
        self.ends(person.start('whoami'), 66)


class Names(Case):
    """Of files, which somebody else may have chosen."""

    def test_an_error_obeys_no_name(self):
        for name, said in (('\x1b]0;you\x07\x1b[2Jå', '?]0;you??[2Jå'),
                           ('a\x9bb\u202ecod.\u2066\x7f', 'a??b???cod.????'),
                           (b'a\xff\xc3', 'a??'), ('a\tb\nc', 'a?b?c')):
            result = subprocess.run(
                [P2PID, 'receipt', 'show', name], capture_output=True,
                env=environment(HOME=self.folder), timeout=60)
            self.assertEqual(
                result.stderr.decode(), 'p2pid receipt: ' + said +
                ': There is no such entry.\n')
            result = subprocess.run(
                [P2PID, '--json', 'receipt', 'show', name],
                env=environment(HOME=self.folder), capture_output=True,
                timeout=60)
            self.assertEqual(json.loads(result.stdout)['what'],
                             said if isinstance(name, bytes) else name)


class Keys(Case):

    def test_the_key_file_is_for_the_user_alone(self):
        person = Person(self.path('data'), None, 'Anna Ek')
        self.assertEqual(os.stat(person.key_file).st_mode & 0o777, 0o600)
        self.assertEqual(os.stat(person.folder).st_mode & 0o777, 0o700)
        for name in os.listdir(person.folder):
            mode = os.stat(os.path.join(person.folder, name)).st_mode
            self.assertEqual(mode & 0o777, 0o600, name)

    def test_a_key_file_that_is_wrong(self):
        person = Person(self.path('data'), None, 'Anna Ek')
        before = person.files()
        for content, status in (('0' * 64 + '\n', 77), ('0' * 64, 77),
                                ('xyz\n', 74), ('', 74), ('0' * 5000, 74)):
            with open(person.key_file, 'w', encoding='utf-8') as file:
                file.write(content)
            self.ends(person.start('whoami'), status)
        os.chmod(person.key_file, 0o640)
        result = self.ends(person.start('whoami'), 64)
        self.assertIn('readable by its owner alone', result.err)
        # A key is made for a new store only.
        os.unlink(person.key_file)
        self.ends(person.start('whoami'), 66)
        self.ends(person.start('enrol', '--test', 'Anna Ek', '--replace'), 66)
        self.assertFalse(os.path.exists(person.key_file))
        self.assertEqual(person.files(), before)

    def with_passphrase(self, command, passphrase, *more):
        """Run a command that reads its passphrase from a pipe."""
        reader, writer = os.pipe()
        os.write(writer, passphrase.encode())
        os.close(writer)
        result = subprocess.run(
            [P2PID, command, '--data-dir', self.path('data'),
             '--passphrase-fd', str(reader), *more], pass_fds=[reader],
            env=environment(), stdin=subprocess.DEVNULL, capture_output=True,
            text=True, timeout=60)
        os.close(reader)
        return result

    def test_a_passphrase_from_a_pipe(self):
        self.assertEqual(self.with_passphrase(
            'enrol', 'korrekt häst\n', '--test', 'Anna Ek').returncode, 0)
        for passphrase, status in (('korrekt häst', 0), ('korrekt häst\n', 0),
                                   ('korrekt hast\n', 77), ('\n', 64),
                                   ('a' * 2000, 65)):
            result = self.with_passphrase('whoami', passphrase)
            self.assertEqual(result.returncode, status, result.stderr)
            self.assertNotIn('hast', result.stdout + result.stderr)

    def type_at(self, command, *more):
        return Terminal([command, '--data-dir', self.path('data'), *more],
                        environment(TERM='xterm'))

    def test_a_passphrase_that_is_typed(self):
        screen = self.type_at('enrol', '--test', 'Anna Ek')
        screen.wait('New passphrase: ')
        screen.type('hemlügt\x7f\x7f\x7figt\n')
        screen.wait('The same again: ')
        screen.type('wrong\x15hemligt\n')
        screen.wait('You are Anna Ek')
        self.assertEqual(screen.end(), 0)

        for typed, status in (('hemligt', 0), ('hemlig', 77)):
            screen = self.type_at('whoami')
            screen.wait('Passphrase: ')
            screen.type(typed + '\n')
            self.assertEqual(screen.end(), status)
            self.assertNotIn('hemlig', screen.text)
            self.assertEqual('You are Anna Ek' in screen.text, status == 0)

    def test_two_passphrases_that_differ(self):
        screen = self.type_at('enrol', '--test', 'Anna Ek')
        screen.wait('New passphrase: ')
        screen.type('one\n')
        screen.wait('The same again: ')
        screen.type('two\n')
        self.assertEqual(screen.end(), 64)
        self.assertFalse(os.path.exists(self.path('data/store')))

    def test_thinking_better_of_it(self):
        screen = self.type_at('enrol', '--test', 'Anna Ek')
        screen.wait('New passphrase: ')
        screen.type('hem\x03')
        self.assertEqual(screen.end(), 4)

    def test_a_signal_leaves_the_terminal_as_it_was(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP,
                       signal.SIGQUIT):
            screen = self.type_at('enrol', '--test', 'Anna Ek')
            screen.wait('New passphrase: ')
            self.assertFalse(screen.echoes())
            os.kill(screen.pid, number)
            while screen.read(PATIENCE):
                pass
            self.assertTrue(screen.echoes())
            self.assertEqual(screen.end(), -number)

    def test_no_terminal_to_ask_on(self):
        result = subprocess.run(
            [P2PID, 'enrol', '--test', 'Anna Ek', '--data-dir',
             self.path('data')], env=environment(), stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=60,
            start_new_session=True)
        self.assertEqual(result.returncode, 64)
        self.assertIn('--key-file', result.stderr)


class Store(Case):

    def setUp(self):
        super().setUp()
        self.person = Person(self.path('data'), None, 'Anna Ek')
        self.store = os.path.join(self.person.folder, 'store')

    def stays(self, status, word):
        """Every command says so, and the file is as it was."""
        with open(self.store, 'rb') as file:
            before = file.read()
        for command in ('whoami', 'history', 'people'):
            result = self.ends(self.person.start(command, '--json'), status)
            self.assertEqual(result.event('error')['error'], word)
            self.assertEqual(result.event('error')['what'], self.store)
        text = self.ends(self.person.start('whoami'), status).err
        self.assertIn(self.store, text)
        with open(self.store, 'rb') as file:
            self.assertEqual(file.read(), before)

    def test_a_damaged_store(self):
        with open(self.store, 'r+b') as file:
            file.seek(4096 + 8)
            file.write(b'damage')
        self.stays(74, 'damaged')

    def test_something_else_in_its_place(self):
        with open(self.store, 'wb') as file:
            file.write(b'Dear diary,\n')
        self.stays(74, 'damaged')

    def test_a_newer_store(self):
        database = sqlite3.connect(self.store)
        database.execute('PRAGMA user_version = 1000')
        database.close()
        self.stays(74, 'newer')

    def test_nothing_to_list_or_remove(self):
        for command in ('history', 'people'):
            self.assertEqual(self.ends(self.person.start(command, '--json'),
                                       0).names(), ['nothing'])
            self.ends(self.person.start(command, 'remove', '1'), 66)
            self.ends(self.person.start(command, 'remove', '0'), 64)
            self.ends(self.person.start(command, 'remove', 'x'), 64)
        self.ends(self.person.start('people', 'note', '1', 'text'), 66)
        self.ends(self.person.start('receipt', 'show', '1'), 66)
        self.ends(self.person.start('receipt', 'show', self.path('none')), 66)
        with open(self.path('none'), 'w', encoding='utf-8') as file:
            file.write('{"p2pid":"receipt"}')
        self.ends(self.person.start('receipt', 'show', self.path('none')), 65)


class Anchors(Case):

    def setUp(self):
        super().setUp()
        self.person = Person(self.path('data'))

    def list(self, **more):
        result = self.ends(self.person.start('anchors', 'list', '--json',
                                             **more), 0)
        return [event for event in result.events if event['event'] == 'anchor']

    def test_the_TEST_issuer_is_there_where_TEST_is_allowed(self):
        self.assertEqual(self.list(allow_test=False), [])
        [test] = self.list()
        self.assertEqual(test['environment'], 'test')

    def test_added_listed_and_removed(self):
        self.ends(self.person.start('anchors', 'add', FINGERPRINT, '--name',
                                    'Banken', '--method', 'sd-jwt'), 0)
        spaced = ' '.join('f' * 8 for _ in range(8))
        self.ends(self.person.start('anchors', 'add', spaced, '--name',
                                    'Prov', '--environment', 'test'), 0)
        self.assertEqual(
            self.list(allow_test=False),
            [{'event': 'anchor', 'method': 'sd-jwt',
              'environment': 'production', 'name': 'Banken',
              'fingerprint': FINGERPRINT, 'assurance': 'none'},
             {'event': 'anchor', 'method': 'sd-jwt', 'environment': 'test',
              'name': 'Prov', 'fingerprint': 'f' * 64,
              'assurance': 'none'}])
        text = self.ends(self.person.start('anchors', 'list',
                                           allow_test=False), 0).out
        self.assertIn('Prov  TEST', text)
        # The built-in issuer is never written down.
        self.ends(self.person.start('anchors', 'remove', FINGERPRINT), 0)
        self.ends(self.person.start('anchors', 'remove', FINGERPRINT), 66)
        self.assertEqual([each['name'] for each in
                          self.list(allow_test=False)], ['Prov'])

    def test_whoever_is_removed_is_believed_for_no_method(self):
        for method in ('sd-jwt', 'bankid', 'role'):
            for each in (FINGERPRINT, 'f' * 64):
                self.ends(self.person.start(
                    'anchors', 'add', each, '--name', 'Banken', '--method',
                    method), 0)
        self.ends(self.person.start('anchors', 'remove', FINGERPRINT), 0)
        self.assertEqual([each['fingerprint'] for each in
                          self.list(allow_test=False)], ['f' * 64] * 3)

    def test_all_that_an_anchor_says(self):
        self.ends(self.person.start(
            'anchors', 'add', FINGERPRINT, '--name', 'Provider', '--method',
            'oidc', '--issuer', 'https://id.example', '--assurance',
            'substantial', '--party', 'us', '--party', 'them'), 0)
        [anchor] = self.list(allow_test=False)
        self.assertEqual(
            [anchor[name] for name in ('method', 'assurance', 'issuer',
                                       'parties')],
            ['oidc', 'substantial', 'https://id.example', ['us', 'them']])
        text = self.ends(self.person.start('anchors', 'list',
                                           allow_test=False), 0).out
        for line in ('assurance: substantial', 'issuer: https://id.example',
                     'for us', 'for them'):
            self.assertIn('      %s\n' % line, text)
        # Somebody else's anchor, added after it, changes nothing of it.
        self.ends(self.person.start('anchors', 'add', 'f' * 64, '--name',
                                    'Prov'), 0)
        self.assertEqual(self.list(allow_test=False)[0], anchor)

    def test_all_of_a_file(self):
        path = self.path('some.json')
        entry = {'method': 'bankid', 'environment': 'test', 'name': 'A',
                 'fingerprint': FINGERPRINT, 'assurance': 'high',
                 'parties': ['*']}
        with open(path, 'w', encoding='utf-8') as file:
            json.dump({'anchors': [entry, entry | {'name': 'B',
                                                   'method': 'freja'}]}, file)
        result = self.ends(self.person.start('anchors', 'add', '--json',
                                             '--from', path), 0)
        self.assertEqual([each['name'] for each in result.events], ['A', 'B'])
        self.assertEqual(result.events, self.list(allow_test=False))
        text = self.ends(self.person.start('anchors', 'list'), 0).out
        self.assertIn('for everybody', text)

    def fingerprints(self, content, status=0):
        path = self.path('published')
        with open(path, 'wb') as file:
            file.write(content if isinstance(content, bytes)
                       else json.dumps(content).encode())
        return [event.get('message') for event in
                self.ends(self.person.start('anchors', 'fingerprint', path,
                                            '--json'), status).events]

    def test_fingerprints_of_what_issuers_publish(self):
        # RFC 8037 §A.1, A.3
        key = {'kty': 'OKP', 'crv': 'Ed25519',
               'x': '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'}
        thumbprint = base64.urlsafe_b64decode(
            'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k=').hex()
        with open(os.path.join(TOP, 'vectors', 'bankid.json'),
                  encoding='utf-8') as file:
            vector = json.load(file)
        root = vector['evidence'].split('~')[2]
        root = base64.urlsafe_b64decode(root + '=' * (-len(root) % 4))
        pem = (b'-----BEGIN CERTIFICATE-----\n' + base64.encodebytes(root)
               + b'-----END CERTIFICATE-----\n')
        self.assertEqual(self.fingerprints(key), [thumbprint])
        # Keys that nothing here is verified with are passed over.
        self.assertEqual(
            self.fingerprints({'keys': [key, {'kty': 'oct', 'k': 'AA'},
                                        dict(key, kid='1')]}),
            [thumbprint] * 2)
        self.assertEqual(self.fingerprints(root), [vector['root']])
        self.assertEqual(self.fingerprints(pem), [vector['root']])
        added = self.person.start('anchors', 'add', thumbprint, '--name', 'P')
        self.ends(added, 0)

    def test_no_fingerprint_of_what_is_none(self):
        for content in (b'', b'{', b'text', {'keys': []}, {'keys': 'x'},
                        {'kty': 'oct', 'k': 'AA'},
                        {'kty': 'OKP', 'crv': 'Ed25519', 'd': 'AA', 'x':
                         '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'},
                        {'keys': 65 * [
                            {'kty': 'OKP', 'crv': 'Ed25519', 'x':
                             '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'}]}):
            result = self.path('published')
            with open(result, 'wb') as file:
                file.write(content if isinstance(content, bytes)
                           else json.dumps(content).encode())
            running = self.person.start('anchors', 'fingerprint', result)
            self.assertNotEqual(running.end().status, 0, content)

    def test_all_of_a_file_or_none(self):
        path = self.path('some.json')
        entry = {'method': 'sd-jwt', 'environment': 'test', 'name': 'A',
                 'fingerprint': FINGERPRINT}
        for wrong, status in ((entry | {'assurance': 'great'}, 65),
                              (entry | {'parties': 'us'}, 65),
                              (entry | {'name': 'a\tb'}, 64)):
            with open(path, 'w', encoding='utf-8') as file:
                json.dump({'anchors': [entry, wrong]}, file)
            self.ends(self.person.start('anchors', 'add', '--from', path),
                      status)
        self.ends(self.person.start('anchors', 'add', '--from',
                                    self.path('none')), 66)
        self.assertEqual(self.list(allow_test=False), [])

    def test_the_help_says_where_anchors_are(self):
        text = self.ends(self.person.start('anchors', '--help'), 0).out
        self.assertRegex(text.replace('\n', ' '), r'/p2pid/anchors\b')

    def test_what_is_no_anchor(self):
        for arguments in (('add', FINGERPRINT), ('add',), ('add', 'abc'),
                          ('add', FINGERPRINT[:-2], '--name', 'Banken'),
                          ('add', FINGERPRINT + '00', '--name', 'Banken'),
                          ('add', FINGERPRINT, '--name', ''),
                          ('add', FINGERPRINT, '--name', 'a\tb'),
                          ('add', FINGERPRINT, '--name', 'B', '--method', 'x'),
                          ('add', FINGERPRINT, '--name', 'B', '--environment',
                           'x'), ('praise', FINGERPRINT), ('list', 'all'),
                          ('add', FINGERPRINT, '--name', 'B', '--assurance',
                           'great'),
                          ('add', FINGERPRINT, '--name', 'B', '--method',
                           'oidc'),
                          ('add', FINGERPRINT, '--name', 'B', '--method',
                           'bankid', '--party', ''),
                          ('add', FINGERPRINT, '--name', 'B', '--method',
                           'freja', '--party', '*'),
                          ('add', FINGERPRINT, '--name', 'B', '--issuer',
                           ' ')):
            self.ends(self.person.start('anchors', *arguments), 64)
        self.assertFalse(os.path.exists(self.person.folder))

    def test_a_file_that_is_none_stops_every_check(self):
        os.mkdir(self.person.folder)
        with open(self.path('data/anchors.json'), 'w',
                  encoding='utf-8') as file:
            file.write('{"anchors":[{}]}')
        for arguments in (('anchors', 'list'), ('answer', '12'),
                          ('whoami',), ('history',)):
            self.assertIn(self.person.run(*arguments).status, (65,))


if __name__ == '__main__':
    main()
