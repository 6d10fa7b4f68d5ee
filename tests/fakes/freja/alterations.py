"""`details` that are not as they should be, by name; signed again by Freja's
key wherever the alteration does not need another."""

from cryptography.hazmat.primitives import hashes

import details
import freja as frejas
from authority import DAY, YEAR
from command import Table
from details import b64, b64url

TABLE = Table()
refuse, keep = TABLE.refuse, TABLE.keep
ALL = TABLE.rows


@keep
def genuine(recipe):
    """Nothing is altered."""


@keep
def without_number(recipe):
    """Freja was not asked for the personal number."""
    del recipe.attributes['ssn']


@keep
def without_birthdate(recipe):
    """Freja was not asked for the date of birth."""
    del recipe.attributes['dateOfBirth']


@keep
def with_organisation(recipe):
    """An employee's organisation id."""
    recipe.attributes['organisationIdIdentifier'] = 'astrid.oberg'
    recipe.attributes['organisationId'] = details.ORGANISATION_ID


@keep
def with_level_of_assurance(recipe):
    """Freja says the level of assurance too."""
    recipe.attributes['loaLevel'] = 'LOA3'


@keep
def says_more(recipe):
    """Members that a later Freja may add."""
    recipe.payload['later'] = {'unknown': True}
    recipe.attributes['later'] = 1


def add(name, what, change):
    change_it = lambda recipe: change(recipe)
    change_it.__name__, change_it.__doc__ = name, what
    refuse(change_it)


def setting(part, key, value):
    """A change that sets a member of a part of the recipe."""
    return lambda recipe: getattr(recipe, part).__setitem__(key, value)


def removing(part, key):
    return lambda recipe: getattr(recipe, part).pop(key)


