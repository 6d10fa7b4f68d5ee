"""Make tests/vectors/bankid.json anew: BankID evidence by the fake of BankID,
for a statement with everything in it known. The keys are thrown away, so each
run makes another one. With the file as its argument, it is compared: all but
root and evidence must be the same.

usage: make-bankid-vector.py [bankid.json]
"""

import base64
import json
import os
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, '..', 'fakes', 'bankid'),
                os.path.join(HERE, '..', 'fakes')]

import authority
import bank as banks
import evidence
import signature

SIGNED = 1795521605
FROM, TO = SIGNED - 5, SIGNED + 1795
KEY, NONCE = bytes([0x5a]) * 32, bytes([0x11]) * 16

TEXT = '''\
Jag knyter nyckeln nedan, som finns på min egen dator, till mitt namn.

Ingen har bett mig om detta i telefon, i ett meddelande eller vid dörren. \
Har någon gjort det: avbryt nu.

Program: P2P ID
Nyckel: %s
Gäller från %s till %s (UTC)'''


def minute(seconds):
    return time.strftime('%Y-%m-%d %H:%M', time.gmtime(seconds))


def statement():
    fields = (b'libp2pid/1 statement', b'P2P ID', b'sv', KEY,
              b'%d' % FROM, b'%d' % TO, NONCE)
    return b''.join(bytes([len(field)]) + field for field in fields)


def base64url(content):
    return base64.urlsafe_b64encode(content).decode().rstrip('=')


def make():
    text = TEXT % ('-'.join(['5A5A'] * 16), minute(FROM), minute(TO))
    recipe = signature.Recipe(banks.Bank(SIGNED), statement(), text.encode())
    evidence.carry_out(recipe)
    parts = (base64.b64encode(recipe.xml).decode(),
             base64.b64encode(recipe.ocsp).decode(),
             base64url(recipe.root.der))
    return {
        'key': KEY.hex(), 'signed': SIGNED, 'until': TO,
        'party': signature.RELYING_PARTY,
        'root': authority.fingerprint(recipe.root),
        'name': recipe.person.name, 'personal-number':
            'PNOSE-' + recipe.person.number,
        'text': text, 'statement': base64url(statement()),
        'evidence': '~'.join(parts),
    }


def compare(vector, path):
    with open(path, encoding='utf-8') as file:
        known = json.load(file)
    assert vector.keys() == known.keys()
    for name in vector.keys() - {'root', 'evidence'}:
        assert vector[name] == known[name], name


if __name__ == '__main__':
    if len(sys.argv) == 2:
        compare(make(), sys.argv[1])
    else:
        print(json.dumps(make(), indent=2, ensure_ascii=False))
