"""The votes that one model cast by several prompts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.labels.borne_out import BorneOut, borne_out
from goldsmith.labels.label_matrix import label_matrix
from goldsmith.labels.label_model import Floats
from goldsmith.labels.llm_votes import llm_votes
from goldsmith.labels.prompted.ask_prompt import (
    SOURCES,
    PromptAnswer,
    Settings,
    ask_prompt,
    content_free_scores,
)
from goldsmith.labels.prompted.vote_prompt import TEMPLATE_SHA256, VotePrompt
from goldsmith.labels.weak_labels import WeakLabelling, weak_labels

__all__ = ["JoinedVotes", "PromptedVotes", "ask_votes"]

Strings: TypeAlias = npt.NDArray[np.object_]

_LEVELS = (0.6, 0.75, 0.9)


@dataclass(frozen=True)
class JoinedVotes:
    """Votes of labeling functions and of prompts as any label model takes them.

    Attributes:
        L: [n, m1 + m2 * levels], int8: the functions' columns, then each prompt's, a column a level of confidence.
        weights: what each column counts, in (0, 1], for `weak_labels(L, k, weights=weights)`.
        names: each column's, "prompt >= 0.75" where it is a level.
        withdrawn: prompt -> the classes its votes for are withdrawn, being hardly better than chance by what the functions say.
    """

    L: npt.NDArray[np.int8]
    weights: Floats
    names: tuple[str, ...]
    withdrawn: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class PromptedVotes:
    """What a model says to m prompts about n texts.

    Attributes:
        prompts: [m].
        cardinality: the number of classes.
        model: the model's name: its prompts are one group, see `group_weights`.
        L: votes, [n, m] int8, -1 to abstain.
        confidence: of each vote, [n, m], in [0, 1], NaN where there is no vote or the model tells none.
        sources: "log_probability", "agreement" (of sampled answers) and "stated", as far as they were asked for and given -> [n, m].
        answers: the raw answers, [n, m] strings, "" where nothing was asked or answered.
        reasons: why a text has no vote though the model did not abstain, [n, m] strings: "no_text", "request_failed: ...",
            "unreadable: ...", "tie: ..." or "below_threshold: ..."; "" elsewhere.
        template_sha256: of the prompts' templates, for the rows' provenance.
    """

    prompts: tuple[VotePrompt, ...]
    cardinality: int
    model: str
    L: npt.NDArray[np.int8]
    confidence: Floats
    sources: Mapping[str, Floats]
    answers: Strings
    reasons: Strings
    template_sha256: str = field(default=TEMPLATE_SHA256)

    @property
    def names(self) -> tuple[str, ...]:
        """The prompts' names, [m]."""
        return tuple(prompt.name for prompt in self.prompts)

    def by_level(self, levels: Sequence[float] = _LEVELS) -> npt.NDArray[np.int8]:
        """Return [n, m * len(levels)] votes: each stands in the column of the highest level its confidence reaches.

        Without a confidence it is the lowest level; see `goldsmith.labels.llm_votes`.
        """
        classes = [str(number) for number in range(self.cardinality)]
        columns = [
            llm_votes(
                [classes[vote] if vote >= 0 else None for vote in votes],
                [None if np.isnan(one) else one for one in sure],
                classes,
                levels=levels,
            )
            for votes, sure in zip(self.L.T.tolist(), self.confidence.T.tolist(), strict=True)
        ]
        return np.hstack(columns)

    def label(self, L: npt.ArrayLike | None = None, *, levels: Sequence[float] = _LEVELS) -> WeakLabelling:
        """Return labels by labeling functions and these votes together, the votes as far as the functions bear them out.

        The prompts are one group, whatever their number: those that err together share their weight. See `borne_out`.

        Args:
            L: votes of labeling functions, integers, [n, m1]; by default none.
            levels: see `by_level`.

        Raises:
            InputError: `L` has other rows, or a vote is out of range.
        """
        others = self._others(L)
        return weak_labels(others, self.cardinality, outside=self._borne_out(others, levels))

    def join(
        self,
        L: npt.ArrayLike | None = None,
        names: Sequence[str] = (),
        *,
        levels: Sequence[float] = _LEVELS,
    ) -> JoinedVotes:
        """Put the votes beside those of labeling functions, for a label model of your choice.

        A label model learns the worth of each column anew, and can be told no more than a weight: `label` makes better labels. The weights are such
        that copies count once and coin flips not at all, a prompt's levels having its weight each, as they never vote together. Votes that
        the functions show to be hardly better than chance are withdrawn (`borne_out`), so that they label no row the functions leave open.

        Args:
            L: votes of labeling functions, integers, [n, m1]; by default none.
            names: theirs, [m1]; by default numbers.
            levels: see `by_level`.

        Raises:
            InputError: `L` has other rows, or a vote is out of range.
        """
        others = self._others(L)
        m1 = others.shape[1]
        if len(names) not in {0, m1}:
            raise InputError(f"wanted a name for each of {m1} columns, got {len(names)}")
        told = self._borne_out(others, levels)
        columns = [f"{name} >= {level:g}" for name in self.names for level in levels]
        return JoinedVotes(
            np.hstack([others, told.votes]),
            np.concatenate([np.ones(m1), np.repeat(told.weights, len(levels))]),
            (*(names or [str(number) for number in range(m1)]), *columns),
            {
                name: tuple(np.flatnonzero(classes).tolist())
                for name, classes in zip(self.names, told.withdrawn, strict=True)
                if classes.any()
            },
        )

    def _others(self, L: npt.ArrayLike | None) -> npt.NDArray[np.int8]:
        others = np.empty((len(self.L), 0), dtype=np.int8) if L is None else label_matrix(L, self.cardinality)
        if len(others) != len(self.L):
            raise InputError(f"wanted L of {len(self.L)} rows, got {others.shape}")
        return others.astype(np.int8)

    def _borne_out(self, others: npt.NDArray[np.int8], levels: Sequence[float]) -> BorneOut:
        return borne_out(
            self.by_level(levels),
            others,
            self.cardinality,
            levels=len(levels),
            groups=[self.model] * len(self.prompts),
        )

    def without(self, out: npt.NDArray[np.bool_], reason: str) -> "PromptedVotes":
        """Return the same with the votes at `out`, [n, m], taken back for `reason`."""
        reasons = self.reasons.copy()
        reasons[out] = reason
        return replace(
            self,
            L=np.where(out, np.int8(-1), self.L).astype(np.int8),
            confidence=np.where(out, np.nan, self.confidence),
            reasons=reasons,
        )


