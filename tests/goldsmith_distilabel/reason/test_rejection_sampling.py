"""Rejection sampling: right and distinct chains, a majority where nothing is known, programs that pass their tests."""

import itertools
from typing import Any

import pytest
from tests.scripted_llm import ScriptedLLM

from goldsmith_distilabel.reason import RejectionSampling

ROW: dict[str, Any] = {"id": "r1", "instruction": "A robe takes 2 bolts, and half as many. How many?"}
GOLD = ROW | {"answer": "1 + 2 = 3 bolts\n#### 3"}


def said(answer: str, chain: str = "I think.") -> str:
    return f"<think>{chain}</think>\nAnswer: {answer}"


def sampled(texts: list[Any], row: dict[str, Any] = GOLD, **fields: Any) -> list[dict[str, Any]]:
    llm = ScriptedLLM(rules={"": texts})
    step = RejectionSampling(name="reject", llm=llm, **{"n": len(texts), **fields})
    step.load()
    rows = next(step.process([row]))
    step.unload()
    return rows


def reasons(rows: list[dict[str, Any]]) -> list[str]:
    assert all(row["keep"] is (not row["drop_reason"]) for row in rows)
    return [row["drop_reason"] for row in rows]


def test_right_and_distinct_chains_are_kept_and_the_others_say_why_not() -> None:
    rows = sampled(
        [
            said("3", "a"),
            said("4", "b"),
            said("$3$", "A "),
            said("3.0", "c"),
            {"text": said("3", "d"), "finish_reason": "length"},
            "Who knows?",
            "Answer: 3",
        ],
        max_new_tokens=9,
    )
    assert reasons(rows) == [
        "",
        "unverified: 4 is not 3",
        "duplicate of sample 0",
        "",
        "cut off after 9 tokens",
        "no chain: it ends in no final answer",
        "no chain: there is no reasoning before the answer",
    ]
    assert [row["verified"] for row in rows] == [True, False, True, True, False, False, True]
    assert [row["sample"] for row in rows] == list(range(7))
    assert {row["pass_rate"] for row in rows} == {4 / 7}
    assert {(row["question_id"], row["samples"], row["answer_source"]) for row in rows} == {("r1", 7, "gold")}
    assert {row["answer"] for row in rows} == {GOLD["answer"]}
    assert len({row["id"] for row in rows} | {"r1"}) == 8
    assert rows[0]["provenance"]["parents"] == ["r1"]


def test_at_most_so_many_are_kept_of_a_question() -> None:
    rows = sampled([said("3", str(number)) for number in range(4)], max_kept=2)
    assert reasons(rows) == ["", "", "more than 2 right chains", "more than 2 right chains"]


def test_sixteen_samples_at_temperature_0_7() -> None:
    llm = ScriptedLLM(default=said("3"))
    step = RejectionSampling(name="reject", llm=llm)
    step.load()
    assert len(next(step.process([GOLD]))) == 16
    step.unload()
    assert llm.asked[0][1]["temperature"] == 0.7


@pytest.mark.parametrize("missing", [{}, {"answer": ""}, {"answer": None}])
def test_without_a_gold_answer_the_majority_stands_in_and_the_row_says_so(missing: dict[str, Any]) -> None:
    rows = sampled([said("1/2", "a"), said("0.5", "b"), said("3", "c"), said("1/2", "d")], ROW | missing)
    assert reasons(rows) == ["", "", "unverified: 3 of 4 samples come to 1/2, this one does not", ""]
    assert {(row["answer"], row["answer_source"], row["pass_rate"]) for row in rows} == {
        ("1/2", "majority", 0.75)
    }
    assert rows[0]["verdict_rule"] == "majority"


def test_less_than_half_and_a_tie_are_no_majority() -> None:
    rows = sampled([said("1", "a"), said("1", "b"), said("2"), said("3"), said("4")], ROW)
    assert {row["drop_reason"] for row in rows} == {
        "unverified: the commonest answer has 40% of the samples, wanted 50%"
    }
    rows = sampled([said("1"), said("2")], ROW)
    assert {row["drop_reason"] for row in rows} == {
        "unverified: no answer is known, and 2 have as many votes"
    }
    assert {(row["answer_source"], row["answer"], row["pass_rate"]) for row in rows} == {("none", "", 0.0)}


