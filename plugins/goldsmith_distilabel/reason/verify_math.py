"""Check the final answer of solutions."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from distilabel.steps import Step, StepInput
from distilabel.typing import StepColumns, StepOutput
from pydantic import Field

from goldsmith.verify import MathVerdict, math_equal
from goldsmith_distilabel.reason.verdicts import VERDICT, with_verdict

__all__ = ["VerifyMath"]

_AT_A_TIME = 4  # as many as SymPy has workers


class VerifyMath(Step):
    """Compare the final answer of each solution with the gold one, by `goldsmith.verify.math_equal`, and mark what is wrong.

    Attributes:
        column: the solution: a text that ends on its answer, or the answer alone.
        gold_column: the answer known to be right, or a solution that ends on it.
        tolerance: the relative difference allowed between numbers; by default none.
        unit: what a gold number without a unit is counted in.
        timeout: seconds until a comparison is given up as "not equal".
        drop: whether a row that is not verified is marked to be dropped; else only its verdict is written.

    Input columns:
        - generation (`str`): the column named by `column`; what is no text is not verified.
        - answer (`str`): the column named by `gold_column`.

    Output columns:
        - verified (`bool`): Whether the answers are equal.
        - verdict_rule (`str`): The rule that decided; "none" where none could.
        - verdict_reason (`str`): Why, in a sentence.
        - keep (`bool`): False for a row that is not verified, if `drop`.
        - drop_reason (`str`): `unverified: ` and why; "" for a row that is kept.

    Categories:
        - filtering

    Examples:
        Keep what is right:

        ```python
        from goldsmith_distilabel.reason import VerifyMath

        step = VerifyMath()
        step.load()
        rows = [{"generation": "9 * 2 = 18, so the answer is $18.", "answer": "18"}, {"generation": "17", "answer": "18"}]
        right, wrong = next(step.process(rows))
        assert right["keep"] and not wrong["keep"]
        ```
    """

    column: str = "generation"
    gold_column: str = "answer"
    tolerance: float = Field(default=0.0, ge=0, lt=1)
    unit: str = ""
    timeout: float = Field(default=5.0, gt=0)
    drop: bool = True

    @property
    def inputs(self) -> StepColumns:
        return [self.column, self.gold_column]

    @property
    def outputs(self) -> StepColumns:
        return VERDICT

    def process(self, *inputs: StepInput) -> StepOutput:
        (rows,) = inputs
        with ThreadPoolExecutor(_AT_A_TIME) as threads:
            verdicts = list(threads.map(self._verdict, rows))
        yield [
            with_verdict(row, verified=bool(found), rule=found.rule, why=found.why, drop=self.drop)
            for row, found in zip(rows, verdicts, strict=True)
        ]

    def _verdict(self, row: dict[str, Any]) -> MathVerdict:
        gold, answer = row.get(self.gold_column), row.get(self.column)
        for name, text in ((self.gold_column, gold), (self.column, answer)):
            if not isinstance(text, str):
                return MathVerdict(
                    equal=False, rule="none", why=f"{name} is a {type(text).__name__}, wanted a str"
                )
        return math_equal(
            str(gold), str(answer), tolerance=self.tolerance, unit=self.unit, timeout=self.timeout
        )
