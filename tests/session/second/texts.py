"""§6, texts that people read."""

import unicodedata

TEXT_MAX = 140
FACT_MAX = 200
MARKS_MAX = 4

# Default_Ignorable_Code_Point, where the category alone does not say it.
IGNORABLE = [
    (0x034f, 0x034f), (0x115f, 0x1160), (0x17b4, 0x17b5), (0x180b, 0x180d),
    (0x180f, 0x180f), (0x3164, 0x3164), (0xfe00, 0xfe0f), (0xffa0, 0xffa0),
    (0xe0100, 0xe01ef),
]
# What draws nothing by itself, though it counts as a symbol, letter or mark.
BLANKS = '\u2800\ufffc\U00013441\U00013442\U00016fe4\U0001d159'


def _draws(char):
    category = unicodedata.category(char)
    if category[0] == 'C' or category[0] == 'Z' and char != ' ':
        return False
    return char not in BLANKS and \
        not any(low <= ord(char) <= high for low, high in IGNORABLE)


def is_text(text, longest=TEXT_MAX):
    if not 1 <= len(text) <= longest or \
            not unicodedata.is_normalized('NFC', text):
        return False
    marks = 0
    before = ' '  # a text begins as what follows a space
    for char in text:
        mark = unicodedata.category(char)[0] == 'M'
        marks = marks + 1 if mark else 0
        if not _draws(char) or marks > MARKS_MAX or \
                before == ' ' and (mark or char == ' '):
            return False
        before = char
    return before != ' '
