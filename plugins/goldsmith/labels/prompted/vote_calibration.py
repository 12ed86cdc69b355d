"""How far a prompt's confidence is to be believed, learnt from rows whose class is known."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.labels.auroc import auroc
from goldsmith.labels.choose_scaler import Scaler, choose_scaler, held_out
from goldsmith.labels.label_model import Floats
from goldsmith.labels.prompted.prompted_votes import PromptedVotes
from goldsmith.labels.wilson import wilson_interval

__all__ = ["PromptCalibration", "VoteCalibration", "known_classes"]

Known: TypeAlias = Sequence[int | None] | npt.NDArray[np.integer]

_FEWEST = 20  # known votes below which a correction is noise


@dataclass(frozen=True)
class PromptCalibration:
    """What known rows say about one prompt.

    Attributes:
        name: the prompt's.
        known: its votes on known rows.
        right: how many of them are right.
        source: the confidence that is believed, the one with the largest AUROC; "" where the model tells none.
        correction: "none", "temperature" or "isotonic" by held-out log loss; "precision" where the model tells no confidence
            and its votes get the share of right ones, (right + 1) / (known + 2), Laplace's rule.
        scaler: what corrects [1 - confidence, confidence], None for no correction.
        threshold: the least corrected confidence of a vote that stands; 0 without a target, infinite where no threshold meets it.
        low: Wilson's lower bound, at 95 %, of the precision above the threshold on known rows; NaN without a vote there.
        held_out: the corrected confidence of each known vote by a correction that did not learn from it, [known], NaN without any.
    """

    name: str
    known: int
    right: int
    source: str
    correction: str
    scaler: Scaler | None
    threshold: float
    low: float
    held_out: Floats

    def corrected(self, confidence: Floats) -> Floats:
        """Return confidences as this prompt's correction makes them, NaN where they are."""
        if self.correction == "precision":
            return np.full(confidence.shape, (self.right + 1) / (self.known + 2))
        return _corrected(confidence, self.scaler)


@dataclass(frozen=True)
class VoteCalibration:
    """A correction and a threshold for each prompt, [m], fitted once and good for new texts of the same kind.

    Attributes:
        prompts: one a prompt.
        target: the precision that was asked for, None for none.
    """

    prompts: tuple[PromptCalibration, ...]
    target: float | None

    @classmethod
    def fit(cls, votes: PromptedVotes, known: Known, target: float | None = None) -> "VoteCalibration":
        """Learn from rows whose class people, or a consensus, know.

        For each prompt, on the known rows it votes on: of several sources of confidence the one that tells right from wrong best
        (AUROC); a temperature or isotonic curves where held-out log loss says so (`choose_scaler`); and the smallest threshold above
        which Wilson's lower bound on the precision meets the target. With fewer than 20 known votes, or where all are right or
        all wrong, the confidence stays as it is. The known rows choose all this: measure with others.

        Args:
            votes: uncorrected ones.
            known: class numbers, [n], -1 or None where not known.
            target: the precision wanted of the votes that stand, in (0, 1); None takes no vote back.

        Raises:
            InputError: another length, a class that is none, nothing known, or a target outside (0, 1).
            MissingExtraError: scikit-learn or SciPy is not installed.
        """
        if target is not None and not 0 < target < 1:
            raise InputError(f"target must lie in (0, 1), got {target}")
        classes = known_classes(known, len(votes.L), votes.cardinality)
        return cls(tuple(_fit(votes, at, classes, target) for at in range(len(votes.prompts))), target)

    def transform(self, votes: PromptedVotes) -> PromptedVotes:
        """Return the votes with corrected confidence, and without those below their prompt's threshold.

        Raises:
            InputError: they are by other prompts.
        """
        if votes.names != tuple(one.name for one in self.prompts):
            raise InputError(
                f"fitted on {[one.name for one in self.prompts]}, got votes by {list(votes.names)}"
            )
        confidence = np.full(votes.L.shape, np.nan)
        out = np.zeros(votes.L.shape, dtype=bool)
        for at, one in enumerate(self.prompts):
            said = votes.L[:, at] >= 0
            sure = one.corrected(_of_source(votes, one.source, at)[said])
            confidence[said, at] = sure
            low = np.isnan(sure) if one.threshold else np.zeros(len(sure), dtype=bool)
            out[said, at] = low | (sure < one.threshold)
        return replace(votes, confidence=confidence).without(out, f"below_threshold: target {self.target}")


