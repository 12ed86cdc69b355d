"""The process that waits for jobs in the sandbox. Each job's code runs in a fork of it, and its tests in another.

It handles no code, test, answer or output itself, only numbers: what one job brought cannot be found in the memory of the
next.
"""

import contextlib
import ctypes
import gc
import os
import random
import resource
import select
import shutil
import signal
import sys
import time
from typing import Any

from goldsmith.verify.code.inside.code_side import run_code_side
from goldsmith.verify.code.inside.frames import receive, send
from goldsmith.verify.code.inside.landlock import drop_capabilities, restrict_files
from goldsmith.verify.code.inside.seccomp import deny_system_calls, filter_program
from goldsmith.verify.code.inside.test_side import run_test_side

__all__ = ["main"]

# Loaded once for all jobs: most code imports some of these.
_COMMON = [
    "abc",
    "bisect",
    "collections",
    "contextlib",
    "copy",
    "dataclasses",
    "datetime",
    "decimal",
    "enum",
    "fractions",
    "functools",
    "heapq",
    "io",
    "itertools",
    "json",
    "math",
    "operator",
    "random",
    "re",
    "statistics",
    "string",
    "textwrap",
    "time",
    "traceback",
    "typing",
    "unittest",
    "unittest.case",
]
_TO_END = 0.1  # seconds
_JOBS = 0  # where jobs come from


