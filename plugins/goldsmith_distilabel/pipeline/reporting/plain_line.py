"""The state of a run in one line, for logs."""

from goldsmith_distilabel.pipeline.reporting.figures import amount_spent, brief, duration, rate
from goldsmith_distilabel.pipeline.reporting.pace import Left, Pace
from goldsmith_distilabel.pipeline.reporting.run_counts import RunCounts, StepCount

__all__ = ["plain_line", "time_left"]


def plain_line(counts: RunCounts, pace: Pace, elapsed: float) -> str:
    """Return the time passed, the steps at work with their figures, how many wait or are done, and what it cost."""
    steps = counts.steps
    unfinished = [step for step in steps if not step.finished]
    waiting = [step.name for step in unfinished if not _has_rows(step)]
    finished = len(steps) - len(unfinished)
    parts = [_at_work(step, pace) for step in unfinished if _has_rows(step)]
    parts += [f"waiting: {', '.join(waiting)}"] if waiting else []
    parts += [f"{finished} of {len(steps)} steps done"] if finished else []
    parts += [f"{time_left(pace.left())} left"] if pace.left().seconds is not None else []
    if any(step.used_model for step in steps):
        parts.append(f"cost {amount_spent(step.cost for step in steps)}")
    return " | ".join([duration(elapsed), *parts]).replace("\n", " ")


def _has_rows(step: StepCount) -> bool:
    """Whether it is through with some, or is known to have got some: its first batch may take long."""
    return bool(step.batches or step.expected)


def _at_work(step: StepCount, pace: Pace) -> str:
    speed = pace.rate(step)
    figures = [brief(step.done) if step.total is None else f"{brief(step.done)}/{brief(step.total)}"]
    figures += [f"{rate(speed.rows)} rows/s"] if speed.rows is not None else []
    figures += [f"{rate(speed.tokens)} tokens/s"] if speed.tokens and step.used_model else []
    figures += [f"{brief(step.failed.total())} failed"] if step.failed.total() else []
    return f"{step.name} {', '.join(figures)}"


def time_left(left: Left) -> str:
    """Write the time left.

    >>> time_left(Left(83, at_least=False)), time_left(Left(83, at_least=True)), time_left(Left(None, at_least=True))
    ('1:23', 'at least 1:23', '-')
    """
    if left.seconds is None:
        return "-"
    return f"{'at least ' if left.at_least else ''}{duration(left.seconds)}"
