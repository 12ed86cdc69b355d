"""Sets, tuples and lists of answers."""

import re

from goldsmith.verify.math.pair import MathVerdict, Pair
from goldsmith.verify.math.split import balanced, split

__all__ = ["collection"]

_MOST = 50


def collection(pair: Pair) -> MathVerdict | None:
    """Decide when either answer has several parts.

    Order counts between tuples (1, 2) and between lists [1, 2]; it does not in sets {1, 2} and bare enumerations `1, 2` or
    `1 and 2`. A set of one is its element. `+-` stands for both signs.
    """
    gold_kind, gold = _parts(pair.gold)
    answer_kind, answer = _parts(pair.answer)
    if not gold_kind and not answer_kind:
        return None
    if len(gold) > _MOST or len(answer) > _MOST or not all((*gold, *answer)):
        return None
    kinds = {gold_kind, answer_kind}
    if len(kinds & {"(", "[", "{"}) > 1:
        return MathVerdict(False, "collection", "the brackets differ in kind")
    if len(gold) != len(answer):
        return MathVerdict(False, "collection", f"{len(answer)} parts against {len(gold)}")
    return (_in_order if kinds & {"(", "["} else _in_any_order)(pair, gold, answer)


def _in_order(pair: Pair, gold: list[str], answer: list[str]) -> MathVerdict:
    for place, (wanted, got) in enumerate(zip(gold, answer, strict=True), 1):
        if not pair.same(wanted, got):
            return MathVerdict(False, "collection", f"part {place} is {got!r}, not {wanted!r}")
    return MathVerdict(True, "collection", "all parts are equal, in order")


def _in_any_order(pair: Pair, gold: list[str], answer: list[str]) -> MathVerdict:
    left = list(answer)
    for wanted in gold:
        match = wanted if wanted in left else next((got for got in left if pair.same(wanted, got)), None)
        if match is None:
            return MathVerdict(False, "collection", f"no part equals {wanted!r}")
        left.remove(match)
    return MathVerdict(True, "collection", "all parts are equal")


def _parts(text: str) -> tuple[str, list[str]]:
    """The opening bracket, `,` for a bare enumeration or `""` for a single answer, and the parts."""
    bare = re.sub(r"^[A-Za-z] (?:=|in) ?(?=[\[({])", "", text)
    if balanced(bare) and bare[0] + bare[-1] in {"()", "[]", "{}"}:
        inside = bare[1:-1].strip()
        parts = _signs(split(inside, ",")) if inside else []
        if bare[0] == "{" or len(parts) > 1:
            return bare[0], parts
        return "", [text]
    parts = [part for item in split(text, ",") for part in re.split(" (?:and|or) ", item)]
    parts = _signs([re.sub("^(?:and|or) ", "", part) for part in parts])
    return ("," if len(parts) > 1 else ""), parts


def _signs(parts: list[str]) -> list[str]:
    signed = []
    for part in parts:
        # Only one sign is spelled out: with two it is open which go together.
        both = part.count("+-") == 1
        signed += (
            [part.replace("+-", "+").replace("=+", "=").replace("= +", "= "), part.replace("+-", "-")]
            if both
            else [part]
        )
    return [part.removeprefix("+").strip() for part in signed]
