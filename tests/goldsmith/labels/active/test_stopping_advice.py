"""When to stop labelling."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from goldsmith.errors import InputError
from goldsmith.labels import stopping_advice


@settings(max_examples=25)
@given(st.integers(0, 2**16))
def test_agreement_is_scikit_learns_kappa(seed: int) -> None:
    rounds = np.random.default_rng(seed).integers(3, size=(5, 30))
    advice = stopping_advice(rounds)
    expected = [cohen_kappa_score(before, after) for before, after in pairwise(rounds)]
    np.testing.assert_allclose(advice.agreement, expected, atol=1e-9)
    assert advice.stop == (np.mean(expected[-3:]) >= 0.99)


def test_it_stops_once_the_models_have_settled() -> None:
    settled = [0, 1] * 50
    changed = [1 - settled[0], *settled[1:]]
    moving = [[1, 0] * 50, settled]
    assert not stopping_advice([*moving, settled]).stop
    assert stopping_advice([*moving, *[settled] * 3]).stop
    # One of 100 labels differs twice: kappa is 0.98 twice and 1 once, 0.987 on average.
    nearly = stopping_advice([*moving, changed, settled, settled])
    assert not nearly.stop
    assert "0.987" in nearly.reason
    assert stopping_advice([*moving, changed, settled, settled], threshold=0.98).stop


def test_models_that_say_one_class_throughout_are_no_sign() -> None:
    advice = stopping_advice([[0] * 10] * 6)
    assert not advice.stop
    assert "one class throughout" in advice.reason


@pytest.mark.parametrize(
    ("predictions", "settings", "words"),
    [
        ([[0, 1], [0]], {}, "equally long"),
        ([[], []], {}, "non-empty"),
        ([[0, 1]], {"threshold": 0}, "threshold"),
        ([[0, 1]], {"window": 0}, "window"),
    ],
)
def test_it_says_what_is_wrong(predictions: list, settings: dict, words: str) -> None:
    with pytest.raises(InputError, match=words):
        stopping_advice(predictions, **settings)
