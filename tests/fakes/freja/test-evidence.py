"""`details` are what Freja answers: openssl verifies each good one with the
enclosed certificate, and the user's own payload is what was asked for.

usage: test-evidence.py EVIDENCE-PROGRAM"""

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile

STATEMENT = b'a statement\0\1\2\xff'
TEXT = 'Jag binder den här datorn till mitt namn.\nNyckel: ABCD'.encode()


def run(*command):
    return subprocess.run(command, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)


def write(folder, name, content):
    path = os.path.join(folder, name)
    with open(path, 'wb') as file:
        file.write(content)
    return path


def read(*path):
    with open(os.path.join(*path), 'rb') as file:
        return file.read()


def decode(part):
    return base64.urlsafe_b64decode(part + b'=' * (-len(part) % 4))


def verify(folder):
    """Whether the enclosed certificate signed the JWS."""
    jws = read(folder, 'details.jws')
    certificate = os.path.join(folder, 'certificate.pem')
    key = write(folder, 'key.pem', run(
        'openssl', 'x509', '-in', certificate, '-noout', '-pubkey'
    ).stdout.encode())
    data, _, value = jws.rpartition(b'.')
    return run('openssl', 'dgst', '-sha256', '-verify', key, '-signature',
               write(folder, 'value', decode(value)),
               write(folder, 'data', data)).returncode == 0


def check_good(folder):
    header, payload, _ = read(folder, 'details.jws').split(b'.')
    printed = run('openssl', 'x509', '-in',
                  os.path.join(folder, 'certificate.pem'), '-noout', '-sha1',
                  '-fingerprint').stdout
    sha1 = bytes.fromhex(printed.partition('=')[2].replace(':', ''))
    x5t = base64.urlsafe_b64encode(sha1).rstrip(b'=').decode()
    assert decode(header).decode() == '{"x5t":"%s","alg":"RS256"}' % x5t
    said = json.loads(decode(payload))
    about = json.loads(read(folder, 'about.json'))
    assert said['status'] == 'APPROVED'
    assert said['timestamp'] == about['signed'] * 1000
    name = said['requestedAttributes']['basicUserInfo']
    assert name['name'] + ' ' + name['surname'] == about['name']
    user = said['signatureData']['userSignature'].encode().split(b'.')
    signed = json.loads(decode(user[1]))
    assert base64.b64decode(signed['text']) == TEXT
    assert base64.b64decode(signed['binaryData']) == STATEMENT


def main(program):
    if shutil.which('openssl') is None:
        print('skipped: openssl is not here')
        sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        made = run('/usr/bin/python3', program, '--all',
                   os.path.join(folder, 'all'), '--statement',
                   write(folder, 'statement', STATEMENT), '--text',
                   write(folder, 'text', TEXT), '--at', '1795521600')
        if made.returncode == 77:
            print(made.stdout)
            sys.exit(77)
        assert made.returncode == 0, made.stdout
        path = lambda name: os.path.join(folder, 'all', name)
        names = sorted(os.listdir(os.path.join(folder, 'all')))
        listed = run('/usr/bin/python3', program, '--list').stdout
        assert names == sorted(
            line.split()[0] for line in listed.splitlines())
        kept = [name for name in names
                if not json.loads(read(path(name), 'about.json'))['refused']]
        for name in kept:
            assert verify(path(name)), name
            check_good(path(name))
        for name in ('authentication', 'text-other', 'status-rejected',
                     'certificate-stranger', 'level-basic'):
            assert verify(path(name)), name
        for name in ('signature-flipped', 'payload-changed', 'key-other'):
            assert not verify(path(name)), name
        print('%d kinds of evidence, %d of them good' % (len(names),
                                                         len(kept)))


if __name__ == '__main__':
    main(sys.argv[1])