def test_a_question_without_a_right_chain_may_go_on() -> None:
    wrong = [said("4", "a"), said("5", "b")]
    assert reasons(sampled(wrong))[0] == "unverified: 4 is not 3"
    rows = sampled(wrong, pass_unsolved=True)
    assert reasons(rows) == ["", "unverified: 5 is not 3"]
    assert rows[0]["verified"] is False
    unknown = sampled(
        [said("4", "a"), said("5", "b")], ROW, pass_unsolved=True
    )  # nothing to rationalize with
    assert not any(row["keep"] for row in unknown)
    solved = sampled([said("4", "a"), said("3", "b")], pass_unsolved=True)
    assert reasons(solved) == ["unverified: 4 is not 3", ""]


def test_a_gold_answer_may_be_a_number() -> None:
    rows = sampled([said("3.0"), said("4")], ROW | {"answer": 3})
    assert [(row["verified"], row["answer"]) for row in rows] == [(True, "3"), (False, "3")]


def test_words_are_compared_as_words() -> None:
    rows = sampled([said("The Rhine."), said("the Elbe")], ROW | {"answer": "the rhine"}, kind="text")
    assert reasons(rows) == ["", "unverified: the texts differ"]


def test_programs_are_run_against_their_tests() -> None:
    def program(body: str) -> str:
        return f"<think>{body}</think>\n```python\ndef f(x):\n    {body}\n```"

    row = ROW | {"tests": ["assert f(1) == 2", "assert f(2) == 4"]}
    texts = [
        program("return 2 * x"),
        program("return 2"),
        program("import os; os._exit(0)"),
        "<think>Hm.</think>No.",
    ]
    rows = sampled(texts, row, kind="code")
    assert [row["verified"] for row in rows] == [True, False, False, False]
    assert [row["verdict_rule"] for row in rows] == ["passed", "failed", "error", "none"]
    assert {row["answer_source"] for row in rows} == {"tests"}
    untested = sampled([program("return 2 * x")], ROW, kind="code")
    assert reasons(untested) == ["unverified: tests is a NoneType, wanted a str or a list of them"]
    assert untested[0]["answer_source"] == "none"


def test_a_solver_of_known_accuracy_passes_as_often_as_arithmetic_says() -> None:
    # Right with p = 0.6. Over all eight outcomes of three samples, weighted by how likely each is: the mean pass rate is p,
    # and some chain is kept of 1 - (1 - p)^3 = 0.936 of the questions.
    outcomes = list(itertools.product("35", repeat=3))
    rules = {
        f"question {number}\\b": [said(one, f"{k}") for k, one in enumerate(three)]
        for number, three in enumerate(outcomes)
    }
    step = RejectionSampling(name="reject", llm=ScriptedLLM(rules=rules), n=3)
    step.load()
    rows = next(
        step.process(
            [{"id": f"{number}", "instruction": f"question {number}", "answer": "3"} for number in range(8)]
        )
    )
    step.unload()
    weight = {
        f"{number}": 0.6 ** three.count("3") * 0.4 ** three.count("5")
        for number, three in enumerate(outcomes)
    }
    rate = sum(weight[row["question_id"]] * row["pass_rate"] for row in rows if row["sample"] == 0)
    kept = sum(weight[name] for name in {row["question_id"] for row in rows if row["keep"]})
    assert (rate, kept) == (pytest.approx(0.6), pytest.approx(0.936))


def test_a_row_without_any_sample_fails_alone() -> None:
    step = RejectionSampling(name="reject", llm=ScriptedLLM(rules={"robe": None}, default=said("3")), n=2)
    step.load()
    bad, *good = next(step.process([ROW, {"id": "r2", "instruction": "2 + 1?", "answer": "3"}]))
    step.unload()
    assert (bad["error"]["kind"], bad["id"], len(good)) == ("no_answer", "r1", 2)
    assert (bad["chain"], bad["answer"]) == ("", "")
