"""Characters that nobody sees, or that pile up on others."""

from random import Random

from goldsmith.errors import InputError
from goldsmith.redteam.converters.converter import Converter, free_of, unseeded
from goldsmith.redteam.converters.encodings import as_bytes, as_text
from goldsmith.redteam.converters.substitution import substitution

__all__ = ["CARRIER", "INVISIBLE"]

CARRIER = "\N{SLIGHTLY SMILING FACE}"  # what the invisible bytes stand behind
_ZERO_WIDTH = "\u200b\u200c\u200d\u2060"
_MARKS = "".join(map(chr, range(0x300, 0x370)))


def _sprinkled(text: str, seed: int, what: str, most: int) -> str:
    rng = Random(seed)  # noqa: S311 (no secrets)
    return "".join(character + "".join(rng.choices(what, k=rng.randint(1, most))) for character in text)


def _without(characters: str, converted: str) -> str:
    return converted.translate(dict.fromkeys(map(ord, characters)))


def _hidden(text: str) -> str:
    return CARRIER + "".join(
        chr(0xFE00 + byte if byte < 16 else 0xE0100 + byte - 16) for byte in as_bytes(text)
    )


def _found(converted: str) -> str:
    codes = [ord(character) for character in converted.removeprefix(CARRIER)]
    if not converted.startswith(CARRIER) or not all(map(_is_selector, codes)):
        raise InputError(f"expected {CARRIER} and variation selectors, got {converted[:20]!r}")
    return as_text(bytes(code - 0xFE00 if code < 0xE0100 else code - 0xE0100 + 16 for code in codes))


def _is_selector(code: int) -> bool:
    return 0xFE00 <= code < 0xFE10 or 0xE0100 <= code < 0xE01F0


INVISIBLE = (
    Converter(
        "zero_width",
        lambda text, seed: _sprinkled(text, seed, _ZERO_WIDTH, 1),
        lambda converted: _without(_ZERO_WIDTH, converted),
        domain="strings without U+200B, U+200C, U+200D and U+2060",
        in_domain=free_of(_ZERO_WIDTH),
        seeded=True,
    ),
    Converter(
        "zalgo",
        lambda text, seed: _sprinkled(text, seed, _MARKS, 3),
        lambda converted: _without(_MARKS, converted),
        domain="strings without the combining marks U+0300 to U+036F",
        in_domain=free_of(_MARKS),
        seeded=True,
    ),
    substitution(
        "tag_characters",
        {chr(code): chr(0xE0000 + code) for code in range(0x20, 0x7F)},
        "the tag characters U+E0020 to U+E007E",
    ),
    Converter("variation_selectors", unseeded(_hidden), _found),
)
