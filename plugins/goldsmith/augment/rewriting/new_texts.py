"""What is kept of texts that were written for a label, or turned from one label to another."""

from collections.abc import Collection, Iterable, Sequence

from goldsmith.augment.rewriting.overlap import overlap
from goldsmith.filters import find_refusal
from goldsmith.text import letters_and_digits

__all__ = ["flip_reason", "new_text_reason"]


def new_text_reason(text: str, known: Collection[str], near: Sequence[str], max_overlap: float = 0.9) -> str:
    """Return why a text written for a label is none to keep, "" if it is.

    Args:
        text: as the model wrote it.
        known: the letters and digits of all texts there are already: none is written again.
        near: the texts it was shown and those of its label kept before it, with which its `overlap` may not be above `max_overlap`.
        max_overlap: in [0, 1].

    >>> new_text_reason("What a game!", {"whatagame"}, []), new_text_reason("What a match!", {"whatagame"}, [])
    ('copy: of a text there is already', '')
    """
    if reason := _no_text(text):
        return reason
    if letters_and_digits(text) in known:
        return "copy: of a text there is already"
    alike = max((overlap(text, other) for other in near), default=0.0)
    return f"repeats: another one, overlap {alike:.2f}" if alike > max_overlap else ""


def flip_reason(original: str, new: str, known: Iterable[str] = (), min_overlap: float = 0.2) -> str:
    """Return why a counterfactual of a text is none to keep, "" if it is: it must differ, and be the same text for the rest.

    >>> flip_reason("A dull film, far too long.", "A lively film, never too long.")
    ''
    >>> flip_reason("A dull film, far too long.", "I loved every minute.")
    'drift: overlap 0.00, at least 0.2 wanted'
    """
    if reason := _no_text(new):
        return reason
    plain = letters_and_digits(new)
    if plain == letters_and_digits(original) or plain in known:
        return "copy: of a text there is already"
    alike = overlap(original, new)
    return f"drift: overlap {alike:.2f}, at least {min_overlap:g} wanted" if alike < min_overlap else ""


def _no_text(text: str) -> str:
    if not any(map(str.isalnum, text)):
        return "empty"
    refusal = find_refusal(text)
    return f'refusal: "{text[refusal.start : refusal.end]:.60}"' if refusal else ""
