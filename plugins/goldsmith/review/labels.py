"""Labels that every review tool can show and give back as they are."""

from collections.abc import Sequence

from goldsmith.errors import InputError
from goldsmith.review.visible import is_plain

__all__ = ["checked_labels", "label_problem"]

MOST_LABELS = 500
LONGEST_LABEL = 200


def checked_labels(question: str, labels: Sequence[str], *, fewest: int = 2) -> tuple[str, ...]:
    """Return `labels` as a tuple.

    Raises:
        InputError: fewer than `fewest` or more than 500, one twice, or one that a tool could not give back unchanged.
    """
    if isinstance(labels, str) or not all(isinstance(label, str) for label in labels):
        raise InputError(f"question {question!r}: labels={labels!r}, expected a sequence of strings")
    if not fewest <= len(labels) <= MOST_LABELS:
        raise InputError(
            f"question {question!r} has {len(labels)} labels, expected {fewest} to {MOST_LABELS}"
        )
    if twice := {label for label in labels if labels.count(label) > 1}:
        raise InputError(f"question {question!r} names labels twice: {sorted(twice)}")
    for label in labels:
        if not is_plain(label, longest=LONGEST_LABEL):
            raise InputError(
                f"question {question!r}: label {label[:80]!r} would not come back from a review tool as it is; use 1 to"
                f" {LONGEST_LABEL} characters, none of them a control character or a line break, no space at the ends"
            )
    return tuple(labels)


def label_problem(value: object, labels: tuple[str, ...]) -> str | None:
    """Say that `value` is none of `labels`, or None."""
    if value in labels:
        return None
    shown = ", ".join(repr(label) for label in labels[:10]) + (", ..." if len(labels) > 10 else "")
    return f"{value!r} is none of its labels {shown}"
