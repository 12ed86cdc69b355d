"""Whether texts read as if people had written them."""

from collections.abc import Callable, Sequence
from math import exp, isfinite, nan

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.filters import repetition_reason, repetition_scores
from goldsmith.quality.divergence_frontier import divergence_frontier
from goldsmith.quality.intervals import jackknife_errors, mean_interval, sampled, share_with_interval, z_of
from goldsmith.quality.measure import Measure, Measures
from goldsmith.quality.readability import READABILITY, readability
from goldsmith.quality.two_sample_test import two_sample_test
from goldsmith.quality.word_grams import LONGEST

__all__ = ["Scorer", "naturalness", "perplexity"]

Scorer = Callable[[Sequence[str]], Sequence[Sequence[float]]]
"""Takes texts and returns the natural log-probabilities of each one's tokens, as `CausalLogprobs` and `LocalLogprobs` do."""


def naturalness(
    texts: Sequence[str],
    *,
    human: Sequence[str] | None = None,
    language: str = "",
    vectors: npt.ArrayLike | None = None,
    human_vectors: npt.ArrayLike | None = None,
    logprobs: Sequence[Sequence[float]] | Scorer | None = None,
    sample: int = 1_000,
    scored: int = 200,
    level: float = 0.95,
    seed: int = 0,
) -> Measures:
    """Return readability, repetition, the distance to human texts and perplexity, as far as what they need is given.

    - *readability*: the mean of each formula that was published for the language (`READABILITY`), none for others.
    - *repeated*: the mean share of characters in repeated word pairs (`repetition_scores`), and the share of texts beyond a limit of
      Gopher (Rae et al. 2021).
    - *distance to human texts*: `two_sample_test` on the words, and on the vectors; `divergence_frontier` on the vectors.
    - *perplexity*: of the log-probabilities, see `perplexity`.

    All are of `sample` texts drawn by the seed, of which the first 20,000 characters are read. Means have bootstrap intervals over
    the texts, shares Wilson's.

    Args:
        texts: [n].
        human: texts that people wrote.
        language: of the texts, ISO 639-1.
        vectors: [n, d] of the texts.
        human_vectors: [m, d] of the human ones.
        logprobs: [n] natural log-probabilities of each text's tokens under a model, or what finds them: a function of texts, such as
            `goldsmith_distilabel.llms.LocalLogprobs()`.
        sample: texts of each side.
        scored: of the sample, the texts that such a function is asked about: it is slow.
        level: of the intervals.
        seed: of all draws.

    Raises:
        InputError: lengths that differ, vectors that are no finite numbers.
        MissingExtraError: human texts or vectors are given and scikit-learn is not installed.

    >>> found = naturalness(["The cat sat on the mat. It was happy."], language="en")
    >>> round(found["LIX"].value, 1), "LIX" in naturalness(["猫"], language="ja")
    (4.5, False)
    """
    for name, column in {"vectors": vectors, "logprobs": None if callable(logprobs) else logprobs}.items():
        if column is not None and len(column) != len(texts):  # type: ignore[arg-type]
            raise InputError(f"{name} has {len(column)} entries for {len(texts)} texts")  # type: ignore[arg-type]
    rows = sampled(len(texts), sample, seed)
    some = [texts[row][:LONGEST] for row in rows]
    found = [*_readable(some, len(texts), language, level, seed), *_repeated(some, len(texts), level, seed)]
    if human is not None:
        found += _renamed(two_sample_test(texts, human, sample=sample, level=level, seed=seed), "words")
    if vectors is not None and human_vectors is not None:
        ours, theirs = np.asarray(vectors, np.float64), np.asarray(human_vectors, np.float64)
        found += _renamed(two_sample_test(ours, theirs, sample=sample, level=level, seed=seed), "vectors")
        found.append(divergence_frontier(ours, theirs, sample=sample, level=level, seed=seed))
    if logprobs is not None:
        told = (
            _scored(some, logprobs, scored, seed) if callable(logprobs) else [logprobs[row] for row in rows]
        )
        found.append(perplexity(told, of=len(texts), level=level, seed=seed))
    return Measures(tuple(found))


def perplexity(
    logprobs: Sequence[Sequence[float]], *, of: int | None = None, level: float = 0.95, seed: int = 0
) -> Measure:
    """Return exp of minus the mean log-probability of all tokens, at least 1, with an interval over the texts.

    Low is what the model itself would say: very low is as suspicious as very high. Texts without a finite token are left out.

    Args:
        logprobs: [n] natural log-probabilities of the tokens of each text.
        of: the texts that these were drawn from.
        level: of the interval, which is from a jackknife over the texts, on the log scale.
        seed: of the jackknife.

    >>> round(perplexity([[-1.0, -3.0], [-2.0]]).value, 3)  # exp(6 / 3)
    7.389
    """
    kept = [[float(each) for each in text if isfinite(each)] for text in logprobs]
    sums = np.array([sum(text) for text in kept], np.float64)
    sizes = np.array([len(text) for text in kept], np.float64)
    sums, sizes = sums[sizes > 0], sizes[sizes > 0]
    definition = "exp(-mean log-probability of the tokens) under the model that gave them."
    total = len(logprobs) if of is None else of
    if not len(sizes):
        return Measure("perplexity", nan, of=total, definition=definition)

    def statistic(used: npt.NDArray[np.bool_]) -> list[float]:
        return [-float(sums[used].sum() / sizes[used].sum())]

    mean = statistic(np.ones(len(sizes), np.bool_))[0]
    reach = z_of(level) * float(jackknife_errors(len(sizes), statistic, seed=seed)[0])
    ends = [_exp(mean - reach), _exp(mean + reach)]
    return Measure("perplexity", _exp(mean), ends[0], ends[1], len(sizes), total, definition)


def _scored(texts: Sequence[str], scorer: Scorer, scored: int, seed: int) -> Sequence[Sequence[float]]:
    some = [texts[row] for row in sampled(len(texts), scored, seed)]
    found = scorer(some)
    if len(found) != len(some):
        raise InputError(f"the scorer gave log-probabilities of {len(found)} texts for {len(some)}")
    return found


def _readable(texts: Sequence[str], of: int, language: str, level: float, seed: int) -> list[Measure]:
    each = [readability(text, language) for text in texts]
    found = []
    for name, (_, languages, meaning) in READABILITY.items():
        if language in languages:
            told = [values[name] for values in each if isfinite(values[name])]
            found.append(Measure(name, *mean_interval(told, level, seed), len(told), of, meaning))
    return found


def _repeated(texts: Sequence[str], of: int, level: float, seed: int) -> list[Measure]:
    scores = [repetition_scores(text) for text in texts]
    top = [each["top_2gram_characters"] for each in scores]
    beyond = sum(repetition_reason(each) is not None for each in scores)
    return [
        Measure(
            "repeated pair",
            *mean_interval(top, level, seed),
            len(texts),
            of,
            "Mean share of a text's characters that the commonest pair of words takes (Rae et al. 2021).",
            "percent",
        ),
        Measure(
            "repetitive texts",
            *share_with_interval(beyond, len(texts), level),
            len(texts),
            of,
            "Share of texts beyond a limit of Gopher's rules on repetition (Rae et al. 2021, table A1).",
            "percent",
        ),
    ]


def _renamed(found: Measures, what: str) -> list[Measure]:
    return [
        Measure(f"{one.name}, {what}", one.value, one.low, one.high, one.n, one.of, one.definition, one.style)
        for one in found
    ]


def _exp(value: float) -> float:
    return exp(min(value, 700.0))
