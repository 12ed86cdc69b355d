"""Logistic regression on shares."""

from typing import Any

import numpy as np
import numpy.typing as npt

from goldsmith.extras import require

__all__ = ["fit_soft_logistic"]

Floats = npt.NDArray[np.float64]
_FOLDS = 5
_STRENGTHS = np.logspace(-4, 4, 10)  # LogisticRegressionCV's ten values of C


def fit_soft_logistic(X: Floats, y: Floats, weight: Floats) -> Floats:
    """Return the coefficients, [d], of an L1-penalised logistic regression without intercept on targets in [0, 1].

    As AlpacaEval fits it: each row enters once as a success with weight w y and once as a failure with weight w (1 - y);
    liblinear; the penalty 1/C is the one of ten values (1e-4 to 1e4) with the least weighted log loss over five folds.

    Args:
        X: features, [n, d].
        y: targets in [0, 1], [n].
        weight: rows' weights, [n].

    Raises:
        MissingExtraError: scikit-learn is not installed.

    >>> X = np.array([[1.0], [1.0], [-1.0], [-1.0]] * 10)
    >>> y = np.array([0.75, 0.75, 0.25, 0.25] * 10)
    >>> fit_soft_logistic(X, y, np.ones(40)).round(2).tolist()  # ln 3
    [1.1]
    """
    fold = np.arange(len(y)) % _FOLDS
    losses = [
        np.mean([_loss(X, y, weight, fold == held, strength) for held in range(_FOLDS)])
        for strength in _STRENGTHS
    ]
    return _fit(X, y, weight, _STRENGTHS[int(np.argmin(losses))])


def _loss(X: Floats, y: Floats, weight: Floats, held: npt.NDArray[np.bool_], strength: float) -> float:
    """Return the log loss on the rows held out."""
    score = X[held] @ _fit(X[~held], y[~held], weight[~held], strength)
    return float(np.mean(weight[held] * (np.logaddexp(0, score) - y[held] * score)))


def _fit(X: Floats, y: Floats, weight: Floats, strength: float) -> Floats:
    model: Any = require("sklearn.linear_model", extra="judging").LogisticRegression(
        C=strength, l1_ratio=1.0, solver="liblinear", fit_intercept=False, random_state=123
    )
    outcome = np.repeat([1, 0], len(y))
    model.fit(np.vstack([X, X]), outcome, sample_weight=np.concatenate([weight * y, weight * (1 - y)]))
    coefficients: Floats = model.coef_[0]
    return coefficients
