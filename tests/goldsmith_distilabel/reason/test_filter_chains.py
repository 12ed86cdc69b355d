from typing import Any

import pytest
from distilabel.pipeline import Pipeline as StockPipeline

from goldsmith.verify import CHAIN_PROBLEMS, ChainLimits
from goldsmith_distilabel.reason import FilterChains


def filtered(*rows: dict[str, Any], **fields: Any) -> list[dict[str, Any]]:
    step = FilterChains(name="filter", **fields)
    step.load()
    found: list[dict[str, Any]] = next(step.process(list(rows)))
    step.unload()
    return found


def test_a_chain_is_read_with_its_question_and_its_answer() -> None:
    chain = {
        "generation": "raw",
        "instruction": "9 * 2?",
        "chain": "9 * 2 = 18.",
        "response": "It is 19.",
        "final_answer": "19",
    }
    (row,) = filtered(chain)
    assert (row["keep"], row["chain_flags"]) == (False, ["contradiction"])
    assert row["drop_reason"] == "contradiction: the answer is 19, the chain comes to: 9 * 2 = 18."
    assert row["chain_reasons"]["contradiction"] in row["drop_reason"]
    assert row["chain_scores"] == dict.fromkeys(CHAIN_PROBLEMS, 0.0) | {"contradiction": 1.0}
    assert filtered(chain | {"final_answer": "18", "response": "It is 18."})[0]["keep"] is True


def test_a_text_without_a_chain_is_read_whole_and_its_answer_found_in_any_language() -> None:
    rows = filtered(
        {"generation": "<think>\n9 * 2 = 18.\n</think>\n\nDie Antwort lautet 18.", "final_answer": ""},
        {"generation": "<think>\n9 * 2 = 18."},
        {"generation": "Wir denken nach. Es kommt darauf an."},
        {"generation": None},
    )
    assert [row["chain_flags"] for row in rows] == [[], ["truncated"], ["no_answer"], ["no_answer"]]


def test_the_model_s_finish_reason_and_a_leak_are_seen() -> None:
    row = {"generation": "9 * 2 = 18. The answer is 18.", "finish_reason": "length"}
    assert filtered(row)[0]["drop_reason"] == "truncated: the length limit ended it"
    row = {
        "instruction": "9 * 2? Answer: 18",
        "answer": "9 * 2\n#### 18",
        "generation": "9 * 2 = 18. The answer is 18.",
    }
    assert filtered(row)[0]["chain_flags"] == ["leaked_answer"]


def test_a_limit_moves_or_switches_a_check_off_and_a_row_may_keep_its_place() -> None:
    row = {"generation": "3 * 4 = 13, and 13 + 2 = 15. The answer is 15."}
    assert filtered(row, limits=ChainLimits(false_sum=1))[0]["keep"] is True
    assert filtered(row, limits=ChainLimits(false_sum=None))[0]["chain_flags"] == []
    (kept,) = filtered(row, drop=False)
    assert (kept["keep"], kept["drop_reason"], kept["chain_flags"]) == (True, "", ["false_sum"])


def test_a_row_dropped_before_keeps_its_first_reason() -> None:
    row = {
        "generation": "3 * 4 = 13. The answer is 13.",
        "keep": False,
        "drop_reason": "unverified: the numbers differ",
    }
    (found,) = filtered(row)
    assert (found["drop_reason"], found["chain_flags"]) == ("unverified: the numbers differ", ["false_sum"])


@pytest.mark.parametrize("strange", [None, 3, ["a"], {}, "", "\ud800\x00", "١" * 5000])
def test_odd_columns_fail_no_batch(strange: Any) -> None:
    names = ("generation", "chain", "response", "final_answer", "instruction", "answer", "finish_reason")
    rows = filtered(*({"generation": "The answer is 4.", name: strange} for name in names))
    assert len(rows) == len(names)
    assert all(isinstance(row["drop_reason"], str) for row in rows)


def test_limits_survive_a_saved_pipeline(tmp_path: Any) -> None:
    with StockPipeline(name="saved") as pipeline:
        FilterChains(name="filter", limits=ChainLimits(waiting=0.5, mixed_languages=None))
    pipeline.save(tmp_path / "pipeline.yaml", format="yaml")
    again = StockPipeline.from_yaml(tmp_path / "pipeline.yaml").dag.get_step("filter")["step"]
    assert again.limits == ChainLimits(waiting=0.5, mixed_languages=None)
