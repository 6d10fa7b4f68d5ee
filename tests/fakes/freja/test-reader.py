"""Every kind of evidence that the fake of Freja makes, before `p2pid evidence
check`: what is to be taken is, what is to be refused is, and how.

usage: test-reader.py P2PID EVIDENCE-PROGRAM"""

import json
import os
import subprocess
import sys
import tempfile
import time

AT = 1795521600
KEY, NONCE = bytes([0x5a]) * 32, bytes([0x11]) * 16
TEXT = '''\
I bind the key below, which is on my own computer, to my name.

Nobody has asked me to do this on the telephone, in a message or at the door. \
If somebody has: cancel now.

Program: P2P ID
Key: %s
Valid from %s to %s (UTC)'''

# How those fail for which that is the point.
ERRORS = {
    'text-other': 'mismatch', 'text-longer': 'mismatch',
    'data-other': 'mismatch', 'data-longer': 'mismatch',
    'text-and-data-swapped': 'mismatch', 'authentication': 'mismatch',
    'status-rejected': 'mismatch', 'key-other': 'forged',
    'signature-flipped': 'forged', 'payload-changed': 'forged',
    'by-the-user': 'forged', 'certificate-stranger': 'untrusted',
    'certificate-expired': 'expired',
    'certificate-not-yet': 'not-yet-valid', 'too-large': 'size',
    'algorithm-none': 'algorithm', 'name-misleading': 'text',
}


def statement():
    fields = (b'libp2pid/1 statement', b'P2P ID', b'en', KEY, b'%d' % AT,
              b'%d' % (AT + 1800), NONCE)
    return b''.join(bytes([len(field)]) + field for field in fields)


def text():
    minutes = [time.strftime('%Y-%m-%d %H:%M', time.gmtime(at))
               for at in (AT, AT + 1800)]
    return (TEXT % ('-'.join(['5A5A'] * 16), *minutes)).encode()


def write(folder, name, content):
    path = os.path.join(folder, name)
    with open(path, 'wb') as file:
        file.write(content)
    return path


def make(program, folder):
    made = subprocess.run(
        ['/usr/bin/python3', program, '--all', os.path.join(folder, 'all'),
         '--statement', write(folder, 'statement', statement()), '--text',
         write(folder, 'text', text()), '--at', str(AT + 5)], text=True,
        stdout=subprocess.PIPE)
    if made.returncode:
        print(made.stdout)
        sys.exit(made.returncode)


def check(p2pid, folder, name):
    """The answer of p2pid to one kind, and what the fake says of it."""
    here = os.path.join(folder, 'all', name)
    with open(os.path.join(here, 'about.json'), encoding='utf-8') as file:
        about = json.load(file)
    anchor = {'method': 'freja', 'environment': 'test', 'name': 'Fake',
              'fingerprint': about['anchor'], 'parties': ['*']}
    anchors = write(folder, 'anchors.json',
                    json.dumps({'anchors': [anchor]}).encode())
    result = subprocess.run(
        [p2pid, 'evidence', 'check', 'freja',
         os.path.join(here, 'details.jws'),
         os.path.join(here, 'certificate.pem'), '--statement',
         os.path.join(folder, 'statement'), '--anchors', anchors,
         '--allow-test', '--json', '--at',
         time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(AT + 60)),
         '--data-dir', os.path.join(folder, 'data')], text=True,
        stdout=subprocess.PIPE)
    answer = json.loads(result.stdout.splitlines()[-1])
    return result.returncode, answer, about


def complain(status, answer, about, name):
    wanted = ERRORS.get(name)
    if about['refused'] != (status != 0):
        return '%s: exit status %d: %s' % (name, status, answer)
    if wanted and answer.get('error') != wanted:
        return '%s: not %s: %s' % (name, wanted, answer)
    if not about['refused'] and answer.get('name') != about['name']:
        return '%s: not %s: %s' % (name, about['name'], answer)
    return None


def main(p2pid, program):
    with tempfile.TemporaryDirectory() as folder:
        make(program, folder)
        names = sorted(os.listdir(os.path.join(folder, 'all')))
        assert set(ERRORS) <= set(names)
        complaints = [complain(*check(p2pid, folder, name), name)
                      for name in names]
    complaints = [each for each in complaints if each]
    print('\n'.join(complaints + ['%d kinds, %d complaints'
                                  % (len(names), len(complaints))]))
    sys.exit(1 if complaints else 0)


if __name__ == '__main__':
    main(*sys.argv[1:])
