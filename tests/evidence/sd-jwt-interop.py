"""Credentials both ways between us and @sd-jwt/core, which npm installs into
the build folder.

usage: sd-jwt-interop.py SOURCE-FOLDER BUILD-FOLDER EVIDENCE-PEER"""

import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'fakes'))

import npm


def main(source, folder, peer):
    npm.install(source, folder)
    sys.exit(subprocess.run(['node', 'interop.mjs', os.path.abspath(peer)],
                            cwd=folder).returncode)


if __name__ == '__main__':
    main(*sys.argv[1:])
