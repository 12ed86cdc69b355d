import json

import pytest
from tests.strange_outputs import fuzzed

from goldsmith.errors import InputError, UnreadableError
from goldsmith.generate import Scale, read_ratings

TEN = Scale(1, 10)


def values(text: str, n: int, scale: Scale | None = None) -> list[float | None]:
    return [rating.value for rating in read_ratings(text, n, scale or Scale())]


def problems(text: str, n: int) -> list[str]:
    return [rating.problem for rating in read_ratings(text, n)]


@pytest.mark.parametrize(
    "text",
    [
        "Output 1: 4\nOutput 2: 3",
        "Candidate 1: 4 Candidate 2: 3",
        "Candidate 1 rating: 4; candidate 2 rating: 3",
        "Rating for candidate 1: 4\nRating for candidate 2: 3",
        "**Candidate 1**: **4/5**\n**Candidate 2**: 3 out of 5",
        "1. 4/5 - clear\n2. 3/5 - less so",
        "1) Rating: 4\n2) Rating: 3",
        "I. Rating: 4\nII. Rating: 3",
        "i. 4\nii. 3",
        "Response A: 4\nResponse B: 3",
        "#### Output for Text 1\nRating: 4\nRationale: Good.\n\n#### Output for Text 2\nRating: 3\nRationale: Fair.",
        "Rating: 4\nRationale: Good.\n\nRating: 3\nRationale: Fair.",
        "Sure! Here are my ratings of the 2 candidates:\n\n- Candidate 1: 4 stars\n- Candidate 2: 3 stars",
        "| Candidate | Rating | Why |\n|---|---|---|\n| 1 | 4 | clear |\n| 2 | 3 | less so |",
        "4\n3",
        "4, 3",
        "Ratings: [4, 3]",
        "[4, 3]",
        "Candidate 2: 3\nCandidate 1: 4",
        "Candidate 1\n1. It is right.\n2. It is long.\nScore - 4\nCandidate 2\n1. It is wrong.\nScore - 3",
        '{"candidate_1": {"rationale": "", "rating": "4"}, "candidate_2": {"rationale": "", "rating": "3"}}',
        '```json\n{"ratings": [{"candidate": 2, "rating": 3}, {"candidate": 1, "rating": "4/5"}]}\n```',
        'Of course.\n{"1": 4, "2": 3}\nTell me if you want more.',
        '{"scores": [4, 3,]}',
        "Overall rating: 5\nCandidate 1: 4\nCandidate 2: 3\nAverage: 3.5",
    ],
)
def test_every_way_to_write_four_and_three_is_read(text: str) -> None:
    assert values(text, 2) == [4, 3]


def test_a_rationale_stays_with_its_rating() -> None:
    text = "#### Output 1\nRating: 4\nRationale: Mostly right.\nOne slip.\n\n#### Output 2\nRating: 2\nRationale: No."
    assert [rating.rationale for rating in read_ratings(text, 2)] == ["Mostly right.\nOne slip.", "No."]
    (rating,) = read_ratings("Well argued.\n\nRating: 8", 1, TEN)
    assert (rating.value, rating.rationale) == (8, "Well argued.")


@pytest.mark.parametrize(
    "said", ["N/A", "n/a", "NA", "N. A.", "Not applicable", "**N/A**", "none", "-", "null"]
)
def test_not_applicable_is_missing_and_no_number(said: str) -> None:
    text = f"Candidate 1: 4\nCandidate 2: {said}"
    assert (values(text, 2), problems(text, 2)) == ([4, None], ["", "N/A"])


def test_not_applicable_in_json_is_missing_and_no_number() -> None:
    text = json.dumps({"candidate_1": {"rating": None}, "candidate_2": {"rating": "N/A"}, "candidate_3": 2})
    assert (values(text, 3), problems(text, 3)) == ([None, None, 2], ["N/A", "N/A", ""])


