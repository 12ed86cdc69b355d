"""Have a model think before it answers."""

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from goldsmith.errors import UnreadableError
from goldsmith.reason import Chain
from goldsmith_distilabel.prompting import Asking, Reply, Row
from goldsmith_distilabel.reason.chain_columns import CHAIN_COLUMNS, chain_columns
from goldsmith_distilabel.reason.writes_chains import CHAIN_OF_THOUGHT, WritesChains

__all__ = ["ChainOfThought"]


class ChainOfThought(WritesChains):
    r"""Write one chain of thought and one answer to each question.

    The reasoning stands between `<think>` tags or is a list of steps; either way the row has both the text and the steps. An
    answer in which neither can be found is asked for once more; if that fails too the row fails, with what the
    model said. The paper shows a few worked examples before each question (`examples`); without any, the prompt asks
    for steps. Greedy, as in the paper.

    Attributes:
        llm: the model.
        form: "think" for `<think>` tags, "steps" for a list of steps (held to a JSON schema where the model can be).
        kind: what an answer is: "math", "text", or "code" for a program in Python.
        examples: worked examples shown as earlier turns, each with `instruction`, `chain` and `answer`.
        system_prompt: what answers are written under, unless the row has its own.
        temperature: of the model.
        top_p: of the model.
        max_new_tokens: the longest chain and answer together.
        language: to think and answer in.
        seed: of the model; every row derives its own.

    Input columns:
        - instruction (`str`): The question.
        - system_prompt (`str`, optional): What to answer it under.
        - id (`str`, optional): The row's stable id.

    Output columns:
        - generation (`str`): What the model wrote, as it is.
        - chain (`str`): The reasoning.
        - steps (`list[str]`): Its steps; [""] if there are none.
        - response (`str`): What stands after the reasoning.
        - final_answer (`str`): The answer alone. A column `answer`, the right one, stays as it is.
        - finish_reason (`str`): "stop", or "length" if the length limit ended it.
        - keep, drop_reason, error: False and why, for a chain that was cut off; the row's failure.
        - provenance (`dict`): Where the row comes from.

    Categories:
        - text-generation

    References:
        - [Chain-of-Thought Prompting Elicits Reasoning in Large Language Models](https://arxiv.org/abs/2201.11903)

    Citations:
        ```
        @inproceedings{wei2022chain,
            title={Chain-of-Thought Prompting Elicits Reasoning in Large Language Models},
            author={Wei, Jason and Wang, Xuezhi and Schuurmans, Dale and Bosma, Maarten and others},
            booktitle={Advances in Neural Information Processing Systems},
            year={2022}
        }
        ```

    Examples:
        A short chain:

        ```python
        from goldsmith_distilabel.llms import LocalLLM
        from goldsmith_distilabel.reason import ChainOfThought

        step = ChainOfThought(llm=LocalLLM(n_ctx=1024), max_new_tokens=32)
        step.load()
        (row,) = next(step.process([{"instruction": "What is 2 + 2?"}]))
        step.unload()
        assert row["finish_reason"] in ("stop", "length", "")
        ```
    """

    columns: ClassVar[Mapping[str, Any]] = CHAIN_COLUMNS

    temperature: float = Field(default=0.0, ge=0)

    async def rows_of(self, row: Row, asking: Asking) -> list[Row]:
        """Return the row with its chain.

        Raises:
            AskingError: there is no question, no answer, or none that can be read.
        """
        reply, found = await asking.read_reply(
            self.llm, self.asked(row), self._readable, **self.sampling(row)
        )
        flaw = self.flaw(reply, found)
        told = {
            "keep": not flaw,
            "drop_reason": f"chain of thought: {flaw}" if flaw else "",
            "model_name": self.llm.model_name,
            "provenance": self.provenance(
                "chain of thought",
                operation=self.form,
                parents=[row],
                prompt=CHAIN_OF_THOUGHT[self.form],
                llm=self.llm,
            ),
        }
        return [row | chain_columns(reply, found) | told]

    def _readable(self, reply: Reply) -> tuple[Reply, Chain]:
        found = self.read(reply)
        if found.problem and not reply.cut:
            raise UnreadableError(found.problem)
        return reply, found
