"""How much likelier a vote is in its class than elsewhere."""

import numpy as np
import numpy.typing as npt

from goldsmith.labels.label_model import Floats

__all__ = ["TAKEN_FOR_GRANTED", "vote_odds"]

TAKEN_FOR_GRANTED = 4.0  # the odds that `map_em` gives a vote before it has seen any
_LEAST = 1e-3
_HALF = 0.5  # a vote, added to counts that may be 0


def vote_odds(
    fires: npt.NDArray[np.bool_],
    p: Floats,
    *,
    imagined: float = 0.0,
    odds: float = TAKEN_FOR_GRANTED,
) -> tuple[float, float]:
    """Return how many times likelier a vote is in its class than elsewhere, as a logarithm, and its standard error.

    Each class is given the same room, whatever its share. The error is that of a logarithm of counted odds (Woolf 1955, "On
    Estimating the Relation between Blood Group and Disease").

    Args:
        fires: where the vote is cast, [c].
        p: the probability of its class, [c].
        imagined: votes at `odds` that are added, none of them evidence.
        odds: above 0.

    >>> votes, truth = np.array([True, True, True, False]), np.array([1.0, 1.0, 0.0, 0.0])
    >>> [round(one, 2) for one in vote_odds(votes, truth)]  # log(2.5 / 1.5), half a vote being added
    [0.51, 1.03]
    """
    share = np.clip(p.mean(), _LEAST, 1 - _LEAST) if len(p) else 0.5
    mass = np.array([p[fires].sum(), (1 - p[fires]).sum()]) + (0 if imagined else _HALF)
    room = 2 * np.array([share, 1 - share])
    inside, elsewhere = mass / room + imagined / (1 + odds) * np.array([odds, 1])
    return float(np.log(inside / elsewhere)), float(np.sqrt((1 / np.maximum(mass, _HALF)).sum()))
