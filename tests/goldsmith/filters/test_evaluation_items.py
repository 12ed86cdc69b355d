"""Rows that have a test item: word for word, edited, in part, paraphrased; and those that only share its frame."""

import random
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.errors import InputError
from goldsmith.filters import EvaluationItems, contamination_reason

ITEM = "A baker sells forty loaves each morning and half as many in the afternoon, how many in a day?"  # 19 words
FRAME = "Read the problem with care and think step by step before you answer:"  # 13 words


def shares(items: EvaluationItems, text: str) -> list[tuple[int, float]]:
    return [(one.item, round(one.share, 3)) for one in items.overlaps([text])[0]]


def test_an_item_is_found_word_for_word_whatever_its_case_and_punctuation() -> None:
    items = EvaluationItems(["Something else altogether that nobody has asked.", ITEM])
    assert shares(items, f"Q: {ITEM.upper().replace(',', ' -')} A: 60") == [(1, 1.0)]
    assert shares(items, "A baker sells bread.") == []


def test_the_share_counts_words_in_runs_that_the_row_has() -> None:
    # Of 19 words "A baker sells forty loaves each" (6) and "how many in a day" (5) stand in the row in runs of four or more.
    row = "A baker sells forty loaves each day of the week: how many in a day do people buy?"
    (found,) = EvaluationItems([ITEM]).overlaps([row])[0]
    assert found.share == pytest.approx(11 / 19)
    assert found.words == ("A baker sells forty loaves each", "how many in a day")
    assert [row[begin:end] for begin, end in found.row_spans] == list(found.words)
    assert [ITEM[begin:end] for begin, end in found.item_spans] == list(found.words)
    assert contamination_reason([found]) == "contamination: has 58% of evaluation item 0"
    assert shares(EvaluationItems([ITEM], covered=0.58), row) == []


def test_a_frame_that_all_items_share_is_no_contamination_and_hides_none() -> None:
    asked = [
        f"{FRAME} {number} geese and {number + 7} ducks sit on pond {number}, how many legs?"
        for number in range(11)
    ]
    items = EvaluationItems(asked, most_items=10)
    assert shares(items, f"{FRAME} why is the sky blue?") == []
    # All that is item 3's own stands here: 12 words; its runs with the last three words of the frame do not.
    found = shares(items, "3 geese and 10 ducks sit on pond 3, how many legs?")
    assert found[0] == (3, 0.8)
    assert shares(EvaluationItems(asked, most_items=11), f"{FRAME} why is the sky blue?")


def test_items_that_are_the_same_share_no_boilerplate() -> None:
    assert [item for item, _ in shares(EvaluationItems([ITEM] * 12), ITEM)] == list(range(12))


def test_short_items_are_compared_whole_and_must_be_much_of_the_row() -> None:
    items = EvaluationItems(["What is rain?", "Yes", ""])
    assert shares(items, "what is RAIN") == [(0, 1.0)]
    assert shares(items, "Q: What is rain? A: Water.") == [(0, 1.0)]  # 3 of 6 words
    assert shares(items, "Tell me, what is rain, and why does it fall more in spring?") == []
    assert shares(items, "yes") == [(1, 1.0)]
    assert shares(items, "Yes, that is right.") == []
    assert shares(EvaluationItems(["What is the capital of France?"]), "What is the capital of Spain?") == []
    assert shares(items, "") == shares(items, "...") == []


def test_scripts_without_blanks_are_read_by_character() -> None:
    items = EvaluationItems(["多瑙河流经哪四个国家的首都？"])
    (found,) = items.overlaps(["问题：多瑙河流经哪四个国家的首都呢"])[0]
    assert (found.share, found.words) == (1.0, ("多瑙河流经哪四个国家的首都",))


def test_edited_items_are_found_and_others_are_not() -> None:
    rng = random.Random(0)
    words = [f"w{number}" for number in range(400)]
    items = [" ".join(rng.choices(words, k=30)) for _ in range(200)]
    edited = [
        " ".join(rng.choice(words) if rng.random() < 0.1 else word for word in item.split()) for item in items
    ]
    others = [" ".join(rng.choices(words, k=30)) for _ in range(200)]
    rule = EvaluationItems(items)
    found = [next((one.item for one in each), None) for each in rule.overlaps(edited)]
    # A word edited at 10 % breaks four runs: a run of four stays with .9 ** 4 = .66, and .4 of 30 words is 12.
    assert sum(item == number for number, item in enumerate(found)) >= 195
    assert rule.overlaps(others) == [[]] * 200


def test_a_paraphrase_needs_near_vectors_and_words_that_agree() -> None:
    items = EvaluationItems(
        ["How do I sort a list in ascending order?", "Name three birds."],
        vectors=[[1, 0], [0, 1]],
        cosine=0.9,
    )
    asked = [
        "What is the way of bringing lists into ascending order?",
        "What is the way of bringing lists into descending order?",
    ]
    (same, turned) = items.overlaps(asked, vectors=[[2, 0.1], [1, 0]])
    assert [(one.item, one.share, round(one.cosine or 0, 4)) for one in same] == [(0, 0.0, 0.9988)]
    assert contamination_reason(same) == "contamination: paraphrases evaluation item 0 (cosine 1.00)"
    assert turned == []
    assert items.overlaps(asked, vectors=[[1, 1], [1, 1]]) == [[], []]


@given(st.lists(st.text(max_size=40), max_size=4), st.text(max_size=60))
def test_any_text_is_answered_and_every_span_is_in_it(items: list[str], text: str) -> None:
    for one in EvaluationItems(items, n=2).overlaps([text])[0]:
        assert 0 < one.share <= 1
        assert one.words == tuple(items[one.item][begin:end] for begin, end in one.item_spans)
        assert one.row_spans
        assert all(0 <= begin < end <= len(text) for begin, end in one.row_spans)


@given(st.text(alphabet="ab \n", min_size=1, max_size=40))
def test_a_text_has_all_of_itself_or_no_word(text: str) -> None:
    found = shares(EvaluationItems([text]), text)
    assert found == ([(0, 1.0)] if text.split() else [])


def test_long_texts_take_bounded_time() -> None:
    items = EvaluationItems([ITEM, "w " * 1000])
    began = time.process_time()
    for text in ("x" * 10_000_000, "w " * 300_000, ", . ! " * 300_000, "\ud800" * 1_000_000):
        items.overlaps([text])
    assert time.process_time() - began < 30


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"n": 0}, "n and most_items must be at least 1"),
        ({"covered": 1.0}, "covered in"),
        ({"vectors": [[1.0, 0.0]]}, "a vector for each of 2 items, got 1"),
    ],
)
def test_what_makes_no_sense_is_refused(options: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        EvaluationItems(["a", "b"], **options)  # type: ignore[arg-type]


def test_vectors_that_do_not_fit_are_refused() -> None:
    with pytest.raises(InputError, match="have no vectors"):
        EvaluationItems(["a"]).overlaps(["a"], vectors=[[1.0]])
    with pytest.raises(InputError, match="expected 2 vectors of 2 numbers"):
        EvaluationItems(["a"], vectors=[[1.0, 0.0]]).overlaps(["a", "b"], vectors=np.ones((1, 2)))
