"""What is read off the terminal: QR codes by a camera, digits across a room."""

import re
import shutil
import subprocess
import sys

from program import Case, Person, Relay, Terminal, main

QR = '[ ▀▄█]{30,}'
SCALE = 6

# Dark and light of the upper and lower half.
HALVES = {' ': (0, 0), '▀': (1, 0), '▄': (0, 1), '█': (1, 1)}

# The ten shapes, drawn again.
DIGITS = '''
###  #  ### ### # # ### ### ### ### ###
# # ##    #   # # # #   #     # # # # #
# #  #  ### ### ### ### ###   # ### ###
# #  #  #     #   #   # # #  #  # #   #
### ### ### ###   # ### ###  #  ### ###
'''.strip().replace('#', '█').split('\n')


def digit_of(rows):
    """Which digit has this shape."""
    for digit in range(10):
        if [row[4 * digit:4 * digit + 3].ljust(3) for row in DIGITS] == rows:
            return str(digit)
    raise AssertionError(rows)


def scan(rows, inverted):
    """What a QR reader finds in rows of half blocks, on a black wall."""
    pixels = []
    for row in rows:
        for half in (0, 1):
            # 1: a light module.
            pixels.append([HALVES[c][half] ^ (not inverted) for c in row])
    width = len(pixels[0])
    assert all(len(line) == width for line in pixels)
    data = bytearray()
    for line in pixels:
        whole = b''.join(bytes([255 * module]) * SCALE for module in line)
        data += whole * SCALE
    picture = b'P5 %d %d 255\n' % (width * SCALE, len(pixels) * SCALE) + data
    result = subprocess.run(['zbarimg', '-q', '--raw', '-'], input=picture,
                            capture_output=True, timeout=60)
    return result.stdout.decode().strip()


class Pictures(Case):

    @classmethod
    def setUpClass(cls):
        cls.relay = Relay()

    @classmethod
    def tearDownClass(cls):
        cls.relay.stop()

    def setUp(self):
        super().setUp()
        self.anna = Person(self.path('anna'), self.relay.origin, 'Anna Ek')

    def test_an_invitation_in_plain_characters_scans(self):
        meet = self.anna.start('meet')
        uri = meet.line(r'p2pid:\S+')[0]
        rows = [line.rstrip('\n') for line in meet.out
                if re.fullmatch(QR, line.rstrip('\n'))]
        meet.interrupt()
        self.ends(meet, 4)
        self.assertEqual(scan(rows, inverted=True), uri)

    def test_an_invitation_on_a_terminal_is_black_on_white(self):
        screen = Terminal(self.anna.arguments(('meet',)),
                          self.anna.env | {'TERM': 'xterm'})
        before = []
        while True:
            line = screen.wait(r'([^\r\n]*)\r\n')[1]
            if line.strip().startswith('p2pid:'):
                break
            before.append(line)
        screen.type('\x03')
        self.assertEqual(screen.end(), 4)

        paint = '\x1b[38;5;16;48;5;231m'
        rows = [row[len(paint):-len('\x1b[0m')] for row in before
                if row.startswith(paint) and row.endswith('\x1b[0m')]
        self.assertEqual(scan(rows, inverted=False), line.strip())
        # Four light modules on every side.
        self.assertEqual([rows[0].strip(), rows[1].strip(), rows[-1].strip()],
                         [''] * 3)
        self.assertTrue(all(row.startswith('    ') and row.endswith('    ')
                            for row in rows))

    def test_large_digits_are_those_of_the_code(self):
        screen = Terminal(self.anna.arguments(('call',)),
                          self.anna.env | {'TERM': 'xterm'})
        before = screen.wait(r'(?s)Your code:(.*?)\x1b\[1m +([\d ]+)\x1b\[0m')
        screen.type('\x03')
        self.assertEqual(screen.end(), 4)

        rows = [line for line in before[1].split('\r\n') if '█' in line]
        self.assertEqual(len(rows), 5)
        code, read, at = before[2].replace(' ', ''), '', 3
        for place in range(len(code)):
            at += 4 if place and place % 2 == 0 else 1
            read += digit_of([row[at:at + 3].ljust(3) for row in rows])
            at += 3
        self.assertEqual(read, code)


if __name__ == '__main__':
    if shutil.which('zbarimg') is None:
        print('skipped: zbarimg is not here')
        sys.exit(77)
    main()
