"""The card of a data set, read back by the Hub's own library."""

from pathlib import Path
from typing import Any

import pytest
from huggingface_hub import DatasetCard

from goldsmith.errors import InputError
from goldsmith.export import dataset_card, licence_warnings
from goldsmith.quality import bias, contamination


def row(text: str, **origin: Any) -> dict[str, Any]:
    return {"instruction": text, "provenance": {"technique": "given", "depth": 0} | origin}


ROWS = [
    row("Why is the sky blue?", source="forum", licence="CC BY-NC 4.0"),
    row("Write to ann@example.org", technique="Evol-Instruct", model="gpt-4.1-mini", depth=1, licence="MIT"),
    row("Why is the sea salt?", technique="Evol-Instruct", model="gpt-4.1-mini", depth=2),
    {"instruction": "No origin."},
    {"instruction": "Dropped.", "keep": False, "provenance": {"technique": "Crescendo"}},
]


def test_the_hub_reads_its_metadata() -> None:
    card = DatasetCard(
        dataset_card(
            ROWS, name='Sky: #1 "blue"', licence="cc-by-nc-4.0", languages=["en"], tasks=["text-generation"]
        )
    )
    found = card.data.to_dict()
    assert (found["license"], found["language"]) == ("cc-by-nc-4.0", ["en"])
    assert (found["pretty_name"], found["size_categories"]) == ('Sky: #1 "blue"', ["n<1K"])
    assert found["tags"] == ["goldsmith", "synthetic", "distilabel"]
    human = DatasetCard(dataset_card(ROWS[:1], name="x"))
    assert human.data.to_dict()["tags"] == ["goldsmith"]


def test_it_counts_what_the_rows_are_made_of() -> None:
    card = dataset_card(ROWS, name="Sky")
    # Four rows count: one that was dropped does not.
    for line in (
        "4 rows with the columns `instruction`, `provenance`.",
        "| given | 1 | 25.0% |",
        "| Evol-Instruct | 2 | 50.0% |",
        "| gpt-4.1-mini | 2 | 50.0% |",
        "| not said | 3 | 75.0% |",  # sources
        "- human: 25.0% (4.6% to 69.9%)",
        "- generation 2: 25.0%",
        "- unknown: 25.0%",
        "- **CC BY-NC 4.0**: it forbids commercial use",
        "- **gpt-4.1-mini**: OpenAI's terms forbid",
        "- some sources name no licence",
        "- personal data: email in `instruction`: 25.0%",
    ):
        assert line in card
    assert "Crescendo" not in card


def test_it_says_what_nobody_measured_and_shows_what_somebody_did() -> None:
    bare = dataset_card(ROWS, name="Sky")
    assert "Not measured." in bare
    assert "Not compared with any evaluation set" in bare
    assert "Nobody has said" in bare
    texts = [one["instruction"] for one in ROWS]
    told = dataset_card(
        ROWS, name="Sky", biases=["Only English."], contamination=contamination(texts, {"sky": texts[:1]}),
        consent="All authors agreed.", intended_use="Chat.", not_for="Medicine.",
    )  # fmt: skip
    assert "Not compared" not in told
    assert all(
        one in told for one in ("- Only English.", "All authors agreed.", "Chat.", "Not for: Medicine.")
    )
    spread = bias({"gender": ["woman", "woman", "man"]}, target={"gender": {"woman": 0.5, "man": 0.5}})
    measured = dataset_card(ROWS, name="Sky", bias=spread)
    assert "Not measured." not in measured
    assert "- gender: woman 66.7% (wanted 50.0%), man 33.3% (wanted 50.0%)" in measured


def test_it_says_what_was_checked_and_which_files_the_hub_loads() -> None:
    bare = dataset_card(ROWS, name="Sky")
    assert "Nobody has said what was checked." in bare
    assert "configs" not in DatasetCard(bare).data.to_dict()
    told = dataset_card(
        ROWS,
        name="Sky",
        checks=["step length: 9 rows in, 4 out"],
        files={"test": "t.jsonl"},
        pii_kinds=["iban"],
    )
    assert "- step length: 9 rows in, 4 out" in told
    assert "personal data: email" not in told
    (config,) = DatasetCard(told).data.to_dict()["configs"]
    assert config["data_files"] == [{"split": "test", "path": "t.jsonl"}]


def test_what_rows_hold_cannot_change_the_page(tmp_path: Path) -> None:
    odd = [row("x", technique="a | b\n## Licences\n<script>alert(1)</script> {{ 7 * 7 }}", source="\ud800")]
    card = dataset_card(odd, name="---\nlicense: mit\n---")
    assert "<script>" not in card
    assert "49" not in card
    assert card.count("\n## Licences") == 1
    assert DatasetCard(card).data.to_dict()["pretty_name"] == "---\nlicense: mit\n---"
    (tmp_path / "README.md").write_text(card, encoding="utf-8")


def test_without_rows_or_text_there_is_no_card() -> None:
    with pytest.raises(InputError, match="none was kept"):
        dataset_card([{"keep": False}], name="x")
    with pytest.raises(InputError, match="no row has text in 'text'; there are: answer"):
        dataset_card([{"answer": "x"}], name="x")


@pytest.mark.parametrize(
    ("licence", "kinds"),
    [
        ("apache-2.0", []),
        ("MIT", []),
        ("CC BY 4.0", []),
        ("cc-by-nc-4.0", ["commercial use"]),
        ("CC BY-NC-ND 4.0", ["commercial use", "derivatives"]),
        ("CC BY-SA 3.0", ["share-alike"]),
        ("GPL-3.0", ["share-alike"]),
        ("LGPL-2.1", []),
        ("", ["unknown"]),
    ],
)
def test_licences_are_known_by_their_names(licence: str, kinds: list[str]) -> None:
    assert [one.kind for one in licence_warnings([licence])] == kinds


@pytest.mark.parametrize(
    ("model", "kinds"),
    [
        ("SmolLM2-135M-Instruct.Q4_1", []),
        ("Qwen/Qwen2.5-7B-Instruct", []),
        ("gpt-4o", ["competing models"]),
        ("o3-mini", ["competing models"]),
        ("openai/gpt-oss-120b", []),
        ("claude-sonnet-4", ["competing models"]),
        ("gemini-2.5-pro", ["competing models"]),
        ("meta-llama/Llama-2-70b-chat-hf", ["other models"]),
        ("meta-llama/Meta-Llama-3-8B-Instruct", ["other models"]),
        ("meta-llama/Llama-3.3-70B-Instruct", ["naming"]),
        ("google/gemma-2-9b-it", ["terms passed on"]),
        ("CohereForAI/c4ai-command-r-v01", ["commercial use"]),
        ("mistralai/Mistral-7B-Instruct-v0.3", []),
    ],
)
def test_models_are_known_by_their_names(model: str, kinds: list[str]) -> None:
    assert [one.kind for one in licence_warnings(models=[model])] == kinds
