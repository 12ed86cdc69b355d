"""Filters say why."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.pre_tokenizers import Whitespace

from goldsmith.errors import InputError
from goldsmith.filters import (
    LanguageVerdict,
    apply,
    detect_languages,
    foreign_reason,
    language_reason,
    language_shares,
    length_reason,
    token_counter,
)
from goldsmith_distilabel.curate import LanguageFilter

SENTENCES = {
    "en": "I have been listening to this song every single day since last summer",
    "de": "Ich höre dieses Lied seit dem letzten Sommer jeden einzelnen Tag",
    "fr": "J'écoute cette chanson tous les jours depuis l'été dernier avec ma sœur",
    "es": "Escucho esta canción todos los días desde el verano pasado con mi hermana",
    "pt": "Essa música é a melhor que eu já ouvi em toda a minha vida inteira",
    "it": "Ascolto questa canzone tutti i giorni dall'estate scorsa con mia sorella",
    "ru": "Я слушаю эту песню каждый день с прошлого лета вместе с сестрой",
    "ar": "أستمع إلى هذه الأغنية كل يوم منذ الصيف الماضي مع أختي الصغيرة",
    "zh": "从去年夏天开始我每天都和妹妹一起听这首歌，真的非常非常喜欢，歌词也写得特别好，旋律也很动听，推荐给大家",
    "ja": "去年の夏から毎日妹と一緒にこの曲を聴いています。本当に大好きで、歌詞もとても素敵だと思います。",
}


@pytest.mark.parametrize(("language", "text"), SENTENCES.items())
def test_a_plain_sentence_is_told_from_other_languages(language: str, text: str) -> None:
    (verdict,) = detect_languages([text])
    assert verdict.language == language
    assert language_reason(verdict, [language]) is None


def test_a_foreign_sentence_is_dropped_with_its_language_named() -> None:
    (verdict,) = detect_languages([SENTENCES["pt"]])
    assert (language_reason(verdict, ["en"]) or "").startswith("language: pt (")


@pytest.mark.parametrize(
    "text", ["goot", "👍👍👍", "", "https://example.com/eu-gosto-muito-desta-musica-linda-demais-mesmo"]
)
def test_a_text_too_short_to_judge_is_kept(text: str) -> None:
    (verdict,) = detect_languages([text])
    assert language_reason(verdict, ["en"]) is None


def test_a_text_without_letters_has_no_language() -> None:
    assert detect_languages(["123 !!!"]) == [LanguageVerdict("und", 0.0, 0)]


def test_a_text_in_two_languages_has_a_share_of_each() -> None:
    mixed = f"{SENTENCES['en']}. {SENTENCES['de']}!\n{SENTENCES['ru']} Ok."
    letters = {name: sum(map(str.isalpha, SENTENCES[name])) for name in ("en", "de", "ru")}
    total = sum(letters.values()) + 2  # "Ok" goes with the sentence before it
    found = language_shares(mixed)
    assert found == pytest.approx(
        {"en": letters["en"] / total, "de": letters["de"] / total, "ru": (letters["ru"] + 2) / total}
    )
    assert foreign_reason(found, ["en", "de", "ru"], 0.0) is None
    assert (foreign_reason(found, ["en", "de"], 0.2) or "").startswith("language: 3")
    assert language_shares("Ja, ok. No!") == {"und": 1.0}
    assert language_shares("123") == language_shares("") == {}
    (row,) = next(LanguageFilter(name="l", allow=["en"], max_foreign=0.5).process([{"text": mixed}]))
    assert row["drop_reason"].startswith("language: ")
    assert not row["keep"]


@given(st.text(st.characters()))
def test_the_shares_of_any_string_are_one_together(text: str) -> None:
    found = language_shares(text)
    assert not found or sum(found.values()) == pytest.approx(1)


@given(st.text(st.characters()))
def test_any_string_gets_a_verdict(text: str) -> None:
    (verdict,) = detect_languages([text])
    assert 0 <= verdict.probability <= 1


@pytest.mark.parametrize(
    ("text", "bounds", "reason"),
    [
        ("", {}, "length: 0 characters, wanted at least 1"),
        ("\ufeff ", {}, "length: 0 characters, wanted at least 1"),
        ("abc", {"max_chars": 2}, "length: 3 characters, wanted at most 2"),
        ("one two", {"min_words": 3}, "length: 2 words, wanted at least 3"),
        ("one two", {"max_words": 1}, "length: 2 words, wanted at most 1"),
        ("one two", {"min_words": 2, "max_words": 2, "min_chars": 7, "max_chars": 7}, None),
        ("one two", {"tokens": len, "max_tokens": 6}, "length: 7 tokens, wanted at most 6"),
        (
            "one two",
            {"tokens": lambda text: len(text.split()), "min_tokens": 3},
            "length: 2 tokens, wanted at least 3",
        ),
        ("one two", {"tokens": len, "min_tokens": 7, "max_tokens": 7}, None),
        ("x" * 10_001, {"tokens": len, "min_tokens": 3}, "length: 10001 characters, wanted at most 10000"),
    ],
)
def test_length_names_the_bound_that_is_broken(text: str, bounds: dict[str, Any], reason: str | None) -> None:
    assert length_reason(text, **bounds) == reason


def test_a_tokenizer_counts_from_its_file_its_folder_or_by_a_function(tmp_path: Path) -> None:
    # Of the vocabulary below "un" and "able" are pieces and "unable" is none: two tokens, and one for the unknown word.
    kept = Tokenizer(WordPiece({"[UNK]": 0, "un": 1, "##able": 2}, unk_token="[UNK]"))
    kept.pre_tokenizer = Whitespace()
    kept.save(str(tmp_path / "tokenizer.json"))
    for name in (str(tmp_path), str(tmp_path / "tokenizer.json")):
        count = token_counter(name)
        assert [count(text) for text in ("unable", "unable un", "strange", "", "\ud800")] == [2, 3, 1, 0, 1]
    assert token_counter("shlex:split")("unable un") == 2
    (tmp_path / "broken.json").write_text("{}")
    for name, message in {
        "nowhere": "no tokenizer at nowhere",
        str(tmp_path / "broken.json"): "holds no tokenizer",
    }.items():
        with pytest.raises(InputError, match=message):
            token_counter(name)


def test_apply_keeps_unmarked_rows_and_loses_none() -> None:
    rows = [{"id": 1}, {"id": 2, "keep": False}, {"id": 3, "keep": True}]
    kept, dropped = apply(rows)
    assert [row["id"] for row in kept] == [1, 3]
    assert [row["id"] for row in dropped] == [2]
