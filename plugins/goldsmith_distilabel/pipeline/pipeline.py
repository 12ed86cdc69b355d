"""A drop-in for Distilabel's Pipeline."""

import logging
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from distilabel.constants import STEP_ATTR_NAME, STEPS_OUTPUTS_PATH
from distilabel.distiset import Distiset
from distilabel.pipeline import Pipeline as DistilabelPipeline
from distilabel.utils.logging import stop_logging

from goldsmith.errors import PipelineError
from goldsmith_distilabel.pipeline.progress import PipelineProgress
from goldsmith_distilabel.pipeline.write_buffer import OneSchemaWriteBuffer

__all__ = ["Pipeline"]

_SECONDS_TO_END = 5.0


class Pipeline(DistilabelPipeline):
    """Distilabel's `Pipeline` with an outcome that can be trusted: change the import, nothing else.

    - Rows keep all their columns, whatever the first batch looked like.
    - A step that fails raises here: Distilabel itself returns an empty dataset, exit code 0.
    - Ctrl-C ends the run at once with `KeyboardInterrupt`, and afterwards means what it meant before: Distilabel returns
      what is there as if it were all, and keeps the signal to itself for the rest of the program.
    - A bar a step on a terminal, a line now and then elsewhere, in place of a log line a batch. Set
      `DISTILABEL_LOG_LEVEL` to have Distilabel's own lines back.
    """

    def run(self, *args: Any, **kwargs: Any) -> Distiset:
        """Run as `distilabel.pipeline.Pipeline.run` does, with the same arguments.

        Raises:
            PipelineError: a leaf step delivered nothing although rows went in; the message holds what the steps warned of.
        """
        warnings = _Warnings()
        kwargs["logging_handlers"] = [*(kwargs.get("logging_handlers") or []), warnings]
        with _quiet(), PipelineProgress(self, self._rows_going_in()) as progress:
            try:
                distiset = super().run(*args, **kwargs)
            finally:
                self._await_threads()
        empty = [leaf for leaf in self.dag.leaf_steps if not self._delivered(distiset, leaf)]
        if empty:
            counts = ", ".join(f"{name} {count}" for name, count in progress.rows.items()) or "none"
            raise PipelineError(
                f"step {empty[0]!r} delivered no rows; rows out of each step: {counts}. "
                f"The steps said: {warnings.text() or 'nothing'}"
            )
        return distiset

    def _handle_keyboard_interrupt(self) -> Any:
        return signal.getsignal(signal.SIGINT)  # leave it to Python, which raises in the main thread

    def _await_threads(self) -> None:
        stop_logging()  # which an exception skips
        for name in ("_output_queue_thread", "_load_steps_thread"):
            thread = getattr(self, name, None)
            if isinstance(thread, threading.Thread):
                thread.join(_SECONDS_TO_END)

    def _delivered(self, distiset: Distiset, leaf: str) -> bool:
        name = "default" if len(self.dag.leaf_steps) == 1 else leaf
        return name in distiset and len(distiset[name]["train"]) > 0

    def _rows_going_in(self) -> int | None:
        steps = [self.dag.get_step(name)[STEP_ATTR_NAME] for name in self.dag]
        sizes = [len(step.data) if hasattr(step, "data") else None for step in steps if step.is_generator]
        return None if None in sizes else sum(size for size in sizes if size is not None)

    def _setup_write_buffer(self, use_cache: bool = True) -> None:
        super()._setup_write_buffer(use_cache)
        cached = {name: self.dag.get_step(name)[STEP_ATTR_NAME].use_cache for name in self.dag}
        path = self._cache_location["data"] / STEPS_OUTPUTS_PATH
        self._write_buffer = OneSchemaWriteBuffer(path, self.dag.leaf_steps, steps_cached=cached)


class _Warnings(logging.Handler):
    """Keeps what the steps' processes warned of."""

    def __init__(self) -> None:
        super().__init__(level=logging.WARNING)
        self._messages: dict[str, None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        self._messages[record.getMessage()] = None

    def text(self) -> str:
        return " | ".join(self._messages)[:2000]


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep commentary and the datasets library's bars off the screen, and leave the caller's logging as it was.

    At its end a run also asks a web service, without a time-out, for the citation of every step whose docstring has a
    reference and none; a step that means to be cited gives its citation, so that service is left alone.
    """
    from datasets import are_progress_bars_disabled, disable_progress_bars, enable_progress_bars

    root = logging.getLogger()
    handlers, level, bars = root.handlers[:], root.level, not are_progress_bars_disabled()
    chosen = "DISTILABEL_LOG_LEVEL" in os.environ
    os.environ.setdefault("DISTILABEL_LOG_LEVEL", "WARNING")
    disable_progress_bars()
    try:
        with (
            patch("distilabel.distiset.get_bibtex", side_effect=ValueError("not looked up")),
            patch.object(threading, "excepthook", _but_for_closed_queues(threading.excepthook)),
        ):
            yield
    finally:
        if not chosen:
            os.environ.pop("DISTILABEL_LOG_LEVEL", None)
        if bars:
            enable_progress_bars()
        root.handlers[:] = handlers
        root.setLevel(level)


def _but_for_closed_queues(hook: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Distilabel's threads wait on queues that close under them when a run ends early; that is no news."""

    def quieter(told: threading.ExceptHookArgs) -> None:
        if not issubclass(told.exc_type, EOFError | OSError):
            hook(told)

    return quieter
