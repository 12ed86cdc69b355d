"""Snorkel's table of labeling functions, and what it leaves out."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from snorkel.labeling import LabelingFunction

from goldsmith.errors import InputError
from goldsmith.labels.analysis import FunctionAdvice, LFErrors, lf_errors, lf_summary, next_function

__all__ = ["LFAnalysis"]


class LFAnalysis:
    """What labeling functions do: Snorkel's summary, the rows each is wrong on, and which one to write next.

    Examples:
        ```python
        import numpy as np
        from goldsmith_snorkel import LFAnalysis

        L = np.array([[1, -1], [1, 0], [-1, -1]], dtype=np.int8)
        analysis = LFAnalysis(L)
        assert analysis.lf_summary(np.array([1, 0, 1]))["Emp. Acc."].tolist() == [0.5, 1.0]
        assert analysis.lf_errors(np.array([1, 0, 1]))[0].rows == (1,)
        ```
    """

    def __init__(
        self,
        L: npt.NDArray[np.integer[Any]],
        lfs: Sequence[LabelingFunction] | None = None,
        *,
        cardinality: int | None = None,
    ) -> None:
        """Take votes, [n, m], -1 for abstain, and the functions that cast them.

        Args:
            L: votes, as `apply_lfs` returns them.
            lfs: the functions, [m]; by default they are numbered.
            cardinality: the number of classes; by default one more than the largest vote or known class, at least 2.

        Raises:
            InputError: there are not as many functions as columns.
        """
        self.L = np.asarray(L)
        self._names = None if lfs is None else [lf.name for lf in lfs]
        self._cardinality = cardinality
        if self._names is not None and len(self._names) != self.L.shape[1]:
            raise InputError(f"{len(self._names)} labeling functions, but {self.L.shape[1]} columns of votes")

    def lf_summary(self, Y: npt.NDArray[np.integer[Any]] | None = None) -> pd.DataFrame:
        """Return a line a function, with the columns and values of Snorkel's `LFAnalysis.lf_summary`.

        Args:
            Y: known classes, [n], -1 where not known; those rows count for no accuracy.
        """
        lines = lf_summary(self.L, self._classes(Y), names=self._names or (), Y=Y)
        table: dict[str, Any] = {"j": list(range(len(lines)))} if self._names is not None else {}
        table["Polarity"] = [list(line.polarity) for line in lines]
        table["Coverage"] = [line.coverage for line in lines]
        table["Overlaps"] = [line.overlaps for line in lines]
        table["Conflicts"] = [line.conflicts for line in lines]
        if Y is not None:
            table["Correct"] = [line.correct for line in lines]
            table["Incorrect"] = [line.incorrect for line in lines]
            table["Emp. Acc."] = [line.accuracy for line in lines]
        return pd.DataFrame(table, index=self._names if self._names is not None else list(range(len(lines))))

    def lf_errors(
        self, Y: npt.NDArray[np.integer[Any]] | None = None, texts: Sequence[str | None] | None = None
    ) -> list[LFErrors]:
        """Return where each function is wrong, against `Y` or else the others; see `goldsmith.labels.analysis.lf_errors`."""
        return lf_errors(self.L, self._classes(Y), names=self._names or (), Y=Y, texts=texts)

    def next_function(self, texts: Sequence[str | None], **options: Any) -> list[FunctionAdvice]:
        """Return what the functions leave open; see `goldsmith.labels.analysis.next_function`."""
        return next_function(texts, self.L, self._classes(None), **options)

    def _classes(self, Y: npt.ArrayLike | None) -> int:
        known = np.asarray(Y if Y is not None else [-1])
        return self._cardinality or max(2, int(self.L.max(initial=-1)) + 1, int(known.max(initial=-1)) + 1)
