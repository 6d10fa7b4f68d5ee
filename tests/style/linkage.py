"""What libp2pid.so pulls into a program: a short list, without GLib and
without the server's library."""

import re
import subprocess
import sys

import house

ALLOWED = {'libsodium', 'libjansson', 'libcrypto', 'libcurl', 'libsqlite3',
           'libunistring', 'libz', 'libc', 'libm', 'libpthread', 'libdl',
           'ld-linux-x86-64', 'ld-linux-aarch64'}
# What a build with sanitizers adds.
SANITIZERS = {'libasan', 'libubsan', 'libclang_rt'}


def needed(dynamic):
    """The libraries that readelf -d lists, without their versions."""
    return [name.split('.so')[0] for name in
            re.findall(r'\(NEEDED\).*\[([^]]+)\]', dynamic)]


def check(path, dynamic):
    return ['%s links %s' % (path, name) for name in needed(dynamic)
            if name not in ALLOWED and name not in SANITIZERS]


def main(library):
    dynamic = subprocess.run(['readelf', '-d', library], text=True, check=True,
                             stdout=subprocess.PIPE).stdout
    house.verdict(check(library, dynamic), len(needed(dynamic)))


if __name__ == '__main__':
    main(sys.argv[2])
