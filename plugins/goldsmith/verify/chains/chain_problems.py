"""What is wrong with a chain of thought."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from goldsmith.verify.chains.answer_words import answer_sentence, stated_after_word
from goldsmith.verify.chains.arithmetic import Sum, sums
from goldsmith.verify.chains.bare import bare
from goldsmith.verify.chains.contradicted import contradicted
from goldsmith.verify.chains.leaked import leaked
from goldsmith.verify.chains.mixed import foreign_language, foreign_script
from goldsmith.verify.chains.repeated import looped_tail, repeated_sentences, waits
from goldsmith.verify.chains.sentences import sentences
from goldsmith.verify.chains.truncated import truncated
from goldsmith.verify.chains.values import numbers_in
from goldsmith.verify.final_answer import final_answer

__all__ = ["CHAIN_PROBLEMS", "ChainLimits", "ChainProblem", "chain_problems"]

CHAIN_PROBLEMS = (
    *("repetition", "loop", "waiting", "mixed_scripts", "mixed_languages"),
    *("truncated", "no_answer", "no_reasoning", "leaked_answer", "contradiction", "false_sum"),
)
"""The kinds of problems, in the order in which they are told."""

_THOUGHT = re.compile(r"<(think|thinking|thought|reasoning)>(.*?)(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_LONGEST = 200_000  # characters that are looked at


@dataclass(frozen=True)
class ChainLimits:
    """From where on a chain has a problem; None or False switches a check off.

    Attributes:
        repetition: the largest share of letters in sentences that were said before.
        loop: how many times the same words at the end are a loop, at least 4.
        waiting: the largest share of sentences that take back what was said ("Wait"), where there are at least `fewest_waits`.
        fewest_waits: how many such sentences any chain may have.
        mixed_scripts: the largest share of words in another script than the chain's.
        mixed_languages: the largest share of letters in sentences of another language than the chain's; needs the extra `curate`.
        truncated: whether it must not be cut off.
        no_answer: whether it must have a final answer.
        no_reasoning: whether it must hold more than the answer.
        leaked_answer: the largest share of the chain that may stand in the question; the question must not state the answer either.
        contradiction: whether it must come to the answer that is given with it.
        false_sum: how many arithmetic statements may be false.
    """

    repetition: float | None = 0.3
    loop: int | None = 4
    waiting: float | None = 0.25
    fewest_waits: int = 4
    mixed_scripts: float | None = 0.02
    mixed_languages: float | None = 0.3
    truncated: bool = True
    no_answer: bool = True
    no_reasoning: bool = True
    leaked_answer: float | None = 0.5
    contradiction: bool = True
    false_sum: int | None = 0


@dataclass(frozen=True)
class ChainProblem:
    """A flaw of a chain.

    Attributes:
        kind: one of `CHAIN_PROBLEMS`.
        reason: what is wrong, with the words it was seen in.
        score: how much: a share in [0, 1] or a count, as the limit of that name has it; 1.0 for what is or is not.
    """

    kind: str
    reason: str
    score: float


def chain_problems(
    text: str,
    *,
    question: str = "",
    answer: str | None = None,
    gold: str = "",
    finish_reason: str = "",
    limits: ChainLimits | None = None,
) -> list[ChainProblem]:
    """Return what is wrong with a chain of thought, nothing if it is fine. Linear in the text, which may be in any language.

    Args:
        text: what a model wrote: `<think>` tags and a response, or the reasoning alone.
        question: what was asked.
        answer: the model's final answer where it is kept apart, "" if it gave none; None looks for it in `text`.
        gold: the answer known to be right; the question must give neither away.
        finish_reason: of the model, "length" where its limit cut the text.
        limits: from where on something is a problem.

    Raises:
        MissingExtraError: `mixed_languages` is on and the extra `curate` is not installed.

    >>> text = "3 * 4 = 13 apples in boxes. 13 + 2 = 15 apples in all."
    >>> [(one.kind, one.reason) for one in chain_problems(text, answer="15")]
    [('false_sum', '1 of 2 sums is false: "3 * 4 = 13 apples in boxes"')]
    >>> [one.kind for one in chain_problems(text, question="How many?", answer="14")]
    ['contradiction', 'false_sum']
    """
    limits = limits or ChainLimits()
    text = text[:_LONGEST]
    thought, response = _parts(text)
    said = _answer(text, response) if answer is None else answer.strip()
    return [
        *_repeats(thought, limits),
        *_mixes(thought, question, limits),
        *_ends(text, said, finish_reason, limits),
        *_bare(thought, said, limits),
        *_leaks(thought, question, gold or said, limits),
        *_contradicts(text, _before_answer(thought, response, answer), said, question, finish_reason, limits),
        *_miscounts(thought, limits),
    ]


def _parts(text: str) -> tuple[str, str]:
    """The reasoning and what follows it; where no tags tell, all is reasoning."""
    thoughts = [found[2] for found in _THOUGHT.finditer(text)]
    if thoughts:
        return "\n".join(thoughts).strip(), _THOUGHT.sub("", text).strip()
    before, mark, after = text.partition("</think>")
    return (before.strip(), after.strip()) if mark else (text.strip(), "")


def _answer(text: str, response: str) -> str:
    """What a text says its answer is; where nothing marks it, its last sentence if that has a number."""
    place = response or text
    marked = final_answer(place) or stated_after_word(place)
    if marked:
        return marked
    parts = sentences(place)
    if not parts:
        return ""
    stated = answer_sentence(place)
    if stated or response:
        return stated or parts[-1]
    return parts[-1] if numbers_in(parts[-1]) else ""


def _before_answer(thought: str, response: str, answer: str | None) -> str:
    """The chain without the sentence that its answer was taken from."""
    if response or answer is not None:
        return thought
    stated = answer_sentence(thought)
    place = thought.rfind(stated) if stated else -1
    return thought[:place] if place > 0 else thought


def _repeats(thought: str, limits: ChainLimits) -> Iterator[ChainProblem]:
    if limits.repetition is not None:
        share, words = repeated_sentences(thought)
        if share > limits.repetition:
            yield ChainProblem("repetition", f"{share:.0%} was said before, as: {_quoted(words)}", share)
    if limits.loop is not None:
        times, words = looped_tail(thought)
        if times >= max(4, limits.loop):
            yield ChainProblem("loop", f"it ends in the same words {times} times: {_quoted(words)}", times)
    if limits.waiting is not None:
        count, share, words = waits(thought)
        if count >= limits.fewest_waits and share > limits.waiting:
            yield ChainProblem(
                "waiting", f"{count} sentences take back what was said, as: {_quoted(words)}", share
            )


def _mixes(thought: str, question: str, limits: ChainLimits) -> Iterator[ChainProblem]:
    if limits.mixed_scripts is not None:
        share, words = foreign_script(thought, question)
        if share > limits.mixed_scripts:
            yield ChainProblem(
                "mixed_scripts", f"{share:.0%} is in another script, as: {_quoted(words)}", share
            )
    if limits.mixed_languages is not None:
        share, which = foreign_language(thought)
        if share > limits.mixed_languages:
            yield ChainProblem("mixed_languages", f"{share:.0%} is in another language: {which}", share)


def _ends(text: str, said: str, finish_reason: str, limits: ChainLimits) -> Iterator[ChainProblem]:
    if limits.truncated and (why := truncated(text, finish_reason, said)):
        yield ChainProblem("truncated", why, 1.0)
    if limits.no_answer and not said:
        yield ChainProblem("no_answer", "there is no final answer", 1.0)


def _bare(thought: str, said: str, limits: ChainLimits) -> Iterator[ChainProblem]:
    if limits.no_reasoning and said and bare(thought, said):
        yield ChainProblem("no_reasoning", f"there is nothing but the answer: {_quoted(thought)}", 1.0)


def _leaks(thought: str, question: str, known: str, limits: ChainLimits) -> Iterator[ChainProblem]:
    if limits.leaked_answer is None or not question:
        return
    answer = final_answer(known) or known
    if why := leaked(question, answer, thought, most=limits.leaked_answer):
        yield ChainProblem("leaked_answer", why, 1.0)


def _contradicts(  # noqa: PLR0917
    text: str, chain: str, said: str, question: str, finish_reason: str, limits: ChainLimits
) -> Iterator[ChainProblem]:
    if not limits.contradiction or not said or truncated(text, finish_reason, said):
        return  # what was cut off has not come to its result
    if other := contradicted(chain, said, question):
        why = f"the answer is {_quoted(said)}, the chain comes to: {_quoted(other)}"
        yield ChainProblem("contradiction", why, 1.0)


def _miscounts(thought: str, limits: ChainLimits) -> Iterator[ChainProblem]:
    if limits.false_sum is None:
        return
    stated = sums(thought)
    wrong = [
        one for place, one in enumerate(stated) if not one.true and not _corrected(one, stated[place + 1 :])
    ]
    if len(wrong) > limits.false_sum:
        told = f"{len(wrong)} of {len(stated)} sums {'is' if len(wrong) == 1 else 'are'} false: {_quoted(wrong[0].text)}"
        yield ChainProblem("false_sum", told, float(len(wrong)))


def _quoted(words: str) -> str:
    """The words in quotation marks, so that reasons of a kind can be counted without them."""
    return '"' + words.strip().replace('"', "'")[:80] + '"'


def _corrected(wrong: Sum, later: list[Sum]) -> bool:
    return any(one.true and one.left == wrong.left for one in later)
