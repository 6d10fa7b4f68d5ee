"""HMAC, HKDF, H and B against Python's hmac and hashlib."""

import hashlib
import hmac
import os
import sys

from peer import Peer

SIZES = [0, 1, 31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 256, 257, 1000]


def lv_cat(*fields):
    out = bytearray()
    for field in fields:
        size = len(field)
        while size >= 128:
            out.append(size & 127 | 128)
            size >>= 7
        out.append(size)
        out += field
    return bytes(out)


def blake2b_hmac(key, data):
    return hmac.new(key, data, hashlib.blake2b).digest()


def hkdf(ck, material, count):
    temp = blake2b_hmac(ck, material)
    outputs = [blake2b_hmac(temp, b'\x01')]
    while len(outputs) < count:
        outputs.append(blake2b_hmac(temp, outputs[-1]
                                    + bytes([len(outputs) + 1])))
    return b''.join(outputs)


def check(what, ours, theirs):
    if ours != theirs:
        sys.exit(f'{what}: {ours.hex()} is not {theirs.hex()}')


def main(program):
    checks = 0
    with Peer(program) as peer:
        for size in SIZES:
            key, data = os.urandom(64), os.urandom(size)
            check('hmac', peer.call('hmac', key, data),
                  blake2b_hmac(key, data))
            for count in 2, 3:
                check('hkdf', peer.call('hkdf', key, data, count),
                      hkdf(key, data, count))
            for fields in [], [data], [data, b'', data], [b'x'] * 16:
                check('hash', peer.call('hash', *fields),
                      hashlib.blake2b(lv_cat(*fields)).digest())
                for n in 16, 32, 64:
                    key = os.urandom(n)
                    check('derive', peer.call('derive', key, n, *fields),
                          hashlib.blake2b(lv_cat(*fields), key=key,
                                          digest_size=n).digest())
                checks += 4
            checks += 3
    print(f'{checks} hashes are as hashlib has them')


main(sys.argv[1])
