"""How far a voter is doubted."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.labels.label_model import Floats
from goldsmith.labels.vote_odds import TAKEN_FOR_GRANTED, vote_odds
from goldsmith.labels.wilson import wilson_interval

__all__ = ["Doubt"]

_HALF = 0.5


@dataclass(frozen=True)
class Doubt:
    """What is asked of a voter before its votes count, and before they make a label by themselves.

    The settings are those that `benchmarks/outside_voters.py` recommends, which has seen no real set: it makes label matrices by chance,
    of 4 to 30 functions with errors in common on rows easy and hard, and voters of known worth. Of the settings under which no voter spoils more
    sets than chance does, and one that knows nothing labels no open row, they are those by which useful voters label most rows right.

    Attributes:
        less: standard errors by which a vote must be worth less than the odds of 4 that label models take for granted, to be withdrawn;
        more: and by which it must be worth more than nothing, to stay.
        alone: the odds that a vote must surely have (by `more`) to label a row that no other votes on;
        telling: where so many votes can be judged. It must also surely be right more often than wrong (Wilson, 95 %).
        imagined: votes at odds of 4 that every voter starts with.
        rounds: how often voters are judged: at first by the others alone, then by what all say together.

    Raises:
        InputError: a setting is out of range.
    """

    less: float = 1.645
    more: float = 1.645
    alone: float = 1.5
    telling: int = 100
    imagined: float = 10.0
    rounds: int = 2

    def __post_init__(self) -> None:
        """Check the settings."""
        if min(self.less, self.more) < 0 or self.alone < 1 or self.imagined <= 0 or self.rounds < 1:
            raise InputError(
                f"wanted less and more >= 0, alone >= 1, imagined > 0 and rounds >= 1, got {self}"
            )

    def by_chance(self, fires: npt.NDArray[np.bool_], p: Floats) -> bool:
        """Return whether votes are surely worth less than is taken for granted, and not surely anything.

        Args:
            fires: where they are cast, [c].
            p: the probability of their class, [c].
        """
        odds, error = vote_odds(fires, p)
        little = odds + self.less * error < np.log(TAKEN_FOR_GRANTED)
        return bool(little and odds - self.more * error <= 0)

    def too_weak(self, fires: npt.NDArray[np.bool_], p: Floats) -> bool:
        """Return whether votes are worth too little to label a row by themselves. Arguments as `by_chance`."""
        votes, right = int(fires.sum()), int(p[fires].sum())
        if votes < self.telling:
            return False
        odds, error = vote_odds(fires, p)
        sure = odds - self.more * error > np.log(self.alone)
        return not sure or wilson_interval(right, votes)[0] <= _HALF

    def worth(self, column: npt.NDArray[np.integer], label: int, p: Floats) -> Floats:
        """Return the logarithm of the odds of one voter's votes for a class at each level, at least 0, [levels].

        Few votes at a level are believed like the voter's others.

        Args:
            column: its votes, [c, levels].
            label: the class.
            p: the probability of that class, [c].
        """
        at = np.asarray(column == label)
        whole = vote_odds(np.asarray(at.any(axis=1)), p, imagined=self.imagined)[0]
        if at.shape[1] == 1:
            return np.array([max(whole, 0.0)])
        start = float(np.exp(whole))
        each = [
            vote_odds(at[:, level], p, imagined=self.imagined, odds=start)[0] for level in range(at.shape[1])
        ]
        return np.maximum(each, 0.0)
