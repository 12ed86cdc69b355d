"""What two texts must share before one may stand for the other."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.dedup import disagreement, read

PAIRS = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "data" / "dedup" / "paraphrases.jsonl").read_text("utf-8").splitlines()
]  # fmt: skip
HARD = [pair for pair in PAIRS if pair["kind"] != "paraphrase"]


def why(one: str, other: str, language: str = "en") -> str | None:
    return disagreement(read(one, language), read(other, language))


@pytest.mark.parametrize("pair", HARD, ids=lambda pair: pair["one"])
def test_no_hard_negative_agrees(pair: dict[str, str]) -> None:
    assert why(pair["one"], pair["other"], pair["language"])
    assert why(pair["other"], pair["one"], pair["language"])


def test_three_in_four_paraphrases_agree() -> None:
    twins = [pair for pair in PAIRS if pair["kind"] == "paraphrase"]
    agreed = [pair for pair in twins if why(pair["one"], pair["other"], pair["language"]) is None]
    assert len(agreed) >= 0.75 * len(twins)


@pytest.mark.parametrize(
    ("one", "other", "language", "reason"),
    [
        ("It cost 1,200 euros.", "It cost 1200 euros.", "en", None),
        ("Es kostete 1.200 Euro.", "Es kostete 1200 Euro.", "de", None),
        ("It cost 1.2 euros.", "It cost 12 euros.", "en", "number: 1.2 against 12"),
        ("twelve monkeys", "12 MONKEYS!", "en", None),
        ("from 3 to 5", "from 5 to 3", "en", "number: 3, 5 against 5, 3"),
        ("Good old dog", "good  old dog.", "xx", None),
        ("I like it", "I do like it", "xx", "unread: language xx"),
        ("我喜欢狗。", "我不喜欢狗。", "en", "unread: a script without capitals"),
        ("It is not bad.", "It isn't bad.", "en", None),
        ("Dr. Hill sang.", "Dr. Dale sang.", "en", "name: dale, hill in one alone"),
        ("NASA went up.", "ESA went up.", "en", "name: esa, nasa in one alone"),
        ("Draw a red house by a lake", "Draw a blue house by a lake", "en", "swapped: red against blue"),
        ("Sorting lists of words", "Sort a list of words", "en", None),
    ],
)
def test_each_check_says_what_differs(one: str, other: str, language: str, reason: str | None) -> None:
    assert why(one, other, language) == reason
    assert (why(other, one, language) is None) is (reason is None)


@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(["en", "de", "fr", "xx"]))
def test_any_text_agrees_with_itself_and_the_order_of_two_is_nothing(
    one: str, other: str, language: str
) -> None:
    assert why(one, one, language) is None
    assert (why(one, other, language) is None) is (why(other, one, language) is None)


def test_a_very_long_text_is_read_in_bounded_time() -> None:
    assert (
        why("word " * 2_000_000, "word " * 2_000_000 + "not") is None
    )  # of which 20,000 characters are read
