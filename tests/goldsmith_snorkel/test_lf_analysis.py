"""The table is Snorkel's own."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from snorkel.labeling import LabelingFunction
from snorkel.labeling import LFAnalysis as Stock

from goldsmith.errors import InputError
from goldsmith_snorkel import LFAnalysis

MATRIX = arrays(np.int64, st.tuples(st.integers(1, 12), st.integers(2, 5)), elements=st.integers(-1, 3))


@given(MATRIX, st.data())
def test_the_summary_equals_snorkels(L: np.ndarray, data: st.DataObject) -> None:
    Y = data.draw(arrays(np.int64, len(L), elements=st.integers(0, 3)))
    for ours, stock in (
        (LFAnalysis(L.astype(np.int8)).lf_summary(Y), Stock(L).lf_summary(Y)),
        (LFAnalysis(L).lf_summary(), Stock(L).lf_summary()),
    ):
        pd.testing.assert_frame_equal(ours, stock, check_dtype=False, rtol=1e-12)


def test_functions_give_the_names() -> None:
    lfs = [LabelingFunction(name, lambda _: -1) for name in ("link", "short")]
    L, Y = np.array([[1, -1], [0, 1], [1, 1]]), np.array([1, 1, 0])
    pd.testing.assert_frame_equal(
        LFAnalysis(L, lfs).lf_summary(Y), Stock(L, lfs).lf_summary(Y), check_dtype=False
    )
    assert [one.name for one in LFAnalysis(L, lfs).lf_errors(Y)] == ["link", "short"]
    with pytest.raises(InputError, match="1 labeling functions, but 2 columns"):
        LFAnalysis(L, lfs[:1])


def test_rows_whose_class_is_not_known_count_for_no_accuracy() -> None:
    L = np.array([[1], [1], [0]])
    summary = LFAnalysis(L).lf_summary(np.array([1, -1, 1]))
    assert summary[["Correct", "Incorrect", "Emp. Acc."]].iloc[0].tolist() == [1, 1, 0.5]


def test_no_rows_have_no_figures() -> None:
    assert LFAnalysis(np.empty((0, 2), dtype=np.int8)).lf_summary()["Coverage"].tolist() == [0, 0]


def test_advice_goes_by_the_votes() -> None:
    texts = ["free cash now"] * 9 + ["a lovely song"] * 9
    (advice,) = LFAnalysis(np.array([[-1]] * 9 + [[0]] * 9)).next_function(texts, clusters=1)
    assert {word.word for word in advice.words} == {"free", "cash", "now"}
