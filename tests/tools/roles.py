"""Roles: an organisation gives one, its signatory stands for it, and whoever
is called sees person and organisation as two proofs."""

import json
import os
import re
import sys

from program import Case, Person, Relay, main

FIRM = 'Firman AB'
SERVED = {}
PAGES = os.path.abspath(sys.argv[3])


def setUpModule():
    SERVED['relay'] = Relay()


def tearDownModule():
    SERVED['relay'].stop()


class Roles(Case):

    def setUp(self):
        super().setUp()
        origin = SERVED['relay'].origin
        self.anna = Person(self.path('anna'), origin, 'Anna Ek')
        self.bo = Person(self.path('bo'), origin, 'Bo Berg')
        self.firm = Person(self.path('firm'), origin)
        made = self.ends(self.firm.start('organisation', 'key', 'new',
                                         self.path('firm.jwk'), '--json'), 0)
        self.key = made.event('organisation-key')['fingerprint']

    def key_of(self, person):
        return self.ends(person.start('whoami', '--json'),
                         0).event('profile')['key']

    def issue(self, *more, name='role', key=None):
        """A role for Anna: its file, and its fingerprint."""
        issued = self.ends(self.firm.start(
            'organisation', 'issue-role', self.path('firm.jwk'),
            key or self.key_of(self.anna), self.path(name), '--name', FIRM,
            '--domain', 'firman.example', '--role', 'målare', '--json',
            *more), 0)
        return self.path(name), issued.event('issued')['fingerprint']

    def endorse(self, person):
        self.ends(person.start('organisation', 'endorse', self.key,
                               self.path('word'), '--name', FIRM), 0)
        return self.path('word')

    def know(self, person, *more):
        self.ends(person.start('anchors', 'add', self.key, '--method', 'role',
                               '--name', FIRM, '--issuer', 'firman.example',
                               '--environment', 'test', *more), 0)

    def call(self, *more):
        """Anna calls Bo; what he is told, and she."""
        call = self.anna.start('call', '--json', '--receipt', *more)
        code = call.event('code')['code']
        answer = self.bo.start('answer', code, '--json', '--show-me',
                               '--receipt')
        result = self.ends(answer, 0)
        self.ends(call, 0)
        return result.event('identified')

    def answer(self, *more):
        """The same in words."""
        call = self.anna.start('call', '--json', *more)
        code = call.event('code')['code']
        result = self.ends(self.bo.start('answer', code, '--show-me'), 0)
        self.ends(call, 0)
        return result.out

    # --- a firm and its people ---

    def test_the_key_is_for_the_firm_alone(self):
        path = self.path('firm.jwk')
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
        with open(path, encoding='utf-8') as file:
            jwk = json.load(file)
        self.assertEqual((jwk['kty'], jwk['crv']), ('OKP', 'Ed25519'))
        shown = self.ends(self.firm.start('organisation', 'key', 'show', path,
                                          '--json'), 0)
        self.assertEqual(shown.event('organisation-key')['fingerprint'],
                         self.key)
        self.assertNotIn(jwk['d'], shown.out)
        # Never overwritten.
        self.ends(self.firm.start('organisation', 'key', 'new', path), 64)
        with open(path, encoding='utf-8') as file:
            self.assertEqual(json.load(file), jwk)

    def test_what_is_no_key_file(self):
        for content, status in (('', 65), ('{}\n', 65), ('x' * 5000, 65)):
            with open(self.path('bad.jwk'), 'w', encoding='utf-8') as file:
                file.write(content)
            self.ends(self.firm.start('organisation', 'key', 'show',
                                      self.path('bad.jwk')), status)
        self.ends(self.firm.start('organisation', 'key', 'show',
                                  self.path('none')), 66)

    def test_what_is_no_role(self):
        key = self.key_of(self.anna)
        for changes in (['--name', ''], ['--role', 'a\nb'],
                        ['--for', 'soon'], ['--for', '0d']):
            self.ends(self.firm.start(
                'organisation', 'issue-role', self.path('firm.jwk'), key,
                self.path('role'), '--name', FIRM, '--role', 'målare',
                *changes), 64)
        self.ends(self.firm.start(
            'organisation', 'issue-role', self.path('firm.jwk'), key,
            self.path('role'), '--name', FIRM, '--role', 'målare', '--domain',
            'Firman.example'), 65)
        for arguments in ((self.path('firm.jwk'), key),
                          (self.path('firm.jwk'), key[:-1],
                           self.path('role'))):
            self.ends(self.firm.start('organisation', 'issue-role', *arguments,
                                      '--name', FIRM, '--role', 'x'), 64)
        self.assertFalse(os.path.exists(self.path('role')))

    def test_the_page_is_what_a_reader_takes(self):
        _, fingerprint = self.issue()
        with open(self.path('revoked'), 'w', encoding='utf-8') as file:
            file.write(fingerprint + '\n')
        page = json.loads(self.ends(self.firm.start(
            'organisation', 'publish', self.path('firm.jwk'), '--name', FIRM,
            '--domain', 'firman.example', '--revoked', self.path('revoked')),
            0).out)
        self.assertEqual(page['organisation'], FIRM)
        self.assertEqual(page['domain'], 'firman.example')
        self.assertEqual(page['revoked'], [fingerprint])
        self.assertEqual([list(key) for key in page['keys']], [['jwk']])
        self.assertNotIn('d', page['keys'][0]['jwk'])
        with open(self.path('revoked'), 'w', encoding='utf-8') as file:
            file.write('not one\n')
        self.ends(self.firm.start(
            'organisation', 'publish', self.path('firm.jwk'), '--name', FIRM,
            '--domain', 'firman.example', '--revoked', self.path('revoked')),
            65)

    # --- keeping one ---

    def test_a_role_is_kept_shown_and_removed(self):
        self.ends(self.anna.start('role', 'show'), 66)
        role, _ = self.issue()
        self.ends(self.anna.start('role', 'add', role), 0)
        profile = self.ends(self.anna.start('whoami', '--json'),
                            0).event('profile')
        self.assertEqual(profile['role-proof']['organisation'], FIRM)
        self.assertIn('role', profile['facts'])
        text = self.ends(self.anna.start('role', 'show'), 0).out
        self.assertIn('TEST For %s, as målare TEST' % FIRM, text)
        self.ends(self.anna.start('role', 'remove'), 0)
        self.ends(self.anna.start('role', 'remove'), 66)
        self.assertNotIn(FIRM, self.ends(self.anna.start('whoami'), 0).out)

    def test_a_role_that_does_not_hold_is_not_kept(self):
        role, _ = self.issue(key=self.key_of(self.bo))
        self.ends(self.anna.start('role', 'add', role), 3)
        role, _ = self.issue('--for', '1s', name='short')
        with open(role, encoding='utf-8') as file:
            cut = file.read()[:-40]
        with open(self.path('cut'), 'w', encoding='utf-8') as file:
            file.write(cut)
        self.assertNotEqual(self.anna.run('role', 'add',
                                          self.path('cut')).status, 0)
        self.ends(self.anna.start('role', 'add', self.path('none')), 66)
        self.ends(self.anna.start('role', 'show'), 66)
        self.ends(self.firm.start('role', 'add', role), 66)

    # --- whoever is called ---

    def test_by_an_anchor(self):
        role, fingerprint = self.issue()
        self.ends(self.anna.start('role', 'add', role), 0)
        self.know(self.bo)
        told = self.call()
        self.assertEqual(told['name'], 'Anna Ek')
        self.assertEqual(told['issuer'], 'p2pid TEST issuer')
        proof = told['role-proof']
        self.assertEqual(
            (proof['organisation'], proof['domain'], proof['role'],
             proof['test']), (FIRM, 'firman.example', 'målare', True))
        self.assertNotIn('signatory', proof)
        self.assertIn('role', told['checked'])
        self.check_receipt()
        self.check_words()
        self.check_revoked(fingerprint)

    def check_receipt(self):
        """The role stands in what both signed."""
        number = self.ends(self.bo.start('history', '--json'),
                           0).event('contact')
        self.assertEqual(number['organisation'], FIRM)
        receipt = self.path('receipt')
        self.ends(self.bo.start('receipt', 'export', str(number['id']),
                                receipt), 0)
        for person, known in ((self.bo, True), (self.firm, False)):
            [first, _] = self.ends(person.start(
                'receipt', 'show', receipt, '--json'),
                0).event('receipt-checked')['parties']
            self.assertEqual(first['name'], 'Anna Ek')
            self.assertEqual('role-proof' in first, known)

    def check_words(self):
        text = self.answer()
        person, _, organisation = text.partition('TEST For %s, as målare TEST'
                                                 % FIRM)
        self.assertIn('TEST — This is Anna Ek — TEST', person)
        self.assertIn('vouched for by p2pid TEST issuer', person)
        self.assertNotIn(FIRM, person)
        self.assertIn("the organisation's own key, of firman.example",
                      organisation)
        self.assertIn('Whether it was withdrawn was not asked', organisation)
        # Withheld as a whole, and in part.
        self.assertNotIn(FIRM, self.answer('--show', 'name'))
        text = self.answer('--show', 'name,organisation')
        self.assertIn('TEST For %s TEST' % FIRM, text)
        self.assertNotIn('målare', text)

    def check_revoked(self, fingerprint):
        path = os.path.join(self.bo.folder, 'anchors.json')
        with open(path, encoding='utf-8') as file:
            anchors = json.load(file)
        anchors['anchors'][0] |= {'revoked': [fingerprint],
                                  'revoked-as-of': 1795521600}
        with open(path, 'w', encoding='utf-8') as file:
            json.dump(anchors, file)
        # What is written again still knows it.
        self.ends(self.bo.start('anchors', 'add', 'f' * 64, '--name', 'X'), 0)
        with open(path, encoding='utf-8') as file:
            self.assertIn(fingerprint, file.read())
        call = self.anna.start('call', '--json')
        code = call.event('code')['code']
        result = self.ends(self.bo.start('answer', code, '--json'), 2)
        self.assertEqual(result.event('cannot-check')['error'], 'revoked')
        call.end()

    def test_by_a_signatory(self):
        nils = Person(self.path('nils'), None, 'Nils Berg', '--birthdate',
                      '1960-01-02')
        role, _ = self.issue('--endorsement', self.endorse(nils))
        self.ends(self.anna.start('role', 'add', role), 0)
        told = self.call()
        self.assertEqual(told['role-proof']['organisation'], FIRM)
        self.assertNotIn('domain', told['role-proof'])
        signatory = told['role-proof']['signatory']
        self.assertEqual(signatory['name'], 'Nils Berg')
        self.assertNotIn('birthdate', signatory)
        self.assertRegex(self.answer(),
                         'According to: TEST Nils Berg TEST, who signs for it')

    def test_nobody_stands_for_themselves(self):
        role, _ = self.issue('--endorsement', self.endorse(self.anna))
        self.ends(self.anna.start('role', 'add', role), 3)

    def test_an_endorsement_of_another_key(self):
        self.ends(self.firm.start('organisation', 'endorse', 'a' * 64,
                                  self.path('word'), '--name', FIRM), 66)
        self.ends(self.bo.start('organisation', 'endorse', 'a' * 64,
                                self.path('word'), '--name', FIRM), 0)
        self.ends(self.firm.start(
            'organisation', 'issue-role', self.path('firm.jwk'),
            self.key_of(self.anna), self.path('role'), '--name', FIRM,
            '--role', 'målare', '--endorsement', self.path('word')), 3)
        self.assertFalse(os.path.exists(self.path('role')))

    def test_by_nobody_known(self):
        role, _ = self.issue()
        self.ends(self.anna.start('role', 'add', role), 0)
        told = self.call()
        self.assertEqual(told['name'], 'Anna Ek')
        self.assertNotIn('role-proof', told)
        self.assertNotIn('organisation', told)
        self.assertIn('role', told['unchecked'])
        text = self.answer()
        self.assertIn('was not checked and is not shown', text)
        self.assertNotIn(FIRM, text)

    # --- organisations by their domain ---

    def test_what_is_no_domain_is_not_asked(self):
        for domain in ('firman', '127.0.0.1', 'Firman.example', 'fіrman.se',
                       'https://firman.example', 'firman.example:443',
                       'firman.example/x', ''):
            result = self.ends(self.bo.start('anchors', 'add',
                                             '--organisation', domain,
                                             '--json'), 65)
            self.assertEqual(result.event('error')['error'], 'format')
        self.assertFalse(re.search('anchors', ' '.join(self.bo.files())))

    def fetch(self, domain, *more):
        """Bo adds what stands at that domain."""
        page = self.ends(self.firm.start('organisation', 'publish',
                                         self.path('firm.jwk'), '--name', FIRM,
                                         '--domain', domain), 0)
        with open(self.path(domain), 'w', encoding='utf-8') as file:
            file.write(page.out)
        self.bo.env.update(LD_PRELOAD=PAGES, P2PID_TEST_PAGES=self.folder)
        # Of two libraries that a sanitizer has made, ours comes first.
        options = self.bo.env.get('ASAN_OPTIONS', '')
        self.bo.env['ASAN_OPTIONS'] = options + ':verify_asan_link_order=0'
        return self.bo.start('anchors', 'add', '--organisation', domain,
                             '--environment', 'test', *more)

    def test_a_key_that_another_domain_has_is_refused(self):
        self.ends(self.fetch('firman.example'), 0)
        before = self.bo.files()['anchors.json']
        self.assertIn(b'firman.example', before)
        result = self.ends(self.fetch('granne.example'), 64)
        self.assertIn('a key on its page is already an anchor of another '
                      'organisation: remove that anchor first if it is wrong',
                      result.err)
        told = self.ends(self.fetch('granne.example', '--json'), 64)
        self.assertEqual(told.event('error')['error'], 'state')
        self.assertEqual(self.bo.files()['anchors.json'], before)
        # Its own page is as good as before.
        self.ends(self.fetch('firman.example'), 0)


if __name__ == '__main__':
    main()
