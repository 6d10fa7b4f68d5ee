"""Every file with words for people is in POTFILES.in, and every language has
all of them: nothing untranslated, nothing fuzzy, nothing left over.

usage: translations.py TOP
"""

import os
import re
import subprocess
import sys
import tempfile

WORDS = re.compile(r'\b(N|C|NC)?_ ?\(|translatable="yes"')
FOLDERS = 'desktop/core', 'desktop/ui', 'desktop/ui/gtk', 'desktop'


def listed(top):
    with open(os.path.join(top, 'po/POTFILES.in')) as file:
        return [line.strip() for line in file
                if line.strip() and not line.startswith('#')]


def with_words(top):
    """Sources in which something is marked to be translated."""
    found = []
    for folder in FOLDERS:
        for name in sorted(os.listdir(os.path.join(top, folder))):
            path = os.path.join(folder, name)
            if name.endswith(('.c', '.ui')):
                with open(os.path.join(top, path)) as file:
                    if WORDS.search(file.read()):
                        found.append(path)
    return found


def check_list(top):
    names = listed(top)
    data = {name for name in names if name.startswith('data/')}
    assert all(os.path.exists(os.path.join(top, name)) for name in names)
    assert len(data) == 3, data
    assert sorted(set(names) - data) == sorted(with_words(top)), (
        'POTFILES.in and the sources differ: %s'
        % sorted((set(names) - data) ^ set(with_words(top))))


def extract(top, pot):
    subprocess.run(
        ['xgettext', '--from-code=UTF-8', '-D', top, '-k_', '-kN_',
         '-kC_:1c,2', '-kNC_:1c,2', '-o', pot, *listed(top)],
        check=True, stderr=subprocess.DEVNULL)


def check_language(top, language, pot):
    po = os.path.join(top, 'po', language + '.po')
    result = subprocess.run(
        ['msgfmt', '--check', '--statistics', '-o', os.devnull, po],
        check=True, text=True, stderr=subprocess.PIPE,
        env=dict(os.environ, LC_ALL='C'))
    assert re.fullmatch(r'\d+ translated messages\.', result.stderr.strip()), \
        '%s: %s' % (language, result.stderr)
    # Every message of the sources, and none that has gone.
    subprocess.run(['msgcmp', po, pot], check=True)
    subprocess.run(['msgcmp', pot, po, '--use-untranslated'], check=True)


def main(top):
    check_list(top)
    with open(os.path.join(top, 'po/LINGUAS')) as file:
        languages = file.read().split()
    assert 'sv' in languages
    with tempfile.TemporaryDirectory() as folder:
        pot = os.path.join(folder, 'p2pid.pot')
        extract(top, pot)
        for language in languages:
            check_language(top, language, pot)
    print('%d languages are complete' % len(languages))


if __name__ == '__main__':
    main(sys.argv[1])