def known_classes(known: Known, n: int, cardinality: int) -> npt.NDArray[np.int64]:
    """Return classes, [n], -1 for unknown ones, or raise InputError unless there is one a row and something is known."""
    classes = np.array([-1 if one is None else one for one in np.asarray(known, dtype=object)])
    if classes.shape != (n,) or not np.issubdtype(classes.dtype, np.integer):
        raise InputError(f"known must hold an integer or None for each of {n} rows, got {classes!r:.80}")
    if classes.min(initial=-1) < -1 or not 0 <= classes.max(initial=-1) < cardinality:
        raise InputError(f"known must hold a class in [0, {cardinality}) somewhere, and -1 or None elsewhere")
    return classes.astype(np.int64)


def _fit(
    votes: PromptedVotes, at: int, known: npt.NDArray[np.int64], target: float | None
) -> PromptCalibration:
    seen = (votes.L[:, at] >= 0) & (known >= 0)
    right = (votes.L[seen, at] == known[seen]).astype(np.int64)
    source = _best_source(votes, at, seen, right)
    sure = _of_source(votes, source, at)[seen]
    correction, scaler, apart = _correction(sure, right)
    if not source:
        correction = "precision"
        apart = (right.sum() - right + 1) / (max(len(right) - 1, 0) + 2)  # by the other votes
    found = PromptCalibration(
        votes.prompts[at].name, len(right), int(right.sum()), source, correction, scaler, 0.0, np.nan, apart
    )
    threshold, low = _threshold(found.corrected(sure), right, target)
    return replace(found, threshold=threshold, low=low)


def _best_source(
    votes: PromptedVotes, at: int, seen: npt.NDArray[np.bool_], right: npt.NDArray[np.int64]
) -> str:
    usable: dict[str, float] = {}
    for name, values in votes.sources.items():
        if not np.isnan(values[votes.L[:, at] >= 0, at]).any():
            area = auroc(values[seen, at], right)
            usable[name] = 0.5 if np.isnan(area) else area
    return max(usable, key=usable.__getitem__) if usable else ""


def _of_source(votes: PromptedVotes, source: str, at: int) -> Floats:
    values = votes.sources.get(source)
    return np.full(len(votes.L), np.nan) if values is None else values[:, at]


def _correction(sure: Floats, right: npt.NDArray[np.int64]) -> tuple[str, Scaler | None, Floats]:
    if len(right) < _FEWEST or np.isnan(sure).any() or len(np.unique(right)) < 2:
        return "none", None, sure
    pairs = np.column_stack([1 - sure, sure])
    found = choose_scaler(pairs, right)
    return found.name, found.scaler, held_out(found.name, pairs, right)[:, 1]


def _corrected(confidence: Floats, scaler: Scaler | None) -> Floats:
    if scaler is None:
        return confidence
    result, there = np.full(confidence.shape, np.nan), ~np.isnan(confidence)
    if there.any():
        sure = confidence[there]
        result[there] = scaler.transform(np.column_stack([1 - sure, sure]))[:, 1]
    return np.clip(result, 0, 1)


def _threshold(sure: Floats, right: npt.NDArray[np.int64], target: float | None) -> tuple[float, float]:
    """Return the smallest threshold that meets the target, and the bound above it."""
    if target is None:
        return 0.0, wilson_interval(int(right.sum()), len(right))[0] if len(right) else np.nan
    for threshold in np.unique(sure[~np.isnan(sure)]):
        stays = sure >= threshold
        low = wilson_interval(int(right[stays].sum()), int(stays.sum()))[0]
        if low >= target:
            return float(threshold), low
    return np.inf, np.nan
