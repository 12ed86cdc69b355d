"""What functions, a model and the texts say of each row together."""

from collections.abc import Sequence

import numpy.typing as npt

from goldsmith.labels.borne_out import borne_out
from goldsmith.labels.joint_posterior import joint_posterior
from goldsmith.labels.label_model import Floats
from goldsmith.labels.weak_labels import weak_labels

__all__ = ["voted_posterior"]


def voted_posterior(
    texts: Sequence[str],
    functions: npt.ArrayLike,
    asked: npt.ArrayLike,
    cardinality: int,
    *,
    levels: int = 1,
    known: npt.ArrayLike | None = None,
) -> Floats:
    """Return the probability of each class in each row, [n, k]: even ones where nothing is known of any row.

    A label model joins the functions (`weak_labels`), a model's votes count as far as these bear them out (`borne_out`), and an end model
    adds what the texts say (`joint_posterior`).

    Args:
        texts: [n].
        functions: votes of labeling functions, integers, [n, m], -1 for abstain.
        asked: votes of models, [n, m1 * levels].
        cardinality: k, the number of labels, at least 2.
        levels: neighbouring columns of `asked` that are one model's, a level of confidence each.
        known: classes that people know, [n], -1 elsewhere: all three learn from them.

    Raises:
        InputError: a matrix has other rows, or a vote is out of range.
        MissingExtraError: scikit-learn is not installed.
    """
    outside = borne_out(asked, functions, cardinality, levels=levels, known=known)
    found = weak_labels(functions, cardinality, outside=outside, known=known)
    if not found.covered.any():
        return found.probabilities
    return joint_posterior(texts, found.probabilities, found.covered)
