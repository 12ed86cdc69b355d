"""One sandboxed Python, which takes one job at a time."""

import contextlib
import os
import select
import subprocess
import time
from dataclasses import dataclass, field
from typing import Any

from goldsmith.errors import SandboxError
from goldsmith.verify.code.inside.frames import ALONE, WITH_TESTS, framed, receive, send
from goldsmith.verify.code.launch import Start
from goldsmith.verify.code.limits import CodeLimits
from goldsmith.verify.code.program import program

__all__ = ["RawRun", "Worker"]

_START = 30.0  # seconds a loaded machine may take
_GRACE = 5.0  # seconds after the limit in which the sandbox has to say how a job ended
_SOON = 0.02  # seconds in which most jobs end: until then results wait in their pipe and wake nobody
_RESULTS = 8 << 20  # bytes


@dataclass
class RawRun:
    """What came out of the sandbox.

    Attributes:
        ended: how the processes of the job ended, as the sandbox says; None if it died.
        stdout: what the code printed.
        stderr: what it printed there.
        results: what the tests' process wrote.
        too_much: whether the output was over the limit.
    """

    ended: dict[str, Any] | None = None
    stdout: bytearray = field(default_factory=bytearray)
    stderr: bytearray = field(default_factory=bytearray)
    results: bytearray = field(default_factory=bytearray)
    too_much: bool = False


class Worker:
    """A sandboxed Python.

    Args:
        start: how it is started.
        limits: what each of its jobs may use.

    Raises:
        SandboxError: it does not start; the message has what it said.
    """

    def __init__(self, start: Start, limits: CodeLimits) -> None:
        self._limits = limits
        ends = [os.pipe() for _ in range(7)]
        theirs = [end[place >= 3] for place, end in enumerate(ends)]
        self._pipes = [end[place < 3] for place, end in enumerate(ends)]
        self._jobs, self._code, self._tests, *incoming = self._pipes
        self._control, self._stdout, self._stderr, self._results = incoming
        self._poll = select.poll()
        for fd in (self._control, self._stdout, self._stderr):  # not the results, see _SOON
            self._poll.register(fd, select.POLLIN)
        for fd in (self._jobs, self._code, self._tests):
            os.set_blocking(fd, False)
        options = {
            "program": program(),
            "fds": theirs,
            "packages": start.packages,
            "landlock": start.landlock,
            "folder": start.folder,
            "limits": vars(limits) | {"cpu": max(1, round(limits.cpu_seconds + 0.49))},
        }
        try:
            self._process = subprocess.Popen(
                start.command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                pass_fds=theirs,
                env=start.environment,
                cwd="/",
                start_new_session=True,
            )
        except OSError as err:
            for fd in (*self._pipes, *theirs):
                os.close(fd)
            raise SandboxError(f"The sandbox does not start: {err}") from err
        for fd in theirs:
            os.close(fd)
        self._alive = True
        try:
            self._tell(options)
            self._ready()
        except (OSError, EOFError, ValueError) as err:
            said = self._last_words()
            self.kill()
            raise SandboxError(f"The sandbox does not start: {said or err!r}") from err

    @property
    def pid(self) -> int:
        """The process id of its outermost process."""
        return self._process.pid

    @property
    def usable(self) -> bool:
        """Whether it can take another job."""
        return self._alive and self._process.poll() is None

    def run(self, code: str, stdin: str, tests: dict[str, Any] | None) -> RawRun:
        """Run one job. A sandbox that dies of it, or is no longer to be trusted after it, takes no other job."""
        run = RawRun()
        try:
            rest = {
                self._jobs: memoryview(ALONE if tests is None else WITH_TESTS),
                self._code: memoryview(framed({"code": code, "stdin": stdin, "tested": tests is not None})),
            }
            if tests is not None:
                rest[self._tests] = memoryview(framed(tests))
            self._listen(run, rest)
        except (OSError, EOFError, ValueError):
            run.ended = None
        expected = {"c"} if tests is None else {"c", "t"}
        if run.ended is None or set(run.ended["read"]) != expected or not run.ended["clean"] or run.too_much:
            self.kill()
        return run

    def kill(self) -> None:
        """End it with all that is in it."""
        if not self._alive:
            return
        self._alive = False
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stderr):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()
        for fd in self._pipes:
            os.close(fd)

    def forget(self) -> None:
        """Close this process's ends of its pipes, where it belongs to another process: one this was forked from."""
        self._alive = False
        for fd in (
            *self._pipes,
            *(pipe.fileno() for pipe in (self._process.stdin, self._process.stderr) if pipe),
        ):
            with contextlib.suppress(OSError):
                os.close(fd)

    def _tell(self, options: dict[str, Any]) -> None:
        """Send it its program; it reads jobs from elsewhere."""
        if self._process.stdin is None:
            raise EOFError("the sandbox has no input")
        with self._process.stdin as pipe:
            send(pipe.fileno(), options)
        self._process.stdin = None

    def _ready(self) -> None:
        deadline = time.monotonic() + _START
        while not self._poll.poll(50):
            if self._process.poll() is not None:
                raise EOFError(f"it ended with status {self._process.returncode}")
            if time.monotonic() > deadline:
                raise TimeoutError(f"it said nothing in {_START:.0f} s")
        receive(self._control)

    def _last_words(self) -> str:
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            self._process.kill()
            _, said = self._process.communicate(timeout=5)
            return said.decode(errors="replace").strip()[-2000:]
        return ""

    def _listen(self, run: RawRun, rest: dict[int, memoryview]) -> None:
        """Send the rest of the job and take what comes, until the sandbox says that the job has ended."""
        now = time.monotonic()
        deadline, soon = now + self._limits.seconds + _GRACE, now + _SOON
        for fd in list(rest):
            if not _all_written(fd, rest):
                self._poll.register(fd, select.POLLOUT)
        while run.ended is None and not run.too_much:
            ready = self._wait(min(deadline, soon) - time.monotonic())
            if not ready:
                if self._process.poll() is not None or time.monotonic() >= deadline:
                    return
                soon = deadline
                self._poll.register(self._results, select.POLLIN)
            for fd in rest.keys() & set(ready):
                if _all_written(fd, rest):
                    self._poll.unregister(fd)
            if self._control in ready:
                run.ended = receive(self._control)
            self._take(run, ready)
        self._poll.register(self._results, select.POLLIN)
        while not run.too_much and self._take(run, self._wait(0)):
            continue  # what was written before it ended
        self._poll.unregister(self._results)

    def _take(self, run: RawRun, ready: list[int]) -> bool:
        """Read what has been printed and told; return whether there was any."""
        found = False
        for fd, kept in (
            (self._stdout, run.stdout),
            (self._stderr, run.stderr),
            (self._results, run.results),
        ):
            if fd in ready and (part := os.read(fd, 1 << 16)):
                kept.extend(part)
                found = True
        if len(run.stdout) + len(run.stderr) > self._limits.output or len(run.results) > _RESULTS:
            run.too_much = True
        return found

    def _wait(self, seconds: float) -> list[int]:
        return [fd for fd, _ in self._poll.poll(max(0.0, seconds) * 1000)]


def _all_written(fd: int, rest: dict[int, memoryview]) -> bool:
    """Write what the pipe takes without waiting; return whether nothing is left."""
    try:
        rest[fd] = rest[fd][os.write(fd, rest[fd]) :]
    except BlockingIOError:
        return False
    if rest[fd]:
        return False
    del rest[fd]
    return True
