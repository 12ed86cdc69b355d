"""An end model under its own name: labels by name in, the likeliest label and its probability out."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from goldsmith.errors import InputError
from goldsmith.labels.end_model import EndModel, FittedEndModel

__all__ = ["Shares", "TextClassifier"]

Shares = Mapping[str, Mapping[str, float]]
"""Text -> label -> its probability; those of a text sum to 1."""

_FEW = 100  # up to so many texts `EndModel.of_few` is the one to take


@dataclass(frozen=True)
class TextClassifier:
    """An `EndModel` on TF-IDF that has learnt from labelled texts.

    Attributes:
        labels: what it tells apart, in alphabetical order.
        version: a digest of what it has learnt from: equal examples, whatever their order, make equal models.
        fitted: the end model.

    >>> spam, ham = {"spam": 0.9, "ham": 0.1}, {"ham": 1.0}
    >>> model = TextClassifier.fit({"win free money": spam, "free prizes": spam, "see you at home": ham})
    >>> [label for label, _ in model.predict(["free money", "at home"])]
    ['spam', 'ham']
    """

    labels: tuple[str, ...]
    version: str
    fitted: FittedEndModel

    @staticmethod
    def version_of(examples: Shares) -> str:
        """Return the version that a model of these examples has, 12 hexadecimal digits."""
        content = json.dumps(
            {text: dict(shares) for text, shares in examples.items()}, sort_keys=True, ensure_ascii=True
        )
        return hashlib.sha256(content.encode()).hexdigest()[:12]

    @classmethod
    def fit(cls, examples: Shares) -> Self | None:
        """Learn from examples; None where they do not name two labels, so that there is nothing to tell apart.

        Raises:
            InputError: probabilities of a text are negative or do not sum to 1, or there is no word in any text.
            MissingExtraError: scikit-learn is not installed.
        """
        labels = tuple(
            sorted({label for shares in examples.values() for label, share in shares.items() if share > 0})
        )
        if len(labels) < 2:
            return None
        texts = sorted(examples)
        q = np.array([[examples[text].get(label, 0.0) for label in labels] for text in texts])
        model = EndModel.of_few() if len(texts) <= _FEW else EndModel()
        return cls(labels, cls.version_of(examples), model.fit(texts, q))

    def predict(self, texts: Sequence[str]) -> list[tuple[str, float]]:
        """Return the likeliest label of each text and its probability, in (0, 1].

        Raises:
            InputError: a text is no string.
        """
        if not texts:
            return []
        p = self.fitted.predict_proba(texts)
        if not np.isfinite(p).all():
            raise InputError("the model gives no finite probabilities: its examples cannot be learnt from")
        return [(self.labels[best], float(row[best])) for row, best in zip(p, p.argmax(axis=1), strict=True)]
