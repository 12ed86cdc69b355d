"""How reliably an agent does the same task again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import comb

from goldsmith.errors import InputError

__all__ = ["PassHatK", "pass_hat_k"]


@dataclass(frozen=True)
class PassHatK:
    """The chance that k trials of a task all succeed.

    Attributes:
        value: pass^k, the mean over tasks, in [0, 1].
        per_task: C(c, k) / C(n, k) of each task, None for one with fewer than k trials left.
        trials: the trials counted.
        infrastructure_errors: trials left out: what failed was not the agent.
        short_tasks: tasks left out, with fewer than k trials after that.
    """

    value: float
    per_task: list[float | None]
    trials: int
    infrastructure_errors: int
    short_tasks: int


def pass_hat_k(outcomes: Iterable[Sequence[bool | None]], k: int) -> PassHatK:
    """Return pass^k: the chance that an agent succeeds in all of k independent trials of a task.

    The mean over tasks of C(c, k) / C(n, k), with c successes in n trials: unbiased where (c/n)^k is not (Yao et al. 2024,
    "tau-bench", arXiv 2406.12045, section 3). Not pass@k, which asks for one success in k.

    Args:
        outcomes: each task's trials: True, False, or None for an infrastructure error (a timeout, a refused connection),
            which says nothing about the agent.
        k: trials that must all succeed, at least 1.

    Raises:
        InputError: `k` below 1, an outcome that is no such thing, or no task with k trials.

    >>> result = pass_hat_k([[True, True, False], [True, True, True, None], [None, True]], k=2)
    >>> round(result.value, 4), result.infrastructure_errors, result.short_tasks
    (0.6667, 2, 1)
    """
    if k < 1:
        raise InputError(f"pass^k wants k of at least 1, got {k}")
    tasks = [list(trials) for trials in outcomes]
    wrong = next((o for trials in tasks for o in trials if o is not None and o not in (True, False)), None)
    if wrong is not None:
        raise InputError(f"an outcome is True, False or None, got {wrong!r}")
    counted = [[outcome for outcome in trials if outcome is not None] for trials in tasks]
    per_task = [comb(sum(c), k) / comb(len(c), k) if len(c) >= k else None for c in counted]
    values = [value for value in per_task if value is not None]
    if not values:
        raise InputError(f"none of {len(tasks)} tasks has {k} trials free of infrastructure errors")
    trials = sum(map(len, counted))
    return PassHatK(
        value=sum(values) / len(values),
        per_task=per_task,
        trials=trials,
        infrastructure_errors=sum(map(len, tasks)) - trials,
        short_tasks=len(tasks) - len(values),
    )
