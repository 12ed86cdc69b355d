"""Votes to labels: Snorkel's label model where there are enough voters, the model's own answer where not."""

import numpy as np
from numpy.typing import NDArray

from goldsmith_recipes.run_folder import Rows
from goldsmith_snorkel import LabelModel

__all__ = ["combine_votes"]

_FEWEST_FOR_A_MODEL = 3


def combine_votes(
    L: NDArray[np.int8], rows: Rows, classes: list[str], seed: int = 0
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return (labels [n], confidence [n]) for L, an [n, m] matrix of votes; -1 and 0.0 where nobody votes.

    With three voters or more that vote at all, Snorkel's label model. With fewer it cannot be fitted, and the LLM's
    label and calibrated confidence stand alone (a model that tells no confidence counts as unsure: 0.5).
    """
    if L.shape[1] >= _FEWEST_FOR_A_MODEL and (L >= 0).any():
        model = LabelModel(cardinality=len(classes), verbose=False)
        model.fit(L, n_epochs=500, seed=seed, progress_bar=False)
        return model.confident_labels(L)
    number = {label: index for index, label in enumerate(classes)}
    labels = np.array([number.get(row["llm_label"], -1) for row in rows], dtype=np.int64)
    told = [0.5 if row["llm_confidence"] is None else row["llm_confidence"] for row in rows]
    return labels, np.where(labels >= 0, np.array(told, dtype=np.float64), 0.0)
