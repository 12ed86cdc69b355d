"""What a model has proposed, and what was refused."""

from dataclasses import dataclass

from goldsmith.labels.proposals.candidate import Refused
from goldsmith.labels.proposals.vetted import Vetted
from goldsmith.labels.proposals.written_out import written_out

__all__ = ["ProposedFunctions"]

_HEAD = ("function", "fires", "right", "accuracy", "overlap", "conflict")


@dataclass(frozen=True)
class ProposedFunctions:
    """Labeling functions to read and edit, best known first.

    Attributes:
        functions: the candidates that stood the trial, with their figures.
        refused: the others, each with the reason.
        labels: the classes, in the order of their numbers.
    """

    functions: tuple[Vetted, ...]
    refused: tuple[Refused, ...]
    labels: tuple[str, ...]

    def to_python(self) -> str:
        """Return the source of a module of ordinary Snorkel labeling functions; `LFS` lists them. Nothing of it is run."""
        return written_out(self.functions, self.labels)

    def table(self) -> str:
        """Return the figures of the proposed functions, and under them the refused candidates with the reasons."""
        rows = [_HEAD, *map(_row, self.functions)]
        widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
        lines = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]
        return "\n".join([*lines, *(f"refused: {one.what}: {one.reason}" for one in self.refused)])


def _row(one: Vetted) -> tuple[str, ...]:
    low, high = one.accuracy
    figures = (f"{one.coverage:.1%}", f"{one.right}/{one.fired}", f"{low:.2f}-{high:.2f}")
    return (one.name, *figures, f"{one.overlap:.1%}", f"{one.conflict:.1%}")
