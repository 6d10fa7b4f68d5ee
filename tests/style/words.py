"""What has no place in a file: work left for later, paths of one machine,
lines that end in blanks, a last line that does not end."""

import re
import sys

import house

# Spelled so that this file does not complain of itself.
LATER = re.compile(r'\b(%s)\b' % '|'.join(
    ('TO' 'DO', 'FIX' 'ME', 'XX' 'X', 'HA' 'CK')))
MACHINE = re.compile(r'(?<![\w.$~}/-])/(%s)/\w' % '|'.join(
    ('ho' 'me', 'ro' 'ot', 'wo' 'rk', 'Us' 'ers', 'fa' 'rm')))
TEXTS = ('.c', '.h', '.py', '.sh', '.ui', '.md', '.build', '.txt', '.json',
         '.xml', '.in', '.css', '.desktop', '.service', '.po', '.pot')
PROGRAMS = ('desktop/run', 'tests/run', '.ci/run')


def check(path, text):
    complaints = []
    for number, line in enumerate(text.split('\n'), 1):
        for pattern, what in ((LATER, 'left for later'),
                              (MACHINE, 'a path of one machine'),
                              (re.compile(r'[ \t]+$'), 'ends in a blank')):
            if pattern.search(line):
                complaints.append('%s:%d: %s: %s'
                                  % (path, number, what, line.strip()[:80]))
    if text and not text.endswith('\n'):
        complaints.append('%s: the last line does not end' % path)
    return complaints


def main(top):
    complaints = []
    seen = 0
    for path in house.files(top):
        if '/corpus/' in path or not (
                path.endswith(TEXTS) or path in PROGRAMS):
            continue
        text = house.read(top, path)
        if text is None:
            complaints.append('%s is not UTF-8' % path)
            continue
        seen += 1
        complaints += check(path, text)
    house.verdict(complaints, seen)


if __name__ == '__main__':
    main(sys.argv[1])
