"""AEDA: an easier data augmentation (Karimi et al. 2021)."""

from collections.abc import Collection, Sequence

from goldsmith.augment.augmented import Augmented, Span, unchanged
from goldsmith.augment.seeded import seeded
from goldsmith.augment.words.distinct import distinct
from goldsmith.augment.words.reworded import reworded
from goldsmith.augment.words.wording import Segment, wording

__all__ = ["AEDA_MARKS", "aeda"]

AEDA_MARKS = (".", ";", "?", ":", "!", ",")
"""The paper's six punctuation marks."""
_OPERATION = "random punctuation"


def aeda(
    text: str,
    n_aug: int = 1,
    *,
    marks: Sequence[str] = AEDA_MARKS,
    spans: Sequence[Span] = (),
    protect: Collection[str] = (),
    segment: Segment | None = None,
    seed: int = 0,
) -> list[Augmented]:
    """Return texts made of one by putting punctuation marks at random places in it; all its words stay, in their order.

    As in the paper (section 2): of l words, a random number from 1 to l / 3 is drawn, as many places before words, and a mark for each
    of them. Here l counts the words outside of spans and of what is protected, and a mark never stands inside either.

    Args:
        text: any text.
        n_aug: how many texts to make.
        marks: what to put in.
        spans: labelled parts of the text, which move with their words.
        protect: words and phrases that stay together, in whatever case.
        segment: cuts what is written without blanks into words.
        seed: of the random choices, which depend on it and the text alone.

    Raises:
        InputError: n_aug is below 1, or a span lies outside the text.

    >>> aeda("a sad, superior human comedy")[0].text
    'a sad, superior human ? comedy'
    """
    given = wording(text, spans, protect, segment)
    if given.reason:
        return [unchanged(text, _OPERATION, given.reason, spans)]
    chance = seeded(seed, "aeda", text)
    length = len(given.words)

    def draw() -> Augmented:
        places = chance.sample(range(length), chance.randint(1, max(1, length // 3)))
        return reworded(given, _OPERATION, {}, {place: [chance.choice(marks)] for place in places})

    return distinct(unchanged(text, _OPERATION, "no mark could be put in", spans), n_aug, draw)
