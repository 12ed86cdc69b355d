"""Scenarios in forked children, each in a process group of its own, with a deadline, and nothing left behind.

Forking from the tests' process spares every scenario the seconds that importing Distilabel takes.
"""

import faulthandler
import multiprocessing
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

__all__ = ["Child", "Ended", "in_child"]

_FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Ended:
    """How a scenario ended.

    Attributes:
        how: "returned", "raised", "hung" (still at work at its deadline) or "died" (ended by a signal or `os._exit`).
        value: what it returned.
        error: the exception it raised, as `type: message`.
        output: what it wrote to stdout and stderr.
        left: pids of its group that outlived it.
    """

    how: str
    value: Any = None
    error: str = ""
    output: str = ""
    left: tuple[int, ...] = ()

    @property
    def returned(self) -> Any:
        """What it returned; how it ended instead, if it did not."""
        assert self.how == "returned", f"{self.how}: {self.error}\n{self.output[-3000:]}"
        return self.value


class Child:
    """A scenario at work in a child; leaving the context kills whatever is left of it."""

    def __init__(self, scenario: Callable[[], Any]) -> None:
        self._receiver, sender = _FORK.Pipe(duplex=False)
        self._output = Path(tempfile.mkstemp(prefix="scenario-")[1])
        self._process = _FORK.Process(target=_play, args=(scenario, sender, self._output))
        self._process.start()
        sender.close()
        assert self._process.pid is not None
        self.pid = self._process.pid

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.signal_group(signal.SIGKILL)
        self._process.join()
        self._output.unlink(missing_ok=True)

    def kill(self) -> None:
        """SIGKILL the scenario's main process alone, as the OOM killer or an impatient person does."""
        os.kill(self.pid, signal.SIGKILL)
        self._process.join()

    def signal_group(self, number: int) -> None:
        """Signal the whole group, as a terminal does on Ctrl-C."""
        for pid in _group(self.pid):
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                continue

    @property
    def ended(self) -> bool:
        return not self._process.is_alive()

    def descendants(self) -> list[int]:
        """Return the living processes of the group but the scenario's own."""
        return [pid for pid in _group(self.pid) if pid != self.pid]

    def left(self, seconds: float = 5) -> tuple[int, ...]:
        """Return the pids of the group that are still there after so many seconds at most."""
        deadline = time.monotonic() + seconds
        while (pids := _group(self.pid)) and time.monotonic() < deadline:
            time.sleep(0.02)
        return tuple(pids)

    def wait(self, seconds: float) -> Ended:
        """Wait for the end of the scenario and of its process, both within so many seconds."""
        deadline = time.monotonic() + seconds
        try:
            told = self._receiver.recv() if self._receiver.poll(seconds) else None
        except EOFError:
            told = Ended("died")
        self._process.join(max(0.1, deadline - time.monotonic()))
        output = self._output.read_text(errors="replace")
        if told is None or self._process.is_alive():
            return Ended("hung", output=output)
        return Ended(told.how, told.value, told.error, output, self.left())


def in_child(scenario: Callable[[], Any], seconds: float = 30) -> Ended:
    """Run `scenario` in a child and return how it ended; at the deadline it is killed with all its children."""
    with Child(scenario) as child:
        return child.wait(seconds)


def _play(scenario: Callable[[], Any], sender: Any, output: Path) -> None:
    os.setsid()
    faulthandler.disable()  # the tests' own; a scenario that crashes on purpose need not be explained
    signal.signal(signal.SIGINT, signal.default_int_handler)
    file = os.open(output, os.O_WRONLY | os.O_APPEND)
    os.dup2(file, 1)
    os.dup2(file, 2)
    sys.stdout = sys.stderr = os.fdopen(1, "w", buffering=1, closefd=False)
    try:
        sender.send(Ended("returned", scenario()))
    except BaseException as err:  # noqa: BLE001 - a scenario may end in any way, and the test wants to know which
        sender.send(Ended("raised", error=f"{type(err).__name__}: {err}"))


def _group(pgid: int) -> list[int]:
    """The living processes of a group; zombies that nobody reaps are dead."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, group = stat.read_text().rpartition(")")[2].split()[:3]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(group) == pgid and state != "Z":
            found.append(int(stat.parent.name))
    return found
