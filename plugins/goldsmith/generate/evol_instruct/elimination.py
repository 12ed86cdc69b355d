"""Which evolutions Evol-Instruct throws away (arXiv 2304.12244, section 3.3)."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from goldsmith.generate.evol_instruct.leaked_words import leaked_words
from goldsmith.generate.evol_instruct.stop_words import ENGLISH_STOP_WORDS, says_nothing
from goldsmith.text import normalise

__all__ = ["Elimination", "eliminated_prompt", "eliminated_response"]


class Elimination(NamedTuple):
    """Why an evolution does not count.

    Attributes:
        verdict: the rule, in a word: "empty", "copy", "leak", "equal", "apology" or "no_content".
        reason: the same in a sentence, with what was found.
    """

    verdict: str
    reason: str


def eliminated_prompt(answer: str, evolved: str, ancestors: Sequence[str]) -> Elimination | None:
    """Return why the evolved prompt fails by its text alone, or None.

    Args:
        answer: the model's answer as it came: cleaning must not hide a leak (rule d).
        evolved: the prompt read from it.
        ancestors: the parent first, then its parent, and so on: a copy of any of them is no evolution.

    >>> eliminated_prompt("What is rain?", "What is rain?", ["what is  rain?"])
    Elimination(verdict='copy', reason='copies its parent')
    >>> eliminated_prompt("The rewritten prompt: What?", "What?", ["Why?"]).reason
    'leaks words of the evolving prompt: "rewritten prompt"'
    """
    words = leaked_words(answer, parent="\n".join(ancestors))
    if words:
        return Elimination("leak", f'leaks words of the evolving prompt: "{words}"')
    if says_nothing(evolved, ()):
        return Elimination("empty", "holds no prompt")
    earlier = [_bare(ancestor) for ancestor in ancestors]
    if _bare(evolved) in earlier:
        back = earlier.index(_bare(evolved))
        return Elimination(
            "copy", "copies its parent" if back == 0 else f"copies its ancestor {back + 1} back"
        )
    return None


def eliminated_response(
    response: str, *, stop_words: Collection[str] = ENGLISH_STOP_WORDS, apology_words: int = 80
) -> Elimination | None:
    """Return why the response to an evolved prompt shows that it cannot be answered, or None.

    Rule b: it contains "sorry" and has fewer than `apology_words` words. Rule c: nothing but punctuation and stop words.

    >>> eliminated_response("I'm sorry, I cannot see the table.")
    Elimination(verdict='apology', reason='the response says "sorry" and has 7 words, under 80')
    >>> eliminated_response("It is.").verdict, eliminated_response("Paris.")
    ('no_content', None)
    """
    words = len(response.split())
    if "sorry" in response.casefold() and words < apology_words:
        return Elimination(
            "apology", f'the response says "sorry" and has {words} words, under {apology_words}'
        )
    if says_nothing(response, stop_words):
        return Elimination("no_content", "the response is only punctuation and stop words")
    return None


def _bare(text: str) -> str:
    return normalise(text).strip(" \"'.!?*`")
