"""Routes, each with the reason and the confidence that decided."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldsmith.errors import InputError
from goldsmith.labels import Cascade, route_by_budget, route_by_cascade, route_by_threshold

confidences = st.lists(st.floats(0, 1), max_size=20)


@settings(max_examples=50)
@given(confidences, st.floats(0, 1), st.floats(0, 1))
def test_people_see_what_the_budget_pays_and_nobody_surer_than_they_see_is_held_back(
    sure: list[float], share: float, accept: float
) -> None:
    rows = route_by_budget(sure, share, accept=accept)
    seen = [row.score for row in rows if row.route == "review"]
    assert len(seen) == int(share * len(sure) + 1e-9)
    assert all(row.score >= accept and row.score > 0 for row in rows if row.route == "accept")
    assert all(row.score < accept or row.score == 0 for row in rows if row.route == "hold")
    others = [row.score for row in rows if row.route != "review"]
    assert not seen or not others or max(seen) <= min(others) + 1e-4  # four decimals decide
    assert [row.score for row in rows] == sure


@settings(max_examples=50)
@given(confidences, st.floats(0, 1))
def test_a_threshold_holds_nothing(sure: list[float], accept: float) -> None:
    rows = route_by_threshold(sure, accept)
    assert [row.route == "accept" for row in rows] == [one >= accept and one > 0 for one in sure]
    assert {row.route for row in rows} <= {"accept", "review"}


def test_ten_percent_of_thirty_rows_are_three() -> None:
    # 0.1 * 30 is 3.0000000000000004 in floating point, and 0.29 * 100 is 28.999999999999996.
    for share, n, wanted in ((0.1, 30, 3), (0.29, 100, 29)):
        assert sum(row.route == "review" for row in route_by_budget(np.full(n, 0.5), share)) == wanted


def test_a_threshold_of_nought_believes_every_label_but_there_must_be_one() -> None:
    cascade = Cascade((0.0, 0.0), 0, 0, ())
    rows = route_by_cascade([[0.1, 0.9], [np.nan, 0.2], [0.0, np.nan]], cascade)
    assert [row.labeller for row in rows] == [0, 1, 2]
    assert [row.score for row in rows] == [0.1, 0.2, 0.0]


@pytest.mark.parametrize(
    "call",
    [
        lambda: route_by_threshold([1.5], 0.5),
        lambda: route_by_threshold([0.5], 1.5),
        lambda: route_by_threshold([float("nan")], 0.5),
        lambda: route_by_budget([0.5], 2),
        lambda: route_by_cascade([[0.5]], Cascade((0.5, 0.5), 0, 0, ())),
    ],
)
def test_what_is_out_of_range_is_refused(call: object) -> None:
    with pytest.raises(InputError):
        call()  # type: ignore[operator]
