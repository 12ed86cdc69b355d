# ruff: noqa: RUF001 - the signs of many scripts
"""Whether a chain comes to another result than the answer given with it."""

from collections.abc import Sequence
from fractions import Fraction

from goldsmith.verify.chains.answer_words import answer_sentence, has_answer_word
from goldsmith.verify.chains.sentences import sentences
from goldsmith.verify.chains.values import numbers_in, results_in, same_value, value_of
from goldsmith.verify.final_answer import final_answer
from goldsmith.verify.math.equal import math_equal

__all__ = ["contradicted"]

# Rules of math_equal that tell for sure that two answers differ.
_SURE = frozenset({"choice", "clock", "number", "matrix", "interval", "collection", "equation", "measured"})


def contradicted(chain: str, answer: str, question: str = "") -> str:
    """Return what a chain comes to instead of `answer`, "" if it comes to that or nobody can tell.

    The chain's own marked answer is compared by `math_equal`. Where it marks none, the last sentence counts that computes
    something or has a word for "answer". Its results contradict a number unless one of them is it, or a later
    sentence has it, or it was a result before and they are numbers known before: then they check it.
    Rounding and percentages contradict nothing.

    >>> contradicted("9 * 2 = 18 dollars.", "20")
    '9 * 2 = 18 dollars.'
    >>> contradicted("9 * 2 = 18 dollars. Check: 18 / 2 = 9.", "18")
    ''
    """
    marked = final_answer(chain)
    if marked is not None and len(marked) <= 200:
        verdict = math_equal(answer, marked, symbolic=False, timeout=1.0)
        value = value_of(marked)
        if verdict.equal or verdict.rule not in _SURE:
            return ""
        wanted = value_of(answer)
        return "" if value is not None and wanted is not None and same_value(value, wanted) else marked
    wanted = value_of(answer)
    return "" if wanted is None else _other_result(sentences(chain), abs(wanted), question)


def _other_result(parts: Sequence[str], wanted: Fraction, question: str) -> str:
    telling = [k for k, part in enumerate(parts) if _tells(part)]
    if not telling:
        numbered = [part for part in parts if numbers_in(part)]
        said = bool(numbered) and not any(_has(numbers_in(part), wanted) for part in [*numbered, question])
        return numbered[-1] if said and len(numbered) > 1 else ""
    last = telling[-1]
    results = results_in(parts[last])
    if (
        not results
        or _has(results, wanted)
        or any(_has(numbers_in(part), wanted) for part in parts[last + 1 :])
    ):
        return ""
    earlier = set[Fraction]().union(*(numbers_in(part) for part in [question, *parts[:last]]))
    was_result = any(_has(results_in(parts[k]), wanted) for k in telling[:-1])
    if was_result and all(_has(earlier, result) for result in results):
        return ""
    return parts[last]


def _tells(part: str) -> bool:
    signs = any(sign in part for sign in "=≈＝") or "\\approx" in part
    return bool(numbers_in(part)) and (signs or has_answer_word(part) or bool(answer_sentence(part)))


def _has(numbers: set[Fraction], wanted: Fraction) -> bool:
    return any(same_value(number, wanted) for number in numbers)
