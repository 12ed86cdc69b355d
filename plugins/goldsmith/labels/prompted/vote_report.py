"""What each prompt is worth."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from goldsmith.labels.auroc import auroc
from goldsmith.labels.calibration import ReliabilityBin, expected_calibration_error, reliability_bins
from goldsmith.labels.label_model import Floats
from goldsmith.labels.prompted.prompted_votes import PromptedVotes
from goldsmith.labels.prompted.vote_calibration import Known, VoteCalibration, known_classes

__all__ = ["PromptReport", "VoteReport", "vote_report"]


@dataclass(frozen=True)
class PromptReport:
    """One prompt's figures; those that need known rows or a confidence are None without.

    Attributes:
        name: the prompt's.
        polarity: the classes it votes for.
        coverage: the share of texts it votes on.
        conflicts: the share of texts on which it votes and another prompt votes for another class.
        failed: texts without a vote though the model did not abstain: reasons, by what stands before their colon, counted.
        known: its votes on rows whose class is known.
        accuracy: the share of those that are right.
        source: the confidence that is believed.
        correction: what it is corrected by.
        ece_before: expected calibration error of the confidence as given, over known votes, 10 bins.
        ece_after: the same after correction, each vote's by a correction that did not learn from it.
        auroc: whether it tells right votes from wrong ones.
        threshold: below which votes are taken back.
        kept: the share of its votes that stand.
        confidence: as given, of each known vote, [known].
        corrected: the same after correction, held out, [known].
        correct: whether each is right, [known].
    """

    name: str
    polarity: tuple[int, ...]
    coverage: float
    conflicts: float
    failed: dict[str, int]
    known: int = 0
    accuracy: float | None = None
    source: str = ""
    correction: str = "none"
    ece_before: float | None = None
    ece_after: float | None = None
    auroc: float | None = None
    threshold: float = 0.0
    kept: float = 1.0
    confidence: tuple[float, ...] = ()
    corrected: tuple[float, ...] = ()
    correct: tuple[bool, ...] = ()

    def reliability(self, *, before: bool = False, bins: int = 10) -> list[ReliabilityBin]:
        """Return the reliability diagram's bins after correction, or `before` it; none without known votes."""
        sure = self.confidence if before else self.corrected
        return reliability_bins(sure, self.correct, bins) if sure else []


@dataclass(frozen=True)
class VoteReport:
    """The figures of all prompts of one model."""

    model: str
    prompts: tuple[PromptReport, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data."""
        return asdict(self)

    def table(self) -> str:
        """Return the figures as text, a line a prompt."""
        head = (
            "prompt",
            "votes",
            "cover",
            "confl",
            "known",
            "right",
            "ECE",
            "-> ECE",
            "AUROC",
            "from",
            "kept",
        )
        lines = [head, *(_cells(one) for one in self.prompts)]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
            for line in lines
        )


def vote_report(
    votes: PromptedVotes, known: Known | None = None, calibration: VoteCalibration | None = None
) -> VoteReport:
    """Return what each prompt is worth.

    Args:
        votes: as the model gave them, uncorrected.
        known: class numbers, [n], -1 or None where not known.
        calibration: the correction and thresholds that were fitted; by default there are none.

    Raises:
        InputError: see `VoteCalibration.fit`.
    """
    names = range(len(votes.prompts))
    if known is None:
        return VoteReport(votes.model, tuple(PromptReport(**_counted(votes, at)) for at in names))
    classes = known_classes(known, len(votes.L), votes.cardinality)
    after = calibration.transform(votes) if calibration else votes
    return VoteReport(
        votes.model,
        tuple(
            PromptReport(**_counted(votes, at), **_judged(votes, after, at, classes, calibration))
            for at in names
        ),
    )


def _counted(votes: PromptedVotes, at: int) -> dict[str, Any]:
    column = votes.L[:, at]
    others = np.delete(votes.L, at, axis=1)
    opposed = ((others >= 0) & (others != column[:, None])).any(axis=1) & (column >= 0)
    reasons = [reason.partition(":")[0] for reason in votes.reasons[:, at] if reason]
    n = max(1, len(column))
    return {
        "name": votes.prompts[at].name,
        "polarity": tuple(np.unique(column[column >= 0]).tolist()),
        "coverage": float((column >= 0).sum() / n),
        "conflicts": float(opposed.sum() / n),
        "failed": {reason: reasons.count(reason) for reason in dict.fromkeys(reasons)},
    }


def _judged(
    votes: PromptedVotes,
    after: PromptedVotes,
    at: int,
    classes: Any,
    calibration: VoteCalibration | None,
) -> dict[str, Any]:
    said = votes.L[:, at] >= 0
    seen = said & (classes >= 0)
    right = votes.L[seen, at] == classes[seen]
    fitted = calibration.prompts[at] if calibration else None
    sure = votes.sources[fitted.source][seen, at] if fitted and fitted.source else votes.confidence[seen, at]
    corrected = fitted.held_out if fitted and len(fitted.held_out) == len(right) else sure
    told: dict[str, Any] = {"known": int(seen.sum()), "accuracy": float(right.mean()) if seen.any() else None}
    if fitted:
        told |= {
            "source": fitted.source,
            "correction": fitted.correction,
            "threshold": fitted.threshold,
            "kept": float((after.L[said, at] >= 0).mean()) if said.any() else 1.0,
        }
    return told | _calibration_figures(sure, corrected, right)


def _calibration_figures(sure: Floats, corrected: Floats, right: Any) -> dict[str, Any]:
    if not len(right) or np.isnan(sure).any():
        return {}
    area = auroc(sure, right)
    return {
        "ece_before": expected_calibration_error(sure, right),
        "ece_after": expected_calibration_error(np.clip(corrected, 0, 1), right),
        "auroc": None if np.isnan(area) else area,
        "confidence": tuple(sure.tolist()),
        "corrected": tuple(np.clip(corrected, 0, 1).tolist()),
        "correct": tuple(bool(one) for one in right),
    }


def _cells(one: PromptReport) -> Sequence[str]:
    def share(value: float | None) -> str:
        return "" if value is None else f"{value:.1%}"

    area = "" if one.auroc is None else f"{one.auroc:.2f}"
    classes = ",".join(map(str, one.polarity)) or "none"
    return (
        *(one.name, classes, share(one.coverage), share(one.conflicts), str(one.known), share(one.accuracy)),
        *(share(one.ece_before), share(one.ece_after), area, one.source, share(one.kept)),
    )
