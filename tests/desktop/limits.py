"""The program leaves no core dump, whatever it was started with: its memory has
keys in it.

usage: limits.py PROGRAM

Run by with-display.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time


def allow_dumps():
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))


def read_limit(process):
    """Soft and hard limit of a core dump, as /proc has them."""
    with open('/proc/%d/limits' % process.pid) as file:
        return next(line.split()[4:6] for line in file
                    if line.startswith('Max core file size'))


def main(program):
    if resource.getrlimit(resource.RLIMIT_CORE)[1] == 0:
        print('skipped: core dumps are forbidden to all here')
        sys.exit(77)
    folder = tempfile.mkdtemp(dir=os.environ['XDG_RUNTIME_DIR'])
    process = subprocess.Popen(
        [program, '--data-dir', folder,
         '--key-file', os.path.join(folder, 'key')], preexec_fn=allow_dumps)
    try:
        end = time.monotonic() + 30
        while read_limit(process) != ['0', '0']:
            if process.poll() is not None or time.monotonic() > end:
                sys.exit('core dumps are allowed: %s' % read_limit(process))
            time.sleep(0.05)
    finally:
        process.kill()
        process.wait()


main(sys.argv[1])
