"""p2pid and p2pid-relay as people and programs use them.

The test programs get the paths of both as arguments: P2PID RELAY.
"""

import json
import os
import pty
import queue
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import termios
import threading
import time
import unittest

P2PID, RELAY = (os.path.abspath(path) for path in sys.argv[1:3])
PATIENCE = 60

# Every object that a program wrote with --json in this run.
seen = []


def environment(**changes):
    """This one without what would reach into the tests from outside."""
    outside = ('P2PID_RELAY', 'XDG_DATA_HOME', 'HOME', 'MALLOC_PERTURB_')
    kept = {name: value for name, value in os.environ.items()
            if name not in outside}
    return kept | {'LC_ALL': 'C.UTF-8', 'TZ': 'UTC', 'TERM': 'dumb',
                   'HOME': '/nonexistent'} | changes


class Relay:
    """A relay of one's own, on a port that is free."""

    def __init__(self, *more):
        self.process = subprocess.Popen(
            [RELAY, '--listen', '127.0.0.1:0', '--rate', '100000',
             '--new-rate', '10000', *more],
            stdout=subprocess.PIPE, text=True, env=environment())
        line = self.process.stdout.readline()
        self.origin = re.search(r'http://\S+', line)[0]

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE)
        self.process.stdout.close()


class Result:
    """How a program ended, and what it said."""

    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err

    @property
    def events(self):
        objects = [json.loads(line) for line in self.out.splitlines()]
        seen.extend(objects)
        return objects

    def event(self, name):
        """The one event of that name."""
        [found] = [each for each in self.events if each['event'] == name]
        return found

    def names(self):
        return [each['event'] for each in self.events]


class Running:
    """A program that runs; its lines are read as they come."""

    def __init__(self, arguments, env, stdin):
        self.process = subprocess.Popen(
            [P2PID, *arguments], env=env, stdin=stdin,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.lines = queue.Queue()
        self.out, self.err = [], []
        self.threads = [threading.Thread(target=self.read_out, daemon=True),
                        threading.Thread(target=self.read_err, daemon=True)]
        for thread in self.threads:
            thread.start()

    def read_out(self):
        for line in self.process.stdout:
            self.out.append(line)
            self.lines.put(line)
        self.lines.put(None)

    def read_err(self):
        for line in self.process.stderr:
            self.err.append(line)

    def line(self, pattern):
        """The next line that matches; earlier ones are passed over."""
        while True:
            line = self.lines.get(timeout=PATIENCE)
            if line is None:
                raise AssertionError('no %r in %s%s' % (
                    pattern, ''.join(self.out), ''.join(self.err)))
            found = re.search(pattern, line)
            if found:
                return found

    def event(self, name):
        """The next event of that name, with --json."""
        return json.loads(self.line('^{"event":"%s".*' % name)[0])

    def say(self, line):
        self.process.stdin.write(line + '\n')
        self.process.stdin.flush()

    def interrupt(self):
        self.process.send_signal(signal.SIGINT)

    def end(self):
        """Wait for the end."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        status = self.process.wait(PATIENCE)
        for thread in self.threads:
            thread.join()
        self.process.stdout.close()
        self.process.stderr.close()
        return Result(status, ''.join(self.out), ''.join(self.err))


class Person:
    """Somebody with a data folder and a key file."""

    def __init__(self, folder, relay=None, name=None, *more):
        self.folder = folder
        self.key_file = folder + '.key'
        self.env = environment(HOME=folder)
        if relay is not None:
            self.env['P2PID_RELAY'] = relay
        if name is not None:
            result = self.run('enrol', '--test', name, *more)
            assert result.status == 0, result.err

    def arguments(self, arguments, allow_test=True):
        command, *rest = arguments
        return [command, '--data-dir', self.folder, '--key-file',
                self.key_file, *(['--allow-test'] if allow_test else []),
                *rest]

    def start(self, *arguments, allow_test=True, listening=False):
        """A command that goes on; @listening can be spoken to."""
        return Running(self.arguments(arguments, allow_test), self.env,
                       subprocess.PIPE if listening else subprocess.DEVNULL)

    def run(self, *arguments, allow_test=True):
        return self.start(*arguments, allow_test=allow_test).end()

    def files(self):
        """Names and contents of all that is in the folder."""
        found = {}
        for name in sorted(os.listdir(self.folder)):
            with open(os.path.join(self.folder, name), 'rb') as file:
                found[name] = file.read()
        return found


class Terminal:
    """A program on a terminal of its own, typed to like a person."""

    def __init__(self, arguments, env, program=P2PID):
        self.pid, self.file = pty.fork()
        if self.pid == 0:
            os.execve(program, [program, *arguments], env)
        self.text = ''

    def wait(self, pattern):
        """Read until the pattern comes; what came before it is passed."""
        end = time.monotonic() + PATIENCE
        while True:
            found = re.search(pattern, self.text)
            if found:
                self.text = self.text[found.end():]
                return found
            if not self.read(end - time.monotonic()):
                raise AssertionError('no %r in %r' % (pattern, self.text))

    def read(self, patience):
        if not select.select([self.file], [], [], max(patience, 0))[0]:
            return False
        try:
            piece = os.read(self.file, 65536)
        except OSError:  # the program has closed the terminal
            return False
        self.text += piece.decode(errors='replace')
        return bool(piece)

    def echoes(self):
        """Whether what is typed can be seen."""
        return bool(termios.tcgetattr(self.file)[3] & termios.ECHO)

    def type(self, text):
        os.write(self.file, text.encode())

    def end(self):
        """The exit status; self.text is what was not waited for."""
        end = time.monotonic() + PATIENCE
        while self.read(end - time.monotonic()):
            pass
        os.close(self.file)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


class Case(unittest.TestCase):
    """Tests with a folder of their own."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix='p2pid-tools-')
        self.addCleanup(shutil.rmtree, self.folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def ends(self, running, status):
        """Wait for a program to end with that status."""
        result = running.end() if hasattr(running, 'end') else running
        self.assertEqual(result.status, status, result.out + result.err)
        return result


def main():
    """Run all tests of the program, and close as Check does."""
    program = unittest.main(argv=sys.argv[:1], exit=False, verbosity=2)
    result = program.result
    print('%d%%: Checks: %d, Failures: %d, Errors: %d' % (
        100 * (result.testsRun - len(result.failures) - len(result.errors))
        // max(result.testsRun, 1),
        result.testsRun, len(result.failures), len(result.errors)))
    sys.exit(not result.wasSuccessful())
