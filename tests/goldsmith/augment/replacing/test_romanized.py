"""Romanisations that nobody reads back, by the examples that stand beside the published tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.goldsmith_distilabel.augment.processed import STRANGE

from goldsmith.augment import STANDARDS, Span, Standard, transliterated


@pytest.mark.parametrize(
    ("standard", "pairs"),
    [
        # the examples beside the table of the Ukrainian resolution
        (
            "Ukrainian 2010",
            (
                "Алушта Alushta Борщагівка Borshchahivka Вишгород Vyshhorod Гадяч Hadiach Ґалаґан Galagan Рогатин Rohatyn Єнакієве Yenakiieve "
                "Гаєвич Haievych Згорани Zghorany Їжакевич Yizhakevych Кадиївка Kadyivka Мар’їне Marine Йосипівка Yosypivka Стрий Stryi "
                "Харків Kharkiv Щербухи Shcherbukhy Гоща Hoshcha Юрій Yurii Крюківка Kriukivka Яготин Yahotyn Костянтин Kostiantyn "
                "Знам’янка Znamianka Феодосія Feodosiia Розгон Rozghon ЗГУРСЬКИЙ ZGHURSKYI"
            ),
        ),
        # the examples in article 3 (8) of the Revised Romanization
        (
            "Revised Romanization",
            (
                "집 jib 짚 jip 밖 bakk 값 gabs 붓꽃 buskkoch 먹는 meogneun 독립 doglib 문리 munli 물엿 mul-yeos 굳이 gud-i 좋다 johda "
                "가곡 gagog 조랑말 jolangmal 없었습니다 eobs-eoss-seubnida"
            ),
        ),
        # names as they stand on Greek road signs
        (
            "ELOT 743",
            (
                "Αθήνα Athína Θεσσαλονίκη Thessaloníki Ναύπλιο Náfplio Λαύριο Lávrio Ηράκλειο Irákleio Εύβοια Évvoia "
                "Άγχος Ánchos Λουτράκι Loutráki Μαΐου Maḯou"
            ),
        ),
        ("Gaj", "Његош Njegoš Љубав Ljubav ЉУБАВ LJUBAV Џеп Džep Ђорђе Đorđe Ћуприја Ćuprija"),
        ("ICAO 9303", "Щукин Shchukin Юлия Iuliia Хрущёв Khrushchev ЩУКИН SHCHUKIN"),
        ("Buckwalter", "مُحَمَّد muHam~ad قرآن qr|n"),
    ],
)
def test_words_are_written_as_published(standard: Standard, pairs: str) -> None:
    told = pairs.split()
    expected = dict(zip(told[::2], told[1::2], strict=True))
    assert {word: transliterated(word, standard).text for word in expected} == expected


def test_both_parts_of_a_ukrainian_double_name_begin_a_word() -> None:
    assert transliterated("Нечуй-Яворський", "Ukrainian 2010").text == "Nechui-Yavorskyi"


def test_no_two_pairs_of_hangul_consonants_are_written_alike() -> None:
    # 가 with each of 28 finals, before a syllable with each of 19 initials and ㅏ
    words = [chr(0xAC00 + final) + chr(0xAC00 + 588 * first) for final in range(28) for first in range(19)]
    assert len({transliterated(word, "Revised Romanization").text for word in words}) == 28 * 19


def test_syllables_written_in_their_letters_are_put_together_first() -> None:
    assert transliterated("\u1103\u1169\u11a8\u1105\u1175\u11b8", "Revised Romanization").text == "doglib"


@pytest.mark.parametrize("standard", sorted(STANDARDS))
def test_strange_texts_are_written_or_told(standard: Standard) -> None:
    for text in STRANGE:
        made = transliterated(text, standard)
        # of these texts, the Arabic one is the only one that a standard reads
        assert bool(made.reason) == (standard != "Buckwalter" or not text.startswith("كان"))
        assert made.reason or made.text.isascii()


@given(st.text(), st.sampled_from(sorted(STANDARDS)))
def test_no_text_raises(text: str, standard: Standard) -> None:
    made = transliterated(text, standard)
    assert (made.text == text) == bool(made.reason)


def test_a_span_before_a_particle_is_followed() -> None:
    made = transliterated("서울에서 왔다", "Revised Romanization", [Span(0, 2, "place")])
    assert made.text == "seo-uleseo wassda"
    assert made.text[made.spans[0].start : made.spans[0].end] == "seo-ul"


def test_a_vowel_sign_is_not_torn_from_its_consonant() -> None:
    assert transliterated("की", "ISO 15919", [Span(0, 1)]).reason == "no word in the script of ISO 15919"


def test_what_is_protected_stays() -> None:
    made = transliterated("Щука @щука {щука} Щукин", "ICAO 9303", protect=["щукин"])
    assert made.text == "Shchuka @щука {щука} Щукин"


@pytest.mark.parametrize("standard", sorted(STANDARDS))
def test_words_that_are_latin_already_stay_as_they_are(standard: Standard) -> None:
    text = "Don\u2019t, don't: cafe\u0301 \u00c5s \u200dx"
    assert transliterated(text, standard).reason == f"no word in the script of {standard}"
