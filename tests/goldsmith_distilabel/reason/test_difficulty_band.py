"""Difficulty against solvers whose accuracy is known, so that the band is a matter of arithmetic."""

import math
from typing import Any

import pytest
from tests.scripted_llm import ScriptedLLM, SyncScriptedLLM

from goldsmith.labels import wilson_interval
from goldsmith.reason import difficulty
from goldsmith_distilabel.reason import DifficultyBand

RIGHT, WRONG = ("<think>\nTwo twos.\n</think>\n\nAnswer: 4", "<think>\nTwo threes.\n</think>\n\nAnswer: 6")


def solver(kind: Any = ScriptedLLM, **right_of_ten: int) -> Any:
    """A model that is right so many times of ten, by the question's name."""
    return kind(
        rules={f"question {name}\\b": [RIGHT] * n + [WRONG] * (10 - n) for name, n in right_of_ten.items()}
    )


def banded(llm: Any, rows: list[dict[str, Any]], **fields: Any) -> list[dict[str, Any]]:
    step = DifficultyBand(name="band", llm=llm, **fields)
    step.load()
    found: list[dict[str, Any]] = next(step.process(rows))
    step.unload()
    return found


def question(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "instruction": f"question {name}", "answer": "4", **more}


def test_the_band_is_strict_and_the_rate_that_of_the_solver() -> None:
    accuracies = {"a": 0, "b": 1, "c": 2, "d": 5, "e": 8, "f": 9, "g": 10}
    found = banded(solver(**accuracies), [question(name) for name in accuracies], n=10)
    assert {row["id"]: row["solved"] for row in found} == accuracies
    assert [row["id"] for row in found if row["keep"]] == ["c", "d", "e"]  # 0.1 and 0.9 themselves are out
    assert found[1]["drop_reason"] == "too hard: 1 of 10 right, wanted a pass rate above 0.1"
    assert found[6]["drop_reason"] == "too easy: 10 of 10 right, wanted a pass rate below 0.9"
    # Wilson for 5 of 10: (0.5 + z^2/20 -+ z sqrt(0.025 + z^2/400)) / (1 + z^2/10), z = 1.96
    assert (found[3]["pass_rate_low"], found[3]["pass_rate_high"]) == pytest.approx(
        (0.2366, 0.7634), abs=1e-4
    )
    assert {row["solver"] for row in found} == {"scripted"}


def test_bounds_are_decimals_and_no_floats() -> None:
    assert 0.1 * 3 > 0.3  # so that 3 of 10 would pass a bound of 0.3 computed so
    assert difficulty(3, 10, above=0.3).reason.startswith("too hard")
    assert difficulty(3, 30).reason.startswith("too hard")
    assert difficulty(27, 30).reason.startswith("too easy")
    assert difficulty(4, 30).reason == difficulty(26, 30).reason == ""
    found = difficulty(4, 30)
    assert (found.low, found.high) == wilson_interval(4, 30)


def test_a_sample_that_is_cut_or_has_no_answer_is_wrong_and_one_not_drawn_does_not_count() -> None:
    cut = {"text": RIGHT, "finish_reason": "length"}
    llm = ScriptedLLM(
        rules={"question a": [RIGHT, RIGHT, cut, "I do not know what to do.\nOr how.\nSorry.", None]}
    )
    (row,) = banded(llm, [question("a")], n=5)
    assert (row["solved"], row["samples"], row["pass_rate"]) == (2, 4, 0.5)


def test_all_questions_of_a_batch_are_asked_at_once() -> None:
    llm = solver(SyncScriptedLLM, a=5, b=5, c=5)
    found = banded(llm, [question(name) for name in "abc"], n=10)
    assert llm.batches == [3]
    assert [row["solved"] for row in found] == [5, 5, 5]


def test_without_a_model_the_rate_of_the_row_is_read() -> None:
    rows = [
        {"instruction": "x", "pass_rate": rate, "samples": 8, "model_name": "m"}
        for rate in (0.0, 0.125, 0.875, 1.0)
    ]
    found = banded(None, rows)
    assert [row["keep"] for row in found] == [False, True, True, False]
    assert [(row["solved"], row["solver"]) for row in found] == [(0, "m"), (1, "m"), (7, "m"), (8, "m")]
    odd = [
        {"instruction": "x"},
        {"instruction": "x", "pass_rate": math.nan, "samples": 8},
        {"instruction": "x", "pass_rate": "high", "samples": 8},
    ]
    assert [row["error"]["kind"] for row in banded(None, odd)] == ["no_pass_rate"] * 3


def test_a_question_without_an_answer_fails_and_a_row_may_keep_its_place() -> None:
    llm = solver(a=10)
    rows = banded(llm, [question("a") | {"answer": ""}, question("a")], n=10, drop=False)
    assert rows[0]["error"]["kind"] == "no_gold"
    assert (rows[1]["keep"], rows[1]["pass_rate"], rows[1]["drop_reason"]) == (True, 1.0, "")
    with pytest.raises(ValueError, match="nothing lies between"):
        DifficultyBand(name="band", above=0.5, below=0.5)


def test_the_question_s_provenance_stays() -> None:
    origin = {"technique": "given", "source": "gsm8k", "depth": 0}
    (row,) = banded(solver(a=5), [question("a", provenance=origin)], n=10)
    assert row["provenance"] == origin
