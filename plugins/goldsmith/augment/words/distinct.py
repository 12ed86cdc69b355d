"""Several texts made of one by chance, none twice."""

from collections.abc import Callable

from goldsmith.augment.augmented import Augmented, unchanged
from goldsmith.errors import InputError

__all__ = ["distinct"]

_TRIES = 5


def distinct(original: Augmented, n_aug: int, draw: Callable[[], Augmented]) -> list[Augmented]:
    """Return up to n_aug texts that differ from the original and from each other, or one with the reason why there is none.

    Args:
        original: the text, unchanged, with the reason to give.
        n_aug: how many are wanted.
        draw: makes one, another each time; it is asked up to five times for each.

    Raises:
        InputError: n_aug is below 1.
    """
    if n_aug < 1:
        raise InputError(f"n_aug must be at least 1, got {n_aug!r}")
    found: dict[str, Augmented] = {}
    for _ in range(_TRIES * n_aug):
        made = draw()
        if made.text != original.text:
            found.setdefault(made.text, made)
        if len(found) == n_aug:
            break
    return list(found.values()) or [
        unchanged(original.text, original.operation, original.reason, original.spans)
    ]
