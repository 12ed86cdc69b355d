"""Back-translation with functions and models."""

import json
from typing import Any

import pytest
from pydantic import ValidationError
from tests.goldsmith_distilabel.augment import translators
from tests.goldsmith_distilabel.augment.processed import STRANGE, processed, telling
from tests.scripted_llm import ScriptedLLM

from goldsmith.errors import InputError, ModelError
from goldsmith_distilabel.augment import BackTranslation
from goldsmith_distilabel.llms import LocalLLM

HERE = "tests.goldsmith_distilabel.augment.translators"


def step(function: str = "by_words", **options: Any) -> BackTranslation:
    return BackTranslation(name="back", function=f"{HERE}:{function}", **options)


def test_each_pivot_gives_a_text_of_its_own() -> None:
    given, german, french = processed(
        step(), {"id": "a", "text": "the film was so good", "label": "positive"}
    )
    # film -> Streifen -> movie, good -> gut -> decent; good -> agréable -> pleasant
    assert telling([given, german, french]) == [
        ("the film was so good", True, ""),
        ("the movie was so decent", True, ""),
        ("the film was so pleasant", True, ""),
    ]
    assert [german["operation"], french["operation"]] == ["back-translation: de", "back-translation: fr"]
    assert {row["label"] for row in (given, german, french)} == {"positive"}
    origin = german["provenance"]
    assert (origin["parents"], origin["model"], origin["prompt"], origin["depth"]) == (
        ["a"],
        f"{HERE}:by_words",
        "",
        1,
    )


def test_copies_and_drifts_are_dropped_with_a_reason() -> None:
    rows = processed(step(), {"text": "the film was not good"}, {"text": "see you"})
    assert telling(rows) == [
        ("the film was not good", True, ""),
        ("the movie was not decent", True, ""),
        ("the film was  pleasant", False, "Back-translation: drift: negation: 1 against 0"),
        ("see you", True, ""),
        ("see you", False, "Back-translation: copy: overlap 1.00"),
        ("see you", False, "Back-translation: copy: overlap 1.00"),
    ]


def test_what_two_pivots_give_alike_is_kept_once() -> None:
    llm = ScriptedLLM(rules={"into English": "A movie that I enjoyed."}, default="irgendetwas")
    rows = processed(
        BackTranslation(name="back", llm=llm, pivots=["de", "nl"]), {"text": "I liked this film."}
    )
    assert telling(rows)[1:] == [
        ("A movie that I enjoyed.", True, ""),
        ("A movie that I enjoyed.", False, "Back-translation: repeats: number 1, overlap 1.00"),
    ]
    assert sorted(chat.splitlines()[0] for chat, _ in llm.asked) == [
        "user: Translate this text from Dutch into English.",
        "user: Translate this text from English into Dutch.",
        "user: Translate this text from English into German.",
        "user: Translate this text from German into English.",
    ]


def test_a_function_gets_the_texts_of_a_batch_together() -> None:
    translators.calls.clear()
    processed(step(), *[{"text": f"film {number}"} for number in range(20)])
    assert sorted(translators.calls) == [
        (20, "de", "en"),
        (20, "en", "de"),
        (20, "en", "fr"),
        (20, "fr", "en"),
    ]


def test_a_text_that_a_function_fails_on_costs_only_itself() -> None:
    rows = processed(step("fails_on_seven", pivots=["de"]), {"text": "7 film"}, {"text": "8 film"})
    assert telling(rows) == [
        ("7 film", True, ""),
        ("7 film", False, "Back-translation: request_failed: ValueError: seven is too much"),
        ("8 film", True, ""),
        ("8 movie", True, ""),
    ]
    assert (rows[0]["error"]["kind"], rows[1]["error"]["kind"]) == ("", "request_failed")


def test_a_function_that_returns_something_else_is_told_of() -> None:
    _, failed = processed(step("loses_one", pivots=["de"]), {"text": "film"})
    assert (
        failed["error"]["message"]
        == f"{HERE}:loses_one returned [] for 1 texts, expected a list of as many texts"
    )


def test_a_pivot_that_fails_leaves_the_others() -> None:
    llm = ScriptedLLM(
        rules={"German": None, "into English": "A movie that I enjoyed."}, default="quelque chose"
    )
    rows = processed(BackTranslation(name="back", llm=llm), {"text": "I liked this film."})
    assert [(row["operation"], row["keep"]) for row in rows] == [
        ("", True),
        ("back-translation: fr", True),
        ("back-translation: de", False),
    ]
    assert rows[2]["drop_reason"].startswith("Back-translation: no_answer: ")


def test_spans_are_found_by_their_surface() -> None:
    row = {"text": "the film was with Ada", "spans": [{"start": 18, "end": 21, "label": "person"}]}
    _, made = processed(step(spans_column="spans", pivots=["de"]), row)
    assert made["text"] == "the movie was with Ada"
    assert made["spans"] == [{"start": 19, "end": 22, "label": "person"}]
    film = {"text": "the film was good", "spans": [{"start": 4, "end": 8, "label": "thing"}]}
    _, lost = processed(step(spans_column="spans", pivots=["de"]), film)
    assert (lost["drop_reason"], lost["spans"]) == ("Back-translation: span: 'film' is there 0 times", [])


def test_a_translator_that_never_works_stops_the_run() -> None:
    with pytest.raises(ModelError, match="all 5 rows of a batch failed: ValueError: seven is too much"):
        processed(step("fails_on_seven"), *[{"text": f"7{number}"} for number in range(5)])


def test_either_a_model_or_a_function_translates() -> None:
    for options in ({}, {"llm": ScriptedLLM(), "function": "math:sqrt"}):
        with pytest.raises(ValidationError, match="either an llm or the import name"):
            BackTranslation(name="back", **options)
    with pytest.raises(ValidationError, match="pivots must be different"):
        step(pivots=["de", "de"])
    with pytest.raises(InputError, match="cannot import"):
        processed(BackTranslation(name="back", function="no_such_module:f"))


def test_any_text_gives_a_text_or_a_reason() -> None:
    rows = processed(step(pivots=["de"]), *[{"id": str(n), "text": text} for n, text in enumerate(STRANGE)])
    assert [row["text"] for row in rows[::2]] == STRANGE
    assert all(row["drop_reason"].startswith("Back-translation: ") for row in rows[1::2])  # no word is known
    for row in rows[1::2]:
        json.dumps(row, ensure_ascii=False).encode()


def test_the_local_model_translates_or_its_answer_is_dropped() -> None:
    llm = LocalLLM(n_ctx=512)  # a step unloads its model: not the one that tests share
    made = BackTranslation(name="back", llm=llm, pivots=["fr"], max_new_tokens=32)
    given, back = processed(made, {"text": "The film was a joy to watch."})
    assert given["keep"]
    assert back["keep"] == (not back["drop_reason"])
