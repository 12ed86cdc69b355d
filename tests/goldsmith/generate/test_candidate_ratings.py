import json
from collections import Counter

import pytest

from goldsmith.errors import UnreadableError
from goldsmith.generate import preferred_pair, read_candidate_ratings


def ratings(output: str, n: int) -> list[float | None]:
    return [candidate.rating for candidate in read_candidate_ratings(output, n)]


@pytest.mark.parametrize(
    "output",
    [
        '{"ratings": [{"rationale": "a", "rating": 4}, {"rationale": "b", "rating": "N/A"}]}',
        '[{"Rationale": "a", "Rating": "4"}, {"Rationale": "b", "Rating": "n/a"}]',
        '[{"score": 4.0}, {"score": null}]',
        "[4, null]",
        "Text 1\nRationale: fine\nRating: 4\n\nText 2\nRationale: I cannot say\nRating: N/A",
        "**Rating:** 4/5\nRationale: x\n**Rating:** N/A",
    ],
)
def test_ratings_are_read_in_many_forms_and_n_a_is_missing(output: str) -> None:
    assert ratings(output, 2) == [4.0, None]


@pytest.mark.parametrize(
    "output",
    [
        "",
        "I cannot rate these.",
        "[4]",
        "[4, 3, 2]",
        "[4, 6]",
        "[4, true]",
        '[{"rating": 4}, {"rationale": "no rating"}]',
        "[4, 1e999]",
        "[4, NaN]",
        '{"ratings": {"1": 4, "2": 3, "3": 2}}',
        "Rating: 4",
    ],
)
def test_what_is_not_one_rating_a_candidate_is_unreadable(output: str) -> None:
    with pytest.raises(UnreadableError):
        read_candidate_ratings(output, 2)


def test_the_rationale_is_kept() -> None:
    (first, _) = read_candidate_ratings(
        '[{"rationale": "Kind.", "rating": 4}, {"rationale": 7, "rating": 1}]', 2
    )
    assert first.rationale == "Kind."


def test_the_best_is_chosen_and_the_rejected_is_drawn_evenly_from_the_rest() -> None:
    drawn = Counter(preferred_pair("abcd", [2, 5, 3, 1], seed=seed).rejected for seed in range(600))
    assert set(drawn) == {0, 2, 3}
    # 200 expected each, standard deviation sqrt(600 * 1/3 * 2/3) = 11.5: five of them either way
    assert all(140 < count < 260 for count in drawn.values())


def test_ties_small_margins_identical_and_unrated_candidates_make_no_pair() -> None:
    assert preferred_pair("ab", [4, 4]).drop_reason == "preference: tie, both rated 4"
    assert preferred_pair("ab", [4, 3], min_margin=2).drop_reason == "preference: small margin, 1 < 2"
    assert "identical texts" in preferred_pair(["Yes.", "yes. "], [5, 1]).drop_reason
    assert (
        preferred_pair("abc", [4, None, None]).drop_reason
        == "preference: unrated, 1 of 3 candidates have a rating"
    )
    assert preferred_pair("ab", [4, 4]).chosen == -1


def test_a_missing_rating_is_neither_best_nor_worst() -> None:
    pair = preferred_pair("abc", [None, 3, 5], rejected="worst")
    assert (pair.chosen, pair.rejected, pair.margin) == (2, 1, 2)


def test_ratings_written_as_the_schema_asks_are_read_back() -> None:
    written = [{"rationale": str(n), "rating": n} for n in (1, 2, 3, 4, 5)]
    assert ratings(json.dumps({"ratings": written}), 5) == [1, 2, 3, 4, 5]
