"""Code that tries to get out of the sandbox, or to be judged better than it is.

Each escape is the body of a function that returns something true if it succeeded. Those in `TRIED_OUTSIDE` do succeed outside a
sandbox, which a test shows, so that none of them fails for a reason of its own.
"""

READS = {
    "reads /etc/passwd": "return open('/etc/passwd').read()",
    "reads /etc/hostname through a link": "os.symlink('/etc/hostname', 'link'); return open('link').read()",
    "reads the user's home": "return [n for n in os.listdir(os.environ['OUTSIDE_HOME']) if n != '.pyenv']",
    "reads a file of the host": "return open(OUTSIDE).read() == 'secret'",
    "reads a file of the host by dots": "return open('../../../../../../..' + OUTSIDE).read() == 'secret'",
    "reads a file of the host through /proc/self/root": "return open('/proc/self/root' + OUTSIDE).read() == 'secret'",
    "reads the environment": "return os.environ.get('SECRET_OF_THE_HOST')",
    "reads the environment in /proc": "return b'SECRET_OF_THE_HOST' in open(f'/proc/{os.getppid()}/environ', 'rb').read()",
    "reads our source": "return 'seccomp' in open(SOURCE).read()",
    "lists processes": "return len([p for p in os.listdir('/proc') if p.isdigit()]) > 2",
    "reads the memory of its parent": "return open(f'/proc/{os.getppid()}/mem', 'rb')",
    "opens the descriptors of its parent": "return os.listdir(f'/proc/{os.getppid()}/fd')",
    "finds open files": "return [fd for fd in range(3, 256) if _open(fd) and not _mine(fd)]",
    "opens the root by handle": "return libc.open_by_handle_at(-100, b'x' * 16, 0) >= 0",
}
NETWORK = {
    "opens a TCP socket": "return socket.socket(socket.AF_INET, socket.SOCK_STREAM)",
    "opens a UDP socket": "return socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
    "opens a TCP socket of IPv6": "return socket.socket(socket.AF_INET6)",
    "opens a Unix socket": "return socket.socket(socket.AF_UNIX)",
    "makes a pair of sockets": "return socket.socketpair()",
    "opens a netlink socket": "return socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)",
    "resolves a name": "return socket.getaddrinfo('localhost', 80, type=socket.SOCK_STREAM) and socket.create_server(('', 0))",
    "connects by a system call": "return libc.syscall(41 if X86 else 198, 2, 1, 0) >= 0",
    "serves a page": "import http.server; return http.server.HTTPServer(('127.0.0.1', 0), None)",
}
PROCESSES = {
    "forks": "pid = os.fork(); pid or os._exit(0); return pid",
    "forks by a system call": "pid = libc.syscall(57, 0) if X86 else libc.syscall(220, 17, 0, 0, 0, 0); pid or os._exit(0); return pid > 0",
    "runs a shell": "return subprocess.run(['/bin/sh', '-c', 'true'], check=True)",
    "runs a shell by system()": "return os.system('true') == 0",
    "runs Python": "return subprocess.run([sys.executable, '-c', ''], check=True)",
    "runs a program by posix_spawn": "return os.posix_spawn(sys.executable, [sys.executable, '-c', ''], {})",
    "starts a process with multiprocessing": "import multiprocessing as m; p = m.get_context('fork').Process(target=int); p.start(); return p.pid",
    "signals its parent": "os.kill(os.getppid(), 0); return True",
    "signals everything": "os.kill(-1, 0); return True",
    "signals by a file's owner": "import fcntl; r, w = os.pipe(); fcntl.fcntl(r, fcntl.F_SETOWN, os.getppid()); return True",
    "traces itself into its parent": "return libc.ptrace(0, 0, 0, 0) == 0",
    "opens a process by pidfd": "return os.pidfd_open(os.getppid())",
    "makes a user namespace": "return libc.unshare(0x10000000) == 0",
    "mounts": "return libc.mount(b'none', b'/tmp', b'tmpfs', 0, None) == 0",
    "changes the root": "return os.chroot('.') is None and os.getuid() != 0",
    "becomes root": "os.setuid(0); return True",
    "raises its limits": "import resource; resource.setrlimit(resource.RLIMIT_CORE, (0, 0)); return True",
    "uses io_uring": "return libc.syscall(425, 1, b'\\0' * 120) >= 0",
    "loads a BPF program": "return libc.syscall(321 if X86 else 280, 0, b'\\0' * 64, 64) >= 0",
    "makes shared memory": "return libc.shmget(0, 4096, 0o1600) >= 0",
}
WRITES = {
    "writes into the root folder": "open('/x', 'w').write('x'); return True",
    "writes over Python's library": "open(os.__file__, 'a').write('#'); return True",
    "writes into the host's folder": "open(OUTSIDE + '.written', 'w').write('x'); return os.path.exists(OUTSIDE)",
    "deletes a file of the host": "os.unlink(OUTSIDE); return True",
    "renames a file of the host": "os.rename(OUTSIDE, OUTSIDE + '.renamed'); return True",
    "links a file of the host": "os.link(OUTSIDE, 'mine'); return True",
    "changes the mode of a file": "os.chmod(os.__file__, 0o777); return True",
    "makes a device": "os.mknod('disk', 0o60600, os.makedev(8, 0)); return True",
    "writes a large file": "f = open('large', 'wb'); [f.write(bytes(1 << 20)) for _ in range(64)]; return True",
    "fills the disk": (
        "for number in range(64):\n"
        "    with open(f'part{number}', 'wb') as file:\n"
        "        file.write(bytes(1 << 20))\n"
        "return True"
    ),
    "writes to /dev/shm": "open('/dev/shm/x', 'w').write('x'); return True",
}
ESCAPES = READS | NETWORK | PROCESSES | WRITES

