"""Presidio over a spaCy model made here: names and places beside what the patterns find. Nothing is downloaded."""

import pytest

from goldsmith.errors import InputError
from goldsmith.filters import PiiSpan, PresidioPii, find_pii
from goldsmith_distilabel.curate import PiiFilter

TEXT = "Ada Lovelace of Ealing, ada@ealing.example.org, wrote to Zo\u00eb \U0001f600 Smith."


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    import spacy

    english = spacy.blank("en")
    patterns = [
        {"label": "PERSON", "pattern": "Ada Lovelace"},
        {"label": "PERSON", "pattern": "Smith"},
        {"label": "GPE", "pattern": "Ealing"},
    ]
    english.add_pipe("entity_ruler").add_patterns(patterns)  # type: ignore[attr-defined]
    folder = tmp_path_factory.mktemp("spacy") / "model"
    english.to_disk(folder)
    return str(folder)


@pytest.fixture(scope="module")
def presidio(model: str) -> PresidioPii:
    return PresidioPii(model)


def test_names_and_places_are_found_in_code_points_beside_what_patterns_find(presidio: PresidioPii) -> None:
    found = presidio.find(TEXT, find_pii(TEXT))
    assert [(TEXT[span.start : span.end], span.kind) for span in found] == [
        ("Ada Lovelace", "person"),
        ("Ealing", "location"),
        ("ada@ealing.example.org", "email"),
        ("Smith", "person"),
    ]


def test_what_a_pattern_found_stays_as_it_is(presidio: PresidioPii) -> None:
    assert presidio.find("Ada Lovelace", [PiiSpan(4, 12, "phone")]) == [PiiSpan(4, 12, "phone")]


@pytest.mark.parametrize(
    ("text", "kinds"), [("", []), ("\ud800 Smith", ["person"]), ("x " * 75_000 + "Ada Lovelace", ["person"])]
)
def test_any_text_is_read(presidio: PresidioPii, text: str, kinds: list[str]) -> None:
    found = presidio.find(text)
    assert [span.kind for span in found] == kinds
    assert all(text[span.start : span.end] in {"Smith", "Ada Lovelace"} for span in found)


def test_a_long_text_is_cut_between_lines_sentences_or_words(presidio: PresidioPii) -> None:
    # The name stands across the hundred-thousandth character.
    for blank in ("\n", ". "):
        text = "x" * 99_990 + blank + "Ada Lovelace"
        assert [text[span.start : span.end] for span in presidio.find(text)] == ["Ada Lovelace"]
    assert len(presidio.find("x " * 49_995 + "Smith " * 10)) == 10


def test_the_step_masks_names(model: str) -> None:
    step = PiiFilter(mode="mask", model=model)
    step.load()
    rows = next(step.process([{"text": TEXT}, {"text": "nothing"}]))
    assert rows[0]["text"] == "<PERSON> of <LOCATION>, <EMAIL>, wrote to Zo\u00eb \U0001f600 <PERSON>."
    assert [row["keep"] for row in rows] == [True, True]
    assert rows[1]["pii"] == []


def test_a_model_or_an_entity_that_is_not_there_is_named(model: str) -> None:
    with pytest.raises(InputError, match=r"en_no_such_model.*spacy download"):
        PresidioPii("en_no_such_model")
    with pytest.raises(InputError, match="no \\['SHOE_SIZE'\\] in 'en'"):
        PresidioPii(model, entities=["SHOE_SIZE"])
