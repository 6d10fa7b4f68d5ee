"""p2pid evidence check: each reason to refuse evidence is told by itself, with
the step that failed and an exit status of its own.

The evidence is our own vector; other methods have theirs beside it, where the
published ones are there.
"""

import base64
import json
import os

from program import Case, Person, main

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..')
with open(os.path.join(TOP, 'vectors', 'binding.json'),
          encoding='utf-8') as vector:
    VECTOR = json.load(vector)
TOKEN = VECTOR['evidence']
# Within its ninety days, and around them.
AT = '2026-12-01T12:00:00Z'
EARLY, LATE = '2026-11-01T00:00:00Z', '2027-11-01T00:00:00Z'


def decode(part):
    return json.loads(base64.urlsafe_b64decode(part + '=' * (-len(part) % 4)))


def encode(value):
    text = json.dumps(value, separators=(',', ':'))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip('=')


def with_header(**changes):
    """The token with another header; its signature is over the old one."""
    header, rest = TOKEN.split('.', 1)
    return encode(decode(header) | changes) + '.' + rest


class Checks(Case):

    def setUp(self):
        super().setUp()
        self.person = Person(self.path('data'))

    def write(self, content, name='file'):
        path = self.path(name)
        with open(path, 'wb') as file:
            file.write(content if isinstance(content, bytes)
                       else content.encode())
        return path

    def check(self, status, *arguments, **more):
        return self.ends(self.person.start('evidence', 'check', *arguments,
                                           **more), status)


    def published(self, name):
        """The folder of published vectors with that name."""
        folder = os.path.join(os.environ.get('P2PID_VECTORS', ''), name)
        if not os.path.isdir(folder):
            self.skipTest('the published vectors are not here: ' + name)
        return folder


