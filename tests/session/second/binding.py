"""§11: bindings, and the method sd-jwt."""

import datetime
import json
import re

from conventions import H, Refused, base64url, base64url_decode, check_crit, \
    is_number, json_object, json_read, lv_cat
from primitives import ed25519_public, ed25519_sign, ed25519_verify, \
    es256_verify, sha256
from records import TIME_MAX
from texts import FACT_MAX, is_text

PARTS = ('method', 'statement', 'evidence', 'role')
EVIDENCE_MAX = 24576
DISCLOSURES_MAX = 256
LEEWAY = 60
VCT = 'urn:p2pid:identity:1'

TEST_SEED = b'p2pid TEST issuer, not a secret!'
TEST_ISSUER = 'urn:p2pid:test-issuer'
TEST_KEY = '5f83a5342ee78d2458bd7035eb1679dbcbdef2dabe9d85b5a732b1e24dee42bd'
TEST_FINGERPRINT = \
    'ea0ea8bd64432c451ecab722662697cfc76078f64ea0eb6b5525422a6269932c'
TEST_DIGESTS = 7

FACTS = '''
name given_name family_name birthdate personal_administrative_number
organization role
'''.split()
IN_THE_OPEN = 'iss vct nbf exp cnf status'.split()


def binding_read(text):
    """Method, statement, evidence and role of a binding in a file."""
    members = json_object(text.encode())
    check_crit(members, PARTS)
    if any(not isinstance(members.get(name, ''), str) for name in PARTS):
        raise Refused('format')
    method, statement, evidence, role = (members.get(name, '')
                                         for name in PARTS)
    if not re.fullmatch('[a-z0-9-]{1,32}', method) or \
            not re.fullmatch('[ -~]+', evidence) or \
            not re.fullmatch('[ -~]+', members.get('role', 'none')) or \
            len(evidence + role) > EVIDENCE_MAX:
        raise Refused('format')
    base64url_decode(statement)
    return method, statement, evidence, role


def binding_hash(method, statement, evidence, role):
    return H(lv_cat('libp2pid/1 binding', method, statement, evidence, role))


def compact(value):
    return json.dumps(value, ensure_ascii=False,
                      separators=(',', ':')).encode()


def thumbprint(jwk):
    """RFC 7638: the members that make the key, by name."""
    needed = {'OKP': ('crv', 'kty', 'x'), 'EC': ('crv', 'kty', 'x', 'y')}
    return sha256(compact({name: jwk[name]
                           for name in needed[jwk['kty']]})).hex()


def text_of(members, name):
    """A member that is a string; None where there is none."""
    value = members.get(name, '')
    if not isinstance(value, str):
        raise Refused('format')
    return members.get(name)


def jwk_read(jwk):
    """The key's curve and coordinates."""
    if not isinstance(jwk, dict) or 'd' in jwk:
        raise Refused('format')
    kind = text_of(jwk, 'kty'), text_of(jwk, 'crv')
    if kind[0] is None:
        raise Refused('format')
    if kind == ('OKP', 'Ed25519'):
        coordinates = [base64url_decode(jwk.get('x'))]
    elif kind == ('EC', 'P-256'):
        coordinates = [base64url_decode(jwk.get(name)) for name in 'xy']
    else:
        raise Refused('algorithm')
    if any(len(coordinate) != 32 for coordinate in coordinates):
        raise Refused('format')
    return kind[1], coordinates


def disclosure_read(text):
    """Salt, name and value of an object's member; salt and value of a
    list's."""
    value = json_read(base64url_decode(text))
    if not isinstance(value, list) or len(value) not in (2, 3) or \
            not all(isinstance(name, str) for name in value[:-1]):
        raise Refused('format')
    return value


class SdJwt:
    """Evidence taken apart, its shape checked and nothing more."""

    def __init__(self, evidence):
        if not evidence.endswith('~'):
            raise Refused('format')
        jwt, *disclosures = evidence[:-1].split('~')
        parts = jwt.split('.')
        if len(parts) != 3 or len(disclosures) > DISCLOSURES_MAX:
            raise Refused('format')
        self.signed = (parts[0] + '.' + parts[1]).encode()
        self.header = json_object(base64url_decode(parts[0]))
        self.payload = json_object(base64url_decode(parts[1]))
        self.signature = base64url_decode(parts[2])
        self.disclosures = {
            base64url(sha256(text.encode())): disclosure_read(text)
            for text in disclosures}
        self.count = len(disclosures)

    def issuer(self):
        """The fingerprint of the issuer's key."""
        if text_of(self.header, 'typ') != 'dc+sd-jwt' or \
                text_of(self.header, 'alg') is None or 'crit' in self.header:
            raise Refused('format')
        if 'jwk' not in self.header:
            raise Refused('incomplete')
        jwk_read(self.header['jwk'])
        return thumbprint(self.header['jwk'])

    def verify_signature(self):
        curve, coordinates = jwk_read(self.header['jwk'])
        algorithm = {'Ed25519': 'EdDSA', 'P-256': 'ES256'}[curve]
        if self.header['alg'] != algorithm:
            raise Refused('algorithm')
        verify = {'EdDSA': ed25519_verify, 'ES256': es256_verify}[algorithm]
        if not verify(*coordinates, self.signature, self.signed):
            raise Refused('forged')

    def claims(self):
        """The payload with what was disclosed; RFC 9901 §7.1, 3 to 5."""
        if text_of(self.payload, '_sd_alg') not in (None, 'sha-256'):
            raise Refused('algorithm')
        seen = []
        claims = _disclose(self.payload, self.disclosures, seen, 0)
        if len(set(seen)) != len(seen) or \
                not set(self.disclosures) <= set(seen) or \
                self.count != len(self.disclosures):
            raise Refused('format')
        claims.pop('_sd_alg', None)
        if any((name in claims) != (name in self.payload)
               for name in IN_THE_OPEN):
            raise Refused('format')
        return claims

    def key(self):
        """The identity key that the evidence is about."""
        cnf = self.payload.get('cnf')
        if not isinstance(cnf, dict) or 'jwk' not in cnf:
            raise Refused('incomplete')
        curve, coordinates = jwk_read(cnf['jwk'])
        if curve != 'Ed25519':
            raise Refused('algorithm')
        return coordinates[0]


