"""Prompts for reinforcement learning from verifiable rewards."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from goldsmith.errors import InputError
from goldsmith.export.examples import Examples, LeftOutError, examples_of
from goldsmith.export.to_reasoning_sft import prompt_of
from goldsmith.verify import final_answer

__all__ = ["to_rlvr"]

Row = Mapping[str, Any]
_SETTINGS = {"math_equal": ("tolerance", "unit", "symbolic", "timeout"), "run_code": ("stdin", "style")}
_GOLD = {"math_equal": "answer", "run_code": "tests"}


def to_rlvr(
    rows: Iterable[Row],
    *,
    verifier: Literal["math_equal", "run_code"] = "math_equal",
    gold_column: str = "",
    settings: Mapping[str, Any] | None = None,
) -> Examples:
    r"""Return `{"id", "prompt", "ground_truth", "verifier"}` of each question that was kept, once each.

    `prompt` is a list of messages, as TRL's prompt-only form; the other columns reach its reward functions. `verifier` holds the `name` of a function
    of `goldsmith.verify` and the `settings` to call it with: `math_equal(ground_truth, completion, **settings)` or
    `run_code(completion, ground_truth, **settings)`. For mathematics the ground truth is the final answer of the gold solution.

    Left out and counted are rows that were dropped or failed, those without ground truth, and further chains of a question.

    >>> row = {"instruction": "2 + 2?", "answer": "Two twos.\n#### 4"}
    >>> (one,) = to_rlvr([row], settings={"tolerance": 0.01})
    >>> one["ground_truth"], one["verifier"]
    ('4', {'name': 'math_equal', 'settings': {'tolerance': 0.01}})

    Args:
        rows: with `instruction`, the ground truth, and perhaps `system_prompt`, `question_id` and `id`.
        verifier: how a completion is to be checked.
        gold_column: the ground truth; by default `answer`, or `tests` for code.
        settings: further arguments of the verifier.

    Raises:
        InputError: the verifier has no such setting, a question is empty or no text, or `rows` is a `DatasetDict`.
    """
    told = dict(settings or {})
    _check(verifier, told)
    column = gold_column or _GOLD[verifier]
    seen: set[str] = set()

    def example(row: Row, number: int) -> dict[str, Any]:
        prompt = prompt_of(row, number)
        truth = _truth(row.get(column), verifier)
        key = str(row.get("question_id") or row["instruction"])
        if key in seen:
            raise LeftOutError("another chain of the question")
        seen.add(key)
        name = row.get("question_id") or row.get("id")
        told_id = {} if name is None else {"id": name}
        return told_id | {
            "prompt": prompt,
            "ground_truth": truth,
            "verifier": {"name": verifier, "settings": dict(told)},
        }

    return examples_of(rows, example)


def _truth(value: object, verifier: str) -> Any:
    if verifier == "run_code":
        tests = [value] if isinstance(value, str) else value
        if not isinstance(tests, list) or not any(isinstance(one, str) and one.strip() for one in tests):
            raise LeftOutError("no ground truth")
        return [one for one in tests if isinstance(one, str) and one.strip()]
    text = str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
    if not text:
        raise LeftOutError("no ground truth")
    return final_answer(text) or text


def _check(verifier: str, settings: Mapping[str, Any]) -> None:
    if verifier not in _SETTINGS:
        raise InputError(f"verifier {verifier!r}: expected one of {', '.join(_SETTINGS)}")
    known = _SETTINGS[verifier]
    if unknown := sorted(set(settings) - set(known)):
        raise InputError(f"{verifier} has no setting {unknown[0]!r}: expected some of {', '.join(known)}")
