"""What voters say, as far as others bear it out."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.labels.doubt import Doubt
from goldsmith.labels.evidence import with_evidence
from goldsmith.labels.group_weights import group_weights
from goldsmith.labels.label_matrix import Votes, label_matrix
from goldsmith.labels.label_model import Floats
from goldsmith.labels.outside_weights import weights_by
from goldsmith.labels.weak_labels import WeakLabelling, weak_labels

__all__ = ["BorneOut", "borne_out"]


@dataclass(frozen=True)
class BorneOut:
    """Votes as far as others bear them out.

    Attributes:
        votes: [n, m * levels] int8, -1 also where a vote is withdrawn.
        weights: of each voter, [m], in (0, 1]; see `outside_weights`, times its share in its group.
        withdrawn: whether a voter's votes for a class are, [m, k].
        never_alone: whether they are withdrawn at least from rows that no other votes on, [m, k].
        evidence: what the votes that stay say for each class of each row, a log-likelihood but for a constant, [n, k].
    """

    votes: npt.NDArray[np.int8]
    weights: Floats
    withdrawn: npt.NDArray[np.bool_]
    never_alone: npt.NDArray[np.bool_]
    evidence: Floats

    @property
    def whole(self) -> npt.NDArray[np.int8]:
        """The vote of each voter, at whatever level, [n, m]."""
        m = len(self.weights)
        by_level = self.votes.reshape(len(self.votes), m, self.votes.shape[1] // max(m, 1))
        return np.asarray(by_level.max(axis=2, initial=-1))


def borne_out(
    votes: npt.ArrayLike,
    others: npt.ArrayLike,
    cardinality: int,
    *,
    levels: int = 1,
    groups: Sequence[Hashable | None] | None = None,
    doubt: Doubt | None = None,
    known: npt.ArrayLike | None = None,
) -> BorneOut:
    """Say what voters are worth by what others bear out, and withdraw the votes that are not known to be better than chance.

    A label model that knows a voter by how often it votes cannot tell a coin flip from an oracle, and takes silence of one who speaks
    often for a strong word. Here the odds of each vote are counted where the others' label model has a class, each class given the
    same room, with `doubt.imagined` votes at 4 to 1. A vote says the logarithm of these odds for its class, evened out over the classes that
    its group votes for (others who err in one direction would make it seem worth much in one class and nothing in the other); silence says nothing.
    `weak_labels(others, k, outside=found)` adds that to what the others say. Then all are judged once more, by what they say together:
    others who err make a good voter look worse than it is.

    However little a vote counts, where it is the only one it makes the label. So a voter's votes for a class are withdrawn where it is
    surely less worth than a label model takes for granted, and not surely worth anything, by the odds that were seen. Where too few rows
    tell, they stay. Rows that no other votes on are of another kind than those that tell: more is asked there. See `Doubt`.

    Args:
        votes: of the voters in question, integers, [n, m * levels], -1 for abstain.
        others: votes of those who do not err as they do, [n, m1].
        cardinality: k, the number of labels, at least 2.
        levels: neighbouring columns that are one voter's, such as its levels of confidence; at most one of them votes.
        groups: of each voter, [m], such as the model that was asked: those of a group that err together share a weight (`group_weights`);
            by default each is by itself.
        doubt: how far they are doubted.
        known: classes that people know, [n], -1 elsewhere; by them voters are judged as well.

    Raises:
        InputError: a matrix holds no votes of this cardinality, the two have different rows, or there are not m groups.

    >>> others = np.repeat([[0], [1]], 200, axis=0)
    >>> agrees, flips = np.repeat([0, 1], 200), np.arange(400) % 2
    >>> found = borne_out(np.column_stack([agrees, flips]), others, cardinality=2)
    >>> (found.votes >= 0).sum(axis=0).tolist(), found.withdrawn.tolist()
    ([400, 0], [[False, False], [True, True]])
    """
    said, outside = label_matrix(votes, cardinality), label_matrix(others, cardinality)
    if len(said) != len(outside) or levels < 1 or said.shape[1] % levels:
        raise InputError(
            f"wanted the same rows, and {levels} columns a voter, got {said.shape} and {outside.shape}"
        )
    voters = said.reshape(len(said), said.shape[1] // levels, levels)
    whole = np.asarray(voters.max(axis=2, initial=-1))
    shares = _shares(whole, outside, groups, cardinality)
    base = weak_labels(outside, cardinality, known=known)
    alike = [
        ("alone", at) if group is None else ("group", group)
        for at, group in enumerate(groups or [None] * len(shares))
    ]
    found = _judged(voters, shares, base, alike, doubt or Doubt())
    kept = np.where(found.kept, whole, -1)
    return BorneOut(
        np.where(found.kept[:, :, None], voters, -1).reshape(said.shape).astype(np.int8),
        shares * weights_by(kept, base.probabilities[base.covered], base.covered),
        found.withdrawn,
        found.never_alone,
        found.evidence,
    )


def _shares(
    whole: Votes, others: Votes, groups: Sequence[Hashable | None] | None, cardinality: int
) -> Floats:
    """Return what each voter counts in its group, [m]."""
    if groups is not None and len(groups) != whole.shape[1]:
        raise InputError(f"wanted a group for each of {whole.shape[1]} voters, got {len(groups)}")
    both = np.hstack([others, whole])
    if groups is None or not (both >= 0).any():
        return np.ones(whole.shape[1])
    return group_weights(both, [*[None] * others.shape[1], *groups], cardinality)[others.shape[1] :]


@dataclass(frozen=True)
class _Judgement:
    kept: npt.NDArray[np.bool_]  # [n, m]
    withdrawn: npt.NDArray[np.bool_]  # [m, k]
    never_alone: npt.NDArray[np.bool_]  # [m, k]
    evidence: Floats  # [n, k]


def _judged(
    voters: Votes, shares: Floats, base: WeakLabelling, groups: Sequence[Hashable], doubt: Doubt
) -> _Judgement:
    """Judge voters, [n, m, levels], by the others' labels, then by what all say together."""
    # The likeliest class alone, at first: label models that hesitate where they are right would hide what a voter is worth.
    settled = base.labels >= 0
    classes = np.eye(base.probabilities.shape[1])
    judge = partial(_once, voters, shares, base, groups=groups, doubt=doubt)
    found = judge(settled, classes[base.labels[settled]])
    for _ in range(doubt.rounds - 1):
        joint = with_evidence(base.probabilities, found.evidence)[base.covered]
        found = judge(base.covered, joint)
    return found


