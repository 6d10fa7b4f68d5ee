"""The rules themselves: each complains of what it should, and only of that."""

import os
import sys
import tempfile

import floors
import formatting
import headers
import house
import linkage
import names
import pages
import paths
import promises
import registered
import scripts
import sizes
import symbols
import words

LONG = 'void\nmany (int lines)\n{\n' + '  lines++;\n' * 58 + '}\n'
LATER = 'TO' + 'DO'

# A rule, what it reads, and how many complaints that deserves.
SAMPLES = [
    (floors.check, 'libp2pid/wire/a.c', '#include "base/lv.h"\n', 0),
    (floors.check, 'libp2pid/wire/a.c', '#include "wire/text.h"\n', 0),
    (floors.check, 'libp2pid/wire/a.c', '#include "p2pid/types.h"\n', 0),
    (floors.check, 'libp2pid/wire/a.c', '#include "crypto/hash.h"\n', 1),
    (floors.check, 'libp2pid/wire/a.c', '#include "p2pid/key.h"\n', 1),
    (floors.check, 'libp2pid/wire/a.c', '#include "text.h"\n', 1),
    (floors.check, 'libp2pid/wire/a.c', '# include <curl/curl.h>\n', 1),
    (floors.check, 'libp2pid/wire/a.c', '/* #include <glib.h> */\n', 0),
    (floors.check, 'libp2pid/server/a.c', '#include <unistd.h>\n', 0),
    (floors.check, 'libp2pid/server/a.c', '#include <uninorm.h>\n', 1),
    (floors.check, 'libp2pid/relay/a.c', '#include <curl/curl.h>\n', 0),
    (floors.check, 'libp2pid/tools/a.c', '#include <glib.h>\n', 1),
    (floors.check, 'libp2pid/cellar/a.c', '', 1),
    (floors.check, 'libp2pid/include/p2pid/key.h',
     '#include "p2pid/session.h"\n', 1),
    (floors.check, 'libp2pid/include/p2pid/types.h',
     '#include "p2pid/account.h"\n', 1),
    (floors.check, 'libp2pid/include/p2pid/other.h', '', 1),
    (floors.check, 'desktop/ui/a.c', '#include "p2pid/contact.h"\n', 0),
    (floors.check, 'desktop/ui/a.c', '#include "session/machine.h"\n', 1),
    (floors.check, 'desktop/core/a.c', '#include <gtk/gtk.h>\n', 1),
    (floors.check, 'desktop/core/a.c', '#include "ui/desk-window.h"\n', 1),

    (lambda path, text: names.check('error', names.errors(text), ['a', 'b']),
     '', 'The names of errors:\n\n```\na\nb\n```\n', 0),
    (lambda path, text: names.check('error', names.errors(text), ['a', 'b']),
     '', 'The names of errors:\n\n```\na c\n```\n', 2),
    (lambda path, text: names.check('stop', names.stops(text), ['a']),
     '', '| stop | meaning |\n|---|---|\n| a | x |\n\n| b | y |\n', 0),

    (lambda path, text: pages.check(['p2pid_a'], {text}, {'p2pid_a'}),
     '', 'p2pid_a', 0),
    (lambda path, text: pages.check(['p2pid_a'], {text}, {'p2pid_a'}),
     '', 'p2pid_b', 2),
    (lambda path, text: pages.check([text] * 26, {text}, {text}),
     '', 'p2pid_a', 1),
    (lambda path, text: symbols.check([text], {'list': {text}, 'so': set()}),
     '', 'p2pid_a', 1),
    (lambda path, text: symbols.check([text], {'list': {text}, 'so': {text}}),
     '', 'foreign', 1),

    (lambda path, text: paths.check(path, text, {'a/b.md', 'po/c'}.__contains__),
     'a/README.md', '[b](b.md) [c](../po/c#d) `po/c` https://x (e)', 0),
    (lambda path, text: paths.check(path, text, {'a/b.md'}.__contains__),
     'a/README.md', '[b](c.md) `tests/bench/bench-relay.py` `po/c`', 3),

    (lambda path, text: promises.check('wire-a', 'x', {path: text}),
     'tests/wire/test-a.c', 'START_TEST (x)', 0),
    (lambda path, text: promises.check('wire-a', 'x', {path: text}),
     'tests/wire/test-a.c', 'START_TEST (xy)', 1),
    (lambda path, text: promises.check('a', None, {path: text}),
     'tests/wire/test-b.c', '', 1),
    (lambda path, text: promises.check('a', None, {path: text}),
     'tests/wire/meson.build', "test ('a',", 0),
    (lambda path, text: promises.check('a', 'x', {path: text}),
     'tests/wire/meson.build', "test ('a',", 1),

    (scripts.check_list, 'a', '# heading\ngcc  compiles\ngcc-12?  too\n', 0),
    (scripts.check_list, 'a', 'gcc\n', 1),
    (scripts.check_list, 'a', 'gcc  one\ngcc?  two\n', 1),

    (sizes.check, 'a.c', LONG, 1),
    (sizes.check, 'a.c', LONG.replace('  lines++;\n', '', 1), 0),
    (sizes.check, 'a.c', LONG.replace('void\nmany (int lines)',
                                      'START_TEST (many)'), 1),
    (sizes.check, 'a.c', '\n' * 801, 1),
    (sizes.check, 'a.py', 'def many():\n' + '    pass\n' * 60, 1),

    (words.check, 'a.c', '/* %s: later */\n' % LATER, 1),
    (words.check, 'a.c', 'mastodon %s_x\n' % LATER, 0),
    (words.check, 'a.md', 'in ' + os.sep + 'home/anna\n', 1),
    (words.check, 'a.md', 'in https://example.org/home/anna\n', 0),
    (words.check, 'a.md', 'blank \n', 1),
    (words.check, 'a.md', 'no end', 1),

    (linkage.check, 'a.so', ' (NEEDED) Shared library: [libc.so.6]', 0),
    (linkage.check, 'a.so', ' (NEEDED) Shared library: [libglib-2.0.so.0]', 1),
    (linkage.check, 'a.so', ' (NEEDED) Shared library: [libmicrohttpd.so.12]',
     1),

    (linkage.check_locale, 'a.so', '  U strncmp@GLIBC_2.2.5', 0),
    (linkage.check_locale, 'a.so', '  U strlen@GLIBC_2.2.5\n'
     '  U strcasecmp@GLIBC_2.2.5', 1),

    (headers.check, 'a.h', '/** Free. */\nP2PID_API void\na_free (int a);', 0),
    (headers.check, 'a.h', '/* Free. */\nP2PID_API void\na_free (int a);', 1),
    (headers.check, 'a.h', 'P2PID_API void\na_free (int a);', 1),
    (headers.check, 'a.h', '/** P2PID_ERR_IO. */\nP2PID_API p2pid_err\n'
     'p2pid_a (int a);', 0),
    (headers.check, 'a.h', '/** As p2pid_b(). */\nP2PID_API p2pid_err\n'
     'p2pid_a (int a);', 0),
    (headers.check, 'a.h', '/* P2PID_ERR_IO. */\n/** Do. */\n'
     'P2PID_API p2pid_err\np2pid_a (int a);', 0),
    (headers.check, 'a.h', '/** P2PID_ERR_IO. */\nint b;\n/** Do. */\n'
     'P2PID_API p2pid_err\np2pid_a (int a);', 1),
    (lambda path, text: headers.unknown(path, text, {'P2PID_ERR_IO'}),
     'a.h', 'P2PID_ERR_IO P2PID_ERR_IQ', 1),
]


