"""Self-consistency as published, and what is said where there is no majority."""

import itertools
from typing import Any

import pytest
from tests.scripted_llm import ScriptedLLM

from goldsmith_distilabel.reason import SelfConsistency

ROW: dict[str, Any] = {"id": "r1", "instruction": "What is 1 / 2?", "answer": "1/2"}


def said(answer: str, chain: str = "I think.") -> str:
    return f"<think>{chain}</think>\nAnswer: {answer}"


def voted(
    answers: list[Any], rows: list[dict[str, Any]] | None = None, **fields: Any
) -> list[dict[str, Any]]:
    told = [said(one) if isinstance(one, str) else one for one in answers]
    step = SelfConsistency(name="vote", llm=ScriptedLLM(rules={"": told}), **{"n": len(told), **fields})
    step.load()
    found = next(step.process(rows or [ROW]))
    step.unload()
    return found


def test_forty_samples_at_temperature_0_7_and_no_threshold_as_in_the_paper() -> None:
    llm = ScriptedLLM(default=said("3"))
    step = SelfConsistency(name="vote", llm=llm)
    step.load()
    (row,) = next(step.process([ROW]))
    step.unload()
    assert (row["samples"], step.min_votes, step.min_share) == (40, 1, 0.0)
    assert llm.asked[0][1]["temperature"] == 0.7


def test_the_answer_that_most_chains_come_to_wins_however_they_put_it() -> None:
    # As text "3" would win with two votes of four.
    (row,) = voted(["3", "1/2", "0.5", "3", r"\frac{1}{2}"])
    assert row["clusters"] == [1, 0, 0, 1, 0]
    assert row["votes"] == [3, 2]
    assert (row["final_answer"], row["votes_share"], row["tied"]) == ("1/2", 0.6, 1)
    assert row["generation"] == said("1/2")
    assert row["final_answers"] == ["3", "1/2", "0.5", "3", r"\frac{1}{2}"]
    assert row["chains"] == ["I think."] * 5
    assert row["answer"] == "1/2"


def test_a_chain_that_is_cut_off_or_has_no_answer_has_no_vote_and_counts_in_the_share() -> None:
    cut = {"text": said("3"), "finish_reason": "length"}
    (row,) = voted(["1/2", cut, {"text": "Hm, what now"}, cut])
    assert row["clusters"] == [0, -1, -1, -1]
    assert row["finish_reasons"] == ["stop", "length", "stop", "length"]
    assert (row["votes"], row["votes_share"], row["keep"]) == ([1], 0.25, True)


def test_the_chosen_chain_is_the_first_whole_one_of_the_majority() -> None:
    bare = {"text": "Answer: 0.5"}  # it votes, but there is no chain to train on
    (row,) = voted([bare, "1/2", "3"])
    assert (row["votes"], row["generation"]) == ([2, 1], said("1/2"))
    (row,) = voted([bare, bare, "3"])
    assert (row["keep"], row["generation"]) == (False, "")
    assert row["drop_reason"] == "self-consistency: no sample of the majority has its reasoning"


def test_without_a_majority_the_row_is_dropped_with_its_samples() -> None:
    (row,) = voted(["1", "2", "3"], min_votes=2)
    assert row["drop_reason"] == "self-consistency: the commonest answer has 1 vote, wanted 2"
    (row,) = voted(["1", "1", "2", "3"], min_share=0.6)
    assert row["drop_reason"] == "self-consistency: the commonest answer has 50% of the samples, wanted 60%"
    assert (row["keep"], row["chain"], row["samples"], len(row["generations"])) == (False, "", 4, 4)


def test_a_tie_is_drawn_by_the_seed_and_told() -> None:
    drawn = {voted(["1", "2"], seed=seed)[0]["final_answer"] for seed in range(12)}
    assert drawn == {"1", "2"}
    first, second = voted(["1", "2"], seed=3), voted(["1", "2"], seed=3)
    assert first[0]["final_answer"] == second[0]["final_answer"]
    assert first[0]["tied"] == 2


def test_answers_in_words_are_compared_as_words() -> None:
    (row,) = voted(["The Rhine", "the rhine.", "The Elbe"], kind="text")
    assert row["clusters"] == [0, 0, 1]


def test_a_solver_of_known_accuracy_is_as_right_as_arithmetic_says() -> None:
    # Right with p = 0.6, else always 5. Three votes are right with p^3 + 3 p^2 (1 - p) = 0.648. Each of the eight
    # outcomes of three samples is a row; its weight is how likely it is.
    outcomes = list(itertools.product("45", repeat=3))
    rules = {f"question {number}\\b": [said(one) for one in three] for number, three in enumerate(outcomes)}
    rows = [{"id": f"q{number}", "instruction": f"question {number}"} for number in range(8)]
    step = SelfConsistency(name="vote", llm=ScriptedLLM(rules=rules), n=3)
    step.load()
    found = next(step.process(rows))
    step.unload()
    weights = [0.6 ** three.count("4") * 0.4 ** three.count("5") for three in outcomes]
    right = sum(weight for weight, row in zip(weights, found, strict=True) if row["final_answer"] == "4")
    assert right == pytest.approx(0.648)


def test_samples_that_fail_are_left_out_and_none_at_all_fails_the_row() -> None:
    (row,) = voted(["1/2", {"text": None}, "1/2"])
    assert (row["samples"], row["votes"]) == (2, [2])
    (row,) = voted([{"text": None}, {"text": None}])
    assert (row["error"]["kind"], row["generations"]) == ("no_answer", [""])
