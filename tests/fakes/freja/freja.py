"""Freja's authorities and people, named as in its test environment.

    RSA Test Root CA
      RSA TEST Issuing CA
        Freja eID TEST JWS Signing      signs what Freja answers
        the server, relying parties     TLS
"""

from cryptography import x509

import authority
from authority import (COMMON_NAME, COUNTRY, DAY, ORGANISATION,
                       ORGANISATION_ID, UNIT, YEAR)

FREJA = [(ORGANISATION_ID, '559110-4806'), (UNIT, 'Test'),
         (ORGANISATION, 'Freja eID Sweden AB'), (COUNTRY, 'SE')]


class Person:
    def __init__(self, given_name, family_name, birthdate, number):
        self.given_name = given_name
        self.family_name = family_name
        self.birthdate = birthdate
        self.number = authority.personal_number(
            birthdate.replace('-', ''), number)

    @property
    def name(self):
        return self.given_name + ' ' + self.family_name


# Birth numbers from 980 on are given to nobody.
ASTRID = Person('Astrid', 'Öberg', '1984-02-29', '982')
BERTIL = Person('Bertil', 'Nilsson', '1971-05-09', '991')


class Freja:
    """Everything is made when first asked for, and then kept."""

    def __init__(self, at, ring=None):
        self.at = at
        self.ring = ring or authority.Ring()
        self.made = {}
        self.long = (at - 10 * YEAR, at + 10 * YEAR)
        self.usual = (at - 30 * DAY, at + 3 * YEAR)

    def keep(self, name, make):
        if name not in self.made:
            self.made[name] = make()
        return self.made[name]

    @property
    def root(self):
        return self.keep('root', lambda: authority.issue_authority(
            [(COUNTRY, 'SE'), (ORGANISATION, 'Verisec AB'),
             (UNIT, 'Freja eID'), (COMMON_NAME, 'RSA Test Root CA')],
            self.ring.key('root'), None, self.long))

    @property
    def issuer(self):
        return self.keep('issuer', lambda: authority.issue_authority(
            [*FREJA, (COMMON_NAME, 'RSA TEST Issuing CA')],
            self.ring.key('issuer'), self.root, self.long))

    def signer(self, key='signer', valid=None):
        """The certificate by which Freja signs its answers."""
        return self.keep('signer %s %s' % (key, valid),
                         lambda: authority.issue(
            [(COMMON_NAME, 'Freja eID TEST JWS Signing'), *FREJA],
            self.ring.key(key), self.issuer, valid or self.usual, [
                (authority.usage('digital_signature', 'content_commitment'),
                 True),
                (x509.BasicConstraints(False, None), True)]))

    def relying_party(self, name, issuer=None):
        return authority.issue(
            [(COUNTRY, 'SE'), (ORGANISATION, name), (COMMON_NAME, name)],
            self.ring.key('rp ' + name), issuer or self.issuer, self.usual,
            [(authority.usage('digital_signature'), True)])
