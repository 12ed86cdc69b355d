"""A prompt as an ordinary Snorkel labeling function."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from snorkel.labeling import LabelingFunction

from goldsmith.errors import ModelError
from goldsmith.labels.prompted import PromptAnswer, Settings, VotePrompt, ask_prompt, content_free_scores
from goldsmith_snorkel.asked_model import AskedModel, Journal, asked_model

__all__ = ["LLMLabelingFunction", "llm_labeling_function"]

_logger = logging.getLogger(__name__)
_ABSTAIN = -1


class LLMLabelingFunction(LabelingFunction):
    """A Snorkel labeling function that asks a model; `apply_lfs` gives it the whole column at once.

    Attributes:
        prompt: what is asked.
        model: whom.
        asks_a_model: True: the model is in this process, and so it stays here.
    """

    asks_a_model = True

    def __init__(self, prompt: VotePrompt, model: AskedModel, text_column: str, settings: Settings) -> None:
        """Take what is asked and whom."""
        super().__init__(prompt.name, self._one)
        self.prompt = prompt
        self.model = model
        self._text_column = text_column
        self._settings = settings
        self._prior: tuple[dict[str, float] | None] | None = None  # asked for once, not with each row

    def vote_column(self, rows: Sequence[Any]) -> list[int | Exception]:
        """Return a vote for each row, in the same order; a `ModelError` where the request failed."""
        texts = [getattr(row, self._text_column, None) for row in rows]
        readable = {at: text for at, text in enumerate(texts) if isinstance(text, str)}
        votes: list[int | Exception] = [_ABSTAIN] * len(rows)
        if not readable:
            return votes
        llm = self.model.loaded()
        if self._prior is None:
            self._prior = (content_free_scores(llm, self.prompt, self._settings),)
        answers = ask_prompt(llm, self.prompt, list(readable.values()), self._settings, *self._prior)
        for at, answer in zip(readable, answers, strict=True):
            votes[at] = self._said(answer)
        return votes

    def _one(self, row: Any) -> int:
        (vote,) = self.vote_column([row])
        if isinstance(vote, Exception):
            raise vote
        return vote

    def _said(self, answer: PromptAnswer) -> int | Exception:
        if answer.reason.startswith("request_failed"):
            return ModelError(f"{self.name}: {answer.reason}")
        if answer.reason:
            _logger.warning("labeling function %s abstains: %s", self.name, answer.reason)
        return answer.vote


def llm_labeling_function(
    name: str,
    question: str,
    answers: Mapping[str, int],
    *,
    llm: Any = "local",
    journal: Journal = None,
    examples: Mapping[str, Sequence[str]] | None = None,
    text_column: str = "text",
    settings: Settings | None = None,
) -> LLMLabelingFunction:
    """Return a labeling function that asks `llm` one question about a row's text.

    It is a Snorkel `LabelingFunction` and works in Snorkel's appliers, a request a row. In `apply_lfs` the whole column is asked
    about in batches. A text that is missing is abstained on without a request. An answer that cannot be read is an abstention, with a warning; a
    request that fails raises `ModelError`, which `apply_lfs` counts as a failure and Snorkel's appliers, made fault tolerant, as a fault.

    Functions with the same `llm` and `journal` share one model, loaded when it is first asked.

    Args:
        name: the function's name.
        question: what is asked; the text is a turn of its own and never part of it.
        answers: the word to answer -> the class number it votes for, -1 to abstain.
        llm: a Distilabel LLM, or a word that `goldsmith_distilabel.llms.llm_from` takes.
        journal: a SQLite file that keeps every answer, so that none is paid for twice.
        examples: the word to answer -> texts it is right for.
        text_column: the attribute or column that holds the text.
        settings: how it is put.

    Raises:
        InputError: the answers cannot be told apart, or no one votes.
    """
    prompt = VotePrompt(name, question, answers, examples or {})
    return LLMLabelingFunction(prompt, asked_model(llm, journal), text_column, settings or Settings())
