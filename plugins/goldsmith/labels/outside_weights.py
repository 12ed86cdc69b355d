"""Whether voters say anything that others bear out."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.labels.label_matrix import Votes, label_matrix
from goldsmith.labels.label_model import Floats, LabelModelFit
from goldsmith.labels.map_em import map_em
from goldsmith.labels.wilson import wilson_interval

__all__ = ["BorneOut", "borne_out", "outside_weights"]

_ODDS = 4.0  # what `map_em` believes of a vote before it has seen any
_PSEUDO_VOTES = 10.0
_LEAST = 1e-3
_HALF = 0.5  # a vote, added to counts that may be 0
_ALONE, _TELLING = 2.0, 30  # odds a vote must surely have to make a label by itself, where so many votes tell
_LESS, _MORE = (
    1.645,
    2.326,
)  # standard errors: a vote is worth less than 4 to 1 (95 %), it is worth something (99 %)


@dataclass(frozen=True)
class BorneOut:
    """Votes as far as others bear them out.

    Attributes:
        votes: [n, m] int8, -1 also where a vote is withdrawn.
        weights: of each voter, [m], in [0.001, 1]; see `outside_weights`.
        withdrawn: whether a voter's votes for a class are, [m, k].
        never_alone: whether they are withdrawn at least from rows that no other votes on, [m, k].
    """

    votes: npt.NDArray[np.int8]
    weights: Floats
    withdrawn: npt.NDArray[np.bool_]
    never_alone: npt.NDArray[np.bool_]


def borne_out(votes: npt.ArrayLike, others: npt.ArrayLike, cardinality: int) -> BorneOut:
    """Weigh voters by what others bear out, and withdraw the votes that are not known to be better than chance.

    However little a vote counts, where it is the only one it makes the label. So a voter's votes for a class are withdrawn where it is
    surely less worth than a label model takes for granted (odds of 4, at 95 %) and not surely worth anything (odds of 1, at 99 %), by
    the odds that were seen (see `outside_weights`; here without imagined votes) and the standard error of their logarithm. Where too few rows
    tell, they stay.

    Rows that no other votes on are of another kind than those that tell. From them votes for a class are withdrawn already where, of 30
    votes or more that can be judged, they have not surely odds of 2 (99 %), or are not surely right more often than wrong (Wilson, 95 %). These
    bounds are no paper's: they were set looking at planted voters on YouTube, SMS and AG News.

    Args:
        votes: of the voters in question, integers, [n, m], -1 for abstain.
        others: votes of those who do not err as they do, [n, m1].
        cardinality: k, the number of labels, at least 2.

    Raises:
        InputError: a matrix holds no votes of this cardinality, or the two have different rows.

    >>> others = np.repeat([[0], [1]], 200, axis=0)
    >>> agrees, flips = np.repeat([0, 1], 200), np.arange(400) % 2
    >>> found = borne_out(np.column_stack([agrees, flips]), others, cardinality=2)
    >>> (found.votes >= 0).sum(axis=0).tolist(), found.withdrawn.tolist()
    ([400, 0], [[False, False], [True, True]])
    """
    said, fit = _met(votes, others, cardinality)
    withdrawn, never_alone = np.zeros((2, said.shape[1], cardinality), dtype=np.bool_)
    seen: npt.NDArray[np.bool_] = np.zeros(len(said), dtype=np.bool_)
    if fit is not None:
        # The likeliest class alone: label models that hesitate where they are right would hide what a voter is worth.
        seen, labels = fit.covered, fit.labels
        for voter, column in enumerate(said.T):
            for label in range(cardinality):
                told = column[labels >= 0] == label, (labels[labels >= 0] == label).astype(np.float64)
                withdrawn[voter, label] = _by_chance(*told)
                never_alone[voter, label] = _too_weak(*told)
    voters = np.arange(said.shape[1])
    away = withdrawn[voters, said] | (never_alone[voters, said] & ~seen[:, None])
    kept = np.where((said >= 0) & away, -1, said).astype(np.int8)
    return BorneOut(kept, _weights(kept, fit), withdrawn, never_alone)


def outside_weights(votes: npt.ArrayLike, others: npt.ArrayLike, cardinality: int) -> Floats:
    """Return a weight for each voter, in [0.001, 1]: what others bear out of what a label model takes for granted.

    `map_em` takes a vote to be 4 times likelier in its class than elsewhere, and a thousand rows hardly change its mind: a coin flip would
    be believed. Here the odds are counted where the others' label model has a class, each class given the same room, with 10
    imagined votes at 4 to 1; the weight is log(odds) / log(4), averaged over the votes and cut to [0.001, 1], so that the label model is left
    with the odds that were seen. Others who err make them smaller than they are: it is a lower estimate.

    Args:
        votes: of the voters in question, integers, [n, m], -1 for abstain.
        others: votes of those who do not err as they do, [n, m1]; none, or none that votes, says nothing, and the weights are 1.
        cardinality: the number of labels, at least 2.

    Returns:
        [m].

    Raises:
        InputError: a matrix holds no votes of this cardinality, or the two have different rows.

    >>> others = np.repeat([[0], [1]], 50, axis=0)
    >>> agrees, flips = np.repeat([0, 1], 50), np.arange(100) % 2
    >>> outside_weights(np.column_stack([agrees, flips]), others, cardinality=2).round(2).tolist()
    [1.0, 0.14]
    """
    return _weights(*_met(votes, others, cardinality))


def _met(votes: npt.ArrayLike, others: npt.ArrayLike, cardinality: int) -> tuple[Votes, LabelModelFit | None]:
    """Return the votes, and the others' label model where they vote."""
    said, outside = label_matrix(votes, cardinality), label_matrix(others, cardinality)
    if len(said) != len(outside):
        raise InputError(f"wanted the same rows, got {len(said)} and {len(outside)}")
    return said, map_em(outside, cardinality) if outside.size and outside.max() >= 0 else None


