"""Snorkel's LabelModel, fitted on one thread."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from snorkel.labeling.model import LabelModel as SnorkelLabelModel

from goldsmith.errors import InputError

__all__ = ["LabelModel"]

_LEAST_FUNCTIONS = (
    3  # the model identifies accuracies from triples of functions (Ratner et al. 2019, section 3)
)


class LabelModel(SnorkelLabelModel):
    """Snorkel's `LabelModel` (Ratner et al. 2019, arXiv 1810.02840), same parameters and results, without thread overhead.

    Its matrices are tiny, so threads only wait for one another: on 100k x 10 one thread takes 0.5 s where two take 7.
    """

    def fit(self, L_train: NDArray[np.integer], *args: Any, **kwargs: Any) -> None:
        """Fit on L, an [n, m] matrix of votes; see Snorkel for the options (`class_balance`, `n_epochs`, `seed`, ...).

        Raises:
            InputError: fewer than three functions, or a matrix in which nobody votes.
        """
        if L_train.ndim != 2 or L_train.shape[1] < _LEAST_FUNCTIONS:
            raise InputError(f"a label model needs an [n, m >= 3] matrix of votes, got shape {L_train.shape}")
        if not (L_train >= 0).any():
            raise InputError("nobody votes on any row: the labeling functions all abstain")
        with _one_thread():
            super().fit(L_train, *args, **kwargs)

    def confident_labels(self, L: NDArray[np.integer]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return (labels [n], confidence [n]): the likeliest class and its probability; (-1, 0.0) where nobody voted.

        A posterior without a vote is only the class balance: it is no label.
        """
        with _one_thread():
            posterior = self.predict_proba(L)
        covered = (L >= 0).any(axis=1)
        labels = np.where(covered, posterior.argmax(axis=1), -1)
        return labels, np.where(covered, posterior.max(axis=1), 0.0)


@contextmanager
def _one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)
