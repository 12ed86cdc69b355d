"""Rows for a text classifier."""

from collections.abc import Iterable, Mapping
from typing import Any

from goldsmith.export.chat import text_of
from goldsmith.export.examples import Examples, LeftOutError, examples_of

__all__ = ["to_classification"]

Row = Mapping[str, Any]


def to_classification(rows: Iterable[Row], *, text_column: str = "text", label_column: str = "") -> Examples:
    """Return `{"id", "text", "label"}` of each kept row that has a label, the id only where a row has one.

    That is what `transformers`, SetFit and scikit-learn examples read; `Dataset.class_encode_column("label")` makes numbers of
    the labels. Left out and counted are rows that were dropped or failed, and those without a label.

    >>> rows = [{"text": "Great!", "final_label": "pos"}, {"text": "Hm.", "final_label": None}]
    >>> found = to_classification(rows)
    >>> found, dict(found.left_out)
    ([{'text': 'Great!', 'label': 'pos'}], {'no label': 1})

    Args:
        rows: dicts, or a `datasets.Dataset`.
        text_column: the text.
        label_column: its label, a text, a number or a truth value; by default `final_label`, what a labelling run decided,
            else `label`.

    Raises:
        InputError: a text is empty or no text, or `rows` is a `DatasetDict`. Row (from 0) and column are named.
    """

    def example(row: Row, number: int) -> dict[str, Any]:
        column = label_column or ("final_label" if "final_label" in row else "label")
        label = row.get(column)
        if not isinstance(label, str | int) or label == "":
            raise LeftOutError("no label")
        key = {} if row.get("id") is None else {"id": row["id"]}
        return key | {
            "text": text_of(row.get(text_column), f"row {number}, column {text_column!r}"),
            "label": label,
        }

    return examples_of(rows, example)
