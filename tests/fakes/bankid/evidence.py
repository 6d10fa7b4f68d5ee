"""Evidence as BankID gives it, for a statement and its text; or altered.

usage: evidence.py --list
       evidence.py --out FOLDER --statement FILE --text FILE
                   [--alter NAME] [--at TIME]
       evidence.py --all FOLDER --statement FILE --text FILE [--at TIME]

FOLDER gets signature.xml, ocsp.der, root.pem and about.json; with --all it
gets a folder for each alteration. TIME is in Unix seconds or like
2026-11-24T12:00:00Z, and now without. Keys are made anew at each run. Exits
with 77 where python3-cryptography is missing.
"""

import argparse
import datetime
import json
import os
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]

try:
    import alterations
    import authority
    import bank as banks
    import signature
except ModuleNotFoundError as missing:
    if missing.name != 'cryptography':
        raise
    print('skipped: python3-cryptography is not here')
    sys.exit(77)


def make(bank, statement, text, name='genuine'):
    """A recipe that was carried out: it has xml and ocsp, as bytes."""
    recipe = signature.Recipe(bank, statement, text)
    alterations.ALL[name].change(recipe)
    recipe.xml = signature.make_signature(recipe)
    recipe.ocsp = signature.make_ocsp(recipe, recipe.xml)
    return recipe


def about(recipe, name):
    row = alterations.ALL[name]
    person = recipe.person
    return {
        'alteration': name, 'what': row.what, 'refused': not row.keep,
        'signed': recipe.at, 'root': authority.fingerprint(recipe.root),
        'name': person.name, 'given-name': person.given_name,
        'family-name': person.family_name, 'personal-number': person.number,
        'relying-party': signature.RELYING_PARTY,
    }


def write(folder, recipe, name):
    os.makedirs(folder, exist_ok=True)
    files = {
        'signature.xml': recipe.xml, 'ocsp.der': recipe.ocsp,
        'root.pem': recipe.root.pem,
        'about.json': json.dumps(about(recipe, name), indent=2,
                                 ensure_ascii=False).encode() + b'\n',
    }
    for file, content in files.items():
        with open(os.path.join(folder, file), 'wb') as out:
            out.write(content)


def seconds(text):
    if text.isdigit():
        return int(text)
    parsed = datetime.datetime.strptime(text, '%Y-%m-%dT%H:%M:%SZ')
    return int(parsed.replace(tzinfo=datetime.timezone.utc).timestamp())


def read(path):
    with open(path, 'rb') as file:
        return file.read()


def parse(arguments):
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--list', action='store_true')
    parser.add_argument('--out')
    parser.add_argument('--all')
    parser.add_argument('--statement')
    parser.add_argument('--text')
    parser.add_argument('--alter', default='genuine',
                        choices=alterations.ALL, metavar='NAME')
    parser.add_argument('--at', type=seconds, default=int(time.time()))
    options = parser.parse_args(arguments)
    if not options.list and not (
            (options.out or options.all) and options.statement
            and options.text):
        parser.error('say --list, or --out or --all with --statement and '
                     '--text')
    return options


def main(arguments):
    options = parse(arguments)
    if options.list:
        for name, row in alterations.ALL.items():
            print('%-32s %s %s' % (name, 'taken  ' if row.keep else 'refused',
                                   row.what))
        return
    bank = banks.Bank(options.at)
    statement, text = read(options.statement), read(options.text)
    if options.out:
        write(options.out, make(bank, statement, text, options.alter),
              options.alter)
    for name in alterations.ALL if options.all else ():
        write(os.path.join(options.all, name),
              make(bank, statement, text, name), name)


if __name__ == '__main__':
    main(sys.argv[1:])