def _weights(said: Votes, fit: LabelModelFit | None) -> Floats:
    if fit is None:
        return np.ones(said.shape[1])
    q = fit.probabilities[fit.covered]
    return np.array([_average(column, q) for column in said[fit.covered].T])


def _average(column: Votes, q: Floats) -> float:
    voted = [label for label in range(q.shape[1]) if (column == label).any()]
    if not voted:
        return 1.0
    counts = [(column == label).sum() for label in voted]
    seen = [_log_odds(column == label, q[:, label], imagined=_PSEUDO_VOTES)[0] for label in voted]
    return float(np.clip(np.average(seen, weights=counts) / np.log(_ODDS), _LEAST, 1))


def _by_chance(fires: npt.NDArray[np.bool_], p: Floats) -> bool:
    odds, error = _log_odds(fires, p, imagined=0)
    return bool(odds + _LESS * error < np.log(_ODDS) and odds - _MORE * error <= 0)


def _too_weak(fires: npt.NDArray[np.bool_], p: Floats) -> bool:
    votes, right = int(fires.sum()), int(p[fires].sum())
    if votes < _TELLING:
        return False
    odds, error = _log_odds(fires, p, imagined=0)
    return bool(odds - _MORE * error <= np.log(_ALONE)) or wilson_interval(right, votes)[0] <= _HALF


def _log_odds(fires: npt.NDArray[np.bool_], p: Floats, *, imagined: float) -> tuple[float, float]:
    """Return how many times likelier it fires in a class than elsewhere, as a logarithm, and its standard error.

    Args:
        fires: [c].
        p: the probability of the class, [c].
        imagined: votes at 4 to 1 that are added, none of them evidence.
    """
    share = np.clip(p.mean(), _LEAST, 1 - _LEAST)
    mass = np.array([p[fires].sum(), (1 - p[fires]).sum()]) + (0 if imagined else _HALF)
    room = 2 * np.array([share, 1 - share])
    inside, elsewhere = mass / room + imagined / (1 + _ODDS) * np.array([_ODDS, 1])
    return float(np.log(inside / elsewhere)), float(np.sqrt((1 / np.maximum(mass, _HALF)).sum()))
