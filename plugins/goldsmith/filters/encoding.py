"""Text that was decoded wrongly somewhere."""

import re
from dataclasses import dataclass
from typing import Any

from goldsmith.extras import require
from goldsmith.filters.words import checked
from goldsmith.text import well_formed

__all__ = ["EncodingDamage", "encoding_damage", "encoding_reason", "mend_encoding"]

# Everything in Unicode's Cc but tab, line feed, form feed and carriage return, and what is no character at all.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_ESCAPE = re.compile(r"\x1b\[[0-?]{0,16}[ -/]{0,4}[@-~]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True)
class EncodingDamage:
    """What is wrong with a text.

    Attributes:
        mojibake: lines that ftfy takes back to what they were before a wrong decoding.
        replacement: characters U+FFFD, where a decoder gave up: what stood there is lost.
        control: control characters but for white space, and noncharacters.
        surrogates: halves of a pair, which UTF-8 cannot carry.
    """

    mojibake: int = 0
    replacement: int = 0
    control: int = 0
    surrogates: int = 0


def encoding_damage(text: str) -> EncodingDamage:
    r"""Return the damage in `text`.

    >>> encoding_damage("CafÃ© \ufffd\x00")
    EncodingDamage(mojibake=1, replacement=1, control=1, surrogates=0)

    Raises:
        InputError: `text` is no string.
        MissingExtraError: `ftfy` is not installed.
    """
    lines = well_formed(checked(text)).split("\n")
    return EncodingDamage(
        mojibake=sum(_decoded(line) != line for line in lines),
        replacement=text.count("\ufffd"),
        control=len(_CONTROL.findall(text)),
        surrogates=len(_SURROGATE.findall(text)),
    )


def mend_encoding(text: str) -> str:
    r"""Return `text` as it was before a wrong decoding, without control characters and terminal colours.

    Replacement characters stay: what they stand for is lost. Lone surrogates become replacement characters. Idempotent
    where ftfy is; curly quotes, ligatures and widths are left as they are.

    >>> mend_encoding("CafÃ© \x1b[31mâ€œredâ€\x9d\x1b[0m")
    'Café “red”'

    Raises:
        InputError: `text` is no string.
        MissingExtraError: `ftfy` is not installed.
    """
    mended = "\n".join(map(_decoded, well_formed(checked(text)).split("\n")))
    return _CONTROL.sub("", _ESCAPE.sub("", mended))


def encoding_reason(damage: EncodingDamage) -> str | None:
    """Return what is wrong, or None.

    >>> encoding_reason(EncodingDamage(replacement=2))
    'encoding: 2 replacement characters'
    """
    for count, what, plural in (
        (damage.mojibake, "line of mojibake", "lines of mojibake"),
        (damage.replacement, "replacement character", "replacement characters"),
        (damage.control, "control character", "control characters"),
        (damage.surrogates, "lone surrogate", "lone surrogates"),
    ):
        if count:
            return f"encoding: {count} {what if count == 1 else plural}"
    return None


def _decoded(line: str) -> str:
    ftfy: Any = require("ftfy", extra="curate")
    return line if line.isascii() else str(ftfy.fix_encoding(line))
