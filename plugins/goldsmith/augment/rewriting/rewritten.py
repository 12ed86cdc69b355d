"""What is kept of texts that were written anew as a whole."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from goldsmith.augment.augmented import Augmented, Span
from goldsmith.augment.rewriting.drift import drift
from goldsmith.augment.rewriting.overlap import overlap
from goldsmith.augment.rewriting.projected import projected
from goldsmith.errors import InputError
from goldsmith.filters import find_refusal

__all__ = ["Bounds", "Similarity", "rewritten"]

Similarity: TypeAlias = Callable[[str, Sequence[str]], Sequence[float]]
"""The cosine of a text with each of several others."""

_SHORT = 20  # characters, about which the length of a text says little


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a text made of another must keep to.

    Attributes:
        language: ISO 639-1, of the texts; see `drift`.
        max_overlap: above this `overlap` with the original or one before it, it is a copy; in [0, 1].
        min_similarity: the least cosine of the vectors, in [-1, 1], where a `Similarity` is given.
        min_length: the least length, as a share of the original's.
        max_length: the greatest.
    """

    language: str = "en"
    max_overlap: float = 0.9
    min_similarity: float = 0.7
    min_length: float = 0.25
    max_length: float = 4.0

    def __post_init__(self) -> None:
        if not (0 <= self.max_overlap <= 1 and -1 <= self.min_similarity <= 1):
            raise InputError(
                f"max_overlap must be in [0, 1] and min_similarity in [-1, 1], got {self.max_overlap} and {self.min_similarity}"
            )
        if not 0 <= self.min_length <= 1 <= self.max_length:
            raise InputError(
                f"lengths must be in [0, 1] and at least 1, got {self.min_length} and {self.max_length}"
            )


def rewritten(
    text: str,
    candidates: Sequence[str],
    operation: str | Sequence[str],
    spans: Sequence[Span] = (),
    *,
    bounds: Bounds | None = None,
    similarity: Similarity | None = None,
) -> list[Augmented]:
    """Return each candidate, with the reason why it is none to keep.

    Reasons are "empty", "refusal", "length", "copy" (of the original), "repeats" (one kept before it), "drift" (see `drift`),
    "similarity" (of the vectors) and "span" (see `projected`). A candidate with a reason keeps its text, to be looked at, and has
    no spans.

    Args:
        text: the original.
        candidates: the texts made of it.
        operation: by which, of all or of each.
        spans: of the original.
        bounds: by default `Bounds()`.
        similarity: compares the vectors; None: they are not compared.

    Raises:
        MissingExtraError: `regex` is not installed.

    >>> made = rewritten("Ada saw 2 films.", ["Ada watched 2 movies.", "ada saw 2 films", "Ada watched films."], "paraphrase")
    >>> [one.reason for one in made]
    ['', 'copy: overlap 1.00', 'drift: number: 2 against none']
    """
    bounds = bounds or Bounds()
    operations = [operation] * len(candidates) if isinstance(operation, str) else operation
    cosines = similarity(text, candidates) if similarity and candidates else [None] * len(candidates)
    found: list[Augmented] = []
    for candidate, name, cosine in zip(candidates, operations, cosines, strict=True):
        kept = [one.text for one in found if not one.reason]
        reason = _reason(text, candidate, kept, bounds)
        if not reason and cosine is not None and cosine < bounds.min_similarity:
            reason = f"similarity: cosine {cosine:.2f}, at least {bounds.min_similarity:g} wanted"
        there, lost = ((), "") if reason else projected(text, spans, candidate)
        found.append(Augmented(candidate, name, there, reason=reason or lost))
    return found


def _reason(text: str, new: str, kept: Sequence[str], bounds: Bounds) -> str:
    if not new.strip():
        return "empty"
    if (refusal := find_refusal(new)) and not find_refusal(text):
        return f'refusal: "{new[refusal.start : refusal.end]:.60}"'
    if len(new) > bounds.max_length * len(text) + _SHORT or len(new) + _SHORT < bounds.min_length * len(text):
        return f"length: {len(new)} characters of {len(text)}"
    if (alike := overlap(text, new)) > bounds.max_overlap or new.strip() == text.strip():
        return f"copy: overlap {alike:.2f}"
    for number, one in enumerate(kept, start=1):
        if (alike := overlap(one, new)) > bounds.max_overlap:
            return f"repeats: number {number}, overlap {alike:.2f}"
    lost = drift(text, new, bounds.language)
    return f"drift: {lost}" if lost else ""