for name, what, change in (
    ('header_more', 'The header says more than x5t and alg.',
     setting('header', 'typ', 'JWT')),
    ('header_kid', 'The header names another key.',
     setting('header', 'kid', '1')),
    ('header_key', 'The header brings a certificate along.',
     setting('header', 'x5c', ['MIIB'])),
    ('header_critical', 'The header has a critical extension.',
     setting('header', 'crit', ['b64'])),
    ('algorithm_none', 'The algorithm is none.',
     setting('header', 'alg', 'none')),
    ('algorithm_secret', 'The algorithm is HS256.',
     setting('header', 'alg', 'HS256')),
    ('algorithm_pss', 'The algorithm is PS256.',
     setting('header', 'alg', 'PS256')),
    ('algorithm_case', 'The algorithm is in lower case.',
     setting('header', 'alg', 'rs256')),
    ('algorithm_missing', 'No algorithm.', removing('header', 'alg')),
    ('thumbprint_missing', 'No x5t.', removing('header', 'x5t')),
    ('thumbprint_other', 'The x5t of another certificate.',
     setting('header', 'x5t', b64url(bytes(20)))),
    ('thumbprint_sha256', 'x5t#S256 instead of x5t.',
     lambda recipe: recipe.header.__setitem__(
         'x5t#S256', recipe.header.pop('x5t'))),
    ('status_rejected', 'The user rejected it.',
     setting('payload', 'status', 'REJECTED')),
    ('status_started', 'The user had not answered.',
     setting('payload', 'status', 'STARTED')),
    ('status_missing', 'No status.', removing('payload', 'status')),
    ('level_basic', 'Freja was asked for people known by e-mail alone.',
     setting('payload', 'minRegistrationLevel', 'BASIC')),
    ('level_unknown', 'A level that there is not.',
     setting('payload', 'minRegistrationLevel', 'PLUS+')),
    ('level_missing', 'No level.',
     removing('payload', 'minRegistrationLevel')),
    ('level_of_user_basic', 'The user is known by e-mail alone.',
     setting('attributes', 'registrationLevel', 'BASIC')),
    ('time_missing', 'No time.', removing('payload', 'timestamp')),
    ('time_text', 'The time is a text.',
     setting('payload', 'timestamp', '1795521600000')),
    ('time_negative', 'A time before 1970.',
     setting('payload', 'timestamp', -1)),
    ('time_fraction', 'The time has a fraction.',
     setting('payload', 'timestamp', 1795521600000.5)),
    ('type_simple', 'A simple signature, without the statement.',
     setting('payload', 'signatureType', 'SIMPLE')),
    ('type_missing', 'No signature type.',
     removing('payload', 'signatureType')),
    ('reference_missing', 'No signRef.', removing('payload', 'signRef')),
    ('attributes_missing', 'No attributes.',
     removing('payload', 'requestedAttributes')),
    ('attributes_text', 'The attributes are a text.',
     setting('payload', 'requestedAttributes', '{}')),
    ('name_missing', 'No basic user information.',
     removing('attributes', 'basicUserInfo')),
    ('name_empty', 'An empty given name and surname.',
     setting('attributes', 'basicUserInfo', {'name': '', 'surname': ''})),
    ('name_number', 'The surname is a number.',
     setting('attributes', 'basicUserInfo', {'name': 'A', 'surname': 1})),
    ('name_misleading', 'A surname that turns the line around.',
     setting('attributes', 'basicUserInfo',
             {'name': 'Astrid', 'surname': 'Öberg\u202enossliN'})),
    ('number_short', 'A personal number of ten digits.',
     setting('attributes', 'ssn', {'ssn': '8402299823', 'country': 'SE'})),
    ('number_text', 'The personal number is not in an object.',
     setting('attributes', 'ssn', '198402299823')),
    ('birthdate_of_no_day', 'A date of birth that is no day.',
     setting('attributes', 'dateOfBirth', '1985-02-29')),
    ('signature_data_missing', 'No signatureData.',
     removing('payload', 'signatureData')),
    ('signature_data_empty', 'signatureData without userSignature.',
     setting('payload', 'signatureData', {'certificateStatus': ''})),
    ('user_signature_text', 'userSignature is no JWS.',
     setting('payload', 'signatureData', {'userSignature': 'abc'})),
    ('user_signature_parts', 'userSignature has four parts.',
     setting('payload', 'signatureData', {'userSignature': 'e30.e30.AA.AA'})),
    ('text_missing', 'The user signed no text.', removing('user', 'text')),
    ('data_missing', 'The user signed no statement.',
     removing('user', 'binaryData')),
    ('text_number', 'The text that the user signed is a number.',
     setting('user', 'text', 1)),
    ('text_not_base64', 'The text that the user signed is not base64.',
     setting('user', 'text', 'a text!')),
    ('data_other', 'The user signed another statement.',
     setting('user', 'binaryData', b64(b'another statement'))),
    ('text_other', 'The user signed another text.',
     setting('user', 'text', b64('Jag köper för 100 kr.'.encode()))),
):
    add(name, what, change)


@refuse
def text_longer(recipe):
    """The user signed the text and something more."""
    recipe.user['text'] = b64(recipe.text + b'\nAnd I pay 100 kronor.')


@refuse
def data_longer(recipe):
    """The user signed the statement and a byte."""
    recipe.user['binaryData'] = b64(recipe.statement + b'\0')


@refuse
def text_and_data_swapped(recipe):
    """The statement was shown and the text was not."""
    recipe.user = {'text': b64(recipe.statement),
                   'binaryData': b64(recipe.text)}


@refuse
def authentication(recipe):
    """The user logged in somewhere; nothing was signed."""
    recipe.payload['authRef'] = recipe.payload.pop('signRef')
    del recipe.payload['signatureType'], recipe.payload['signatureData']


@refuse
def time_seconds(recipe):
    """The time is in seconds."""
    recipe.payload['timestamp'] //= 1000


@refuse
def time_late(recipe):
    """Signed a hundred days later."""
    recipe.payload['timestamp'] += 100 * DAY * 1000


@refuse
def time_early(recipe):
    """Signed two days before the statement."""
    recipe.payload['timestamp'] -= 2 * DAY * 1000


def use(recipe, signer):
    recipe.signer = recipe.certificate = recipe.anchor = signer
    recipe.header['x5t'] = details.thumbprint(signer)


