"""A technique applied to a labelled set, through the gate."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import TypeAlias

import numpy.typing as npt

from goldsmith.augment.gate import LabelGate
from goldsmith.augment.plan.technique import Technique

__all__ = ["Embed", "NewText", "NewTexts", "new_texts"]

Embed: TypeAlias = Callable[[Sequence[str]], npt.ArrayLike]
"""Texts [n] -> vectors [n, d]."""

_SPARE = 1.5  # of each text so many times more are made than wanted, as the gate refuses some


@dataclass(frozen=True, slots=True)
class NewText:
    """A text made of an original.

    Attributes:
        text: it.
        label: its original's.
        parent: its original's place.
        operation: by which it was made.
        reason: why the gate refused it, else "".
    """

    text: str
    label: str
    parent: int
    operation: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NewTexts:
    """What a technique made of a labelled set.

    Attributes:
        kept: in the order of their originals.
        refused: by the gate, each with its reason; and originals of which nothing could be made.
    """

    kept: list[NewText] = field(default_factory=list)
    refused: list[NewText] = field(default_factory=list)

    @property
    def reasons(self) -> Counter[str]:
        """How many were refused for each kind of reason."""
        return Counter(one.reason.partition(":")[0] for one in self.refused)


def new_texts(
    technique: Technique,
    texts: Sequence[str],
    labels: Sequence[str],
    per_text: Mapping[str, int],
    gate: LabelGate | None,
    *,
    embed: Embed | None = None,
    seed: int = 0,
) -> NewTexts:
    """Return up to `per_text[label]` new texts of each original that pass the gate, if there is one.

    Half as many again are made and the first of each original that pass are taken, so that texts of which most variants fail
    are not lost among those of which none do. More than were wanted of one are no refusal, and are told nowhere.

    Args:
        technique: makes them.
        texts: the originals, [n].
        labels: [n].
        per_text: how many of each, by label.
        gate: made of these originals.
        embed: makes vectors, if the gate has those of the originals.
        seed: of the technique.
    """
    wanted = [per_text.get(label, 0) for label in labels]
    spare = _SPARE if gate else 1.0
    made = technique.make(texts, labels, [ceil(spare * count) for count in wanted], seed)
    every = [
        NewText(one.text, labels[at], at, one.operation, one.reason)
        for at, several in enumerate(made)
        for one in several
    ]
    whole = [one for one in every if not one.reason]
    reasons = iter(_reasons(gate, whole, embed))
    judged = [one if one.reason else _with(one, next(reasons)) for one in every]
    taken: Counter[int] = Counter()
    found = NewTexts()
    for one in judged:
        if one.reason:
            found.refused.append(one)
        elif taken[one.parent] < wanted[one.parent]:
            taken[one.parent] += 1
            found.kept.append(one)
    return found


def _reasons(gate: LabelGate | None, made: list[NewText], embed: Embed | None) -> list[str]:
    if gate is None or not made:
        return [""] * len(made)
    texts = [one.text for one in made]
    vectors = embed(texts) if embed else None
    labels, parents = [one.label for one in made], [one.parent for one in made]
    return [judged.reason for judged in gate.check(texts, labels, parents, vectors=vectors)]


def _with(one: NewText, reason: str) -> NewText:
    return NewText(one.text, one.label, one.parent, one.operation, reason) if reason else one
