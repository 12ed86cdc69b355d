"""Princeton WordNet 3.1, from the table that `build` wrote."""

import lzma
import re
from bisect import bisect_left
from functools import lru_cache
from importlib.resources import files

from goldsmith.augment.wordnet.word_net import OWN_SHARE, POS, SENSE_SHARE, Pos, Sense, Synonym, WordNet

__all__ = ["DEFAULTS", "EnglishWordNet", "english_wordnet"]

DEFAULTS = "abcdefghij"
"""What stands for a share, in tenths, where `WordNet.synonyms` gives the word by default."""
_SEEN = re.compile(r"\t(\d+)")
_BY_DEFAULT = re.compile(rf"[ |]([^|\t]++)(?<=[{DEFAULTS}])")
_WITH_SYNONYMS = re.compile(rf"^([^\t]+)\t(?=[^\n]*[ |][a-z' -]+[{DEFAULTS}][|\t\n])", re.MULTILINE)
_SHARES = {
    digit: (tenth + 0.5) / 10 for digits in ("0123456789", DEFAULTS) for tenth, digit in enumerate(digits)
}
_POS: dict[str, Pos] = {pos: pos for pos in POS}


class EnglishWordNet(WordNet):
    """A wordnet that is read from the lines of the table, as far as it is asked for.

    Args:
        table: its text, as `goldsmith.augment.wordnet.build` describes it.
    """

    def __init__(self, table: str) -> None:
        super().__init__(self._senses)
        self.lines = table.rstrip("\n").split("\n")
        self._with_synonyms = frozenset(_WITH_SYNONYMS.findall(table))
        self._told = lru_cache(maxsize=50_000)(self._looked_up)

    def has_synonyms(self, lemma: str) -> bool:
        """Return whether `synonyms` has any of small letters by default, as whatever part of speech."""
        return lemma in self._with_synonyms

    def counts(self, lemma: str) -> dict[Pos, int]:
        """Return as which parts of speech there is a lemma, and how often it was seen so in tagged texts; one more for each sense."""
        counts = {}
        for pos, cells in self._told(lemma):
            seen = _SEEN.findall(cells)
            counts[pos] = sum(map(int, seen)) + len(seen)
        return counts

    def _senses(self, lemma: str, pos: Pos) -> tuple[Sense, ...]:
        cells = self._cells(lemma, pos)
        return tuple(_sense(cell) for cell in cells[1:].split("\t")) if cells else ()

    def _found(self, lemma: str, pos: Pos, sense_share: float, own_share: float) -> tuple[str, ...]:
        if (sense_share, own_share) != (SENSE_SHARE, OWN_SHARE):
            return super()._found(lemma, pos, sense_share, own_share)
        words = _BY_DEFAULT.findall(self._cells(lemma, pos))
        return tuple(dict.fromkeys([word[:-1] for word in words]))

    def _cells(self, lemma: str, pos: Pos) -> str:
        return next((cells for other, cells in self._told(lemma) if other == pos), "")

    def _looked_up(self, lemma: str) -> tuple[tuple[Pos, str], ...]:
        """Return the parts of speech of a lemma and what the table has of it as such."""
        head, lines = f"{lemma}\t", self.lines
        place, found, behind = bisect_left(lines, head), [], len(head)
        while place < len(lines) and (line := lines[place]).startswith(head):
            found.append((_POS[line[behind]], line[behind + 1 :]))
            place += 1
        return tuple(found)


@lru_cache(maxsize=1)
def english_wordnet() -> EnglishWordNet:
    """Return the English WordNet: 140,000 lemmas with their senses and synonyms; `data/WORDNET_LICENSE` is its licence.

    The first call takes a tenth of a second.

    >>> english_wordnet().synonyms("film", "n")
    ('movie', 'motion picture', 'flick')
    """
    table = files("goldsmith.augment").joinpath("data", "wordnet.xz").read_bytes()
    return EnglishWordNet(lzma.decompress(table).decode("ascii"))


def _sense(cell: str) -> Sense:
    count, _, words = cell.partition(" ")
    synonyms = [Synonym(word[:-1], _SHARES[word[-1]]) for word in words.split("|")] if words else ()
    return Sense(int(count), tuple(synonyms))
