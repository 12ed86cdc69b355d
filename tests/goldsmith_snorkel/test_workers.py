"""Other processes and a cluster give the votes that this process gives."""

from typing import Any

import pandas as pd
import pytest
from snorkel.labeling import LabelingFunction, PandasLFApplier, labeling_function
from tests.local_ray import local_ray

from goldsmith.errors import InputError
from goldsmith_snorkel import ApplyReport, apply_lfs, keyword_lf, llm_labeling_function, lookup_lf, regex_lf

ROWS: list[dict[str, Any]] = [
    {"text": text if number % 7 else None, "author": author, "number": number}
    for number, (text, author) in enumerate(
        [("Check out my FREE stuff", "shop"), ("so lovely", "fan"), ("watch http://x.y", "")] * 40
    )
]


@labeling_function(resources={"few": 60})
def early(row: Any, few: int) -> int:
    return 1 if 10 // (row.number % 5) > 2 and row.number < few else -1


def functions() -> list[LabelingFunction]:
    words = ["lovely"]  # a closure: plain pickle knows none
    return [
        early,
        LabelingFunction("lovely", lambda row: 0 if words[0] in row["text"] else -1),
        keyword_lf("free", ["free"], 1),
        regex_lf("link", r"https?://", 1),
        lookup_lf("author", {"shop": 1, "fan": 0}, column="author"),
    ]


def applied(**how: Any) -> tuple[list[list[int]], ApplyReport]:
    report = ApplyReport()
    return apply_lfs(functions(), ROWS, report=report, **how).tolist(), report


def test_processes_give_the_same_votes_failures_and_first_error() -> None:
    assert applied(workers=2, chunk_rows=50) == applied()
    assert applied()[1].failures["early"] == len(
        [row for row in ROWS if row["text"] and not row["number"] % 5]
    )


def test_ray_gives_the_same_votes_failures_and_first_error() -> None:
    with local_ray(num_cpus=1):
        assert applied(workers="ray", chunk_rows=50) == applied()


def test_column_functions_vote_in_snorkels_own_applier_too() -> None:
    frame = pd.DataFrame([row for row in ROWS if row["text"]])
    expected = PandasLFApplier(functions()[1:]).apply(frame, progress_bar=False)
    assert (apply_lfs(functions()[1:], frame, progress_bar=True) == expected).all()


def test_a_function_that_asks_a_model_stays_in_its_process() -> None:
    asks = llm_labeling_function(
        "link",
        "Is there a link?",
        {"yes": 1, "no": -1},
        llm="python:tests.goldsmith_snorkel.answering:by_words",
    )
    with pytest.raises(InputError, match="'link' asks a model"):
        apply_lfs([asks], ROWS, workers=2)


@pytest.mark.parametrize("workers", [0, -1])
def test_no_worker_is_refused(workers: int) -> None:
    with pytest.raises(InputError, match="workers must be 1 or more"):
        apply_lfs(functions(), ROWS, workers=workers)