@refuse
def certificate_expired(recipe):
    """Freja's certificate had expired."""
    use(recipe, recipe.freja.signer(
        'signer', (recipe.at - 3 * YEAR, recipe.at - DAY)))


@refuse
def certificate_not_yet(recipe):
    """Freja's certificate was not valid yet."""
    use(recipe, recipe.freja.signer(
        'signer', (recipe.at + DAY, recipe.at + YEAR)))


@refuse
def certificate_stranger(recipe):
    """Signed by a certificate that no anchor names."""
    anchor = recipe.anchor
    use(recipe, recipe.freja.signer('stranger'))
    recipe.anchor = anchor


@refuse
def certificate_swapped(recipe):
    """The enclosed certificate is not the one that signed."""
    recipe.certificate = recipe.freja.signer('stranger')


@refuse
def key_other(recipe):
    """The right certificate is named, another key signed."""
    recipe.signer = recipe.freja.signer('stranger')


@refuse
def hash_other(recipe):
    """Signed with SHA-512 under the name of RS256."""
    recipe.hash = hashes.SHA512()


@refuse
def by_the_user(recipe):
    """The user signed what Freja should have."""
    key = recipe.freja.ring.key('user ' + recipe.person.number)
    recipe.signer = type(recipe.signer)(recipe.signer.certificate, key)


@refuse
def payload_changed(recipe):
    """The payload was changed after it was signed."""
    recipe.edit_jws = lambda jws: change_part(
        jws, 1, lambda text: text.replace(b'APPROVED', b'Approved'))


def change_part(jws, index, change):
    import base64
    parts = jws.split('.')
    raw = base64.urlsafe_b64decode(parts[index] + '=' * (-len(parts[index])
                                                         % 4))
    parts[index] = b64url(change(raw))
    return '.'.join(parts)


@refuse
def signature_flipped(recipe):
    """One bit of the signature is another."""
    recipe.edit_signature = lambda value: bytes([value[0] ^ 1]) + value[1:]


@refuse
def signature_short(recipe):
    """The signature lacks its last byte."""
    recipe.edit_signature = lambda value: value[:-1]


@refuse
def signature_empty(recipe):
    """No signature."""
    recipe.edit_signature = lambda value: b''


@refuse
def member_twice(recipe):
    """The payload has a status twice."""
    recipe.edit_payload = lambda text: text.replace(
        '"status":', '"status":"REJECTED","status":', 1)


@refuse
def text_twice(recipe):
    """What the user signed has a text twice."""
    recipe.edit_user = lambda text: text.replace(
        '"text":', '"text":"QQ==","text":', 1)


@refuse
def header_twice(recipe):
    """The header has an algorithm twice."""
    recipe.edit_header = lambda text: text.replace(
        '"alg":', '"alg":"none","alg":', 1)


@refuse
def payload_no_json(recipe):
    """The payload is not JSON."""
    recipe.edit_payload = lambda text: text[:-1]


@refuse
def payload_list(recipe):
    """The payload is a list."""
    recipe.edit_payload = lambda text: '[' + text + ']'


@refuse
def payload_deep(recipe):
    """The payload is nested ten thousand deep."""
    recipe.edit_payload = lambda text: text[:-1] + ',"x":' + '[' * 10000 \
        + ']' * 10000 + '}'


@refuse
def too_large(recipe):
    """More bytes than any binding needs."""
    recipe.payload['later'] = 'x' * 64 * 1024


@refuse
def parts_four(recipe):
    """A fourth part."""
    recipe.edit_jws = lambda jws: jws + '.AA'


@refuse
def parts_two(recipe):
    """The signature is missing with its point."""
    recipe.edit_jws = lambda jws: jws.rpartition('.')[0]


@refuse
def padded(recipe):
    """Base64url with padding."""
    recipe.edit_jws = lambda jws: jws + '=='


@refuse
def bytes_after(recipe):
    """A character at the end that is no base64url."""
    recipe.edit_jws = lambda jws: jws + '!'


@refuse
def empty(recipe):
    """No bytes at all."""
    recipe.edit_jws = lambda jws: ''
