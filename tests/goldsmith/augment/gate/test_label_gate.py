"""The gate: which new texts are refused, and why."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldsmith.augment.gate import HeldOut, LabelEvidence, LabelGate, least_likeness, likeness, word_change
from goldsmith.errors import InputError

SPAM = ["win free money", "free money now", "win a prize now", "claim your free prize"]
HAM = ["see you at home", "home at six", "see you soon", "call me when you are home"]
TEXTS, LABELS = [*SPAM, *HAM] * 2, (["spam"] * 4 + ["ham"] * 4) * 2


def reason(text: str, label: str = "spam", parent: int = 0, **options: object) -> str:
    return LabelGate(TEXTS, LABELS, **options).check([text], [label], [parent])[0].reason


def test_a_text_that_kept_its_words_is_kept() -> None:
    assert not reason("win free cash")


def test_a_text_that_reads_as_another_label_is_refused() -> None:
    assert reason("see you at home money").startswith("label: reads as ham")


@pytest.mark.parametrize(
    ("text", "told"),
    [("win  free\nmoney", "copy: of its original"), ("free money now", "copy: of an original")],
)
def test_a_copy_is_refused(text: str, told: str) -> None:
    assert reason(text) == told


def test_of_equal_new_texts_the_first_is_kept() -> None:
    judged = LabelGate(TEXTS, LABELS).check(["win free cash", "win free  cash"], ["spam"] * 2, [0, 1])
    assert [one.reason for one in judged] == ["", "copy: of another new text"]


def test_what_is_in_the_test_set_is_refused() -> None:
    assert reason("Win free cash!", held_out=["win free cash"]) == "leak: says what held-out text 0 does"
    near = reason("you win free money now my friend", held_out=["you win free money now my dear friend"])
    # 6 of 8 pairs of words in either are shared: you-win win-free free-money money-now now-my | my-dear dear-friend my-friend
    # 5 shared of 8 = 0.625 (one pair, my-friend, is in the first alone; two in the second alone).
    assert near == "leak: near-duplicate of held-out text 0 (similarity 0.62)"


def test_a_text_that_denies_more_than_its_original_is_refused() -> None:
    assert reason("do not win free money") == "negation: denies 1 times, its original 0"
    assert not reason("do not win free money", keep_negations=False)


def test_how_much_may_change_can_be_bounded() -> None:
    assert reason("win free cash", change=(0.0, 0.2)) == "drift: 33% of its words changed, 0% to 20% may"


def test_a_text_as_far_from_its_original_as_other_labels_are_is_refused() -> None:
    # The two labels lie at right angles, so that no pair of them has a cosine above 0.
    vectors = np.array([[1.0, 0.0], [0.0, 1.0]])[[0] * 4 + [1] * 4]
    gate = LabelGate(TEXTS[:8], LABELS[:8], vectors=vectors, classifier=False)
    judged = gate.check(["a", "b"], ["spam"] * 2, [0, 0], vectors=[[0.6, 0.8], [-0.1, 1.0]])
    assert not judged[0].reason
    assert judged[0].likeness == pytest.approx(0.6)
    assert judged[1].reason == "drift: as far from its original (-0.10) as texts of other labels"


def test_a_counterfactual_is_judged_by_its_own_label() -> None:
    assert not reason("see you at home money", "ham", keep_negations=True, change=(0.0, 0.1))


def test_a_text_is_judged_by_a_classifier_that_has_not_seen_its_original() -> None:
    # The first text is labelled wrongly, and nothing else has its words: a classifier that had seen it would say "ham".
    texts = ["win win free prize money", *TEXTS]
    evidence = LabelEvidence(texts, ["ham", *LABELS])
    found = evidence.judge([texts[0]], ["ham"], [0])
    assert evidence.classes[found.likeliest[0]] == "spam"


def test_where_the_classifier_is_wrong_about_the_original_it_says_nothing() -> None:
    # As above: it takes the first text for spam, so that what is made of it may read as spam as well.
    texts = ["win win free prize money", *TEXTS, *TEXTS]
    gate = LabelGate(texts, ["ham", *LABELS, *LABELS])
    assert gate.evidence
    assert not gate.check(["win free prize money"], ["ham"], [0])[0].reason
    assert gate.check(["win free prize money"], ["ham"], [5])[0].reason.startswith("label: reads as spam")


def test_how_plausible_a_label_is_is_a_rank_among_its_originals() -> None:
    # An original as a new text: with r of n originals of its label no more probable, itself included, (1 + r) / (1 + n).
    evidence = LabelEvidence(TEXTS, LABELS)
    found = evidence.judge(TEXTS, LABELS, range(len(TEXTS)))
    spam = np.array(LABELS) == "spam"
    own = found.probability[spam]
    ranks = [(own <= p + 1e-12).sum() for p in own]
    assert found.plausible[spam] == pytest.approx([(1 + r) / (1 + spam.sum()) for r in ranks])
    assert found.original_plausible == pytest.approx(found.plausible)


def test_a_classifier_that_only_guesses_is_not_asked() -> None:
    labels = ["a", "b"] * 8
    gate = LabelGate([f"word{number}" for number in range(16)], labels)
    assert gate.evidence is None
    assert gate.accuracy is not None
    assert gate.check(["word1 more"], ["a"], [0])[0].probability is None


def test_pairs_of_other_labels_set_the_likeness() -> None:
    # Of the four pairs of an a and a b, cosines 0, 0, 0.6 and 0.8 in equal shares: 95 % lie below 0.8.
    vectors = [[1.0, 0.0], [0.0, 1.0], [0.6, 0.8], [0.0, 1.0]]
    assert least_likeness(vectors, ["a", "b", "a", "b"], share=0.95) == pytest.approx(0.8)
    assert likeness(vectors, [[0.0, 2.0]], [0])[0] == 0


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: LabelGate(["a", "b"], ["x", "x"]), "two labels"),
        (lambda: LabelGate(["a", "b"], ["x", "y"]), "two texts or more"),
        (lambda: LabelGate(TEXTS, LABELS, change=(0.5, 0.2)), "low <= high"),
        (lambda: LabelGate(TEXTS, LABELS).check(["a"], ["eggs"], [0]), "no original has the label 'eggs'"),
        (lambda: LabelGate(TEXTS, LABELS).check(["a"], ["spam"], [0], vectors=[[1.0]]), "or of neither"),
        (lambda: LabelGate(TEXTS, LABELS).check(["a"], ["spam"], []), "0 originals"),
        (lambda: least_likeness([[1.0]], ["a"]), "two labels"),
    ],
)
def test_what_cannot_be_judged_is_told(make: object, told: str) -> None:
    with pytest.raises(InputError, match=told):
        make()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(st.characters(codec=None), max_size=30), min_size=1, max_size=5))
def test_any_text_is_judged(texts: list[str]) -> None:
    gate = LabelGate(TEXTS, LABELS, held_out=["see you tomorrow"])
    judged = gate.check(texts, ["spam"] * len(texts), [0] * len(texts))
    assert all(0 <= one.change <= 1 for one in judged)


def test_words_and_marks_count_as_changed_and_blanks_do_not() -> None:
    assert word_change("a b c d", "a  b\nc d") == 0
    assert word_change("a b", "") == 1
    assert word_change("", "") == 0


def test_an_empty_text_leaks_nothing() -> None:
    assert HeldOut(["...", ""]).reasons([""]) == [""]
