"""What a step of a run came to."""

from collections import Counter
from dataclasses import dataclass
from typing import Self

from goldsmith.text import well_formed
from goldsmith_distilabel.pipeline.reporting.run_counts import StepCount

__all__ = ["Reason", "StepReport"]


@dataclass(frozen=True)
class Reason:
    """Why rows failed or were dropped.

    Attributes:
        reason: what the reasons of these rows have in common: the text before the first ":".
        rows: how many they are.
        examples: up to three whole reasons that say more.
    """

    reason: str
    rows: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class StepReport:
    """What a step came to; see `StepCount` for what the counts mean.

    Attributes:
        cost: None when a price was unknown.
        seconds: time inside the step, summed over its replicas.
        rows_per_s: rows computed per second of `seconds`; None when nothing was computed.
        used_model: whether a model answered in this run.
    """

    step: str
    rows_in: int
    rows_out: int
    failed: tuple[Reason, ...]
    dropped: tuple[Reason, ...]
    reused_rows: int
    input_tokens: int
    output_tokens: int
    requests: int
    cost: float | None
    seconds: float
    rows_per_s: float | None
    batches: int
    finished: bool
    generator: bool
    used_model: bool

    @classmethod
    def of(cls, count: StepCount) -> Self:
        """Return the report of what was counted."""
        timed = count.computed_rows > 0 and count.seconds > 0
        return cls(
            step=well_formed(count.name),
            rows_in=count.rows_in,
            rows_out=count.rows_out,
            failed=_reasons(count.failed, count.failed_examples),
            dropped=_reasons(count.dropped, count.dropped_examples),
            reused_rows=count.reused_rows,
            input_tokens=count.input_tokens,
            output_tokens=count.output_tokens,
            requests=count.requests,
            cost=count.cost,
            seconds=count.seconds,
            rows_per_s=count.computed_rows / count.seconds if timed else None,
            batches=count.batches,
            finished=count.finished,
            generator=count.generator,
            used_model=count.used_model,
        )

    @property
    def failed_rows(self) -> int:
        return sum(reason.rows for reason in self.failed)

    @property
    def dropped_rows(self) -> int:
        return sum(reason.rows for reason in self.dropped)


def _reasons(rows: Counter[str], examples: dict[str, list[str]]) -> tuple[Reason, ...]:
    return tuple(Reason(name, number, tuple(examples.get(name, ()))) for name, number in rows.most_common())
