"""Talks to crypto-peer, our cryptography behind a pipe."""

import subprocess


class Refused(Exception):
    """crypto-peer answered with an error, by this name."""


class Peer:
    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.stdout.close()
        if self.process.wait() != 0:
            raise SystemExit('crypto-peer failed')

    def call(self, name, *arguments):
        words = [name]
        for argument in arguments:
            if isinstance(argument, bytes):
                argument = argument.hex() or '-'
            words.append(str(argument))
        self.process.stdin.write(' '.join(words) + '\n')
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        if answer == '' or answer.startswith('error'):
            raise Refused(answer)
        return b'' if answer == '-' else bytes.fromhex(answer)
