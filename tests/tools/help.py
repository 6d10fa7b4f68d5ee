"""The help, the manual and the completions name the same commands and
options, and exit statuses are as they say."""

import functools
import os
import re
import shutil
import subprocess

import manual
from program import P2PID, Case, Person, environment, main

COMMANDS = ['enrol', 'whoami', 'call', 'answer', 'meet', 'join', 'ask',
            'history', 'people', 'receipt', 'anchors', 'evidence', 'role',
            'organisation']


def run(*arguments, **more):
    return subprocess.run([P2PID, *arguments], env=environment(**more),
                          stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, timeout=60)


@functools.cache
def options_of(command):
    """The options in the help of a command, argp's own among them."""
    text = run(command, '--help').stdout
    return set(re.findall(r'^ +(?:-\S, )?(--[a-z][a-z-]*)', text, re.M))


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
        if shutil.which('groff') is None:
            self.skipTest('groff is not here')
        path = os.path.join(manual.FOLDER, 'p2pid.1')
        result = subprocess.run(
            ['groff', '-man', '-Tutf8', '-ww', '-z', path],
            capture_output=True, text=True, timeout=60)
        self.assertEqual((result.returncode, result.stderr), (0, ''))


class Completion(Case):

    def complete(self, *words):
        """What bash offers for the last word."""
        script = os.path.join(manual.FOLDER, 'p2pid.bash')
        program = '''. "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
            _p2pid; printf '%s\\n' "${COMPREPLY[@]}"'''
        result = subprocess.run(
            ['bash', '-c', program, script, 'p2pid', *words],
            capture_output=True, text=True, timeout=60, check=True)
        self.assertEqual(result.stderr, '')
        return set(result.stdout.split())

    def test_bash_offers_commands_and_values(self):
        self.assertEqual(self.complete(''), set(COMMANDS))
        self.assertEqual(self.complete('an'), {'answer', 'anchors'})
        self.assertEqual(self.complete('receipt', ''),
                         {'show', 'verify', 'export'})
        self.assertEqual(self.complete('meet', '--channel', 'm'), {'meeting'})
        self.assertEqual(self.complete('--json', 'wh'), {'whoami'})

    def test_bash_offers_the_options_of_each_command(self):
        for command in COMMANDS:
            self.assertEqual(self.complete(command, '--'), options_of(command),
                             command)

    def test_zsh_knows_the_options_of_each_command(self):
        text = manual.source('_p2pid')
        groups = {name: set(re.findall(r"'(?:\*|\([^)]*\))?(--[a-z-]+)",
                                         body))
                  for name, body in re.findall(
                      r'local -a (all|contact)=\((.*?)^  \)', text,
                      re.M | re.S)}
        groups |= {name: {option} for name, option in re.findall(
            r"local (channel|code)='(--[a-z]+)", text)}
        for command in COMMANDS:
            body = re.search(r'^ +(?:\S+\|)*%s(?:\|\S+)*\)\n(.*?);;' % command,
                             text, re.M | re.S)
            body = body[1] if body else '$all'
            named = set(re.findall(r"'(?:\*|\([^)]*\))?(--[a-z-]+)", body))
            for group in re.findall(r'\$(\w+)', body):
                named |= groups[group]
            self.assertEqual(named, options_of(command), command)
        offered = set(re.findall(r"^      '([a-z]+):", text, re.M))
        self.assertEqual(offered, set(COMMANDS))


if __name__ == '__main__':
    main()
