"""The operations of Evol-Instruct and of its variants for code and mathematics."""

from collections.abc import Sequence

from goldsmith.errors import InputError
from goldsmith.generate.derived_seed import derived_seed

__all__ = ["OPERATIONS", "draw_operation", "operations_of"]

OPERATIONS: dict[str, tuple[str, ...]] = {
    # arXiv 2304.12244, section 3.2: five in depth, one in breadth.
    "general": (
        "add_constraints",
        "deepen",
        "concretize",
        "increase_reasoning",
        "complicate_input",
        "breadth",
    ),
    # arXiv 2306.08568, section 3.1: five heuristics, none in breadth.
    "code": (
        "add_constraints",
        "replace_requirement",
        "increase_reasoning",
        "erroneous_code",
        "raise_complexity",
    ),
    # arXiv 2308.09583, section 3: four upward, two downward.
    "math": (
        "add_constraints",
        "concretize",
        "deepen",
        "increase_reasoning",
        "easier",
        "easier_new_topic",
    ),
}


def operations_of(variant: str, chosen: Sequence[str] = (), *, breadth: bool = True) -> tuple[str, ...]:
    """Return the operations to draw from: those of the variant, or the `chosen` among them, in the variant's order.

    >>> operations_of("general", breadth=False)
    ('add_constraints', 'deepen', 'concretize', 'increase_reasoning', 'complicate_input')

    Raises:
        InputError: no such variant, a chosen operation that it lacks, or none left.
    """
    if variant not in OPERATIONS:
        raise InputError(f"no variant {variant!r}: choose one of {list(OPERATIONS)}")
    there = OPERATIONS[variant]
    unknown = sorted(set(chosen) - set(there))
    if unknown:
        raise InputError(f"the variant {variant!r} has no operations {unknown}: it has {list(there)}")
    left = tuple(name for name in there if (not chosen or name in chosen) and (breadth or name != "breadth"))
    if not left:
        raise InputError(f"no operation is left of {list(chosen)} with breadth={breadth}: choose more")
    return left


def draw_operation(operations: Sequence[str], *, seed: int, row_id: str, epoch: int) -> str:
    """Return one of the operations, uniformly at random over rows and epochs, always the same for these arguments.

    >>> drawn = [draw_operation(["a", "b"], seed=0, row_id=str(n), epoch=1) for n in range(1000)]
    >>> 450 < drawn.count("a") < 550
    True
    """
    return operations[derived_seed(seed, row_id, epoch, "operation") % len(operations)]
