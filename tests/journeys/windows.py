"""Two people, two windows, one relay: on the telephone, then at a door.

usage: windows.py AGENT RELAY PROGRAM RECEIPTS

What each sees is read from its accessibility tree; the QR code is read off
the screen. Run by with-display.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
CALLER, CALLED = 'Anna Andersson', 'Karin Lind'

# p2pid_outcome, of store.h
IDENTIFIED, STOPPED = '0', '3'


class Window:
    """A user of their own; every word of agent.py is a method."""

    def __init__(self, agent, folder, program, relay, name):
        self.folder = folder
        self.name = name
        self.process = subprocess.Popen(
            [os.path.join(HERE, 'with-display'), '--hidden', sys.executable,
             agent, program, '--data-dir', folder,
             '--key-file', os.path.join(folder, 'key'), '--relay', relay,
             '--enrol-test', name],
            cwd=folder, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.answer()

    def answer(self):
        # The daemons of its buses talk on the same stream.
        answer = next((line for line in self.process.stdout
                       if line.startswith('{')), None)
        if answer is None:
            raise SystemExit('%s: the window is gone' % self.name)
        answer = json.loads(answer)
        if 'error' in answer:
            raise SystemExit('%s: %s\nlabels: %s' % (
                self.name, answer['error'], answer['labels']))
        return answer['ok']

    def __getattr__(self, word):
        def tell(*arguments):
            self.process.stdin.write(json.dumps([word, *arguments]) + '\n')
            self.process.stdin.flush()
            return self.answer()
        return tell


def start_relay(program):
    relay = subprocess.Popen([program, '--listen', '127.0.0.1:0'],
                             text=True, stdout=subprocess.PIPE)
    return relay, relay.stdout.readline().split()[-1]


def check_names(*windows):
    """Everything that can be pressed or typed into has a name."""
    for window in windows:
        unnamed = window.unnamed()
        assert not unnamed, (window.name, unnamed)


def identify_both(first, second):
    """Until each has seen who the other is."""
    second.see('This is ' + first.name)
    first.see('The other person has seen that you are ' + first.name)
    check_names(first, second)
    second.press('Show My ID Too')
    second.press('Show This')
    first.see('This is ' + second.name)
    second.see('%s has seen that you are %s' % (first.name, second.name))


def sign_receipt(first, second):
    """Both want one; the other is asked when one has closed."""
    first.press('Save Receipt')
    second.see('The other person would like a receipt that both sign.')
    second.press('Save Receipt')
    for window in first, second:
        window.see('The contact is over. The receipt is in your history.')
        window.press('Done')


def read_history(program, folder):
    """Lines of receipts.c: what the data folder holds, receipts verified."""
    lines = subprocess.run([program, folder, os.path.join(folder, 'key')],
                           check=True, text=True,
                           stdout=subprocess.PIPE).stdout.splitlines()
    return [line.split('\t') for line in lines]


def compare_histories(program, first, second):
    """Newest first: the meeting was stopped, the call has its receipt, and
    the same bytes of it lie on both computers."""
    histories = [read_history(program, window.folder)
                 for window in (first, second)]
    for history, other in zip(histories, (second, first)):
        outcomes = [entry[0] for entry in history]
        assert outcomes == [STOPPED, IDENTIFIED], history
        assert history[1][1] == other.name, history
        assert history[0][2] == 'none', history
    assert len(histories[0][1][2]) > 2000
    assert histories[0][1][2] == histories[1][1][2], 'the receipts differ'


def call(first, second):
    """The caller reads out a code, the called types it in."""
    check_names(first)
    first.press('I am calling someone')
    spoken = first.match(r'\d \d(, \d \d){3,5}')
    second.press('Someone is calling me')
    check_names(first, second)
    second.type('The caller’s code', re.sub(r'\D', '', spoken))
    second.see('The other person says: I rang you ✓')
    first.see('The other person says: you rang me ✓')
    identify_both(first, second)
    sign_receipt(first, second)


def read_screen():
    """What the one QR code on the screen says, once it has been painted."""
    end = time.monotonic() + 10
    while True:
        with tempfile.NamedTemporaryFile(suffix='.png') as picture:
            subprocess.run(['import', '-window', 'root', picture.name],
                           check=True)
            codes = subprocess.run(['zbarimg', '-q', '--raw', picture.name],
                                   text=True, stdout=subprocess.PIPE)
        codes = codes.stdout.split()
        if len(codes) == 1 and codes[0].startswith('p2pid:'):
            return codes[0]
        if time.monotonic() > end:
            raise SystemExit('no QR code to be read on the screen: %s' % codes)


def meet(first, second):
    """One shows a QR code, the other has read it."""
    first.press('We are meeting')
    first.see('Let the other person read this')
    first.find_picture('QR code for the other person')
    first.raise_window()
    invitation = read_screen()
    second.press('We are meeting')
    check_names(first, second)
    second.type('The other person’s code or invitation', invitation)
    first.see('Both of you say that you are meeting ✓')
    second.see('This is ' + first.name)
    second.press('That is not whom I am talking to')
    second.see('You said that this is somebody else. '
               'The other side has been told.')
    first.see('The other person says that you are not the one they are in '
              'contact with.')


def main(agent, relay_program, program, receipts_program):
    relay, origin = start_relay(relay_program)
    try:
        with tempfile.TemporaryDirectory() as folder:
            people = []
            for name in CALLER, CALLED:
                own = os.path.join(folder, name.split()[0])
                os.mkdir(own)
                people.append(Window(agent, own, program, origin, name))
            call(*people)
            meet(*people)
            for window in people:
                assert window.close() == 0, window.name
                window.process.stdin.close()
                assert window.process.wait(30) == 0, window.name
            compare_histories(receipts_program, *people)
    finally:
        relay.terminate()
        relay.wait()
    print('both windows agree')


if __name__ == '__main__':
    main(*map(os.path.abspath, sys.argv[1:]))
