"""The score of an answer to a question of the package reasoning-gym."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import Any

from goldsmith.extras import require
from goldsmith.verify.answer_pool import AnswerPool
from goldsmith.verify.code.parsed import parsing
from goldsmith.verify.gym.plain_expression import is_plain_expression
from goldsmith.verify.math.pair import Deadline

__all__ = ["EVALUATED", "GymScore", "gym_score", "require_reasoning_gym"]

# Tasks whose scorers evaluate a text, the answer or a part of the entry, as Python or by SymPy's `parse_expr`.
_BY_PYTHON = frozenset({"binary_matrix", "n_queens", "number_sorting", "spiral_matrix", "string_insertion"})
_BY_SYMPY = frozenset({
    "countdown", "intermediate_integration", "polynomial_multiplication", "puzzle24", "simple_integration",
})  # fmt: skip
EVALUATED = _BY_PYTHON | _BY_SYMPY
_POOL = AnswerPool(
    min(2, os.cpu_count() or 1), "goldsmith.verify.gym.gym_worker", kind="scoring", who="the scorer"
)
_AS_IT_IS = 1.0  # what every scorer gives the answer it made itself


@dataclass(frozen=True)
class GymScore:
    """What an answer is worth. Truthy when it is right.

    Attributes:
        score: in [0, 1]; 0 where the scorer gave none.
        why: a sentence.
    """

    score: float
    why: str

    def __bool__(self) -> bool:
        """Return whether the score is the full one."""
        return self.score >= _AS_IT_IS


@cache
def require_reasoning_gym() -> None:
    """Make sure that reasoning-gym is there, without loading it into this process.

    Raises:
        MissingExtraError: it is not installed.
    """
    if find_spec("reasoning_gym") is None:
        require("reasoning_gym", extra="reasoning-gym")


def gym_score(task: str, entry: Mapping[str, Any], answer: str, *, timeout: float = 5.0) -> GymScore:
    """Return what the package's own scorer says of an answer; it runs in a process that is killed when the time is up.

    Some scorers evaluate the answer as Python. Theirs is refused unless it is arithmetic or a list of constants.

    Args:
        task: the name of the task.
        entry: the question as the package made it, with `answer` and `metadata`.
        answer: the final answer alone.
        timeout: seconds.

    Raises:
        MissingExtraError: the package is not installed.
    """
    require_reasoning_gym()
    answer = answer.strip()
    if not answer:
        return GymScore(0.0, "there is no answer")
    if task in EVALUATED and not _is_safe(task, entry, answer):
        return GymScore(0.0, f"the scorer of {task} evaluates answers, and this one is no plain expression")
    _, said = _POOL.ask({"task": task, "entry": dict(entry), "answer": answer}, Deadline(timeout))
    try:
        score = float(said)
    except ValueError:
        return GymScore(0.0, said)
    return GymScore(min(1.0, max(0.0, score)), f"the scorer of {task} gives {score:g}")


def _is_safe(task: str, entry: Mapping[str, Any], answer: str) -> bool:
    metadata = entry.get("metadata")
    integrand = metadata.get("integrand") if isinstance(metadata, Mapping) else None
    texts = [str(text) for text in (answer, entry.get("answer"), integrand) if text is not None]
    return all(is_plain_expression(text) or (task in _BY_PYTHON and not _parses(text)) for text in texts)


def _parses(text: str) -> bool:
    """Whether Python would evaluate the text; SymPy changes it first, and may evaluate what Python would not."""
    try:
        with parsing():
            compile(text, "answer", "eval")
    except (SyntaxError, ValueError):
        return False
    except (RecursionError, MemoryError):
        return True
    return True
