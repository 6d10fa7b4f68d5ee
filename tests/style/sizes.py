"""Functions of at most 60 lines, files of at most 800."""

import ast
import re
import sys

import house

FUNCTION_MAX = 60
FILE_MAX = 800

# With our formatting a function's name, its braces and nothing else of it
# stand at the beginning of a line.
FUNCTION = re.compile(r'^(\w+) ?\([^;{}]*\)\n\{\n.*?^\}', re.M | re.S)


def c_functions(text):
    """Name, first line and length of each function of a C file."""
    for match in FUNCTION.finditer(text):
        name = match.group(1)
        if name == 'START_TEST':
            name = re.search(r'\((\w+)', match.group()).group(1)
        yield (name, text.count('\n', 0, match.start()) + 1,
               match.group().count('\n') + 1)


def python_functions(text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, node.lineno, node.end_lineno - node.lineno + 1


def check(path, text):
    complaints = []
    lines = text.count('\n')
    if lines > FILE_MAX:
        complaints.append('%s: %d lines' % (path, lines))
    functions = python_functions if path.endswith('.py') else c_functions
    for name, line, length in functions(text):
        if length > FUNCTION_MAX:
            complaints.append('%s:%d: %s has %d lines'
                              % (path, line, name, length))
    return complaints


def main(top):
    complaints = []
    paths = house.files(top, '.c', '.h', '.py', '.ui')
    for path in paths:
        complaints += check(path, house.read(top, path))
    house.verdict(complaints, len(paths))


if __name__ == '__main__':
    main(sys.argv[1])
