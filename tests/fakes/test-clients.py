"""The fakes before clients that others wrote against the real servers: npm's
`bankid` and the Freja client of `eid-provider`.

usage: test-clients.py bankid|freja SERVER-PROGRAM SOURCE-FOLDER BUILD-FOLDER"""

import json
import os
import subprocess
import sys
import tempfile

import npm


def main(name, program, source, folder):
    npm.install(source, folder)
    with tempfile.TemporaryDirectory() as files:
        server = subprocess.Popen(
            ['/usr/bin/python3', program, files], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        try:
            said = server.stdout.readline()
            if not said.startswith('{'):
                print(said)
                sys.exit(server.wait() or 1)
            served = json.loads(said)
            status = subprocess.run(
                ['node', name + '.mjs', served['address'], served['control'],
                 files], cwd=folder).returncode
        finally:
            server.stdin.close()
            server.wait()
    sys.exit(status)


if __name__ == '__main__':
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    main(*sys.argv[1:])
