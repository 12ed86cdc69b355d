"""Gopher's rules for prose and C4's for pages, each by hand."""

from dataclasses import asdict, replace

import pytest

from goldsmith.filters import C4Lines, QualityRules, c4_sentences, quality_reason, quality_scores

OFF = QualityRules(**dict.fromkeys(asdict(QualityRules())))
PAGE = """Home | About | Contact
The first line ends well and counts.
This one ends in three dots...
Too short here.
Please enable JavaScript to see this page properly.
We use cookies to make this site better for you.
He asked whether "any of this would count"
The citation at the end is taken away first.[12]
Was it really necessary to ask that?
A line that ends with a comma does not count,"""


@pytest.mark.parametrize(
    ("score", "text", "value"),
    [
        ("words", "One, two - three!", 3),  # the dash has neither letter nor digit
        ("words", "我喜欢 tea", 4),
        ("mean_word_length", "ab, abcd ?", 3.5),  # "ab," and "abcd"; "?" is no word
        ("mean_word_length", "我喜欢你", None),
        ("mean_word_length", "a b c", 1.0),
        ("mean_word_length", "", None),
        ("hashes_per_word", "#a #b c d", 2 / 4),
        ("ellipses_per_word", "well... so… no", 2 / 3),
        ("bullet_lines", "- a\n\n  • b\nc", 2 / 3),
        ("ellipsis_lines", "a...\nb…\n\nc\nd... e", 2 / 4),
        ("alphabetic_words", "a1 22 3.3 b ?", 2 / 5),
        ("stop_words", "The cat. THE dog, and that's it", 3),  # the, and, that
        ("sentences", "It rained a lot today. We stayed in, of course!\nNo end mark on this line", 2),
        ("lorem_ipsum", "Lorem Ipsum dolor", 1),
        ("curly_brackets", "f { } g", 2),
    ],
)
def test_a_score_is_what_it_says(score: str, text: str, value: float | None) -> None:
    assert quality_scores(text)[score] == (None if value is None else pytest.approx(value))


def test_the_published_thresholds_are_the_defaults() -> None:
    # Rae et al. 2021, appendix A1.1, and Raffel et al. 2020, section 2.2.
    assert asdict(QualityRules()) == {
        "min_words": 50,
        "max_words": 100_000,
        "min_mean_word_length": 3,
        "max_mean_word_length": 10,
        "max_hashes_per_word": 0.1,
        "max_ellipses_per_word": 0.1,
        "max_bullet_lines": 0.9,
        "max_ellipsis_lines": 0.3,
        "min_alphabetic_words": 0.8,
        "min_stop_words": 2,
        "min_sentences": 3,
        "max_lorem_ipsum": 0,
        "max_curly_brackets": 0,
    }
    assert C4Lines() == C4Lines(min_words=5, max_word_length=1_000, no_javascript=True, no_policy=True)


@pytest.mark.parametrize("rule", asdict(QualityRules()))
def test_each_rule_works_alone_and_its_bound_is_inclusive(rule: str) -> None:
    scores = dict.fromkeys(quality_scores(""), 5.0)
    worse = 6.0 if rule.startswith("min") else 4.0
    assert quality_reason(scores, OFF) is None
    assert quality_reason(scores, replace(OFF, **{rule: 5.0})) is None
    name, side = rule[4:], "least" if rule.startswith("min") else "most"
    assert (
        quality_reason(scores, replace(OFF, **{rule: worse})) == f"quality: {name} 5, at {side} {worse:.0f}"
    )


def test_c4_keeps_the_lines_that_datatrove_keeps() -> None:
    # datatrove 0.10.1, C4QualityFilter(min_words_per_line=5, min_num_sentences=-1): lines 2, 7, 8 and 9.
    assert c4_sentences(PAGE) == 4


@pytest.mark.parametrize(
    ("lines", "terminal", "sentences"),
    [
        (C4Lines(min_words=None), (".", "?", "!", '"'), 5),  # Too short here.
        (C4Lines(no_javascript=False), (".", "?", "!", '"'), 5),
        (C4Lines(no_policy=False), (".", "?", "!", '"'), 5),
        (C4Lines(max_word_length=8), (".", "?", "!", '"'), 3),  # "necessary" has nine
        (C4Lines(), (), 7),  # the three dots, the comma and the menu, whose bars count as words
        (C4Lines(), ("?",), 1),
    ],
)
def test_each_rule_for_lines_can_be_switched_off(
    lines: C4Lines, terminal: tuple[str, ...], sentences: int
) -> None:
    assert c4_sentences(PAGE, terminal, lines) == sentences


def test_what_is_english_holds_for_english_alone_unless_asked_for() -> None:
    german = "Der Hund und die Katze schlafen in der Sonne."
    scores = quality_scores(german, language="de")
    assert scores["stop_words"] is scores["sentences"] is None
    assert quality_reason(scores, QualityRules(min_words=None)) is None
    scores = quality_scores(
        german, language="de", stop_words={"de": ("der", "und", "auch")}, terminal={"de": "."}
    )
    assert (scores["stop_words"], scores["sentences"]) == (2, 1)
