"""One label for each row from the votes on it, by the label model that suits the voters."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.labels.dawid_skene import dawid_skene
from goldsmith.labels.evidence import with_evidence
from goldsmith.labels.known_rows import checked_known_rows, with_known
from goldsmith.labels.label_matrix import Votes, label_matrix
from goldsmith.labels.label_model import Floats, LabelModelFit, likeliest
from goldsmith.labels.majority_vote import majority_vote
from goldsmith.labels.map_em import map_em

if TYPE_CHECKING:
    from goldsmith.labels.borne_out import BorneOut

__all__ = ["LabelModelName", "WeakLabelling", "weak_labels"]

LabelModelName: TypeAlias = Literal["majority_vote", "dawid_skene", "map_em"]

_FEWEST = 3  # with two voters nothing tells whose fault a disagreement is (Dawid and Skene 1979, section 3)
_FITS: dict[str, Callable[..., LabelModelFit]] = {"dawid_skene": dawid_skene, "map_em": map_em}


@dataclass(frozen=True)
class WeakLabelling:
    """Labels of rows that somebody voted on.

    Attributes:
        labels: [n], -1 where nobody voted or several classes lead.
        probabilities: of each class in each row, [n, k]; even ones where nobody voted.
        covered: whether anybody voted on each row, [n].
        model: the label model that made them.
        reason: why that one, in a sentence.
    """

    labels: npt.NDArray[np.int64]
    probabilities: Floats
    covered: npt.NDArray[np.bool_]
    model: LabelModelName
    reason: str

    @property
    def confidence(self) -> Floats:
        """The probability of each row's likeliest class, [n]; 0 where nobody voted, for then it is no label."""
        return np.where(self.covered, self.probabilities.max(axis=1, initial=0), 0.0)


def weak_labels(
    L: npt.ArrayLike,
    cardinality: int,
    *,
    model: LabelModelName | Literal["auto"] = "auto",
    class_balance: npt.ArrayLike | None = None,
    weights: npt.ArrayLike | None = None,
    outside: "BorneOut | None" = None,
    known: npt.ArrayLike | None = None,
) -> WeakLabelling:
    """Turn votes into labels; a row that nobody voted on gets none.

    By default `dawid_skene` where there are three voters or more and each of them votes for two classes or more, as people and
    LLMs do; else `map_em`, which can tell a function that only ever votes for one class from one that is always right.

    Args:
        L: votes, integers (int8 is enough), [n, m], -1 for abstain.
        cardinality: k, the number of labels, at least 2; votes are in [-1, cardinality).
        model: the label model; "auto" chooses.
        class_balance: the share of each class, [k], for a model that takes it; not for the majority vote.
        weights: how much each voter counts, [m], above 0: `group_weights` gives less to prompts of one model that err together.
            Not for the majority vote.
        outside: further voters, such as a model's prompts, as far as those of `L` bear them out: `borne_out(votes, L, cardinality)`.
            Where nobody votes in `L` the label model is fitted on them. For the majority vote they are voters like any.
        known: classes that people know, [n], -1 elsewhere: these stay as they are, and teach what the voters are worth.

    Raises:
        InputError: `L` is no integer matrix, a vote is out of range, a setting is impossible, or the voters outside saw other rows.

    >>> found = weak_labels([[1, 1, -1], [0, -1, 0], [-1, -1, -1]], cardinality=2)
    >>> found.labels.tolist(), found.model, found.confidence[2].item()
    ([1, 0, -1], 'map_em', 0.0)
    >>> found.reason
    'map_em: 2 of 3 voters only ever vote for one class'
    """
    votes = label_matrix(L, cardinality)
    if cardinality < 2:
        raise InputError(f"a label model chooses between two or more classes, got cardinality={cardinality}")
    if outside is not None and outside.evidence.shape != (len(votes), cardinality):
        raise InputError(f"wanted outside voters of {len(votes)} rows, got {outside.evidence.shape}")
    if outside is None or not (votes >= 0).any() or model == "majority_vote":
        if outside is not None:
            votes, shares = _together(votes, outside, weights)
            weights = None if model == "majority_vote" else shares
        return _with_known(
            _labelled(votes, cardinality, model, class_balance, weights=weights, known=known), known
        )
    found = _labelled(votes, cardinality, model, class_balance, weights=weights, known=known)
    covered = np.asarray(found.covered | (outside.votes >= 0).any(axis=1))
    probabilities = found.probabilities
    if class_balance is not None:
        probabilities = np.where(found.covered[:, None], probabilities, np.asarray(class_balance))
    joint = np.where(covered[:, None], with_evidence(probabilities, outside.evidence), found.probabilities)
    reason = f"{found.reason}; {len(outside.weights)} more as far as these bear them out"
    return _with_known(WeakLabelling(likeliest(joint, covered), joint, covered, found.model, reason), known)


