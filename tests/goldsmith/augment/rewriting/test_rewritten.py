"""Texts that were written anew: what is read, kept, dropped, and where their spans are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldsmith.augment import Bounds, Span, drift, overlap, projected, read_texts, rewritten, surfaces
from goldsmith.errors import InputError, UnreadableError

ANY_TEXT = st.text(st.characters(), max_size=60)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(ANY_TEXT, ANY_TEXT)
def test_overlap_is_symmetric_and_one_for_the_same(one: str, other: str) -> None:
    assert overlap(one, other) == overlap(other, one)
    assert 0 <= overlap(one, other) <= 1
    assert overlap(one, one) == 1 or not any(map(str.isalnum, one))


def test_overlap_counts_threes() -> None:
    # abcd: abc, bcd; bcde: bcd, cde; one of three
    assert overlap("abcd", "bcde") == pytest.approx(1 / 3)
    assert overlap("很好看", "不好看") == 0
    assert overlap("👍", "👍") == 1
    assert overlap("👍", "👎") == 0


@settings(derandomize=True, max_examples=60, deadline=None)
@given(ANY_TEXT)
def test_a_text_does_not_drift_from_itself(text: str) -> None:
    assert drift(text, text) == ""
    assert drift(text, text, "xx") == ""


@pytest.mark.parametrize(
    ("one", "other", "language", "found"),
    [
        ("It costs 20 euros.", "The price is 30 euros.", "en", "number: 20 against 30"),
        ("A good film.", "A fine film.", "en", ""),  # a swapped word is what a paraphrase is made of
        (
            "Tell me how to raise the volume.",
            "What lowers the volume?",
            "en",
            "contrary: 'raise' against 'lowers'",
        ),
        ("Das ist kein Spiel.", "Dies ist eine Partie.", "de", "negation: 1 against 0"),
        ("Das Haus steht dort.", "Dort steht das Gebäude.", "de", ""),  # every noun has a capital
        ("See https://a.example now", "Look at it now", "en", "placeholder: https://a.example in one alone"),
        ("价格是20元", "价格是30元", "zh", "number: 20, 30 in one alone"),
    ],
)
def test_drift_says_what_was_lost(one: str, other: str, language: str, found: str) -> None:
    assert drift(one, other, language) == found


def test_a_span_is_found_by_whole_words_alone() -> None:
    spans = [Span(0, 3, "person")]
    assert projected("Ann sings.", spans, "The annual song is Ann's.") == ((Span(19, 22, "person"),), "")
    assert projected("Ann sings.", spans, "Annual songs.") == ((), "span: 'Ann' is there 0 times")
    assert projected("Ann sings.", spans, "Ann and Ann sing.") == ((), "span: 'Ann' is there 2 times")
    assert projected("Ann and Ann.", spans, "Ann.")[1].startswith("span: 'Ann' stands more than once")
    assert projected("我爱北京", [Span(2, 4, "place")], "北京很美") == ((Span(0, 2, "place"),), "")


@settings(derandomize=True, max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(["Ada", "Rome", "likes", "the", "sea", ".", "北京"]), min_size=1, max_size=8),
    st.randoms(),
)
def test_projected_spans_have_the_surface_they_had(words: list[str], chance: object) -> None:
    text = " ".join(words)
    spans = [Span(0, len(words[0]), "x")]
    chance.shuffle(words)  # type: ignore[attr-defined]
    new = " ".join(words)
    found, reason = projected(text, spans, new)
    assert bool(found) != bool(reason)
    assert all(new[one.start : one.end] == surfaces(text, spans)[0] for one in found)


def test_the_vectors_are_asked_once_for_all_candidates() -> None:
    asked = []

    def similarity(text: str, others: list[str]) -> list[float]:
        asked.append((text, others))
        return [0.9, 0.2]

    made = rewritten(
        "A fine day at sea.", ["The sea was nice today.", "Cats sleep a lot."], "p", similarity=similarity
    )
    assert [one.reason for one in made] == ["", "similarity: cosine 0.20, at least 0.7 wanted"]
    assert len(asked) == 1


def test_bounds_out_of_range_are_refused() -> None:
    with pytest.raises(InputError, match="max_overlap must be in"):
        Bounds(max_overlap=2)
    with pytest.raises(InputError, match="lengths must be in"):
        Bounds(max_length=0.5)


@pytest.mark.parametrize(
    ("output", "most", "found"),
    [
        ('{"texts": ["a b", "c d", "e"]}', 2, ["a b", "c d"]),
        ('```json\n{"texts": ["a b"]}\n```', 1, ["a b"]),
        ('["a b", {"text": "c d"}]', 2, ["a b", "c d"]),
        ("<think>hm</think>1) a b\n2) c d", 2, ["a b", "c d"]),
        ("a b\n\nc d", 2, ["a b", "c d"]),
        ("two\nlines", 1, ["two\nlines"]),
        ("[NAME] was here", 1, ["[NAME] was here"]),
        ("[[1 Ada 1]] was here", 1, ["[[1 Ada 1]] was here"]),
        ("“a b”", 1, ["a b"]),
    ],
)
def test_texts_are_read_from_any_form(output: str, most: int, found: list[str]) -> None:
    assert read_texts(output, most) == found


@settings(derandomize=True, max_examples=100, deadline=None)
@given(ANY_TEXT, st.integers(1, 3))
def test_any_output_is_texts_or_unreadable(output: str, most: int) -> None:
    try:
        found = read_texts(output, most)
    except UnreadableError:
        return
    assert 0 < len(found) <= most
    assert all(one.strip() for one in found)
