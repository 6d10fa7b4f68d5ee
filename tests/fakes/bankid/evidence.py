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

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]

try:
    import alterations
    import authority
    import bank as banks
    import command
    import signature
except ModuleNotFoundError as missing:
    if missing.name != 'cryptography':
        raise
    print('skipped: python3-cryptography is not here')
    sys.exit(77)


def carry_out(recipe, name='genuine'):
    """Give the recipe xml and ocsp, as bytes."""
    alterations.ALL[name].change(recipe)
    recipe.xml = signature.make_signature(recipe)
    recipe.ocsp = signature.make_ocsp(recipe, recipe.xml)


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


def make_files(at):
    bank = banks.Bank(at)

    def maker(statement, text, name):
        recipe = signature.Recipe(bank, statement, text)
        carry_out(recipe, name)
        return {'signature.xml': recipe.xml, 'ocsp.der': recipe.ocsp,
                'root.pem': recipe.root.pem}, about(recipe, name)
    return maker


if __name__ == '__main__':
    command.run(__doc__, alterations.ALL, make_files, sys.argv[1:])
