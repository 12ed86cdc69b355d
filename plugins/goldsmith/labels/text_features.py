"""Texts as vectors that a linear classifier takes."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.extras import require

__all__ = ["TextFeatures", "text_vectors"]

_MANY = 1000  # from so many texts on, an n-gram seen in one of them only costs memory
_NOTHING = 1e-12


class TextFeatures:
    r"""TF-IDF of words and pairs of words, and of the 2 to 5 characters in a row within words, side by side.

    Frequencies count as 1 + ln tf, and either part of a row has length 1 (Salton and Buckley 1988, "Term-Weighting Approaches
    in Automatic Text Retrieval"; scikit-learn's `TfidfVectorizer` with `sublinear_tf`). Characters bear with misspelling and
    with languages that do not write spaces. From 1,000 texts on, what occurs in one text only is left out.

    >>> features = TextFeatures()
    >>> X = features.fit_transform(["free money", "see you", ""])
    >>> X.shape == features.transform(["money"] * 3).shape, X[2].nnz
    (True, 0)
    """

    def __init__(self) -> None:
        """Start without a vocabulary."""
        self._parts: list[Any] = []

    def fit_transform(self, texts: Sequence[str]) -> Any:
        """Learn the vocabulary and return the features as a sparse matrix, [n, d].

        Raises:
            InputError: a text is no string, or there is no word in any.
            MissingExtraError: scikit-learn is not installed.
        """
        checked_texts(texts)
        vectorizer = require("sklearn.feature_extraction.text", extra="labels").TfidfVectorizer
        settings = {"sublinear_tf": True, "min_df": 1 if len(texts) < _MANY else 2}
        words = {"token_pattern": r"\b\w+\b", "ngram_range": (1, 2)}  # words of one letter too
        characters = {"analyzer": "char_wb", "ngram_range": (2, 5)}
        self._parts = [vectorizer(**part, **settings) for part in (words, characters)]
        try:
            return _side_by_side([part.fit_transform(texts) for part in self._parts])
        except ValueError as err:
            raise InputError(f"no word occurs often enough in the {len(texts)} texts: {err}") from err

    def transform(self, texts: Sequence[str]) -> Any:
        """Return the features of other texts as a sparse matrix, [n, d]; what was not seen before counts for nothing."""
        checked_texts(texts)
        return _side_by_side([part.transform(texts) for part in self._parts])


def text_vectors(texts: Sequence[str], *, dimensions: int = 100, seed: int = 0) -> npt.NDArray[np.float64]:
    """Return short dense vectors of texts for clustering, [n, d], of length 1 or, where nothing is in a text, 0.

    Latent semantic analysis: the truncated singular value decomposition of `TextFeatures` (Deerwester et al. 1990,
    "Indexing by Latent Semantic Analysis"). Sentence embeddings know more than that, if you have them.

    Args:
        texts: the texts, [n].
        dimensions: d, at least 1; fewer where there are fewer texts.
        seed: of the randomised decomposition.

    Raises:
        InputError: a text is no string, there is no word in any, or `dimensions` is below 1.
        MissingExtraError: scikit-learn is not installed.

    >>> vectors = text_vectors(["free money", "free money now", "see you", "see you soon"], dimensions=2)
    >>> bool(vectors[0] @ vectors[1] > 0.5 > vectors[0] @ vectors[2])
    True
    """
    if dimensions < 1:
        raise InputError(f"dimensions must be at least 1, got {dimensions}")
    X = TextFeatures().fit_transform(texts)
    d = min(dimensions, min(X.shape) - 1)
    if d < 1:
        return np.ones((len(texts), 1))
    svd = require("sklearn.decomposition", extra="labels").TruncatedSVD(d, random_state=seed)
    vectors: npt.NDArray[np.float64] = svd.fit_transform(X)
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors /= np.where(length > _NOTHING, length, np.inf)
    return vectors


def checked_texts(texts: Sequence[str]) -> None:
    """Raise InputError unless there is a text and each is a string."""
    if not len(texts):
        raise InputError("wanted texts, got none")
    wrong = next((row for row, text in enumerate(texts) if not isinstance(text, str)), None)
    if wrong is not None:
        raise InputError(
            f"texts must be strings, row {wrong} is {texts[wrong]!r}: fill missing texts with ''"
        )


def _side_by_side(parts: list[Any]) -> Any:
    return require("scipy.sparse", extra="labels").hstack(parts, format="csr")
