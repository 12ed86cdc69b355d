# ruff: noqa: RUF001 (punctuation of several scripts)
"""The instruction that a text answers: reading a model's guess, and what rules it out."""

import re
from collections.abc import Mapping
from difflib import SequenceMatcher

from goldsmith.errors import UnreadableError
from goldsmith.filters.refusals import find_refusal
from goldsmith.filters.words import split_words
from goldsmith.generate.source_mentions import mentions_source
from goldsmith.text import normalise, read_json

__all__ = ["back_translation_reason", "copied_words", "read_instruction"]

_PREAMBLE = re.compile(
    r"\A(?:sure|certainly|of course|okay|ok|here(?:'s| is| are)?|the (?:instruction|prompt|question))\b[^\n]{0,160}[:：]\s*\n+",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\A[\W_]*(?:instruction|prompt|question|task|anweisung|consigne|instrucción|指令|指示)s?[*_ ]{0,4}[:：][\s*_]*",
    re.IGNORECASE,
)
_FENCED = re.compile(r"\A```\w*\n(.*?)\n?```\Z", re.DOTALL)
_ANSWERS = re.compile(
    r"\A\W*(?:sure|certainly|of course|absolutely|understood|thank you|you're welcome|great question|the answer is|answer ?:|response ?:|in summary,|yes,|no,)",
    re.IGNORECASE,
)


def read_instruction(output: str) -> str:
    r"""Read the instruction from a model's output, without a preamble line, label, fence or quotation marks.

    >>> read_instruction('Here is a fitting instruction:\n\n**Instruction:** "Explain rain."')
    'Explain rain.'
    >>> read_instruction('{"instruction": "Explain rain."}')
    'Explain rain.'

    Raises:
        UnreadableError: nothing is left, or JSON without an "instruction".
    """
    text = output.strip()
    if text.startswith(("{", "```json")):
        text = _from_json(text)
    text = _PREAMBLE.sub("", text).strip()
    if fenced := _FENCED.match(text):
        text = fenced[1].strip()
    text = _LABEL.sub("", text).strip()
    if (
        len(text) > 2
        and text[0] + text[-1] in ('""', "“”", "''", "**", "``")
        and text[0] not in text[1:-1].strip("*")
    ):
        text = text.strip(text[0] + text[-1]).strip()
    if not any(map(str.isalnum, text)):
        raise UnreadableError(f"expected an instruction, got {output[:60]!r}")
    return text


def back_translation_reason(instruction: str, text: str, *, max_copied_words: int = 8) -> str | None:
    """Return why `instruction` is no instruction that `text` answers, or None.

    >>> text = "Rain falls when drops in a cloud have grown too heavy to be held up by the air."
    >>> back_translation_reason("Why does rain fall?", text)
    >>> back_translation_reason("Rain falls when drops in a cloud have grown too heavy.", text)
    'instruction: copies the text (11 words on end, at most 8)'
    >>> back_translation_reason("Summarise the text above.", text)
    'instruction: points at the text ("the text above")'
    """
    if not instruction.strip():
        return "instruction: empty"
    if found := mentions_source(instruction):
        return f'instruction: points at the text ("{found}")'
    if answer := _answering(instruction):
        return f'instruction: answers instead of asking ("{answer}")'
    copied = copied_words(instruction, text)
    if copied > max_copied_words or normalise(instruction) == normalise(text):
        return f"instruction: copies the text ({copied:g} words on end, at most {max_copied_words})"
    return None


def copied_words(copy: str, text: str) -> float:
    """Return the longest run of words that `copy` shares with `text`, without regard to case and punctuation.

    A character of a script written without blanks counts as half a word.

    >>> copied_words("Say why drops in a cloud fall.", "Rain falls when drops in a cloud have grown.")
    4.0
    """
    mine, theirs = _words(copy), _words(text)
    run = SequenceMatcher(None, mine, theirs, autojunk=False).find_longest_match()
    return sum(0.5 if len(word) == 1 and word > "\u0e00" else 1.0 for word in mine[run.a : run.a + run.size])


def _answering(instruction: str) -> str:
    if opening := _ANSWERS.match(instruction):
        return opening.group().strip()
    refusal = find_refusal(instruction)
    return instruction[refusal.start : refusal.end][:60].strip() if refusal else ""


def _words(text: str) -> list[str]:
    return [bare for word in split_words(normalise(text)) if (bare := re.sub(r"[^\w]+", "", word))]


def _from_json(text: str) -> str:
    value = read_json(text)
    if isinstance(value, Mapping):
        found = next((item for key, item in value.items() if str(key).lower() == "instruction"), None)
        if isinstance(found, str):
            return found.strip()
    raise UnreadableError('expected {"instruction": "..."}, got other JSON')
