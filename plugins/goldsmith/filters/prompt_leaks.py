# ruff: noqa: RUF001 (a template's own marks)
"""Answers that repeat their prompt or show the template around it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from goldsmith.filters.quoted import without_code
from goldsmith.filters.words import checked, split_words

__all__ = ["PromptLeak", "echoed_share", "find_prompt_leak", "prompt_leak_reason", "template_markers"]

_MARKER = re.compile(
    r"<\|[a-zA-Z][\w]{1,30}\|>|<｜[^｜<>\n]{1,40}｜>|\[/?INST\]|<</?SYS>>|</?s>(?=\s*(?:\[INST\]|$))|<(?:start|end)_of_turn>"
    r"|\[/?(?:SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS)\]"
    r"|^\s{0,3}#{2,4} ?(?:Instruction|Instructions|Response|Input|Output|Human|Assistant|User|System|Question|Answer):[ \t]*$"
    r"|^\s{0,3}#{2,4} ?(?:Instruction|Response|Human|Assistant|User|System):"
    r"|^(?:Below is an instruction that describes a task|A chat between a curious user and an artificial intelligence)\b"
    r"|\{\{-?\s*[A-Za-z_][\w.]{0,60}(?:\s*\|[^{}\n]{0,40})?\s*-?\}\}|\{%-?\s*(?:if|for|endif|endfor|else|set|block)\b[^{}\n]{0,80}%\}"
    r"|\[(?:INSERT|YOUR|ADD|ENTER)\b[^\]\n]{1,40}\]|<(?:INSERT|YOUR)\b[^>\n]{1,40}>",
    re.MULTILINE,
)
_LETTERS = re.compile(r"[^\w\s]+|_+")


@dataclass(frozen=True)
class PromptLeak:
    """What a text shows of its prompt.

    Attributes:
        markers: those of chat templates, and unfilled placeholders.
        echo: the largest share of a prompt that it repeats, in [0, 1].
    """

    markers: tuple[str, ...]
    echo: float

    def reason(self, max_echo: float = 0.5) -> str | None:
        """Return the first marker, or the share where it is above `max_echo`, or None."""
        if self.markers:
            return f"prompt leak: template marker {self.markers[0]}"
        if self.echo > max_echo:
            return f"prompt leak: repeats {self.echo:.0%} of its prompt, at most {max_echo:.0%}"
        return None


def template_markers(text: str) -> list[str]:
    r"""Return the markers of chat templates and the unfilled placeholders in `text`, outside code.

    >>> template_markers("Sure! <|im_end|>\n### Instruction:\nDear {{ name }}, use `[INST]`.")
    ['<|im_end|>', '### Instruction:', '{{ name }}']

    Raises:
        InputError: `text` is no string.
    """
    return [match.group().strip() for match in _MARKER.finditer(without_code(checked(text)))]


def echoed_share(text: str, prompt: str, *, n: int = 5) -> float:
    """Return the share of the prompt's word n-grams that `text` repeats, in [0, 1].

    Words are compared without case and punctuation. An answer that works on a passage in the prompt repeats the
    passage and not the instruction: so the share is of the whole prompt or of its first 12 words, whichever is less.
    A prompt of fewer than n + 3 words has share 0, there is too little to tell an echo from a proper answer.

    >>> prompt = "Write a short poem about the sea, in four lines that rhyme."
    >>> echoed_share("Write a short poem about the sea, in four lines that rhyme. The sea is wide.", prompt)
    1.0
    >>> echoed_share("The sea is wide, the sea is deep.", prompt)
    0.0

    Raises:
        InputError: one of them is no string.
    """
    asked = _words(checked(prompt))
    if len(asked) < n + 3:
        return 0.0
    said = _words(checked(text))
    grams = {tuple(said[i : i + n]) for i in range(len(said) - n + 1)}
    again = [tuple(asked[i : i + n]) in grams for i in range(len(asked) - n + 1)]
    opening = again[: 12 - n + 1]
    return min(sum(again) / len(again), sum(opening) / len(opening))


def find_prompt_leak(text: str, prompts: Sequence[str] = (), *, n: int = 5) -> PromptLeak:
    """Return the markers of a template that `text` shows, and how much of a prompt it repeats.

    Raises:
        InputError: one of them is no string.
    """
    echo = max((echoed_share(text, prompt, n=n) for prompt in prompts), default=0.0)
    return PromptLeak(tuple(template_markers(text)), echo)


def prompt_leak_reason(
    text: str, prompts: Sequence[str] = (), *, max_echo: float = 0.5, n: int = 5
) -> str | None:
    """Return which marker of a template `text` shows, or how much of a prompt it repeats, or None.

    >>> prompt_leak_reason("Hello <|im_end|>")
    'prompt leak: template marker <|im_end|>'
    """
    return find_prompt_leak(text, prompts, n=n).reason(max_echo)


def _words(text: str) -> list[str]:
    return split_words(_LETTERS.sub(" ", text.casefold()))
