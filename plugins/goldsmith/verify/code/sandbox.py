"""Sandboxed Pythons that wait for jobs."""

import os
import queue
import threading
import weakref
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Literal, Self

from goldsmith.errors import InputError, SandboxError
from goldsmith.verify.code.free_names import free_names
from goldsmith.verify.code.inside.seccomp import FILTERED_MACHINES
from goldsmith.verify.code.judge import judged
from goldsmith.verify.code.launch import SandboxKind, Start, start_of
from goldsmith.verify.code.limits import CodeLimits
from goldsmith.verify.code.self_test import SELF_TEST_LIMITS, check_worker
from goldsmith.verify.code.steps import steps_of
from goldsmith.verify.code.style import TestStyle, style_of
from goldsmith.verify.code.verdict import CodeVerdict
from goldsmith.verify.code.worker import Worker

__all__ = ["CodeJob", "CodeSandbox"]


@dataclass(frozen=True)
class CodeJob:
    """A piece of code and what to test it with.

    Attributes:
        code: Python source. With tests it is a module, else a program.
        tests: Python source that uses the names of the code; or several, each one test.
        stdin: what the program can read.
        style: how the tests are written; "auto" finds it out.
    """

    code: str
    tests: str | Sequence[str] = ()
    stdin: str = ""
    style: Literal["auto"] | TestStyle = "auto"

    @property
    def sources(self) -> list[str]:
        """The sources of the tests."""
        return [self.tests] if isinstance(self.tests, str) and self.tests else list(self.tests)


class CodeSandbox:
    """A pool of sandboxed Pythons for code that nobody trusts.

    Under bubblewrap if that passes a test of everything a sandbox must stop, else under Landlock and seccomp if that does. It
    starts with the first job, is safe to use from several threads, and belongs to the process that made it.

    Args:
        workers: how many Pythons, and so how many jobs at a time; by default one for each processor.
        limits: what one job may use.
        packages: names of packages, installed beside goldsmith, that the code may import. Nothing but Python's own library is
            there otherwise. numpy and its like want more than the default memory.
        kind: one of the two, and no other.

    Raises:
        InputError: there is no such kind.
    """

    def __init__(
        self,
        workers: int | None = None,
        limits: CodeLimits | None = None,
        packages: Sequence[str] = (),
        kind: Literal["auto"] | SandboxKind = "auto",
    ) -> None:
        if kind not in ("auto", "bubblewrap", "landlock"):
            raise InputError(f"kind of CodeSandbox must be auto, bubblewrap or landlock, got {kind!r}")
        self.workers = workers or os.cpu_count() or 1
        self.limits = limits or CodeLimits()
        self._packages, self._kind = tuple(packages), kind
        self._start: tuple[SandboxKind, Start] | None = None
        self._renew()
        _OPEN.add(self)

    def __enter__(self) -> Self:
        """Start it, so that what stands in its way is told here."""
        self._put(self._take())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it."""
        self.close()

    @property
    def kind(self) -> SandboxKind:
        """What holds the code: `bubblewrap` or `landlock`.

        Raises:
            SandboxError: neither does here.
        """
        return self._found()[0]

    def run(self, job: CodeJob) -> CodeVerdict:
        """Run a job and judge it.

        Raises:
            SandboxError: this machine has no sandbox that holds.
            InputError: the tests are of no known style.
        """
        kind, _ = self._found()
        sources = job.sources
        style = style_of(job.style, sources)
        parts = steps_of(sources) if style == "assert" else sources
        tests = {"tests": parts, "style": style, "names": free_names(sources)} if sources else None
        worker = self._take()
        try:
            run = worker.run(job.code, job.stdin, tests)
        finally:
            self._put(worker)
        return judged(run, self.limits, kind, tested=bool(sources))

    def map(self, jobs: Iterable[CodeJob]) -> Iterator[CodeVerdict]:
        """Run jobs side by side, and yield their verdicts in the order of the jobs."""
        with ThreadPoolExecutor(self.workers, thread_name_prefix="sandbox") as threads:
            yield from threads.map(self.run, jobs)

    def pids(self) -> list[int]:
        """Return the process ids of the Pythons that wait for work."""
        return [worker.pid for worker in list(self._places.queue) if worker]

    def close(self) -> None:
        """End all Pythons. The next job starts new ones."""
        for worker in list(self._places.queue):
            if worker:
                worker.kill()
        self._renew()

    def _take(self) -> Worker:
        worker = self._places.get()
        if worker and worker.usable:
            return worker
        try:
            if worker:
                worker.kill()
            return Worker(self._found()[1], self.limits)
        except BaseException:
            self._places.put(None)
            raise

    def _put(self, worker: Worker) -> None:
        self._places.put(worker if worker.usable else None)

    def _found(self) -> tuple[SandboxKind, Start]:
        """Return the kind of sandbox that holds here; found out once."""
        with self._finding:
            if self._start is None:
                self._start = _find(self._kind, self._packages)
            return self._start

    def _renew(self) -> None:
        self._places: queue.LifoQueue[Worker | None] = queue.LifoQueue()
        for _ in range(self.workers):
            self._places.put(None)
        self._finding = threading.Lock()

    def leave(self) -> None:
        """In a process that was forked from the one that made it: leave that one its Pythons."""
        for worker in list(self._places.queue):
            if worker:
                worker.forget()
        self._renew()


_OPEN: "weakref.WeakSet[CodeSandbox]" = weakref.WeakSet()


def _after_fork() -> None:
    for sandbox in list(_OPEN):
        sandbox.leave()


os.register_at_fork(after_in_child=_after_fork)


def _find(wanted: str, packages: Sequence[str]) -> tuple[SandboxKind, Start]:
    if os.uname().sysname != "Linux" or os.uname().machine not in FILTERED_MACHINES:
        here = f"{os.uname().sysname} on {os.uname().machine}"
        raise SandboxError(f"Code is run on Linux only, on x86_64 or aarch64; this is {here}")
    kinds: tuple[SandboxKind, ...] = ("bubblewrap", "landlock")
    problems = []
    for kind in kinds:
        if wanted not in ("auto", kind):
            continue
        start = start_of(kind, packages)
        if start is None:
            problems.append(
                f"{kind}: not installed (pip install 'goldsmith[code]', or apt-get install bubblewrap)"
            )
            continue
        try:
            worker = Worker(start, SELF_TEST_LIMITS)
            try:
                check_worker(worker)
            finally:
                worker.kill()
        except SandboxError as err:
            problems.append(f"{kind}: {err}")
        else:
            return kind, start
    raise SandboxError("No sandbox of this machine holds, so no code is run. " + "; ".join(problems))
