"""p2pid enrol --eid oidc at a provider by npm, through a login in Chromium.

usage: oidc-browser.py P2PID SOURCE-FOLDER BUILD-FOLDER NPM-FOLDER"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

BROWSERS = ('chromium-headless-shell', 'chromium', 'chromium-browser',
            'google-chrome')
# In seconds; a login takes two.
PATIENCE = 90


def browser():
    return next(filter(None, map(shutil.which, BROWSERS)), None)


class Login(unittest.TestCase):
    program = None  # the command line
    folder = None   # with the scripts and what npm installed

    def setUp(self):
        self.data = tempfile.TemporaryDirectory()
        self.provider = subprocess.Popen(
            ['node', 'provider.mjs'], cwd=self.folder, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL)
        said = json.loads(self.provider.stdout.readline())
        self.issuer, self.keys = said['issuer'], said['keys']

    def tearDown(self):
        self.provider.stdin.close()
        self.provider.wait()
        self.provider.stdout.close()
        self.data.cleanup()

    def command(self, *arguments):
        return [self.program, *arguments, '--json', '--data-dir',
                self.data.name, '--key-file',
                os.path.join(self.data.name, 'key')]

    def trust(self, algorithm, issuer=None):
        """Take the provider's key as an anchor, as a user would."""
        subprocess.run(self.command(
            'anchors', 'add', self.keys[algorithm], '--method', 'oidc',
            '--issuer', issuer or self.issuer, '--party', algorithm.lower(),
            '--name', 'Test provider', '--assurance', 'low'), check=True,
            stdout=subprocess.DEVNULL, timeout=PATIENCE)

    def enrol(self, client, *more):
        return subprocess.Popen(self.command(
            'enrol', '--eid', 'oidc', '--yes', '--provider', self.issuer,
            '--client-id', client, *more), text=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE)

    def browse(self, url, wish):
        """The text of the page on which the browser ends."""
        result = subprocess.run(
            ['node', 'browser.mjs', browser(), url, wish], cwd=self.folder,
            text=True, stdout=subprocess.PIPE, timeout=PATIENCE)
        self.assertEqual(result.returncode, 0, result.stdout)
        return result.stdout

    def wait_for(self, process, event):
        """The event of that name, and those before it are let pass."""
        for line in process.stdout:
            said = json.loads(line)
            if said['event'] == event:
                return said
            self.assertNotEqual(said['event'], 'error', line)
        self.fail('never said ' + event)

    def log_in(self, client, wish='login', *more):
        """The last page, the last word of the enrolment, its exit code."""
        process = self.enrol(client, *more)
        page = self.browse(self.wait_for(process, 'open')['text'], wish)
        events = [json.loads(line) for line in process.stdout]
        process.stdout.close()
        return page, events, process.wait(PATIENCE)

    def test_a_login_in_a_browser_binds_the_key(self):
        for algorithm in ('RS256', 'ES256'):
            with self.subTest(algorithm):
                self.trust(algorithm)
                page, events, status = self.log_in(
                    algorithm.lower(), 'login', '--replace')
                self.assertIn('Go back to the program', page)
                self.assertEqual(status, 0, events)
                self.assertEqual(events[0]['event'], 'enrolled')
                self.assertIn('Anna Lindqvist', json.dumps(events))

    def test_the_page_speaks_the_users_language(self):
        self.trust('ES256')
        page, events, status = self.log_in('es256', 'login', '--language',
                                           'sv')
        self.assertEqual(status, 0, events)
        self.assertIn('Gå tillbaka till programmet', page)

    def test_who_cancels_at_the_provider_binds_nothing(self):
        self.trust('ES256')
        page, events, status = self.log_in('es256', 'cancel')
        self.assertIn('Go back to the program', page)
        self.assertNotEqual(status, 0)
        self.assertEqual(events[0]['event'], 'failed')
        self.assertEqual(events[0]['hint'], 'access_denied')
        self.assertEqual(events[0]['error'], 'cancelled')

    def test_a_provider_that_nobody_named_is_not_believed(self):
        _, events, status = self.log_in('es256')
        self.assertNotEqual(status, 0)
        self.assertEqual(events[0]['error'], 'untrusted')

    def test_its_tokens_are_not_another_issuers(self):
        self.trust('ES256', 'https://id.example')
        _, events, status = self.log_in('es256')
        self.assertNotEqual(status, 0)
        self.assertEqual(events[0]['error'], 'mismatch')

    def test_a_browser_that_never_comes_is_given_up_by_ctrl_c(self):
        process = self.enrol('es256')
        self.wait_for(process, 'open')
        process.send_signal(signal.SIGINT)
        said = self.wait_for(process, 'failed')
        self.assertEqual(said['error'], 'cancelled')
        process.stdout.close()
        self.assertNotEqual(process.wait(PATIENCE), 0)


def main(program, source, folder, npm_folder):
    sys.path.insert(0, npm_folder)
    import npm
    npm.install(source, folder)
    if browser() is None:
        npm.skip('Chromium is not here')
    Login.program, Login.folder = os.path.abspath(program), folder
    unittest.main(argv=sys.argv[:1], verbosity=2)


if __name__ == '__main__':
    main(*sys.argv[1:])
