"""Where one step stands in a run."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from goldsmith_distilabel.pipeline.conducting.batch_journal import BatchJournal, BatchRecord
from goldsmith_distilabel.pipeline.conducting.inbox import Inbox, InputBatch
from goldsmith_distilabel.pipeline.conducting.plan import StepPlan

__all__ = ["Desk", "Job", "Output"]


@dataclass(frozen=True)
class Job:
    """A batch that a worker is at.

    Attributes:
        batch: the input; None for a generator.
        again: the batch as an earlier run made it, if only the rows are asked for on which the step raised then.
    """

    batch: InputBatch | None
    again: BatchRecord | None = None


@dataclass(frozen=True)
class Output:
    """A finished batch on its way to the next steps; `origin` and `closes` are those of the input."""

    record: BatchRecord
    origin: int | None = None
    closes: bool = False


@dataclass
class Desk:
    """A step during a run.

    Attributes:
        plan: the step.
        journal: its finished batches.
        inbox: what waits for it.
        workers: its workers, once started; `idle`: those with nothing to do.
        jobs: worker -> what it is at.
        waiting: a batch for which there is no worker yet.
        outputs: number of a finished batch -> the batch, until all before it are given on.
        given: how many batches it has given on.
        rows_given: how many rows.
        keys: the journal's keys of the batches given on, in their order.
        fresh: the keys of batches made in this run.
        failed_in_a_row: rows on which the step raised since it last succeeded.
        exhausted: whether a generator has given its last batch.
        finished: whether it has given on all it will.
    """

    plan: StepPlan
    journal: BatchJournal
    inbox: Inbox
    workers: list[Any] = field(default_factory=list)
    idle: deque[Any] = field(default_factory=deque)
    jobs: dict[Any, Job] = field(default_factory=dict)
    waiting: InputBatch | None = None
    outputs: dict[int, Output] = field(default_factory=dict)
    given: int = 0
    rows_given: int = 0
    keys: list[bytes] = field(default_factory=list)
    fresh: set[bytes] = field(default_factory=set)
    failed_in_a_row: int = 0
    exhausted: bool = False
    finished: bool = False

    @property
    def name(self) -> str:
        """The step's name."""
        return self.plan.name

    def known(self, key: bytes) -> Mapping[str, Any] | None:
        """Return what the journal knows of a batch, None if it was not made yet."""
        return self.journal.meta(key) if key in self.journal else None
