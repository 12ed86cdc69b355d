"""How many different texts a set amounts to."""

import numpy as np
import numpy.typing as npt

from goldsmith.quality.vectors import unit_vectors

__all__ = ["vendi_score"]


def vendi_score(vectors: npt.ArrayLike) -> float:
    """Return the effective number of different rows, from 1 (all alike) to n (all orthogonal).

    exp of the entropy of the eigenvalues of K / n, K being the cosines of all pairs (Friedman and Dieng 2023, "The Vendi
    Score", equation 1 with the order 1; on vectors X the eigenvalues are those of X'X / n as well, so that it takes O(n d^2)
    and nothing quadratic). It grows with n: compare sets of the same size. NaN without a row.

    Args:
        vectors: [n, d]; they are scaled to length 1, and a vector of zeros is left out.

    Raises:
        InputError: the vectors are not [n, d] finite numbers.

    >>> round(vendi_score([[1, 0], [2, 0], [0, 1], [0, 3]]), 6)
    2.0
    """
    unit = unit_vectors(vectors)
    unit = unit[unit.any(axis=1)]
    if not len(unit):
        return float("nan")
    gram = unit.T @ unit if len(unit) > unit.shape[1] else unit @ unit.T
    shares = np.linalg.eigvalsh(gram / len(unit))
    shares = shares[shares > 0]
    return float(np.exp(-(shares * np.log(shares)).sum()))
