"""Some lines of real code, drawn for inspiration."""

import random
import unicodedata
from dataclasses import dataclass

__all__ = ["Snippet", "document_problem", "draw_snippet"]

_DRAWS = 20  # until a document counts as one without a line that says anything
_LONGEST = 5_000_000  # characters of a document that are looked at
_SAMPLE = 4000


@dataclass(frozen=True)
class Snippet:
    """Consecutive lines of a document.

    Attributes:
        text: the lines, with their line ends.
        first_line: the number of the first, from 1.
        lines: how many they are.
        seed: that they were drawn with; 0 for lines that were not drawn.
    """

    text: str
    first_line: int
    lines: int
    seed: int = 0


def document_problem(document: object) -> str | None:
    r"""Return why nothing can be drawn from a document, or None.

    >>> document_problem("\x7fELF\x02\x01\x01\0\0\0")
    'document: not text'
    >>> document_problem("x = 1")
    """
    if not isinstance(document, str):
        return f"document: a {type(document).__name__}, wanted a text"
    sample = document[:_SAMPLE]
    odd = sum(unicodedata.category(one) == "Cc" and one not in "\t\n\r\f\v" for one in sample)
    odd += sample.count("\ufffd")
    if "\0" in sample or odd * 20 > len(sample):
        return "document: not text"
    return None if any(map(str.isalnum, document[:_LONGEST])) else "document: empty"


def draw_snippet(
    document: str, seed: int, *, min_lines: int = 1, max_lines: int = 15, max_chars: int = 4000
) -> Snippet | None:
    r"""Return consecutive lines of a document, drawn as OSS-Instruct draws them: any first line, then any number of lines.

    Where the document ends before that, there are fewer. A draw without a letter or a digit, as a lone bracket, or
    longer than `max_chars` is repeated; None after 20 of them.

    >>> code = "".join(f"line_{number} = {number}\n" for number in range(1, 41))
    >>> draw_snippet(code, seed=4, max_lines=2)
    Snippet(text='line_16 = 16\nline_17 = 17\n', first_line=16, lines=2, seed=4)

    Args:
        document: the code.
        seed: of the draw.
        min_lines: the least number drawn.
        max_lines: the most.
        max_chars: the longest snippet.
    """
    lines = document[:_LONGEST].splitlines(keepends=True)
    rng = random.Random(seed)  # noqa: S311 - nothing secret
    for _ in range(_DRAWS if lines else 0):
        start = rng.randrange(len(lines))
        taken = lines[start : start + rng.randint(min_lines, max_lines)]
        text = "".join(taken)
        if len(text) <= max_chars and any(map(str.isalnum, text)):
            return Snippet(text, start + 1, len(taken), seed)
    return None
