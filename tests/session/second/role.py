"""§11: roles, by which an organisation says what a person may do in its name,
and the page on which it publishes its keys."""

import unicodedata

import binding
from conventions import Refused, base64url, base64url_decode, json_object
from primitives import ed25519_public, ed25519_sign, ed25519_verify, sha256
from texts import FACT_MAX, is_text

VCT = 'urn:p2pid:role:1'
ENDORSEMENT_TYPE = 'p2pid-organisation+jwt'
PERSON = '''
name given_name family_name birthdate personal_administrative_number
'''.split()
LEFT_OUT = 'untrusted test-refused expired not-yet-valid revoked'.split()


def need_text(members, name):
    value = binding.text_of(members, name)
    if value is None:
        raise Refused('incomplete')
    if not is_text(value, FACT_MAX):
        raise Refused('text')
    return value


def folded(name):
    return ' '.join(unicodedata.normalize('NFKC', name).casefold().split())


class Endorsement:
    def __init__(self, jws, text):
        parts = jws.split('.')
        if len(parts) != 3:
            raise Refused('format')
        self.signed = (parts[0] + '.' + parts[1]).encode()
        self.header = json_object(base64url_decode(parts[0]))
        self.payload = json_object(base64url_decode(parts[1]))
        self.signature = base64url_decode(parts[2])
        self.parts = binding.binding_read(text)
        if self.parts[3]:
            raise Refused('format')

    def judge(self, fingerprint, person_key, anchors, now):
        """Who stands for the key, and the name that they give."""
        if binding.text_of(self.header, 'typ') != ENDORSEMENT_TYPE or \
                'crit' in self.header or self.header.get('alg') != 'EdDSA':
            raise Refused('format')
        if base64url_decode(self.payload.get('jkt')).hex() != fingerprint:
            raise Refused('mismatch')
        if base64url_decode(self.payload.get('binding')) != \
                binding.binding_hash(*self.parts):
            raise Refused('mismatch')
        signatory = binding.judge(*self.parts, anchors, now)
        key = binding.proof_read(*self.parts[:3]).key()
        if key == person_key:
            raise Refused('mismatch')
        if not ed25519_verify(key, self.signature, self.signed):
            raise Refused('forged')
        binding.check_validity(self.payload, now)
        return signatory, need_text(self.payload, 'organization')


def role_read(text):
    credential, *rest = text.split('|', 2)
    if len(rest) == 1:
        raise Refused('format')
    return binding.SdJwt(credential), Endorsement(*rest) if rest else None


def fingerprint(text):
    """What an organisation withdraws a role by."""
    return sha256(role_read(text)[0].signed).hex()


def judge(text, person_key, organisations, anchors, now):
    """organisations: what pages say, by the fingerprint of a key; anchors: of
    issuers of persons. The role, in the order of checks that §11 has."""
    token, endorsement = role_read(text)
    issuer = token.issuer()
    page = organisations.get(issuer)
    name = page and page['organisation']
    signatory = None
    if endorsement:
        try:
            signatory, given = endorsement.judge(issuer, person_key, anchors,
                                                 now)
        except Refused as refused:
            if not page or refused.why not in LEFT_OUT:
                raise
        else:
            if page and folded(given) != folded(name):
                signatory = None
            name = name or given
    if not page and not signatory:
        raise Refused('untrusted')
    token.verify_signature()
    claims = token.claims()
    if claims.get('vct') != VCT or any(fact in claims for fact in PERSON):
        raise Refused('mismatch')
    binding.check_validity(claims, now)
    if token.key() != person_key:
        raise Refused('mismatch')
    if page:
        if claims.get('domain', page['domain']) != page['domain']:
            raise Refused('mismatch')
        if fingerprint(text) in page.get('revoked', []):
            raise Refused('revoked')
    need_text(claims, 'organization')
    role = claims.get('role') and need_text(claims, 'role')
    return {'organisation': name, 'role': role, 'signatory': signatory}


def page_read(text, domain):
    """What the page says, by the fingerprint of each key."""
    page = json_object(text.encode())
    if need_text(page, 'domain') != domain:
        raise Refused('mismatch')
    need_text(page, 'organisation')
    for key in page['keys']:
        binding.jwk_read(key['jwk'])
    return {binding.thumbprint(key['jwk']): page for key in page['keys']}


def sign(seed, header, payload):
    signed = base64url(binding.compact(header)) + '.' + \
        base64url(binding.compact(payload))
    return signed + '.' + base64url(ed25519_sign(seed, signed.encode()))


def issue(seed, key, organisation, domain, role, now, lifetime, salt):
    disclosure = base64url(binding.compact([base64url(salt), 'role', role]))
    okp = {'kty': 'OKP', 'crv': 'Ed25519'}
    jwt = sign(seed, {'typ': 'dc+sd-jwt', 'alg': 'EdDSA', 'jwk': dict(
        okp, x=base64url(ed25519_public(seed)))}, {
            'vct': VCT, 'organization': organisation, 'domain': domain,
            'iat': now, 'exp': now + lifetime,
            'cnf': {'jwk': dict(okp, x=base64url(key))},
            '_sd': [base64url(sha256(disclosure.encode()))],
            '_sd_alg': 'sha-256'})
    return jwt + '~' + disclosure + '~'


def endorse(seed, text, issuer, organisation, now, lifetime):
    """text: the signatory's binding, as it is to be shown."""
    jws = sign(seed, {'typ': ENDORSEMENT_TYPE, 'alg': 'EdDSA'}, {
        'organization': organisation,
        'jkt': base64url(bytes.fromhex(issuer)), 'iat': now,
        'exp': now + lifetime,
        'binding': base64url(binding.binding_hash(
            *binding.binding_read(text)))})
    return jws + '|' + text