class Evidence(Checks):

    def token(self, status, content, at=AT, **more):
        """What is told of one token, as JSON."""
        result = self.check(status, 'sd-jwt', self.write(content), '--at', at,
                            '--json', **more)
        [event] = result.events
        self.assertEqual(event['event'], 'evidence-checked')
        self.assertEqual(event['holds'], status == 0)
        return event

    def test_what_holds_is_told_step_by_step(self):
        event = self.token(0, TOKEN + '\n')
        self.assertEqual(event['name'], 'Astrid Öberg')
        self.assertEqual(event['key'], VECTOR['key'])
        self.assertEqual(event['word'], 'vouched')
        self.assertEqual(event['test'], True)
        self.assertEqual(event['checked'], [
            'shape', 'issuer', 'signature', 'disclosures', 'kind', 'time',
            'key', 'person'])
        self.assertEqual(event['unchecked'], ['revocation'])
        self.assertNotIn('failed', event)
        self.assertNotIn('error', event)
        self.assertNotIn('claimed', event)

    def test_it_is_told_to_people_too(self):
        text = self.check(0, 'sd-jwt', self.write(TOKEN), '--at', AT).out
        for pattern in ('(?m)^  held +signature +The signature is true',
                        '(?m)^  not checked +revocation ',
                        'TEST — This is Astrid Öberg — TEST',
                        'vouched for by p2pid TEST issuer',
                        'Holds until: 2027-02-22',
                        'The key: ' + VECTOR['key'][:8]):
            self.assertRegex(text, pattern)
        self.assertNotIn('FAILED', text)
        text = self.check(20, 'sd-jwt', self.write(TOKEN), '--at', LATE).out
        self.assertRegex(text, '(?m)^  FAILED +time ')
        # Whose it says it is stands once, and never without that.
        self.assertRegex(text, r'(?m)^Claims to be \(not proved\): '
                               'Astrid Öberg$')
        self.assertEqual(text.count('Astrid'), 1)
        self.assertNotIn('This is', text)
        text = self.check(10, 'sd-jwt', self.write(TOKEN[:-1])).out
        self.assertNotIn('Claims', text)

    def test_each_reason_has_its_status(self):
        other = decode(TOKEN.split('.')[0])['jwk'] | {
            'x': 'A' * 42 + 'E'}
        signature = TOKEN.split('.')[2]
        for status, error, failed, content, at in (
                (10, 'format', 'shape', '', AT),
                (10, 'format', 'shape', 'a.b.c', AT),
                (10, 'format', 'shape', TOKEN[:-1], AT),
                (11, 'size', 'shape', 'x' * (25 * 1024), AT),
                (14, 'algorithm', 'signature', with_header(alg='none'), AT),
                (16, 'untrusted', 'issuer', with_header(jwk=other), AT),
                (18, 'forged', 'signature', with_header(kid='us'), AT),
                (18, 'forged', 'signature',
                 TOKEN.replace(signature[:4], 'AAAA', 1), AT),
                (10, 'format', 'kind', with_header(typ='jwt'), AT),
                (20, 'expired', 'time', TOKEN, LATE),
                (21, 'not-yet-valid', 'time', TOKEN, EARLY)):
            event = self.token(status, content, at)
            self.assertEqual((event['error'], event['failed']),
                             (error, failed))
            self.assertNotIn('name', event)
            self.assertNotIn(failed, event['checked'])
            # Where it can be read at all, it is told whose it says it is.
            if failed == 'shape':
                self.assertNotIn('claimed', event)
            else:
                self.assertEqual(event['claimed']['name'], 'Astrid Öberg')

    def test_TEST_is_refused_unless_it_is_taken(self):
        event = self.token(17, TOKEN, allow_test=False)
        self.assertEqual((event['error'], event['failed']),
                         ('test-refused', 'issuer'))

    def test_the_anchors_are_those_of_the_file(self):
        anchors = self.write(json.dumps({'anchors': [
            {'method': 'sd-jwt', 'environment': 'test', 'name': 'Somebody',
             'fingerprint': 'ea0ea8bd64432c451ecab722662697cfc76078f64ea0eb6b'
                            '5525422a6269932c', 'assurance': 'low'}]}),
            'anchors.json')
        result = self.check(0, 'sd-jwt', self.write(TOKEN), '--at', AT,
                            '--anchors', anchors, '--json')
        self.assertEqual(result.events[0]['issuer'], 'Somebody')
        # Nothing of the user's is read or made.
        self.assertFalse(os.path.exists(self.person.folder))
        self.check(65, 'sd-jwt', self.write(TOKEN), '--anchors',
                   self.write('{}', 'none.json'))

    def test_times_are_told_apart(self):
        for at, status in (('2026-11-24T13:00:00+01:00', 0),
                           ('2026-11-24T11:00:00+01:00', 21)):
            self.token(status, TOKEN, at)
        for at in ('now', '2026-11-24', '1795521600', ''):
            self.check(64, 'sd-jwt', self.write(TOKEN), '--at', at)

    def test_files_that_are_not_there(self):
        token, missing = self.write(TOKEN), self.path('missing')
        for arguments in (('sd-jwt', missing), ('oidc', token, missing),
                          ('sd-jwt', token, '--anchors', missing),
                          ('sd-jwt', token, '--statement', missing)):
            result = self.check(66, *arguments)
            self.assertIn(missing, result.err)
            self.assertEqual(result.out, '')

    def test_files_that_are_too_large(self):
        huge = self.write(b'x' * (129 * 1024), 'huge')
        self.assertIn(huge, self.check(65, 'sd-jwt', huge).err)
        long = self.write(b'x' * 257, 'long')
        self.assertIn(long, self.check(65, 'sd-jwt', self.write(TOKEN),
                                       '--statement', long).err)

    def test_another_number_of_files(self):
        file = self.write(TOKEN)
        for method, word, counts in (
                ('sd-jwt', 'token', (3, 10)),
                ('bankid', 'ocspResponse', (1, 2, 4, 10)),
                ('freja', 'details', (1, 3, 10)),
                ('card', 'certificate', (1, 10)),
                ('oidc', 'key set', (1, 3, 10))):
            for count in counts:
                result = self.check(64, method, *[file] * count)
                self.assertIn(word, result.err, (method, count))

    def test_what_is_no_method(self):
        for method in ('role', 'SD-JWT', 'x509', ''):
            result = self.check(64, method, self.write(TOKEN))
            self.assertIn('not a method', result.err)

    def test_a_statement_where_the_method_has_none(self):
        self.check(10, 'sd-jwt', self.write(TOKEN), '--statement',
                   self.write('statement', 'statement'))


def bytes_of(text):
    """Of base64 in either alphabet, padded or not."""
    text = text.rstrip('=').translate(str.maketrans('-_', '+/'))
    return base64.b64decode(text + '=' * (-len(text) % 4))


