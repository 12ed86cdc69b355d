"""Gopher's table A1, by hand, against a slow definition, and against two other implementations."""

from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.filters import RepetitionLimits, repetition_reason, repetition_scores
from goldsmith.filters.words import split_words

OFF = RepetitionLimits(**dict.fromkeys(asdict(RepetitionLimits())))
PROSE = "the cat sat on the mat and the dog sat on the rug while the cat sat on the mat again"
VERSE = (
    "row row row your boat\ngently down the stream\nrow row row your boat\ngently down the stream\n"
    "life is but a dream"
)
TWICE = " ".join(["one two three four five six seven eight nine ten"] * 2)


def test_the_defaults_are_table_a1() -> None:
    assert [*asdict(RepetitionLimits()).values()] == [
        *(0.30, 0.30, 0.20, 0.20),
        *(0.20, 0.18, 0.16),
        *(0.15, 0.14, 0.13, 0.12, 0.11, 0.10),
    ]


@pytest.mark.parametrize(
    ("rule", "text", "share"),
    [
        # 2 of 5 lines came before.
        ("duplicate_lines", VERSE, 2 / 5),
        # Lines of 21, 22, 21, 22 and 19 characters: 21 + 22 of 105 came before.
        ("duplicate_line_characters", VERSE, 43 / 105),
        # Blank lines and blanks at the ends are not looked at: a, a, b.
        ("duplicate_lines", "a\n\n  a \n\nb", 1 / 3),
        # Three paragraphs of 3, 3 and 4 characters, the line between counts as one.
        ("duplicate_paragraphs", "a\nb\n\n a\nb \n \t\ncdef", 1 / 3),
        ("duplicate_paragraph_characters", "a\nb\n\n a\nb \n \t\ncdef", 3 / 10),
        # "row row" stands four times in two runs of three words: 18 of 87 letters.
        ("top_2gram_characters", VERSE, 18 / 87),
        # Several 3-grams stand twice, "boat gently down" has the most letters: 2 * 14.
        ("top_3gram_characters", VERSE, 28 / 87),
        # "ab c" and "c ab" both stand twice, the second only in "c ab c ab": equal length, the first is all 9 letters.
        ("top_2gram_characters", "ab c ab c ab c", 9 / 9),
        # Every 4-gram of it stands once.
        ("top_4gram_characters", "a b c d e f g", 0.0),
        # Ten words said again: half of all letters, whatever n is.
        ("duplicate_5gram_characters", TWICE, 39 / 78),
        ("duplicate_10gram_characters", TWICE, 39 / 78),
        # "a" * 8: the 5-gram at 0 is new, those at 1, 2 and 3 are not and cover all but the first word.
        ("duplicate_5gram_characters", "a a a a a a a a", 7 / 8),
        # Han has no blanks: six words, of which the pair 天天 would overlap; 今天 stands twice.
        ("top_2gram_characters", "今天热今天冷", 4 / 6),
    ],
)
def test_a_share_is_what_the_table_says(rule: str, text: str, share: float) -> None:
    assert repetition_scores(text, min_occurrences=2)[rule] == pytest.approx(share)


# Characters of duplicates over all characters of words. The n-grams for n = 5 to 10 as counted by NeMo Curator 1.4.0
# (RepeatingDuplicateNGramsFilter, its blanks between words left out), the others by datatrove 0.10.1
# (find_duplicates, find_top_duplicate less the blanks in the grams), on texts where its top grams do not overlap.
@pytest.mark.parametrize(
    ("text", "letters", "expected"),
    [
        (
            PROSE,
            64,
            {
                "top_2gram_characters": 18 - 3,
                "top_3gram_characters": 30 - 6,
                "top_4gram_characters": 28 - 6,
                "duplicate_5gram_characters": 17,
                "duplicate_6gram_characters": 17,
                "duplicate_7gram_characters": 0,
            },
        ),
        (
            VERSE,
            87,
            {
                **{f"duplicate_{n}gram_characters": 36 for n in range(5, 10)},
                "duplicate_10gram_characters": 0,
            },
        ),
        (
            "first block of words here\n\nsecond block\n\nfirst block of words here\n\nthird",
            58,
            {
                "top_4gram_characters": 40 - 6,
                "duplicate_5gram_characters": 21,
                "duplicate_6gram_characters": 0,
            },
        ),
    ],
)
def test_the_characters_are_those_other_implementations_count(
    text: str, letters: int, expected: dict[str, int]
) -> None:
    scores = repetition_scores(text, min_occurrences=2)
    assert {rule: scores[rule] * letters for rule in expected} == pytest.approx(expected)


def test_a_top_ngram_said_twice_is_no_repetition_by_default() -> None:
    twice, thrice = "so it goes, and so it ends", "so it goes, and so it ends, so it"
    assert repetition_scores(twice)["top_2gram_characters"] == 0
    # 3 * 4 of 25 letters and commas.
    assert repetition_scores(thrice)["top_2gram_characters"] == pytest.approx(12 / 25)


def slow_duplicates(words: list[str], n: int) -> float:
    covered: set[int] = set()
    for i in range(len(words) - n + 1):
        if any(words[i : i + n] == words[j : j + n] for j in range(i)):
            covered.update(range(i, i + n))
    return sum(len(words[i]) for i in covered) / sum(map(len, words))


def slow_top(words: list[str], n: int) -> float:
    grams = [tuple(words[i : i + n]) for i in range(len(words) - n + 1)]
    most = max(map(grams.count, grams), default=0)
    if most < 2:
        return 0.0
    top = max(
        (gram for gram in dict.fromkeys(grams) if grams.count(gram) == most),
        key=lambda gram: sum(map(len, gram)),
    )
    covered = {i + k for i, gram in enumerate(grams) if gram == top for k in range(n)}
    return sum(len(words[i]) for i in covered) / sum(map(len, words))


@given(st.lists(st.sampled_from(["a", "bb", "ccc", "d"]), min_size=1, max_size=40))
def test_the_fast_count_is_the_definition(words: list[str]) -> None:
    scores = repetition_scores(" ".join(words), min_occurrences=2)
    for n in range(2, 5):
        assert scores[f"top_{n}gram_characters"] == pytest.approx(slow_top(words, n))
    for n in range(5, 11):
        assert scores[f"duplicate_{n}gram_characters"] == pytest.approx(slow_duplicates(words, n))


@given(st.text())
def test_every_share_is_a_share(text: str) -> None:
    assert all(0 <= share <= 1 for share in repetition_scores(text).values())


@pytest.mark.parametrize("rule", asdict(RepetitionLimits()))
def test_each_rule_works_alone_and_its_limit_is_inclusive(rule: str) -> None:
    scores = dict.fromkeys(asdict(RepetitionLimits()), 0.5)
    assert repetition_reason(scores, OFF) is None
    assert repetition_reason(scores, replace(OFF, **{rule: 0.5})) is None
    assert repetition_reason(scores, replace(OFF, **{rule: 0.4})) == f"repetition: {rule} 0.50, at most 0.40"


def test_words_of_scripts_without_blanks_are_characters() -> None:
    assert split_words("ok 谢谢 ดี 한국 말") == ["ok", "谢", "谢", "ด", "ี", "한국", "말"]
