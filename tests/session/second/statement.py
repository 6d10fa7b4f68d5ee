"""§11, "Statements": what an eID signs, and what its holder reads."""

import datetime
import re

from conventions import Refused, lv_cat, lv_split
from records import TIME_MAX
from texts import is_text

LABEL = b'libp2pid/1 statement'
PROGRAM_MAX, PROGRAM_BYTES = 40, 80
LIFETIME_MAX = 316224000
SIZE_MAX = 256

TEXTS = {
    'sv': '''Jag knyter nyckeln nedan, som finns på min egen dator, till mitt \
namn.

Ingen har bett mig om detta i telefon, i ett meddelande eller vid dörren. \
Har någon gjort det: avbryt nu.

Program: %s
Nyckel: %s
Gäller från %s till %s (UTC)''',
    'en': '''I bind the key below, which is on my own computer, to my name.

Nobody has asked me to do this on the telephone, in a message or at the \
door. If somebody has: cancel now.

Program: %s
Key: %s
Valid from %s to %s (UTC)''',
}


def number(field):
    if not re.fullmatch(b'0|[1-9][0-9]{0,11}', field):
        raise Refused('format')
    return int(field)


def read(data):
    """Program, language, key, not-before, not-after and nonce."""
    if len(data) > SIZE_MAX:
        raise Refused('size')
    label, program, language, key, *times, nonce = lv_split(data, 7)
    if label != LABEL:
        raise Refused('version' if label.startswith(b'libp2pid/')
                      else 'format')
    if len(program) > PROGRAM_BYTES or \
            not is_text(program.decode(), PROGRAM_MAX):
        raise Refused('text')
    if language not in (b'sv', b'en'):
        raise Refused('version')
    begin, end = map(number, times)
    if len(key) != 32 or len(nonce) != 16 or \
            not begin < end <= TIME_MAX or end - begin > LIFETIME_MAX:
        raise Refused('format')
    return program.decode(), language.decode(), key, begin, end, nonce


def write(program, language, key, begin, end, nonce):
    return lv_cat(LABEL, program, language, key, str(begin), str(end), nonce)


def minute(time):
    return datetime.datetime.fromtimestamp(
        time, datetime.timezone.utc).strftime('%Y-%m-%d %H:%M')


def text(program, language, key, begin, end, _nonce):
    digits = key.hex().upper()
    groups = '-'.join(digits[i:i + 4] for i in range(0, len(digits), 4))
    return TEXTS[language] % (program, groups, minute(begin), minute(end))
