"""A step at work: what happens to one batch, in whatever process the step lives."""

import pickle
import time
import traceback
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from distilabel.exceptions import DistilabelOfflineBatchGenerationNotFinishedException
from distilabel.models.llms.base import LLM
from distilabel.steps.tasks.base import _Task

from goldsmith.errors import ModelError, PipelineError
from goldsmith_distilabel.llms.asking.without_secrets import known_secrets, scrubbed
from goldsmith_distilabel.pipeline.working.generating import generated
from goldsmith_distilabel.pipeline.working.row_marks import (
    Rows,
    drop_reason,
    failure,
    marked_failed,
    split_set_aside,
)
from goldsmith_distilabel.pipeline.working.task_rows import (
    judged,
    origins,
    say_why_it_cannot_be_parsed,
    tokens,
    with_earlier_metadata,
)

__all__ = ["BatchResult", "OfflineBatchPending", "StepFailure", "StepRunner"]

_FAILURES_ENOUGH = 10
_ENDS_RUN = (PipelineError, ModelError)  # no row will fare better


@dataclass(frozen=True)
class BatchResult:
    """What a step made of a batch.

    Attributes:
        pickled: the rows, pickled.
        meta: `rows_in`, `rows_out`, `failed` and `dropped` (reason -> rows), `raised` (positions of the rows on which
            the step raised: worth another try), `input_tokens`, `output_tokens`, `requests`, `cost`, `seconds`.
    """

    pickled: bytes
    meta: dict[str, Any]


class StepFailure(Exception):  # noqa: N818 - users never see it: the pipeline makes a PipelineError of it
    """A step cannot go on. It survives pickling.

    Attributes:
        kind: the class of what was raised.
        message: what it said.
        row: the position in the batch of the row on which it was raised, None if there is no telling.
        trace: the traceback, as text.
        ends_run: whether what was raised is goldsmith's own word, to be repeated as it is.
    """

    def __init__(
        self, kind: str, message: str, row: int | None, trace: str, *, ends_run: bool = False
    ) -> None:
        super().__init__(kind, message, row, trace)
        self.kind, self.message, self.row, self.trace, self.ends_run = kind, message, row, trace, ends_run

    def __reduce__(self) -> tuple[Any, ...]:
        return _failure_again, (self.kind, self.message, self.row, self.trace, self.ends_run)

    @classmethod
    def of(
        cls, error: BaseException, row: int | None = None, *, secrets: Collection[str] = ()
    ) -> "StepFailure":
        """Return the failure that an exception is, with `secrets` blanked out."""
        trace = scrubbed("".join(traceback.format_exception(error)), secrets)
        ends_run = isinstance(error, _ENDS_RUN)
        return cls(type(error).__name__, scrubbed(str(error), secrets), row, trace, ends_run=ends_run)


def _failure_again(kind: str, message: str, row: int | None, trace: str, ends_run: bool) -> StepFailure:
    return StepFailure(kind, message, row, trace, ends_run=ends_run)


class OfflineBatchPending(Exception):  # noqa: N818 - it is no error
    """The answers are being made elsewhere; the jobs' ids are told so that a later run can fetch them."""

    def __init__(self, jobs_ids: tuple[str, ...]) -> None:
        super().__init__(jobs_ids)
        self.jobs_ids = jobs_ids


