# ruff: noqa: RUF001 - the marks of many scripts
"""Chains that stop before they end."""

import re

from goldsmith.verify.chains.answer_words import answer_sentence
from goldsmith.verify.chains.sentences import ends_a_sentence, sentences
from goldsmith.verify.chains.values import numbers_in, value_of

__all__ = ["truncated"]

_OPENED = re.compile(r"<(think|thinking|thought|reasoning)>", re.IGNORECASE)
_HANGS = re.compile(r"(?:[,，、،:：;；؛=＝+×÷(（\[{→&√^\\]|(?<=[\s\d])[-–—*/])\Z")
_MARK = re.compile(r"\s*(\d{1,2})[.)．、]\s*\Z")
_BULLET = re.compile(r"\s*[-•]\s*\Z")
_LAST_WORDS = re.compile(r"\S*\d\S*(?:\s+\S+)?\s*\Z")
_DISPLAY = re.compile(r"\$\$(?!\d[\d.,]*(?:\s|\Z))")  # $$43 is a slip of the pen
_FEWEST = 3  # sentences before the last that tell how this text ends them
_USUALLY = 0.8


def truncated(text: str, finish_reason: str = "", answer: str = "") -> str:
    r"""Return why a text seems to be cut off, "" if it does not.

    The model's own finish reason "length"; a thought, a fence, a formula or a box that is not closed; an end in a comma, an operator or an
    empty item of a list; or an end within a sentence, where nearly all other sentences have a full stop and it
    neither states an answer, nor has the given one in it, nor ends on a number. Scripts that have no full stop are so left alone.

    >>> truncated("<think>First, 3 * 4")
    'there is no </think>'
    >>> truncated("Three times 4 is 12. So the answer is 12")
    ''
    """
    text = text.rstrip()
    if finish_reason == "length":
        return "the length limit ended it"
    if (opened := _OPENED.search(text)) and f"</{opened[1].lower()}>" not in text.lower():
        return f"there is no </{opened[1].lower()}>"
    if unclosed := _unclosed(text):
        return unclosed
    if hanging := _HANGS.search(text):
        return f"it ends in {hanging[0]!r}"
    return _in_a_list(text) or _in_a_sentence(text, answer)


def _unclosed(text: str) -> str:
    if text.count("```") % 2:
        return "a block of code is not closed"
    if (box := text.rfind("\\boxed{")) >= 0 and text.count("{", box) > text.count("}", box):
        return "the last \\boxed{ is not closed"
    if len(_DISPLAY.findall(text)) % 2:
        return "a formula is not closed: the last $$"
    return "a formula is not closed: the last \\[" if text.rfind("\\[") > text.rfind("\\]") else ""


def _in_a_list(text: str) -> str:
    lines = text.splitlines()
    if len(lines) < 2:
        return ""
    mark = _MARK.fullmatch(lines[-1])
    numbered = mark is not None and any(
        re.match(rf"\s*{int(mark[1]) - 1}[.)．、]\s*\S", line) for line in lines[:-1]
    )
    empty = numbered or _BULLET.fullmatch(lines[-1])
    return f"its last item is empty: {lines[-1].strip()!r}" if empty else ""


def _in_a_sentence(text: str, answer: str) -> str:
    *before, last = sentences(text) or [""]
    stopped = sum(map(ends_a_sentence, before))
    if len(before) < _FEWEST or stopped < _USUALLY * len(before):
        return ""
    wanted = value_of(answer)
    if (
        ends_a_sentence(last)
        or answer_sentence(last)
        or _LAST_WORDS.search(last)
        or wanted in numbers_in(last)
    ):
        return ""
    return f"it ends within a sentence: {last[-60:]!r}"
