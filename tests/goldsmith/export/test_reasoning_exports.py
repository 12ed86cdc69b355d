"""Chains, labelled steps, pairs and prompts in the forms that TRL documents for its trainers."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from datasets import Dataset, DatasetDict, Value, load_dataset
from datasets.features import List

from goldsmith.errors import InputError
from goldsmith.export import Examples, to_chain_dpo, to_prm, to_reasoning_sft, to_rlvr
from goldsmith.verify import math_equal, run_code

CHAIN = {
    "id": "a",
    "instruction": "2 * 3 + 1?",
    "answer": "2 * 3 + 1\n#### 7",
    "chain": "2 * 3 = 6.\n\n6 + 1 = 7.",
    "response": "Answer: 7",
    "final_answer": "7",
    "finish_reason": "stop",
}
STEPS = {
    "id": "a",
    "instruction": "2 * 3 + 1?",
    "steps": ["2 * 3 = 6.", "6 + 1 = 8.", "So 8."],
    "step_labels": [True, False, False],
}
DROPPED = {"keep": False, "drop_reason": "too easy: 8 of 8 right"}
FAILED = {"error": {"kind": "unreadable"}}


def test_a_chain_is_learned_between_think_tags_after_the_system_prompt() -> None:
    (example,) = to_reasoning_sft([CHAIN | {"system_prompt": "Be brief."}])
    assert example == {
        "id": "a",
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "2 * 3 + 1?"},
            {"role": "assistant", "content": "<think>\n2 * 3 = 6.\n\n6 + 1 = 7.\n</think>\n\nAnswer: 7"},
        ],
    }


def test_what_is_left_out_is_counted_by_its_reason() -> None:
    rows = [
        CHAIN,
        CHAIN | DROPPED,
        CHAIN | DROPPED | {"drop_reason": "too easy: 9 of 9 right"},
        CHAIN | FAILED,
        CHAIN | {"chain": " "},
        CHAIN | {"response": None},
        CHAIN | {"finish_reason": "length"},
        CHAIN | {"chain": "So. </think> Or not."},
    ]
    found = to_reasoning_sft(rows)
    assert len(found) == 1
    assert found.left_out == {
        "too easy": 2, "failed: unreadable": 1, "no chain": 1, "no response": 1, "cut off": 1, "a think tag within the text": 1,
    }  # fmt: skip
    assert len(found) + sum(found.left_out.values()) == len(rows)


def test_labelled_steps_are_trl_s_stepwise_supervision() -> None:
    # The example of TRL's page on dataset formats has these columns: a text, texts, and as many booleans.
    (whole,) = to_prm([STEPS], after_first_error="keep")
    assert whole == {
        "id": "a", "prompt": "2 * 3 + 1?", "completions": ["2 * 3 = 6.", "6 + 1 = 8.", "So 8."], "labels": [True, False, False],
    }  # fmt: skip
    (cut,) = to_prm([STEPS])
    assert (cut["completions"], cut["labels"]) == (["2 * 3 = 6.", "6 + 1 = 8."], [True, False])
    features = Dataset.from_list(to_prm([STEPS])).features
    assert features["prompt"] == Value("string")
    assert features["completions"] == List(Value("string"))
    assert features["labels"] == List(Value("bool"))
    found = to_prm([STEPS, STEPS | {"step_labels": []}, {"instruction": "x"}, STEPS | DROPPED])
    assert (len(found), found.left_out) == (1, {"no labels": 2, "too easy": 1})


def test_right_and_wrong_chains_are_pairs_that_say_how_their_lengths_differ() -> None:
    right = CHAIN | {"question_id": "q", "verified": True}
    wrong = right | {
        "id": "b",
        "chain": "2 * 3 = 5.",
        "response": "Answer: 6",
        "final_answer": "6",
        "verified": False,
        "keep": False,
    }
    alone = CHAIN | {"id": "c", "question_id": "r", "verified": True}
    hopeless = wrong | {"question_id": "s"}
    found = to_chain_dpo([right, wrong, alone, hopeless])
    (pair,) = found
    assert pair["prompt"] == [{"role": "user", "content": "2 * 3 + 1?"}]
    lengths = [len(pair[side][0]["content"]) for side in ("chosen", "rejected")]
    assert (
        pair["length_difference"]
        == lengths[0] - lengths[1]
        == len("2 * 3 = 6.\n\n6 + 1 = 7.") - len("2 * 3 = 5.")
    )
    assert (pair["question_id"], pair["chosen_answer"], pair["rejected_answer"]) == ("q", "7", "6")
    assert found.left_out == {"no wrong chain": 1, "no right chain": 1}


def test_a_prompt_says_what_is_right_and_how_to_check_it() -> None:
    settings = {"tolerance": 0.01, "unit": "eggs"}
    found = to_rlvr(
        [CHAIN | {"question_id": "q"}, CHAIN | {"id": "b", "question_id": "q"}, CHAIN | {"answer": " "}],
        settings=settings,
    )
    assert list(found) == [
        {
            "id": "q",
            "prompt": [{"role": "user", "content": "2 * 3 + 1?"}],
            "ground_truth": "7",
            "verifier": {"name": "math_equal", "settings": settings},
        }
    ]
    assert found.left_out == {"another chain of the question": 1, "no ground truth": 1}
    (one,) = found
    assert math_equal(one["ground_truth"], "<think>6 + 1</think> \\boxed{7}", **one["verifier"]["settings"])
    assert not math_equal(one["ground_truth"], "Answer: 8", **one["verifier"]["settings"])


def test_a_prompt_for_code_carries_its_tests() -> None:
    row = {"id": "c", "instruction": "Write four().", "tests": ["assert four() == 4", " "]}
    (one,) = to_rlvr([row], verifier="run_code", settings={"style": "assert"})
    assert one["ground_truth"] == ["assert four() == 4"]
    told = one["verifier"]["settings"]
    assert run_code("def four():\n    return 4", one["ground_truth"], **told)
    assert not run_code("def four():\n    return 5", one["ground_truth"], **told)
    with pytest.raises(
        InputError, match="run_code has no setting 'tolerance': expected some of stdin, style"
    ):
        to_rlvr([row], verifier="run_code", settings={"tolerance": 1})


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    path = to_prm([STEPS]).save(tmp_path / "deep" / "steps.jsonl")
    assert [json.loads(line) for line in path.read_text().splitlines()] == to_prm([STEPS])
    assert load_dataset("json", data_files=str(path), cache_dir=str(tmp_path))["train"][0]["labels"] == [
        True,
        False,
    ]
    unwritable = Examples([{"a": {1, 2}}])
    with pytest.raises(TypeError):
        unwritable.save(path)
    assert len(path.read_text().splitlines()) == 1
    assert [one.name for one in path.parent.iterdir()] == ["steps.jsonl"]
    with pytest.raises(InputError, match=r"nothing to train on. Left out: 1 rows: too easy"):
        to_prm([STEPS | DROPPED]).save(path)


@pytest.mark.parametrize(
    ("make", "row", "says"),
    [
        (to_reasoning_sft, CHAIN | {"instruction": ""}, "row 1, column 'instruction'"),
        (to_rlvr, CHAIN | {"instruction": None}, "row 1, column 'instruction'"),
        (to_prm, STEPS | {"instruction": 3}, "row 1, column 'instruction'"),
        (to_prm, STEPS | {"steps": ["a"]}, "row 1, column 'step_labels': 3 labels and 1 steps"),
        (to_prm, STEPS | {"steps": None}, "row 1, column 'step_labels': 3 labels and None as steps"),
        (to_prm, STEPS | {"step_labels": [1, 0, 0]}, "row 1, column 'step_labels': expected a list of True and False"),
        (to_prm, STEPS | {"step_labels": "yes"}, "row 1, column 'step_labels': expected a list of True and False"),
        (to_prm, STEPS | {"steps": ["a", "b", " "]}, "row 1, column 'steps', step 2"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_learned_is_named_with_its_column(
    make: Any, row: dict[str, Any], says: str
) -> None:
    with pytest.raises(InputError, match=re.escape(says)):
        make([{"keep": False}, row])  # rows left out are counted: the second is row 1


@pytest.mark.parametrize("make", [to_chain_dpo, to_reasoning_sft, to_prm, to_rlvr])
def test_a_dataset_gives_what_its_rows_give_and_a_dict_of_splits_is_refused(make: Any) -> None:
    rows = [STEPS | CHAIN]
    assert make(Dataset.from_list(rows)) == make(rows)
    with pytest.raises(InputError, match="give one split"):
        make(DatasetDict({"train": Dataset.from_list(rows)}))
