"""Alphabets of signallers and of the blind."""

import re
from collections.abc import Mapping
from string import ascii_lowercase, ascii_uppercase, digits

from goldsmith.errors import InputError
from goldsmith.redteam.converters.converter import Converter, free_of, unseeded

__all__ = ["CODES"]

_MORSE_CODES = (
    ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --.. "
    "----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----. "
    ".-.-.- --..-- ..--.. .----. -.-.-- -..-. -.--. -.--.- .-... ---... -.-.-. -...- .-.-. -....- ..--.- .-..-. ...-..- "
    ".--.-."
)
_NATO_WORDS = (
    "alfa bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa quebec romeo sierra "
    "tango uniform victor whiskey xray yankee zulu zero one two three four five six seven eight nine"
)
_MORSE = dict(zip(ascii_lowercase + digits + ".,?'!/()&:;=+-_\"$@", _MORSE_CODES.split(), strict=True))
_NATO = dict(zip(ascii_lowercase + digits, _NATO_WORDS.split(), strict=True))
_CELLS = dict(zip(ascii_lowercase, "⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵", strict=True))
_CAPITAL, _NUMBER = "⠠", "⠼"
_BRAILLE = {
    **_CELLS,
    **{letter.upper(): _CAPITAL + cell for letter, cell in _CELLS.items()},
    **dict(zip("1234567890", (_NUMBER + _CELLS[letter] for letter in "abcdefghij"), strict=True)),
}
_FROM_BRAILLE = {cells: character for character, cells in _BRAILLE.items()}
_CELL = re.compile(f"[{_CAPITAL}{_NUMBER}]?[\u2800-\u28ff]")


def _spelled(name: str, words: Mapping[str, str], space: str) -> Converter:
    """Return a converter that writes a word for each character, between spaces; a character without one is its own."""
    told = {**words, **{letter.upper(): words[letter] for letter in ascii_lowercase}, " ": space}
    known = {word: character for character, word in {**words, " ": space}.items()}

    def invert(converted: str) -> str:
        found = [known.get(word, word) for word in converted.split(" ")] if converted else []
        if wrong := next((one for one in found if len(one) != 1), None):
            raise InputError(f"expected words of {name}, got {wrong[:40]!r}")
        return "".join(found)

    return Converter(
        name,
        unseeded(lambda text: " ".join(told.get(character, character) for character in text)),
        invert,
        domain="strings without the capitals A to Z",
        in_domain=free_of(ascii_uppercase),
    )


def _braille(text: str) -> str:
    return "".join(_BRAILLE.get(character, character) for character in text)


def _from_braille(converted: str) -> str:
    return _CELL.sub(lambda cells: _FROM_BRAILLE.get(cells.group(), cells.group()), converted)


CODES = (
    _spelled("morse", _MORSE, "/"),
    _spelled("nato", _NATO, "space"),
    Converter(
        "braille",
        unseeded(_braille),
        _from_braille,
        domain="strings without Braille cells, U+2800 to U+28FF",
        in_domain=free_of(map(chr, range(0x2800, 0x2900))),
    ),
)
