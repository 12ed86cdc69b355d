"""How many chains of each question are right."""

import math
from collections import Counter
from typing import Any

from distilabel.steps import GlobalStep, StepInput
from distilabel.typing import StepColumns, StepOutput

__all__ = ["PassRates"]


class PassRates(GlobalStep):
    """Write the share of each question's chains that are verified, for `DifficultyBand`, and drop those that are not.

    For chains that come from elsewhere; `RejectionSampling` writes the same columns of its own. A question whose answer nobody knows
    has no pass rate, and its chains are not dropped: nothing says that they are wrong.

    Attributes:
        gold_column: the answer known to be right; "" or missing where none is.
        drop: whether chains that are not verified, of a question with an answer, are marked to be dropped.

    Input columns:
        - question_id (`str`): The question that a chain belongs to.
        - verified (`bool`): Whether its answer is right, as `VerifyMath(drop=False)` or `VerifyCode(drop=False)` says.
        - verdict_reason (`str`, optional): Why.
        - answer (`str`, optional): The column named by `gold_column`.

    Output columns:
        - pass_rate (`float`): The share of the question's chains that are verified, in [0, 1]; NaN if nobody knows.
        - samples (`int`): How many chains it has; 0 if nobody knows.
        - answer_source (`str`): "gold", or "none".
        - keep (`bool`): False for a chain that is not verified, if `drop`.
        - drop_reason (`str`): `unverified: ` and why; "" for a row that is kept.

    Categories:
        - filtering

    Examples:
        Two chains, one of them right:

        ```python
        from goldsmith_distilabel.reason import PassRates

        step = PassRates()
        step.load()
        rows = [{"question_id": "q", "answer": "4", "verified": right} for right in (True, False)]
        right, wrong = next(step.process(rows))
        assert (right["pass_rate"], right["keep"], wrong["keep"]) == (0.5, True, False)
        ```
    """

    gold_column: str = "answer"
    drop: bool = True

    @property
    def inputs(self) -> StepColumns:
        return {"question_id": True, "verified": True, "verdict_reason": False, self.gold_column: False}

    @property
    def outputs(self) -> StepColumns:
        return ["pass_rate", "samples", "answer_source", "keep", "drop_reason"]

    def process(self, *inputs: StepInput) -> StepOutput:
        (rows,) = inputs
        known = [row for row in rows if self._has_gold(row)]
        drawn = Counter(str(row["question_id"]) for row in known)
        right = Counter(str(row["question_id"]) for row in known if row["verified"] is True)
        yield [self._told(row, drawn, right) for row in rows]

    def _told(self, row: dict[str, Any], drawn: Counter[str], right: Counter[str]) -> dict[str, Any]:
        name, gold = str(row["question_id"]), self._has_gold(row)
        told = row | {
            "pass_rate": right[name] / drawn[name] if gold else math.nan,
            "samples": drawn[name] if gold else 0,
            "answer_source": "gold" if gold else "none",
        }
        if row.get("keep") is False:
            return told
        wrong = self.drop and gold and row["verified"] is not True
        reason = f"unverified: {row.get('verdict_reason') or 'the answer is not right'}" if wrong else ""
        return told | {"keep": not wrong, "drop_reason": reason}

    def _has_gold(self, row: dict[str, Any]) -> bool:
        gold = row.get(self.gold_column)
        return isinstance(gold, str | int | float) and not isinstance(gold, bool) and bool(str(gold).strip())
