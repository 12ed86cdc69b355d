# ruff: noqa: RUF001 - the signs of many scripts
"""Chains that give the answer and nothing that leads to it."""

import re

from goldsmith.filters.words import split_words
from goldsmith.verify.chains.answer_words import has_answer_word, stated_after_word
from goldsmith.verify.chains.values import numbers_in, value_of
from goldsmith.verify.final_answer import final_answer

__all__ = ["bare"]

_WORKED = re.compile(r"[=+*/×÷·√^<>≤≥≈→⇒]|\\[a-zA-Z]{2,}|(?<=\d)\s*[-–−:]\s*(?=\d)")
_MARKS = " \t\n.,:;!?()[]{}\"'*_`$。，：；！？、।"
_LONGEST = 300  # characters of a chain without reasoning, and of its answer
_MOST_WORDS = 5  # around the answer: "so the final answer is"


def bare(chain: str, answer: str) -> bool:
    r"""Return whether a chain holds at most its answer: no other number, no formula, hardly a word around it.

    >>> bare("So the final answer is 100.", "100"), bare("", "100")
    (True, True)
    >>> bare("Half of 200 is 100.", "100"), bare("She is his aunt, so the answer is: no.", "no")
    (False, False)
    """
    left = re.sub(r"\\boxed|</?\w+>|####", " ", chain).strip()
    if not left:
        return True
    if (
        max(len(left), len(answer)) > _LONGEST or "=" in answer
    ):  # 9 * 2 = 18 is worked out, whoever calls it the answer
        return False
    known = final_answer(answer) or stated_after_word(answer) or answer
    rest, stated = left.replace(known, " "), set(_words(known))
    around = [word for word in _words(rest) if word not in stated]
    if len(around) > (_MOST_WORDS if has_answer_word(left) else 0):
        return False
    return not numbers_in(rest) - {value_of(known)} and not _WORKED.search(rest)


def _words(text: str) -> list[str]:
    return [word for one in split_words(text.lower()) if (word := one.strip(_MARKS))]
