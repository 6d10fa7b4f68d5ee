"""What a stranger gets: after `meson install` pkg-config finds the library,
the programs that the pages print compile and link against it in C and C++,
and the two of them carry a contact over the installed relay."""

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


def compile_pages(top, root, flags):
    """Build each page's program with each compiler; paths by both names."""
    built = {}
    for page, name in pages.PAGES.items():
        source = os.path.join(root, name + '.c')
        with open(source, 'w', encoding='utf-8') as file:
            file.write(pages.program(house.read(top, page)))
        for compiler, command in COMPILERS.items():
            if shutil.which(compiler) is None:
                print('not compiled with %s, which is not here' % compiler)
                continue
            target = os.path.join(root, '%s-%s' % (name, compiler))
            run(command + [source, '-o', target] + flags)
            built[name, compiler] = target
    return built


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


def meet(root, caller, callee):
    """Let the two programs meet on the installed relay."""
    library = os.path.dirname(find(root, 'libp2pid.so'))
    environment = dict(os.environ, LD_LIBRARY_PATH=library)
    relay = start([find(root, 'p2pid-relay'), '--listen', '127.0.0.1:0'],
                  environment)
    try:
        origin = line_after(relay, 'listening on ')
        first = start([caller, origin, os.path.join(root, 'store'),
                       os.path.join(root, 'key'), 'Anna Lindqvist'],
                      environment)
        code = line_after(first, 'Read out: ')
        heard = run([callee, origin, code], env=environment, timeout=PATIENCE)
        seen, _ = first.communicate(timeout=PATIENCE)
    finally:
        relay.terminate()
        relay.communicate()
    if not re.match(r'TEST: This is Anna Lindqvist \(', heard):
        raise Broken('the callee saw: ' + heard)
    if first.returncode != 0 or 'They have seen who you are.' not in seen:
        raise Broken('the caller saw: ' + seen)


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
            meet(root, built['caller', 'gcc'], built['callee', 'gcc'])
        except Broken as broken:
            complaints.append(str(broken))
    house.verdict(complaints, len(built))


if __name__ == '__main__':
    main(sys.argv[1], sys.argv[3], sys.argv[4])
