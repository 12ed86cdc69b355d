"""Ciphers of old, which hide a text from a word list and from no one else."""

from collections.abc import Callable
from itertools import chain
from string import ascii_lowercase, ascii_uppercase

from goldsmith.errors import InputError
from goldsmith.redteam.converters.converter import Converter, unseeded
from goldsmith.redteam.converters.substitution import substitution

__all__ = ["CIPHERS", "caesar"]

_PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))  # the 94 characters of ASCII that one can see


def caesar(shift: int, name: str = "") -> Converter:
    """Return the converter that moves each ASCII letter `shift` places on in the alphabet, from Z to A.

    >>> caesar(3).convert("Xyz!")
    'Abc!'

    Raises:
        InputError: `shift` is not from 1 to 25.
    """
    if not 1 <= shift <= 25:
        raise InputError(f"a Caesar cipher moves letters by 1 to 25 places, got {shift}")
    return substitution(
        name or f"caesar_{shift}", _letters(lambda letters: letters[shift:] + letters[:shift])
    )


def _letters(arranged: Callable[[str], str]) -> dict[str, str]:
    return {
        source: target
        for letters in (ascii_lowercase, ascii_uppercase)
        for source, target in zip(letters, arranged(letters), strict=True)
    }


def _rails(length: int, rails: int = 3) -> list[int]:
    # The places of a zigzag over `rails` lines, read line by line.
    period = 2 * (rails - 1)
    rows = [[place for place in range(length) if _row(place, period) == row] for row in range(rails)]
    return list(chain.from_iterable(rows))


def _row(place: int, period: int) -> int:
    return min(place % period, period - place % period)


def _rail_fence(text: str) -> str:
    return "".join(text[place] for place in _rails(len(text)))


def _from_rail_fence(converted: str) -> str:
    placed = sorted(zip(_rails(len(converted)), converted, strict=True))
    return "".join(character for _, character in placed)


CIPHERS = (
    caesar(13, "rot13"),
    caesar(3),
    substitution("rot47", dict(zip(_PRINTABLE, _PRINTABLE[47:] + _PRINTABLE[:47], strict=True))),
    substitution("atbash", _letters(lambda letters: letters[::-1])),
    Converter("rail_fence", unseeded(_rail_fence), _from_rail_fence),
)
