"""Where each labeling function is wrong."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.labels.analysis.lf_summary import known_labels, lf_names
from goldsmith.labels.analysis.telling_words import TellingWord, telling_words
from goldsmith.labels.label_matrix import Votes, label_matrix
from goldsmith.labels.label_model import Floats
from goldsmith.labels.weak_labels import weak_labels

__all__ = ["LFErrors", "lf_errors"]


@dataclass(frozen=True)
class LFErrors:
    """The rows on which one labeling function is wrong.

    Attributes:
        name: the function's.
        against: "gold", or "consensus": the label that the other functions come to without this one.
        judged: its votes on rows that have such a label.
        rows: those on which it differs, the surest label first.
        votes: what it votes there.
        labels: what the rows are.
        confidence: how sure that is: 1 for gold.
        words: that are commoner in the texts where it is wrong than where it is right; none without texts.
    """

    name: str
    against: str
    judged: int
    rows: tuple[int, ...]
    votes: tuple[int, ...]
    labels: tuple[int, ...]
    confidence: tuple[float, ...]
    words: tuple[TellingWord, ...] = ()

    @property
    def confusion(self) -> Counter[tuple[int, int]]:
        """(the row's class, the vote) -> how often."""
        return Counter(zip(self.labels, self.votes, strict=True))


def lf_errors(
    L: npt.ArrayLike,
    cardinality: int,
    *,
    names: Sequence[str] = (),
    Y: npt.ArrayLike | None = None,
    texts: Sequence[str | None] | None = None,
) -> list[LFErrors]:
    """Return where each labeling function is wrong, [m], against known classes or, without any, against the others.

    The consensus is `weak_labels` of the other functions, so that no function vouches for itself; it may be wrong where they are.

    Args:
        L: votes, integers, [n, m], -1 for abstain.
        cardinality: the number of classes.
        names: of the functions, [m]; by default numbers.
        Y: known classes, integers, [n], -1 where not known.
        texts: [n], for the words that go with errors.

    Raises:
        InputError: `L` holds no such votes, or the names, `Y` or the texts do not fit.

    >>> (a, b, c) = lf_errors([[1, 1, 1], [0, 1, 1], [0, 0, -1]], 2, Y=[1, 1, 0])
    >>> a.rows, a.confusion, b.rows
    ((1,), Counter({(1, 0): 1}), ())
    """
    votes = label_matrix(L, cardinality)
    told = lf_names(names, votes)
    if texts is not None and len(texts) != len(votes):
        raise InputError(f"wanted a text for each of {len(votes)} rows, got {len(texts)}")
    gold = None if Y is None else known_labels(Y, votes, cardinality)
    found: list[LFErrors] = []
    for at, name in enumerate(told):
        labels, sure = _others_say(votes, at, cardinality) if gold is None else (gold, np.ones(len(votes)))
        one = _errors(name, votes[:, at], labels, sure)
        if texts is not None:
            right = np.flatnonzero((votes[:, at] >= 0) & (votes[:, at] == labels))
            one = replace(one, words=tuple(telling_words(_texts(texts, one.rows), _texts(texts, right))))
        found.append(replace(one, against="consensus" if gold is None else "gold"))
    return found


def _errors(name: str, column: Votes, labels: npt.NDArray[np.int64], sure: Floats) -> LFErrors:
    judged = (column >= 0) & (labels >= 0)
    wrong = np.flatnonzero(judged & (column != labels))
    wrong = wrong[np.argsort(-sure[wrong], kind="stable")]
    return LFErrors(
        name,
        "gold",
        int(judged.sum()),
        tuple(wrong.tolist()),
        tuple(column[wrong].tolist()),
        tuple(labels[wrong].tolist()),
        tuple(sure[wrong].tolist()),
    )


def _others_say(votes: Votes, at: int, cardinality: int) -> tuple[npt.NDArray[np.int64], Floats]:
    others = np.delete(votes, at, axis=1)
    if not others.shape[1]:
        return np.full(len(votes), -1), np.zeros(len(votes))
    found = weak_labels(others, cardinality)
    return found.labels, found.confidence


def _texts(texts: Sequence[str | None], rows: Iterable[int]) -> list[str]:
    return [text for row in rows if isinstance(text := texts[row], str)]
