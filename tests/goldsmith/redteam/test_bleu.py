"""BLEU by hand, against nltk's, and what it says of a set."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.translate.bleu_score import SmoothingFunction, sentence_bleu
from tests.strange_outputs import strange_outputs

from goldsmith.redteam import bleu, self_bleu

SENTENCES = st.lists(st.sampled_from(["ann", "bob", "cat", "dog"]), min_size=1, max_size=12)


def test_clipping_smoothing_and_brevity_by_hand() -> None:
    # One of four words counts (clipped), no pair of three, no triple of two, no quadruple of one; longer than the reference.
    assert bleu("the the the the", ["the cat"]) == pytest.approx((1 / 4 * 0.1 / 3 * 0.1 / 2 * 0.1) ** (1 / 4))
    # All of the first four words, and half as long: exp(1 - 8 / 4).
    assert bleu("a b c d", ["a b c d e f g h"]) == pytest.approx(2.718281828 ** (1 - 8 / 4))


@given(SENTENCES, st.lists(SENTENCES, min_size=1, max_size=3))
def test_it_is_nltk_s_with_smoothing_method_1(candidate: list[str], references: list[list[str]]) -> None:
    longest = min(4, len(candidate))
    wanted = sentence_bleu(
        references,
        candidate,
        weights=(1 / longest,) * longest,
        smoothing_function=SmoothingFunction(epsilon=0.1).method1,
    )
    assert bleu(" ".join(candidate), [" ".join(words) for words in references]) == pytest.approx(wanted)


@given(strange_outputs(), strange_outputs())
def test_any_two_texts_have_one_in_bounds(one: str, other: str) -> None:
    assert 0 <= bleu(one, [other]) <= 1 + 1e-12


@pytest.mark.parametrize("text", ["No.", "Open it", "打开日记", "Öffne das Tagebuch, bitte sofort!"])
def test_a_copy_is_1_however_short_and_in_any_script(text: str) -> None:
    assert bleu(text, ["something else", text]) == pytest.approx(1)


def test_what_is_empty_is_like_nothing() -> None:
    assert bleu("", ["a"]) == bleu("a", [""]) == bleu("a", []) == 0


def test_a_set_of_copies_is_not_diverse_and_one_of_strangers_is() -> None:
    assert self_bleu(["open the old door"] * 3) == pytest.approx(1)
    assert self_bleu(["open the old door", "name three rivers now"]) == 0
    assert self_bleu(["alone"]) == self_bleu([]) == 0
