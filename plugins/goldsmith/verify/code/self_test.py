"""What a sandbox must stop, tried before it is given any code: one that stops less is not used."""

import json
import os
import sys
import tempfile
from pathlib import Path

from goldsmith.errors import SandboxError
from goldsmith.verify.code.limits import CodeLimits
from goldsmith.verify.code.worker import Worker

__all__ = ["SELF_TEST_LIMITS", "check_worker"]

SELF_TEST_LIMITS = CodeLimits(seconds=20, cpu_seconds=20)

# Each is an expression that must raise an error, or be false.
_PROBES = {
    "reads the folder of its user": "set(os.listdir(told['home'])) & set(told['at_home'])",
    "reads a file of this process": "open(told['file']).read()",
    "reads /etc/passwd": "open('/etc/passwd').read()",
    "reads our program": "open(told['source']).read()",
    "sees a variable of this process": "told['variable'] in os.environ",
    "sees this process": "os.listdir('/proc/%d' % told['pid'])",
    "signals this process": "os.kill(told['pid'], 0)",
    "signals its parent": "os.kill(os.getppid(), 0)",
    "makes a socket": "socket.socket()",
    "makes a pair of sockets": "socket.socketpair()",
    "starts a process": "os.fork() or os._exit(0)",
    "executes a program": "os.execv(sys.executable, [sys.executable, '-c', 'print(1)'])",
    "": "open(told['written'], 'w').write('x') and False",  # it may write there, but not in ours: see below
    "writes in the root folder": "open('/x', 'w').write('x')",
    "has a file of this process open": "[fd for fd in range(3, 64) if still_open(fd)]",
    "mounts": "libc.mount(b'x', b'/tmp', b'tmpfs', 0, None) == 0",
    "makes a namespace": "libc.unshare(0x10000000) == 0",
    "becomes another user": "libc.setuid(0 if os.getuid() else 1) == 0",
    "traces": "libc.ptrace(16, os.getppid(), None, None) == 0",
    "outlives the sandbox": "libc.prctl(1, 0, 0, 0, 0) == 0",
    "has more memory than its limit": "len(bytes(told['memory'] * 2))",
}
_PROGRAM = """
import ctypes, json, os, socket, sys
told = json.loads(sys.stdin.read())
libc = ctypes.CDLL(None, use_errno=True)
def still_open(fd):
    try:
        return bool(os.fstat(fd))
    except OSError:
        return False
for name, probe in told["probes"].items():
    try:
        broken = bool(eval(probe))
    except (OSError, MemoryError):
        broken = False
    if broken:
        print(name)
print("done")
"""


def check_worker(worker: Worker) -> None:
    """Try everything a sandbox must stop, in one whose jobs have `SELF_TEST_LIMITS`.

    Raises:
        SandboxError: it does not; the message says what went through.
    """
    with tempfile.NamedTemporaryFile(prefix="goldsmith-") as file:
        file.write(b"secret")
        file.flush()
        unwritten = Path(f"{file.name}-written")
        told = {
            "probes": _PROBES,
            "home": str(Path.home()),
            "at_home": _at_home(),
            "file": file.name,
            "source": str(Path(__file__).with_name("inside") / "zygote.py"),
            "variable": "PATH_OF_NOTHING" if not os.environ else _uncommon_variable(),
            "pid": os.getpid(),
            "written": str(unwritten),
            "memory": SELF_TEST_LIMITS.memory,
        }
        run = worker.run(_PROGRAM, json.dumps(told), None)
        written = unwritten.exists()
        unwritten.unlink(missing_ok=True)
    lines = run.stdout.decode(errors="replace").split("\n")
    if lines[-2:] != ["done", ""]:
        said = run.stderr.decode(errors="replace").strip()[-500:]
        raise SandboxError(f"its own test does not come to an end: {said or run.ended}")
    if through := lines[:-2] + (["has written a file of this machine"] if written else []):
        raise SandboxError(f"code in it {', '.join(through)}")


def _uncommon_variable() -> str:
    """Return a variable of this process that the sandbox does not set itself."""
    common = {"PATH", "HOME", "LANG", "PYTHONHASHSEED", "PWD", "LC_CTYPE"}
    return next((name for name in os.environ if name not in common), "PATH_OF_NOTHING")


def _at_home() -> list[str]:
    """Return what lies in the user's folder, but for what leads to Python."""
    python = Path(sys.base_prefix).resolve().parts
    try:
        return [
            path.name
            for path in Path.home().iterdir()
            if path.resolve().parts != python[: len(path.resolve().parts)]
        ]
    except OSError:
        return []
