"""What to make of a labelled set, and how much: tried out on the set itself."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, nan, sqrt
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from goldsmith.augment.gate import LabelGate
from goldsmith.augment.plan.new_texts import new_texts
from goldsmith.augment.plan.technique import Technique, mixed
from goldsmith.errors import InputError
from goldsmith.extras import require
from goldsmith.labels import EndModel
from goldsmith.one_thread import one_thread

__all__ = ["Plan", "Trial", "choose_plan", "per_text"]

Part: TypeAlias = tuple[list[int], list[int]]
"""The rows to train on, and those to test on."""

_MODEL = EndModel.of_few()
_TABLE = ((500, 16), (2_000, 8))  # rows up to which each makes so many of a text; 4 beyond
_MOST = 32  # new texts of one


@dataclass(frozen=True, slots=True)
class Trial:
    """What a technique did on the parts of the set that it had not seen.

    Attributes:
        technique: its name; "" for the originals alone.
        score: the macro F1 over the held-out parts, in [0, 1].
        gain: over the originals alone, the mean of the parts' differences.
        error: the standard error of that mean, as if the parts were independent, which those of one set are not quite.
        kept: the share of new texts that passed the gate.
        new: how many did, on average.
    """

    technique: str
    score: float
    gain: float
    error: float
    kept: float
    new: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What to make of a labelled set.

    Attributes:
        technique: the one chosen; None if all did worse than the originals alone.
        per_text: how many new texts to make of each original, by label.
        counts: originals, by label.
        trials: what was tried, the originals alone first.
    """

    technique: Technique | None
    per_text: Mapping[str, int]
    counts: Mapping[str, int]
    trials: tuple[Trial, ...]

    @property
    def reason(self) -> str:
        """Why this technique, in a sentence."""
        alone = self.trials[0]
        if self.technique is None:
            return f"all that was tried did worse than the originals alone (macro F1 {alone.score:.3f})"
        chosen = next(trial for trial in self.trials if trial.technique == self.technique.name)
        return (
            f"{chosen.technique}: macro F1 {chosen.score:.3f} on rows it had not seen, {alone.score:.3f} without"
            f" (a gain of {chosen.gain:+.3f}, standard error {chosen.error:.3f})"
        )


def per_text(labels: Sequence[str], *, balance: bool = False) -> dict[str, int]:
    """Return how many new texts to make of each original, by label.

    16 with up to 500 originals, 8 with up to 2,000, 4 beyond: table 3 of Wei and Zou 2019, "EDA: Easy Data Augmentation
    Techniques for Boosting Performance on Text Classification Tasks". With `balance` smaller classes get more, up to 32, so
    that they come as near to the largest one as that allows.

    >>> per_text(["spam"] + ["ham"] * 3), per_text(["spam"] + ["ham"] * 3, balance=True)
    ({'ham': 16, 'spam': 16}, {'ham': 16, 'spam': 32})
    """
    counts = Counter(labels)
    each = next((number for rows, number in _TABLE if len(labels) <= rows), 4)
    if not balance:
        return dict.fromkeys(sorted(counts), each)
    target = max(counts.values()) * (1 + each)
    return {label: min(_MOST, ceil(target / count) - 1) for label, count in sorted(counts.items())}


