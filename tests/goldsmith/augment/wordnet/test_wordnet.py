"""The shipped table, the script that made it, and wordnets of other languages from their files."""

import gzip
import hashlib
import lzma
import re
from importlib.resources import files
from pathlib import Path

import pytest

from goldsmith.augment.wordnet import POS, WordNet, english_wordnet, read_wordnet
from goldsmith.augment.wordnet.build import lines, notice, share, written
from goldsmith.errors import InputError

HEAD = "  1 Permission to copy\n  2 is granted\n"
# Two synsets of nouns and two of adjectives in the format of WordNet's wndb(5): offset, file, type, number of words in hexadecimal,
# each with an identifier, then pointers and a gloss. "railcar" has been seen less often as a car than "car" has; "asleep" is
# marked as standing only behind its noun.
FILES = {
    "data.noun": HEAD
    + "00000100 06 n 03 car 0 auto 0 motor_car 0 000 | a motor vehicle\n00000200 06 n 02 car 1 railcar 0 000 | a wheeled vehicle\n",
    "index.noun": HEAD
    + "auto n 1 0 1 0 00000100\ncar n 2 0 2 1 00000100 00000200\nmotor_car n 1 0 1 0 00000100\nrailcar n 1 0 1 0 00000200\n",
    "data.adj": HEAD + "00000300 00 s 02 sleeping 0 asleep(p) 0 000 | in a state of sleep\n",
    "index.adj": HEAD + "asleep a 1 0 1 0 00000300\nsleeping a 1 0 1 0 00000300\n",
    "data.verb": HEAD,
    "index.verb": HEAD,
    "data.adv": HEAD,
    "index.adv": HEAD,
    "index.sense": "auto%1:06:00:: 00000100 1 0\ncar%1:06:00:: 00000100 1 7\ncar%1:06:01:: 00000200 2 0\nrailcar%1:06:00:: 00000200 1 2\n",
}
# "car" has 9 uses with one added for each sense: 8/9 of the first, 1/9 of the second, so 8 and 1 tenths; the others have one sense,
# whose share is 1, written as 9. Synonyms by default are those of senses with 40 % of the uses and with 20 % of their own; of "car", which
# was seen, none, as neither "auto" nor "motor car" was. They have a letter: "i" is 8 tenths, "j" 9.
TABLE = [
    "asleep\ta\t0 sleepingj",
    "auto\tn\t0 cari|motor carj",
    "car\tn\t7 auto9|motor car9\t0 railcar9",
    "motor car\tn\t0 cari|autoj",
    "railcar\tn\t2 car1",
    "sleeping\ta\t0",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def test_the_script_writes_the_table_that_the_files_hold(folder: Path) -> None:
    assert lines(folder) == TABLE
    assert notice(folder) == "Permission to copy\nis granted\n"
    assert share(7, [7, 0]) == pytest.approx(8 / 9)
    for name in ("one", "two"):
        written(folder, folder / name)
    assert (folder / "one").read_bytes() == (folder / "two").read_bytes()
    assert lzma.decompress((folder / "one").read_bytes()).decode().splitlines() == TABLE


def test_the_counts_may_come_from_the_older_file(folder: Path) -> None:
    # WordNet 3.0 as packaged has cntlist.rev, where the offset is missing and what was never seen too.
    (folder / "index.sense").unlink()
    (folder / "cntlist.rev").write_text("car%1:06:00:: 1 7\nrailcar%1:06:00:: 1 2\n")
    assert lines(folder) == TABLE


def test_the_table_is_the_one_the_script_made_of_wordnet_3_1() -> None:
    table = files("goldsmith.augment").joinpath("data", "wordnet.xz").read_bytes()
    assert (
        hashlib.sha256(table).hexdigest()
        == "7f52e22fab3e47e1178597f4d243e28a49bd4cdddbc8ee68d8f6c62e4413abce"
    )
    assert "WordNet 3.1 Copyright 2011 by Princeton University." in files("goldsmith.augment").joinpath(
        "data", "WORDNET_LICENSE"
    ).read_text("ascii")


def test_synonyms_come_by_part_of_speech_and_sense() -> None:
    wordnet = english_wordnet()
    # WordNet 3.1, car n 1: car, auto, automobile, machine, motorcar; of "machine"'s uses few are cars.
    assert wordnet.synonyms("car", "n") == ("auto", "automobile", "motorcar")
    assert "machine" in wordnet.synonyms("car", "n", own_share=0)
    assert wordnet.synonyms("buy", "v") == ("purchase",)
    assert "bribe" in wordnet.synonyms("buy", "v", sense_share=0)
    assert wordnet.synonyms("car", "v") == wordnet.synonyms("no such word", "n") == ()
    assert "motion picture" in wordnet.synonyms("film", "n")
    assert [sense.seen for sense in wordnet.senses("car", "n")] == [71, 2, 0, 0, 0]
    assert wordnet.synonyms("week", "n") == ()  # "hebdomad" was never seen, "week" often
    assert [wordnet.synonyms(word, "n") for word in ("", "zzz", "\t", "~")] == [()] * 4


def test_what_the_table_marks_is_what_the_rule_gives() -> None:
    wordnet = english_wordnet()
    by_rule = WordNet(wordnet.senses)
    lemmas = {line.partition("\t")[0] for line in wordnet.lines[::50]} | {"car", "United States", "zzz"}
    for lemma in lemmas:
        assert wordnet.counts(lemma) == by_rule.counts(lemma)
        found = {pos: wordnet.synonyms(lemma, pos) for pos in POS}
        assert found == {pos: by_rule.synonyms(lemma, pos) for pos in POS}
        small = [
            word
            for words in found.values()
            for word in words
            if word.islower() and not re.search(r"\d", word)
        ]
        assert (
            wordnet.has_synonyms(lemma)
            or not all(re.fullmatch("[a-z' -]+", word) for word in small)
            or not small
        )


TAB = """# Un wordnet	fra	https://example.org	CC BY
00000100-n	lemma	voiture
00000100-n	fra:lemma	voiture_automobile
00000100-n	fra:def	0	un engin
00000200-s	lemma	beau
00000200-a	lemma	laid
00000200-s	lemma	joli
"""
LMF = """<?xml version="1.0" encoding="UTF-8"?>
<LexicalResource><Lexicon id="de" language="de">
<LexicalEntry id="e1"><Lemma writtenForm="Auto" partOfSpeech="n"/><Sense id="s1" synset="x"><Count>3</Count></Sense>
<Sense id="s2" synset="y"/></LexicalEntry>
<LexicalEntry id="e2"><Lemma writtenForm="Wagen" partOfSpeech="n"/><Sense id="s3" synset="x"><Count>1</Count></Sense></LexicalEntry>
<LexicalEntry id="e3"><Lemma writtenForm="Selbst" partOfSpeech="n"/><Sense id="s4" synset="y"/></LexicalEntry>
<Synset id="x" partOfSpeech="n"/></Lexicon></LexicalResource>"""


def test_a_wordnet_of_another_language_is_read_from_its_file(tmp_path: Path) -> None:
    tab = tmp_path / "wn-data-fra.tab"
    tab.write_text(TAB, "utf-8")
    french = read_wordnet(tab)
    assert french.synonyms("voiture", "n") == ("voiture automobile",)
    assert french.synonyms("beau", "a") == (
        "joli",
    )  # a satellite is an adjective; another synset is another sense
    lmf = tmp_path / "odenet.xml.gz"
    lmf.write_bytes(gzip.compress(LMF.encode()))
    german = read_wordnet(lmf)
    # "auto" was seen 3 times as x, never as y: (3 + 1) / 5 of its uses are x.
    assert german.synonyms("auto", "n", sense_share=0.8) == ("Wagen",)
    assert [sense.seen for sense in german.senses("auto", "n")] == [3, 0]


@pytest.mark.parametrize(
    ("name", "text"), [("a.xml", "<open>"), ("b.tab", "nothing"), ("c.xml.gz", "no zip")]
)
def test_a_file_that_holds_no_wordnet_is_refused(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(InputError, match=name):
        read_wordnet(tmp_path / name)
    with pytest.raises(InputError, match="cannot read"):
        read_wordnet(tmp_path / f"missing-{name}")
