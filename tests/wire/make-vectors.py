"""Writes tests/vectors/wire.json from PROTOCOL.md §2, §3 and §6 alone, sharing
no line with the library: a second implementation in small.

    make-vectors.py FILE          write it
    make-vectors.py --check FILE  fail unless that is what would be written
"""

import base64
import json
import sys

DAMM = [
    '0317598642', '7092154863', '4206871359', '1750983426', '6123045978',
    '3674209581', '5869720134', '8945362017', '9438617205', '2581436790',
]

TIME = 1795523696
BYTES64 = bytes(range(64))


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b'=').decode()


def code(nameplate, secret):
    interim = 0
    for digit in nameplate + secret:
        interim = int(DAMM[interim][int(digit)])
    digits = nameplate + secret + str(interim)
    pairs = [digits[i:i + 2] for i in range(0, len(digits), 2)]
    return {'nameplate': nameplate, 'secret': secret, 'digits': digits,
            'spoken': ' '.join(pairs)}


def invitation(origin, secret):
    relay = origin[len('https://'):] if origin.startswith('https://') \
        else origin
    text = base64url(secret)
    return {'origin': origin, 'secret': secret.hex(),
            'uri': 'p2pid:1?r=%s&s=%s' % (relay, text),
            'link': '%s/i#1.%s' % (origin, text)}


def record(number, name, *lines, **members):
    """lines: what stands behind the JSON, evidence and role."""
    body = json.dumps({key.replace('_', '-'): value
                       for key, value in members.items()},
                      separators=(',', ':'), ensure_ascii=False)
    body = '\n'.join((body,) + lines)
    frame = bytes([number]) + len(body.encode()).to_bytes(2, 'big') \
        + body.encode()
    return {'type': number, 'name': name, 'body': body,
            'frame': frame.hex(), 'zeros': -len(frame) % 1024}


def text(string, fits):
    return {'text': string.encode('utf-8', 'surrogatepass').hex(),
            'fits': fits}


CODES = [
    code('00', '00000'), code('12', '34567'), code('47', '00000'),
    code('59', '99999'), code('6000', '00000'), code('8123', '45678'),
    code('8999', '31415'), code('900000', '00000'), code('912345', '67890'),
]

BAD_CODES = [
    ['', 'size'], ['1234567', 'size'], ['123456710', 'size'],
    ['6123456', 'size'], ['61234567', 'size'], ['12345672', 'check-digit'],
    ['12345761', 'check-digit'], ['21345671', 'check-digit'],
    ['72345671', 'size'], ['1234567I', 'format'], ['12,34,56,71', 'format'],
]

ORIGINS = [
    ['https://relay.example', 'https://relay.example'],
    ['HTTPS://Relay.EXAMPLE:443/', 'https://relay.example'],
    ['https://relay.example:8443', 'https://relay.example:8443'],
    ['https://xn--rksmrgs-5wao1o.se', 'https://xn--rksmrgs-5wao1o.se'],
    ['https://[2001:DB8:0:0:0:0:0:1]', 'https://[2001:db8::1]'],
    ['http://localhost:80', 'http://localhost'],
    ['http://192.168.1.20:40000', 'http://192.168.1.20:40000'],
    ['http://[fe80::1]:40000', 'http://[fe80::1]:40000'],
    ['http://anna.local', 'http://anna.local'],
]

BAD_ORIGINS = [
    'relay.example', 'https://', 'https://relay.example//',
    'https://relay.example/i', 'https://relay.example?', 'https://u@relay',
    'https://relay.example.', 'https://relay_1.example', 'https://a..b',
    'https://-a', 'https://räksmörgås.se', 'https://relay.example:',
    'https://relay.example:0443', 'https://relay.example:65536',
    'https://192.0.2.256', 'https://192.0.2', 'https://0x7f.1',
    'https://3221225985', 'https://[::1%25lo]', 'http://relay.example',
    'http://192.0.2.1', 'http://172.32.0.1', 'http://[2001:db8::1]',
    'http://[::ffff:127.0.0.1]', 'ws://localhost',
]

INVITATIONS = [
    invitation('https://relay.example', bytes(range(32))),
    invitation('https://relay.example:8443', bytes(range(255, 223, -1))),
    invitation('https://[2001:db8::1]', bytes(32)),
    invitation('http://192.168.1.20:40000', b'\xff' * 32),
]

GOOD = base64url(bytes(range(32)))

BAD_INVITATIONS = [
    ['p2pid:1?r=relay.example', 'format'],
    ['p2pid:1?s=%s&r=relay.example' % GOOD, 'format'],
    ['p2pid:1?r=https://relay.example&s=' + GOOD, 'format'],
    ['p2pid:1?r=Relay.example&s=' + GOOD, 'format'],
    ['p2pid:1?r=relay.example:443&s=' + GOOD, 'format'],
    ['p2pid:1?r=http://relay.example&s=' + GOOD, 'format'],
    ['p2pid:1?r=relay.example&s=%s&x=1' % GOOD, 'format'],
    ['p2pid:1?r=relay.example&s=%s=' % GOOD, 'format'],
    ['p2pid:1?r=relay.example&s=%s9' % GOOD[:-1], 'format'],
    ['https://relay.example/i#' + GOOD, 'format'],
    ['https://relay.example//i#1.' + GOOD, 'format'],
    ['http://relay.example/i#1.' + GOOD, 'format'],
    ['p2pid:2?whatever', 'version'],
    ['https://relay.example/i#2.whatever', 'version'],
]

