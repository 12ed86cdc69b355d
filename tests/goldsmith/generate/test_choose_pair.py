from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.errors import InputError
from goldsmith.generate import Rating, choose_pair, mean_rating
from goldsmith.generate.preferences import merge_orders, restored, shuffled_order

ANSWERS = ["alpha one", "beta two three", "gamma", "delta"]


def test_the_chosen_one_has_the_highest_mean_over_the_aspects_that_are_there() -> None:
    # (5 + 3) / 2 = 4; only one aspect: 5; (4 + 4 + 5) / 3 = 13 / 3.
    ratings = [
        {"honesty": 5.0, "helpfulness": 3.0, "truthfulness": None},
        {"honesty": None, "helpfulness": None, "truthfulness": 5.0},
        {"honesty": 4.0, "helpfulness": 4.0, "truthfulness": 5.0},
    ]
    scores = [mean_rating(one) for one in ratings]
    assert scores == [4.0, 5.0, 13 / 3]
    assert choose_pair(ANSWERS[:3], scores).chosen == 1


def test_nothing_counts_as_a_rating_of_zero() -> None:
    assert mean_rating({"honesty": None}) is None
    assert mean_rating({}) is None
    pair = choose_pair(ANSWERS, [None, 2.0, None, 1.0])
    assert (pair.chosen, pair.rejected) == (1, 3)


def test_the_rejected_one_is_drawn_uniformly_from_the_rest() -> None:
    scores = [1.0, 5.0, 2.0, 4.0]
    draws = Counter(choose_pair(ANSWERS, scores, seed=seed).rejected for seed in range(3000))
    assert set(draws) == {0, 2, 3}
    # 1,000 expected each, with a standard deviation of sqrt(3000 * 1/3 * 2/3) = 26: five of them.
    assert all(abs(count - 1000) < 130 for count in draws.values())


def test_one_seed_draws_one_pair() -> None:
    scores = [1.0, 5.0, 2.0, 4.0]
    assert all(choose_pair(ANSWERS, scores, seed=7) == choose_pair(ANSWERS, scores, seed=7) for _ in range(9))


def test_the_lowest_can_be_asked_for() -> None:
    scores = [1.0, 5.0, 2.0, 4.0]
    assert {choose_pair(ANSWERS, scores, seed=s, strategy="lowest").rejected for s in range(50)} == {0}


def test_a_tie_for_the_best_prefers_no_position() -> None:
    draws = Counter(choose_pair(ANSWERS, [5.0, 5.0, 1.0, 1.0], seed=seed).chosen for seed in range(1000))
    assert set(draws) == {0, 1}
    assert abs(draws[0] - 500) < 80  # five standard deviations of sqrt(1000) / 2 = 16


@pytest.mark.parametrize(
    ("texts", "scores", "margin", "problem"),
    [
        (["a", "b"], [4.0, 4.0], 0.0, "tie: both score 4"),
        (["a", "b"], [0.1 + 0.2, 0.3], 0.0, "tie: both score 0.3"),
        (["a", "b"], [4.25, 4.0], 0.5, "margin: 0.25 apart, at least 0.5 wanted"),
        (["a", "b"], [4.5, 4.0], 0.5, ""),
        (["same", " same\n"], [5.0, 1.0], 0.0, "identical: both answers say the same"),
        (["a", "b"], [4.0, None], 0.0, "fewer than two rated: 1 of 2"),
        (["a", "  "], [4.0, 3.0], 0.0, "fewer than two rated: 1 of 2"),
        ([], [], 0.0, "fewer than two rated: 0 of 0"),
    ],
)
def test_what_teaches_nothing_is_told(
    texts: list[str], scores: list[float | None], margin: float, problem: str
) -> None:
    assert choose_pair(texts, scores, margin=margin).problem == problem


def test_the_difference_in_length_is_recorded() -> None:
    # "beta two three" has 14 characters and 3 words, "gamma" 5 and 1.
    pair = choose_pair(["beta two three", "gamma"], [5.0, 1.0])
    assert (pair.characters, pair.words) == (9, 2)
    pair = choose_pair(["beta two three", "gamma"], [1.0, 5.0])
    assert (pair.characters, pair.words) == (-9, -2)


def test_every_answer_needs_a_score_or_none() -> None:
    with pytest.raises(InputError, match="got 2 answers, 1 scores"):
        choose_pair(["a", "b"], [1.0])


@given(st.lists(st.tuples(st.text(max_size=3), st.none() | st.integers(1, 5)), max_size=6), st.integers())
def test_a_pair_without_a_problem_prefers_the_higher_score(
    answers: list[tuple[str, int | None]], seed: int
) -> None:
    texts = [text for text, _ in answers]
    pair = choose_pair(texts, [score for _, score in answers], seed=seed)
    if not pair.problem:
        assert pair.chosen is not None
        assert pair.rejected is not None
        better, worse = answers[pair.chosen][1], answers[pair.rejected][1]
        assert better is not None
        assert worse is not None
        assert better - worse == pair.margin > 0
        assert better == max(score for text, score in answers if score is not None and text.strip())


def test_two_orders_are_averaged_and_their_distance_kept() -> None:
    merged, apart = merge_orders(
        [Rating(5.0, "Good."), Rating(2.0), Rating(problem="N/A"), Rating(problem="N/A")],
        [Rating(3.0, "Fair."), Rating(2.0), Rating(4.0), Rating(problem="not rated")],
    )
    assert [rating.value for rating in merged] == [4.0, 2.0, 4.0, None]
    assert apart == [2.0, 0.0, None, None]
    assert (merged[0].rationale, merged[3].problem) == ("Good.\n\nFair.", "N/A")


def test_ratings_return_to_their_candidates() -> None:
    # The judge saw candidate 2 first, then 0, then 1.
    assert restored(["of 2", "of 0", "of 1"], [2, 0, 1]) == ["of 0", "of 1", "of 2"]


@given(st.integers(0, 9), st.integers())
def test_an_order_holds_every_candidate_once(n: int, seed: int) -> None:
    order = shuffled_order(n, seed)
    assert sorted(order) == list(range(n))
    assert restored(order, order) == list(range(n))


def test_orders_differ_from_aspect_to_aspect() -> None:
    orders = {tuple(shuffled_order(4, 0, "row", aspect)) for aspect in "abcdefgh"}
    assert len(orders) > 3
