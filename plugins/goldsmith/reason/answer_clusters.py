"""Answers that say the same, together."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from goldsmith.reason.same_answer import same_answer

__all__ = ["AnswerClusters", "answer_clusters"]

Same = Callable[[str, str], bool]


@dataclass(frozen=True)
class AnswerClusters:
    """Which answers say the same.

    Attributes:
        of: [n] the cluster of each answer, from 0, the biggest first; -1 for one that is empty, which is no answer.
        votes: how many answers each cluster has.
        answers: of each cluster, the form in which most of them put it, the shortest of several such.
    """

    of: tuple[int, ...]
    votes: tuple[int, ...]
    answers: tuple[str, ...]


def answer_clusters(answers: Sequence[str], same: Same = same_answer) -> AnswerClusters:
    """Cluster answers by what they say, not by how they put it.

    Forms are gone through from the commonest to the rarest, of equally common ones from the shortest, and each joins the
    first cluster whose commonest form says the same, or begins one. So every member says the same as the form that
    stands for its cluster, where chains of likeness would join "0.6" with "60" by way of "60%"; and the order of the answers
    does not matter.

    Args:
        answers: [n] answers.
        same: whether two say the same; must be symmetric.

    >>> found = answer_clusters(["1/2", "0.5", "3", "", "0.50"])
    >>> found.of, found.votes, found.answers
    ((0, 0, 1, -1, 0), (3, 1), ('0.5', '3'))
    """
    texts = [answer.strip() for answer in answers]
    counts = Counter(text for text in texts if text)
    leader_of: dict[str, str] = {}
    leaders: list[str] = []
    for text in sorted(counts, key=lambda form: (-counts[form], len(form), form)):
        leader = next((one for one in leaders if same(one, text)), text)
        leader_of[text] = leader
        if leader is text:
            leaders.append(text)
    votes = Counter(leader_of[text] for text in texts if text)
    ranked = sorted(leaders, key=lambda form: (-votes[form], len(form), form))
    number = {leader: place for place, leader in enumerate(ranked)}
    return AnswerClusters(
        of=tuple(number[leader_of[text]] if text else -1 for text in texts),
        votes=tuple(votes[leader] for leader in ranked),
        answers=tuple(ranked),
    )
