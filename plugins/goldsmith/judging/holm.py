"""Several tests at once."""

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError

__all__ = ["holm"]


def holm(p_values: npt.ArrayLike) -> list[float]:
    """Return p-values adjusted for being looked at together, in the order given: compare them with alpha as they are.

    The i-th smallest of m becomes max over j <= i of min(1, (m - j + 1) p_(j)) (Holm 1979, "A Simple Sequentially
    Rejective Multiple Test Procedure"), which keeps the chance of any false alarm at alpha whatever the dependence.

    Args:
        p_values: [m], in [0, 1].

    Raises:
        InputError: not a list of numbers in [0, 1].

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    p = np.asarray(p_values, dtype=np.float64)
    if p.ndim != 1 or not np.all((p >= 0) & (p <= 1)):  # also catches NaN
        raise InputError(f"p-values are a list of numbers in [0, 1], got {p_values!r}")
    order = np.argsort(p, kind="stable")
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(1, np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)))
    return [float(value) for value in adjusted]
