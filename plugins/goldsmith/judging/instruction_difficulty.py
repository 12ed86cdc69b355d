"""How hard each instruction is, from several models' results on it."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from goldsmith.errors import InputError
from goldsmith.extras import require
from goldsmith.judging.gamed_baseline import length_term
from goldsmith.judging.win_rate import wins_of

__all__ = ["instruction_difficulty"]

Floats = npt.NDArray[np.float64]


def instruction_difficulty(
    preferences: Sequence[Sequence[float | None]],
    lengths: npt.ArrayLike,
    baseline_lengths: npt.ArrayLike,
    *,
    penalty: float = 1.0,
) -> Floats:
    """Return each instruction's difficulty for the baseline, [n], in log odds with mean 0: where high, models beat it more.

    The joint fit from which AlpacaEval took its difficulties (Dubois et al. 2024, arXiv 2404.04475, section 4, and the package's
    notebook): logit P = phi_m tanh(dl) + theta_m + gamma_i over models m and instructions i, with gamma_i the difficulty.
    They are computed once, on a fixed group of models, and then held: a later model does not move the others' rates.
    In place of AlpacaEval's cross-validated L1 penalty it has a plain L2 one, with which no instruction's falls to 0.

    Args:
        preferences: [m, n], each model's, as `win_rate` takes them; None where the judge gave no answer.
        lengths: [m, n], their responses' lengths in characters.
        baseline_lengths: [n], the baseline's.
        penalty: the L2 penalty on all coefficients, above 0.

    Raises:
        InputError: fewer than two models, shapes that differ, or a `penalty` not above 0.
        MissingExtraError: scikit-learn is not installed.

    >>> easy_and_hard = [[2, 1, 2, 1], [2, 1, 2, 1.5], [2, 1.5, 2, 1]]
    >>> instruction_difficulty(easy_and_hard, [[9, 8, 7, 9]] * 3, [8, 8, 8, 8]).round(1).tolist()
    [0.8, -0.7, 0.7, -0.7]
    """
    long = np.asarray(lengths, dtype=np.float64)
    wins = np.array([wins_of(of) for of in preferences])
    if wins.ndim != 2 or wins.shape != long.shape or len(wins) < 2 or not penalty > 0:
        raise InputError(
            f"wanted preferences and lengths of at least two models on the same items and a penalty above 0, got shapes "
            f"{wins.shape} and {long.shape}, penalty={penalty}"
        )
    terms = np.array([length_term(of, baseline_lengths) for of in long])
    model, item = np.nonzero(~np.isnan(wins))
    n_models, n_items = wins.shape
    rows, share = np.arange(len(item)), wins[model, item]
    X = require("scipy.sparse", extra="judging").csr_matrix(
        (
            np.concatenate([terms[model, item], np.ones(2 * len(item))]),
            (np.tile(rows, 3), np.concatenate([model, n_models + model, 2 * n_models + item])),
        ),
        shape=(len(item), 2 * n_models + n_items),
    )
    stack = require("scipy.sparse", extra="judging").vstack
    fit: Any = require("sklearn.linear_model", extra="judging").LogisticRegression(
        C=1 / penalty, fit_intercept=False, max_iter=1000
    )
    outcome = np.repeat([1, 0], len(item))
    fit.fit(stack([X, X]), outcome, sample_weight=np.concatenate([share, 1 - share]))
    found: Floats = fit.coef_[0][2 * n_models :]
    found -= found.mean()
    return found
