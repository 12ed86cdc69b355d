"""The gate as a step: what is set aside of augmented rows."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.scripted_llm import ScriptedLLM

from goldsmith.errors import InputError
from goldsmith_distilabel.augment import LabelPreserved

TEXTS = {
    "spam": ["win free money", "free money now", "win a prize now", "claim your free prize"],
    "ham": ["see you at home", "home at six", "see you soon", "call me when you are home"],
}
ORIGINALS = [{"id": text, "text": text, "label": label} for label, texts in TEXTS.items() for text in texts]


def made(text: str, parent: str = "win free money", label: str = "spam") -> dict[str, Any]:
    return {
        "id": f"made {text}",
        "text": text,
        "label": label,
        "operation": "any",
        "provenance": {"parents": [parent]},
    }


def passed(
    new: list[dict[str, Any]], originals: list[dict[str, Any]] = ORIGINALS, **options: Any
) -> list[dict[str, Any]]:
    step = LabelPreserved(**options)
    step.load()
    rows = next(step.process([*originals, *new]))
    step.unload()
    assert [row["id"] for row in rows] == [row["id"] for row in [*originals, *new]]
    return rows[len(originals) :]


def reasons(new: list[dict[str, Any]], **options: Any) -> list[str]:
    rows = passed(new, **options)
    assert [row["keep"] for row in rows] == [not row["drop_reason"] for row in rows]
    return [row["drop_reason"] for row in rows]


def test_originals_pass_and_new_rows_are_judged() -> None:
    kept, lost = passed([made("win free cash"), made("see you at home money")])
    assert kept["keep"]
    assert kept["gate"]["asked"]
    assert kept["gate"]["change"] == pytest.approx(1 / 3)
    assert lost["drop_reason"].startswith("label: reads as ham")


def test_a_row_without_its_original_is_set_aside() -> None:
    assert reasons([made("win free cash", parent="gone")]) == ["original: it is not among the rows"]


def test_a_row_never_leaves_the_split_of_its_original() -> None:
    originals = [row | {"split": "train"} for row in ORIGINALS] + [
        {"id": "t", "text": "win more free cash", "label": "spam", "split": "test"}
    ]
    new = [made("win lots of cash", parent="t"), made("win more free cash"), made("win free cash")]
    rows = passed(new, originals, split_column="split")
    assert [row["drop_reason"] for row in rows] == [
        "split: its original is in another split",
        "leak: says what held-out text 0 does",
        "",
    ]


def test_held_out_texts_come_from_files_too(tmp_path: Path) -> None:
    file = tmp_path / "test.jsonl"
    file.write_text(json.dumps({"question": "Win free cash!"}))
    told = reasons([made("win free cash")], against=[str(file)], against_column="question")
    assert told == ["leak: says what held-out text 0 does"]


def test_a_judge_has_the_last_word() -> None:
    judge = ScriptedLLM(rules={"cash": "ham"}, default="spam")
    meanings = {"spam": "advertising", "ham": "a message of a person"}
    assert reasons([made("win free cash"), made("win free coins")], judge=judge, meanings=meanings) == [
        "label: the judge says ham, not spam",
        "",
    ]
    with pytest.raises(InputError, match="meanings"):
        passed([], judge=judge)


def test_more_than_wanted_of_an_original_are_surplus() -> None:
    new = [made("win free cash"), made("win free coins"), made("free money today", parent="free money now")]
    assert reasons(new, most={"spam": 1}) == ["", "surplus: 1 of its original are enough", ""]


def test_what_was_set_aside_earlier_passes_as_it_is() -> None:
    row = made("x") | {"keep": False, "drop_reason": "earlier"}
    assert passed([row])[0]["drop_reason"] == "earlier"


def test_a_classifier_that_guesses_is_told_of_and_not_asked(caplog: pytest.LogCaptureFixture) -> None:
    originals = [{"id": f"o{n}", "text": f"word{n}", "label": "ab"[n % 2]} for n in range(16)]
    row = passed([made("word1 more", parent="o1", label="b")], originals)[0]
    assert row["keep"]
    assert not row["gate"]["asked"]
    assert "no better than guessing" in caplog.text
