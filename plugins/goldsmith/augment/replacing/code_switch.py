"""Texts in which some words are of another language."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from goldsmith.augment.augmented import Augmented, Edit, Span, edited, unchanged
from goldsmith.augment.cased import cased
from goldsmith.augment.seeded import seeded
from goldsmith.augment.tokens import Token, tokenize
from goldsmith.errors import InputError
from goldsmith.text import normalise, well_formed

__all__ = ["code_switched", "read_dictionary"]

OPERATION = "code-switch"


def read_dictionary(path: str | Path) -> dict[str, list[str]]:
    """Return the translations of each word, in the order of the file.

    Each line has a word and its translation, with a tab or blanks between them, as MUSE's bilingual dictionaries have; a word may have
    several lines. Empty lines do not count.

    Raises:
        InputError: the file cannot be read, or a line has no second column.
    """
    try:
        lines = Path(path).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as err:
        raise InputError(f"the dictionary {path} cannot be read: {err}") from err
    found: dict[str, list[str]] = {}
    for number, line in enumerate(lines, start=1):
        parts = line.split("\t", 1) if "\t" in line else line.split(None, 1)
        if not line.strip():
            continue
        if len(parts) < 2 or not all(part.strip() for part in parts):
            raise InputError(
                f"line {number} of {path} must have a word and its translation, got {line[:60]!r}"
            )
        found.setdefault(parts[0].strip(), []).append(parts[1].strip())
    return found


def code_switched(
    text: str,
    dictionary: Mapping[str, Sequence[str]],
    rate: float = 0.3,
    *,
    n: int = 1,
    spans: Sequence[Span] = (),
    in_spans: bool = False,
    seed: int = 0,
    operation: str = OPERATION,
) -> list[Augmented]:
    """Return up to `n` different texts with some words in another language, or one with the reason why there is none.

    As CoSDA-ML does, words are drawn and one of their translations each: the text's own language stays the matrix, whose order and
    endings it keeps. A word is looked up as it stands, without case. Nothing else is touched: no addresses, placeholders or code, and no
    scripts without blanks between words.

    Args:
        text: any.
        dictionary: word -> its translations, of one other language or of several.
        rate: the share of the words in the dictionary that are switched, at least one; in (0, 1].
        n: texts to make.
        spans: of the text.
        in_spans: also switch words in spans, which then cover the translation.
        seed: of the draws.
        operation: what to call it: a dictionary of one language with itself makes no code-switch.

    Raises:
        InputError: an option is out of bounds.
        MissingExtraError: `regex` is not installed.

    >>> made = code_switched("The film was great!", {"film": ["Streifen"], "was": ["war"]}, 1.0)
    >>> made[0].text
    'The Streifen war great!'
    """
    if not 0 < rate <= 1 or n < 1:
        raise InputError(f"rate must be in (0, 1] and n at least 1, got {rate} and {n}")
    known = {normalise(word): translations for word, translations in dictionary.items()}
    choices = [
        (token, others)
        for token in tokenize(text)
        if token.kind == "word" and (in_spans or not _in(token, spans)) and not _crosses(token, spans)
        if (others := _others(token.text, known.get(normalise(token.text), ())))
    ]
    if not choices:
        return [unchanged(text, operation, "no word is in the dictionary", spans)]
    count = max(1, round(rate * len(choices)))
    made: dict[str, Augmented] = {}
    for number in range(3 * n):  # some draws come out alike
        rng = seeded(seed, text, str(number))
        edits = [
            Edit(token.start, token.end, cased(rng.choice(others), token.text))
            for token, others in rng.sample(choices, count)
        ]
        one = edited(text, edits, operation, spans)
        made.setdefault(one.text, one)
        if len(made) == n:
            break
    return list(made.values())


def _others(word: str, translations: Iterable[str]) -> list[str]:
    return [well_formed(one) for one in translations if one.strip() and normalise(one) != normalise(word)]


def _in(token: Token, spans: Sequence[Span]) -> bool:
    return any(span.start < token.end and token.start < span.end for span in spans)


def _crosses(token: Token, spans: Sequence[Span]) -> bool:
    return any(
        span.start < token.end
        and token.start < span.end
        and not (span.start <= token.start and token.end <= span.end)
        for span in spans
    )
