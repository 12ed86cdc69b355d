"""Plain functions vote as Snorkel's do."""

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
