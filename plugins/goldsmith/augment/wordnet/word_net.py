"""Synonyms by lemma, part of speech and sense."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

__all__ = ["OWN_SHARE", "POS", "SENSE_SHARE", "Pos", "Sense", "Synonym", "WordNet"]

Pos: TypeAlias = Literal["n", "v", "a", "r"]
"""Noun, verb, adjective, adverb."""

POS: tuple[Pos, ...] = ("n", "v", "a", "r")
SENSE_SHARE = 0.4
OWN_SHARE = 0.2


class Synonym(NamedTuple):
    """Another word for a sense.

    Attributes:
        word: a lemma, of several words where it has blanks in it.
        share: how much of its own use, as the same part of speech, has this sense, in [0, 1].
    """

    word: str
    share: float = 1.0


class Sense(NamedTuple):
    """What a lemma may mean.

    Attributes:
        seen: how often it was, in tagged texts; 0 where a wordnet does not say.
        synonyms: the other words for it.
    """

    seen: int
    synonyms: tuple[Synonym, ...] = ()


class WordNet:
    """Which other words there are for a word.

    `read_wordnet` makes one of a file, `english_wordnet` is the one that is here.

    Args:
        senses: returns the senses of a lemma as a part of speech, the commonest first; none where there are none.

    >>> car = [Sense(0, (Synonym("auto"), Synonym("machine", 0.05))), Sense(0), Sense(0, (Synonym("railcar"),))]
    >>> wordnet = WordNet(lambda lemma, pos: car if (lemma, pos) == ("car", "n") else [])
    >>> wordnet.synonyms("car", "n"), wordnet.synonyms("car", "n", sense_share=0, own_share=0.1)
    ((), ('auto', 'railcar'))
    """

    def __init__(self, senses: Callable[[str, Pos], Sequence[Sense]]) -> None:
        self.senses = lru_cache(maxsize=50_000)(senses)
        self._synonyms = lru_cache(maxsize=50_000)(self._found)

    def synonyms(
        self, lemma: str, pos: Pos, sense_share: float = SENSE_SHARE, own_share: float = OWN_SHARE
    ) -> tuple[str, ...]:
        """Return the other words for a lemma, those for its commonest sense first.

        A sense seen c times of a lemma with k senses, seen C times together, has the share (c + 1) / (C + k) of its uses. A word
        that was never seen in tagged texts stands for no lemma that was, as "hebdomad" would for "week".

        Args:
            lemma: in small letters.
            pos: as which part of speech.
            sense_share: senses with a smaller share of the lemma's uses give none.
            own_share: nor do words of which a smaller share of their own uses has the sense.
        """
        return self._synonyms(lemma, pos, sense_share, own_share)

    def has_synonyms(self, lemma: str) -> bool:
        """Return whether `synonyms` has any of small letters by default, as whatever part of speech."""
        return any(word.islower() for pos in POS for word in self.synonyms(lemma, pos))

    def counts(self, lemma: str) -> dict[Pos, int]:
        """Return as which parts of speech there is a lemma, and how often it was seen so in tagged texts; one more for each sense."""
        found: dict[Pos, int] = {pos: sum(sense.seen + 1 for sense in self.senses(lemma, pos)) for pos in POS}
        return dict(item for item in found.items() if item[1])

    def _found(self, lemma: str, pos: Pos, sense_share: float, own_share: float) -> tuple[str, ...]:
        words = dict.fromkeys(self._near(lemma, pos, sense_share, own_share))
        if self._is_seen(lemma, pos):
            return tuple(word for word in words if self._is_seen(word, pos))
        return tuple(words)

    def _near(self, lemma: str, pos: Pos, sense_share: float, own_share: float) -> Iterator[str]:
        senses = self.senses(lemma, pos)
        total = sum(sense.seen + 1 for sense in senses)
        for sense in senses:
            if sense.seen + 1 >= sense_share * total:
                yield from (word for word, share in sense.synonyms if share >= own_share)

    def _is_seen(self, word: str, pos: Pos) -> bool:
        return any(sense.seen for sense in self.senses(word.lower(), pos))