def ask_votes(
    llm: Any,
    prompts: Sequence[VotePrompt],
    texts: Sequence[str | None],
    cardinality: int,
    *,
    settings: Settings | None = None,
) -> PromptedVotes:
    """Put each prompt to `llm` for each text, prompt by prompt, in batches.

    Args:
        llm: a loaded Distilabel LLM, or what is asked like one.
        prompts: m prompts.
        texts: n texts; None, or anything but a string, is not asked about.
        cardinality: the number of classes.
        settings: how they are put.

    Raises:
        InputError: no prompts, two of one name, or one votes for a class that is none.
        ModelError: contextual calibration is wanted and the model does not answer.
    """
    _check(prompts, cardinality)
    there = [at for at, text in enumerate(texts) if isinstance(text, str)]
    readable = [text for text in texts if isinstance(text, str)]
    none = PromptAnswer(-1, {}, reason="no_text")
    columns: list[list[PromptAnswer]] = []
    put = settings or Settings()
    for prompt in prompts:
        prior = content_free_scores(llm, prompt, put) if readable else None
        answers = ask_prompt(llm, prompt, readable, put, prior)
        told = dict(zip(there, answers, strict=True))
        columns.append([told.get(at, none) for at in range(len(texts))])
    return _votes(tuple(prompts), cardinality, str(llm.model_name), columns)


def _votes(
    prompts: tuple[VotePrompt, ...], cardinality: int, model: str, columns: list[list[PromptAnswer]]
) -> PromptedVotes:
    def matrix(read: Callable[[PromptAnswer], Any], dtype: Any) -> Any:
        shape = (len(prompts), len(columns[0]))
        return np.array([[read(one) for one in column] for column in columns], dtype=dtype).reshape(shape).T

    sources: dict[str, Floats] = {
        source: matrix(lambda one, source=source: one.confidence.get(source, np.nan), np.float64)  # type: ignore[misc]
        for source in SOURCES
    }
    given = {source: values for source, values in sources.items() if not np.isnan(values).all()}
    confidence: Floats = np.full((len(columns[0]), len(prompts)), np.nan)
    for values in given.values():
        confidence = np.where(np.isnan(confidence), values, confidence)
    return PromptedVotes(
        prompts,
        cardinality,
        model,
        matrix(lambda one: one.vote, np.int8),
        confidence,
        given,
        matrix(lambda one: one.raw, object),
        matrix(lambda one: one.reason, object),
    )


def _check(prompts: Sequence[VotePrompt], cardinality: int) -> None:
    names = [prompt.name for prompt in prompts]
    if not prompts or len(set(names)) < len(names):
        raise InputError(f"wanted one prompt or more, each with a name of its own, got {names}")
    for prompt in prompts:
        if max(prompt.outcomes) >= cardinality:
            raise InputError(
                f"prompt {prompt.name!r} votes for class {max(prompt.outcomes)}, there are {cardinality}, from 0"
            )
