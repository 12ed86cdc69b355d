"""What a run says when a step cannot go on: the step, the row and the cause."""

from collections.abc import Mapping, Sequence
from typing import Any

from goldsmith.errors import PipelineError
from goldsmith_distilabel.pipeline.conducting.desk import Desk
from goldsmith_distilabel.pipeline.conducting.inbox import InputBatch
from goldsmith_distilabel.pipeline.working.row_marks import failure
from goldsmith_distilabel.pipeline.working.step_runner import StepFailure

__all__ = ["JobsPending", "every_row_failed", "pending", "step_failed", "unequal_branches", "worker_died"]

_KEPT = "All finished batches are kept: run again to go on from here."
_LONGEST = 500


class JobsPending(PipelineError):  # noqa: N818 - nothing is wrong
    """The answers a step needs are being made elsewhere.

    Attributes:
        step: the step.
        jobs_ids: what to ask for them by.
    """

    def __init__(self, message: str, step: str, jobs_ids: Sequence[str]) -> None:
        super().__init__(message)
        self.step, self.jobs_ids = step, jobs_ids


def step_failed(desk: Desk, worker: Any, told: StepFailure) -> PipelineError:
    """Return the error for a step that raised, or that cannot be loaded; the traceback is in its notes."""
    cause = f"{told.kind}: {told.message}" if told.message else told.kind
    if worker not in desk.jobs:
        error = PipelineError(f"step {desk.name!r} cannot be loaded: {_short(cause)}")
    elif told.ends_run:
        error = PipelineError(f"step {desk.name!r}: {told.message} {_KEPT}")
    else:
        error = PipelineError(
            f"step {desk.name!r} failed on {_where(desk, worker, told.row)}: {_short(cause)}. {_KEPT}"
        )
    error.add_note(f"In the step's process:\n{told.trace}")
    return error


def worker_died(desk: Desk, worker: Any, why: str) -> PipelineError:
    """Return the error for a worker that is gone."""
    where = (
        f"while at {_where(desk, worker, None)}" if worker in desk.jobs else "before it had anything to do"
    )
    return PipelineError(f"step {desk.name!r}: its process {why}, {where}. {_KEPT}")


def every_row_failed(desk: Desk, rows: Sequence[Mapping[str, Any]], which: str) -> PipelineError:
    """Return the error for a step that does nothing right; `rows` are some it failed on, `which` says how many."""
    row, told = next(((row, told) for row in reversed(rows) if (told := failure(row))), ({}, {}))
    raw = f", raw output {_short(repr(told['raw_output']))}" if told.get("raw_output") else ""
    return PipelineError(
        f"step {desk.name!r}: {which} failed, the last{_named(row)} with {told.get('kind')}: "
        f"{_short(str(told.get('message')))}{raw}. {_KEPT}"
    )


def unequal_branches(desk: Desk, batch: InputBatch) -> PipelineError:
    """Return the error for branches that have not the same rows any more where they meet."""
    counts = ", ".join(
        f"{name!r} {len(part)}" for name, part in zip(desk.plan.predecessors, batch.parts, strict=True)
    )
    return PipelineError(
        f"step {desk.name!r} joins branches row by row, but from row {batch.first_row} on they give it unequal numbers "
        f"of rows: {counts}. Let a filter mark rows (keep, drop_reason) instead of removing them, or join with a GlobalStep."
    )


def pending(desk: Desk, jobs_ids: Sequence[str]) -> JobsPending:
    """Return the error for answers that are being made elsewhere."""
    told = f"step {desk.name!r} waits for the batch jobs {', '.join(jobs_ids)}: run again when they are done."
    return JobsPending(told, desk.name, jobs_ids)


def _where(desk: Desk, worker: Any, number: int | None) -> str:
    batch = desk.jobs[worker].batch
    if batch is None:
        return f"the batch that begins with row {desk.rows_given}"
    if number is not None:
        row = next((part[number] for part in batch.parts if number < len(part)), {})
        return f"row {batch.first_row + number}{_named(row)}"
    last = batch.first_row + len(batch) - 1
    named = [_named(part[0]) for part in batch.parts if part]
    return f"rows {batch.first_row} to {last}{named[0] if len(batch) == 1 and named else ''}"


def _named(row: Mapping[str, Any]) -> str:
    return f" (id {row['id']!r})" if row.get("id") is not None else ""


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
