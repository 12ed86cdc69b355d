"""The end model under the labels' own names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.errors import InputError
from goldsmith.labels.text_classifier import TextClassifier

EXAMPLES = {
    "win free money": {"spam": 1.0},
    "free money now": {"spam": 0.8, "ham": 0.2},
    "see you at home": {"ham": 1.0},
    "home at six": {"ham": 0.9, "spam": 0.1},
}


def test_it_answers_with_the_likeliest_label_and_its_probability() -> None:
    model = TextClassifier.fit(EXAMPLES)
    assert model
    (label, score), (other, _) = model.predict(["free money", "at home"])
    assert (label, other) == ("spam", "ham")
    column = model.labels.index("spam")
    assert score == model.fitted.predict_proba(["free money"])[0, column]
    assert model.predict([]) == []


@given(st.permutations(list(EXAMPLES)))
def test_the_version_says_what_was_learnt_and_not_in_which_order(order: list[str]) -> None:
    shuffled = {text: EXAMPLES[text] for text in order}
    assert TextClassifier.version_of(shuffled) == TextClassifier.version_of(EXAMPLES)
    changed = shuffled | {"home at six": {"spam": 1.0}}
    assert TextClassifier.version_of(changed) != TextClassifier.version_of(EXAMPLES)


@pytest.mark.parametrize("examples", [{}, {"a": {"spam": 1.0}}, {"a": {"spam": 1.0, "ham": 0.0}}])
def test_without_two_labels_there_is_no_model(examples: dict[str, dict[str, float]]) -> None:
    assert TextClassifier.fit(examples) is None


def test_shares_that_do_not_sum_to_one_are_refused() -> None:
    with pytest.raises(InputError, match="sum to 1"):
        TextClassifier.fit(EXAMPLES | {"odd": {"spam": 0.7}})
