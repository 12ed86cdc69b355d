"""The same signs, or words of the same meaning."""

import re

from goldsmith.verify.math.pair import MathVerdict, Pair

__all__ = ["literal"]

_SAME_MEANING = {
    "no solution": "{}", "no solutions": "{}", "empty set": "{}", "the empty set": "{}", "infinity": "oo",
    "+oo": "oo", "dne": "undefined", "does not exist": "undefined", "all reals": "all real numbers",
    "(-oo,oo)": "all real numbers", r"\mathbb{r}": "all real numbers", "negative infinity": "-oo",
}  # fmt: skip
_BLANK = re.compile(r" (?!\w)|(?<!\w) ")  # one that keeps no two words or numbers apart
_PROSE = re.compile(r"[a-z]{3,}(?:[ '-][a-z]+)*")


def literal(pair: Pair) -> MathVerdict | None:
    """Decide on equal text, and on two answers that are both plain words.

    Capitals do not matter in words; formulas are left to the rules after this one.
    """
    if _BLANK.sub("", pair.gold) == _BLANK.sub("", pair.answer):
        return MathVerdict(
            bool(pair.gold), "literal", "both are written alike" if pair.gold else "both are empty"
        )
    if not pair.gold or not pair.answer:
        return MathVerdict(False, "literal", "one of the two is empty")
    gold, answer = _words(pair.gold), _words(pair.answer)
    if gold == answer and len(gold) > 1:
        return MathVerdict(True, "literal", "both mean the same words")
    if _PROSE.fullmatch(gold) and _PROSE.fullmatch(answer):
        return MathVerdict(False, "literal", f"the words differ: {pair.answer!r} against {pair.gold!r}")
    return None


def _words(text: str) -> str:
    folded = text.casefold() if re.search("[A-Za-z]{3}|DNE", text) else text
    return _SAME_MEANING.get(folded, _SAME_MEANING.get(folded.replace(" ", ""), folded))
