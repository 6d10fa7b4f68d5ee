"""The help and the manuals name the same commands and options, and exit
statuses are as they say."""

import functools
import os
import re
import shutil
import subprocess

import manual
import program
from program import P2PID, RELAY, Person, environment, main

COMMANDS = ['enrol', 'whoami', 'call', 'answer', 'meet', 'join', 'ask',
            'history', 'people', 'receipt', 'anchors', 'evidence', 'role',
            'organisation']
OPTION = re.compile(r'^ +(?:-\S, )?(--[a-z][a-z-]*)', re.M)


def run(*arguments, **more):
    return subprocess.run([P2PID, *arguments], env=environment(**more),
                          stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, timeout=60)


@functools.cache
def help_of(command):
    return run(command, '--help').stdout


def options_of(command):
    """The options in the help of a command, argp's own among them."""
    return set(OPTION.findall(help_of(command)))


class Case(program.Case):

    def well_formed(self, page):
        if shutil.which('groff') is None:
            self.skipTest('groff is not here')
        path = os.path.join(manual.FOLDER, page)
        result = subprocess.run(
            ['groff', '-man', '-Tutf8', '-ww', '-z', path],
            capture_output=True, text=True, timeout=60)
        self.assertEqual((result.returncode, result.stderr), (0, ''))


class Help(Case):

    def test_each_command_has_its_help(self):
        overview = run('--help')
        self.assertEqual(overview.returncode, 0)
        for command in COMMANDS:
            self.assertRegex(overview.stdout, r'(?m)^  %s +\w' % command)
            result = run(command, '--help')
            self.assertEqual(result.returncode, 0)
            self.assertIn('Usage: p2pid %s ' % command, result.stdout)
            for line in result.stdout.splitlines():
                self.assertLessEqual(len(line), 80, line)

    def test_no_heading_comes_twice(self):
        for command in COMMANDS:
            headings = re.findall(r'(?m)^ (\S.*:)$',
                                  run(command, '--help').stdout)
            self.assertIn('Every command:', headings)
            self.assertEqual(len(headings), len(set(headings)),
                             (command, headings))

    def test_the_version_is_told(self):
        for arguments in (['--version'], ['call', '--version']):
            self.assertRegex(run(*arguments).stdout, r'^p2pid \d+\.\d+\.\d+$')

    def test_what_is_no_command(self):
        for arguments in ([], ['dance'], ['--dance'], ['call', '--dance'],
                          ['history', 'forget', '1'], ['whoami', 'really'],
                          ['receipt'], ['anchors'], ['enrol'],
                          ['evidence'], ['evidence', 'check', 'sd-jwt'],
                          ['role'], ['role', 'give'], ['role', 'add'],
                          ['organisation'], ['organisation', 'key', 'new'],
                          ['organisation', 'dissolve', 'x'],
                          ['receipt', 'burn', '1']):
            result = run(*arguments, HOME=self.folder)
            self.assertEqual(result.returncode, 64, (arguments, result))
            self.assertTrue(result.stderr)
            self.assertEqual(os.listdir(self.folder), [])

    def test_options_may_stand_before_the_command(self):
        person = Person(self.path('anna'), None, 'Anna Ek')
        result = run('--json', '--data-dir', person.folder, '--key-file',
                     person.key_file, 'whoami')
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn('"name":"Anna Ek"', result.stdout)

    def test_the_manual_names_the_same_options(self):
        in_help = set().union(*map(options_of, COMMANDS))
        self.assertGreater(len(in_help), 30)
        self.assertEqual(in_help - manual.options(), set())
        # --listen is the relay's, in an example.
        self.assertEqual(manual.options() - in_help, {'--listen'})

    def test_the_manual_names_the_same_commands(self):
        self.assertLessEqual(set(COMMANDS), set(manual.words('COMMANDS')))

    def test_the_manual_names_every_exit_status(self):
        with open(os.path.join(manual.FOLDER, 'status.h'),
                  encoding='utf-8') as file:
            known = set(re.findall(r'CLI_\w+ = (\d+)', file.read()))
        named = {word for word in manual.words('EXIT STATUS')
                 if word.isdigit()}
        self.assertEqual(known, named)
        self.assertGreater(len(known), 10)

    def test_the_manual_is_well_formed(self):
        self.well_formed('p2pid.1')


class RelayHelp(Case):

    def setUp(self):
        super().setUp()
        result = subprocess.run([RELAY, '--help'], env=environment(),
                                capture_output=True, text=True, timeout=60)
        self.assertEqual((result.returncode, result.stderr), (0, ''))
        self.help = result.stdout

    def test_the_manual_names_the_same_options(self):
        in_help = set(OPTION.findall(self.help))
        self.assertGreater(len(in_help), 10)
        # Every program has these, and a manual says no more of them; the
        # last two are p2pid's.
        own = {'--help', '--usage', '--version'}
        self.assertEqual(in_help - own, manual.options(manual.RELAY)
                         - own - {'--environment', '--gateway-root'})

    def test_the_manual_names_the_same_defaults(self):
        """Numbers in brackets at the end of what help says of an option."""
        options = re.split(r'(?m)^ +(?:-\S, )?(?=--)', self.help)
        defaults = {}
        for text in options:
            found = re.match(r'(--[a-z-]+)=.*?\s\((\d+)\)', text, re.S)
            if found:
                defaults[found[1]] = found[2]
        self.assertGreater(len(defaults), 8)
        page = manual.source(manual.RELAY).replace('\\-', '-')
        for option, number in defaults.items():
            said = re.search(r'(?m)^\.BR %s =.*\n((?:(?!\.TP|\.SH).*\n)*)'
                             % option, page)
            self.assertIsNotNone(said, option)
            self.assertRegex(said[1].replace(',', ''), r'\b%s\b' % number,
                             option)

    def test_the_manual_is_well_formed(self):
        self.well_formed(manual.RELAY)


if __name__ == '__main__':
    main()
