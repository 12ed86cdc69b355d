"""Precision and recall on the labelled sets in `tests/data/filters`, by the half that nothing was tuned on."""

import pytest
from tests.labelled_filters import HALVES, OTHERS, VERDICTS, labelled, precision_recall

# Measured on the held-out half, rounded down: (precision, recall).
LEAST = {
    "decontaminate": (1.0, 0.93),
    "encoding": (1.0, 0.91),
    "format": (1.0, 1.0),
    "language": (1.0, 0.9),
    "length": (1.0, 1.0),
    "pii": (1.0, 0.87),
    "prompt_leak": (0.91, 0.91),
    "quality": (0.88, 0.88),
    "refusal": (0.95, 1.0),
    "repetition": (0.88, 0.88),
    "topic": (0.75, 0.23),  # its encoder knows English
    "toxicity": (1.0, 0.87),
}


@pytest.mark.parametrize("name", LEAST)
def test_the_held_out_half_is_told_apart(name: str) -> None:
    rows = labelled(name)
    found = {}
    for half in HALVES:
        precision, recall = precision_recall([row for row in rows if row["half"] == half], VERDICTS[name])
        print(f"{name:13} {half:9} precision {precision or 0:.2f} recall {recall or 0:.2f}")  # noqa: T201 (the table: pytest -rP)
        found[half] = (precision or 0, recall or 0)
    precision, recall = found["held_out"]
    assert (precision >= LEAST[name][0], recall >= LEAST[name][1]) == (True, True), found


def test_every_filter_has_a_set_and_every_set_a_filter() -> None:
    assert set(LEAST) == set(VERDICTS)


@pytest.mark.parametrize("name", LEAST)
def test_a_set_has_ten_languages_both_answers_and_halves_of_one_size(name: str) -> None:
    rows = labelled(name)
    assert len({row["language"] for row in rows}) >= 10
    for flagged in (True, False):
        halves = [row["half"] for row in rows if row["flagged"] is flagged]
        assert len(halves) >= 16
        assert abs(halves.count("tuned") - halves.count("held_out")) <= 1
    # One text may be asked about with two prompts, formats, bounds or lists of languages.
    beside = ("prompt", "format", "bounds", "allow")
    assert len({(row["text"], *(str(row.get(name)) for name in beside)) for row in rows}) == len(rows)


def test_topics_are_told_apart_in_english_and_hardly_elsewhere() -> None:
    rows = labelled("topic")
    precision, recall = precision_recall([row for row in rows if row["language"] == "en"], VERDICTS["topic"])
    _, elsewhere = precision_recall([row for row in rows if row["language"] != "en"], VERDICTS["topic"])
    # Of 8 English rows to find 7 are, with 2 others; of the other languages' 19 hardly any.
    assert precision == pytest.approx(7 / 9)
    assert recall == pytest.approx(7 / 8)
    assert elsewhere is not None
    assert elsewhere < 0.2


def test_no_attack_in_plain_words_or_irony_is_seen_by_a_list() -> None:
    veiled = [
        row for row in labelled("toxicity") if row["why"] in ("veiled", "irony", "plain words, no mark")
    ]
    assert len(veiled) >= 8
    assert precision_recall(veiled, VERDICTS["toxicity"]) == (None, 0.0)


def test_what_is_found_toxic_is_found_in_the_right_category() -> None:
    from goldsmith.filters import ToxicWords

    rows = [row for row in labelled("toxicity") if row["flagged"]]
    for row, scores in zip(rows, ToxicWords()([row["text"] for row in rows]), strict=True):
        if max(scores.values()) >= 0.5:
            assert scores[row["category"]] >= 0.5, row


def test_the_packaged_classifier_is_no_better_than_the_lists_in_its_own_language() -> None:
    name, judge = OTHERS["hatesonar"]
    english = [row for row in labelled(name) if row["language"] == "en"]
    of_lists = precision_recall(english, VERDICTS[name])
    for one, other in zip(precision_recall(english, judge), of_lists, strict=True):
        assert one is not None
        assert other is not None
        assert one < other