def _with_known(found: WeakLabelling, known: npt.ArrayLike | None) -> WeakLabelling:
    """Return the same with the known classes in their place."""
    if known is None:
        return found
    n, k = found.probabilities.shape
    classes = checked_known_rows(known, n, k)
    there = classes >= 0
    return replace(
        found,
        labels=np.where(there, classes, found.labels),
        probabilities=with_known(found.probabilities, classes),
        covered=found.covered | there,
    )


def _together(votes: Votes, outside: "BorneOut", weights: npt.ArrayLike | None) -> tuple[Votes, Floats]:
    """Return a matrix of all voters, and their weights."""
    mine = np.ones(votes.shape[1]) if weights is None else np.asarray(weights, dtype=np.float64)
    return np.hstack([votes, outside.whole]), np.concatenate([mine, outside.weights])


def _labelled(
    votes: Votes,
    cardinality: int,
    model: LabelModelName | Literal["auto"],
    class_balance: npt.ArrayLike | None,
    *,
    weights: npt.ArrayLike | None,
    known: npt.ArrayLike | None,
) -> WeakLabelling:
    covered = np.asarray((votes >= 0).any(axis=1))
    name, reason = _chosen(votes) if model == "auto" else (model, f"{model}: asked for")
    if name == "majority_vote" and not (class_balance is None and weights is None):
        raise InputError(
            "a majority vote takes no class_balance and no weights: choose map_em or dawid_skene"
        )
    if name not in {*_FITS, "majority_vote"}:
        raise InputError(f"model must be auto, majority_vote, {' or '.join(_FITS)}, got {name!r}")
    labels: npt.NDArray[np.int64] = np.full(len(votes), -1)
    probabilities = np.full((len(votes), cardinality), 1 / cardinality)
    if name == "majority_vote":
        labels = majority_vote(votes, cardinality)
        probabilities[covered] = _shares(votes[covered], cardinality)
    elif covered.any():
        fit = _FITS[name](votes, cardinality, class_balance=class_balance, weights=weights, known=known)
        labels = fit.labels
        probabilities[covered] = fit.probabilities[covered]
    return WeakLabelling(labels, probabilities, covered, name, reason)


def _chosen(votes: Votes) -> tuple[LabelModelName, str]:
    classes = [len(np.unique(column[column >= 0])) for column in votes.T]
    voters = sum(count > 0 for count in classes)
    narrow = sum(count == 1 for count in classes)
    if narrow:
        return "map_em", f"map_em: {narrow} of {voters} voters only ever vote for one class"
    if voters < _FEWEST:
        return (
            "map_em",
            f"map_em: {voters} voters, fewer than the {_FEWEST} that make each other's errors known",
        )
    return "dawid_skene", f"dawid_skene: each of {voters} voters votes for two classes or more"


def _shares(votes: Votes, cardinality: int) -> Floats:
    counts = np.stack([(votes == label).sum(axis=1) for label in range(cardinality)], axis=1)
    shares: Floats = counts / counts.sum(axis=1, keepdims=True)
    return shares
