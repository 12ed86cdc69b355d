"""EDA agrees with the rules of the published algorithm (Wei & Zou 2019), on any text."""

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.augment import EDA_OPERATIONS, STOP_WORDS, Augmented, Span, eda, eda_defaults, tokenize
from goldsmith.augment.wordnet import Sense, Synonym, WordNet
from goldsmith.errors import InputError

SAID = [
    "the",
    "a",
    "of",
    "in",
    "was",
    "very",
    "film",
    "car",
    "camera",
    "quickly",
    "buys",
    "big",
    "began",
    "children",
    "perhaps",
    "three",
    "Ada",
    "don't",
    "doctor",
    "house",
    "cars",
    "bought",
    "happy",
    "road",
    "teacher",
    "answer",
    "answered",
    "large",
    "small",
    "slowly",
    "begins,",
    "ends.",
    "what?",
    "{name}",
    "42",
]
SENTENCES = st.lists(st.sampled_from(SAID), min_size=1, max_size=40).map(" ".join)
# A wordnet in which every word has two synonyms, so that counts depend on alpha alone.
ALL = WordNet(
    lambda lemma, pos: [Sense(1, (Synonym(f"{lemma}one"), Synonym(f"{lemma}two")))] if pos == "n" else []
)
ANY = st.text(max_size=60) | st.lists(
    st.sampled_from(
        [
            "film",
            "Film",
            "a",
            "an",
            "很好",
            "ไทย",
            "كتاب",
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


def words(text: str) -> list[str]:
    return [token.text for token in tokenize(text) if token.kind == "word"]


def made(text: str, operation: str, alpha: float = 0.1, **more: object) -> Augmented:
    return eda(text, alpha, 1, operations=[operation], **more)[0]


@given(SENTENCES, st.floats(0.01, 1), st.integers(0, 5))
def test_n_words_are_replaced_and_none_of_them_is_a_stop_word(text: str, alpha: float, seed: int) -> None:
    one = made(
        text, "synonym replacement", alpha, wordnet=ALL, language="xx", stop_words=STOP_WORDS["en"], seed=seed
    )
    plain = [word for word in words(text) if word.lower() not in STOP_WORDS["en"] and word != "don't"]
    # n = max(1, int(alpha l)), or all there are
    assert len(one.edits) == min(max(1, int(alpha * len(words(text)))), len(plain))
    for edit in one.edits:
        word = text[edit.start : edit.end]
        assert word in plain
        assert edit.text in {
            f"{word}one".lower(),
            f"{word}two".lower(),
            f"{word}one".capitalize(),
            f"{word}two".capitalize(),
        }


@given(SENTENCES, st.floats(0.01, 1), st.integers(0, 5))
def test_n_synonyms_are_inserted(text: str, alpha: float, seed: int) -> None:
    one = made(text, "random insertion", alpha, wordnet=ALL, language="xx", stop_words=[], seed=seed)
    n = max(1, int(alpha * len(words(text))))
    if "don't" in words(text):  # it is always a stop word
        return
    if one.reason:
        assert not words(text)
        return
    assert [edit.start - edit.end for edit in one.edits] == [0] * n
    assert all(edit.text.strip().endswith(("one", "two")) for edit in one.edits)
    assert Counter(words(one.text)) >= Counter(words(text))
    assert len(words(one.text)) == len(words(text)) + n


@given(SENTENCES, st.floats(0.01, 1), st.integers(0, 5))
def test_swaps_keep_all_words_and_change_at_most_two_a_swap(text: str, alpha: float, seed: int) -> None:
    one = made(text, "random swap", alpha, language="xx", seed=seed)
    assert sorted(words(one.text)) == sorted(words(text))
    assert len(one.edits) <= 2 * max(1, int(alpha * len(words(text))))
    rest = [[t.text for t in tokenize(each) if t.kind != "word"] for each in (text, one.text)]
    assert rest[0] == rest[1]


@given(SENTENCES, st.floats(0.01, 1), st.integers(0, 5))
def test_deletion_keeps_a_word_and_the_order(text: str, alpha: float, seed: int) -> None:
    one = made(text, "random deletion", alpha, language="xx", seed=seed)
    left, rest = words(one.text), iter(words(text))
    assert all(word in rest for word in left)
    assert left or not words(text)
    assert "  " not in one.text


def test_words_are_deleted_with_probability_alpha() -> None:
    # 20,000 words, each with probability .3: 6,000 expected, standard deviation sqrt(20,000 * .3 * .7) = 65.
    text = " ".join(["word"] * 20_000)
    assert abs(20_000 - len(words(made(text, "random deletion", 0.3).text)) - 6000) < 4 * 65


def test_alpha_1_deletes_all_words_but_one() -> None:
    assert len(words(made("one of these words stays", "random deletion", 1.0).text)) == 1


@given(SENTENCES, st.integers(1, 20), st.integers(0, 3))
def test_up_to_n_aug_texts_each_another_and_the_same_again(text: str, n_aug: int, seed: int) -> None:
    found = eda(text, 0.2, n_aug, seed=seed)
    assert found == eda(text, 0.2, n_aug, seed=seed)
    assert len({one.text for one in found}) == len(found) <= n_aug
    assert all((one.text != text) == (not one.reason) for one in found)


def test_the_operations_share_n_aug() -> None:
    text = "The doctor quickly buys a big car, and the happy children slowly answer the old teacher in the small house."
    # int(16 / 4) + 1 = 5 of each, of which 16 are taken
    counts = Counter(one.operation for one in eda(text, 0.1, 16))
    assert sum(counts.values()) == 16
    assert set(counts) == set(EDA_OPERATIONS)
    assert max(counts.values()) <= 5


@pytest.mark.parametrize(
    ("rows", "alpha", "n_aug"),
    [(1, 0.05, 16), (500, 0.05, 16), (501, 0.05, 8), (2000, 0.05, 8), (5000, 0.1, 4), (10**6, 0.1, 4)],
)
def test_defaults_are_those_of_table_3(rows: int, alpha: float, n_aug: int) -> None:
    assert eda_defaults(rows) == (alpha, n_aug)


@given(SENTENCES, st.data())
def test_spans_keep_their_surface_and_protected_words_stay(text: str, data: st.DataObject) -> None:
    pieces = [token for token in tokenize(text) if token.kind != "space"]
    chosen = data.draw(st.lists(st.sampled_from(pieces), max_size=3, unique=True))
    spans = [Span(token.start, token.end, "label") for token in chosen]
    for one in eda(text, 0.5, 4, spans=spans, protect=["film", "big car"]):
        assert [one.text[s.start : s.end] for s in one.spans] == [text[s.start : s.end] for s in spans]
        assert words(one.text).count("film") >= words(text).count("film")
        assert one.text.count("big car") >= text.count("big car")
        assert one.text.count("{name}") == text.count("{name}")


@given(ANY)
def test_any_text_gives_another_text_or_a_reason(text: str) -> None:
    for one in eda(text, 0.3, 4):
        assert (one.text == text) == bool(one.reason)
        if not one.reason:
            one.text.encode("utf-8")


def test_a_text_of_a_megabyte_is_done() -> None:
    text = "The old doctor quickly buys three cars. " * 26_000
    assert len(eda(text, 0.1, 2)) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The cars stopped.", {"The autos stopped.", "The automobiles stopped.", "The motorcars stopped."}),
        ("A CAR STOPPED.", {"AN AUTO STOPPED.", "AN AUTOMOBILE STOPPED.", "A MOTORCAR STOPPED."}),
        ("I own a car.", {"I own an auto.", "I own an automobile.", "I own a motorcar."}),
        ("Perhaps it is.", {"Maybe it is.", "Possibly it is.", "Perchance it is."}),
    ],
)
def test_form_case_and_article_follow(text: str, expected: set[str]) -> None:
    protect = ["stopped", "own", "is"]
    found = {made(text, "synonym replacement", protect=protect, seed=seed).text for seed in range(20)}
    assert found <= expected
    assert len(found) > 1


def test_an_adverb_never_stands_for_an_adjective() -> None:
    rng = random.Random(0)
    for _ in range(200):
        text = f"a {rng.choice(['possible', 'good', 'big', 'small', 'old'])} camera"
        for one in eda(text, 0.3, 2, operations=["synonym replacement"]):
            assert "perhaps" not in one.text
            assert "possibly" not in one.text


def test_names_and_acronyms_get_no_synonym() -> None:
    text = "John met Frank Stone at NASA with Rose."
    assert all(
        one.edits == () or "met" in {text[e.start : e.end] for e in one.edits}
        for one in eda(text, 1.0, 3, operations=["synonym replacement"])
    )


def test_another_language_has_its_own_wordnet_and_stop_words() -> None:
    german = WordNet(
        lambda lemma, pos: [Sense(0, (Synonym("Wagen"),))] if (lemma, pos) == ("auto", "n") else []
    )
    one = made("Das Auto ist rot", "synonym replacement", language="de", wordnet=german)
    assert one.text == "Das Wagen ist rot"
    with pytest.raises(InputError, match="read_wordnet"):
        eda("Das Auto ist rot", language="de")
    with pytest.raises(InputError, match="stop_words="):
        eda("o auto", language="xx", wordnet=german)
    assert made("Das Auto ist rot", "random swap", language="de").text != "Das Auto ist rot"


def test_a_script_without_blanks_asks_for_its_words() -> None:
    text = "这部电影很好看"
    (one,) = eda(text, language="zh", operations=["random swap"])
    assert (one.text, "segment=" in one.reason) == (text, True)
    (cut,) = eda(
        text,
        0.1,
        1,
        language="zh",
        operations=["random swap"],
        segment=lambda run: [run[:1], run[1:4], run[4:]],
    )
    assert cut.text in {"部电影这很好看", "很好看部电影这", "这很好看部电影"}
    with pytest.raises(InputError, match="segment must return"):
        eda(text, language="zh", operations=["random swap"], segment=lambda run: [run[1:]])


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"alpha": 0}, "alpha"),
        ({"alpha": 1.5}, "alpha"),
        ({"n_aug": 0}, "n_aug"),
        ({"operations": []}, "operations"),
        ({"operations": ["magic"]}, "magic"),
        ({"spans": [Span(0, 99)]}, "no part"),
    ],
)
def test_options_that_cannot_be_used_are_refused(options: dict[str, object], told: str) -> None:
    with pytest.raises(InputError, match=told):
        eda("a text", **options)
