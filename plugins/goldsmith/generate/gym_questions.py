"""Questions with known answers, made by the procedures of the package reasoning-gym."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from goldsmith.errors import InputError
from goldsmith.extras import require

__all__ = ["GymQuestion", "gym_questions", "gym_tasks"]


@dataclass(frozen=True)
class GymQuestion:
    """A question.

    Attributes:
        task: the name of the procedure.
        index: its number in the series that the seed begins.
        question: what is asked.
        answer: an answer known to be right; "" where only the scorer can tell.
        entry: all that the scorer needs, as JSON.
    """

    task: str
    index: int
    question: str
    answer: str
    entry: str


def gym_tasks() -> list[str]:
    """Return the names of the package's tasks; "composite", a mixture of others, is none of its own.

    Raises:
        MissingExtraError: the package is not installed.
    """
    require("reasoning_gym", extra="reasoning-gym")
    return sorted(set(require("reasoning_gym.factory", extra="reasoning-gym").DATASETS) - {"composite"})


def gym_questions(
    task: str, size: int, *, seed: int, config: Mapping[str, Any] | None = None, begin: int = 0
) -> Iterator[GymQuestion]:
    """Yield `size` questions of a task, from the one with the number `begin` on.

    The same task, seed and config make the same questions, but for some tasks (as `ransom_note`) only if PYTHONHASHSEED is fixed, as
    the package draws from sets. So a question carries what its scorer needs with it.

    Args:
        task: the name, one of `gym_tasks()`.
        size: how many.
        seed: of the series.
        config: parameters of the task, as `{"max_terms": 3}`.
        begin: the number of the first.

    Raises:
        MissingExtraError: the package is not installed.
        InputError: there is no such task or parameter, or what its scorer needs cannot be kept in a row.
    """
    gym = require("reasoning_gym", extra="reasoning-gym")
    if task not in gym_tasks():
        raise InputError(f"reasoning-gym has no task {task!r}; it has {', '.join(gym_tasks())}")
    try:
        data = gym.create_dataset(task, seed=seed, size=max(1, begin + size), **(config or {}))
    except (TypeError, AssertionError, ValueError) as err:
        raise InputError(
            f"task {task} of reasoning-gym cannot be made with {dict(config or {})}: {err}"
        ) from err
    for index in range(begin, begin + size):
        entry = data[index]
        kept = json.dumps(entry, ensure_ascii=False)
        if data.score_answer(entry["answer"], json.loads(kept)) != data.score_answer(entry["answer"], entry):
            raise InputError(f"task {task} of reasoning-gym cannot be scored from a row: leave it out")
        yield GymQuestion(task, index, str(entry["question"]), str(entry["answer"] or ""), kept)
