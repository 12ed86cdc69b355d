"""The chance that all of k trials succeed."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.errors import InputError
from goldsmith.judging import pass_hat_k

tasks = st.lists(st.lists(st.booleans(), min_size=4, max_size=7), min_size=1, max_size=6)


def test_the_value_is_the_one_worked_out_by_hand() -> None:
    # 3 of 4, k = 2: C(3, 2) / C(4, 2) = 3/6; 1 of 4: 0; 4 of 4: 1. Mean 1/2.
    trials = [[True, True, True, False], [True, False, False, False], [True] * 4]
    result = pass_hat_k(trials, 2)
    assert (result.value, result.per_task) == (0.5, [0.5, 0.0, 1.0])


@given(outcomes=tasks, k=st.integers(1, 4))
def test_it_is_the_share_of_draws_of_k_trials_that_all_succeed(outcomes: list[list[bool]], k: int) -> None:
    shares = [[all(draw) for draw in combinations(trials, k)] for trials in outcomes]
    expected = sum(sum(draws) / len(draws) for draws in shares) / len(shares)
    assert pass_hat_k(outcomes, k).value == pytest.approx(expected)


@given(outcomes=tasks)
def test_more_trials_are_never_easier_and_one_is_the_success_rate(outcomes: list[list[bool]]) -> None:
    values = [pass_hat_k(outcomes, k).value for k in (1, 2, 3, 4)]
    assert values == sorted(values, reverse=True)
    assert values[0] == pytest.approx(sum(sum(t) / len(t) for t in outcomes) / len(outcomes))


@given(outcomes=tasks, at=st.integers(0, 3))
def test_infrastructure_errors_are_counted_and_change_nothing_else(
    outcomes: list[list[bool]], at: int
) -> None:
    broken = [[*trials[:at], None, *trials[at:]] for trials in outcomes]
    result = pass_hat_k(broken, 2)
    assert result.value == pass_hat_k(outcomes, 2).value
    assert result.infrastructure_errors == len(outcomes)
    assert result.trials == sum(map(len, outcomes))


def test_a_task_with_too_few_trials_left_is_counted_and_left_out() -> None:
    result = pass_hat_k([[True, None, None], [True, True, False]], 2)
    assert (result.per_task, result.short_tasks) == ([None, pytest.approx(1 / 3)], 1)


@pytest.mark.parametrize(
    ("outcomes", "k", "message"),
    [
        ([[True]], 0, "at least 1"),
        ([[True]], 2, "none of 1 tasks"),
        ([], 1, "none of 0"),
        ([["yes"]], 1, "is True, False"),
    ],
)
def test_what_has_no_answer_is_refused(outcomes: list, k: int, message: str) -> None:
    with pytest.raises(InputError, match=message):
        pass_hat_k(outcomes, k)
