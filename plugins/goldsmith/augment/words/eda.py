"""EDA: easy data augmentation (Wei & Zou 2019)."""

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from random import Random

from goldsmith.augment.augmented import Augmented, Span, unchanged
from goldsmith.augment.seeded import seeded
from goldsmith.augment.wordnet import WordNet, english_wordnet
from goldsmith.augment.words.eda_operations import OPERATIONS
from goldsmith.augment.words.lexicon import Lexicon
from goldsmith.augment.words.stop_words import stop_words_of
from goldsmith.augment.words.wording import Segment, Wording, wording
from goldsmith.errors import InputError

__all__ = ["EDA_OPERATIONS", "eda", "eda_defaults"]

EDA_OPERATIONS = tuple(OPERATIONS)
_WITH_SYNONYMS = {"synonym replacement", "random insertion"}
_TABLE_3 = ((500, 0.05, 16), (2000, 0.05, 8))
_ROUNDS = 5


def eda_defaults(rows: int) -> tuple[float, int]:
    """Return alpha and n_aug for a training set, as table 3 of the paper recommends: the row of its next larger size.

    >>> [eda_defaults(rows) for rows in (100, 2000, 5000, 100_000)]
    [(0.05, 16), (0.05, 8), (0.1, 4), (0.1, 4)]
    """
    return next(((alpha, n_aug) for size, alpha, n_aug in _TABLE_3 if rows <= size), (0.1, 4))


def eda(
    text: str,
    alpha: float = 0.1,
    n_aug: int = 4,
    *,
    operations: Sequence[str] = EDA_OPERATIONS,
    spans: Sequence[Span] = (),
    protect: Collection[str] = (),
    language: str = "en",
    wordnet: WordNet | None = None,
    stop_words: Collection[str] | None = None,
    segment: Segment | None = None,
    seed: int = 0,
) -> list[Augmented]:
    """Return texts made of one by synonym replacement, random insertion, random swap and random deletion.

    As in the paper: with l words, each operation changes n = max(1, int(alpha l)) of them, deletion each with p = alpha; no stop word
    is replaced or gives a synonym; something always stays. As in the authors' code, each operation makes n_aug / 4 + 1 texts, of
    which n_aug are taken at random.

    Other than in the paper: case, punctuation and numbers stay, l counts the words that may be changed; in English a synonym has
    the part of speech and the form of the word, is of one of its common senses, and "a" or "an" follows it; names get none. Copies of
    the text or of each other are made anew, so there may be fewer than n_aug only where there is no more to make.

    Args:
        text: any text.
        alpha: the share of words changed, in (0, 1].
        n_aug: how many texts to make.
        operations: some of `EDA_OPERATIONS`.
        spans: labelled parts of the text; they keep their words and move with them.
        protect: words and phrases that stay, in whatever case.
        language: of the text, ISO 639-1.
        wordnet: the synonyms, by default those of Princeton's WordNet for English.
        stop_words: by default those of `goldsmith.augment.STOP_WORDS`.
        segment: cuts what is written without blanks into words.
        seed: of the random choices, which depend on it and the text alone.

    Raises:
        InputError: an option cannot be used: alpha, n_aug or operations as given, a language whose synonyms or stop words are needed
            and not known, spans outside the text.

    Returns:
        Up to n_aug texts, or one that says why there is none.

    >>> made = eda("She bought a car, {name}!", n_aug=1, operations=["synonym replacement"], protect=["bought"])
    >>> made[0].text, made[0].operation
    ('She bought an auto, {name}!', 'synonym replacement')
    """
    _check(alpha, n_aug, operations)
    lexicon = _lexicon(language, wordnet, stop_words, operations)
    given = wording(text, spans, protect, segment)
    if given.reason:
        return [unchanged(text, "eda", given.reason, spans)]
    chance = seeded(seed, "eda", text)
    drawn = _drawn(given, alpha, _order(operations, n_aug, chance), chance, lexicon)
    return list(islice(drawn, n_aug)) or [
        unchanged(text, "eda", f"nothing came of {', '.join(operations)}", spans)
    ]


def _drawn(
    given: Wording, alpha: float, order: list[str], chance: Random, lexicon: Lexicon
) -> Iterator[Augmented]:
    seen = {given.text}
    spent: set[str] = set()
    for operation in order * _ROUNDS:
        if operation in spent:
            continue
        made = OPERATIONS[operation](given, alpha, chance, lexicon)
        if not made.edits and operation != "random deletion":
            spent.add(operation)  # there is nothing it could change, another time neither
        if made.text not in seen:
            seen.add(made.text)
            yield made


def _order(operations: Sequence[str], n_aug: int, chance: Random) -> list[str]:
    each = n_aug // len(operations) + 1
    order = [operation for operation in operations for _ in range(each)]
    if len(operations) > 1:
        chance.shuffle(order)
    return order


def _lexicon(
    language: str, wordnet: WordNet | None, stop_words: Collection[str] | None, operations: Sequence[str]
) -> Lexicon:
    if _WITH_SYNONYMS.isdisjoint(operations):
        return _kept(language, None, frozenset())
    if wordnet is None and language != "en":
        raise InputError(
            f"no synonyms are known in {language!r}: give wordnet=read_wordnet(path), or operations without them"
        )
    words = stop_words_of(language) if stop_words is None else frozenset(word.lower() for word in stop_words)
    return _kept(language, wordnet or english_wordnet(), words)


_kept = lru_cache(maxsize=8)(Lexicon)  # with what it has looked up, from text to text


def _check(alpha: float, n_aug: int, operations: Sequence[str]) -> None:
    if not 0 < alpha <= 1:
        raise InputError(f"alpha must be above 0 and at most 1, got {alpha!r}")
    if n_aug < 1:
        raise InputError(f"n_aug must be at least 1, got {n_aug!r}")
    unknown = [operation for operation in operations if operation not in OPERATIONS]
    if unknown or not operations:
        raise InputError(f"operations must be some of {', '.join(OPERATIONS)}, got {list(operations)!r}")
