"""A module includes floors strictly below its own (DESIGN: the house).

And what belongs to each floor alone: the app sees public headers only, GLib
stays out of the library, and a foreign library has one room.
"""

import re
import sys

import house

FLOORS = {
    'base': 0,
    'crypto': 1, 'wire': 1, 'relay': 1, 'server': 1,
    'evidence': 2,
    'session': 3, 'store': 3, 'eid': 3,
    'contact': 4,
    'tools': 5,
}

# The module whose noun a public header is; None is open to all.
PUBLIC = {
    'error': None, 'types': None,
    'account': 'wire', 'code': 'wire', 'invitation': 'wire',
    'key': 'crypto',
    'identity': 'evidence', 'anchors': 'evidence', 'binding': 'evidence',
    'claimed': 'evidence',
    'report': 'evidence', 'statement': 'evidence',
    'role': 'evidence', 'organisation': 'evidence',
    'enrolment': 'eid', 'message': 'eid',
    'session': 'session', 'receipt': 'session',
    'store': 'store',
    'contact': 'contact', 'p2pid': 'contact',
}

# Foreign headers and the rooms that may include them.
ROOMS = [
    (r'curl/', {'relay', 'eid'}),
    (r'sqlite3', {'store'}),
    (r'microhttpd', {'server'}),
    (r'openssl/', {'evidence', 'eid'}),
    (r'p11-kit/', {'eid'}),
    (r'zlib\.h', {'evidence'}),
    (r'uni(case|ctype|gbrk|lbrk|norm|str|types|wbrk|width)\.h', {'wire'}),
    (r'(glib|gio/|gobject|gtk/|adwaita)', set()),
]

INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.M)


def module_of(header):
    """The module of a header that is ours; '' for one open to all, None for
    a header that does not exist in the house."""
    folder, _, name = header.partition('/')
    if folder == 'p2pid':
        noun = name[:-len('.h')]
        return (PUBLIC[noun] or '') if noun in PUBLIC else None
    return folder if folder in FLOORS else None


def check_own(path, module, header):
    target = module_of(header)
    if target is None:
        return ['%s includes "%s", which is no module of the library'
                % (path, header)]
    if target in ('', module) or FLOORS[target] < FLOORS[module]:
        return []
    return ['%s (floor %d) includes "%s" (%s, floor %d)'
            % (path, FLOORS[module], header, target, FLOORS[target])]


def check_foreign(path, module, header):
    return ['%s includes <%s>, which has no room in %s/' % (path, header, module)
            for pattern, rooms in ROOMS
            if re.match(pattern, header) and module not in rooms]


def check_library(path, text):
    """Complaints about one file of libp2pid/."""
    parts = path.split('/')
    module = parts[1]
    if module == 'include':
        module = PUBLIC.get(parts[-1][:-len('.h')], '?')
        if module == '?':
            return ['%s: no module for this public header' % path]
        if module is None:
            return ['%s includes "%s"' % (path, header)
                    for _, header in INCLUDE.findall(text)
                    if header.startswith('p2pid/') and module_of(header)]
    elif module not in FLOORS:
        return ['%s: a module without a floor' % path]
    complaints = []
    for mark, header in INCLUDE.findall(text):
        check = check_own if mark == '"' else check_foreign
        complaints += check(path, module, header)
    return complaints


def check_desktop(path, text):
    """Complaints about one file of desktop/."""
    complaints = []
    for mark, header in INCLUDE.findall(text):
        folder = header.partition('/')[0]
        if mark == '"' and folder in FLOORS:
            complaints.append('%s includes "%s", which is not public'
                              % (path, header))
        if path.startswith('desktop/core/') and (
                re.match(r'gtk/|adwaita', header) or folder == 'ui'):
            complaints.append('%s includes %s: core/ knows no widget'
                              % (path, header))
    return complaints


def check(path, text):
    text = house.without_comments(text)
    if path.startswith('libp2pid/'):
        return check_library(path, text)
    if path.startswith('desktop/'):
        return check_desktop(path, text)
    return []


def main(top):
    complaints = []
    paths = house.files(top, '.c', '.h')
    for path in paths:
        complaints += check(path, house.read(top, path))
    house.verdict(complaints, len(paths))


if __name__ == '__main__':
    main(sys.argv[1])
