"""A sentence that holds one number, where a number was asked for."""

import re

from goldsmith.verify.math.pair import MathVerdict, Pair
from goldsmith.verify.math.quantity import quantity

__all__ = ["sentence"]

_DOUBT = re.compile(
    r"\b(?:not|no|never|cannot|\w+n't|wrong|incorrect|than|except|or|least|most|over|under|up)\b",
    re.IGNORECASE,
)
_PROSE = re.compile("[A-Za-z]{3}")


def sentence(pair: Pair) -> MathVerdict | None:
    """Decide when the gold answer is a number and the other one a sentence with a single number: "She makes $18 a day".

    A sentence that denies, compares or offers a choice is left alone, and so is one with other mathematics in it.
    """
    words = pair.answer.split()
    numbers = [i for i, word in enumerate(words) if re.search(r"\d", word)]
    if len(numbers) != 1 or not numbers[0] or quantity(pair.gold) is None:
        return None
    if (
        _DOUBT.search(pair.answer)
        or re.search(r"[\\^=*<>{}+]", pair.answer)
        or not _PROSE.search(pair.answer)
    ):
        return None
    (at,) = numbers
    for end in (at + 3, at + 2, at + 1):
        number = " ".join(words[at:end]).rstrip(".,;:!")
        if quantity(number) is not None:
            same = pair.same(pair.gold, number)
            return MathVerdict(
                same,
                "sentence",
                f"the number in it, {number!r}, {'equals' if same else 'is not'} {pair.gold!r}",
            )
    return None
