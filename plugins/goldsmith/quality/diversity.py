"""How different the rows of a data set are from each other."""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from math import inf, nan

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.one_thread import one_thread
from goldsmith.quality.compression_ratio import compression_ratio
from goldsmith.quality.embedding_spread import embedding_spread, nearest_distances
from goldsmith.quality.intervals import jackknife_errors, sampled, z_of
from goldsmith.quality.measure import Measure, Measures
from goldsmith.quality.self_bleu import SelfBleu
from goldsmith.quality.topic_coverage import topic_coverage, topic_evenness
from goldsmith.quality.vectors import Vectors, unit_vectors
from goldsmith.quality.vendi_score import vendi_score
from goldsmith.quality.word_grams import LONGEST, Grams, gram_levels, words_of

__all__ = ["diversity"]

Mask = npt.NDArray[np.bool_]

_GROUP_ROWS = 200  # rows of a group that are looked at, at most
_SMALLEST_GROUP = 20  # rows below which a group is not measured


@dataclass(frozen=True)
class _Kind:
    """One measure: its name, its bounds, what it means."""

    name: str
    low: float
    high: float
    definition: str
    style: str = "number"


_WORDS = (
    *(
        _Kind(
            f"distinct-{n}",
            0,
            1,
            f"Different {name} over all {name} (Li et al. 2016). High is diverse.",
            "percent",
        )
        for n, name in ((1, "words"), (2, "pairs of words"), (3, "triples of words"))
    ),
    _Kind("self-BLEU", 0, 1, "Mean BLEU of each text against all others (Zhu et al. 2018). Low is diverse."),
    _Kind("compression ratio", 0, inf, "Bytes over gzip's bytes (Shaib et al. 2024). Low is diverse."),
)
_MEANING = (
    _Kind(
        "Vendi score",
        1,
        inf,
        "Effective number of different texts by their vectors (Friedman and Dieng 2023).",
    ),
    _Kind("embedding spread", 0, 2, "Mean cosine distance of two texts. High is diverse."),
    _Kind(
        "nearest distance",
        0,
        2,
        "Mean cosine distance to the nearest other text; near 0 are copies (Cox et al. 2021).",
    ),
)
_TOPICS = (
    _Kind("topic coverage", 0, 1, "Share of the wanted topics that have a row.", "percent"),
    _Kind(
        "topic evenness",
        0,
        1,
        "exp(entropy of the topics) over their number; 1 is even (Hill 1973).",
        "percent",
    ),
)


def diversity(
    texts: Sequence[str],
    *,
    vectors: npt.ArrayLike | None = None,
    topics: Sequence[Hashable] | None = None,
    wanted_topics: Collection[Hashable] | None = None,
    attributes: Mapping[str, Sequence[Hashable]] | None = None,
    sample: int = 1_000,
    resamples: int = 50,
    level: float = 0.95,
    seed: int = 0,
) -> Measures:
    """Return distinct-n, self-BLEU, compression ratio and, where given, what vectors and topics say, with intervals.

    Nearly all of these change with the number of texts, so they are taken on a sample of `sample` rows: the estimate is of
    what that many rows of this data give. Compare sets of at least that many, or of the same size. Intervals are the value
    plus and minus z standard errors of a jackknife (`jackknife_errors`), none below 8 rows.

    Args:
        texts: [n] strings; the first 20,000 characters of each are read.
        vectors: [n, d], one a text; those of zeros are left out.
        topics: [n], what each text is about; by itself, `cells` can find them.
        wanted_topics: those that should be there; without them all that are, so that a group may lack some.
        attributes: columns [n] by whose values the rows are grouped. Each group of at least 20 rows is measured at one
            size, that of the smallest and 200 at most, so that the groups compare with each other (not with the whole).
        sample: rows drawn without replacement.
        resamples: of the jackknife behind the intervals.
        level: of the intervals.
        seed: of all draws.

    Raises:
        InputError: lengths that differ, vectors that are no finite numbers, options out of bounds.
        MissingExtraError: vectors are given and threadpoolctl is not installed.

    >>> found = diversity(["the cat sat", "the cat ran"])
    >>> found["distinct-2"].value, found["distinct-2"].interval
    (0.75, None)
    """
    for name, column in {"topics": topics, **(attributes or {})}.items():
        if column is not None and len(column) != len(texts):
            raise InputError(f"{name} has {len(column)} values for {len(texts)} texts")
    unit = None if vectors is None else unit_vectors(vectors, len(texts))

    known = wanted_topics if topics is None or wanted_topics is not None else set(topics) - {None}

    def measured(rows: list[int], of: int) -> Measures:
        parts = [_of_words([texts[row] for row in rows])]
        if unit is not None:
            parts.append(_of_meaning(unit[rows]))
        if topics is not None:
            parts.append(_of_topics([topics[row] for row in rows], known or ()))
        return Measures(tuple(each for part in parts for each in part.estimated(of, resamples, level, seed)))

    groups: dict[str, dict[str, Measures]] = {}
    for name, column in (attributes or {}).items():
        members = {value: rows for value, rows in _members(column).items() if len(rows) >= _SMALLEST_GROUP}
        size = min([_GROUP_ROWS, *(len(rows) for rows in members.values())])
        groups[name] = {
            str(value): measured([rows[at] for at in sampled(len(rows), size, seed)], len(rows))
            for value, rows in members.items()
        }
    whole = measured(sampled(len(texts), sample, seed), len(texts))
    return Measures(whole.measures, groups)


