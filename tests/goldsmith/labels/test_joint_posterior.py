"""Votes and texts are weighed together, and votes alone where nothing can be learnt."""

import logging

import numpy as np
import pytest

from goldsmith.errors import InputError
from goldsmith.labels import EndModel, joint_posterior, map_em

RNG = np.random.default_rng(0)
TRUTH = RNG.integers(2, size=400)
TEXTS = [
    " ".join(RNG.choice(["buy", "win", "now"] if true else ["see", "home", "soon"], 3))
    + f" word{RNG.integers(50)}"
    for true in TRUTH
]
VOTES = np.where(RNG.random((400, 2)) < 0.75, TRUTH[:, None], 1 - TRUTH[:, None])
VOTES[RNG.random(VOTES.shape) < 0.4] = -1
FIT = map_em(VOTES, 2)


def test_it_is_the_normalised_product_and_the_end_models_where_nobody_votes() -> None:
    learnt = EndModel().out_of_fold(TEXTS, FIT.probabilities, FIT.covered)
    product = FIT.probabilities * learnt
    expected = np.where(FIT.covered[:, None], product / product.sum(axis=1, keepdims=True), learnt)
    assert joint_posterior(TEXTS, FIT.probabilities, FIT.covered) == pytest.approx(expected)


def test_the_texts_mend_wrong_votes_and_label_open_rows() -> None:
    labels = joint_posterior(TEXTS, FIT.probabilities, FIT.covered).argmax(axis=1)
    assert (labels == TRUTH).mean() > 0.84 > (FIT.labels == TRUTH).mean() + 0.1


@pytest.mark.parametrize(
    ("texts", "covered"),
    [(TEXTS, np.arange(400) < 49), (TEXTS, np.ones(400, dtype=bool) & (FIT.labels == 1))],
)
def test_few_rows_or_one_class_teach_nothing(texts: list[str], covered: np.ndarray) -> None:
    assert (joint_posterior(texts, FIT.probabilities, covered) == FIT.probabilities).all()


def test_equal_texts_teach_nothing_and_it_says_so(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        found = joint_posterior(["same words"] * 400, FIT.probabilities, FIT.covered)
    assert (found == FIT.probabilities).all()
    assert "there is no end model" in caplog.text


def test_other_rows_are_refused() -> None:
    with pytest.raises(InputError, match="for 399 rows"):
        joint_posterior(TEXTS[1:], FIT.probabilities, FIT.covered)
