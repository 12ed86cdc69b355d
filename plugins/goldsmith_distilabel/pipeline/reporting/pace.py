"""How fast a run goes, and when it may end."""

import math
from collections import deque
from dataclasses import dataclass, field
from typing import NamedTuple

from goldsmith_distilabel.pipeline.reporting.run_counts import RunCounts, StepCount

__all__ = ["Left", "Pace", "Rate"]

_WINDOW_S = 30.0
_FEWEST_MARKS = 8
_SMOOTHING_S = 5.0


class Rate(NamedTuple):
    """Rows and tokens (read and written) a second; None when nothing was computed yet."""

    rows: float | None
    tokens: float | None


class Left(NamedTuple):
    """Seconds until the end, None when unknown; `at_least` when steps of unknown length are to come."""

    seconds: float | None
    at_least: bool


class Pace:
    """Watches the counts of a run: `look` at them now and then, and read the rates and the time left.

    A rate is that of the last half minute, or of the last eight looks that saw something new: a step that takes a minute
    for a batch still has a steady rate, and the rate of a step that stands still sinks slowly. Rows reused from an earlier
    run count as done, never as fast.
    """

    def __init__(self, counts: RunCounts) -> None:
        self._counts = counts
        self._marks = {step.name: _Marks() for step in counts.steps}
        self._end: float | None = None
        self._looked: float | None = None

    def look(self) -> None:
        """Take note of the counts as they are now."""
        now = self._counts.clock()
        for step in self._counts.steps:
            self._marks[step.name].look(step, now)
        known = [left for step in self._counts.steps if (left := self._seconds_left(step)) is not None]
        estimate = max(known, default=None)
        self._end = None if estimate is None else self._smoothed(now + estimate, now)
        self._looked = now

    def rate(self, step: StepCount) -> Rate:
        """Return the rate of a step; of a finished one, its rate from beginning to end."""
        return self._marks[step.name].rate(step, self._counts.clock())

    def left(self) -> Left:
        """Return the time left: that of the slowest step whose end is known, smoothed over some seconds."""
        unknown = any(not step.finished and self._seconds_left(step) is None for step in self._counts.steps)
        seconds = None if self._end is None else max(0.0, self._end - self._counts.clock())
        return Left(seconds, at_least=unknown)

    def _seconds_left(self, step: StepCount) -> float | None:
        if step.finished or step.total is None:
            return None
        if step.total == step.done:
            return 0.0
        rows = self.rate(step).rows
        return (step.total - step.done) / rows if rows else None

    def _smoothed(self, end: float, now: float) -> float:
        if self._end is None or self._looked is None:
            return end
        share = 1 - math.exp((self._looked - now) / _SMOOTHING_S)
        return self._end + share * (end - self._end)


class _Mark(NamedTuple):
    time: float
    rows: int
    tokens: int


@dataclass
class _Marks:
    """What a step had computed, at the moments something new was seen."""

    marks: deque[_Mark] = field(default_factory=deque)

    def look(self, step: StepCount, now: float) -> None:
        if step.first_time is None or step.last_time is None:
            return
        if not self.marks:
            self.marks.append(_Mark(step.first_time, 0, 0))
        if (self.marks[-1].rows, self.marks[-1].tokens) != (step.computed_rows, step.tokens):
            self.marks.append(_Mark(step.last_time, step.computed_rows, step.tokens))
        while len(self.marks) > _FEWEST_MARKS and self.marks[1].time <= now - _WINDOW_S:
            self.marks.popleft()

    def rate(self, step: StepCount, now: float) -> Rate:
        if step.finished and step.first_time is not None and step.last_time is not None:
            since, until = _Mark(step.first_time, 0, 0), step.last_time
        elif self.marks:
            since, until = self.marks[0], now
        else:
            return Rate(None, None)
        seconds = until - since.time
        if seconds <= 0:
            return Rate(None, None)
        return Rate((step.computed_rows - since.rows) / seconds, (step.tokens - since.tokens) / seconds)
