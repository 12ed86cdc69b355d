"""What sections say before anything is drawn."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.errors import InputError
from goldsmith.quality import (
    Bar,
    Bars,
    Column,
    Flow,
    Histogram,
    Line,
    Lines,
    Reliability,
    Stage,
    Table,
    Tile,
)
from goldsmith.quality.html_report.axis import Axis
from goldsmith.quality.html_report.figure import figure

nan, inf = math.nan, math.inf


@pytest.mark.parametrize(
    ("value", "style", "shown"),
    [
        (0, "number", "0"),
        (-1234, "number", "−1,234"),
        (np.int64(1234), "number", "1,234"),
        (0.0, "number", "0.000"),
        (0.00001234, "number", "1.2e-05"),
        (123.456, "number", "123"),
        (-0.05, "percent", "−5.0%"),
        (1, "percent", "100.0%"),
        (-inf, "number", "−∞"),
        (None, "percent", "n/a"),
        ("3 of 4", "percent", "3 of 4"),
    ],
)
def test_figures_read_like_print(value: object, style: str, shown: str) -> None:
    assert figure(value, style) == shown


def test_a_tile_shows_its_interval_in_its_own_style() -> None:
    assert Tile("Accuracy", 0.9, style="percent", interval=(0.85, 0.95)).between == "85.0% – 95.0%"
    assert Tile("Accuracy", 0.9).between == ""


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9), st.booleans())
def test_an_axis_holds_its_values_between_round_ticks(a: float, b: float, zero: bool) -> None:
    axis = Axis.around([a, b, nan, inf], zero=zero)
    assert axis.low <= min(a, b) + 1e-6
    assert axis.high >= max(a, b) - 1e-6
    assert not zero or axis.low <= 0 <= axis.high
    ticks = [value for value, _ in axis.ticks()]
    if abs(a - b) > 1e-3:
        assert 2 <= len(ticks) <= 12
        assert len({text for _, text in axis.ticks()}) == len(ticks)
        assert np.allclose(np.diff(ticks), ticks[1] - ticks[0])


def test_an_axis_in_percent_says_so() -> None:
    assert [text for _, text in Axis.around([0.88, 0.97], "percent").ticks()][:3] == ["88%", "90%", "92%"]
    assert [text for _, text in Axis(0, 0.01, "percent").ticks()][1] == "0.2%"


def test_bars_in_percent_reach_from_nothing_to_everything() -> None:
    assert Bars("b", [Bar("x", 0.3)], "percent").axis == Axis(0, 1, "percent")
    assert Bars("b", [Bar("kappa", -0.2), Bar("other", 0.4)]).axis.low < 0


def test_a_bar_without_a_value_is_named_but_not_drawn() -> None:
    assert [Bar("b", value).drawn for value in (None, nan, 0.0)] == [False, False, True]


def test_a_histogram_counts_every_value_once() -> None:
    h = Histogram("h", [0, 0.5, 1, 2, None, nan, inf], bins=2, span=(0, 1))
    # 0 in [0, 0.5); 0.5 and 1 in [0.5, 1]; 2 outside; None, NaN and infinity missing.
    assert (h.counts, h.outside, h.missing) == ([1, 2], 1, 3)
    assert h.table == [("0.000 – 0.500", "1"), ("0.500 – 1.00", "2")]


@given(st.lists(st.floats(allow_nan=True, width=32), max_size=30), st.integers(1, 9))
def test_a_histogram_loses_no_value(values: list[float], bins: int) -> None:
    h = Histogram("h", values, bins)
    assert sum(h.counts) + h.missing == len(values)
    assert h.outside == 0


@pytest.mark.parametrize("bad", [{"bins": 0}, {"span": (1, 0)}, {"values": ["a"]}, {"values": [[1]]}])
def test_a_histogram_refuses_what_it_cannot_draw(bad: dict) -> None:
    with pytest.raises(InputError):
        Histogram(**{"title": "h", "values": [1], **bad})


def test_a_line_is_broken_where_a_value_is_missing() -> None:
    lines = Lines("l", [Line("a", [0, 1, 2, 3], [0, None, 1, 1])])
    assert lines.path(lines.lines[0]) == "M0 100 M66.667 0 L100 0"
    assert lines.table == [("a", "0.000", "0.000"), ("a", "2.00", "1.00"), ("a", "3.00", "1.00")]


def test_a_band_runs_out_above_and_back_below() -> None:
    lines = Lines("l", [Line("a", [0, 1], [0.5, 0.5], [0, 0], [1, 1])])
    assert lines.band(lines.lines[0]) == "M0 0 L100 0 L100 100 L0 100 Z"


@pytest.mark.parametrize("points", [([1], [1, 2]), ([1], [1], [0]), ([1], [1], [], [2])])
def test_a_line_needs_as_many_values_as_places(points: tuple) -> None:
    with pytest.raises(InputError, match="give as many"):
        Line("a", *points)


def test_reliability_leaves_out_and_counts_rows_without_a_prediction() -> None:
    r = Reliability("r", [0.5, None, 1.0], [0, 1, nan], bins=2)
    assert (r.total, r.missing, r.ece) == (1, 2, 0.5)


def test_reliability_refuses_percentages_and_different_lengths() -> None:
    with pytest.raises(InputError, match="scale percentages"):
        Reliability("r", [87.0], [1])
    with pytest.raises(InputError, match="different lengths"):
        Reliability("r", [0.5], [1, 0])


@pytest.mark.parametrize(
    ("stages", "change"),
    [
        (
            [Stage("in", 10), Stage("kept", 7, {"duplicate": 2})],
            "−3 rows: −2 duplicate, −1 without a recorded reason",
        ),
        ([Stage("in", 10), Stage("more", 14)], "+4 added"),
        ([Stage("in", 10), Stage("kept", 8, {"duplicate": 2, "short": 0})], "−2 duplicate"),
        ([Stage("in", 10), Stage("kept", 9, {"duplicate": 3})], "−1 rows: −3 duplicate, +2 added"),
        ([Stage("in", 10), Stage("same", 10)], ""),
    ],
)
def test_a_flow_accounts_for_every_row(stages: list[Stage], change: str) -> None:
    assert Flow("f", stages).change(1) == change


def test_a_split_is_filled_up_with_the_rest() -> None:
    assert Stage("s", 10, split={"a": 4, "b": 3}).parts == [("a", 0, 4), ("b", 4, 3), ("other", 7, 3)]
    with pytest.raises(InputError, match="splits 11 rows but has 10"):
        Stage("s", 10, split={"a": 11})
    with pytest.raises(InputError, match="negative"):
        Stage("s", -1)


def test_a_flow_of_nothing_has_no_share() -> None:
    flow = Flow("f", [Stage("in", 0)])
    assert (flow.widest, flow.share(flow.stages[0])) == (1, "n/a")


def test_table_columns_of_numbers_align_and_others_do_not() -> None:
    table = Table(
        "t",
        ["n", "x", Column("p", "percent"), "b", "s"],
        [[1000, 1, 0.5, True, None], [2, nan, None, 0, "a"]],
    )
    assert table.numeric == [True, True, True, False, False]
    assert table.cells == [["1,000", "1.000", "50.0%", "True", "n/a"], ["2", "n/a", "n/a", "0", "a"]]


def test_a_table_refuses_a_short_row() -> None:
    with pytest.raises(InputError, match="2 columns but a row of 1"):
        Table("t", ["a", "b"], [[1]])
