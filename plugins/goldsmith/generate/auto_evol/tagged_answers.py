"""What is asked for between tags, in answers that keep to the form only nearly."""

import re

from goldsmith.errors import UnreadableError
from goldsmith.generate.evol_instruct import evolved_prompt, says_nothing
from goldsmith.text import well_formed

__all__ = ["final_instruction", "revised_method"]


def final_instruction(answer: str) -> str:
    """Return the instruction that an evolving method ends with, from `<finally_rewritten_instruction>`.

    The last of several counts; a heading in the tags' place ("**Finally Rewritten Instruction**:") is put up with. A tag
    that is not closed is not: the answer may have been cut in the middle of it.

    >>> final_instruction("<plan>p</plan> <finally_rewritten_instruction> Name five. </finally_rewritten_instruction>")
    'Name five.'

    Raises:
        UnreadableError: there is none, or nothing in it.
    """
    instruction = evolved_prompt(_last(answer, "finally_rewritten_instruction"))
    if says_nothing(instruction):
        raise UnreadableError("wanted an instruction as the result, found only words around one")
    return instruction


def revised_method(answer: str) -> str:
    """Return the evolving method in an optimizer's answer, from `<method>`; read as `final_instruction` is.

    >>> revised_method("I would add a check. <method>Step 1: list ways.</method>")
    'Step 1: list ways.'

    Raises:
        UnreadableError: there is none, or nothing in it.
    """
    return _last(answer, "method")


def _last(answer: str, tag: str) -> str:
    words = tag.replace("_", r"[\s_]+")
    tagged = re.findall(rf"<{words}>((?:(?!<{words}>).)*?)</{words}>", answer, re.IGNORECASE | re.DOTALL)
    if not tagged and re.search(rf"<{words}>", answer, re.IGNORECASE):
        raise UnreadableError(f"wanted the result between <{tag}> and </{tag}>, found no closing tag")
    heading = rf"^[#*\s]*(?:optimi[sz]ed\s+|revised\s+|improved\s+)?{words}[#*\s]*:[#*]*"
    parts = tagged or re.split(heading, answer, flags=re.IGNORECASE | re.MULTILINE)[1:]
    if not parts:
        raise UnreadableError(f"wanted the result between <{tag}> and </{tag}>, found no such tags")
    said = [
        part for part in parts if not says_nothing(part)
    ]  # not the "and" of "between <method> and </method>"
    if not said:
        raise UnreadableError(f"wanted the result between <{tag}> and </{tag}>, found nothing there")
    return well_formed(said[-1].strip())
