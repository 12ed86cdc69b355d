"""What a running pipeline shows: a bar a step on a terminal, a line now and then elsewhere."""

import os
import time
from collections import Counter
from types import TracebackType
from typing import Any, Self

from distilabel.constants import STEP_ATTR_NAME
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

__all__ = ["PipelineProgress"]

_SECONDS_BETWEEN_LINES = 5.0


class PipelineProgress:
    """Counts the rows that leave each step and shows them while the pipeline runs.

    Every batch of every step passes `BasePipeline._process_batch` in the main process; that method is wrapped on the
    pipeline object for as long as this context manager is open. It is Distilabel's own and private: a test guards it.

    Attributes:
        rows: the rows that have left each step so far.
    """

    def __init__(self, pipeline: Any, total: int | None, console: Console | None = None) -> None:
        self.rows: Counter[str] = Counter()
        self._pipeline = pipeline
        self._total = total
        self._console = console or Console(stderr=True)
        self._live = self._console.is_terminal and "CI" not in os.environ
        self._bars = Progress(
            TextColumn("{task.description:<22}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self._console,
            disable=not self._live,
        )
        self._tasks: dict[str, TaskID] = {}
        self._said = time.monotonic()

    def __enter__(self) -> Self:
        original = self._pipeline._process_batch  # noqa: SLF001

        def process_batch(batch: Any, *args: Any, **kwargs: Any) -> None:
            original(batch, *args, **kwargs)
            self._count(batch)

        self._pipeline.__dict__["_process_batch"] = process_batch
        self._bars.start()
        for name in self._pipeline.dag:
            if not self._pipeline.dag.get_step(name)[STEP_ATTR_NAME].is_generator:
                self._tasks[name] = self._bars.add_task(name, total=self._total)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pipeline.__dict__.pop("_process_batch", None)
        self._bars.stop()

    def _count(self, batch: Any) -> None:
        step = batch.step_name
        self.rows[step] += len(batch.data[0]) if batch.data else 0
        if step not in self._tasks:
            return
        self._bars.update(
            self._tasks[step],
            completed=self.rows[step],
            total=self.rows[step] if batch.last_batch else self._total,
        )
        now = time.monotonic()
        if not self._live and now - self._said >= _SECONDS_BETWEEN_LINES:
            self._said = now
            of = f" of up to {self._total}" if self._total else ""
            self._console.print(f"  {step}: {self.rows[step]}{of} rows", highlight=False)
