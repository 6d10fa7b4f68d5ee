"""No test is forgotten: each program and script of tests/ stands in the
meson.build beside it or in tests/run, and each fuzz target has its seeds."""

import os
import re
import sys

import house

PROGRAM = re.compile(r'/((test|fuzz|bench)-[\w-]+\.(c|py)|[\w-]+\.py)$')


def named(path, build):
    """Whether a meson.build names a program: whole, without its ending, or
    without the prefix that a list leaves out."""
    name = os.path.basename(path)
    stem = os.path.splitext(name)[0]
    forms = (name, stem, stem.split('-', 1)[-1])
    return any("'%s'" % form in build for form in forms)


def imported(path, others):
    """Whether another script of the tests imports this one."""
    stem = os.path.splitext(os.path.basename(path))[0]
    line = re.compile(r'^\s*(import|from) %s\b' % re.escape(stem), re.M)
    return any(line.search(text) for other, text in others.items()
               if other != path)


def check_seeds(top, path):
    corpus = 'tests/fuzz/corpus/' + path[len('tests/fuzz/fuzz-'):-len('.c')]
    folder = os.path.join(top, corpus)
    if os.path.isdir(folder) and os.listdir(folder):
        return []
    return ['%s has no seeds in %s' % (path, corpus)]


def main(top):
    complaints = []
    paths = [path for path in house.files(top, '.c', '.py')
             if path.startswith('tests/') and PROGRAM.search(path)]
    scripts = {path: house.read(top, path) for path in paths
               if path.endswith('.py')}
    start = house.read(top, 'tests/run')
    for path in paths:
        build = os.path.join(os.path.dirname(path), 'meson.build')
        text = house.read(top, build) \
            if os.path.exists(os.path.join(top, build)) else ''
        if not (named(path, text) or imported(path, scripts)
                or path in start):
            complaints.append('%s is not in %s' % (path, build))
        if path.startswith('tests/fuzz/fuzz-'):
            complaints += check_seeds(top, path)
    house.verdict(complaints, len(paths))


if __name__ == '__main__':
    main(sys.argv[1])
