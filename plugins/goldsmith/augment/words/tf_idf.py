"""Words that tell texts little, replaced by others of that kind (UDA's TF-IDF based word replacing, Xie et al. 2020)."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from goldsmith.augment.augmented import Augmented, Span, unchanged
from goldsmith.augment.cased import cased
from goldsmith.augment.seeded import seeded
from goldsmith.augment.words.distinct import distinct
from goldsmith.augment.words.reworded import reworded
from goldsmith.augment.words.wording import Segment, Wording, wording
from goldsmith.errors import InputError

__all__ = ["TfIdf", "fit_tf_idf", "replace_by_tf_idf"]

_OPERATION = "tf-idf replacement"


@dataclass(frozen=True)
class TfIdf:
    """How much the words of a corpus tell its texts apart; all in small letters.

    Attributes:
        idf: ln(N / n) of a word that is in n of N texts.
        unseen: the same of a word that is in none, taken for one that is in one.
        vocabulary: the words that may stand for others.
        cumulative: the sums of their weights, max S - S(w) with S(w) = freq(w) idf(w), up to each.
    """

    idf: dict[str, float]
    unseen: float
    vocabulary: tuple[str, ...]
    cumulative: tuple[float, ...]

    def probabilities(self, words: Sequence[str], p: float) -> list[float]:
        """Return how likely each word of a text is replaced: min(p (C - tfidf(w)) / Z, 1), where C is the text's highest tf-idf and Z
        the mean of C - tfidf(w).

        >>> fit_tf_idf(["a cat", "a dog"]).probabilities(["a", "cat"], 0.5)
        [1.0, 0.0]
        """
        counts = Counter(words)
        weights = [counts[word] / len(words) * self.idf.get(word, self.unseen) for word in words]
        highest = max(weights)
        mean = sum(highest - weight for weight in weights) / len(weights)
        return [min(p * (highest - weight) / mean, 1.0) if mean else 0.0 for weight in weights]

    def drawn(self, chance: Random) -> str:
        """Return a random word, the likelier the less it tells."""
        return chance.choices(self.vocabulary, cum_weights=self.cumulative)[0]


def fit_tf_idf(corpus: Iterable[str], segment: Segment | None = None) -> TfIdf:
    """Return how much the words of a corpus tell its texts apart.

    Args:
        corpus: its texts, one at a time.
        segment: cuts what is written without blanks into words.

    >>> fitted = fit_tf_idf(["a cat", "a dog"])
    >>> fitted.idf["a"], fitted.vocabulary
    (0.0, ('a', 'cat', 'dog'))
    """
    texts, of, frequency = 0, Counter[str](), Counter[str]()
    for text in corpus:
        words = _words(wording(text, segment=segment))
        texts += 1
        of.update(set(words))
        frequency.update(words)
    idf = {word: math.log(texts / count) for word, count in of.items()}
    scores = {word: frequency[word] * idf[word] for word in sorted(idf)}
    highest = max(scores.values(), default=0.0)
    weights = [highest - score for score in scores.values()]
    if not any(weights):  # all tell as much as each other
        weights = [1.0] * len(scores)
    return TfIdf(idf, math.log(max(texts, 1)), tuple(scores), tuple(accumulate(weights)))


def replace_by_tf_idf(
    text: str,
    tf_idf: TfIdf,
    p: float = 0.7,
    n_aug: int = 1,
    *,
    spans: Sequence[Span] = (),
    protect: Collection[str] = (),
    segment: Segment | None = None,
    seed: int = 0,
) -> list[Augmented]:
    """Return texts made of one by replacing words that tell little by others of its corpus that tell little.

    As in the paper (its section on TF-IDF based word replacing): a word is replaced with probability min(p (C - tfidf(w)) / Z, 1), by one drawn with
    probability (max S - S(w)) / Z'. The word that tells a text most always stays. Words keep the capitals of those they replace.

    Args:
        text: any text.
        tf_idf: what `fit_tf_idf` returned.
        p: how much is replaced, above 0; the paper has 0.7.
        n_aug: how many texts to make.
        spans: labelled parts of the text; they keep their words and move with them.
        protect: words and phrases that stay, in whatever case.
        segment: cuts what is written without blanks into words.
        seed: of the random choices, which depend on it and the text alone.

    Raises:
        InputError: p is not above 0, n_aug is below 1, or a span lies outside the text.

    >>> fitted = fit_tf_idf(["the film was fine", "the book was dull", "the end"])
    >>> replace_by_tf_idf("The film was fine", fitted)[0].text
    'Was film the fine'
    """
    if not p > 0:
        raise InputError(f"p must be above 0, got {p!r}")
    given = wording(text, spans, protect, segment)
    reason = given.reason or ("" if tf_idf.vocabulary else "the corpus has no word")
    if reason:
        return [unchanged(text, _OPERATION, reason, spans)]
    chance = seeded(seed, "tf-idf", text)
    likely = tf_idf.probabilities(_words(given), p)

    def draw() -> Augmented:
        chosen = [number for number, probability in enumerate(likely) if chance.random() < probability]
        replaced = {number: cased(tf_idf.drawn(chance), given.word(number)) for number in chosen}
        return reworded(given, _OPERATION, replaced)

    return distinct(
        unchanged(text, _OPERATION, "all its words tell as much as each other", spans), n_aug, draw
    )


def _words(given: Wording) -> list[str]:
    return [given.tokens.texts[place].lower() for place in given.words]
