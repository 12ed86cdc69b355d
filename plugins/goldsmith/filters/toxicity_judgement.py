"""What a judge is asked about a text's toxicity, and how its answer is read."""

from collections.abc import Collection, Mapping
from typing import Any

from goldsmith.errors import UnreadableError
from goldsmith.text import read_json

__all__ = ["TOXICITY_CATEGORIES", "TOXICITY_LEVELS", "read_toxicity", "toxicity_schema"]

TOXICITY_CATEGORIES = {
    "identity_attack": "attacks, degrades or excludes people for what they are: origin, religion, sex, orientation, disability",
    "insult": "insults or demeans somebody",
    "profanity": "obscene or vulgar language",
    "sexual": "sexually explicit, or sexual harassment",
    "threat": "threatens, wishes harm or death, or urges somebody to harm themselves or others",
}
"""Category -> what belongs to it, for a judge."""

TOXICITY_LEVELS = ("none", "mild", "clear", "severe")


def toxicity_schema(categories: Collection[str]) -> dict[str, Any]:
    """Return the JSON schema of a judge's answer: a level per category, after a reason."""
    levels = {name: {"type": "string", "enum": list(TOXICITY_LEVELS)} for name in categories}
    return {
        "type": "object",
        "properties": {"reason": {"type": "string"}} | levels,
        "required": ["reason", *categories],
        "additionalProperties": False,
    }


def read_toxicity(output: str, categories: Collection[str]) -> tuple[dict[str, float], str]:
    """Return category -> score (none 0, mild 1/3, clear 2/3, severe 1) and the reason.

    >>> read_toxicity('{"reason": "A curse.", "insult": "none", "profanity": "severe"}', ["insult", "profanity"])
    ({'insult': 0.0, 'profanity': 1.0}, 'A curse.')

    Raises:
        UnreadableError: it is no JSON object, or a category has no level.
    """
    value = read_json(output)
    if not isinstance(value, Mapping):
        raise UnreadableError("expected a JSON object with a level per category")
    said = {
        name: level.strip().lower() if isinstance(level := value.get(name), str) else level
        for name in categories
    }  # a level left out is None, not "none"
    wrong = {name: level for name, level in said.items() if level not in TOXICITY_LEVELS}
    if wrong:
        raise UnreadableError(f"expected one of {', '.join(TOXICITY_LEVELS)} for each category, got {wrong}")
    most = len(TOXICITY_LEVELS) - 1
    scores = {name: TOXICITY_LEVELS.index(level) / most for name, level in said.items()}
    reason = value.get("reason")
    return scores, reason if isinstance(reason, str) else ""
