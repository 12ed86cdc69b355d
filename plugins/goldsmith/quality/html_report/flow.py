"""What became of the rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from goldsmith.errors import InputError
from goldsmith.quality.html_report.figure import figure
from goldsmith.quality.html_report.section import Section

__all__ = ["Flow", "Stage"]


@dataclass(frozen=True)
class Stage:
    """One stage on the rows' way.

    Attributes:
        label: its name.
        count: the rows that reached it.
        lost: rows that did not, per reason.
        split: the rows here by what became of them, such as accepted and reviewed.
        hint: its definition.

    Raises:
        InputError: a negative count, or a split of more rows than there are.
    """

    label: str
    count: int
    lost: Mapping[str, int] = field(default_factory=dict)
    split: Mapping[str, int] = field(default_factory=dict)
    hint: str = ""

    def __post_init__(self) -> None:
        """Check the counts against each other."""
        if min(self.count, *self.lost.values(), *self.split.values(), 0) < 0:
            raise InputError(f"stage {self.label!r} has a negative count")
        if sum(self.split.values()) > self.count:
            raise InputError(
                f"stage {self.label!r} splits {sum(self.split.values())} rows but has {self.count}"
            )

    @property
    def parts(self) -> list[tuple[str, int, int]]:
        """The segments of the bar: name, rows before it, rows in it."""
        parts, before = [], 0
        for name, count in (self.split or {"": self.count}).items():
            parts.append((name, before, count))
            before += count
        return parts if before == self.count else [*parts, ("other", before, self.count - before)]


@dataclass(frozen=True)
class Flow(Section):
    """A funnel: rows per stage, with the reasons for what is missing between two stages.

    >>> flow = Flow("Rows", [Stage("in", 10), Stage("kept", 7, lost={"duplicate": 3})])
    >>> flow.share(flow.stages[1])
    '70.0%'
    """

    stages: Sequence[Stage]

    kind: ClassVar[str] = "flow"

    @property
    def widest(self) -> int:
        """The rows of the largest stage, at least one."""
        return max((stage.count for stage in self.stages), default=1) or 1

    def share(self, stage: Stage) -> str:
        """Return the stage's rows as a percentage of the first stage's."""
        first = self.stages[0].count
        return figure(stage.count / first if first else None, "percent")

    def change(self, index: int) -> str:
        """Return what happened between the stage before and this one; empty when nothing did."""
        stage, before = self.stages[index], self.stages[index - 1].count
        parts = [f"{_signed(-count)} {reason}" for reason, count in stage.lost.items() if count]
        rest = stage.count - before + sum(stage.lost.values())
        if rest:
            parts.append(f"{_signed(rest)} {'added' if rest > 0 else 'without a recorded reason'}")
        total = f"{_signed(stage.count - before)} rows: " if len(parts) > 1 else ""
        return total + ", ".join(parts)


def _signed(count: int) -> str:
    return f"+{figure(count)}" if count > 0 else figure(count)
