"""The last lines of ./tests/run: Check's closing lines and whose they are,
what was skipped and why, what failed, and one line that counts.

    summary.py testlog.json
"""

import json
import re
import sys

PASSED = {'OK', 'EXPECTEDFAIL'}
CHECK = re.compile(r'^\d+%: Checks: \d+, Failures: \d+, Errors: \d+$', re.M)
SKIPPED = re.compile(r'^skipped: (.*)$', re.M)


def load(path):
    """meson's log: a JSON object a line, one for each test."""
    with open(path, encoding='utf-8') as file:
        return [json.loads(line) for line in file if line.strip()]


def summarise(tests):
    """The lines to print."""
    closing, notes = [], []
    passed = failed = skipped = 0
    for test in sorted(tests, key=lambda test: test['name']):
        name = test['name'].split(' / ')[-1]
        output = test.get('stdout', '') + '\n' + test.get('stderr', '')
        closing += ['%s  %s' % (line, name) for line in CHECK.findall(output)]
        if test['result'] in PASSED:
            passed += 1
        elif test['result'] == 'SKIP':
            skipped += 1
            why = SKIPPED.search(output)
            notes.append('skipped: %s%s' % (name, ': ' + why[1] if why else ''))
        else:
            failed += 1
            notes.append('failed: %s (%s)' % (name, test['result'].lower()))
    return closing + notes + [
        '%d passed, %d failed, %d skipped' % (passed, failed, skipped)]


if __name__ == '__main__':
    print('\n'.join(summarise(load(sys.argv[1]))))
