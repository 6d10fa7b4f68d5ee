"""A bank of BankID's test world: its authorities, its OCSP signer, its
customers and its relying parties, named as BankID names them.

    Test BankID Root CA v1 Test
      Testbank A CA v1 for BankID Test
        Testbank A Customer CA1 v1 for BankID Test      BankID on file
          persons, "... OCSP Signing"
        Testbank A Customer CA3 v1 for BankID Test      Mobile BankID
        Testbank A RP CA v1 for BankID Test             relying parties
"""

from cryptography import x509
from cryptography.x509.oid import AuthorityInformationAccessOID

import authority
from authority import (COMMON_NAME, COUNTRY, DAY, GIVEN_NAME, NAME,
                       ORGANISATION, SERIAL, SURNAME, UNIT, YEAR)

BANK = 'Testbank A AB (publ)'
FILE, CARD, MOBILE = '1.2.3.4.5', '1.2.3.4.10', '1.2.3.4.25'
KINDS = {FILE: 'BankID på fil', CARD: 'BankID på kort',
         MOBILE: 'Mobilt BankID'}

NO_CHECK = x509.OCSPNoCheck()
OCSP_AT = x509.AuthorityInformationAccess([x509.AccessDescription(
    AuthorityInformationAccessOID.OCSP,
    x509.UniformResourceIdentifier('http://test.revocationstatus.se'))])


class Person:
    def __init__(self, given_name, family_name, number):
        self.given_name = given_name
        self.family_name = family_name
        self.number = number

    @property
    def name(self):
        return self.given_name + ' ' + self.family_name


# Birth numbers from 980 on are given to nobody.
ASTRID = Person('Astrid', 'Öberg', authority.personal_number('19840229', '982'))
BERTIL = Person('Bertil', 'Nilsson',
                authority.personal_number('19710509', '991'))


def subject_of(person, at, policy=FILE):
    stamp = authority.moment(at - 30 * DAY).strftime('(%y%m%d %H.%M)')
    return [(COUNTRY, 'SE'), (ORGANISATION, BANK),
            (SURNAME, person.family_name), (GIVEN_NAME, person.given_name),
            (SERIAL, person.number),
            (NAME, '%s %s - %s' % (stamp, person.name,
                                   KINDS.get(policy, 'BankID'))),
            (COMMON_NAME, person.name)]


class Bank:
    """Everything is made when first asked for, and then kept. Authorities of
    BankID have keys of 4096 bits, which take seconds to make."""

    def __init__(self, at, ring=None, bits=4096):
        self.at = at
        self.bits = bits
        self.ring = ring or authority.Ring()
        self.made = {}
        self.long = (at - 10 * YEAR, at + 10 * YEAR)
        self.usual = (at - 30 * DAY, at + 2 * YEAR)

    def keep(self, name, make):
        if name not in self.made:
            self.made[name] = make()
        return self.made[name]

    def bank_subject(self, name):
        return [(COUNTRY, 'SE'), (ORGANISATION, BANK),
                (SERIAL, '111111111111'), (COMMON_NAME, name)]

    def issue_authority(self, subject, key, issuer, valid=None):
        return authority.issue_authority(
            subject, key, issuer, valid or self.long,
            [(authority.policies(FILE), False)] if issuer else [])

    @property
    def root(self):
        return self.keep('root', lambda: self.issue_authority(
            [(ORGANISATION, 'Finansiell ID-Teknik BID AB'),
             (UNIT, 'BankID Member Banks CA'),
             (COMMON_NAME, 'Test BankID Root CA v1 Test')],
            self.ring.key('root', self.bits), None))

    @property
    def bank(self):
        return self.keep('bank', lambda: self.issue_authority(
            self.bank_subject('Testbank A CA v1 for BankID Test'),
            self.ring.key('bank', self.bits), self.root))

    def customer(self, number=1, valid=None):
        bits = self.bits if number == 1 else 2048
        return self.keep('customer %s %s' % (number, valid),
                         lambda: self.issue_authority(
            self.bank_subject(
                'Testbank A Customer CA%d v1 for BankID Test' % number),
            self.ring.key('customer %d' % number, bits), self.bank, valid))

    @property
    def relying_parties(self):
        return self.keep('rp', lambda: self.issue_authority(
            self.bank_subject('Testbank A RP CA v1 for BankID Test'),
            self.ring.key('rp'), self.bank))

    def ocsp_signer(self, issuer=None, valid=None, purpose=True, key='ocsp'):
        issuer = issuer or self.customer()
        common = issuer.certificate.subject.get_attributes_for_oid(
            COMMON_NAME)[0].value
        extensions = [
            (authority.policies(FILE), False),
            (authority.usage('content_commitment'), True),
            (NO_CHECK, False)]
        if purpose:
            extensions.append(
                (x509.ExtendedKeyUsage([x509.OID_OCSP_SIGNING]), True))
        return self.keep(
            'ocsp %s %s %s %s' % (common, valid, purpose, key),
            lambda: authority.issue(
                [(COUNTRY, 'SE'), (ORGANISATION, BANK), (SERIAL, '1111111111'),
                 (COMMON_NAME, common + ' OCSP Signing')],
                self.ring.key(key), issuer, valid or self.usual, extensions))

    def leaf(self, person, issuer=None, valid=None, policy=FILE, subject=None,
             usage='content_commitment', bits=2048, more=()):
        """A person's certificate; what is not said is as it should be."""
        extensions = [(OCSP_AT, False), (authority.usage(usage), True), *more]
        if policy:
            extensions.append((authority.policies(policy), False))
        return authority.issue(
            subject or subject_of(person, self.at, policy),
            self.ring.key('%s %d' % (person.number, bits), bits),
            issuer or self.customer(), valid or self.usual, extensions)

    def person(self, person):
        return self.keep(person.number, lambda: self.leaf(person))

    def relying_party(self, common_name, display_name, number):
        return self.keep('rp ' + common_name, lambda: authority.issue(
            [(COUNTRY, 'SE'), (ORGANISATION, BANK), (SERIAL, number),
             (NAME, display_name), (COMMON_NAME, common_name)],
            self.ring.key('rp ' + common_name), self.relying_parties,
            self.usual, [
                (authority.policies(FILE), False),
                (authority.usage('digital_signature'), True)]))
