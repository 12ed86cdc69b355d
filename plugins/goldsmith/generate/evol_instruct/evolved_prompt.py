# ruff: noqa: RUF001 (quotation marks of several scripts)
"""The evolved prompt in a model's answer, without what the model says around it."""

import re

from goldsmith.generate.evol_instruct.leaked_words import WRAPPED

__all__ = ["evolved_prompt"]

_THING = r"(?:prompt|instruction|question|problem|task|version)"
_NEW = (
    r"(?:new|revised|rewritten|updated|modified|evolved|improved|enhanced|expanded|harder|deeper|easier|simpler|final"
    r"|created|(?:more|less)\s+\w+|complex|challenging|difficult|complicated|rarer)"
)
_MARKS = r"[#*_\s]*"
_PREAMBLE = re.compile(
    r"(?:sure|certainly|of course|absolutely|okay|ok|alright|great|gladly)\b[^\n]{0,150}:[ \t*]*(?:\n|$)"
    rf"|(?:(?:sure|certainly|of course|absolutely|okay|ok|alright|great)\W+)?here(?:'s|’s|\s+is)\s[^\n:]{{0,60}}"
    rf"\b{_NEW}\b[^\n:]{{0,60}}:[ \t*]*",
    re.IGNORECASE,
)
_HEADING = re.compile(rf"{_MARKS}(?:the\s+)?(?:{_NEW}\s+)*{_THING}{_MARKS}:{_MARKS}", re.IGNORECASE)
_ECHO = re.compile(rf"{_MARKS}(?:the\s+)?(?:original|initial|old)\s+{_THING}{_MARKS}:{_MARKS}", re.IGNORECASE)
_FENCED = re.compile(r"```(?:text|markdown|plaintext|md)?\n(.*)\n```", re.DOTALL)
_QUOTES = {'"': '"', "“": "”", "«": "»", "„": "“", "「": "」", "'": "'"}


def evolved_prompt(answer: str, parent: str = "") -> str:
    r"""Return the prompt in `answer`: without an opening remark, a heading, a labelled echo of `parent`, or wrapping.

    Only what stands around the prompt goes. Elimination looks for leaks in the answer as it was, so nothing can be
    cleaned out of its sight. "" if the answer is nothing but a remark. Idempotent for one parent; never raises.

    >>> evolved_prompt('Sure! Here is a harder version:\n\n"Name five rivers of Asia."')
    'Name five rivers of Asia.'
    >>> evolved_prompt("Here is a table of sales:\n| a | 1 |\nWhat is the sum?").splitlines()[0]
    'Here is a table of sales:'
    """
    while True:
        inner = _unwrapped(_without_opening(answer.strip(), parent.strip())).strip()
        if inner == answer:
            return inner
        answer = inner


def _without_opening(text: str, parent: str) -> str:
    echo = _ECHO.match(text)
    if echo and parent and text.startswith(parent, echo.end()):
        return text[echo.end() + len(parent) :]
    opening = _PREAMBLE.match(text) or _HEADING.match(text)
    return text[opening.end() :] if opening else text


def _unwrapped(text: str) -> str:
    tagged = WRAPPED.fullmatch(text)
    if tagged:
        return tagged[2]
    fenced = _FENCED.fullmatch(text)
    if fenced and "```" not in fenced[1]:
        return fenced[1]
    closing = _QUOTES.get(text[:1])
    if closing and len(text) > 1 and text.endswith(closing) and not {text[0], closing} & set(text[1:-1]):
        return text[1:-1]
    return text
