"""The card of what a run made, beside its files."""

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import Any

from goldsmith.data import atomic_path
from goldsmith.export import dataset_card
from goldsmith.filters import PII_KINDS
from goldsmith_recipes.run_folder import Rows, RunFolder

__all__ = ["checks_of", "save_card", "searched_kinds"]


_TEXTS = ("instruction", "text", "messages", "question")


def save_card(
    folder: RunFolder,
    kept: Rows,
    summary: Mapping[str, Any],
    *,
    title: str,
    files: Mapping[str, str],
    shown: Sequence[str] = (),
    **told: Any,
) -> None:
    """Write a run's `README.md` from the rows that it kept, or remove an earlier one where they have no text.

    Args:
        folder: of the run.
        kept: with their `provenance`.
        summary: of the run; what it says of steps and rows set aside becomes the checks.
        title: of the card.
        files: split -> file in the folder.
        shown: the columns of the rows to look at first.
        told: what `goldsmith.export.dataset_card` takes besides.
    """
    column = next((name for name in (*_TEXTS, *shown) if any(row.get(name) for row in kept)), None)
    if column is None:
        folder.card.unlink(missing_ok=True)
        return
    told |= {"column": column, "checks": checks_of(summary), "pii_kinds": searched_kinds()}
    text = dataset_card(kept, name=title, files=files, **told)
    with atomic_path(folder.card) as draft:
        draft.write_text(text, encoding="utf-8")


def checks_of(summary: Mapping[str, Any]) -> list[str]:
    """Return what a run's rows went through, a sentence a step, and why rows were set aside.

    >>> steps = [{"step": "length", "rows_in": 9, "rows_out": 7}]
    >>> checks_of({"steps": steps, "counts": {"set_aside": {"too short": 2}}})
    ['step length: 9 rows in, 7 out', 'set aside, 2 rows: too short']
    """
    counts = summary.get("counts") or {}
    gone = counts.get("set_aside") or counts.get("dropped") or summary.get("refused") or {}
    steps = [step for step in summary.get("steps") or () if step["rows_in"]]
    return [
        *_review(counts),
        *(f"step {step['step']}: {step['rows_in']:,} rows in, {step['rows_out']:,} out" for step in steps),
        *(f"set aside, {count:,} rows: {reason}" for reason, count in gone.items()),
    ]


def _review(counts: Mapping[str, Any]) -> list[str]:
    """Return what a labelling run counts of its filters and its review."""
    if "sent_to_review" not in counts:
        return []
    return [
        f"filters: {counts['rows_in']:,} rows in, {counts['kept']:,} kept",
        f"review: {counts['sent_to_review']:,} rows sent, {counts['reviewed']:,} reviewed, {counts['disputed']:,} disputed",
    ]


def searched_kinds() -> tuple[str, ...]:
    """Return the kinds of personal data that can be searched for here: telephone numbers want the extra `curate`."""
    return tuple(kind for kind in PII_KINDS if kind != "phone" or find_spec("phonenumbers"))
