"""What a text is about, of topics given in words: zero-shot, by the nearness of vectors."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from goldsmith.dedup.unit_vectors import Vectors, unit_vectors
from goldsmith.errors import InputError

__all__ = ["Topic", "Topics", "topic_reason"]


@dataclass(frozen=True)
class Topic:
    """A verdict on a text.

    Attributes:
        topic: the topic; None where it is none of those given, or nobody can tell.
        score: the cosine of the nearest topic, in [-1, 1].
        margin: how far that is above the next topic's, >= 0; infinite with one topic.
        nearest: the nearest topic, near enough or not.
    """

    topic: str | None
    score: float
    margin: float
    nearest: str


@dataclass(frozen=True)
class Topics:
    """Topics in words, compared with texts by vectors (Yin et al. 2019, with an encoder of sentences in place of entailment).

    A topic is embedded as each of its phrases: its name with its keywords or description, as "sports: football, match, team". Its
    vector is their mean, of length 1. A text is of the nearest topic if the cosine is at least `min_score` and `min_margin` above
    the next, else of none.

    Attributes:
        phrases: topic -> phrases that describe it.
        min_score: the least cosine, in [-1, 1].
        min_margin: the least lead over the next topic, >= 0.

    >>> topics = Topics({"cats": ["cats"], "cars": ["cars"]}, min_score=0.5, min_margin=0.1)
    >>> topics.judge([[0.8, 0.6], [0.7, 0.7]], topics.vectors([[1, 0], [0, 1]]))[0].topic
    'cats'
    >>> [one.topic for one in topics.judge([[0.7, 0.7], [0, 0]], topics.vectors([[1, 0], [0, 1]]))]
    [None, None]

    References:
        - [Benchmarking Zero-shot Text Classification](https://arxiv.org/abs/1909.00161)

    Raises:
        InputError: there is no topic, or one without phrases.
    """

    phrases: Mapping[str, Sequence[str]]
    min_score: float = 0.1
    min_margin: float = 0.05

    def __post_init__(self) -> None:
        if not self.phrases or not all(self.phrases.values()):
            raise InputError(f"every topic needs a phrase that describes it, got {dict(self.phrases)}")

    @property
    def texts(self) -> list[str]:
        """What is to be embedded, for `vectors`."""
        return [phrase for phrases in self.phrases.values() for phrase in phrases]

    def vectors(self, embedded: ArrayLike) -> Vectors:
        """Return a vector per topic, [t, d], of the vectors of `texts`, [p, d].

        Raises:
            InputError: there are not as many vectors as texts.
        """
        rows = unit_vectors(embedded)
        if len(rows) != len(self.texts):
            raise InputError(f"{len(self.texts)} phrases have {len(rows)} vectors")
        ends = np.cumsum([len(phrases) for phrases in self.phrases.values()])
        return unit_vectors(np.stack([part.mean(axis=0) for part in np.split(rows, ends[:-1])]))

    def judge(self, embedded: ArrayLike, topics: Vectors) -> list[Topic]:
        """Return a verdict per text, of the texts' vectors [n, d] and the topics' [t, d]."""
        rows = unit_vectors(embedded)
        return [self._verdict(row) for row in rows @ topics.T] if len(rows) else []

    def _verdict(self, cosines: Vectors) -> Topic:
        names = list(self.phrases)
        best = int(cosines.argmax())
        score = float(cosines[best])
        rest = np.delete(cosines, best)
        margin = score - float(rest.max()) if len(rest) else float("inf")
        sure = score >= self.min_score and margin >= self.min_margin and bool(cosines.any())
        return Topic(names[best] if sure else None, score, margin, names[best])


def topic_reason(
    topic: str | None, score: float, *, allow: Collection[str] | None = None, deny: Collection[str] = ()
) -> str | None:
    """Return why a text of `topic` is to be dropped, or None.

    Args:
        topic: its topic, None for none of those known.
        score: how sure that is, for the reason; NaN where nothing was compared.
        allow: the topics to keep; None keeps all, and texts of no topic.
        deny: the topics to drop.

    >>> topic_reason("sports", 0.61, deny=["sports"])
    'topic: sports (0.61) is not wanted'
    >>> topic_reason(None, 0.08, allow=["sports"])
    'topic: none of those wanted (nearest 0.08)'
    """
    if topic is not None and (topic in deny or (allow is not None and topic not in allow)):
        return f"topic: {topic} ({score:.2f}) is not wanted"
    if topic is None and allow is not None:
        nearest = "" if math.isnan(score) else f" (nearest {score:.2f})"
        return f"topic: none of those wanted{nearest}"
    return None
