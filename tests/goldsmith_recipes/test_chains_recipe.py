"""Chains from anywhere become files for trainers; what is wrong with the others stands beside them."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.scripted_llm import ScriptedLLM

from goldsmith.data import read_rows
from goldsmith.errors import InputError
from goldsmith.verify import math_equal
from goldsmith_distilabel.reason import ProcessLabels
from goldsmith_recipes import chains
from goldsmith_recipes.generation_recipe import GenerateOptions, load_recipe, sample_path

RECIPE = load_recipe("chains")


def run(raw: list[dict[str, Any]], options: GenerateOptions, folder: Path) -> tuple[list[Any], list[Any]]:
    rows = RECIPE.rows(raw, options, "mine.jsonl")
    pipeline = RECIPE.build(rows, options, folder)
    kept = [dict(row) for row in pipeline.run(use_cache=False)["default"]["train"]]
    return kept, list(pipeline.set_aside)


def said(chain: str, answer: str) -> str:
    return f"<think>\n{chain}\n</think>\n\nAnswer: {answer}"


def test_the_sample_shows_a_chain_for_every_kind_of_reason(tmp_path: Path) -> None:
    kept, aside = run(read_rows(sample_path(RECIPE), "question"), GenerateOptions(), tmp_path)
    assert all(row["verified"] and math_equal(row["answer"], row["final_answer"]) for row in kept)
    kinds = {re.split("[:(]", row["drop_reason"])[0] for row in aside}
    assert kinds == {
        "unverified", "too easy", "false_sum", "waiting", "mixed_scripts", "repetition", "contradiction",
    }  # fmt: skip
    everything = [*kept, *aside]
    told = RECIPE.measured(everything)
    # 19 of 25 chains are right: of four questions three each, of one all four, and of "seeds" three of five.
    assert told["chains_right"] == pytest.approx(19 / 25)
    assert told["right_chains_kept"] == pytest.approx(len(kept) / 19)
    assert told["questions_by_pass_rate"] == {"60%": 1, "75%": 4, "100%": 1}
    assert told["flaws"] == {
        "false_sum": 1,
        "waiting": 1,
        "mixed_scripts": 1,
        "repetition": 1,
        "contradiction": 1,
    }
    assert len(RECIPE.sections(told)) == 3

    train = RECIPE.training(kept)
    assert len(train) == len(kept)
    assert train[0]["messages"][1]["content"].startswith("<think>\nFour boats")
    pairs = RECIPE.exports_of_all["pairs.jsonl"](everything)
    assert {pair["question_id"] for pair in pairs} == {
        "rowing-club",
        "bread-flour",
        "seeds",
        "jackets",
        "average",
    }
    prompts = RECIPE.exports["prompts.jsonl"](kept)
    assert [(one["id"], one["ground_truth"]) for one in prompts][:2] == [
        ("rowing-club", "38"),
        ("bread-flour", "9"),
    ]
    json.dumps([told, train, pairs, prompts])


def test_steps_are_labelled_of_wrong_chains_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    llm = ScriptedLLM(rules={"I guess 5": "Answer: 5", "": "Answer: 4"})
    monkeypatch.setattr(chains, "llm_from", lambda _: llm)
    monkeypatch.setattr(chains, "_MODEL", (2, 64))
    right, wrong = said("Two and two.\n\n2 + 2 = 4.", "4"), said("Two and two.\n\nI guess 5.", "5")
    raw = [{"id": "q", "question": "What is 2 + 2?", "answer": 4, "generations": [right, wrong]}]
    kept, aside = run(raw, GenerateOptions(llm="scripted", label_steps=True), tmp_path)
    assert ([row["sample"] for row in kept], [row["sample"] for row in aside]) == ([0], [1])
    steps = RECIPE.exports_of_all["steps.jsonl"]([*kept, *aside])
    assert [(one["completions"][-1], one["labels"]) for one in steps] == [
        ("2 + 2 = 4.", [True, True]), ("I guess 5.", [True, False]),
    ]  # fmt: skip


def test_a_question_whose_answer_nobody_knows_keeps_its_chains_unless_they_have_a_flaw(
    tmp_path: Path,
) -> None:
    raw = [
        {
            "question": "Why is the sky blue?",
            "generation": said("Air scatters blue light most.", "scattering"),
        },
        {
            "question": "Is 7 prime?",
            "chains": [said("Nothing divides it.", "yes"), said("We look. We wait and we look. " * 4, "yes")],
        },
    ]
    kept, aside = run(raw, GenerateOptions(), tmp_path)
    assert [row["answer_source"] for row in kept] == ["none", "none"]
    assert [row["chain_flags"] for row in aside] == [["repetition"]]


def test_what_cannot_be_begun_with_is_refused() -> None:
    rows = [{"id": "q", "question": "2 + 2?", "generations": [said("2 + 2 = 4.", "4")]}]
    with pytest.raises(InputError, match="needs the answer of every question"):
        chains.build(rows, GenerateOptions(label_steps=True), None)
    with pytest.raises(InputError, match="has no chain: give it a text as generation"):
        chains.build([{"id": "q", "question": "2 + 2?", "generations": []}], GenerateOptions(), None)
    with pytest.raises(InputError, match="no chains to label"):
        load_recipe("math").rows([{"question": "2?"}], GenerateOptions(label_steps=True), "mine.jsonl")


@pytest.mark.parametrize(("judge", "method"), [("", "rollouts"), ("openai:gpt-4.1", "consensus")])
def test_a_judge_makes_labels_a_matter_of_consensus(judge: str, method: str) -> None:
    rows = [{"id": "q", "question": "2 + 2?", "answer": "4", "generation": said("2 + 2 = 4.", "4")}]
    pipeline = chains.build(
        rows, GenerateOptions(llm="openai:gpt-4.1-mini", judge=judge, label_steps=True), None
    )
    step = pipeline.dag.get_step("label")["step"]
    assert isinstance(step, ProcessLabels)
    assert (step.method, step.n) == (method, 8)
