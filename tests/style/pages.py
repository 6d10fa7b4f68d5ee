"""The C programs that the pages print, and the functions that they need."""

import re
import sys

import house
import symbols

# The page, and what its program is called below.
PAGES = {'README.md': 'callee', 'libp2pid/include/README.md': 'caller'}
COMMON = 'libp2pid/include/README.md'
COMMON_MAX = 25

BLOCK = re.compile(r'^```c\n(.*?)^```$', re.M | re.S)
CALL = re.compile(r'\b(p2pid_\w+) \(')


def program(text):
    """The C program of a page: its one block with a main ()."""
    found = [block for block in BLOCK.findall(text) if '\nmain (' in block]
    return found[0] if len(found) == 1 else None


def excerpts(text):
    """The page's other C blocks: what its program is about."""
    return [block for block in BLOCK.findall(text) if '\nmain (' not in block]


def listed(text):
    """The functions of the page's table, in order."""
    table = text.partition('## The common path')[2].partition('```c')[0]
    return re.findall(r'`(p2pid_\w+)`', table)


def check(common, called, public):
    complaints = []
    if len(common) > COMMON_MAX:
        complaints.append('the common path has %d functions' % len(common))
    complaints += ['%s is called by a page, and not on the common path' % name
                   for name in sorted(called - set(common))]
    complaints += ['%s is on the common path, and called by no page' % name
                   for name in sorted(set(common) - called)]
    complaints += ['%s is not public' % name
                   for name in sorted(set(common) - public)]
    return complaints


def main(top):
    called, complaints = set(), []
    for page in PAGES:
        text = program(house.read(top, page))
        if text is None:
            complaints.append('%s prints not one program' % page)
        else:
            called |= set(CALL.findall(text))
            complaints += [page + ' shows lines that its program has not'
                           for block in excerpts(house.read(top, page))
                           if block not in text]
    common = listed(house.read(top, COMMON))
    public = set(symbols.listed(house.read(top, symbols.LIST)))
    house.verdict(complaints + check(common, called, public), len(common))


if __name__ == '__main__':
    main(sys.argv[1])
