"""What has happened in a run so far: rows, tokens, cost and time, step by step."""

import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from goldsmith.text import well_formed
from goldsmith_distilabel.pipeline.reporting.harmless import shorten

__all__ = ["BatchOutcome", "RunCounts", "StepCount"]

_EXAMPLES = 3
_LONGEST_REASON = 200


@dataclass(frozen=True)
class BatchOutcome:
    """What a step made of one batch.

    Attributes:
        step: name of the step.
        rows_in: rows that were given to the step; 0 for a generator.
        rows_out: rows it gave on, neither failed nor dropped here.
        failed: rows that failed in this step, by kind.
        dropped: rows that this step dropped, by reason.
        input_tokens: tokens its models read.
        output_tokens: tokens its models wrote.
        requests: requests its models answered.
        cost: what those cost, in the unit of the price table; None when a price is unknown.
        seconds: time inside the step.
        reused: whether it came out of an earlier run's journal; tokens, cost and seconds are then those of now, 0.
    """

    step: str
    rows_in: int
    rows_out: int
    failed: Mapping[str, int] = field(default_factory=dict)
    dropped: Mapping[str, int] = field(default_factory=dict)
    input_tokens: int = 0
    output_tokens: int = 0
    requests: int = 0
    cost: float | None = 0.0
    seconds: float = 0.0
    reused: bool = False


@dataclass
class StepCount:
    """What has happened in one step so far.

    Reasons often name what differs from row to row. They are counted by group, the text before the first ":", and a few
    whole ones kept of each, so that a million rows dropped for a million lengths are one line to report and no memory.

    Attributes:
        name: name of the step.
        generator: whether it makes rows of nothing; what it has done is then what it gave.
        expected: rows known to come in to it (a generator: to be given); None when unknown.
        failed: rows that failed in it, by group of kinds.
        dropped: rows that it dropped, by group of reasons.
        failed_examples: by group, the first three kinds that say more than the group.
        dropped_examples: the same for the reasons.
        reused_rows: rows whose outcome came out of an earlier run's journal.
        cost: None as soon as one price was unknown.
        seconds: time inside the step, summed over its replicas.
        first_time: the clock when its first computed batch began; None while nothing was computed.
        last_time: the clock when its last batch came back; None before the first.
        finished: whether no more batches will come.
    """

    name: str
    generator: bool = False
    expected: int | None = None
    rows_in: int = 0
    rows_out: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    failed_examples: dict[str, list[str]] = field(default_factory=dict)
    dropped_examples: dict[str, list[str]] = field(default_factory=dict)
    reused_rows: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    requests: int = 0
    cost: float | None = 0.0
    seconds: float = 0.0
    batches: int = 0
    first_time: float | None = None
    last_time: float | None = None
    finished: bool = False

    @property
    def done(self) -> int:
        """Rows the step is through with, whatever became of them."""
        return self.rows_out + self.failed.total() + self.dropped.total() if self.generator else self.rows_in

    @property
    def computed_rows(self) -> int:
        """Rows the step is through with in this run."""
        return self.done - self.reused_rows

    @property
    def total(self) -> int | None:
        """Rows it will be through with at its end; None when unknown, or when the expected number proved too small."""
        if self.finished:
            return self.done
        return self.expected if self.expected is not None and self.expected >= self.done else None

    @property
    def tokens(self) -> int:
        """Tokens its models read and wrote."""
        return self.input_tokens + self.output_tokens

    @property
    def used_model(self) -> bool:
        """Whether a model answered in this run, for all that is known."""
        return bool(self.requests or self.tokens or self.cost != 0)

    def add(self, outcome: BatchOutcome, now: float) -> None:
        """Count a batch that came back at the clock time `now`."""
        before = self.done
        self.rows_in += outcome.rows_in
        self.rows_out += outcome.rows_out
        _count(outcome.failed, self.failed, self.failed_examples)
        _count(outcome.dropped, self.dropped, self.dropped_examples)
        self.input_tokens += outcome.input_tokens
        self.output_tokens += outcome.output_tokens
        self.requests += outcome.requests
        self.cost = None if self.cost is None or outcome.cost is None else self.cost + outcome.cost
        self.seconds += outcome.seconds
        self.batches += 1
        self.last_time = now
        if outcome.reused:
            self.reused_rows += self.done - before
        elif self.first_time is None:
            self.first_time = now - outcome.seconds


def _count(rows: Mapping[str, int], groups: Counter[str], examples: dict[str, list[str]]) -> None:
    for reason, number in rows.items():
        whole = shorten(well_formed(reason.strip()), _LONGEST_REASON)
        group = whole.partition(":")[0].rstrip() or whole
        groups[group] += number
        kept = examples.setdefault(group, [])
        if whole != group and whole not in kept and len(kept) < _EXAMPLES:
            kept.append(whole)


class RunCounts:
    """Counts what happens in a run; for one thread.

    >>> counts = RunCounts(["load", "judge"], generators=["load"])
    >>> counts.add(BatchOutcome("load", rows_in=0, rows_out=50))
    >>> counts.expect("judge", 50)
    >>> counts.add(BatchOutcome("judge", rows_in=50, rows_out=47, failed={"parse": 1}, dropped={"length: 3 words": 2}))
    >>> counts["judge"].rows_out, counts["judge"].dropped, counts["judge"].dropped_examples
    (47, Counter({'length': 2}), {'length': ['length: 3 words']})

    Attributes:
        clock: seconds from any fixed moment on, never going back.
        steps: the counts of each step, in the order of the run.
    """

    def __init__(
        self,
        steps: Sequence[str],
        generators: Collection[str] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.clock = clock
        self._steps = {name: StepCount(name, generator=name in generators) for name in steps}

    @property
    def steps(self) -> list[StepCount]:
        return list(self._steps.values())

    def __getitem__(self, step: str) -> StepCount:
        """Return the counts of a step; KeyError when the run has no such step."""
        return self._steps[step]

    def expect(self, step: str, rows: int | None) -> None:
        """Say how many rows are known to come in to a step (a generator: to be given); None when unknown."""
        self[step].expected = rows

    def add(self, outcome: BatchOutcome) -> None:
        """Count a batch that has just come back."""
        self[outcome.step].add(outcome, self.clock())

    def finish(self, step: str) -> None:
        """Say that a step gets no more batches."""
        self[step].finished = True