def _digest(text):
    if not isinstance(text, str) or len(text.encode()) != 43:
        raise Refused('format')
    return text


def _disclose(value, found, seen, depth):
    """The value with its disclosures in it. Every digest goes to seen."""
    if depth > 8:
        raise Refused('format')
    if isinstance(value, list):
        return _disclose_list(value, found, seen, depth)
    if not isinstance(value, dict):
        return value
    if '...' in value:
        raise Refused('format')
    out = {name: _disclose(member, found, seen, depth + 1)
           for name, member in value.items() if name != '_sd'}
    digests = value.get('_sd', [])
    if not isinstance(digests, list):
        raise Refused('format')
    for digest in map(_digest, digests):
        seen.append(digest)
        if digest in found:
            if len(found[digest]) != 3:
                raise Refused('format')
            _, name, member = found[digest]
            if name in ('_sd', '...') or name in out:
                raise Refused('format')
            out[name] = _disclose(member, found, seen, depth + 1)
    return out


def _disclose_list(items, found, seen, depth):
    out = []
    for item in items:
        if not isinstance(item, dict) or '...' not in item:
            out.append(_disclose(item, found, seen, depth + 1))
            continue
        if len(item) != 1:
            raise Refused('format')
        digest = _digest(item['...'])
        seen.append(digest)
        if digest in found:
            if len(found[digest]) != 2:
                raise Refused('format')
            out.append(_disclose(found[digest][1], found, seen, depth + 1))
    return out


def check_validity(claims, now):
    for name in ('iat', 'nbf', 'exp'):
        if name in claims and not is_number(claims[name], 0, TIME_MAX):
            raise Refused('format')
    if 'exp' not in claims:
        raise Refused('incomplete')
    if any(claims.get(name, 0) - LEEWAY > now for name in ('iat', 'nbf')):
        raise Refused('not-yet-valid')
    if now >= claims['exp']:
        raise Refused('expired')


def check_day(text):
    try:
        day = datetime.datetime.strptime(text, '%Y-%m-%d').date()
    except ValueError:
        raise Refused('format') from None
    if day.isoformat() != text:
        raise Refused('format')


def facts(claims):
    out = {}
    for name in FACTS:
        value = text_of(claims, name)
        if value is not None and not is_text(value, FACT_MAX):
            raise Refused('text')
        if value is not None:
            out[name] = value
    if 'birthdate' in out:
        check_day(out['birthdate'])
    if 'name' not in out:
        if 'given_name' not in out or 'family_name' not in out:
            raise Refused('incomplete')
        out['name'] = out['given_name'] + ' ' + out['family_name']
    return out


def proof_read(method, statement, evidence):
    if method != 'sd-jwt':
        raise Refused('method')
    if statement:
        raise Refused('format')
    return SdJwt(evidence)


def judge(method, statement, evidence, role, anchors, now):
    """The facts of a binding, in the order of checks that §11 has."""
    token = proof_read(method, statement, evidence)
    if token.issuer() not in anchors:
        raise Refused('untrusted')
    token.verify_signature()
    claims = token.claims()
    text_of(claims, 'iss')
    if text_of(claims, 'vct') is None:
        raise Refused('incomplete')
    if claims['vct'] != VCT:
        raise Refused('mismatch')
    check_validity(claims, now)
    token.key()
    person = facts(claims)
    if role:
        raise Refused('method')
    return person


def show_only(evidence, names):
    """The same evidence with the disclosures of these claims only."""
    jwt, *disclosures = evidence[:-1].split('~')
    kept = [text for text in disclosures
            if json_read(base64url_decode(text))[1] in names]
    return '~'.join([jwt] + kept) + '~'


def issue(key, person, now, lifetime, random, issuer=TEST_SEED,
          change=lambda header, payload: None):
    """What the TEST issuer issues, or another issuer with its seed. random: 16
    bytes for each salt, then for each decoy. change: what else should be in
    it, for tests."""
    disclosures = [base64url(compact([base64url(random(16)), name, value]))
                   for name, value in person]
    digests = [base64url(sha256(text.encode())) for text in disclosures]
    while len(digests) < TEST_DIGESTS:
        digests.append(base64url(sha256(random(16))))
    okp = {'kty': 'OKP', 'crv': 'Ed25519'}
    header = {'typ': 'dc+sd-jwt', 'alg': 'EdDSA',
              'jwk': dict(okp, x=base64url(ed25519_public(issuer)))}
    payload = {'vct': VCT, 'iss': TEST_ISSUER, 'iat': now,
               'exp': now + lifetime,
               'cnf': {'jwk': dict(okp, x=base64url(key))},
               '_sd': sorted(digests), '_sd_alg': 'sha-256'}
    change(header, payload)
    signed = base64url(compact(header)) + '.' + base64url(compact(payload))
    jwt = signed + '.' + base64url(ed25519_sign(issuer, signed.encode()))
    return '~'.join([jwt] + disclosures) + '~'
