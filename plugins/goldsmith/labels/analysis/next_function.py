"""Which labeling function to write next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.labels.active.k_means import members
from goldsmith.labels.analysis.lf_summary import conflicted
from goldsmith.labels.analysis.telling_words import TellingWord, telling_words
from goldsmith.labels.label_matrix import label_matrix
from goldsmith.labels.label_model import Floats
from goldsmith.labels.temperature import checked_probabilities
from goldsmith.labels.text_features import text_vectors

__all__ = ["FunctionAdvice", "next_function"]

Gap: TypeAlias = Literal["uncovered", "disputed"]

_DIMENSIONS = 50
_EXAMPLES = 3
_SMALLEST = 2  # rows of a cluster worth a function


@dataclass(frozen=True)
class FunctionAdvice:
    """Rows that are like one another, and that the functions leave without a vote or in dispute.

    Attributes:
        gap: "uncovered", where nobody votes, or "disputed", where votes differ.
        rows: the rows, those nearest to the cluster's centre first.
        share: of all rows.
        examples: the first rows, for you to read.
        words: commoner there than in the rows that are covered without dispute: what a function could look for.
        label: the class that most of the rows have by the probabilities given, None without any.
        label_share: the mean probability of that class there, None likewise.
        reason: all that in a sentence.
    """

    gap: Gap
    rows: tuple[int, ...]
    share: float
    examples: tuple[int, ...]
    words: tuple[TellingWord, ...]
    label: int | None
    label_share: float | None
    reason: str


def next_function(
    texts: Sequence[str | None],
    L: npt.ArrayLike,
    cardinality: int,
    *,
    probabilities: npt.ArrayLike | None = None,
    vectors: npt.ArrayLike | None = None,
    clusters: int = 5,
    words: int = 8,
    seed: int = 0,
) -> list[FunctionAdvice]:
    """Return what the functions leave open, as clusters of rows, the largest first.

    It goes by what is not covered, by disputes and by words alone: whether a word tells a class, you judge, or the probabilities, which
    are best an end model's (`EndModel.out_of_fold`), for the label model knows nothing of uncovered rows. The gaps are
    clustered by k-means on `text_vectors`, and words compared by `telling_words`.

    Args:
        texts: [n]; rows without text are left out.
        L: votes, integers, [n, m], -1 for abstain.
        cardinality: the number of classes.
        probabilities: of each class in each row, [n, k].
        vectors: embeddings, [n, d], in place of `text_vectors`.
        clusters: of each gap, at most.
        words: of each cluster, at most.
        seed: of the clusters.

    Raises:
        InputError: the shapes differ, or a number is below 1.
        MissingExtraError: scikit-learn is not installed.

    >>> texts = ["free cash"] * 6 + ["a lovely song"] * 6
    >>> (advice,) = next_function(texts, [[-1]] * 6 + [[0]] * 6, 2, clusters=1)
    >>> advice.reason
    '6 of 12 rows (50%) have no vote; commoner there than elsewhere: cash, free'
    """
    votes = label_matrix(L, cardinality)
    if not len(texts) == len(votes) or clusters < 1 or words < 1:
        raise InputError(
            f"wanted a text for each of {len(votes)} rows, clusters and words >= 1, got {len(texts)}, {clusters}, {words}"
        )
    told = _checked(probabilities, len(votes), cardinality)
    there = np.array([isinstance(text, str) for text in texts], dtype=bool)
    covered, disputed = (votes >= 0).any(axis=1), conflicted(votes)
    settled = _texts(texts, np.flatnonzero(there & covered & ~disputed))
    gaps: dict[Gap, npt.NDArray[np.intp]] = {
        "uncovered": np.flatnonzero(there & ~covered),
        "disputed": np.flatnonzero(there & disputed),
    }
    found: list[FunctionAdvice] = []
    for gap, rows in gaps.items():
        for group in _clusters(texts, rows, vectors, clusters, seed):
            telling = telling_words(_texts(texts, group), settled, count=words)
            found.append(_advice(gap, group, len(votes), telling, told))
    return sorted(found, key=lambda one: -len(one.rows))


def _checked(probabilities: npt.ArrayLike | None, n: int, cardinality: int) -> Floats | None:
    if probabilities is None:
        return None
    p = checked_probabilities(probabilities)
    if p.shape != (n, cardinality):
        raise InputError(f"wanted probabilities of shape {(n, cardinality)}, got {p.shape}")
    return p


def _clusters(
    texts: Sequence[str | None],
    rows: npt.NDArray[np.intp],
    vectors: npt.ArrayLike | None,
    count: int,
    seed: int,
) -> list[npt.NDArray[np.intp]]:
    if len(rows) < _SMALLEST:
        return []
    inside = _texts(texts, rows)
    if vectors is not None:
        X = np.asarray(vectors, dtype=np.float64)
        if X.ndim != 2 or len(X) != len(texts):
            raise InputError(f"wanted a vector for each of {len(texts)} rows, got shape {X.shape}")
        X = X[rows]
    elif any(character.isalnum() for text in inside for character in text):
        X = text_vectors(inside, dimensions=_DIMENSIONS, seed=seed)
    else:
        return [rows]
    member, away = members(X, min(count, len(rows)), seed)
    order = np.argsort(away, kind="stable")
    groups = [rows[order[member[order] == cluster]] for cluster in np.unique(member)]
    return [group for group in groups if len(group) >= _SMALLEST]


def _advice(
    gap: Gap, rows: npt.NDArray[np.intp], n: int, words: list[TellingWord], p: Floats | None
) -> FunctionAdvice:
    likely = None if p is None else p[rows].mean(axis=0)
    label = None if likely is None else int(likely.argmax())
    share = None if likely is None else float(likely.max())
    what = "have no vote" if gap == "uncovered" else "have votes that differ"
    telling = ", ".join(one.word for one in words) or "nothing in particular"
    reason = f"{len(rows)} of {n} rows ({len(rows) / n:.0%}) {what}; commoner there than elsewhere: {telling}"
    if share is not None:
        reason += f"; probably class {label} ({share:.0%})"
    listed = tuple(rows.tolist())
    return FunctionAdvice(gap, listed, len(rows) / n, listed[:_EXAMPLES], tuple(words), label, share, reason)


def _texts(texts: Sequence[str | None], rows: npt.NDArray[np.intp]) -> list[str]:
    return [text for row in rows if isinstance(text := texts[row], str)]
