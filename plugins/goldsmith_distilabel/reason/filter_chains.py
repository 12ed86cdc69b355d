"""Mark chains of thought that are not worth training on."""

from typing import Any

from distilabel.steps import Step, StepInput
from distilabel.typing import StepColumns, StepOutput

from goldsmith.reason import think_form
from goldsmith.verify import CHAIN_PROBLEMS, ChainLimits, ChainProblem, chain_problems

__all__ = ["FilterChains"]


class FilterChains(Step):
    """Mark chains that repeat themselves, loop, waver, mix languages, are cut off, have no answer, or contradict it or sums.

    See `goldsmith.verify.chain_problems` for the checks. All work in any language, but for "waiting", which knows the words of
    some thirty. Read are `chain` and `response` where the row has a chain, else the column named by `column`.

    Attributes:
        column: the text of a row without a chain.
        limits: from where on something is a problem, a field for each check; None or False switches one off.
        drop: whether a row with a problem is marked to be dropped; else only what was found is written.

    Input columns:
        - generation (`str`): The column named by `column`.
        - chain (`str`, optional): The reasoning.
        - response (`str`, optional): What follows it.
        - final_answer (`str`, optional): The model's answer; where it is missing or "" it is looked for in the text.
        - instruction (`str`, optional): The question, for answers leaked in it.
        - answer (`str`, optional): The answer known to be right, likewise.
        - finish_reason (`str`, optional): "length" where the model's limit cut the text.

    Output columns:
        - chain_flags (`list[str]`): The problems found, as of `goldsmith.verify.CHAIN_PROBLEMS`.
        - chain_reasons (`dict[str, str]`): Of each kind of problem, what was seen; "" where there is none.
        - chain_scores (`dict[str, float]`): How much: a share, or a count; 0 where there is none.
        - keep (`bool`): False for a row with a problem, if `drop`.
        - drop_reason (`str`): The first problem and what was seen; "" for a row that is kept.

    Categories:
        - filtering

    Examples:
        Mark a chain that miscounts:

        ```python
        from goldsmith_distilabel.reason import FilterChains

        step = FilterChains()
        step.load()
        rows = next(step.process([{"generation": "3 * 4 = 13, and 13 + 2 = 15. The answer is 15."}]))
        assert rows[0]["drop_reason"] == "false_sum: 1 of 2 sums is false: 3 * 4 = 13"
        ```
    """

    column: str = "generation"
    limits: ChainLimits = ChainLimits()
    drop: bool = True

    @property
    def inputs(self) -> StepColumns:
        optional = ("chain", "response", "final_answer", "instruction", "answer", "finish_reason")
        return {self.column: True} | dict.fromkeys(optional, False)

    @property
    def outputs(self) -> StepColumns:
        return ["chain_flags", "chain_reasons", "chain_scores", "keep", "drop_reason"]

    def process(self, *inputs: StepInput) -> StepOutput:
        (rows,) = inputs
        yield [self._told(row, self._problems(row)) for row in rows]

    def _problems(self, row: dict[str, Any]) -> list[ChainProblem]:
        def text(name: str) -> str:
            value = row.get(name)
            return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""

        whole = text(self.column)
        if chain := text("chain"):
            whole = think_form(chain, text("response")) if text("response") else chain
        return chain_problems(
            whole,
            question=text("instruction"),
            answer=text("final_answer").strip() or None,
            gold=text("answer"),
            finish_reason=text("finish_reason"),
            limits=self.limits,
        )

    def _told(self, row: dict[str, Any], problems: list[ChainProblem]) -> dict[str, Any]:
        found = {one.kind: one for one in problems}
        told = row | {
            "chain_flags": list(found),
            "chain_reasons": {kind: found[kind].reason if kind in found else "" for kind in CHAIN_PROBLEMS},
            "chain_scores": {
                kind: float(found[kind].score) if kind in found else 0.0 for kind in CHAIN_PROBLEMS
            },
        }
        if row.get("keep") is False:
            return told
        reason = f"{problems[0].kind}: {problems[0].reason}" if problems and self.drop else ""
        return told | {"keep": not reason, "drop_reason": reason}
