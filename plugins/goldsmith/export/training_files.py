"""A folder to train from: a file a split, and the card beside them."""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from goldsmith.data import LazyRows, atomic_path
from goldsmith.errors import InputError
from goldsmith.export.dataset_card import dataset_card
from goldsmith.export.examples import Examples
from goldsmith.export.forms import Form, form_named
from goldsmith.export.kept_rows import kept_rows
from goldsmith.export.split_rows import split_numbers

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

    The folder can be uploaded as it is, and `datasets.load_dataset(folder)` loads it. Rows are gone through several times and none is
    held: with `goldsmith.data.open_rows` the memory is some hundred bytes a row.

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
    folder = Path(folder)
    _check(folder, {"train", *(held_out or {})})
    if isinstance(rows, Mapping):
        next(kept_rows(rows))  # raises, and says what is to be given
    every = LazyRows(len(rows), rows.__getitem__)
    numbers = np.arange(len(rows)) if chosen.all_rows else _kept(every)
    left_out = Counter({"dropped or failed": len(rows) - len(numbers)} if len(numbers) < len(rows) else {})
    splits = split_numbers(every.at(numbers), held_out or {}, group_by=group_by, seed=seed)
    parts = {split: numbers[places] for split, places in splits.items()}
    counts = dict.fromkeys(parts, 0)
    files = {split: f"{split}.jsonl" for split in parts}
    with _drafts(folder, [*files.values(), _CARD]) as drafts:
        for split, part in parts.items():
            with drafts[files[split]].open("w", encoding="utf-8") as file:
                for example in _examples(chosen, every, part.tolist(), told, left_out):
                    file.write(json.dumps(example, ensure_ascii=False) + "\n")
                    counts[split] += 1
        if empty := [split for split, count in counts.items() if not count]:
            Examples([], left_out).save(folder / files[empty[0]])  # raises, and says what was left out
        told_of_card: dict[str, Any] = {"tasks": [chosen.task], "seed": seed} | card
        text = dataset_card(every, files=files, **told_of_card)
        drafts[_CARD].write_text(text, encoding="utf-8")
    return TrainingFiles(folder, counts, dict(left_out))


_CARD = "README.md"


def _kept(rows: Sequence[Row]) -> npt.NDArray[np.int64]:
    return np.fromiter((number for number, _ in kept_rows(rows)), dtype=np.int64)


def _examples(
    form: Form, rows: Sequence[Row], numbers: list[int], told: Mapping[str, str], left_out: Counter[str]
) -> Iterator[dict[str, Any]]:
    """Yield the training rows of some rows, made of one row, or one question, at a time, and count what is left out."""
    groups = _questions(rows, numbers, form.question) if form.question else ([number] for number in numbers)
    for several in groups:
        try:
            made = form.make([rows[number] for number in several], **told)
        except InputError as err:  # which of those it was given
            raise InputError(_placed(str(err), several)) from err
        left_out.update(made.left_out if isinstance(made, Examples) else {})
        yield from made


def _placed(message: str, numbers: list[int]) -> str:
    return re.sub(r"\Arow (\d+)", lambda told: f"row {numbers[int(told[1])]}", message)


def _questions(rows: Sequence[Row], numbers: list[int], columns: Sequence[str]) -> Iterator[list[int]]:
    """Yield the numbers of the rows of each question, in the order of their first rows."""
    groups: dict[int, int] = {}
    group = [groups.setdefault(hash(_question(rows[number], columns)), len(groups)) for number in numbers]
    order = sorted(range(len(numbers)), key=group.__getitem__)
    for _, places in groupby(order, key=group.__getitem__):
        yield [numbers[place] for place in places]


def _question(row: Row, columns: Sequence[str]) -> str:
    return next((str(row[name]) for name in columns if row.get(name)), "")


@contextmanager
def _drafts(folder: Path, names: Sequence[str]) -> Iterator[dict[str, Path]]:
    """Give a path to write each file to; all are moved into place at the end, or, on an error, nothing is left of them."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        with ExitStack() as stack:
            yield {name: stack.enter_context(atomic_path(folder / name)) for name in names}
    except BaseException:
        with suppress(OSError):  # it holds something else by now
            for path in missing:
                path.rmdir()
        raise


def _check(folder: Path, splits: Collection[str]) -> None:
    """See that no file of an earlier export stays that is no split of this one: its rows may be in another one now.

    Raises:
        InputError: there is one.
    """
    if other := sorted(path.name for path in folder.glob("*.jsonl") if path.stem not in splits):
        raise InputError(
            f"{folder} holds {', '.join(other)} too, which this export would not write: choose another --out"
        )
