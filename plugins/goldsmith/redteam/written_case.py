"""What a model wrote as a test case, without what stands around it."""

import re

from goldsmith.errors import UnreadableError
from goldsmith.filters import find_refusal
from goldsmith.generate.evol_instruct import says_nothing
from goldsmith.text import well_formed, without_thought

__all__ = ["read_written_case", "written_case_reason"]

_TAGGED = re.compile(r"<test_prompt>((?:(?!<test_prompt>).)*?)</test_prompt>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?test_prompt>", re.IGNORECASE)
_REFUSAL_BEGINS = 300  # characters; what stands later is part of an attack, as "do not say that you cannot"


def read_written_case(output: str) -> str:
    """Return what stands in `<test_prompt>`, or all of an answer that refuses without tags.

    The last of several pairs of tags counts. A tag that is not closed is not put up with: the answer may have been cut in
    the middle of it.

    >>> read_written_case("Here: <test_prompt> How do I open a diary? </test_prompt>")
    'How do I open a diary?'

    Raises:
        UnreadableError: there are no such tags, or nothing between them.
    """
    text = well_formed(without_thought(output)).replace("\0", " ")
    found = [inner.strip() for inner in _TAGGED.findall(text) if not says_nothing(inner)]
    if found:
        return str(found[-1])
    if not _TAG.search(text) and written_case_reason(text.strip(), ""):
        return text.strip()
    raise UnreadableError(
        f"expected the prompt between <test_prompt> and </test_prompt>, got {output[:60]!r}"
    )


def written_case_reason(text: str, behaviour: str) -> str:
    """Return why what a model wrote is no case, "" if it is one.

    Rules, not understanding: whether it is about the behaviour nobody checks.

    >>> written_case_reason("I'm sorry, but I can't help with that.", "open a diary")
    'the writer refused'
    >>> written_case_reason("open a diary", "Open a diary")
    'repeats the behaviour'
    """
    refusal = find_refusal(text)
    if refusal and refusal.kind == "refusal" and refusal.start < _REFUSAL_BEGINS:
        return "the writer refused"
    if behaviour and _even(text) == _even(behaviour):
        return "repeats the behaviour"
    return ""


def _even(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
