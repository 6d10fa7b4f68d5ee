"""The files that the pages name are there."""

import os
import re
import sys

import house

LINK = re.compile(r'\]\(([^)#:\s]+)(?:#[^)]*)?\)')
NAMED = re.compile(r'`((?:tests|libp2pid|desktop|data|po)/[\w./-]*\w)`')


def check(path, text, exists):
    """Links are from the page's folder; paths in a page are from the top."""
    here = os.path.dirname(path)
    wanted = [os.path.normpath(os.path.join(here, link))
              for link in LINK.findall(text)] + NAMED.findall(text)
    return ['%s: %s is not there' % (path, name) for name in wanted
            if not exists(name)]


def main(top):
    complaints, pages = [], house.files(top, '.md')
    for page in pages:
        complaints += check(page, house.read(top, page), lambda name:
                            os.path.exists(os.path.join(top, name)))
    house.verdict(complaints, len(pages))


if __name__ == '__main__':
    main(sys.argv[1])
