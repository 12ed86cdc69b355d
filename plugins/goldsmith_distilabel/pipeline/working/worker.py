"""What a worker process does: load one step, then answer one request after another."""

import logging
import os
import signal
import threading
import time
import warnings
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from types import FrameType
from typing import Any, Protocol

from distilabel.constants import SIGINT_HANDLER_CALLED_ENV_NAME
from distilabel.pipeline.base import set_pipeline_running_env_variables
from distilabel.pipeline.step_wrapper import _StepWrapper
from distilabel.utils.logging import setup_logging

from goldsmith_distilabel.pipeline.working.step_runner import OfflineBatchPending, StepFailure, StepRunner

__all__ = ["Answer", "Closable", "answer_to", "log_to", "prepare", "work"]

Answer = tuple[str, Any]
"""("loaded", None), ("made", BatchResult), ("generated", (BatchResult, last)), ("failed", StepFailure),
("pending", the ids of jobs) or ("log", a LogRecord)."""


class Closable(Protocol):
    """What can be closed."""

    def close(self) -> None: ...


_SECONDS_BETWEEN_LOOKS = 0.5
_SECONDS_TO_LEAVE = 5.0


def work(
    connection: Connection, step: Any, replica: int, pipeline: tuple[str, str], inherited: Sequence[Closable]
) -> None:
    """Be the worker of a step until told to stop, or until the process that wants the answers is gone.

    Args:
        connection: where requests come in and answers go out.
        step: the step.
        replica: which of its replicas this is.
        pipeline: the pipeline's name and the run's id, for steps that look at their environment.
        inherited: what came along when the process was forked and is not ours to hold open.
    """
    for other in inherited:
        other.close()
    parent = os.getppid()
    threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()
    signal.signal(signal.SIGINT, _note_interrupt)
    signal.signal(signal.SIGTERM, _leave)
    lock = threading.Lock()

    def tell(answer: Answer) -> None:
        with lock:
            connection.send(answer)

    log_to(tell)
    runner = prepare(step, replica, pipeline)
    try:
        if _loaded(runner, tell):
            while (request := connection.recv())[0] != "stop":
                tell(answer_to(runner, request))
    except (EOFError, ConnectionError):
        return  # the process that wants the answers is gone
    finally:
        runner.unload()


def prepare(step: Any, replica: int, pipeline: tuple[str, str], *, ray: bool = False) -> StepRunner:
    """Return the runner of a step that has just arrived in its process."""
    set_pipeline_running_env_variables(*pipeline)
    step.pipeline = None
    _StepWrapper(step, replica, None, None, None, ray_pipeline=ray)  # type: ignore[arg-type] # tells models their GPUs
    return StepRunner(step)


def answer_to(runner: StepRunner, request: tuple[str, Any]) -> Answer:
    """Do what is asked: ("process", parts) or ("generate", offset)."""
    kind, what = request
    try:
        if kind == "generate":
            return "generated", runner.generate(what)
        return "made", runner.process(what)
    except StepFailure as err:
        return "failed", err
    except OfflineBatchPending as err:
        return "pending", err.jobs_ids


def _loaded(runner: StepRunner, tell: Callable[[Answer], None]) -> bool:
    try:
        runner.load()
    except StepFailure as err:
        tell(("failed", err))
        return False
    tell(("loaded", None))
    return True


def log_to(tell: Callable[[Answer], None]) -> None:
    """Have everything that is logged in this process told."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a strange DISTILABEL_LOG_LEVEL the main process has warned
        setup_logging()
    root = logging.getLogger()
    root.handlers[:] = [_Teller(tell)]


class _Teller(logging.Handler):
    """Sends what the step logs to the main process, as text: arguments and tracebacks may not survive pickling."""

    def __init__(self, tell: Callable[[Answer], None]) -> None:
        super().__init__()
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        text = self.format(record)
        plain = {"name": record.name, "levelno": record.levelno, "levelname": record.levelname, "msg": text}
        try:
            self._tell(("log", logging.makeLogRecord(plain)))
        except OSError:
            return  # nobody listens any more


def _note_interrupt(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signature of a handler
    os.environ[SIGINT_HANDLER_CALLED_ENV_NAME] = "1"  # steps that poll look at it; the main process decides


def _leave(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signature of a handler
    raise SystemExit(1)


def _leave_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_SECONDS_TO_LEAVE)
    os._exit(1)