RECORDS = [
    record(1, 'account', channel='phone', role='caller', place='first',
           time=TIME, start=TIME - 96, tail='4711', tails='none'),
    record(1, 'account', channel='phone', role='callee', place='second',
           time=TIME, tails='same'),
    record(1, 'account', channel='meeting', role='none', place='first',
           time=TIME, tails='none'),
    record(2, 'agree', tails='same'),
    record(3, 'identify', 'eyJ.eyJ.c2ln~ZGlz~', method='sd-jwt',
           audience='Åsa Öberg', purpose='The "roof" \\ gutter', time=TIME,
           signature=base64url(BYTES64)),
    record(3, 'identify', 'MIIB' * 400, method='card',
           statement=base64url(b'statement'), time=TIME,
           signature=base64url(BYTES64)),
    record(3, 'identify', 'eyJ.eyJ.c2ln~', '{"any": "text" \\ ~}',
           method='sd-jwt', time=TIME, signature=base64url(BYTES64)),
    record(4, 'delivered'),
    record(5, 'shown'),
    record(5, 'shown', cannot_check='untrusted'),
    record(6, 'decline'),
    record(7, 'finish', th=base64url(BYTES64), receipt=True),
    record(8, 'receipt', signature=base64url(BYTES64)),
    record(9, 'stop', reason='not-me'),
]

IDENTIFY = '{"method":"x","time":1,"signature":"%s"}' % base64url(BYTES64)

ONLINE = '{"channel":"online","role":"none","place":"first",'

BAD_BODIES = [
    [1, '{"channel":"phone","role":"none","place":"first","time":1,'
        '"tails":"none"}', 'format'],
    [1, '{"channel":"phone","role":"caller","place":"second","time":1,'
        '"tails":"none"}', 'format'],
    [1, '{"channel":"online","role":"callee","place":"second","time":1,'
        '"tails":"none"}', 'format'],
    [1, ONLINE + '"time":0,"tails":"none"}', 'format'],
    [1, ONLINE + '"time":1.0,"tails":"none"}', 'format'],
    [1, ONLINE + '"time":253402300800,"tails":"none"}', 'format'],
    [1, ONLINE + '"time":1,"tail":"47","tails":"none"}', 'format'],
    [2, '{"tails":"none","tails":"none"}', 'format'],
    [2, '{"tails":"none","ta\\u0069ls":"none"}', 'format'],
    [3, IDENTIFY.replace('x', 'SD') + '\nx', 'format'],
    [3, '{"purpose":"a\\u202eb",' + IDENTIFY[1:] + '\nx', 'text'],
    [3, IDENTIFY, 'format'],
    [3, IDENTIFY + '\n', 'format'],
    [3, IDENTIFY + '\nx\n', 'format'],
    [3, IDENTIFY + '\nx\ny\n', 'format'],
    [3, IDENTIFY + '\n\ny', 'format'],
    [3, IDENTIFY + '\nx\r', 'format'],
    [3, IDENTIFY + '\nx\né', 'format'],
    [3, '{\n' + IDENTIFY[1:] + '\nx', 'format'],
    [3, '{"evidence":"x",' + IDENTIFY[1:], 'format'],
    [3, '{"evidence":"x",' + IDENTIFY[1:] + '\nx', 'format'],
    [3, '{"role":null,' + IDENTIFY[1:] + '\nx', 'format'],
    [3, IDENTIFY + '\n' + 'x' * 24577, 'format'],
    [3, IDENTIFY + '\n' + 'x' * 24576 + '\ny', 'format'],
    [4, '[]', 'format'],
    [4, '{"a":[[[[[[[[]]]]]]]]}', 'format'],
    [4, '{"new":"\\u0000"}', 'format'],
    [4, '{"new":1,"crit":["new"]}', 'version'],
    [4, '{"crit":["new"]}', 'format'],
    [4, '{"crit":[]}', 'format'],
    [5, '{"cannot-check":"because"}', 'format'],
    [9, '{"reason":"because"}', 'format'],
    [10, '{}', 'version'],
]

TEXTS = [
    text('Åsa Öberg', True), text('שרה כהן', True), text('王小明', True),
    text('x\u0323\u0301\u0302\u0303', True), text('a' * 140, True),
    text('\U00020000' * 140, True),
    text('a' * 141, False), text('', False), text(' a', False),
    text('a  b', False), text('a\u00a0b', False), text('a\tb', False),
    text('a\u202eb', False), text('a\u200db', False), text('a\u00adb', False),
    text('a\ufe0f', False), text('a\u3164b', False), text('a\u2800b', False),
    text('a\ufffcb', False), text('a\U00013441b', False),
    text('a\U00013442b', False), text('a\U00016fe4b', False),
    text('a\U0001d159b', False),
    text('a\U000e0041', False), text('a\ue000', False), text('a\u0378', False),
    text('A\u030a', False), text('\u0301', False), text('a \u0338', False),
    text('x\u0323\u0301\u0302\u0303\u0304', False), text('\ud800', False),
]

WHOLE = {
    'about': 'PROTOCOL.md §2, §3 and §6; written by tests/wire/make-vectors.py',
    'codes': CODES, 'bad-codes': BAD_CODES,
    'origins': ORIGINS, 'bad-origins': BAD_ORIGINS,
    'invitations': INVITATIONS, 'bad-invitations': BAD_INVITATIONS,
    'records': RECORDS, 'bad-bodies': BAD_BODIES,
    'texts': TEXTS,
}


def main(arguments):
    whole = json.dumps(WHOLE, indent=1, ensure_ascii=False) + '\n'
    if arguments[0] == '--check':
        with open(arguments[1], encoding='utf-8') as file:
            return 0 if file.read() == whole else \
                '%s is not what make-vectors.py writes' % arguments[1]
    with open(arguments[0], 'w', encoding='utf-8') as file:
        file.write(whole)
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
