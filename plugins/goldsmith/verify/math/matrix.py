"""Matrices, entry by entry."""

import re

from goldsmith.verify.math.pair import MathVerdict, Pair
from goldsmith.verify.math.split import balanced, split

__all__ = ["matrix"]

_LATEX = re.compile(r"\\begin\{([pbvBV]?matrix|array)\}(?:\{[lcr| ]*\})?(.*)\\end\{\1\}", re.DOTALL)


def matrix(pair: Pair) -> MathVerdict | None:
    """Decide when both answers are matrices, in LaTeX or as nested brackets `[[1, 2], [3, 4]]`."""
    gold, answer = _rows(pair.gold), _rows(pair.answer)
    if gold is None or answer is None:
        return None
    shapes = [[len(row) for row in rows] for rows in (gold, answer)]
    if shapes[0] != shapes[1]:
        return MathVerdict(False, "matrix", "the shapes differ")
    for i, (gold_row, answer_row) in enumerate(zip(gold, answer, strict=True), 1):
        for j, (wanted, got) in enumerate(zip(gold_row, answer_row, strict=True), 1):
            if not pair.same(wanted, got):
                return MathVerdict(False, "matrix", f"entry ({i}, {j}) is {got!r}, not {wanted!r}")
    return MathVerdict(True, "matrix", "all entries are equal")


def _rows(text: str) -> list[list[str]] | None:
    if found := _LATEX.fullmatch(text):
        rows = [row.strip() for row in re.split(r"\\\\", found[2]) if row.strip()]
        return [[entry.strip() for entry in row.split("&")] for row in rows]
    if not text.startswith("[") or not balanced(text):
        return None
    rows = split(text[1:-1], ",")
    if not all(row.startswith("[") and balanced(row) for row in rows):
        return None
    return [split(row[1:-1], ",") for row in rows]
