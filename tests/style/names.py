"""PROTOCOL.md names the errors and the reasons to stop that the library has,
all of them: a second implementation has nothing else to go by."""

import re
import sys

import house

PAGE = 'libp2pid/PROTOCOL.md'
INCLUDE = 'libp2pid/include/p2pid/'


def constants(text, prefix):
    """What an enum's constants of that prefix are called on the wire."""
    return [name.lower().replace('_', '-') for name in re.findall(
        r'^  %s(\w*[A-Z0-9])\b' % prefix, house.without_comments(text), re.M)]


def errors(page):
    block = page.partition('The names of errors')[2].split('```')
    return block[1].split() if len(block) > 1 else []


def stops(page):
    table = page.partition('| stop | meaning |')[2].partition('\n\n')[0]
    return re.findall(r'^\| ([a-z-]+) \|', table, re.M)


def check(what, on_page, in_library):
    complaints = ['%s names no %s %s' % (PAGE, what, name)
                  for name in in_library if name not in on_page]
    return complaints + ['%s: there is no %s %s' % (PAGE, what, name)
                         for name in on_page if name not in in_library]


def main(top):
    page = house.read(top, PAGE)
    known = constants(house.read(top, INCLUDE + 'error.h'), 'P2PID_ERR_')
    reasons = constants(house.read(top, INCLUDE + 'account.h'), 'P2PID_STOP_')
    house.verdict(check('error', errors(page), known)
                  + check('reason to stop', stops(page), reasons),
                  min(len(known), len(reasons)))


if __name__ == '__main__':
    main(sys.argv[1])
