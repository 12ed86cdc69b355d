"""A folder to train from: a file a split, and the card beside them."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from goldsmith.data import atomic_path
from goldsmith.errors import InputError
from goldsmith.export.dataset_card import dataset_card
from goldsmith.export.examples import Examples
from goldsmith.export.forms import form_named
from goldsmith.export.kept_rows import kept_rows
from goldsmith.export.split_rows import split_rows

__all__ = ["TrainingFiles", "training_files"]

Row = Mapping[str, Any]


@dataclass(frozen=True)
class TrainingFiles:
    """What was written.

    Attributes:
        folder: where.
        counts: split -> training rows.
        left_out: reason -> rows of which none was made.
    """

    folder: Path
    counts: Mapping[str, int]
    left_out: Mapping[str, int]


def training_files(
    rows: Sequence[Row],
    form: str,
    folder: str | Path,
    *,
    held_out: Mapping[str, float] | None = None,
    group_by: str = "",
    label_column: str = "",
    seed: int = 0,
    **card: Any,
) -> TrainingFiles:
    """Write `train.jsonl`, a file for each split held out, and `README.md`, the card that the Hub reads.

    The folder can be uploaded as it is, and `datasets.load_dataset(folder)` loads it.

    Args:
        rows: of a run, dropped ones included.
        form: of `goldsmith.export.FORMS`.
        folder: made where it is not there; other files in it stay.
        held_out: as in `split_rows`.
        group_by: likewise.
        label_column: for the forms `kto` and `classification`.
        seed: of the draw of splits and of the card.
        card: what `goldsmith.export.dataset_card` takes besides, `name` at least.

    Raises:
        InputError: the form is unknown or does not fit the rows, or a split has no row; nothing is written then.
    """
    chosen = form_named(form)
    if label_column and not chosen.label_column:
        raise InputError(f"the form {form} has no label: leave --label-column out")
    told = {"label_column": label_column} if label_column else {}
    _check(Path(folder), {"train", *(held_out or {})})
    given = list(rows) if chosen.all_rows else [row for _, row in kept_rows(rows)]
    left_out = Counter({"dropped or failed": len(rows) - len(given)} if len(given) < len(rows) else {})
    every: dict[str, Examples] = {}
    for split, part in split_rows(given, held_out or {}, group_by=group_by, seed=seed).items():
        made = chosen.make(part, **told)
        left_out.update(made.left_out if isinstance(made, Examples) else {})
        every[split] = Examples(made, left_out)
    _save(every, rows, Path(folder), {"tasks": [chosen.task], "seed": seed} | card)
    return TrainingFiles(Path(folder), {name: len(made) for name, made in every.items()}, dict(left_out))


def _check(folder: Path, splits: Collection[str]) -> None:
    """See that no file of an earlier export stays that is no split of this one: its rows may be in another one now.

    Raises:
        InputError: there is one.
    """
    if other := sorted(path.name for path in folder.glob("*.jsonl") if path.stem not in splits):
        raise InputError(
            f"{folder} holds {', '.join(other)} too, which this export would not write: choose another --out"
        )


def _save(every: Mapping[str, Examples], rows: Sequence[Row], folder: Path, card: Mapping[str, Any]) -> None:
    text = dataset_card(rows, files={split: f"{split}.jsonl" for split in every}, **card)
    for split, made in sorted(
        every.items(), key=lambda item: len(item[1])
    ):  # an empty one raises before any is written
        made.save(folder / f"{split}.jsonl")
    with atomic_path(folder / "README.md") as draft:
        draft.write_text(text, encoding="utf-8")
