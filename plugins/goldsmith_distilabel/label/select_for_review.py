"""Mark the rows that are worth a person's time."""

from math import floor
from typing import Any

import numpy as np
import numpy.typing as npt
from distilabel.steps import GlobalStep, StepInput
from distilabel.typing import StepColumns, StepOutput
from pydantic import Field, model_validator

from goldsmith.errors import InputError
from goldsmith.labels import select, text_vectors
from goldsmith.labels.active import Strategy, class_margins
from goldsmith_distilabel.curate.joined import joined
from goldsmith_distilabel.curate.marks import readable
from goldsmith_distilabel.label.live_rows import live_rows

__all__ = ["SelectForReview"]

Rows = list[dict[str, Any]]
Floats = npt.NDArray[np.float64]

_NO_VECTORS = {"least_confidence", "margin", "entropy", "random"}
_NO_PROBABILITIES = {"coreset", "typiclust", "random"}
_ROUNDING = 1e-9


class SelectForReview(GlobalStep):
    """Choose the rows to label next, by how unsure a model is of them, how different they are, or both.

    `goldsmith.labels.select` says what each strategy takes and what it reads. "margin_clusters" takes rows the model is unsure
    of, each of another kind, and without probabilities one row of each kind. Where no vectors are given they are made of the
    text: TF-IDF and a singular value decomposition. Rows that have a label from a person are not chosen again.

    Attributes:
        count: how many rows are chosen.
        share: in place of `count`, which part of the rows that have no label from a person, in [0, 1].
        strategy: how they are chosen.
        probabilities_column: the probability of each class, a list or a mapping; "" if there is none.
        vectors_column: a vector, such as an embedding; "" if there is none.
        text_column: the text from which vectors are made where there is no column of them.
        labelled_column: what a person said; a row in which it is not empty is not chosen.
        seed: of what is random.

    Input columns:
        - text (`str`, optional): The column named by `text_column`, where the strategy needs vectors and there are none.
        - probabilities (`list[float]`, optional): The column named by `probabilities_column`.
        - embedding (`list[float]`, optional): The column named by `vectors_column`.
        - gold (`str`, optional): The column named by `labelled_column`.
        - keep (`bool`, optional): A row that a filter dropped (False) is not chosen.

    Output columns:
        - selected (`bool`): Whether the row is chosen.
        - select_rank (`int`): 1 for the row to label first, and so on; 0 if it is not chosen.
        - select_score (`float`): 1 for the row to label first, falling evenly to above 0; 0 if it is not chosen. Sorts records in a review tool.
        - uncertainty (`float`): 1 minus the lead of the likeliest class over the next, in [0, 1]; NaN without probabilities.

    Categories:
        - filtering

    References:
        - [Active Learning Literature Survey](https://minds.wisconsin.edu/handle/1793/60660)

    Citations:
        ```
        @techreport{settles2009active,
            title={Active Learning Literature Survey},
            author={Settles, Burr},
            institution={University of Wisconsin-Madison},
            number={1648},
            year={2009}
        }
        ```

    Examples:
        The row a model is least sure of:

        ```python
        from goldsmith_distilabel.label import SelectForReview

        step = SelectForReview(count=1, strategy="margin")
        step.load()
        rows = next(step.process([{"probabilities": [p, 1 - p]} for p in (0.9, 0.55, 0.2)]))
        assert [row["select_rank"] for row in rows] == [0, 1, 0]
        ```
    """

    count: int | None = Field(default=None, ge=0)
    share: float | None = Field(default=None, ge=0, le=1)
    strategy: Strategy = "margin_clusters"
    probabilities_column: str = "probabilities"
    vectors_column: str = ""
    text_column: str = "text"
    labelled_column: str = "gold"
    seed: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _knows_how_many(self) -> "SelectForReview":
        if (self.count is None) == (self.share is None):
            raise InputError(
                f"say how many with count or share, one of them; got {self.count} and {self.share}"
            )
        return self

    @property
    def inputs(self) -> StepColumns:
        """What the strategy reads."""
        read = {self.labelled_column: False, "keep": False}
        if self._reads_probabilities:
            read[self.probabilities_column] = self.strategy != "margin_clusters"
        if self.strategy not in _NO_VECTORS:
            read[self.vectors_column or self.text_column] = True
        return read

    @property
    def outputs(self) -> StepColumns:
        """Whether the row is chosen, and when its turn is."""
        return ["selected", "select_rank", "select_score", "uncertainty"]

    def process(self, *inputs: StepInput) -> StepOutput:
        """Choose among all rows.

        Args:
            inputs: the rows of each predecessor.

        Yields:
            All rows, in the same order.
        """
        rows = joined(inputs)
        live = live_rows(rows)
        standing = [rows[at] for at in live]
        p = self._probabilities(standing)
        order = self._order(standing, p)
        told: Rows = [
            {"selected": False, "select_rank": 0, "select_score": 0.0, "uncertainty": float("nan")}
            for _ in rows
        ]
        for rank, at in enumerate(order, start=1):
            score = 1 - (rank - 1) / len(order)
            told[live[at]] |= {"selected": True, "select_rank": rank, "select_score": score}
        for at, lead in zip(live, [] if p is None else class_margins(p).tolist(), strict=False):
            told[at]["uncertainty"] = 1 - lead
        yield [row | columns for row, columns in zip(rows, told, strict=True)]

    @property
    def _reads_probabilities(self) -> bool:
        return bool(self.probabilities_column) and self.strategy not in _NO_PROBABILITIES

    def _order(self, rows: Rows, p: Floats | None) -> list[int]:
        if not rows:
            return []
        labelled = np.array([row.get(self.labelled_column) not in {None, ""} for row in rows])
        left = int((~labelled).sum())
        count = self.count if self.count is not None else floor((self.share or 0) * left + _ROUNDING)
        # Any strategy takes the number of rows from one of the two.
        vectors = self._vectors(rows) if self.strategy not in _NO_VECTORS else None
        if p is None and vectors is None:
            vectors = np.zeros((len(rows), 1))
        chosen = select(
            count, strategy=self.strategy, probabilities=p, vectors=vectors, labelled=labelled, seed=self.seed
        )
        return [int(at) for at in chosen]

    def _probabilities(self, rows: Rows) -> Floats | None:
        """Return the probabilities of each class, [n, k], None if no row has any; a row without them is as unsure as can be."""
        if not self._reads_probabilities:
            return None
        told = [_listed(row.get(self.probabilities_column)) for row in rows]
        widths = {len(one) for one in told if one}
        if not widths:
            if self.strategy != "margin_clusters" and rows:
                raise InputError(
                    f"{self.strategy!r} needs probabilities, and no row has any in {self.probabilities_column!r}"
                )
            return None
        if len(widths) > 1:
            raise InputError(
                f"{self.probabilities_column!r} must hold as many classes in each row, got {sorted(widths)}"
            )
        (k,) = widths
        return np.array([one or [1 / k] * k for one in told], dtype=np.float64)

    def _vectors(self, rows: Rows) -> Floats:
        if not self.vectors_column:
            return text_vectors(readable(rows, self.text_column), seed=self.seed)
        told = [row.get(self.vectors_column) for row in rows]
        if not all(isinstance(one, list | np.ndarray) and len(one) for one in told):
            raise InputError(
                f"every row needs a vector in {self.vectors_column!r}: drop rows without one before"
            )
        return np.array(told, dtype=np.float64)


def _listed(told: Any) -> list[float]:
    if told is None:
        return []
    return [float(one) for one in (told.values() if isinstance(told, dict) else told)]
