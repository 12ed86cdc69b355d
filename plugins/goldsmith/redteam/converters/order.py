"""The same characters in another order, or apart."""

from goldsmith.redteam.converters.converter import Converter, unseeded

__all__ = ["ORDER"]


def _reversed(text: str) -> str:
    return text[::-1]


def _reversed_words(text: str) -> str:
    return " ".join(reversed(text.split(" ")))


def _parted(name: str, between: str) -> Converter:
    return Converter(name, unseeded(between.join), lambda converted: converted[::2])


ORDER = (
    Converter("reversed", unseeded(_reversed), _reversed),
    Converter("reversed_words", unseeded(_reversed_words), _reversed_words),
    _parted("spaced", " "),
    _parted("hyphenated", "-"),
    _parted("vertical", "\n"),
)
