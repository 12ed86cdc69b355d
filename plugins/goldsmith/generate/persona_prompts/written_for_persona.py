# ruff: noqa: RUF001 (punctuation of several scripts)
"""What a model wrote for a persona, without what stands around it."""

import re
from collections.abc import Sequence
from functools import cache

from goldsmith.errors import UnreadableError
from goldsmith.generate.persona_prompts.stated_constraints import unstated_constraints
from goldsmith.text import well_formed, without_thought
from goldsmith.verify.constraints import Constraint

__all__ = ["PREFIXES", "prefixed_again", "read_constrained_instruction", "read_persona_prompt"]

# PersonaHub's prefixes; "User instruction:" is Tulu 3's.
PREFIXES = {
    "prompt": "User prompt:",
    "math": "Math problem:",
    "knowledge": "Title:",
    "constraints": "User instruction:",
}
_LONGEST_PREAMBLE = 400  # characters before a prefix that are no part of what follows it
_PREAMBLE = re.compile(
    r"\A(?:sure|certainly|of course|okay|ok|absolutely|here(?:'s| is| are))\b[^\n]{0,160}[:：!.]\s*\n+",
    re.IGNORECASE,
)
_FENCED = re.compile(r"\A```\w*\n(.*?)\n?```\Z", re.DOTALL)
_PAIRED = ('""', "“”", "„“", "«»", "「」", "''")
_SOLUTION = re.compile(
    r"""(?:^[ \t\#*_>]*|(?<=[.?!。？！$)])[ \t]+[*_]{0,3})
    (?:(?:final|step[- ]by[- ]step|detailed|full)\ )*(?:solutions?|answers?|lösung|antwort|solución|respuesta|réponse|solução|resposta
    |soluzione|risposta|解答|答案|解決|回答|解|答)
    (?:[ \t]\d+|[ \t]?\([^()\n]{0,30}\))?[ \t*_]*
    (?:[:：]|(?<=[*_])[ \t]*$)""",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
_SOLUTION_HEADING = re.compile(
    r"^[ \t]*(?:#{1,6}[ \t]*|\*\*)(?:solution|answer|lösung|solución|réponse|soluzione|solução)\b[^\n]{0,40}$",
    re.IGNORECASE | re.MULTILINE,
)


def read_persona_prompt(output: str, kind: str) -> str:
    r"""Read what a model wrote for a persona: the text after the prefix of its `kind`, if that is there.

    Thoughts and preambles before it, a code fence and quotation marks around it go; a math problem ends where its solution
    begins.

    >>> read_persona_prompt('Sure!\n\n**User prompt:** "Plan a week of meals."', "prompt")
    'Plan a week of meals.'
    >>> read_persona_prompt("Find all x with x + 1 = 3.\n\nSolution: x = 2.", "math")
    'Find all x with x + 1 = 3.'

    Args:
        output: the model's.
        kind: one of `PREFIXES`.

    Raises:
        UnreadableError: nothing is left.
    """
    text = well_formed(without_thought(output)).replace("\0", " ").strip()
    text = unwrapped(_after_prefix(unwrapped(text), kind))
    if kind == "math":
        text = unwrapped(_before_solution(text))
    if not any(map(str.isalnum, text)):
        raise UnreadableError(f'expected text after "{PREFIXES[kind]}", got {output[:60]!r}')
    return text


def read_constrained_instruction(output: str, constraints: Sequence[Constraint]) -> str:
    """Read an instruction as `read_persona_prompt` does, and see to it that it states its constraints.

    >>> from goldsmith.verify import read_constraints
    >>> words = read_constraints('[{"kind": "length_constraints:number_words", "count": 50}]')
    >>> read_constrained_instruction("User instruction: Say in at least 50 words why rain falls.", words)
    'Say in at least 50 words why rain falls.'

    Raises:
        UnreadableError: nothing is left, or the numbers and words of a constraint do not occur in it.
    """
    instruction = read_persona_prompt(output, "constraints")
    if unstated := unstated_constraints(instruction, constraints):
        told = " ".join(constraint.text() for constraint in unstated)
        raise UnreadableError(
            f"the instruction must ask for this too, with numbers in digits and quoted words as they are: {told}"
        )
    return instruction


def prefixed_again(text: str, kind: str) -> str:
    r"""Return the prefix that begins a line of `text` once more, or "".

    >>> prefixed_again("Name a river.\nUser prompt: Name a lake.", "prompt")
    'User prompt:'
    """
    found = _prefix(kind).search(text)
    return found.group().strip(" \t\n*_#>") if found and kind != "knowledge" else ""


def unwrapped(text: str) -> str:
    """Return `text` without a code fence or quotation marks around all of it.

    >>> unwrapped('"Name a river."'), unwrapped('"Rhine" or "Rhone"?')
    ('Name a river.', '"Rhine" or "Rhone"?')
    """
    text = text.strip()
    if fenced := _FENCED.match(text):
        text = fenced[1].strip()
    inner = text[1:-1]
    if len(text) > 2 and text[0] + text[-1] in _PAIRED and not set(inner) & {text[0], text[-1]}:
        text = inner.strip()
    return text


def _after_prefix(text: str, kind: str) -> str:
    found = _prefix(kind).search(text)
    if found is None or found.start() > _LONGEST_PREAMBLE:
        return _PREAMBLE.sub("", text)
    closing = "**" if found.group().count("**") == 1 else ""
    rest = text[found.end() :].strip()
    return rest.replace(closing, "", 1) if closing and closing in rest.partition("\n")[0] else rest


def _before_solution(text: str) -> str:
    places = [found.start() for pattern in (_SOLUTION, _SOLUTION_HEADING) if (found := pattern.search(text))]
    return text[: min(places)].rstrip(" \t\n*_#>-") if places else text


@cache
def _prefix(kind: str) -> re.Pattern[str]:
    words = r"[ _]".join(map(re.escape, PREFIXES[kind].rstrip(":").split()))
    colon = r"[*_ \t]*[:：][ \t]*(?:[*_]+(?=[\s\"'“]|$))?"
    once = rf"(?:(?:the|my|your)[ \t])?{words}(?:[ \t](?:\d+|is))?(?:{colon}|[ \t*_]*$)\s*"
    return re.compile(rf"^[ \t#>*_\"'“-]*(?:{once})+", re.IGNORECASE | re.MULTILINE)