def test_a_judge_may_say_not_applicable_of_all() -> None:
    for text in ("1. N/A\n2. N/A", "N/A", "Rating: N/A"):
        assert (values(text, 2), problems(text, 2)) == ([None, None], ["N/A", "N/A"])


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("7", "7 is not on the scale from 1 to 5"),
        ("0", "0 is not on the scale from 1 to 5"),
        ("-4", "-4 is not on the scale from 1 to 5"),
        ("8/10", "8/10 is not one number on the scale from 1 to 5"),
        ("80%", "80% is not one number on the scale from 1 to 5"),
        ("3-4", "3-4 is not one number on the scale from 1 to 5"),
    ],
)
def test_a_number_off_the_scale_is_missing_and_not_bent(said: str, problem: str) -> None:
    for text in (f"Output 1: {said}\nOutput 2: 5", json.dumps([said, 5])):
        assert (values(text, 2), problems(text, 2)) == ([None, 5], [problem, ""])


def test_of_a_list_that_breaks_off_the_rest_is_missing() -> None:
    assert values("Output 1: 4\nOutput 2: 3\nOutp", 4) == [4, 3, None, None]
    assert problems("Output 1: 4\nOutput 2: 3\nOutp", 4)[2:] == ["not rated", "not rated"]
    assert values('{"candidate_1": {"rationale": "a", "rating": "4"}, "candidate_2": {"rati', 3) == [
        4,
        None,
        None,
    ]


def test_two_ratings_of_one_candidate_are_none_unless_they_agree() -> None:
    assert problems("Output 1: 4\nOutput 1: 2\nOutput 2: 5", 2) == ["rated 2 and 4", ""]
    assert values("Output 1: 4\nOutput 1: 4\nOutput 2: 5", 2) == [4, 5]


def test_more_ratings_than_candidates_belong_to_nobody() -> None:
    # Splitting the answer at blank lines would give four ratings of two candidates here.
    with pytest.raises(UnreadableError, match="candidate 1: not rated; candidate 2: not rated"):
        read_ratings("Rating: 4\n\nRating: 3\n\nRating: 2\n\nRating: 1", 2)


def test_candidates_that_are_not_there_are_left_out() -> None:
    assert values("Output 1: 4\nOutput 2: 3\nOutput 3: 1\nOutput 0: 1", 2) == [4, 3]


def test_a_count_of_mistakes_is_no_rating() -> None:
    assert values("Output 1: 3 of the facts are wrong. Rating: 2\nOutput 2: 5", 2) == [2, 5]
    assert values("Candidate 1: 2 mistakes\nCandidate 2: 4", 2) == [None, 4]


def test_a_decimal_is_read_as_it_is() -> None:
    assert values("Rating: 4.5", 1) == [4.5]
    assert values("Output 1: 4,5\nOutput 2: 4", 2) == [4.5, 4]


def test_a_single_candidate_needs_no_name() -> None:
    for text in ("Rating: 8", "8/10", "8", "I'd give this 8 out of 10.", '{"rationale": "ok", "rating": 8}'):
        assert values(text, 1, TEN) == [8]


@pytest.mark.parametrize("text", ["", "I cannot rate these.", "Output 1: 9\nOutput 2: 0", "{}", "[]", "---"])
def test_an_answer_that_rates_nobody_is_unreadable(text: str) -> None:
    with pytest.raises(UnreadableError, match='a rating from 1 to 5, or "N/A", of each candidate'):
        read_ratings(text, 2)


def test_bad_arguments_are_refused() -> None:
    with pytest.raises(InputError, match="got n = 0"):
        read_ratings("Rating: 4", 0)
    with pytest.raises(InputError, match="got 5 to 5"):
        Scale(5, 5)


@fuzzed
def test_any_answer_is_read_or_unreadable(text: str) -> None:
    for n in (1, 3):
        try:
            ratings = read_ratings(text, n)
        except UnreadableError:
            continue
        assert len(ratings) == n
        for rating in ratings:
            assert (rating.value is None) == bool(rating.problem)
            assert rating.value is None or 1 <= rating.value <= 5
