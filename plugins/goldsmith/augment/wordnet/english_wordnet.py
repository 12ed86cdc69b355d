"""Princeton WordNet 3.1, from the table that `build` wrote."""

import lzma
from bisect import bisect_left
from functools import lru_cache
from importlib.resources import files

from goldsmith.augment.wordnet.word_net import Pos, Sense, Synonym, WordNet

__all__ = ["english_wordnet"]


@lru_cache(maxsize=1)
def english_wordnet() -> WordNet:
    """Return the English WordNet: 140,000 lemmas with their senses and synonyms; `data/WORDNET_LICENSE` is its licence.

    The first call takes a tenth of a second.

    >>> english_wordnet().synonyms("film", "n")
    ('movie', 'motion picture', 'flick')
    """
    table = files("goldsmith.augment").joinpath("data", "wordnet.xz").read_bytes()
    lines = lzma.decompress(table).decode("ascii").rstrip("\n").split("\n")

    def senses(lemma: str, pos: Pos) -> tuple[Sense, ...]:
        head = f"{lemma}\t{pos}\t"
        place = bisect_left(lines, head)
        found = place < len(lines) and lines[place].startswith(head)
        return _senses(lines[place][len(head) :]) if found else ()

    return WordNet(senses)


def _senses(cells: str) -> tuple[Sense, ...]:
    found = []
    for cell in cells.split("\t"):
        count, _, words = cell.partition(" ")
        synonyms = [Synonym(word[:-1], _SHARES[word[-1]]) for word in words.split("|")] if words else ()
        found.append(Sense(int(count), tuple(synonyms)))
    return tuple(found)


_SHARES = {str(tenth): (tenth + 0.5) / 10 for tenth in range(10)}
