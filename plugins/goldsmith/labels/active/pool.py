"""The rows that a strategy chooses from."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.labels.active.class_margins import class_margins

__all__ = ["Floats", "Ints", "Pool"]

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Pool:
    """All rows, the labelled ones among them marked, and what is known of each.

    Attributes:
        labelled: [n].
        given_probabilities: by the model trained on the labelled rows, [n, k].
        given_vectors: [n, d], dense or a SciPy matrix.
        rng: for what is random.
    """

    labelled: npt.NDArray[np.bool_]
    given_probabilities: Floats | None
    given_vectors: Any
    rng: np.random.Generator

    @cached_property
    def rows(self) -> Ints:
        """The rows without a label, [u]."""
        return np.flatnonzero(~self.labelled)

    @property
    def probabilities(self) -> Floats:
        """Of each class in the rows without a label, [u, k]."""
        if self.given_probabilities is None:
            raise InputError(
                "this strategy needs probabilities [n, k], by a model trained on the labelled rows"
            )
        return self.given_probabilities[self.rows]

    @property
    def margin(self) -> Floats:
        """By how much the likeliest class leads in each row without a label, [u], in [0, 1]."""
        return class_margins(self.probabilities)

    @property
    def all_vectors(self) -> Any:
        """The vectors, [n, d]."""
        if self.given_vectors is None:
            raise InputError("this strategy needs vectors [n, d]: embeddings, or text_vectors(texts)")
        return self.given_vectors

    @property
    def vectors(self) -> Any:
        """The vectors of the rows without a label, [u, d]."""
        return self.all_vectors[self.rows]

    @property
    def seed(self) -> int:
        """A seed for scikit-learn."""
        return int(self.rng.integers(2**31))
