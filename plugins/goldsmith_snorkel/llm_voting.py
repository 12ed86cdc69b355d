"""A language model's votes, by many narrow prompts."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from goldsmith.errors import InputError
from goldsmith.labels.prompted import (
    PromptedVotes,
    Settings,
    VoteCalibration,
    VotePrompt,
    VoteReport,
    ask_votes,
    vote_report,
)
from goldsmith_snorkel.asked_model import AskedModel, Journal

__all__ = ["LLMVotes", "LLMVoting"]

_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class LLMVoting:
    """What `LLMVotes.apply` gives.

    Attributes:
        votes: as they are to be used: corrected and, with a target, without those that do not meet it, where classes were known.
        asked: as the model gave them.
        report: what each prompt is worth.
        calibration: the corrections and thresholds, None where no class was known: `calibration.transform(other.asked)` corrects new votes.
    """

    votes: PromptedVotes
    asked: PromptedVotes
    report: VoteReport
    calibration: VoteCalibration | None


@dataclass(frozen=True)
class LLMVotes:
    """Ask a model many narrow questions about each text; every answer is a vote for a class or an abstention.

    Smith et al. 2022, "Language Models in the Loop: Incorporating Prompting into Weak Supervision" (arXiv 2205.02318). How sure a vote is
    comes from the log-probabilities of the answers' tokens where the model gives them, from the agreement of sampled answers, and from
    what the model says of itself, as you ask for. With rows whose class is known the best of them is chosen and corrected. A
    text is only ever a turn of its own in the chat, and never part of the question.

    Attributes:
        prompts: `VotePrompt`s, or their fields as mappings.
        cardinality: the number of classes.
        llm: a Distilabel LLM, loaded here and yours to unload; or a word as `llm_from` takes: "local", "openai:gpt-4o", ...
        journal: a SQLite file that keeps every answer, so that a run that was killed goes on without paying twice; the model is loaded and
            unloaded here then.
        text_column: where rows hold their text.
        target: the precision that the votes of each prompt must surely have, in (0, 1); it needs known classes.
        settings: contextual calibration, samples, stated confidence, batches; see `goldsmith.labels.prompted.Settings`.

    Examples:
        ```python
        from distilabel.models.llms import LLM
        from goldsmith_snorkel import LLMVotes, VotePrompt

        class Stand(LLM):  # any Distilabel LLM; this one says yes to what has "http" in it
            @property
            def model_name(self):
                return "stand-in"

            def generate(self, inputs, num_generations: int = 1):
                said = ["yes" if "http" in chat[-1]["content"] else "no" for chat in inputs]
                return [{"generations": [word], "statistics": {}} for word in said]

        HAM, SPAM = 0, 1
        link = VotePrompt("link", "Does the comment lead elsewhere?", {"yes": SPAM, "no": -1})
        found = LLMVotes([link], 2, llm=Stand()).apply(["see http://x.y", "I love it", None])
        assert found.votes.L.tolist() == [[1], [-1], [-1]]
        assert found.votes.reasons[:, 0].tolist() == ["", "", "no_text"]
        ```
    """

    prompts: Sequence[VotePrompt | Mapping[str, Any]]
    cardinality: int
    llm: Any = "local"
    journal: Journal = None
    text_column: str = "text"
    target: float | None = None
    settings: Settings = field(default_factory=Settings)

    def __post_init__(self) -> None:
        """Read the prompts."""
        read = tuple(one if isinstance(one, VotePrompt) else VotePrompt(**one) for one in self.prompts)
        object.__setattr__(self, "prompts", read)

    def apply(self, data: Any, known: Sequence[int | None] | None = None) -> LLMVoting:
        """Ask about every text.

        Args:
            data: n texts, rows (mappings), a pandas DataFrame or a `datasets.Dataset`. What is no string is not asked about.
            known: the class of each row, [n], -1 or None where nobody knows: gold labels, or a consensus such as `crowdlab`'s. They
                choose corrections and thresholds, so measure the labels with others.

        Raises:
            InputError: no prompts, two of one name, a class that is none, or `known` does not fit.
            ModelError: contextual calibration is wanted and the model does not answer.
            MissingExtraError: a package is missing that the model or the correction needs.
        """
        texts = texts_of(data, self.text_column)
        if self.target is not None and known is None:
            raise InputError("a target precision needs rows whose class is known: give `known`")
        model = AskedModel(self.llm, self.journal)
        try:
            asked = ask_votes(model.loaded(), self._read(), texts, self.cardinality, settings=self.settings)
        finally:
            model.close()
        _warn(asked)
        if known is None:
            return LLMVoting(asked, asked, vote_report(asked), None)
        fitted = VoteCalibration.fit(asked, known, self.target)
        return LLMVoting(fitted.transform(asked), asked, vote_report(asked, known, fitted), fitted)

    def _read(self) -> list[VotePrompt]:
        return [one for one in self.prompts if isinstance(one, VotePrompt)]


def texts_of(data: Any, text_column: str) -> list[Any]:
    """Return the texts of a DataFrame, a `datasets.Dataset`, rows or texts, [n]; what is missing is no string.

    >>> texts_of([{"text": "a"}, {}], "text"), texts_of(["a", None], "text")
    (['a', None], ['a', None])

    Raises:
        InputError: there is no such column, or `data` is one text.
    """
    if isinstance(data, str | bytes | Mapping) or not hasattr(data, "__iter__"):
        raise InputError(f"wanted texts, rows, a DataFrame or a Dataset, got a {type(data).__name__}")
    columns = getattr(data, "column_names", None) or getattr(data, "columns", None)
    if columns is not None:
        if text_column not in columns:
            raise InputError(f"there is no column {text_column!r}, only {list(columns)}: set text_column")
        return list(data[text_column])
    return [one.get(text_column) if isinstance(one, Mapping) else one for one in data]


def _warn(asked: PromptedVotes) -> None:
    for one in vote_report(asked).prompts:
        failed = {reason: count for reason, count in one.failed.items() if reason != "no_text"}
        if failed:
            _logger.warning("prompt %s has no vote where the model did not abstain: %s", one.name, failed)
