"""Public headers: each stands alone in C and C++, each prototype is
documented, with the errors that it returns, and clang finds nothing to mend in
the documentation."""

import os
import re
import shutil
import subprocess
import sys

import house

INCLUDE = 'libp2pid/include'
PROTOTYPE = re.compile(r'^P2PID_API\b([^;]*);', re.M)
# Who returns an error says which, or like whom; or a part of the header does,
# for all that follow in it.
ERRORS = re.compile(r'P2PID_ERR_\w+|\b[Aa]s p2pid_\w+ *\(\)')
PART = re.compile(r'^/\*(?!\*)(?:(?!\*/).)*P2PID_ERR_', re.M | re.S)

COMPILERS = [
    ['gcc', '-x', 'c', '-std=c99', '-Wpedantic'],
    ['gcc', '-x', 'c', '-std=gnu11'],
    ['g++', '-x', 'c++', '-std=c++11', '-Wpedantic'],
    ['clang', '-x', 'c', '-std=gnu11', '-Wdocumentation'],
    ['clang++', '-x', 'c++', '-std=c++17', '-Wdocumentation', '-Wpedantic'],
]


def prototypes(text):
    """Name and preceding text of each exported prototype."""
    for match in PROTOTYPE.finditer(text):
        name = re.search(r'(\w+) \(', match.group(1))
        yield name.group(1) if name else match.group(), text[:match.start()]


def documented(before):
    """Whether what stands before a prototype ends in a doc comment."""
    before = before.rstrip(' \n')
    if not before.endswith('*/'):
        return False
    return before[before.rindex('/*'):].startswith('/**')


def comment(before):
    """The last one; "" where there is none."""
    return before[before.rindex('/*'):] if '/*' in before else ''


def names_errors(before):
    return bool(ERRORS.search(comment(before)) or PART.search(before))


def check(path, text):
    complaints = ['%s: %s has no comment of its own' % (path, name)
                  for name, before in prototypes(text)
                  if not documented(before)]
    return complaints + ['%s: %s does not say with which errors' % (path, name)
                         for name, before in prototypes(text)
                         if re.search(r'\bp2pid_err\n%s \(' % name, text)
                         and not names_errors(before)]


def unknown(path, text, errors):
    """Errors that the documentation speaks of and that there are not."""
    return ['%s: there is no %s' % (path, name) for name in
            sorted(set(re.findall(r'\bP2PID_ERR_\w*[A-Z]\b', text)) - errors)]


def compile_alone(top, path):
    complaints = []
    for command in COMPILERS:
        if shutil.which(command[0]) is None:
            continue
        result = subprocess.run(
            command + ['-fsyntax-only', '-Wall', '-Wextra', '-Werror',
                       '-I', os.path.join(top, INCLUDE),
                       os.path.join(top, path)],
            text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if result.returncode != 0:
            complaints.append('%s: %s\n%s' % (path, ' '.join(command),
                                              result.stdout))
    return complaints


def main(top):
    complaints = []
    paths = [path for path in house.files(top, '.h')
             if path.startswith(INCLUDE)]
    errors = set(re.findall(r'^  (P2PID_ERR_\w+)', house.read(
        top, INCLUDE + '/p2pid/error.h'), re.M))
    for path in paths:
        complaints += check(path, house.read(top, path))
        complaints += unknown(path, house.read(top, path), errors)
        complaints += compile_alone(top, path)
    for name in sorted({command[0] for command in COMPILERS}):
        if shutil.which(name) is None:
            print('not compiled with %s, which is not here' % name)
    house.verdict(complaints, len(paths))


if __name__ == '__main__':
    main(sys.argv[1])
