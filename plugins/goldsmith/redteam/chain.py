"""Several converters, one after the other."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from goldsmith.errors import InputError
from goldsmith.generate import derived_seed
from goldsmith.redteam.converters import CONVERTERS, Converter, caesar

__all__ = ["Converted", "chain_of", "convert", "converter", "gives_back", "invert_chain"]

_CAESAR = re.compile(r"caesar_(\d{1,2})")


@dataclass(frozen=True)
class Converted:
    """A text and how it came about.

    Attributes:
        text: the text after the last converter.
        chain: the names of the converters, the first one first.
        seed: that of the chain.
        lineage: the text given, and the text after each converter.
    """

    text: str
    chain: tuple[str, ...]
    seed: int
    lineage: tuple[str, ...]


def converter(name: str) -> Converter:
    """Return the converter of that name: one of `CONVERTERS`, or "caesar_1" to "caesar_25".

    Raises:
        InputError: there is none.
    """
    if name in CONVERTERS:
        return CONVERTERS[name]
    if found := _CAESAR.fullmatch(name):
        return caesar(int(found[1]))
    raise InputError(f"no converter {name!r}, there are {list(CONVERTERS)}, and caesar_1 to caesar_25")


def chain_of(name: str) -> list[str]:
    """Return the converters that a chain such as "rot13+base64" names; none for "".

    >>> chain_of("rot13+base64"), chain_of("")
    (['rot13', 'base64'], [])

    Raises:
        InputError: one of them does not exist.
    """
    chain = name.split("+") if name else []
    for one in chain:
        converter(one)
    return chain


def convert(text: str, chain: Sequence[str], seed: int = 0) -> Converted:
    """Return `text` after each converter of `chain` in turn; one that draws has a seed of its own.

    >>> convert("Open it", ["rot13", "base64"]).lineage
    ('Open it', 'Bcra vg', 'QmNyYSB2Zw==')

    Raises:
        InputError: a name is none of a converter, or `chain` is a string.
    """
    lineage = [text]
    for place, (name, one) in enumerate(_converters(chain)):
        lineage.append(one.convert(lineage[-1], derived_seed(seed, place, name)))
    return Converted(lineage[-1], tuple(chain), seed, tuple(lineage))


def invert_chain(text: str, chain: Sequence[str]) -> str:
    """Return what `convert` made `text` of, undoing the last converter first.

    >>> invert_chain("QmNyYSB2Zw==", ["rot13", "base64"])
    'Open it'

    Raises:
        InputError: a converter has no inverse, is not known, or cannot have made this text.
    """
    converters = _converters(chain)
    if lossy := [name for name, one in converters if one.invert is None]:
        raise InputError(f"no inverse of {', '.join(lossy)}: several texts are converted to the same")
    for _, one in reversed(converters):
        text = one.invert(text) if one.invert else text
    return text


def gives_back(text: str, chain: Sequence[str], seed: int = 0) -> bool:
    """Return whether each converter has an inverse and gets a text of its domain, so that `invert_chain` gives `text` back.

    >>> gives_back("Open it", ["morse"]), gives_back("open it", ["morse", "hex"])
    (False, True)
    """
    lineage = convert(text, chain, seed).lineage
    return all(
        one.invert is not None and one.in_domain(given)
        for (_, one), given in zip(_converters(chain), lineage, strict=False)
    )


def _converters(chain: Sequence[str]) -> list[tuple[str, Converter]]:
    if isinstance(chain, str):
        raise InputError(f"a chain is a list of names of converters, got the string {chain!r}")
    return [(name, converter(name)) for name in chain]
