"""Have a model explain the right answer to what it got wrong, and keep the explanation as if it had found it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from goldsmith.reason import Chain, mentions_hint
from goldsmith.verify import final_answer
from goldsmith_distilabel.prompting import Asking, AskingError, Prompt, Reply, Row
from goldsmith_distilabel.reason.chain_columns import CHAIN_COLUMNS, chain_columns
from goldsmith_distilabel.reason.checks_answers import Checked, ChecksAnswers
from goldsmith_distilabel.reason.writes_chains import CHAIN_OF_THOUGHT

__all__ = ["Rationalize"]

_RATIONALIZE = {
    form: Prompt("goldsmith_distilabel.reason", f"rationalize/{form}") for form in CHAIN_OF_THOUGHT
}


class Rationalize(ChecksAnswers):
    """Ask again what was answered wrong, with the right answer as a hint, and keep the chain that then leads to it.

    STaR's rationalization: rows that are `verified` pass as they are; a wrong one is asked once more, with the final
    answer shown (never the worked solution it may stand in). What comes to the right answer is kept as if there had
    been no hint: the row keeps its question, gets the new chain, and is marked `rationalized`. A chain that mentions the hint is
    dropped, as is one that is wrong even so; the row then still has the chain it came with. The paper's outer loop, to
    train on what was kept and to ask again, is not this step's.

    Attributes:
        llm: the model.
        gold_column: the answer known to be right, or a solution that ends on it; for programs one that is right.
        kind: how an answer is checked: "math" by `goldsmith.verify.math_equal`, "text" by normalised text, "code" by tests.
        tests_column: for programs, Python source of the tests, or a list of sources, each one test.
        tolerance: the relative difference allowed between numbers; by default none.
        timeout: seconds until a comparison or a program is given up.
        memory_mb: MiB of memory a program may have.
        packages: installed packages that a program may import.
        form: "think" for `<think>` tags, "steps" for a list of steps (held to a JSON schema where the model can be).
        examples: worked examples shown as earlier turns, without hints, each with `instruction`, `chain` and `answer`.
        system_prompt: what answers are written under, unless the row has its own.
        temperature: of the model.
        top_p: of the model.
        max_new_tokens: the longest chain and answer together.
        language: to think and answer in.
        seed: of the model; every row derives its own.

    Input columns:
        - instruction (`str`): The question.
        - answer (`str`): the column named by `gold_column`.
        - verified (`bool`, optional): Whether the row's chain is right, by `VerifyMath(drop=False)`, say; found out of its
            `final_answer` where it is missing.
        - system_prompt (`str`, optional): What to answer it under.
        - id (`str`, optional): The row's stable id.

    Output columns:
        - generation, chain, steps, response, final_answer, finish_reason: As of `ChainOfThought`; the new chain if it is kept,
            else the one the row came with.
        - verified (`bool`): Whether the chain's answer is right.
        - verdict_rule (`str`): The rule that decided; "none" where none could.
        - verdict_reason (`str`): Why, in a sentence.
        - rationalized (`bool`): Whether the chain was written with the answer as a hint.
        - wrong_generation (`str`): What the new chain replaces; "" if it replaces nothing.
        - keep, drop_reason, error: whether the chain is right, and why not; the row's failure.
        - provenance (`dict`): Where the row comes from.

    Categories:
        - text-generation

    References:
        - [STaR: Bootstrapping Reasoning With Reasoning](https://arxiv.org/abs/2203.14465)

    Citations:
        ```
        @inproceedings{zelikman2022star,
            title={{STaR}: Bootstrapping Reasoning With Reasoning},
            author={Zelikman, Eric and Wu, Yuhuai and Mu, Jesse and Goodman, Noah D.},
            booktitle={Advances in Neural Information Processing Systems},
            year={2022}
        }
        ```

    Examples:
        A wrong answer is asked for again:

        ```python
        from goldsmith_distilabel.llms import LocalLLM
        from goldsmith_distilabel.reason import Rationalize

        step = Rationalize(llm=LocalLLM(n_ctx=1024), max_new_tokens=32)
        step.load()
        row = {"instruction": "What is 2 + 2?", "answer": "4", "final_answer": "5", "verified": False}
        (row,) = next(step.process([row]))
        step.unload()
        assert row["keep"] == row["verified"] == row["rationalized"]
        ```
    """

    prompts: ClassVar[tuple[Prompt, ...]] = (*CHAIN_OF_THOUGHT.values(), *_RATIONALIZE.values())
    columns: ClassVar[Mapping[str, Any]] = {
        **CHAIN_COLUMNS,
        "verified": False,
        "verdict_rule": "",
        "verdict_reason": "",
        "rationalized": False,
        "wrong_generation": "",
    }

    temperature: float = Field(default=0.0, ge=0)

    async def rows_of(self, row: Row, asking: Asking) -> list[Row]:
        """Return the row, with another chain if its own is wrong.

        Raises:
            AskingError: there is no question, no right answer, or the model says nothing.
        """
        gold = self.gold(row)
        before = await self._before(row)
        if before.right:
            return [row | _verdict(before)]
        if not gold:
            raise AskingError("no_gold", f"there is no {self.gold_column} to give as a hint")
        hint = gold if self.kind == "code" else final_answer(gold) or gold
        chat = self.asked(row, _RATIONALIZE, answer=hint)
        reply = await asking.ask(self.llm, chat, **self.sampling(row, _RATIONALIZE))
        found = self.read(reply)
        (checked,) = await self.checked(row, [found])
        reason = self._reason(row, reply, found, checked)
        if reason:
            return [row | _verdict(before) | {"keep": False, "drop_reason": f"rationalize: {reason}"}]
        return [row | chain_columns(reply, found) | _verdict(checked) | self._kept(row)]

    async def _before(self, row: Row) -> Checked:
        if isinstance(row.get("verified"), bool):
            rule, why = row.get("verdict_rule"), row.get("verdict_reason")
            return Checked(row["verified"], str(rule or "none"), str(why or ""))
        answer = row.get("final_answer")
        if not self.gold(row) or not isinstance(answer, str):
            return Checked(False, "none", "there is no final answer")
        (checked,) = await self.checked(row, [Chain(final_answer=answer)])
        return checked

    def _reason(self, row: Row, reply: Reply, found: Chain, checked: Checked) -> str:
        if flaw := self.flaw(reply, found):
            return flaw
        if not checked.right:
            return f"still wrong: {checked.why}"
        words = mentions_hint(reply.text, row["instruction"])
        return f"gives the hint away: {words}" if words else ""

    def _kept(self, row: Row) -> Row:
        return {
            "rationalized": True,
            "wrong_generation": row.get("generation") or "",
            "keep": True,
            "drop_reason": "",
            "model_name": self.llm.model_name,
            "provenance": self.provenance(
                "STaR",
                operation="rationalize",
                parents=[row],
                prompt=_RATIONALIZE[self.form],
                llm=self.llm,
            ),
        }


def _verdict(checked: Checked) -> Row:
    return {"verified": checked.right, "verdict_rule": checked.rule, "verdict_reason": checked.why}
