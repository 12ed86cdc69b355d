"""The techniques that need no model but what packages ship."""

from collections.abc import Collection, Mapping, Sequence
from itertools import chain

from goldsmith.augment.augmented import Augmented
from goldsmith.augment.plan.technique import Technique
from goldsmith.augment.replacing.contextual_replacement import Replacing, replaced
from goldsmith.augment.replacing.label_words import label_words
from goldsmith.augment.replacing.replaceable import Guarded
from goldsmith.augment.replacing.word_neighbours import NeighbourProposer, WordNeighbours
from goldsmith.augment.words.aeda import aeda
from goldsmith.augment.words.eda import EDA_OPERATIONS, eda, eda_defaults
from goldsmith.errors import InputError

__all__ = ["eda_technique", "neighbour_technique", "punctuation_technique"]

_Made = list[list[Augmented]]


def eda_technique(*, operations: Sequence[str] = EDA_OPERATIONS, language: str = "en") -> Technique:
    """Return EDA with the alpha of its paper for a set of this size; see `goldsmith.augment.eda`."""

    def make(texts: Sequence[str], labels: Sequence[str], counts: Sequence[int], seed: int) -> _Made:
        _check(texts, labels, counts)
        alpha, _ = eda_defaults(len(texts))
        return [
            eda(text, alpha, count, operations=operations, language=language, seed=seed) if count else []
            for text, count in zip(texts, counts, strict=True)
        ]

    return Technique("EDA" if tuple(operations) == EDA_OPERATIONS else ", ".join(operations), make)


def punctuation_technique() -> Technique:
    """Return AEDA; see `goldsmith.augment.aeda`."""

    def make(texts: Sequence[str], labels: Sequence[str], counts: Sequence[int], seed: int) -> _Made:
        _check(texts, labels, counts)
        return [
            aeda(text, count, seed=seed) if count else [] for text, count in zip(texts, counts, strict=True)
        ]

    return Technique("AEDA", make)


def neighbour_technique(
    table: WordNeighbours,
    *,
    share: float = 0.4,
    min_cosine: float = 0.3,
    best: int = 10,
    also: Collection[Guarded] = ("label words", "names"),
    language: str = "en",
) -> Technique:
    """Return the replacement of words by their neighbours; see `goldsmith.augment.replaced`.

    Names and the words that tell the labels apart are replaced too: what a classifier of words gains is that it learns of words of the
    same field that were in no text. For a label that hangs on single words, as of praise and blame, take `also=()`. The settings were
    chosen by what they did to a classifier of news topics and one of spam.

    Args:
        table: of words.
        share: of the words that may be replaced.
        min_cosine: the least of a neighbour.
        best: of so many neighbours that fit, one is drawn.
        also: what is replaced too, see `replaceable`; where label words are not, those of other labels are not put in either.
        language: of the texts, ISO 639-1.
    """
    proposer = NeighbourProposer(table, min_cosine, 4 * best)

    def make(texts: Sequence[str], labels: Sequence[str], counts: Sequence[int], seed: int) -> _Made:
        _check(texts, labels, counts)
        telling = {} if "label words" in also else label_words(texts, labels)
        return [
            replaced(text, proposer, _replacing(telling, label, count, seed)) if count else []
            for text, label, count in zip(texts, labels, counts, strict=True)
        ]

    def _replacing(telling: Mapping[str, Collection[str]], label: str, count: int, seed: int) -> Replacing:
        own = frozenset(telling.get(label, ()))
        others = frozenset(chain.from_iterable(words for other, words in telling.items() if other != label))
        return Replacing(
            share=share,
            n=count,
            best=best,
            also=also,
            label_words=own,
            other_labels=others - own,
            language=language,
            seed=seed,
        )

    return Technique("near words" if "label words" in also else "near words for all but label words", make)


def _check(texts: Sequence[str], labels: Sequence[str], counts: Sequence[int]) -> None:
    if not len(texts) == len(labels) == len(counts):
        raise InputError(f"{len(texts)} texts, {len(labels)} labels and {len(counts)} counts")
