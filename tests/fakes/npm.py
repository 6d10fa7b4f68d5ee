"""Packages of Node.js by exact version, installed into the build folder; a
test that cannot have them is skipped, by name."""

import fcntl
import filecmp
import os
import shutil
import subprocess
import sys


def skip(why):
    print('skipped: ' + why)
    sys.exit(77)


def copy_files(source, folder):
    """Whether what npm would install has changed, or never was installed."""
    stale = not os.path.exists(os.path.join(folder, 'installed'))
    for name in sorted(os.listdir(source)):
        if not name.endswith(('.json', '.mjs')):
            continue
        there = os.path.join(folder, name)
        here = os.path.join(source, name)
        if not os.path.exists(there) or not filecmp.cmp(here, there, False):
            stale = stale or name.endswith('.json')
            shutil.copyfile(here, there)
    return stale


def install(source, folder):
    """The scripts and packages of source, ready to run in folder."""
    for program in ('node', 'npm'):
        if shutil.which(program) is None:
            skip(program + ' is not here')
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, 'lock'), 'w') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two tests may want the same
        if copy_files(source, folder):
            fetch(source, folder)


def fetch(source, folder):
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
        skip('npm cannot install what %s asks for' % os.path.basename(source))
    open(done, 'w').close()
