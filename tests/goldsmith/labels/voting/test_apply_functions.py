"""Plain functions vote as Snorkel's do."""

from typing import Any

import datasets
import pandas as pd
import pyarrow as pa
import pytest

from goldsmith.errors import InputError
from goldsmith.labels import ApplyReport, apply_functions, function_name


def asks(row: object) -> int:
    return 1 if "?" in row.text else -1  # type: ignore[attr-defined]


def counts(row: object) -> int:
    return 0 if row.stars > 3 else -1  # type: ignore[attr-defined]


def test_a_plain_function_votes_under_its_own_name_and_sees_columns_as_attributes() -> None:
    report = ApplyReport()
    rows = [{"text": "why?", "stars": 5}, {"text": "so"}]
    assert apply_functions([asks, counts], rows, report=report).tolist() == [[1, 0], [-1, -1]]
    assert (function_name(counts), dict(report.failures)) == ("counts", {"counts": 1})
    assert report.first_error["counts"].startswith("AttributeError")


def test_two_functions_of_one_name_are_refused() -> None:
    with pytest.raises(InputError, match="two labeling functions are called 'asks'"):
        apply_functions([asks, asks], [])


def test_a_row_is_read_by_attribute_item_and_default_as_a_series_is() -> None:
    def reads(row: Any) -> int:
        return int(row["stars"]) if "stars" in row else row.get("likes", -1)

    rows = [{"text": "a", "stars": 1}, {"text": "b", "likes": 0}, {"text": "c"}]
    assert apply_functions([reads], rows).tolist() == [[1], [0], [-1]]


def test_chunks_leave_no_seam() -> None:
    rows = [{"text": "why?" if number % 3 else None, "stars": number % 5} for number in range(25)]
    report, done = ApplyReport(), []
    L = apply_functions([asks, counts], rows, chunk_rows=4, progress=done.append, report=report)
    assert L.tolist() == apply_functions([asks, counts], rows).tolist()
    assert done == [4, 8, 12, 16, 20, 24, 25]


def test_a_vote_that_is_no_class_is_named_with_its_row_in_the_whole() -> None:
    rows = [{"text": None}, *({"text": "a", "stars": number} for number in range(9))]
    with pytest.raises(InputError, match="'own' voted 7 on row 8"):
        apply_functions([own], rows, cardinality=7, chunk_rows=3)


def own(row: Any) -> int:
    return int(row.stars)


def test_what_was_called_is_not_called_again_when_a_later_row_raises() -> None:
    seen: list[str] = []

    def remembers(row: Any) -> int:
        seen.append(row.text)
        return 1 // (row.text != "b")

    report = ApplyReport()
    L = apply_functions([remembers], [{"text": text} for text in "abcb"], report=report)
    assert (L.ravel().tolist(), seen, report.failures["remembers"]) == ([1, -1, 1, -1], list("abcb"), 2)


class TooFew:
    name = "too few"

    def __call__(self, _: Any) -> int:
        return -1

    def vote_column(self, rows: Any) -> list[int]:
        return [1] * (len(rows) - 1)


def test_a_column_function_gives_a_vote_for_each_row_with_text() -> None:
    with pytest.raises(InputError, match="gave 1 votes on 2 rows"):
        apply_functions([TooFew()], [{"text": "a"}, {"text": "b"}, {}])


@pytest.mark.parametrize("data", ["text", {"text": "a"}, 5])
def test_what_is_no_rows_is_refused(data: object) -> None:
    with pytest.raises(InputError, match="wanted rows, a DataFrame or a Dataset"):
        apply_functions([asks], data)


def test_a_frame_without_the_text_column_is_refused() -> None:
    with pytest.raises(InputError, match="no column 'text', only \\['comment'\\]"):
        apply_functions([asks], pd.DataFrame({"comment": ["why?"]}))


def test_tables_and_rows_get_the_same_votes() -> None:
    rows = [{"text": "why?", "stars": 5}, {"text": None, "stars": 5}, {"text": "so", "stars": 2}]
    tables = (pd.DataFrame(rows), datasets.Dataset.from_list(rows), pa.Table.from_pylist(rows), iter(rows))
    for table in tables:
        assert apply_functions([asks, counts], table, chunk_rows=2).tolist() == [[1, 0], [-1, -1], [-1, -1]]
