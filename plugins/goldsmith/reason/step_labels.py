"""Which steps of a chain are right: by rollouts, by a judge, by both."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goldsmith.errors import UnreadableError
from goldsmith.text import read_json

__all__ = [
    "StepVerdict",
    "consensus",
    "first_error",
    "hard_labels",
    "labels_until",
    "read_step_verdict",
    "soft_labels",
    "step_verdict_schema",
]

_NUMBER = re.compile(
    r"(?:first[ _](?:error|wrong[ _]step)|earliest error|\\boxed)\W{0,12}?(?:step\W{0,3}?)?(-?\d{1,4}|none)",
    re.IGNORECASE,
)
_NONE = frozenset({"none", "no", "null", "-1", "0", "no error", "not found", "n/a", ""})
_WRONG = frozenset({"wrong", "incorrect", "false", "error", "no", "0", "-1"})


@dataclass(frozen=True)
class StepVerdict:
    """What a judge says of a chain's steps.

    Attributes:
        first_error: the place of the first wrong step, from 0; -1 if all are right.
        reason: why that one is wrong, "" if none is.
    """

    first_error: int
    reason: str = ""


def hard_labels(right: Sequence[int]) -> list[bool]:
    """Return whether any rollout from each step is right: hard estimation (Math-Shepherd, arXiv 2312.08935, equation 3).

    >>> hard_labels([8, 1, 0])
    [True, True, False]
    """
    return [count > 0 for count in right]


def soft_labels(right: Sequence[int], drawn: Sequence[int]) -> list[float]:
    """Return the share of rollouts from each step that are right: soft estimation (the same, equation 4).

    >>> soft_labels([8, 1, 0], [8, 8, 8])
    [1.0, 0.125, 0.0]
    """
    return [count / total for count, total in zip(right, drawn, strict=True)]


def first_error(labels: Sequence[bool]) -> int:
    """Return the place of the first wrong step, from 0, or -1 if all are right.

    >>> first_error([True, False, True]), first_error([True])
    (1, -1)
    """
    return next((place for place, label in enumerate(labels) if not label), -1)


def labels_until(error: int, steps: int) -> list[bool]:
    """Return the labels of steps the first wrong one of which is known; what follows from it counts as wrong.

    >>> labels_until(1, 3), labels_until(-1, 2)
    ([True, False, False], [True, True])
    """
    return [error < 0 or place < error for place in range(steps)]


def consensus(rollouts: int, judge: int) -> str:
    """Return why a chain is dropped whose first wrong step is `rollouts` by one and `judge` by the other, "" if they agree.

    Kept are the chains on whose first error both agree, that there is none included: the consensus filter of "The Lessons of
    Developing Process Reward Models in Mathematical Reasoning" (arXiv 2501.07301, section 3).

    >>> consensus(1, 1), consensus(-1, 2)
    ('', 'no consensus: the first wrong step is none by rollouts, 3 by the judge')
    """
    if rollouts == judge:
        return ""
    told = ["none" if place < 0 else str(place + 1) for place in (rollouts, judge)]
    return f"no consensus: the first wrong step is {told[0]} by rollouts, {told[1]} by the judge"


def step_verdict_schema(steps: int) -> dict[str, Any]:
    """Return the JSON schema of a judge's answer: a review of the steps in their order, then the first wrong one, 0 for none."""
    review = {
        "type": "object",
        "properties": {"analysis": {"type": "string"}, "verdict": {"enum": ["right", "wrong"]}},
        "required": ["analysis", "verdict"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {
            "review": {"type": "array", "items": review, "minItems": 1, "maxItems": steps},
            "first_error": {"type": "integer", "minimum": 0, "maximum": steps},
        },
        "required": ["review", "first_error"],
        "additionalProperties": False,
    }


def read_step_verdict(text: str, steps: int) -> StepVerdict:
    r"""Return the first wrong one of `steps` steps by a judge's answer: JSON, or words with "First error: 2" or `\boxed{2}`.

    Steps are counted from 1 in the answer; 0, -1 and "none" say that all are right.

    >>> read_step_verdict('{"review": [{"analysis": "3 * 4 is 12.", "verdict": "wrong"}], "first_error": 1}', 2)
    StepVerdict(first_error=0, reason='3 * 4 is 12.')
    >>> read_step_verdict("All steps hold. First error: none", 2)
    StepVerdict(first_error=-1, reason='')

    Raises:
        UnreadableError: no such number is there, it is no step's, or it is not the first that the review calls wrong.
    """
    try:
        told = read_json(text)
    except UnreadableError:
        told = None
    if isinstance(told, Mapping) and ("first_error" in told or "review" in told):
        return _of_json(told, steps)
    found = _NUMBER.findall(text)
    if not found:
        raise UnreadableError('it does not say which step is the first wrong one: "first_error" is missing')
    return StepVerdict(_place(found[-1], steps))


def _of_json(told: Mapping[str, Any], steps: int) -> StepVerdict:
    listed = told.get("review")
    review = [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []
    wrong = [
        place for place, one in enumerate(review) if str(one.get("verdict", "")).strip().lower() in _WRONG
    ]
    by_review = wrong[0] if wrong else -1
    if "first_error" not in told:
        if len(review) < steps and by_review < 0:
            raise UnreadableError(f"its review has {len(review)} of {steps} steps and no first_error")
        place = by_review
    else:
        place = _place(told["first_error"], steps)
        if review and place != by_review:
            shown = ["none" if one < 0 else str(one + 1) for one in (place, by_review)]
            raise UnreadableError(
                f"first_error is {shown[0]}, but the first wrong step of its review is {shown[1]}"
            )
    if place >= steps:
        raise UnreadableError(f"its review has {len(review)} steps, the chain has {steps}")
    reason = str(review[place].get("analysis") or "").strip() if 0 <= place < len(review) else ""
    return StepVerdict(place, reason)


def _place(told: object, steps: int) -> int:
    text = str(told).strip().lower() if not isinstance(told, bool) and told is not None else "none"
    text = text.removeprefix("step").strip(" .#")
    if text in _NONE:
        return -1
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:6]) <= steps:
        raise UnreadableError(f"first_error is {text[:20]!r}, wanted a step from 1 to {steps}, or 0 for none")
    return int(text) - 1
