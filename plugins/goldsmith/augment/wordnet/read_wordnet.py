"""Wordnets of other languages, from the files they are published in."""

import gzip
import lzma
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, cast
from xml.etree import ElementTree as ET

from goldsmith.augment.wordnet.word_net import POS, Pos, Sense, Synonym, WordNet
from goldsmith.errors import InputError

__all__ = ["read_wordnet"]

Entry = tuple[str, str, str, int]
"""A synset, a part of speech as the file has it, a lemma, and how often it was seen with this sense."""

_OPENED: dict[str, Callable[..., Any]] = {".gz": gzip.open, ".xz": lzma.open}


def read_wordnet(path: str | Path) -> WordNet:
    """Return the wordnet of a file, in whatever language.

    Args:
        path: a file of the Open Multilingual Wordnet, `wn-data-*.tab`, or one in WN-LMF, `*.xml`, as the Global WordNet Association
            describes it; either may be compressed, `.gz` or `.xz`.

    Raises:
        InputError: the file cannot be read, or holds no word.
    """
    path = Path(path)
    opened = _OPENED.get(path.suffix, Path.open)
    read = _lmf if ".xml" in path.suffixes else _tab
    try:
        with opened(path, "rb") as file:
            entries = list(read(file))
    except (OSError, EOFError, UnicodeDecodeError, ET.ParseError, lzma.LZMAError) as err:
        raise InputError(f"cannot read the wordnet {path}: {err}") from err
    if not entries:
        raise InputError(f"no word in {path}: expected wn-data-*.tab or WN-LMF, *.xml")
    return _wordnet(entries)


def _tab(file: IO[bytes]) -> Iterator[Entry]:
    """Read lines of `00001740-n TAB lemma TAB word`; what is no lemma (definitions, examples) and comments are left out."""
    for line in file:
        synset, *rest = line.decode("utf-8").rstrip("\r\n").split("\t")
        if len(rest) >= 2 and rest[0].split(":")[-1] == "lemma" and not synset.startswith("#"):
            yield synset, synset[-1:], rest[1].replace("_", " ").strip(), 0


def _lmf(file: IO[bytes]) -> Iterator[Entry]:
    for _, node in ET.iterparse(file):  # noqa: S314 - a file of the user's own
        if node.tag == "LexicalEntry":
            lemma = node.find("Lemma")
            if lemma is not None:
                for sense in node.iter("Sense"):
                    count = sum(int(told.text or 0) for told in sense.iter("Count"))
                    yield (
                        sense.get("synset", ""),
                        lemma.get("partOfSpeech", ""),
                        lemma.get("writtenForm", ""),
                        count,
                    )
            node.clear()


def _wordnet(entries: list[Entry]) -> WordNet:
    words: dict[tuple[str, Pos], dict[str, None]] = defaultdict(dict)
    senses: dict[tuple[str, Pos], dict[str, int]] = defaultdict(dict)
    for synset, told, word, count in entries:
        pos = cast("Pos", "a" if told == "s" else told)
        if pos in POS and word:
            words[synset, pos][word] = None
            ours = senses[word.lower(), pos]
            ours[synset] = ours.get(synset, 0) + count

    def synonym(word: str, synset: str, pos: Pos) -> Synonym:
        own = senses[word.lower(), pos]
        return Synonym(word, (own[synset] + 1) / (sum(own.values()) + len(own)))

    def found(lemma: str, pos: Pos) -> tuple[Sense, ...]:
        ours = senses.get((lemma, pos), {})
        return tuple(
            Sense(
                ours[synset],
                tuple(synonym(word, synset, pos) for word in words[synset, pos] if word.lower() != lemma),
            )
            for synset in sorted(ours, key=lambda one: -ours[one])
        )

    return WordNet(found)
