"""`details` of a Freja sign result: a JWS by Freja, with the user's own
signature inside.

    header   {"x5t": SHA-1 of the signing certificate, "alg": "RS256"}
    payload  signRef, status, userInfoType, userInfo, minRegistrationLevel,
             requestedAttributes, timestamp (milliseconds), signatureType,
             signatureData: userSignature     a JWS: text, binaryData (base64)
                            certificateStatus OCSP answer, base64
"""

import base64
import hashlib
import json
import uuid

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

import freja as frejas

ORGANISATION_ID = {
    'identifier': 'astrid.oberg', 'issuerCode': 'OBERGS',
    'issuerFriendlyName': {'EN': 'Oberg Accounting',
                           'SV': 'Öbergs Redovisning AB'},
}


def b64(content):
    return base64.b64encode(content).decode()


def b64url(content):
    return base64.urlsafe_b64encode(content).rstrip(b'=').decode()


def compact(value):
    return json.dumps(value, separators=(',', ':'), ensure_ascii=False)


def thumbprint(holder):
    return b64url(hashlib.sha1(holder.der).digest())


def attributes_of(person, level='PLUS'):
    return {
        'basicUserInfo': {'name': person.given_name,
                          'surname': person.family_name},
        'ssn': {'ssn': person.number, 'country': 'SE'},
        'dateOfBirth': person.birthdate,
        'registrationLevel': level,
        'relyingPartyUserId': b64url(hashlib.sha256(
            person.number.encode()).digest()),
    }


class Recipe:
    """What goes in. `payload` and `user` are changed before they are signed;
    what edit_... has is applied to the text of a part."""

    def __init__(self, freja, statement, text, person=frejas.ASTRID,
                 reference=None, level='PLUS', attributes=None):
        self.freja = freja
        self.at = freja.at
        self.statement, self.text, self.person = statement, text, person
        self.anchor = self.signer = self.certificate = freja.signer()
        self.hash = hashes.SHA256()
        self.header = {'x5t': thumbprint(self.signer), 'alg': 'RS256'}
        self.user_header = {'kid': b64url(bytes(20)), 'alg': 'RS256'}
        self.user = {'text': b64(text), 'binaryData': b64(statement)}
        self.payload = {
            'signRef': reference or str(uuid.uuid4()),
            'status': 'APPROVED',
            'userInfoType': 'INFERRED', 'userInfo': 'N/A',
            'minRegistrationLevel': level,
            'requestedAttributes': (attributes_of(person, level)
                                    if attributes is None else attributes),
            'timestamp': freja.at * 1000,
            'signatureType': 'EXTENDED',
            'signatureData': {},
        }
        self.edit_header = self.edit_payload = self.edit_user = \
            self.edit_signature = self.edit_jws = lambda text: text

    @property
    def attributes(self):
        return self.payload['requestedAttributes']


def sign(key, header, payload, algorithm):
    data = b64url(header.encode()) + '.' + b64url(payload.encode())
    value = key.sign(data.encode(), padding.PKCS1v15(), algorithm)
    return data, value


def make_user_signature(recipe):
    key = recipe.freja.ring.key('user ' + recipe.person.number)
    data, value = sign(key, compact(recipe.user_header),
                       recipe.edit_user(compact(recipe.user)),
                       hashes.SHA256())
    return data + '.' + b64url(value)


def make(recipe):
    """The JWS, as bytes."""
    data = recipe.payload.get('signatureData')
    if data == {}:
        data['userSignature'] = make_user_signature(recipe)
        data['certificateStatus'] = b64(b'0\x03\x0a\x01\x00')
    data, value = sign(recipe.signer.key,
                       recipe.edit_header(compact(recipe.header)),
                       recipe.edit_payload(compact(recipe.payload)),
                       recipe.hash)
    jws = data + '.' + b64url(recipe.edit_signature(value))
    return recipe.edit_jws(jws).encode()
