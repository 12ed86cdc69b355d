"""Who is shown what, in which order and under which name: counterbalanced by design, not by chance."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from goldsmith.errors import InputError

__all__ = ["CELLS", "Showing", "assigned_variants", "between_showings", "within_showings"]


@dataclass(frozen=True)
class Showing:
    """What one draw of a persona shows.

    Attributes:
        order: the variants in the order shown, 0 or 1 each; one of them alone in a between design.
        names: the name of variant 0 and that of variant 1, each as 0 or 1, the place of the name among the two.
    """

    order: tuple[int, ...]
    names: tuple[int, int]


CELLS = tuple(Showing((first, 1 - first), (name, 1 - name)) for first in (0, 1) for name in (0, 1))
"""Both orders under both namings: the full 2 x 2 factorial."""


def within_showings(num_draws: int) -> list[Showing]:
    """Return the showings of one persona who sees both variants, [num_draws].

    Every combination of order and naming comes up equally often for *each* persona, so that neither can be taken for an
    effect of the variant, whatever persona is lost later.

    Raises:
        InputError: `num_draws` is no multiple of four, or below it.

    >>> [showing.order for showing in within_showings(4)]
    [(0, 1), (0, 1), (1, 0), (1, 0)]
    """
    return [CELLS[draw % len(CELLS)] for draw in range(_checked(num_draws))]


def between_showings(variant: int, num_draws: int) -> list[Showing]:
    """Return the showings of one persona who sees one variant alone, each name equally often, [num_draws].

    Raises:
        InputError: as `within_showings`.

    >>> [showing.names[1] for showing in between_showings(1, 4)]
    [1, 0, 1, 0]
    """
    return [Showing((variant,), CELLS[draw % 2].names) for draw in range(_checked(num_draws))]


def assigned_variants(personas: Sequence[str], seed: int = 0) -> dict[str, int]:
    """Return which of the two variants each persona sees in a between design: half of them each, drawn by the seed.

    Of an odd number, which variant gets one more is drawn, too. A name that comes up twice is one persona.

    >>> sorted(assigned_variants(["ann", "bob", "cem", "dua"]).values())
    [0, 0, 1, 1]
    """
    rng = Random(seed)  # noqa: S311 (no secrets)
    names = list(dict.fromkeys(personas))
    start = rng.randrange(2)
    return {name: (start + place) % 2 for place, name in enumerate(rng.sample(names, len(names)))}


def _checked(num_draws: int) -> int:
    if num_draws < len(CELLS) or num_draws % len(CELLS):
        raise InputError(
            f"num_draws must be a multiple of {len(CELLS)} (two orders x two namings, each equally often), got {num_draws}"
        )
    return num_draws
