"""What a run came to, for the one who waited and for the machine after."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import AwareDatetime, TypeAdapter, ValidationError
from rich.table import Table

from goldsmith.data import atomic_path
from goldsmith.errors import InputError
from goldsmith.text import well_formed
from goldsmith_distilabel.pipeline.reporting.figures import amount_spent, duration
from goldsmith_distilabel.pipeline.reporting.report_table import report_table
from goldsmith_distilabel.pipeline.reporting.run_counts import RunCounts
from goldsmith_distilabel.pipeline.reporting.step_report import StepReport

__all__ = ["RunReport"]

Status = Literal["complete", "failed", "interrupted"]
_ENDINGS = {"complete": "is complete after", "failed": "failed after", "interrupted": "was interrupted after"}


@dataclass(frozen=True)
class RunReport:
    """What a run came to.

    Attributes:
        pipeline: name of the pipeline.
        run: name of the run.
        status: how it ended.
        error: what ended it; None when it is complete.
        started: when it began, with its time zone.
        seconds: how long it took.
        steps: what each step came to, in the order of the run.
        rows_out: by leaf step, the rows it gave.
        set_aside: where the failed and dropped rows lie.
    """

    pipeline: str
    run: str
    status: Status
    error: str | None
    started: AwareDatetime
    seconds: float
    steps: tuple[StepReport, ...]
    rows_out: dict[str, int]
    set_aside: str | None = None

    @classmethod
    def of(
        cls,
        counts: RunCounts,
        *,
        pipeline: str,
        run: str,
        status: Status,
        error: str | None,
        started: datetime,
        seconds: float,
        leaves: Collection[str] | None = None,
        set_aside: Path | None = None,
    ) -> Self:
        """Return the report of a run that has ended.

        Args:
            counts: what happened in it.
            pipeline: name of the pipeline.
            run: name of the run.
            status: how it ended.
            error: what ended it; None when it is complete.
            started: when it began, with its time zone.
            seconds: how long it took.
            leaves: the steps whose rows are the dataset; without them the last step.
            set_aside: where the failed and dropped rows lie, if there is such a place.

        Raises:
            InputError: `started` has no time zone.
        """
        if started.tzinfo is None:
            raise InputError(f"started is {started} without a time zone, give one: datetime.now(UTC)")
        last = [step.name for step in counts.steps[-1:]]
        return cls(
            pipeline=well_formed(pipeline),
            run=well_formed(run),
            status=status,
            error=None if error is None else well_formed(error),
            started=started,
            seconds=seconds,
            steps=tuple(StepReport.of(count) for count in counts.steps),
            rows_out={
                well_formed(name): counts[name].rows_out for name in (last if leaves is None else leaves)
            },
            set_aside=None if set_aside is None else well_formed(str(set_aside)),
        )

    def table(self) -> Table:
        """Return the figures of each step for a console; a narrow one folds them, none is cut off."""
        return report_table(self.steps, ended_early=self.status != "complete")

    def summary(self) -> str:
        """Return what matters, in a sentence or a few."""
        failed = sum(step.failed_rows for step in self.steps)
        dropped = sum(step.dropped_rows for step in self.steps)
        figures = [_rows_out(self.rows_out), f"{failed:,} failed", f"{dropped:,} dropped"]
        if any(step.used_model for step in self.steps):
            figures.append(f"cost {amount_spent(step.cost for step in self.steps)}")
        ending = f"Pipeline {self.pipeline!r} {_ENDINGS[self.status]} {duration(self.seconds)}"
        sentences = [f"{ending}: {self.error}".rstrip(".")] if self.error else []
        sentences.append(", ".join(figures) if self.error else f"{ending}: {', '.join(figures)}")
        if self.set_aside and failed + dropped:
            sentences.append(f"The rows that failed or were dropped are in {self.set_aside}")
        return ". ".join(sentences)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON can carry it."""
        document: dict[str, Any] = _REPORTS.dump_python(self, mode="json")
        return document

    def save(self, path: Path) -> None:
        """Write the report as one JSON document."""
        with atomic_path(path) as draft:
            draft.write_text(
                json.dumps(self.to_dict(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
            )

    @classmethod
    def load(cls, path: Path) -> "RunReport":
        """Return a report that `save` wrote.

        Raises:
            InputError: the file holds no report.
        """
        try:
            return _REPORTS.validate_json(path.read_bytes())
        except ValidationError as err:
            raise InputError(f"{path} is no report of a run: {err}") from err


def _rows_out(rows: dict[str, int]) -> str:
    if len(rows) == 1:
        return "".join(f"{number:,} rows out" for number in rows.values())
    return " and ".join(f"{number:,} rows out of {name!r}" for name, number in rows.items()) or "no rows out"


_REPORTS = TypeAdapter(RunReport)
