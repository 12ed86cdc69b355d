# ruff: noqa: RUF001 (letters that look like others are what this is about)
"""Other letters of Unicode, for those of ASCII."""

from collections.abc import Iterable
from string import ascii_lowercase, ascii_uppercase, digits

from goldsmith.redteam.converters.converter import Converter, unseeded
from goldsmith.redteam.converters.substitution import substitution

__all__ = ["ALPHABETS"]

# Letters that Unicode's confusables.txt (UTS 39) maps to the same Latin letter.
_LOOK_ALIKES = dict(
    zip(
        "acdehijopqsvwxyABCEHIJKMNOPSTXYZ",
        "асԁеһіјорԛѕνԝхуАВСЕНІЈКМΝОРЅТХҮΖ",
        strict=True,
    )
)
_LEET = dict(zip("aeiostAEIOST", "431057431057", strict=True))
_UNLEET = dict(zip("431057", "aeiost", strict=True))
_FLIPPED = {
    **dict(zip(ascii_lowercase, "ɐqɔpǝɟƃɥᴉɾʞlɯuodbɹsʇnʌʍxʎz", strict=True)),
    **dict(zip("ABCDEFGJKLMPRTUVWY", "∀ᗺƆᗡƎℲ⅁ſ⋊˥WԀᴚ⊥∩ΛM⅄", strict=True)),
    **dict(zip("12345679", "ƖᄅƐㄣϛ9ㄥ6", strict=True)),
    **dict(zip(".,'?¿!¡\"&_;()[]{}<>", "˙',¿?¡!„⅋‾؛)(][}{><", strict=True)),
}


def _moved(characters: Iterable[str], first: int) -> dict[str, str]:
    return {character: chr(first + place) for place, character in enumerate(characters)}


def _mathematical(letters: int, numbers: int) -> dict[str, str]:
    return _moved(ascii_uppercase + ascii_lowercase, letters) | _moved(digits, numbers)


_WIDE = {" ": "\u3000"} | _moved(map(chr, range(0x21, 0x7F)), 0xFF01)
_CIRCLED = _moved(ascii_uppercase + ascii_lowercase, 0x24B6) | _moved("123456789", 0x2460) | {"0": "\u24ea"}


def _upside_down() -> Converter:
    flipped = substitution("upside_down", _FLIPPED, "the turned letters that are put in for upright ones")
    return Converter(
        flipped.name,
        lambda text, seed: flipped.convert(text, seed)[::-1],
        lambda converted: flipped.invert(converted)[::-1] if flipped.invert else converted,
        flipped.domain,
        flipped.in_domain,
    )


def _leetspeak() -> Converter:
    forth, back = str.maketrans(_LEET), str.maketrans(_UNLEET)
    lost = frozenset("AEIOST431057")
    return Converter(
        "leetspeak",
        unseeded(lambda text: text.translate(forth)),
        lambda converted: converted.translate(back),
        domain="strings without the capitals A, E, I, O, S, T and the digits 0, 1, 3, 4, 5, 7",
        in_domain=lost.isdisjoint,
    )


ALPHABETS = (
    _leetspeak(),
    substitution("homoglyphs", _LOOK_ALIKES, "the Cyrillic and Greek letters that are put in for Latin ones"),
    substitution("full_width", _WIDE, "U+3000 and U+FF01 to U+FF5E"),
    substitution("math_bold", _mathematical(0x1D400, 0x1D7CE), "mathematical bold letters and digits"),
    substitution(
        "math_monospace", _mathematical(0x1D670, 0x1D7F6), "mathematical monospace letters and digits"
    ),
    substitution("circled", _CIRCLED, "circled letters and digits"),
    _upside_down(),
)
