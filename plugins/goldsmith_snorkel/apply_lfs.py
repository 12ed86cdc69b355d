"""Run ordinary Snorkel labeling functions over rows."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from snorkel.labeling import LabelingFunction

from goldsmith.labels import ApplyReport, apply_functions

__all__ = ["ApplyReport", "apply_lfs"]


def apply_lfs(
    lfs: Sequence[LabelingFunction],
    rows: Iterable[dict[str, Any]],
    *,
    text_column: str = "text",
    cardinality: int | None = None,
    report: ApplyReport | None = None,
) -> NDArray[np.int8]:
    """Return L, an [n, m] int8 matrix of votes, -1 where a function abstains.

    Equal to Snorkel's `PandasLFApplier(lfs).apply(DataFrame(rows))` on complete rows, without a pandas Series a row.
    A row without text gets -1 from everyone. A function that raises abstains on that row; it is counted in `report`
    and named in the log once. Functions made by `llm_labeling_function` ask about all rows in batches.

    Args:
        lfs: Snorkel labeling functions, preprocessors and resources included; they read `row.text`.
        rows: n rows; a function sees their columns as attributes.
        text_column: the column that must be there for anyone to vote.
        cardinality: the number of classes; a vote outside [-1, cardinality) is an error where it is given.
        report: filled with failures when given.

    Raises:
        InputError: no functions, two of one name, or a vote that is no class.
    """
    return apply_functions(lfs, rows, text_column=text_column, cardinality=cardinality, report=report)
