"""Look at arrays, data frames and datasets: by their contents."""

import sys
from hashlib import blake2b
from importlib import import_module
from typing import Any

import numpy as np
from datasets import Dataset, DatasetDict

from goldsmith_distilabel.pipeline.graph_digest import Node

__all__ = ["is_table", "look_at_table"]

pa: Any = import_module("pyarrow")  # which has no types

_ARRAYS = (np.ndarray, np.generic, pa.Table, Dataset)
_MAX_BYTES = 256 << 20
_ROWS = 1000
_NUMBERS = "biufcmM"


def is_table(value: object) -> bool:
    """Return whether `value` is an array, a data frame or a dataset."""
    return issubclass(type(value), (*_ARRAYS, DatasetDict)) or _pandas_kind(value) is not None


def look_at_table(value: Any) -> Node | None:
    """Return the node of an array, a data frame or a dataset, or None for anything else.

    A `Dataset` of more than 256 MiB counts by the fingerprint that the datasets library gives it.
    """
    if issubclass(type(value), _ARRAYS):
        return _array(value)
    kind = _pandas_kind(value)
    if kind == "DataFrame":
        columns = [value.iloc[:, number] for number in range(value.shape[1])]
        return Node(b"frame", [list(value.columns), value.index, *columns])
    return _pandas_column(kind, value) if kind else None


def _array(value: Any) -> Node | None:
    if isinstance(value, Dataset):
        return _dataset(value)
    if isinstance(value, pa.Table):
        return Node(b"table" + _rows([value]))
    if type(value) is np.ndarray or isinstance(value, np.generic):
        return _numpy(np.asarray(value), scalar=isinstance(value, np.generic))
    return None  # a subclass, which may hold more, a mask for one


def _pandas_column(kind: str, column: Any) -> Node:
    numbers = isinstance(column.dtype, np.dtype) and column.dtype.kind in _NUMBERS
    data = column.to_numpy() if numbers else column.tolist()
    return Node(kind.encode(), [str(column.dtype), column.name, data, getattr(column, "index", None)])


def _pandas_kind(value: object) -> str | None:
    pandas: Any = sys.modules.get("pandas")
    names = ("DataFrame", "Series", "Index")
    return next((name for name in names if pandas and issubclass(type(value), getattr(pandas, name))), None)


def _numpy(array: Any, *, scalar: bool) -> Node:
    label = f"array {scalar} {array.dtype.descr!r} {array.shape}".encode()
    if array.dtype.hasobject:
        return Node(label, [array.tolist()])
    return Node(label + blake2b(np.ascontiguousarray(array).tobytes()).digest())


def _dataset(dataset: Any) -> Node:
    said = f"dataset {len(dataset)} {dataset.features!r}".encode()
    if dataset.data.nbytes > _MAX_BYTES:
        return Node(said + str(dataset._fingerprint).encode())  # noqa: SLF001 - its only name for its contents
    return Node(said + _rows(dataset.with_format("arrow").iter(batch_size=_ROWS)))


def _rows(tables: Any) -> bytes:
    hasher = blake2b(digest_size=16)
    for table in tables:
        sink = pa.BufferOutputStream()
        # A slice is written with what follows it in its buffer as padding: taking the rows makes buffers of their own.
        plain = table.replace_schema_metadata(None).take(np.arange(len(table))).combine_chunks()
        with pa.ipc.new_stream(sink, plain.schema) as stream:
            stream.write_table(plain)
        hasher.update(sink.getvalue())
    return hasher.digest()