class StepRunner:
    """A loaded step.

    Rows that are set aside never reach the step; they come out at their places. A batch on which the step raises is
    given again a row at a time: what fails then is marked, the rest is whole. All that a step yields counts. A task's
    metadata is added to that of earlier tasks.

    Args:
        step: the step, of which this object now is the only user.
    """

    def __init__(self, step: Any) -> None:
        self._step = step
        self._is_task = isinstance(step, _Task)
        values = [getattr(step, name) for name in type(step).model_fields]
        self._models = [value for value in values if isinstance(value, LLM)]
        self._secrets = {secret for model in self._models for secret in known_secrets(model)}
        self._generator: Iterator[tuple[Rows, bool]] | None = None
        if self._is_task:
            say_why_it_cannot_be_parsed(step)

    def load(self) -> None:
        """Load the step.

        Raises:
            StepFailure: it cannot be loaded.
        """
        try:
            self._step.load()
        except Exception as err:
            raise self._failure(err) from err

    def unload(self) -> None:
        """Let the step free what it holds."""
        self._step.unload()

    def generate(self, offset: int) -> tuple[BatchResult, bool]:
        """Return a generator's next batch, and whether it is the last.

        Args:
            offset: the rows given before; it counts for the first call only.

        Raises:
            StepFailure: the generator raised.
        """
        watch = _Watch(self._models)
        try:
            self._generator = self._generator or generated(self._step, offset)
            rows, last = next(self._generator, ([], True))
        except Exception as err:
            raise self._failure(err) from err
        return self._result(list(rows), watch), bool(last)

    def process(self, parts: Sequence[Rows]) -> BatchResult:
        """Return what the step makes of a batch.

        Args:
            parts: what each predecessor gave, [p][n].

        Raises:
            StepFailure: it fails whatever the row, or it is a global step and fails.
            OfflineBatchPending: the answers are not there yet.
        """
        watch = _Watch(self._models)
        live, aside = split_set_aside(parts, by_id=self._step.is_global)
        n = max((len(part) for part in live), default=0)
        raised: Rows = []
        rows = self._process_live(live, raised) if n else []
        if self._is_task:
            rows = judged(self._step, rows, self._reasons(len(rows), n))
        return self._result(_back_in_place(rows, n, aside), watch, n, aside.values(), raised)

    def _process_live(self, parts: list[Rows], raised: Rows) -> Rows:
        pristine = (
            b"" if self._step.is_global else pickle.dumps(parts, protocol=5)
        )  # a step may change its input
        try:
            return self._run(parts)
        except DistilabelOfflineBatchGenerationNotFinishedException as err:
            raise OfflineBatchPending(tuple(err.jobs_ids)) from err
        except Exception as err:
            unequal = len({len(part) for part in parts}) > 1
            if self._step.is_global or isinstance(err, _ENDS_RUN) or unequal:
                raise self._failure(err) from err
            return self._row_by_row(pickle.loads(pristine), raised, err)  # noqa: S301 - pickled above

    def _row_by_row(self, parts: list[Rows], raised: Rows, error: Exception) -> Rows:
        """Give the step one row at a time; the order is spread over the batch, so that a few rows tell much."""
        n = len(parts[0])
        made: dict[int, Rows] = {}
        first: StepFailure | None = None
        stride = max(1, n // _FAILURES_ENOUGH)
        for number in sorted(range(n), key=lambda number: (number % stride, number)):
            single = [[part[number]] for part in parts]
            joined = {key: value for (row,) in single for key, value in row.items()}
            try:
                made[number] = self._run(single) if n > 1 else _raise(error)
            except Exception as err:
                first = first or self._failure(err, number)
                made[number] = [
                    marked_failed(
                        joined, str(self._step.name), type(err).__name__, scrubbed(str(err), self._secrets)
                    )
                ]
                raised += made[number]
                if isinstance(err, _ENDS_RUN) or len(raised) == len(made) == _FAILURES_ENOUGH:
                    raise (self._failure(err, number) if isinstance(err, _ENDS_RUN) else first) from err
        return [row for number in range(n) for row in made[number]]

    def _run(self, parts: list[Rows]) -> Rows:
        step = self._step
        parameters = step._runtime_parameters if step._built_from_decorator else {}  # noqa: SLF001
        if not (step.input_mappings or step.output_mappings):
            rows = [row for batch in step.process(*parts, **parameters) for row in batch]
        elif self._is_task and step.input_mappings:
            rows = self._run_mapped(parts)
        else:
            rows = [row for batch in step.process_applying_mappings(*parts) for row in batch]
        return with_earlier_metadata(rows, parts[0]) if self._is_task else rows

    def _run_mapped(self, parts: list[Rows]) -> Rows:
        """Map columns as Distilabel does, but give each generation the columns of its own row back."""
        step = self._step
        renamed, hidden = step._apply_input_mappings(tuple(parts))  # noqa: SLF001
        rows = [row for batch in step.process(*renamed) for row in batch]
        restore = step._apply_mappings_and_restore_overriden  # noqa: SLF001
        return [
            restore(row, hidden[number])
            for row, number in zip(rows, origins(len(rows), len(parts[0])), strict=True)
        ]

    def _failure(self, error: Exception, row: int | None = None) -> StepFailure:
        return StepFailure.of(error, row, secrets=self._secrets)

    def _reasons(self, n_out: int, n_in: int) -> Sequence[str | None]:
        told = [reason for model in self._models for reason in getattr(model, "last_errors", None) or []]
        return told if len(told) == n_out == n_in else [None] * n_out

    def _result(
        self,
        rows: Rows,
        watch: "_Watch",
        n_in: int = 0,
        aside: Collection[dict[str, Any]] = (),
        raised: Collection[dict[str, Any]] = (),
    ) -> BatchResult:
        old, again = {id(row) for row in aside}, {id(row) for row in raised}
        new = [row for row in rows if id(row) not in old]
        failed = Counter(told["kind"] for row in new if (told := failure(row)))
        dropped = Counter(why for row in new if not failure(row) and (why := drop_reason(row)))
        meta = {
            "rows_in": n_in,
            "rows_out": len(new) - failed.total() - dropped.total(),
            "failed": failed,
            "dropped": dropped,
            "raised": [number for number, row in enumerate(rows) if id(row) in again],
            **watch.spent(new, str(self._step.name)),
        }
        return BatchResult(pickle.dumps(rows, protocol=5), meta)


class _Watch:
    """What one batch takes: time, tokens, money."""

    def __init__(self, models: Sequence[Any]) -> None:
        self._models = models
        self._started = time.perf_counter()
        self._before = [getattr(model, "usage", None) for model in models]

    def spent(self, rows: Rows, step: str) -> dict[str, Any]:
        """Return the figures; a model that does not count its usage has it read from the rows, and no known price."""
        after = [getattr(model, "usage", None) for model in self._models]
        usages = [
            now - was
            for was, now in zip(self._before, after, strict=True)
            if now is not None and was is not None
        ]
        if usages:
            costs = [usage.cost for usage in usages]
            told = {
                "input_tokens": sum(usage.input_tokens for usage in usages),
                "output_tokens": sum(usage.output_tokens for usage in usages),
                "requests": sum(usage.requests for usage in usages),
                "cost": None if None in costs else sum(costs),
            }
        else:
            read, wrote = tokens(rows, step)
            told = {
                "input_tokens": read,
                "output_tokens": wrote,
                "requests": 0,
                "cost": None if read + wrote else 0.0,
            }
        return {**told, "seconds": round(time.perf_counter() - self._started, 6)}


def _back_in_place(rows: Rows, n: int, aside: Mapping[int, dict[str, Any]]) -> Rows:
    if len(rows) != n:  # rows were added or taken away: there are no places to go back to
        return rows + list(aside.values())
    fresh = iter(rows)
    return [aside[number] if number in aside else next(fresh) for number in range(n + len(aside))]


def _raise(error: Exception) -> Rows:
    raise error
