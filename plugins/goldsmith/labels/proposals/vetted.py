"""What a candidate is worth, by what it does to texts."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.labels.label_matrix import Votes, label_matrix
from goldsmith.labels.proposals.candidate import Candidate, Refused
from goldsmith.labels.proposals.fires import fires
from goldsmith.labels.wilson import wilson_interval
from goldsmith.verify import CodeSandbox

__all__ = ["Standard", "Vetted", "vet"]


@dataclass(frozen=True)
class Standard:
    """What a candidate must reach.

    Attributes:
        min_accuracy: the least share of right votes on known rows, in [0, 1]; always voting for the class must be worse, too.
        max_coverage: a function that fires on more of the texts is too broad.
        enough: known rows that a function must fire on before its accuracy decides.
    """

    min_accuracy: float = 0.6
    max_coverage: float = 0.8
    enough: int = 3

    def __post_init__(self) -> None:
        """Refuse what no candidate could be held to."""
        if not 0 <= self.min_accuracy <= 1 or not 0 < self.max_coverage <= 1 or self.enough < 1:
            raise InputError(f"wanted shares in [0, 1] and enough >= 1, got {self}")


@dataclass(frozen=True)
class Vetted:
    """A candidate that is proposed, and its figures.

    Attributes:
        name: of the labeling function.
        candidate: what it is.
        coverage: the share of texts on which it fires.
        fired: the known rows on which it fires.
        right: those of them whose class it votes for.
        accuracy: Wilson's interval of the share of right votes, at 95 %.
        overlap: the share of texts on which it fires, and another proposed function or one that was there before.
        conflict: the share of texts on which one of those votes for another class.
        proven: whether it fires on enough known rows for the figures to mean something.
    """

    name: str
    candidate: Candidate
    coverage: float
    fired: int
    right: int
    accuracy: tuple[float, float]
    overlap: float = 0.0
    conflict: float = 0.0
    proven: bool = False
    votes: Votes = field(default_factory=lambda: np.empty(0, dtype=np.int8), repr=False, compare=False)


def vet(
    candidates: Sequence[Candidate],
    labels: Sequence[str],
    texts: Sequence[str],
    dev_texts: Sequence[str],
    dev_labels: Sequence[str],
    *,
    existing: npt.ArrayLike | None = None,
    standard: Standard | None = None,
    sandbox: CodeSandbox | None = None,
) -> tuple[list[Vetted], list[Refused]]:
    """Try candidates on texts, and on known rows; refuse those that fail, each with the reason.

    Args:
        candidates: from `read_candidates`.
        labels: the classes, in the order of their numbers.
        texts: [n], without known labels: for coverage, overlap and conflict.
        dev_texts: [d], known rows, which taught nobody anything.
        dev_labels: their classes, [d].
        existing: votes on `texts` by functions that are there already, [n, m].
        standard: what a candidate must reach.
        sandbox: where Python runs.

    >>> words = [Candidate("spam", "keywords", ("free",)), Candidate("spam", "keywords", ("the",))]
    >>> texts, dev = ["free now", "the sea", "so free"], ["get free", "the end", "the sea", "free", "be free", "the"]
    >>> kept, refused = vet(words, ["ham", "spam"], texts, dev, ["spam", "ham", "ham", "spam", "ham", "ham"])
    >>> [(one.name, one.right, one.fired) for one in kept], refused[0].reason
    ([('spam_keywords_1', 2, 3)], 'is right on 0 of 3 known rows, wanted 60%')
    """
    standard = standard or Standard()
    if len(dev_texts) != len(dev_labels) or not texts:
        raise InputError(
            f"wanted texts, and a label for each dev text; got {len(texts)} texts, {len(dev_texts)} dev texts "
            f"and {len(dev_labels)} labels"
        )
    if strange := sorted(set(dev_labels) - set(labels)):
        raise InputError(f"dev labels {strange} are none of {list(labels)}")
    before = (
        np.empty((len(texts), 0), dtype=np.int8) if existing is None else label_matrix(existing, len(labels))
    )
    if len(before) != len(texts):
        raise InputError(f"existing votes must be on the {len(texts)} texts, got {len(before)} rows")
    known = np.array([labels.index(label) for label in dev_labels], dtype=np.int64)
    kept: list[Vetted] = []
    refused: list[Refused] = []
    for candidate, where in zip(
        candidates, fires(candidates, [*texts, *dev_texts], sandbox=sandbox), strict=True
    ):
        found = where if isinstance(where, str) else _tried(candidate, where, labels, known, len(texts))
        if isinstance(found, Vetted):
            found = _complaint(found, kept, labels, known, standard) or _named(found, kept, standard)
        if isinstance(found, str):
            refused.append(Refused(_told(candidate), found))
        else:
            kept.append(found)
    return _among_others(kept, before), refused


def _tried(
    candidate: Candidate,
    where: npt.NDArray[np.bool_],
    labels: Sequence[str],
    known: npt.NDArray[np.int64],
    n: int,
) -> Vetted:
    number = labels.index(candidate.label)
    on_dev = where[n:]
    fired, right = int(on_dev.sum()), int((on_dev & (known == number)).sum())
    votes = np.where(where, number, -1).astype(np.int8)
    return Vetted(
        "", candidate, float(where[:n].mean()), fired, right, wilson_interval(right, fired), votes=votes
    )


def _complaint(
    found: Vetted, kept: list[Vetted], labels: Sequence[str], known: npt.NDArray[np.int64], standard: Standard
) -> str:
    if found.coverage == 0 and not found.fired:
        return "fires on no text"
    if found.coverage > standard.max_coverage:
        return f"is too broad: it fires on {found.coverage:.0%} of the texts"
    if twin := next((one.name for one in kept if np.array_equal(one.votes, found.votes)), None):
        return f"votes as {twin} does on every text"
    if found.fired < standard.enough:
        return ""
    share = found.right / found.fired
    told = f"is right on {found.right} of {found.fired} known rows"
    if share < standard.min_accuracy:
        return f"{told}, wanted {standard.min_accuracy:.0%}"
    always = float((known == labels.index(found.candidate.label)).mean())
    return (
        f"{told}, no better than always saying {found.candidate.label!r} ({always:.0%})"
        if share <= always < 1
        else ""
    )


def _named(found: Vetted, kept: list[Vetted], standard: Standard) -> Vetted:
    stem = "".join(c if c.isascii() and c.isalnum() else "_" for c in found.candidate.label.lower()).strip(
        "_"
    )
    stem = f"{stem or 'label'}_{found.candidate.kind}"
    stem = stem if stem[0].isalpha() else f"label_{stem}"
    number = 1 + sum(one.name.rpartition("_")[0] == stem for one in kept)
    return replace(found, name=f"{stem}_{number}", proven=found.fired >= standard.enough)


def _among_others(kept: list[Vetted], before: Votes) -> list[Vetted]:
    n = len(before)
    everyone = np.column_stack([before, *(one.votes[:n] for one in kept)])
    placed = []
    for at, one in enumerate(kept, start=before.shape[1]):
        others = np.delete(everyone, at, axis=1)
        mine = one.votes[:n, None]
        overlap = ((mine >= 0) & (others >= 0)).any(axis=1).mean()
        conflict = ((mine >= 0) & (others >= 0) & (others != mine)).any(axis=1).mean()
        placed.append(replace(one, overlap=float(overlap), conflict=float(conflict)))
    return placed


def _told(candidate: Candidate) -> str:
    return f"{candidate.label} if {candidate.kind}: {', '.join(candidate.body)}"
