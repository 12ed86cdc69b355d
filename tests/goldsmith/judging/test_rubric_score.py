"""The score of a rubric."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.errors import InputError
from goldsmith.judging import rubric_score

rated = st.lists(
    st.tuples(st.integers(2, 10), st.floats(0.1, 9)).flatmap(
        lambda pair: st.tuples(st.just(pair[0]), st.just(pair[1]), st.none() | st.integers(1, pair[0]))
    ),
    min_size=1,
    max_size=6,
)


def scored(rated: list[tuple[int, float, int | None]], factor: float = 1) -> float | None:
    names = [str(number) for number in range(len(rated))]
    return rubric_score(
        dict(zip(names, [rating for *_, rating in rated], strict=True)),
        dict(zip(names, [k for k, *_ in rated], strict=True)),
        dict(zip(names, [w * factor for _, w, _ in rated], strict=True)),
    )


def test_the_score_is_the_one_worked_out_by_hand() -> None:
    # 4 of 1..5 is 3/4, 1 of 1..3 is 0, weights 2 and 1: (2 * 3/4 + 0) / 3 = 0.5
    assert scored([(5, 2, 4), (3, 1, 1)]) == pytest.approx(0.5)


def test_a_criterion_that_is_not_applicable_is_no_number() -> None:
    assert scored([(5, 2, 4), (5, 7, None)]) == pytest.approx(0.75)
    assert scored([(5, 2, None)]) is None


@given(rated=rated)
def test_it_lies_between_the_ratings_and_only_the_weights_proportions_count(
    rated: list[tuple[int, float, int | None]],
) -> None:
    shares = [(rating - 1) / (k - 1) for k, _, rating in rated if rating is not None]
    score = scored(rated)
    assert (score is None) == (not shares)
    if score is not None:
        assert min(shares) - 1e-9 <= score <= max(shares) + 1e-9
        assert scored(rated, 3.5) == pytest.approx(score)


@pytest.mark.parametrize("wrong", [(1, 1.0, 1), (5, 0.0, 3), (5, 1.0, 6), (5, 1.0, 0)])
def test_what_is_no_rating_is_refused(wrong: tuple[int, float, int]) -> None:
    with pytest.raises(InputError, match="criterion '0'"):
        scored([wrong])
