"""A model's labels are votes, a column for each level of confidence."""

import pytest

from goldsmith.errors import InputError
from goldsmith.labels import llm_votes


def test_an_answer_stands_in_the_column_of_its_level_and_an_unsure_or_failed_one_nowhere() -> None:
    votes = llm_votes(
        ["ham", "spam", "spam", None, "ham"], [0.7, 0.5, None, 0.9, 0.8], ["ham", "spam"], levels=[0.6, 0.8]
    )
    # 0.7 reaches the first level, 0.5 none, an unknown confidence counts as the first, 0.8 is the second's lower bound.
    assert votes.tolist() == [[0, -1], [-1, -1], [1, -1], [-1, -1], [-1, 0]]


@pytest.mark.parametrize("levels", [[], [0.9, 0.6], [0.6, 0.6], [-0.1], [1.5]])
def test_levels_must_rise_within_the_unit_interval(levels: list[float]) -> None:
    with pytest.raises(InputError, match="must rise"):
        llm_votes(["ham"], [0.9], ["ham", "spam"], levels=levels)


def test_a_label_outside_the_classes_is_refused() -> None:
    with pytest.raises(InputError, match="the LLM gave 'eggs'"):
        llm_votes(["eggs"], [0.9], ["ham", "spam"])
