"""What a run leaves on disk: the dataset, the rows set aside, and a word on whether it is whole."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pyarrow as pa
from datasets import Dataset, DatasetDict
from distilabel.constants import DISTILABEL_METADATA_KEY
from distilabel.distiset import Distiset

from goldsmith.data import atomic_path
from goldsmith.errors import PipelineError
from goldsmith.text import well_formed
from goldsmith_distilabel.pipeline.working.row_marks import Rows, is_set_aside

__all__ = ["RunData"]

_ARROW = "data.arrow"


class RunData:
    """The folder of a run's results.

    `<leaf>/data.arrow` holds the rows of a leaf step that came through, `set_aside.jsonl` those that did not, with
    their reasons, and `complete.json`, written last, says that all is there and what its checksums are.

    Attributes:
        folder: where they lie.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def is_final(self) -> bool:
        """Whether a run has ended here, its files are what they were then, and another run would make the same."""
        try:
            told = json.loads(self._complete.read_text(encoding="utf-8"))
            return told["worth_another_try"] == 0 and all(
                _checksum(self.folder / name) == wanted for name, wanted in told["files"].items()
            )
        except (OSError, ValueError, KeyError, TypeError):
            return False

    def begin(self) -> None:
        """Take back that the run is complete."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._complete.unlink(missing_ok=True)

    def write(self, leaves: Mapping[str, Iterable[Rows]], columns: Mapping[str, Sequence[str]]) -> Rows:
        """Write the rows of each leaf, and return those that are set aside.

        Args:
            leaves: leaf step -> its batches; they are gone through twice.
            columns: leaf step -> the columns to name where it gave no row.

        Raises:
            PipelineError: a column holds values that have no type in common.
        """
        aside: dict[str, None] = {}
        for leaf, batches in leaves.items():
            kept = _Kept(batches, aside)
            schema = _schema(leaf, kept, columns[leaf])
            path = self.folder / leaf / _ARROW
            with (
                atomic_path(path) as draft,
                pa.OSFile(str(draft), "wb") as sink,
                pa.RecordBatchStreamWriter(sink, schema) as out,  # type: ignore[no-untyped-call]
            ):
                for rows in kept:
                    out.write_table(pa.Table.from_pylist(rows, schema=schema))
        with atomic_path(self.set_aside_path) as draft:
            draft.write_text("".join(f"{line}\n" for line in aside), encoding="utf-8")
        return [json.loads(line) for line in aside]

    def complete(self, leaves: Sequence[str], *, worth_another_try: int) -> None:
        """Note that all is there.

        Args:
            leaves: the leaf steps.
            worth_another_try: how many rows are set aside because a step raised on them.
        """
        names = [*(f"{leaf}/{_ARROW}" for leaf in leaves), self.set_aside_path.name]
        told = {
            "worth_another_try": worth_another_try,
            "files": {name: _checksum(self.folder / name) for name in names},
        }
        with atomic_path(self._complete) as draft:
            draft.write_text(json.dumps(told, indent=2), encoding="utf-8")

    def set_aside(self) -> Rows:
        """Return the rows that did not come through."""
        with self.set_aside_path.open(encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]

    def distiset(self, leaves: Sequence[str], *, metadata: bool, in_memory: bool = False) -> Distiset:
        """Return the dataset: a configuration a leaf step, named "default" if there is one only."""
        sets = {}
        for leaf in leaves:
            rows = Dataset.from_file(str(self.folder / leaf / _ARROW), in_memory=in_memory)
            if not metadata and DISTILABEL_METADATA_KEY in rows.column_names:
                rows = rows.remove_columns(DISTILABEL_METADATA_KEY)
            sets[leaf if len(leaves) > 1 else "default"] = DatasetDict({"train": rows})
        return Distiset(sets)

    @property
    def _complete(self) -> Path:
        return self.folder / "complete.json"

    @property
    def set_aside_path(self) -> Path:
        """Where the rows lie that did not come through, a JSON object a line."""
        return self.folder / "set_aside.jsonl"


class _Kept:
    """The rows of a leaf that came through; on the way it notes those that did not."""

    def __init__(self, batches: Iterable[Rows], aside: dict[str, None]) -> None:
        self._batches = batches
        self._aside = aside

    def __iter__(self) -> Iterator[Rows]:
        for rows in self._batches:
            for row in filter(is_set_aside, rows):
                self._aside[json.dumps(row, default=str)] = (
                    None  # several leaves may have been handed the same row
                )
            if kept := [row for row in rows if not is_set_aside(row)]:
                yield _encodable(kept)


def _encodable(value: Any) -> Any:
    """Return a value without the halves of characters (lone surrogates) that no file can hold."""
    if isinstance(value, str):
        return well_formed(value)
    if isinstance(value, dict):
        return {_encodable(key): _encodable(item) for key, item in value.items()}
    return [_encodable(item) for item in value] if isinstance(value, list) else value


def _schema(leaf: str, batches: Iterable[Rows], columns: Sequence[str]) -> Any:
    """Return the schema that holds every row with every column."""
    schema: Any = None
    for rows in batches:
        names = dict.fromkeys(name for row in rows for name in row)
        try:
            new = pa.schema([_field(name, [row.get(name) for row in rows]) for name in names])
            schema = new if schema is None else pa.unify_schemas([schema, new], promote_options="permissive")
        except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError) as err:
            raise PipelineError(
                f"the rows of step {leaf!r} cannot be one table: {err}. Give the column values of one type; "
                "all finished batches are kept."
            ) from err
    return schema if schema is not None else pa.schema([pa.field(name, pa.null()) for name in columns])


def _field(name: str, values: list[Any]) -> Any:
    try:
        return pa.field(name, pa.array(values).type)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as err:
        kinds = sorted({type(value).__name__ for value in values if value is not None})
        raise pa.ArrowInvalid(f"column {name!r} holds {' and '.join(kinds)} ({err})") from err


def _checksum(path: Path) -> str:
    state = blake2b(digest_size=16)
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            state.update(block)
    return state.hexdigest()
