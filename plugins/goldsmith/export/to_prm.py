"""Labelled steps for process reward models."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from goldsmith.errors import InputError
from goldsmith.export.chat import text_of
from goldsmith.export.examples import Examples, LeftOutError, examples_of

__all__ = ["to_prm"]

Row = Mapping[str, Any]


def to_prm(rows: Iterable[Row], *, after_first_error: Literal["keep", "drop"] = "drop") -> Examples:
    """Return `{"id", "prompt", "completions", "labels"}` of each kept row: TRL's stepwise supervision.

    Left out and counted are rows that were dropped or failed, and those without labels.

    >>> row = {"instruction": "2 * 3 + 1?", "steps": ["2 * 3 = 5.", "5 + 1 = 6."], "step_labels": [False, False]}
    >>> to_prm([row])[0]
    {'prompt': '2 * 3 + 1?', 'completions': ['2 * 3 = 5.'], 'labels': [False]}

    Args:
        rows: with `instruction`, `steps` and `step_labels`, as `ProcessLabels` and people write them.
        after_first_error: whether what follows the first wrong step stays. What builds on an error is neither right nor wrong by itself.

    Raises:
        InputError: a question or a step is empty or no text, a label is no bool, their numbers differ, or `rows` is a `DatasetDict`.
    """

    def example(row: Row, number: int) -> dict[str, Any]:
        prompt = text_of(row.get("instruction"), f"row {number}, column 'instruction'")
        steps, labels = _labelled(row, number)
        if after_first_error == "drop" and False in labels:
            steps, labels = steps[: labels.index(False) + 1], labels[: labels.index(False) + 1]
        key = {} if row.get("id") is None else {"id": row["id"]}
        return key | {"prompt": prompt, "completions": steps, "labels": labels}

    return examples_of(rows, example)


def _labelled(row: Row, number: int) -> tuple[list[str], list[bool]]:
    labels, steps = row.get("step_labels"), row.get("steps")
    if labels is None or (isinstance(labels, list) and not labels):
        raise LeftOutError("no labels")
    where = f"row {number}, column 'step_labels'"
    if not isinstance(labels, list) or not all(isinstance(label, bool) for label in labels):
        raise InputError(f"{where}: expected a list of True and False, got {labels!r:.80}")
    if not isinstance(steps, list) or len(steps) != len(labels):
        got = f"{len(steps)} steps" if isinstance(steps, list) else f"{steps!r:.80} as steps"
        raise InputError(f"{where}: {len(labels)} labels and {got}: give every step its label")
    return [text_of(step, f"row {number}, column 'steps', step {k}") for k, step in enumerate(steps)], labels
