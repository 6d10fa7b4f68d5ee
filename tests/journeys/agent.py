"""One user before one window: starts the program, and does what it is told.

Each line that comes in is a JSON list, a word and its arguments; each line
that goes out is the answer: {"ok": …} or {"error": …}. It has a session bus
and an accessibility bus of its own, so that two users never see each other's
tree. The screen is told to the program alone (P2PID_DISPLAY, see
with-display).
"""

import json
import os
import re
import subprocess
import sys

import a11y

BUTTON = 'push button'
# Where the Tab key stops.
TABBED = (*a11y.ROLES[BUTTON], 'text', 'toggle button')


class Agent:
    def __init__(self, command):
        self.process = subprocess.Popen(
            command, stdout=sys.stderr,
            env=dict(os.environ, DISPLAY=os.environ['P2PID_DISPLAY'],
                     G_DEBUG='fatal-criticals'))
        self.root = a11y.program(self.process)

    def press(self, name):
        a11y.act(a11y.find(self.root, BUTTON, name), 'click')

    def action(self, name):
        """An action of the window, by the name that it has in the program."""
        frame = a11y.wait('a frame', lambda: next(
            node for node in a11y.walk(self.root)
            if node.get_role_name() == 'frame'))
        a11y.act(frame, name)

    def type(self, name, text):
        a11y.type_into(a11y.find(self.root, 'text', name), text)

    def see(self, text):
        """Wait for a label with exactly this text."""
        a11y.find(self.root, 'label', text)

    def match(self, pattern):
        """Wait for a label that matches, and tell it."""
        return a11y.wait('a label like ' + pattern, lambda: next(
            (text for text in a11y.labels(self.root)
             if re.fullmatch(pattern, text)), None))

    def raise_window(self):
        """Before the other user's, on the screen that both share."""
        subprocess.run(
            ['xdotool', 'search', '--sync', '--all', '--onlyvisible', '--pid',
             str(self.process.pid), '--name', 'P2P ID', 'windowraise', '%@'],
            env=dict(os.environ, DISPLAY=os.environ['P2PID_DISPLAY']),
            check=True, stdout=sys.stderr)

    def find_picture(self, name):
        a11y.find(self.root, 'image', name)

    def unnamed(self):
        """Buttons and fields that a screen reader has no name for; GTK gives
        those the name of a class."""
        self.root.clear_cache()
        return ['%s in %s' % (node.get_role_name(), node.get_name())
                for node in a11y.walk(self.root)
                if node.get_role_name() in TABBED
                and a11y.has_size(node)
                and re.fullmatch(r'|(Gtk|Adw|Desk)\w+', node.get_name())]

    def labels(self):
        return a11y.labels(self.root)

    def close(self):
        """Close the window; the program ends with it. Its exit status."""
        self.action('window.close')
        return self.process.wait(30)


def main(command):
    agent = Agent(command)
    print(json.dumps({'ok': None}), flush=True)
    for line in sys.stdin:
        word, *arguments = json.loads(line)
        try:
            answer = {'ok': getattr(agent, word)(*arguments)}
        except AssertionError as error:
            answer = {'error': str(error), 'labels': agent.labels()}
        print(json.dumps(answer), flush=True)
    if agent.process.poll() is None:
        agent.process.terminate()
        agent.process.wait()


if __name__ == '__main__':
    main(sys.argv[1:])
