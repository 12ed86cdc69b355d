"""Processes that answer what may take for ever, and are replaced when one hangs or dies."""

import contextlib
import json
import os
import queue
import selectors
import subprocess
import sys
import time
from typing import Any

from goldsmith.verify.math.pair import Deadline

__all__ = ["AnswerPool"]

_START = 60.0  # seconds a loaded machine may take to import what answers


class _Worker:
    """One process, asked one question at a time in lines of JSON."""

    def __init__(self, module: str) -> None:
        paths = os.pathsep.join(path for path in sys.path if path)
        self._process = subprocess.Popen(
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": paths},
        )
        try:
            self._line(_START)  # it says that it is ready
        except BaseException:
            self.kill()
            raise

    def ask(self, task: dict[str, Any], seconds: float) -> tuple[bool, str]:
        if self._process.stdin is None:
            raise OSError("the worker has no input")
        self._process.stdin.write(json.dumps(task | {"seconds": seconds}).encode() + b"\n")
        self._process.stdin.flush()
        said = json.loads(self._line(seconds))
        return bool(said["equal"]), str(said["why"])

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _line(self, seconds: float) -> bytes:
        """The next line, raising TimeoutError after `seconds` and EOFError when the process has died."""
        if self._process.stdout is None:
            raise OSError("the worker has no output")
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            if not selector.select(seconds):
                raise TimeoutError
        line = self._process.stdout.readline()
        if not line.endswith(b"\n"):
            raise EOFError
        return line


class AnswerPool:
    """At most `size` workers, started when asked for, shared by all threads of this process.

    A process forked from this one starts workers of its own. Workers end with the process that started them.
    """

    def __init__(self, size: int, module: str, *, kind: str, who: str) -> None:
        """Prepare places for `size` workers, each of which runs `module` (see `answer_worker`); nothing is started.

        Args:
            size: how many.
            module: its name.
            kind: what reasons call the workers, as "symbolic".
            who: what they call the one that answers, as "SymPy".
        """
        self._size, self._module, self._kind, self._who = size, module, kind, who
        self._renew()
        os.register_at_fork(after_in_child=self._renew)

    def ask(self, task: dict[str, Any], deadline: Deadline) -> tuple[bool, str]:
        """Return the verdict on `task` and the reason; a hung or dead worker is killed and counts as "not equal"."""
        places = self._places
        try:
            worker = places.get(timeout=deadline.left() or 0.001)
        except queue.Empty:
            return False, f"all {self._kind} workers were busy until the time was up"
        answered = False
        try:
            if worker is None:
                start = time.monotonic()
                worker = _Worker(self._module)
                deadline.extend(time.monotonic() - start)
            verdict = worker.ask(task, deadline.left())
            answered = True
        except TimeoutError:
            return False, f"the time was up before {self._who} had an answer"
        except (OSError, EOFError):
            return False, f"the {self._kind} worker died on it"
        else:
            return verdict
        finally:
            if worker and not answered:
                worker.kill()
            places.put(worker if answered else None)

    def pids(self) -> list[int]:
        """Return the process ids of the workers that wait for work."""
        return [worker._process.pid for worker in list(self._places.queue) if worker]  # noqa: SLF001 - its own part

    def _renew(self) -> None:
        self._places: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        for _ in range(self._size):
            self._places.put(None)