def _even_out(worth: Floats, speaks: npt.NDArray[np.bool_], groups: Sequence[Hashable]) -> None:
    """Give each group's votes, [m, k, levels], the same mean worth in every class it speaks for: others may err in one direction."""
    for group in set(groups):
        members = np.array([one == group for one in groups])[:, None] & speaks
        classes = np.flatnonzero(members.any(axis=0))
        if len(classes) < 2:
            continue
        means = np.stack([worth[members[:, label], label].mean(axis=0) for label in classes])
        worth[:, classes] += np.where(members[:, classes, None], means.mean(axis=0) - means, 0)
    np.maximum(worth, 0, out=worth)


def _once(
    voters: Votes,
    shares: Floats,
    base: WeakLabelling,
    rows: npt.NDArray[np.bool_],
    p: Floats,
    *,
    groups: Sequence[Hashable],
    doubt: Doubt,
) -> _Judgement:
    """Judge by some rows, and the probabilities of their classes."""
    n, m, levels = voters.shape
    k = p.shape[1]
    withdrawn, never_alone = np.zeros((2, m, k), dtype=np.bool_)
    worth = np.zeros((m, k, levels))
    for voter in range(m):
        column = voters[rows, voter]
        for label in range(k):
            fires = (column == label).any(axis=1)
            withdrawn[voter, label] = doubt.by_chance(fires, p[:, label])
            never_alone[voter, label] = doubt.too_weak(fires, p[:, label])
            worth[voter, label] = doubt.worth(column, label, p[:, label])
    votes = np.stack([(voters == label).any(axis=(0, 2)) for label in range(k)], axis=1)
    _even_out(worth, votes & ~withdrawn, groups)
    whole = voters.max(axis=2, initial=-1)
    by = np.arange(m)
    away = withdrawn[by, whole] | (never_alone[by, whole] & ~base.covered[:, None])
    kept = np.asarray((whole >= 0) & ~away)
    evidence = np.zeros((n, k))
    for voter, label, level in np.ndindex(worth.shape):
        at = kept[:, voter] & (voters[:, voter, level] == label)
        evidence[at, label] += shares[voter] * worth[voter, label, level]
    return _Judgement(kept, withdrawn, never_alone, evidence)
