"""Text from data on a terminal: readable, and without power over it."""

import re

from goldsmith.text import well_formed

__all__ = ["harmless", "shorten"]

# The control characters but tab and newline; then what turns the direction of text, breaks lines or hides: directional
# marks, embeddings, overrides and isolates, separators, zero-width spaces and "tags", in which prompts are smuggled.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_UNSEEN = re.compile(
    "[\x80-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def harmless(text: str) -> str:
    r"""Return `text` with what a terminal would obey or hide made visible; tabs and newlines stay.

    C0 controls become their pictures (ESC: ␛), C1 controls, bidirectional controls and invisible characters their code
    points, lone surrogates U+FFFD. Joiners stay: emoji and several scripts are written with them.

    >>> harmless("\x1b[31mred\x1b[0m \u202egpj.exe")
    '␛[31mred␛[0m <U+202E>gpj.exe'
    """
    pictured = _CONTROL.sub(lambda found: _picture(ord(found[0])), well_formed(text))
    return _UNSEEN.sub(lambda found: f"<U+{ord(found[0]):04X}>", pictured)


def _picture(code: int) -> str:
    return "\u2421" if code == 0x7F else chr(0x2400 + code)


def shorten(text: str, longest: int, lines: int | None = None) -> str:
    """Return `text`, or its beginning and end with the number of characters left out between them.

    At most `longest` characters and `lines` lines of the text are kept, two thirds of them from its beginning.

    >>> shorten("once upon a time there was a row", 12)
    'once upo[… 20 characters left out …] row'
    """
    breaks = [found.start() for found in re.finditer("\n", text)]
    if len(text) <= longest and (lines is None or len(breaks) < lines):
        return text
    head, tail = longest - longest // 3, len(text) - longest // 3
    if lines is not None and len(breaks) >= lines:
        head = min(head, breaks[lines - lines // 3 - 1])
        tail = max(tail, breaks[-(lines // 3)] if lines >= 3 else len(text))
    return f"{text[:head]}[… {tail - head:,} characters left out …]{text[tail:]}"