def _members(column: Sequence[Hashable]) -> dict[Hashable, list[int]]:
    found: dict[Hashable, list[int]] = {}
    for row, value in enumerate(column):
        if value is not None:
            found.setdefault(value, []).append(row)
    return found


@dataclass(frozen=True)
class _Part:
    """Measures of n rows that one statistic of a mask [n] gives."""

    kinds: Sequence[_Kind]
    n: int
    statistic: Callable[[Mask], Sequence[float]]

    def estimated(self, of: int, resamples: int, level: float, seed: int) -> list[Measure]:
        z = z_of(level)
        values = self.statistic(np.ones(self.n, np.bool_))
        errors = jackknife_errors(self.n, self.statistic, resamples=resamples, seed=seed)
        return [
            Measure(
                kind.name,
                value,
                float(np.maximum(kind.low, value - z * error)),
                float(np.minimum(kind.high, value + z * error)),
                self.n,
                of,
                kind.definition,
                kind.style,
            )
            for kind, value, error in zip(self.kinds, values, errors, strict=True)
        ]


def _of_words(texts: Sequence[str]) -> _Part:
    texts = [text[:LONGEST] for text in texts]
    levels = gram_levels([words_of(text) for text in texts], 4)
    bleu = SelfBleu.of(levels)

    def statistic(rows: Mask) -> list[float]:
        return [
            *(_distinct(grams, rows) for grams in levels[:3]),
            bleu.sentence(rows),
            compression_ratio(list(compress(texts, rows))),
        ]

    return _Part(_WORDS, len(texts), statistic)


def _of_meaning(unit: Vectors) -> _Part:
    unit = unit[unit.any(axis=1)]
    with one_thread("quality"):
        cosines = unit @ unit.T

    def statistic(rows: Mask) -> list[float]:
        with one_thread("quality"):
            return [vendi_score(unit[rows]), embedding_spread(unit[rows]), nearest_distances(cosines, rows)]

    return _Part(_MEANING, len(unit), statistic)


def _of_topics(topics: Sequence[Hashable], wanted: Collection[Hashable]) -> _Part:
    def statistic(rows: Mask) -> list[float]:
        some = list(compress(topics, rows))
        return [topic_coverage(some, wanted), topic_evenness(some, wanted)]

    return _Part(_TOPICS, len(topics), statistic)


def _distinct(grams: Grams, rows: Mask) -> float:
    used = grams.ids[rows[grams.rows]]
    seen = np.zeros(grams.count, np.bool_)
    seen[used] = True
    return float(seen.sum() / len(used)) if len(used) else nan
