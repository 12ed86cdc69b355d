"""Judges beside people, judges beside length, and several judges together."""

from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import spearmanr

from goldsmith.errors import InputError
from goldsmith.generate import Rating
from goldsmith.judging import PanelRating, judge_agreement, length_bias, rank_correlation

PEOPLE = {f"item {i}": [1 + i % 5, 1 + i % 5] for i in range(60)}


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 4)), min_size=2, max_size=30))
def test_the_rank_correlation_is_that_of_scipy(pairs: list[tuple[int, int]]) -> None:
    one, other = zip(*pairs, strict=True)
    if len(set(one)) == 1 or len(set(other)) == 1:
        assert isnan(rank_correlation(one, other))
    else:
        assert rank_correlation(one, other) == pytest.approx(spearmanr(one, other).statistic, abs=1e-12)


def test_a_judge_who_rates_as_people_do_agrees_with_them() -> None:
    found = judge_agreement({item: float(given[0]) for item, given in PEOPLE.items()}, PEOPLE)
    assert (found.items, found.missing, found.alpha, found.exact, found.bias) == (60, 0, 1.0, 1.0, 0.0)
    assert found.people_alpha == found.rank_correlation == 1.0
    assert found.interval == (1.0, 1.0)


def test_a_generous_judge_ranks_as_people_do_and_shows_by_how_much_it_is_generous() -> None:
    found = judge_agreement({item: given[0] + 1.0 for item, given in PEOPLE.items()}, PEOPLE)
    assert found.rank_correlation == pytest.approx(1.0)
    assert (found.bias, found.bias_interval, found.exact) == (1.0, (1.0, 1.0), 0.0)
    assert found.alpha < 0.9


def test_what_the_judge_could_not_rate_is_counted_and_no_number() -> None:
    judge = {"item 0": None, "item 1": float("nan"), "item 2": 3.0, "no review": 5.0}
    people = {"item 0": [1], "item 1": [2], "item 2": [2, 3, 4], "item 3": [5], "item 4": []}
    found = judge_agreement(judge, people)
    assert (found.items, found.missing, found.exact) == (1, 3, 1.0)
    assert isnan(found.bias_interval[0])
    with pytest.raises(InputError, match="no item has a rating by the judge and by a person"):
        judge_agreement({"a": None}, people)


def test_length_is_a_bias_only_beyond_what_people_prefer() -> None:
    rng = np.random.default_rng(0)
    lengths = rng.permutation(200).astype(float)
    people = 1 + 4 * lengths / 200  # longer ones are better
    fair = length_bias(list(people), list(lengths), list(people + rng.normal(0, 0.1, 200)))
    assert fair.ratings.value == pytest.approx(1.0)
    assert fair.excess.low < 0 < fair.excess.high
    noise = rng.normal(3, 1, 200)  # length says nothing
    partial = length_bias(list(noise + lengths / 100), list(lengths), list(noise))
    assert partial.excess.low > 0.9
    assert isnan(length_bias(list(noise), list(lengths)).people.value)


def test_a_missing_rating_has_no_length() -> None:
    found = length_bias([1, None, 3, float("nan")], [1, 2, 3, 4], [1, 1, 2, 2])
    assert found.items == 2
    with pytest.raises(InputError, match="1 of 2 items have a rating"):
        length_bias([1, None], [1, 2])
    with pytest.raises(InputError, match="wanted as many of each"):
        length_bias([1], [1, 2])


def test_a_judge_counts_once_however_often_it_could_be_read() -> None:
    panel = PanelRating(
        {
            "a": [Rating(1), Rating(1), Rating(1)],
            "b": [Rating(5), Rating(problem="N/A")],
            "c": [Rating(problem="N/A")],
        }
    )
    assert panel.value == 3.0
    assert panel.by_judge["b"] == 5.0
    assert isnan(panel.by_judge["c"])
    assert panel.problem == "N/A"