class BankID(Checks):
    """Our own vector by a fake's keys, as BankID would deliver it."""

    def setUp(self):
        super().setUp()
        with open(os.path.join(TOP, 'vectors', 'bankid.json'),
                  encoding='utf-8') as file:
            self.vector = json.load(file)
        signature, ocsp, root = self.vector['evidence'].split('~')
        self.files = [self.write(bytes_of(signature), 'signature.xml'),
                      self.write(ocsp, 'ocspResponse'),
                      self.write(bytes_of(root), 'root.der')]
        self.statement = bytes_of(self.vector['statement'])

    def bankid(self, status, statement=None, party=None, root=None, at=None):
        anchors = self.write(json.dumps({'anchors': [
            {'method': 'bankid', 'environment': 'test', 'name': 'Fake',
             'fingerprint': root or self.vector['root'],
             'parties': [party or self.vector['party']]}]}), 'anchors.json')
        result = self.check(
            status, 'bankid', *self.files, '--json', '--anchors', anchors,
            '--at', at or '2026-11-24T12:10:00Z', '--statement',
            self.write(statement or self.statement, 'statement'))
        return result.events[0]

    def test_a_signature_in_each_form(self):
        event = self.bankid(0)
        self.assertEqual((event['name'], event['personal-number']),
                         (self.vector['name'], self.vector['personal-number']))
        self.assertEqual((event['word'], event['unchecked']), ('signed', []))
        self.assertEqual(event['key'], self.vector['key'])
        self.assertEqual(event['valid-until'], self.vector['until'])
        with open(self.files[0], 'rb') as file:
            self.write(base64.b64encode(file.read()) + b'\n', 'signature.xml')
        with open(self.files[1], encoding='ascii') as file:
            self.write(bytes_of(file.read()), 'ocspResponse')
        self.assertEqual(self.bankid(0), event)

    def test_the_step_that_fails_is_told(self):
        other = bytearray(self.statement)
        other[-1] ^= 1  # the nonce: nobody reads it
        for status, failed, more in (
                (16, 'issuer', {'root': 'f' * 64}),
                (19, 'party', {'party': 'cn=Somebody'}),
                (19, 'statement', {'statement': bytes(other)}),
                (20, 'time', {'at': '2026-11-25T12:00:00Z'})):
            event = self.bankid(status, **more)
            self.assertEqual(event['failed'], failed)
            self.assertEqual(event['claimed']['name'], self.vector['name'])
            self.assertNotIn('personal-number', event)
        self.write(b'<!-- -->', 'signature.xml')
        event = self.bankid(10)
        self.assertEqual(event['failed'], 'shape')
        self.assertNotIn('claimed', event)

    def test_a_statement_that_was_not_given(self):
        arguments = ('bankid', *self.files, '--at', '2026-11-24T12:10:00Z',
                     '--anchors', self.write(json.dumps({'anchors': [
                         {'method': 'bankid', 'environment': 'test',
                          'name': 'Fake', 'fingerprint': self.vector['root'],
                          'parties': [self.vector['party']]}]}),
                         'anchors.json'))
        [event] = self.check(15, *arguments, '--json').events
        self.assertEqual((event['error'], event['failed'], event['holds']),
                         ('incomplete', 'text', False))
        self.assertIn('give it with --statement FILE', event['message'])
        text = self.check(15, *arguments).out
        self.assertIn('no statement was given; give it with --statement FILE',
                      text)
        # It is not the identity that lacks something.
        self.assertNotIn('FAILED', text)
        self.assertNotIn('The identity lacks', text)
        self.assertIn('Claims to be (not proved): ' + self.vector['name'],
                      text)

    def test_the_sample_from_the_test_environment(self):
        """It is over another text: true up to there, and not further."""
        folder = self.published('bankid')
        anchors = os.path.join(TOP, '..', 'data', 'anchors', 'bankid.json')
        files = [os.path.join(folder, 'sample-signing-fry.' + end)
                 for end in ('xml', 'ocsp.der')]
        files.append(os.path.join(folder, 'test-bankid-root-ca-v1.pem'))
        event = self.check(15, 'bankid', *files, '--anchors', anchors,
                           '--json').events[0]
        self.assertEqual(event['failed'], 'text')
        self.assertEqual(event['claimed']['name'], 'Philip Fry')
        self.assertNotIn('name', event)
        for step in ('chain', 'certificate', 'signature', 'revocation',
                     'party'):
            self.assertIn(step, event['checked'])
        event = self.check(17, 'bankid', *files, '--anchors', anchors,
                           '--json', allow_test=False).events[0]
        self.assertEqual(event['failed'], 'issuer')
        for name in ('attack-keyvalue-forged', 'attack-wrapped-extra-object'):
            files[0] = os.path.join(folder, name + '.xml')
            self.check(10, 'bankid', *files, '--anchors', anchors)


class Published(Checks):
    """What others made, for nobody here."""

    def claimed(self, status, method, *files):
        [event] = self.check(status, method, *files, '--json').events
        self.assertEqual(event['holds'], False)
        self.assertNotIn('name', event)
        return event['claimed']

    def test_cards_of_the_national_test_environments(self):
        folder = self.published('smartcard')
        signature = self.write(bytes(96), 'signature')
        for card, issuer, name in (
                ('ee0', 'TEST-of-ESTEID2018', 'JAAK-KRISTJAN JÕEORG'),
                ('fi0', 'DVV-TEST-Certificates-G5E',
                 'JUHANI SPECIMEN-BACKMAN'),
                ('be0', 'eID-TEST-EC-Citizen-CA', 'Nora Angèle Specimen')):
            files = [os.path.join(folder, 'webeid-token-%s.cert.pem' % card),
                     os.path.join(folder, 'ca-%s.pem' % issuer)]
            self.assertEqual(self.claimed(16, 'card', signature,
                                          *files)['name'], name)

    def test_a_credential_of_the_standard(self):
        token = os.path.join(self.published('sd-jwt'),
                             'rfc9901-A3-pid-issuance.sdjwt.txt')
        self.assertEqual(self.claimed(15, 'sd-jwt', token)['family-name'],
                         'Mustermann')


if __name__ == '__main__':
    main()
