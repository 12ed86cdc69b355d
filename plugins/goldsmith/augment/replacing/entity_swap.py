"""Spans replaced by others with the same label."""

from collections.abc import Iterable, Mapping, Sequence

from goldsmith.augment.augmented import Augmented, Edit, Span, edited, unchanged
from goldsmith.augment.seeded import seeded
from goldsmith.errors import InputError

__all__ = ["entity_swapped", "surfaces_by_label"]

OPERATION = "entity swap"


def surfaces_by_label(texts: Iterable[str], spans: Iterable[Sequence[Span]]) -> dict[str, list[str]]:
    """Return the different surfaces of each label, in the order in which they first come.

    >>> surfaces_by_label(["Ada in Rome", "Bob"], [[Span(0, 3, "person"), Span(7, 11, "place")], [Span(0, 3, "person")]])
    {'person': ['Ada', 'Bob'], 'place': ['Rome']}
    """
    found: dict[str, dict[str, None]] = {}
    for text, of in zip(texts, spans, strict=True):
        for span in of:
            if surface := text[span.start : span.end].strip():
                found.setdefault(span.label, {})[surface] = None
    return {label: list(of) for label, of in found.items()}


def entity_swapped(
    text: str,
    spans: Sequence[Span],
    surfaces: Mapping[str, Sequence[str]],
    rate: float = 0.5,
    *,
    n: int = 1,
    seed: int = 0,
) -> list[Augmented]:
    """Return up to `n` different texts with other entities, or one with the reason why there is none.

    Mention replacement (Dai and Adel 2020, section 3): by a draw each, spans are replaced by another of the same label from the corpus, and
    the new one is what the span covers. What differs: of a text at least one is replaced; a surface that stands there several times is
    replaced by the same one everywhere it is a span; spans that overlap another stay. It knows no grammar: "the Alps are" may become "the
    Everest are".

    Args:
        text: any.
        spans: of it.
        surfaces: label -> what there is, as `surfaces_by_label` gives it.
        rate: how likely each is replaced, in (0, 1].
        n: texts to make.
        seed: of the draws.

    Raises:
        InputError: an option is out of bounds, or a span lies outside the text.

    >>> made = entity_swapped("Ada met Bo.", [Span(0, 3, "person")], {"person": ["Ada", "Grace"]})
    >>> made[0].text, made[0].spans
    ('Grace met Bo.', (Span(start=0, end=5, label='person'),))
    """
    if not 0 < rate <= 1 or n < 1:
        raise InputError(f"rate must be in (0, 1] and n at least 1, got {rate} and {n}")
    if not spans:
        return [unchanged(text, OPERATION, "no span", spans)]
    places: dict[tuple[str, str], list[Span]] = {}
    for span in spans:
        if not _overlaps(span, spans):
            places.setdefault((span.label, text[span.start : span.end]), []).append(span)
    choices = [
        (of, others)
        for (label, surface), of in places.items()
        if (others := [one for one in surfaces.get(label, ()) if one != surface])
    ]
    if not choices:
        return [unchanged(text, OPERATION, "no other surface of the same label", spans)]
    made: dict[str, Augmented] = {}
    for number in range(3 * n):  # some draws come out alike
        rng = seeded(seed, text, str(number))
        drawn = [one for one in choices if rng.random() < rate] or [rng.choice(choices)]
        edits = []
        for of, others in drawn:
            new = rng.choice(others)
            edits += [Edit(span.start, span.end, new) for span in of]
        one = edited(text, edits, OPERATION, spans)
        made.setdefault(one.text, one)
        if len(made) == n:
            break
    return list(made.values())


def _overlaps(span: Span, spans: Sequence[Span]) -> bool:
    others = [other for other in spans if other.start < span.end and span.start < other.end]
    return len(others) != 1  # itself; an empty span meets none
