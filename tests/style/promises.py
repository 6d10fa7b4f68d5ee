"""The tests that SECURITY.md names for its attacks are there."""

import os
import re
import sys

import house

PAGE = 'libp2pid/SECURITY.md'
TABLE = '## Attacks and answers'
NAME = re.compile(r'`([\w-]+)(?:: (\w+))?`')


def named(page):
    """Program and test, or None, for each name in the table's last column."""
    table = page.partition(TABLE)[2].partition('\n## ')[0]
    rows = [line.strip('|').split('|') for line in table.splitlines()
            if line.startswith('| ')]
    return [match for row in rows for match in NAME.findall(row[-1])]


def sources(program, paths):
    """test-CODE.c in wire/ is wire-code, and test-turns.c anywhere turns."""
    room, _, rest = program.partition('-')
    wanted = ('tests/%s/test-%s.c' % (room, rest), 'test-%s.c' % program)
    return [path for path in paths
            if path == wanted[0] or os.path.basename(path) == wanted[1]]


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
             for path in house.files(top, '.c', 'meson.build')
             if path.startswith('tests/')}
    names = named(house.read(top, PAGE))
    house.verdict([complaint for name in names
                   for complaint in check(*name, texts)], len(names))


if __name__ == '__main__':
    main(sys.argv[1])
