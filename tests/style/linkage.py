"""What libp2pid.so pulls into a program: a short list, without GLib and
without the server's library; and no function that goes by the program's
locale, in which "I" may be no "i" and 1.5 be 1,5."""

import re
import subprocess
import sys

import house

ALLOWED = {'libsodium', 'libjansson', 'libcrypto', 'libcurl', 'libsqlite3',
           'libunistring', 'libz', 'libc', 'libm', 'libpthread', 'libdl',
           'ld-linux-x86-64', 'ld-linux-aarch64'}
# What a build with sanitizers adds.
SANITIZERS = {'libasan', 'libubsan', 'libclang_rt'}
# Of libc; base/ascii.h has what is needed instead.
LOCAL = {'strcasecmp', 'strncasecmp', 'tolower', 'toupper', 'strcoll',
         'strxfrm', 'strtod', 'atof', 'setlocale', 'localeconv',
         '__ctype_b_loc', '__ctype_tolower_loc', '__ctype_toupper_loc'}


def needed(dynamic):
    """The libraries that readelf -d lists, without their versions."""
    return [name.split('.so')[0] for name in
            re.findall(r'\(NEEDED\).*\[([^]]+)\]', dynamic)]


def check(path, dynamic):
    return ['%s links %s' % (path, name) for name in needed(dynamic)
            if name not in ALLOWED and name not in SANITIZERS]


def imported(symbols):
    """The functions that nm -D --undefined-only lists, without versions."""
    return [line.split()[-1].split('@')[0] for line in symbols.splitlines()
            if line.strip()]


def check_locale(path, symbols):
    return ['%s calls %s' % (path, name) for name in imported(symbols)
            if name in LOCAL]


def main(library):
    dynamic = subprocess.run(['readelf', '-d', library], text=True, check=True,
                             stdout=subprocess.PIPE).stdout
    symbols = subprocess.run(['nm', '-D', '--undefined-only', library],
                             text=True, check=True,
                             stdout=subprocess.PIPE).stdout
    house.verdict(check(library, dynamic) + check_locale(library, symbols),
                  min(len(needed(dynamic)), len(imported(symbols))))


if __name__ == '__main__':
    main(sys.argv[2])
