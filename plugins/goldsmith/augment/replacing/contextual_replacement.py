"""Words replaced by others that could stand in their place."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from goldsmith.augment.augmented import Augmented, Edit, Span, edited, unchanged
from goldsmith.augment.cased import cased
from goldsmith.augment.replacing.replaceable import Guarded, fits, replaceable
from goldsmith.augment.seeded import seeded
from goldsmith.augment.tokens import Token
from goldsmith.errors import InputError

__all__ = ["Proposer", "Replacing", "replaced"]

OPERATION = "contextual replacement"
Proposer: TypeAlias = Callable[[str, Sequence[Token]], Sequence[Sequence[str]]]
"""A text and places in it -> for each the words that could stand there, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Replacing:
    """What is replaced, and by what.

    Attributes:
        share: of the words that may be replaced, at least one; in (0, 1].
        n: texts to make.
        best: of so many proposed words that fit, one is drawn.
        also: what is replaced only if named: "negations", "numbers", "names", "label words".
        label_words: of the text's label.
        other_labels: words that tell another label: never put in.
        language: ISO 639-1.
        seed: of the draws.
    """

    share: float = 0.15
    n: int = 1
    best: int = 5
    also: Collection[Guarded] = ()
    label_words: Collection[str] = field(default_factory=frozenset)
    other_labels: Collection[str] = field(default_factory=frozenset)
    language: str = "en"
    seed: int = 0

    def __post_init__(self) -> None:
        if not 0 < self.share <= 1 or self.n < 1 or self.best < 1:
            raise InputError(
                f"share must be in (0, 1], n and best at least 1, got {self.share}, {self.n}, {self.best}"
            )


def replaced(
    text: str, proposer: Proposer, replacing: Replacing | None = None, spans: Sequence[Span] = ()
) -> list[Augmented]:
    """Return up to `n` different texts with some words replaced, or one with the reason why there is none.

    Which words may go is for `replaceable` to say, which may come for `fits`. Case is kept, and all else of the text too. Of the words
    for which there is something that fits, `share` are drawn, each in the same text at once.

    Args:
        text: any.
        proposer: asked once for all places.
        replacing: by default `Replacing()`.
        spans: of the text; words in them stay.

    Raises:
        InputError: the proposer does not answer for each place.
        MissingExtraError: `regex` is not installed.

    >>> made = replaced("A Fine film, really.", lambda text, places: [["movie", "not"] for _ in places], Replacing(share=1))
    >>> made[0].text
    'A Fine movie, really.'
    """
    replacing = replacing or Replacing()
    places = replaceable(
        text,
        spans=spans,
        label_words=replacing.label_words,
        also=replacing.also,
        language=replacing.language,
    )
    if not places:
        return [unchanged(text, OPERATION, "no word may be replaced", spans)]
    choices = _choices(text, places, proposer, replacing)
    if not choices:
        return [unchanged(text, OPERATION, "no word fits in another's place", spans)]
    count = max(1, round(replacing.share * len(places)))
    made: dict[str, Augmented] = {}
    for number in range(3 * replacing.n):  # some draws come out alike
        rng = seeded(replacing.seed, text, str(number))
        drawn = rng.sample(choices, min(count, len(choices)))
        edits = [Edit(place.start, place.end, cased(rng.choice(words), place.text)) for place, words in drawn]
        one = edited(text, edits, OPERATION, spans)
        made.setdefault(one.text, one)
        if len(made) == replacing.n:
            break
    return list(made.values())


def _choices(
    text: str, places: Sequence[Token], proposer: Proposer, replacing: Replacing
) -> list[tuple[Token, list[str]]]:
    proposed = proposer(text, places)
    if len(proposed) != len(places):
        raise InputError(f"expected words for each of {len(places)} places, got {len(proposed)}")
    found = []
    for place, words in zip(places, proposed, strict=True):
        fitting = [
            word
            for word in words
            if fits(place.text, word, refused=replacing.other_labels, language=replacing.language)
        ]
        if fitting:
            found.append((place, fitting[: replacing.best]))
    return found