class _Zygote:
    def __init__(self, options: dict[str, Any]) -> None:
        self.landlock: list[str] | None = options["landlock"]
        self.folder: str = options["folder"]
        self.packages: list[str] = options["packages"]
        self.control, *self.output = (int(fd) for fd in options["fds"])
        self.results = self.output.pop()
        self.filter = filter_program(job=True)

    def child(self, job: dict[str, Any], side: str, keep: tuple[int, ...]) -> None:
        """Make this fork what may run code of others; it then owns `keep`, its folder and nothing else."""
        os.setsid()
        _close_all_but({0, 1, 2, *keep})
        os.chdir(self.folder)
        random.seed(0)
        limits = {
            resource.RLIMIT_CORE: 0,
            resource.RLIMIT_CPU: job["cpu"],
            resource.RLIMIT_FSIZE: job["file_size"],
            resource.RLIMIT_NOFILE: job["files"],
            resource.RLIMIT_AS: job["memory"],
            resource.RLIMIT_STACK: 8 << 20,
        }
        if side == "tests":
            _silence(0, 1, 2)
            limits[resource.RLIMIT_CPU] += 1  # the code's time is up first
        for limit, value in limits.items():
            most = resource.getrlimit(limit)[1]
            # At the softer limit of CPU time a signal says what it is about.
            hard = value + 1 if limit == resource.RLIMIT_CPU else value
            soft, hard = (
                (value, hard) if most == resource.RLIM_INFINITY else (min(value, most), min(hard, most))
            )
            resource.setrlimit(limit, (soft, hard))
        if self.landlock is not None:
            drop_capabilities()
            restrict_files(self.landlock, ["/dev/null"], self.packages)
        deny_system_calls(self.filter)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())

    def fork(self, run: Any) -> int:
        pid = os.fork()
        if pid:
            return pid
        status = 70
        try:
            status = run()
        except BaseException:  # noqa: BLE001, S110 - nobody is there to be told; the status tells
            pass
        finally:
            os._exit(status)

    def run(self, job: dict[str, Any]) -> dict[str, Any]:
        """Run one job and return how it ended."""
        read, told = os.pipe()
        pids: dict[int, str] = {}
        to_code: tuple[int, int] | None = None
        to_tests: tuple[int, int] | None = None
        pipes: list[int] = []
        if job["tests"]:
            pipes = [*os.pipe(), *os.pipe()]
            to_tests, to_code = (pipes[0], pipes[3]), (pipes[2], pipes[1])

        def code() -> int:
            kept = to_tests or ()
            out, err = self.output
            return run_code_side(_JOBS, to_tests, told, (out, err), lambda: self.child(job, "code", kept))

        def tests() -> int:
            pipes = to_code or (-1, -1)  # never without
            kept = (*pipes, self.results)
            run_test_side(_JOBS, pipes, told, self.results, lambda: self.child(job, "tests", kept))
            return 0

        started = time.monotonic()
        pids[self.fork(code)] = "code"
        was_read = os.read(read, 1) if _ends_or_tells(read, job["wall"]) else b""
        if to_code and was_read:
            pids[self.fork(tests)] = "tests"
        for fd in (told, *pipes):
            os.close(fd)
        ended = self._wait(pids, started + job["wall"], "tests" if to_code and was_read else "code")
        self._kill(pids)
        ended |= {"wall": time.monotonic() - started, "read": (was_read + os.read(read, 2)).decode()}
        os.close(read)
        return ended | {"clean": self._tidy()}

    def _wait(self, pids: dict[int, str], deadline: float, awaited: str) -> dict[str, Any]:
        """Wait until the process that decides has ended, or the time is up."""
        ended: dict[str, Any] = {"code": None, "tests": None, "timeout": False, "cpu": 0.0}
        decided = False
        while True:
            for pid in list(pids):
                found, status, used = os.wait4(pid, os.WNOHANG)
                if found:
                    ended[pids.pop(pid)] = os.waitstatus_to_exitcode(status)
                    ended["cpu"] += used.ru_utime + used.ru_stime
            if awaited not in pids.values() and not decided:
                # The code ends by itself once its tests have, unless it has just been ended: then it matters how.
                decided, deadline = True, min(deadline, time.monotonic() + _TO_END)
            left = deadline - time.monotonic()
            if not pids or left <= 0:
                return ended | {"timeout": not decided}
            signal.sigtimedwait({signal.SIGCHLD}, left)

    def _kill(self, pids: dict[int, str]) -> None:
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if os.getpid() == 1:  # of a namespace of our own
            with contextlib.suppress(ProcessLookupError):
                os.kill(-1, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            while True:
                os.waitpid(-1, 0)

    def _tidy(self) -> bool:
        """Delete what the job wrote; return whether nothing is left."""
        if self.landlock is not None:
            return True  # jobs write nothing
        for name in os.listdir(self.folder):  # noqa: PTH208 - pathlib is not loaded here
            path = os.path.join(self.folder, name)  # noqa: PTH118
            with contextlib.suppress(OSError):
                if os.path.isdir(path) and not os.path.islink(path):  # noqa: PTH112, PTH114
                    shutil.rmtree(path)
                else:
                    os.unlink(path)  # noqa: PTH108
        return not os.listdir(self.folder)  # noqa: PTH208


def _ends_or_tells(read: int, seconds: float) -> bool:
    return bool(select.select([read], [], [], seconds)[0])


def _silence(*fds: int) -> None:
    nothing = os.open("/dev/null", os.O_RDWR)
    for fd in fds:
        os.dup2(nothing, fd)
    os.close(nothing)


def _close_all_but(kept: set[int]) -> None:
    lowest = 3
    for fd in sorted(kept - {0, 1, 2}):
        os.closerange(lowest, fd)
        lowest = fd + 1
    os.closerange(lowest, 4096)


def main(options: dict[str, Any]) -> None:
    """Serve jobs until nobody sends any."""
    if options["landlock"] is None and os.getpid() != 1:  # it would delete files of others
        raise SystemExit("it is not the first process of a namespace of its own")
    for name in _COMMON:
        __import__(name)
    sys.path.extend(options["packages"])
    zygote = _Zygote(options)
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(4, 0, 0, 0, 0)  # not dumpable: no process of the same user reads its memory or files in /proc
    libc.prctl(36, 1, 0, 0, 0)  # orphans are ours to reap
    deny_system_calls(filter_program(job=False))
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    gc.freeze()
    _silence(1, 2)
    send(zygote.control, {"ready": os.getpid()})
    while True:
        try:
            job = receive(_JOBS)
        except EOFError:
            return
        send(zygote.control, zygote.run(job))