def choose_plan(
    texts: Sequence[str],
    labels: Sequence[str],
    techniques: Sequence[Technique],
    *,
    balance: bool = False,
    gate: bool = True,
    tried: int = 8,
    folds: int = 5,
    repeats: int = 2,
    seed: int = 0,
) -> Plan:
    """Return the technique to take, tried out on parts of the set that neither it nor a classifier has seen.

    The set is dealt into folds, each class evenly. A classifier is trained on all folds but one, as they are, with what each
    technique makes of them, and with what all of them make together, and tested on the fold left out: nothing made of a text is ever
    in training where the text is tested. It is `EndModel.of_few()` on TF-IDF, which is cheap; a larger model may gain
    less.

    Of a hundred rows no trial tells gains of a point apart, so the best would be chosen by chance. The first technique in the order given is
    taken whose gain is within its standard error of the best one's, or of none where that is the best (the one-standard-error rule,
    Breiman et al. 1984, "Classification and Regression Trees", section 3.4.3): order them by what you know. All of them together come last.
    Rows that are not like those of the set, as of another source or time, are not tried on, and techniques may do harm there.

    Args:
        texts: the originals, [n].
        labels: [n].
        techniques: to try, the preferred first; their names differ.
        balance: whether small classes get more, see `per_text`.
        gate: whether new texts go through a `LabelGate`, made of the training folds.
        tried: the most new texts of one in a trial, however many the plan asks for: what more bring is little next to the time.
        folds: at least 2; fewer where a label has fewer texts.
        repeats: how often the set is dealt anew, at least 1.
        seed: of the folds and the techniques.

    Raises:
        InputError: the lengths differ, there are not two labels of three texts, or two techniques have one name.
        MissingExtraError: scikit-learn is not installed.
    """
    counts = Counter(labels)
    if len(texts) != len(labels) or len(counts) < 2 or min(counts.values()) < 3:
        raise InputError(
            f"a plan is tried out on two labels of three texts or more, got {len(texts)} texts and {dict(counts)}"
        )
    names = [one.name for one in techniques]
    if len(set(names)) < len(names) or "" in names:
        raise InputError(f"techniques need names that differ, got {names}")
    every = [*techniques, mixed(techniques)] if len(techniques) > 1 else list(techniques)
    wanted = per_text(labels, balance=balance)
    few = {label: ceil(count * min(1, tried / max(wanted.values()))) for label, count in wanted.items()}
    parts = _parts(labels, min(folds, *counts.values()), repeats, seed)
    with one_thread("augment"):
        runs = [_run(one, texts, labels, few, parts, gate=gate, seed=seed) for one in (None, *every)]
    trials = tuple(_trial(one, run, runs[0]) for one, run in zip((None, *every), runs, strict=True))
    best = max(trial.gain for trial in trials)
    chosen = next((at for at, trial in enumerate(trials[1:]) if trial.gain + trial.error >= best), None)
    return Plan(None if chosen is None else every[chosen], wanted, dict(sorted(counts.items())), trials)


def _parts(labels: Sequence[str], folds: int, repeats: int, seed: int) -> list[Part]:
    deal = require("sklearn.model_selection", extra="augment").RepeatedStratifiedKFold
    dealt = deal(n_splits=folds, n_repeats=repeats, random_state=seed).split(np.zeros(len(labels)), labels)
    return [(train.tolist(), held.tolist()) for train, held in dealt]


def _run(
    technique: Technique | None,
    texts: Sequence[str],
    labels: Sequence[str],
    wanted: Mapping[str, int],
    parts: list[Part],
    *,
    gate: bool,
    seed: int,
) -> npt.NDArray[np.float64]:
    """Return the score, the new texts and those refused, of each part: [parts, 3]."""
    f1_score = require("sklearn.metrics", extra="augment").f1_score
    classes = sorted(set(labels))
    found = []
    for train, held in parts:
        X, y = [texts[at] for at in train], [labels[at] for at in train]
        kept = refused = 0
        if technique:
            made = new_texts(technique, X, y, wanted, LabelGate(X, y, seed=seed) if gate else None, seed=seed)
            kept, refused = len(made.kept), len(made.refused)
            X, y = [*X, *(one.text for one in made.kept)], [*y, *(one.label for one in made.kept)]
        model = _MODEL.fit(X, np.eye(len(classes))[np.searchsorted(classes, y)])
        predicted = [classes[number] for number in model.predict([texts[at] for at in held])]
        score = f1_score([labels[at] for at in held], predicted, average="macro", labels=classes)
        found.append((score, kept, refused))
    return np.array(found, dtype=np.float64)


def _trial(
    technique: Technique | None, run: npt.NDArray[np.float64], alone: npt.NDArray[np.float64]
) -> Trial:
    score, kept, refused = run.mean(axis=0).tolist()
    gain = run[:, 0] - alone[:, 0]
    return Trial(
        technique.name if technique else "",
        score,
        float(gain.mean()),
        float(gain.std(ddof=1)) / sqrt(len(gain)) if len(gain) > 1 else nan,
        kept / (kept + refused) if kept + refused else nan,
        kept,
    )
