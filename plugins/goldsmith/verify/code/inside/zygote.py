"""The process that waits for jobs in the sandbox. Each job's code runs in a fork of it, and its tests in another.

It handles no code, test, answer or output itself, only numbers: what one job brought cannot be found in the memory of the
next.
"""

import contextlib
import ctypes
import gc
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from importlib import import_module
from typing import Any

from goldsmith.verify.code.inside.code_side import Code, open_streams, run_code_side, take_streams
from goldsmith.verify.code.inside.frames import WITH_TESTS, send
from goldsmith.verify.code.inside.landlock import drop_capabilities, file_rules, restrict_files
from goldsmith.verify.code.inside.rehearsal import gaps_filled, rehearse
from goldsmith.verify.code.inside.seccomp import SystemCallFilter, end_with_parent, filter_program
from goldsmith.verify.code.inside.test_side import Solution, run_test_side

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
    "string",
    "textwrap",
    "time",
    "traceback",
    "typing",
    "unittest",
    "unittest.case",
]
_TO_END = 0.1  # seconds
_set_mask = import_module("_signal").pthread_sigmask  # signal's own makes names of numbers
_CHILD = frozenset({signal.SIGCHLD})


class _Zygote:
    def __init__(self, options: dict[str, Any]) -> None:
        self.folder: str | None = options["folder"] if options["landlock"] is None else None
        self.jobs, self.code, self.tests, self.control, *self.output, self.results = map(int, options["fds"])
        self.seconds: float = options["limits"]["seconds"]
        self.side_of_code, self.side_of_tests = Code(-1, -1), Solution(-1, -1)
        self._of_code = partial(self._own, _soft_and_hard(options["limits"]))
        self._of_tests = partial(self._own, _soft_and_hard(options["limits"], more_time=1))
        self.first = os.getpid() == 1  # of a namespace of our own
        self.filter = SystemCallFilter(filter_program(job=True))
        self.gaps: list[bytes] = []
        self.rules: int | None = None
        if options["landlock"] is not None:
            self.rules = file_rules(options["landlock"], ["/dev/null"], options["packages"])

    def _own(self, limits: list[tuple[int, tuple[int, int]]], keep: Sequence[int]) -> None:
        """Make this fork what may run code of others; it then owns `keep` and nothing else."""
        os.setsid()
        if self.rules is not None:
            restrict_files(self.rules)
        _close_all_but({0, 1, 2, *keep})
        for limit, values in limits:
            resource.setrlimit(limit, values)
        self.filter.apply()
        _set_mask(signal.SIG_SETMASK, ())

    def fork(self, run: Callable[[int], int], told: int) -> int:
        pid = os.fork()
        if pid:
            return pid
        status = 70
        try:
            if self.rules is not None:
                end_with_parent()
            status = run(told)
        except BaseException:  # noqa: BLE001, S110 - nobody is there to be told; the status tells
            pass
        finally:
            os._exit(status)

    def serve(self) -> None:
        """Run jobs until nobody sends any. The processes of each are forked before it comes, once all of the last one are gone."""
        tested = True
        while True:
            read, told = os.pipe()
            self._between(*os.pipe(), *os.pipe())
            code = self.fork(self._code, told)
            tests = self.fork(self._tests, told) if tested else 0
            kind = os.read(self.jobs, 1)
            started = time.monotonic()
            if tests and kind != WITH_TESTS:
                os.kill(tests, signal.SIGKILL)
            if not kind:
                return
            tested = kind == WITH_TESTS
            if tested and not tests:
                tests = self.fork(self._tests, told)
            for fd in (told, *self.side_of_code.pipes, *self.side_of_tests.pipes):
                os.close(fd)
            pids = {code: "code", tests: "tests"} if tests else {code: "code"}
            ended = self._wait(pids, started + self.seconds, tested)
            ended["wall"], ended["read"] = time.monotonic() - started, os.read(read, 2).decode()
            os.close(read)
            ended["clean"] = self.folder is None or _emptied(self.folder)
            send(self.control, ended)

    def _between(self, to_code: int, from_tests: int, to_tests: int, from_code: int) -> None:
        """Have the two sides of the next job talk through these; they are the same numbers each time, so that one making does."""
        if self.side_of_code.pipes != (to_code, from_code):
            self.side_of_code = Code(to_code, from_code)
        if self.side_of_tests.pipes != (to_tests, from_tests):
            self.side_of_tests = Solution(to_tests, from_tests)

    def _code(self, told: int) -> int:
        return run_code_side(self.side_of_code, self.code, told, self.output, self._of_code)

    def _tests(self, told: int) -> int:
        run_test_side(self.side_of_tests, self.tests, told, self.results, self._of_tests)
        os.close(
            self.side_of_tests.pipes[1]
        )  # now, and not once all memory has been given back: the code waits for it
        return 0

    def _wait(self, pids: dict[int, str], deadline: float, tested: bool) -> dict[str, Any]:
        """Wait until the process that decides has ended, or the time is up; then end all that is left."""
        ended: dict[str, Any] = {"code": None, "tests": None, "cpu": 0.0}
        awaited = "tests" if tested else "code"
        decided = False
        while True:
            for pid in list(pids):
                found, status, used = os.wait4(pid, os.WNOHANG)
                if found:
                    side = pids.pop(pid)
                    ended[side] = os.waitstatus_to_exitcode(status)
                    ended["cpu"] += used.ru_utime + used.ru_stime
                    if side == awaited:
                        # The code ends by itself once its tests have, unless it has just been ended: then it matters how.
                        decided, deadline = True, min(deadline, time.monotonic() + _TO_END)
            left = deadline - time.monotonic()
            if not pids or left <= 0:
                break
            signal.sigtimedwait(_CHILD, left)
        ended["timeout"] = not decided
        self._kill(pids)
        return ended

    def _kill(self, pids: Iterable[int]) -> None:
        """End these processes and, in a namespace of our own, whatever else there is."""
        for pid in pids:
            os.kill(pid, signal.SIGKILL)  # not waited for yet, so its number is its own
        try:
            if self.first:
                os.kill(-1, signal.SIGKILL)
            while True:
                os.waitpid(-1, 0)
        except (ProcessLookupError, ChildProcessError):
            return  # nothing is left


