"""Multiple choice: the letter counts, not how it is dressed."""

import re

from goldsmith.verify.math.pair import MathVerdict, Pair

__all__ = ["choice"]

_GOLD = re.compile(r"\(?([A-H])\)?[.:]?")
_ANSWER = re.compile(
    r"(?:(?:the )?(?:option|choice|answer)(?: is)?:? *)?(?:([A-H])|\(([A-Ha-h])\)(?: [^-+*/^=].*)?|\[([A-H])\])(?:[.:)].*)?",
    re.DOTALL,
)


def choice(pair: Pair) -> MathVerdict | None:
    """Decide when the gold answer is a letter from A to H and the other one names a letter as well.

    Two bare letters that differ could be variables too; they differ either way.
    """
    gold = _GOLD.fullmatch(pair.gold)
    named = re.sub("^(Option|Choice|The|OPTION)", lambda m: m[0].lower(), pair.answer)
    answer = _ANSWER.fullmatch(named)
    if not gold or not answer:
        return None
    letter = (answer[1] or answer[2] or answer[3]).upper()
    return MathVerdict(letter == gold[1], "choice", f"choice {letter} against {gold[1]}")
