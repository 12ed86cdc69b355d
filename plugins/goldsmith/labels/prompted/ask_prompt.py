"""Put one prompt to a model for many texts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from goldsmith.errors import InputError, ModelError
from goldsmith.labels.label_answer import LabelAnswer, first_word, label_answers, sampled_texts
from goldsmith.labels.label_scores import calibrated, content_free_prior
from goldsmith.labels.prompted.vote_prompt import VotePrompt
from goldsmith.text import shortened

__all__ = ["SOURCES", "PromptAnswer", "Settings", "ask_prompt", "content_free_scores"]

SOURCES = ("log_probability", "agreement", "stated")
"""Where a confidence may come from, in the order in which they are believed until known rows tell."""

_CONTENT_FREE = ("N/A", "", "[MASK]")
_LENGTH = 8  # tokens of a sampled answer
_STATED_LENGTH = 16
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_ABSTAIN = -1


@dataclass(frozen=True)
class Settings:
    """How prompts are put.

    Attributes:
        contextual: whether log-probabilities are divided by what inputs without content get (Zhao et al. 2021). None does so where
            every answer votes: the empty text is no answer to "spam or ham?", but "no" is the right one to "is there a link?".
        num_generations: answers sampled for each text, besides the first, where more than 1: their agreement is a confidence
            (Wang et al. 2022, "Self-Consistency Improves Chain of Thought Reasoning in Language Models").
        temperature: at which they are sampled; the paper's 0.7.
        stated: whether the model is asked, in a request of its own, how likely its answer is right (Tian et al. 2023, "Just Ask for
            Calibration", the one-stage form).
        max_chars: a longer text loses its middle.
        batch_size: the texts that are asked about at a time.
    """

    contextual: bool | None = None
    num_generations: int = 1
    temperature: float = 0.7
    stated: bool = False
    max_chars: int = 2000
    batch_size: int = 64

    def __post_init__(self) -> None:
        """See that the numbers are possible."""
        if self.num_generations < 1 or self.batch_size < 1 or self.max_chars < 20 or self.temperature < 0:
            raise InputError(
                "wanted num_generations >= 1, batch_size >= 1, max_chars >= 20 and temperature >= 0, got "
                f"{self.num_generations}, {self.batch_size}, {self.max_chars} and {self.temperature}"
            )


@dataclass(frozen=True)
class PromptAnswer:
    """What became of one prompt and one text.

    Attributes:
        vote: the class number, -1 for none.
        confidence: source -> how sure the vote is, in [0, 1].
        raw: the first answer as the model gave it; with self-consistency alone, the samples, one a line.
        reason: why there is no vote though there is a text: "request_failed: ...", "unreadable: ..." or "tie: ..."; "" where the
            model abstained or voted.
    """

    vote: int
    confidence: dict[str, float]
    raw: str = ""
    reason: str = ""


def content_free_scores(llm: Any, prompt: VotePrompt, settings: Settings) -> dict[str, float] | None:
    """Return the mean probability of each answer to "N/A", "" and "[MASK]", None where it is not wanted or not given.

    Raises:
        ModelError: the model does not answer.
    """
    if not (prompt.always_votes if settings.contextual is None else settings.contextual):
        return None
    answers = label_answers(llm, [prompt.chat(text) for text in _CONTENT_FREE], list(prompt.answers))
    if failed := [answer.error for answer in answers if answer.error]:
        raise ModelError(
            f"prompt {prompt.name!r} cannot be calibrated, the model does not answer: {failed[0]}"
        )
    scores = [answer.scores for answer in answers if answer.scores]
    return content_free_prior(scores) if scores else None


def ask_prompt(
    llm: Any,
    prompt: VotePrompt,
    texts: Sequence[str],
    settings: Settings,
    prior: Mapping[str, float] | None = None,
) -> list[PromptAnswer]:
    """Return what `llm`, a loaded one, says to `prompt` about each text; a request that fails costs its own text only.

    `prior` is what `content_free_scores` gives: the probabilities of the words are divided by it.
    """
    found: list[PromptAnswer] = []
    for start in range(0, len(texts), settings.batch_size):
        batch = [shortened(text, settings.max_chars) for text in texts[start : start + settings.batch_size]]
        first = label_answers(llm, [prompt.chat(text) for text in batch], list(prompt.answers))
        sampled = (
            [[]] * len(batch) if settings.num_generations == 1 else _samples(llm, prompt, batch, settings)
        )
        stated = _stated(llm, prompt, batch) if settings.stated else [""] * len(batch)
        found += [_read(prompt, *said, prior) for said in zip(first, sampled, stated, strict=True)]
    return found


def _read(
    prompt: VotePrompt,
    answer: LabelAnswer,
    sampled: list[str],
    stated: str,
    prior: Mapping[str, float] | None,
) -> PromptAnswer:
    shares = _shares(prompt, sampled)
    confidence: dict[str, float] = {}
    if answer.scores:
        fair = calibrated(answer.scores, prior) if prior else answer.scores
        likely = _by_outcome(prompt, fair)
        vote = max(likely, key=likely.__getitem__)
        confidence["log_probability"] = min(1.0, likely[vote])
    elif shares:
        leaders = [outcome for outcome, share in shares.items() if share == max(shares.values())]
        if len(leaders) > 1:
            return PromptAnswer(_ABSTAIN, {}, "\n".join(sampled), "tie: the samples differ evenly")
        vote = leaders[0]
    elif answer.word is not None:
        vote = prompt.answers[answer.word]
    else:
        reason = f"request_failed: {answer.error}" if answer.error else f"unreadable: {answer.text[:200]!r}"
        return PromptAnswer(_ABSTAIN, {}, answer.text, reason)
    if shares:
        confidence["agreement"] = shares[vote]
    if (sure := _stated_confidence(prompt, vote, stated)) is not None:
        confidence["stated"] = sure
    return PromptAnswer(vote, confidence if vote >= 0 else {}, answer.text or "\n".join(sampled))


def _by_outcome(prompt: VotePrompt, scores: Mapping[str, float]) -> dict[int, float]:
    likely = dict.fromkeys(prompt.outcomes, 0.0)
    for word, score in scores.items():
        likely[prompt.answers[word]] += score
    return likely


def _samples(llm: Any, prompt: VotePrompt, texts: Sequence[str], settings: Settings) -> list[list[str]]:
    wanted = {"temperature": settings.temperature, "max_new_tokens": _LENGTH}
    return sampled_texts(llm, [prompt.chat(text) for text in texts], settings.num_generations, wanted)


def _shares(prompt: VotePrompt, sampled: Sequence[str]) -> dict[int, float]:
    """Return each outcome's share of the samples that can be read."""
    words = [word for text in sampled if (word := first_word(text, list(prompt.answers))) is not None]
    said = np.array([prompt.answers[word] for word in words])
    return {outcome: float((said == outcome).mean()) for outcome in prompt.outcomes} if words else {}


def _stated(llm: Any, prompt: VotePrompt, texts: Sequence[str]) -> list[str]:
    chats = [prompt.chat(text, stated=True) for text in texts]
    told = sampled_texts(llm, chats, 1, {"temperature": 0.0, "max_new_tokens": _STATED_LENGTH})
    return [(one or [""])[0] for one in told]


def _stated_confidence(prompt: VotePrompt, vote: int, told: str) -> float | None:
    """Return the number said, in [0, 1], as a probability of `vote`; None where none can be read."""
    word, number = first_word(told, list(prompt.answers)), _NUMBER.search(told)
    if word is None or number is None:
        return None
    value = float(number.group())
    share = value if "." in number.group() and value <= 1 else value / 100
    if share > 1:
        return None
    if prompt.answers[word] == vote:
        return share
    return (1 - share) / max(1, len(prompt.outcomes) - 1)
