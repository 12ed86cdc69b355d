"""The final answer inside a worked solution."""

import re

__all__ = ["final_answer"]

_HASHES = re.compile(r"####[ \t]*(\S[^\n]*)")
_BOXED_OR_BRACE = re.compile(r"\\f?boxed[ \t]*\{|\\.|[{}]", re.DOTALL)
_STATED = re.compile(r"\b(?:final )?answer(?: is|:)[ \t]*:?[ \t]*(\S[^\n]*)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"\.(?=\s+\D|\**$)")


def final_answer(text: str) -> str | None:
    r"""Return the answer that a solution ends on, or None where it marks none.

    In this order: what follows GSM8K's `####` on its line, the content of the last balanced `\boxed{...}`, what follows
    "The answer is" or "Answer:" up to the end of the sentence. The last of each kind counts. Of a text that thinks first
    only what stands behind `</think>` counts, if anything does. Linear in the text.

    >>> final_answer("She makes 9 * 2 = $18.\n#### 18")
    '18'
    >>> final_answer(r"Hence \boxed{4}, no: \boxed{\frac{1}{2}}.")
    '\\frac{1}{2}'
    >>> final_answer("So the answer is $3.50. Check: it is.")
    '$3.50'
    >>> final_answer(r"<think>\boxed{5}? No, 4.</think> The answer is 4.")
    '4'
    >>> final_answer("I do not know") is None
    True
    """
    behind = text[text.rfind("</think>") + len("</think>") :] if "</think>" in text else ""
    text = behind if behind.strip() else text
    for found in (_last(_HASHES, text), _last_boxed(text), _last(_STATED, text)):
        if found:
            return found
    return None


def _last(pattern: re.Pattern[str], text: str) -> str | None:
    found = None
    for found in pattern.finditer(text):  # noqa: B007 - the last one is wanted
        pass
    if found is None:
        return None
    line = found[1]
    if pattern is _STATED:
        line = _SENTENCE_END.split(line, maxsplit=1)[0]
    return line.strip() or None


def _last_boxed(text: str) -> str | None:
    """The last outermost box whose braces balance, found in one pass."""
    opened: list[int] = []  # where each open brace's content starts; negative: not a box
    last = None
    for token in _BOXED_OR_BRACE.finditer(text):
        if token[0] == "}":
            start = opened.pop() if opened else -1
            if start >= 0 and (last is None or start < last[0] or start > last[1]):
                last = (start, token.start())
        elif token[0].endswith("{") and token[0] != r"\{":
            opened.append(token.end() if len(token[0]) > 1 else -1)
    return text[last[0] : last[1]].strip() or None if last else None
