import math
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.labels import calibrated, content_free_prior, label_scores, open_prefixes


def logs(probabilities: dict[str, float]) -> dict[str, float]:
    return {token: math.log(p) for token, p in probabilities.items()}


def test_labels_that_begin_with_one_token_are_parted_by_the_next() -> None:
    # Start: "pos" .5 and "neg" .3 of .8 -> 5/8, 3/8. After "pos": "itive" .6 and "sible" .2 of .8 -> 3/4, 1/4.
    # positive = 5/8 * 3/4 = 15/32, possible = 5/8 * 1/4 = 5/32, negative = 12/32.
    known = {
        "": logs({"pos": 0.5, "neg": 0.3, "the": 0.2}),
        "pos": logs({"itive": 0.6, "sible": 0.2, "e": 0.2}),
    }
    scores = label_scores(["positive", "possible", "negative"], known)
    assert scores == pytest.approx({"positive": 15 / 32, "possible": 5 / 32, "negative": 12 / 32})
    assert open_prefixes(["positive", "possible", "negative"], {"": known[""]}) == ["pos"]
    assert open_prefixes(["positive", "possible", "negative"], known) == []


def test_a_shared_beginning_that_was_not_looked_into_is_split_evenly() -> None:
    scores = label_scores(["positive", "possible", "negative"], {"": logs({"pos": 0.5, "neg": 0.3})})
    assert scores == pytest.approx({"positive": 5 / 16, "possible": 5 / 16, "negative": 6 / 16})


def test_a_label_that_begins_another_gets_what_does_not_go_on() -> None:
    # After "spam", "my" has .25; whatever else comes (.75) ends the answer "spam".
    known = {"": logs({"spam": 0.8, "ham": 0.2}), "spam": logs({"my": 0.25, ".": 0.5})}
    scores = label_scores(["spam", "spammy", "ham"], known)
    assert scores == pytest.approx({"spam": 0.6, "spammy": 0.2, "ham": 0.2})


def test_every_way_to_write_a_label_counts_and_its_longest_token_only() -> None:
    # yes: "yes" .1 + "Yes" .2 + " yes" .1 = .4; "ye" and "y" are other answers' beginnings. no: "No" .1.
    start = logs({"yes": 0.1, "Yes": 0.2, " yes": 0.1, "ye": 0.15, "y": 0.05, "No": 0.1, "N": 0.3})
    assert label_scores(["yes", "no"], {"": start}) == pytest.approx({"yes": 0.8, "no": 0.2})


def test_a_letter_counts_when_it_is_the_label() -> None:
    assert label_scores(["A", "B"], {"": logs({"A": 0.3, " B": 0.1, "a": 0.1})}) == pytest.approx(
        {"A": 0.8, "B": 0.2}
    )


def test_a_label_out_of_sight_gets_the_smallest_probability_in_sight() -> None:
    # "ham" is at most as likely as the last token returned, .05: .05 / (.45 + .05) = .1.
    assert label_scores(["spam", "ham"], {"": logs({"spam": 0.45, "x": 0.05})}) == pytest.approx(
        {"spam": 0.9, "ham": 0.1}
    )


@pytest.mark.parametrize("known", [{}, {"": {}}, {"": {"I": -0.1, "The": -3.0}}])
def test_nothing_is_said_when_no_label_is_in_sight(known: dict[str, dict[str, float]]) -> None:
    assert label_scores(["spam", "ham"], known) is None


def test_calibration_makes_an_answer_without_content_a_tie() -> None:
    # Zhao et al. 2021, section 5: with W = diag(1 / p_cf), p_cf itself becomes uniform.
    prior = content_free_prior([{"a": 0.7, "b": 0.2, "c": 0.1}, {"a": 0.5, "b": 0.4, "c": 0.1}])
    assert prior == pytest.approx({"a": 0.6, "b": 0.3, "c": 0.1})
    assert calibrated(prior, prior) == pytest.approx({"a": 1 / 3, "b": 1 / 3, "c": 1 / 3})
    # .6/.6 : .2/.3 : .2/.1 = 1 : 2/3 : 2 -> 3/11, 2/11, 6/11
    assert calibrated({"a": 0.6, "b": 0.2, "c": 0.2}, prior) == pytest.approx(
        {"a": 3 / 11, "b": 2 / 11, "c": 6 / 11}
    )


@given(
    st.lists(st.text(min_size=1, max_size=4), min_size=2, max_size=4, unique=True),
    st.dictionaries(
        st.text(max_size=3),
        st.dictionaries(st.text(max_size=3), st.floats(-9999, 0), max_size=5),
        max_size=3,
    ),
)
def test_any_labels_and_tokens_give_probabilities_or_nothing(
    labels: list[str], known: dict[str, dict[str, float]]
) -> None:
    scores = label_scores(labels, known)
    open_prefixes(labels, known)
    if scores is not None:
        assert list(scores) == labels
        assert math.fsum(scores.values()) == pytest.approx(1)
        assert min(scores.values()) > 0


def test_the_order_of_labels_does_not_matter() -> None:
    known = {"": logs({"very": 0.5, "bad": 0.2}), "very": logs({" good": 0.6, " bad": 0.1})}
    found = [label_scores(order, known) for order in permutations(["very good", "very bad", "bad"])]
    for scores in found:
        # very good = 5/7 * 6/7, very bad = 5/7 * 1/7, bad = 2/7
        assert scores == pytest.approx({"very good": 30 / 49, "very bad": 5 / 49, "bad": 14 / 49})
