"""The process in which answers are scored."""

from collections.abc import Callable
from functools import cache
from typing import Any

from goldsmith.extras import require
from goldsmith.verify.answer_worker import serve

_MEMORY = 4 << 30  # bytes


def _prepare() -> Callable[[dict[str, Any]], tuple[bool, str]]:
    gym = require("reasoning_gym", extra="reasoning-gym")

    @cache
    def scorer(task: str) -> Any:
        return gym.create_dataset(task, seed=0, size=1).score_answer

    def answer(asked: dict[str, Any]) -> tuple[bool, str]:
        score = float(scorer(asked["task"])(asked["answer"], asked["entry"]))
        return score >= 1, repr(score)

    return answer


if __name__ == "__main__":
    serve(_prepare, memory=_MEMORY, who="the scorer")
