"""What Distilabel's tasks make of a model's answers, and what got lost on the way."""

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from distilabel.constants import DISTILABEL_METADATA_KEY as METADATA

from goldsmith_distilabel.pipeline.working.row_marks import Rows, failure, marked_failed

__all__ = ["judged", "origins", "say_why_it_cannot_be_parsed", "tokens", "with_earlier_metadata"]

_NO_OUTPUT = "no_output"


def say_why_it_cannot_be_parsed(task: Any) -> None:
    """Have a task mark the rows whose answers it cannot parse; Distilabel says so in its log alone."""
    original: Callable[..., dict[str, Any]] = task._output_on_failure  # noqa: SLF001

    def output_on_failure(output: str | None, *args: Any, **kwargs: Any) -> dict[str, Any]:
        row = original(output, *args, **kwargs)
        error = sys.exc_info()[1]
        kind = type(error).__name__ if error and output is not None else _NO_OUTPUT
        return marked_failed(row, str(task.name), kind, str(error or ""), output)

    object.__setattr__(task, "_output_on_failure", output_on_failure)


def origins(n_out: int, n_in: int) -> list[int]:
    """Return which input row each output row of a task came from: the generations of a row follow one another.

    >>> origins(4, 2)
    [0, 0, 1, 1]
    """
    each = n_out // n_in if n_in and n_out % n_in == 0 else 0
    return [number // each for number in range(n_out)] if each else [0] * n_out


def with_earlier_metadata(rows: Rows, given: Rows) -> Rows:
    """Return a task's rows with what earlier tasks had noted too; Distilabel's tasks put theirs in its place."""
    if not given or len(rows) % len(given):
        return rows
    for row, number in zip(rows, origins(len(rows), len(given)), strict=True):
        earlier, new = given[number].get(METADATA), row.get(METADATA)
        if isinstance(earlier, dict) and isinstance(new, dict):
            row[METADATA] = earlier | new
    return rows


def judged(task: Any, rows: Rows, reasons: Sequence[str | None]) -> Rows:
    """Return a task's rows, those marked for which the model gave nothing at all or nothing that could be parsed.

    Args:
        task: the task.
        rows: what it gave.
        reasons: for each row why the model gave nothing, where it says so.
    """
    outputs = [name for name in task.get_outputs() if name != "model_name"]
    return [_judged(task, row, outputs, reason) for row, reason in zip(rows, reasons, strict=True)]


def _judged(task: Any, row: dict[str, Any], outputs: list[str], reason: str | None) -> dict[str, Any]:
    error = row.get("error")
    if (
        isinstance(error, list) and error and failure({"error": error[0]})
    ):  # one a generation that was not parsed
        row = {key: value for key, value in row.items() if key != "error"}
        row |= {"error": error[0]} if len(error) == task.num_generations else {}
    if failure(row) or not outputs or any(not _is_nothing(row.get(name)) for name in outputs):
        return row
    metadata = row.get(METADATA)
    raw = metadata.get(f"raw_output_{task.name}") if isinstance(metadata, dict) else None
    if not _is_nothing(raw):
        return row  # the task made nothing of an answer on purpose
    return marked_failed(row, str(task.name), _NO_OUTPUT, reason or "the model gave no answer")


def tokens(rows: Rows, task: str) -> tuple[int, int]:
    """Return how many tokens the models of a task read and wrote for these rows, as far as its metadata say so."""
    told = [part for row in rows for part in _metadata(row)]
    statistics = [part[key] for part in told if isinstance(part.get(key := f"statistics_{task}"), Mapping)]
    return _sum(statistics, "input_tokens"), _sum(statistics, "output_tokens")


def _metadata(row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    metadata = row.get(METADATA)
    parts = metadata if isinstance(metadata, list) else [metadata]  # a list where generations are grouped
    return [part for part in parts if isinstance(part, Mapping)]


def _sum(statistics: list[Any], name: str) -> int:
    values = [part.get(name) for part in statistics]
    flat = [number for value in values for number in (value if isinstance(value, list) else [value])]
    return sum(number for number in flat if isinstance(number, int))


def _is_nothing(value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(item is None for item in value))
