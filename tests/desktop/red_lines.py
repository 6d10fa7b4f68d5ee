"""Words that the app never says (UX, "Red lines" and "Manners").

No person is ever called safe, secure, approved or trusted, in any language;
and the main screens know no signatures, keys, certificates or verification,
which live under Details.

usage: red_lines.py TOP
"""

import ast
import os
import re
import sys

NEVER = {
    'en': re.compile(r'\b(safe|safely|secure|securely|approved|trusted|'
                     r'trustworthy|reliable)\b', re.I),
    'sv': re.compile(r'\b(säker\w*|trygg\w*|godkän\w*|betrodd\w*|pålitlig\w*)',
                     re.I),
}

# About a number, not a person; UX has it in these words.
ALLOWED = {'Extra säker på numret'}

TECHNICAL = re.compile(r'\b(signatures?|verif\w+|certificates?|keys?|'
                       r'cryptograph\w+|encrypt\w+)\b', re.I)
MAIN_SCREENS = {'start-page', 'caller-page', 'called-page', 'invite-page',
                'contact-page', 'contact-cards', 'offer', 'join',
                'presentation', 'advice', 'show-dialog', 'card', 'window',
                'identity-page', 'enrol-page'}


def messages(top, language):
    """Triples: the screens that say it, the sources' words, the language's."""
    with open(os.path.join(top, 'po', language + '.po')) as file:
        blocks = file.read().split('\n\n')
    for block in blocks[1:]:
        places = ' '.join(re.findall('^#: (.*)', block, re.M))
        parts = [set(re.findall(r'desktop/ui/desk-([\w-]+)\.', places))]
        # A plural has several of each.
        for word in r'msgid(?:_plural)?', r'msgstr(?:\[\d\])?':
            texts = re.findall(r'^%s ((?:".*"\n?)+)' % word, block, re.M)
            parts.append(' '.join(ast.literal_eval(line) for text in texts
                                  for line in text.strip().split('\n')))
        yield tuple(parts)


def main(top):
    complaints = []
    screens = set()
    seen = 0
    for places, english, swedish in messages(top, 'sv'):
        seen += 1
        screens |= places
        for language, text in ('en', english), ('sv', swedish):
            if NEVER[language].search(text) and text not in ALLOWED:
                complaints.append('%s: %s' % (language, text))
        if places & MAIN_SCREENS and TECHNICAL.search(english):
            complaints.append('%s: %s' % (', '.join(places), english))
    assert MAIN_SCREENS <= screens, 'no words of %s' % (MAIN_SCREENS - screens)
    assert seen > 300, 'only %d messages were read' % seen
    for complaint in complaints:
        print(complaint)
    sys.exit(1 if complaints else 0)


if __name__ == '__main__':
    main(sys.argv[1])
