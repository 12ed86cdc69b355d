"""Steps in processes of their own on this machine."""

import multiprocessing
import signal
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection, wait
from typing import Any

from goldsmith_distilabel.pipeline.worker import Answer, Closable, work

__all__ = ["ProcessWorker", "WorkerProcesses"]

_SECONDS_TO_LEAVE = 5.0


class _Process(multiprocessing.Process):
    @property
    def daemon(self) -> bool:
        return False  # a step may start processes of its own, as vLLM does

    @daemon.setter
    def daemon(self, value: bool) -> None: ...


class ProcessWorker:
    """One replica of a step in a process.

    Attributes:
        step_name: the step.
        gone: why it has ended, once it has; else "".
    """

    def __init__(
        self, step: Any, replica: int, pipeline: tuple[str, str], inherited: Sequence[Closable]
    ) -> None:
        self.step_name = str(step.name)
        self.gone = ""
        self.connection, theirs = multiprocessing.Pipe()
        inherited = [self.connection, *inherited]
        if multiprocessing.get_start_method() != "fork":
            step, inherited = step.model_copy(), []
            step.pipeline = None  # it does not pickle
        self.process = _Process(
            target=work, args=(theirs, step, replica, pipeline, inherited), name=f"{self.step_name}-{replica}"
        )
        self.process.start()
        theirs.close()

    def send(self, request: tuple[str, Any]) -> None:
        """Ask for something; only one thing at a time, so that no pipe can fill up on both sides."""
        try:
            self.connection.send(request)
        except OSError:
            return  # it has died, which the next `answers` tells

    def answers(self) -> list[Answer]:
        """Return what it has to say by now, and note it when it has died."""
        told: list[Answer] = []
        try:
            while self.connection.poll():
                told.append(self.connection.recv())
        except (EOFError, OSError):
            self.process.join(_SECONDS_TO_LEAVE)
            self.gone = _cause(self.process.exitcode)
        return told


class WorkerProcesses:
    """The processes of a run.

    Args:
        pipeline: the pipeline's name and the run's id.
    """

    def __init__(self, pipeline: tuple[str, str]) -> None:
        self._pipeline = pipeline
        self._workers: list[ProcessWorker] = []
        self._not_theirs: list[Closable] = []

    def keep_away(self, file: Closable) -> None:
        """Have workers close their copy of a file that this process holds open."""
        self._not_theirs.append(file)

    def start(self, step: Any, replica: int) -> ProcessWorker:
        """Start a worker; it tells when its step is loaded."""
        inherited = [*self._not_theirs, *(other.connection for other in self._workers)]
        worker = ProcessWorker(step, replica, self._pipeline, inherited)
        self._workers.append(worker)
        return worker

    def wait(self, seconds: float) -> list[tuple[ProcessWorker, Answer]]:
        """Return what the workers say, after at most `seconds`; a worker that has died has ("died", why) to say."""
        listening = {worker.connection: worker for worker in self._workers if not worker.gone}
        ready = [listening[end] for end in wait(list(listening), seconds) if isinstance(end, Connection)]
        told: list[tuple[ProcessWorker, Answer]] = []
        for worker in ready:
            told += [(worker, answer) for answer in worker.answers()]
            if worker.gone:
                told.append((worker, ("died", worker.gone)))
        return told

    def stop(self, workers: Sequence[ProcessWorker]) -> None:
        """Let workers that have nothing to do unload and leave."""
        for worker in workers:
            worker.send(("stop", None))
        self._leave(workers)

    def close(self) -> None:
        """End all workers, whatever they do."""
        try:
            for worker in self._workers:
                worker.process.terminate()
            self._leave(list(self._workers))
        finally:
            for worker in self._workers:  # a second Ctrl-C came meanwhile: nobody is waited for any more
                worker.process.kill()

    def _leave(self, workers: Sequence[ProcessWorker]) -> None:
        deadline = time.monotonic() + _SECONDS_TO_LEAVE
        for worker in workers:
            while worker.process.is_alive() and time.monotonic() < deadline:
                worker.answers()  # a worker that has much to log could not leave otherwise
                worker.process.join(0.05)
            if worker.process.is_alive():
                worker.process.kill()
            worker.process.join()
            worker.connection.close()
            self._workers.remove(worker)


def _cause(exitcode: int | None) -> str:
    if exitcode == -signal.SIGKILL:
        return "was killed (signal 9); most likely the machine ran out of memory"
    if exitcode is not None and exitcode < 0:
        return f"was ended by signal {-exitcode} ({signal.Signals(-exitcode).name})"
    return f"ended by itself with exit code {exitcode}"
