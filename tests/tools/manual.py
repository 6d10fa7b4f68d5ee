"""p2pid(1) as text: its sections, and the words that it sets in bold; and the
relay's."""

import os
import re

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
FOLDER = os.path.join(TOP, 'libp2pid', 'tools', 'p2pid')
RELAY = os.path.join('..', 'relay', 'p2pid-relay.1')


def source(name):
    with open(os.path.join(FOLDER, name), encoding='utf-8') as file:
        return file.read()


def section(title):
    """The source of a section, escapes taken away."""
    text = source('p2pid.1')
    found = re.search(r'^\.SH %s\n(.*?)(?=^\.SH |\Z)' % re.escape(title), text,
                      re.M | re.S)
    return found[1].replace('\\-', '-')


def words(title):
    """What a section sets in bold: .B all of a line, .BR every other part."""
    for line in section(title).splitlines():
        macro, _, rest = line.partition(' ')
        parts = [a or b for a, b in re.findall(r'"([^"]*)"|(\S+)', rest)]
        if macro in ('.B', '.BI'):
            yield from parts if macro == '.BI' else [' '.join(parts)]
        elif macro in ('.BR', '.RB'):
            yield from parts[macro == '.RB'::2]


def options(page='p2pid.1'):
    """Every option that a manual names."""
    text = source(page).replace('\\-', '-')
    return set(re.findall(r'--[a-z][a-z-]*', text))
