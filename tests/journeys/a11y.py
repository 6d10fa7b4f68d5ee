"""The accessibility tree of one program, as a screen reader sees it.

For GTK 4.8, whose quirks are built in: names come doubled where a button has
both a label and an accessible name, hidden pages of a stack are listed, and
only the window itself says that it is showing. So look for what must be there
and wait for it; never ask what is visible, and never click at coordinates.
"""

import time
import warnings

import gi

gi.require_version('Atspi', '2.0')
warnings.filterwarnings('ignore', category=DeprecationWarning)

from gi.repository import Atspi, GLib  # noqa: E402

Atspi.init()

TIMEOUT = 20

# What a role is called: a label that is a status is no label any more, and
# newer versions of AT-SPI have a word of their own for a push button.
ROLES = {'label': ('label', 'status bar'),
         'push button': ('push button', 'button')}


def walk(node):
    """The node and everything below it."""
    yield node
    try:
        count = node.get_child_count()
    except GLib.Error:
        return  # it went away while we looked
    for index in range(count):
        try:
            child = node.get_child_at_index(index)
        except GLib.Error:
            continue
        if child:
            yield from walk(child)


def wait(what, look, timeout=TIMEOUT):
    """The first true answer of look(); fails after timeout seconds."""
    end = time.monotonic() + timeout
    while True:
        try:
            answer = look()
            if answer:
                return answer
        except GLib.Error:
            pass
        if time.monotonic() > end:
            raise AssertionError('waited in vain for ' + what)
        time.sleep(0.02)


def program(process):
    """The program's root, once it has a window."""
    def look():
        if process.poll() is not None:
            raise AssertionError('it ended with %d' % process.returncode)
        desktop = Atspi.get_desktop(0)
        desktop.clear_cache()
        for index in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(index)
            if child and child.get_process_id() == process.pid \
                    and child.get_child_count():
                return child
        return None
    return wait('the window', look, 60)


def name_of(node):
    """The node's name; where newer GTK gives a status none, its text."""
    text = node.get_text_iface()
    return node.get_name() or (
        Atspi.Text.get_text(text, 0, -1) if text else '')


def is_named(node, name):
    """Whether the node bears the name, perhaps doubled, with a mnemonic."""
    own = name_of(node).replace('_', '')
    return own == name or own == name + ' ' + name


def has_size(node):
    """Whether the node is laid out: of two layouts, one is not."""
    extents = node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
    return extents.width > 0 and extents.height > 0


def find(root, role, name, timeout=TIMEOUT):
    """The last node of that role and name that is laid out: the inner of two
    buttons, and the one that can be pressed."""
    roles = ROLES.get(role, (role,))

    def look():
        root.clear_cache()
        found = None
        for node in walk(root):
            if node.get_role_name() in roles and is_named(node, name) \
                    and has_size(node):
                found = node
        return found
    return wait('%s "%s"' % (role, name), look, timeout)


def labels(root):
    """The texts of all labels."""
    root.clear_cache()
    return [name_of(node) for node in walk(root)
            if node.get_role_name() in ROLES['label']]


def act(node, action):
    """Do one of the node's actions."""
    actions = node.get_action_iface()
    for index in range(Atspi.Action.get_n_actions(actions)):
        if Atspi.Action.get_action_name(actions, index) == action:
            if not Atspi.Action.do_action(actions, index):
                raise AssertionError('"%s" refused' % action)
            return
    raise AssertionError('no action "%s"' % action)


def type_into(node, text):
    """Replace the text of a field."""
    field = node.get_editable_text_iface()
    if not Atspi.EditableText.set_text_contents(field, text):
        raise AssertionError('the field refused "%s"' % text)
