"""Votes are Snorkel's own, bad rows and bad functions aside."""

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from snorkel.labeling import LabelingFunction, PandasLFApplier, labeling_function
from snorkel.preprocess import preprocessor

from goldsmith.errors import InputError
from goldsmith_recipes.youtube import TASK
from goldsmith_snorkel import ApplyReport, LabelModel, apply_lfs


@pytest.fixture(scope="session")
def comments() -> list[dict[str, Any]]:
    from pathlib import Path

    import goldsmith_recipes

    path = Path(goldsmith_recipes.__file__).parent / "data" / "youtube_comments.jsonl"
    return [json.loads(line) for line in path.read_text().split("\n") if line]


@preprocessor(memoize=False)
def lower(row: Any) -> Any:
    row.text = row.text.lower()
    return row


@labeling_function(pre=[lower], resources={"words": ["subscribe"]})
def with_everything(row: Any, words: list[str]) -> int:
    return 1 if any(word in row.text for word in words) else -1


def test_votes_equal_snorkels_applier_on_real_comments(comments: list[dict[str, Any]]) -> None:
    lfs = [*TASK.functions, with_everything]
    expected = PandasLFApplier(lfs).apply(pd.DataFrame(comments), progress_bar=False)
    L = apply_lfs(lfs, comments, cardinality=2)
    assert L.dtype == np.int8
    assert (expected == L).all()


def lf(name: str, function: Callable[[Any], int]) -> LabelingFunction:
    return LabelingFunction(name, function)


def test_a_raising_function_abstains_on_that_row_alone_and_is_counted() -> None:
    report = ApplyReport()
    votes = apply_lfs(
        [lf("fragile", lambda row: 10 // int(row.text) and 1)], [{"text": "5"}, {"text": "0"}], report=report
    )
    assert votes.tolist() == [[1], [-1]]
    assert report.failures == {"fragile": 1}
    assert report.first_error["fragile"].startswith("ZeroDivisionError")


@pytest.mark.parametrize("missing", [None, float("nan")])
def test_a_row_without_text_gets_no_vote(missing: Any) -> None:
    assert apply_lfs([lf("always", lambda _: 1)], [{"text": missing}, {}]).tolist() == [[-1], [-1]]


def test_no_rows_give_an_empty_matrix_of_the_right_width() -> None:
    assert apply_lfs(TASK.functions, []).shape == (0, len(TASK.functions))


@pytest.mark.parametrize(
    ("lfs", "message"),
    [
        ([], "no labeling functions"),
        ([lf("twin", lambda _: 1), lf("twin", lambda _: 0)], "two labeling functions are called 'twin'"),
        ([lf("wild", lambda _: 7)], "'wild' voted 7 on row 0"),
        ([lf("huge", lambda _: 300)], "'huge' voted 300 on row 0"),
    ],
)
def test_unusable_functions_are_named(lfs: list[LabelingFunction], message: str) -> None:
    with pytest.raises(InputError, match=message):
        apply_lfs(lfs, [{"text": "a"}], cardinality=2)


def test_the_label_model_is_snorkels_own(comments: list[dict[str, Any]]) -> None:
    from snorkel.labeling.model import LabelModel as Stock

    L = apply_lfs(TASK.functions, comments)
    ours, stock = LabelModel(cardinality=2, verbose=False), Stock(cardinality=2, verbose=False)
    for model in (ours, stock):
        model.fit(L, n_epochs=200, seed=3, progress_bar=False)
    assert ours.predict_proba(L) == pytest.approx(stock.predict_proba(L), abs=1e-6)


def test_a_row_nobody_votes_on_gets_no_label() -> None:
    L = np.array([[1, 1, -1], [0, -1, 0], [1, 1, 1], [0, 0, -1], [-1, -1, -1]], dtype=np.int8)
    model = LabelModel(cardinality=2, verbose=False)
    model.fit(L, seed=0, progress_bar=False)
    labels, confidence = model.confident_labels(L)
    assert labels[-1] == -1
    assert confidence[-1] == 0.0
    assert labels[:4].tolist() == [1, 0, 1, 0]


@pytest.mark.parametrize(
    ("L", "message"),
    [(np.ones((4, 2), np.int8), r"m >= 3"), (-np.ones((4, 3), np.int8), "nobody votes on any row")],
)
def test_a_matrix_that_cannot_be_fitted_is_refused(L: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        LabelModel(cardinality=2, verbose=False).fit(L)
