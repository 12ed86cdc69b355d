"""What people do to the words of a language written in Latin letters."""

import re
from random import Random
from string import ascii_letters, ascii_lowercase, ascii_uppercase

from goldsmith.redteam.converters.converter import Converter, free_of, unseeded

__all__ = ["WORD_PLAY"]

_WORD = re.compile(r"[A-Za-z]+")
_ONSET = re.compile(r"(?i)\A(?:[^aeiou]?qu|[^aeiouy]+|y(?=[aeiou]))")
_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)
_VOWELS = str.maketrans("", "", "aeiouAEIOU")


def _pig(word: re.Match[str]) -> str:
    said = word.group()
    onset = match.group() if (match := _ONSET.match(said)) else ""
    turned = said[len(onset) :] + onset + ("ay" if onset else "way")
    return turned.lower().capitalize() if said[0].isupper() else turned


def _random_case(text: str, seed: int) -> str:
    rng = Random(seed)  # noqa: S311 (no secrets)
    return "".join(
        (letter.upper() if rng.random() < 0.5 else letter.lower()) if letter in ascii_letters else letter
        for letter in text
    )


WORD_PLAY = (
    Converter("pig_latin", unseeded(lambda text: _WORD.sub(_pig, text))),
    Converter("no_vowels", unseeded(lambda text: text.translate(_VOWELS))),
    Converter(
        "random_case",
        _random_case,
        lambda converted: converted.translate(_LOWER),
        domain="strings without the capitals A to Z",
        in_domain=free_of(ascii_uppercase),
        seeded=True,
    ),
)
