"""The public door: what libp2pid.so exports, what the headers declare and
what include/SYMBOLS lists are the same names."""

import os
import subprocess
import sys

import headers
import house

LIST = 'libp2pid/include/SYMBOLS'


def listed(text):
    """The names of the list; lines that begin with # are headings."""
    return [line.strip() for line in text.splitlines()
            if line.strip() and not line.startswith('#')]


def declared(top):
    return [name for path in house.files(top, '.h')
            if path.startswith(headers.INCLUDE)
            for name, _ in headers.prototypes(house.read(top, path))]


def exported(library):
    lines = subprocess.run(['nm', '-D', '--defined-only', library], text=True,
                           check=True, stdout=subprocess.PIPE).stdout
    return [line.split()[-1] for line in lines.splitlines()]


def check(names, places):
    """Complaints about names that stand in one place and not in another."""
    complaints = []
    for name in sorted(set().union(*places.values()), key=str):
        missing = [place for place, there in places.items()
                   if name not in there]
        if missing:
            complaints.append('%s: not in %s' % (name, ', '.join(missing)))
        if not name.startswith('p2pid_'):
            complaints.append('%s: not one of our names' % name)
    complaints += ['%s: twice in the list' % name for name in sorted(set(names))
                   if names.count(name) > 1]
    return complaints


def main(top, library):
    names = listed(house.read(top, LIST))
    complaints = check(names, {
        LIST: set(names),
        'the headers': set(declared(top)),
        os.path.basename(library): set(exported(library)),
    })
    house.verdict(complaints, len(names))


if __name__ == '__main__':
    main(sys.argv[1], sys.argv[2])
