"""How much each voter counts when some of them say the same for the same reason."""

from collections.abc import Hashable, Sequence

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.labels.label_matrix import Votes, voted_matrix
from goldsmith.labels.label_model import Floats
from goldsmith.labels.map_em import map_em

__all__ = ["group_weights"]

_NOTHING = 1e-9


def group_weights(L: npt.ArrayLike, groups: Sequence[Hashable | None], cardinality: int) -> Floats:
    """Return a weight for each voter, in (0, 1]: five copies of one count as one, voters that err apart count in full.

    Label models multiply what voters say, as if each erred by itself. Prompts of one model do not: they share its errors. Voter j's weight
    is w_j = 1 / (1 + sum_l max(0, r_jl)) over the other voters l of its group, with r_jl the correlation of what the two say beyond
    what the class explains. For g voters that correlate alike it is 1 / (1 + (g - 1) r), the design effect of a cluster sample (Kish
    1965, "Survey Sampling", section 5.4).

    What the class explains is taken from `map_em` in which each group counts as one voter, so that a group cannot vouch for itself.
    Two voters that leave nothing unexplained are taken to be copies.

    Args:
        L: votes, integers, [n, m], -1 for abstain.
        groups: of each voter, [m], such as the model that was asked; None is a group of its own.
        cardinality: the number of labels, at least 2.

    Returns:
        [m], for `map_em(..., weights=...)`, `dawid_skene` and `weak_labels`.

    Raises:
        InputError: `L` is no integer matrix, a vote is out of range, nobody voted, or there are not m groups.

    >>> L = np.array([[1, 1, 1], [1, 1, 0], [0, 0, 0], [0, 0, 1], [1, 1, -1]])
    >>> group_weights(L, ["llm", "llm", None], cardinality=2).round(3).tolist()  # the first two say the same
    [0.5, 0.5, 1.0]
    """
    votes = voted_matrix(L, cardinality)
    if len(groups) != votes.shape[1]:
        raise InputError(f"wanted a group for each of {votes.shape[1]} voters, got {len(groups)}")
    members: dict[Hashable, list[int]] = {}
    for column, group in enumerate(groups):
        members.setdefault(("alone", column) if group is None else ("group", group), []).append(column)
    weights = np.ones(len(groups))
    for columns in members.values():
        weights[columns] = 1 / len(columns)
    if len(members) == len(groups):
        return weights
    q = map_em(votes, cardinality, weights=weights).probabilities
    for columns in members.values():
        weights[columns] = 1 / np.maximum(_correlations(votes[:, columns], q), 0).sum(axis=1)
    return weights


def _correlations(votes: Votes, q: Floats) -> Floats:
    """Return the correlation of what voters say beyond what the class explains, [g, g], 1 on the diagonal."""
    beyond = np.stack([_unexplained(column, q) for column in votes.T])
    products = beyond @ beyond.T
    size = np.sqrt(np.diag(products))
    nothing = size < _NOTHING * np.sqrt(len(votes))
    size[nothing] = 1
    found: Floats = products / np.outer(size, size)
    found[np.ix_(nothing, nothing)] = 1
    np.fill_diagonal(found, 1)
    return found


def _unexplained(column: npt.NDArray[np.integer], q: Floats) -> Floats:
    """Return a voter's votes for each class less their share in the row's class, [n * k]."""
    said = (column[:, None] == np.arange(q.shape[1])).astype(np.float64)
    mass = np.maximum(q.sum(axis=0), _NOTHING)
    rates = (q.T @ said) / mass[:, None]
    return np.asarray((said - q @ rates).ravel())
