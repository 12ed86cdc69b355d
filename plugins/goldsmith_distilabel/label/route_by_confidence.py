"""Keep a label, or ask a person."""

from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from distilabel.steps import GlobalStep, StepInput
from distilabel.typing import StepColumns, StepOutput
from pydantic import Field, model_validator

from goldsmith.errors import InputError
from goldsmith.labels import (
    Cascade,
    Routed,
    fit_cascade,
    route_by_budget,
    route_by_cascade,
    route_by_threshold,
)
from goldsmith_distilabel.curate.joined import joined
from goldsmith_distilabel.label.live_rows import live_rows

__all__ = ["RouteByConfidence"]

Rows = list[dict[str, Any]]

_DROPPED = {"route": "dropped", "route_reason": "a filter dropped it", "route_score": 0.0, "decided_by": ""}


class RouteByConfidence(GlobalStep):
    """Say of each row whether its label is kept or a person sees it, and why.

    Three ways, named by `by`:

    - "threshold": labels with a confidence of `accept` or more are kept, people see all other rows.
    - "budget": people see the least sure share `budget` of rows; of the others, labels below `accept` are held.
    - "cascade": several labellers, cheap ones first. The first that is sure enough decides; where none is, a person does. How sure
      each must be is given by `thresholds`, or fitted on the rows whose `gold_column` tells the right label, so
      that most labels are right for an expected `spend` a row (`goldsmith.labels.fit_cascade`).

    A row without a label is never kept. Confidences should be calibrated: `goldsmith.labels` says by what.

    Attributes:
        by: "threshold", "budget" or "cascade".
        label_columns: the label, or in a cascade each machine's, in the order they are asked.
        confidence_columns: the confidence of each of those.
        accept: the least confidence of a label that is kept; not for a cascade.
        budget: the share of rows that people see.
        thresholds: the least confidence of each labeller of a cascade; fitted where there are none.
        gold_column: the known label, for the fit; empty where nobody knows.
        costs: of asking each labeller and, last, a person about a row, for the fit.
        spend: the most a row may cost on average, for the fit.

    Input columns:
        - label (`str`): The columns named by `label_columns`.
        - confidence (`float`): The columns named by `confidence_columns`, in [0, 1].
        - id (`str`, optional): Breaks ties, so that the order of rows does not.
        - gold (`str`, optional): The column named by `gold_column`.
        - keep (`bool`, optional): A row that a filter dropped (False) goes to nobody.

    Output columns:
        - label (`str`): The label of who decided; where a person is to decide, the surest one there is, as a suggestion.
        - confidence (`float`): Its confidence; 0 without a label.
        - route (`str`): "accept", "review" (a person sees it), "hold" (nobody vouches for the label) or "dropped".
        - route_reason (`str`): Why.
        - route_score (`float`): The confidence that decided, in [0, 1]: the lower, the more a person is needed.
        - decided_by (`str`): The label column whose label is kept or held, or "person".

    Categories:
        - filtering

    References:
        - [FrugalGPT: How to Use Large Language Models While Reducing Cost and Improving Performance](https://arxiv.org/abs/2305.05176)

    Citations:
        ```
        @article{chen2023frugalgpt,
            title={FrugalGPT: How to Use Large Language Models While Reducing Cost and Improving Performance},
            author={Chen, Lingjiao and Zaharia, Matei and Zou, James},
            journal={arXiv preprint arXiv:2305.05176},
            year={2023}
        }
        ```

    Examples:
        A person sees the least sure third:

        ```python
        from goldsmith_distilabel.label import RouteByConfidence

        step = RouteByConfidence(by="budget", budget=0.34, accept=0.8)
        step.load()
        sure = {"a": 0.95, "b": 0.55, "c": 0.7}
        rows = [{"id": key, "label": "spam", "confidence": value} for key, value in sure.items()]
        rows = next(step.process(rows))
        assert [row["route"] for row in rows] == ["accept", "review", "hold"]
        assert rows[1]["route_reason"] == "among the 1 least sure of 3 rows"
        ```
    """

    by: Literal["threshold", "budget", "cascade"] = "budget"
    label_columns: list[str] = Field(default_factory=lambda: ["label"], min_length=1, max_length=3)
    confidence_columns: list[str] = Field(default_factory=lambda: ["confidence"], min_length=1, max_length=3)
    accept: float = Field(default=0.8, ge=0, le=1)
    budget: float = Field(default=0.2, ge=0, le=1)
    thresholds: list[float] = Field(default_factory=list)
    gold_column: str = "gold"
    costs: list[float] = Field(default_factory=list)
    spend: float = Field(default=0.0, ge=0)

    @model_validator(mode="after")
    def _fits_together(self) -> "RouteByConfidence":
        machines = len(self.label_columns)
        if len(self.confidence_columns) != machines:
            raise InputError(
                f"each of {self.label_columns} needs a confidence column, got {self.confidence_columns}"
            )
        if self.by != "cascade" and machines > 1:
            raise InputError(f"{self.by!r} takes one labeller, got {self.label_columns}: choose by='cascade'")
        if self.by == "cascade" and len(self.thresholds or self.costs) != machines + (not self.thresholds):
            raise InputError(
                f"a cascade of {machines} labellers and a person needs {machines} thresholds, or {machines + 1} costs to "
                f"fit them, got {self.thresholds} and {self.costs}"
            )
        return self

    @property
    def inputs(self) -> StepColumns:
        """Labels, how sure they are, and what helps to decide."""
        needed = dict.fromkeys([*self.label_columns, *self.confidence_columns], True)
        fitted = {self.gold_column: True} if self.by == "cascade" and not self.thresholds else {}
        return {**needed, **fitted, "id": False, "keep": False}

    @property
    def outputs(self) -> StepColumns:
        """What becomes of the row."""
        return ["label", "confidence", *_DROPPED]

    def process(self, *inputs: StepInput) -> StepOutput:
        """Route all rows.

        Args:
            inputs: the rows of each predecessor.

        Yields:
            All rows, in the same order.
        """
        rows = joined(inputs)
        live = live_rows(rows)
        standing = [rows[at] for at in live]
        sure = self._confidence(standing)
        told = [self._label(row, 0, 0.0) | _DROPPED for row in rows]
        for at, row, each, routed in zip(live, standing, sure, self._routed(standing, sure), strict=True):
            person = routed.route == "review"
            labeller = int(each.argmax()) if person else routed.labeller
            told[at] = self._label(row, labeller, float(each[labeller])) | {
                "route": routed.route,
                "route_reason": routed.reason,
                "route_score": routed.score,
                "decided_by": "person" if person else self.label_columns[labeller],
            }
        yield [row | columns for row, columns in zip(rows, told, strict=True)]

    def _routed(self, rows: Rows, sure: npt.NDArray[np.float64]) -> list[Routed]:
        if self.by == "cascade":
            return route_by_cascade(sure, self._cascade(rows, sure))
        if self.by == "threshold":
            return route_by_threshold(sure[:, 0], self.accept)
        known = [str(row["id"]) for row in rows if row.get("id") is not None]
        ids = known if len(known) == len(rows) else None
        return route_by_budget(sure[:, 0], self.budget, accept=self.accept, ids=ids)

    def _cascade(self, rows: Rows, sure: npt.NDArray[np.float64]) -> Cascade:
        if self.thresholds:
            return Cascade(tuple(self.thresholds), 0.0, 0.0, ())
        known = [at for at, row in enumerate(rows) if row.get(self.gold_column) not in {None, ""}]
        if not known:
            raise InputError(
                f"no row has a known label in {self.gold_column!r} to fit the cascade on: label some, or give thresholds"
            )
        right = [
            [*(rows[at].get(column) == rows[at][self.gold_column] for column in self.label_columns), True]
            for at in known
        ]
        cascade = fit_cascade(sure[known], right, self.costs, self.spend)
        self._logger.info(
            "Step '%s': thresholds %s, accuracy %.3f at %.4g a row on %d known rows",
            self.name,
            [round(one, 4) for one in cascade.thresholds],
            cascade.accuracy,
            cascade.cost,
            len(known),
        )
        return cascade

    def _confidence(self, rows: Rows) -> npt.NDArray[np.float64]:
        """Return each labeller's confidence, [n, machines], 0 where it gave no label or no confidence."""
        columns = list(zip(self.label_columns, self.confidence_columns, strict=True))
        told = [[row.get(sure) if row.get(label) else 0.0 for label, sure in columns] for row in rows]
        found = np.nan_to_num(np.array(told, dtype=np.float64).reshape(-1, len(columns)), nan=0.0)
        if not ((found >= 0) & (found <= 1)).all():
            raise InputError(
                f"{self.confidence_columns} must lie in [0, 1], got {found.min()} to {found.max()}"
            )
        return found

    def _label(self, row: dict[str, Any], labeller: int, sure: float) -> dict[str, Any]:
        return {"label": row.get(self.label_columns[labeller]) or "", "confidence": sure}
