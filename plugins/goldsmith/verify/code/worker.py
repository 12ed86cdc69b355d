"""One sandboxed Python, which takes one job at a time."""

import contextlib
import os
import selectors
import subprocess
import time
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from goldsmith.errors import SandboxError
from goldsmith.verify.code.inside.frames import receive, send
from goldsmith.verify.code.launch import Start
from goldsmith.verify.code.limits import CodeLimits

__all__ = ["RawRun", "Worker"]

_START = 30.0  # seconds a loaded machine may take
_GRACE = 5.0  # seconds after the limit in which the sandbox has to say how a job ended
_RESULTS = 8 << 20  # bytes
_MODULES = (
    *(
        "frames",
        "values",
        "conversation",
        "seccomp",
        "landlock",
        "stand_in",
        "styles",
        "code_side",
        "test_side",
    ),
    "zygote",
)
_PACKAGE = "goldsmith.verify.code.inside"


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

    Raises:
        SandboxError: it does not start; the message has what it said.
    """

    def __init__(self, start: Start) -> None:
        theirs, ours = zip(*(reversed(os.pipe()) for _ in range(4)), strict=True)
        self._pipes: tuple[int, ...] = ours
        options = {
            "modules": _program(),
            "fds": theirs,
            "packages": start.packages,
            "landlock": start.landlock,
            "folder": start.folder,
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
            for fd in (*ours, *theirs):
                os.close(fd)
            raise SandboxError(f"The sandbox does not start: {err}") from err
        for fd in theirs:
            os.close(fd)
        self._alive = True
        try:
            self._send(options)
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

    def run(self, code: str, stdin: str, tests: dict[str, Any] | None, limits: CodeLimits) -> RawRun:
        """Run one job. A sandbox that dies of it, or is no longer to be trusted after it, takes no other job."""
        run = RawRun()
        try:
            self._send(
                {
                    "wall": limits.seconds,
                    "cpu": max(1, round(limits.cpu_seconds + 0.49)),
                    "memory": limits.memory,
                    "file_size": limits.file_size,
                    "files": limits.open_files,
                    "tests": tests is not None,
                }
            )
            self._send({"code": code, "stdin": stdin})
            if tests is not None:
                self._send(tests)
            self._listen(run, limits)
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

    def _send(self, message: Any) -> None:
        if self._process.stdin is None:
            raise EOFError("the sandbox has no input")
        send(self._process.stdin.fileno(), message)

    def _ready(self) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._pipes[0], selectors.EVENT_READ)
            deadline = time.monotonic() + _START
            while not selector.select(0.05):
                if self._process.poll() is not None:
                    raise EOFError(f"it ended with status {self._process.returncode}")
                if time.monotonic() > deadline:
                    raise TimeoutError(f"it said nothing in {_START:.0f} s")
        receive(self._pipes[0])

    def _last_words(self) -> str:
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            self._process.kill()
            _, said = self._process.communicate(timeout=5)
            return said.decode(errors="replace").strip()[-2000:]
        return ""

    def _listen(self, run: RawRun, limits: CodeLimits) -> None:
        """Take what comes until the sandbox says that the job has ended."""
        control, *others = self._pipes
        kept = dict(zip(others, (run.stdout, run.stderr, run.results), strict=True))
        deadline = time.monotonic() + limits.seconds + _GRACE
        with selectors.DefaultSelector() as selector:
            for fd in self._pipes:
                selector.register(fd, selectors.EVENT_READ)
            while run.ended is None:
                ready = [key.fd for key, _ in selector.select(max(0.0, deadline - time.monotonic()))]
                if not ready:
                    if self._process.poll() is not None or time.monotonic() >= deadline:
                        return
                    continue
                if control in ready:
                    run.ended = receive(control)
                    ready = [key.fd for key, _ in selector.select(0)]  # what was written before it
                while rest := [fd for fd in ready if fd in kept]:
                    for fd in rest:
                        kept[fd] += os.read(fd, 1 << 16)
                    if len(run.stdout) + len(run.stderr) > limits.output or len(run.results) > _RESULTS:
                        run.too_much = True
                        return
                    ready = [key.fd for key, _ in selector.select(0)] if run.ended else []


@cache
def _program() -> list[tuple[str, str]]:
    """Return the modules that run inside, in the order in which they are loaded, with their packages as empty modules."""
    parts = _PACKAGE.split(".")
    packages = [(".".join(parts[: depth + 1]), "") for depth in range(len(parts))]
    folder = Path(__file__).with_name("inside")
    return packages + [
        (f"{_PACKAGE}.{name}", (folder / f"{name}.py").read_text("utf-8")) for name in _MODULES
    ]
