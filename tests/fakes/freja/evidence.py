"""Evidence as Freja gives it, for a statement and its text; or altered.

usage: evidence.py --list
       evidence.py --out FOLDER --statement FILE --text FILE
                   [--alter NAME] [--at TIME]
       evidence.py --all FOLDER --statement FILE --text FILE [--at TIME]

FOLDER gets details.jws, certificate.pem and about.json; with --all it gets a
folder for each alteration. TIME is in Unix seconds or like
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
    import command
    import details
    import freja as frejas
except ModuleNotFoundError as missing:
    if missing.name != 'cryptography':
        raise
    print('skipped: python3-cryptography is not here')
    sys.exit(77)


def carry_out(recipe, name='genuine'):
    """Give the recipe jws, as bytes."""
    alterations.ALL[name].change(recipe)
    recipe.jws = details.make(recipe)


def about(recipe, name):
    row = alterations.ALL[name]
    person = recipe.person
    return {
        'alteration': name, 'what': row.what, 'refused': not row.keep,
        'signed': recipe.at,
        'anchor': authority.fingerprint(recipe.anchor),
        'name': person.name, 'given-name': person.given_name,
        'family-name': person.family_name, 'birthdate': person.birthdate,
        'personal-number': person.number,
    }


def make_files(at):
    freja = frejas.Freja(at)

    def maker(statement, text, name):
        recipe = details.Recipe(freja, statement, text)
        carry_out(recipe, name)
        return {'details.jws': recipe.jws,
                'certificate.pem': recipe.certificate.pem}, about(recipe, name)
    return maker


if __name__ == '__main__':
    command.run(__doc__, alterations.ALL, make_files, sys.argv[1:])
