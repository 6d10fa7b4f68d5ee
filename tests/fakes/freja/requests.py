"""What Freja asks of an initSignRequest; each fault has its own code."""

import base64
import json

USER_INFO_TYPES = ('EMAIL', 'SSN', 'PHONE', 'INFERRED', 'ORG_ID', 'UPI')
LEVELS = ('BASIC', 'EXTENDED', 'PLUS')
ATTRIBUTES = (
    'BASIC_USER_INFO', 'SSN', 'DATE_OF_BIRTH', 'RELYING_PARTY_USER_ID',
    'UNIQUE_PERSONAL_IDENTIFIER', 'EMAIL_ADDRESS', 'ALL_EMAIL_ADDRESSES',
    'ALL_PHONE_NUMBERS', 'ADDRESSES', 'ORGANISATION_ID_IDENTIFIER',
    'ORGANISATION_ID', 'CUSTOM_IDENTIFIER', 'REGISTRATION_LEVEL',
    'LOA_LEVEL', 'AGE', 'PHOTO', 'DOCUMENT')
NEED_EXTENDED = {'BASIC_USER_INFO', 'SSN', 'DATE_OF_BIRTH'}
MEMBERS = {
    'userInfoType', 'userInfo', 'minRegistrationLevel', 'title',
    'pushNotification', 'expiry', 'dataToSignType', 'dataToSign',
    'signatureType', 'attributesToReturn', 'orgIdIssuer',
    'userConfirmationMethod', 'originDeviceDetails', 'useDynamicQrCode'}
MESSAGES = {
    1000: 'Invalid parameters.',
    1001: 'Invalid or missing userInfoType.',
    1002: 'Invalid or missing userInfo.',
    1004: 'You are not allowed to call this method.',
    1007: 'Invalid minimum registration level.',
    1008: 'Unknown Relying party.',
    1010: 'JSON request cannot be parsed.',
    1012: 'User with the specified user info does not exist.',
    1100: 'Invalid reference (for example, nonexistent or expired).',
    3000: 'Invalid or missing dataToSignType.',
    3001: 'Invalid or missing dataToSign.',
    3002: 'Invalid or missing signatureType.',
    3003: 'Invalid expiry.',
    3004: 'Invalid push notification.',
    3005: 'Invalid attributesToReturn parameter.',
    3007: 'Invalid title.',
}
MINUTE = 60 * 1000
DAY = 24 * 60 * MINUTE
TEXT_MAX, DATA_MAX = 4096, 5 * 1024 * 1024


def decode(text):
    """Base64, or None."""
    try:
        return base64.b64decode(text, validate=True)
    except (ValueError, TypeError):
        return None


def is_text(value, most):
    return isinstance(value, str) and 1 <= len(value) <= most


def user_fault(wish):
    kind, info = wish.get('userInfoType'), wish.get('userInfo')
    if kind not in USER_INFO_TYPES:
        return 1001
    if not is_text(info, 256) or kind == 'INFERRED' and info != 'N/A':
        return 1002
    if kind == 'SSN':
        try:
            ssn = json.loads(decode(info) or b'')
        except ValueError:
            return 1002
        if not isinstance(ssn, dict) or set(ssn) != {'country', 'ssn'}:
            return 1002
    return None


def data_fault(wish):
    kind, data = wish.get('dataToSignType'), wish.get('dataToSign')
    if kind not in ('SIMPLE_UTF8_TEXT', 'EXTENDED_UTF8_TEXT'):
        return 3000
    members = {'text'} if kind == 'SIMPLE_UTF8_TEXT' else {'text',
                                                           'binaryData'}
    if not isinstance(data, dict) or set(data) != members:
        return 3001
    text = decode(data['text'])
    try:
        shown = text.decode() if text else ''
    except ValueError:
        return 3001
    if not is_text(shown, TEXT_MAX):
        return 3001
    if 'binaryData' in data:
        binary = decode(data['binaryData'])
        if not binary or len(binary) > DATA_MAX:
            return 3001
    wanted = 'SIMPLE' if kind == 'SIMPLE_UTF8_TEXT' else 'EXTENDED'
    return None if wish.get('signatureType') == wanted else 3002


def attribute_name(asked):
    """{"attribute": NAME}, or NAME alone, which clients in use send."""
    if isinstance(asked, dict) and set(asked) == {'attribute'}:
        asked = asked['attribute']
    return asked if isinstance(asked, str) else None


def attribute_fault(wish, level):
    asked = wish.get('attributesToReturn', [])
    if not isinstance(asked, list):
        return 3005
    for name in map(attribute_name, asked):
        if name not in ATTRIBUTES:
            return 3005
        if name in NEED_EXTENDED and level == 'BASIC':
            return 3005
    return None


def fault(wish, now):
    """The code of what is wrong; None for nothing. now is in seconds."""
    if set(wish) - MEMBERS:
        return 1010
    level = wish.get('minRegistrationLevel', 'BASIC')
    if level not in LEVELS:
        return 1007
    if 'title' in wish and not is_text(wish['title'], 128):
        return 3007
    push = wish.get('pushNotification', {'title': 'x', 'text': 'x'})
    if not isinstance(push, dict) or set(push) - {'title', 'text'}:
        return 3004
    expiry = wish.get('expiry')
    if expiry is not None and not (
            isinstance(expiry, int)
            and 2 * MINUTE - 5000 <= expiry - now * 1000 <= 30 * DAY):
        return 3003
    return (user_fault(wish) or data_fault(wish)
            or attribute_fault(wish, level))
