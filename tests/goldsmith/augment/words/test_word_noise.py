"""AEDA's marks, UDA's TF-IDF replacement and slips of characters, on any text."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.augment import (
    AEDA_MARKS,
    KEYBOARDS,
    NOISE_KINDS,
    Augmented,
    Span,
    aeda,
    character_noise,
    fit_tf_idf,
    misread,
    neighbours,
    replace_by_tf_idf,
    tokenize,
)
from goldsmith.augment.words.stop_words import STOP_WORDS
from goldsmith.errors import InputError

SAID = [
    "the",
    "a",
    "of",
    "film",
    "car,",
    "buys",
    "big",
    "café",
    "began",
    "naïve",
    "{name}",
    "https://x.org",
    "42",
    "Ada.",
    "modern",
]
SENTENCES = st.lists(st.sampled_from(SAID), min_size=1, max_size=30).map(" ".join)
ANY = st.text(max_size=60) | st.lists(
    st.sampled_from(
        [
            "film",
            "Film",
            "很好的电影",
            "ไทย",
            "كتاب",
            "हिन्दी",
            "e\u0301",
            "👍🏽",
            "https://x.org",
            "\ud800",
            "\n",
            " ",
            "x_y",
            "`c`",
        ]
    ),
    max_size=20,
).map("".join)
CORPUS = [
    "the film was very fine",
    "the book was very dull",
    "the end of the road",
    "a very long road to the end",
]
FITTED = fit_tf_idf(CORPUS)


def words(text: str) -> list[str]:
    return [token.text for token in tokenize(text) if token.kind == "word"]


@given(SENTENCES, st.integers(0, 9))
def test_aeda_puts_in_one_to_a_third_as_many_marks_as_there_are_words(text: str, seed: int) -> None:
    (one,) = aeda(text, seed=seed)
    if one.reason:
        assert not words(text)
        return
    assert 1 <= len(one.edits) <= max(1, len(words(text)) // 3)
    assert all(
        edit.text in {f"{mark} " for mark in AEDA_MARKS} and edit.start == edit.end for edit in one.edits
    )
    assert words(one.text) == words(text)
    assert len({edit.start for edit in one.edits}) == len(one.edits)


def test_aeda_draws_every_number_every_mark_and_every_place() -> None:
    # 9 words: 1, 2 or 3 marks, of six, before any of them
    text = "one of the finest films that I have seen"
    found = aeda(text, 300)
    assert {len(one.edits) for one in found} == {1, 2, 3}
    assert {edit.text.strip() for one in found for edit in one.edits} == set(AEDA_MARKS)
    assert len({edit.start for one in found for edit in one.edits}) == 9


def test_tf_idf_follows_the_formulas_of_uda() -> None:
    # Of 4 texts "the" is in all, "very" in 3, "was", "end" and "road" in 2, the others in 1.
    assert FITTED.idf["the"] == 0
    assert FITTED.idf["very"] == pytest.approx(math.log(4 / 3))
    assert FITTED.unseen == pytest.approx(math.log(4))
    # the: 1/4 * 0, film: 1/4 * ln 4, very: 1/4 * ln 4/3, film again would count twice.
    tfidf = [0, math.log(4) / 4, math.log(4 / 3) / 4, math.log(4) / 4]
    highest = max(tfidf)
    mean = sum(highest - one for one in tfidf) / 4
    assert FITTED.probabilities(["the", "film", "very", "unseen"], 0.2) == pytest.approx(
        [min(0.2 * (highest - one) / mean, 1) for one in tfidf]
    )
    # S = freq * idf: road 2 ln 2 = ln 4, the highest, as of all words once in one text; the 0; very 3 ln 4/3; was and end ln 4.
    weights = [
        after - before for before, after in zip((0.0, *FITTED.cumulative), FITTED.cumulative, strict=False)
    ]
    expected = dict.fromkeys(FITTED.vocabulary, 0.0) | {
        "the": math.log(4),
        "very": math.log(4) - 3 * math.log(4 / 3),
    }
    assert dict(zip(FITTED.vocabulary, weights, strict=True)) == pytest.approx(expected)


def test_a_corpus_may_tell_nothing_or_have_no_word() -> None:
    assert fit_tf_idf(["same one", "same one"]).cumulative == (1.0, 2.0)
    assert replace_by_tf_idf("a film", fit_tf_idf(["", "42"]))[0].reason == "the corpus has no word"
    assert (
        replace_by_tf_idf("same one", fit_tf_idf(["same one"]))[0].reason
        == "all its words tell as much as each other"
    )


@given(st.lists(st.sampled_from(" ".join(CORPUS).split()), min_size=1, max_size=12), st.integers(0, 5))
def test_the_most_telling_word_stays_and_only_untelling_ones_come_in(said: list[str], seed: int) -> None:
    text = " ".join(said)
    (one,) = replace_by_tf_idf(text, FITTED, seed=seed)
    scores = {word: said.count(word) * FITTED.idf[word] for word in said}
    telling = {word for word in said if scores[word] == max(scores.values())}
    assert len(words(one.text)) == len(said)
    for before, after in zip(said, words(one.text), strict=True):
        assert before == after or (before not in telling and after in {"the", "very"})


@given(st.floats(0.01, 1), SENTENCES, st.integers(0, 5))
def test_as_many_letters_as_the_rate_asks_for_are_noisy(rate: float, text: str, seed: int) -> None:
    (one,) = character_noise(text, rate, kinds=["double"], seed=seed)
    letters = sum(map(len, words(text)))
    if not letters:
        assert one.reason
        return
    assert len(one.edits) == max(1, round(rate * letters))
    assert len(one.text) == len(text) + len(one.edits)


@given(SENTENCES, st.sampled_from(NOISE_KINDS), st.integers(0, 5))
def test_every_kind_of_noise_does_what_it_says(text: str, kind: str, seed: int) -> None:
    (one,) = character_noise(text, 0.3, kinds=[kind], seed=seed)
    for edit in one.edits:
        was = text[edit.start : edit.end]
        near = neighbours(was[:1].lower())
        expected = {
            "swap": {was[::-1]},
            "drop": {""},
            "double": {was * 2},
            "insert": {was + other for other in (*near, *map(str.upper, near))},
            "keyboard": {*near, *map(str.upper, near)},
            "ocr": set(misread(was)),
        }
        assert edit.text in expected[kind]
    assert one.text.count("https://x.org") == text.count("https://x.org")


def test_a_word_keeps_a_letter() -> None:
    (one,) = character_noise("ab cd e", 1.0, kinds=["drop"])
    assert [len(word) for word in one.text.split(" ")] == [1, 1, 1]


def test_neighbours_are_the_keys_that_touch() -> None:
    assert set(neighbours("s")) == set("wedaxz")
    assert {"z", "y"} & set(neighbours("t", "qwertz")) == {"z"}
    assert set(neighbours("ф", "jcuken")) == set("йцыя")
    assert neighbours("é") == ()
    for layout, rows in KEYBOARDS.items():
        for letter in "".join(rows):
            assert all(letter in neighbours(other, layout) for other in neighbours(letter, layout))


def test_confusions_are_read_both_ways() -> None:
    assert misread("m") == ()  # two letters for one is a slip of its own, not its way back
    assert "1" in misread("l")
    assert "l" in misread("1")
    assert misread("未") == ("末",)


def test_scripts_have_their_own_slips() -> None:
    assert character_noise("未来", kinds=["ocr"])[0].text == "末来"
    assert character_noise("وقت", 1.0, kinds=["keyboard"], keyboard="arabic")[0].text != "وقت"
    assert sorted(character_noise("电影", kinds=["swap"])[0].text) == sorted("电影")
    assert "nothing came" in character_noise("电影", kinds=["keyboard"])[0].reason


@given(SENTENCES | ANY, st.data())
def test_spans_keep_their_surface_on_any_text(text: str, data: st.DataObject) -> None:
    pieces = [token for token in tokenize(text) if token.kind != "space"]
    chosen = data.draw(st.lists(st.sampled_from(pieces), max_size=3, unique=True)) if pieces else []
    spans = [Span(token.start, token.end, "label") for token in chosen]
    for one in everything(text, spans=spans, protect=["film"]):
        assert (one.text == text) == bool(one.reason)
        assert [one.text[s.start : s.end] for s in one.spans] == [text[s.start : s.end] for s in spans]
        assert one.reason or one.text.encode("utf-8")
        kept = re.compile(r"(?<!\w)film(?!\w)", re.IGNORECASE)
        assert len(kept.findall(one.text)) >= len(kept.findall(text))


def everything(text: str, **more: object) -> list[Augmented]:
    return [
        *aeda(text, 2, **more),
        *replace_by_tf_idf(text, FITTED, n_aug=2, **more),
        *character_noise(text, 0.2, 2, **more),
        *aeda(text, 2, segment=list, **more),
    ]


def test_a_megabyte_is_done() -> None:
    text = "The modern film began 3 times: café 很好. " * 25_000
    made = [*aeda(text), *replace_by_tf_idf(text, FITTED), *character_noise(text)]
    assert [one.reason for one in made] == [""] * 3


@given(SENTENCES | ANY, st.integers(0, 3))
def test_the_same_seed_gives_the_same_texts(text: str, seed: int) -> None:
    assert everything(text, seed=seed) == everything(text, seed=seed)


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: character_noise("a", 0), "rate"),
        (lambda: character_noise("a", kinds=["magic"]), "magic"),
        (lambda: character_noise("a", kinds=[]), "kinds"),
        (lambda: character_noise("a", keyboard="dvorak"), "dvorak"),
        (lambda: aeda("a", 0), "n_aug"),
        (lambda: replace_by_tf_idf("a", FITTED, 0), "p must"),
    ],
)
def test_options_that_cannot_be_used_are_refused(call: object, told: str) -> None:
    with pytest.raises(InputError, match=told):
        call()


def test_stop_words_are_in_small_letters_and_once() -> None:
    assert all(word == word.lower() for words in STOP_WORDS.values() for word in words)
    # The authors' list has 127 words and the empty string.
    assert len(STOP_WORDS["en"]) == 127
