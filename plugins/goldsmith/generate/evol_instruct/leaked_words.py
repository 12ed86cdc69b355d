"""The words of an evolving prompt that have no place in what it evolves."""

import re

__all__ = ["WRAPPED", "leaked_words"]

_MADE = "given|original|source|rewritten|created|evolved|revised|brand[- ]new|new"
_THING = "prompt|instruction|question|problem|task"
_LEAK = re.compile(
    rf"#\s*(?:finally\s+)?(?:{_MADE})\s+(?:programming\s+(?:test\s+)?)?(?:{_THING})s?\s*#"  # #Rewritten Prompt#
    r"|\b(?:given|rewritten|created|evolved)\s+prompts?\b"
    rf"|\b(?:rewritten|evolved)\s+(?:{_THING})s?\b"
    r"|\bprompt\s+(?:creator|rewriter)\b"
    rf"|</?(?:{_THING})>",
    re.IGNORECASE,
)
WRAPPED = re.compile(rf"\s*<({_THING})>(.*)</\1>\s*", re.DOTALL | re.IGNORECASE)
_SPACES = re.compile(r"[\s_*]+")


def leaked_words(text: str, parent: str = "") -> str | None:
    """Return the first words in `text` that come from the evolving prompt, or None.

    Those that Evol-Instruct names ("given prompt", "rewritten prompt", "#Rewritten Prompt#"), their kind in its
    variants, and the tags that our own templates put around material, unless a pair of them wraps the whole. What
    `parent` says itself is no leak: a prompt may be about prompts.

    >>> leaked_words("#Rewritten Prompt#: Name five rivers.")
    '#Rewritten Prompt#'
    >>> leaked_words("Shorten the given prompt to ten words.", parent="Shorten a given prompt.") is None
    True
    """
    own = _SPACES.sub(" ", parent).casefold()
    wrapped = WRAPPED.fullmatch(text)
    text = wrapped[2] if wrapped else text
    found = (match.group() for match in _LEAK.finditer(_SPACES.sub(" ", text)))
    return next((words for words in found if words.casefold() not in own), None)
