"""The order in which people see the rows they review."""

import logging

import numpy as np

from goldsmith.errors import InputError
from goldsmith.labels import select, text_vectors
from goldsmith_recipes.run_folder import Rows

__all__ = ["write_review_order"]

_BATCH = 10
_logger = logging.getLogger(__name__)


def write_review_order(rows: Rows) -> None:
    """Write `review_rank` into every row: 1 for the row that people should see first, 0 where nobody is asked.

    Ten at a time by `goldsmith.labels.select`, unsure rows and each of another kind, so that who stops early has seen the most. Where
    the texts hold no words to tell kinds by, the least sure come first.
    """
    asked = [row for row in rows if row["route"] == "review"]
    for row in rows:
        row["review_rank"] = 0
    for rank, at in enumerate(_order(asked), start=1):
        asked[at]["review_rank"] = rank


def _order(rows: Rows) -> list[int]:
    sure = np.array([row["confidence"] for row in rows], dtype=np.float64)
    try:
        vectors = text_vectors([row["text"] for row in rows])
    except InputError as err:
        _logger.info("rows are reviewed the least sure first: %s", err)
        return [int(at) for at in np.argsort(sure, kind="stable")]
    chosen: list[int] = []
    while len(chosen) < len(rows):
        p = np.column_stack([sure, 1 - sure])
        labelled = np.array(chosen, dtype=np.intp)
        chosen += select(_BATCH, probabilities=p, vectors=vectors, labelled=labelled).tolist()
    return chosen
