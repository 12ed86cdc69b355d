"""Accuracy against cost, by hand, and the page about it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldsmith.errors import InputError
from goldsmith.labels import CostQualityCurve, Labeller, People, cost_quality_curve, wilson_interval
from goldsmith.quality import cost_quality_report

PEOPLE = People(money=0.5, hours=0.01, accuracy=0.9)


def labellers(seed: int, n: int = 40) -> list[Labeller]:
    rng = np.random.default_rng(seed)
    sure = rng.random((2, n))
    correct = np.where(rng.random((2, n)) < 0.6, rng.random((2, n)) < sure, np.nan)
    return [
        Labeller("functions", sure[0], correct[0], setup_hours=3, setup_money=60),
        Labeller("model", sure[1], correct[1], money=0.02, hours=0.0001),
    ]


def test_accuracy_money_and_hours_by_hand() -> None:
    # Of four rows, surest last, people check one (the first): 1/4 * 0.9 + 3/4 * 2/3 of the known rest is right.
    one = Labeller(
        "model", [0.1, 0.2, 0.3, 0.4], [0, 1, 0, 1], money=0.1, hours=0.5, setup_money=7, setup_hours=2
    )
    (point,) = cost_quality_curve([one], PEOPLE, shares=[0.25]).points
    low, high = wilson_interval(2, 3)
    assert point.accuracy == pytest.approx(0.225 + 0.5)
    assert (point.low, point.high) == pytest.approx((0.225 + 0.75 * low, 0.225 + 0.75 * high))
    assert (point.money, point.hours) == pytest.approx((7 + 0.4 + 0.5, 2 + 2 + 0.01))


def test_where_nothing_is_known_the_confidence_counts() -> None:
    (point,) = cost_quality_curve([Labeller("model", [0.5, 0.7, 0.9])], PEOPLE, shares=[1 / 3]).points
    assert point.accuracy == pytest.approx(0.9 / 3 + 2 / 3 * 0.8)


def test_unknown_rows_leave_the_interval_open() -> None:
    one = Labeller("model", [0.2, 0.9], [1, np.nan])
    (point,) = cost_quality_curve([one], PEOPLE, shares=[0.5]).points
    assert (point.low, point.high) == pytest.approx((0.45, 0.95))


@settings(max_examples=30)
@given(st.integers(0, 2**16))
def test_more_people_cost_more_and_all_rows_have_their_accuracy(seed: int) -> None:
    curve = cost_quality_curve(labellers(seed), PEOPLE)
    for name in ("functions", "model"):
        points = [point for point in curve.points if point.labeller == name]
        assert [point.money for point in points] == sorted(point.money for point in points)
        assert (points[-1].accuracy, points[-1].low, points[-1].high) == pytest.approx((0.9, 0.9, 0.9))
        assert all(0 <= point.low <= point.accuracy + 1e-9 <= point.high + 2e-9 for point in points)


@settings(max_examples=30)
@given(st.integers(0, 2**16))
def test_nothing_beats_the_front(seed: int) -> None:
    curve = cost_quality_curve(labellers(seed), PEOPLE)
    for point in curve.points:
        assert any(one.money <= point.money and one.accuracy >= point.accuracy - 1e-9 for one in curve.front)
    money, accuracy = zip(*[(one.money, one.accuracy) for one in curve.front], strict=True)
    assert list(money) == sorted(set(money))
    assert list(accuracy) == sorted(set(accuracy))
    assert curve.recommended in curve.front


def steep() -> CostQualityCurve:
    # Ten rows, the two least sure ones wrong: the first two checks are worth their money, the others are not.
    one = Labeller("model", np.linspace(0.1, 1, 10), [0, 0] + [1] * 8)
    return cost_quality_curve([one], People(money=1.0), shares=np.linspace(0, 1, 11))


def test_the_knee_is_where_people_stop_to_help() -> None:
    best = steep().recommended
    assert (best.share, best.accuracy, best.money) == (0.2, 1.0, 2.0)


def test_a_target_is_reached_at_the_lower_end_as_cheaply_as_can_be() -> None:
    one = Labeller("model", np.linspace(0, 1, 200), np.arange(200) >= 20)
    curve = cost_quality_curve([one], People(money=1.0), target=0.97)
    reached = [point for point in curve.points if point.low >= 0.97]
    assert curve.recommended == min(reached, key=lambda point: point.money)
    assert "97.0%" in curve.reason
    assert "no mix" not in curve.reason


@pytest.mark.parametrize(
    ("wanted", "money", "words"),
    [
        ({"budget": 1.5}, 1, "the most accurate mix for at most 1.5"),
        ({"target": 0.99, "budget": 1.0}, 1, "no mix in reach is surely at 99.0%"),
        ({"budget": -1.0}, 0, "no mix can be paid"),
    ],
)
def test_what_cannot_be_had_is_said(wanted: dict, money: float, words: str) -> None:
    one = Labeller("model", np.linspace(0.1, 1, 10), [0, 0] + [1] * 8)
    curve = cost_quality_curve([one], People(money=1.0), shares=np.linspace(0, 1, 11), **wanted)
    assert curve.recommended.money == money
    assert words in curve.reason


def test_a_single_mix_is_recommended() -> None:
    assert cost_quality_curve([Labeller("model", [0.5])], PEOPLE, shares=[0]).recommended.share == 0


def test_the_page_shows_curves_and_recommendation() -> None:
    sections = cost_quality_report(cost_quality_curve(labellers(0), PEOPLE)).to_dict()["sections"]
    kinds = [section["kind"] for section in sections]
    assert kinds == ["numbers", "text", "lines", "lines", "table"]
    assert [line["label"] for line in sections[2]["lines"]] == ["functions", "model"]
    assert sections[2]["lines"][0]["x"][0] == 60


@pytest.mark.parametrize(
    ("given", "settings", "words"),
    [
        ([], {}, "wanted labellers"),
        ([Labeller("a", [0.5])], {"shares": [2.0]}, "shares in"),
        ([Labeller("a", [0.5]), Labeller("b", [0.5, 0.5])], {}, "the same rows"),
        ([Labeller("a", [0.5], [float("nan")])], {}, "a known row at least"),
        ([Labeller("a", [0.5], [2])], {}, "0, 1 or NaN"),
        ([Labeller("a", [0.5])], {"people": People(money=1, accuracy=2)}, "accuracy of people"),
    ],
)
def test_it_says_what_is_wrong(given: list[Labeller], settings: dict, words: str) -> None:
    with pytest.raises(InputError, match=words):
        cost_quality_curve(given, **{"people": PEOPLE} | settings)
