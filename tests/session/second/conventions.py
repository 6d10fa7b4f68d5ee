"""§1, and JSON as strictly as §6 reads it."""

import base64
import hashlib
import json
import re


class Refused(Exception):
    """Something that is not taken; why is the word that the document has
    for it."""

    def __init__(self, why):
        super().__init__(why)
        self.why = why


def leb128(number):
    out = bytearray()
    while number > 0x7f:
        out.append(number & 0x7f | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def octets(field):
    return field.encode() if isinstance(field, str) else field


def lv_cat(*fields):
    return b''.join(leb128(len(octets(field))) + octets(field)
                    for field in fields)


def lv_split(data, count):
    """The fields of an lv_cat of so many, and nothing behind them."""
    fields = []
    for _ in range(count):
        length = shift = used = 0
        while True:
            if used == len(data) or shift > 21:
                raise Refused('format')
            byte = data[used]
            used += 1
            length |= (byte & 0x7f) << shift
            shift += 7
            if byte < 0x80:
                break
        if data[:used] != leb128(length) or len(data) < used + length:
            raise Refused('format')
        fields.append(data[used:used + length])
        data = data[used + length:]
    if data:
        raise Refused('format')
    return fields


def H(data):
    return hashlib.blake2b(data).digest()


def B(key, fields, size):
    return hashlib.blake2b(lv_cat(*fields), key=key,
                           digest_size=size).digest()


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b'=').decode()


def base64url_decode(text):
    """Each byte string has one text: no padding, no bits left over."""
    if not isinstance(text, str) or \
            not re.fullmatch('[A-Za-z0-9_-]*', text) or len(text) % 4 == 1:
        raise Refused('format')
    data = base64.urlsafe_b64decode(text + '=' * (-len(text) % 4))
    if base64url(data) != text:
        raise Refused('format')
    return data


NESTED_MAX = 8


def _object(pairs):
    members = dict(pairs)
    if len(members) != len(pairs):
        raise Refused('format')
    return members


def _constant(_name):
    raise Refused('format')  # NaN and the infinities, which Python reads


def _check(value, depth):
    if isinstance(value, (dict, list)):
        if depth == NESTED_MAX:
            raise Refused('format')
        for member in value:
            _check(member, depth + 1)
            if isinstance(value, dict):
                _check(value[member], depth + 1)
    elif isinstance(value, str):
        if any(c == '\0' or 0xd800 <= ord(c) <= 0xdfff for c in value):
            raise Refused('format')
    elif isinstance(value, float):
        if value in (float('inf'), float('-inf')):
            raise Refused('format')
    elif isinstance(value, int) and not isinstance(value, bool):
        if not -2**63 <= value < 2**63:
            raise Refused('format')


def json_read(data):
    """Any JSON text, under the rules that §6 has for bodies."""
    try:
        value = json.loads(data.decode(), object_pairs_hook=_object,
                           parse_constant=_constant)
    except (ValueError, RecursionError):
        raise Refused('format') from None
    _check(value, 0)
    return value


def json_object(data):
    value = json_read(data)
    if not isinstance(value, dict):
        raise Refused('format')
    return value


def check_crit(members, known):
    """§6: crit lists members that stand here; unknown ones end it."""
    if 'crit' not in members:
        return
    names = members['crit']
    if not isinstance(names, list) or not names or \
            any(not isinstance(name, str) or name not in members
                for name in names):
        raise Refused('format')
    if any(name not in known for name in names):
        raise Refused('version')


def is_number(value, low, high):
    """A whole number, written as one: Python reads 1.0 as a float."""
    return type(value) is int and low <= value <= high
