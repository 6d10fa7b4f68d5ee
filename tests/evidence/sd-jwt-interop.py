"""Credentials both ways between us and @sd-jwt/core, which npm installs into
the build folder.

usage: sd-jwt-interop.py SOURCE-FOLDER BUILD-FOLDER EVIDENCE-PEER"""

import filecmp
import os
import shutil
import subprocess
import sys

FILES = ('package.json', 'package-lock.json', 'interop.mjs')


def skip(why):
    print('skipped: ' + why)
    sys.exit(77)


def copy_files(source, folder):
    """Whether what npm would install has changed, or never was installed."""
    os.makedirs(folder, exist_ok=True)
    stale = not os.path.exists(os.path.join(folder, 'installed'))
    for name in FILES:
        there = os.path.join(folder, name)
        here = os.path.join(source, name)
        if not os.path.exists(there) or not filecmp.cmp(here, there, False):
            stale = stale or name != 'interop.mjs'
            shutil.copyfile(here, there)
    return stale


def install(folder):
    done = os.path.join(folder, 'installed')
    if os.path.exists(done):
        os.remove(done)
    result = subprocess.run(
        ['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund',
         '--fetch-retries=1', '--fetch-timeout=20000'],
        cwd=folder, text=True, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT)
    if result.returncode != 0:
        print(result.stdout)
        skip('npm cannot install @sd-jwt/core')
    open(done, 'w').close()


def main(source, folder, peer):
    for program in ('node', 'npm'):
        if shutil.which(program) is None:
            skip(program + ' is not here')
    if copy_files(source, folder):
        install(folder)
    sys.exit(subprocess.run(['node', 'interop.mjs', os.path.abspath(peer)],
                            cwd=folder).returncode)


if __name__ == '__main__':
    main(*sys.argv[1:])
