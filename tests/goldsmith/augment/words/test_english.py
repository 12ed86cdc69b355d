"""Part of speech, form and article of English words."""

import lzma
from importlib.resources import files

import pytest

from goldsmith.augment.wordnet import english_wordnet
from goldsmith.augment.words.english import article_for, build, inflected, readings, surroundings
from goldsmith.augment.words.english import likeliest as likeliest_in
from goldsmith.augment.words.english.forms import Reading

WORDNET = english_wordnet()


def likeliest(word: str, before: str = "", after: str = "") -> Reading | None:
    return likeliest_in(word, surroundings(before, after, WORDNET), WORDNET)


@pytest.mark.parametrize(
    ("before", "word", "after", "lemma", "pos", "tags"),
    [
        ("", "cars", "", "car", "n", {"NNS"}),
        ("we", "saw", "", "see", "v", {"VBD"}),
        ("the", "saw", "", "saw", "n", {"NN"}),
        ("was", "taken", "by", "take", "v", {"VBN"}),
        ("they", "played", "", "play", "v", {"VBD"}),
        ("", "played", "", "play", "v", {"VBD", "VBN"}),
        ("a", "light", "rain", "light", "a", {"JJ"}),
        ("the", "light", "was", "light", "n", {"NN"}),
        ("a", "federal", "grand", "federal", "a", {"JJ"}),
        ("", "quickly", "", "quickly", "r", {"RB"}),
        ("", "children", "", "child", "n", {"NNS"}),
    ],
)
def test_a_word_is_what_the_words_beside_it_allow(
    before: str, word: str, after: str, lemma: str, pos: str, tags: set[str]
) -> None:
    found = likeliest(word, before, after)
    assert found is not None
    assert (found.lemma, found.pos, set(found.tags)) == (lemma, pos, tags)


@pytest.mark.parametrize("word", ["the", "would", "something", "not", "zzz", ""])
def test_what_has_no_synonym_has_no_part_of_speech(word: str) -> None:
    assert likeliest(word, "", "") is None


def test_what_may_be_several_parts_of_speech_is_left_alone() -> None:
    # In WordNet's texts "work" is a noun about as often as a verb.
    assert {one.pos for one in readings("work", WORDNET)} == {"n", "v"}
    assert likeliest("work", "", "") is None
    assert likeliest("work", "must").pos == "v"


@pytest.mark.parametrize(
    ("lemma", "tags", "form"),
    [
        ("auto", {"NNS"}, "autos"),
        ("child", {"NNS"}, "children"),
        ("motor car", {"NNS"}, "motor cars"),
        ("point of view", {"NNS"}, ""),  # its plural is not at its end
        ("take off", {"VBZ"}, "takes off"),
        ("purchase", {"VBD", "VBN"}, "purchased"),
        ("take", {"VBD", "VBN"}, ""),  # took or taken
        ("take", {"VB", "VBP"}, "take"),
        ("large", {"JJR"}, "larger"),
        ("beautiful", {"JJR"}, ""),  # more beautiful
        ("free", {"JJR"}, "freer"),
        ("oatmeal", {"NNS"}, "oatmeal"),  # no plural of its own
        ("travel", {"VBD", "VBN"}, "traveled"),
        ("zap", {"VBG"}, "zapping"),
    ],
)
def test_a_synonym_takes_the_form_of_the_word(lemma: str, tags: set[str], form: str) -> None:
    assert inflected(lemma, frozenset(tags)) == form


@pytest.mark.parametrize(
    ("word", "lemmas"),
    [
        ("tries", {("try", "n"), ("try", "v")}),
        ("baking", {("bake", "v"), ("baking", "n")}),
        ("learnt", {("learn", "v")}),
        ("put", {("put", "v"), ("put", "n")}),
        ("sheep", {("sheep", "n")}),
        ("better", {("good", "a"), ("well", "a"), ("well", "r")}),
        ("dying", {("die", "v"), ("dying", "a"), ("dying", "n")}),
        ("x-rayed", {("x-ray", "v")}),  # which no list of forms has
    ],
)
def test_a_form_is_led_back_to_its_words(word: str, lemmas: set[tuple[str, str]]) -> None:
    found = {(one.lemma, one.pos) for one in readings(word, WORDNET)}
    assert lemmas <= found


@pytest.mark.parametrize(
    ("article", "words"),
    [
        ("an", "apple hour honest heir unimportant umbrella MRI FBI SQL unusual idea"),
        ("a", "car user university unit one-off European ewe house NATO UFO unique usual"),
    ],
)
def test_the_article_goes_by_the_sound(article: str, words: str) -> None:
    assert {word: article_for(word) for word in words.split()} == dict.fromkeys(words.split(), article)


def test_the_table_of_forms_is_the_one_the_script_makes() -> None:
    table = files("goldsmith.augment").joinpath("data", "irregular_forms.xz").read_bytes()
    assert lzma.decompress(table).decode("utf-8").splitlines() == build.lines(build.lemmas())
