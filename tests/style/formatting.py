"""Every C file is as clang-format 14 writes it; others write it otherwise."""

import re
import shutil
import subprocess
import sys

import house


def find_clang_format():
    for name in ('clang-format-14', 'clang-format'):
        program = shutil.which(name)
        if program is None:
            continue
        version = subprocess.run([program, '--version'], text=True,
                                 stdout=subprocess.PIPE, check=True).stdout
        if re.search(r'version 14\.', version):
            return program
    return None


def check(program, top, paths):
    """The lines of all paths that clang-format would change."""
    result = subprocess.run(
        [program, '--dry-run', '--style=file', *paths], cwd=top, text=True,
        stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    places = re.findall(r'^([^:\n]+:\d+):\d+: (?:warning|error)',
                        result.stderr, re.M)
    if result.returncode != 0 and not places:
        return ['clang-format fails: ' + result.stderr.strip()]
    return [place + ': clang-format would change this' for place in places]


def main(top):
    program = find_clang_format()
    if program is None:
        house.skip('clang-format 14 is not here')
    paths = house.files(top, '.c', '.h')
    house.verdict(check(program, top, paths), len(paths))


if __name__ == '__main__':
    main(sys.argv[1])
