"""The evidence is what BankID makes: tools of others verify it, and its bytes
are canonical. And the alterations are strong: a general XML signature tool
takes those that a reader of the profile must refuse.

usage: test-evidence.py EVIDENCE-PROGRAM"""

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

STATEMENT = b'a statement\0\1\2\xff'
TEXT = 'Jag binder den här datorn till mitt namn.\nNyckel: ABCD'.encode()

# What canonicalization takes away, or what the tool does not ask about.
TAKEN_BY_THE_TOOL = (
    'attribute-order', 'attribute-quotes', 'cdata', 'comment-in-info',
    'comment-in-text', 'dtd', 'dtd-attribute', 'format-attribute',
    'identification', 'leaf-of-relying-party-authority', 'line-break',
    'reference-extra', 'relying-party-leaf', 'self-closing', 'sha1-signature',
    'text-longer', 'wrapped-after', 'wrapped-deeper', 'wrapped-without-id')


def run(*command):
    return subprocess.run(command, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)


def read(*path):
    with open(os.path.join(*path), 'rb') as file:
        return file.read()


def certificates(xml):
    return re.findall(rb'<X509Certificate>(.*?)</X509Certificate>', xml)


def verify_xml(folder):
    signed = json.loads(read(folder, 'about.json'))['signed']
    at = time.strftime('%Y-%m-%d %H:%M:%S', time.gmtime(signed))
    result = run('xmlsec1', '--verify', '--enabled-key-data', 'x509',
                 '--trusted-pem', os.path.join(folder, 'root.pem'),
                 '--verification-gmt-time', at,
                 os.path.join(folder, 'signature.xml'))
    return result.returncode == 0


def write_pem(path, certificates):
    with open(path, 'w', encoding='ascii') as file:
        for text in certificates:
            body = text.decode()
            lines = [body[at:at + 64] for at in range(0, len(body), 64)]
            file.write('-----BEGIN CERTIFICATE-----\n' + '\n'.join(lines)
                       + '\n-----END CERTIFICATE-----\n')


def verify_ocsp(folder):
    chain = certificates(read(folder, 'signature.xml'))
    paths = [os.path.join(folder, name + '.pem')
             for name in ('leaf', 'issuer', 'above')]
    for path, part in zip(paths, (chain[:1], chain[1:2], chain[1:])):
        write_pem(path, part)
    signed = json.loads(read(folder, 'about.json'))['signed']
    result = run('openssl', 'ocsp', '-respin',
                 os.path.join(folder, 'ocsp.der'), '-issuer', paths[1],
                 '-cert', paths[0], '-verify_other', paths[2], '-CAfile',
                 os.path.join(folder, 'root.pem'), '-attime', str(signed),
                 '-no_nonce')
    return (result.returncode == 0 and 'Response verify OK' in result.stdout
            and '.pem: good' in result.stdout)


def check_bytes(folder):
    """Digests over the raw bytes, and the nonce over the base64 text."""
    xml = read(folder, 'signature.xml')
    data = re.search(rb'<bankIdSignedData.*</bankIdSignedData>', xml).group()
    keys = re.search(rb'<KeyInfo.*</KeyInfo>', xml).group()
    digests = [base64.b64encode(hashlib.sha256(part).digest())
               for part in (data, keys)]
    assert re.findall(rb'<DigestValue>(.*?)<', xml) == digests
    nonce = hashlib.sha1(base64.b64encode(xml)).digest()
    assert b'\x04\x20' + nonce in read(folder, 'ocsp.der')
    for content in (STATEMENT, TEXT):
        assert b'>' + base64.b64encode(content) + b'<' in data


def make_all(program, folder):
    for name, content in (('statement', STATEMENT), ('text', TEXT)):
        with open(os.path.join(folder, name), 'wb') as file:
            file.write(content)
    result = run('/usr/bin/python3', program, '--all',
                 os.path.join(folder, 'all'), '--statement',
                 os.path.join(folder, 'statement'), '--text',
                 os.path.join(folder, 'text'), '--at', '2026-11-24T12:00:00Z')
    if result.returncode == 77:
        print(result.stdout)
        sys.exit(77)
    assert result.returncode == 0, result.stdout
    listed = run('/usr/bin/python3', program, '--list').stdout
    names = [line.split()[0] for line in listed.splitlines()]
    assert sorted(names) == sorted(os.listdir(os.path.join(folder, 'all')))
    return names


def main(program):
    for tool in ('xmlsec1', 'openssl'):
        if shutil.which(tool) is None:
            print('skipped: %s is not here' % tool)
            sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        names = make_all(program, folder)
        path = lambda name: os.path.join(folder, 'all', name)
        kept = [name for name in names
                if not json.loads(read(path(name), 'about.json'))['refused']]
        for name in kept:
            assert verify_xml(path(name)), name
            assert verify_ocsp(path(name)), name
            check_bytes(path(name))
        for name in TAKEN_BY_THE_TOOL:
            assert name in names and name not in kept, name
            assert verify_xml(path(name)), name
        assert not verify_xml(path('value-flipped'))
        assert not verify_ocsp(path('ocsp-revoked'))
        print('%d kinds of evidence, %d of them good' % (len(names),
                                                         len(kept)))


if __name__ == '__main__':
    main(sys.argv[1])
