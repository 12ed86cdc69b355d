"""The answer that most samples come to."""

import random
from dataclasses import dataclass

from goldsmith.reason.answer_clusters import AnswerClusters

__all__ = ["Majority", "majority"]


@dataclass(frozen=True)
class Majority:
    """The outcome of a vote.

    Attributes:
        cluster: the cluster that wins; -1 if none does.
        votes: how many votes the biggest cluster has.
        share: its share of all samples, those without an answer included, in [0, 1].
        tied: how many clusters have as many votes as it.
        reason: why none wins; "" if one does.
    """

    cluster: int
    votes: int
    share: float
    tied: int
    reason: str = ""


def majority(
    clusters: AnswerClusters, *, min_votes: int = 1, min_share: float = 0.0, seed: int = 0
) -> Majority:
    """Return the cluster with most votes, as self-consistency has it (Wang et al. 2023, section 2).

    The paper's vote has no threshold; that is what the defaults are. Of clusters with equally many votes one is drawn.

    Args:
        clusters: of the answers.
        min_votes: that the winner must have.
        min_share: of all samples that the winner must have.
        seed: of the draw among equals.

    >>> from goldsmith.reason.answer_clusters import answer_clusters
    >>> majority(answer_clusters(["4", "4.0", "5", ""]))
    Majority(cluster=0, votes=2, share=0.5, tied=1, reason='')
    >>> majority(answer_clusters(["4", "5"]), min_votes=2).reason
    'the commonest answer has 1 vote, wanted 2'
    """
    if not clusters.votes:
        return Majority(-1, 0, 0.0, 0, "no sample has an answer")
    most = clusters.votes[0]
    share = most / len(clusters.of)
    tied = [place for place, votes in enumerate(clusters.votes) if votes == most]
    if most < min_votes:
        told = f"{most} vote{'s' * (most > 1)}"
        return Majority(-1, most, share, len(tied), f"the commonest answer has {told}, wanted {min_votes}")
    if share < min_share:
        why = f"the commonest answer has {share:.0%} of the samples, wanted {min_share:.0%}"
        return Majority(-1, most, share, len(tied), why)
    winner = random.Random(seed).choice(tied)  # noqa: S311 - no secret
    return Majority(winner, most, share, len(tied))
