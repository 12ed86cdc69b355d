"""Synonyms in the form of the word they stand for."""

from pathlib import Path

import pytest

from goldsmith.augment import Inflection, code_switched, inflected_synonyms, read_unimorph
from goldsmith.errors import InputError

FORMS = [
    Inflection("kup", "kupuje", "V;PRS;3;SG"),
    Inflection("kup", "kupują", "V;PRS;3;PL"),
    Inflection("naby", "nabywa", "V;PRS;3;SG"),
    Inflection("naby", "nabywają", "V;PRS;3;PL"),
]


def test_a_synonym_comes_in_the_form_of_the_word() -> None:
    dictionary = inflected_synonyms({"kup": ["naby"]}, FORMS)
    assert dictionary == {"kupuje": ["nabywa"], "kupują": ["nabywają"]}
    (made,) = code_switched("Oni kupują dom.", dictionary, 1.0, operation="dictionary replacement")
    assert (made.text, made.operation) == ("Oni nabywają dom.", "dictionary replacement")


def test_words_without_forms_stand_as_they_are_and_a_form_is_never_mixed_with_none() -> None:
    assert inflected_synonyms({"oraz": ["i"], "dom": ["kup"]}, FORMS) == {"oraz": ["i"]}
    assert inflected_synonyms({"kup": ["oraz"]}, FORMS) == {}


def test_a_file_is_read_and_a_broken_line_is_told(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.tsv", tmp_path / "bad.tsv"
    good.write_text("\ufeffkup\tkupuje\tV;PRS;3;SG\textra\n\n", encoding="utf-8")
    assert read_unimorph(good) == FORMS[:1]
    bad.write_text("kup\tkupuje\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"line 1 of .* must have lemma, form and features"):
        read_unimorph(bad)
    with pytest.raises(InputError, match="cannot be read"):
        read_unimorph(tmp_path / "none.tsv")
