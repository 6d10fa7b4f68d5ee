"""shellcheck has nothing to say about the shell scripts, and the package
lists are lists."""

import os
import re
import shutil
import subprocess
import sys

import house

LISTS = ('desktop/packages', 'tests/packages', 'tests/packages-npm')
ENTRY = re.compile(r'[a-z0-9][a-z0-9.+-]+\??\s+\S.*$')


def shell_scripts(top):
    """Files whose first line calls for a shell."""
    for path in house.files(top):
        with open(os.path.join(top, path), 'rb') as file:
            if re.match(rb'#!.*\b(ba)?sh\b', file.readline()):
                yield path


def check_list(path, text):
    """Each line of a list is a package and what it is for, once."""
    lines = [line for line in text.splitlines()
             if line.strip() and not line.startswith('#')]
    names = [line.split()[0].rstrip('?') for line in lines]
    return (['%s: no package and reason: %s' % (path, line)
             for line in lines if not ENTRY.match(line)]
            + ['%s: twice: %s' % (path, name) for name in sorted(set(names))
               if names.count(name) > 1])


def main(top):
    if shutil.which('shellcheck') is None:
        house.skip('shellcheck is not here')
    complaints = []
    for path in LISTS:
        complaints += check_list(path, house.read(top, path))
    scripts = list(shell_scripts(top))
    result = subprocess.run(['shellcheck', '--format=gcc', *scripts], cwd=top,
                            text=True, stdout=subprocess.PIPE)
    complaints += result.stdout.splitlines()
    house.verdict(complaints, len(scripts))


if __name__ == '__main__':
    main(sys.argv[1])
