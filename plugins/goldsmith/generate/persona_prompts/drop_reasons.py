# ruff: noqa: RUF001 (punctuation of several scripts)
"""What is not worth keeping of what a model wrote for a persona."""

import re
from collections.abc import Sequence

from goldsmith.filters.prompt_leaks import prompt_leak_reason
from goldsmith.filters.refusals import find_refusal
from goldsmith.filters.words import split_words
from goldsmith.generate.persona_prompts.written_for_persona import prefixed_again
from goldsmith.text import normalise

__all__ = ["persona_prompt_reason", "refusing_words"]

_MOSTLY = (
    0.6  # the share of an answer's words that stand in the persona three on end, above which it is a copy
)
_SHORTEST_ARTICLE = 200  # characters; one line that is shorter is a title
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
    refused = refusing_words(text)
    found = (
        (f'refusal ("{refused}")' if refused else None)
        or _copied(text, persona, examples)
        or _misshapen(text, kind)
        or prompt_leak_reason(text, [prompt])
    )
    return found and f"persona prompt: {found}"


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


def _copied(text: str, persona: str, examples: Sequence[str]) -> str | None:
    if _covered_share(_words(text), _words(persona)) > _MOSTLY:
        return "says little but the persona"
    repeated = any(normalise(text) == normalise(example) for example in examples)
    return "repeats an example" if repeated else None


def _misshapen(text: str, kind: str) -> str | None:
    if kind == "knowledge" and "\n" not in text and len(text) < _SHORTEST_ARTICLE:
        return "a title without an article"
    if again := prefixed_again(text, kind):
        return f'more than one text ("{again}" stands in it)'
    response = _RESPONSE.search(text) if kind in ("prompt", "constraints") else None
    return f'holds a response too ("{response.group().strip(" #*_>")[:40]}")' if response else None


def _covered_share(said: list[str], theirs: list[str]) -> float:
    n = min(3, len(theirs))
    grams = {tuple(theirs[i : i + n]) for i in range(len(theirs) - n + 1)} if n else set()
    starts = [i for i in range(len(said) - n + 1) if tuple(said[i : i + n]) in grams]
    covered = {place for start in starts for place in range(start, start + n)}
    return len(covered) / len(said) if said else 0.0


def _words(text: str) -> list[str]:
    bare = ("".join(filter(str.isalnum, word)) for word in split_words(normalise(text)))
    return [word for word in bare if word]
