"""The command line that both makers of evidence have: evidence.py --help."""

import argparse
import datetime
import json
import os
import time


class Row:
    def __init__(self, change, keep):
        self.change = change
        self.keep = keep
        self.what = ' '.join(change.__doc__.split())


class Table:
    """Alterations of evidence by name, filled by decorators."""

    def __init__(self):
        self.rows = {}

    def add(self, change, keep):
        name = change.__name__.strip('_').replace('_', '-')
        assert name not in self.rows, name
        self.rows[name] = Row(change, keep)
        return change

    def refuse(self, change):
        """Decorates an alteration that a reader must refuse."""
        return self.add(change, False)

    def keep(self, change):
        """Decorates an alteration that a reader must take."""
        return self.add(change, True)


def seconds(text):
    if text.isdigit():
        return int(text)
    parsed = datetime.datetime.strptime(text, '%Y-%m-%dT%H:%M:%SZ')
    return int(parsed.replace(tzinfo=datetime.timezone.utc).timestamp())


def read(path):
    with open(path, 'rb') as file:
        return file.read()


def write(folder, files, about):
    os.makedirs(folder, exist_ok=True)
    text = json.dumps(about, indent=2, ensure_ascii=False) + '\n'
    for name, content in {**files, 'about.json': text.encode()}.items():
        with open(os.path.join(folder, name), 'wb') as out:
            out.write(content)


def parse(description, rows, arguments):
    parser = argparse.ArgumentParser(
        description=description,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--list', action='store_true')
    parser.add_argument('--out')
    parser.add_argument('--all')
    parser.add_argument('--statement')
    parser.add_argument('--text')
    parser.add_argument('--alter', default='genuine', choices=rows,
                        metavar='NAME')
    parser.add_argument('--at', type=seconds, default=int(time.time()))
    options = parser.parse_args(arguments)
    if not options.list and not (
            (options.out or options.all) and options.statement
            and options.text):
        parser.error('say --list, or --out or --all with --statement and '
                     '--text')
    return options


def run(description, rows, make, arguments):
    """make (at) gives a function from statement, text and name to the files
    and what is to be said about them."""
    options = parse(description, rows, arguments)
    if options.list:
        for name, row in rows.items():
            print('%-32s %s %s' % (name, 'taken  ' if row.keep else 'refused',
                                   row.what))
        return
    maker = make(options.at)
    statement, text = read(options.statement), read(options.text)
    if options.out:
        write(options.out, *maker(statement, text, options.alter))
    for name in rows if options.all else ():
        write(os.path.join(options.all, name), *maker(statement, text, name))
