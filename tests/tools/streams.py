"""Standard streams that are closed, full, or read by nobody any more."""

import os
import signal
import socket
import subprocess
import time

from program import P2PID, PATIENCE, RELAY, Case, Person, environment, main

UNWRITTEN = 'p2pid: standard output cannot be written.\n'


def close_all():
    os.closerange(0, 3)


class Output(Case):

    def setUp(self):
        super().setUp()
        self.anna = Person(self.path('anna'), None, 'Anna Ek')

    def told(self, arguments, **streams):
        """The exit status, and what standard error says."""
        result = subprocess.run(
            [P2PID, *arguments], env=self.anna.env, stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True, timeout=PATIENCE, **streams)
        return result.returncode, result.stderr

    def test_what_cannot_be_written_is_no_success(self):
        with open('/dev/full', 'wb') as full:
            for arguments in (['--help'], ['--version'], ['call', '--help'],
                              ['call', '--usage'],
                              *([*more, *self.anna.arguments(command)]
                                for more in ([], ['--json'])
                                for command in (['whoami'], ['history'],
                                                ['people'],
                                                ['anchors', 'list']))):
                self.assertEqual(self.told(arguments, stdout=full),
                                 (74, UNWRITTEN), arguments)
                self.assertEqual(
                    self.told(arguments, preexec_fn=lambda: os.close(1)),
                    (74, UNWRITTEN), arguments)

    def test_an_error_stays_that_error(self):
        with open('/dev/full', 'wb') as full:
            status, err = self.told(
                ['--json', *self.anna.arguments(['people', 'remove', '7'])],
                stdout=full)
        self.assertEqual((status, err), (66, UNWRITTEN))


class Numbers(Case):
    """Those of closed streams, which the next file would get."""

    def held(self, pid):
        self.assertEqual([os.readlink('/proc/%d/fd/%d' % (pid, each))
                          for each in range(3)], 3 * ['/dev/null'])

    def test_no_file_gets_them(self):
        path = self.path('receipt')
        os.mkfifo(path)
        process = subprocess.Popen([P2PID, 'receipt', 'show', path],
                                   env=environment(HOME=self.folder),
                                   preexec_fn=close_all)
        with open(path, 'wb'):  # waits until it is being read
            self.held(process.pid)
        self.assertEqual(process.wait(PATIENCE), 65)

    def test_no_connection_gets_them(self):
        with socket.socket() as probe:
            probe.bind(('127.0.0.1', 0))
            address = probe.getsockname()
        process = subprocess.Popen([RELAY, '--listen', '%s:%d' % address],
                                   env=environment(), preexec_fn=close_all)
        self.addCleanup(process.kill)
        end = time.monotonic() + PATIENCE
        while True:
            try:
                socket.create_connection(address).close()
                break
            except ConnectionRefusedError:
                self.assertIsNone(process.poll())
                self.assertLess(time.monotonic(), end)
                time.sleep(0.02)
        self.held(process.pid)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(PATIENCE), 1)


if __name__ == '__main__':
    main()
