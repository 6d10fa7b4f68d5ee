"""What the style tests share: the project's files, and how a test ends.

A test is a program whose first argument is the top of the source tree. It
gathers complaints, one line each, and hands them to verdict().
"""

import os
import re
import sys

SKIP = 77  # meson's exit code for a skipped test


def files(top, *endings):
    """Paths below top with one of the endings (all without), sorted.

    Builds and what git keeps for itself are no part of the project. The
    tree is walked rather than asked of git, which refuses to speak of a
    tree that belongs to another user.
    """
    found = []
    for folder, below, names in os.walk(top):
        here = os.path.relpath(folder, top)
        below[:] = sorted(
            name for name in below
            if name not in ('.git', '__pycache__')
            and not (here == '.' and name.startswith('build')))
        for name in names:
            if name.endswith(endings or '') and not name.endswith('.pyc'):
                found.append(os.path.normpath(os.path.join(here, name)))
    return sorted(name for name in found if name != '.git')


def read(top, path):
    """A file's text; None where it is none (a picture, a seed)."""
    try:
        with open(os.path.join(top, path), encoding='utf-8') as file:
            return file.read()
    except UnicodeDecodeError:
        return None


def without_comments(text):
    """C text with its comments blanked out, lines kept."""
    blank = lambda match: re.sub(r'[^\n]', ' ', match.group())
    return re.sub(r'/\*.*?\*/|//[^\n]*', blank, text, flags=re.S)


def skip(reason):
    print('skipped: ' + reason)
    sys.exit(SKIP)


def verdict(complaints, seen):
    """End the test; seen counts what was looked at, which was not nothing."""
    for complaint in complaints:
        print(complaint)
    if not seen:
        print('nothing was looked at')
    print('looked at %d, %d complaints' % (seen, len(complaints)))
    sys.exit(1 if complaints or not seen else 0)
