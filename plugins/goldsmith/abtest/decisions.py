"""What a simulated persona decides about what it was shown, as a model says it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import nan
from typing import Any

from goldsmith.errors import UnreadableError
from goldsmith.generate.preferences import Scale
from goldsmith.text import read_json, without_thought

__all__ = ["Decision", "decisions_schema", "read_decisions"]

_CONVERTS, _REASON = "converts", "reason"
_WORDS = {"true": True, "yes": True, "false": False, "no": False}
_LONGEST_REASON = 1000


@dataclass(frozen=True)
class Decision:
    """What a persona decided about one thing it was shown.

    Attributes:
        converted: whether it would do what was asked for.
        ratings: metric -> rating; NaN where the persona said "N/A", which is missing and never a number.
    """

    converted: bool
    ratings: Mapping[str, float]


def decisions_schema(names: Sequence[str], metrics: Sequence[str], scale: Scale) -> dict[str, Any]:
    """Return the JSON schema of an answer: the reason first, so that it decides, then an object for each name.

    >>> list(decisions_schema(["K", "R"], ["trust"], Scale())["properties"])
    ['reason', 'K', 'R']
    """
    marks = [str(value) for value in range(scale.low, scale.high + 1)]
    told: dict[str, Any] = {_CONVERTS: {"type": "boolean"}}
    told |= {metric: {"type": "string", "enum": [*marks, "N/A"]} for metric in metrics}
    return _object({_REASON: {"type": "string"}} | dict.fromkeys(names, _object(told)))


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def read_decisions(
    output: str, names: Sequence[str], metrics: Sequence[str], scale: Scale
) -> tuple[list[Decision], str]:
    """Return the decision about each of `names`, in their order, and the reason for them.

    All or nothing: an answer that leaves one thing or one metric out says nothing about the other that a comparison
    could use.

    >>> read_decisions('{"reason": "Dear.", "K": {"converts": "no", "trust": "4"}}', ["K"], ["trust"], Scale())
    ([Decision(converted=False, ratings={'trust': 4.0})], 'Dear.')

    Raises:
        UnreadableError: no such object, a name or metric that is missing, a decision that is neither yes nor no, or a
            rating off the scale.
    """
    value = _lowered(read_json(without_thought(output)))
    inner = next((_lowered(value[key]) for key in ("options", "decisions", "answer") if key in value), value)
    decisions = [_decision(name, inner.get(name.casefold()), metrics, scale) for name in names]
    reason = value.get(_REASON, inner.get(_REASON, ""))
    return decisions, " ".join(reason.split())[:_LONGEST_REASON] if isinstance(reason, str) else ""


def _lowered(value: Any) -> dict[str, Any]:
    return (
        {str(key).strip().casefold(): inner for key, inner in value.items()}
        if isinstance(value, Mapping)
        else {}
    )


def _decision(name: str, told: Any, metrics: Sequence[str], scale: Scale) -> Decision:
    if not isinstance(told, Mapping):
        raise UnreadableError(f'expected an object under "{name}", got {told!r:.60}')
    keys = _lowered(told)
    said = keys.get(_CONVERTS)
    said = _WORDS.get(said.strip().casefold()) if isinstance(said, str) else said
    if not isinstance(said, bool):
        raise UnreadableError(
            f'expected "{_CONVERTS}": true or false under "{name}", got {keys.get(_CONVERTS)!r:.60}'
        )
    return Decision(said, {metric: _rating(name, metric, keys, scale) for metric in metrics})


def _rating(name: str, metric: str, keys: Mapping[str, Any], scale: Scale) -> float:
    if metric.casefold() not in keys:
        raise UnreadableError(f'expected a rating "{metric}" under "{name}"')
    said = keys[metric.casefold()]
    rating = scale.read("N/A" if said is None else said)
    if rating is None or rating.problem not in {"", "N/A"}:
        raise UnreadableError(f'"{metric}" of "{name}" must be a number {scale}, or "N/A", got {said!r:.60}')
    return nan if rating.value is None else rating.value
