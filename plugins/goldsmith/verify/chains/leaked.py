# ruff: noqa: RUF001 - question marks of many scripts
"""Whether a question gives its answer away."""

import re

from goldsmith.filters import echoed_share
from goldsmith.filters.words import split_words
from goldsmith.text import normalise
from goldsmith.verify.chains.answer_words import stated_after_word
from goldsmith.verify.chains.values import value_of
from goldsmith.verify.final_answer import final_answer
from goldsmith.verify.math.equal import math_equal

__all__ = ["leaked"]

_AFTER_QUESTION = re.compile(r"[?？؟]\W{0,8}([^?？؟\n]{1,60})\s*\Z")
_NUMBER_FIRST = re.compile(r"[^\d\w]{0,6}[\w$€£¥₹. ]{0,3}\d[\d.,/]*|\S{1,60}")
_AROUND = " \t()[]{}<>=→:;,.\"'*_#`。"
_FEWEST_WORDS = 20


def leaked(question: str, answer: str, chain: str = "", *, most: float = 0.5) -> str:
    r"""Return how a question gives `answer` away, "" if it does not.

    It does if it marks it (`####`, `\boxed`, a word for "answer" and a colon or "is"), if the answer alone follows the
    last question mark, or if more than the share `most` of the chain stands in it word for word. That a number of the answer is
    among those of the question is no leak.

    >>> leaked("What is 3 * 4? (Answer: 12)", "12")
    'the question states the answer: 12)'
    >>> leaked("She has 12 eggs and eats none. How many are left?", "12")
    ''
    """
    if not answer.strip():
        return ""
    for stated in (final_answer(question), stated_after_word(question)):
        if stated and (_is(stated, answer) or _is(_first(stated), answer)):
            return f"the question states the answer: {stated[:80]}"
    after = _AFTER_QUESTION.search(question)
    if after and _is(after[1], answer):
        return f"the answer stands after the question: {after[1].strip()[:80]}"
    if len(split_words(chain)) >= _FEWEST_WORDS and (share := echoed_share(question, chain)) > most:
        return f"{share:.0%} of the chain stands in the question"
    return ""


def _first(stated: str) -> str:
    found = _NUMBER_FIRST.match(stated.strip())
    return found[0] if found else ""


def _is(stated: str, answer: str) -> bool:
    bare = stated.strip(_AROUND)
    if not bare or not any(map(str.isalnum, bare)):
        return False
    wanted = value_of(answer)
    if wanted is not None:
        return value_of(bare) == wanted
    same = normalise(bare).strip(_AROUND) == normalise(answer).strip(_AROUND)
    return same or (
        math_equal(answer, bare, symbolic=False, timeout=1.0).rule == "choice" and _choice(answer, bare)
    )


def _choice(answer: str, stated: str) -> bool:
    return bool(math_equal(answer, stated, symbolic=False, timeout=1.0))
