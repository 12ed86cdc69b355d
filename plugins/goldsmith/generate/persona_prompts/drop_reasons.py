# ruff: noqa: RUF001 (punctuation of several scripts)
"""What is not worth keeping of what a model wrote for a persona."""

import re
from collections.abc import Sequence

from goldsmith.filters.prompt_leaks import prompt_leak_reason
from goldsmith.filters.refusals import find_refusal
from goldsmith.generate.back_translation import copied_words
from goldsmith.generate.persona_prompts.written_for_persona import prefixed_again
from goldsmith.text import normalise

__all__ = ["persona_prompt_reason", "refusing_words"]

_MOSTLY = 0.7  # the share of an answer's words, on end in the persona, from which on it is a copy
_REFUSES_WITHIN = 200  # characters; further down, a refusal may be what somebody writes about
_RESPONSE = re.compile(
    r"^[ \t#*_>]*(?:(?:ai|model|assistant's|sample|example)\ )?(?:assistant|response|reply|antwort|réponse|respuesta|risposta|resposta|回答)"
    r"[ \t*_]*[:：][ \t*_]*\S",
    re.IGNORECASE | re.MULTILINE,
)


def persona_prompt_reason(
    text: str, persona: str, kind: str, *, prompt: str = "", examples: Sequence[str] = ()
) -> str | None:
    r"""Return why `text`, written for `persona`, is dropped, or None.

    >>> keeper = "a retired lighthouse keeper who collects barometers"
    >>> persona_prompt_reason("Which barometers were used at sea before 1850?", keeper, "prompt")
    >>> persona_prompt_reason("You are a retired lighthouse keeper who collects barometers.", keeper, "prompt")
    'persona prompt: says little but the persona'
    >>> persona_prompt_reason("I'm sorry, but I can't help with that.", keeper, "prompt")
    'persona prompt: refusal ("sorry, but I can\'t help with that")'

    Args:
        text: as `read_persona_prompt` gives it.
        persona: for whom it was written.
        kind: of the text: "prompt", "math", "knowledge" or "constraints".
        prompt: what the model was asked.
        examples: what the model was shown.
    """
    if refused := refusing_words(text):
        return f'persona prompt: refusal ("{refused}")'
    if _is_copy(text, persona):
        return "persona prompt: says little but the persona"
    if any(normalise(text) == normalise(example) for example in examples):
        return "persona prompt: repeats an example"
    if again := prefixed_again(text, kind):
        return f'persona prompt: more than one text ("{again}" stands in it)'
    if kind in ("prompt", "constraints") and (response := _RESPONSE.search(text)):
        return f'persona prompt: holds a response too ("{response.group().strip(" #*_>")[:40]}")'
    leak = prompt_leak_reason(text, [prompt])
    return leak and f"persona prompt: {leak}"


def refusing_words(text: str) -> str:
    """Return the words with which `text` begins to refuse or to speak of being a model, or "".

    >>> refusing_words("As an AI language model, I have no garden.")
    'As an AI language model, I'
    """
    found = find_refusal(text)
    return (
        " ".join(text[found.start : found.end].split())[:60]
        if found and found.start < _REFUSES_WITHIN
        else ""
    )


def _is_copy(text: str, persona: str) -> bool:
    if not persona.strip() or len(text) > 2 * len(persona) + 40:
        return False
    whole = copied_words(text, text)
    return bool(whole) and copied_words(text, persona) > _MOSTLY * whole
