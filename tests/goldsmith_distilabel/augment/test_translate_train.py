"""Labelled texts in another language."""

import pytest
from pydantic import ValidationError
from tests.goldsmith_distilabel.augment.processed import STRANGE, processed, telling
from tests.scripted_llm import ScriptedLLM

from goldsmith_distilabel.augment import TranslateTrain
from goldsmith_distilabel.llms import LocalLLM

BY_WORDS = "tests.goldsmith_distilabel.augment.translators:by_words"


def test_labels_and_spans_go_into_each_language() -> None:
    row = {
        "id": "a",
        "text": "the film with Ada was good",
        "label": "positive",
        "spans": [{"start": 4, "end": 8, "label": "work"}, {"start": 14, "end": 17, "label": "person"}],
    }
    step = TranslateTrain(name="t", function=BY_WORDS, targets=["de", "fr"], spans_column="spans")
    rows = processed(step, row)
    assert telling(rows)[1:] == [
        ("the Streifen with Ada war gut", True, ""),
        ("the film with Ada était agréable", True, ""),
    ]
    german = rows[1]
    assert [german["text"][one["start"] : one["end"]] for one in german["spans"]] == ["Streifen", "Ada"]
    assert (german["label"], german["operation"]) == ("positive", "translate-train: de")
    assert (german["provenance"]["parents"], german["provenance"]["model"]) == (["a"], BY_WORDS)


def test_a_model_is_told_of_the_marks_and_a_lost_one_drops_the_row() -> None:
    llm = ScriptedLLM(rules={"into German": "[[1 Der Film 1]] war gut."}, default="Filmen var bra.")
    row = {"text": "The film was good.", "spans": [{"start": 0, "end": 8, "label": "work"}]}
    step = TranslateTrain(name="t", llm=llm, targets=["de", "sv"], spans_column="spans")
    _, german, swedish = processed(step, row)
    assert (german["text"], german["spans"]) == (
        "Der Film war gut.",
        [{"start": 0, "end": 8, "label": "work"}],
    )
    assert swedish["drop_reason"] == "Translate-train: span: mark 1 was lost or broken"
    assert all(
        "the marks [[1 and 1]]" in chat and "[[1 The film 1]] was good." in chat for chat, _ in llm.asked
    )


def test_what_comes_back_untranslated_or_with_other_numbers_is_dropped() -> None:
    llm = ScriptedLLM(rules={"into German": "3 Filme waren gut."}, default="2 films were good")
    _, german, french = processed(
        TranslateTrain(name="t", llm=llm, targets=["de", "fr"]), {"text": "2 films were good."}
    )
    assert german["drop_reason"].startswith("Translate-train: drift: number: 2 against 3")
    assert french["drop_reason"] == "Translate-train: copy: overlap 1.00"


def test_a_language_that_fails_leaves_the_others() -> None:
    llm = ScriptedLLM(rules={"into German": None}, default="C'était un bon film.")
    rows = processed(
        TranslateTrain(name="t", llm=llm, targets=["de", "fr"]), {"text": "It was a good movie."}
    )
    assert [row["keep"] for row in rows] == [True, False, True]
    assert rows[1]["drop_reason"].startswith("Translate-train: no_answer: ")


def test_targets_are_different_languages() -> None:
    with pytest.raises(ValidationError, match="targets must be different"):
        TranslateTrain(name="t", function=BY_WORDS, targets=["de", "de"])


def test_any_text_gives_a_text_or_a_reason() -> None:
    step = TranslateTrain(name="t", function=BY_WORDS, targets=["de"])
    rows = processed(step, *[{"id": str(n), "text": text} for n, text in enumerate(STRANGE)])
    assert [row["text"] for row in rows[::2]] == STRANGE
    assert all(row["drop_reason"].startswith("Translate-train: ") for row in rows[1::2])  # no word is known


def test_the_local_model_translates_or_its_answer_is_dropped() -> None:
    llm = LocalLLM(n_ctx=512)  # a step unloads its model: not the one that tests share
    step = TranslateTrain(name="t", llm=llm, targets=["fr"], max_new_tokens=32)
    given, made = processed(step, {"text": "The film was a joy to watch."})
    assert given["keep"]
    assert made["keep"] == (not made["drop_reason"])