def _emptied(folder: str) -> bool:
    """Delete what the job wrote; return whether nothing is left."""
    if not os.listdir(folder):  # noqa: PTH208 - pathlib is not loaded here
        return True
    folders = [folder]
    for path in folders:  # which grows
        with contextlib.suppress(OSError):
            for entry in list(os.scandir(path)):
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                else:
                    os.unlink(entry.path)  # noqa: PTH108
    for path in reversed(folders[1:]):
        with contextlib.suppress(OSError):
            os.rmdir(path)  # noqa: PTH106
    return not os.listdir(folder)  # noqa: PTH208


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


def _load_common() -> None:
    """Import what most code does, and leave `random` seeded: it would seed itself anew in each fork, and that for nothing."""
    registered = os.register_at_fork
    os.register_at_fork = lambda **_: None
    try:
        import random
    finally:
        os.register_at_fork = registered
    random.seed(0)
    for name in _COMMON:
        __import__(name)


def _soft_and_hard(limits: dict[str, Any], more_time: int = 0) -> list[tuple[int, tuple[int, int]]]:
    """Return what one side of a job may use, as far as this process may itself: the time of the code is up first."""
    cpu = limits["cpu"] + more_time  # at the soft limit a signal says what it is about
    wanted = {
        resource.RLIMIT_CPU: (cpu, cpu + 1),
        resource.RLIMIT_AS: (limits["memory"],) * 2,
        resource.RLIMIT_FSIZE: (limits["file_size"],) * 2,
        resource.RLIMIT_NOFILE: (limits["open_files"],) * 2,
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_STACK: (8 << 20,) * 2,
    }
    found = []
    for limit, (soft, hard) in wanted.items():
        most = resource.getrlimit(limit)[1]
        unlimited = most == resource.RLIM_INFINITY
        found.append((limit, (soft, hard) if unlimited else (min(soft, most), min(hard, most))))
    return found


def main(options: dict[str, Any]) -> None:
    """Serve jobs until nobody sends any."""
    if options["landlock"] is None and os.getpid() != 1:  # it would delete files of others
        raise SystemExit("it is not the first process of a namespace of its own")
    os.environ.pop("LD_BIND_NOW", None)
    _load_common()
    sys.path.extend(options["packages"])
    os.chdir(options["folder"])
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(4, 0, 0, 0, 0)  # not dumpable: no process of the same user reads its memory or files in /proc
    libc.prctl(36, 1, 0, 0, 0)  # orphans are ours to reap
    if options["landlock"] is not None:
        drop_capabilities()
    else:
        end_with_parent()  # which is bubblewrap; the first process of a namespace takes all others with it
    zygote = _Zygote(options)
    SystemCallFilter(filter_program(job=False)).apply()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    take_streams("", (zygote.output[0], 2))
    open_streams()  # for all forks
    rehearse()
    _silence(0, 1, 2)
    gc.collect()
    zygote.gaps = gaps_filled()
    libc.malloc_trim(0)
    gc.freeze()
    send(zygote.control, {"ready": os.getpid()})
    zygote.serve()
