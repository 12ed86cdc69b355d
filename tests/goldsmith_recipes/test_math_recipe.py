"""Questions with answers become right chains to train on, and pairs of right and wrong ones."""

from pathlib import Path

import pytest
from tests.scripted_llm import ScriptedLLM

from goldsmith.data import read_rows
from goldsmith.verify import final_answer, math_equal
from goldsmith_recipes import math
from goldsmith_recipes.generation_recipe import GenerateOptions, load_recipe, sample_path


def said(answer: str, chain: str) -> str:
    return f"<think>{chain}</think>\nAnswer: {answer}"


SCRIPT = {
    # The hint comes last in the chat, so its rule comes first.
    "What is 5 \\+ 5.*<right_answer>\n10\n": said("10", "Five and five."),
    "What is 6 \\+ 6.*<right_answer>": said("12", "The hint says 12."),
    "What is 2 \\+ 2": [said("4", "a"), said("5", "b"), said("4", "c")],
    "What is 5 \\+ 5": said("11", "I guess."),
    "What is 6 \\+ 6": said("66", "I guess."),
    "What is 9 \\+ 9": [said("18", "a"), said("18.0", "b"), said("99", "c")],
}
QUESTIONS = [
    {"question": "What is 2 + 2?", "answer": "2 + 2 = 4\n#### 4"},
    {"question": "What is 5 + 5?", "answer": 10},
    {"question": "What is 6 + 6?", "answer": "12"},
    {"question": "What is 9 + 9?"},
]


def test_questions_become_right_chains_and_pairs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    llm = ScriptedLLM(rules=SCRIPT)
    monkeypatch.setattr(math, "llm_from", lambda _: llm)
    monkeypatch.setattr(math, "_MODEL", (3, 64))
    recipe, options = load_recipe("math"), GenerateOptions(llm="scripted")
    rows = recipe.rows(QUESTIONS, options, "mine.jsonl")
    pipeline = recipe.build(rows, options, tmp_path)
    kept = [dict(row) for row in pipeline.run(use_cache=False)["default"]["train"]]
    everything = [*kept, *pipeline.set_aside]

    train = {row["messages"][0]["content"][8:13]: [] for row in recipe.training(kept)}
    for row in recipe.training(kept):
        train[row["messages"][0]["content"][8:13]].append(
            (row["messages"][1]["content"][8:9], row["answer_source"])
        )
    assert train == {
        "2 + 2": [("a", "gold"), ("c", "gold")],
        "5 + 5": [("F", "gold")],
        "9 + 9": [("a", "majority"), ("b", "majority")],
    }
    assert all(math_equal(row["answer"], row["final_answer"]) for row in kept)
    assert [row["instruction"] for row in kept if row["rationalized"]] == ["What is 5 + 5?"]

    (dropped,) = [row for row in pipeline.set_aside if "hint" in row["drop_reason"]]
    assert dropped["instruction"] == "What is 6 + 6?"

    told = recipe.measured(everything)
    # Right: two of three, none, none, of the questions with gold answers; three of four questions have a chain.
    assert (told["samples_right"], told["questions_kept"]) == (pytest.approx(2 / 9), 0.75)
    assert (told["rationalized"], told["questions_by_answer_source"]) == (1, {"gold": 3, "majority": 1})
    assert len(recipe.sections(told)) == 2

    pairs = recipe.exports_of_all["pairs.jsonl"](everything)
    assert told["pairs"] == len(pairs) == 3
    assert {(pair["chosen_answer"], pair["rejected_answer"]) for pair in pairs} == {
        ("4", "5"), ("10", "11"), ("18", "99"),
    }  # fmt: skip
    assert pairs[0]["prompt"][0]["role"] == "user"


def test_the_sample_s_answers_are_those_of_their_own_solutions() -> None:
    recipe = load_recipe("math")
    rows = read_rows(sample_path(recipe), recipe.column)
    assert len(rows) == len({row["id"] for row in rows}) == 16
    for row in rows:
        solution, _, answer = row["answer"].partition("\n#### ")
        assert final_answer(row["answer"]) == answer
        assert answer in solution.splitlines()[-1]  # what its last line comes to
