"""Where a worked text comes to its answer, and the answer that a response states."""

import re

from goldsmith.verify import final_answer

__all__ = ["answer_place", "stated_answer"]

_MARKS = (
    re.compile(r"####[ \t]*\S"),
    re.compile(r"\\f?boxed[ \t]*\{"),
    re.compile(r"\b(?:final )?answer(?: is|[*_]{0,2}:)", re.IGNORECASE),
)
_SENTENCE_ENDS = ("\n", ". ", "! ", "? ", ".\t", "。")
_LONGEST = 200  # characters of an answer that nothing marks
_BARE = " \t\n*_`\"'"


def answer_place(text: str) -> int | None:
    """Return where the sentence begins that states the final answer; None where nothing is marked as one.

    The marks are those of `goldsmith.verify.final_answer`, in its order; the last of a kind counts.

    >>> text = "Half of 2 is 1. The answer is 3."
    >>> text[answer_place(text):]
    'The answer is 3.'
    """
    for mark in _MARKS:
        places = [found.start() for found in mark.finditer(text)]
        if places:
            ends = [
                text.rfind(end, 0, places[-1]) + len(end)
                for end in _SENTENCE_ENDS
                if end in text[: places[-1]]
            ]
            return max(ends, default=0)
    return None


def stated_answer(response: str) -> str:
    r"""Return the final answer of a response, "" if it has none.

    What stands in `<answer>` tags comes first, then what `goldsmith.verify.final_answer` finds, then a response of one
    short line, or of two if the first ends in a colon.

    >>> stated_answer("She makes $18 a day.\nAnswer: $18")
    '$18'
    >>> stated_answer("**Answer:**\n18")
    '18'
    >>> stated_answer("First this.\nThen that.\nAnd so on.")
    ''
    """
    response = _in_tags(response)
    marked = final_answer(response)
    if marked and marked.strip(_BARE):
        return marked.strip(_BARE)
    lines = [line.strip() for line in response.splitlines() if line.strip(_BARE)]
    if len(lines) == 2 and lines[0].strip(_BARE).endswith(":"):
        lines = lines[1:]
    short = len(lines) == 1 and len(lines[0]) <= _LONGEST and not lines[0].strip(_BARE).endswith(":")
    return lines[0].strip(_BARE) if short else ""


def _in_tags(response: str) -> str:
    lower = response.lower()
    if len(lower) != len(response):  # case folding moved the places
        return response
    end = lower.rfind("</answer>")
    start = lower.rfind("<answer>", 0, end) if end >= 0 else lower.rfind("<answer>")
    if start < 0:
        return response
    inner = response[start + len("<answer>") : end if end >= 0 else None]
    return inner if inner.strip() else response
