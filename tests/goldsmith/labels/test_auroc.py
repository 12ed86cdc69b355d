import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from goldsmith.errors import InputError
from goldsmith.labels import auroc

SCORES = st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=40)


@given(SCORES)
def test_it_is_scikit_learns_with_ties_too(pairs: list[tuple[int, bool]]) -> None:
    score, correct = [one / 5 for one, _ in pairs], [right for _, right in pairs]
    if len(set(correct)) == 2:
        assert auroc(score, correct) == pytest.approx(roc_auc_score(correct, score), abs=1e-12)
    else:
        assert np.isnan(auroc(score, correct))


@pytest.mark.parametrize(
    ("score", "correct"), [([0.5], [1, 0]), ([float("nan"), 1], [0, 1]), ([0.5, 0.6], [2, 0])]
)
def test_what_is_no_score_or_no_verdict_is_refused(score: list[float], correct: list[int]) -> None:
    with pytest.raises(InputError):
        auroc(score, correct)
