"""Which samples are kept, and which words give a hint away."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.reason import mentions_hint, rejected_samples, right_and_wrong

SAMPLES = st.lists(
    st.tuples(st.sampled_from(["", "unverified"]), st.sampled_from(["a", "A ", "b", "c"])), max_size=12
)


@given(SAMPLES, st.integers(1, 4))
def test_kept_are_right_and_distinct_and_at_most_so_many(samples: list[tuple[str, str]], most: int) -> None:
    flaws, chains = [flaw for flaw, _ in samples], [chain for _, chain in samples]
    reasons = rejected_samples(flaws, chains, most)
    kept = [chain.strip().lower() for chain, reason in zip(chains, reasons, strict=True) if not reason]
    right = {chain.strip().lower() for flaw, chain in samples if not flaw}
    assert len(kept) == len(set(kept)) == min(most, len(right))
    assert all(reason == flaw for flaw, reason in zip(flaws, reasons, strict=True) if flaw)


AWAY = {
    "The given answer is 18, so she sells 9.": "given answer",
    "Using the hint, we see it.": "hint",
    "We know that the correct answer is 18.": "we know that the correct answer",
    "The answer that was given is 18.": "answer that was given",
    "This matches the expected answer.": "matches the expected answer",
    "Working backwards from 18, she sells 9.": "working backwards",
    "As the answer you gave shows, 9.": "answer you gave",
}
HARMLESS = [
    "So the correct answer is 18.",
    "We are given 16 eggs. She eats three.",
    "We know that she eats three.",
    "The answer is 18.",
    "I know the price: $2.",
]


@pytest.mark.parametrize(("text", "words"), AWAY.items())
def test_words_that_give_the_hint_away_are_found(text: str, words: str) -> None:
    assert mentions_hint(text) == words


@pytest.mark.parametrize("text", HARMLESS)
def test_plain_reasoning_gives_nothing_away(text: str) -> None:
    assert mentions_hint(text) == ""


def test_words_of_the_question_give_nothing_away() -> None:
    assert mentions_hint("Each hint costs 2 points.", "How much does a hint cost?") == ""


def a_row(sample: int, answer: str, *, verified: bool, **more: Any) -> dict[str, Any]:
    return {
        "id": f"s{sample}",
        "question_id": "q",
        "instruction": "2 + 2?",
        "chain": f"I think {sample}.",
        "response": f"Answer: {answer}",
        "final_answer": answer,
        "finish_reason": "stop",
        "verified": verified,
        "keep": verified,
        **more,
    }


def test_right_chains_stand_beside_wrong_ones_of_their_question() -> None:
    right = [a_row(0, "4", verified=True), a_row(3, "4", verified=True)]
    wrong = [a_row(1, "5", verified=False), a_row(2, "6", verified=False, question_id="another")]
    (pair,) = right_and_wrong([*right, *wrong])
    assert (pair["prompt"], pair["question_id"]) == ("2 + 2?", "q")
    assert pair["chosen"] == "<think>\nI think 0.\n</think>\n\nAnswer: 4"
    assert pair["rejected"] == "<think>\nI think 1.\n</think>\n\nAnswer: 5"


def test_what_is_no_whole_chain_is_nobody_s_wrong_one() -> None:
    right = a_row(0, "4", verified=True)
    flawed = [
        a_row(1, "5", verified=False, finish_reason="length"),
        a_row(2, "", verified=False),
        a_row(3, "5", verified=False, chain=""),
    ]
    assert right_and_wrong([right, *flawed]) == []
    dropped = a_row(4, "4", verified=True, keep=False)  # right, but a duplicate: neither chosen nor rejected
    assert right_and_wrong([dropped, a_row(1, "5", verified=False)]) == []


def test_a_rationalized_chain_stands_beside_what_it_replaced_once() -> None:
    was = "<think>I think 1.</think>Answer: 5"
    right = [
        a_row(0, "4", verified=True, wrong_generation=was),
        a_row(2, "4", verified=True, wrong_generation=was),
    ]
    (pair,) = right_and_wrong(right)
    assert pair["rejected_answer"] == "5"
