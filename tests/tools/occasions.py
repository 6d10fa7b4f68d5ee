"""How fresh a proof is, told wherever an identity is: half an hour is for a
contact, a second more an enrolled computer."""

import time

from issuer import Issuer
from program import Case, Person, Relay, main

SHORT, LONG = 'contact', 'enrolment'
HALF_AN_HOUR = 1800
AT = r'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$'
SERVED = {}


def setUpModule():
    SERVED['relay'] = Relay()


def tearDownModule():
    SERVED['relay'].stop()


class Occasions(Case):

    def setUp(self):
        super().setUp()
        origin = SERVED['relay'].origin
        self.anna = Person(self.path('anna'), origin, 'Anna Ek', '--for',
                           '%ds' % HALF_AN_HOUR)
        self.bo = Person(self.path('bo'), origin, 'Bo Berg', '--for',
                         '%ds' % (HALF_AN_HOUR + 1))

    def sees(self, text, *patterns):
        for pattern in patterns:
            self.assertRegex(text, '(?m)^ *' + pattern)

    def told(self, person, *arguments):
        return self.ends(person.start(*arguments), 0).out

    def event(self, person, name, *arguments):
        return self.ends(person.start(*arguments, '--json'), 0).event(name)

    def test_ones_own(self):
        for person, line, occasion in (
                (self.anna, 'Proved for one contact on: ' + AT, SHORT),
                (self.bo, 'Computer enrolled on: ' + AT, LONG)):
            self.sees(self.told(person, 'whoami'), line)
            profile = self.event(person, 'profile', 'whoami')
            self.assertEqual(profile['occasion'], occasion)
            self.assertIs(profile['dated-by-holder'], False)

    def test_in_a_contact_and_what_is_kept_of_it(self):
        call = self.anna.start('call', '--receipt')
        code = call.line(r'^ +(\d\d(?: \d\d)+)$')[1]
        answer = self.ends(self.bo.start('answer', code, '--show-me',
                                         '--receipt'), 0)
        call = self.ends(call, 0)
        short = 'Proved for this contact on: ' + AT
        long = 'Computer enrolled on: ' + AT
        self.sees(answer.out, 'TEST — This is Anna Ek', short)
        self.assertNotIn('enrolled', answer.out)
        self.sees(call.out, 'TEST — This is Bo Berg', long)
        self.assertNotIn('Proved', call.out)

        self.sees(self.told(self.bo, 'history'), 'identified, proved for this '
                  'contact, vouched for by p2pid TEST issuer')
        self.sees(self.told(self.anna, 'history'), 'identified, by an '
                  'enrolled computer, vouched for by p2pid TEST issuer')
        for person, occasion in ((self.bo, SHORT), (self.anna, LONG)):
            contact = self.event(person, 'contact', 'history')
            self.assertEqual(contact['occasion'], occasion)
        self.check_receipt(short, long)

    def check_receipt(self, short, long):
        for verb in ('show', 'verify'):
            text = self.told(self.bo, 'receipt', verb, '1')
            first, second = text.split('This is Bo Berg')
            self.sees(first, short)
            self.sees(second, long)
        for verb, name in (('show', 'receipt-checked'), ('verify', 'holds')):
            parties = self.event(self.bo, name, 'receipt', verb,
                                 '1')['parties']
            self.assertEqual([party['occasion'] for party in parties],
                             [SHORT, LONG])

    def test_nobody_who_shows_nothing_has_one(self):
        call = self.anna.start('call', '--json')
        code = call.event('code')['code']
        self.ends(self.bo.start('answer', code, '--decline'), 0)
        self.ends(call, 1)
        self.assertNotIn('occasion',
                         self.event(self.anna, 'contact', 'history'))

    def test_evidence(self):
        """Without a beginning nothing is fresh."""
        now = int(time.time())
        for times, line, occasion in (
                ({'iat': now, 'exp': now + HALF_AN_HOUR},
                 'Proved for one contact on: ' + AT, SHORT),
                ({'iat': now, 'exp': now + HALF_AN_HOUR + 1},
                 'Computer enrolled on: ' + AT, LONG),
                ({'iat': None, 'exp': now + HALF_AN_HOUR},
                 'Computer enrolled on: it does not say$', LONG),
                ({'iat': None, 'nbf': now, 'exp': now + HALF_AN_HOUR},
                 'Computer enrolled on: it does not say$', LONG)):
            path = self.path('token')
            with open(path, 'w', encoding='ascii') as file:
                file.write(Issuer().credential(**times))
            arguments = ('evidence', 'check', 'sd-jwt', path)
            self.sees(self.told(self.anna, *arguments), line)
            event = self.event(self.anna, 'evidence-checked', *arguments)
            self.assertEqual(event['occasion'], occasion)


if __name__ == '__main__':
    main()
