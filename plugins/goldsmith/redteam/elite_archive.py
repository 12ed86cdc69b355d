"""The best attack found for every risk and style, and where to look next: MAP-Elites."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import exp
from pathlib import Path
from random import Random
from typing import Any

from goldsmith.data import atomic_path
from goldsmith.errors import InputError, JournalError
from goldsmith.generate import derived_seed
from goldsmith.serving.locks import FileLock

__all__ = ["Draw", "Elite", "EliteArchive", "archive_held"]

Row = dict[str, Any]
Niche = tuple[str, str]


@dataclass(frozen=True)
class Elite:
    """An attack in the archive.

    Attributes:
        risk: its row in the grid.
        style: its column.
        fitness: how surely it succeeds, in [0, 1].
        row: the attack itself and whatever else is kept of it, JSON values.
    """

    risk: str
    style: str
    fitness: float
    row: Row

    def __post_init__(self) -> None:
        if not 0 <= self.fitness <= 1:
            raise InputError(f"a fitness is in [0, 1], got {self.fitness}")


@dataclass(frozen=True)
class Draw:
    """A mutation to make.

    Attributes:
        parent: the row to mutate.
        risk: the risk it is to be about.
        style: how it is to be put.
    """

    parent: Row
    risk: str
    style: str


@dataclass
class EliteArchive:
    """A grid of risks x styles with at most one attack a cell.

    MAP-Elites (Mouret and Clune 2015, arXiv 1504.04909) as Rainbow Teaming has it (Samvelyan et al. 2024, arXiv 2402.16822,
    section 3): parents are drawn uniformly from the archive, target cells with a probability in proportion to
    exp(-fitness / temperature), where an empty cell has a fitness of 0. A batch of mutations is drawn at once, for cells that
    all differ, so that no two compete within it.

    >>> archive = EliteArchive(["privacy", "hate"], ["plain", "urgency"])
    >>> (draw,) = archive.draws(1, seeds=[{"id": "diary"}])
    >>> archive.place(Elite(draw.risk, draw.style, 1.0, {"id": "first"}))
    >>> archive.coverage
    0.25
    >>> {(draw.risk, draw.style) for draw in archive.draws(3)} & set(archive.elites)
    set()

    Attributes:
        risks: all different.
        styles: all different.
        temperature: of the draw of cells, above 0.
        seed: of the draws.
        elites: the attacks by risk and style.
        iteration: how many batches have been drawn and worked on; `finish` counts.
        others: rows that have no place in it: rejected, replaced, failed.
    """

    risks: Sequence[str]
    styles: Sequence[str]
    temperature: float = 0.1
    seed: int = 0
    elites: dict[Niche, Elite] = field(default_factory=dict)
    iteration: int = 0
    others: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        niches = self.niches
        if not niches or len(set(niches)) < len(niches) or self.temperature <= 0:
            raise InputError(
                f"{len(self.risks)} risks, {len(self.styles)} styles, temperature {self.temperature}: wanted one or more of "
                "each, all different, and a temperature above 0"
            )

    @property
    def niches(self) -> list[Niche]:
        """All cells of the grid."""
        return [(risk, style) for risk in self.risks for style in self.styles]

    @property
    def coverage(self) -> float:
        """The share of cells with an attack, in [0, 1]."""
        return len(self.elites) / len(self.niches)

    def draws(self, count: int, seeds: Sequence[Row] = ()) -> list[Draw]:
        """Return what to mutate next, the same for the same archive and iteration; as many as there are cells, at most.

        Args:
            count: how many.
            seeds: the parents while the archive is empty.

        Raises:
            InputError: there is no parent.
        """
        rng = Random(derived_seed(self.seed, "rainbow", self.iteration))  # noqa: S311 (no secrets)
        parents = [self.elites[niche].row for niche in self.niches if niche in self.elites] or list(seeds)
        if not parents:
            raise InputError("the archive is empty and there are no seeds: nothing can be mutated")
        return [Draw(rng.choice(parents), *niche) for niche in self._targets(count, rng)]

    def place(self, elite: Elite) -> Elite | None:
        """Put an attack into its cell, and return the one that stood there."""
        niche = (elite.risk, elite.style)
        if niche not in self.niches:
            raise InputError(f"{niche} is no cell of this archive")
        before = self.elites.get(niche)
        self.elites[niche] = elite
        return before

    def finish(self) -> None:
        """Count an iteration."""
        self.iteration += 1

    def save(self, path: Path, settings: str) -> None:
        """Write the archive to a file, whole or not at all; `settings` says what it depends on."""
        told = {
            "settings": settings,
            "iteration": self.iteration,
            "elites": [vars(self.elites[niche]) for niche in self.niches if niche in self.elites],
            "others": self.others,
        }
        try:
            with atomic_path(path) as draft:
                draft.write_text(json.dumps(told), encoding="utf-8")
        except OSError as err:
            raise JournalError(f"{path}: the archive cannot be written ({err}). Name another file") from err

    def restore(self, path: Path, settings: str) -> bool:
        """Go on from a file that `save` wrote; return whether there was one.

        Raises:
            JournalError: it cannot be read, is damaged, or was written with other settings.
        """
        if not path.exists():
            return False
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            same = told["settings"] == settings
            elites = [Elite(**elite) for elite in told["elites"]]
            iteration, others = int(told["iteration"]), list(told["others"])
        except (OSError, ValueError, KeyError, TypeError) as err:
            raise JournalError(f"{path}: the archive cannot be read ({err}). Remove the file") from err
        if not same:
            raise JournalError(
                f"{path} holds an archive of other seeds, models, prompts or options. Remove it, or name another file"
            )
        for elite in elites:
            self.place(elite)
        self.iteration, self.others = iteration, others
        return True

    def probabilities(self) -> Mapping[Niche, float]:
        """Return the chance of each cell to be the first target of a batch; they add up to 1."""
        weights = self._weights()
        total = sum(weights.values())
        return {niche: weight / total for niche, weight in weights.items()}

    def _weights(self) -> dict[Niche, float]:
        fitness = {
            niche: self.elites[niche].fitness if niche in self.elites else 0.0 for niche in self.niches
        }
        lowest = min(fitness.values())  # taken off, so that not all weights vanish
        return {niche: exp(-(value - lowest) / self.temperature) for niche, value in fitness.items()}

    def _targets(self, count: int, rng: Random) -> Iterator[Niche]:
        weights = self._weights()
        for _ in range(min(count, len(weights))):
            if not any(weights.values()):
                return  # what is left cannot be drawn
            (niche,) = rng.choices(list(weights), list(weights.values()))
            del weights[niche]
            yield niche


@contextmanager
def archive_held(path: Path) -> Iterator[None]:
    """Keep an archive's file from other processes, by a lock file beside it.

    Raises:
        JournalError: another process has it, or no file can be written there.
    """
    try:
        lock = FileLock(path.with_name(f"{path.name}.lock"))
    except OSError as err:
        raise JournalError(f"{path}: the archive cannot be written ({err}). Name another file") from err
    try:
        if not lock.try_acquire():
            raise JournalError(f"{path} is in use by another run. Wait, or name another file")
        yield
    finally:
        lock.close()
