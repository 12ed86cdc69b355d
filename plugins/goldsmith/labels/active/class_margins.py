"""How undecided a classifier is."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["class_margins"]


def class_margins(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return by how much the likeliest class leads in each row, [n] in [0, 1], of the probabilities of each, [n, k].

    >>> class_margins(np.array([[0.5, 0.25, 0.25], [0.5, 0.5, 0.0]])).tolist()
    [0.25, 0.0]
    """
    top = np.partition(probabilities, -2, axis=1)[:, -2:]
    return np.asarray(top[:, 1] - top[:, 0])
