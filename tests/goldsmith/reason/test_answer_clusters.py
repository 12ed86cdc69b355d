"""Answers vote by what they say, and arithmetic says who wins."""

import itertools
import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldsmith.reason import AnswerClusters, answer_clusters, majority, same_answer

FORMS = st.sampled_from(
    ["1/2", "0.5", "50%", "2/4", "3", "3.0", "$3", "three", "x = 3", "Paris", "paris", "", " "]
)


@pytest.mark.parametrize(
    ("one", "other", "kind", "same"),
    [
        ("18", "$18.00", "math", True),
        ("18", "81", "math", False),
        ("(B)", "B", "math", True),
        ("x = 5", "5", "math", True),  # math_equal takes the gold answer first: both ways are asked
        ("5", "x = 5", "math", True),
        ("Paris", "paris.", "math", True),
        ("**The Rhine**", "the  rhine.", "text", True),
        ("1/2", "0.5", "text", False),
        ("...", "?", "text", False),
        ("x = 1", "x = 1\n", "code", True),
        ("x = 1", "x  = 1", "code", False),
    ],
)
def test_two_answers_say_the_same_or_not(one: str, other: str, kind: str, same: bool) -> None:
    assert same_answer(one, other, kind) is same
    assert same_answer(other, one, kind) is same


def test_forms_of_an_answer_vote_together() -> None:
    found = answer_clusters(["1/2", "0.5", "3", "", r"$\frac{1}{2}$", "3.0"])
    assert found.of == (0, 0, 1, -1, 0, 1)
    assert found.votes == (3, 2)


def test_a_cluster_is_never_a_chain_of_likeness() -> None:
    # 60% is 0.6 to one rule and 60 to another; through it, 0.6 and 60 would be one answer.
    alike = {("0.6", "60%"), ("60%", "60")}
    found = answer_clusters(
        ["0.6", "0.6", "60%", "60"], lambda a, b: a == b or {(a, b), (b, a)} & alike != set()
    )
    assert found.of == (0, 0, 0, 1)


@settings(max_examples=60)
@given(st.lists(FORMS, max_size=8), st.randoms())
def test_the_order_of_the_samples_changes_no_cluster(answers: list[str], random: object) -> None:
    found = answer_clusters(answers)
    order = list(range(len(answers)))
    random.shuffle(order)  # type: ignore[attr-defined]
    shuffled = answer_clusters([answers[place] for place in order])
    assert shuffled.of == tuple(found.of[place] for place in order)
    assert (shuffled.votes, shuffled.answers) == (found.votes, found.answers)


@settings(max_examples=60)
@given(st.lists(FORMS, max_size=8))
def test_every_answer_says_the_same_as_the_one_that_stands_for_it(answers: list[str]) -> None:
    found = answer_clusters(answers)
    assert [of >= 0 for of in found.of] == [bool(answer.strip()) for answer in answers]
    assert all(
        same_answer(answer, found.answers[of])
        for answer, of in zip(answers, found.of, strict=True)
        if of >= 0
    )
    assert found.votes == tuple(sorted(found.votes, reverse=True))
    assert sum(found.votes) == sum(of >= 0 for of in found.of)


def test_the_majority_is_right_as_often_as_arithmetic_says() -> None:
    # A solver that is right with p = 0.6 and otherwise always says 5; a majority of 5 is right with
    # p^5 + 5 p^4 q + 10 p^3 q^2 = 0.68256.
    p = Fraction(6, 10)
    right = Fraction(0)
    for answers in itertools.product(("4", "5"), repeat=5):
        clusters = answer_clusters(answers)
        if clusters.answers[majority(clusters).cluster] == "4":
            right += p ** answers.count("4") * (1 - p) ** answers.count("5")
    assert right == Fraction(68256, 100000)


def test_ties_are_drawn_by_the_seed_and_evenly() -> None:
    clusters = answer_clusters(["4", "5"])
    drawn = [majority(clusters, seed=seed).cluster for seed in range(400)]
    # 400 fair draws: mean 200, standard deviation 10; the seeds are fixed, so this never flickers.
    assert abs(drawn.count(0) - 200) < 40
    assert majority(clusters, seed=7) == majority(clusters, seed=7)
    assert majority(clusters).tied == 2


def test_votes_and_share_have_thresholds() -> None:
    clusters = answer_clusters(["4", "4", "5", ""])
    assert majority(clusters, min_votes=2, min_share=0.5).cluster == 0
    assert majority(clusters, min_votes=3).reason == "the commonest answer has 2 votes, wanted 3"
    low = majority(clusters, min_share=0.6)
    assert (low.cluster, low.reason) == (-1, "the commonest answer has 50% of the samples, wanted 60%")
    assert majority(answer_clusters(["", ""])).reason == "no sample has an answer"
    assert majority(AnswerClusters((), (), ())).share == 0.0
    assert math.isclose(low.share, 0.5)


@settings(max_examples=40)
@given(FORMS, FORMS)
def test_which_answer_comes_first_does_not_matter(one: str, other: str) -> None:
    assert same_answer(one, other) is same_answer(other, one)
    assert same_answer(one, one)