def check_samples():
    complaints = []
    for rule, path, text, expected in SAMPLES:
        found = rule(path, text)
        if len(found) != expected:
            complaints.append('%s on %s %r: %d complaints for %d: %s' % (
                rule.__module__, path, text[:60], len(found), expected, found))
    return complaints


def check_formatting():
    """clang-format is asked about a file with one bad line."""
    program = formatting.find_clang_format()
    if program is None:
        return []
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, '.clang-format'), 'w') as file:
            file.write('BasedOnStyle: LLVM\n')
        with open(os.path.join(folder, 'a.c'), 'w') as file:
            file.write('int a;\nint  b;\n')
        found = formatting.check(program, folder, ['a.c'])
    return [] if len(found) == 1 else ['formatting finds %s' % found]


def check_registered():
    complaints = []
    for path, build, expected in (
            ('tests/a/test-one.c', "executable ('test-one')", True),
            ('tests/a/test-one.c', "names = ['one']", True),
            ('tests/a/test-one.c', "names = ['ones']", False)):
        if registered.named(path, build) != expected:
            complaints.append('registered: %s in %s' % (path, build))
    return complaints


def main():
    house.verdict(check_samples() + check_formatting() + check_registered(),
                  len(SAMPLES))


if __name__ == '__main__':
    sys.exit(main())
