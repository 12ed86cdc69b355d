"""The model that answers now, and its successor while that learns."""

import hashlib
import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from goldsmith.labels.text_classifier import Shares, TextClassifier
from goldsmith_label_studio.backend.answers import Answers

__all__ = ["PREFIX", "Ask", "LiveModel", "Snapshot"]

_log = logging.getLogger(__name__)

PREFIX = "goldsmith live "
"""How the versions of our models begin, to tell them from predictions that others put into a project."""

Guess = tuple[str, float]
Ask = Callable[[Sequence[str]], Sequence[Guess | None]]
"""Texts -> for each its label and confidence in [0, 1], or None where there is no answer."""


@dataclass(frozen=True)
class Snapshot:
    """A model at one moment; requests that began with it end with it.

    Attributes:
        version: "" where nothing is known yet.
        labels: what it may answer, as far as that is known.
        predict: as `Ask`.
    """

    version: str
    labels: tuple[str, ...]
    predict: Ask


_NOTHING = Snapshot("", (), lambda texts: [None] * len(texts))


class LiveModel:
    """A classifier of weak labels and people's answers, or a language model as long as people have said little.

    Args:
        weak: text -> label -> probability; what people say about a text replaces it.
        answers: what people say.
        ask: a language model, asked one request at a time, and once about each text.
        asked_of: its name, part of the version.
        takeover: how many texts people must have labelled before the classifier takes over from it.
    """

    def __init__(
        self, weak: Shares, answers: Answers, ask: Ask | None = None, asked_of: str = "", takeover: int = 20
    ) -> None:
        self._weak = weak
        self._answers = answers
        self._takeover = takeover
        self._asked = _Asked(ask, asked_of).snapshot if ask else None
        self._now = self._asked or _NOTHING
        self._training = threading.Lock()

    @property
    def now(self) -> Snapshot:
        """The model that answers at this moment."""
        return self._now

    def retrain(self) -> bool:
        """Learn from what is known, then let the new model answer; say whether there is a new one.

        Raises:
            GoldsmithError: nothing can be learnt from it; the old model goes on.
        """
        with self._training:
            said = self._answers.shares()
            fresh = self._fresh({**self._weak, **said}, len(said))
            if fresh.version == self._now.version:
                return False
            self._now = fresh
            _log.info("%r answers from now on: %d texts labelled by people", fresh.version, len(said))
            return True

    def _fresh(self, examples: Shares, said: int) -> Snapshot:
        if self._asked and said < self._takeover:
            return self._asked
        version = PREFIX + TextClassifier.version_of(examples)
        if version == self._now.version:
            return self._now
        model = TextClassifier.fit(examples)
        return Snapshot(version, model.labels, model.predict) if model else (self._asked or _NOTHING)


class _Asked:
    """A language model behind a lock and a memory."""

    def __init__(self, ask: Ask, name: str) -> None:
        self._ask = ask
        self._lock = threading.Lock()
        self._known: dict[str, Guess | None] = {}
        self.snapshot = Snapshot(
            f"{PREFIX}model {hashlib.sha256(name.encode()).hexdigest()[:8]}", (), self._predict
        )

    def _predict(self, texts: Sequence[str]) -> list[Guess | None]:
        with self._lock:
            new = list(dict.fromkeys(text for text in texts if text not in self._known))
            if new:
                given = dict(zip(new, self._ask(new), strict=True))
                # What failed is asked again the next time.
                self._known |= {text: guess for text, guess in given.items() if guess is not None}
            return [self._known.get(text) for text in texts]
