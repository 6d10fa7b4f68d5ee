"""What bash and zsh offer and put on the line, asked in the shells themselves:
each runs on a terminal, with a function of p2pid's name that tells the words
which it got.

usage: completion.py P2PID RELAY"""

import os
import re
import shutil

import manual
from help import COMMANDS, help_of, options_of
from program import Case, Terminal, environment, main

TELL = r'''p2pid () { n=$((n + 1)); printf '\n#%d' $n; printf '<%s>' "$@";
  printf '#\n'; }; n=0; cd "$HOME/here"; p2pid ready
'''
ALL = '\x14'  # control-T: insert everything that is offered


class Shell:
    """What either has to do."""

    def setUp(self):
        super().setUp()
        path = shutil.which(self.name)
        if path is None:
            self.skipTest(self.name + ' is not here')
        os.makedirs(self.path('here/folder'))
        with open(self.path('here/folding.txt'), 'w', encoding='utf-8'):
            pass
        self.count = 0
        self.shell = Terminal(self.arguments, environment(HOME=self.folder),
                              path)
        self.addCleanup(self.leave)
        self.shell.type(self.setup % manual.FOLDER + TELL)
        self.assertEqual(self.read(), ['ready'])

    def leave(self):
        self.shell.type('exit\n')
        self.shell.end()

    def read(self):
        """The words that the next line had in the end."""
        self.count += 1
        found = self.shell.wait('\n#%d((?:<[^>]*>)*)#' % self.count)
        return re.findall('<([^>]*)>', found[1])

    def typed(self, line):
        """The words of a line with a tab at its end."""
        self.shell.type('p2pid %s\t\n' % line)
        return self.read()

    def offered(self, line):
        """What the last word could be."""
        self.shell.type('p2pid %s%s\n' % (line, ALL))
        before = line.split()
        words = self.read()
        if line[-1:].strip():
            before.pop()
            if '=' in line:  # which zsh repeats
                words = [word.partition('=')[2] or word for word in words]
        self.assertEqual(words[:len(before)], before)
        return words[len(before):]

    def test_commands(self):
        for line in ('', '--json ', '--key-file fold '):
            self.assertEqual(self.offered(line), sorted(COMMANDS))
        self.assertEqual(self.offered('an'), ['anchors', 'answer'])
        self.assertEqual(self.typed('wh'), ['whoami'])
        self.assertEqual(self.typed('--json wh'), ['--json', 'whoami'])

    def test_words_after_commands(self):
        for command in COMMANDS:
            usage = set(re.findall(r' p2pid \S+ \[OPTION\.\.\.\] ([a-z-]+)',
                                   help_of(command)))
            if usage:
                for between in ('', '--json '):
                    offered = self.offered('%s %s' % (command, between))
                    self.assertEqual(set(offered), usage, command)
        methods = ['bankid', 'card', 'freja', 'oidc', 'sd-jwt']
        for between in ('', '--json '):
            self.assertEqual(self.offered('organisation %skey ' % between),
                             ['new', 'show'])
            self.assertEqual(self.offered('evidence check ' + between),
                             methods)

    def test_options_of_each_command(self):
        for command in COMMANDS:
            self.assertEqual(set(self.offered(command + ' --')),
                             options_of(command), command)
        self.assertEqual(self.typed('organisation key new --nam'),
                         ['organisation', 'key', 'new', '--name'])

    def test_values(self):
        for line, values in (
                ('meet --channel', ['meeting', 'online', 'phone']),
                ('anchors add --environment', ['production', 'test']),
                ('anchors add --assurance',
                 ['high', 'low', 'none', 'substantial']),
                ('anchors --method', ['bankid', 'card', 'freja', 'oidc',
                                      'role', 'sd-jwt']),
                ('enrol --eid', ['bankid', 'card', 'freja', 'oidc', 'test']),
                ('enrol --language', ['en', 'sv'])):
            self.assertEqual(self.offered(line + '='), values)
            self.assertEqual(self.offered(line + ' '), values)
            for mark in '= ':
                self.assertEqual(self.typed(line + mark + values[0][:2]),
                                 (line + mark + values[0]).split())

    def test_lists_with_commas(self):
        self.assertEqual(self.typed('call --show=name,gi'),
                         ['call', '--show=name,given-name'])
        self.assertEqual(self.typed('call --show name,role,bi'),
                         ['call', '--show', 'name,role,birthdate'])

    def test_files(self):
        for command in COMMANDS:
            named = re.findall(r'(--[a-z-]+)=(FILE|PATH|DIR)\b',
                               help_of(command))
            self.assertIn(('--key-file', 'FILE'), named)
            for option, what in named:
                begun, whole = (('fo', 'folder') if what == 'DIR'
                                else ('foldi', 'folding.txt'))
                for mark in '= ':
                    line = '%s %s%s' % (command, option, mark)
                    words = self.typed(line + begun)
                    words[-1] = words[-1].rstrip('/')
                    self.assertEqual(words, (line + whole).split())

    def test_files_after_words(self):
        for line in ('receipt verify', 'receipt show --json', 'role add',
                     'organisation key new', 'organisation publish',
                     'evidence check bankid', 'anchors fingerprint'):
            self.assertEqual(self.typed(line + ' foldi'),
                             line.split() + ['folding.txt'])
            self.assertEqual(set(self.offered(line + ' f')),
                             {'folder', 'folding.txt'})


class Bash(Shell, Case):

    name = 'bash'
    arguments = ['--norc', '--noprofile', '-i']
    setup = r'''unset HISTFILE; bind '"\C-t": insert-completions'; . '%s/p2pid.bash'
'''


class Zsh(Shell, Case):

    name = 'zsh'
    arguments = ['-f', '-i']
    setup = r'''fpath=('%s' $fpath); autoload -U compinit; compinit -u -D
zstyle ':completion:*' insert-tab false
every () { comppostfuncs=(every_end); _main_complete; }
every_end () { compstate[insert]=all; }
zle -C every complete-word every; bindkey '^T' every
'''


if __name__ == '__main__':
    main()
