"""Write the table of synonyms that this package ships, from the database files of Princeton's WordNet.

Run with: python -m goldsmith.augment.wordnet.build FOLDER TABLE NOTICE

FOLDER holds `data.noun`, `index.noun` and so on, and `index.sense` (or `cntlist.rev`, where that is missing), as in WordNet 3.1's
`dict` folder. The same files give the same bytes; NOTICE is the licence that stands at their head. The table is text, xz-compressed, sorted, a line a lemma and part of speech:

    car TAB n TAB 71 autoj|automobilej|machine0|motorcarj TAB 2 railcar9|... TAB ...

After the part of speech come the senses, the commonest first: how often the sense was seen in the tagged texts of WordNet, and the
other words for it. The digit behind each is the share of that word's own uses, as the same part of speech, that have this sense, in
tenths, as `share` counts them; a letter, from "a" for 0 to "j" for 9, says besides that `WordNet.synonyms` gives the word by
default, so that no one has to look up all others to know. What is left out: words that stand only before their noun or only behind it, lemmas of several
words that have no synonym.
"""

import lzma
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple, cast

from goldsmith.augment.wordnet.english_wordnet import DEFAULTS, EnglishWordNet
from goldsmith.augment.wordnet.word_net import OWN_SHARE, SENSE_SHARE, Pos, WordNet

__all__ = ["lines", "notice", "share", "written"]

POS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
_OF_KEY = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}  # the digit behind a sense key's %
_BOUND = re.compile(r"\((?:a|p|ip)\)$")


class Sense(NamedTuple):
    """What a lemma may mean."""

    seen: int
    words: tuple[str, ...]


def share(count: int, counts: list[int]) -> float:
    """Return the share of a word's uses that have a sense seen `count` times; each sense is taken to be seen once more than it was."""
    return (count + 1) / (sum(counts) + len(counts))


def lines(folder: Path) -> list[str]:
    """Return the lines of the table."""
    senses = _senses(folder)
    told = []
    for (lemma, pos), ours in senses.items():
        others = [[word for word in sense.words if word.lower() != lemma] for sense in ours]
        if "_" not in lemma or any(others):
            cells = [
                " ".join(
                    [str(sense.seen), "|".join(_told(word, pos, sense, senses) for word in words)]
                ).strip()
                for sense, words in zip(ours, others, strict=True)
            ]
            told.append("\t".join([lemma.replace("_", " "), pos, *cells]))
    plain = sorted(told)
    wordnet = EnglishWordNet("\n".join([*plain, ""]))
    return [_marked(line, wordnet) for line in plain]


def written(folder: Path, table: Path) -> None:
    """Write the table."""
    text = "\n".join(lines(folder)) + "\n"
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": 4, "lp": 0, "pb": 0}]
    table.write_bytes(lzma.compress(text.encode(), lzma.FORMAT_XZ, lzma.CHECK_CRC32, filters=filters))


def notice(folder: Path) -> str:
    """Return the licence at the head of the files, without the numbers of its lines."""
    head = [line for line in (folder / "data.noun").read_text("ascii").splitlines() if line.startswith(" ")]
    return "\n".join(line[4:].strip() for line in head).strip() + "\n"


def _told(word: str, pos: str, sense: Sense, senses: dict[tuple[str, str], list[Sense]]) -> str:
    """Return a synonym and how much of its own use has this sense, in tenths, at most nine."""
    own = senses[word.lower(), pos]
    count = next(one.seen for one in own if one.words == sense.words)
    return f"{word.replace('_', ' ')}{min(9, int(10 * share(count, [one.seen for one in own])))}"


def _marked(line: str, wordnet: WordNet) -> str:
    """Return a line of the table with letters for the shares of those words that are its lemma's synonyms by default."""
    lemma, pos, *cells = line.split("\t")
    senses = wordnet.senses(lemma, cast("Pos", pos))
    total = sum(sense.seen + 1 for sense in senses)
    known = set(WordNet(wordnet.senses).synonyms(lemma, cast("Pos", pos)))
    for place, sense in enumerate(senses):
        if sense.seen + 1 >= SENSE_SHARE * total:
            words = [
                word + (DEFAULTS if word in known and share >= OWN_SHARE else "0123456789")[int(10 * share)]
                for word, share in sense.synonyms
            ]
            cells[place] = f"{sense.seen} {'|'.join(words)}".strip()
    return "\t".join([lemma, pos, *cells])


def _senses(folder: Path) -> dict[tuple[str, str], list[Sense]]:
    counts = _counts(folder)
    found: dict[tuple[str, str], list[Sense]] = defaultdict(list)
    for name, pos in POS.items():
        synsets = _synsets(folder / f"data.{name}")
        for lemma, offsets in _index(folder / f"index.{name}"):
            for number, offset in enumerate(offsets, start=1):
                found[lemma, pos].append(Sense(counts.get((lemma, pos, number), 0), synsets[offset]))
    return found


def _counts(folder: Path) -> dict[tuple[str, str, int], int]:
    path = folder / "index.sense"
    found = {}
    for line in (path if path.exists() else folder / "cntlist.rev").read_text("ascii").splitlines():
        key, *_, number, count = line.split()
        lemma, _, sense = key.partition("%")
        found[lemma, _OF_KEY[sense[0]], int(number)] = int(count)
    return found


def _synsets(path: Path) -> dict[str, tuple[str, ...]]:
    """Return the words of every synset by its offset; those that stand only in some places are left out."""
    found = {}
    for line in _told_lines(path):
        offset, _, _, number, *rest = line.split(" ")
        words = rest[: 2 * int(number, 16) : 2]
        found[offset] = tuple(word for word in words if not _BOUND.search(word))
    return found


def _index(path: Path) -> list[tuple[str, list[str]]]:
    """Return every lemma and the offsets of its senses, the commonest first."""
    rows = [line.split() for line in _told_lines(path)]
    return [(row[0], row[-int(row[2]) :]) for row in rows]


def _told_lines(path: Path) -> list[str]:
    """Return the lines behind the licence, which begins every line with a blank."""
    return [line for line in path.read_text("ascii").splitlines() if not line.startswith(" ")]


if __name__ == "__main__":
    written(Path(sys.argv[1]), Path(sys.argv[2]))
    Path(sys.argv[3]).write_text(notice(Path(sys.argv[1])), "ascii")
