"""Which keys lie beside a key, on keyboards of several layouts."""

import math
from functools import lru_cache

from goldsmith.errors import InputError

__all__ = ["KEYBOARDS", "neighbours"]

KEYBOARDS: dict[str, tuple[str, str, str]] = {
    "qwerty": ("qwertyuiop", "asdfghjkl", "zxcvbnm"),
    "qwertz": ("qwertzuiopü", "asdfghjklöä", "yxcvbnm"),
    "azerty": ("azertyuiop", "qsdfghjklmù", "wxcvbn"),
    "jcuken": ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"),
    "greek": (";ςερτυθιοπ", "ασδφγηξκλ", "ζχψωβνμ"),
    "hebrew": ("/'קראטוןםפ", "שדגכעיחלךף", "זסבהנמצתץ"),
    "arabic": ("ضصثقفغعهخحجد", "شسيبلاتنمكط", "ئءؤر ىةوزظ"),
}
"""By layout: its three rows of letters, from the left key to the right one."""

_SHIFT = (0.0, 0.25, 0.75)
"""How far a row stands to the right of the first, in keys."""
_NEAR = 1.3
"""The distance of keys that touch is at most the diagonal over a shift of 0.75, 1.25."""


def neighbours(letter: str, keyboard: str = "qwerty") -> tuple[str, ...]:
    """Return the letters on the keys around a small letter, nothing if the layout has it not.

    Raises:
        InputError: the layout is not known.

    >>> neighbours("g"), neighbours("q", "azerty")
    (('t', 'y', 'f', 'h', 'v', 'b'), ('a', 'z', 's', 'w'))
    """
    if keyboard not in KEYBOARDS:
        raise InputError(f"the keyboard {keyboard!r} is not known, only {', '.join(KEYBOARDS)}")
    return _around(keyboard).get(letter, ())


@lru_cache(maxsize=16)
def _around(keyboard: str) -> dict[str, tuple[str, ...]]:
    places = {
        letter: (at + shift, row)
        for row, (letters, shift) in enumerate(zip(KEYBOARDS[keyboard], _SHIFT, strict=True))
        for at, letter in enumerate(letters)
        if letter.isalpha()
    }
    return {
        letter: tuple(
            other for other, there in places.items() if other != letter and math.dist(place, there) <= _NEAR
        )
        for letter, place in places.items()
    }
