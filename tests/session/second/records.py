"""§6: what records are made of, and how they are framed."""

import json
import re

from conventions import Refused, base64url_decode, check_crit, is_number, \
    json_object
from texts import is_text

TYPES = {
    'account': 1, 'agree': 2, 'identify': 3, 'delivered': 4, 'shown': 5,
    'decline': 6, 'finish': 7, 'receipt': 8, 'stop': 9,
}
NAMES = {number: name for name, number in TYPES.items()}

BLOCK = 1024
FRAME_MAX = 30720
BODY_MAX = FRAME_MAX - 3
TIME_MAX = 253402300799

ERRORS = '''
memory argument state cancelled format size text version check-digit
code-unknown code-used wrong-code crowded interference channels roles start
tails places clock out-of-turn reflected stopped timeout forged mismatch
untrusted test-refused expired not-yet-valid revoked algorithm method
incomplete offline tls relay busy gone key damaged newer io full locked
not-found
'''.split()

STOPS = '''
ended not-me not-them accounts clock proof protocol timeout
'''.split()


def one_of(*words):
    return lambda value: value in words if isinstance(value, str) else False


def matches(pattern):
    return lambda value: isinstance(value, str) and \
        re.fullmatch(pattern, value) is not None


def encodes(low, high):
    """base64url of so many characters."""
    def check(value):
        return len(base64url_decode(value)) > 0 and low <= len(value) <= high
    return check


def time(value):
    return is_number(value, 1, TIME_MAX)


def text(value):
    if isinstance(value, str) and not is_text(value):
        raise Refused('text')
    return isinstance(value, str)


MEMBERS = {
    'channel': one_of('phone', 'meeting', 'online'),
    'role': one_of('none', 'caller', 'callee'),
    'place': one_of('first', 'second'),
    'time': time,
    'start': time,
    'tail': matches('[0-9]{4}'),
    'tails': one_of('none', 'same'),
    'method': matches('[a-z0-9-]{1,32}'),
    'statement': encodes(1, 2048),
    'audience': text,
    'purpose': text,
    'signature': encodes(86, 86),
    'cannot-check': one_of(*ERRORS),
    'th': encodes(86, 86),
    'receipt': lambda value: isinstance(value, bool),
    'reason': one_of(*STOPS),
}

# A question mark: may be left out.
BODIES = {
    'account': 'channel role place time start? tail? tails',
    'agree': 'tails',
    'identify': 'method statement? audience? purpose? time signature',
    'delivered': '',
    'shown': 'cannot-check?',
    'decline': '',
    'finish': 'th receipt',
    'receipt': 'signature',
    'stop': 'reason',
}

ROLES = {
    ('phone', 'caller', 'first'), ('phone', 'callee', 'second'),
    ('meeting', 'none', 'first'), ('meeting', 'none', 'second'),
    ('online', 'none', 'first'), ('online', 'none', 'second'),
}


LINES = ('evidence', 'role')  # what stands behind the JSON of identify
LINES_MAX = 24576


def split(name, body):
    """A body's JSON, and its lines by name."""
    if name != 'identify':
        return body, {}
    text, *lines = body.split(b'\n')
    if len(lines) not in (1, 2) or \
            not all(re.fullmatch(b'[ -~]+', line) for line in lines) or \
            sum(map(len, lines)) > LINES_MAX:
        raise Refused('format')
    return text, {line: value.decode() for line, value in zip(LINES, lines)}


def body_read(name, body):
    """The members of a body that are known, and its lines; all of them as they
    must be."""
    if len(body) > BODY_MAX:
        raise Refused('format')
    text, lines = split(name, body)
    members = json_object(text)
    known = {word.rstrip('?'): not word.endswith('?')
             for word in BODIES[name].split()}
    check_crit(members, known)
    if name == 'identify' and any(line in members for line in LINES):
        raise Refused('format')
    for member, needed in known.items():
        if member not in members:
            if needed:
                raise Refused('format')
        elif not MEMBERS[member](members[member]):
            raise Refused('format')
    if name == 'account' and (members['channel'], members['role'],
                              members['place']) not in ROLES:
        raise Refused('format')
    return {**{member: members[member] for member in known
               if member in members}, **lines}


def body_write(**members):
    """Members in the order given, lines behind them; _ stands for -, and None
    for nothing."""
    members = {name.replace('_', '-'): value
               for name, value in members.items() if value is not None}
    lines = [members.pop(line) for line in LINES if line in members] \
        if 'method' in members else []  # an account has a role, too
    text = json.dumps(members, ensure_ascii=False, separators=(',', ':'))
    return '\n'.join([text] + lines).encode()


def frame(name, body):
    record = bytes([TYPES[name]]) + len(body).to_bytes(2, 'big') + body
    return record + bytes(-len(record) % BLOCK)


def unframe(data):
    """A record's name and body."""
    if not data or len(data) % BLOCK or len(data) > FRAME_MAX:
        raise Refused('format')
    end = 3 + int.from_bytes(data[1:3], 'big')
    if end > len(data) or len(data) - end >= BLOCK or any(data[end:]):
        raise Refused('format')
    if data[0] not in NAMES:
        raise Refused('version')
    return NAMES[data[0]], data[3:end]
