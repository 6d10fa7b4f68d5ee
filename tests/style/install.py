"""What a stranger gets: after `meson install` pkg-config finds the library,
the programs that the pages print compile and link against it in C and C++,
the two of them carry a contact over the installed relay, and the one who is
rung up is told where nobody identifies, and where something is wrong."""

import os
import re
import shutil
import subprocess
import sys
import tempfile

import house
import pages

COMPILERS = {
    'gcc': ['gcc', '-x', 'c', '-std=c99', '-Wall', '-Wextra', '-Werror'],
    'clang': ['clang', '-x', 'c', '-std=gnu11', '-Wall', '-Wextra', '-Werror'],
    'g++': ['g++', '-x', 'c++', '-std=c++20', '-Wall', '-Werror'],
    'clang++': ['clang++', '-x', 'c++', '-std=c++20', '-Wall', '-Werror'],
}
# The caller's program with other lines in it, and what the callee's says then.
OTHERS = {
    'silent': (r'p2pid_contact_identify \(.*?\);',
               'p2pid_contact_decline (contact);',
               r'\ANobody identified\.\Z'),
    'elsewhere': ('P2PID_CHANNEL_PHONE, P2PID_ROLE_CALLER',
                  'P2PID_CHANNEL_MEETING, P2PID_ROLE_NONE',
                  r'\ASTOP\. Hang up\. .*\n.*\Z'),
}
# In seconds; what a contact takes is far below one.
PATIENCE = 60


class Broken(Exception):
    """Something did not work; its words say what."""


def run(command, **more):
    result = subprocess.run(command, text=True, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, **more)
    if result.returncode != 0:
        raise Broken('%s:\n%s' % (' '.join(command), result.stdout))
    return result.stdout


def find(root, name):
    for folder, _, names in os.walk(root):
        if name in names:
            return os.path.join(folder, name)
    raise Broken('%s is not installed' % name)


def package_flags(root):
    environment = dict(os.environ,
                       PKG_CONFIG_PATH=os.path.dirname(find(root, 'p2pid.pc')),
                       PKG_CONFIG_SYSROOT_DIR=root)
    return run(['pkg-config', '--cflags', '--libs', 'p2pid'],
               env=environment).split()


def compile_one(root, name, compiler, text, flags):
    source = os.path.join(root, name + '.c')
    with open(source, 'w', encoding='utf-8') as file:
        file.write(text)
    target = os.path.join(root, '%s-%s' % (name, compiler))
    run(COMPILERS[compiler] + [source, '-o', target] + flags)
    return target


def compile_pages(top, root, flags):
    """Build each page's program with each compiler; paths by both names."""
    built = {}
    for page, name in pages.PAGES.items():
        text = pages.program(house.read(top, page))
        for compiler in COMPILERS:
            if shutil.which(compiler) is None:
                print('not compiled with %s, which is not here' % compiler)
                continue
            built[name, compiler] = compile_one(root, name, compiler, text,
                                                flags)
    return built


def compile_other(top, root, flags, name):
    """The caller's program as another one."""
    old, new, _ = OTHERS[name]
    [page] = [page for page, each in pages.PAGES.items() if each == 'caller']
    text, count = re.subn(old, new, pages.program(house.read(top, page)),
                          flags=re.S)
    if count != 1:
        raise Broken('%s has not one %s' % (page, old))
    return compile_one(root, name, 'gcc', text, flags)


def start(command, environment):
    return subprocess.Popen(command, text=True, env=environment,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def line_after(process, words):
    """What follows the words in what a program says."""
    said = []
    for line in process.stdout:
        said.append(line)
        if words in line:
            return line.partition(words)[2].strip()
    raise Broken('never said "%s": %s' % (words, ''.join(said)))


def meet(root, origin, environment, caller, callee):
    """A contact: how the callee's program ended and what it said, and the
    same of the caller's."""
    first = start([caller, origin, os.path.join(root, 'store'),
                   os.path.join(root, 'key'), 'Anna Lindqvist'], environment)
    code = line_after(first, 'Read out: ')
    second = start([callee, origin, code], environment)
    heard, _ = second.communicate(timeout=PATIENCE)
    seen, _ = first.communicate(timeout=PATIENCE)
    return second.returncode, heard.strip(), first.returncode, seen


def identified(status, heard, caller_status, seen):
    if status != 0 or not re.match(r'TEST: This is Anna Lindqvist \(', heard):
        raise Broken('the callee saw: ' + heard)
    if caller_status != 0 or 'They have seen who you are.' not in seen:
        raise Broken('the caller saw: ' + seen)


def unidentified(pattern, status, heard):
    if status != 1 or not re.search(pattern, heard):
        raise Broken('the callee ended with %d and saw: %s' % (status, heard))


def contacts(top, root, flags, caller, callee):
    """On the installed relay."""
    library = os.path.dirname(find(root, 'libp2pid.so'))
    environment = dict(os.environ, LD_LIBRARY_PATH=library)
    relay = start([find(root, 'p2pid-relay'), '--listen', '127.0.0.1:0'],
                  environment)
    try:
        origin = line_after(relay, 'listening on ')
        identified(*meet(root, origin, environment, caller, callee))
        for name, (_, _, pattern) in OTHERS.items():
            other = compile_other(top, root, flags, name)
            status, heard, *_ = meet(root, origin, environment, other, callee)
            unidentified(pattern, status, heard)
    finally:
        relay.terminate()
        relay.communicate()


def main(top, build, sanitize):
    complaints, built = [], {}
    with tempfile.TemporaryDirectory() as root:
        try:
            run(['meson', 'install', '--no-rebuild', '-C', build,
                 '--destdir', root])
            flags = package_flags(root)
            if sanitize != 'none':
                flags.append('-fsanitize=' + sanitize)
            built = compile_pages(top, root, flags)
            contacts(top, root, flags, built['caller', 'gcc'],
                     built['callee', 'gcc'])
        except Broken as broken:
            complaints.append(str(broken))
    house.verdict(complaints, len(built))


if __name__ == '__main__':
    main(sys.argv[1], sys.argv[3], sys.argv[4])
