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


class Evidence(Case):

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
        self.assertNotIn('Astrid', text)

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


if __name__ == '__main__':
    main()
