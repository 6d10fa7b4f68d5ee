"""The tests that SECURITY.md names for its attacks are there: every table that
has them does so in a last column of that name."""

import os
import re
import sys

import house

PAGE = 'libp2pid/SECURITY.md'
TABLE = re.compile(r'^\|.*\| test \|\n\|[-|]*\n((?:\|.*\n)*)', re.M)
NAME = re.compile(r'`([\w-]+)(?:: (\w+))?`')


def named(page):
    """Program and test, or None, for each name in the tables' last column."""
    rows = [line.strip('|').split('|') for table in TABLE.findall(page)
            for line in table.splitlines()]
    return [match for row in rows for match in NAME.findall(row[-1])]


def sources(program, paths):
    """test-CODE.c in wire/ is wire-code, and test-turns.c anywhere turns;
    ENROL.py in tools/ is tools-enrol, and where a C program has that name
    already the script of a whole program is eid-gateway-program."""
    room, _, rest = program.partition('-')
    wanted = ('tests/%s/test-%s.c' % (room, rest),
              'tests/%s/%s.py' % (room, rest.removesuffix('-program')))
    return [path for path in paths if path in wanted
            or os.path.basename(path) == 'test-%s.c' % program]


def check(program, test, texts):
    """texts: the test programs and builds by path."""
    found = sources(program, texts)
    if not found:
        if test or not any("test ('%s'" % program in text
                           for text in texts.values()):
            return ['%s: there is no test %s' % (PAGE, program)]
    elif test and not any(re.search(r'\b%s\b' % test, texts[path])
                          for path in found):
        return ['%s: %s has no %s' % (PAGE, program, test)]
    return []


def main(top):
    texts = {path: house.read(top, path)
             for path in house.files(top, '.c', '.py', 'meson.build')
             if path.startswith('tests/')}
    names = named(house.read(top, PAGE))
    house.verdict([complaint for name in names
                   for complaint in check(*name, texts)], len(names))


if __name__ == '__main__':
    main(sys.argv[1])