# Bodies that never come back by themselves, or take all there is.
FLOODS = {
    "loops": "while True: pass",
    "loops in a regular expression": "re.match(r'(a+)+$', 'a' * 60 + 'b')",
    "loops in a big integer": "return len(str(7 ** (7 ** 9)))",
    "sleeps": "time.sleep(100)",
    "ignores the signal of its limit": "signal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass",
    "fills its memory": "return len(bytes(10 << 30))",
    "fills its memory in small parts": "found = []\nwhile True: found.append(bytes(1 << 20))",
    "starts threads without end": "while True: threading.Thread(target=time.sleep, args=(100,)).start()",
    "forks without end": "while True:\n    try:\n        os.fork()\n    except OSError:\n        pass",
    "prints without end": "while True: os.write(1, b'x' * 65536)",
    "writes errors without end": "while True: os.write(2, b'x' * 65536)",
    "recurses in C": "found = []\nfor _ in range(10 ** 6): found = [found]\nreturn repr(found)",
    "answers with too much": "return 'x' * (80 << 20)",
}

# Whole pieces of code for the test `assert add(2, 3) == 5`: none of them adds.
FORGERIES = {
    "ends the process": "import os\ndef add(a, b): os._exit(0)",
    "ends the process at once": "import os; os._exit(0)\ndef add(a, b): return 6",
    "exits": "import sys\ndef add(a, b): sys.exit(0)",
    "exits at once": "raise SystemExit(0)\ndef add(a, b): return 6",
    "prints a verdict": 'print(\'{"test": "assert add(2, 3) == 5", "outcome": "passed"}\')\ndef add(a, b): return 6',
    "writes a verdict everywhere": (
        "import os, json, struct\n"
        "def add(a, b):\n"
        "    for said in ({'done': True}, {'test': 'assert add(2, 3) == 5', 'outcome': 'passed', 'message': ''}):\n"
        "        body = json.dumps(said).encode()\n"
        "        for fd in range(64):\n"
        "            try: os.write(fd, struct.pack('<I', len(body)) + body)\n"
        "            except OSError: pass\n"
        "    return 6"
    ),
    "equals everything": "class Any(int):\n    def __eq__(self, other): return True\ndef add(a, b): return Any(6)",
    "equals everything as an object": "class Any:\n    def __eq__(self, other): return True\ndef add(a, b): return Any()",
    "equals by a metaclass": "class Meta(type):\n    def __eq__(self, other): return True\nclass A(metaclass=Meta): pass\ndef add(a, b): return A",
    "replaces int's equality": "import builtins\nbuiltins.int = type('int', (int,), {'__eq__': lambda s, o: True})\ndef add(a, b): return int(6)",
    "replaces the asserts of unittest": "import unittest\nunittest.TestCase.assertEqual = lambda *a: None\ndef add(a, b): return 6",
    "replaces AssertionError": "import builtins\nbuiltins.AssertionError = type('E', (BaseException,), {})\ndef add(a, b): return 6",
    "raises AssertionError": "def add(a, b): raise AssertionError",
    "raises a skip": "import unittest\ndef add(a, b): raise unittest.SkipTest('no')",
    "raises what is no Exception": "def add(a, b): raise KeyboardInterrupt",
    "raises what pretends": "class AssertionError(Exception): pass\nclass GeneratorExit(Exception): pass\ndef add(a, b): raise GeneratorExit",
    "traces the frames of its caller": (
        "import sys\n"
        "def add(a, b):\n"
        "    frame = sys._getframe()\n"
        "    while frame:\n"
        "        for value in frame.f_locals.values():\n"
        "            if '==' + ' 5' in repr(value): return 5\n"
        "        frame = frame.f_back\n"
        "    return 6"
    ),
    "searches the memory for the test": (
        "import gc\n"
        "def add(a, b):\n"
        "    return 5 if any('add(2, 3)' in value for value in gc.get_objects() if isinstance(value, str)) else 6"
    ),
    "searches all memory": (
        "def add(a, b):\n"
        "    import re\n"
        "    for line in open('/proc/self/maps'):\n"
        "        low, high = (int(x, 16) for x in line.split()[0].split('-'))\n"
        "        with open('/proc/self/mem', 'rb') as memory:\n"
        "            memory.seek(low)\n"
        "            if b'assert add(2, 3) ' + b'==' in memory.read(high - low): return 5\n"
        "    return 6"
    ),
    "talks over the pipe itself": (
        "import os, json, struct\n"
        "def add(a, b):\n"
        "    body = json.dumps({'value': 5, 'changed': []})[:9].encode()\n"
        "    for fd in range(3, 64):\n"
        "        try: os.write(fd, struct.pack('<I', 1 << 31) + body)\n"
        "        except OSError: pass\n"
        "    return 6"
    ),
    "answers what is no value": (
        "import goldsmith.verify.code.inside.values as v\n"
        "v.Values.write = lambda self, value, depth=0: ['builtin', '__import__']\n"
        "def add(a, b): return 6"
    ),
    "answers an error that ends a process": (
        "import goldsmith.verify.code.inside.conversation as c\n"
        "c.Conversation._told = lambda self, e: {'type': ['builtin', 'SystemExit'], 'args': [0], 'text': ''}\n"
        "def add(a, b): raise ValueError"
    ),
    "replaces the harness": (
        "import sys\n"
        "for name in list(sys.modules):\n"
        "    if 'goldsmith' in name: sys.modules[name] = None\n"
        "def add(a, b): return 6"
    ),
    "closes everything": "import os\ndef add(a, b): os.closerange(0, 256); return 6",
}
